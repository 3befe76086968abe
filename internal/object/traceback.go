package object

import (
	"slices"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// addFrames puts the frames of a part of the engine's stack before those that exc
// has already: they are further out.
func (e *Env) addFrames(exc *Instance, stack starlark.CallStack) {
	x := ExceptionOf(exc)
	if x == nil || e.Host == nil {
		return
	}
	if frames := e.frames(stack); len(frames) > 0 {
		x.Frames = append(frames, x.Frames...)
	}
}

// ReadingMethod is the name of a frame that calls ·method and has not got further than to read the attribute.
const ReadingMethod = "·reading"

// frames translates a part of the engine's stack.
func (e *Env) frames(stack starlark.CallStack) []Frame {
	var out []Frame
	last := 0 // where the frames of the last engine frame begin
	for i, f := range stack {
		if i+2 < len(stack) && stack[i+1].Name == "·method" && stack[i+2].Name == "·attr" {
			f.Name = ReadingMethod
		}
		frame, kind, ok := e.Host.Frame(f)
		if !ok {
			continue
		}
		if kind == BodyFrame {
			out = out[:last]
		}
		last = len(out)
		out = append(out, frame.Outer...)
		frame.Outer = nil
		out = append(out, frame)
	}
	return out
}

// Stack returns the frames of the code that runs now on the thread, outermost first;
// a generator's begin with those of whoever resumed it.
func (e *Env) Stack(thread *starlark.Thread) []Frame {
	if thread == nil || e.Host == nil {
		return nil
	}
	outer := e.Stack(e.gens.resumer(thread))
	return append(outer, e.frames(thread.CallStack())...)
}

// frameBase returns the index in the stack of thread of the outermost engine frame
// that belongs to the same function of the script as the frame which called the
// Go function that runs now.
func (e *Env) frameBase(thread *starlark.Thread) int {
	i := thread.CallStackDepth() - 2
	for ; i > 0; i-- {
		_, kind, ok := e.Host.Frame(thread.CallFrame(thread.CallStackDepth() - 1 - i))
		if ok && kind == UserFrame {
			break
		}
	}
	return max(i, 0)
}

// traceback is the Native of a traceback object.
type traceback struct{ frames []Frame }

// NewTraceback returns a traceback object, or None if there are no frames.
func NewTraceback(env *Env, frames []Frame) starlark.Value {
	if len(frames) == 0 {
		return starlark.None
	}
	i := NewInstance(env, TracebackType)
	i.Native = &traceback{frames}
	return i
}

// TracebackFrames returns the frames of a traceback object, outermost first; ok is
// false if v is none.
func TracebackFrames(v starlark.Value) (frames []Frame, ok bool) {
	i, ok := v.(*Instance)
	if !ok {
		return nil, false
	}
	tb, ok := i.Native.(*traceback)
	if !ok {
		return nil, false
	}
	return tb.frames, true
}

func getTraceback(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	return NewTraceback(i.env, slices.Clone(x.Frames)), nil
}

func setTraceback(thread *starlark.Thread, self, v starlark.Value) error {
	_, x, err := raw(self)
	if err != nil {
		return err
	}
	if v == starlark.None {
		x.Frames = nil
		return nil
	}
	frames, ok := TracebackFrames(v)
	if !ok {
		return exception.New(exception.TypeError, "__traceback__ must be a traceback or None")
	}
	x.Frames = slices.Clone(frames)
	return nil
}

func tracebackSpec() Spec {
	get := func(f func(env *Env, frames []Frame) starlark.Value) Property {
		return Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			frames, ok := TracebackFrames(self)
			if !ok {
				return starlark.None, nil
			}
			return f(self.(*Instance).env, frames), nil
		}}
	}
	return Spec{Properties: map[string]Property{
		"tb_lineno": get(func(env *Env, frames []Frame) starlark.Value { return starlark.MakeInt(frames[0].Line) }),
		"tb_lasti":  get(func(env *Env, frames []Frame) starlark.Value { return starlark.MakeInt(0) }),
		"tb_next":   get(func(env *Env, frames []Frame) starlark.Value { return NewTraceback(env, frames[1:]) }),
		"tb_frame":  get(func(env *Env, frames []Frame) starlark.Value { return newFrame(env, frames[0]) }),
	}}
}

// Callers calls yield with each frame of the code that runs now on the thread, innermost
// first, until it returns false.
func (e *Env) Callers(thread *starlark.Thread, yield func(Frame) bool) {
	for ; thread != nil && e.Host != nil; thread = e.gens.resumer(thread) {
		replaced := false // the frame further out is a part of the one before
		for depth := 0; depth < thread.CallStackDepth(); depth++ {
			frame, kind, ok := e.Host.Frame(thread.CallFrame(depth))
			if !ok {
				continue
			}
			if !replaced {
				outer := frame.Outer
				frame.Outer = nil
				if !yield(frame) {
					return
				}
				for i := len(outer) - 1; i >= 0; i-- {
					if !yield(outer[i]) {
						return
					}
				}
			}
			replaced = kind == BodyFrame
		}
	}
}

// FormatExceptionInfo is FormatException for an exception whose traceback is tb: a
// traceback object or None.
func FormatExceptionInfo(env *Env, exc *Instance, tb starlark.Value) string {
	x := ExceptionOf(exc)
	if x == nil {
		return FormatException(env, exc)
	}
	kept := x.Frames
	defer func() { x.Frames = kept }()
	x.Frames, _ = TracebackFrames(tb)
	return FormatException(env, exc)
}
