// Package traceback is the module traceback. It is written in the language
// (traceback.py) over the module _traceback, which reads and formats the frames that
// exceptions and running code have.
package traceback

import (
	_ "embed"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

//go:embed traceback.py
var source string

// Modules returns the definitions of the module, and of the one that it is made with.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "traceback", Doc: "Tracebacks as text and as data.", Source: source},
		interp.Native("_traceback", "The frames of exceptions and of running code.", functions),
	}
}

var functions = object.Later(func() []*starlark.Builtin {
	one := func(name string, fn object.Func) *starlark.Builtin {
		return object.NewFunc(name, params.Typed(name, fn, params.IsAny))
	}
	return []*starlark.Builtin{
		one("frames", framesOf), object.NewFunc("stack", params.Typed("stack", stack)), one("format_frame", formatFrame),
		one("format_frames", formatFrames), one("message", message), one("format_group", formatGroup),
	}
})

// A frame crosses into the language as a tuple: file, line, function, source line (or
// None), and the four columns of object.Frame.
func tupleOf(f object.Frame) starlark.Value {
	line := starlark.Value(starlark.None)
	if f.Text != "" {
		line = text.Str(f.Text)
	}
	return starlark.Tuple{text.Str(f.File), starlark.MakeInt(f.Line), text.Str(f.Func), line,
		starlark.MakeInt(f.Col), starlark.MakeInt(f.EndCol), starlark.MakeInt(f.OpCol), starlark.MakeInt(f.OpEnd)}
}

func frameOf(v starlark.Value) (object.Frame, error) {
	var f object.Frame
	t, ok := v.(starlark.Tuple)
	if !ok || len(t) != 8 {
		return f, exception.New(exception.TypeError, "a frame is a tuple of 8")
	}
	f.File, _ = text.AsString(t[0])
	f.Func, _ = text.AsString(t[2])
	f.Text, _ = text.AsString(t[3])
	for i, p := range map[int]*int{1: &f.Line, 4: &f.Col, 5: &f.EndCol, 6: &f.OpCol, 7: &f.OpEnd} {
		n, err := starlark.AsInt32(t[i])
		if err != nil {
			return f, exception.New(exception.TypeError, "a frame has ints")
		}
		*p = n
	}
	return f, nil
}

func tuples(frames []object.Frame) starlark.Value {
	list := make([]starlark.Value, len(frames))
	for i, f := range frames {
		list[i] = tupleOf(f)
	}
	return starlark.NewList(list)
}

// framesOf returns the frames of a traceback object, outermost first.
func framesOf(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	frames, ok := object.TracebackFrames(args[0])
	if !ok && args[0] != starlark.None {
		return nil, exception.New(exception.AttributeError, "'%s' object has no attribute 'tb_frame'", object.TypeName(args[0]))
	}
	return tuples(frames), nil
}

// stack returns the frames of the running code, outermost first, without those of
// the module traceback.
func stack(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	var frames []object.Frame
	object.EnvOf(thread).Callers(thread, func(f object.Frame) bool {
		if f.File != "<frozen traceback>" {
			// Code that is under way has no mark on its line.
			f.Col, f.EndCol, f.OpCol, f.OpEnd = 0, 0, 0, 0
			frames = append(frames, f)
		}
		return true
	})
	slices.Reverse(frames)
	return tuples(frames), nil
}

func formatFrame(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	f, err := frameOf(args[0])
	if err != nil {
		return nil, err
	}
	return text.Str(object.FormatFrames([]object.Frame{f})), nil
}

// formatFrames formats a list of frames, where repeated ones are counted.
func formatFrames(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	list, err := object.Elements(object.EnvOf(thread), args[0])
	if err != nil {
		return nil, err
	}
	frames := make([]object.Frame, len(list))
	for i, v := range list {
		if frames[i], err = frameOf(v); err != nil {
			return nil, err
		}
	}
	return text.Str(object.FormatFrames(frames)), nil
}

func exceptionArg(v starlark.Value) (*object.Instance, *object.Exception, error) {
	if exc, ok := v.(*object.Instance); ok {
		if x := object.ExceptionOf(exc); x != nil {
			return exc, x, nil
		}
	}
	return nil, nil, exception.New(exception.TypeError, "Exception expected for value, %s found", object.TypeName(v))
}

// message returns the last lines of the exception's traceback: those of the class
// and the message, and those of the notes.
func message(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	exc, _, err := exceptionArg(args[0])
	if err != nil {
		return nil, err
	}
	return text.Str(object.FormatExceptionOnly(object.EnvOf(thread), exc)), nil
}

// formatGroup returns the whole traceback of an exception, as the end of a script
// shows it: for groups, whose layout nests.
func formatGroup(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	exc, _, err := exceptionArg(args[0])
	if err != nil {
		return nil, err
	}
	s := object.FormatException(object.EnvOf(thread), exc)
	lines := strings.SplitAfter(strings.TrimSuffix(s, "\n"), "\n")
	list := make([]starlark.Value, len(lines))
	for i, l := range lines {
		list[i] = text.Str(strings.TrimSuffix(l, "\n") + "\n")
	}
	return starlark.NewList(list), nil
}
