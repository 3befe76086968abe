package ipc

import (
	"fmt"
	"sync"
	"time"
)

// A Barrier lets tasks go on once a certain number of them have come. It can be used again at once.
type Barrier struct {
	label
	ending
	far     Far
	parties int
	mu      sync.Mutex
	state   barrierState
	gen     int      // how often it has been reset
	waiters waitList // who has come
	later   waitList // who has come while the action runs
}

type barrierState int

const (
	filling barrierState = iota
	acting               // all have come, the last one is running the action
	broken
)

// NewBarrier makes a barrier for the given number of tasks.
// NewBarrier returns a barrier. One for less than one party never lets anybody through.
func NewBarrier(parties int) *Barrier { return &Barrier{parties: parties} }

// Wait waits until all parties have come. The last one first runs action, if it is not nil, while the others wait on; no deadline counts
// meanwhile. It returns in how manieth place the task came, from 0. An error of the action breaks the barrier, and the task that ran it returns it.
//
// If the barrier is broken or becomes so, or is reset, it returns ErrBrokenBarrier. A party whose deadline passes breaks it, and returns
// that as well. A party that is interrupted leaves and returns ErrCancelled, as in CPython; one that is cancelled, or whose process ends, breaks it: in
// CPython the others would wait for ever.
func (b *Barrier) Wait(t *Task, deadline time.Time, action func() error) (int, error) {
	if b.far != nil {
		return b.waitFar(t, deadline, action)
	}
	b.mu.Lock()
	index, err := b.enter(t, deadline, action)
	b.mu.Unlock()
	t.resume()
	return index, err
}

func (b *Barrier) enter(t *Task, deadline time.Time, action func() error) (int, error) {
	for b.state == acting {
		w := b.later.push(t)
		err := t.wait(&b.mu, b, "wait", Forever, interrupted, func() bool { return w.granted })
		b.later.remove(w)
		if err != nil {
			return 0, err
		}
	}
	if b.state == broken {
		return 0, ErrBrokenBarrier
	}
	index := b.waiters.n
	if index+1 == b.parties {
		return index, b.release(t, action)
	}
	w := b.waiters.push(t)
	done := func() bool { return w.granted }
	err := t.wait(&b.mu, b, "wait", deadline, interrupted, done)
	if err == ErrTimeout && b.state == acting {
		err = t.wait(&b.mu, b, "wait", Forever, interrupted, done)
	}
	b.waiters.remove(w)
	switch {
	case err == nil && w.n != 0:
		return index, ErrBrokenBarrier
	case err == nil:
		return index, nil
	case err == ErrTimeout:
		b.breakUp()
		return index, ErrBrokenBarrier
	default:
		if t.stop.Load() >= cancelled {
			b.breakUp()
		}
		return index, err
	}
}

// release runs the action and lets everybody go on.
func (b *Barrier) release(t *Task, action func() error) error {
	if action == nil {
		b.waiters.grantAll()
		return nil
	}
	b.state = acting
	gen := b.gen
	b.mu.Unlock()
	t.resume()
	returned := false
	defer func() {
		if !returned { // it panicked
			b.mu.Lock()
			b.settle(gen, false)
			b.mu.Unlock()
		}
	}()
	err := action()
	returned = true
	b.mu.Lock()
	if !b.settle(gen, err == nil) && err == nil {
		err = ErrBrokenBarrier
	}
	return err
}

// settle ends the acting state of a generation, and reports whether its parties may go on.
func (b *Barrier) settle(gen int, ok bool) bool {
	if b.gen != gen || b.state != acting {
		return false // reset or aborted meanwhile
	}
	if ok {
		b.state = filling
		b.waiters.grantAll()
	} else {
		b.breakUp()
	}
	b.later.grantAll()
	return ok
}

// dismiss lets everybody go who waits, with ErrBrokenBarrier.
func (b *Barrier) dismiss() {
	for b.waiters.head != nil {
		b.waiters.head.n = 1
		b.waiters.grant(b.waiters.head)
	}
}

func (b *Barrier) breakUp() {
	b.state = broken
	b.dismiss()
	b.later.grantAll()
}

// Abort breaks the barrier until it is reset.
func (b *Barrier) Abort() {
	if b.far != nil {
		post(b.far, OpAbort)
		return
	}
	b.mu.Lock()
	b.breakUp()
	b.mu.Unlock()
}

// Reset makes the barrier empty and whole. Those who wait in it get ErrBrokenBarrier.
func (b *Barrier) Reset() {
	if b.far != nil {
		post(b.far, OpReset)
		return
	}
	b.mu.Lock()
	b.dismiss()
	b.gen++
	b.state = filling
	b.later.grantAll()
	b.mu.Unlock()
}

// Parties returns how many have to come.
func (b *Barrier) Parties() int { return b.parties }

// Waiting returns how many have come and wait for the rest; while the action runs, all.
func (b *Barrier) Waiting() int {
	if b.far != nil {
		return query(b.far, OpWaiters).N
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state == acting {
		return b.parties
	}
	return b.waiters.n
}

// Broken reports whether the barrier is broken.
func (b *Barrier) Broken() bool {
	if b.far != nil {
		return query(b.far, OpBroken).OK
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state == broken
}

func (b *Barrier) String() string {
	if b.far != nil {
		return b.kind("barrier")
	}
	return fmt.Sprintf("%s (%d of %d have come)", b.kind("barrier"), b.Waiting(), b.parties)
}

// waitFar is Wait where the barrier is in another process: the action runs here, and what it returns stays here.
func (b *Barrier) waitFar(t *Task, deadline time.Time, action func() error) (int, error) {
	if action == nil {
		r, err := ask(t, b.far, b, "wait", OpWait, deadline, Args{})
		return r.N, err
	}
	// The other side asks for the action while this task waits; it runs when the wait is over, on this goroutine.
	var failed error
	r, err := ask(t, b.far, b, "wait", OpWait, deadline, Args{N: 1, Action: action})
	for r.M != 0 { // the last to come: r.M names the generation whose action is to be run
		failed = action()
		ok := 0
		if failed == nil {
			ok = 1
		}
		r, err = ask(t, b.far, b, "wait", OpWait, Forever, Args{N: 2 + ok, M: r.M})
	}
	if failed != nil {
		return r.N, failed
	}
	return r.N, err
}
