package interp

import (
	"errors"
	"strings"
	"sync"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/syntax"
	"go.starlark.net/starlark"
)

// This file finds the names of classes and functions for pickles, and what names in
// pickles mean.

const (
	errPickling   exception.Kind = "pickle.PicklingError"
	errUnpickling exception.Kind = "pickle.UnpicklingError"
)

// PickleWriter returns a Writer for values of this interpreter.
func (in *Interp) PickleWriter(t *starlark.Thread, protocol int) *pickle.Writer {
	w := pickle.NewWriter(t, protocol)
	w.Global = func(v starlark.Value, name string) (string, string, error) { return in.globalName(t, v, name) }
	w.Outer = func(module, name string) (starlark.Value, error) { return in.FindGlobal(t, module, name) }
	return w
}

// PickleReader returns a Reader of b, or if that is nil of s, that finds what
// FindGlobal does.
func (in *Interp) PickleReader(t *starlark.Thread, b []byte, s pickle.Stream) *pickle.Reader {
	r := pickle.NewReader(t, b, s)
	r.Find = func(module, name string) (starlark.Value, error) { return in.FindGlobal(t, module, name) }
	return r
}

// Registered returns copyreg.dispatch_table, nil if nobody has looked at it.
func (in *Interp) Registered() starlark.Value {
	m, ok := in.Module("copyreg")
	if !ok {
		return nil
	}
	v, _ := m.Get("dispatch_table")
	return v
}

// Reducers returns the tables of reductions that the script has registered for what it sends: those of multiprocessing.reduction, then
// those of copyreg. They are nil if there are none.
func (in *Interp) Reducers() []starlark.Value {
	var tables []starlark.Value
	add := func(v starlark.Value) {
		if d, ok := v.(*starlark.Dict); v != nil && (!ok || d.Len() > 0) {
			tables = append(tables, v)
		}
	}
	if m, ok := in.Module("multiprocessing.reduction"); ok {
		if v, _ := m.Get("ForkingPickler"); v != nil {
			if cls, ok := v.(*object.Class); ok {
				v, _ := cls.Lookup("_extra_reducers")
				add(v)
			}
		}
	}
	add(in.Registered())
	return tables
}

// globalName returns the names under which v can be found, having looked.
func (in *Interp) globalName(t *starlark.Thread, v starlark.Value, name string) (module, qualname string, err error) {
	if b, ok := v.(*starlark.Builtin); ok && name == "" {
		if module, name := in.builtinName(b); name != "" {
			return module, name, nil
		}
	}
	fail := func(format string, args ...any) (string, string, error) {
		repr, err := object.Repr(in.env, v)
		if err != nil {
			return "", "", err
		}
		e := exception.New(errPickling, format, args...)
		e.Msg = "Can't pickle " + repr + ": " + e.Msg
		return "", "", e
	}
	module, qualname, err = pickle.GlobalName(in.env, v, name)
	if err != nil {
		return "", "", err
	}
	c, _ := v.(*object.Class)
	native := c != nil && c.Native() && name == "" // the same in every interpreter
	if native && module == "builtins" {
		if builtin.Predeclared(syntax.Python)[qualname] != v {
			return fail("attribute lookup %s on builtins failed", qualname)
		}
		return module, qualname, nil
	}
	m, err := in.globalModule(t, module)
	if err != nil {
		if native {
			return module, qualname, nil // CPython has a module for it
		}
		return fail("import of module '%s' failed", module)
	}
	found, err := in.lookUpRenamed(t, m, module, qualname)
	if err != nil {
		var e *exception.Error
		if errors.As(err, &e) && e.Kind == exception.AttributeError || isRaised(err, exception.AttributeError) {
			return fail("attribute lookup %s on %s failed", qualname, module)
		}
		return "", "", err
	}
	if !object.Is(found, v) {
		return fail("it's not the same object as %s.%s", module, qualname)
	}
	return module, qualname, nil
}

func isRaised(err error, kind exception.Kind) bool {
	var raised *object.Raised
	return errors.As(err, &raised) && raised.Exc.Class().IsSubclass(object.ExceptionClassOf(kind))
}

// builtinName looks for a built-in function in the modules that have been imported.
func (in *Interp) builtinName(b *starlark.Builtin) (module, name string) {
	if v, ok := builtin.Predeclared(syntax.Python)[b.Name()]; ok && v == starlark.Value(b) {
		return "builtins", b.Name()
	}
	for _, name := range in.order {
		m, _ := in.Module(name)
		if v, ok := m.Get(b.Name()); ok && m.Native && v == starlark.Value(b) {
			return name, b.Name()
		}
	}
	return "", ""
}

// renamed are the modules in which CPython has what it wrote in C, and ours.
var renamed = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"_queue": "queue", "_collections": "collections", "_random": "random", "_io": "io", "_thread": "threading",
		"posixpath": "os.path", "ntpath": "os.path", "posix": "os", "nt": "os", "_pickle": "pickle", "_struct": "struct",
	}
})

// globalModule returns the module that a pickle means; nil is builtins.
func (in *Interp) globalModule(t *starlark.Thread, name string) (*object.Module, error) {
	if name == "builtins" {
		return nil, nil
	}
	if m, ok := in.Module(name); ok && m != nil {
		return m, nil
	}
	if in.rt.defs[name] != nil {
		return in.Import(t, name)
	}
	if other, ok := renamed()[name]; ok {
		return in.globalModule(t, other)
	}
	first, _ := in.Module(firstPart(name))
	dirs := in.searchPath()
	if first != nil {
		dirs = packagePath(first)
	}
	if file, _ := in.findFile(dirs, lastPart(name)); file != "" {
		return nil, exception.New(errUnpickling, "a pickle names module '%s', which this program has not imported: import it before reading the pickle", name)
	}
	return nil, moduleNotFound(name, in.missingText(name))
}

// lookUpRenamed walks a qualified name in a module, and in the one that has the rest of what CPython's module of that name has.
func (in *Interp) lookUpRenamed(t *starlark.Thread, m *object.Module, module, qualname string) (starlark.Value, error) {
	v, err := in.lookUp(t, m, module, qualname)
	if err == nil || renamed()[module] == "" {
		return v, err
	}
	other, ok := in.Module(renamed()[module])
	if !ok {
		return v, err
	}
	if found, err2 := in.lookUp(t, other, module, qualname); err2 == nil {
		return found, nil
	}
	return v, err
}

// lookUp walks a qualified name.
func (in *Interp) lookUp(t *starlark.Thread, m *object.Module, module, qualname string) (starlark.Value, error) {
	var v starlark.Value
	for i, part := range strings.Split(qualname, ".") {
		if part == "<locals>" {
			return nil, exception.New(exception.AttributeError, "Can't get local attribute '%s' on %s", qualname, moduleRepr(m))
		}
		missing := exception.New(exception.AttributeError, "Can't get attribute '%s' on %s", qualname, moduleRepr(m))
		switch {
		case i == 0 && m == nil:
			x, ok := builtin.Predeclared(syntax.Python)[part]
			if !ok {
				return nil, missing
			}
			v = x
		case i == 0:
			x, err := m.Attr(part)
			if err != nil || x == nil {
				return nil, missing
			}
			v = x
		default:
			if _, ok := v.(*object.Class); !ok {
				return nil, missing
			}
			x, err := object.GetAttr(t, v, part)
			if err != nil {
				return nil, missing
			}
			v = x
		}
	}
	return v, nil
}

func moduleRepr(m *object.Module) string {
	if m == nil {
		return "<module 'builtins' (built-in)>"
	}
	return m.String()
}

// harmless are our modules whose functions a pickle may name: all that they do is
// compute. Their classes may be called.
var harmless = sync.OnceValue(func() map[string]bool {
	return map[string]bool{
		"builtins": true, "collections": true, "math": true, "operator": true, "_operator": true, "itertools": true, "functools": true,
		"string": true, "random": true, "os.path": true, "copyreg": true, "copy": true, "fractions": true, "decimal": true,
		"datetime": true, "enum": true, "dataclasses": true, "pathlib": true, "types": true, "statistics": true, "heapq": true,
		"bisect": true, "multiprocessing.shared_memory": true, "uuid": true, "ipaddress": true, "array": true, "cmath": true, "numbers": true, "abc": true, "typing": true,
		"collections.abc": true,
	}
})

// harmlessClasses are classes of modules that are not harmless as a whole, by the names that pickles have for them.
var harmlessClasses = map[string]bool{"_io.StringIO": true, "_io.BytesIO": true}

// harmful are the builtins that do more than compute.
var harmful = sync.OnceValue(func() map[string]bool {
	return map[string]bool{
		"eval": true, "exec": true, "compile": true, "open": true, "input": true, "__import__": true, "breakpoint": true,
		"exit": true, "quit": true, "globals": true, "locals": true, "vars": true, "setattr": true, "delattr": true, "print": true,
		"help": true, "getattr": true,
	}
})

// FindGlobal returns what a pickle means by a name: a class, function or object of
// the modules that the program has imported itself, and of ours what only computes.
// It imports no files, for that would run them.
func (in *Interp) FindGlobal(t *starlark.Thread, module, name string) (starlark.Value, error) {
	m, err := in.globalModule(t, module)
	if err != nil {
		return nil, err
	}
	v, err := in.lookUpRenamed(t, m, module, name)
	if err != nil {
		return nil, err
	}
	refuse := exception.New(errUnpickling, "a pickle cannot name %s.%s here", module, name)
	ours := module
	if m != nil {
		ours = m.Name
	}
	safe := harmless()[ours] && !(m == nil && harmful()[name])
	switch v := v.(type) {
	case *object.Module:
		return nil, refuse
	case *object.Class:
		// A class of ours that is written in the language looks like a script's.
		if !v.Native() && in.rt.defs[v.Module()] != nil && !harmless()[v.Module()] && !harmlessClasses[v.Module()+"."+v.Name()] && !v.IsSubclass(object.BaseException) {
			return nil, refuse
		}
	case *starlark.Function:
		if strings.HasPrefix(v.Position().Filename(), "<frozen ") && !safe {
			return nil, refuse
		}
	default:
		if !safe && (m == nil || in.rt.defs[m.Name] != nil) {
			return nil, refuse
		}
		if object.Callable(v) && !safe {
			if _, ok := v.(*object.Instance); !ok {
				return nil, refuse
			}
		}
	}
	return v, nil
}
