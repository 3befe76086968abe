package array

import (
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// Class is the class array.
var Class *object.Lazy[*object.Class]

func init() { Class = object.Later(newClass) }

func newClass() *object.Class {
	return object.NewClass(object.Spec{
		Name: "array", Module: "array", Full: true,
		Doc: "A sequence of values of one C type: array(typecode[, initializer]).",
		New: create,
		Methods: map[string]object.Method{
			"__init__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, nil
			},
			"__len__":       method("__len__", 0, 0, (*call).length),
			"__iter__":      method("__iter__", 0, 0, (*call).iterate),
			"__repr__":      method("__repr__", 0, 0, (*call).repr),
			"__contains__":  method("__contains__", 1, 1, (*call).contains),
			"__getitem__":   method("__getitem__", 1, 1, (*call).getItem),
			"__setitem__":   method("__setitem__", 2, 2, (*call).setItem),
			"__delitem__":   method("__delitem__", 1, 1, (*call).deleteItem),
			"__add__":       method("__add__", 1, 1, (*call).add),
			"__mul__":       method("__mul__", 1, 1, (*call).multiply),
			"__rmul__":      method("__rmul__", 1, 1, (*call).multiply),
			"__iadd__":      method("__iadd__", 1, 1, (*call).addInPlace),
			"__imul__":      method("__imul__", 1, 1, (*call).multiplyInPlace),
			"__eq__":        comparison("__eq__", "=="),
			"__ne__":        comparison("__ne__", "!="),
			"__lt__":        comparison("__lt__", "<"),
			"__le__":        comparison("__le__", "<="),
			"__gt__":        comparison("__gt__", ">"),
			"__ge__":        comparison("__ge__", ">="),
			"__copy__":      method("__copy__", 0, 0, (*call).copy),
			"__deepcopy__":  method("__deepcopy__", 1, 1, (*call).copy),
			"__reduce_ex__": method("__reduce_ex__", 1, 1, (*call).reduce),
			"append":        method("append", 1, 1, (*call).append),
			"buffer_info":   method("buffer_info", 0, 0, (*call).bufferInfo),
			"byteswap":      method("byteswap", 0, 0, (*call).byteswap),
			"count":         method("count", 1, 1, (*call).count),
			"extend":        method("extend", 1, 1, (*call).extend),
			"frombytes":     method("frombytes", 1, 1, (*call).fromBytes),
			"fromfile":      method("fromfile", 2, 2, (*call).fromFile),
			"fromlist":      method("fromlist", 1, 1, (*call).fromList),
			"fromunicode":   method("fromunicode", 1, 1, (*call).fromUnicode),
			"index":         method("index", 1, 3, (*call).index),
			"insert":        method("insert", 2, 2, (*call).insert),
			"pop":           method("pop", 0, 1, (*call).pop),
			"remove":        method("remove", 1, 1, (*call).remove),
			"reverse":       method("reverse", 0, 0, (*call).reverse),
			"tobytes":       method("tobytes", 0, 0, (*call).toBytes),
			"tofile":        method("tofile", 1, 1, (*call).toFile),
			"tolist":        method("tolist", 0, 0, (*call).toList),
			"tounicode":     method("tounicode", 0, 0, (*call).toUnicode),
		},
		Properties: map[string]object.Property{
			"typecode": property("typecode", func(a *items) starlark.Value { return starlark.String(string(a.code.char)) }),
			"itemsize": property("itemsize", func(a *items) starlark.Value { return starlark.MakeInt(a.code.size) }),
		},
		Values: map[string]starlark.Value{"__hash__": starlark.None},
	})
}

// iteratorClass is that of iterators over arrays.
var iteratorClass = object.Later(func() *object.Class {
	return cursor.NewClass(object.Spec{Name: "arrayiterator", Module: "array", Full: true})
})

// A call is one of a method.
type call struct {
	*items
	thread *starlark.Thread
	env    *object.Env
	self   starlark.Value
	args   starlark.Tuple
}

// method makes a method that takes from min to max arguments by position.
func method(name string, min, max int, f func(*call) (starlark.Value, error)) object.Method {
	style := text.Positional
	switch {
	case max == 0:
		style = text.Nothing
	case min == 1 && max == 1:
		style = text.Single
	}
	params := []string{"a", "b", "c"}
	signature := &text.Signature{Owner: "array", Func: name, Style: style, Params: params[:max], Required: min}
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a := of(self)
		if a == nil {
			return nil, exception.New(exception.TypeError, "descriptor '%s' requires a 'array.array' object but received a '%s'", name, object.TypeName(self))
		}
		if len(kwargs) > 0 || len(args) < min || len(args) > max {
			if len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "array.%s() takes no keyword arguments", name)
			}
			if _, err := signature.Parse(args, nil); err != nil {
				return nil, err
			}
		}
		return f(&call{a, thread, object.EnvOf(thread), self, args})
	}
}

func property(name string, get func(*items) starlark.Value) object.Property {
	return object.Property{
		Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			a := of(self)
			if a == nil {
				return nil, exception.New(exception.TypeError, "descriptor '%s' for 'array.array' objects doesn't apply to a '%s' object", name, object.TypeName(self))
			}
			return get(a), nil
		},
		Set: func(*starlark.Thread, starlark.Value, starlark.Value) error {
			return exception.New(exception.AttributeError, "attribute '%s' of 'array.array' objects is not writable", name)
		},
	}
}

// create makes an array of a typecode and what it begins with.
func create(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch {
	case len(kwargs) > 0 && cls == Class.Get():
		return nil, exception.New(exception.TypeError, "array.array() takes no keyword arguments")
	case len(args) == 0:
		return nil, exception.New(exception.TypeError, "array() takes at least 1 argument (0 given)")
	case len(args) > 2 && cls == Class.Get():
		return nil, exception.New(exception.TypeError, "array() takes at most 2 arguments (%d given)", len(args))
	}
	s, ok := text.AsString(object.Unwrap(args[0]))
	r, size := utf8.DecodeRuneInString(s)
	if !ok || size == 0 || size != len(s) {
		return nil, exception.New(exception.TypeError, "array() argument 1 must be a unicode character, not %s", object.TypeName(args[0]))
	}
	c := codeOf(r)
	if c == nil {
		return nil, exception.New(exception.ValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
	}
	a := &items{code: c}
	if len(args) > 1 {
		if err := a.begin(thread, args[1]); err != nil {
			return nil, err
		}
	}
	return instance(object.EnvOf(thread), cls, a), nil
}

// begin fills an empty array.
func (a *items) begin(thread *starlark.Thread, v starlark.Value) error {
	env := object.EnvOf(thread)
	if s, ok := text.AsString(object.Unwrap(v)); ok {
		if a.code.kind != character {
			return exception.New(exception.TypeError, "cannot use a str to initialize an array with typecode '%c'", a.code.char)
		}
		return a.fromString(env, s)
	}
	if b := of(v); b != nil {
		switch {
		case b.code == a.code:
			return a.extend(thread, v)
		case b.code.kind == character:
			return exception.New(exception.TypeError, "cannot use a unicode array to initialize an array with typecode '%c'", a.code.char)
		}
		for i := range b.count() {
			x, err := b.get(i)
			if err == nil {
				err = a.append(thread, x)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	if i, ok := v.(*object.Instance); !ok || i.Native == nil || text.StoreOf(v) == nil { // a memoryview is an iterable of items here
		if b, ok := text.AsBytes(object.Unwrap(v)); ok {
			return a.fromBytes(env, b)
		}
	}
	return a.extend(thread, v)
}
