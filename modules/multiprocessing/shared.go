package multiprocessing

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/modules/ctypes"
)

// This file makes objects of C types in memory that processes share: RawValue, RawArray and sharedctypes.copy.

// typecodes are the letters by which Value and Array know types, each before the name of one in ctypes.
var typecodes = [...][2]string{
	{"c", "c_char"}, {"u", "c_wchar"}, {"b", "c_byte"}, {"B", "c_ubyte"}, {"h", "c_short"}, {"H", "c_ushort"}, {"i", "c_int"},
	{"I", "c_uint"}, {"l", "c_long"}, {"L", "c_ulong"}, {"q", "c_long"}, {"Q", "c_ulong"}, {"f", "c_float"}, {"d", "c_double"},
}

// ctypeOf returns the type that a typecode or a class of ctypes names.
func ctypeOf(env *object.Env, v starlark.Value) (*ctypes.Type, error) {
	if s, ok := text.AsString(object.Unwrap(v)); ok {
		for _, code := range typecodes {
			if code[0] == s {
				return ctypes.Named(code[1]), nil
			}
		}
	}
	if cls, ok := v.(*object.Class); ok {
		return ctypes.TypeOf(env, cls)
	}
	return nil, exception.New(exception.TypeError, "this type has no size")
}

// newShared makes an object of a type, all zero, in memory of its own.
func newShared(env *object.Env, t *ctypes.Type) (*object.Instance, error) {
	if err := env.Reserve(int64(t.Size)); err != nil {
		return nil, err
	}
	return ctypes.New(env, t, newKernel[*ipc.Memory](env, ipc.Spec{Kind: ipc.KindMemory, N: t.Size})), nil
}

// rawValue is RawValue().
func rawValue(env *object.Env, typ starlark.Value, args starlark.Tuple) (*object.Instance, error) {
	t, err := ctypeOf(env, typ)
	if err != nil {
		return nil, err
	}
	i, err := newShared(env, t)
	if err != nil {
		return nil, err
	}
	if d, _ := ctypes.Of(i); t.Simple() && t.Class.Native() {
		return i, d.Init(env, args)
	}
	return i, initShared(env, i, args)
}

// initShared calls an object's __init__.
func initShared(env *object.Env, i *object.Instance, args starlark.Tuple) error {
	init, err := object.GetAttr(env.Thread, i, "__init__")
	if err != nil {
		return err
	}
	_, err = object.CallKw(env.Thread, init, args, nil)
	return err
}

// sharedctypes is the module that classes of shared arrays say they come from.
const sharedctypes = "multiprocessing.sharedctypes"

// rawArray is RawArray().
func rawArray(env *object.Env, typ, init starlark.Value) (*object.Instance, error) {
	t, err := ctypeOf(env, typ)
	if cls, ok := typ.(*object.Class); ok && err != nil && cls.Meta() == object.TypeType {
		return nil, exception.New(exception.TypeError, "unsupported operand type(s) for *: 'type' and 'int'")
	} else if err != nil {
		return nil, err
	}
	if size, err := integer(init); err == nil {
		n, ok := size.Int64()
		if !ok && size.Sign() > 0 || n > 1<<30 {
			return nil, exception.New(exception.MemoryError, "")
		}
		if size.Sign() < 0 {
			return nil, exception.New(exception.ValueError, "Array length must be >= 0, not %s", size)
		}
		a, err := t.ArrayOf(env, int(n), sharedctypes)
		if err != nil {
			return nil, err
		}
		return newShared(env, a)
	}
	if _, err := object.Len(env, init); err != nil {
		return nil, err
	}
	elems, err := ctypes.Elements(env, init)
	if err != nil {
		return nil, err
	}
	a, err := t.ArrayOf(env, len(elems), sharedctypes)
	if err != nil {
		return nil, err
	}
	i, err := newShared(env, a)
	if err != nil {
		return nil, err
	}
	d, _ := ctypes.Of(i)
	return i, d.Fill(env, elems)
}

var copyParams = params.Func("copy", "obj")

// copyFunc is sharedctypes.copy: an object like another one, in shared memory of its own.
func copyFunc(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := copyParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	d, ok := ctypes.Of(a[0])
	if !ok {
		return nil, exception.New(exception.TypeError, "this type has no size")
	}
	i, err := newShared(interp.Of(thread).Env(), d.Type())
	if err != nil {
		return nil, err
	}
	made, _ := ctypes.Of(i)
	made.SetBytes(d.Bytes())
	return i, nil
}
