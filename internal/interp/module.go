package interp

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file implements import.

// Modules returns the names of the modules imported so far, in the order of
// their import.
func (in *Interp) Modules() []string { return in.order }

// Module returns a module that has been imported.
func (in *Interp) Module(name string) (*object.Module, bool) {
	m, ok := in.modules[name]
	if !ok && in.isLate(name) {
		return in.inheritModule(name), true
	}
	return m, ok
}

// isLate reports whether the process has a module from its parent that nobody has asked for yet.
func (in *Interp) isLate(name string) bool { return slices.Contains(in.lateModules, name) }

// moduleNameBytes is how long the name of a module may be that is looked for: the packages in it are imported first, the outermost at the greatest depth.
const moduleNameBytes = 16 << 10

// Import returns the module with this absolute name, importing it and the
// packages it lies in if need be. The caller holds the lock.
func (in *Interp) Import(t *starlark.Thread, name string) (*object.Module, error) {
	if m, ok := in.Module(name); ok {
		return m, nil
	}
	if name == "" {
		return nil, exception.New(exception.ValueError, "Empty module name")
	}
	if len(name) > moduleNameBytes {
		return nil, moduleNotFound(name, fmt.Sprintf("No module named '%.100s...' (a name of %d bytes)", name, len(name)))
	}
	var parent *object.Module
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		var err error
		if parent, err = in.Import(t, name[:dot]); err != nil {
			return nil, err
		}
		if m, ok := in.Module(name); ok {
			return m, nil
		}
	}
	m, err := in.find(t, name, parent)
	if err != nil {
		return nil, err
	}
	if parent != nil {
		if _, ok := parent.Get(lastPart(name)); !ok {
			parent.Set(lastPart(name), m)
		}
	}
	return m, nil
}

func str(s string) starlark.Value { return text.Str(s) }

func firstPart(name string) string {
	first, _, _ := strings.Cut(name, ".")
	return first
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

func (in *Interp) find(t *starlark.Thread, name string, parent *object.Module) (*object.Module, error) {
	dirs := in.searchPath()
	if parent != nil {
		dirs = packagePath(parent)
	}
	// As in CPython, a file beside the script hides a module of that name,
	// except those that the interpreter itself rests on.
	if file, pkg := in.findFile(dirs, lastPart(name)); file != "" && in.rt.defs[name] == nil {
		return in.importFile(t, name, file, pkg)
	}
	if def := in.rt.defs[name]; def != nil {
		if def.Source != "" {
			return in.importSource(t, def)
		}
		m := in.native(def)
		in.setModule(name, m)
		if err := def.Init(in, m); err != nil {
			in.dropModule(name)
			return nil, err
		}
		return m, nil
	}
	if name == "concurrent.interpreters" { // of Python 3.14
		return nil, moduleNotFound(name, "No module named '"+name+"' (mpstar has concurrent.futures.InterpreterPoolExecutor)")
	}
	if parent != nil && len(dirs) == 0 {
		return nil, moduleNotFound(name, "No module named '"+name+"'; '"+name[:strings.LastIndexByte(name, '.')]+"' is not a package")
	}
	return nil, moduleNotFound(name, in.missingText(name))
}

// frozenPrefix begins the file names of modules that are written in the language and
// compiled in.
const frozenPrefix = "<frozen "

// importSource imports a module written in the language. Its file has the name
// that CPython gives modules inside the interpreter; no script can have it.
func (in *Interp) importSource(t *starlark.Thread, def *Def) (*object.Module, error) {
	file := frozenPrefix + def.Name + ">"
	code := in.rt.code(file)
	if code == nil {
		var err error
		code, err = in.rt.Compile(file, file, []byte(def.Source), syntax.Python, lower.Options{Dynamic: true, ModuleName: def.Name, Library: true})
		if err != nil {
			return nil, err
		}
	}
	m := in.addModule(def.Name, "")
	m.Doc = def.Doc
	if err := in.execCode(t, code, m); err != nil {
		in.dropModule(def.Name)
		return nil, err
	}
	return m, nil
}

// native makes an empty module for def. A name that it lacks may be a submodule.
func (in *Interp) native(def *Def) *object.Module {
	m := &object.Module{Name: def.Name, Doc: def.Doc, Native: true}
	m.Missing = in.submodule(def.Name)
	return m
}

// submodule imports, of the modules that come with mpstar, those of the package pkg.
func (in *Interp) submodule(pkg string) func(name string) (starlark.Value, error) {
	return func(name string) (starlark.Value, error) {
		if in.rt.defs[pkg+"."+name] == nil {
			return nil, nil
		}
		m, err := in.Import(in.env.Thread, pkg+"."+name)
		if err != nil {
			return nil, err
		}
		return m, nil
	}
}

// askModule calls the __getattr__ of a module for a name that is not there.
func (in *Interp) askModule(m *object.Module) func(name string) (starlark.Value, error) {
	return func(name string) (starlark.Value, error) {
		if f, ok := m.Get("__getattr__"); ok {
			return object.Call(in.env.Thread, f, str(name))
		}
		return in.submodule(m.Name)(name)
	}
}

// inheritModule enters a module that the parent process has imported. Most
// children use few of their parent's modules, so it is filled in when a script
// first looks into it.
func (in *Interp) inheritModule(name string) *object.Module {
	def := in.rt.defs[name]
	m := in.native(def)
	in.modules[name] = m
	m.Load = func() {
		if err := def.Init(in, m); err != nil {
			in.env.Raise(err)
		}
	}
	return m
}

func moduleNotFound(name, msg string) error {
	return &exception.Error{Kind: exception.ModuleNotFoundError, Msg: msg, Name: name}
}

// missingText says of a module of CPython's library that mpstar has none, so that
// nobody looks for a missing installation.
func (in *Interp) missingText(name string) string {
	msg := "No module named '" + name + "'"
	if standardLibrary()[strings.SplitN(name, ".", 2)[0]] {
		msg += " (this module of Python's standard library is not part of mpstar)"
	}
	return msg
}

func (in *Interp) dropModule(name string) {
	delete(in.modules, name)
	if i := slices.Index(in.order, name); i >= 0 {
		in.order = slices.Concat(in.order[:i], in.order[i+1:]) // a child may have the list
	}
}

func packagePath(m *object.Module) []string {
	v, ok := m.Get("__path__")
	if !ok {
		return nil
	}
	list, ok := v.(*starlark.List)
	if !ok {
		return nil
	}
	var dirs []string
	for i := range list.Len() {
		if s, ok := text.AsString(list.Index(i)); ok {
			dirs = append(dirs, s)
		}
	}
	return dirs
}

// findFile looks for a module or package called name in dirs.
func (in *Interp) findFile(dirs []string, name string) (file string, pkg bool) {
	for _, dir := range dirs {
		base := filepath.Join(dir, name)
		for _, ext := range [...]string{".py", ".star"} {
			if init := filepath.Join(base, "__init__"+ext); in.isFile(init) {
				return init, true
			}
		}
		for _, ext := range [...]string{".py", ".star"} {
			if in.isFile(base + ext) {
				return base + ext, false
			}
		}
	}
	return "", false
}

func (in *Interp) isFile(path string) bool {
	st, err := in.rt.system.Files.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// DialectOf returns the dialect of a file by its name: .star and .bzl files are
// Starlark, all others Python.
func DialectOf(filename string) syntax.Dialect {
	switch filepath.Ext(filename) {
	case ".star", ".bzl":
		return syntax.Starlark
	}
	return syntax.Python
}

func (in *Interp) importFile(t *starlark.Thread, name, file string, pkg bool) (*object.Module, error) {
	code, err := in.rt.loadFile(file, name)
	if err != nil {
		return nil, err
	}
	m := in.addModule(name, file)
	if pkg {
		m.Set("__path__", starlark.NewList([]starlark.Value{str(filepath.Dir(file))}))
		m.Set("__package__", str(name))
	} else if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		m.Set("__package__", str(name[:dot]))
	} else {
		m.Set("__package__", str(""))
	}
	if err := in.execCode(t, code, m); err != nil {
		in.dropModule(name)
		return nil, err
	}
	return m, nil
}

// loadFile compiles a file once for all interpreters of the runtime.
func (rt *Runtime) loadFile(file, module string) (*lower.Code, error) {
	if code := rt.code(file); code != nil {
		return code, nil
	}
	src, err := system.ReadFile(rt.system.Files, file)
	if err != nil {
		return nil, osError(err)
	}
	return rt.Compile(file, file, src, DialectOf(file), lower.Options{Dynamic: true, ModuleName: module})
}

func osError(err error) error {
	var pe *fs.PathError
	kind := exception.OSError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		kind = exception.FileNotFoundError
	case errors.Is(err, fs.ErrPermission):
		kind = exception.PermissionError
	}
	if errors.As(err, &pe) {
		return exception.New(kind, "%s: '%s'", pe.Err, pe.Path)
	}
	return exception.New(kind, "%s", err)
}

// importName implements the import statements: an absolute name, or one relative
// to the module that m is.
func (in *Interp) importName(t *starlark.Thread, m *object.Module, name string, level int) (*object.Module, error) {
	if level == 0 {
		return in.Import(t, name)
	}
	pkg := ""
	if m != nil {
		if v, ok := m.Get("__package__"); ok {
			pkg, _ = text.AsString(v)
		}
	}
	if pkg == "" {
		return nil, exception.New(exception.ImportError, "attempted relative import with no known parent package")
	}
	for range level - 1 {
		dot := strings.LastIndexByte(pkg, '.')
		if dot < 0 {
			return nil, exception.New(exception.ImportError, "attempted relative import beyond top-level package")
		}
		pkg = pkg[:dot]
	}
	if name == "" {
		return in.Import(t, pkg)
	}
	return in.Import(t, pkg+"."+name)
}

// importFrom implements "from m import name".
func (in *Interp) importFrom(t *starlark.Thread, m starlark.Value, name string) (starlark.Value, error) {
	mod, ok := m.(*object.Module)
	if !ok {
		return object.GetAttr(t, m, name)
	}
	v, err := mod.Attr(name)
	if err == nil && v != nil {
		return v, nil
	}
	full := mod.Name + "." + name
	if in.rt.defs[full] != nil || len(packagePath(mod)) > 0 {
		sub, err := in.Import(t, full)
		if err == nil {
			return sub, nil
		}
		var e *exception.Error
		if !errors.As(err, &e) || e.Kind != exception.ModuleNotFoundError || e.Name != full {
			return nil, err
		}
	}
	where := "unknown location"
	if mod.File != "" {
		where = mod.File
	}
	text := "cannot import name '" + name + "' from '" + mod.Name + "' (" + where + ")"
	if in.initializing(mod) {
		text = "cannot import name '" + name + "' from partially initialized module '" + mod.Name + "' (most likely due to a circular import) (" + where + ")"
	}
	if in.rt.defs[mod.Name] != nil {
		text = "cannot import name '" + name + "' from '" + mod.Name + "' (not part of mpstar)"
	}
	return nil, &exception.Error{Kind: exception.ImportError, Msg: text, Name: mod.Name}
}

// initializing reports whether a module's own code is still running.
func (in *Interp) initializing(m *object.Module) bool {
	for _, u := range in.loading {
		if u.module == m {
			return true
		}
	}
	return false
}

// load implements Starlark's load statement: of a module by its name, or of a
// file by a name that ends in .star or .py, looked up where imports look.
func (in *Interp) load(t *starlark.Thread, name string) (starlark.StringDict, error) {
	var m *object.Module
	var err error
	switch filepath.Ext(name) {
	case ".star", ".py", ".bzl":
		m, err = in.loadModuleFile(t, strings.TrimPrefix(name, "//"))
	default:
		m, err = in.Import(t, name)
	}
	if err != nil {
		return nil, err
	}
	return m.Public(), nil
}

func (in *Interp) loadModuleFile(t *starlark.Thread, name string) (*object.Module, error) {
	if m, ok := in.modules["load:"+name]; ok {
		if m == nil {
			return nil, exception.New(exception.ImportError, "cycle in load graph at %s", name)
		}
		return m, nil
	}
	for _, dir := range append([]string{""}, in.searchPath()...) {
		file := name
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, name)
		}
		if !in.isFile(file) {
			continue
		}
		return in.importFile(t, "load:"+name, file, false)
	}
	return nil, exception.New(exception.FileNotFoundError, "[Errno 2] No such file or directory: '%s'", name)
}

// HasModule reports whether a module of that name comes with the runtime.
func (rt *Runtime) HasModule(name string) bool { return rt.defs[name] != nil }
