package ipc

import "math"

// This file lets a task of another process wait in a get or a receive without a goroutine here: who puts the message finishes the operation, so that a message
// passes through this process without a switch between goroutines. Whatever else happens to the task, it goes on waiting, or ends to wait, on a goroutine that is
// started then.

// A parked is a wait without a goroutine.
type parked struct {
	rest func() // goes on with the wait, which is over if the message has been handed over
}

// park makes t wait for obj without a goroutine. The mutex under which it is woken is held, and t is in the object's list.
func (t *Task) park(obj Object, op string, rest func()) {
	p := &parked{rest}
	seen := t.wakes.Load()
	t.mu.Lock()
	t.at = Waiting{Task: t, Object: obj, Op: op, Since: t.clock.Now()}
	t.mu.Unlock()
	t.parked.Store(p)
	t.checked.Store(seen)
	if t.stop.Load() != running && t.parked.CompareAndSwap(p, nil) {
		go p.rest()
	}
}

// unpark begins the rest of the wait.
func (t *Task) unpark() {
	t.checked.Store(math.MaxUint64)
	t.mu.Lock()
	t.began = t.at.Since
	t.at = Waiting{}
	t.mu.Unlock()
}

// claim returns the rest of t's wait, if t is parked, for the caller to call when it holds no mutex.
func (t *Task) claim() func() {
	p := t.parked.Swap(nil)
	if p == nil {
		return nil
	}
	t.wakes.Add(1)
	return p.rest
}

// GetLater is a get or a receive of t from obj, a [*Queue] or an [*End] of this process, whose outcome done is told, by whoever brings it about or on a goroutine
// of its own, with no mutex held. It is false, and nothing has happened, if the operation need not wait.
func GetLater(t *Task, obj any, done func(Message, error)) bool {
	switch o := obj.(type) {
	case *Queue:
		o.mu.Lock()
		defer o.mu.Unlock()
		o.s.recall()
		if o.far != nil || o.s.n > 0 || o.s.closed || t.Cancelled() {
			return false
		}
		w := o.s.getters.push(t)
		t.park(o, "get", func() {
			o.mu.Lock()
			t.unpark()
			done(o.await(t, w, Forever))
		})
		return true
	case *End:
		o.c.p.mu.Lock()
		defer o.c.p.mu.Unlock()
		s := o.c.in()
		if s != nil {
			s.reclaim()
			s.recall()
		}
		if o.far != nil || o.receivable() != nil || s.n > 0 || t.Cancelled() {
			return false
		}
		w := s.getters.push(t)
		t.park(o, "receive", func() {
			o.c.p.mu.Lock()
			t.unpark()
			done(o.await(t, w, Forever))
		})
		return true
	}
	return false
}
