package ipc

import (
	"errors"
	"testing"
)

// TestInterruptedFirst: what an operation waits for comes right after the task was interrupted, before it looks. The operation
// tells of the interrupt, and what it could have taken is still there.
func TestInterruptedFirst(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(h *Holder) (come func(), wait func(t *Task) error)
	}{
		{"event", func(*Holder) (func(), func(*Task) error) {
			e := NewEvent()
			return e.Set, func(t *Task) error { return e.Wait(t, Forever) }
		}},
		{"several", func(*Holder) (func(), func(*Task) error) {
			e := NewEvent()
			return e.Set, func(t *Task) error { _, err := Wait(t, []Waitable{NewEvent(), e}, Forever); return err }
		}},
		{"queue join", func(*Holder) (func(), func(*Task) error) {
			q := NewQueue(0)
			q.Put(nil, Bytes("x"), Forever)
			return func() { q.TaskDone() }, func(t *Task) error { return q.Join(t, Forever) }
		}},
		{"poll", func(h *Holder) (func(), func(*Task) error) {
			a, b := NewPipe(false)
			r, w := a.Open(h), b.Open(h)
			return func() { w.Send(nil, Bytes("x"), Forever) }, func(t *Task) error { return r.Poll(t, Forever) }
		}},
		{"queue get", func(*Holder) (func(), func(*Task) error) {
			q := NewQueue(0)
			return func() { q.Put(nil, Bytes("x"), Forever) }, func(t *Task) error {
				_, err := q.Get(t, Forever)
				if q.Len() != 1 {
					return errors.New("the message is lost")
				}
				return err
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := NewHolder("p", 1)
			come, wait := tt.make(h)
			var task *Task
			task = NewTask(h, Hooks{Block: func() { task.Interrupt(); come() }})
			want(t, "while it waits", wait(task), ErrCancelled)
			if tt.name != "event" {
				return
			}
			want(t, "afterwards", wait(task), ErrCancelled)
			task.Uncancel()
			want(t, "when that is taken back", wait(task), nil)
		})
	}
}
