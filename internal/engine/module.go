// Package engine reaches the global variables of the engine's modules.
//
// go.starlark.net lets others read them only as a new dictionary, and set them not at all. A child
// process gets its copies of its parent's: one by one through a dictionary and calls from the script's
// program, that cost as much as all the rest of its start. So this package looks up, once, where a
// starlark.Module keeps them; where it cannot tell, Known is false and callers take the slow way.
//
//	names := engine.Names(fn.Module().Program())
//	for i, v := range engine.Globals(fn) { ... names[i] is v, unbound if v is nil ... }
package engine

import (
	"reflect"
	"unsafe"

	"go.starlark.net/starlark"
)

var offset, found = globalsOffset()

// Known reports whether this version of the engine is laid out as this package expects.
func Known() bool { return found }

// globalsOffset finds the field globals of a starlark.Module, and makes sure that a program has the names.
func globalsOffset() (uintptr, bool) {
	f, ok := reflect.TypeFor[starlark.Module]().FieldByName("globals")
	if !ok || f.Type != reflect.TypeFor[[]starlark.Value]() {
		return 0, false
	}
	compiled, ok := reflect.TypeFor[starlark.Program]().FieldByName("compiled")
	if !ok || compiled.Type.Kind() != reflect.Pointer || compiled.Type.Elem().Kind() != reflect.Struct {
		return 0, false
	}
	list, ok := compiled.Type.Elem().FieldByName("Globals")
	if !ok || list.Type.Kind() != reflect.Slice || list.Type.Elem().Kind() != reflect.Struct {
		return 0, false
	}
	name, ok := list.Type.Elem().FieldByName("Name")
	return f.Offset, ok && name.Type.Kind() == reflect.String
}

// Names returns the names of a program's global variables, in the order of Globals. It is slow: keep the
// result. It is nil unless Known.
func Names(p *starlark.Program) []string {
	if !found {
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
	if !found {
		return nil
	}
	return *(*[]starlark.Value)(unsafe.Add(unsafe.Pointer(fn.Module()), offset))
}
