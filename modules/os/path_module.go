package os

import (
	"io/fs"
	"strings"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
)

// PathModule returns the definition of os.path.
func PathModule() interp.Def {
	return interp.Def{
		Name: "os.path",
		Doc:  "Common operations on path names.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for _, f := range pathFunctions.Get() {
				m.Set(f.Name(), f)
			}
			setPathNames(m)
			m.Set("supports_unicode_filenames", starlark.Bool(osName == "nt"))
			return nil
		},
	}
}

// setPathNames sets what os and os.path have in common.
func setPathNames(m *object.Module) {
	m.Set("sep", starlark.String(string(rune(sep))))
	m.Set("altsep", starlark.None)
	if altSep != 0 {
		m.Set("altsep", starlark.String(string(rune(altSep))))
	}
	m.Set("curdir", starlark.String("."))
	m.Set("pardir", starlark.String(".."))
	m.Set("extsep", starlark.String("."))
	m.Set("pathsep", starlark.String(pathSep))
	m.Set("defpath", starlark.String(defPath))
	m.Set("devnull", starlark.String(devNull))
}

// onPath returns a function of one path, which CPython writes in Python.
func onPath(name, param string, fn func(thread *starlark.Thread, f filename) (starlark.Value, error)) *starlark.Builtin {
	list := params.Func(name, param)
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		f, err := readPath(thread, slots[0])
		if err != nil {
			return nil, err
		}
		return fn(thread, f)
	})
}

// onFile returns a function that looks a path up in the file system; stat is the
// name of the function that would complain about an argument which is no path.
func onFile(name, param, stat, kinds string, fn func(thread *starlark.Thread, f filename, path string) (starlark.Value, error)) *starlark.Builtin {
	list := params.Func(name, param)
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		f, err := readFile(thread, stat, kinds, slots[0])
		if e, ok := err.(*exception.Error); ok && e.Kind == exception.ValueError || err == errNotOpen {
			f.path = "\x00" // names nothing
		} else if err != nil && len(f.path) <= maxPath { // what is longer the file system refuses
			return nil, err
		}
		return fn(thread, f, resolve(interp.Of(thread), f.path))
	})
}

// test returns one of the functions that say something of a file, False if there
// is none.
func test(name, param, stat, kinds string, lstat bool, fn func(info fs.FileInfo) bool) *starlark.Builtin {
	return onFile(name, param, stat, kinds, func(thread *starlark.Thread, f filename, path string) (starlark.Value, error) {
		look := filesOf(thread).Stat
		if lstat {
			look = filesOf(thread).Lstat
		}
		info, err := look(path)
		return starlark.Bool(err == nil && path != "" && fn(info)), nil
	})
}

// statTime returns one of the functions that read a field of a file's state.
func statValue(name string, fn func(info fs.FileInfo) starlark.Value) *starlark.Builtin {
	return onFile(name, "filename", "stat", pathOrFD, func(thread *starlark.Thread, f filename, path string) (starlark.Value, error) {
		info, err := filesOf(thread).Stat(path)
		if f.path == "\x00" {
			err = syscall.EBADF
		}
		if err != nil {
			return nil, failed(thread, err, f)
		}
		return fn(info), nil
	})
}

// unixSeconds returns a time as a float, rounded as CPython rounds it: twice.
func unixSeconds(t time.Time) starlark.Value {
	return starlark.Float(float64(t.Unix()) + float64(1e-9*float64(t.Nanosecond())))
}

var pathFunctions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		onPath("abspath", "path", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			path, err := absPath(interp.Of(thread), f.path)
			if err != nil {
				return nil, err
			}
			return f.value(path), nil
		}),
		onPath("basename", "p", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			_, rest := splitDrive(f.path)
			return f.value(rest[lastSep(rest):]), nil
		}),
		onPath("dirname", "p", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			head, _ := splitPath(f.path)
			return f.value(head), nil
		}),
		onPath("split", "p", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			head, tail := splitPath(f.path)
			return starlark.Tuple{f.value(head), f.value(tail)}, nil
		}),
		onPath("splitext", "p", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			root, ext := splitExt(f.path)
			return starlark.Tuple{f.value(root), f.value(ext)}, nil
		}),
		onPath("splitdrive", "p", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			drive, rest := splitDrive(f.path)
			return starlark.Tuple{f.value(drive), f.value(rest)}, nil
		}),
		onPath("isabs", "s", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			return starlark.Bool(isAbs(f.path)), nil
		}),
		onPath("normpath", "path", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			return f.value(normPath(f.path)), nil
		}),
		onPath("normcase", "s", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			if altSep == 0 {
				return f.given, nil
			}
			return f.value(strings.ToLower(strings.ReplaceAll(f.path, string(rune(altSep)), string(rune(sep))))), nil
		}),
		onPath("expanduser", "path", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			if !strings.HasPrefix(f.path, "~") {
				return f.given, nil
			}
			end := 1
			for end < len(f.path) && !isSep(f.path[end]) {
				end++
			}
			home, ok := homeDir(f.path[1:end], interp.Of(thread).Environ(), interp.Of(thread).System().Machine)
			if !ok {
				return f.given, nil
			}
			home = strings.TrimRight(home, string(rune(sep))) + f.path[end:]
			if home == "" {
				home = string(rune(sep))
			}
			return f.value(home), nil
		}),
		onPath("expandvars", "path", func(thread *starlark.Thread, f filename) (starlark.Value, error) {
			return f.value(expandVars(f.path, interp.Of(thread).Environ())), nil
		}),

		test("exists", "path", "stat", pathOrFD, false, func(fs.FileInfo) bool { return true }),
		test("lexists", "path", "lstat", pathOnly, true, func(fs.FileInfo) bool { return true }),
		test("isfile", "path", "stat", pathOrFD, false, func(i fs.FileInfo) bool { return i.Mode().IsRegular() }),
		test("isdir", "s", "stat", pathOrFD, false, fs.FileInfo.IsDir),
		test("islink", "path", "lstat", pathOnly, true, func(i fs.FileInfo) bool { return i.Mode()&fs.ModeSymlink != 0 }),
		onFile("ismount", "path", "lstat", pathOnly, func(thread *starlark.Thread, f filename, path string) (starlark.Value, error) {
			return starlark.Bool(isMount(filesOf(thread), path)), nil
		}),

		statValue("getsize", func(i fs.FileInfo) starlark.Value { return starlark.MakeInt64(i.Size()) }),
		statValue("getmtime", func(i fs.FileInfo) starlark.Value { return unixSeconds(i.ModTime()) }),
		statValue("getatime", func(i fs.FileInfo) starlark.Value { return unixSeconds(fileState(i).atime) }),
		statValue("getctime", func(i fs.FileInfo) starlark.Value { return unixSeconds(fileState(i).ctime) }),

		joinFunc.Get(), relpathFunc.Get(), realpathFunc.Get(), samefileFunc.Get(), commonpathFunc.Get(), commonprefixFunc.Get(),
	}
})

// workingDir returns the interpreter's working directory. It has none if the command was started in one that was gone.
func workingDir(in *interp.Interp) (string, error) {
	if in.Dir() == "" {
		return "", syscall.ENOENT
	}
	return in.Dir(), nil
}

func absPath(in *interp.Interp, path string) (string, error) {
	if !isAbs(path) {
		dir, err := workingDir(in)
		if err != nil {
			return "", err
		}
		path = joinPath(dir, path)
	}
	return normPath(path), nil
}

var joinParams = params.Func("join", "a, *p")

var joinFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("join", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := joinParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		first, err := readPath(thread, slots[0])
		if err != nil {
			return nil, err
		}
		var parts []string
		total := len(first.path)
		for _, v := range slots[1].(starlark.Tuple) {
			s, ok, err := fspath(thread, v)
			if err != nil {
				return nil, err
			}
			if !ok {
				return nil, exception.New(exception.TypeError, "join() argument must be str, bytes, or os.PathLike object, not '%s'", object.TypeName(v))
			}
			f, err := readPath(thread, s)
			if err != nil {
				return nil, err
			}
			if f.bytes() != first.bytes() {
				return nil, exception.New(exception.TypeError, "Can't mix strings and bytes in path components")
			}
			if total += len(f.path) + 1; total > maxPath {
				return nil, failed(thread, syscall.ENAMETOOLONG, f)
			}
			if err := object.EnvOf(thread).Tick(); err != nil {
				return nil, err
			}
			parts = append(parts, f.path)
		}
		return first.value(joinPath(first.path, parts...)), nil
	})
})

var relpathParams = params.Func("relpath", "path, start=")

var relpathFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("relpath", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := relpathParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		if t, err := object.Truth(object.EnvOf(thread), slots[0]); err != nil || !t {
			if err == nil {
				err = exception.New(exception.ValueError, "no path specified")
			}
			return nil, err
		}
		f, err := readPath(thread, slots[0])
		if err != nil {
			return nil, err
		}
		in := interp.Of(thread)
		start := filename{path: "."}
		if v := slots[1]; v != nil && v != starlark.None {
			if start, err = readPath(thread, v); err != nil {
				return nil, err
			}
		}
		begin, err := absPath(in, start.path)
		if err != nil {
			return nil, err
		}
		path, err := absPath(in, f.path)
		if err != nil {
			return nil, err
		}
		from, rest := splitDrive(begin)
		to, path := splitDrive(path)
		if !sameName(from, to) {
			return nil, exception.New(exception.ValueError, "path is on mount %s, start on mount %s", text.Repr(to), text.Repr(from))
		}
		return f.value(relPath(path, rest)), nil
	})
})

var realpathParams = params.Func("realpath", "filename, *, strict=")

var realpathFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("realpath", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := realpathParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		f, err := readPath(thread, slots[0])
		if err != nil {
			return nil, err
		}
		strict := false
		if slots[1] != nil {
			if strict, err = object.Truth(object.EnvOf(thread), slots[1]); err != nil {
				return nil, err
			}
		}
		path, err := absPath(interp.Of(thread), f.path)
		if err != nil {
			return nil, err
		}
		real, err := filesOf(thread).EvalSymlinks(path)
		if err != nil {
			if strict {
				return nil, failed(thread, err, f)
			}
			if real, err = realPrefix(object.EnvOf(thread), filesOf(thread), path); err != nil {
				return nil, err
			}
		}
		return f.value(real), nil
	})
})

// realPrefix resolves the part of an absolute path that exists. It can be stopped.
func realPrefix(env *object.Env, files system.Files, path string) (string, error) {
	rest := ""
	for head := path; ; {
		dir, last := splitPath(head)
		if last == "" {
			return path, nil
		}
		if err := env.Check(); err != nil {
			return "", err
		}
		rest = joinPath(last, rest)
		if real, err := files.EvalSymlinks(dir); err == nil {
			return joinPath(real, strings.TrimSuffix(rest, string(rune(sep)))), nil
		}
		head = dir
	}
}

var samefileParams = params.Func("samefile", "f1, f2")

var samefileFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("samefile", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := samefileParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		var infos [2]fs.FileInfo
		for i, v := range slots {
			f, err := readFile(thread, "stat", pathOrFD, v)
			if err != nil {
				return nil, err
			}
			if infos[i], err = filesOf(thread).Stat(resolve(interp.Of(thread), f.path)); err != nil {
				return nil, failed(thread, err, f)
			}
		}
		return starlark.Bool(filesOf(thread).SameFile(infos[0], infos[1])), nil
	})
})

// readPaths reads a sequence of paths of one type, each by a function.
func readPaths(thread *starlark.Thread, v starlark.Value, read func(*starlark.Thread, starlark.Value) (filename, error)) ([]string, filename, error) {
	vs, err := object.Elements(object.EnvOf(thread), v)
	if err != nil {
		return nil, filename{}, err
	}
	var first filename
	paths := make([]string, len(vs))
	for i, v := range vs {
		f, err := read(thread, v)
		if err == nil {
			err = object.EnvOf(thread).Tick()
		}
		if err != nil {
			return nil, f, err
		}
		if i == 0 {
			first = f
		} else if f.bytes() != first.bytes() {
			return nil, f, exception.New(exception.TypeError, "Can't mix strings and bytes in path components")
		}
		paths[i] = f.path
	}
	return paths, first, nil
}

var commonpathParams = params.Func("commonpath", "paths")

var commonpathFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("commonpath", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := commonpathParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		paths, first, err := readPaths(thread, slots[0], readPath)
		if err != nil {
			return nil, err
		}
		if len(paths) == 0 {
			return nil, exception.New(exception.ValueError, "commonpath() arg is an empty sequence")
		}
		common, ok := commonPath(paths)
		if !ok {
			return nil, exception.New(exception.ValueError, "Can't mix absolute and relative paths")
		}
		return first.value(common), nil
	})
})

var commonprefixParams = params.Func("commonprefix", "m")

var commonprefixFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("commonprefix", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := commonprefixParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		if _, isInt := number.IsInt(slots[0]); isInt {
			return nil, exception.New(exception.TypeError, "'%s' object is not subscriptable", object.TypeName(slots[0]))
		}
		paths, first, err := readPaths(thread, slots[0], readName)
		if err != nil {
			return nil, err
		}
		if len(paths) == 0 {
			return starlark.String(""), nil
		}
		env, prefix := object.EnvOf(thread), paths[0]
		for _, p := range paths[1:] {
			n := 0
			for n < len(prefix) && n < len(p) {
				_, a := text.DecodeRune(prefix[n:])
				_, b := text.DecodeRune(p[n:])
				if a != b || prefix[n:n+a] != p[n:n+b] {
					break
				}
				n += a
				if err := env.Tick(); err != nil {
					return nil, err
				}
			}
			prefix = prefix[:n]
		}
		if len(prefix) == len(paths[0]) {
			return first.given, nil
		}
		if first.bytes() {
			return text.Bytes(prefix), nil
		}
		return env.Text(prefix)
	})
})
