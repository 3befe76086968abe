// Package structs is the module struct: values to and from packed bytes. Formats are
// parsed in format.go, items converted in item.go.
package structs

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "struct",
		Doc:  "Values packed into bytes as C lays them out, and read back.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for _, f := range functions.Get() {
				m.Set(f.Name(), f)
			}
			m.Set("Struct", structClass.Get())
			m.Set("error", errorClass.Get())
			return nil
		},
	}
}

var errorClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{Name: "error", Module: "struct", Bases: []*object.Class{object.ExceptionClass}})
})

// fail makes a struct.error.
func fail(thread *starlark.Thread, msg string) error {
	return object.Raise(object.NewException(object.EnvOf(thread), errorClass.Get(), text.Str(msg)))
}

// Transfer implements [pickle.Transferer]: a format does not change.
func (f *format) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("struct.format", pickle.Strings(f.text), nil)
}

func init() {
	pickle.Register("struct.format", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		s, err := p.Strings(1)
		if err != nil {
			return nil, err
		}
		f, msg, err := parse(s[0], nil)
		if err != nil || msg != "" {
			return nil, p.Damaged()
		}
		return f, nil
	})
}

type cacheKey struct{}

// maxCached is how many formats an interpreter remembers.
const maxCached = 100

// formatOf reads the format that v is.
func formatOf(thread *starlark.Thread, v starlark.Value) (*format, error) {
	s, ok := text.AsString(v)
	if ok && !text.IsASCII(s) {
		_, err := text.Encode(s, "ascii", "strict")
		return nil, err
	}
	if !ok {
		if s, ok = text.AsBytes(v); !ok {
			return nil, exception.New(exception.TypeError, "Struct() argument 1 must be a str or bytes object, not %s", object.TypeName(v))
		}
	}
	known := interp.Of(thread).State(cacheKey{}, func() any { return make(map[string]*format) }).(map[string]*format)
	if f := known[s]; f != nil {
		return f, nil
	}
	f, msg, err := parse(s, object.EnvOf(thread))
	if err != nil {
		return nil, err
	}
	if msg != "" {
		return nil, fail(thread, msg)
	}
	if len(known) >= maxCached {
		clear(known)
	}
	known[s] = f
	return f, nil
}

type impl func(thread *starlark.Thread, f *format, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

// both makes a function of the module, which takes the format first, of a method.
func both(name string, missing error, fn impl) *starlark.Builtin {
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 0 {
			return nil, missing
		}
		f, err := formatOf(thread, args[0])
		if err != nil {
			return nil, err
		}
		return fn(thread, f, args[1:], kwargs)
	})
}

func noFormat(text string) error { return exception.New(exception.TypeError, "%s", text) }

var functions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		both("pack", noFormat("missing format argument"), pack),
		both("pack_into", noFormat("missing format argument"), packInto),
		both("unpack", noFormat("unpack expected 2 arguments, got 0"), func(thread *starlark.Thread, f *format, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) != 1 || len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "unpack expected 2 arguments, got %d", len(args)+1)
			}
			return unpack(thread, f, args, nil)
		}),
		both("unpack_from", noFormat("unpack_from() takes at least 1 positional argument (0 given)"), unpackFrom),
		both("iter_unpack", noFormat("iter_unpack expected 2 arguments, got 0"), iterUnpack),
		both("calcsize", noFormat("calcsize() takes exactly one argument (0 given)"), func(thread *starlark.Thread, f *format, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) > 0 || len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "calcsize() takes exactly one argument (%d given)", len(args)+1)
			}
			return starlark.MakeInt(f.size), nil
		}),
		object.NewFunc("_clearcache", func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, nil
		}),
	}
})

func method(fn impl) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, ok := self.(*object.Instance).Native.(*format)
		if !ok {
			return nil, exception.New(exception.RuntimeError, "Struct object is not initialized")
		}
		return fn(thread, f, args, kwargs)
	}
}

var structSignature = &text.Signature{Func: "Struct", Params: []string{"format"}, Required: 1}

var structClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Struct", Module: "_struct",
		Doc: "A format that was parsed once, for many values.",
		New: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return object.NewInstance(object.EnvOf(thread), cls), nil
		},
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := structSignature.Parse(args, kwargs)
				if err != nil {
					return nil, err
				}
				f, err := formatOf(thread, a[0])
				if err != nil {
					return nil, err
				}
				self.(*object.Instance).Native = f
				return starlark.None, nil
			},
			"pack": method(pack), "pack_into": method(packInto), "unpack": method(unpack), "unpack_from": method(unpackFrom), "iter_unpack": method(iterUnpack),
		},
		Properties: map[string]object.Property{
			"size":   property(func(f *format) starlark.Value { return starlark.MakeInt(f.size) }),
			"format": property(func(f *format) starlark.Value { return text.Str(f.text) }),
		},
	})
})

func property(get func(f *format) starlark.Value) object.Property {
	return object.Property{Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		f, ok := self.(*object.Instance).Native.(*format)
		if !ok {
			return nil, exception.New(exception.RuntimeError, "Struct object is not initialized")
		}
		return get(f), nil
	}}
}

func pack(thread *starlark.Thread, f *format, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "pack() takes no keyword arguments")
	}
	if len(args) != f.values {
		return nil, fail(thread, "pack expected "+starlark.MakeInt(f.values).String()+" items for packing (got "+starlark.MakeInt(len(args)).String()+")")
	}
	if f.size > text.MaxSize {
		return nil, exception.New(exception.MemoryError, "")
	}
	b, err := pieces.Make[byte](f.size, object.EnvOf(thread).Check)
	if err != nil {
		return nil, err
	}
	if err := f.pack(thread, b, args); err != nil {
		return nil, err
	}
	return text.OwnBytes(b), nil
}

// place reads an offset into a buffer of n bytes. The format must fit there.
func (f *format) place(thread *starlark.Thread, v starlark.Value, n int, packing bool) (int, error) {
	off := 0
	if v != nil {
		i, err := number.Index(thread, v)
		if err != nil {
			return 0, err
		}
		k, ok := i.Int64()
		if !ok {
			return 0, exception.New(exception.IndexError, "cannot fit 'int' into an index-sized integer")
		}
		off = int(k)
	}
	str := func(n int) string { return starlark.MakeInt(n).String() }
	if off < 0 {
		if off+f.size > 0 {
			if packing {
				return 0, fail(thread, "no space to pack "+str(f.size)+" bytes at offset "+str(off))
			}
			return 0, fail(thread, "not enough data to unpack "+str(f.size)+" bytes at offset "+str(off))
		}
		if off+n < 0 {
			return 0, fail(thread, "offset "+str(off)+" out of range for "+str(n)+"-byte buffer")
		}
		off += n
	}
	if n-off < f.size {
		verb, doing := "unpack_from", "unpacking"
		if packing {
			verb, doing = "pack_into", "packing"
		}
		return 0, fail(thread, verb+" requires a buffer of at least "+starlark.MakeInt(off).Add(starlark.MakeInt(f.size)).String()+" bytes for "+doing+" "+str(f.size)+
			" bytes at offset "+str(off)+" (actual buffer size is "+str(n)+")")
	}
	return off, nil
}

func packInto(thread *starlark.Thread, f *format, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch {
	case len(kwargs) > 0:
		return nil, exception.New(exception.TypeError, "pack_into() takes no keyword arguments")
	case len(args) == 0:
		return nil, fail(thread, "pack_into expected buffer argument")
	case len(args) == 1:
		return nil, fail(thread, "pack_into expected offset argument")
	case len(args)-2 != f.values:
		return nil, fail(thread, "pack_into expected "+starlark.MakeInt(f.values).String()+" items for packing (got "+starlark.MakeInt(len(args)-2).String()+")")
	}
	b := text.WritableStore(args[0])
	if b == nil {
		return nil, exception.New(exception.TypeError, "argument must be read-write bytes-like object, not %s", object.TypeName(args[0]))
	}
	off, err := f.place(thread, args[1], b.Len(), true)
	if err != nil {
		return nil, err
	}
	// A script's __index__ may shrink the array meanwhile: so pack first, then copy.
	packed, err := pieces.Make[byte](f.size, object.EnvOf(thread).Check)
	if err != nil {
		return nil, err
	}
	if err := f.pack(thread, packed, args[2:]); err != nil {
		return nil, err
	}
	if off+f.size > b.Len() {
		return nil, exception.New(exception.BufferError, "Existing exports of data: object cannot be re-sized")
	}
	b.Save(packed, off)
	return starlark.None, nil
}

func bytesOf(thread *starlark.Thread, v starlark.Value) (string, error) {
	b, ok, err := text.AsBytesPaced(object.EnvOf(thread).Check, v)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	return b, nil
}

func unpack(thread *starlark.Thread, f *format, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 || len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "Struct.unpack() takes exactly one argument (%d given)", len(args))
	}
	b, err := bytesOf(thread, args[0])
	if err != nil {
		return nil, err
	}
	if len(b) != f.size {
		return nil, fail(thread, "unpack requires a buffer of "+starlark.MakeInt(f.size).String()+" bytes")
	}
	return f.unpack(object.EnvOf(thread), b)
}

var unpackFromSignature = &text.Signature{Func: "unpack_from", Params: []string{"buffer", "offset"}, Required: 1}

func unpackFrom(thread *starlark.Thread, f *format, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := unpackFromSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	b, err := bytesOf(thread, a[0])
	if err != nil {
		return nil, err
	}
	off, err := f.place(thread, a[1], len(b), false)
	if err != nil {
		return nil, err
	}
	return f.unpack(object.EnvOf(thread), b[off:off+f.size])
}

var iterClass = object.Later(func() *object.Class { return cursor.NewClass(object.Spec{Name: "unpack_iterator", Module: "_struct"}) })

func iterUnpack(thread *starlark.Thread, f *format, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 || len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "iter_unpack expected 2 arguments, got %d", len(args)+1)
	}
	b, err := bytesOf(thread, args[0])
	if err != nil {
		return nil, err
	}
	if f.size == 0 {
		return nil, fail(thread, "cannot iteratively unpack with a struct of length 0")
	}
	if len(b)%f.size != 0 {
		return nil, fail(thread, "iterative unpacking requires a buffer of a multiple of "+starlark.MakeInt(f.size).String()+" bytes")
	}
	env := object.EnvOf(thread)
	return cursor.New(env, iterClass.Get(), func(*starlark.Thread) (starlark.Value, bool, error) {
		if len(b) == 0 {
			return nil, false, nil
		}
		v, err := f.unpack(env, b[:f.size])
		b = b[f.size:]
		return v, true, err
	}), nil
}
