package ipc

import (
	"sync"
	"sync/atomic"
)

// This file lends messages to another process: one that gets a message from a queue or pipe of this kernel may be sent those behind it too, so that
// it need not ask for each. A message that is lent is still the queue's. Who may have it is settled by one word of memory that both processes share: it holds
// the number of the loan, and whoever sets it to zero first, the borrower to receive the message or the kernel to give it to somebody else, has it. So
// neither waits for the other, and when the borrower dies what it has not received is still there.
//
// Whatever the borrower writes into that memory, the worst that it can do is to lose messages that were lent to it.

// A Borrower is another process that messages are lent to. Its methods may be called from any goroutine.
type Borrower struct {
	mu    sync.Mutex // taken while an object's mutex is held
	words []atomic.Uint64
	free  []int // words in use by no loan
	locks int   // how many locks are lent
	last  uint64
}

// NewBorrower makes the borrower that shares words with this process.
func NewBorrower(words []atomic.Uint64) *Borrower {
	b := &Borrower{words: words, free: make([]int, len(words))}
	for i := range b.free {
		b.free[i] = i
	}
	return b
}

// A Loan is a message that was lent.
type Loan struct {
	Slot int    // which of the words
	ID   uint64 // the number of the loan
}

// Take makes the loan's message the caller's. It is false if the other process was faster, or if there is no such loan.
func (l Loan) Take(words []atomic.Uint64) bool {
	return l.ID != 0 && l.Slot >= 0 && l.Slot < len(words) && words[l.Slot].CompareAndSwap(l.message(), 0)
}

// message is what the word of a message that is lent has.
func (l Loan) message() uint64 { return l.ID<<countBits | messageLoan }

// lend starts a loan; ok is false if too many are out.
func (b *Borrower) lend() (l Loan, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.free) == 0 {
		return l, false
	}
	l = b.next()
	b.words[l.Slot].Store(l.message())
	return l, true
}

// next returns the next loan. b.mu is held, and there is a free word.
func (b *Borrower) next() Loan {
	b.last++
	n := len(b.free) - 1
	l := Loan{b.free[n], b.last}
	b.free = b.free[:n]
	return l
}

// end ends a loan, which is not out any more.
func (b *Borrower) end(l Loan) {
	b.mu.Lock()
	b.free = append(b.free, l.Slot)
	b.mu.Unlock()
}

// A lent is a message of a stream that a borrower has.
type lent struct {
	parcel
	loan Loan
}

const (
	// lendAfter is how many messages in a row one borrower gets before more are lent to it.
	lendAfter = 2
	// lendShy is how many more it must get after others took back what was lent to it.
	lendShy = 16
	// lendMost and lendBytes bound how much is out.
	lendMost  = 128
	lendBytes = 32 << 10
)

// settle forgets the messages that the borrower has received, and returns how many it has not. It receives them in order.
func (s *stream) settle() int {
	for len(s.lent) > 0 {
		l := s.lent[0].loan
		if s.borrower.words[l.Slot].Load() == l.message() {
			break
		}
		s.borrower.end(l)
		s.lent[0] = lent{}
		s.lent = s.lent[1:]
	}
	return len(s.lent)
}

// size returns the number of messages that nobody has received.
func (s *stream) size() int { return s.n + s.settle() }

// recall takes back what is lent: somebody asks for it here.
func (s *stream) recall() {
	all := s.lent
	if len(all) == 0 {
		return
	}
	s.lent = nil
	for i := len(all) - 1; i >= 0; i-- {
		l := all[i]
		if l.loan.Take(s.borrower.words) {
			s.pushFront(l.parcel)
			s.streak = -lendShy
		}
		s.borrower.end(l.loan)
	}
}

// lend lends the oldest messages to b, which has just got one, as far as fits says that they can be. Messages are only out while nobody waits for
// one, and of streams without a limit to their number: who waits for room is to be told at once when there is some.
func (s *stream) lend(b *Borrower, fits func(Message) bool) (loans []Loan) {
	if s.maxCount > 0 && s.maxCount < MaxSemaphore || s.closed || len(s.lent) > 0 || s.getters.head != nil {
		return nil
	}
	if s.borrower != b {
		s.borrower, s.streak = b, 0
	}
	if s.streak++; s.streak < lendAfter {
		return nil
	}
	bytes := 0
	for n := min(s.n, 1<<min(s.streak+2, 30), lendMost); n > 0; n-- {
		p := s.ring[s.first]
		if bytes += p.size + perMessage; bytes > lendBytes || !fits(p.m) {
			break
		}
		l, ok := b.lend()
		if !ok {
			break
		}
		s.lent = append(s.lent, lent{s.popFront(), l})
		loans = append(loans, l)
	}
	if len(loans) > 0 {
		s.admit()
	}
	return loans
}

// unlend ends the loans to b for good.
func (s *stream) unlend(b *Borrower) {
	if s.borrower == b {
		s.recall()
		s.borrower, s.streak = nil, 0
	}
}

// A Lender is an object that can lend messages: a [*Queue] or an [*End], of this process.
type Lender interface {
	// Lend lends the oldest messages to b, if there is a point in it, in order. fits says whether a message can be lent; it is called with the
	// object's mutex held, once for each.
	Lend(b *Borrower, fits func(Message) bool) []Loan
	// Unlend ends all loans to b.
	Unlend(b *Borrower)
}

// Lend implements [Lender].
func (q *Queue) Lend(b *Borrower, fits func(Message) bool) []Loan {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.s.lend(b, fits)
}

// Unlend implements [Lender].
func (q *Queue) Unlend(b *Borrower) {
	q.mu.Lock()
	q.s.unlend(b)
	q.mu.Unlock()
}

// Lend implements [Lender].
func (e *End) Lend(b *Borrower, fits func(Message) bool) []Loan {
	e.c.p.mu.Lock()
	defer e.c.p.mu.Unlock()
	if s := e.c.in(); s != nil && !e.closed {
		return s.lend(b, fits)
	}
	return nil
}

// Unlend implements [Lender].
func (e *End) Unlend(b *Borrower) {
	e.c.p.mu.Lock()
	if s := e.c.in(); s != nil {
		s.unlend(b)
	}
	e.c.p.mu.Unlock()
}
