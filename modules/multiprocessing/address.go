package multiprocessing

import (
	"io"
	"io/fs"
	"net"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file knows the addresses of listeners: a pair of host and port, or the name of a Unix socket.

const (
	familyInet = "AF_INET"
	familyUnix = "AF_UNIX"
	familyPipe = "AF_PIPE" // Windows's named pipes, which are not there
)

// addressType is connection.address_type.
func addressType(env *object.Env, v starlark.Value) (string, error) {
	switch x := v.(type) {
	case starlark.Tuple:
		return familyInet, nil
	case starlark.String, *text.Text:
		s, _ := text.AsString(x)
		if strings.HasPrefix(s, `\\`) {
			return familyPipe, nil
		}
		return familyUnix, nil
	case text.Bytes:
		if strings.HasPrefix(string(x), "\x00") {
			return familyUnix, nil
		}
	}
	shown, err := object.Repr(env, v)
	if err != nil {
		return "", err
	}
	kind := exception.ValueError
	switch v.(type) {
	case text.Bytes, starlark.NoneType:
	default:
		kind = exception.TypeError
	}
	return "", exception.New(kind, "address type of %s unrecognized", shown)
}

// addressFor returns the address that Listener and Client mean by theirs. A listener that is given none
// listens at one of its own.
func (st *state) addressFor(address, family starlark.Value, listening bool) (netAddress, error) {
	var at netAddress
	given, err := object.Truth(st.env, address)
	if err != nil {
		return at, err
	}
	name, _ := text.AsString(family)
	switch {
	case name != "":
	case given || !listening:
		if name, err = addressType(st.env, address); err != nil {
			return at, err
		}
	default:
		name = familyUnix
		if runtime.GOOS == "windows" {
			name = familyInet
		}
	}
	switch name {
	case familyInet, familyUnix:
	case familyPipe:
		if runtime.GOOS == "windows" {
			return at, exception.New(exception.NotImplementedError, "AF_PIPE is not available: use an address of AF_INET, such as ('localhost', 0)")
		}
		return at, exception.New(exception.ValueError, "Family AF_PIPE is not recognized.")
	default:
		if !given {
			return at, valueError("unrecognized family")
		}
		return at, exception.New(exception.AttributeError, "module 'socket' has no attribute '%s'", name)
	}
	if !given && listening {
		if name == familyInet {
			address = starlark.Tuple{starlark.String("localhost"), starlark.MakeInt(0)}
		} else {
			dir, err := st.tempDir()
			if err != nil {
				return at, err
			}
			file, err := st.randomName(filepath.Join(dir, "listener-"))
			if err != nil {
				return at, err
			}
			address = text.Str(file)
		}
	}
	at.shown = address
	if name == familyInet {
		pair, ok := address.(starlark.Tuple)
		if !ok {
			return at, exception.New(exception.TypeError, "AF_INET address must be tuple, not %s", object.TypeName(address))
		}
		if len(pair) != 2 {
			return at, exception.New(exception.TypeError, "AF_INET address must be a pair (host, port)")
		}
		host, ok := text.AsString(pair[0])
		if !ok {
			return at, exception.New(exception.TypeError, "str, bytes or bytearray expected, not %s", object.TypeName(pair[0]))
		}
		port, err := smallInt(pair[1])
		if err != nil {
			return at, err
		}
		if port < 0 || port > 65535 {
			return at, exception.New(exception.OverflowError, "%s(): port must be 0-65535.", map[bool]string{true: "bind", false: "connect"}[listening])
		}
		at.network, at.where = "tcp4", net.JoinHostPort(host, strconv.Itoa(port))
		return at, nil
	}
	at.network = "unix"
	if b, ok := address.(text.Bytes); ok {
		at.where = string(b)
	} else if s, ok := text.AsString(address); ok {
		at.where = s
	} else {
		return at, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(address))
	}
	if len(at.where) > maxUnixName {
		return at, exception.New(exception.OSError, "AF_UNIX path too long")
	}
	if strings.Contains(strings.TrimPrefix(at.where, "\x00"), "\x00") {
		return at, valueError("embedded null byte")
	}
	if strings.HasPrefix(at.where, "\x00") {
		at.shown = text.Bytes(at.where)
	}
	return at, nil
}

// maxUnixName is the longest name of a Unix socket, in bytes.
const maxUnixName = 107

// randomName appends to a prefix what nobody can guess.
func (st *state) randomName(prefix string) (string, error) {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789_"
	var b [8]byte
	if _, err := io.ReadFull(st.in.System().Random, b[:]); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return prefix + string(b[:]), nil
}

// tempDir returns the process's directory for sockets, which goes when it ends.
func (st *state) tempDir() (string, error) {
	if st.temp != "" {
		return st.temp, nil
	}
	sys := st.in.System()
	dir, err := st.randomName(filepath.Join(sys.Machine.TempDir(), "pymp-"))
	if err != nil {
		return "", err
	}
	if err := sys.Files.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	st.temp = dir
	st.finalize(removeTempDir, func(*starlark.Thread) {
		var entries []fs.DirEntry // removed once all have been read: the directory may not change before
		sys.Files.ReadDir(dir, func(some []fs.DirEntry) error {
			entries = append(entries, some...)
			return nil
		})
		for _, e := range entries {
			sys.Files.Remove(filepath.Join(dir, e.Name()))
		}
		sys.Files.Remove(dir)
	})
	return dir, nil
}

// removeTempDir is when the directory goes: after all else.
const removeTempDir = -100

var (
	addressTypeParams      = params.Func("address_type", "address")
	getTempDirParams       = params.Func("get_temp_dir", "")
	arbitraryAddressParams = params.Func("arbitrary_address", "family")
)

func addressTypeFunc(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := addressTypeParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	name, err := addressType(object.EnvOf(thread), a[0])
	return starlark.String(name), err
}

func arbitraryAddress(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := arbitraryAddressParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	if isNone(a[0]) {
		return nil, valueError("unrecognized family")
	}
	at, err := stateOf(thread).addressFor(starlark.None, a[0], true)
	return at.shown, err
}

func getTempDir(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := getTempDirParams.Bind(args, kwargs); err != nil {
		return nil, err
	}
	dir, err := stateOf(thread).tempDir()
	return text.Str(dir), err
}

// hostPort is the address of a socket as scripts see it.
func hostPort(s string) starlark.Value {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return text.Str(s)
	}
	n, _ := strconv.Atoi(port)
	return starlark.Tuple{starlark.String(host), starlark.MakeInt(n)}
}

// A netAddress is where to listen or to connect to.
type netAddress struct {
	network string // "tcp4" or "unix"
	where   string
	shown   starlark.Value
}

// name returns the address as package net has it.
func (a netAddress) name(in *interp.Interp) string {
	if a.network == "unix" && !strings.HasPrefix(a.where, "\x00") {
		return in.Resolve(a.where)
	}
	return a.where
}
