package ipc

import (
	"fmt"
	"testing"
	"testing/synctest"
)

// TestSemaphoreAccounts runs through who takes and gives back, and who dies. a+ is "a acquires", a- "a releases",
// a! "a's process ends", 0- a release by nobody's task.
func TestSemaphoreAccounts(t *testing.T) {
	for _, c := range []struct {
		start int
		steps []string
		value int
		held  string // by a, b, c
	}{
		{2, []string{"a+", "a+"}, 0, "2 0 0"},
		{2, []string{"a+", "a+", "a-"}, 1, "1 0 0"},
		{2, []string{"a+", "b+", "a!"}, 1, "0 1 0"},
		{2, []string{"a+", "a+", "a!"}, 2, "0 0 0"},
		{2, []string{"a+", "a!", "a!"}, 2, "0 0 0"},
		{2, []string{"a+", "a-", "a!"}, 2, "0 0 0"},
		// given back by another: first what it has itself, then what has been out longest
		{3, []string{"a+", "b+", "b-"}, 2, "1 0 0"},
		{3, []string{"a+", "b+", "b-", "b-"}, 3, "0 0 0"},
		{3, []string{"a+", "b+", "c-"}, 2, "0 1 0"},
		{3, []string{"a+", "b+", "c-", "a!", "b!"}, 3, "0 0 0"},
		{3, []string{"a+", "b+", "a-", "a+", "0-"}, 2, "1 0 0"},
		{1, []string{"a+", "b-", "a!"}, 1, "0 0 0"}, // taken by the parent, given back by the child
		// signals
		{0, []string{"a-", "b+"}, 0, "0 0 0"},
		{0, []string{"a-", "b+", "b!"}, 0, "0 0 0"},
		{0, []string{"a-", "a-", "a-", "b+", "c+", "b!", "c!"}, 1, "0 0 0"},
		{1, []string{"a-", "b+", "b+"}, 0, "0 1 0"}, // the signal first
		{1, []string{"a-", "b+", "b+", "b!"}, 1, "0 0 0"},
	} {
		s := NewSemaphore(c.start)
		ps := map[byte]*proc{'a': newProc(t, nil, "a"), 'b': newProc(t, nil, "b"), 'c': newProc(t, nil, "c"), '0': {}}
		for _, step := range c.steps {
			p := ps[step[0]]
			var err error
			switch step[1] {
			case '+':
				err = s.Acquire(p.Task, NoWait)
			case '-':
				err = s.Release(p.Task)
			case '!':
				p.h.Close()
			}
			if err != nil {
				t.Errorf("%d %v: %s: %v", c.start, c.steps, step, err)
			}
		}
		held := fmt.Sprint(s.HeldBy(ps['a'].h), s.HeldBy(ps['b'].h), s.HeldBy(ps['c'].h))
		if s.Value() != c.value || held != c.held {
			t.Errorf("%d %v: value %d, held %s; want %d, %s", c.start, c.steps, s.Value(), held, c.value, c.held)
		}
	}
}

func TestSemaphoreBounds(t *testing.T) {
	p := newProc(t, nil, "p")
	for _, c := range []struct {
		s       *Semaphore
		release error
		max     int
	}{
		{NewSemaphore(0), nil, MaxSemaphore},
		{NewSemaphore(1), nil, MaxSemaphore},
		{NewSemaphore(MaxSemaphore), ErrTooMany, MaxSemaphore},
		{NewBoundedSemaphore(0), ErrTooMany, 0},
		{NewBoundedSemaphore(3), ErrTooMany, 3},
	} {
		v := c.s.Value()
		want(t, "zero", c.s.IsZero(), v == 0)
		want(t, "max", c.s.Max(), c.max)
		want(t, "release", c.s.Release(p.Task), c.release)
		if c.release == nil {
			want(t, "value", c.s.Value(), v+1)
			continue
		}
		want(t, "value", c.s.Value(), v)
		if v == 0 {
			continue
		}
		want(t, "acquire", c.s.Acquire(p.Task, NoWait), nil)
		want(t, "release", c.s.Release(nil), nil)
		want(t, "release", c.s.Release(nil), ErrTooMany)
	}
	for _, v := range []int{-1, MaxSemaphore + 1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a semaphore of value %d was made", v)
				}
			}()
			NewSemaphore(v)
		}()
	}
}

// TestSemaphoreHandedOver ends a waiter in different ways after a unit has been handed to it and before it runs.
func TestSemaphoreHandedOver(t *testing.T) {
	for _, start0 := range []int{0, 1} { // hands over a signal, or a unit
		for _, row := range []struct {
			name string
			do   func(s *Semaphore, b *proc)
			b    error
			left int // value once c, who waits behind b, has been served too
			c    any
		}{
			{"plain", func(s *Semaphore, b *proc) {}, nil, 0, waits},
			{"cancelled", func(s *Semaphore, b *proc) { b.Cancel() }, ErrCancelled, 0, nil},
			{"died", func(s *Semaphore, b *proc) { b.h.Close() }, ErrCancelled, 0, nil},
			{"released by another and cancelled", func(s *Semaphore, b *proc) { s.Release(nil); b.Cancel() }, ErrCancelled, 1, nil},
			{"released by another", func(s *Semaphore, b *proc) { s.Release(nil) }, nil, 0, nil},
		} {
			t.Run(fmt.Sprint(row.name, start0), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					a, b, c := newProc(t, nil, "a"), newProc(t, nil, "b"), newProc(t, nil, "c")
					s := NewSemaphore(start0)
					if start0 == 1 {
						s.Acquire(a.Task, NoWait)
					}
					gate := make(chan struct{})
					b.hooks.Block = func() { b.inside = true; <-gate }
					cb := start(func() error { return s.Acquire(b.Task, Forever) })
					cb.want(t, waits)
					cc := start(func() error { return s.Acquire(c.Task, Forever) })
					cc.want(t, waits)
					s.mu.Lock()
					s.waiters.head.starved = true
					s.mu.Unlock()
					s.Release(a.Task)
					want(t, "overtaking", s.Acquire(a.Task, NoWait), ErrTimeout)
					row.do(s, b)
					close(gate)
					cb.want(t, row.b)
					cc.want(t, row.c)
					want(t, "value", s.Value(), row.left)
					b.h.Close()
					c.h.Close()
					if row.name == "plain" {
						want(t, "after the end of both", s.Value(), start0)
					}
				})
			})
		}
	}
}

func TestSemaphoreOfTheDead(t *testing.T) {
	p := newProc(t, nil, "p")
	p.h.Close()
	for _, s := range []*Semaphore{NewSemaphore(1), NewSemaphore(0)} {
		if s.IsZero() {
			s.Release(nil)
		}
		want(t, "acquire", s.Acquire(p.Task, Forever), ErrCancelled)
		want(t, "value", s.Value(), 1)
	}
}

// TestSemaphoreWakesAsManyAsThereAreUnits gives several units back before any waiter has run.
func TestSemaphoreWakesAsManyAsThereAreUnits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewSemaphore(3)
		a := newProc(t, nil, "a")
		for range 3 {
			s.Acquire(a.Task, NoWait)
		}
		var calls [5]*call
		for i := range calls {
			calls[i] = start(func() error { return s.Acquire(newProc(t, nil, "waiter", s).Task, Forever) })
			synctest.Wait()
		}
		a.h.Close()
		for i := range calls {
			if i < 3 {
				calls[i].want(t, nil)
			} else {
				calls[i].want(t, waits)
			}
		}
		s.Release(nil)
		s.Release(nil)
		calls[3].want(t, nil)
		calls[4].want(t, nil)
		want(t, "value", s.Value(), 0)
	})
}

// TestSemaphoreSpend checks that what a process took before it ended in the regular
// way stays taken, until somebody releases it.
func TestSemaphoreSpend(t *testing.T) {
	for _, bounded := range []bool{false, true} {
		s := NewSemaphore(3)
		if bounded {
			s = NewBoundedSemaphore(3)
		}
		ended, other := NewHolder("ended", 1), NewHolder("other", 2)
		a, b := NewTask(ended, Hooks{}), NewTask(other, Hooks{})
		for range 2 {
			if err := s.Acquire(a, NoWait); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Acquire(b, NoWait); err != nil {
			t.Fatal(err)
		}
		ended.Spend()
		ended.Close()
		if v := s.Value(); v != 0 {
			t.Errorf("bounded %v: value %d after the end of a process that spent 2, want 0", bounded, v)
		}
		other.Close()
		if v := s.Value(); v != 1 {
			t.Errorf("bounded %v: value %d after the other was closed, want 1", bounded, v)
		}
		for range 2 {
			if err := s.Release(nil); err != nil {
				t.Error(err)
			}
		}
		if v := s.Value(); v != 3 {
			t.Errorf("bounded %v: value %d after two releases, want 3", bounded, v)
		}
	}
}
