package logging

import (
	"math"
	"path/filepath"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

// sourceFile is the name of logging's own code in frames: frames of it are not those
// of a caller.
const sourceFile = "<frozen logging>"

func initNative(in *interp.Interp, m *object.Module) error {
	for name, fn := range functions.Get() {
		m.Set(name, fn)
	}
	return nil
}

var functions = object.Later(func() map[string]*starlark.Builtin {
	one := func(name string, fn object.Func) *starlark.Builtin {
		return object.NewFunc(name, params.Typed(name, fn, params.IsAny))
	}
	return map[string]*starlark.Builtin{
		"find_caller":      one("find_caller", findCaller),
		"stack_text":       one("stack_text", stackText),
		"format_exception": one("format_exception", formatException),
		"error_report":     one("error_report", errorReport),
		"process_name":     object.NewFunc("process_name", params.Typed("process_name", processName)),
		"fill_record":      object.NewFunc("fill_record", fillRecord),
		"valid_percent":    check("valid_percent", func(s string) starlark.Value { return starlark.Bool(validPercent(s)) }),
		"invalid_braces":   check("invalid_braces", func(s string) starlark.Value { return text.Str(invalidBraces(s)) }),
		"invalid_dollars":  check("invalid_dollars", func(s string) starlark.Value { return text.Str(invalidDollars(s)) }),
	}
})

func check(name string, fn func(s string) starlark.Value) *starlark.Builtin {
	return object.NewFunc(name, params.Typed(name, func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		s, ok := text.AsString(args[0])
		if !ok {
			return nil, exception.New(exception.TypeError, "expected string or bytes-like object, got '%s'", object.TypeName(args[0]))
		}
		return fn(s), nil
	}, params.IsAny))
}

// findCaller returns file, line and function of the frame that called the logging functions, or one further out if
// level is more than 1, as CPython counts.
func findCaller(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	level, err := starlark.AsInt32(args[0])
	if err != nil {
		return nil, exception.New(exception.TypeError, "stacklevel must be an integer")
	}
	var f object.Frame
	object.EnvOf(thread).Callers(thread, func(frame object.Frame) bool {
		f = frame
		if f.File != sourceFile {
			level--
		}
		return level > 0
	})
	return starlark.Tuple{text.Str(f.File), starlark.MakeInt(f.Line), text.Str(f.Func)}, nil
}

// stackText returns the stack down to the frame that findCaller finds.
func stackText(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	level, err := starlark.AsInt32(args[0])
	if err != nil {
		return nil, exception.New(exception.TypeError, "stacklevel must be an integer")
	}
	var stack []object.Frame
	object.EnvOf(thread).Callers(thread, func(f object.Frame) bool {
		if level > 0 && f.File != sourceFile {
			level--
		}
		if level <= 0 {
			stack = append(stack, f)
		}
		return true
	})
	slices.Reverse(stack)
	return text.Str("Stack (most recent call last):\n" + strings.TrimSuffix(stackFrames(stack), "\n")), nil
}

// stackFrames formats frames of running code: without the marks that a traceback has,
// for these are of the calls under way.
func stackFrames(stack []object.Frame) string {
	for i := range stack {
		stack[i].Col, stack[i].EndCol, stack[i].OpCol, stack[i].OpEnd = 0, 0, 0, 0
	}
	return object.FormatFrames(stack)
}

// formatException takes a tuple as sys.exc_info returns it.
func formatException(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	s, err := exceptionText(thread, args[0])
	return text.Str(s), err
}

func exceptionText(thread *starlark.Thread, info starlark.Value) (string, error) {
	t, ok := info.(starlark.Tuple)
	if !ok || len(t) != 3 {
		return "", exception.New(exception.TypeError, "exc_info must be a tuple of type, value and traceback, not %s", object.TypeName(info))
	}
	exc, ok := t[1].(*object.Instance)
	if !ok || object.ExceptionOf(exc) == nil {
		s, err := object.Str(object.EnvOf(thread), t[1])
		if err != nil {
			return "", err
		}
		return object.TypeName(t[1]) + ": " + s + "\n", nil
	}
	return object.FormatExceptionInfo(object.EnvOf(thread), exc, t[2]), nil
}

// errorReport is what Handler.handleError writes before the message.
func errorReport(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	s, err := exceptionText(thread, args[0])
	if err != nil {
		return nil, err
	}
	var stack []object.Frame
	inside := true
	object.EnvOf(thread).Callers(thread, func(f object.Frame) bool {
		if inside = inside && strings.HasPrefix(f.File, "<frozen logging"); !inside {
			stack = append(stack, f)
		}
		return true
	})
	slices.Reverse(stack)
	return text.Str("--- Logging error ---\n" + s + "Call stack:\n" + stackFrames(stack)), nil
}

// processName returns the name of the current process.
func processName(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	in := interp.Of(thread)
	if _, ok := in.Module("multiprocessing"); !ok && in.Root() {
		return starlark.String("MainProcess"), nil
	}
	m, err := in.Import(thread, "multiprocessing")
	if err != nil {
		return nil, err
	}
	fn, err := object.GetAttr(thread, m, "current_process")
	if err != nil {
		return nil, err
	}
	p, err := object.Call(thread, fn)
	if err != nil {
		return nil, err
	}
	return object.GetAttr(thread, p, "name")
}

// fillRecord sets the attributes of a LogRecord, all at once and in CPython's order.
func fillRecord(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var record *object.Instance
	if len(args) == 17 {
		record, _ = args[0].(*object.Instance)
	}
	if record == nil {
		return nil, exception.New(exception.TypeError, "fill_record takes a record and 16 values")
	}
	now, _ := args[11].(starlark.Float)
	began, _ := args[12].(starlark.Float)
	file, module := splitPath(args[6])
	_, part := math.Modf(float64(now))
	for _, a := range [...]struct {
		name  string
		value starlark.Value
	}{
		{"name", args[1]}, {"msg", args[2]}, {"args", args[3]}, {"levelname", args[4]}, {"levelno", args[5]}, {"pathname", args[6]},
		{"filename", file}, {"module", module}, {"exc_info", args[7]}, {"exc_text", starlark.None}, {"stack_info", args[8]},
		{"lineno", args[9]}, {"funcName", args[10]}, {"created", now}, {"msecs", starlark.Float(math.Floor(part * 1000))},
		{"relativeCreated", (now - began) * 1000}, {"thread", args[13]}, {"threadName", args[14]}, {"processName", args[15]},
		{"process", args[16]},
	} {
		record.Set(a.name, a.value)
	}
	return starlark.None, nil
}

// splitPath returns the name of a file, and without its suffix.
func splitPath(v starlark.Value) (file, module starlark.Value) {
	path, ok := text.AsString(v)
	if !ok {
		return v, starlark.String("Unknown module")
	}
	name := path
	if i := strings.LastIndexFunc(path, func(r rune) bool { return r == '/' || r == filepath.Separator }); i >= 0 {
		name = path[i+1:]
	}
	stem := name
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && strings.Trim(name[:dot], ".") != "" {
		stem = name[:dot]
	}
	return text.Str(name), text.Str(stem)
}
