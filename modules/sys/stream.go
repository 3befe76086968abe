package sys

import (
	"io"
	"runtime"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// A stream is the state of sys.stdin, stdout or stderr, or of the buffer behind it.
// It holds nothing of the interpreter, whose streams it finds through the thread.
type stream struct {
	fd     int
	binary bool
	closed bool

	errors        string // what happens to characters that can't be encoded
	lineBuffering bool
	rest          string // of a line that was read in part
	buffer        *object.Instance
}

var streamNames = [3]string{"<stdin>", "<stdout>", "<stderr>"}

// Standard returns 0, 1 or 2, and true if print and input may go straight to the
// interpreter's stream of that number instead of calling methods.
func (s *stream) Standard() (fd int, direct bool) {
	return s.fd, !s.binary && !s.closed && s.rest == ""
}

// Transfer makes the same stream of the receiver.
func (s *stream) Transfer(p *pickle.Packer) (pickle.Import, error) {
	flags := ""
	for _, f := range []struct {
		set  bool
		name string
	}{{s.binary, "b"}, {s.closed, "c"}, {s.lineBuffering, "l"}} {
		if f.set {
			flags += f.name
		}
	}
	return p.Portable("sys.stream", pickle.Strings(strconv.Itoa(s.fd), flags, s.errors), nil)
}

func init() {
	pickle.Register("sys.stream", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		parts, err := p.Strings(3)
		if err != nil {
			return nil, err
		}
		fd, err := strconv.Atoi(parts[0])
		if err != nil || fd < 0 || fd >= len(streamNames) {
			return nil, p.Damaged()
		}
		has := func(flag string) bool { return strings.Contains(parts[1], flag) }
		return &stream{fd: fd, binary: has("b"), closed: has("c"), lineBuffering: has("l"), errors: parts[2]}, nil
	})
}

func newStream(in *interp.Interp, fd int) *object.Instance {
	s := &stream{fd: fd, errors: "strict", lineBuffering: fd == 2}
	if fd == 2 {
		s.errors = "backslashreplace"
	}
	i := object.NewInstance(in.Env(), textClass.Get())
	i.Native = s
	return i
}

func streamOf(self starlark.Value) *stream {
	return self.(*object.Instance).Native.(*stream)
}

func unsupported(thread *starlark.Thread, message string) error {
	return object.Raise(object.NewException(object.EnvOf(thread), file.UnsupportedOperation, starlark.String(message)))
}

// A streamCall is one call of a method of an open stream.
type streamCall struct {
	thread *starlark.Thread
	in     *interp.Interp
	self   *object.Instance
	*stream
}

func streamMethod(owner, name string, style text.Style, param []string, required int, fn func(c streamCall, a []starlark.Value) (starlark.Value, error)) object.Method {
	signature := &text.Signature{Owner: owner, Func: name, Style: style, Params: param, Required: required}
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		s := streamOf(self)
		if s.closed && name != "close" && name != "__repr__" {
			return nil, exception.New(exception.ValueError, "I/O operation on closed file.")
		}
		return fn(streamCall{thread, interp.Of(thread), self.(*object.Instance), s}, a)
	}
}

func streamProperty(get func(s *stream) starlark.Value) object.Property {
	return object.Property{
		Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			return get(streamOf(self)), nil
		},
	}
}

var (
	readerClass = object.Later(func() *object.Class { return newStreamClass("BufferedReader", nil, nil) })
	writerClass = object.Later(func() *object.Class { return newStreamClass("BufferedWriter", nil, nil) })
	textClass   = object.Later(func() *object.Class { return newStreamClass("TextIOWrapper", readerClass.Get(), writerClass.Get()) })
)

// newStreamClass returns a class of streams: of text with the classes of the buffers
// behind them, or if those are nil, of bytes.
func newStreamClass(name string, reader, writer *object.Class) *object.Class {
	binary := reader == nil
	spec := object.Spec{
		Name: name, Module: "_io", Final: true,
		Methods: make(map[string]object.Method),
		New: func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, exception.New(exception.NotImplementedError, "%s() of another stream is not supported; use open()", name)
		},
		Properties: map[string]object.Property{
			"name":   streamProperty(func(s *stream) starlark.Value { return starlark.String(streamNames[s.fd]) }),
			"closed": streamProperty(func(s *stream) starlark.Value { return starlark.Bool(s.closed) }),
			"mode":   streamProperty(func(s *stream) starlark.Value { return starlark.String(s.mode()) }),
		},
	}
	define := func(method string, style text.Style, param []string, required int, fn func(c streamCall, a []starlark.Value) (starlark.Value, error)) {
		spec.Methods[method] = streamMethod(name, method, style, param, required, fn)
	}
	none := func(c streamCall, a []starlark.Value) (starlark.Value, error) { return starlark.None, nil }
	truth := func(fn func(c streamCall) bool) func(c streamCall, a []starlark.Value) (starlark.Value, error) {
		return func(c streamCall, a []starlark.Value) (starlark.Value, error) { return starlark.Bool(fn(c)), nil }
	}
	define("write", text.Single, []string{"text"}, 1, streamCall.write)
	define("writelines", text.Single, []string{"lines"}, 1, streamCall.writeLines)
	define("flush", text.Nothing, nil, 0, streamCall.flush)
	define("close", text.Nothing, nil, 0, func(c streamCall, a []starlark.Value) (starlark.Value, error) {
		if c.closed {
			return starlark.None, nil
		}
		if c.fd > 0 {
			if _, err := c.flush(nil); err != nil {
				return nil, err
			}
		}
		c.closed = true
		return starlark.None, nil
	})
	define("fileno", text.Nothing, nil, 0, func(c streamCall, a []starlark.Value) (starlark.Value, error) { return starlark.MakeInt(c.fd), nil })
	define("isatty", text.Nothing, nil, 0, truth(func(c streamCall) bool { return isTerminal(c.in, c.fd) }))
	define("readable", text.Nothing, nil, 0, truth(func(c streamCall) bool { return c.fd == 0 }))
	define("writable", text.Nothing, nil, 0, truth(func(c streamCall) bool { return c.fd > 0 }))
	define("seekable", text.Nothing, nil, 0, truth(func(c streamCall) bool { return false }))
	define("seek", text.Positional, []string{"cookie", "whence"}, 1, func(c streamCall, a []starlark.Value) (starlark.Value, error) {
		return nil, unsupported(c.thread, "underlying stream is not seekable")
	})
	define("tell", text.Nothing, nil, 0, func(c streamCall, a []starlark.Value) (starlark.Value, error) {
		return nil, unsupported(c.thread, "underlying stream is not seekable")
	})
	define("read", text.Positional, []string{"size"}, 0, streamCall.read)
	define("readline", text.Positional, []string{"size"}, 0, func(c streamCall, a []starlark.Value) (starlark.Value, error) {
		size, err := c.size(a[0])
		if err != nil {
			return nil, err
		}
		line, err := c.line(size)
		return c.value(line), err
	})
	define("readlines", text.Positional, []string{"hint"}, 0, streamCall.readLines)
	define("__iter__", text.Nothing, nil, 0, func(c streamCall, a []starlark.Value) (starlark.Value, error) {
		return c.self, nil
	})
	define("__next__", text.Nothing, nil, 0, func(c streamCall, a []starlark.Value) (starlark.Value, error) {
		line, err := c.line(-1)
		if err == nil && line == "" {
			err = object.Raise(object.NewException(object.EnvOf(c.thread), object.StopIteration))
		}
		return c.value(line), err
	})
	define("__enter__", text.Nothing, nil, 0, func(c streamCall, a []starlark.Value) (starlark.Value, error) { return c.self, nil })
	spec.Methods["__exit__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return spec.Methods["close"](thread, self, nil, nil)
	}
	define("__repr__", text.Nothing, nil, 0, func(c streamCall, a []starlark.Value) (starlark.Value, error) {
		if binary {
			return starlark.String("<_io." + name + " name='" + streamNames[c.fd] + "'>"), nil
		}
		return starlark.String("<_io.TextIOWrapper name='" + streamNames[c.fd] + "' mode='" + c.mode() + "' encoding='utf-8'>"), nil
	})
	if !binary {
		spec.Properties["encoding"] = streamProperty(func(*stream) starlark.Value { return starlark.String("utf-8") })
		spec.Properties["errors"] = streamProperty(func(s *stream) starlark.Value { return starlark.String(s.errors) })
		spec.Properties["newlines"] = streamProperty(func(*stream) starlark.Value { return starlark.None })
		spec.Properties["line_buffering"] = streamProperty(func(s *stream) starlark.Value { return starlark.Bool(s.lineBuffering) })
		spec.Properties["write_through"] = streamProperty(func(*stream) starlark.Value { return starlark.False })
		spec.Properties["buffer"] = object.Property{Get: bufferOf(reader, writer)}
		define("reconfigure", text.Named, []string{"encoding", "errors", "newline", "line_buffering", "write_through"}, 0, streamCall.reconfigure)
	} else {
		define("detach", text.Nothing, nil, 0, none)
	}
	return object.NewClass(spec)
}

func (s *stream) mode() string {
	mode := "w"
	if s.fd == 0 {
		mode = "r"
	}
	if s.binary {
		mode += "b"
	}
	return mode
}

// bufferOf returns the property that is the stream of bytes behind a stream of text.
func bufferOf(reader, writer *object.Class) func(*starlark.Thread, starlark.Value) (starlark.Value, error) {
	return func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		s := streamOf(self)
		if s.buffer == nil {
			class := writer
			if s.fd == 0 {
				class = reader
			}
			s.buffer = object.NewInstance(object.EnvOf(thread), class)
			s.buffer.Native = &stream{fd: s.fd, binary: true, rest: s.rest}
			s.rest = ""
		}
		return s.buffer, nil
	}
}

func (c streamCall) write(a []starlark.Value) (starlark.Value, error) {
	if c.fd == 0 {
		if c.binary {
			return nil, unsupported(c.thread, "write")
		}
		return nil, unsupported(c.thread, "not writable")
	}
	var out string
	n := 0
	if c.binary {
		b, ok, err := text.AsBytesPaced(object.EnvOf(c.thread).Check, object.Unwrap(a[0]))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(a[0]))
		}
		out, n = b, len(b)
	} else {
		s, ok := text.AsString(object.Unwrap(a[0]))
		if !ok {
			return nil, exception.New(exception.TypeError, "write() argument must be str, not %s", object.TypeName(a[0]))
		}
		var err error
		if n, err = text.LenPaced(object.EnvOf(c.thread).Ended, s); err != nil {
			return nil, err
		}
		out = s
	}
	return starlark.MakeInt(n), c.in.Write(c.thread, c.fd, out)
}

func (c streamCall) writeLines(a []starlark.Value) (starlark.Value, error) {
	env := object.EnvOf(c.thread)
	it, err := object.Iterate(env, a[0])
	if err != nil {
		return nil, err
	}
	defer it.Done()
	var v starlark.Value
	for it.Next(&v) {
		if _, err := c.write([]starlark.Value{v}); err != nil {
			return nil, err
		}
	}
	return starlark.None, env.Pending()
}

func (c streamCall) flush([]starlark.Value) (starlark.Value, error) {
	if c.fd == 0 {
		return starlark.None, nil
	}
	return starlark.None, c.in.Flush(c.thread, c.fd)
}

func (c streamCall) reconfigure(a []starlark.Value) (starlark.Value, error) {
	given := func(v starlark.Value) bool { return v != nil && v != starlark.None }
	if given(a[0]) {
		name, ok := text.AsString(a[0])
		if !ok {
			return nil, exception.New(exception.TypeError, "reconfigure() argument 'encoding' must be str or None, not %s", object.TypeName(a[0]))
		}
		switch strings.ToLower(strings.ReplaceAll(name, "_", "-")) {
		case "utf-8", "utf8":
		default:
			return nil, exception.New(exception.NotImplementedError, "sys.%s.reconfigure(encoding=%s) is not supported, only 'utf-8'", strings.Trim(streamNames[c.fd], "<>"), text.Repr(name))
		}
	}
	if given(a[1]) {
		name, ok := text.AsString(a[1])
		if !ok {
			return nil, exception.New(exception.TypeError, "reconfigure() argument 'errors' must be str or None, not %s", object.TypeName(a[1]))
		}
		c.errors = name
	}
	if given(a[3]) {
		on, err := object.Truth(object.EnvOf(c.thread), a[3])
		if err != nil {
			return nil, err
		}
		c.lineBuffering = on
	}
	return c.flush(nil)
}

func (c streamCall) value(s string) starlark.Value {
	if c.binary {
		return text.Bytes(s)
	}
	return text.Str(s)
}

// size reads how much to read: -1 means no limit.
func (c streamCall) size(v starlark.Value) (int, error) {
	if v == nil || v == starlark.None {
		return -1, nil
	}
	n, err := number.Int(c.thread, v)
	return max(n, -1), err
}

// line returns the next line, or its first size characters; "" at the end.
func (c streamCall) line(size int) (string, error) {
	if c.fd != 0 {
		return "", unsupported(c.thread, "not readable")
	}
	line := c.rest
	c.rest = ""
	if line == "" {
		var err error
		if line, err = c.next(); err != nil {
			return "", err
		}
	}
	line, c.rest = c.cut(line, size)
	return line, nil
}

// next reads a line. On Windows its end is made \n, as CPython makes it.
func (c streamCall) next() (string, error) {
	line, err := c.in.Stdin().ReadLine(c.thread)
	if err == io.EOF {
		return "", nil
	}
	if !c.binary && runtime.GOOS == "windows" && strings.HasSuffix(line, "\r\n") {
		line = line[:len(line)-2] + "\n"
	}
	return line, err
}

// cut splits s after n characters, or bytes.
func (c streamCall) cut(s string, n int) (head, tail string) {
	if n < 0 || n >= len(s) {
		return s, ""
	}
	if c.binary {
		return s[:n], s[n:]
	}
	for i := range s {
		if n == 0 {
			return s[:i], s[i:]
		}
		n--
	}
	return s, ""
}

func (c streamCall) read(a []starlark.Value) (starlark.Value, error) {
	size, err := c.size(a[0])
	if err != nil {
		return nil, err
	}
	if c.fd != 0 {
		return nil, unsupported(c.thread, "not readable")
	}
	var b strings.Builder
	for size != 0 {
		line, err := c.line(size)
		if err != nil {
			return nil, err
		}
		if line == "" {
			break
		}
		b.WriteString(line)
		switch {
		case size < 0:
		case c.binary:
			size -= len(line)
		default:
			size -= text.Len(line)
		}
	}
	return c.value(b.String()), nil
}

func (c streamCall) readLines(a []starlark.Value) (starlark.Value, error) {
	hint, err := c.size(a[0])
	if err != nil {
		return nil, err
	}
	lines := new(starlark.List)
	for n := 0; hint <= 0 || n < hint; {
		line, err := c.line(-1)
		if err != nil {
			return nil, err
		}
		if line == "" {
			break
		}
		n += len(line)
		if err := lines.Append(c.value(line)); err != nil {
			return nil, err
		}
	}
	return lines, nil
}
