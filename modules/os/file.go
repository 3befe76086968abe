package os

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
)

// filesOf returns the files that the scripts of a thread's interpreter see.
func filesOf(thread *starlark.Thread) system.Files { return interp.Of(thread).System().Files }

// native returns a function that CPython writes in C.
func native(name string, signature text.Signature, fn func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error)) *starlark.Builtin {
	signature.Owner, signature.Func = coreModule, name
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		return fn(thread, a)
	})
}

// nothing is the signature of a function without arguments.
var nothing = text.Signature{Style: text.Nothing}

// given refuses an argument that can't be honoured, unless it is None or missing.
func given(fn, param string, v starlark.Value) error {
	if v == nil || v == starlark.None {
		return nil
	}
	return exception.New(exception.NotImplementedError, "os.%s(%s=...) is not supported", fn, param)
}

// onOne returns a function of one path, and perhaps dir_fd, that changes the file system.
func onOne(name string, fn func(files system.Files, path string) error) *starlark.Builtin {
	signature := text.Signature{Params: []string{"path", "dir_fd"}, Required: 1, MaxPos: 1}
	return native(name, signature, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		if err := given(name, "dir_fd", a[1]); err != nil {
			return nil, err
		}
		f, err := readFile(thread, name, pathOnly, a[0])
		if err != nil {
			return nil, err
		}
		if err := fn(filesOf(thread), resolve(interp.Of(thread), f.path)); err != nil {
			return nil, failed(thread, err, f)
		}
		return starlark.None, nil
	})
}

// onTwo returns a function of two paths.
func onTwo(name string, fn func(thread *starlark.Thread, a, b filename) error, more ...string) *starlark.Builtin {
	signature := text.Signature{Params: append([]string{"src", "dst"}, more...), Required: 2, MaxPos: 2}
	if name == "symlink" {
		signature.MaxPos = 3
	}
	return native(name, signature, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		for i, v := range a[2:] {
			if more[i] != "target_is_directory" {
				if err := given(name, more[i], v); err != nil {
					return nil, err
				}
			}
		}
		var files [2]filename
		for i, param := range []string{"src", "dst"} {
			var err error
			files[i], err = readFile(thread, name, pathOnly, a[i])
			if e, ok := err.(*exception.Error); ok && e.Kind == exception.TypeError {
				err = exception.New(exception.TypeError, "%s", strings.Replace(e.Msg, "path should", param+" should", 1))
			}
			if err != nil {
				return nil, err
			}
		}
		if err := fn(thread, files[0], files[1]); err != nil {
			return nil, failed(thread, err, files[0], files[1])
		}
		return starlark.None, nil
	})
}

// mode reads a mode argument.
func mode(thread *starlark.Thread, v starlark.Value, missing fs.FileMode) (fs.FileMode, error) {
	if v == nil {
		return missing, nil
	}
	n, err := number.Int(thread, v)
	return fs.FileMode(n) & fs.ModePerm, err
}

func rename(thread *starlark.Thread, a, b filename) error {
	in := interp.Of(thread)
	return in.System().Files.Rename(resolve(in, a.path), resolve(in, b.path))
}

// remove removes a file, but not an empty directory as os.Remove would.
func remove(files system.Files, path string) error {
	if info, err := files.Lstat(path); err == nil && info.IsDir() {
		return syscall.EISDIR
	}
	return files.Remove(path)
}

func rmdir(files system.Files, path string) error {
	if info, err := files.Lstat(path); err == nil && !info.IsDir() {
		return syscall.ENOTDIR
	}
	return files.Remove(path)
}

var fileFunctions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		onOne("remove", remove),
		onOne("unlink", remove),
		onOne("rmdir", rmdir),
		onTwo("rename", rename, "src_dir_fd", "dst_dir_fd"),
		onTwo("replace", rename, "src_dir_fd", "dst_dir_fd"),
		onTwo("link", func(thread *starlark.Thread, a, b filename) error {
			in := interp.Of(thread)
			return in.System().Files.Link(resolve(in, a.path), resolve(in, b.path))
		}, "src_dir_fd", "dst_dir_fd"),
		onTwo("symlink", func(thread *starlark.Thread, a, b filename) error {
			return filesOf(thread).Symlink(a.path, resolve(interp.Of(thread), b.path))
		}, "target_is_directory", "dir_fd"),
		native("mkdir", text.Signature{Params: []string{"path", "mode", "dir_fd"}, Required: 1, MaxPos: 2}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			if err := given("mkdir", "dir_fd", a[2]); err != nil {
				return nil, err
			}
			f, err := readFile(thread, "mkdir", pathOnly, a[0])
			if err != nil {
				return nil, err
			}
			perm, err := mode(thread, a[1], 0o777)
			if err != nil {
				return nil, err
			}
			if err := filesOf(thread).Mkdir(resolve(interp.Of(thread), f.path), perm); err != nil {
				return nil, failed(thread, err, f)
			}
			return starlark.None, nil
		}),
		native("chmod", text.Signature{Params: []string{"path", "mode", "dir_fd", "follow_symlinks"}, Required: 2, MaxPos: 2}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			if err := given("chmod", "dir_fd", a[2]); err != nil {
				return nil, err
			}
			f, err := readFile(thread, "chmod", pathOrFD, a[0])
			if err != nil {
				return nil, err
			}
			perm, err := mode(thread, a[1], 0)
			if err != nil {
				return nil, err
			}
			if err := filesOf(thread).Chmod(resolve(interp.Of(thread), f.path), perm); err != nil {
				return nil, failed(thread, err, f)
			}
			return starlark.None, nil
		}),
		native("readlink", text.Signature{Params: []string{"path", "dir_fd"}, Required: 1, MaxPos: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			if err := given("readlink", "dir_fd", a[1]); err != nil {
				return nil, err
			}
			f, err := readFile(thread, "readlink", pathOnly, a[0])
			if err != nil {
				return nil, err
			}
			target, err := filesOf(thread).Readlink(resolve(interp.Of(thread), f.path))
			if err != nil {
				return nil, failed(thread, err, f)
			}
			return f.value(target), nil
		}),
		native("truncate", text.Signature{Params: []string{"path", "length"}, Required: 2}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			f, err := readFile(thread, "truncate", pathOrFD, a[0])
			if err != nil {
				return nil, err
			}
			n, err := number.Int(thread, a[1])
			if err != nil {
				return nil, err
			}
			if err := filesOf(thread).Truncate(resolve(interp.Of(thread), f.path), int64(n)); err != nil {
				return nil, failed(thread, err, f)
			}
			return starlark.None, nil
		}),
		statFunc("stat", pathOrFD, system.Files.Stat),
		statFunc("lstat", pathOnly, system.Files.Lstat),
		native("access", text.Signature{Params: []string{"path", "mode", "dir_fd", "effective_ids", "follow_symlinks"}, Required: 2, MaxPos: 2}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			if err := given("access", "dir_fd", a[2]); err != nil {
				return nil, err
			}
			f, err := readFile(thread, "access", pathOnly, a[0])
			if err != nil {
				return nil, err
			}
			m, err := number.Int(thread, a[1])
			if err != nil {
				return nil, err
			}
			return starlark.Bool(filesOf(thread).Access(resolve(interp.Of(thread), f.path), m)), nil
		}),
		native("chdir", text.Signature{Params: []string{"path"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			f, err := readFile(thread, "chdir", pathOrFD, a[0])
			if err != nil {
				return nil, err
			}
			in := interp.Of(thread)
			path, err := absPath(in, f.path)
			if err != nil {
				return nil, failed(thread, err, f)
			}
			if f.path == "" {
				err = syscall.ENOENT
			} else if info, e := in.System().Files.Stat(path); e != nil {
				err = e
			} else if !info.IsDir() {
				err = syscall.ENOTDIR
			} else if !in.System().Files.Access(path, 1) {
				err = syscall.EACCES
			}
			if err != nil {
				return nil, failed(thread, err, f)
			}
			in.SetDir(path)
			return starlark.None, nil
		}),
		native("getcwd", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			dir, err := workingDir(interp.Of(thread))
			return text.Str(dir), err
		}),
		native("getcwdb", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			dir, err := workingDir(interp.Of(thread))
			return text.Bytes(dir), err
		}),
		native("fspath", text.Signature{Params: []string{"path"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			s, ok, err := fspath(thread, a[0])
			if err == nil && !ok {
				err = errPath(a[0])
			}
			return s, err
		}),
		object.NewFunc("fsencode", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := fsParams[0].Bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			f, err := readPath(thread, a[0])
			return text.Bytes(f.path), err
		}),
		object.NewFunc("fsdecode", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := fsParams[1].Bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			f, err := readPath(thread, a[0])
			return text.Str(f.path), err
		}),
		makedirsFunc.Get(), removedirsFunc.Get(),
	}
})

var fsParams = [2]*params.List{params.Func("fsencode", "filename"), params.Func("fsdecode", "filename")}

func statFunc(name, kinds string, stat func(files system.Files, name string) (fs.FileInfo, error)) *starlark.Builtin {
	signature := text.Signature{Params: []string{"path", "dir_fd", "follow_symlinks"}, Required: 1, MaxPos: 1}
	if name == "lstat" {
		signature.Params = signature.Params[:2]
	}
	return native(name, signature, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		if err := given(name, "dir_fd", a[1]); err != nil {
			return nil, err
		}
		look := stat
		if len(a) > 2 && a[2] != nil {
			follow, err := object.Truth(object.EnvOf(thread), a[2])
			if err != nil {
				return nil, err
			}
			if !follow {
				look = system.Files.Lstat
			}
		}
		f, err := readFile(thread, name, kinds, a[0])
		if err != nil {
			return nil, err
		}
		info, err := look(filesOf(thread), resolve(interp.Of(thread), f.path))
		if err != nil {
			return nil, failed(thread, err, f)
		}
		return statValueOf(object.EnvOf(thread), info), nil
	})
}

var makedirsParams = params.Func("makedirs", "name, mode=, exist_ok=")

var makedirsFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("makedirs", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := makedirsParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		f, err := readPath(thread, a[0])
		if err != nil {
			return nil, err
		}
		perm, err := mode(thread, a[1], 0o777)
		if err != nil {
			return nil, err
		}
		existOK := false
		if a[2] != nil {
			if existOK, err = object.Truth(object.EnvOf(thread), a[2]); err != nil {
				return nil, err
			}
		}
		if bad, err := makeDirs(interp.Of(thread), f.path, perm); err != nil {
			if bad == f.path && existOK {
				if info, e := filesOf(thread).Stat(resolve(interp.Of(thread), f.path)); e == nil && info.IsDir() {
					return starlark.None, nil
				}
			}
			return nil, failed(thread, err, filename{bad, f.value(bad)})
		}
		return starlark.None, nil
	})
})

// makeDirs makes a directory and what is missing above it. If that fails it
// returns the name of the directory that could not be made.
func makeDirs(in *interp.Interp, path string, perm fs.FileMode) (bad string, err error) {
	// The directories to make, the innermost first.
	missing := []string{path}
	for head, tail := splitPath(path); ; head, tail = splitPath(head) {
		if tail == "" {
			head, tail = splitPath(head)
		}
		if head == "" || tail == "" {
			break
		}
		if _, err := in.System().Files.Stat(resolve(in, head)); err == nil {
			break
		}
		missing = append(missing, head)
	}
	for i := len(missing) - 1; i >= 0; i-- {
		p := perm
		if i > 0 {
			p = 0o777 // mode is for the innermost alone
		}
		if err := in.System().Files.Mkdir(resolve(in, missing[i]), p); err != nil && (i == 0 || !errors.Is(err, fs.ErrExist)) {
			return missing[i], err
		}
	}
	return "", nil
}

var removedirsParams = params.Func("removedirs", "name")

var removedirsFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("removedirs", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := removedirsParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		f, err := readPath(thread, a[0])
		if err != nil {
			return nil, err
		}
		in := interp.Of(thread)
		if err := rmdir(in.System().Files, resolve(in, f.path)); err != nil {
			return nil, failed(thread, err, f)
		}
		head, tail := splitPath(f.path)
		if tail == "" {
			head, tail = splitPath(head)
		}
		for head != "" && tail != "" && rmdir(in.System().Files, resolve(in, head)) == nil {
			head, tail = splitPath(head)
		}
		return starlark.None, nil
	})
})
