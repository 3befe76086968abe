package multiprocessing

import (
	"math"
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/modules/ctypes"
)

// This file defines the classes of what Namespace(), Value() and Array() of a
// manager make in its server.

var namespaceClass = object.NewClass(object.Spec{
	Name: "Namespace", Module: "multiprocessing.managers",
	Methods: map[string]object.Method{
		"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, fillNamespace(self.(*object.Instance), args, kwargs)
		},
		"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			i := self.(*object.Instance)
			var parts []string
			for _, name := range i.Names() {
				if strings.HasPrefix(name, "_") {
					continue
				}
				v, _ := i.Own(name)
				shown, err := object.Repr(i.Env(), v)
				if err != nil {
					return nil, err
				}
				parts = append(parts, name+"="+shown)
			}
			sort.Strings(parts)
			return text.Str(i.Class().Name() + "(" + strings.Join(parts, ", ") + ")"), nil
		},
	},
})

func fillNamespace(i *object.Instance, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if len(args) > 0 {
		return exception.New(exception.TypeError, "Namespace.__init__() takes 1 positional argument but %d were given", len(args)+1)
	}
	for _, kv := range kwargs {
		name, _ := text.AsString(kv[0])
		i.Set(name, kv[1])
	}
	return nil
}

func newNamespace(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i := object.NewInstance(object.EnvOf(thread), namespaceClass)
	return i, fillNamespace(i, args, kwargs)
}

// managedValue is what manager.Value() makes: any value, whatever the typecode.
var managedValue = object.NewClass(object.Spec{
	Name: "Value", Module: "multiprocessing.managers",
	Methods: map[string]object.Method{
		"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, fillValue(self.(*object.Instance), args, kwargs)
		},
		"get": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := bare("Value.get", args, kwargs); err != nil {
				return nil, err
			}
			return attr(self.(*object.Instance), "_value")
		},
		"set": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := valueSetParams.Bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			self.(*object.Instance).Set("_value", a[0])
			return starlark.None, nil
		},
		"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			i := self.(*object.Instance)
			var shown [2]string
			for n, name := range []string{"_typecode", "_value"} {
				v, err := attr(i, name)
				if err != nil {
					return nil, err
				}
				if shown[n], err = object.Repr(i.Env(), v); err != nil {
					return nil, err
				}
			}
			return text.Str(i.Class().Name() + "(" + shown[0] + ", " + shown[1] + ")"), nil
		},
	},
	Properties: map[string]object.Property{"value": {
		Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			return attr(self.(*object.Instance), "_value")
		},
		Set: func(_ *starlark.Thread, self, v starlark.Value) error {
			self.(*object.Instance).Set("_value", v)
			return nil
		},
	}},
})

var (
	valueSetParams     = params.Method("Value.set", "value")
	managedValueParams = params.Method("Value.__init__", "typecode, value, lock=")
	typedArrayParams   = params.Func("Array", "typecode, sequence, lock=")
)

func fillValue(i *object.Instance, args starlark.Tuple, kwargs []starlark.Tuple) error {
	a, err := managedValueParams.Bind(args, kwargs)
	if err != nil {
		return err
	}
	i.Set("_typecode", a[0])
	i.Set("_value", a[1])
	return nil
}

func newManagedValue(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i := object.NewInstance(object.EnvOf(thread), managedValue)
	return i, fillValue(i, args, kwargs)
}

// A typedArray is the native state of an array.array, as far as manager.Array()
// needs it.
type typedArray struct {
	code  string
	typ   *ctypes.Type
	elems []starlark.Value // immutable values
}

// Transfer implements [pickle.Transferer]: an array goes as a copy.
func (a *typedArray) Transfer(p *pickle.Packer) (pickle.Import, error) {
	elems, err := p.Pack(append(starlark.Tuple(nil), a.elems...))
	if err != nil {
		return nil, err
	}
	return p.Portable("multiprocessing.typedarray", pickle.Strings(a.code), []pickle.Ref{elems})
}

func loadTypedArray(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(1)
	if err != nil {
		return nil, err
	}
	typ := typecodes[s[0]]
	v, err := p.Whole(u, 0)
	if err != nil {
		return nil, err
	}
	elems, ok := v.(starlark.Tuple)
	if typ == nil || !ok {
		return nil, p.Damaged()
	}
	return &typedArray{s[0], typ, append([]starlark.Value(nil), elems...)}, nil
}

// typedArrayClass is made last: its methods make instances of it.
var typedArrayClass *object.Class

func init() {
	typedArrayClass = object.NewClass(object.Spec{
		Name: "array", Module: "array",
		New: cannotCreate("array.array"),
		Methods: map[string]object.Method{
			"__len__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.MakeInt(len(typedArrayOf(self).elems)), nil
			},
			"__getitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a := typedArrayOf(self)
				list := starlark.NewList(append([]starlark.Value(nil), a.elems...))
				v, err := object.GetItem(object.EnvOf(thread), list, args[0])
				if err != nil {
					return nil, a.word(err)
				}
				if part, ok := v.(*starlark.List); ok {
					i := object.NewInstance(object.EnvOf(thread), typedArrayClass)
					cut := &typedArray{code: a.code, typ: a.typ}
					for k := range part.Len() {
						cut.elems = append(cut.elems, part.Index(k))
					}
					i.Native = cut
					return i, nil
				}
				return v, nil
			},
			"__setitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a := typedArrayOf(self)
				env := object.EnvOf(thread)
				v := args[1]
				if src, ok := v.(*object.Instance); ok && src.Class() == typedArrayClass {
					v = starlark.NewList(append([]starlark.Value(nil), typedArrayOf(src).elems...))
				} else if _, slice := args[0].(*object.Slice); slice {
					return nil, exception.New(exception.TypeError, "can only assign array (not \"%s\") to array slice", object.TypeName(v))
				} else {
					var err error
					if v, err = a.convert(env, v); err != nil {
						return nil, err
					}
				}
				list := starlark.NewList(append([]starlark.Value(nil), a.elems...))
				if err := object.SetItem(env, list, args[0], v); err != nil {
					return nil, a.word(err)
				}
				a.elems = a.elems[:0]
				for k := range list.Len() {
					a.elems = append(a.elems, list.Index(k))
				}
				return starlark.None, nil
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a := typedArrayOf(self)
				if len(a.elems) == 0 {
					return text.Str("array('" + a.code + "')"), nil
				}
				var shown string
				var err error
				if a.code == "u" {
					s := ""
					for _, e := range a.elems {
						c, _ := text.AsString(e)
						s += c
					}
					shown = text.Repr(s)
				} else if shown, err = object.Repr(object.EnvOf(thread), starlark.NewList(a.elems)); err != nil {
					return nil, err
				}
				return text.Str("array('" + a.code + "', " + shown + ")"), nil
			},
		},
	})
}

// typedArrayOf returns the array behind self; only newTypedArray makes instances.
func typedArrayOf(self starlark.Value) *typedArray {
	return self.(*object.Instance).Native.(*typedArray)
}

// word makes a list's error an array's.
func (a *typedArray) word(err error) error {
	if e, ok := err.(*exception.Error); ok {
		return exception.New(e.Kind, "%s", strings.Replace(e.Msg, "list ", "array ", 1))
	}
	return err
}

func newTypedArray(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p, err := typedArrayParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	code, ok := text.AsString(p[0])
	if !ok {
		return nil, exception.New(exception.TypeError, "array() argument 1 must be a unicode character, not %s", object.TypeName(p[0]))
	}
	t := typecodes[code]
	if t == nil || code == "c" {
		return nil, valueError("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
	}
	env := object.EnvOf(thread)
	elems, err := object.Elements(env, p[1])
	if err != nil {
		return nil, err
	}
	a := &typedArray{code: code, typ: t, elems: make([]starlark.Value, len(elems))}
	for i, e := range elems {
		if a.elems[i], err = a.convert(env, e); err != nil {
			return nil, err
		}
	}
	i := object.NewInstance(env, typedArrayClass)
	i.Native = a
	return i, nil
}

// arrayRange is what array.array calls C's integer types in its messages.
var arrayRange = map[string]string{"b": "signed char", "B": "unsigned byte integer", "h": "short integer", "H": "unsigned short"}

// convert makes v an element. Unlike ctypes, array.array refuses integers that do
// not fit.
func (a *typedArray) convert(env *object.Env, v starlark.Value) (starlark.Value, error) {
	if strings.Contains("bhilqBHILQ", a.code) {
		i, err := integer(v)
		if err != nil {
			return nil, err
		}
		low, high := starlark.MakeInt(0), starlark.MakeUint64(math.MaxUint64>>(64-8*a.typ.Size))
		if a.code >= "a" {
			high = starlark.MakeUint64(math.MaxUint64 >> (65 - 8*a.typ.Size))
			low = starlark.MakeInt(-1).Sub(high)
		}
		name, ok := arrayRange[a.code]
		if !ok {
			name = "integer"
			if a.code >= "a" {
				name = "signed integer"
			}
		}
		if less(i, low) {
			return nil, exception.New(exception.OverflowError, "%s is less than minimum", name)
		}
		if less(high, i) {
			return nil, exception.New(exception.OverflowError, "%s is greater than maximum", name)
		}
		return i, nil
	}
	return a.typ.Convert(env, v)
}

func less(x, y starlark.Int) bool { return x.Sub(y).Sign() < 0 }
