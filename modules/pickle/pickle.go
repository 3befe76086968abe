// Package pickle is the module pickle: values as bytes, in CPython's format.
//
// This file has the module and its functions, pickler.go and unpickler.go the two
// classes. The format itself is internal/pickle's; which names in a pickle mean what
// is the interpreter's to say (interp.FindGlobal).
package pickle

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// The exceptions of the module.
var (
	PickleError     = object.Later(func() *object.Class { return newError("PickleError", object.ExceptionClass) })
	PicklingError   = object.Later(func() *object.Class { return newError("PicklingError", PickleError.Get()) })
	UnpicklingError = object.Later(func() *object.Class { return newError("UnpicklingError", PickleError.Get()) })
)

func newError(name string, base *object.Class) *object.Class {
	return object.NewClass(object.Spec{Name: name, Module: "_pickle", Bases: []*object.Class{base}})
}

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "pickle", Doc: "Objects as bytes and back.", Init: initModule}
}

func initModule(in *interp.Interp, m *object.Module) error {
	all := new(starlark.List)
	for _, v := range []struct {
		name  string
		value starlark.Value
	}{
		{"PickleError", PickleError.Get()}, {"PicklingError", PicklingError.Get()}, {"UnpicklingError", UnpicklingError.Get()},
		{"Pickler", picklerClass.Get()}, {"Unpickler", unpicklerClass.Get()}, {"PickleBuffer", builtin.PickleBufferType},
		{"dump", dumpFunc.Get()}, {"dumps", dumpsFunc.Get()}, {"load", loadFunc.Get()}, {"loads", loadsFunc.Get()},
		{"HIGHEST_PROTOCOL", starlark.MakeInt(pickle.HighestProtocol)},
		{"DEFAULT_PROTOCOL", starlark.MakeInt(pickle.DefaultProtocol)},
	} {
		m.Set(v.name, v.value)
		if err := all.Append(starlark.String(v.name)); err != nil {
			return err
		}
	}
	m.Set("format_version", starlark.String("4.0"))
	formats := new(starlark.List)
	for _, v := range []string{"1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"} {
		if err := formats.Append(starlark.String(v)); err != nil {
			return err
		}
	}
	m.Set("compatible_formats", formats)
	m.Set("__all__", all)
	return nil
}

var (
	dumpSignature  = &text.Signature{Func: "dump", Style: text.Named, Params: []string{"obj", "file", "protocol", "fix_imports", "buffer_callback"}, Required: 2, MaxPos: 3}
	dumpsSignature = &text.Signature{Func: "dumps", Style: text.Named, Params: []string{"obj", "protocol", "fix_imports", "buffer_callback"}, Required: 1, MaxPos: 2}
	loadSignature  = &text.Signature{Func: "load", Style: text.Named, Params: []string{"file", "fix_imports", "encoding", "errors", "buffers"}, Required: 1, MaxPos: 1}
	loadsSignature = &text.Signature{Func: "loads", Style: text.Named, Params: []string{"data", "fix_imports", "encoding", "errors", "buffers"}, Required: 1, PosOnly: 1, MaxPos: 1}
)

var dumpsFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("dumps", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := dumpsSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		w, err := newWriter(thread, a[1], a[2], a[3])
		if err != nil {
			return nil, err
		}
		return write(thread, w, a[0])
	})
})

var dumpFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("dump", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := dumpSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		w, err := newWriter(thread, a[2], a[3], a[4])
		if err != nil {
			return nil, err
		}
		to, err := writeMethod(thread, a[1])
		if err != nil {
			return nil, err
		}
		b, err := write(thread, w, a[0])
		if err != nil {
			return nil, err
		}
		_, err = object.Call(thread, to, b)
		return starlark.None, err
	})
})

var loadsFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("loads", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := loadsSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		s, ok, err := text.AsBytesPaced(object.EnvOf(thread).Check, a[0])
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(a[0]))
		}
		b, err := pieces.Bytes(s, object.EnvOf(thread).Check)
		if err != nil {
			return nil, err
		}
		r := interp.Of(thread).PickleReader(thread, b, nil)
		if err := setOptions(thread, r, a[1:]); err != nil {
			return nil, err
		}
		return r.Read()
	})
})

var loadFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("load", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := loadSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		s, err := newStream(thread, a[0])
		if err != nil {
			return nil, err
		}
		r := interp.Of(thread).PickleReader(thread, nil, s)
		if err := setOptions(thread, r, a[1:]); err != nil {
			return nil, err
		}
		return r.Read()
	})
})

// newWriter returns a Writer for the arguments that dump, dumps and Pickler share.
func newWriter(thread *starlark.Thread, protocol, fixImports, callback starlark.Value) (*pickle.Writer, error) {
	n := pickle.DefaultProtocol
	if protocol != nil && protocol != starlark.None {
		var err error
		if n, err = number.Int(thread, protocol); err != nil {
			return nil, err
		}
		if n < 0 {
			n = pickle.HighestProtocol
		}
		if n > pickle.HighestProtocol {
			return nil, exception.New(exception.ValueError, "pickle protocol must be <= %d", pickle.HighestProtocol)
		}
	}
	if callback != nil && callback != starlark.None {
		if n < 5 {
			return nil, exception.New(exception.ValueError, "buffer_callback needs protocol >= 5")
		}
	}
	w := interp.Of(thread).PickleWriter(thread, n)
	if callback != nil && callback != starlark.None {
		w.Buffer = func(v starlark.Value) (bool, error) {
			inBand, err := object.Call(w.Thread, callback, v)
			if err != nil {
				return false, err
			}
			in, err := object.Truth(object.EnvOf(w.Thread), inBand)
			return !in, err
		}
	}
	if fixImports != nil {
		fix, err := object.Truth(object.EnvOf(thread), fixImports)
		if err != nil {
			return nil, err
		}
		w.Fix = fix
	}
	w.Reduce = func(v starlark.Value) (*pickle.Reduction, error) {
		return pickle.Dispatch(thread, interp.Of(thread).Registered(), v)
	}
	return w, nil
}

// write pickles v.
func write(thread *starlark.Thread, w *pickle.Writer, v starlark.Value) (text.Bytes, error) {
	b, err := w.Pickle(v)
	if err != nil {
		return "", err
	}
	return text.Bytes(b), object.EnvOf(thread).Pending()
}

// writeMethod returns a file's write method.
func writeMethod(thread *starlark.Thread, file starlark.Value) (starlark.Value, error) {
	fn, err := object.GetAttrDefault(thread, file, "write", nil)
	if err != nil {
		return nil, err
	}
	if fn == nil {
		return nil, exception.New(exception.TypeError, "file must have a 'write' attribute")
	}
	return fn, nil
}

// setOptions sets fix_imports, encoding, errors and buffers.
func setOptions(thread *starlark.Thread, r *pickle.Reader, a []starlark.Value) error {
	if a[0] != nil {
		fix, err := object.Truth(object.EnvOf(thread), a[0])
		if err != nil {
			return err
		}
		r.Fix = fix
	}
	for i, to := range []*string{&r.Encoding, &r.Errors} {
		v := a[1+i]
		if v == nil {
			continue
		}
		s, ok := text.AsString(v)
		if !ok {
			return exception.New(exception.TypeError, "argument '%s' must be str, not %s", [...]string{"encoding", "errors"}[i], object.TypeName(v))
		}
		*to = s
	}
	if a[3] == nil || a[3] == starlark.None {
		return nil
	}
	bufs, err := builtin.Read(thread, a[3])
	if err != nil {
		return err
	}
	r.NextBuffer = func() (starlark.Value, error) {
		v, ok, err := bufs.Next(r.Thread)
		if err == nil && !ok {
			err = exception.New("pickle.UnpicklingError", "not enough out-of-band buffers")
		}
		return v, err
	}
	r.ReadOnly = func(v starlark.Value) (starlark.Value, error) { return builtin.ReadOnly(r.Thread, v) }
	return nil
}

// A stream reads a file of the script.
type stream struct {
	thread         *starlark.Thread
	read, readline starlark.Value
}

func newStream(thread *starlark.Thread, file starlark.Value) (*stream, error) {
	s := &stream{thread: thread}
	for name, fn := range map[string]*starlark.Value{"read": &s.read, "readline": &s.readline} {
		var err error
		if *fn, err = object.GetAttrDefault(thread, file, name, nil); err != nil {
			return nil, err
		}
	}
	if s.read == nil || s.readline == nil {
		return nil, exception.New(exception.TypeError, "file must have 'read' and 'readline' attributes")
	}
	return s, nil
}

func (s *stream) bytes(v starlark.Value, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	b, ok := text.AsBytes(v)
	if !ok {
		return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	return []byte(b), nil
}

// Read implements [pickle.Stream].
func (s *stream) Read(n int) ([]byte, error) {
	b, err := s.bytes(object.Call(s.thread, s.read, starlark.MakeInt(n)))
	if len(b) > n {
		return nil, exception.New(exception.ValueError, "read() returned too much data: %d bytes requested, %d returned", n, len(b))
	}
	return b, err
}

// ReadLine implements [pickle.Stream].
func (s *stream) ReadLine() ([]byte, error) {
	return s.bytes(object.Call(s.thread, s.readline))
}
