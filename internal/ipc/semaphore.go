package ipc

import (
	"fmt"
	"math"
	"sync"
	"time"
)

// MaxSemaphore is the largest value of a semaphore, as on Linux.
const MaxSemaphore = math.MaxInt32

// A Semaphore is a number of units that tasks take and give back.
//
// Units that a process has acquired and nobody has released go back when the process ends, unless [Holder.Spend] comes first. As any process may
// release what another has acquired, the semaphore keeps accounts. A release counts as one of a unit that the releasing
// process has acquired; if it has none, of one of those that have been out longest; if none are out it is a signal, a unit made from nothing.
// Acquire takes signals first, and those are used up: they don't go back. So a semaphore that begins at 0 and is
// used to announce things never gets a unit from a dead process, and one that guards a resource gets all of them.
type Semaphore struct {
	label
	ending
	far     Far
	mu      sync.Mutex
	value   int
	max     int
	bounded bool
	signals int      // how many units of value are signals
	shares  []*share // those with n > 0, by the time they became so
	spare   *share   // the last one to become 0, still on its holder's list: see Holder.sweep
	waiters waitList
}

// A share is what one process has acquired of a semaphore.
type share struct {
	node   node
	sem    *Semaphore
	holder *Holder
	n      int
}

// NewSemaphore makes a semaphore of the given value, which must be in 0..MaxSemaphore.
func NewSemaphore(value int) *Semaphore { return newSemaphore(value, MaxSemaphore, false) }

// NewBoundedSemaphore makes a semaphore whose value never exceeds what it begins with.
func NewBoundedSemaphore(value int) *Semaphore { return newSemaphore(value, value, true) }

func newSemaphore(value, max int, bounded bool) *Semaphore {
	if value < 0 || value > MaxSemaphore {
		panic("ipc: semaphore value out of range")
	}
	return &Semaphore{value: value, max: max, bounded: bounded}
}

// Acquire takes a unit, waiting for one if there is none.
func (s *Semaphore) Acquire(t *Task, deadline time.Time) error {
	if s.far != nil {
		_, err := ask(t, s.far, s, "acquire", OpAcquire, deadline, Args{})
		return err
	}
	s.mu.Lock()
	if s.value > 0 {
		kind := s.take(t.holder)
		s.mu.Unlock()
		if kind == nothing {
			return ErrCancelled
		}
		t.did(s, "acquire")
		return nil
	}
	w := s.waiters.push(t)
	taken := false
	err := t.wait(&s.mu, s, "acquire", deadline, interrupted, func() bool {
		if w.granted {
			return true
		}
		if s.value > 0 {
			taken = !t.Cancelled() && s.take(t.holder) != nothing
			return taken
		}
		w.failed()
		return false
	})
	s.waiters.remove(w)
	switch {
	case w.granted && t.Cancelled():
		s.undo(t.holder, w.n == signal)
		err = ErrCancelled
	case !w.granted && !taken && s.value > 0:
		s.next() // it may have been this one's turn
	}
	s.mu.Unlock()
	t.resume()
	return err
}

// Release gives a unit back, or adds one; t may be nil. If the value is at its largest it returns ErrTooMany.
func (s *Semaphore) Release(t *Task) error {
	if s.far != nil {
		_, err := s.far.Start(t, OpRelease, NoWait, Args{}).Result()
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.value >= s.max {
		return ErrTooMany
	}
	var h *Holder
	if t != nil {
		h = t.holder
	}
	s.giveOne(h)
	return nil
}

// Value returns how many units can be acquired at once.
func (s *Semaphore) Value() int {
	if s.far != nil {
		return query(s.far, OpValue).N
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.value
}

// Max returns the largest value that the semaphore can have.
func (s *Semaphore) Max() int { return s.max }

// Bounded reports whether the semaphore was made by NewBoundedSemaphore.
func (s *Semaphore) Bounded() bool { return s.bounded }

// IsZero reports whether Acquire would wait.
func (s *Semaphore) IsZero() bool { return s.Value() == 0 }

// HeldBy returns how many units h would give back if it were closed.
func (s *Semaphore) HeldBy(h *Holder) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.shares {
		if x.holder == h {
			return x.n
		}
	}
	return 0
}

func (s *Semaphore) String() string {
	if s.far != nil {
		return s.kind("semaphore")
	}
	return fmt.Sprintf("%s (value %d)", s.kind("semaphore"), s.Value())
}

// What take has taken.
const (
	nothing = iota // the process is over
	signal
	unit
)

// take acquires one of the units there are.
func (s *Semaphore) take(h *Holder) int {
	if h.Closed() {
		return nothing
	}
	if s.signals > 0 {
		s.signals--
		s.value--
		return signal
	}
	for _, x := range s.shares {
		if x.holder == h {
			x.n++ // if h is being closed, it comes for its share later
			s.value--
			return unit
		}
	}
	x := s.spare
	if x == nil {
		x = &share{sem: s}
	}
	if x.holder != h {
		if x.holder != nil {
			x.holder.unlink(&x.node)
		}
		s.spare = x
		if x.holder = h; !h.link(&x.node, x) {
			x.holder = nil
			return nothing
		}
	}
	s.spare = nil
	x.n = 1
	s.shares = append(s.shares, x)
	s.value--
	return unit
}

// undo gives back what was handed to a task that does not want it any more.
func (s *Semaphore) undo(h *Holder, signal bool) {
	if !signal {
		for _, x := range s.shares {
			if x.holder == h {
				s.giveOne(h)
				return
			}
		}
		if h.Closed() {
			return // it went back with the rest of the share
		}
	}
	s.signals++
	s.value++
	s.next()
}

// giveOne adds a unit that h, which may be nil, releases.
func (s *Semaphore) giveOne(h *Holder) {
	if len(s.shares) == 0 {
		s.signals++
	} else {
		at := 0
		for i, x := range s.shares {
			if x.holder == h {
				at = i
				break
			}
		}
		x := s.shares[at]
		if x.n--; x.n == 0 {
			s.dropShare(at)
		}
	}
	s.value++
	s.next()
}

func (s *Semaphore) dropShare(i int) {
	if old := s.spare; old != nil && old.holder != nil {
		old.holder.unlink(&old.node)
	}
	s.spare = s.shares[i]
	last := len(s.shares) - 1
	copy(s.shares[i:], s.shares[i+1:])
	s.shares[last] = nil
	s.shares = s.shares[:last]
}

// next lets somebody who waits have the unit that there is.
func (s *Semaphore) next() {
	for w := s.waiters.head; w != nil && w.starved; w = w.next {
		if kind := s.take(w.task.holder); kind != nothing {
			w.n = kind
			s.waiters.grant(w)
			return
		}
	}
	s.waiters.nudge()
}

// spend leaves what h has acquired taken for good, unless somebody releases it.
func (x *share) spend(h *Holder) {
	s := x.sem
	s.mu.Lock()
	defer s.mu.Unlock()
	if x.holder != h {
		return
	}
	for i, y := range s.shares {
		if y == x {
			x.n = 0
			s.dropShare(i)
			return
		}
	}
}

func (x *share) giveBack(h *Holder) {
	s := x.sem
	s.mu.Lock()
	defer s.mu.Unlock()
	if x.holder != h {
		return
	}
	for i, y := range s.shares {
		if y == x {
			n := x.n
			x.n = 0
			s.dropShare(i)
			x.holder = nil
			for ; n > 0 && s.value < s.max; n-- {
				s.value++
				s.next()
			}
			return
		}
	}
	x.holder = nil
}

func (x *share) forget(h *Holder) {
	if !x.sem.mu.TryLock() {
		return
	}
	if x.n == 0 {
		h.cut(&x.node)
		x.holder = nil
	}
	x.sem.mu.Unlock()
}
