package ipc

import (
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// section is a critical section that checks how many are in it.
type section struct {
	max    int32
	inside atomic.Int32
	count  atomic.Int64
	shared int // written by whoever is alone in it: the race detector looks at that
}

func (s *section) enter(t *testing.T, r *rand.Rand) {
	if n := s.inside.Add(1); n > s.max {
		t.Errorf("%d in a section for %d", n, s.max)
	}
	if s.max == 1 {
		s.shared++
	}
	s.count.Add(1)
	if r.IntN(8) == 0 {
		runtime.Gosched()
	}
	s.inside.Add(-1)
}

func TestHammerLocks(t *testing.T) {
	for _, l := range []Locker{NewLock(), NewRLock()} {
		h, s := newHammer(t, l), &section{max: 1}
		h.enough = func() bool { return s.count.Load() >= 100 }
		_, recursive := l.(*RLock)
		h.work("user", 6, func(p *proc, r *rand.Rand) {
			_, err := l.Acquire(p.Task, someDeadline(r))
			h.expected(err)
			if err != nil {
				return
			}
			times := 1
			for ; recursive && times < r.IntN(4); times++ {
				if _, err := l.Acquire(p.Task, Forever); err != nil {
					t.Error(err)
				}
			}
			s.enter(t, r)
			if r.IntN(20) == 0 {
				p.h.Close() // instead of a release
				return
			}
			for range times {
				if err := l.Release(p.Task); err != nil {
					t.Error(err)
				}
			}
		})
		// Here a process dies only by its own hand, since otherwise its goroutine would still be in the section.
		h.chaos(cancel, interrupt, uncancel)
		h.finish()
		checkFree(t, l)
		if s.count.Load() < 100 {
			t.Errorf("only %d acquired", s.count.Load())
		}
	}
}

func checkFree(t *testing.T, l Locker) {
	t.Helper()
	want(t, "owner", l.Owner(), (*Task)(nil))
	want(t, "waiting", l.core().waiters.n, 0)
	last := NewTask(NewHolder("last", 1), Hooks{})
	_, err := l.Acquire(last, NoWait)
	want(t, "acquire", err, nil)
	want(t, "release", l.Release(last), nil)
}

// TestHammerLocksKilled kills processes at any moment.
func TestHammerLocksKilled(t *testing.T) {
	for _, l := range []Locker{NewLock(), NewRLock()} {
		h := newHammer(t, l)
		var count atomic.Int64
		h.enough = func() bool { return count.Load() >= 100 }
		h.work("user", 6, func(p *proc, r *rand.Rand) {
			_, err := l.Acquire(p.Task, someDeadline(r))
			h.expected(err)
			if err == nil {
				count.Add(1)
				if r.IntN(8) == 0 {
					runtime.Gosched()
				}
				// A Lock that the dead had is another's by now; only an RLock knows.
				if _, ok := l.(*RLock); ok || !p.h.Closed() {
					if err := l.Release(p.Task); err != nil && !p.h.Closed() && !errorsFromDeath(l, err) {
						t.Error(err)
					}
				}
			}
		})
		h.chaos(kill, cancel, kill, interrupt, uncancel)
		h.finish()
		checkFree(t, l)
		if count.Load() < 100 {
			t.Errorf("only %d acquired", count.Load())
		}
	}
}

// errorsFromDeath is what a Release may return if the process, or one before it, has died in the meantime.
func errorsFromDeath(l Locker, err error) bool {
	_, plain := l.(*Lock)
	return plain && err == ErrTooMany
}

func TestHammerSemaphore(t *testing.T) {
	for _, external := range []bool{false, true} {
		const units = 3
		sem := NewBoundedSemaphore(units)
		h, s := newHammer(t, sem), &section{max: units}
		h.enough = func() bool { return s.count.Load() >= 100 }
		if external {
			s.max = 100 // the dead may still be in it
		}
		h.work("user", 8, func(p *proc, r *rand.Rand) {
			err := sem.Acquire(p.Task, someDeadline(r))
			h.expected(err)
			if err != nil {
				return
			}
			s.enter(t, r)
			if r.IntN(20) == 0 || external && p.h.Closed() {
				p.h.Close()
				return
			}
			if err := sem.Release(p.Task); err != nil && !external {
				t.Error(err)
			}
		})
		if external {
			h.chaos(kill, cancel, uncancel)
		} else {
			h.chaos(cancel, interrupt, uncancel)
		}
		h.finish()
		want(t, "value", sem.Value(), units)
		want(t, "shares", len(sem.shares), 0)
		want(t, "waiting", sem.waiters.n, 0)
		if s.count.Load() < 100 {
			t.Errorf("only %d acquired", s.count.Load())
		}
	}
}

// TestHammerSignals sends units through a semaphore that begins at 0: none may be lost or invented when processes die.
func TestHammerSignals(t *testing.T) {
	sem := NewSemaphore(0)
	h := newHammer(t, sem)
	var given, taken atomic.Int64
	h.enough = func() bool { return taken.Load() >= 100 }
	h.work("giver", 2, func(p *proc, r *rand.Rand) {
		if sem.Release(p.Task) == nil {
			given.Add(1)
		}
		if sem.Value() > 1000 {
			time.Sleep(time.Millisecond)
		}
	})
	h.work("taker", 4, func(p *proc, r *rand.Rand) {
		err := sem.Acquire(p.Task, someDeadline(r))
		h.expected(err)
		if err == nil {
			taken.Add(1)
		}
	})
	h.chaos(kill, cancel, interrupt, uncancel)
	h.finish()
	want(t, "left", int64(sem.Value()), given.Load()-taken.Load())
	want(t, "waiting", sem.waiters.n, 0)
	if taken.Load() < 100 {
		t.Errorf("only %d taken", taken.Load())
	}
}

// TestHammerCondition counts tokens that are announced one by one: a notification that is lost leaves a taker
// waiting beside a token.
func TestHammerCondition(t *testing.T) {
	for _, l := range []Locker{NewLock(), NewRLock()} {
		c := NewCondition(l)
		h := newHammer(t, c, l)
		var mu sync.Mutex // what the lock would protect, were it not for those who die with it
		tokens, made, taken := 0, 0, 0
		h.enough = func() bool {
			mu.Lock()
			defer mu.Unlock()
			return taken >= 100
		}
		var over atomic.Bool
		h.work("taker", 5, func(p *proc, r *rand.Rand) {
			if _, err := l.Acquire(p.Task, Forever); err != nil {
				h.expected(err)
				return
			}
			for {
				mu.Lock()
				ok := tokens > 0
				if ok {
					tokens--
					taken++
				}
				mu.Unlock()
				if ok || over.Load() {
					break
				}
				err := c.Wait(p.Task, someDeadline(r))
				if err == ErrTimeout {
					continue
				}
				if err != nil {
					h.expected(err, ErrNotOwner)
					break
				}
			}
			if l.IsMine(p.Task) {
				l.Release(p.Task)
			}
		})
		var accepted atomic.Int64
		h.work("maker", 2, func(p *proc, r *rand.Rand) {
			if _, err := l.Acquire(p.Task, Forever); err != nil {
				h.expected(err)
				return
			}
			mu.Lock()
			tokens++
			made++
			mu.Unlock()
			if c.Notify(p.Task, 1) == nil {
				accepted.Add(1)
			}
			if l.IsMine(p.Task) {
				l.Release(p.Task)
			}
			if r.IntN(4) == 0 {
				Sleep(p.Task, 20*time.Microsecond)
			}
		})
		h.chaos(interrupt, kill, cancel, uncancel)
		over.Store(true)
		h.finish()
		checkFree(t, l)
		want(t, "waiters", c.Waiters(), 0)
		want(t, "tokens", tokens, made-taken)
		if taken < 100 {
			t.Errorf("only %d tokens taken", taken)
		}
	}
}

// TestHammerConditionExact has as many notifications as waits, all without deadline, and cancels waiters that then wait again.
// If one notification is lost the test does not end.
func TestHammerConditionExact(t *testing.T) {
	const rounds, takers = 2000, 4
	c := NewCondition(nil)
	h := newHammer(t, c)
	tokens := 0
	var done atomic.Int64
	for i := range takers {
		h.wg.Go(func() {
			p := h.newProc(fmt.Sprint("taker", i))
			for range rounds {
				for ok := false; !ok; {
					if p.h.Closed() {
						h.forget(p)
						p = h.newProc(fmt.Sprint("taker", i))
					}
					p.Uncancel()
					if _, err := c.Lock().Acquire(p.Task, Forever); err != nil {
						continue
					}
					for tokens == 0 && c.Wait(p.Task, Forever) == nil {
					}
					if !c.Lock().IsMine(p.Task) {
						continue // cancelled or dead
					}
					if tokens > 0 {
						tokens--
						ok = true
					}
					c.Lock().Release(p.Task)
				}
			}
			done.Add(1)
			p.h.Close()
			h.forget(p)
		})
	}
	h.wg.Go(func() {
		p := NewTask(NewHolder("maker", 1), Hooks{}) // spared
		for range rounds * takers {
			c.Lock().Acquire(p, Forever)
			tokens++
			c.Notify(p, 1)
			c.Lock().Release(p)
		}
	})
	for end := time.Now().Add(3 * time.Minute); done.Load() < takers && time.Now().Before(end); {
		h.mu.Lock()
		for p := range h.live {
			// One that is in the section, or about to be, is spared.
			if w, ok := p.WaitingFor(); ok && w.Op == "wait" && rand.IntN(4) == 0 {
				p.Interrupt()
			}
		}
		h.mu.Unlock()
		time.Sleep(20 * time.Microsecond)
	}
	h.join()
	want(t, "tokens", tokens, 0)
	want(t, "waiters", c.Waiters(), 0)
}

func TestHammerBarrier(t *testing.T) {
	const parties = 3
	b := NewBarrier(parties)
	h := newHammer(t, b)
	var passed, led atomic.Int64
	h.enough = func() bool { return led.Load() >= 20 }
	h.work("party", 7, func(p *proc, r *rand.Rand) {
		deadline := Forever
		if r.IntN(50) == 0 {
			deadline = time.Now().Add(time.Duration(r.IntN(100)) * time.Microsecond)
		}
		index, err := b.Wait(p.Task, deadline, func() error {
			if r.IntN(50) == 0 {
				return io.ErrUnexpectedEOF
			}
			runtime.Gosched()
			return nil
		})
		h.expected(err, ErrBrokenBarrier, io.ErrUnexpectedEOF)
		if err == nil {
			passed.Add(1)
			if index == parties-1 {
				led.Add(1)
			}
		} else if err == ErrBrokenBarrier && r.IntN(2) == 0 {
			b.Reset()
		}
	})
	h.chaos(cancel, func(*proc) {}, func(*proc) {}, kill, func(*proc) { b.Reset() }, uncancel)
	h.finish()
	want(t, "those who passed", passed.Load(), parties*led.Load())
	want(t, "waiting", b.waiters.n+b.later.n, 0)
	if led.Load() < 20 {
		t.Errorf("only %d rounds", led.Load())
	}
}

func TestHammerEvents(t *testing.T) {
	var events [20]*Event
	var objs []Waitable
	for i := range events {
		events[i] = NewEvent()
		objs = append(objs, events[i])
	}
	h := newHammer(t, events[0])
	h.work("waiter", 4, func(p *proc, r *rand.Rand) {
		if r.IntN(2) == 0 {
			h.expected(events[r.IntN(len(events))].Wait(p.Task, someDeadline(r)))
			return
		}
		ready, err := Wait(p.Task, objs, someDeadline(r))
		h.expected(err)
		if (err == nil) != (len(ready) > 0) {
			t.Errorf("ready %v, %v", ready, err)
		}
	})
	h.work("setter", 2, func(p *proc, r *rand.Rand) {
		e := events[r.IntN(len(events))]
		e.Set()
		Sleep(p.Task, time.Duration(r.IntN(20))*time.Microsecond)
		e.Clear()
	})
	h.chaos(cancel, kill, interrupt, uncancel)
	h.finish()
	for _, e := range events {
		want(t, "waiting", e.waiters.n+len(e.watchers), 0)
	}
}
