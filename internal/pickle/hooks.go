package pickle

import (
	"reflect"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file lets messages between interpreters ask the methods by which a script's
// classes say how they are pickled. A new process, which copies everything, does not ask.

// Reducing native classes, by RegisterReducing.
var reducing []*object.Lazy[*object.Class]

// RegisterReducing says that messages ask the __reduce__ of a native class. Packages call it while they are initialised.
func RegisterReducing(c *object.Lazy[*object.Class]) { reducing = append(reducing, c) }

func isReducing(c *object.Class) bool {
	for _, l := range reducing {
		if made, ok := l.Made(); ok && made == c {
			return true
		}
	}
	return false
}

// hooked reports whether a script has given the class such a method, or RegisterReducing names it.
func hooked(c *object.Class) bool {
	for _, b := range c.MRO() {
		if isReducing(b) {
			return true
		}
	}
	for _, name := range [...]string{"__reduce_ex__", "__reduce__", "__getstate__", "__setstate__"} {
		m, ok := c.Lookup(name)
		if !ok {
			continue
		}
		fn, ok := m.(*starlark.Function)
		if !ok {
			continue
		}
		// Instances of our own modules' classes are copied as they are, but a member of an enumeration is to
		// arrive as that member.
		if file := fn.Position().Filename(); !strings.HasPrefix(file, "<frozen ") || file == "<frozen enum>" {
			return true
		}
	}
	return false
}

// packReduced records what an instance is reduced to.
func (p *Packer) packReduced(v *object.Instance) (ref, error) {
	r, err := Reduce(p.World.Thread(), v, DefaultProtocol)
	if err != nil {
		p.Drop()
		return ref{}, err
	}
	return p.packReduction(v, r)
}

// A Reducer is a native value, hashed by identity, that messages carry as what its __reduce__ returns: an iterator.
type Reducer interface {
	starlark.Value
	ReducedInMessages()
}

// packReducer records a Reducer. A new process gets one only if to make it anew runs no code of scripts, for the globals that
// such code needs are not all there yet.
func (p *Packer) packReducer(v Reducer) (ref, error) {
	r, err := Reduce(p.World.Thread(), v, DefaultProtocol)
	if err != nil {
		return p.cannot(v, message(err))
	}
	absent := p.absent
	if p.Keep {
		for _, arg := range r.Args {
			if _, ok := arg.(*object.Instance); ok {
				return p.noReducer(v)
			}
		}
	}
	n, err := p.packReduction(v, r)
	if err == nil && p.absent > absent {
		return p.noReducer(v)
	}
	return n, err
}

// noReducer records a stand-in for v.
func (p *Packer) noReducer(v Reducer) (ref, error) {
	r, err := p.cannot(v, "")
	p.remember(v, r.n)
	return r, err
}

// registered records what the script has registered for values of v's class. done is false if that is nothing.
func (p *Packer) registered(v starlark.Value) (r ref, done bool, err error) {
	pointer := reflect.TypeOf(v).Kind() == reflect.Pointer
	if pointer {
		if n, ok := p.packed(v); ok {
			return ref{n: n}, true, nil
		}
	}
	red, err := DispatchMessage(p.World.Thread(), p.reducers, v)
	if err != nil {
		p.Drop()
		return ref{}, false, err
	}
	if red == nil {
		return ref{}, false, nil
	}
	if p.depth++; p.depth > maxDepth {
		return ref{}, false, exception.New(exception.RecursionError, "maximum recursion depth exceeded while pickling an object")
	}
	defer func() { p.depth-- }()
	r, err = p.packReduction(v, red)
	return r, true, err
}

// packReduction records a reduction of v.
func (p *Packer) packReduction(v starlark.Value, r *Reduction) (ref, error) {
	if r.Name != "" {
		return p.packNamed(v, r.Name)
	}
	var key any
	if reflect.TypeOf(v).Kind() == reflect.Pointer {
		key = v
	}
	n := p.node(key, reducedNode)
	var err error
	var parts [6]ref
	for i, e := range []starlark.Value{r.Func, r.Args, r.State, r.Items, r.Pairs, r.Setter} {
		if e == nil {
			continue
		}
		if i == 3 || i == 4 {
			elems, err := object.Elements(p.World.Env(), e)
			if err != nil {
				return ref{}, err
			}
			e = starlark.NewList(elems)
		}
		if parts[i], err = p.at(here, e); err != nil {
			return ref{}, err
		}
	}
	n.kids = parts[:]
	return ref{n: n}, nil
}

// packNamed records an object that is a global of its module.
func (p *Packer) packNamed(v starlark.Value, name string) (ref, error) {
	module, name, err := GlobalName(p.World.Env(), v, name)
	if err != nil {
		return ref{}, err
	}
	n := p.node(v, globalNode)
	n.names = []string{module, name}
	return ref{n: n}, nil
}

// global finds what packNamed has recorded.
func (u *Unpacker) global(n *node) (starlark.Value, error) {
	m, err := u.World.Import(n.names[0])
	if err != nil {
		return nil, err
	}
	return object.GetAttr(u.World.Thread(), m, n.names[1])
}

// rebuild makes the object of a reduction, and gives it its state when all that is
// being made exists.
func (u *Unpacker) rebuild(n *node) (starlark.Value, error) {
	parts := n.kids
	thread := u.World.Thread()
	fn, err := u.whole(parts[0])
	if err != nil {
		return nil, err
	}
	args, err := u.whole(parts[1])
	if err != nil {
		return nil, err
	}
	t, ok := args.(starlark.Tuple)
	if !ok {
		return nil, exception.New(exception.TypeError, "argument list must be a tuple, not %s", object.TypeName(args))
	}
	obj, err := object.CallKw(thread, fn, t, nil)
	if err != nil {
		return nil, err
	}
	u.memo[n.id] = obj
	u.later(func() error {
		r := &Reader{Thread: thread}
		var v [6]starlark.Value
		for i := 2; i < len(parts); i++ {
			if parts[i] == (ref{}) {
				continue
			}
			if v[i], err = u.whole(parts[i]); err != nil {
				return err
			}
		}
		if l, ok := v[3].(*starlark.List); ok {
			elems, err := object.Elements(u.World.Env(), l)
			if err == nil && len(elems) > 0 {
				err = r.appends(obj, elems)
			}
			if err != nil {
				return err
			}
		}
		if l, ok := v[4].(*starlark.List); ok {
			for i := range l.Len() {
				pair, ok := l.Index(i).(starlark.Tuple)
				if !ok || len(pair) != 2 {
					return exception.New(exception.TypeError, "dict items iterator must return 2-tuples")
				}
				if err := object.SetItem(u.World.Env(), obj, pair[0], pair[1]); err != nil {
					return err
				}
			}
		}
		switch {
		case v[2] == nil:
			return nil
		case v[5] != nil:
			_, err := object.Call(thread, v[5], obj, v[2])
			return err
		}
		return setState(thread, obj, v[2])
	})
	return obj, nil
}
