package os

import (
	"errors"
	"fmt"
	"io/fs"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// readDirArgument reads the path of listdir and scandir, by default the working
// directory.
func readDirArgument(thread *starlark.Thread, fn string, v starlark.Value) (filename, error) {
	if v == nil || v == starlark.None {
		return filename{".", starlark.String(".")}, nil
	}
	return readFile(thread, fn, "string, bytes, os.PathLike, integer or None", v)
}

var listdirFunc = object.Later(func() *starlark.Builtin {
	return native("listdir", text.Signature{Params: []string{"path"}}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		f, err := readDirArgument(thread, "listdir", a[0])
		if err != nil {
			return nil, err
		}
		var names pieces.List[starlark.Value]
		err = readDir(thread, f, resolve(interp.Of(thread), f.path), func(some []fs.DirEntry) error {
			for _, e := range some {
				names.Push(f.value(e.Name()))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		all, err := names.Join(object.EnvOf(thread).Check)
		return starlark.NewList(all), err
	})
})

// readDir hands the entries of a directory to each, some at a time.
func readDir(thread *starlark.Thread, f filename, path string, each func(some []fs.DirEntry) error) error {
	env := object.EnvOf(thread)
	var ended error
	err := filesOf(thread).ReadDir(path, func(some []fs.DirEntry) error {
		if ended = each(some); ended == nil {
			ended = env.Check()
		}
		return ended
	})
	if ended != nil {
		return ended
	}
	if err != nil {
		return failed(thread, err, f)
	}
	return nil
}

// An entry is the state of a DirEntry.
type entry struct {
	dir  filename // as given to scandir
	path string   // absolute
	fs.DirEntry
}

func (e *entry) info(thread *starlark.Thread, follow bool) (fs.FileInfo, error) {
	if follow && e.Type()&fs.ModeSymlink != 0 {
		return filesOf(thread).Stat(e.path)
	}
	return e.Info()
}

func (e *entry) name() filename {
	path := joinPath(e.dir.path, e.Name())
	return filename{path, e.dir.value(path)}
}

var entryClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "DirEntry", Module: coreModule,
		Properties: map[string]object.Property{
			"name": {Get: entryProperty(func(e *entry) starlark.Value { return e.dir.value(e.Name()) }), Set: entryReadonly},
			"path": {Get: entryProperty(func(e *entry) starlark.Value { return e.name().given }), Set: entryReadonly},
		},
		Methods: map[string]object.Method{
			"is_dir":  entryMethod("is_dir", entryTest(fs.FileInfo.IsDir)),
			"is_file": entryMethod("is_file", entryTest(func(i fs.FileInfo) bool { return i.Mode().IsRegular() })),
			"is_symlink": entryMethod("is_symlink", func(thread *starlark.Thread, e *entry, follow bool) (starlark.Value, error) {
				return starlark.Bool(e.Type()&fs.ModeSymlink != 0), nil
			}),
			"is_junction": entryMethod("is_junction", func(thread *starlark.Thread, e *entry, follow bool) (starlark.Value, error) {
				return starlark.False, nil
			}),
			"stat": entryMethod("stat", func(thread *starlark.Thread, e *entry, follow bool) (starlark.Value, error) {
				info, err := e.info(thread, follow)
				if err != nil {
					return nil, failed(thread, err, e.name())
				}
				return statValueOf(object.EnvOf(thread), info), nil
			}),
			"inode": entryMethod("inode", func(thread *starlark.Thread, e *entry, follow bool) (starlark.Value, error) {
				info, err := e.Info()
				if err != nil {
					return nil, failed(thread, err, e.name())
				}
				return starlark.MakeUint64(fileState(info).inode), nil
			}),
			"__fspath__": entryMethod("__fspath__", func(thread *starlark.Thread, e *entry, follow bool) (starlark.Value, error) {
				return e.name().given, nil
			}),
			"__repr__": entryMethod("__repr__", func(thread *starlark.Thread, e *entry, follow bool) (starlark.Value, error) {
				s, err := object.Repr(object.EnvOf(thread), e.dir.value(e.Name()))
				return text.Str("<DirEntry " + s + ">"), err
			}),
		},
		New: func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, exception.New(exception.TypeError, "cannot create '%s.DirEntry' instances", coreModule)
		},
		Final: true,
	})
})

func entryReadonly(*starlark.Thread, starlark.Value, starlark.Value) error {
	return exception.New(exception.AttributeError, "readonly attribute")
}

func entryProperty(read func(e *entry) starlark.Value) func(*starlark.Thread, starlark.Value) (starlark.Value, error) {
	return func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		return read(self.(*object.Instance).Native.(*entry)), nil
	}
}

func entryMethod(name string, fn func(thread *starlark.Thread, e *entry, follow bool) (starlark.Value, error)) object.Method {
	list := params.Method("DirEntry."+name, "*, follow_symlinks=")
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		follow := true
		if a[0] != nil {
			if follow, err = object.Truth(object.EnvOf(thread), a[0]); err != nil {
				return nil, err
			}
		}
		return fn(thread, self.(*object.Instance).Native.(*entry), follow)
	}
}

func entryTest(test func(fs.FileInfo) bool) func(*starlark.Thread, *entry, bool) (starlark.Value, error) {
	return func(thread *starlark.Thread, e *entry, follow bool) (starlark.Value, error) {
		info, err := e.info(thread, follow)
		if errors.Is(err, fs.ErrNotExist) {
			return starlark.False, nil
		}
		if err != nil {
			return nil, failed(thread, err, e.name())
		}
		return starlark.Bool(test(info)), nil
	}
}

var scandirClass = object.Later(func() *object.Class {
	return cursor.NewClass(object.Spec{
		Name: "ScandirIterator", Module: coreModule,
		Methods: map[string]object.Method{
			"__enter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return self, nil
			},
			"__exit__": closeScandir,
			"close":    closeScandir,
		},
	})
})

func closeScandir(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	cursor.Close(self)
	return starlark.None, nil
}

var scandirFunc = object.Later(func() *starlark.Builtin {
	return native("scandir", text.Signature{Params: []string{"path"}}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		f, err := readDirArgument(thread, "scandir", a[0])
		if err != nil {
			return nil, err
		}
		path := resolve(interp.Of(thread), f.path)
		var parts [][]fs.DirEntry
		err = readDir(thread, f, path, func(some []fs.DirEntry) error {
			parts = append(parts, some)
			return nil
		})
		if err != nil {
			return nil, err
		}
		env := object.EnvOf(thread)
		return cursor.New(env, scandirClass.Get(), func(*starlark.Thread) (starlark.Value, bool, error) {
			if len(parts) == 0 {
				return nil, false, nil
			}
			e := parts[0][0]
			if parts[0] = parts[0][1:]; len(parts[0]) == 0 {
				parts = parts[1:]
			}
			i := object.NewInstance(env, entryClass.Get())
			i.Native = &entry{f, joinPath(path, e.Name()), e}
			return i, true, nil
		}), nil
	})
})

var walkClass = object.Later(func() *object.Class {
	return cursor.NewClass(object.Spec{
		Name: "generator",
		Methods: map[string]object.Method{
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.String(fmt.Sprintf("<generator object _walk at %#x>", object.ID(self))), nil
			},
			"close": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				cursor.Close(self)
				return starlark.None, nil
			},
		},
	})
})

var walkParams = params.Func("walk", "top, topdown=, onerror=, followlinks=")

// A walk is a directory tree being walked. Its stack holds what is still to do,
// the next last.
type walk struct {
	topDown, follow bool
	onError         starlark.Value
	stack           []walkStep
}

// A walkStep is a directory to enter, or one whose result is ready to be handed out.
type walkStep struct {
	dir    filename
	result starlark.Value
}

var walkFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("walk", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := walkParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		env := object.EnvOf(thread)
		w := &walk{topDown: true, onError: a[2]}
		if a[1] != nil {
			if w.topDown, err = object.Truth(env, a[1]); err != nil {
				return nil, err
			}
		}
		if a[3] != nil {
			if w.follow, err = object.Truth(env, a[3]); err != nil {
				return nil, err
			}
		}
		top, err := readPath(thread, a[0])
		if err != nil {
			return nil, err
		}
		w.stack = []walkStep{{dir: top}}
		return cursor.New(env, walkClass.Get(), w.next), nil
	})
})

func (w *walk) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	for len(w.stack) > 0 {
		step := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		if step.result != nil {
			if w.topDown {
				// The script may have changed the list of directories meanwhile.
				if err := w.enter(thread, step); err != nil {
					return nil, false, err
				}
				continue
			}
			return step.result, true, nil
		}
		result, err := w.read(thread, step.dir)
		if err != nil {
			return nil, false, err
		}
		if result == nil {
			continue
		}
		w.stack = append(w.stack, walkStep{step.dir, result})
		if w.topDown {
			return result, true, nil
		}
		if err := w.enter(thread, walkStep{step.dir, result}); err != nil {
			return nil, false, err
		}
	}
	return nil, false, nil
}

// enter puts the directories of a result on the stack.
func (w *walk) enter(thread *starlark.Thread, step walkStep) error {
	names, err := object.Elements(object.EnvOf(thread), step.result.(starlark.Tuple)[1])
	if err != nil {
		return err
	}
	for i := len(names) - 1; i >= 0; i-- {
		name, err := readPath(thread, names[i])
		if err != nil {
			return err
		}
		path := joinPath(step.dir.path, name.path)
		if !w.follow {
			if info, err := filesOf(thread).Lstat(resolve(interp.Of(thread), path)); err == nil && info.Mode()&fs.ModeSymlink != 0 {
				continue
			}
		}
		w.stack = append(w.stack, walkStep{dir: filename{path, step.dir.value(path)}})
	}
	return nil
}

// read returns the tuple for a directory, or nil if it can't be read.
func (w *walk) read(thread *starlark.Thread, dir filename) (starlark.Value, error) {
	path := resolve(interp.Of(thread), dir.path)
	var dirs, files pieces.List[starlark.Value]
	err := readDir(thread, dir, path, func(some []fs.DirEntry) error {
		for _, e := range some {
			list := &files
			info := &entry{dir, joinPath(path, e.Name()), e}
			if e.IsDir() {
				list = &dirs
			} else if e.Type()&fs.ModeSymlink != 0 {
				if target, err := info.info(thread, true); err == nil && target.IsDir() {
					list = &dirs
				}
			}
			list.Push(dir.value(e.Name()))
		}
		return nil
	})
	if err != nil {
		exc, ok := object.AsException(object.EnvOf(thread), err)
		if !ok {
			return nil, err
		}
		if w.onError == nil || w.onError == starlark.None {
			return nil, nil
		}
		_, err := object.Call(thread, w.onError, exc)
		return nil, err
	}
	result := starlark.Tuple{dir.given, nil, nil}
	for i, list := range [...]*pieces.List[starlark.Value]{&dirs, &files} {
		all, err := list.Join(object.EnvOf(thread).Check)
		if err != nil {
			return nil, err
		}
		result[1+i] = starlark.NewList(all)
	}
	return result, nil
}
