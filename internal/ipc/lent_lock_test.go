package ipc

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
)

// A lodger is a task of another process that takes a lock again and again.
type lodger struct {
	*Borrower
	words []atomic.Uint64
	task  *Task
	lock  BorrowedLock
}

func newLodger(h *Holder) *lodger {
	words := make([]atomic.Uint64, 8)
	return &lodger{Borrower: NewBorrower(words), words: words, task: NewTask(h, Hooks{})}
}

// acquire takes the lock by its word, or asks for it.
func (x *lodger) acquire(l Locker) error {
	if x.lock.Acquire() {
		return nil
	}
	_, err := l.Acquire(x.task, Forever)
	if err == nil {
		if loan, ok := l.(LockLender).LendLock(x.Borrower, x.task); ok {
			_, again := l.(*RLock)
			x.lock = BorrowedLock{loan, x.words, again}
		}
	}
	return err
}

func (x *lodger) release(l Locker) error {
	if x.lock.Release() {
		return nil
	}
	return l.Release(x.task)
}

// borrow makes x borrow the lock and leaves it held.
func (x *lodger) borrow(t *testing.T, l Locker) {
	t.Helper()
	for i := range lendAfter + 1 {
		if i > 0 {
			if err := x.release(l); err != nil {
				t.Fatal(err)
			}
		}
		if err := x.acquire(l); err != nil {
			t.Fatal(err)
		}
	}
	if n, ok := x.lock.Count(); !ok || n != 1 {
		t.Fatalf("the lock is not lent: %d, %v", n, ok)
	}
}

func TestLentLock(t *testing.T) {
	for name, make := range map[string]func() Locker{"Lock": func() Locker { return NewLock() }, "RLock": func() Locker { return NewRLock() }} {
		t.Run(name, func(t *testing.T) {
			h := NewHolder("borrower", 1)
			x, other := newLodger(h), NewTask(NewHolder("other", 2), Hooks{})
			l := make()
			x.borrow(t, l)
			if l.Owner() != x.task || !l.IsMine(x.task) {
				t.Fatal("the borrower does not own what it holds")
			}
			if _, err := l.Acquire(other, NoWait); err != ErrTimeout {
				t.Fatalf("acquired what the borrower holds: %v", err)
			}
			if x.lock.Release() {
				t.Fatal("released by the word after the loan had ended")
			}
			if err := x.release(l); err != nil || l.Owner() != nil {
				t.Fatalf("release: %v, owner %v", err, l.Owner())
			}

			x.borrow(t, l)
			x.release(l)
			if l.Owner() != nil {
				t.Fatal("a lent lock that is free has an owner")
			}
			if _, err := l.Acquire(other, NoWait); err != nil {
				t.Fatalf("acquiring a lent lock that is free: %v", err)
			}
			if x.lock.Acquire() {
				t.Fatal("acquired by the word after the loan had ended")
			}
			l.Release(other)

			x.borrow(t, l)
			h.Close()
			if x.lock.Release() {
				t.Fatal("the holder is closed, and the loan goes on")
			}
			if abandoned, err := l.Acquire(other, NoWait); !abandoned || err != nil {
				t.Fatalf("after the borrower's end: abandoned %v, %v", abandoned, err)
			}
			l.Release(other)
			if free := len(x.free); free != len(x.words) || x.locks != 0 {
				t.Errorf("%d words free of %d, %d locks lent", free, len(x.words), x.locks)
			}
		})
	}
}

// TestLentRLock has an RLock recalled that the borrower has acquired several times.
func TestLentRLock(t *testing.T) {
	x, other := newLodger(NewHolder("borrower", 1)), NewTask(NewHolder("other", 2), Hooks{})
	l := NewRLock()
	x.borrow(t, l)
	for range 4 {
		if !x.lock.Acquire() {
			t.Fatal("not acquired again")
		}
	}
	if n := l.Count(); n != 5 {
		t.Fatalf("count %d", n)
	}
	if _, err := l.Acquire(other, NoWait); err != ErrTimeout {
		t.Fatalf("acquired by another: %v", err)
	}
	if err := l.Release(other); err != ErrNotOwner {
		t.Fatalf("released by another: %v", err)
	}
	for range 5 {
		if err := x.release(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.release(l); err != ErrNotOwner || l.Owner() != nil {
		t.Fatalf("released once too often: %v", err)
	}
}

// TestLentLockReleasedByOthers: any task may release a Lock, and then the borrower does not hold it.
func TestLentLockReleasedByOthers(t *testing.T) {
	x := newLodger(NewHolder("borrower", 1))
	l := NewLock()
	x.borrow(t, l)
	if err := l.Release(nil); err != nil || l.Owner() != nil {
		t.Fatalf("release: %v", err)
	}
	if err := x.release(l); err != ErrTooMany {
		t.Fatalf("released twice: %v", err)
	}
}

// TestLentLockOfCondition waits with a lock that is lent.
func TestLentLockOfCondition(t *testing.T) {
	x, other := newLodger(NewHolder("borrower", 1)), NewTask(NewHolder("other", 2), Hooks{})
	l := NewRLock()
	c := NewCondition(l)
	x.borrow(t, l)
	done := make(chan error)
	go func() { done <- c.Wait(x.task, Forever) }()
	for notified := false; !notified; {
		if _, err := l.Acquire(other, Forever); err != nil {
			t.Fatal(err)
		}
		notified = c.Waiters() > 0
		c.Notify(other, 1)
		l.Release(other)
	}
	if err := <-done; err != nil || l.Owner() != x.task {
		t.Fatalf("%v, owner %v", err, l.Owner())
	}
}

// TestLentLockHammer has borrowers and others take a lock, borrowers end while they hold it, and counts: nobody shares it, and it is never lost.
func TestLentLockHammer(t *testing.T) {
	for _, l := range []Locker{NewLock(), NewRLock()} {
		const rounds, processes = 200, 4
		inside, total := 0, 0 // guarded by l
		var sum atomic.Int64
		var wg sync.WaitGroup
		for p := range processes {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for range rounds {
					h := NewHolder("borrower", p)
					x := newLodger(h)
					for range rand.IntN(40) {
						if err := x.acquire(l); err != nil {
							t.Error(err)
							return
						}
						if inside != 0 {
							t.Error("two hold the lock")
						}
						inside++
						total++
						sum.Add(1)
						inside--
						if rand.IntN(30) == 0 {
							break // dies with it
						}
						if err := x.release(l); err != nil {
							t.Error(err)
							return
						}
					}
					l.(LockLender).UnlendLock(x.Borrower) // as when the connection ends
					h.Close()
				}
			}()
		}
		wg.Wait()
		if l.Owner() != nil || total != int(sum.Load()) {
			t.Errorf("owner %v, total %d of %d", l.Owner(), total, sum.Load())
		}
	}
}
