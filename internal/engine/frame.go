package engine

import (
	"reflect"
	"sync/atomic"
	"unsafe"

	"go.starlark.net/starlark"
)

// pcOffset is where a frame of the engine has its program counter, calleeOffset where what was called; pcKnown is false if this version has them elsewhere.
var pcOffset, calleeOffset, pcKnown = lookFrame()

func lookFrame() (pcAt, calleeAt uintptr, ok bool) {
	stack, ok := reflect.TypeFor[starlark.Thread]().FieldByName("stack")
	if !ok || stack.Type.Kind() != reflect.Slice || stack.Type.Elem().Kind() != reflect.Pointer {
		return 0, 0, false
	}
	frame := stack.Type.Elem()
	if !frame.Implements(reflect.TypeFor[starlark.DebugFrame]()) || frame.Elem().Kind() != reflect.Struct {
		return 0, 0, false
	}
	pc, ok := frame.Elem().FieldByName("pc")
	callee, ok2 := frame.Elem().FieldByName("callable")
	return pc.Offset, callee.Offset, ok && ok2 && pc.Type.Kind() == reflect.Uint32 && callee.Type == reflect.TypeFor[starlark.Callable]()
}

// SetCallee makes c what the innermost frame of t shows as called, in tracebacks and positions. It reports false where this version of the engine has
// that elsewhere. Only the function that the frame is of may ask.
func SetCallee(t *starlark.Thread, c starlark.Callable) bool {
	if !pcKnown {
		return false
	}
	frame := t.DebugFrame(0)
	p := (*[2]unsafe.Pointer)(unsafe.Pointer(&frame))[1]
	*(*starlark.Callable)(unsafe.Add(p, calleeOffset)) = c
	return true
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

// reasonOffset is where a thread of the engine has the reason why it was cancelled; reasonKnown is false if this version has it elsewhere.
var reasonOffset, reasonKnown = func() (uintptr, bool) {
	reason, ok := reflect.TypeFor[starlark.Thread]().FieldByName("cancelReason")
	return reason.Offset, ok && reason.Type == reflect.TypeFor[atomic.Pointer[string]]()
}()

// CancelKnown reports whether Cancelled can tell, without which nothing but the engine may run loops.
func CancelKnown() bool { return reasonKnown }

// Cancelled returns why t was cancelled, nil if it was not.
func Cancelled(t *starlark.Thread) *string {
	if !reasonKnown {
		return nil
	}
	return (*atomic.Pointer[string])(unsafe.Add(unsafe.Pointer(t), reasonOffset)).Load()
}

// localsOffset is where a frame has the variables of its function; localsKnown is false if this version of the engine has them elsewhere.
var localsOffset, localsKnown = func() (uintptr, bool) {
	if !pcKnown {
		return 0, false
	}
	stack, _ := reflect.TypeFor[starlark.Thread]().FieldByName("stack")
	locals, ok := stack.Type.Elem().Elem().FieldByName("locals")
	return locals.Offset, ok && locals.Type == reflect.TypeFor[[]starlark.Value]()
}()

// CanSetVariable reports whether SetVariable can.
func CanSetVariable() bool { return localsKnown }

// SetVariable sets a local variable of the innermost frame of t, a function's of the engine, by its index. Only t's own goroutine may ask, between two
// instructions of that function.
func SetVariable(t *starlark.Thread, i int, v starlark.Value) {
	frame := t.DebugFrame(0)
	p := (*[2]unsafe.Pointer)(unsafe.Pointer(&frame))[1]
	locals := *(*[]starlark.Value)(unsafe.Add(p, localsOffset))
	if p := boxed(locals[i]); p != nil {
		*p = v
	} else {
		locals[i] = v
	}
}

// Variable returns what a local variable holds, which a DebugFrame shows as it is kept: variables that inner functions share are in
// boxes of the engine's own. It is nil if the variable has no value.
func Variable(v starlark.Value) starlark.Value {
	if p := boxed(v); p != nil {
		return *p
	}
	return v
}

// boxed returns where a box has its value, nil for what is none.
func boxed(v starlark.Value) *starlark.Value {
	if v == nil || v.Type() != "cell" {
		return nil
	}
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() || p.Elem().Kind() != reflect.Struct || p.Elem().NumField() != 1 ||
		p.Elem().Type().Field(0).Type != reflect.TypeFor[starlark.Value]() {
		return nil
	}
	return (*starlark.Value)(p.UnsafePointer())
}

// maxStackOffset is where a function's code has the size of its stack, codeOffset where a function has its code; stackKnown is false if this version of the engine
// has them elsewhere.
var codeOffset, maxStackOffset, stackKnown = func() (code, size uintptr, ok bool) {
	f, ok := reflect.TypeFor[starlark.Function]().FieldByName("funcode")
	if !ok || !localsKnown || f.Type.Kind() != reflect.Pointer || f.Type.Elem().Kind() != reflect.Struct {
		return 0, 0, false
	}
	max, ok := f.Type.Elem().FieldByName("MaxStack")
	return f.Offset, max.Offset, ok && max.Type.Kind() == reflect.Int
}()

// maxSeen bounds how many values of one function AtHand shows.
const maxSeen = 64

// AtHand calls f for what the innermost functions of t, at most depth of them, have at hand: their variables, the operands of the instruction that they
// are at, and those of some before, which the engine leaves where they were. Only t's own goroutine may ask, between two instructions.
func AtHand(t *starlark.Thread, depth int, f func(starlark.Value)) {
	if !stackKnown {
		return
	}
	for i := range min(depth, t.CallStackDepth()) {
		frame := t.DebugFrame(i)
		fn, ok := frame.Callable().(*starlark.Function)
		if !ok {
			continue
		}
		p := (*[2]unsafe.Pointer)(unsafe.Pointer(&frame))[1]
		locals := *(*[]starlark.Value)(unsafe.Add(p, localsOffset))
		if locals == nil {
			continue // it has not begun
		}
		code := *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(fn), codeOffset))
		n := len(locals) + *(*int)(unsafe.Add(code, maxStackOffset)) // the engine makes both in one piece
		for _, v := range unsafe.Slice(unsafe.SliceData(locals), min(n, maxSeen)) {
			if v != nil {
				f(v)
			}
		}
	}
}
