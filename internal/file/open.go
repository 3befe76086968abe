package file

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"syscall"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

var openSignature = text.Signature{
	Func:   "open",
	Params: []string{"file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"}, Required: 1,
}

func valueError(format string, args ...any) error {
	return exception.New(exception.ValueError, format, args...)
}

func typeError(format string, args ...any) error {
	return exception.New(exception.TypeError, format, args...)
}

// Open is the builtin open.
func Open(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := openSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	env := object.EnvOf(thread)
	o := options{thread: thread, env: env, buffering: -1}
	var name string
	_, isFd := object.Unwrap(a[0]).(starlark.Int)
	if !isFd {
		if name, err = Path(thread, a[0]); err != nil {
			return nil, err
		}
	}
	closefd := true
	texts := []*string{&o.mode, &o.encoding, &o.errors, &o.newline}
	o.mode = "r"
	for i, slot := range []int{1, 3, 4, 5} {
		v := a[slot]
		if v == nil || v == starlark.None && slot != 1 {
			continue
		}
		s, ok := text.AsString(object.Unwrap(v))
		if !ok {
			if slot == 1 {
				return nil, typeError("open() argument 'mode' must be str, not %s", object.TypeName(v))
			}
			return nil, typeError("open() argument '%s' must be str or None, not %s", openSignature.Params[slot], object.TypeName(v))
		}
		*texts[i] = s
		o.given[i] = true
	}
	if a[2] != nil {
		n, err := object.Index(env, a[2])
		if err != nil {
			return nil, err
		}
		if b, ok := n.Int64(); ok {
			o.buffering = int(max(-1, min(b, maxRead)))
		}
	}
	if a[6] != nil {
		if closefd, err = object.Truth(env, a[6]); err != nil {
			return nil, err
		} else if !closefd && !isFd {
			return nil, valueError("Cannot use closefd=False with file name")
		}
	}
	if a[7] != nil && a[7] != starlark.None {
		return nil, exception.New(exception.NotImplementedError, "the opener argument of open() is not supported")
	}
	if isFd {
		if o.handle, err = byNumber(thread, a[0], closefd); err != nil {
			return nil, osError(err)
		}
		return o.open(a[0], "")
	}
	shown := a[0]
	switch a[0].(type) {
	case text.Bytes, starlark.String, *text.Text:
	default: // a path-like object's path
		if shown, err = env.Text(name); err != nil {
			return nil, err
		}
	}
	return o.open(shown, name)
}

// Path returns the path that a str, bytes or path-like object stands for.
func Path(thread *starlark.Thread, v starlark.Value) (string, error) {
	x := object.Unwrap(v)
	if s, ok := text.AsString(x); ok {
		return checkPath(s)
	}
	if b, ok := x.(text.Bytes); ok {
		return checkPath(string(b))
	}
	m, err := object.Special(object.EnvOf(thread), v, "__fspath__")
	if err != nil {
		return "", err
	}
	if m == nil {
		return "", typeError("expected str, bytes or os.PathLike object, not %s", object.TypeName(v))
	}
	p, err := object.Call(thread, m)
	if err != nil {
		return "", err
	}
	if s, ok := text.AsString(object.Unwrap(p)); ok {
		return checkPath(s)
	}
	if b, ok := text.AsBytes(p); ok {
		return checkPath(b)
	}
	return "", typeError("expected %s.__fspath__() to return str or bytes, not %s", object.TypeName(v), object.TypeName(p))
}

func checkPath(s string) (string, error) {
	if strings.IndexByte(s, 0) >= 0 {
		return "", valueError("embedded null byte")
	}
	return s, nil
}

type options struct {
	thread                          *starlark.Thread
	env                             *object.Env
	mode, encoding, errors, newline string
	given                           [4]bool // which of these the script gave
	buffering                       int
	handle                          Handle // what is open already
}

// flags reads the mode.
func (o *options) flags() (flag int, binary bool, err error) {
	var kinds, plus, texts, binaries int
	for _, c := range o.mode {
		switch c {
		case 'r', 'w', 'a', 'x':
			kinds++
		case '+':
			plus++
		case 't':
			texts++
		case 'b':
			binaries++
		default:
			return 0, false, valueError("invalid mode: '%s'", o.mode)
		}
	}
	if kinds > 4 || plus > 1 || texts > 1 || binaries > 1 {
		return 0, false, valueError("invalid mode: '%s'", o.mode)
	}
	switch {
	case texts+binaries > 1:
		return 0, false, valueError("can't have text and binary mode at once")
	case kinds == 0:
		return 0, false, valueError("Must have exactly one of create/read/write/append mode and at most one plus")
	case kinds > 1:
		return 0, false, valueError("must have exactly one of create/read/write/append mode")
	}
	access := os.O_WRONLY
	switch {
	case plus > 0:
		access = os.O_RDWR
	case strings.Contains(o.mode, "r"):
		access = os.O_RDONLY
	}
	switch {
	case strings.Contains(o.mode, "w"):
		access |= os.O_CREATE | os.O_TRUNC
	case strings.Contains(o.mode, "a"):
		access |= os.O_CREATE | os.O_APPEND
	case strings.Contains(o.mode, "x"):
		access |= os.O_CREATE | os.O_EXCL
	}
	return access, binaries > 0, nil
}

// canonical is the mode as binary files tell it: "rb+" for "r+b".
func canonical(mode string) string {
	var b strings.Builder
	for _, c := range "xrwab+" {
		if strings.ContainsRune(mode, c) {
			b.WriteRune(c)
		}
	}
	return b.String()
}

var newlines = map[string]struct {
	read  newline
	write string
}{"": {untouched, "\n"}, "\n": {onlyLF, "\n"}, "\r": {onlyCR, "\r"}, "\r\n": {onlyCRLF, "\r\n"}}

func (o *options) open(name starlark.Value, path string) (*File, error) {
	flag, binary, err := o.flags()
	if err != nil {
		return nil, err
	}
	f := &File{env: o.env, name: name, mode: o.mode, buffer: &buffer{size: bufferSize}}
	f.appending = flag&os.O_APPEND != 0
	access := flag & (os.O_RDONLY | os.O_WRONLY | os.O_RDWR)
	f.readable, f.writable = access != os.O_WRONLY, access != os.O_RDONLY
	if o.buffering > 1 {
		f.size = min(o.buffering, writePiece)
	}
	if binary {
		for i, what := range []string{"", "an encoding", "an errors", "a newline"} {
			if i > 0 && o.given[i] {
				return nil, valueError("binary mode doesn't take %s argument", what)
			}
		}
		f.mode = canonical(o.mode)
		switch {
		case o.buffering == 0:
			f.class, f.size = FileIO, 0
		case f.readable && f.writable:
			f.class = BufferedRandom
		case f.writable:
			f.class = BufferedWriter
		default:
			f.class = BufferedReader
		}
	} else {
		f.class = TextIOWrapper
		if err := o.textLayer(f); err != nil {
			return nil, err
		}
	}
	sys, ok := o.env.Host.(FileSystem)
	if !ok {
		return nil, exception.New(exception.NotImplementedError, "open() is not available: this interpreter has no files")
	}
	reg := registryOf(o.thread)
	reg.flush()
	h := o.handle
	if h == nil {
		h, err = sys.OpenFile(o.thread, path, flag, 0o666)
	}
	if errors.Is(err, syscall.EMFILE) && reg.collect() {
		h, err = sys.OpenFile(o.thread, path, flag, 0o666)
	}
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			return nil, &fs.PathError{Op: "open", Path: path, Err: pe.Err}
		}
		return nil, err
	}
	f.handle = share(h)
	if info, err := h.Stat(); err == nil {
		if info.IsDir() {
			h.Close()
			return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
		}
		f.regular = info.Mode().IsRegular()
		f.lineBuffered = f.lineBuffered || f.class == TextIOWrapper && o.buffering < 0 && info.Mode()&fs.ModeCharDevice != 0 && isTerminal(h)
	}
	f.pos, err = h.Seek(0, io.SeekCurrent)
	f.seekable = err == nil
	if f.appending && f.seekable {
		if f.pos, err = h.Seek(0, io.SeekEnd); err != nil {
			h.Close()
			return nil, osError(err)
		}
	}
	reg.add(f)
	return f, nil
}

func (o *options) textLayer(f *File) error {
	if o.buffering == 0 {
		return valueError("can't have unbuffered text I/O")
	}
	f.lineBuffered = o.buffering == 1
	t := &f.text
	t.shown, t.errors = "UTF-8", "strict"
	if o.encoding != "" {
		t.shown = o.encoding
	}
	if t.shown == "locale" {
		t.shown = "UTF-8"
	}
	encoding, ok := text.EncodingName(t.shown)
	if !ok {
		return exception.New(exception.LookupError, "unknown encoding: %s", t.shown)
	}
	t.encoding = encoding
	if o.given[2] {
		t.errors = o.errors
	}
	t.newline, t.writes = translated, "\n"
	if runtime.GOOS == "windows" {
		t.writes = "\r\n"
	}
	if o.given[3] {
		n, ok := newlines[o.newline]
		if !ok {
			return valueError("illegal newline value: %s", o.newline)
		}
		t.newline, t.writes = n.read, n.write
	}
	return nil
}
