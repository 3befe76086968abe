package pickle

import (
	"reflect"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A ref is a value in a packed graph: an atom, or a node.
type ref struct {
	v starlark.Value // if n is nil
	n *node
}

// A node is a value that Unpack has to make. A graph of nodes never changes once
// packing has ended, but for what Import functions own.
type node struct {
	kind  kind
	id    int // its place in the unpacker's memo
	name  string
	index int32
	kids  []ref
	names []string
	at    []int // of a function: which parameters its defaults belong to
	make  Import
	// portable is what make does in a form that can go to another process.
	portable *Portable
	base     ref // of an instance: the value of the type that its class is derived from
	atoms    any // what the kind needs besides: see the packing functions
}

type kind uint8

const (
	listNode kind = iota
	dictNode      // kids: key, value, key, value ...
	setNode
	tupleNode
	functionNode // name: code key, index; names: free variables; kids: their values, then the defaults
	cellNode     // kids: the value, or none
	methodNode   // kids: function, self
	builtinNode  // name; kids: the receiver
	instanceNode // kids: class, attributes by names; make: the Native
	excNode      // as instanceNode; atoms: *excParts
	classNode
	moduleNode // name
	wrapNode   // atoms: which wrapper; kids: its functions
	namespaceNode
	bytearrayNode // atoms: []byte
	foreignNode   // make
	absentNode    // name: the type
	sliceNode     // kids: start, stop, step
	reducedNode   // kids: function, args, state, items, pairs, setter
	globalNode    // names: module, name
	dictOfNode    // the __dict__ of kids[0]
)

func (p *Packer) node(key any, k kind) *node {
	n := &node{kind: k, id: p.count}
	p.count++
	p.size += 48
	switch k {
	case listNode, dictNode, setNode, tupleNode:
	default:
		p.live++
	}
	if key != nil {
		p.remember(key, n)
	}
	return n
}

// remember notes what a value was packed as.
func (p *Packer) remember(key any, n *node) {
	if p.memo == nil {
		p.memo = make(map[any]*node)
	}
	p.memo[key] = n
}

// packed returns what a value was packed as.
func (p *Packer) packed(key any) (*node, bool) {
	if n, ok := p.memo[key]; ok || p.base == nil {
		return n, ok
	}
	return p.base.packed(key)
}

// met notes that a value has been packed already.
func (p *Packer) met(n *node) {
	if n.id < p.floor {
		p.live++
	}
}

// pack records v, whatever it is.
func (p *Packer) pack(v starlark.Value) (ref, error) {
	if err := p.World.Env().Tick(); err != nil {
		return ref{}, err
	}
	if p.reducers != nil {
		if r, done, err := p.registered(v); done || err != nil {
			return r, err
		}
	}
	if isAtom(v) {
		p.size += atomSize(v)
		return ref{v: v}, nil
	}
	if p.depth++; p.depth > maxDepth {
		return ref{}, exception.New(exception.RecursionError, "maximum recursion depth exceeded while pickling an object")
	}
	defer func() { p.depth-- }()

	if t, ok := v.(starlark.Tuple); ok {
		return p.packTuple(t)
	}
	if reflect.TypeOf(v).Kind() != reflect.Pointer {
		return p.packPlain(v)
	}
	if n, ok := p.packed(v); ok {
		if n.kind == absentNode {
			p.absent++
		}
		p.met(n)
		return ref{n: n}, nil
	}
	if r, ok := v.(Reducer); ok {
		return p.packReducer(r)
	}
	if t, ok := v.(Transferer); ok {
		n := p.node(v, foreignNode)
		n.name = object.TypeName(v)
		var err error
		if n.make, err = t.Transfer(p); err != nil {
			delete(p.memo, v)
			return p.cannot(v, message(err))
		}
		n.portable, p.portable = p.portable, nil
		return ref{n: n}, nil
	}
	switch v := v.(type) {
	case *starlark.List:
		n := p.node(v, listNode)
		n.kids = make([]ref, v.Len())
		for i := range n.kids {
			r, err := p.at(step{index: i}, v.Index(i))
			if err != nil {
				return ref{}, err
			}
			n.kids[i] = r
		}
		return ref{n: n}, nil
	case *starlark.Dict:
		return p.packDict(v)
	case *starlark.Set:
		return p.packSet(v)
	case *starlark.Function:
		if p.Local != nil {
			if f := p.Local(v); f != nil {
				p.size += 16
				return ref{v: f}, nil
			}
		}
		return p.packFunction(v)
	case *starlark.Builtin:
		n := p.node(v, builtinNode)
		n.name = v.Name()
		return p.kids(n, part{v.Name() + ".__self__", v.Receiver()})
	case *object.BoundMethod:
		n := p.node(v, methodNode)
		return p.kids(n, part{"__func__", v.Func}, part{"__self__", v.Self})
	case *object.Cell:
		n := p.node(v, cellNode)
		n.name = v.Name()
		if e := v.Value(); e != nil {
			return p.kids(n, part{"", e})
		}
		return ref{n: n}, nil
	case *object.Module:
		if p.Local != nil && v.Native {
			return ref{v: moduleRef(v.Name)}, nil
		}
		n := p.node(v, moduleNode)
		n.name = v.Name
		return ref{n: n}, nil
	case *object.Class:
		return p.packClass(v)
	case *object.Instance:
		return p.packInstance(v)
	case *object.StaticMethod:
		n := p.node(v, wrapNode)
		n.atoms = wrapStatic
		return p.kids(n, part{"__func__", v.Func})
	case *object.ClassMethod:
		n := p.node(v, wrapNode)
		n.atoms = wrapClass
		return p.kids(n, part{"__func__", v.Func})
	case *object.ScriptProperty:
		n := p.node(v, wrapNode)
		n.atoms = wrapProperty
		return p.kids(n, part{"fget", v.Get}, part{"fset", v.Set}, part{"fdel", v.Del}, part{"__doc__", v.Doc})
	case *object.Namespace:
		n := p.node(v, namespaceNode)
		for _, name := range v.Names() {
			e, _ := v.Get(name)
			n.names = append(n.names, name)
			r, err := p.at(step{attr: name}, e)
			if err != nil {
				return ref{}, err
			}
			n.kids = append(n.kids, r)
		}
		return ref{n: n}, nil
	case *object.NativeMethod:
		return ref{v: v}, nil // of a native class: both are immutable
	case *object.Slice:
		n := p.node(v, sliceNode)
		return p.kids(n, part{"start", v.Start}, part{"stop", v.Stop}, part{"step", v.Step})
	case *object.AttrDict:
		// A child's copy is live, as the parent's is; what is sent is not.
		if owner := v.Owner(); p.Keep && owner != nil {
			return p.kids(p.node(v, dictOfNode), part{"", owner})
		}
	case *text.ByteArray:
		n := p.node(v, bytearrayNode)
		b := append([]byte(nil), v.Bytes()...)
		p.size += len(b)
		n.atoms = b
		return ref{n: n}, nil
	}
	return p.packPlain(v)
}

func (p *Packer) packDict(v *starlark.Dict) (ref, error) {
	n := p.node(v, dictNode)
	n.kids = make([]ref, 0, 2*v.Len())
	add := func(key, e starlark.Value) error {
		k, err := p.at(step{attr: "key"}, key)
		if err != nil {
			return err
		}
		r, err := p.at(step{key: key}, e)
		n.kids = append(n.kids, k, r)
		return err
	}
	if entries, ok := engine.EntriesOf(v); ok {
		for key, e := entries.Next(); key != nil; key, e = entries.Next() {
			if err := add(key, e); err != nil {
				return ref{}, err
			}
		}
		return ref{n: n}, nil
	}
	for key, e := range v.Entries() {
		if err := add(key, e); err != nil {
			return ref{}, err
		}
	}
	return ref{n: n}, nil
}

func (p *Packer) packSet(v *starlark.Set) (ref, error) {
	n := p.node(v, setNode)
	for e := range v.Elements() {
		r, err := p.at(step{attr: "element"}, e)
		if err != nil {
			return ref{}, err
		}
		n.kids = append(n.kids, r)
	}
	return ref{n: n}, nil
}

// Immutable is a value of another package that all interpreters may share: it
// neither changes nor refers to anything that does.
type Immutable interface{ Immutable() }

// packPlain records a value of a type that is not known here.
func (p *Packer) packPlain(v starlark.Value) (ref, error) {
	if _, ok := v.(Immutable); ok {
		return ref{v: v}, nil
	}
	if v == object.NotImplemented || v == object.Ellipsis {
		return ref{v: v}, nil
	}
	// The engine's range is not exported; it holds three ints.
	if v.Type() == "range" {
		return ref{v: v}, nil
	}
	return p.cannot(v, "")
}

// A part is a value that a node holds under a name.
type part struct {
	name string
	v    starlark.Value
}

func (p *Packer) kids(n *node, parts ...part) (ref, error) {
	n.kids = make([]ref, len(parts))
	for i, s := range parts {
		if s.v == nil {
			continue
		}
		at := here
		if s.name != "" {
			at = step{attr: s.name}
		}
		r, err := p.at(at, s.v)
		if err != nil {
			return ref{}, err
		}
		n.kids[i] = r
	}
	return ref{n: n}, nil
}

func (p *Packer) packTuple(t starlark.Tuple) (ref, error) {
	atoms := true
	for _, e := range t {
		if !isAtom(e) {
			atoms = false
			break
		}
	}
	if atoms {
		p.size += 16 * (len(t) + 1)
		return ref{v: t}, nil
	}
	// A tuple is known by its first element's place: two tuples that share
	// it are the same.
	key := tupleKey{&t[0], len(t)}
	if n, ok := p.packed(key); ok {
		p.met(n)
		return ref{n: n}, nil
	}
	n := p.node(key, tupleNode)
	n.kids = make([]ref, len(t))
	for i, e := range t {
		r, err := p.at(step{index: i}, e)
		if err != nil {
			return ref{}, err
		}
		n.kids[i] = r
	}
	return ref{n: n}, nil
}

type tupleKey struct {
	first *starlark.Value
	len   int
}

func (p *Packer) packFunction(fn *starlark.Function) (ref, error) {
	n := p.node(fn, functionNode)
	pos := fn.Position()
	n.name, n.index = pos.Filename(), pos.Col
	plain := p.World.Plain(n.name, n.index)
	for i := range fn.NumFreeVars() {
		b, v := fn.FreeVar(i)
		if v == nil {
			continue
		}
		r, err := p.at(step{attr: b.Name}, v)
		if err != nil {
			return ref{}, err
		}
		n.names = append(n.names, b.Name)
		n.kids = append(n.kids, r)
	}
	for i := range fn.NumParams() {
		v := fn.ParamDefault(i)
		if v == nil || plain {
			continue
		}
		r, err := p.at(step{attr: object.ParamName(fn, i)}, v)
		if err != nil {
			return ref{}, err
		}
		n.kids = append(n.kids, r)
		n.at = append(n.at, i)
	}
	if len(n.kids) == 0 {
		p.World.SetFunction(fn)
	}
	attrs := p.World.Env().FunctionAttrs(fn)
	if attrs != nil {
		var names []string
		var kids []ref
		for _, name := range attrs.Names() {
			v, _ := attrs.Get(name)
			r, err := p.at(step{attr: name}, v)
			if err != nil {
				return ref{}, err
			}
			names, kids = append(names, name), append(kids, r)
		}
		n.atoms = &functionAttrs{names, kids}
	}
	return ref{n: n}, nil
}

type functionAttrs struct {
	names []string
	kids  []ref
}

type wrapper uint8

const (
	wrapStatic wrapper = iota
	wrapClass
	wrapProperty
)

func (p *Packer) packInstance(v *object.Instance) (ref, error) {
	if !p.Keep && !p.Fork && hooked(v.Class()) {
		return p.packReduced(v)
	}
	n := p.node(v, instanceNode)
	cls, err := p.at(here, v.Class())
	if err != nil {
		return ref{}, err
	}
	n.names = v.Names()
	n.kids = append(make([]ref, 0, 1+len(n.names)), cls)
	for _, name := range n.names {
		e, _ := v.Own(name)
		r, err := p.at(step{attr: name}, e)
		if err != nil {
			return ref{}, err
		}
		n.kids = append(n.kids, r)
	}
	switch native := v.Native.(type) {
	case nil:
	case *object.Exception:
		n.kind = excNode
		if n.atoms, err = p.packException(native); err != nil {
			return ref{}, err
		}
	case Transferer:
		if n.make, err = native.Transfer(p); err != nil {
			delete(p.memo, v)
			return p.refused(v, err)
		}
		n.portable, p.portable = p.portable, nil
	case starlark.Value: // of a class derived from list, tuple, int ...
		base, err := p.at(here, native)
		if err != nil {
			return ref{}, err
		}
		n.base = base
		n.make = func(u *Unpacker) (any, error) { return u.get(base) }
	default:
		delete(p.memo, v)
		return p.cannot(v, "")
	}
	return ref{n: n}, nil
}

// excParts is an exception's own state, packed.
type excParts struct {
	args           ref
	cause, context ref
	suppress       bool
	frames         []object.Frame
	notes          []string
	names          []string // of fields
	fields         []ref
}

func (p *Packer) packException(e *object.Exception) (*excParts, error) {
	x := &excParts{suppress: e.SuppressContext, frames: e.Frames, notes: e.Notes}
	var err error
	if x.args, err = p.at(step{attr: "args"}, e.Args); err != nil {
		return nil, err
	}
	if e.Cause != nil {
		if x.cause, err = p.at(step{attr: "__cause__"}, e.Cause); err != nil {
			return nil, err
		}
	}
	if e.Context != nil {
		if x.context, err = p.at(step{attr: "__context__"}, e.Context); err != nil {
			return nil, err
		}
	}
	e.EachField(func(name string, v starlark.Value) {
		if err != nil {
			return
		}
		var r ref
		if r, err = p.at(step{attr: name}, v); err == nil {
			x.names, x.fields = append(x.names, name), append(x.fields, r)
		}
	})
	return x, err
}

func message(err error) string {
	if e, ok := err.(*exception.Error); ok {
		return e.Msg
	}
	return err.Error()
}
