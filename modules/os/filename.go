package os

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A filename is a path as a script gave it: results that name files are of the
// same type, and errors show it as it was.
type filename struct {
	path  string         // as the system takes it
	given starlark.Value // str or bytes
}

// bytes reports whether the script works with bytes.
func (f filename) bytes() bool {
	_, isStr := text.AsString(f.given)
	return !isStr
}

// value returns another path as a value of the type of f.
func (f filename) value(path string) starlark.Value {
	if f.bytes() {
		return text.Bytes(path)
	}
	return text.Str(path)
}

// fspath returns the str or bytes of a path: v itself, or what its __fspath__
// returns. ok is false if v is no path.
func fspath(thread *starlark.Thread, v starlark.Value) (s starlark.Value, ok bool, err error) {
	if isPath(v) {
		return object.Unwrap(v), true, nil
	}
	s, ok, err = number.Special(thread, v, "__fspath__")
	if !ok || err != nil {
		return nil, ok, err
	}
	if !isPath(s) {
		return nil, true, exception.New(exception.TypeError, "expected %s.__fspath__() to return str or bytes, not %s", object.TypeName(v), object.TypeName(s))
	}
	return object.Unwrap(s), true, nil
}

func isPath(v starlark.Value) bool {
	switch v := object.Unwrap(v).(type) {
	case starlark.String, *text.Text, text.Bytes, starlark.Bytes:
		return true
	default:
		_ = v
		return false
	}
}

func errPath(v starlark.Value) error {
	return exception.New(exception.TypeError, "expected str, bytes or os.PathLike object, not %s", object.TypeName(v))
}

// maxPath is how long a path may be, in bytes: more than any system takes. What looks at each character of one need not ask whether to stop.
const maxPath = 1 << 17

// readPath reads a path argument, as os.fspath does. One that no system would take is refused as systems do.
func readPath(thread *starlark.Thread, v starlark.Value) (filename, error) {
	f, err := readName(thread, v)
	if err == nil && len(f.path) > maxPath {
		return f, failed(thread, syscall.ENAMETOOLONG, f)
	}
	return f, err
}

// readName reads what need not be a path of any file.
func readName(thread *starlark.Thread, v starlark.Value) (filename, error) {
	s, ok, err := fspath(thread, v)
	if err != nil {
		return filename{}, err
	}
	if !ok {
		return filename{}, errPath(v)
	}
	if str, ok := text.AsString(s); ok {
		if len(str) > maxPath {
			return filename{str, s}, nil
		}
		return filename{fsEncode(str), s}, nil
	}
	b, _ := text.AsBytes(s)
	return filename{b, s}, nil
}

// readFile reads the path argument of a function that goes to the file system;
// kinds says what else than paths CPython's would take.
func readFile(thread *starlark.Thread, fn, kinds string, v starlark.Value) (filename, error) {
	s, ok, err := fspath(thread, v)
	if err != nil {
		return filename{}, err
	}
	if !ok {
		if n, isInt := number.IsInt(v); isInt && strings.Contains(kinds, "integer") {
			fd, _ := n.Int64()
			if n.Sign() < 0 || fd > 2 || osName == "nt" {
				return filename{given: v}, errNotOpen
			}
			return filename{"/dev/fd/" + n.String(), v}, nil
		}
		return filename{}, exception.New(exception.TypeError, "%s: path should be %s, not %s", fn, kinds, object.TypeName(v))
	}
	f, err := readPath(thread, s)
	if err == nil && strings.IndexByte(f.path, 0) >= 0 {
		err = exception.New(exception.ValueError, "embedded null byte")
	}
	return f, err
}

// errNotOpen refuses a file descriptor other than the standard streams'; files that
// open() made have none of their own.
var errNotOpen = exception.WithArgs(exception.OSError, starlark.MakeInt(int(syscall.EBADF)), starlark.String("Bad file descriptor"))

const (
	pathOnly = "string, bytes or os.PathLike"
	pathOrFD = "string, bytes, os.PathLike or integer"
)

// resolve returns the absolute path that a relative one means in the interpreter's
// working directory.
func resolve(in *interp.Interp, path string) string {
	if path == "" || filepath.IsAbs(path) || in.Dir() == "" {
		return path
	}
	return in.Dir() + string(filepath.Separator) + path
}

// fsEncode turns the lone surrogates that stand for undecodable bytes of a file's
// name back into them.
func fsEncode(s string) string {
	if !strings.Contains(s, "\xed") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		// U+DC80..U+DCFF
		if s[i] == 0xed && i+2 < len(s) && (s[i+1] == 0xb2 || s[i+1] == 0xb3) {
			b.WriteByte(s[i+1]&3<<6 | s[i+2]&0x3f)
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// failed returns the OSError for an error of the file system, with the names that the
// operation was given.
func failed(thread *starlark.Thread, err error, files ...filename) error {
	var errno syscall.Errno
	switch {
	case errors.As(err, &errno):
	case errors.Is(err, fs.ErrNotExist):
		errno = syscall.ENOENT
	case errors.Is(err, fs.ErrExist):
		errno = syscall.EEXIST
	case errors.Is(err, fs.ErrPermission):
		errno = syscall.EPERM
	default:
		return err
	}
	errno = posixErrno(errno)
	args := starlark.Tuple{starlark.MakeInt(int(errno)), text.Str(strerror(errno))}
	for i, f := range files {
		if i == 1 {
			args = append(args, starlark.None) // Windows' own error number
		}
		args = append(args, f.given)
	}
	exc, callErr := object.Call(thread, object.OSError, args...)
	if callErr != nil {
		return callErr
	}
	return object.Raise(exc.(*object.Instance))
}
