package object

import (
	"slices"
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A Module is a Python module: names with values, in order of first assignment.
type Module struct {
	Name, Doc, File string

	// Env is the one of the interpreter that runs the module's code. It may be nil: then what that code compares is not stopped.
	Env *Env

	// Statics returns the names that the engine keeps for this module itself,
	// because nothing changes them behind its back. It may be nil.
	Statics func() starlark.StringDict
	// Static returns one of them; it may be nil all the same.
	Static func(name string) (starlark.Value, bool)
	// Builtins are the names that the module's code sees when neither it nor
	// the engine has them. The table is not changed.
	Builtins starlark.StringDict

	// Native marks a module written in Go, which every interpreter can make for
	// itself.
	Native bool
	// Load fills the module in when it is first looked into. It is called once.
	Load func()
	// Missing is asked for a name that the module does not have, before that
	// is an error: a package imports the submodule, the module's __getattr__ is called. It
	// returns nil for a name that is not there. It may be nil.
	Missing func(name string) (starlark.Value, error)

	// Early is asked for a name that is not there yet while the module is being restored. It may be nil.
	Early func(name string) (starlark.Value, bool)

	names   []string
	values  map[string]starlark.Value
	lazy    map[string]func() starlark.Value // what the values of names without one are made with
	changed map[string]bool                  // names that scripts bound or deleted
	scope   Scope

	annotations []*annotation
}

// Changed returns the names of a native module that scripts have bound or
// deleted, sorted.
func (m *Module) Changed() []string {
	// What has not been looked into has not been changed.
	if len(m.changed) == 0 {
		return nil
	}
	names := make([]string, 0, len(m.changed))
	for name := range m.changed {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Public returns what "from m import *" binds: the names in __all__, or those
// that do not begin with an underscore.
func (m *Module) Public() starlark.StringDict {
	d := make(starlark.StringDict)
	if all, ok := m.Get("__all__"); ok {
		if seq, ok := all.(starlark.Indexable); ok {
			for i := range seq.Len() {
				if name, ok := seq.Index(i).(starlark.String); ok {
					if v, ok := m.Get(string(name)); ok {
						d[string(name)] = v
					}
				}
			}
			return d
		}
	}
	for _, name := range m.Names() {
		if name[0] == '_' {
			continue
		}
		if v, ok := m.Get(name); ok {
			d[name] = v
		}
	}
	return d
}

func (m *Module) mark(name string) {
	if !m.Native {
		return
	}
	if m.changed == nil {
		m.changed = make(map[string]bool)
	}
	m.changed[name] = true
}

// Get returns the value of a name. __name__, __doc__ and __file__ come from the
// fields unless they were set.
func (m *Module) Get(name string) (starlark.Value, bool) {
	m.load()
	if v, ok := m.values[name]; ok {
		return v, true
	}
	if v, ok := m.static(name); ok {
		return v, true
	}
	if lazy := m.lazy[name]; lazy != nil {
		v := lazy()
		// Making it may have bound the name.
		if known, ok := m.values[name]; ok {
			return known, true
		}
		if v == nil {
			return starlark.None, true
		}
		delete(m.lazy, name)
		m.values[name] = v
		return v, true
	}
	if m.Early != nil {
		if v, ok := m.Early(name); ok {
			return v, true
		}
	}
	switch name {
	case "__name__":
		return textValue(m.Name), true
	case "__doc__":
		if m.Doc == "" {
			return starlark.None, true
		}
		return textValue(m.Doc), true
	case "__file__":
		if m.File != "" {
			return textValue(m.File), true
		}
	}
	return nil, false
}

func (m *Module) load() {
	if load := m.Load; load != nil {
		m.Load = nil
		load()
	}
}

// Set binds a name.
func (m *Module) Set(name string, v starlark.Value) {
	m.load()
	if _, ok := m.values[name]; !ok {
		if m.values == nil {
			m.values = make(map[string]starlark.Value)
		}
		if m.lazy[name] == nil {
			m.names = append(m.names, name)
		}
		delete(m.lazy, name)
	}
	m.values[name] = v
}

// SetLazy binds a name to a value that is made when it is first read. If make fails it leaves the exception with [Env.Raise] and returns
// nil; it is called again then.
func (m *Module) SetLazy(name string, make func() starlark.Value) {
	m.Set(name, nil)
	delete(m.values, name)
	if m.lazy == nil {
		m.lazy = map[string]func() starlark.Value{}
	}
	m.lazy[name] = make
}

// Restore repeats in a child what its parent's scripts changed in a module: it binds
// name or, if v is nil, unbinds it, and the change is one of [Module.Changed].
func (m *Module) Restore(name string, v starlark.Value) {
	m.load()
	m.mark(name)
	if v == nil {
		m.Delete(name)
		return
	}
	m.Set(name, v)
}

// Lazy reports whether the name is bound to a value that is not made yet.
func (m *Module) Lazy(name string) bool {
	m.load()
	return m.lazy[name] != nil
}

// Delete unbinds a name and reports whether it was bound.
func (m *Module) Delete(name string) bool {
	m.load()
	if _, ok := m.values[name]; !ok && m.lazy[name] == nil {
		return false
	}
	delete(m.values, name)
	delete(m.lazy, name)
	for i, s := range m.names {
		if s == name {
			m.names = append(m.names[:i:i], m.names[i+1:]...)
			break
		}
	}
	return true
}

func (m *Module) static(name string) (starlark.Value, bool) {
	switch {
	case m.Static != nil:
		return m.Static(name)
	case m.Statics != nil:
		v, ok := m.Statics()[name]
		return v, ok
	}
	return nil, false
}

// Names returns the names that are bound: those that were set, in order of
// first assignment, then the engine's, sorted.
func (m *Module) Names() []string {
	m.load()
	names := append([]string(nil), m.names...)
	names = slices.DeleteFunc(names, func(name string) bool { return strings.HasPrefix(name, "·") }) // made by Go code
	if m.Statics != nil {
		var statics []string
		for name := range m.Statics() {
			if strings.HasPrefix(name, "·") { // made by lowering
				continue
			}
			if _, ok := m.values[name]; !ok {
				statics = append(statics, name)
			}
		}
		sort.Strings(statics)
		names = append(names, statics...)
	}
	return names
}

// Attr returns the value of a name.
func (m *Module) Attr(name string) (starlark.Value, error) {
	m.load()
	if v, ok := m.values[name]; ok {
		return v, nil
	}
	if v, ok := m.Get(name); ok {
		return v, nil
	}
	switch name {
	case "__dict__":
		return m.Dict(), nil
	case "__class__":
		return ModuleType, nil
	}
	if m.Missing != nil {
		if v, err := m.Missing(name); v != nil || err != nil {
			return v, err
		}
	}
	err := exception.New(exception.AttributeError, "module '%s' has no attribute '%s'", m.Name, name)
	err.Obj = m
	return nil, err
}

// AttrNames returns the names that are bound.
func (m *Module) AttrNames() []string { return m.Names() }

// SetField binds a name.
func (m *Module) SetField(name string, v starlark.Value) error {
	if _, ok := m.static(name); ok {
		return exception.New(exception.AttributeError,
			"cannot set '%s' of module '%s' from outside: its code reads the name as a constant of the file; declare it global in a function to make it settable", name, m.Name)
	}
	m.mark(name)
	m.Set(name, v)
	return nil
}

func (m *Module) String() string {
	if m.File == "" {
		return "<module '" + m.Name + "' (built-in)>"
	}
	return "<module '" + m.Name + "' from '" + m.File + "'>"
}
func (m *Module) Type() string          { return "module" }
func (m *Module) Freeze()               {}
func (m *Module) Truth() starlark.Bool  { return true }
func (m *Module) Hash() (uint32, error) { return hashPointer(m), nil }

// Scope returns the module as its own code sees it.
func (m *Module) Scope() *Scope {
	m.scope.Module = m
	return &m.scope
}

// A Scope is a module as its own code sees it: a name that it does not have is
// looked for among the builtins, and is a NameError if it is not there either.
type Scope struct{ Module *Module }

// Attr returns the value of a name.
func (s *Scope) Attr(name string) (starlark.Value, error) {
	m := s.Module
	if v, ok := m.values[name]; ok {
		return v, nil
	}
	if v, ok := m.Get(name); ok {
		return v, nil
	}
	if v, ok := m.Builtins[name]; ok {
		return v, nil
	}
	return nil, exception.New(exception.NameError, "name '%s' is not defined", name)
}

// AttrNames returns the names that are bound.
func (s *Scope) AttrNames() []string { return s.Module.Names() }

// SetField binds a name.
func (s *Scope) SetField(name string, v starlark.Value) error {
	s.Module.Set(name, v)
	return nil
}

// Clear unbinds a name, as del does.
func (s *Scope) Clear(name string) error {
	if !s.Module.Delete(name) {
		return exception.New(exception.NameError, "name '%s' is not defined", name)
	}
	return nil
}

func (s *Scope) String() string        { return s.Module.String() }
func (s *Scope) Type() string          { return "namespace" }
func (s *Scope) Freeze()               {}
func (s *Scope) Truth() starlark.Bool  { return true }
func (s *Scope) Hash() (uint32, error) { return hashPointer(s.Module), nil }

// Own returns the names that were set, in order of first assignment, without the
// engine's.
func (m *Module) Own() []string {
	m.load()
	return m.names
}
