package builtin

import (
	"sort"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// The builtin functions that ask an object about itself.

func length(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one("len", args, kwargs)
	if err != nil {
		return nil, err
	}
	n, err := object.Len(object.EnvOf(thread), v)
	return starlark.MakeInt(n), err
}

func repr(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one("repr", args, kwargs)
	if err != nil {
		return nil, err
	}
	s, err := object.Repr(object.EnvOf(thread), v)
	return strOrError(thread, s, err)
}

func ascii(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one("ascii", args, kwargs)
	if err != nil {
		return nil, err
	}
	env := object.EnvOf(thread)
	s, err := object.ASCII(env, v)
	if err != nil {
		return nil, err
	}
	return env.Text(s)
}

func strOrError(thread *starlark.Thread, s string, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return object.EnvOf(thread).Text(s)
}

func format(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("format", args, kwargs, 1, 2); err != nil {
		return nil, err
	}
	spec := ""
	if len(args) > 1 {
		s, ok := text.AsString(object.Unwrap(args[1]))
		if !ok {
			return nil, typeError("format() argument 2 must be str, not %s", object.TypeName(args[1]))
		}
		spec = s
	}
	s, err := object.Format(object.EnvOf(thread), args[0], spec)
	return strOrError(thread, s, err)
}

func hash(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one("hash", args, kwargs)
	if err != nil {
		return nil, err
	}
	if c, ok := v.(Complex); ok {
		if h, ok := exactHash(nil, c); ok {
			return starlark.MakeInt64(h), nil
		}
	}
	h, err := object.Hash(object.EnvOf(thread), v)
	return starlark.MakeInt64(h), err
}

func id(_ *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one("id", args, kwargs)
	if err != nil {
		return nil, err
	}
	return starlark.MakeUint64(object.ID(v)), nil
}

func callable(_ *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one("callable", args, kwargs)
	if err != nil {
		return nil, err
	}
	return starlark.Bool(object.Callable(v)), nil
}

func any_(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return quantify(thread, "any", true, args, kwargs)
}

func all(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return quantify(thread, "all", false, args, kwargs)
}

// quantify looks for an element whose truth is stop.
func quantify(thread *starlark.Thread, name string, stop bool, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one(name, args, kwargs)
	if err != nil {
		return nil, err
	}
	env := object.EnvOf(thread)
	res := !stop
	err = each(thread, v, func(x starlark.Value) (bool, error) {
		t, err := object.Truth(env, x)
		if t == stop {
			res = stop
		}
		return t != stop, err
	})
	return starlark.Bool(res), err
}

func iterFunc(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("iter", args, kwargs, 1, 2); err != nil {
		return nil, err
	}
	if len(args) == 1 {
		return iterOf(thread, args[0])
	}
	if !object.Callable(args[0]) {
		return nil, typeError("iter(v, w): v must be callable")
	}
	return newIterator(thread, callableIteratorType, &callStream{object.EnvOf(thread), args[0], args[1]}), nil
}

func nextFunc(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("next", args, kwargs, 1, 2); err != nil {
		return nil, err
	}
	if len(args) == 1 {
		return next(thread, args[0])
	}
	v, ok, err := object.Next(object.EnvOf(thread), args[0])
	if err == nil && !ok {
		return args[1], nil
	}
	return v, err
}

// attrName returns the name of an attribute given as an argument.
func attrName(v starlark.Value) (string, error) {
	s, ok := text.AsString(object.Unwrap(v))
	if !ok {
		return "", typeError("attribute name must be string, not '%s'", object.TypeName(v))
	}
	return s, nil
}

func getattr(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("getattr", args, kwargs, 2, 3); err != nil {
		return nil, err
	}
	name, err := attrName(args[1])
	if err != nil {
		return nil, err
	}
	if len(args) > 2 {
		return object.GetAttrDefault(thread, args[0], name, args[2])
	}
	return object.GetAttr(thread, args[0], name)
}

func hasattr(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("hasattr", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	name, err := attrName(args[1])
	if err != nil {
		return nil, err
	}
	ok, err := object.HasAttr(thread, args[0], name)
	return starlark.Bool(ok), err
}

func setattr(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("setattr", args, kwargs, 3, 3); err != nil {
		return nil, err
	}
	name, err := attrName(args[1])
	if err != nil {
		return nil, err
	}
	return starlark.None, object.SetAttr(thread, args[0], name, args[2])
}

func delattr(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("delattr", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	name, err := attrName(args[1])
	if err != nil {
		return nil, err
	}
	return starlark.None, object.DelAttr(thread, args[0], name)
}

func isinstance(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("isinstance", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	ok, err := object.IsInstanceOf(object.EnvOf(thread), args[0], args[1])
	return starlark.Bool(ok), err
}

func issubclass(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("issubclass", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	cls, ok := args[0].(*object.Class)
	if !ok {
		return nil, typeError("issubclass() arg 1 must be a class")
	}
	ok, err := object.IsSubclassOf(object.EnvOf(thread), cls, args[1])
	return starlark.Bool(ok), err
}

func dir(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("dir", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		m, err := callerModule(thread, "dir")
		if err != nil {
			return nil, err
		}
		return sortedStrings(m.Names()), nil
	}
	names, err := object.Dir(thread, args[0])
	if err != nil {
		return nil, err
	}
	return sortedStrings(names), nil
}

func sortedStrings(names []string) starlark.Value {
	sort.Strings(names)
	elems := make([]starlark.Value, len(names))
	for i, n := range names {
		elems[i] = text.Str(n)
	}
	return starlark.NewList(elems)
}

// callerModule returns the module whose code called the builtin called name.
func callerModule(thread *starlark.Thread, name string) (*object.Module, error) {
	if s, ok := object.EnvOf(thread).Host.(Scoper); ok {
		if m := s.CallerModule(thread); m != nil {
			return m, nil
		}
	}
	return nil, notOffered(name)
}

// namespace is globals, and vars and locals where no function's variables are meant.
func namespace(name string) object.Func {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := noKeywords(name, kwargs); err != nil {
			return nil, err
		}
		if len(args) > 0 {
			return nil, typeError("%s() takes no arguments (%d given)", name, len(args))
		}
		m, err := callerModule(thread, name)
		if err != nil {
			return nil, err
		}
		return m.Attr("__dict__")
	}
}

func vars(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("vars", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return namespace("vars")(thread, nil, nil)
	}
	d, err := object.GetAttrDefault(thread, args[0], "__dict__", nil)
	if err == nil && d == nil {
		err = typeError("vars() argument must have __dict__ attribute")
	}
	return d, err
}
