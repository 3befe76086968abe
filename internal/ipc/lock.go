package ipc

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// mutex is what Lock and RLock have in common. A task that comes along when it is free takes it, even if others
// wait: they need time to wake up, and nobody should wait for that. One that has been overtaken for longer than patience
// has it handed over at the next release.
type mutex struct {
	label
	ending
	far       Far
	mu        sync.Mutex
	owner     atomic.Pointer[Task] // nil: free; set with mu held
	count     int                  // how often the owner has acquired it
	abandoned bool                 // an owner's process ended while it held it; until the next release
	handed    *waiter
	waiters   waitList
	listed    *Holder // in whose list node is: that of the last owner, see Holder.sweep
	lent      lentLock
	usual     *Task // of another process: who has acquired the lock the last streak times
	streak    int
	node      node
}

// A Lock is a mutual exclusion lock. It may be released by any task. If the process of its owner ends, it
// is released, and the next one to acquire it is told. The zero value is free.
type Lock struct{ m mutex }

// An RLock is a Lock that its owner, which is a task, can acquire again. Only the owner can release it. The zero value is free.
type RLock struct{ m mutex }

// A Locker is a *Lock or an *RLock.
type Locker interface {
	Object
	// Acquire takes the lock. Abandoned says that the process of an earlier owner ended while it held it, and nobody
	// has released it in the regular way since: what the lock protects may be half done.
	Acquire(t *Task, deadline time.Time) (abandoned bool, err error)
	Release(t *Task) error
	// IsMine reports whether t owns the lock.
	IsMine(t *Task) bool
	// Owner returns the task that owns the lock, or nil. The owner of a lock in another process has no Task here: see Whose.
	Owner() *Task
	// Whose says who owns the lock, as t sees it, and the ID of the owner's holder, 0 if nobody does.
	Whose(t *Task) (Ownership, int)

	core() *mutex
}

// An Ownership says who owns a lock, as a task sees it.
type Ownership int

const (
	Nobody        Ownership = iota
	ThisTask                // the task that asks
	OtherTask               // another task of its process
	OtherProcess            // a task of another process
	lastOwnership = OtherProcess
)

// NewLock makes a lock that is free.
func NewLock() *Lock { return new(Lock) }

// NewRLock makes a lock that is free.
func NewRLock() *RLock { return new(RLock) }

// Acquire takes the lock; see Locker. A task that acquires it twice waits for somebody else to release it.
func (l *Lock) Acquire(t *Task, deadline time.Time) (abandoned bool, err error) {
	if l.m.far != nil {
		return l.m.acquireFar(t, l, deadline)
	}
	l.m.mu.Lock()
	return l.m.acquire(t, l, deadline)
}

// Release gives the lock back, whoever owns it; t may be nil. If nobody does it returns ErrTooMany.
func (l *Lock) Release(t *Task) error {
	if l.m.far != nil {
		return l.m.releaseFar(t)
	}
	l.m.mu.Lock()
	l.m.recall()
	if l.m.owner.Load() == nil {
		l.m.mu.Unlock()
		return ErrTooMany
	}
	l.m.free(false)
	l.m.mu.Unlock()
	return nil
}

// Acquire takes the lock, or takes it once more; see Locker.
func (l *RLock) Acquire(t *Task, deadline time.Time) (abandoned bool, err error) {
	m := &l.m
	if m.far != nil {
		return m.acquireFar(t, l, deadline)
	}
	m.mu.Lock()
	m.recall()
	if m.owner.Load() == t.self() {
		m.count++
		abandoned = m.abandoned
		m.mu.Unlock()
		return abandoned, nil
	}
	return m.acquire(t, l, deadline)
}

// Release undoes one Acquire. If t is not the owner it returns ErrNotOwner.
func (l *RLock) Release(t *Task) error {
	m := &l.m
	if m.far != nil {
		return m.releaseFar(t)
	}
	m.mu.Lock()
	m.recall()
	if m.owner.Load() != t.self() || t == nil {
		m.mu.Unlock()
		return ErrNotOwner
	}
	if m.count--; m.count == 0 {
		m.free(false)
	}
	m.mu.Unlock()
	return nil
}

// Count returns how often the owner has acquired the lock; 0 if it is free.
func (l *RLock) Count() int {
	if l.m.far != nil {
		return query(l.m.far, OpCount).N
	}
	l.m.mu.Lock()
	defer l.m.mu.Unlock()
	_, count := l.m.peek()
	return count
}

// IsZero reports whether an Acquire by a task that is not the owner would wait.
func (l *Lock) IsZero() bool { return l.m.taken() }

// IsZero reports whether an Acquire by a task that is not the owner would wait.
func (l *RLock) IsZero() bool { return l.m.taken() }

// IsMine reports whether t owns the lock.
func (l *Lock) IsMine(t *Task) bool { return l.m.isMine(t) }

// IsMine reports whether t owns the lock.
func (l *RLock) IsMine(t *Task) bool { return l.m.isMine(t) }

// Holds is IsMine without asking another process, where a lock may be: then it says false.
func (l *RLock) Holds(t *Task) bool {
	return t != nil && l.m.far == nil && l.m.owner.Load() == t.self()
}

// Owner returns the task that owns the lock, or nil.
func (l *Lock) Owner() *Task { return l.m.ownedBy() }

// Owner returns the task that owns the lock, or nil.
func (l *RLock) Owner() *Task { return l.m.ownedBy() }

// Abandoned reports what Acquire has told the owner.
func (l *Lock) Abandoned() bool { return l.m.isAbandoned() }

// Abandoned reports what Acquire has told the owner.
func (l *RLock) Abandoned() bool { return l.m.isAbandoned() }

// SetName sets the name that reports use for the lock.
func (l *Lock) SetName(name string) { l.m.SetName(name) }

// SetName sets the name that reports use for the lock.
func (l *RLock) SetName(name string) { l.m.SetName(name) }

// Name returns the name set by SetName.
func (l *Lock) Name() string { return l.m.Name() }

// Name returns the name set by SetName.
func (l *RLock) Name() string { return l.m.Name() }

func (l *Lock) String() string  { return l.m.describe("lock") }
func (l *RLock) String() string { return l.m.describe("recursive lock") }

func (l *Lock) core() *mutex  { return &l.m }
func (l *RLock) core() *mutex { return &l.m }

// Whose says who owns the lock; see Locker.
func (l *Lock) Whose(t *Task) (Ownership, int) { return l.m.whose(t) }

// Whose says who owns the lock; see Locker.
func (l *RLock) Whose(t *Task) (Ownership, int) { return l.m.whose(t) }

func (m *mutex) whose(t *Task) (Ownership, int) {
	if m.far != nil {
		r, ok := m.far.Try(t, OpWhose)
		if !ok {
			r, _ = m.far.Start(t, OpWhose, NoWait, Args{}).Result()
		}
		if r.N < 0 || r.N > int(lastOwnership) {
			return OtherProcess, r.M
		}
		return Ownership(r.N), r.M
	}
	switch owner := m.ownedBy(); {
	case owner == nil:
		return Nobody, 0
	case owner == t.self():
		return ThisTask, owner.holder.id
	case t != nil && owner.holder == t.holder:
		return OtherTask, owner.holder.id
	default:
		return OtherProcess, owner.holder.id
	}
}

func (m *mutex) isMine(t *Task) bool {
	if t == nil {
		return false
	}
	own, _ := m.whose(t)
	return own == ThisTask
}

func (m *mutex) taken() bool {
	own, _ := m.whose(nil)
	return own != Nobody
}

func (m *mutex) acquireFar(t *Task, l Locker, deadline time.Time) (abandoned bool, err error) {
	if r, ok := m.far.Try(t, OpAcquire); ok {
		return r.OK, nil
	}
	r, err := ask(t, m.far, l, "acquire", OpAcquire, deadline, Args{})
	return r.OK, err
}

func (m *mutex) releaseFar(t *Task) error {
	if _, ok := m.far.Try(t, OpRelease); ok {
		return nil
	}
	_, err := m.far.Start(t, OpRelease, NoWait, Args{}).Result()
	return err
}

func (m *mutex) ownedBy() *Task {
	m.mu.Lock()
	defer m.mu.Unlock()
	owner, _ := m.peek()
	return owner
}

func (m *mutex) isAbandoned() bool {
	if m.far != nil {
		return query(m.far, OpAbandoned).OK
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.abandoned
}

func (m *mutex) describe(kind string) string {
	if m.far != nil {
		return m.kind(kind)
	}
	owner := m.ownedBy()
	if owner == nil {
		return m.kind(kind) + " (free)"
	}
	return fmt.Sprintf("%s (held by %s)", m.kind(kind), owner.holder.name)
}

// acquire is called with m.mu held and gives it up.
func (m *mutex) acquire(t *Task, obj Object, deadline time.Time) (abandoned bool, err error) {
	m.recall()
	if m.owner.Load() == nil {
		if !m.take(t, 1) {
			m.mu.Unlock()
			return false, ErrCancelled
		}
		abandoned = m.abandoned
		m.mu.Unlock()
		t.did(obj, "acquire")
		return abandoned, nil
	}
	abandoned, err = m.acquireSlow(t, obj, 1, deadline, interrupted)
	m.mu.Unlock()
	t.resume()
	return abandoned, err
}

// acquireSlow is called and returns with m.mu held; the caller resumes the task.
func (m *mutex) acquireSlow(t *Task, obj Object, count int, deadline time.Time, level int32) (abandoned bool, err error) {
	w := m.waiters.push(t)
	w.n = count
	taken := false
	err = t.wait(&m.mu, obj, "acquire", deadline, level, func() bool {
		if w.granted {
			return true
		}
		if m.owner.Load() == nil {
			taken = t.stop.Load() < level && m.take(t, count)
			return taken
		}
		w.failed()
		return false
	})
	m.waiters.remove(w)
	if w.granted {
		mine := m.handed == w // otherwise somebody has released it for us, or our process is over
		if mine {
			m.handed = nil
		}
		if t.stop.Load() >= level {
			if mine {
				m.pass()
			}
			return false, ErrCancelled
		}
		return mine && m.abandoned, nil
	}
	if taken {
		return m.abandoned, nil
	}
	if m.owner.Load() == nil {
		m.next() // it may have been this one's turn
	}
	return false, err
}

// take makes t the owner of the free lock, unless its process is over.
func (m *mutex) take(t *Task, count int) bool {
	h := t.holder
	if m.listed != h {
		if m.listed != nil {
			m.listed.unlink(&m.node)
			m.listed = nil
		}
		if !h.link(&m.node, m) {
			return false
		}
		m.listed = h
	} else if h.Closed() {
		return false // if it is being closed from now on, it comes for the lock later
	}
	m.owner.Store(t.self())
	m.count = count
	return true
}

// free releases the lock.
func (m *mutex) free(abandoned bool) {
	m.abandoned = abandoned
	m.pass()
}

// pass makes the lock free and lets the next one have it.
func (m *mutex) pass() {
	m.owner.Store(nil)
	m.count, m.handed = 0, nil
	m.next()
}

func (m *mutex) next() {
	for w := m.waiters.head; w != nil && w.starved; w = w.next {
		if m.take(w.task, w.n) {
			m.handed = w
			m.waiters.grant(w)
			return
		}
	}
	m.waiters.nudgeHead()
}

func (m *mutex) giveBack(h *Holder) {
	m.mu.Lock()
	if m.listed == h {
		m.recall()
		m.listed = nil
	}
	if owner := m.owner.Load(); owner != nil && owner.holder == h {
		// One that has been handed the lock and not run yet has left nothing half done.
		m.free(m.abandoned || m.handed == nil)
	}
	m.mu.Unlock()
}

func (m *mutex) forget(h *Holder) {
	if !m.mu.TryLock() {
		return
	}
	if m.owner.Load() == nil && m.lent.borrower == nil {
		h.cut(&m.node) // before others can list it
		m.listed = nil
	}
	m.mu.Unlock()
}
