package remote

import (
	"github.com/mpstar/mpstar/internal/ipc"
)

// With the result of an acquire the root may lend the child the lock: see ipc.LockLender. From then on the task that has got it acquires and releases it without
// asking, until somebody else wants it.

// lendLock lends a lock that t has just acquired.
func (c *Conn) lendLock(from ipc.LockLender, t *ipc.Task) (l ipc.Loan, ok bool) {
	if c.lender == nil || !c.lender.enter(from) {
		return l, false
	}
	return from.LendLock(c.lender.borrower, t)
}

// A borrowedLock is a lock that was lent to a task of this child.
type borrowedLock struct {
	ipc.BorrowedLock
	task *ipc.Task
}

// borrow notes that the root has lent the lock to t, which has just acquired it.
func (f *far) borrow(l ipc.Loan, t *ipc.Task) {
	_, again := f.o.(*ipc.RLock)
	f.lock.Store(&borrowedLock{ipc.BorrowedLock{Loan: l, Words: f.c.words, Again: again}, t})
}

// Try performs an operation on a lock that is lent to t.
func (f *far) Try(t *ipc.Task, op ipc.Op) (r ipc.Result, ok bool) {
	l := f.lock.Load()
	if l == nil {
		return r, false
	}
	n, lent := l.Count()
	if !lent {
		f.lock.CompareAndSwap(l, nil)
		return r, false
	}
	switch op {
	case ipc.OpAcquire:
		return r, l.task == t && l.Acquire()
	case ipc.OpRelease:
		// What was done under the lock must have happened before somebody else has it.
		return r, l.task == t && f.c.settled() && l.Release()
	case ipc.OpWhose:
		r.M = l.task.Holder().ID()
		switch {
		case n == 0:
			return ipc.Result{N: int(ipc.Nobody)}, true
		case l.task == t:
			r.N = int(ipc.ThisTask)
		case t != nil && t.Holder() == l.task.Holder():
			r.N = int(ipc.OtherTask)
		default:
			r.N = int(ipc.OtherProcess)
		}
		return r, true
	}
	return r, false
}
