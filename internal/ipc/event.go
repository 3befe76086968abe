package ipc

import (
	"sync"
	"time"
)

// An Event is set or not, and can be waited for. Everybody who waits when it is set goes on, even if it is cleared at once.
// The zero value is not set.
type Event struct {
	label
	ending
	far      Far
	mu       sync.Mutex
	set      bool
	value    int
	waiters  waitList
	watchers watchers
}

// NewEvent makes an event that is not set.
func NewEvent() *Event { return new(Event) }

// Set sets the event.
func (e *Event) Set() {
	if e.far != nil {
		post(e.far, OpSet)
		return
	}
	e.mu.Lock()
	if !e.set {
		e.set = true
		e.waiters.grantAll()
		e.watchers.notify()
	}
	e.mu.Unlock()
}

// SetTo sets the event and leaves a number with it, such as the exit code of what has ended.
func (e *Event) SetTo(value int) {
	e.mu.Lock()
	if e.far == nil {
		e.value = value
	}
	e.mu.Unlock()
	e.Set()
}

// Value returns what SetTo left, and whether the event is set.
func (e *Event) Value() (value int, set bool) {
	if e.far != nil {
		r := query(e.far, OpIsSet)
		return r.N, r.OK
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.value, e.set
}

// Clear undoes Set.
func (e *Event) Clear() {
	if e.far != nil {
		post(e.far, OpClear)
		return
	}
	e.mu.Lock()
	e.set = false
	e.mu.Unlock()
}

// IsSet reports whether the event is set.
func (e *Event) IsSet() bool {
	if e.far != nil {
		return query(e.far, OpIsSet).OK
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.set
}

// Ready is IsSet, for Wait.
func (e *Event) Ready() bool { return e.IsSet() }

// Wait waits until the event is set. A task that is cancelled or interrupted gets ErrCancelled even if it is set by then: nothing is lost
// with the answer.
func (e *Event) Wait(t *Task, deadline time.Time) error {
	if e.far != nil {
		_, err := ask(t, e.far, e, "wait", OpWait, deadline, Args{})
		return t.unlessCancelled(err)
	}
	e.mu.Lock()
	if e.set {
		e.mu.Unlock()
		return t.unlessCancelled(nil)
	}
	w := e.waiters.push(t)
	err := t.wait(&e.mu, e, "wait", deadline, interrupted, func() bool { return w.granted })
	e.waiters.remove(w)
	e.mu.Unlock()
	err = t.unlessCancelled(err)
	t.resume()
	return err
}

func (e *Event) watch(t *Task)   { e.mu.Lock(); e.watchers.add(t); e.mu.Unlock() }
func (e *Event) unwatch(t *Task) { e.mu.Lock(); e.watchers.remove(t); e.mu.Unlock() }

func (e *Event) String() string {
	if e.far != nil {
		return e.kind("event")
	}
	if e.IsSet() {
		return e.kind("event") + " (set)"
	}
	return e.kind("event") + " (not set)"
}
