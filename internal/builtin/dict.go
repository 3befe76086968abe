package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

func newDict(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := count("dict", args, 0, 1); err != nil {
		return nil, err
	}
	d := new(starlark.Dict)
	if len(args) > 0 {
		var err error
		if d, err = object.EnvOf(thread).NewDict(presize(args[0])); err != nil {
			return nil, err
		}
	}
	return d, updateDict(thread, d, args, kwargs)
}

// updateDict is dict.update with the given arguments.
func updateDict(thread *starlark.Thread, d *starlark.Dict, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if len(args) > 0 {
		if err := merge(thread, d, args[0]); err != nil {
			return err
		}
	}
	env := object.EnvOf(thread)
	for _, kw := range kwargs {
		if err := env.SetKey(d, object.KeywordKey(kw[0]), kw[1]); err != nil {
			return err
		}
		if err := env.Tick(); err != nil {
			return err
		}
	}
	return nil
}

// merge sets the items of v, a mapping or an iterable of pairs, in d.
func merge(thread *starlark.Thread, d *starlark.Dict, v starlark.Value) error {
	if other, ok := object.Unwrap(v).(*starlark.Dict); ok {
		if other == d {
			return nil
		}
		t, env := ticker{thread: thread}, object.EnvOf(thread)
		for k, x := range other.Entries() {
			if err := env.SetKey(d, k, x); err != nil {
				return err
			}
			if err := t.tick(); err != nil {
				return err
			}
		}
		return nil
	}
	env := object.EnvOf(thread)
	if has, err := hasKeys(thread, v); err != nil {
		return err
	} else if has {
		f, err := object.GetAttr(thread, v, "keys")
		if err != nil {
			return err
		}
		keys, err := object.Call(thread, f)
		if err != nil {
			return err
		}
		return each(thread, keys, func(k starlark.Value) (bool, error) {
			x, err := object.GetItem(env, v, k)
			if err != nil {
				return false, err
			}
			return true, env.SetKey(d, k, x)
		})
	}
	i := 0
	return each(thread, v, func(item starlark.Value) (bool, error) {
		if d.Len() >= maxElements {
			return false, memoryError()
		}
		pair, ok := item.(starlark.Tuple)
		if !ok {
			elems, err := collect(thread, item)
			if err != nil {
				if exc, ok := object.AsException(env, err); ok && exc.Class().IsSubclass(object.TypeError) {
					err = typeError("cannot convert dictionary update sequence element #%d to a sequence", i)
				}
				return false, err
			}
			pair = elems
		}
		if len(pair) != 2 {
			return false, valueError("dictionary update sequence element #%d has length %d; 2 is required", i, len(pair))
		}
		i++
		return true, env.SetKey(d, pair[0], pair[1])
	})
}

// hasKeys reports whether v is a mapping as dict() sees it: it has a method keys.
func hasKeys(thread *starlark.Thread, v starlark.Value) (bool, error) {
	switch v.(type) {
	case *object.Instance, *starlark.Builtin:
		return object.HasAttr(thread, v, "keys")
	case *starlark.List, starlark.Tuple, *Iterator, *starlark.Set, *Frozenset, *DictView:
		return false, nil
	case starlark.IterableMapping:
		return true, nil
	case object.Typed:
		return object.HasAttr(thread, v, "keys")
	}
	return false, nil
}

func viewMethod(name string, part dictPart) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("dict", name, args, kwargs); err != nil {
			return nil, err
		}
		return newView(thread, self.(*starlark.Dict), part), nil
	}
}

var dictMethods = map[string]object.Method{
	"keys":   viewMethod("keys", dictKeys),
	"values": viewMethod("values", dictValues),
	"items":  viewMethod("items", dictItems),
	"clear": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("dict", "clear", args, kwargs); err != nil {
			return nil, err
		}
		return starlark.None, self.(*starlark.Dict).Clear()
	},
	"copy": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("dict", "copy", args, kwargs); err != nil {
			return nil, err
		}
		d, err := object.EnvOf(thread).NewDict(self.(*starlark.Dict).Len())
		if err != nil {
			return nil, err
		}
		return d, merge(thread, d, self)
	},
	"get": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := between("dict", "get", args, kwargs, 1, 2); err != nil {
			return nil, err
		}
		v, found, err := object.EnvOf(thread).Item(self.(*starlark.Dict), args[0])
		switch {
		case err != nil:
			return nil, err
		case found:
			return v, nil
		case len(args) > 1:
			return args[1], nil
		}
		return starlark.None, nil
	},
	"pop": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := between("dict", "pop", args, kwargs, 1, 2); err != nil {
			return nil, err
		}
		v, found, err := object.EnvOf(thread).DeleteKey(self.(*starlark.Dict), args[0])
		switch {
		case err != nil:
			return nil, err
		case found:
			return v, nil
		case len(args) > 1:
			return args[1], nil
		}
		return nil, exception.WithArgs(exception.KeyError, args[0])
	},
	"popitem": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("dict", "popitem", args, kwargs); err != nil {
			return nil, err
		}
		d := self.(*starlark.Dict)
		if d.Len() == 0 {
			return nil, exception.WithArgs(exception.KeyError, starlark.String("popitem(): dictionary is empty"))
		}
		k, _, ok := engine.Last(d)
		if !ok {
			keys := d.Keys()
			k = keys[len(keys)-1]
		}
		v, _, err := d.Delete(k)
		return starlark.Tuple{k, v}, err
	},
	"setdefault": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := between("dict", "setdefault", args, kwargs, 1, 2); err != nil {
			return nil, err
		}
		d := self.(*starlark.Dict)
		v, found, err := object.EnvOf(thread).Item(d, args[0])
		if err != nil || found {
			return v, err
		}
		v = starlark.None
		if len(args) > 1 {
			v = args[1]
		}
		return v, object.EnvOf(thread).SetKey(d, args[0], v)
	},
	"update": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := count("update", args, 0, 1); err != nil {
			return nil, err
		}
		return starlark.None, updateDict(thread, self.(*starlark.Dict), args, kwargs)
	},
}

// fromKeys is dict.fromkeys, a class method.
func fromKeys(thread *starlark.Thread, cls starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := between("dict", "fromkeys", args, kwargs, 1, 2); err != nil {
		return nil, err
	}
	var v starlark.Value = starlark.None
	if len(args) > 1 {
		v = args[1]
	}
	if c, ok := cls.(*object.Class); ok && c != object.DictType {
		d, err := c.Call(thread, nil, nil)
		if err != nil {
			return nil, err
		}
		env := object.EnvOf(thread)
		return d, each(thread, args[0], func(k starlark.Value) (bool, error) {
			return true, object.SetItem(env, d, k, v)
		})
	}
	env := object.EnvOf(thread)
	d, err := env.NewDict(presize(args[0]))
	if err != nil {
		return nil, err
	}
	return d, each(thread, args[0], func(k starlark.Value) (bool, error) {
		if d.Len() >= maxElements {
			return false, memoryError()
		}
		return true, env.SetKey(d, k, v)
	})
}
