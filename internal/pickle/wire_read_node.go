package pickle

import (
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// kidCount is how many parts the nodes of some kinds have.
var kidCount = map[kind]int{methodNode: 2, builtinNode: 1, sliceNode: 3, dictOfNode: 1, reducedNode: 6}

func (r *wireMessage) node(n *node) {
	n.kind = kind(r.Byte())
	switch n.kind {
	case listNode, tupleNode, dictNode, setNode, methodNode, sliceNode, dictOfNode, reducedNode:
		n.kids = r.refs()
		if n.kind == dictNode && len(n.kids)%2 != 0 {
			r.fail("a dict")
		}
	case absentNode, moduleNode:
		n.name = r.String()
	case globalNode:
		if n.names = r.Strings(); len(n.names) != 2 {
			r.fail("a global")
		}
	case cellNode, builtinNode:
		n.name = r.String()
		n.kids = r.refs()
	case functionNode:
		n.name = r.String()
		n.index = int32(r.Int())
		n.names = r.Strings()
		n.at = make([]int, r.Count())
		for i := range n.at {
			n.at[i] = r.Int()
		}
		n.kids = r.refs()
		attrs := &functionAttrs{names: r.Strings(), kids: r.refs()}
		if len(n.kids) != len(n.names)+len(n.at) || len(attrs.names) != len(attrs.kids) {
			r.fail("a function")
		}
		if len(attrs.names) > 0 {
			n.atoms = attrs
		}
	case instanceNode, excNode:
		n.names = r.Strings()
		n.kids = r.refs()
		n.base = r.ref()
		if r.Bool() {
			r.portable(n)
		}
		if len(n.kids) != len(n.names)+1 {
			r.fail("an instance")
		}
		if n.kind == excNode {
			n.atoms = r.exception()
		} else if base := n.base; base != (ref{}) && n.make == nil {
			n.make = func(u *Unpacker) (any, error) { return u.get(base) }
		}
	case classNode:
		n.atoms = r.class()
	case wrapNode:
		n.atoms = wrapper(r.Byte())
		n.kids = r.refs()
		want := 1
		if n.atoms == wrapProperty {
			want = 4
		}
		if len(n.kids) != want {
			r.fail("a descriptor")
		}
	case namespaceNode:
		n.names = r.Strings()
		n.kids = r.refs()
		if len(n.names) != len(n.kids) {
			r.fail("a namespace")
		}
	case bytearrayNode:
		n.atoms = append([]byte(nil), r.Bytes()...)
	case foreignNode:
		r.portable(n)
	default:
		r.fail("a node of an unknown kind")
	}
	if want, ok := kidCount[n.kind]; ok && len(n.kids) != want {
		r.fail("a node")
	}
}

func (r *wireMessage) portable(n *node) {
	p := &Portable{Kind: r.String(), Data: r.Bytes()}
	p.Refs = make([]Ref, r.Count())
	for i := range p.Refs {
		p.Refs[i] = Ref{r.ref()}
	}
	p.Objects = make([]any, r.Count())
	for i := range p.Objects {
		at := r.Int()
		if at < 0 || at >= len(r.objects) {
			r.fail("an object")
			return
		}
		p.Objects[i] = r.objects[at]
	}
	load := loaders[p.Kind]
	if load == nil {
		r.fail("unknown kind " + text.Repr(p.Kind))
		return
	}
	n.portable = p
	n.make = func(u *Unpacker) (any, error) { return load(u, p) }
}

func (r *wireMessage) exception() *excParts {
	x := &excParts{args: r.ref(), cause: r.ref(), context: r.ref(), suppress: r.Bool(), notes: r.Strings(), names: r.Strings()}
	x.fields = r.refs()
	if len(x.fields) != len(x.names) {
		r.fail("an exception")
	}
	x.frames = r.frames(0)
	return x
}

// maxOuter bounds how deep comprehensions nest in a traceback.
const maxOuter = 100

func (r *wireMessage) frames(depth int) []object.Frame {
	n := r.Count()
	if n == 0 {
		return nil
	}
	if depth > maxOuter {
		r.fail("a traceback")
		return nil
	}
	frames := make([]object.Frame, 0, min(n, 1024))
	for range n {
		if r.Bad() {
			break
		}
		f := object.Frame{File: r.String(), Func: r.String(), Text: r.String()}
		for _, p := range [...]*int{&f.Line, &f.Col, &f.EndCol, &f.OpCol, &f.OpEnd} {
			*p = r.Int()
		}
		f.Outer = r.frames(depth + 1)
		frames = append(frames, f)
	}
	return frames
}

func (r *wireMessage) class() *classParts {
	x := &classParts{id: object.ClassID{Process: r.Uint(), Serial: r.Uint()}, name: r.String()}
	if r.Bool() {
		x.def = r.def(r.Int())
		return x
	}
	x.qualname, x.module = r.String(), r.String()
	x.bases, x.meta = r.refs(), r.ref()
	x.names, x.values = r.Strings(), r.refs()
	if len(x.names) != len(x.values) {
		r.fail("a class")
	}
	return x
}
