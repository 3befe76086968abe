package object

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// A frame is the Native of a frame object. It follows its function while that runs, and shows afterwards what was last looked at.
type frame struct {
	Frame
	thread  *starlark.Thread   // where the code ran; nil for a place of a traceback, whose variables are gone
	height  int                // of the thread's stack under the frame
	fn      *starlark.Function // nil if nothing but the place is known
	module  *Module
	globals starlark.Value
	locals  *starlark.Dict // nil for a module's code, whose variables are the module's
	back    *frame
	object  *Instance
}

// newFrame returns a frame object for a place of a traceback.
func newFrame(env *Env, f Frame) starlark.Value { return (&frame{Frame: f}).value(env) }

func (f *frame) value(env *Env) starlark.Value {
	if f == nil {
		return starlark.None
	}
	if f.object == nil {
		f.object = NewInstance(env, FrameType)
		f.object.Native = f
	}
	return f.object
}

// RunningFrame returns a frame object for the code that runs on a thread, depth functions further out than the innermost, or nil if there
// are not so many. It leads to those of its callers. The caller holds the interpreter's lock.
func RunningFrame(env *Env, thread *starlark.Thread, depth int) starlark.Value {
	var first, last *frame
	add := func(f *frame) {
		if depth--; depth >= 0 {
			return
		}
		if first == nil {
			first = f
		} else {
			last.back = f
		}
		last = f
	}
	for ; thread != nil && env.Host != nil; thread = env.gens.resumer(thread) {
		var inner *frame // the frame further out belongs to the same function
		for at := 0; at < thread.CallStackDepth(); at++ {
			call := thread.CallFrame(at)
			place, kind, ok := env.Host.Frame(call)
			fn, isFunction := thread.DebugFrame(at).Callable().(*starlark.Function)
			if !ok || !isFunction {
				continue
			}
			f := inner
			if f == nil {
				outer := place.Outer
				place.Outer = nil
				f = &frame{Frame: place, thread: thread}
				add(f)
				for i := len(outer) - 1; i >= 0; i-- {
					// Of a comprehension the variables are not told apart from those of the code around it.
					f = &frame{Frame: outer[i], thread: thread}
					add(f)
				}
			}
			f.addLocals(thread.DebugFrame(at), fn)
			inner = nil
			if kind == BodyFrame {
				inner = f
				continue
			}
			f.fn, f.height = fn, thread.CallStackDepth()-1-at
			if host, ok := env.Host.(namer); ok {
				_, f.module = host.NamesAt(call)
			}
			if f.Func == "<module>" {
				f.locals = nil
			}
		}
	}
	if first == nil {
		return nil
	}
	return first.value(env)
}

// follow looks again where the code is and what its variables hold, if it still runs.
func (f *frame) follow(env *Env) {
	if f.thread == nil || f.fn == nil || f.thread.CallStackDepth() <= f.height || len(f.Outer) > 0 {
		return
	}
	at := f.thread.CallStackDepth() - 1 - f.height
	if fn, ok := f.thread.DebugFrame(at).Callable().(*starlark.Function); !ok || fn != f.fn {
		return
	}
	first := at // of the engine's functions that are part of this one
	for first > 0 {
		_, kind, ok := env.Host.Frame(f.thread.CallFrame(first - 1))
		if ok && kind != BodyFrame {
			break
		}
		first--
	}
	module := f.locals == nil
	f.locals = nil
	for ; first <= at; first++ {
		fn, ok := f.thread.DebugFrame(first).Callable().(*starlark.Function)
		if !ok {
			continue
		}
		if f.locals == nil {
			if place, _, ok := env.Host.Frame(f.thread.CallFrame(first)); ok && len(place.Outer) == 0 {
				f.Line = place.Line
			}
		}
		f.addLocals(f.thread.DebugFrame(first), fn)
	}
	if module {
		f.locals = nil
	}
}

// addLocals adds the variables of one function of the engine.
func (f *frame) addLocals(d starlark.DebugFrame, fn *starlark.Function) {
	if f.locals == nil {
		f.locals = starlark.NewDict(d.NumLocals())
	}
	add := func(name string, v starlark.Value) {
		v = engine.Variable(v)
		if c, ok := v.(*Cell); ok {
			v = c.Value()
		}
		if v == nil || strings.HasPrefix(name, "·") {
			return
		}
		if _, found, _ := f.locals.Get(starlark.String(name)); !found {
			f.locals.SetKey(starlark.String(name), v)
		}
	}
	for i := range d.NumLocals() {
		b, v := d.Local(i)
		add(b.Name, v)
	}
	for i := range fn.NumFreeVars() {
		b, v := fn.FreeVar(i)
		add(b.Name, v)
	}
}

// code returns the frame's code object.
func (f *frame) code(env *Env) starlark.Value {
	var code *Instance
	if f.fn != nil && f.Func != "<module>" {
		code = newCode(env, f.fn)
	} else {
		code = NewInstance(env, CodeType)
		code.Set("co_qualname", textValue(f.Func))
		code.Set("co_firstlineno", starlark.MakeInt(1))
	}
	code.Set("co_name", textValue(f.Func))
	code.Set("co_filename", textValue(f.File))
	return code
}

func frameSpec() Spec {
	get := func(f func(env *Env, f *frame) (starlark.Value, error)) Property {
		return Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			i, ok := self.(*Instance)
			if !ok {
				return starlark.None, nil
			}
			data, ok := i.Native.(*frame)
			if !ok {
				return starlark.None, nil
			}
			return f(i.env, data)
		}}
	}
	constant := func(v starlark.Value) Property {
		return get(func(*Env, *frame) (starlark.Value, error) { return v, nil })
	}
	globals := func(env *Env, f *frame) (v starlark.Value, err error) {
		if f.module == nil {
			return nil, exception.New(exception.NotImplementedError, "variables of a frame that no longer runs can't be looked at")
		}
		if f.globals == nil {
			f.globals, err = f.module.Attr("__dict__")
		}
		return f.globals, err
	}
	return Spec{
		Properties: map[string]Property{
			"f_code": get(func(env *Env, f *frame) (starlark.Value, error) { return f.code(env), nil }),
			"f_lineno": get(func(env *Env, f *frame) (starlark.Value, error) {
				f.follow(env)
				return starlark.MakeInt(f.Line), nil
			}),
			"f_back":    get(func(env *Env, f *frame) (starlark.Value, error) { return f.back.value(env), nil }),
			"f_globals": get(globals),
			"f_locals": get(func(env *Env, f *frame) (starlark.Value, error) {
				f.follow(env)
				if f.locals == nil {
					return globals(env, f)
				}
				return f.locals, nil
			}),
			"f_lasti": constant(starlark.MakeInt(0)), "f_trace": constant(starlark.None),
		},
		Methods: map[string]Method{
			"clear": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if f, ok := self.(*Instance).Native.(*frame); ok && f.thread != nil {
					return nil, exception.New(exception.RuntimeError, "cannot clear an executing frame")
				}
				return starlark.None, nil
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				i := self.(*Instance)
				f, ok := i.Native.(*frame)
				if !ok {
					f = &frame{}
				}
				return textValue(fmt.Sprintf("<frame at 0x%012x, file %s, line %d, code %s>", ID(i), text.Repr(f.File), f.Line, f.Func)), nil
			},
		},
	}
}
