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
			w.Byte(byte(absentNode))
			w.String(n.typeName())
			if !w.keep {
				w.fail(exception.New(exception.TypeError, "cannot pickle '%s' object: it cannot go to another process of the operating system", n.typeName()))
			}
			return
		}
	}
	w.Byte(byte(n.kind))
	switch n.kind {
	case absentNode, moduleNode:
		w.String(n.name)
	case globalNode:
		w.Strings(n.names)
	case cellNode, builtinNode:
		w.String(n.name)
		w.refs(n.kids)
	case functionNode:
		w.String(n.name)
		w.Int(int(n.index))
		w.Strings(n.names)
		w.Count(len(n.at))
		for _, i := range n.at {
			w.Int(i)
		}
		w.refs(n.kids)
		attrs, _ := n.atoms.(*functionAttrs)
		if attrs == nil {
			attrs = &functionAttrs{}
		}
		w.Strings(attrs.names)
		w.refs(attrs.kids)
	case instanceNode, excNode:
		w.Strings(n.names)
		w.refs(n.kids)
		w.ref(n.base)
		w.Bool(n.portable != nil)
		if n.portable != nil {
			w.portable(n.portable)
		}
		if n.kind == excNode {
			w.exception(n.atoms.(*excParts))
		}
	case classNode:
		w.class(n.atoms.(*classParts))
	case wrapNode:
		w.Byte(byte(n.atoms.(wrapper)))
		w.refs(n.kids)
	case namespaceNode:
		w.Strings(n.names)
		w.refs(n.kids)
	case bytearrayNode:
		w.String(string(n.atoms.([]byte)))
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
	w.String(p.Kind)
	w.String(string(p.Data))
	w.Count(len(p.Refs))
	for _, r := range p.Refs {
		w.ref(r.ref)
	}
	w.Count(len(p.Objects))
	for _, o := range p.Objects {
		w.Int(len(w.objects))
		w.objects = append(w.objects, o)
	}
}

func (w *wireWriter) exception(x *excParts) {
	w.ref(x.args)
	w.ref(x.cause)
	w.ref(x.context)
	w.Bool(x.suppress)
	w.Strings(x.notes)
	w.Strings(x.names)
	w.refs(x.fields)
	w.frames(x.frames, 0)
}

func (w *wireWriter) frames(frames []object.Frame, depth int) {
	w.Count(len(frames))
	for _, f := range frames {
		w.String(f.File)
		w.String(f.Func)
		w.String(f.Text)
		for _, n := range [...]int{f.Line, f.Col, f.EndCol, f.OpCol, f.OpEnd} {
			w.Int(n)
		}
		w.frames(f.Outer, depth+1)
	}
}

func (w *wireWriter) class(x *classParts) {
	w.Uint(x.id.Process)
	w.Uint(x.id.Serial)
	w.String(x.name)
	w.Bool(x.def != nil)
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
		w.Int(i)
		return
	}
	w.String(x.qualname)
	w.String(x.module)
	w.refs(x.bases)
	w.ref(x.meta)
	w.Strings(x.names)
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
