package builtin

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

var (
	memoryviewNew  = text.Signature{Func: "memoryview", Params: []string{"object"}, Required: 1}
	memoryviewCast = text.Signature{Owner: "memoryview", Func: "cast", Params: []string{"format", "shape"}, Required: 1}
	memoryviewCopy = text.Signature{Owner: "memoryview", Func: "tobytes", Params: []string{"order"}}
)

// memoryMethod is a method of memoryview.
func memoryMethod(f func(env *object.Env, m *view, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		m, err := viewOf(self)
		if err != nil {
			return nil, err
		}
		return f(object.EnvOf(thread), m, self, args, kwargs)
	}
}

// plainMemoryMethod is one without arguments.
func plainMemoryMethod(name string, f func(env *object.Env, m *view, self starlark.Value) (starlark.Value, error)) object.Method {
	return memoryMethod(func(env *object.Env, m *view, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		switch {
		case len(kwargs) > 0:
			return nil, typeError("memoryview.%s() takes no keyword arguments", name)
		case len(args) > 0:
			return nil, typeError("memoryview.%s() takes no arguments (%d given)", name, len(args))
		}
		return f(env, m, self)
	})
}

// viewProperty is an attribute of memoryview.
func viewProperty(name string, f func(m *view) starlark.Value) object.Property {
	return object.Property{
		Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			m, err := viewOf(self)
			if err != nil {
				return nil, err
			}
			return f(m), nil
		},
		Set: func(*starlark.Thread, starlark.Value, starlark.Value) error {
			return exception.New(exception.AttributeError, "attribute '%s' of 'memoryview' objects is not writable", name)
		},
	}
}

// MemoryviewType is the class memoryview: a window on the memory of bytes, bytearray,
// array or shared memory, of one dimension.
var MemoryviewType = object.NewClass(object.Spec{Name: "memoryview", Final: true})

func init() { object.RegisterType(MemoryviewType, memoryviewSpec) }

var memoryviewSpec = object.Spec{
	New: func(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if n := len(args) + len(kwargs); n > 1 {
			return nil, typeError("memoryview() takes at most 1 argument (%d given)", n)
		}
		a, err := memoryviewNew.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		m, err := viewOn(thread, a[0])
		if err != nil {
			return nil, err
		}
		if m == nil {
			return nil, typeError("memoryview: a bytes-like object is required, not '%s'", object.TypeName(a[0]))
		}
		return m.instance(object.EnvOf(thread)), nil
	},
	Methods: map[string]object.Method{
		"__init__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, nil
		},
		"__len__": plainMemoryMethod("__len__", func(_ *object.Env, m *view, _ starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt(m.n), nil
		}),
		"__getitem__": memoryMethod(func(env *object.Env, m *view, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			key, err := one("memoryview.__getitem__", args, kwargs)
			if err != nil {
				return nil, err
			}
			return m.get(env, key)
		}),
		"__setitem__": memoryMethod(func(env *object.Env, m *view, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := positional("__setitem__", args, kwargs, 2, 2); err != nil {
				return nil, err
			}
			return starlark.None, m.set(env, args[0], args[1])
		}),
		"__delitem__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, typeError("cannot delete memory")
		},
		"__eq__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			y, err := one("memoryview.__eq__", args, kwargs)
			if err != nil {
				return nil, err
			}
			m := self.(*object.Instance).Native.(*view)
			return m.equal(object.EnvOf(thread), self, y)
		},
		"__hash__": plainMemoryMethod("__hash__", func(env *object.Env, m *view, _ starlark.Value) (starlark.Value, error) {
			switch {
			case !m.readOnly:
				return nil, valueError("cannot hash writable memoryview object")
			case m.item != 1 || m.format == '?':
				return nil, valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
			}
			b, err := m.bytes(env)
			if err != nil {
				return nil, err
			}
			return hash(env.Thread, starlark.Tuple{text.OwnBytes(b)}, nil)
		}),
		"__repr__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return text.Str(self.(*object.Instance).Native.(*view).repr(self)), nil
		},
		"__enter__": plainMemoryMethod("__enter__", func(_ *object.Env, _ *view, self starlark.Value) (starlark.Value, error) {
			return self, nil
		}),
		"__exit__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			self.(*object.Instance).Native.(*view).release()
			return starlark.None, nil
		},
		"release": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args)+len(kwargs) > 0 {
				return nil, typeError("memoryview.release() takes no arguments (%d given)", len(args)+len(kwargs))
			}
			self.(*object.Instance).Native.(*view).release()
			return starlark.None, nil
		},
		"tobytes": memoryMethod(func(env *object.Env, m *view, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := memoryviewCopy.Parse(args, kwargs)
			if err != nil {
				return nil, err
			}
			if a[0] != nil && a[0] != starlark.None {
				s, ok := text.AsString(object.Unwrap(a[0]))
				if !ok {
					return nil, typeError("tobytes() argument 'order' must be str or None, not %s", object.TypeName(a[0]))
				}
				if s != "C" && s != "F" && s != "A" {
					return nil, valueError("order must be 'C', 'F' or 'A'")
				}
			}
			if err := env.Reserve(int64(m.nbytes())); err != nil {
				return nil, err
			}
			b, err := m.bytes(env)
			if err != nil {
				return nil, err
			}
			return text.OwnBytes(b), nil
		}),
		"tolist": plainMemoryMethod("tolist", func(env *object.Env, m *view, _ starlark.Value) (starlark.Value, error) {
			if err := env.Reserve(int64(m.n) * 16); err != nil {
				return nil, err
			}
			items, err := m.values(env)
			return starlark.NewList(items), err
		}),
		"hex": memoryMethod(func(env *object.Env, m *view, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			b, err := m.bytes(env)
			if err != nil {
				return nil, err
			}
			f, err := text.OwnBytes(b).Attr("hex")
			if err != nil {
				return nil, err
			}
			return object.CallKw(env.Thread, f, args, kwargs)
		}),
		"toreadonly": plainMemoryMethod("toreadonly", func(env *object.Env, m *view, _ starlark.Value) (starlark.Value, error) {
			again := *m
			again.readOnly = true
			return again.instance(env), nil
		}),
		"cast": memoryMethod(castView),
		"__reduce_ex__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, typeError("cannot pickle memoryview objects")
		},
	},
	Properties: map[string]object.Property{
		"obj":        viewProperty("obj", func(m *view) starlark.Value { return m.obj }),
		"nbytes":     viewProperty("nbytes", func(m *view) starlark.Value { return starlark.MakeInt(m.nbytes()) }),
		"itemsize":   viewProperty("itemsize", func(m *view) starlark.Value { return starlark.MakeInt(m.item) }),
		"format":     viewProperty("format", func(m *view) starlark.Value { return starlark.String(string(m.format)) }),
		"ndim":       viewProperty("ndim", func(*view) starlark.Value { return starlark.MakeInt(1) }),
		"shape":      viewProperty("shape", func(m *view) starlark.Value { return starlark.Tuple{starlark.MakeInt(m.n)} }),
		"strides":    viewProperty("strides", func(m *view) starlark.Value { return starlark.Tuple{starlark.MakeInt(m.stride)} }),
		"suboffsets": viewProperty("suboffsets", func(*view) starlark.Value { return starlark.Tuple{} }),
		"readonly":   viewProperty("readonly", func(m *view) starlark.Value { return starlark.Bool(m.readOnly) }),
		"contiguous": viewProperty("contiguous", func(m *view) starlark.Value { return starlark.Bool(m.contiguous()) }),
		"c_contiguous": viewProperty("c_contiguous", func(m *view) starlark.Value {
			return starlark.Bool(m.contiguous())
		}),
		"f_contiguous": viewProperty("f_contiguous", func(m *view) starlark.Value {
			return starlark.Bool(m.contiguous())
		}),
	},
}

// viewOn returns a new view of what a bytes-like object shows; nil if v is not one.
func viewOn(thread *starlark.Thread, v starlark.Value) (*view, error) {
	if i, ok := v.(*object.Instance); ok {
		switch n := i.Native.(type) {
		case *view:
			again := *n
			return &again, n.check()
		case releasedBuffer:
			return nil, errReleased
		case *pickleBuffer:
			again := *n.view
			return &again, n.check()
		}
	}
	store := text.StoreOf(v)
	if store == nil {
		return nil, nil
	}
	m := NewMemoryview(object.EnvOf(thread), v, store).Native.(*view)
	if format, size := text.ItemFormat(v); viewFormats[format] == size {
		m.format, m.item, m.stride, m.n = format, size, size, m.size/size
	}
	return m, nil
}

// castView is cast(): the same bytes as items of another format.
func castView(env *object.Env, m *view, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := memoryviewCast.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	s, ok := text.AsString(object.Unwrap(a[0]))
	if !ok {
		return nil, typeError("cast() argument 'format' must be str, not %s", object.TypeName(a[0]))
	}
	if a[1] != nil {
		return nil, exception.New(exception.NotImplementedError, "memoryview.cast() to a shape is not part of mpstar: views have one dimension")
	}
	if !m.contiguous() {
		return nil, typeError("memoryview: casts are restricted to C-contiguous views")
	}
	s = strings.TrimPrefix(s, "@")
	if s == "e" || s == "P" {
		return nil, exception.New(exception.NotImplementedError, "memoryview.cast() to format '%s' is not part of mpstar", s)
	}
	if len(s) != 1 || viewFormats[s[0]] == 0 {
		return nil, valueError("memoryview: destination format must be a native single character format prefixed with an optional '@'")
	}
	byteFormat := func(c byte) bool { return c == 'B' || c == 'b' || c == 'c' }
	if !byteFormat(s[0]) && !byteFormat(m.format) {
		return nil, typeError("memoryview: cannot cast between two non-byte formats")
	}
	size := viewFormats[s[0]]
	if m.nbytes()%size != 0 {
		return nil, typeError("memoryview: length is not a multiple of itemsize")
	}
	again := *m
	again.format, again.item, again.stride, again.n = s[0], size, size, m.nbytes()/size
	return again.instance(env), nil
}
