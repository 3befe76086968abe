package os

import (
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

// This file implements os.environ: a mapping that is the interpreter's environment
// itself. An instance has no state; it reads and writes the environment of whoever
// uses it.

var environIterator = object.Later(func() *object.Class { return cursor.NewClass(object.Spec{Name: "generator"}) })

var environClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "_Environ", Module: "os",
		Methods: map[string]object.Method{
			"__getitem__": environMethod("__getitem__", "key", func(e environ, a []starlark.Value) (starlark.Value, error) {
				return e.item(a[0])
			}),
			"__setitem__": environMethod("__setitem__", "key, value", func(e environ, a []starlark.Value) (starlark.Value, error) {
				return starlark.None, e.set(a[0], a[1])
			}),
			"__delitem__": environMethod("__delitem__", "key", func(e environ, a []starlark.Value) (starlark.Value, error) {
				if _, err := e.item(a[0]); err != nil {
					return nil, err
				}
				delete(e.vars, e.key(a[0]))
				return starlark.None, nil
			}),
			"__contains__": environMethod("__contains__", "key", func(e environ, a []starlark.Value) (starlark.Value, error) {
				_, ok, err := e.lookup(a[0])
				return starlark.Bool(ok), err
			}),
			"__len__": environMethod("__len__", "", func(e environ, a []starlark.Value) (starlark.Value, error) {
				return starlark.MakeInt(len(e.vars)), nil
			}),
			"__iter__": environMethod("__iter__", "", func(e environ, a []starlark.Value) (starlark.Value, error) {
				return cursor.New(e.env, environIterator.Get(), cursor.Slice(e.keys())), nil
			}),
			"__repr__": environMethod("__repr__", "", func(e environ, a []starlark.Value) (starlark.Value, error) {
				s, err := object.Repr(e.env, e.dict())
				return text.Str("environ(" + s + ")"), err
			}),
			"__eq__": environMethod("__eq__", "other", func(e environ, a []starlark.Value) (starlark.Value, error) {
				if d, ok := a[0].(*starlark.Dict); ok {
					eq, err := object.Equal(e.env, e.dict(), d)
					return starlark.Bool(eq), err
				}
				return starlark.Bool(object.IsInstance(a[0], object.TypeOf(e.self))), nil
			}),
			"__or__": environMethod("__or__", "other", func(e environ, a []starlark.Value) (starlark.Value, error) {
				return object.Binary(e.env, "|", e.dict(), a[0])
			}),
			"keys": environMethod("keys", "", func(e environ, a []starlark.Value) (starlark.Value, error) {
				return starlark.NewList(e.keys()), nil
			}),
			"values": environMethod("values", "", func(e environ, a []starlark.Value) (starlark.Value, error) {
				l := new(starlark.List)
				for _, item := range e.dict().Items() {
					if err := l.Append(item[1]); err != nil {
						return nil, err
					}
				}
				return l, nil
			}),
			"items": environMethod("items", "", func(e environ, a []starlark.Value) (starlark.Value, error) {
				l := new(starlark.List)
				for _, item := range e.dict().Items() {
					if err := l.Append(item); err != nil {
						return nil, err
					}
				}
				return l, nil
			}),
			"copy": environMethod("copy", "", func(e environ, a []starlark.Value) (starlark.Value, error) {
				return e.dict(), nil
			}),
			"get": environMethod("get", "key, default=", func(e environ, a []starlark.Value) (starlark.Value, error) {
				v, ok, err := e.lookup(a[0])
				if err != nil || ok {
					return v, err
				}
				return orNone(a[1]), nil
			}),
			"pop": environMethod("pop", "key, default=", func(e environ, a []starlark.Value) (starlark.Value, error) {
				v, ok, err := e.lookup(a[0])
				switch {
				case err != nil:
					return nil, err
				case ok:
					delete(e.vars, e.key(a[0]))
					return v, nil
				case a[1] != nil:
					return a[1], nil
				}
				return nil, exception.WithArgs(exception.KeyError, a[0])
			}),
			"popitem": environMethod("popitem", "", func(e environ, a []starlark.Value) (starlark.Value, error) {
				keys := e.keys()
				if len(keys) == 0 {
					return nil, exception.New(exception.KeyError, "")
				}
				v, err := e.item(keys[0])
				delete(e.vars, e.key(keys[0]))
				return starlark.Tuple{keys[0], v}, err
			}),
			"setdefault": environMethod("setdefault", "key, value", func(e environ, a []starlark.Value) (starlark.Value, error) {
				v, ok, err := e.lookup(a[0])
				if err != nil || ok {
					return v, err
				}
				return a[1], e.set(a[0], a[1])
			}),
			"clear": environMethod("clear", "", func(e environ, a []starlark.Value) (starlark.Value, error) {
				clear(e.vars)
				return starlark.None, nil
			}),
			"update": environMethod("update", "other=, /, **kwds", func(e environ, a []starlark.Value) (starlark.Value, error) {
				d := new(starlark.Dict)
				if a[0] != nil {
					v, err := object.Call(e.thread, object.DictType, a[0])
					if err != nil {
						return nil, err
					}
					d, _ = v.(*starlark.Dict)
				}
				for _, items := range [][]starlark.Tuple{d.Items(), a[1].(*starlark.Dict).Items()} {
					for _, item := range items {
						if err := e.set(item[0], item[1]); err != nil {
							return nil, err
						}
					}
				}
				return starlark.None, nil
			}),
		},
		New: func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, exception.New(exception.TypeError, "cannot create 'os._Environ' instances")
		},
		Final: true,
	})
})

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

// environ is the environment during one call.
type environ struct {
	thread *starlark.Thread
	env    *object.Env
	self   starlark.Value
	vars   map[string]string
}

func environOf(thread *starlark.Thread) environ {
	return environ{thread: thread, env: object.EnvOf(thread), vars: interp.Of(thread).Environ()}
}

func environMethod(name, spec string, fn func(e environ, a []starlark.Value) (starlark.Value, error)) object.Method {
	list := params.Method("_Environ."+name, spec)
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		e := environOf(thread)
		e.self = self
		return fn(e, a)
	}
}

// key returns the name under which a variable is kept; Windows does not tell
// large letters from small.
func (e environ) key(v starlark.Value) string {
	s, _ := text.AsString(v)
	s = fsEncode(s)
	if osName == "nt" {
		return strings.ToUpper(s)
	}
	return s
}

func checkString(v starlark.Value) error {
	if _, ok := text.AsString(v); !ok {
		return exception.New(exception.TypeError, "str expected, not %s", object.TypeName(v))
	}
	return nil
}

func (e environ) lookup(key starlark.Value) (starlark.Value, bool, error) {
	if err := checkString(key); err != nil {
		return nil, false, err
	}
	s, ok := e.vars[e.key(key)]
	return text.Str(s), ok, nil
}

func (e environ) item(key starlark.Value) (starlark.Value, error) {
	v, ok, err := e.lookup(key)
	if err == nil && !ok {
		err = exception.WithArgs(exception.KeyError, key)
	}
	return v, err
}

func (e environ) set(key, value starlark.Value) error {
	if err := checkString(key); err != nil {
		return err
	}
	if err := checkString(value); err != nil {
		return err
	}
	k := e.key(key)
	s, _ := text.AsString(value)
	return e.put(k, fsEncode(s))
}

func (e environ) put(key, value string) error {
	if strings.IndexByte(key, 0) >= 0 || strings.IndexByte(value, 0) >= 0 {
		return exception.New(exception.ValueError, "embedded null byte")
	}
	if key == "" || strings.IndexByte(key, '=') >= 0 {
		return exception.New(exception.ValueError, "illegal environment variable name")
	}
	// Script code that ran since e was made may have started a child, which shares what e.vars was.
	interp.Of(e.thread).Environ()[key] = value
	return nil
}

// keys returns the names, sorted: the environment has no order.
func (e environ) keys() []starlark.Value {
	names := make([]string, 0, len(e.vars))
	for name := range e.vars {
		names = append(names, name)
	}
	sort.Strings(names)
	keys := make([]starlark.Value, len(names))
	for i, name := range names {
		keys[i] = text.Str(name)
	}
	return keys
}

func (e environ) dict() *starlark.Dict {
	d := new(starlark.Dict)
	for _, k := range e.keys() {
		s, _ := text.AsString(k)
		if err := d.SetKey(k, text.Str(e.vars[fsEncode(s)])); err != nil {
			e.env.Raise(err)
		}
	}
	return d
}

var getenvParams = params.Func("getenv", "key, default=")

var getenvFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("getenv", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := getenvParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		v, ok, err := environOf(thread).lookup(a[0])
		if err != nil || ok {
			return v, err
		}
		return orNone(a[1]), nil
	})
})

var putenvFunc = object.Later(func() *starlark.Builtin {
	return native("putenv", text.Signature{Params: []string{"name", "value"}, Required: 2, Style: text.Packed},
		func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			name, err := readName(thread, a[0])
			if err != nil {
				return nil, err
			}
			value, err := readName(thread, a[1])
			if err != nil {
				return nil, err
			}
			return starlark.None, environOf(thread).put(name.path, value.path)
		})
})

var unsetenvFunc = object.Later(func() *starlark.Builtin {
	return native("unsetenv", text.Signature{Params: []string{"name"}, Required: 1, Style: text.Single},
		func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			name, err := readName(thread, a[0])
			if err != nil {
				return nil, err
			}
			delete(environOf(thread).vars, name.path)
			return starlark.None, nil
		})
})
