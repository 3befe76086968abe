package object

import (
	"sync"
	"sync/atomic"

	"go.starlark.net/starlark"
)

// A NativeName names a class or function of Go between processes that run the same binary: N counts those of the same name in the order in
// which they were made while the program was being initialised, an order that is the same in all of them. What an interpreter makes for itself
// later has no such name.
type NativeName struct {
	Name string // of a class: with its module
	N    int
}

// natives only grows, and only until the first interpreter is made.
var natives struct {
	mu      sync.Mutex
	sealed  atomic.Bool
	classes map[string][]*Class
	funcs   map[string][]*starlark.Builtin
	names   map[any]NativeName
}

// SealNatives ends the naming. Whoever makes interpreters calls it first.
func SealNatives() { natives.sealed.Store(true) }

func nameClass(c *Class) {
	if natives.sealed.Load() {
		return
	}
	natives.mu.Lock()
	defer natives.mu.Unlock()
	if natives.classes == nil {
		natives.classes = make(map[string][]*Class)
	}
	name := c.module + "." + c.qualname
	nameNative(c, name, len(natives.classes[name]))
	natives.classes[name] = append(natives.classes[name], c)
}

func nameFunc(f *starlark.Builtin) {
	if natives.sealed.Load() {
		return
	}
	natives.mu.Lock()
	defer natives.mu.Unlock()
	if natives.funcs == nil {
		natives.funcs = make(map[string][]*starlark.Builtin)
	}
	nameNative(f, f.Name(), len(natives.funcs[f.Name()]))
	natives.funcs[f.Name()] = append(natives.funcs[f.Name()], f)
}

// NameFunc names a function that NewFunc has not made.
func NameFunc(f *starlark.Builtin) { nameFunc(f) }

func nameNative(v any, name string, n int) {
	if natives.names == nil {
		natives.names = make(map[any]NativeName)
	}
	natives.names[v] = NativeName{name, n}
}

// NativeNameOf returns the name of a native class or function. It is false for one that has none, and before SealNatives.
func NativeNameOf(v starlark.Value) (name NativeName, ok bool) {
	if !natives.sealed.Load() {
		return NativeName{}, false
	}
	switch v := v.(type) {
	case *Class:
		name, ok = natives.names[v]
	case *starlark.Builtin:
		name, ok = natives.names[v]
	}
	return name, ok
}

// NativeClass returns the class of that name, nil if there is none.
func NativeClass(name NativeName) *Class {
	if !natives.sealed.Load() || name.N < 0 || name.N >= len(natives.classes[name.Name]) {
		return nil
	}
	return natives.classes[name.Name][name.N]
}

// NativeFunc returns the function of that name, nil if there is none.
func NativeFunc(name NativeName) *starlark.Builtin {
	if !natives.sealed.Load() || name.N < 0 || name.N >= len(natives.funcs[name.Name]) {
		return nil
	}
	return natives.funcs[name.Name][name.N]
}
