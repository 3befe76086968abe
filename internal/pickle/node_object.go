package pickle

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

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
