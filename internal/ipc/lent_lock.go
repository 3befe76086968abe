package ipc

import "sync/atomic"

// This file lends locks to another process: a task there that takes a lock of this kernel again and again need not ask for it each time. Who has the
// lock is then said by one word of memory that both processes share. These invariants hold:
//
//   - The word has the number of the loan and how often the borrowing task has acquired the lock, 0 if it is free. The borrower changes only the count, by
//     compare-and-swap, so that it can do nothing once the loan has ended; the kernel ends the loan by setting the word to 0.
//   - A lock is lent to one task, which owns it at that moment, while nobody waits for it. While it is lent, mutex.owner and count are of no account.
//   - Whatever else is asked of the lock here ends the loan first (recall), which waits for nobody: from the word the kernel has at once what the state of
//     the lock is, as if the borrower had told it each step. So whoever waits is served as ever, also if the borrower has stopped.
//   - A lent lock stays on the list of the borrowing task's Holder. When that is closed, because its process was killed or has ended, giveBack ends
//     the loan, and what was held then is abandoned.
//   - The borrower releases a lent lock by the word only if all that its process has asked for before has happened here. Otherwise it asks for the
//     release, which then takes its place behind that: what was done under the lock is seen by whoever takes it next.
//
// Whatever the borrower writes into the word, the worst that it can do is to hold a lock that it was given.

// countBits is how much of a loan's word the count has; the numbers of loans are above it.
const countBits = 16

// messageLoan is the count in the words of messages that are lent, which no lock's is: a number is never taken for another's.
const messageLoan = 1<<countBits - 1

// maxLent bounds, for one borrower, how many locks are lent.
const maxLent = 256

// A lentLock says to whom a lock is lent; the zero value: to nobody.
type lentLock struct {
	borrower *Borrower
	task     *Task
	loan     Loan
}

// count returns how often the borrower has acquired the lock, according to the word.
func (l *lentLock) count(word uint64) int {
	if word>>countBits != l.loan.ID {
		return 0
	}
	return int(word & messageLoan)
}

// peek returns who owns the lock, and how often it was acquired, without ending a loan. m.mu is held.
func (m *mutex) peek() (owner *Task, count int) {
	if l := &m.lent; l.borrower != nil {
		if n := l.count(l.borrower.words[l.loan.Slot].Load()); n > 0 {
			return l.task, n
		}
		return nil, 0
	}
	return m.owner.Load(), m.count
}

// recall ends the loan of the lock, if it is lent. m.mu is held.
func (m *mutex) recall() {
	l := m.lent
	if l.borrower == nil {
		return
	}
	m.lent = lentLock{}
	m.owner.Store(nil)
	m.count = 0
	if n := l.count(l.borrower.words[l.loan.Slot].Swap(0)); n > 0 {
		m.owner.Store(l.task)
		m.count = n
	}
	l.borrower.endLock(l.loan)
}

// LendLock lends the lock to the task t of b, which has just acquired it, if there is a point in it.
func (l *Lock) LendLock(b *Borrower, t *Task) (Loan, bool) { return l.m.lend(b, t) }

// LendLock lends the lock to the task t of b, which has just acquired it, if there is a point in it.
func (l *RLock) LendLock(b *Borrower, t *Task) (Loan, bool) { return l.m.lend(b, t) }

// UnlendLock ends the loan of the lock, if it is lent to b.
func (l *Lock) UnlendLock(b *Borrower) { l.m.unlend(b) }

// UnlendLock ends the loan of the lock, if it is lent to b.
func (l *RLock) UnlendLock(b *Borrower) { l.m.unlend(b) }

// A LockLender is an object that can be lent as a lock: a [*Lock] or an [*RLock], of this process.
type LockLender interface {
	LendLock(b *Borrower, t *Task) (Loan, bool)
	UnlendLock(b *Borrower)
}

func (m *mutex) lend(b *Borrower, t *Task) (Loan, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.usual != t {
		m.usual, m.streak = t, 0
	}
	if m.streak++; m.streak <= lendAfter {
		return Loan{}, false
	}
	if m.lent.borrower != nil || m.owner.Load() != t || m.listed != t.holder || m.handed != nil || m.abandoned || m.waiters.head != nil || m.count >= messageLoan {
		return Loan{}, false
	}
	l, ok := b.lendLock(m.count)
	if ok {
		m.lent = lentLock{b, t, l}
	}
	return l, ok
}

func (m *mutex) unlend(b *Borrower) {
	m.mu.Lock()
	if m.lent.borrower == b {
		m.recall()
	}
	m.usual = nil
	m.mu.Unlock()
}

// lendLock starts a loan of a lock that was acquired count times.
func (b *Borrower) lendLock(count int) (l Loan, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.free) == 0 || b.locks >= maxLent {
		return l, false
	}
	b.locks++
	l = b.next()
	b.words[l.Slot].Store(l.ID<<countBits | uint64(count))
	return l, true
}

// endLock ends the loan of a lock.
func (b *Borrower) endLock(l Loan) {
	b.mu.Lock()
	b.locks--
	b.free = append(b.free, l.Slot)
	b.mu.Unlock()
}

// A BorrowedLock is a lock that was lent to this process, for one of its tasks: nobody else may use it. Its methods do nothing
// and return false once the loan has ended.
type BorrowedLock struct {
	Loan
	Words []atomic.Uint64
	Again bool // it is an RLock
}

func (l *BorrowedLock) word() *atomic.Uint64 {
	if l.ID == 0 || l.Slot < 0 || l.Slot >= len(l.Words) {
		return new(atomic.Uint64)
	}
	return &l.Words[l.Slot]
}

// Count returns how often the task has acquired the lock.
func (l *BorrowedLock) Count() (n int, ok bool) {
	w := l.word().Load()
	return int(w & messageLoan), l.ID != 0 && w>>countBits == l.ID
}

// Acquire takes the lock if it is free, or if it is an RLock.
func (l *BorrowedLock) Acquire() bool {
	n, ok := l.Count()
	if !ok || n > 0 && !l.Again || n+1 >= messageLoan {
		return false
	}
	w := l.ID<<countBits | uint64(n)
	return l.word().CompareAndSwap(w, w+1)
}

// Release undoes one Acquire.
func (l *BorrowedLock) Release() bool {
	n, ok := l.Count()
	if !ok || n == 0 {
		return false
	}
	w := l.ID<<countBits | uint64(n)
	return l.word().CompareAndSwap(w, w-1)
}
