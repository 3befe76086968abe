package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// The engine's types get their constructors and methods here, once, before any
// interpreter exists.
func init() {
	object.RegisterSetOrder(SetOrder)
	object.RegisterType(object.IntType, object.Spec{
		New: newInt, Methods: intMethods, Properties: intProperties,
		ClassMethods: map[string]object.Method{"from_bytes": fromBytes},
	})
	object.RegisterType(object.BoolType, object.Spec{New: newBool})
	object.RegisterType(object.FloatType, object.Spec{
		New: newFloat, Methods: floatMethods, Properties: floatProperties,
		ClassMethods: map[string]object.Method{"fromhex": floatFromHex},
	})
	object.RegisterType(object.StrType, object.Spec{
		New:    newStr,
		Later:  func(s *object.Spec) { s.Methods = textMethods(without(text.StrMethodNames(), "maketrans")) },
		Static: map[string]object.Method{"maketrans": static(text.MakeTrans)},
	})
	object.RegisterType(object.BytesType, object.Spec{
		New: newBytes,
		Later: func(s *object.Spec) {
			s.Methods = textMethods(without(text.BytesMethodNames(), "maketrans", "fromhex"))
		},
		Static:       map[string]object.Method{"maketrans": static(text.MakeTransBytes)},
		ClassMethods: map[string]object.Method{"fromhex": bytesFromHex},
	})
	object.RegisterType(object.BytearrayType, object.Spec{
		New: newByteArray,
		Later: func(s *object.Spec) {
			s.Methods = textMethods(without(text.ByteArrayMethodNames(), "maketrans", "fromhex"))
		},
		Static:       map[string]object.Method{"maketrans": static(text.MakeTransBytes)},
		ClassMethods: map[string]object.Method{"fromhex": bytesFromHex},
	})
	object.RegisterType(object.ListType, object.Spec{New: newList, Methods: listMethods})
	object.RegisterType(object.TupleType, object.Spec{New: newTuple, Methods: tupleMethods})
	object.RegisterType(object.DictType, object.Spec{
		New: newDict, Methods: dictMethods,
		ClassMethods: map[string]object.Method{"fromkeys": fromKeys},
	})
	object.RegisterType(object.SetType, object.Spec{New: newSet, Later: func(s *object.Spec) { s.Methods = setMethods() }})
	object.RegisterType(object.FrozensetType, object.Spec{
		New: newFrozenset,
		Later: func(s *object.Spec) {
			s.Methods = sharedSetMethods("frozenset", func(env *object.Env, s *starlark.Set) starlark.Value { return NewFrozenset(env, s) })
		},
	})
	object.RegisterType(object.RangeType, rangeSpec)
	object.RegisterType(object.ComplexType, complexSpec)
	addSpecials()
}

func without(names []string, drop ...string) []string {
	var rest []string
next:
	for _, n := range names {
		for _, d := range drop {
			if n == d {
				continue next
			}
		}
		rest = append(rest, n)
	}
	return rest
}

// static makes a static method of a function.
func static(f object.Func) object.Method {
	return func(thread *starlark.Thread, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return f(thread, args, kwargs)
	}
}

// bytesFromHex is bytes.fromhex and bytearray.fromhex.
func bytesFromHex(thread *starlark.Thread, cls starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	c := cls.(*object.Class)
	v, err := single(c.Name(), "fromhex", args, kwargs)
	if err != nil {
		return nil, err
	}
	s, ok := text.AsString(object.Unwrap(v))
	if !ok {
		return nil, typeError("fromhex() argument must be str, not %s", object.TypeName(v))
	}
	b, err := text.FromHexPaced(object.EnvOf(thread).Check, s)
	switch {
	case err != nil:
		return nil, err
	case c == object.BytesType:
		return text.Bytes(b), nil
	case c == object.BytearrayType:
		data, err := pieces.Bytes(b, object.EnvOf(thread).Check)
		return text.NewByteArray(data), err
	}
	return c.Call(thread, starlark.Tuple{text.Bytes(b)}, nil)
}
