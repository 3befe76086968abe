package multiprocessing

import (
	_ "embed"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines SharedMemory: a memory of the kernel that processes find by its name. ShareableList, which keeps its items in one, is in
// shared_memory.py.

//go:embed shared_memory.py
var sharedMemorySource string

// sharedMemoryDefs are the module, and what of it is not written in the language.
var sharedMemoryDefs = []interp.Def{
	{Name: "multiprocessing.shared_memory", Doc: "Memory that processes find by a name, and lists kept in such.", Source: sharedMemorySource},
	{Name: "_shared_memory", Init: func(_ *interp.Interp, m *object.Module) error {
		m.Set("SharedMemory", sharedMemoryClass.Get())
		return nil
	}},
}

// A block is one SharedMemory object's hold on a memory.
type block struct {
	name   string
	memory *ipc.Memory
	buf    *object.Instance // the memoryview, once it was asked for
	closed bool
}

// A window is what the memoryviews of a block show: nothing once the block is closed.
type window struct{ b *block }

func (w window) Len() int {
	if w.b.closed {
		return -1
	}
	return w.b.memory.Len()
}
func (w window) ReadOnly() bool         { return false }
func (w window) Load(p []byte, off int) { w.b.memory.Read(p, off) }
func (w window) Save(p []byte, off int) { w.b.memory.Write(p, off) }

// Transfer implements [pickle.Transferer]: the receiver has the same memory, whether it still has its name or not.
func (b *block) Transfer(p *pickle.Packer) (pickle.Import, error) {
	closed := 0
	if b.closed {
		closed = 1
	}
	return p.Portable("multiprocessing.sharedmemory", pickle.Strings(b.name, string(rune('0'+closed))), nil, b.memory)
}

func loadBlock(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(2)
	if err != nil {
		return nil, err
	}
	m, err := pickle.Object[*ipc.Memory](p, 0)
	if err != nil {
		return nil, err
	}
	return &block{name: s[0], memory: m, closed: s[1] == "1"}, nil
}

func blockOf(self starlark.Value) (*block, error) {
	if i, ok := self.(*object.Instance); ok {
		if b, ok := i.Native.(*block); ok {
			return b, nil
		}
	}
	return nil, noAttribute(self, "_name")
}

var sharedMemoryParams = params.Method("SharedMemory.__init__", "name=, create=, size=, *, track=")

var sharedMemoryClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SharedMemory", Module: "multiprocessing.shared_memory",
		Doc: "A block of bytes that processes share: made under a name with create=True, found by the name otherwise.",
		Methods: map[string]object.Method{
			"__init__": sharedMemoryInit,
			"__repr__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				b, err := blockOf(self)
				if err != nil {
					return nil, err
				}
				name, err := object.Repr(object.EnvOf(thread), text.Str(b.name))
				if err != nil {
					return nil, err
				}
				return text.Str(object.TypeOf(self).Name() + "(" + name + ", size=" + starlark.MakeInt(b.memory.Len()).String() + ")"), nil
			},
			"__reduce__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				b, err := blockOf(self)
				if err != nil {
					return nil, err
				}
				return starlark.Tuple{attachMemory, starlark.Tuple{object.TypeOf(self), text.Str(b.name)}}, nil
			},
			"close": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("SharedMemory.close", args, kwargs); err != nil {
					return nil, err
				}
				b, err := blockOf(self)
				if err != nil {
					return nil, err
				}
				b.closed = true
				if b.buf != nil {
					builtin.ReleaseMemoryview(b.buf)
					b.buf = nil
				}
				return starlark.None, nil
			},
			"unlink": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("SharedMemory.unlink", args, kwargs); err != nil {
					return nil, err
				}
				b, err := blockOf(self)
				if err != nil {
					return nil, err
				}
				return starlark.None, memoryError(interp.Of(thread).UnlinkMemory(b.name), b.name)
			},
		},
		Properties: map[string]object.Property{
			"name":  blockProperty("name", func(_ *object.Env, b *block) starlark.Value { return text.Str(b.name) }),
			"_name": blockProperty("_name", func(_ *object.Env, b *block) starlark.Value { return text.Str("/" + b.name) }),
			"size":  blockProperty("size", func(_ *object.Env, b *block) starlark.Value { return starlark.MakeInt(b.memory.Len()) }),
			"buf": blockProperty("buf", func(env *object.Env, b *block) starlark.Value {
				if b.closed {
					return starlark.None
				}
				if b.buf == nil {
					b.buf = builtin.NewMemoryview(env, starlark.None, window{b})
				}
				return b.buf
			}),
		},
	})
})

// attachMemory is what a pickle of a SharedMemory calls: unlike the class it only finds memory.
var attachMemory *starlark.Builtin

func init() { attachMemory = pickle.RegisterFunc("multiprocessing.shared_memory", "_attach", attach) }

func attach(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	if len(args) == 2 {
		name, isName := text.AsString(args[1])
		if cls, isClass := args[0].(*object.Class); isClass && isName && cls.IsSubclass(sharedMemoryClass.Get()) {
			m, err := interp.Of(thread).OpenMemory(name)
			if err != nil {
				return nil, memoryError(err, name)
			}
			i := object.NewInstance(object.EnvOf(thread), cls)
			i.Native = &block{name: name, memory: m}
			return i, nil
		}
	}
	return nil, exception.New(exception.TypeError, "a class derived from SharedMemory and a name expected")
}

func blockProperty(name string, get func(*object.Env, *block) starlark.Value) object.Property {
	return object.Property{
		Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			b, err := blockOf(self)
			if err != nil {
				return nil, err
			}
			return get(object.EnvOf(thread), b), nil
		},
		Set: func(_ *starlark.Thread, self, _ starlark.Value) error {
			return exception.New(exception.AttributeError, "property '%s' of '%s' object has no setter", name, object.TypeName(self))
		},
	}
}

// memoryError is a kernel's error about the memory of that name as CPython's of the file that it would be.
func memoryError(err error, name string) error {
	file := text.Str("/" + name)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrExist):
		return exception.WithArgs(exception.FileExistsError, starlark.MakeInt(17), starlark.String("File exists"), file)
	case errors.Is(err, fs.ErrNotExist):
		return exception.WithArgs(exception.FileNotFoundError, starlark.MakeInt(2), starlark.String("No such file or directory"), file)
	}
	return exception.WithArgs(exception.OSError, starlark.MakeInt(28), starlark.String("No space left on device"), file)
}

// maxMemoryName is the length of the longest name, as on Linux.
const maxMemoryName = 254

func sharedMemoryInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := sharedMemoryParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	env, in := object.EnvOf(thread), interp.Of(thread)
	create, size := false, starlark.Value(starlark.MakeInt(0))
	if a[1] != nil {
		if create, err = object.Truth(env, a[1]); err != nil {
			return nil, err
		}
	}
	if a[2] != nil {
		size = a[2]
	}
	enough, err := object.Compare(env, ">=", size, starlark.MakeInt(0))
	if err != nil {
		return nil, err
	}
	if !enough {
		return nil, valueError("'size' must be a positive integer")
	}
	empty, err := object.Equal(env, size, starlark.MakeInt(0))
	switch {
	case err != nil:
		return nil, err
	case create && empty:
		return nil, valueError("'size' must be a positive number different from zero")
	case !create && isNone(a[0]):
		return nil, valueError("'name' can only be None if create=True")
	}
	name := ""
	if !isNone(a[0]) {
		s, ok := text.AsString(object.Unwrap(a[0]))
		if !ok {
			return nil, exception.New(exception.TypeError, `can only concatenate str (not "%s") to str`, object.TypeName(a[0]))
		}
		name = strings.TrimPrefix(s, "/")
		if name == "" || len(s) > maxMemoryName || strings.ContainsRune(name, '/') {
			return nil, exception.WithArgs(exception.OSError, starlark.MakeInt(22), starlark.String("Invalid argument"), text.Str("/"+s))
		}
	}
	b := &block{name: name}
	if !create {
		if b.memory, err = in.OpenMemory(name); err != nil {
			return nil, memoryError(err, name)
		}
		self.(*object.Instance).Native = b
		return starlark.None, nil
	}
	whole, err := object.Index(env, size)
	if err != nil {
		return nil, err
	}
	n, ok := whole.Int64()
	if !ok {
		return nil, exception.New(exception.OverflowError, "Python int too large to convert to C long")
	}
	if n > ipc.MaxMemory {
		return nil, memoryError(errors.ErrUnsupported, name)
	}
	if err := in.Reserve(thread, n); err != nil {
		return nil, err
	}
	for {
		if isNone(a[0]) {
			if b.name, err = freshName(thread); err != nil {
				return nil, err
			}
		}
		b.memory, err = in.CreateMemory(b.name, int(n))
		if err == nil {
			break
		}
		if !isNone(a[0]) || !errors.Is(err, fs.ErrExist) {
			return nil, memoryError(err, b.name)
		}
	}
	self.(*object.Instance).Native = b
	return starlark.None, nil
}

// freshName makes up a name as CPython does: psm_ and eight hexadecimal digits.
func freshName(thread *starlark.Thread) (string, error) {
	var b [4]byte
	if _, err := io.ReadFull(interp.Of(thread).System().Random, b[:]); err != nil {
		return "", err
	}
	return "psm_" + hex.EncodeToString(b[:]), nil
}
