package ipc

import (
	"errors"
	"runtime"
	"testing"
)

// TestEnding closes a port while tasks wait at objects that end with it, and lets others come afterwards.
func TestEnding(t *testing.T) {
	holder := NewHolder("holder", 1)
	wait := map[Kind]func(o any, t *Task) error{
		KindLock:      func(o any, t *Task) error { _, err := o.(*Lock).Acquire(t, Forever); return err },
		KindRLock:     func(o any, t *Task) error { _, err := o.(*RLock).Acquire(t, Forever); return err },
		KindSemaphore: func(o any, t *Task) error { return o.(*Semaphore).Acquire(t, Forever) },
		KindEvent:     func(o any, t *Task) error { return o.(*Event).Wait(t, Forever) },
		KindBarrier:   func(o any, t *Task) error { _, err := o.(*Barrier).Wait(t, Forever, nil); return err },
		KindQueue:     func(o any, t *Task) error { _, err := o.(*Queue).Get(t, Forever); return err },
		KindCondition: func(o any, t *Task) error {
			c := o.(*Condition)
			if _, err := c.Lock().Acquire(t, Forever); err != nil {
				return err
			}
			return c.Wait(t, Forever)
		},
	}
	for kind, f := range wait {
		port := NewPort()
		spec := Spec{Kind: kind, Port: port}
		switch kind {
		case KindBarrier, KindQueue:
			spec.N = 3
		case KindCondition:
			spec.Lock = NewRLock()
		}
		o := Make(spec)
		if l, ok := o.(Locker); ok {
			l.Acquire(NewTask(holder, Hooks{}), Forever)
		}
		errs := make(chan error)
		tasks := []*Task{NewTask(holder, Hooks{}), NewTask(holder, Hooks{})}
		for _, task := range tasks {
			go func() { errs <- f(o, task) }()
		}
		for _, task := range tasks {
			for waits := false; !waits; _, waits = task.WaitingFor() {
				runtime.Gosched()
			}
		}
		port.Close()
		for range tasks {
			if err := <-errs; !errors.Is(err, ErrClosed) {
				t.Errorf("kind %d: %v", kind, err)
			}
		}
		if err := f(o, NewTask(holder, Hooks{})); !errors.Is(err, ErrClosed) {
			t.Errorf("kind %d, afterwards: %v", kind, err)
		}
	}
}
