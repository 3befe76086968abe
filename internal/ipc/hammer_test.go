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

// The hammers run many tasks against one object while others cancel them, let deadlines pass and end their processes, and
// count what is left. A wait that nobody ends shows as a test that does not end; it is reported with who waits for what.

// hammer is the world of one such test.
type hammer struct {
	t    *testing.T
	k    *Kernel
	wg   sync.WaitGroup
	objs []Object
	stop atomic.Bool // the work is done; whoever waits is told by other means

	mu   sync.Mutex
	live map[*proc]bool
}

func newHammer(t *testing.T, objs ...Object) *hammer {
	h := &hammer{t: t, k: new(Kernel), objs: objs, live: make(map[*proc]bool)}
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
			if time.Now().After(deadline) {
				t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
				return
			}
		}
	})
	return h
}

// duration is how long a hammer runs.
func duration() time.Duration {
	if testing.Short() {
		return 100 * time.Millisecond
	}
	return 600 * time.Millisecond
}

func (h *hammer) newProc(name string) *proc {
	p := newProc(h.t, h.k, name, h.objs...)
	h.mu.Lock()
	h.live[p] = true
	h.mu.Unlock()
	return p
}

func (h *hammer) forget(p *proc) {
	h.mu.Lock()
	delete(h.live, p)
	h.mu.Unlock()
}

// work runs n workers until h.stop. Each gets a process, and a new one whenever that has come to its end. f does one piece of work.
func (h *hammer) work(name string, n int, f func(p *proc, r *rand.Rand)) {
	for i := range n {
		p := h.newProc(fmt.Sprint(name, i))
		h.wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), uint64(len(name))))
			for !h.stop.Load() {
				f(p, r)
				if p.Cancelled() && r.IntN(2) == 0 {
					p.Uncancel()
				}
				if old := p; p.h.Closed() {
					p = h.newProc(fmt.Sprint(name, i))
					h.forget(old)
				}
			}
			p.h.Close()
			h.forget(p)
		})
	}
}

// chaos runs for the hammer's time and does something unpleasant to a random process every now and then.
func (h *hammer) chaos(kinds ...func(p *proc)) {
	end := time.Now().Add(duration())
	for i := 0; time.Now().Before(end); i++ {
		h.mu.Lock()
		var victim *proc
		skip := rand.IntN(len(h.live))
		for p := range h.live {
			if skip--; skip < 0 {
				victim = p
				break
			}
		}
		h.mu.Unlock()
		kinds[i%len(kinds)](victim)
		h.k.Deadlock()
		if i%16 == 0 {
			time.Sleep(50 * time.Microsecond)
		} else {
			runtime.Gosched()
		}
	}
}

func cancel(p *proc)    { p.Cancel() }
func interrupt(p *proc) { p.Interrupt() }
func uncancel(p *proc)  { p.Uncancel() }
func kill(p *proc)      { p.h.Close() }

// join waits for the workers.
func (h *hammer) join() {
	h.t.Helper()
	done := make(chan struct{})
	go func() { h.wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		for _, t := range h.k.Tasks() {
			if w, ok := t.WaitingFor(); ok {
				h.t.Errorf("%s waits for %s (%s) since %v", t.Holder().Name(), w.Object, w.Op, time.Since(w.Since))
			}
		}
		h.t.Fatal("somebody waits for ever")
	}
	want(h.t, "tasks left", len(h.k.Tasks()), 0)
	want(h.t, "processes left", len(h.k.holders), 0)
}

func someDeadline(r *rand.Rand) time.Time {
	switch r.IntN(4) {
	case 0:
		return NoWait
	case 1:
		return time.Now().Add(time.Duration(r.IntN(200)) * time.Microsecond)
	}
	return Forever
}

// expected says whether err is one of those that chaos brings about.
func (h *hammer) expected(err error, others ...error) {
	if err == nil || err == ErrTimeout || err == ErrCancelled {
		return
	}
	for _, e := range others {
		if err == e {
			return
		}
	}
	h.t.Errorf("error %v", err)
}

// ledger counts, per message, how often it was sent (0 or 1), received and dropped.
type ledger struct {
	next atomic.Int64
	mu   sync.Mutex
	sent map[int64]bool
	got  map[int64]int
}

func newLedger() *ledger { return &ledger{sent: make(map[int64]bool), got: make(map[int64]int)} }

type entry struct {
	l  *ledger
	id int64
}

func (e entry) Size() int { return int(e.id % 50) }
func (e entry) Drop()     { e.l.receive(e) }

func (l *ledger) entry() entry { return entry{l, l.next.Add(1)} }

func (l *ledger) put(e entry) {
	l.mu.Lock()
	l.sent[e.id] = true
	l.mu.Unlock()
}

func (l *ledger) receive(m Message) {
	l.mu.Lock()
	l.got[m.(entry).id]++
	l.mu.Unlock()
}

func (l *ledger) check(t *testing.T) {
	t.Helper()
	lost, twice, invented := 0, 0, 0
	for id := range l.sent {
		if l.got[id] == 0 {
			lost++
		}
	}
	for id, n := range l.got {
		if n > 1 {
			twice++
		}
		if !l.sent[id] {
			invented++
		}
	}
	if lost+twice+invented > 0 {
		t.Errorf("of %d messages %d lost, %d received twice, %d received that were not sent", len(l.sent), lost, twice, invented)
	}
	if len(l.sent) < 100 {
		t.Errorf("only %d messages", len(l.sent))
	}
}

func TestHammerQueue(t *testing.T) {
	for _, max := range []int{0, 3} {
		q := NewQueue(max)
		h, l := newHammer(t, q), newLedger()
		h.work("putter", 4, func(p *proc, r *rand.Rand) {
			e := l.entry()
			err := q.Put(p.Task, e, someDeadline(r))
			h.expected(err, ErrClosed)
			if err == nil {
				l.put(e)
			}
			if q.Len() > 1000 {
				time.Sleep(time.Millisecond)
			}
		})
		h.work("getter", 4, func(p *proc, r *rand.Rand) {
			var m Message
			var err error
			if r.IntN(4) == 0 {
				if _, err = Wait(p.Task, []Waitable{q}, someDeadline(r)); err == nil {
					m, err = q.Get(p.Task, NoWait)
				}
			} else {
				m, err = q.Get(p.Task, someDeadline(r))
			}
			h.expected(err, ErrClosed)
			if err == nil {
				l.receive(m)
				if err := q.TaskDone(); err != nil {
					t.Error(err)
				}
			}
		})
		h.work("joiner", 1, func(p *proc, r *rand.Rand) { h.expected(q.Join(p.Task, someDeadline(r))) })
		h.chaos(cancel, kill, interrupt, kill, uncancel)
		h.finish()
		last := NewTask(NewHolder("last", 1), Hooks{})
		for {
			m, err := q.Get(last, NoWait)
			if err != nil {
				break
			}
			l.receive(m)
			q.TaskDone()
		}
		want(t, "unfinished", q.Unfinished(), 0)
		want(t, "task done", q.TaskDone(), ErrTooMany)
		want(t, "bytes", q.Bytes(), 0)
		want(t, "waiting", q.s.getters.n+q.s.putters.n+q.joiners.n+len(q.s.watchers), 0)
		l.check(t)
	}
}

func (h *hammer) allGone() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.live) == 0
}

// finish ends the work: it cancels everybody until all have gone.
func (h *hammer) finish() {
	h.t.Helper()
	h.stop.Store(true)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for !h.allGone() {
			h.mu.Lock()
			for p := range h.live {
				p.Cancel()
			}
			h.mu.Unlock()
			time.Sleep(100 * time.Microsecond)
		}
	}()
	h.join()
	<-ended
}

func TestHammerPipe(t *testing.T) {
	a, b := NewPipe(true)
	a.LimitBytes(300)
	b.LimitBytes(300)
	keepA, keepB := a.Open(nil), b.Open(nil)
	h, l := newHammer(t, keepA, keepB), newLedger()
	side := func(c *Conn) func(p *proc, r *rand.Rand) {
		return func(p *proc, r *rand.Rand) {
			e := c.Open(p.h)
			if r.IntN(4) == 0 {
				way := e.Dup(nil)
				e.Close()
				way.Move(p.h)
				e = way
			}
			for range r.IntN(20) {
				var err error
				switch r.IntN(3) {
				case 0:
					m := l.entry()
					if err = e.Send(p.Task, m, someDeadline(r)); err == nil {
						l.put(m)
					}
				case 1:
					var m Message
					if m, err = e.Recv(p.Task, someDeadline(r)); err == nil {
						l.receive(m)
					}
				default:
					err = e.Poll(p.Task, someDeadline(r))
				}
				h.expected(err, ErrClosed)
			}
			if r.IntN(2) == 0 {
				e.Close()
			} else {
				p.h.Close()
			}
		}
	}
	h.work("a", 3, side(a))
	h.work("b", 3, side(b))
	h.chaos(cancel, kill, interrupt, uncancel)
	h.finish()
	want(t, "handles", a.ends+b.ends, 2)
	// What is left is dropped when its readers are gone, and received otherwise.
	last := NewTask(NewHolder("last", 1), Hooks{})
	keepA.Close()
	for {
		m, err := keepB.Recv(last, Forever)
		if err != nil {
			want(t, "at the end", err, io.EOF)
			break
		}
		l.receive(m)
	}
	want(t, "send", keepB.Send(last, l.entry(), Forever), ErrBroken)
	keepB.Close()
	for _, s := range a.p.way {
		want(t, "left", s.n+s.bytes+s.getters.n+s.putters.n+len(s.watchers), 0)
	}
	l.check(t)
}

// TestHammerPipeEnds has both sides of many short-lived pipes die at random.
func TestHammerPipeEnds(t *testing.T) {
	h, l := newHammer(t), newLedger()
	type pair struct{ e, f *End }
	fresh := func() *pair {
		a, b := NewPipe(true)
		a.LimitBytes(100)
		return &pair{a.Open(nil), b.Open(nil)}
	}
	var current atomic.Pointer[pair]
	current.Store(fresh())
	h.work("user", 6, func(p *proc, r *rand.Rand) {
		x := current.Load()
		e := x.e
		if r.IntN(2) == 0 {
			e = x.f
		}
		if r.IntN(3) > 0 {
			e = e.Dup(p.h)
			defer e.Close()
		}
		var err error
		if r.IntN(2) == 0 {
			m := l.entry()
			if err = e.Send(p.Task, m, someDeadline(r)); err == nil {
				l.put(m)
			}
		} else {
			var m Message
			if m, err = e.Recv(p.Task, someDeadline(r)); err == nil {
				l.receive(m)
			}
		}
		h.expected(err, ErrClosed, ErrBroken, io.EOF)
	})
	h.work("renewer", 1, func(p *proc, r *rand.Rand) {
		Sleep(p.Task, time.Duration(r.IntN(300))*time.Microsecond)
		old := current.Swap(fresh())
		old.e.Close()
		old.f.Close()
	})
	h.chaos(cancel, kill, uncancel)
	h.finish()
	x := current.Load()
	x.e.Close()
	x.f.Close()
	l.check(t)
}

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
	for end := time.Now().Add(20 * time.Second); done.Load() < takers && time.Now().Before(end); {
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
