package ipc

import (
	"testing"
	"testing/synctest"
	"time"
)

// locked runs f with c's lock, which p acquires n times.
func locked(t *testing.T, c *Condition, p *proc, times int, f func() error) error {
	for range times {
		if _, err := c.Lock().Acquire(p.Task, Forever); err != nil {
			return err
		}
	}
	err := f()
	for range times {
		if e := c.Lock().Release(p.Task); e != nil && !p.h.Closed() {
			t.Errorf("release after a wait: %v", e)
		}
	}
	return err
}

func condWait(t *testing.T, c *Condition, p *proc, times int, deadline time.Time) *call {
	return start(func() error {
		return locked(t, c, p, times, func() error { return c.Wait(p.Task, deadline) })
	})
}

func TestConditionRules(t *testing.T) {
	for _, l := range []Locker{NewLock(), NewRLock()} {
		c := NewCondition(l)
		p, other := newProc(t, nil, "p"), newProc(t, nil, "other")
		l.Acquire(other.Task, NoWait)
		for range 2 { // owned by another, then by nobody
			want(t, "wait", c.Wait(p.Task, Forever), ErrNotOwner)
			want(t, "notify", c.Notify(p.Task, 1), ErrNotOwner)
			want(t, "notify all", c.NotifyAll(p.Task), ErrNotOwner)
			l.Release(other.Task)
		}
		l.Acquire(p.Task, NoWait)
		want(t, "notify nobody", c.Notify(p.Task, 1), nil)
		want(t, "a notification does not stay", c.Wait(p.Task, NoWait), ErrTimeout)
		want(t, "mine", l.IsMine(p.Task), true)
		want(t, "blocks", p.blocks, 0)
	}
}

func TestConditionNotify(t *testing.T) {
	for _, l := range []Locker{NewLock(), NewRLock()} {
		synctest.Test(t, func(t *testing.T) {
			c := NewCondition(l)
			p := newProc(t, nil, "p")
			times := 1
			if _, ok := l.(*RLock); ok {
				times = 3
			}
			var calls [6]*call
			for i := range calls {
				calls[i] = condWait(t, c, newProc(t, nil, "waiter", c, l), times, Forever)
				synctest.Wait()
			}
			woken := 0
			for _, n := range []int{0, -1, 1, 2, 100} {
				locked(t, c, p, 1, func() error {
					want(t, "notify", c.Notify(p.Task, n), nil)
					woken = min(woken+max(n, 0), 6)
					want(t, "waiters", c.Waiters(), 6-woken)
					for i := range calls {
						if synctest.Wait(); i < woken && calls[i].state() == waits && c.Lock().Owner() != p.Task {
							t.Error("a waiter has the lock too early")
						}
					}
					return nil
				})
				for i := range calls {
					if i < woken {
						calls[i].want(t, nil)
					} else {
						calls[i].want(t, waits)
					}
				}
			}
			calls[0] = condWait(t, c, newProc(t, nil, "waiter"), 1, Forever)
			calls[1] = condWait(t, c, newProc(t, nil, "waiter"), 1, Forever)
			synctest.Wait()
			locked(t, c, p, 1, func() error { return c.NotifyAll(p.Task) })
			calls[0].want(t, nil)
			calls[1].want(t, nil)
		})
	}
}

// TestConditionTakesLockBack has the lock in other hands when the wait is over.
func TestConditionTakesLockBack(t *testing.T) {
	for _, row := range []struct {
		name string
		end  func(c *Condition, p, owner *proc)
		// held is whether the waiter waits for the lock, and so has it when Wait returns.
		held bool
		want error
	}{
		{"timeout", func(c *Condition, p, owner *proc) { time.Sleep(time.Minute) }, true, ErrTimeout},
		{"notified", func(c *Condition, p, owner *proc) { c.Notify(owner.Task, 1) }, true, nil},
		{"interrupted", func(c *Condition, p, owner *proc) { p.Interrupt() }, true, ErrCancelled},
		{"cancelled", func(c *Condition, p, owner *proc) { p.Cancel() }, false, ErrCancelled},
		{"died", func(c *Condition, p, owner *proc) { p.h.Close() }, false, ErrCancelled},
		{"notified, then cancelled", func(c *Condition, p, owner *proc) {
			c.Notify(owner.Task, 1)
			synctest.Wait()
			p.Cancel()
		}, false, ErrCancelled},
		{"notified, then interrupted", func(c *Condition, p, owner *proc) {
			c.Notify(owner.Task, 1)
			synctest.Wait()
			p.Interrupt()
		}, true, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewRLock()
				c := NewCondition(l)
				p, owner := newProc(t, nil, "p", c, l), newProc(t, nil, "owner")
				mine, count := false, 0
				wait := start(func() error {
					l.Acquire(p.Task, Forever)
					l.Acquire(p.Task, Forever)
					err := c.Wait(p.Task, time.Now().Add(time.Minute))
					mine, count = l.IsMine(p.Task), l.Count()
					return err
				})
				wait.want(t, waits)
				acquire(l, owner, nil).want(t, nil)
				row.end(c, p, owner)
				if row.held {
					wait.want(t, waits)
				}
				if !row.held {
					wait.want(t, row.want)
				}
				l.Release(owner.Task)
				wait.want(t, row.want)
				want(t, "mine", mine, row.held)
				want(t, "waiters", c.Waiters(), 0)
				want(t, "blocks", p.blocks, 1)
				if row.held {
					want(t, "count", count, 2)
				} else {
					want(t, "free", l.Owner(), (*Task)(nil))
				}
			})
		})
	}
}

// TestConditionPassesOn cancels a waiter that has been notified and has not run yet.
func TestConditionPassesOn(t *testing.T) {
	for name, end := range map[string]func(p *proc){
		"cancel": func(p *proc) { p.Cancel() }, "interrupt": func(p *proc) { p.Interrupt() }, "close": func(p *proc) { p.h.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := NewCondition(nil)
				p, other, third := newProc(t, nil, "p"), newProc(t, nil, "other"), newProc(t, nil, "third")
				gate := make(chan struct{})
				p.hooks.Block = func() { p.inside = true; <-gate }
				first := condWait(t, c, p, 1, Forever)
				first.want(t, waits)
				second := condWait(t, c, other, 1, Forever)
				second.want(t, waits)
				locked(t, c, third, 1, func() error { return c.Notify(third.Task, 1) })
				second.want(t, waits)
				end(p)
				close(gate)
				first.want(t, ErrCancelled)
				second.want(t, nil)
			})
		})
	}
}
