package pickle

import (
	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// isAtom reports whether v is immutable and refers to nothing of an interpreter,
// so that all interpreters may share it.
func isAtom(v starlark.Value) bool {
	switch v := v.(type) {
	case starlark.NoneType, starlark.Bool, starlark.Int, starlark.Float, starlark.String,
		starlark.Bytes, text.Bytes, *text.Text:
		return true
	case *starlark.Builtin:
		return v.Receiver() == nil || isAtom(v.Receiver())
	}
	return false
}

// atomSize is roughly how many bytes an atom occupies.
func atomSize(v starlark.Value) int {
	switch v := v.(type) {
	case starlark.String:
		return 16 + len(v)
	case starlark.Bytes:
		return 16 + len(v)
	case text.Bytes:
		return 16 + len(v)
	case *text.Text:
		return 32 + 4*v.Len()
	case starlark.Int:
		if _, ok := v.Int64(); !ok {
			return 24 + v.BigInt().BitLen()/8
		}
	}
	return 16
}

// A copier copies values made only of atoms and the engine's containers.
type copier struct {
	env  *object.Env // asked now and then whether to go on; nil is never
	err  error       // what it said
	size int

	// The containers met so far and their copies. The first ones are kept out of the map, since most messages have few.
	few  [4]struct{ of, copy starlark.Value }
	n    int // of few
	memo map[starlark.Value]starlark.Value
}

func (c *copier) seen(v starlark.Value) (starlark.Value, bool) {
	for i := range c.few[:c.n] {
		if c.few[i].of == v {
			return c.few[i].copy, true
		}
	}
	cp, ok := c.memo[v]
	return cp, ok
}

func (c *copier) note(v, cp starlark.Value) {
	if c.n < len(c.few) {
		c.few[c.n].of, c.few[c.n].copy = v, cp
		c.n++
		return
	}
	if c.memo == nil {
		c.memo = make(map[starlark.Value]starlark.Value)
	}
	c.memo[v] = cp
}

// copy returns ok false if v holds anything that needs more than copying.
func (c *copier) copy(v starlark.Value, depth int) (starlark.Value, bool) {
	if c.err = c.env.Tick(); c.err != nil {
		return nil, false
	}
	if isAtom(v) {
		c.size += atomSize(v)
		return v, true
	}
	if depth > maxDepth {
		return nil, false
	}
	switch v := v.(type) {
	case starlark.Tuple:
		return c.tuple(v, depth)
	case *starlark.List:
		if cp, ok := c.seen(v); ok {
			return cp, true
		}
		n := v.Len()
		var elems []starlark.Value
		if elems, c.err = object.Make[starlark.Value](c.env, n); c.err != nil {
			return nil, false
		}
		list := starlark.NewList(elems)
		c.note(v, list)
		c.size += 48
		for i := range n {
			e, ok := c.copy(v.Index(i), depth+1)
			if !ok {
				return nil, false
			}
			elems[i] = e // list holds elems itself
		}
		return list, true
	case *starlark.Dict:
		if cp, ok := c.seen(v); ok {
			return cp, true
		}
		return c.dict(v, depth)
	case *starlark.Set:
		if cp, ok := c.seen(v); ok {
			return cp, true
		}
		return c.set(v, depth)
	}
	return nil, false
}

// No loop here has a body that the compiler makes a function of, as those over v.Entries() would be: then every copier would be allocated.

func (c *copier) dict(v *starlark.Dict, depth int) (starlark.Value, bool) {
	d := starlark.NewDict(v.Len())
	c.note(v, d)
	c.size += 64
	if entries, ok := engine.EntriesOf(v); ok {
		for range v.Len() {
			k, e := entries.Next()
			if k == nil || !c.entry(d, k, e, depth) {
				return nil, false
			}
		}
		return d, true
	}
	for _, item := range v.Items() {
		if !c.entry(d, item[0], item[1], depth) {
			return nil, false
		}
	}
	return d, true
}

// entry copies one entry into d.
func (c *copier) entry(d *starlark.Dict, k, e starlark.Value, depth int) bool {
	ck, ok := c.copy(k, depth+1)
	if !ok {
		return false
	}
	ce, ok := c.copy(e, depth+1)
	return ok && c.env.SetKey(d, ck, ce) == nil
}

func (c *copier) set(v *starlark.Set, depth int) (starlark.Value, bool) {
	s := starlark.NewSet(v.Len())
	c.note(v, s)
	c.size += 64
	elems := v.Iterate()
	defer elems.Done()
	var e starlark.Value
	for elems.Next(&e) {
		ce, ok := c.copy(e, depth+1)
		if !ok || c.env.AddTo(s, ce) != nil {
			return nil, false
		}
	}
	return s, true
}

// tuple shares a tuple of atoms and copies any other.
func (c *copier) tuple(t starlark.Tuple, depth int) (starlark.Value, bool) {
	c.size += 24
	i := 0
	for ; i < len(t); i++ {
		if !isAtom(t[i]) {
			break
		}
		c.size += atomSize(t[i])
	}
	if i == len(t) {
		return t, true
	}
	cp := make(starlark.Tuple, len(t))
	copy(cp, t[:i])
	for ; i < len(t); i++ {
		e, ok := c.copy(t[i], depth+1)
		if !ok {
			return nil, false
		}
		cp[i] = e
	}
	return cp, true
}

// Shareable reports whether all interpreters may share v, an immutable value of the engine's or ours or a tuple of such, and returns
// roughly how many bytes it occupies.
func Shareable(v starlark.Value) (size int, ok bool) {
	if t, ok := v.(starlark.Tuple); ok {
		size = 24
		for _, e := range t {
			if !isAtom(e) || isBuiltin(e) {
				return 0, false
			}
			size += atomSize(e)
		}
		return size, true
	}
	if !isAtom(v) || isBuiltin(v) {
		return 0, false
	}
	return atomSize(v), true
}

// isBuiltin tells the one kind of atom for which scripts can register a reduction.
func isBuiltin(v starlark.Value) bool {
	_, ok := v.(*starlark.Builtin)
	return ok
}

// A Callee stands for a function of a script that brings nothing along, wherever a process knows its code. The zero value is none.
type Callee struct {
	key   string
	index int32
}

// CalleeOf returns the Callee of a function; ok is false if it brings anything along.
func CalleeOf(w World, fn *starlark.Function) (c Callee, ok bool) {
	if fn.NumFreeVars() > 0 || w.Env().FunctionAttrs(fn) != nil {
		return Callee{}, false
	}
	pos := fn.Position()
	c = Callee{pos.Filename(), pos.Col}
	for i := range fn.NumParams() {
		if fn.ParamDefault(i) != nil {
			if w.Plain(c.key, c.index) {
				break
			}
			return Callee{}, false
		}
	}
	return c, true
}

// In returns the function of w's interpreter that c stands for.
func (c Callee) In(w World) (*starlark.Function, error) { return w.Function(c.key, c.index, nil) }

// packCall packs a function and what it is called with, which is what most tasks are, if the function brings
// nothing along and the rest needs only copying. Otherwise it returns nil.
func packCall(w World, fn *starlark.Function, t starlark.Tuple) (*Message, error) {
	callee, ok := CalleeOf(w, fn)
	if !ok {
		return nil, nil
	}
	m := &Message{callee: callee}
	c := copier{env: w.Env(), size: 48 + 24}
	cp := make(starlark.Tuple, len(t))
	for i := 1; i < len(t); i++ {
		var ok bool
		if cp[i], ok = c.copy(t[i], 1); !ok {
			return nil, c.err
		}
	}
	w.SetFunction(fn)
	m.root.v, m.size = cp, c.size
	return m, nil
}

func (m *Message) unpackCall(w World) (starlark.Value, error) {
	fn, err := m.callee.In(w)
	if err != nil {
		return nil, err
	}
	t := m.root.v.(starlark.Tuple)
	t[0] = fn
	return t, nil
}

// graph returns the root of the message as nodes, and their number, if it is a call.
func (m *Message) graph() (ref, int) {
	if m.callee == (Callee{}) {
		return m.root, m.nodes
	}
	t := m.root.v.(starlark.Tuple)
	n := &node{kind: tupleNode, id: 1, kids: make([]ref, len(t))}
	n.kids[0].n = &node{kind: functionNode, name: m.callee.key, index: m.callee.index}
	for i := 1; i < len(t); i++ {
		n.kids[i].v = t[i]
	}
	return ref{n: n}, 2
}
