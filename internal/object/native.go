package object

import (
	"strings"
	"sync"
	"sync/atomic"

	"go.starlark.net/starlark"
)

// A NativeName names a class or function of Go between processes that run the same binary: N counts those of the same name in the order in
// which they were made while the program was being initialised, an order that is the same in all of them. For what a [Lazy] makes, N is the Lazy's
// number, counted in the same way, and Name, which begins with lazyMark, says which of its values it is. What an interpreter makes for itself later has
// no such name.
type NativeName struct {
	Name string // of a class: with its module
	N    int
}

// natives only grows, and only until the first interpreter is made.
var natives struct {
	mu      sync.Mutex
	sealed  atomic.Bool
	looked  atomic.Int32
	classes []*Class
	funcs   []*starlark.Builtin
	lazy    []lazy
	made    map[starlark.Value]NativeName // what they have made
}

// SealNatives ends the naming. What a host can call first, and whoever makes interpreters, calls it: what is made after the program's initialisation need
// not be made in each of its processes, and before the first interpreter.
func SealNatives() { natives.sealed.Store(true) }

func nameClass(c *Class) {
	if natives.sealed.Load() {
		return
	}
	natives.mu.Lock()
	if natives.classes == nil {
		natives.classes = make([]*Class, 0, 256) // about as many as there are: they are named at each start of the program
	}
	natives.classes = append(natives.classes, c)
	natives.mu.Unlock()
}

func nameFunc(f *starlark.Builtin) {
	if natives.sealed.Load() {
		return
	}
	natives.mu.Lock()
	natives.funcs = append(natives.funcs, f)
	natives.mu.Unlock()
}

// NameFunc names a function that NewFunc has not made.
func NameFunc(f *starlark.Builtin) { nameFunc(f) }

// nativeTables are made when a value is first asked for by its name, which is after the sealing.
type nativeTables struct {
	classes map[string][]*Class
	funcs   map[string][]*starlark.Builtin
}

// fewNatives is how many values are looked for one by one before there is a table, which takes as long to make: most children need few.
const fewNatives = 64

// few counts the values looked for without the table, and reports whether one more may be.
func few() bool { return natives.looked.Add(1) <= fewNatives }

var nativeTable = sync.OnceValue(func() *nativeTables {
	natives.mu.Lock()
	defer natives.mu.Unlock()
	t := &nativeTables{
		classes: make(map[string][]*Class, len(natives.classes)), funcs: make(map[string][]*starlark.Builtin, len(natives.funcs)),
	}
	for _, c := range natives.classes {
		name := c.module + "." + c.qualname
		t.classes[name] = append(t.classes[name], c)
	}
	for _, f := range natives.funcs {
		name := f.Name()
		t.funcs[name] = append(t.funcs[name], f)
	}
	return t
})

// nativeNames is made when a name is first asked for: a child that sends nothing of the kind does without.
var nativeNames = sync.OnceValue(func() map[any]NativeName {
	t := nativeTable()
	names := make(map[any]NativeName, len(natives.classes)+len(natives.funcs))
	for name, list := range t.classes {
		for i, c := range list {
			names[c] = NativeName{name, i}
		}
	}
	for name, list := range t.funcs {
		for i, f := range list {
			names[f] = NativeName{name, i}
		}
	}
	return names
})

// NativeNameOf returns the name of a native class or function. It is false for one that has none, and before SealNatives.
func NativeNameOf(v starlark.Value) (name NativeName, ok bool) {
	if !natives.sealed.Load() {
		return NativeName{}, false
	}
	switch v := v.(type) {
	case *Class:
		if name, ok = madeName(v); !ok {
			name, ok = nativeNames()[v]
		}
	case *starlark.Builtin:
		if name, ok = madeName(v); !ok {
			name, ok = nativeNames()[v]
		}
	}
	return name, ok
}

// NativeClass returns the class of that name, nil if there is none.
func NativeClass(name NativeName) *Class {
	if !natives.sealed.Load() {
		return nil
	}
	if strings.HasPrefix(name.Name, lazyMark) {
		c, _ := lazyNative(name).(*Class)
		return c
	}
	if few() {
		return findNamed(natives.classes, name, func(c *Class) bool {
			n := len(c.module)
			return len(name.Name) == n+1+len(c.qualname) && name.Name[n] == '.' && name.Name[:n] == c.module && name.Name[n+1:] == c.qualname
		})
	}
	list := nativeTable().classes[name.Name]
	if name.N < 0 || name.N >= len(list) {
		return nil
	}
	return list[name.N]
}

// NativeFunc returns the function of that name, nil if there is none.
func NativeFunc(name NativeName) *starlark.Builtin {
	if !natives.sealed.Load() {
		return nil
	}
	if strings.HasPrefix(name.Name, lazyMark) {
		f, _ := lazyNative(name).(*starlark.Builtin)
		return f
	}
	if few() {
		return findNamed(natives.funcs, name, func(f *starlark.Builtin) bool { return f.Name() == name.Name })
	}
	list := nativeTable().funcs[name.Name]
	if name.N < 0 || name.N >= len(list) {
		return nil
	}
	return list[name.N]
}

// findNamed returns the element with this number among those with the name; nil if there is none.
func findNamed[T any](list []*T, name NativeName, is func(*T) bool) *T {
	n := name.N
	for _, x := range list {
		if !is(x) {
			continue
		}
		if n == 0 {
			return x
		}
		n--
	}
	return nil
}
