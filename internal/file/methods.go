package file

import (
	"io"
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

func newClass(name string, base *object.Class, methods func(name string) map[string]object.Method) *object.Class {
	return object.NewClass(object.Spec{
		Name: name, Module: "_io", Bases: []*object.Class{base}, Final: true, Later: func(s *object.Spec) { s.Methods = methods(name) },
		New: func(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if name == "TextIOWrapper" {
				return textOver(thread, args, kwargs)
			}
			return nil, exception.New(exception.NotImplementedError, "_io.%s() is not supported: use open()", name)
		},
	})
}

// textOver makes text over a binary file that is an object of the script's. Its class is a module's, written in the language.
func textOver(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	in, ok := object.EnvOf(thread).Host.(interface {
		Import(thread *starlark.Thread, name string) (*object.Module, error)
	})
	if !ok {
		return nil, exception.New(exception.NotImplementedError, "TextIOWrapper() is not available: this interpreter has no modules")
	}
	m, err := in.Import(thread, "_text_io")
	if err != nil {
		return nil, err
	}
	class, ok := m.Get("TextIOWrapper")
	if !ok {
		return nil, exception.New(exception.NotImplementedError, "TextIOWrapper() is not available")
	}
	return object.CallKw(thread, class, args, kwargs)
}

// A body is what a method does once its arguments are counted.
type body func(thread *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error)

// method makes a method that takes least to most positional arguments.
func method(class, name string, least, most int, run body) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		switch n := len(args); {
		case len(kwargs) > 0:
			return nil, typeError("%s.%s() takes no keyword arguments", class, name)
		case most == 0 && n > 0:
			return nil, typeError("%s.%s() takes no arguments (%d given)", class, name, n)
		case most == 1 && least == 1 && n != 1:
			return nil, typeError("%s.%s() takes exactly one argument (%d given)", class, name, n)
		case n < least:
			return nil, typeError("%s expected at least %d argument, got %d", name, least, n)
		case n > most:
			s := "s"
			if most == 1 {
				s = ""
			}
			return nil, typeError("%s expected at most %d argument%s, got %d", name, most, s, n)
		}
		return run(thread, self.(*File), args)
	}
}

// limit reads the optional argument of read and readline: -1 if absent, None or negative.
func limit(env *object.Env, args starlark.Tuple) (int, error) {
	if len(args) == 0 || args[0] == starlark.None {
		return -1, nil
	}
	n, err := object.Index(env, args[0])
	if err != nil {
		return 0, typeError("argument should be integer or None, not '%s'", object.TypeName(args[0]))
	}
	i, ok := n.Int64()
	switch {
	case n.Sign() < 0:
		if ok && i < -1 {
			return -2, nil
		}
		return -1, nil
	case !ok || i > maxRead:
		return math.MaxInt32, nil
	}
	return int(i), nil
}

// shared are the methods that all file objects have.
func shared(class string) map[string]object.Method {
	m := map[string]object.Method{}
	add := func(name string, least, most int, run body) { m[name] = method(class, name, least, most, run) }
	flag := func(name string, get func(f *File) bool) {
		add(name, 0, 0, func(_ *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
			return starlark.Bool(get(f)), f.checkOpen()
		})
	}
	flag("readable", func(f *File) bool { return f.readable })
	flag("writable", func(f *File) bool { return f.writable })
	flag("seekable", func(f *File) bool { return f.seekable })
	flag("isatty", func(f *File) bool { return !f.closed && isTerminal(f.handle) })
	add("close", 0, 0, func(_ *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
		return starlark.None, f.close()
	})
	add("flush", 0, 0, func(_ *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
		if err := f.checkOpen(); err != nil {
			return nil, err
		}
		return starlark.None, f.flush()
	})
	add("fileno", 0, 0, func(_ *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
		if f.closed {
			return nil, valueError("I/O operation on closed file")
		}
		return starlark.MakeUint64(uint64(f.handle.Fd())), nil
	})
	add("__enter__", 0, 0, func(_ *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
		return f, f.checkOpen()
	})
	add("__exit__", 0, 3, func(_ *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
		return starlark.None, f.close()
	})
	add("__iter__", 0, 0, func(_ *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
		return f, f.checkOpen()
	})
	add("__next__", 0, 0, func(thread *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
		v, ok, err := f.Next(thread)
		if err == nil && !ok {
			err = exception.New(exception.StopIteration, "")
		}
		return v, err
	})
	add("read", 0, 1, func(thread *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error) {
		n, err := limit(f.env, args)
		if err != nil {
			return nil, err
		}
		if err := f.checkReadable(); err != nil {
			return nil, err
		}
		if n == -2 && f.class != TextIOWrapper {
			return nil, valueError("read length must be non-negative or -1")
		}
		s, err := f.readChars(thread, n)
		if err != nil {
			return nil, err
		}
		return f.value(s)
	})
	add("readline", 0, 1, func(thread *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error) {
		n, err := limit(f.env, args)
		if err != nil {
			return nil, err
		}
		s, err := f.readLine(thread, n)
		if err != nil {
			return nil, err
		}
		return f.value(s)
	})
	add("readlines", 0, 1, readLines)
	add("writelines", 1, 1, func(thread *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error) {
		if err := f.checkOpen(); err != nil {
			return nil, err
		}
		it, err := object.Iterate(f.env, args[0])
		if err != nil {
			return nil, err
		}
		defer it.Done()
		var line starlark.Value
		for n := 1; it.Next(&line); n++ {
			if _, err := f.put(line); err != nil {
				return nil, err
			}
			if n%4096 == 0 {
				if err := check(thread); err != nil {
					return nil, err
				}
			}
		}
		return starlark.None, f.env.TakePending()
	})
	add("write", 1, 1, func(_ *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error) {
		n, err := f.put(args[0])
		return starlark.MakeInt(n), err
	})
	add("tell", 0, 0, func(_ *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
		if err := f.checkSeekable(); err != nil {
			return nil, err
		}
		if f.quietTell && f.class == TextIOWrapper {
			return nil, exception.New(exception.OSError, "telling position disabled by next() call")
		}
		if f.text.decoded {
			return nil, f.unsupported("tell() in a text file with encoding " + f.text.shown + " is not supported after reading")
		}
		return starlark.MakeInt64(f.tell()), nil
	})
	add("seek", 1, 2, seek)
	add("truncate", 0, 1, func(_ *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error) {
		if err := f.checkOpen(); err != nil {
			return nil, err
		}
		if !f.writable {
			if f.class == FileIO {
				return nil, f.checkWritable()
			}
			return nil, f.unsupported("truncate")
		}
		size := f.tell()
		if len(args) > 0 && args[0] != starlark.None {
			n, err := object.Index(f.env, args[0])
			if err != nil {
				return nil, err
			}
			i, ok := n.Int64()
			if !ok {
				return nil, exception.New(exception.OverflowError, "Python int too large to convert to C long")
			}
			size = i
		}
		return starlark.MakeInt64(size), f.truncate(size)
	})
	return m
}

// put writes a str, or bytes to a binary file, and returns its length.
func (f *File) put(v starlark.Value) (int, error) {
	x := object.Unwrap(v)
	if f.class == TextIOWrapper {
		s, ok := text.AsString(x)
		if !ok {
			return 0, typeError("write() argument must be str, not %s", object.TypeName(v))
		}
		if err := f.checkWritable(); err != nil {
			return 0, err
		}
		n, err := text.LenPaced(f.env.Ended, s)
		if err != nil {
			return 0, err
		}
		return n, f.writeText(s)
	}
	if err := f.checkWritable(); err != nil {
		return 0, err
	}
	s, ok, err := text.AsBytesPaced(f.env.Check, x)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, typeError("a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	return len(s), f.write(s)
}

func readLines(thread *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error) {
	n, err := limit(f.env, args)
	if err != nil {
		return nil, err
	}
	var lines pieces.List[starlark.Value]
	total := 0
	for {
		line, err := f.readLine(thread, -1)
		if err != nil {
			return nil, err
		}
		if line == "" {
			break
		}
		v, err := f.value(line)
		if err != nil {
			return nil, err
		}
		lines.Push(v)
		if total += len(line); n > 0 && total >= n {
			break
		}
		if total > maxRead {
			return nil, exception.New(exception.MemoryError, "")
		}
		if lines.Len()%4096 == 0 {
			if err := check(thread); err != nil {
				return nil, err
			}
		}
	}
	all, err := lines.Join(f.env.Ended)
	return starlark.NewList(all), err
}

func seek(thread *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error) {
	if err := f.checkSeekable(); err != nil {
		return nil, err
	}
	n, err := object.Index(f.env, args[0])
	if err != nil {
		return nil, err
	}
	off, ok := n.Int64()
	if !ok {
		return nil, exception.New(exception.OverflowError, "Python int too large to convert to C long")
	}
	whence := io.SeekStart
	if len(args) > 1 {
		w, err := object.Index(f.env, args[1])
		if err != nil {
			return nil, err
		}
		i, ok := w.Int64()
		if !ok || i < 0 || i > 2 {
			if f.class == TextIOWrapper {
				return nil, valueError("invalid whence (%s, should be 0, 1 or 2)", w)
			}
			return nil, valueError("whence value %s unsupported", w)
		}
		whence = int(i)
	}
	if f.class == TextIOWrapper {
		switch {
		case whence == io.SeekCurrent && off != 0:
			return nil, f.unsupported("can't do nonzero cur-relative seeks")
		case whence == io.SeekEnd && off != 0:
			return nil, f.unsupported("can't do nonzero end-relative seeks")
		case whence == io.SeekStart && off < 0:
			return nil, valueError("negative seek position %d", off)
		case f.text.decoded && (whence != io.SeekStart || off != 0):
			return nil, f.unsupported("seek() in a text file with encoding " + f.text.shown + " is not supported after reading, except to its beginning")
		case f.text.decoded:
			f.in = nil // it was not what the file holds
		}
	}
	f.quietTell = false
	f.text.begun, f.text.decoded = false, false
	pos, err := f.seek(off, whence)
	if pos == 0 {
		f.text.wrote = false
	}
	return starlark.MakeInt64(pos), err
}

func binaryMethods(class string) map[string]object.Method {
	m := shared(class)
	m["readinto"] = method(class, "readinto", 1, 1, func(thread *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error) {
		dst := text.WritableStore(args[0])
		if dst == nil {
			return nil, typeError("readinto() argument must be read-write bytes-like object, not %s", object.TypeName(args[0]))
		}
		if err := f.checkReadable(); err != nil {
			return nil, err
		}
		p, err := f.readN(thread, dst.Len())
		if err != nil {
			return nil, err
		}
		p = p[:min(len(p), dst.Len())]
		for at := 0; at < len(p); at += writePiece {
			if at > 0 {
				if err := f.env.Ended(); err != nil {
					return nil, err
				}
			}
			dst.Save(p[at:min(len(p), at+writePiece)], at)
		}
		return starlark.MakeInt(len(p)), nil
	})
	m["read1"] = method(class, "read1", 0, 1, func(thread *starlark.Thread, f *File, args starlark.Tuple) (starlark.Value, error) {
		n, err := limit(f.env, args)
		if err != nil {
			return nil, err
		}
		return f.peek(thread, n, true)
	})
	m["peek"] = method(class, "peek", 0, 1, func(thread *starlark.Thread, f *File, _ starlark.Tuple) (starlark.Value, error) {
		return f.peek(thread, -1, false)
	})
	return m
}

// peek returns what can be had with at most one read, and takes it if take is set.
func (f *File) peek(thread *starlark.Thread, n int, take bool) (starlark.Value, error) {
	if err := f.checkReadable(); err != nil {
		return nil, err
	}
	if len(f.in) == 0 {
		if _, err := f.fill(thread, bufferSize); err != nil {
			return nil, err
		}
	}
	if n < 0 || n > len(f.in) {
		n = len(f.in)
	}
	if take {
		return text.Bytes(f.buffer.take(n)), nil
	}
	return text.Bytes(f.in[:n]), nil
}
