package pickle

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// An Unpacker makes the receiver's values of one message.
type Unpacker struct {
	World World
	memo  []starlark.Value
	fill  []func() error // what is left of mutable values already made
	bare  []func() error // by the ids of their nodes: what is left of instances already made; nil if there are none
	depth int
	fail  []func()

	// Late says that what is made now was to be there already: nothing may come in between.
	Late bool
}

// OnFail registers fn to be called if the message cannot be unpacked whole: then what has been made of it is lost.
func (u *Unpacker) OnFail(fn func()) { u.fail = append(u.fail, fn) }

// NewUnpacker returns an unpacker for a message.
func NewUnpacker(w World, m *Message) *Unpacker {
	return &Unpacker{World: w, memo: make([]starlark.Value, m.nodes)}
}

// Forget drops what has been made, but for the parts that may still be asked for: whoever keeps u keeps no more alive than these.
func (u *Unpacker) Forget(but []Part) {
	memo := make([]starlark.Value, len(u.memo))
	for _, p := range but {
		copy(memo[p.from:p.to], u.memo[p.from:p.to])
	}
	u.memo, u.fill, u.bare, u.fail = memo, nil, nil, nil
}

// Value makes the value that r stands for, or returns it if it has been made.
func (u *Unpacker) Value(r Ref) (starlark.Value, error) { return u.value(r.ref) }

// value makes a value whole: with everything that is reachable from it, unless
// it is called while a value is being made that it is part of.
func (u *Unpacker) value(r ref) (starlark.Value, error) {
	v, err := u.get(r)
	if err != nil {
		return nil, err
	}
	// Containers are filled after they exist, the deepest last, so that depth
	// costs heap and not stack.
	if u.depth == 0 {
		if err := u.settle(); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// settle fills everything that has been made. What can't be filled now is, by whoever asks for the next value.
func (u *Unpacker) settle() error {
	for len(u.fill) > 0 {
		last := len(u.fill) - 1
		fn := u.fill[last]
		u.fill = u.fill[:last]
		if err := fn(); err != nil {
			u.later(fn)
			return err
		}
	}
	return nil
}

// whole is get for values that must be complete before they can be used, such as
// the keys of a dict.
func (u *Unpacker) whole(r ref) (starlark.Value, error) {
	if r.n == nil {
		return u.get(r)
	}
	mark := u.fill
	u.fill = nil
	v, err := u.get(r)
	if err == nil {
		err = u.settle()
	}
	if err == nil && u.bare != nil {
		if err = u.clothe(r.n, 0); err == nil {
			err = u.settle()
		}
	}
	u.fill = mark
	return v, err
}

// maxClothed is how deep a key is looked through for instances without their attributes.
const maxClothed = 100

// clothe gives the instances in a key their attributes, whose turn would come later: a class's __hash__ and __eq__ look at them.
func (u *Unpacker) clothe(n *node, depth int) error {
	if n == nil || depth > maxClothed {
		return nil
	}
	switch n.kind {
	case instanceNode, excNode:
		if u.bare[n.id] == nil {
			return nil
		}
		if err := u.dress(n); err != nil {
			return err
		}
	case tupleNode:
	default:
		return nil
	}
	for _, r := range n.kids {
		if err := u.clothe(r.n, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// dress gives an instance its attributes, once.
func (u *Unpacker) dress(n *node) error {
	fn := u.bare[n.id]
	if fn == nil {
		return nil
	}
	u.bare[n.id] = nil
	err := fn()
	if err != nil {
		u.bare[n.id] = fn
	}
	return err
}

func (u *Unpacker) later(fn func() error) { u.fill = append(u.fill, fn) }

// get makes a value, or its shell.
func (u *Unpacker) get(r ref) (starlark.Value, error) {
	n := r.n
	if n == nil {
		return standsFor(u.World, r.v)
	}
	if v := u.memo[n.id]; v != nil {
		return v, nil
	}
	if !u.Late {
		if err := u.World.Env().Tick(); err != nil {
			return nil, err
		}
	}
	u.depth++
	defer func() { u.depth-- }()
	if u.depth > maxDepth {
		return nil, exception.New(exception.RecursionError, "maximum recursion depth exceeded while unpickling an object")
	}
	v, err := u.build(n)
	if err != nil {
		return nil, err
	}
	u.memo[n.id] = v
	return v, nil
}

func (u *Unpacker) build(n *node) (starlark.Value, error) {
	switch n.kind {
	case listNode:
		var elems []starlark.Value
		if u.Late {
			elems = make([]starlark.Value, len(n.kids))
		} else {
			var err error
			if elems, err = object.Make[starlark.Value](u.World.Env(), len(n.kids)); err != nil {
				return nil, err
			}
		}
		list := starlark.NewList(elems)
		u.later(func() error { return u.into(elems, n.kids) })
		for i := range elems {
			elems[i] = starlark.None // never seen: filled before anybody looks
		}
		return list, nil
	case tupleNode:
		t := make(starlark.Tuple, len(n.kids))
		err := u.into(t, n.kids)
		return t, err
	case dictNode:
		d := starlark.NewDict(len(n.kids) / 2)
		u.later(func() error {
			for i := 0; i < len(n.kids); i += 2 {
				k, err := u.whole(n.kids[i])
				if err != nil {
					return err
				}
				v, err := u.get(n.kids[i+1])
				if err != nil {
					return err
				}
				if err := u.World.Env().SetKey(d, k, v); err != nil {
					return err
				}
			}
			return nil
		})
		return d, nil
	case setNode:
		s := starlark.NewSet(len(n.kids))
		u.later(func() error {
			for _, r := range n.kids {
				e, err := u.whole(r)
				if err != nil {
					return err
				}
				if err := u.World.Env().AddTo(s, e); err != nil {
					return err
				}
			}
			return nil
		})
		return s, nil
	case functionNode:
		return u.buildFunction(n)
	case cellNode:
		c := object.NewCell(n.name, nil)
		u.later(func() error {
			if len(n.kids) == 0 {
				return nil
			}
			v, err := u.get(n.kids[0])
			if err == nil {
				c.SetValue(v)
			}
			return err
		})
		return c, nil
	case methodNode:
		fn, err := u.get(n.kids[0])
		if err != nil {
			return nil, err
		}
		self, err := u.get(n.kids[1])
		if err != nil {
			return nil, err
		}
		callable, ok := fn.(starlark.Callable)
		if !ok {
			return nil, exception.New(exception.TypeError, "'%s' object is not callable", object.TypeName(fn))
		}
		return &object.BoundMethod{Func: callable, Self: self}, nil
	case builtinNode:
		recv, err := u.get(n.kids[0])
		if err != nil {
			return nil, err
		}
		return object.GetAttr(u.World.Thread(), recv, n.name)
	case instanceNode, excNode:
		return u.buildInstance(n)
	case classNode:
		return u.buildClass(n)
	case moduleNode:
		return u.World.Import(n.name)
	case wrapNode:
		return u.buildWrapper(n)
	case namespaceNode:
		ns := object.NewNamespace()
		u.later(func() error {
			for i, name := range n.names {
				v, err := u.get(n.kids[i])
				if err != nil {
					return err
				}
				ns.Set(name, v)
			}
			return nil
		})
		return ns, nil
	case bytearrayNode:
		b, err := pieces.Clone(n.atoms.([]byte), 0, u.World.Env().Check)
		if err != nil {
			return nil, err
		}
		return text.NewByteArray(b), nil
	case sliceNode:
		var parts [3]starlark.Value
		if err := u.into(parts[:], n.kids); err != nil {
			return nil, err
		}
		return object.NewSlice(parts[0], parts[1], parts[2]), nil
	case dictOfNode:
		owner, err := u.get(n.kids[0])
		if err != nil {
			return nil, err
		}
		return object.GetAttr(u.World.Thread(), owner, "__dict__")
	case reducedNode:
		return u.rebuild(n)
	case globalNode:
		return u.global(n)
	case absentNode:
		return &Absent{n.name, u.World.Env()}, nil
	case foreignNode:
		v, err := n.make(u)
		if err != nil {
			return nil, err
		}
		return v.(starlark.Value), nil
	}
	panic("pickle: a node of no kind")
}

// lookEvery is how many values that hold nothing are handled between two questions whether to go on.
const lookEvery = 4096

// look returns an error if there is no need to go on.
func (u *Unpacker) look() error {
	if env := u.World.Env(); u.Late {
		return env.Ended()
	} else {
		return env.Check()
	}
}

func (u *Unpacker) into(dst []starlark.Value, kids []ref) error {
	for i, r := range kids {
		v, err := u.get(r)
		if err != nil {
			return err
		}
		dst[i] = v
		if i%lookEvery == lookEvery-1 {
			if err := u.look(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u *Unpacker) buildFunction(n *node) (starlark.Value, error) {
	var parts FunctionParts
	if len(n.kids) > 0 {
		parts = &functionParts{u: u, n: n}
	}
	fn, err := u.World.Function(n.name, n.index, parts)
	if err != nil {
		u.memo[n.id] = nil // it may have been made without its free variables
		return nil, err
	}
	if attrs, ok := n.atoms.(*functionAttrs); ok {
		u.later(func() error {
			for i, name := range attrs.names {
				v, err := u.get(attrs.kids[i])
				if err != nil {
					return err
				}
				u.World.Env().SetFunctionAttr(fn, name, v)
			}
			return nil
		})
	}
	return fn, nil
}

type functionParts struct {
	u *Unpacker
	n *node
}

func (p *functionParts) Made(fn *starlark.Function) { p.u.memo[p.n.id] = fn }

func (p *functionParts) Free(name string) (starlark.Value, bool, error) {
	for i, s := range p.n.names {
		if s == name {
			v, err := p.u.get(p.n.kids[i])
			return v, err == nil, err
		}
	}
	return nil, false, nil
}

func (p *functionParts) Default(i int) (starlark.Value, error) {
	for j, at := range p.n.at {
		if at == i {
			return p.u.get(p.n.kids[len(p.n.names)+j])
		}
	}
	return nil, exception.New(exception.SystemError, "parameter %d has no default", i)
}

func (u *Unpacker) buildInstance(n *node) (starlark.Value, error) {
	v, err := u.get(n.kids[0])
	if err != nil {
		return nil, err
	}
	inst := object.NewInstance(u.World.Env(), v.(*object.Class))
	u.memo[n.id] = inst
	inst.Grow(len(n.names))
	if n.make != nil {
		if inst.Native, err = n.make(u); err != nil {
			return nil, err
		}
	}
	if x, ok := n.atoms.(*excParts); ok {
		e := &object.Exception{SuppressContext: x.suppress, Frames: x.frames, Notes: x.notes}
		inst.Native = e
		u.later(func() error { return u.fillException(e, x) })
	}
	if len(n.names) == 0 {
		return inst, nil
	}
	if u.bare == nil {
		u.bare = make([]func() error, len(u.memo))
	}
	u.bare[n.id] = func() error {
		for i, name := range n.names {
			v, err := u.get(n.kids[i+1])
			if err != nil {
				return err
			}
			inst.Set(name, v)
		}
		return nil
	}
	u.later(func() error { return u.dress(n) })
	return inst, nil
}

func (u *Unpacker) fillException(e *object.Exception, x *excParts) error {
	args, err := u.get(x.args)
	if err != nil {
		return err
	}
	e.Args = args.(starlark.Tuple)
	for i, name := range x.names {
		v, err := u.get(x.fields[i])
		if err != nil {
			return err
		}
		e.SetField(name, v)
	}
	for _, link := range []struct {
		r  ref
		to **object.Instance
	}{{x.cause, &e.Cause}, {x.context, &e.Context}} {
		if link.r.n == nil {
			continue
		}
		v, err := u.get(link.r)
		if err != nil {
			return err
		}
		*link.to, _ = v.(*object.Instance)
	}
	return nil
}
