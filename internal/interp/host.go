package interp

import (
	"errors"
	"strings"
	"syscall"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/quick"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file implements what objects and builtins ask of their interpreter.

// EndThread says that an engine thread from NewThread is not used any more.
func (in *Interp) EndThread(t *starlark.Thread) { in.rt.countSteps(t.Steps) }

// Function returns what lowering recorded of fn.
func (in *Interp) Function(fn *starlark.Function) *object.FunctionInfo {
	pos := fn.Position()
	code := in.rt.code(pos.Filename())
	if code == nil {
		return nil
	}
	return functionInfo(code.Function(pos.Col))
}

func functionInfo(f *lower.Function) *object.FunctionInfo {
	if f == nil {
		return nil
	}
	return &object.FunctionInfo{Name: f.Name, Qualname: f.Qualname, Module: f.Module, Doc: f.Doc, PosOnly: f.PosOnly}
}

// FunctionAt returns what lowering recorded of the function that a frame runs.
func (in *Interp) FunctionAt(f starlark.CallFrame) *object.FunctionInfo {
	code := in.rt.code(f.Pos.Filename())
	if code == nil {
		return nil
	}
	fn := code.FunctionAt(f.Pos.Col)
	if fn != nil && fn.Kind == lower.Def && fn.Index == f.Pos.Col && fn.Name != strings.TrimPrefix(f.Name, "·.") {
		fn = code.FunctionAround(f.Pos.Col) // which begins by making the other
	}
	info := functionInfo(fn)
	if info != nil {
		info.Params = parameters(fn.Tree)
	}
	return info
}

// NamesAt returns the variables of the function that a frame is of, and the module whose
// code it runs: nil if it is not the script's.
func (in *Interp) NamesAt(f starlark.CallFrame) ([]string, *object.Module) {
	code := in.rt.code(f.Pos.Filename())
	if code == nil {
		return nil, nil
	}
	for _, u := range in.units {
		if u.code == code {
			return code.Variables(f.Pos.Col), u.module
		}
	}
	return nil, nil
}

// parameters lists the parameters of a def or lambda: the positional ones, those by
// keyword only, *args and **kwargs. It is nil for other nodes.
func parameters(n syntax.Node) []object.Param {
	var a *syntax.Arguments
	switch n := n.(type) {
	case *syntax.FunctionDef:
		a = n.Args
	case *syntax.Lambda:
		a = n.Args
	}
	if a == nil {
		return nil
	}
	list := make([]object.Param, 0, len(a.PosOnly)+len(a.Args)+len(a.KwOnly)+2)
	positional := len(a.PosOnly) + len(a.Args)
	for i, p := range append(a.PosOnly[:len(a.PosOnly):len(a.PosOnly)], a.Args...) {
		list = append(list, object.Param{Name: p.Name, Optional: i >= positional-len(a.Defaults)})
	}
	for i, p := range a.KwOnly {
		list = append(list, object.Param{Name: p.Name, Kind: object.KeywordParam, Optional: a.KwDefaults[i] != nil})
	}
	if a.Vararg != nil {
		list = append(list, object.Param{Name: a.Vararg.Name, Kind: object.VarargsParam})
	}
	if a.Kwarg != nil {
		list = append(list, object.Param{Name: a.Kwarg.Name, Kind: object.KwargsParam})
	}
	return list
}

// Frame turns an engine frame into a line of a traceback.
func (in *Interp) Frame(f starlark.CallFrame) (object.Frame, object.FrameKind, bool) {
	code := in.rt.code(f.Pos.Filename())
	if code == nil {
		return object.Frame{}, 0, false
	}
	fr := object.Frame{File: code.Source().Name, Func: f.Name, Line: int(f.Pos.Line)}
	kind := object.UserFrame
	if fn := code.FunctionAt(f.Pos.Col); fn == nil {
		fr.Func = "<module>"
	} else {
		fr.Func = fn.Name
		if fn.Kind == lower.Body {
			kind = object.BodyFrame
		}
	}
	if f.Name == quick.FrameName {
		kind = object.BodyFrame
	}
	for _, c := range code.Comprehensions(f.Pos.Col) {
		outer := object.Frame{File: fr.File, Func: fr.Func, Line: int(c.Span.Start.Line)}
		underline(&outer, code, c.Span, syntax.Span{})
		fr.Outer = append(fr.Outer, outer)
		fr.Func = c.Name
	}
	span, _ := code.Span(f.Pos.Col)
	if callee, ok := code.Callee(f.Pos.Col); ok && f.Name == object.ReadingMethod {
		span = callee
	}
	anchor, _ := code.Anchor(f.Pos.Col)
	underline(&fr, code, span, anchor)
	return fr, kind, true
}

// underline fills in the source line and the part of it that a frame is about.
func underline(fr *object.Frame, code *lower.Code, span, anchor syntax.Span) {
	lines := code.Source().Lines
	// CPython reads source lines from files, and so shows none of a text that is in
	// no file. What was typed at a prompt is shown, as by its newer versions.
	if fr.Line < 1 || fr.Line > len(lines) || strings.HasPrefix(fr.File, "<") && !code.Interactive() {
		return
	}
	fr.Text = lines[fr.Line-1]
	on := func(s syntax.Span) (from, to int) {
		if int(s.Start.Line) != fr.Line {
			return 0, 0
		}
		if s.End.Line != s.Start.Line {
			return int(s.Start.Col), len([]rune(fr.Text)) + 1
		}
		return int(s.Start.Col), int(s.End.Col)
	}
	fr.Col, fr.EndCol = on(span)
	if anchor != (syntax.Span{}) {
		fr.OpCol, fr.OpEnd = on(anchor)
	}
}

// Write writes to standard output (fd 1) or standard error (fd 2).
func (in *Interp) Write(t *starlark.Thread, fd int, s string) error {
	if fd == 2 {
		return in.streamError(in.stderr.WriteString(s))
	}
	return in.streamError(in.stdout.WriteString(s))
}

// Flush passes on what is buffered of a stream.
func (in *Interp) Flush(t *starlark.Thread, fd int) error {
	if fd == 2 {
		return in.streamError(in.stderr.Flush())
	}
	return in.streamError(in.stdout.Flush())
}

func (in *Interp) streamError(err error) error {
	switch {
	case err == nil:
		return nil
	case err == errEnded{}:
		return err
	case isClosedPipe(err):
		return exception.WithArgs(exception.BrokenPipeError, starlark.MakeInt(32), starlark.String("Broken pipe"))
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return exception.New(exception.OSError, "%s", err)
}

// ReadLine shows a prompt and reads a line of standard input without its line end.
func (in *Interp) ReadLine(t *starlark.Thread, prompt string) (string, error) {
	if prompt != "" {
		if err := in.streamError(in.stdout.WriteString(prompt)); err != nil {
			return "", err
		}
	}
	if err := in.streamError(in.stdout.Flush()); err != nil {
		return "", err
	}
	line, err := in.stdin.ReadLine(t)
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(line, "\n"), nil
}

// CallerModule returns the module of the innermost function of a script that runs
// on t.
func (in *Interp) CallerModule(t *starlark.Thread) *object.Module {
	if u := in.unitOf(t); u != nil {
		return u.module
	}
	return nil
}

// bindText gives the methods of text what they need for values of other packages.
func (in *Interp) bindText(t *starlark.Thread) { text.SetFormatterMaker(t, in) }

// Formatter implements [text.FormatterMaker].
func (in *Interp) Formatter() *text.Formatter {
	if in.formatter == nil {
		in.formatter = newFormatter(in.env)
		in.formatter.MaxDigits = in.env.MaxDigits()
	}
	return in.formatter
}

func newFormatter(env *object.Env) *text.Formatter {
	return &text.Formatter{
		Str:    func(v starlark.Value) (string, error) { return object.Str(env, v) },
		Repr:   func(v starlark.Value) (string, error) { return object.Repr(env, v) },
		ASCII:  func(v starlark.Value) (string, error) { return object.ASCII(env, v) },
		Format: func(v starlark.Value, spec string) (string, error) { return object.Format(env, v, spec) },
		GetAttr: func(v starlark.Value, name string) (starlark.Value, error) {
			return object.GetAttr(env.Thread, v, name)
		},
		GetItem:  func(v, key starlark.Value) (starlark.Value, error) { return object.GetItem(env, v, key) },
		Iterate:  func(v starlark.Value) (starlark.Iterator, error) { return object.Iterate(env, v) },
		Pending:  env.Pending,
		Check:    env.Check,
		Reserve:  env.Reserve,
		ParseBig: env.Formatter().ParseBig,
		BigText:  env.Formatter().BigText,
		Truth:    func(v starlark.Value) (bool, error) { return object.Truth(env, v) },
		TypeName: object.TypeName,
		Matches: func(err error, kind exception.Kind) bool {
			var raised *object.Raised
			var e *exception.Error
			class := object.ExceptionClassOf(kind)
			switch {
			case errors.As(err, &raised):
				return raised.Exc.Class().IsSubclass(class)
			case errors.As(err, &e):
				c := object.ExceptionClassOf(e.Kind)
				return c != nil && c.IsSubclass(class)
			}
			return false
		},
		Index: func(v starlark.Value) (starlark.Int, bool, error) { return asInt(env, v, "__index__") },
		Int: func(v starlark.Value) (starlark.Int, bool, error) {
			if n, ok, err := asInt(env, v, "__int__"); ok || err != nil {
				return n, ok, err
			}
			return asInt(env, v, "__index__")
		},
		Float: func(v starlark.Value) (float64, bool, error) {
			x, err := number.Float(env.Thread, v)
			return x, true, err
		},
		Bytes: func(v starlark.Value) (string, bool, error) {
			r, ok, err := number.Special(env.Thread, v, "__bytes__")
			if !ok || err != nil {
				return "", ok, err
			}
			b, ok := r.(text.Bytes)
			if !ok {
				err = exception.New(exception.TypeError, "__bytes__ returned non-bytes (type %s)", object.TypeName(r))
			}
			return string(b), true, err
		},
	}
}

// asInt converts v by the special method of that name; a class derived from int
// needs none.
func asInt(env *object.Env, v starlark.Value, method string) (starlark.Int, bool, error) {
	if n, ok := number.IsInt(v); ok {
		return n, true, nil
	}
	r, ok, err := number.Special(env.Thread, v, method)
	if !ok || err != nil {
		return starlark.Int{}, ok, err
	}
	n, ok := number.IsInt(r)
	if !ok {
		err = exception.New(exception.TypeError, "%s returned non-int (type %s)", method, object.TypeName(r))
	}
	return n, true, err
}

// Importable returns the names of the modules that the runtime offers, in no order.
func (in *Interp) Importable() []string { return in.rt.Importable() }
