package multiprocessing

import (
	"slices"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is how a server makes objects and calls their methods.

// create makes an object of a type that is the manager's own or registered.
func (s *server) create(thread *starlark.Thread, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (*remote, error) {
	entry, ok, err := s.registry.Get(text.Str(typeid))
	if err != nil {
		return nil, err
	}
	if !ok {
		make, ok := builtinTypes[typeid]
		if !ok && typeid == "Pool" {
			v, err := netTypes.Get()[typeid].create(thread, typeid, args, kwargs)
			if err != nil {
				return nil, err
			}
			types, _ := netTypes.Get()[typeid].types().(*starlark.Dict)
			return s.enter(typeid, &managed{v: v, types: types}, nil), nil
		}
		if !ok {
			return nil, exception.New(exception.KeyError, "%s", typeid)
		}
		v, err := make(thread, args, kwargs)
		if err != nil {
			return nil, err
		}
		return s.enter(typeid, &managed{v: v, simple: true}, nil), nil
	}
	e := entry.(starlark.Tuple)
	if e[0] == starlark.None {
		if len(args) != 1 || len(kwargs) > 0 {
			return nil, valueError("Without callable, must have one non-keyword argument")
		}
		return s.adopt(thread, typeid, args[0])
	}
	v, err := object.CallKw(thread, e[0], args, kwargs)
	if err != nil {
		return nil, err
	}
	return s.adopt(thread, typeid, v)
}

// made enters what a method has returned as an object of a type: as in CPython, that is made of it if there is a callable to make one.
func (s *server) made(thread *starlark.Thread, typeid string, v starlark.Value) (*remote, error) {
	_, registered, err := s.registry.Get(text.Str(typeid))
	if err != nil {
		return nil, err
	}
	if _, own := builtinTypes[typeid]; own || registered {
		return s.create(thread, typeid, starlark.Tuple{v}, nil)
	}
	return s.adopt(thread, typeid, v)
}

// adopt enters a value as an object of a registered type.
func (s *server) adopt(thread *starlark.Thread, typeid string, v starlark.Value) (*remote, error) {
	m := &managed{v: v}
	exposed := []string{}
	entry, ok, err := s.registry.Get(text.Str(typeid))
	if err != nil {
		return nil, err
	}
	if ok {
		e := entry.(starlark.Tuple)
		m.types, _ = e[2].(*starlark.Dict)
		if e[1] != starlark.None {
			names, err := object.Elements(s.st.env, e[1])
			if err != nil {
				return nil, err
			}
			for _, n := range names {
				if name, ok := text.AsString(n); ok {
					exposed = append(exposed, name)
				}
			}
			return s.enter(typeid, m, exposed), nil
		}
	}
	if !ok && proxyClasses.Get()[typeid] != nil {
		return s.enter(typeid, m, nil), nil
	}
	names, err := publicMethods(thread, v)
	if err != nil {
		return nil, err
	}
	return s.enter(typeid, m, append(exposed, names...)), nil
}

func (s *server) enter(typeid string, m *managed, exposed []string) *remote {
	s.lastID++
	s.objects[s.lastID] = m
	r := &remote{hub: s.hub, id: s.lastID, typeid: typeid, exposed: exposed}
	r.token = newKernel[*ipc.Token](s.st.env, ipc.Spec{Kind: ipc.KindToken, Port: s.hub.port, Msg: &request{op: opDispose, id: r.id}})
	return r
}

// publicMethods returns the names of v's methods that do not begin with an
// underscore.
func publicMethods(thread *starlark.Thread, v starlark.Value) ([]string, error) {
	var all []string
	if h, ok := v.(starlark.HasAttrs); ok {
		all = append(all, h.AttrNames()...)
	}
	for _, c := range object.TypeOf(v).MRO() {
		c.Own(func(name string, _ starlark.Value) bool {
			all = append(all, name)
			return true
		})
	}
	seen := make(map[string]bool, len(all))
	var names []string
	for _, name := range all {
		if seen[name] || strings.HasPrefix(name, "_") {
			continue
		}
		seen[name] = true
		if cls, ok := object.TypeOf(v).Lookup(name); ok {
			if _, ok := cls.(starlark.Callable); ok {
				names = append(names, name)
			}
			continue
		}
		x, err := object.GetAttr(thread, v, name)
		if err != nil {
			return nil, err
		}
		if callable(x) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// invoke calls a method of an object. The special methods are operations, which
// the engine's own types have without having the methods.
func (s *server) invoke(thread *starlark.Thread, m *managed, name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	env, v := s.st.env, m.v
	arg := func(i int) starlark.Value {
		if i < len(args) {
			return args[i]
		}
		return starlark.None
	}
	switch name {
	case "#GETVALUE":
		return v, nil
	case "__repr__":
		return str(object.Repr(env, v))
	case "__str__":
		return str(object.Str(env, v))
	case "__len__":
		n, err := object.Len(env, v)
		return starlark.MakeInt(n), err
	case "__getitem__":
		return object.GetItem(env, v, slicePart(arg(0)))
	case "__setitem__":
		return starlark.None, object.SetItem(env, v, slicePart(arg(0)), arg(1))
	case "__delitem__":
		return starlark.None, object.DelItem(env, v, slicePart(arg(0)))
	case "__contains__":
		ok, err := object.Contains(env, v, arg(0))
		return starlark.Bool(ok), err
	case "__add__":
		return object.Binary(env, "+", v, arg(0))
	case "__mul__":
		return object.Binary(env, "*", v, arg(0))
	case "__rmul__":
		return object.Binary(env, "*", arg(0), v)
	case "__imul__":
		r, err := object.Inplace(env, "*", v, arg(0))
		if err == nil {
			m.v = r
		}
		return starlark.None, err
	case "__eq__":
		ok, err := object.Equal(env, v, arg(0))
		return starlark.Bool(ok), err
	case "__iter__", "keys", "values", "items", "__reversed__":
		if _, dict := object.Unwrap(v).(*starlark.Dict); dict || m.simple {
			return elementsBy(thread, env, v, name)
		}
	case "__getattribute__":
		n, _ := text.AsString(arg(0))
		return object.GetAttr(thread, v, n)
	case "__setattr__":
		n, _ := text.AsString(arg(0))
		return starlark.None, object.SetAttr(thread, v, n, arg(1))
	case "__delattr__":
		n, _ := text.AsString(arg(0))
		return starlark.None, object.DelAttr(thread, v, n)
	}
	fn, err := object.GetAttr(thread, v, name)
	if err != nil {
		return nil, err
	}
	return object.CallKw(thread, fn, args, kwargs)
}

func str(s string, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return text.Str(s), nil
}

// elementsBy returns a list of what iterating in one of the ways gives.
func elementsBy(thread *starlark.Thread, env *object.Env, v starlark.Value, how string) (starlark.Value, error) {
	if d, ok := object.Unwrap(v).(*starlark.Dict); ok {
		var list []starlark.Value
		err := object.EachEntry(env, d, func(k, v starlark.Value) (err error) {
			switch how {
			case "values":
				k = v
			case "items":
				k = starlark.Tuple{k, v}
			}
			list, err = env.Push(list, k)
			return err
		})
		return starlark.NewList(list), err
	}
	list, err := object.Elements(env, v)
	if err != nil {
		return nil, err
	}
	list = append([]starlark.Value(nil), list...)
	if how == "__reversed__" {
		for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
			list[i], list[j] = list[j], list[i]
		}
	}
	return starlark.NewList(list), nil
}
