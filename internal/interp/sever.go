package interp

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// This file cuts a tree that is being ended off from its host, so that the host need not wait for an operation that
// can't be interrupted: the engine doubling a large dict, Go's collector. What is left of the tree computes for a moment more, and reaches nothing.

// severAfter is how long a tree that was stopped may take to end by itself. Nearly all do in much less.
const severAfter = 3 * time.Millisecond

// A gate lets the tree into code of the host's until it is shut.
type gate struct {
	n    atomic.Int64 // calls under way, and gateShut
	idle chan struct{}
	once sync.Once
}

const gateShut = 1 << 62

func newGate() *gate { return &gate{idle: make(chan struct{})} }

// enter reports whether the host's code may be called; if it may, leave follows.
func (g *gate) enter() bool {
	if g.n.Add(1)&gateShut != 0 {
		g.leave()
		return false
	}
	return true
}

func (g *gate) leave() {
	if g.n.Add(-1) == gateShut {
		g.once.Do(func() { close(g.idle) })
	}
}

// shut keeps everybody out, and waits for those who are in. It is called once.
func (g *gate) shut() {
	if g.n.Add(gateShut) == gateShut {
		g.once.Do(func() { close(g.idle) })
	}
	<-g.idle
}

// Severed returns a channel that is closed some milliseconds after Stop, if Run has not returned by then: from then on nothing of the tree
// calls code of the host's, and what Run has left to do needs nobody to wait for it. It is called before Run, or never: a tree whose Severed nobody has
// asked for is never severed.
func (rt *Runtime) Severed() <-chan struct{} {
	if rt.severed == nil {
		rt.severed = make(chan struct{})
	}
	return rt.severed
}

// sever waits until no code of the host's is running for the tree, writes out what was printed, and lets nobody out any more.
func (rt *Runtime) sever() {
	rt.gate.shut()
	if o := rt.cfg.Observer; o != nil && o.End != nil {
		for _, p := range rt.Processes() {
			p.mu.Lock()
			code := p.code
			p.mu.Unlock()
			rt.callObserver(func() { o.End(p.event(code)) })
		}
	}
	rt.stderr.sever()
	rt.stdout.sever()
	close(rt.severed)
}

// severLater begins the time after which the tree is severed.
func (rt *Runtime) severLater() {
	if rt.severed != nil {
		rt.severing.Do(func() { go rt.severSoon() })
	}
}

// severSoon severs the tree when its time is over, unless it ends before. It asks for a processor again and again, for Go lets goroutines that are ready run
// soon, and looks at timers only when a processor has nothing else to do or what runs has run for 10 ms; and both may be at work on operations that can't
// be interrupted.
func (rt *Runtime) severSoon() {
	for began := time.Now(); time.Since(began) < severAfter; runtime.Gosched() {
		if rt.over.Load() {
			return
		}
	}
	rt.sever()
}

// Host calls fn, which is code of the host's or touches values that are. It reports false without calling it if the host does not wait for
// the tree any more.
func (in *Interp) Host(fn func()) bool {
	if !in.rt.gate.enter() {
		return false
	}
	defer in.rt.gate.leave()
	fn()
	return true
}

// observe calls a function of the Observer.
func (rt *Runtime) observe(fn func()) {
	if rt.gate.enter() {
		defer rt.gate.leave()
		rt.callObserver(fn)
	}
}

func (rt *Runtime) callObserver(fn func()) {
	defer func() { rt.caught("the Observer", recover()) }()
	fn()
}

// sever writes what is left, and discards everything from then on.
func (s *sink) sever() {
	s.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = ErrEnded
	s.buf = nil
}
