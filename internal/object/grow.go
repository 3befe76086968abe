package object

import (
	"unsafe"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
)

// This file puts entries into dicts and sets that may be large. The engine doubles a table of a million entries in a third of a second, which nothing
// interrupts; here it is doubled in pieces.

// SetKey is d[k] = v.
func (e *Env) SetKey(d *starlark.Dict, k, v starlark.Value) error {
	if err := e.CheckKey(k); err != nil {
		return err
	}
	if d.Len() >= engine.GrowFrom {
		if err := e.growDict(d); err != nil {
			return err
		}
	}
	return d.SetKey(k, v)
}

// AddTo adds an element to a set.
func (e *Env) AddTo(s *starlark.Set, x starlark.Value) error {
	if err := e.CheckKey(x); err != nil {
		return err
	}
	if s.Len() >= engine.GrowFrom {
		if err := e.growSet(s); err != nil {
			return err
		}
	}
	return s.Insert(x)
}

// growDict makes room for a new key where a large dict is full. If it returns an error it may be that the process is being ended.
func (e *Env) growDict(d *starlark.Dict) error {
	if !engine.DictFull(d) {
		return nil
	}
	if err := e.Reserve(engine.DictGrowth(d)); err != nil {
		return err
	}
	if !engine.GrowDict(d, e.halt()) {
		return e.Check()
	}
	return nil
}

func (e *Env) growSet(s *starlark.Set) error {
	if !engine.SetFull(s) {
		return nil
	}
	if err := e.Reserve(engine.SetGrowth(s)); err != nil {
		return err
	}
	if !engine.GrowSet(s, e.halt()) {
		return e.Check()
	}
	return nil
}

// Ready looks at the arguments of a method, which may be one of the engine's that gives a dict or set a new item or looks for one in it.
func (e *Env) Ready(fn *starlark.Builtin, args starlark.Tuple) error {
	self := fn.Receiver()
	switch self.(type) {
	case *starlark.Dict, *starlark.Set:
		if len(args) > 0 {
			if err := e.CheckKey(args[0]); err != nil {
				return err
			}
		}
		return e.MakeRoom(self)
	}
	return nil
}

// MakeRoom makes room for a new key in what is a dict or set, which may be full: one of the engine's methods is about to be called.
func (e *Env) MakeRoom(v starlark.Value) error {
	switch v := v.(type) {
	case *starlark.Dict:
		if v.Len() >= engine.GrowFrom {
			return e.growDict(v)
		}
	case *starlark.Set:
		if v.Len() >= engine.GrowFrom {
			return e.growSet(v)
		}
	}
	return nil
}

// Roomy reports whether the engine makes room for a new item of v in no time, so that nobody else need make it.
func Roomy(v starlark.Value) bool {
	switch v := v.(type) {
	case *starlark.Dict:
		return v.Len() < engine.GrowFrom
	case *starlark.Set:
		return v.Len() < engine.GrowFrom
	}
	return true
}

// makeRoomEarly is MakeRoom also for a list, and for a dict or set that is only nearly full: what is evaluated before it gets the new item may give it others.
func (e *Env) makeRoomEarly(v starlark.Value) error {
	switch v := v.(type) {
	case *starlark.Dict:
		if v.Len() < engine.GrowFrom || e.inKeys > 0 || !engine.DictNearlyFull(v) {
			return nil
		}
		if err := e.Reserve(engine.DictGrowth(v)); err != nil {
			return err
		}
		if !engine.GrowDict(v, e.halt()) {
			return e.Check()
		}
	case *starlark.Set:
		if v.Len() < engine.GrowFrom || e.inKeys > 0 || !engine.SetNearlyFull(v) {
			return nil
		}
		if err := e.Reserve(engine.SetGrowth(v)); err != nil {
			return err
		}
		if !engine.GrowSet(v, e.halt()) {
			return e.Check()
		}
	case *starlark.List:
		if n := v.Len(); n >= Piece && n == engine.Capacity(v) {
			return e.grow(v, room(n))
		}
	}
	return nil
}

// nearElements is how many elements the engine appends at most between two calls of GrowEarly.
const nearElements = 1024

// A watch is a list that was at hand when GrowEarly was called, which keeps nothing of it alive, and how long it was.
type watch struct {
	at uintptr
	n  int
}

// growing reports whether a long list was shorter when it was last at hand, so that more will be appended.
func (e *Env) growing(l *starlark.List) bool {
	at := uintptr(unsafe.Pointer(l))
	w := &e.watched[at>>6%uintptr(len(e.watched))]
	grows := w.at == at && w.n < l.Len()
	*w = watch{at, l.Len()}
	return grows
}

// GrowEarly doubles the table of a large dict or set that is nearly full, and makes room in a long list that grows, before the engine does it within one of its
// instructions. It is called between two of them with what they have at hand.
func (e *Env) GrowEarly(v starlark.Value) {
	if b, ok := v.(*starlark.Builtin); ok { // a method
		v = b.Receiver()
	}
	switch v := v.(type) {
	case *starlark.Dict:
		if v.Len() >= engine.GrowFrom && e.inKeys == 0 && engine.DictNearlyFull(v) {
			engine.GrowDict(v, e.halt())
		}
	case *starlark.Set:
		if v.Len() >= engine.GrowFrom && e.inKeys == 0 && engine.SetNearlyFull(v) {
			engine.GrowSet(v, e.halt())
		}
	case *starlark.List:
		if n := v.Len(); n >= Piece && e.growing(v) && engine.Capacity(v)-n < nearElements {
			// Where there is no memory the engine's own attempt is found by sampling.
			_ = e.grow(v, room(n))
		}
	}
}

// halt ends an operation once no code of the script's runs any more.
func (e *Env) halt() engine.Halt { return engine.Halt{Asked: e.ending, Soon: e.died} }

// died returns a channel that is closed when the process is being ended.
func (e *Env) died() <-chan struct{} {
	if e == nil || e.Host == nil {
		return nil
	}
	return e.Host.Died()
}

// ending reports whether no code of the script's runs any more.
func (e *Env) ending() bool { return e != nil && e.Host != nil && e.Host.Dying() }
