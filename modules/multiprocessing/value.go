package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A cvalue is a handle on one value of a C type.
type cvalue struct {
	typ    *ctype
	memory *ipc.Memory
	shared bool // made by RawValue or Value; any other is copied when it crosses
}

func newCValue(env *object.Env, t *ctype, shared bool) *cvalue {
	if !shared {
		return &cvalue{typ: t, memory: ipc.NewMemory(t.size)}
	}
	return &cvalue{typ: t, memory: newKernel[*ipc.Memory](env, ipc.Spec{Kind: ipc.KindMemory, N: t.size}), shared: true}
}

// Transfer implements [pickle.Transferer].
func (c *cvalue) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if c.shared {
		return p.Portable("multiprocessing.value", pickle.Strings(c.typ.name), nil, c.memory)
	}
	b := make([]byte, c.typ.size)
	c.memory.Read(b, 0)
	return p.Portable("multiprocessing.value", pickle.Strings(c.typ.name, string(b)), nil)
}

func loadCValue(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(1)
	if err != nil {
		return nil, err
	}
	t := ctypesNames[s[0]]
	if t == nil {
		return nil, p.Damaged()
	}
	c := &cvalue{typ: t, shared: len(s) == 1}
	if !c.shared {
		c.memory = ipc.NewMemory(t.size)
		if len(s[1]) != t.size {
			return nil, p.Damaged()
		}
		c.memory.Write([]byte(s[1]), 0)
		return c, nil
	}
	if c.memory, err = pickle.Object[*ipc.Memory](p, 0); err == nil && c.memory.Len() != t.size {
		err = p.Damaged()
	}
	return c, err
}

func (c *cvalue) get() (v starlark.Value) {
	var room [8]byte
	b := room[:c.typ.size]
	c.memory.Read(b, 0)
	return c.typ.get(b)
}

func (c *cvalue) set(env *object.Env, v starlark.Value) error {
	bits, err := c.typ.encode(env, v)
	if err != nil {
		return err
	}
	var room [8]byte
	b := room[:c.typ.size]
	c.typ.put(b, bits)
	c.memory.Write(b, 0)
	return nil
}

// simpleData is the base class of the types of ctypes.
var simpleData = object.NewClass(object.Spec{
	Name: "_SimpleCData", Module: "_ctypes",
	Methods: map[string]object.Method{
		"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			c, err := cvalueOf(self)
			if err != nil {
				return nil, err
			}
			shown, err := object.Repr(object.EnvOf(thread), c.get())
			if err != nil {
				return nil, err
			}
			return text.Str(object.TypeOf(self).Name() + "(" + shown + ")"), nil
		},
		"__bool__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			c, err := cvalueOf(self)
			if err != nil {
				return nil, err
			}
			ok, err := object.Truth(object.EnvOf(thread), c.get())
			return starlark.Bool(ok), err
		},
	},
	Properties: map[string]object.Property{"value": {
		Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			c, err := cvalueOf(self)
			if err != nil {
				return nil, err
			}
			return c.get(), nil
		},
		Set: func(thread *starlark.Thread, self, v starlark.Value) error {
			c, err := cvalueOf(self)
			if err != nil {
				return err
			}
			return c.set(object.EnvOf(thread), v)
		},
		Doc: "current value",
	}},
})

// newCType makes a type together with its class.
func newCType(name string, kind ctypeKind, size int) *ctype {
	t := &ctype{name: name, kind: kind, size: size}
	t.class = object.NewClass(object.Spec{
		Name: name, Module: "ctypes", Bases: []*object.Class{simpleData},
		New: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			i := object.NewInstance(object.EnvOf(thread), cls)
			i.Native = newCValue(i.Env(), t, false)
			return i, nil
		},
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(kwargs) > 0 {
					return nil, exception.New(exception.TypeError, "__init__() takes no keyword arguments")
				}
				c, err := cvalueOf(self)
				if err != nil {
					return nil, err
				}
				return starlark.None, c.init(object.EnvOf(thread), args)
			},
		},
	})
	return t
}

// init is __init__ of a type of ctypes.
func (c *cvalue) init(env *object.Env, args starlark.Tuple) error {
	switch len(args) {
	case 0:
		return nil
	case 1:
		return c.set(env, args[0])
	}
	return exception.New(exception.TypeError, "__init__ expected at most 1 argument, got %d", len(args))
}

func cvalueOf(self starlark.Value) (*cvalue, error) {
	if i, ok := self.(*object.Instance); ok {
		if c, ok := i.Native.(*cvalue); ok {
			return c, nil
		}
	}
	return nil, exception.New(exception.TypeError, "abstract class")
}

// rawValue is RawValue().
func rawValue(env *object.Env, typ starlark.Value, args starlark.Tuple) (*object.Instance, error) {
	t, err := ctypeOf(typ)
	if err != nil {
		return nil, err
	}
	cls := t.class
	if c, ok := typ.(*object.Class); ok {
		cls = c
	}
	c := newCValue(env, t, true)
	if err := c.init(env, args); err != nil {
		return nil, err
	}
	i := object.NewInstance(env, cls)
	i.Native = c
	return i, nil
}
