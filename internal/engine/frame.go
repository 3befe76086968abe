package engine

import (
	"reflect"
	"unsafe"

	"go.starlark.net/starlark"
)

// pcOffset is where a frame of the engine has its program counter; pcKnown is false if this version has it elsewhere.
var pcOffset, pcKnown = lookFrame()

func lookFrame() (uintptr, bool) {
	stack, ok := reflect.TypeFor[starlark.Thread]().FieldByName("stack")
	if !ok || stack.Type.Kind() != reflect.Slice || stack.Type.Elem().Kind() != reflect.Pointer {
		return 0, false
	}
	frame := stack.Type.Elem()
	if !frame.Implements(reflect.TypeFor[starlark.DebugFrame]()) || frame.Elem().Kind() != reflect.Struct {
		return 0, false
	}
	pc, ok := frame.Elem().FieldByName("pc")
	return pc.Offset, ok && pc.Type.Kind() == reflect.Uint32
}

// PC returns how far the innermost function of t has come in its code: the place of the instruction that it has begun last. A jump
// back, which ends every turn of a loop, makes it smaller. ok is false where this version of the engine has it elsewhere. Only t's
// own goroutine may ask, and t must have a frame.
func PC(t *starlark.Thread) (pc uint32, ok bool) {
	if !pcKnown {
		return 0, false
	}
	frame := t.DebugFrame(0)
	// An interface value is a type and, of a pointer, that pointer.
	p := (*[2]unsafe.Pointer)(unsafe.Pointer(&frame))[1]
	return *(*uint32)(unsafe.Add(p, pcOffset)), true
}

// Variable returns what a local variable holds, which a DebugFrame shows as it is kept: variables that inner functions share are in
// boxes of the engine's own. It is nil if the variable has no value.
func Variable(v starlark.Value) starlark.Value {
	if v == nil || v.Type() != "cell" {
		return v
	}
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() || p.Elem().Kind() != reflect.Struct || p.Elem().NumField() != 1 ||
		p.Elem().Type().Field(0).Type != reflect.TypeFor[starlark.Value]() {
		return v
	}
	return *(*starlark.Value)(p.UnsafePointer())
}
