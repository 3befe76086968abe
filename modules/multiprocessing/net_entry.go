package multiprocessing

import (
	"fmt"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is the table of objects that the server of a manager with an address keeps, each with its count of references.

// A netEntry is an object of the server.
type netEntry struct {
	m       *managed
	exposed []string
	types   *starlark.Dict // method -> typeid of its result, or nil
	refs    int
}

func (e *netEntry) names() starlark.Tuple {
	t := make(starlark.Tuple, len(e.exposed))
	for i, n := range e.exposed {
		t[i] = text.Str(n)
	}
	return t
}

func (s *netServer) incref(ident string) error {
	e := s.objects[ident]
	if e == nil {
		if e = s.owned[ident]; e == nil {
			return exception.WithArgs(exception.KeyError, text.Str(ident))
		}
		s.objects[ident] = e
	}
	e.refs++
	return nil
}

func (s *netServer) decref(ident string) error {
	e := s.objects[ident]
	if e == nil {
		if s.owned[ident] != nil {
			return nil
		}
		return exception.WithArgs(exception.KeyError, text.Str(ident))
	}
	if e.refs--; e.refs <= 0 {
		delete(s.objects, ident)
	}
	return nil
}

// own keeps an object that another object of the server refers to, for as long as the server runs.
func (s *netServer) own(ident string) {
	if e := s.objects[ident]; e != nil {
		s.owned[ident] = e
	}
}

// create makes an object, with one reference.
func (s *netServer) create(thread *starlark.Thread, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (string, *netEntry, error) {
	e := &netEntry{refs: 1}
	entry, registered, err := s.registry.Get(text.Str(typeid))
	if err != nil {
		return "", nil, err
	}
	var v, exposed, types starlark.Value = nil, starlark.None, starlark.None
	simple := false
	switch t, builtin := netTypes.Get()[typeid]; {
	case registered:
		reg := entry.(starlark.Tuple)
		exposed, types = reg[1], reg[2]
		if reg[0] == starlark.None {
			if len(args) != 1 || len(kwargs) > 0 {
				return "", nil, valueError("Without callable, must have one non-keyword argument")
			}
			v = args[0]
		} else if v, err = object.CallKw(thread, reg[0], args, kwargs); err != nil {
			return "", nil, err
		}
	case builtin && s.sync:
		if v, err = t.create(thread, typeid, args, kwargs); err != nil {
			return "", nil, err
		}
		_, simple = builtinTypes[typeid]
		if t.class != nil {
			exposed, _ = t.class.Lookup("_exposed_")
			types = t.types()
		}
	default:
		return "", nil, exception.WithArgs(exception.KeyError, text.Str(typeid))
	}
	if exposed == nil || exposed == starlark.None {
		if e.exposed, err = publicMethods(thread, v); err != nil {
			return "", nil, err
		}
	} else if e.exposed, err = s.st.names(exposed); err != nil {
		return "", nil, err
	}
	if types != starlark.None {
		d, ok := types.(*starlark.Dict)
		if !ok {
			return "", nil, exception.New(exception.TypeError, "Method_to_typeid %s: type %s, not dict", types, object.TypeOf(types))
		}
		e.types = d
		names, err := s.st.names(d)
		if err != nil {
			return "", nil, err
		}
		e.exposed = append(e.exposed, names...)
	}
	e.m = &managed{v: v, simple: simple}
	s.lastID++
	ident := fmt.Sprintf("%x", 0x10000000+s.lastID)
	s.objects[ident] = e
	return ident, e, nil
}
