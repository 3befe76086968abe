package ctypes

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file defines the classes of the classes: what c_int * 3 and Point.from_buffer_copy(b) mean.

func newMeta(name string, setattr object.Method) *object.Class {
	methods := map[string]object.Method{
		"__mul__":          multiply,
		"__rmul__":         multiply,
		"from_buffer":      fromBuffer,
		"from_buffer_copy": fromBufferCopy,
		"from_address":     absentMethod("from_address"),
		"from_param":       absentMethod("from_param"),
		"in_dll":           absentMethod("in_dll"),
	}
	if setattr != nil {
		methods["__setattr__"] = setattr
	}
	return object.NewClass(object.Spec{Name: name, Module: "_ctypes", Bases: []*object.Class{object.TypeType}, Methods: methods})
}

func absentMethod(name string) object.Method {
	return func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, absent(name)
	}
}

// multiply makes a class of arrays.
func multiply(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 {
		return nil, exception.New(exception.TypeError, "expected 1 argument, got %d", len(args))
	}
	if _, ok := args[0].(starlark.Int); ok && thread == nil {
		// The engine multiplied by a small literal, in a file that does not mention ctypes.
		return nil, exception.New(exception.NotImplementedError, "%s is multiplied in a file that does not import ctypes", object.Unwrap(self).(*object.Class).Name())
	}
	env := object.EnvOf(thread)
	n, err := object.Index(env, args[0])
	if err != nil {
		return nil, exception.New(exception.TypeError, "can't multiply sequence by non-int of type '%s'", object.TypeName(args[0]))
	}
	return arrayType(env, self, n, caller(thread))
}

// arrayType makes the class of arrays of n items of a class.
func arrayType(env *object.Env, of starlark.Value, n starlark.Int, module string) (starlark.Value, error) {
	cls, ok := of.(*object.Class)
	if !ok {
		return nil, exception.New(exception.TypeError, "Expected a type object")
	}
	t, err := TypeOf(env, cls)
	if err != nil {
		return nil, err
	}
	size, ok := n.Int64()
	switch {
	case !ok:
		return nil, exception.New(exception.OverflowError, "cannot fit 'int' into an index-sized integer")
	case size < 0:
		return nil, exception.New(exception.ValueError, "Array length must be >= 0, not %d", size)
	case t.Size > 0 && size > (1<<63-1)/int64(t.Size):
		return nil, exception.New(exception.OverflowError, "array too large")
	}
	t.settle()
	a, err := t.ArrayOf(env, int(size), module)
	if err != nil {
		return nil, err
	}
	return a.Class, nil
}

// caller returns the name of the module that a function of Go was called from.
func caller(thread *starlark.Thread) string {
	env := object.EnvOf(thread)
	for i := range thread.CallStackDepth() {
		if fn, ok := thread.DebugFrame(i).Callable().(*starlark.Function); ok {
			return env.Info(fn).Module
		}
	}
	return "__main__"
}

// setFields is __setattr__ of the classes of structures: _fields_ may be set once, before there are objects.
func setFields(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	cls, ok := self.(*object.Class)
	if !ok || len(args) != 2 {
		return nil, exception.New(exception.TypeError, "expected 2 arguments, got %d", len(args))
	}
	name, _ := text.AsString(args[0])
	if name != "_fields_" {
		return starlark.None, cls.SetOwn(name, args[1])
	}
	env := object.EnvOf(thread)
	known := typesOf(env)
	if t := known[cls]; owns(cls, "_fields_") || t != nil && t.own {
		return nil, exception.New(exception.AttributeError, "_fields_ is final")
	}
	delete(known, cls)
	if err := cls.SetOwn(name, args[1]); err != nil {
		return nil, err
	}
	return starlark.None, declare(env, cls)
}

// A borrowed memory is that of another object. Bytes that the object no longer has read as zero.
type borrowed struct{ text.Store }

func (b borrowed) Read(p []byte, off int) {
	if n := b.Len() - off; n < len(p) {
		clear(p)
		p = p[:max(n, 0)]
	}
	if len(p) > 0 {
		b.Load(p, off)
	}
}

func (b borrowed) Write(p []byte, off int) {
	p = p[:max(min(len(p), b.Len()-off), 0)]
	if len(p) > 0 {
		b.Save(p, off)
	}
}

func fromBuffer(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return overBuffer(thread, self, args, func(v starlark.Value) (Memory, error) {
		m := text.StoreOf(v)
		if m == nil {
			return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
		}
		if m.ReadOnly() {
			return nil, exception.New(exception.TypeError, "underlying buffer is not writable")
		}
		return borrowed{m}, nil
	})
}

func fromBufferCopy(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return overBuffer(thread, self, args, func(v starlark.Value) (Memory, error) {
		b, ok := text.AsBytes(object.Unwrap(v))
		if !ok {
			return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
		}
		m := ipc.NewMemory(len(b))
		m.Write([]byte(b), 0)
		return m, nil
	})
}

func overBuffer(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, memory func(starlark.Value) (Memory, error)) (starlark.Value, error) {
	if len(args) < 1 || len(args) > 2 {
		return nil, exception.New(exception.TypeError, "expected 1 or 2 arguments, got %d", len(args))
	}
	env := object.EnvOf(thread)
	t, err := TypeOf(env, self.(*object.Class))
	if err == error(errNoSize) {
		return nil, exception.New(exception.TypeError, "abstract class")
	} else if err != nil {
		return nil, err
	}
	m, err := memory(args[0])
	if err != nil {
		return nil, err
	}
	off := 0
	if len(args) == 2 {
		n, err := object.Index(env, args[1])
		if err != nil {
			return nil, err
		}
		i, ok := n.Int64()
		if !ok {
			return nil, exception.New(exception.OverflowError, "Python int too large to convert to C ssize_t")
		}
		if i < 0 {
			return nil, exception.New(exception.ValueError, "offset cannot be negative")
		}
		off = int(min(i, maxSize+1))
	}
	if t.Size > m.Len()-off {
		return nil, exception.New(exception.ValueError, "Buffer size too small (%d instead of at least %d bytes)", m.Len(), t.Size+off)
	}
	t.settle()
	return instance(env, &Data{typ: t, mem: m, off: off, size: t.Size}), nil
}
