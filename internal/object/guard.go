package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// This file lets a with statement run its body in place, without a function made of it, where the context manager
// is a lock or the like: one that is written in Go, does not look at the exception that ends the body, and never
// swallows it. Lowered code asks first, by ·guard | manager, and else calls ·with:
//
//	·h = ·guard | lock
//	if ·h:
//	    for x in ·h:        # enters; Next's second call, or Done if the body fails, exits
//	        ...
//
// Nothing of it allocates, once as many have been held at once.

// A guard is how instances of a class that [Spec.Guard] marks are entered and exited.
type guard struct{ enter, exit Method }

func (c *Class) guarding() *guard {
	if g := c.guards.Load(); g != nil {
		return g
	}
	enter, ok := c.find("__enter__").value.(*NativeMethod)
	exit, ok2 := c.find("__exit__").value.(*NativeMethod)
	if !ok || !ok2 {
		panic("a guard without native methods: " + c.name)
	}
	g := &guard{enter.fn, exit.fn}
	c.guards.Store(g)
	return g
}

// Guards is what lowered code calls ·guard.
type Guards struct{}

// Binary implements [starlark.HasBinary]: what holds the context manager y while a loop over it runs, or None.
func (Guards) Binary(_ syntax.Token, y starlark.Value, _ starlark.Side) (starlark.Value, error) {
	i, ok := y.(*Instance)
	if !ok || !i.class.guard {
		return starlark.None, nil
	}
	e := i.env
	var h *hold
	if n := len(e.holds); n > 0 {
		h, e.holds = e.holds[n-1], e.holds[:n-1]
	} else {
		h = new(hold)
	}
	h.self, h.guard, h.inside = i, i.class.guarding(), false
	return h, nil
}

func (Guards) String() string        { return "·guard" }
func (Guards) Type() string          { return "·guard" }
func (Guards) Freeze()               {}
func (Guards) Truth() starlark.Bool  { return true }
func (Guards) Hash() (uint32, error) { return 0, nil }

// A hold is a guard in use: a sequence of one element, what its __enter__ returned. It is also the iterator over itself.
type hold struct {
	self   *Instance
	guard  *guard
	inside bool
}

// maxHolds is how many unused ones an Env keeps.
const maxHolds = 16

func (h *hold) Iterate() starlark.Iterator { return h }

// Next enters, and when it is called again exits.
func (h *hold) Next(p *starlark.Value) bool {
	if h.inside {
		if err := h.exit(); err != nil {
			h.self.env.Raise(err)
		}
		return false
	}
	e := h.self.env
	v, err := h.guard.enter(e.Thread, h.self, nil, nil)
	if err != nil {
		e.Raise(err)
		return false
	}
	h.inside = true
	*p = v
	return true
}

// Done exits if the body has failed. If the process is being ended nothing of the script runs any more, and what it holds is given back in
// another way.
func (h *hold) Done() {
	e := h.self.env
	if h.inside && (e.Host == nil || !e.Host.Dying()) {
		if err := h.exit(); err != nil {
			e.raiseUnwinding(err, h.position())
		}
	}
	if len(e.holds) < maxHolds {
		*h = hold{}
		e.holds = append(e.holds, h)
	}
}

func (h *hold) exit() error {
	h.inside = false
	_, err := h.guard.exit(h.self.env.Thread, h.self, noException, nil)
	return err
}

// position is that of the with statement, while the engine leaves its function because the body has failed: where the variable was bound that
// the function has h in. Other variables may still have it from an earlier use: they stand after the place where the body failed, or before
// the one that is asked for.
func (h *hold) position() (pos syntax.Position) {
	f := h.self.env.Thread.DebugFrame(0)
	failed := f.Position().Line
	for i := range f.NumLocals() {
		if b, v := f.Local(i); v == starlark.Value(h) && b.Pos.Line <= failed && b.Pos.Line > pos.Line {
			pos = b.Pos
		}
	}
	return pos
}

func (h *hold) String() string        { return "·hold" }
func (h *hold) Type() string          { return "·hold" }
func (h *hold) Freeze()               {}
func (h *hold) Truth() starlark.Bool  { return true }
func (h *hold) Hash() (uint32, error) { return 0, nil }
