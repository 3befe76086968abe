package pickle

import (
	"reflect"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
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
		var err error
		if n.kids, err = object.Make[ref](p.World.Env(), v.Len()); err != nil {
			return ref{}, err
		}
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
		b, err := pieces.Clone(v.Bytes(), 0, p.World.Env().Check)
		if err != nil {
			return ref{}, err
		}
		p.size += len(b)
		n.atoms = b
		return ref{n: n}, nil
	}
	return p.packPlain(v)
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
