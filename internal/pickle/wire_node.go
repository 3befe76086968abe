package pickle

import (
	"math/big"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// node writes a node. The nodes that it refers to are entered in the table.
func (w *wireWriter) node(n *node) {
	switch n.kind {
	case foreignNode, instanceNode:
		if n.make != nil && n.portable == nil && n.base == (ref{}) {
			w.byte(byte(absentNode))
			w.string(n.typeName())
			if !w.keep {
				w.fail(exception.New(exception.TypeError, "cannot pickle '%s' object: it cannot go to another process of the operating system", n.typeName()))
			}
			return
		}
	}
	w.byte(byte(n.kind))
	switch n.kind {
	case absentNode, moduleNode:
		w.string(n.name)
	case globalNode:
		w.strings(n.names)
	case cellNode, builtinNode:
		w.string(n.name)
		w.refs(n.kids)
	case functionNode:
		w.string(n.name)
		w.int(int(n.index))
		w.strings(n.names)
		w.int(len(n.at))
		for _, i := range n.at {
			w.int(i)
		}
		w.refs(n.kids)
		attrs, _ := n.atoms.(*functionAttrs)
		if attrs == nil {
			attrs = &functionAttrs{}
		}
		w.strings(attrs.names)
		w.refs(attrs.kids)
	case instanceNode, excNode:
		w.strings(n.names)
		w.refs(n.kids)
		w.ref(n.base)
		w.bool(n.portable != nil)
		if n.portable != nil {
			w.portable(n.portable)
		}
		if n.kind == excNode {
			w.exception(n.atoms.(*excParts))
		}
	case classNode:
		w.class(n.atoms.(*classParts))
	case wrapNode:
		w.byte(byte(n.atoms.(wrapper)))
		w.refs(n.kids)
	case namespaceNode:
		w.strings(n.names)
		w.refs(n.kids)
	case bytearrayNode:
		w.string(string(n.atoms.([]byte)))
	case foreignNode:
		w.portable(n.portable)
	default:
		w.refs(n.kids)
	}
}

func (n *node) typeName() string {
	if n.kind == instanceNode && len(n.kids) > 0 {
		if c, ok := n.kids[0].v.(*object.Class); ok {
			return c.Name()
		}
		if k := n.kids[0].n; k != nil {
			if x, ok := k.atoms.(*classParts); ok {
				return x.name
			}
		}
	}
	if n.name != "" {
		return n.name
	}
	return "object"
}

func (w *wireWriter) portable(p *Portable) {
	w.string(p.Kind)
	w.string(string(p.Data))
	w.int(len(p.Refs))
	for _, r := range p.Refs {
		w.ref(r.ref)
	}
	w.int(len(p.Objects))
	for _, o := range p.Objects {
		w.int(len(w.objects))
		w.objects = append(w.objects, o)
	}
}

func (w *wireWriter) exception(x *excParts) {
	w.ref(x.args)
	w.ref(x.cause)
	w.ref(x.context)
	w.bool(x.suppress)
	w.strings(x.notes)
	w.strings(x.names)
	w.refs(x.fields)
	w.frames(x.frames, 0)
}

func (w *wireWriter) frames(frames []object.Frame, depth int) {
	w.int(len(frames))
	for _, f := range frames {
		w.string(f.File)
		w.string(f.Func)
		w.string(f.Text)
		for _, n := range [...]int{f.Line, f.Col, f.EndCol, f.OpCol, f.OpEnd} {
			w.int(n)
		}
		w.frames(f.Outer, depth+1)
	}
}

func (w *wireWriter) class(x *classParts) {
	w.uint(x.id.Process)
	w.uint(x.id.Serial)
	w.string(x.name)
	w.bool(x.def != nil)
	if x.def != nil {
		i, ok := w.defAt[x.def]
		if !ok {
			if w.defAt == nil {
				w.defAt = make(map[*ClassDef]int)
			}
			i = len(w.defs)
			w.defAt[x.def] = i
			w.defs = append(w.defs, x.def)
		}
		w.int(i)
		return
	}
	w.string(x.qualname)
	w.string(x.module)
	w.refs(x.bases)
	w.ref(x.meta)
	w.strings(x.names)
	w.refs(x.values)
}

// bigInt is the inverse of what value writes for an int of more than 64 bits.
func bigInt(negative bool, magnitude string) starlark.Int {
	b := new(big.Int).SetBytes([]byte(magnitude))
	if negative {
		b.Neg(b)
	}
	return starlark.MakeBigInt(b)
}
