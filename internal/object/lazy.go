package object

import (
	"strconv"
	"sync"
	"sync/atomic"

	"go.starlark.net/starlark"
)

// A Lazy is a value of Go that all interpreters share, and that is made when it is first asked for: a native class, or a table of the functions of
// a module. Most programs import few of the modules that are compiled in, and a child process pays for what is made at its start each time.
//
//	var lockClass = object.Later(func() *object.Class { return object.NewClass(object.Spec{ ... }) })
//
//	func isLock(v starlark.Value) bool { return object.TypeOf(v) == lockClass.Get() }
//
// What a Lazy makes must not change afterwards, and must not ask for the Lazy itself. The classes and functions in it have names that other
// processes know (see [NativeName]) if it is a class, a function, or a map or slice of them, or lists them with a method Natives.
type Lazy[T any] struct {
	made atomic.Bool
	mu   sync.Mutex
	make func() T
	v    T
	n    int // among natives.lazy
}

// lazy is a Lazy of any type.
type lazy interface {
	native(key string) starlark.Value
}

// Later returns a Lazy whose value f makes. It is called while the program is being initialised, when no Lazy may be asked for its value yet.
func Later[T any](f func() T) *Lazy[T] {
	l := &Lazy[T]{make: f}
	natives.mu.Lock()
	defer natives.mu.Unlock()
	if natives.sealed.Load() {
		panic("object.Later after the program's initialisation, or a Lazy was asked for during it")
	}
	if natives.lazy == nil {
		natives.lazy = make([]lazy, 0, 512) // about as many as there are
	}
	l.n = len(natives.lazy)
	natives.lazy = append(natives.lazy, l)
	return l
}

// Get returns the value, which is the same for all callers. Any goroutine may call it.
func (l *Lazy[T]) Get() T {
	if !l.made.Load() {
		l.fill()
	}
	return l.v
}

// Made returns the value if it was asked for before.
func (l *Lazy[T]) Made() (v T, ok bool) {
	if !l.made.Load() {
		return v, false
	}
	return l.v, true
}

func (l *Lazy[T]) fill() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.made.Load() {
		return
	}
	SealNatives()
	l.v = l.make()
	natives.mu.Lock()
	eachNative(l.v, func(key string, v starlark.Value) {
		switch v.(type) {
		case *Class, *starlark.Builtin:
			if natives.made == nil {
				natives.made = make(map[starlark.Value]NativeName)
			}
			if _, ok := natives.made[v]; !ok {
				natives.made[v] = NativeName{key, l.n}
			}
		}
	})
	natives.mu.Unlock()
	l.make = nil
	l.made.Store(true)
}

// native returns the value that eachNative calls key, nil if there is none.
func (l *Lazy[T]) native(key string) (found starlark.Value) {
	eachNative(l.Get(), func(k string, v starlark.Value) {
		if k == key {
			found = v
		}
	})
	return found
}

// lazyMark begins the names of what a Lazy has made. What was made before has names that begin otherwise.
const lazyMark = "."

// eachNative calls f for what is in the value of a Lazy, with a name for it that is the same in each process.
func eachNative(v any, f func(key string, v starlark.Value)) {
	switch v := v.(type) {
	case *Class:
		f(lazyMark, v)
	case *starlark.Builtin:
		f(lazyMark, v)
	case starlark.StringDict:
		for k, e := range v {
			f(lazyMark+k, e)
		}
	case map[string]starlark.Value:
		eachNative(starlark.StringDict(v), f)
	case map[string]*Class:
		for k, e := range v {
			f(lazyMark+k, e)
		}
	case map[string]*starlark.Builtin:
		for k, e := range v {
			f(lazyMark+k, e)
		}
	case []starlark.Value:
		for i, e := range v {
			f(lazyMark+strconv.Itoa(i), e)
		}
	case []*Class:
		for i, e := range v {
			f(lazyMark+strconv.Itoa(i), e)
		}
	case []*starlark.Builtin:
		for i, e := range v {
			f(lazyMark+strconv.Itoa(i), e)
		}
	case interface{ Natives() []starlark.Value }:
		eachNative(v.Natives(), f)
	}
}

// lazyNative returns the value of that name, nil if it is not a Lazy's or there is none.
func lazyNative(name NativeName) starlark.Value {
	natives.mu.Lock()
	list := natives.lazy
	natives.mu.Unlock()
	if name.N < 0 || name.N >= len(list) {
		return nil
	}
	return list[name.N].native(name.Name)
}

// madeName returns the name of what a Lazy has made.
func madeName(v starlark.Value) (NativeName, bool) {
	natives.mu.Lock()
	defer natives.mu.Unlock()
	name, ok := natives.made[v]
	return name, ok
}
