package ipc

import (
	"fmt"
	"sync"
	"time"
)

// A Condition lets tasks wait, without the lock, for news from those who have it. If a task that has been notified is cancelled
// before it could go on, the next one in line is notified in its place.
type Condition struct {
	label
	ending
	far     Far
	lock    Locker
	mu      sync.Mutex
	waiters waitList
}

// NewCondition makes a condition of the given lock, or of a new RLock if it is nil.
func NewCondition(lock Locker) *Condition {
	if lock == nil {
		lock = NewRLock()
	}
	return &Condition{lock: lock}
}

// Lock returns the condition's lock.
func (c *Condition) Lock() Locker { return c.lock }

// Wait releases the lock, however often t has acquired it, waits for a notification, and takes the lock back as often. The
// deadline is one for the notification; for the lock it waits as long as it takes. If t does not own the lock it returns ErrNotOwner.
// If the condition ends it returns ErrClosed without the lock. After Task.Cancel, but not after Interrupt, Wait returns ErrCancelled without the lock if that is not free.
func (c *Condition) Wait(t *Task, deadline time.Time) error {
	if c.far != nil {
		_, err := ask(t, c.far, c, "wait", OpWait, deadline, Args{})
		return err
	}
	if !c.lock.IsMine(t) {
		return ErrNotOwner
	}
	m := c.lock.core()
	c.mu.Lock()
	w := c.waiters.push(t)
	c.mu.Unlock()

	m.mu.Lock()
	m.recall()
	if m.owner.Load() != t.self() { // a Lock can be released by others
		m.mu.Unlock()
		c.mu.Lock()
		c.leave(w, false)
		c.mu.Unlock()
		return ErrNotOwner
	}
	count := m.count
	m.free(false)
	m.mu.Unlock()

	c.mu.Lock()
	var err error
	if !w.granted {
		err = t.wait(&c.mu, c, "wait", deadline, interrupted, func() bool { return w.granted })
	}
	if t.Cancelled() {
		err = ErrCancelled
	}
	c.leave(w, err == nil)
	c.mu.Unlock()

	if err == ErrClosed {
		t.resume()
		return err
	}
	m.mu.Lock()
	m.recall()
	if m.owner.Load() != nil || !m.take(t, count) {
		if _, e := m.acquireSlow(t, c.lock, count, Forever, cancelled); e != nil {
			err = e
		}
	}
	m.mu.Unlock()
	t.resume()
	return err
}

// leave takes w out of the line. A notification that it can't use goes to the next one.
func (c *Condition) leave(w *waiter, use bool) {
	if w.granted && !use && c.waiters.head != nil {
		c.waiters.grant(c.waiters.head)
	}
	c.waiters.remove(w)
}

// Notify lets the n tasks go on that have waited longest; fewer if fewer wait. If t does not own the lock it returns ErrNotOwner.
func (c *Condition) Notify(t *Task, n int) error {
	if c.far != nil {
		_, err := c.far.Start(t, OpNotify, NoWait, Args{N: n}).Result()
		return err
	}
	if !c.lock.IsMine(t) {
		return ErrNotOwner
	}
	c.mu.Lock()
	for ; n > 0 && c.waiters.head != nil; n-- {
		c.waiters.grant(c.waiters.head)
	}
	c.mu.Unlock()
	return nil
}

// NotifyAll lets all go on that wait.
func (c *Condition) NotifyAll(t *Task) error { return c.Notify(t, int(^uint(0)>>1)) }

// Waiters returns how many wait and have not been notified.
func (c *Condition) Waiters() int {
	if c.far != nil {
		return query(c.far, OpWaiters).N
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waiters.n
}

func (c *Condition) String() string {
	if c.far != nil {
		return c.kind("condition")
	}
	return fmt.Sprintf("%s (%d waiting)", c.kind("condition"), c.Waiters())
}
