// Package engine reaches what the engine keeps to itself of modules and functions.
//
// A child process has the functions of its parent's files, over global variables of its own. go.starlark.net
// has no such operation: it lets others read a module's globals only as a new dictionary, sets them only by
// running the program, and binds a function to the module whose program made it. Making a child by running a
// second program costs as much as all the rest of its start. So this package looks up, once, where the fields
// are; where this version of the engine has others, Known is false and callers take the slow way.
//
//	names := engine.Names(fn.Module().Program())
//	for i, v := range engine.Globals(fn) { ... names[i] is v, unbound if v is nil ... }
//
//	p := engine.NewProto(fn)   // nothing of fn's interpreter
//	root := p.Root(nil)        // the function again, in a module without any value
//	g := engine.NewProto(other).In(root)
package engine

import (
	"reflect"
	"unsafe"

	"go.starlark.net/starlark"
)

// layout has the offsets of a Module's globals and constants, and of a Function's module.
type layout struct{ globals, constants, module uintptr }

var at, known = look()

// Known reports whether this version of the engine is laid out as this package expects.
func Known() bool { return known }

func look() (at layout, ok bool) {
	g, ok1 := reflect.TypeFor[starlark.Module]().FieldByName("globals")
	m, ok2 := reflect.TypeFor[starlark.Function]().FieldByName("module")
	c, ok3 := reflect.TypeFor[starlark.Module]().FieldByName("constants")
	values := reflect.TypeFor[[]starlark.Value]()
	if !ok1 || !ok2 || !ok3 || g.Type != values || c.Type != values || m.Type != reflect.TypeFor[*starlark.Module]() {
		return layout{}, false
	}
	// A copy of either must be one that shares nothing but what never changes.
	if !has[starlark.Module]("program", "predeclared", "globals", "constants") ||
		!has[starlark.Function]("funcode", "module", "defaults", "freevars") {
		return layout{}, false
	}
	compiled, ok := reflect.TypeFor[starlark.Program]().FieldByName("compiled")
	if !ok || compiled.Type.Kind() != reflect.Pointer || compiled.Type.Elem().Kind() != reflect.Struct {
		return layout{}, false
	}
	list, ok := compiled.Type.Elem().FieldByName("Globals")
	if !ok || list.Type.Kind() != reflect.Slice || list.Type.Elem().Kind() != reflect.Struct {
		return layout{}, false
	}
	name, ok := list.Type.Elem().FieldByName("Name")
	return layout{g.Offset, c.Offset, m.Offset}, ok && name.Type.Kind() == reflect.String
}

// has reports whether T has these fields and no others.
func has[T any](names ...string) bool {
	t := reflect.TypeFor[T]()
	for _, name := range names {
		if _, ok := t.FieldByName(name); !ok {
			return false
		}
	}
	return t.NumField() == len(names)
}

// Names returns the names of a program's global variables, in the order of Globals. It is slow: keep the
// result. It is nil unless Known.
func Names(p *starlark.Program) []string {
	if !known {
		return nil
	}
	list := reflect.ValueOf(p).Elem().FieldByName("compiled").Elem().FieldByName("Globals")
	names := make([]string, list.Len())
	for i := range names {
		names[i] = list.Index(i).FieldByName("Name").String()
	}
	return names
}

// Globals returns the global variables of fn's module themselves: setting an element sets the variable. It is
// nil unless Known. Only whoever may run the module's code may use it.
func Globals(fn *starlark.Function) []starlark.Value {
	if !known {
		return nil
	}
	return *globals(fn.Module())
}

// Constants returns the constants of fn's program as its module has them: setting an element changes what the code of that module
// reads. It is nil unless Known. Only who runs the module's first code may set one, for functions on other modules may share the list later.
func Constants(fn *starlark.Function) []starlark.Value {
	if !known {
		return nil
	}
	return *(*[]starlark.Value)(unsafe.Add(unsafe.Pointer(fn.Module()), at.constants))
}

func globals(m *starlark.Module) *[]starlark.Value {
	return (*[]starlark.Value)(unsafe.Add(unsafe.Pointer(m), at.globals))
}

func module(fn *starlark.Function) **starlark.Module {
	return (**starlark.Module)(unsafe.Add(unsafe.Pointer(fn), at.module))
}

// A Proto is a function without its module: its code and the defaults of its parameters. It is immutable.
type Proto struct {
	fn      starlark.Function
	mod     starlark.Module // without globals
	globals int
}

// NewProto returns the Proto of a function that has no free variables, and whose defaults are immutable. The
// engine must be Known.
func NewProto(fn *starlark.Function) *Proto {
	p := &Proto{fn: *fn, mod: *fn.Module(), globals: len(Globals(fn))}
	*module(&p.fn) = nil
	*globals(&p.mod) = nil
	return p
}

// Program returns the program that the function is part of.
func (p *Proto) Program() *starlark.Program { return p.mod.Program() }

// Root returns the function in a new module, whose globals are those of initial, if there are any, else all unbound.
func (p *Proto) Root(initial []starlark.Value) *starlark.Function {
	m := p.mod
	values := make([]starlark.Value, p.globals)
	copy(values, initial)
	*globals(&m) = values
	fn := p.fn
	*module(&fn) = &m
	return &fn
}

// In returns the function in the module of root, which must be of the same program.
func (p *Proto) In(root *starlark.Function) *starlark.Function {
	fn := p.fn
	*module(&fn) = root.Module()
	return &fn
}
