package ipc

import (
	"testing"
	"testing/synctest"
	"time"
)

// acquire takes l for p; abandoned is where the first result goes.
func acquire(l Locker, p *proc, abandoned *bool) *call {
	return start(func() error {
		a, err := l.Acquire(p.Task, Forever)
		if abandoned != nil {
			*abandoned = a
		}
		return err
	})
}

func TestLockRules(t *testing.T) {
	a, b := newProc(t, nil, "a"), newProc(t, nil, "b")
	l, r := NewLock(), NewRLock()
	lock := func(x Locker, p *proc) func() error {
		return func() error { _, err := x.Acquire(p.Task, NoWait); return err }
	}
	unlock := func(x Locker, p *proc) func() error { return func() error { return x.Release(p.Task) } }
	for i, c := range []struct {
		do    func() error
		want  error
		owner *Task // of l, then of r
		rlock *Task
		count int
	}{
		{unlock(l, a), ErrTooMany, nil, nil, 0},
		{lock(l, a), nil, a.Task, nil, 0},
		{lock(l, a), ErrTimeout, a.Task, nil, 0},
		{lock(l, b), ErrTimeout, a.Task, nil, 0},
		{unlock(l, b), nil, nil, nil, 0}, // by somebody else
		{unlock(l, a), ErrTooMany, nil, nil, 0},
		{lock(l, b), nil, b.Task, nil, 0},
		{func() error { return l.Release(nil) }, nil, nil, nil, 0},
		{unlock(r, a), ErrNotOwner, nil, nil, 0},
		{lock(r, a), nil, nil, a.Task, 1},
		{lock(r, a), nil, nil, a.Task, 2},
		{lock(r, b), ErrTimeout, nil, a.Task, 2},
		{unlock(r, b), ErrNotOwner, nil, a.Task, 2},
		{func() error { return r.Release(nil) }, ErrNotOwner, nil, a.Task, 2},
		{unlock(r, a), nil, nil, a.Task, 1},
		{lock(r, b), ErrTimeout, nil, a.Task, 1},
		{unlock(r, a), nil, nil, nil, 0},
		{unlock(r, a), ErrNotOwner, nil, nil, 0},
		{lock(r, b), nil, nil, b.Task, 1},
	} {
		if err := c.do(); err != c.want {
			t.Errorf("step %d: %v, want %v", i, err, c.want)
		}
		if l.Owner() != c.owner || r.Owner() != c.rlock || r.Count() != c.count {
			t.Errorf("step %d: owners %v, %v, count %d", i, l.Owner(), r.Owner(), r.Count())
		}
		if l.IsZero() != (c.owner != nil) || r.IsZero() != (c.rlock != nil) || r.IsMine(a.Task) != (c.rlock == a.Task) || l.IsMine(nil) {
			t.Errorf("step %d: IsZero or IsMine", i)
		}
	}
}

func TestLockAbandoned(t *testing.T) {
	for _, l := range []interface {
		Locker
		Abandoned() bool
		IsZero() bool
	}{NewLock(), NewRLock()} {
		synctest.Test(t, func(t *testing.T) {
			a, b, c := newProc(t, nil, "a", l), newProc(t, nil, "b", l), newProc(t, nil, "c", l)
			acquire(l, a, nil).want(t, nil)
			var abandoned bool
			wait := acquire(l, b, &abandoned)
			wait.want(t, waits)
			a.h.Close()
			wait.want(t, nil)
			want(t, "abandoned", abandoned, true)
			want(t, "abandoned", l.Abandoned(), true)
			a.h.Close() // again
			want(t, "mine", l.IsMine(b.Task), true)
			b.h.Close()
			acquire(l, c, &abandoned).want(t, nil)
			want(t, "abandoned again", abandoned, true)
			want(t, "release", l.Release(c.Task), nil)
			acquire(l, c, &abandoned).want(t, nil)
			want(t, "abandoned after a release", abandoned, false)
			acquire(l, b, nil).want(t, ErrCancelled) // the dead get nothing
			l.Release(c.Task)
			acquire(l, b, nil).want(t, ErrCancelled)
			c.h.Close() // without the lock
			d := newProc(t, nil, "d", l)
			acquire(l, d, &abandoned).want(t, nil)
			want(t, "abandoned by one who did not have it", abandoned, false)
			l.Release(d.Task)
			want(t, "free", l.IsZero(), false)
		})
	}
}

// hungry makes the first waiter of l one that the lock will be handed to, with the mutex held.
func hungry(m *mutex) { m.waiters.head.starved = true }

func TestLockHandedOver(t *testing.T) {
	type world struct {
		a, b, c *proc
		l       *Lock
	}
	for _, row := range []struct {
		name string
		do   func(w world) // after the lock has been handed to b, before b runs; l.m.mu is not held
		b    error
		c    any // what c gets, who waits behind b
		// abandoned is what c is told
		abandoned bool
	}{
		{"plain", func(w world) {}, nil, waits, false},
		{"cancelled", func(w world) { w.b.Cancel() }, ErrCancelled, nil, false},
		{"interrupted", func(w world) { w.b.Interrupt() }, ErrCancelled, nil, false},
		{"died", func(w world) { w.b.h.Close() }, ErrCancelled, nil, false},
		{"released by another", func(w world) { w.l.Release(nil) }, nil, nil, false},
		{"released by another and cancelled", func(w world) { w.l.Release(nil); w.b.Cancel() }, ErrCancelled, nil, false},
		{"previous owner died", func(w world) { w.a.h.Close() }, nil, waits, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := world{newProc(t, nil, "a"), newProc(t, nil, "b"), newProc(t, nil, "c"), NewLock()}
				acquire(w.l, w.a, nil).want(t, nil)
				// b's hook holds it up until the lock has been handed over and row.do is done.
				gate := make(chan struct{})
				w.b.hooks.Block = func() { w.b.inside = true; <-gate }
				b := acquire(w.l, w.b, nil)
				b.want(t, waits)
				var abandoned bool
				c := acquire(w.l, w.c, &abandoned)
				c.want(t, waits)
				w.l.m.mu.Lock()
				hungry(&w.l.m)
				w.l.m.mu.Unlock()
				w.l.Release(w.a.Task)
				want(t, "handed over", w.l.IsMine(w.b.Task), true)
				_, err := w.l.Acquire(w.a.Task, NoWait)
				want(t, "overtaking", err, ErrTimeout)
				row.do(w)
				close(gate)
				b.want(t, row.b)
				c.want(t, row.c)
				want(t, "abandoned", abandoned, row.abandoned)
				if row.c == nil {
					want(t, "c has it", w.l.IsMine(w.c.Task), true)
					want(t, "release", w.l.Release(w.c.Task), nil)
				} else {
					want(t, "release", w.l.Release(w.b.Task), nil)
					c.want(t, nil)
				}
			})
		})
	}
}

// line is a lock or a semaphore of one unit, for what they have in common.
type line struct {
	acquire  func(p *proc, deadline time.Time) error
	release  func(p *proc) error
	overtake func(p *proc) // a release and an acquire between which nobody can run
	waiters  *waitList
}

func lines() map[string]line {
	l, s := NewLock(), NewSemaphore(1)
	return map[string]line{
		"lock": {
			func(p *proc, d time.Time) error { _, err := l.Acquire(p.Task, d); return err },
			func(p *proc) error { return l.Release(p.Task) },
			func(p *proc) { l.m.mu.Lock(); l.m.free(false); l.m.take(p.Task, 1); l.m.mu.Unlock() },
			&l.m.waiters,
		},
		"semaphore": {
			func(p *proc, d time.Time) error { return s.Acquire(p.Task, d) },
			func(p *proc) error { return s.Release(p.Task) },
			func(p *proc) { s.mu.Lock(); s.giveOne(p.h); s.take(p.h); s.mu.Unlock() },
			&s.waiters,
		},
	}
}

// TestOvertaking holds that a waiter may be overtaken for a while, and then not.
func TestOvertaking(t *testing.T) {
	for name := range lines() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := lines()[name]
				a, b := newProc(t, nil, "a"), newProc(t, nil, "b")
				want(t, "acquire", l.acquire(a, NoWait), nil)
				c := start(func() error { return l.acquire(b, Forever) })
				c.want(t, waits)
				l.overtake(a)
				c.want(t, waits)
				time.Sleep(patience)
				l.overtake(a)
				c.want(t, waits)
				want(t, "starved", l.waiters.head.starved, false)
				time.Sleep(1)
				l.overtake(a)
				c.want(t, waits)
				want(t, "starved", l.waiters.head.starved, true)
				l.release(a)
				want(t, "overtaking", l.acquire(a, NoWait), ErrTimeout)
				c.want(t, nil)
			})
		})
	}
}

// TestWokenInVain ends a waiter that has been told to try again and has not yet done so: the next one must be told.
func TestWokenInVain(t *testing.T) {
	for name := range lines() {
		for _, end := range []func(p *proc){cancel, interrupt, kill} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					l := lines()[name]
					a, b, c := newProc(t, nil, "a"), newProc(t, nil, "b"), newProc(t, nil, "c")
					want(t, "acquire", l.acquire(a, NoWait), nil)
					gate := make(chan struct{})
					b.hooks.Block = func() { b.inside = true; <-gate }
					first := start(func() error { return l.acquire(b, Forever) })
					first.want(t, waits)
					second := start(func() error { return l.acquire(c, Forever) })
					second.want(t, waits)
					want(t, "release", l.release(a), nil)
					second.want(t, waits)
					end(b)
					close(gate)
					first.want(t, ErrCancelled)
					second.want(t, nil)
					want(t, "waiting", l.waiters.n, 0)
				})
			})
		}
	}
}

// TestLockNobodyStarves has one task take and release a lock without pause while another wants it.
func TestLockNobodyStarves(t *testing.T) {
	for name, pair := range map[string]func(t *Task) error{
		"lock":      pairOf(NewLock()),
		"rlock":     pairOf(NewRLock()),
		"semaphore": func(s *Semaphore) func(t *Task) error { return func(t *Task) error { return semPair(s, t) } }(NewSemaphore(1)),
	} {
		t.Run(name, func(t *testing.T) {
			greedy, modest := newProc(t, nil, "greedy"), newProc(t, nil, "modest")
			stop := make(chan struct{})
			c := start(func() error {
				for {
					select {
					case <-stop:
						return nil
					default:
						if err := pair(greedy.Task); err != nil {
							return err
						}
					}
				}
			})
			began := time.Now()
			for range 50 {
				if err := pair(modest.Task); err != nil {
					t.Error(err)
				}
			}
			if d := time.Since(began); d > 3*time.Minute {
				t.Errorf("50 turns took %v", d)
			}
			close(stop)
			<-c.done
			want(t, "greedy", c.err, nil)
		})
	}
}

func pairOf(l Locker) func(t *Task) error {
	return func(t *Task) error {
		if _, err := l.Acquire(t, Forever); err != nil {
			return err
		}
		return l.Release(t)
	}
}

func semPair(s *Semaphore, t *Task) error {
	if err := s.Acquire(t, Forever); err != nil {
		return err
	}
	return s.Release(t)
}
