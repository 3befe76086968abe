package interp

import (
	"errors"
	"fmt"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file implements exec, eval and compile.

// A codeObject is what compile() returns.
type codeObject struct {
	src, filename, mode string
}

func (c *codeObject) String() string {
	return fmt.Sprintf("<code object <module> at %#x, file \"%s\", line 1>", object.ID(c), c.filename)
}
func (c *codeObject) Type() string               { return "code" }
func (c *codeObject) Freeze()                    {}
func (c *codeObject) Truth() starlark.Bool       { return true }
func (c *codeObject) Hash() (uint32, error)      { return starlark.String(c.src).Hash() }
func (c *codeObject) PythonClass() *object.Class { return object.CodeType }
func (c *codeObject) Immutable()                 {}

// Compile checks a source text and returns what Exec and Eval take in its place.
func (in *Interp) Compile(t *starlark.Thread, source, filename, mode string) (starlark.Value, error) {
	if _, err := in.compileText(source, filename, mode == "eval"); err != nil {
		return nil, scriptError(err)
	}
	return &codeObject{source, filename, mode}, nil
}

// compileText compiles a text that is given at run time. It can be stopped.
func (in *Interp) compileText(src, filename string, expr bool) (*lower.Code, error) {
	key := in.rt.UniqueKey(filename)
	set := syntax.Settings{Digits: in.env.MaxDigits(), Look: in.env.Check}
	opts := lower.Options{Dynamic: true, Key: key, IsPredeclared: predeclared(syntax.Python).Has, Constants: engine.Known(), Look: in.env.Check}
	var code *lower.Code
	whole, err := pieces.Bytes(src, in.env.Check)
	if err != nil {
		return nil, err
	}
	if expr {
		var x syntax.Expr
		var source *syntax.Source
		if x, source, err = syntax.ParseExprWith(filename, whole, syntax.Python, set); err != nil {
			return nil, err
		}
		code, err = lower.Expr(x, source, syntax.Python, opts)
	} else {
		var f *syntax.File
		if f, err = syntax.ParseWith(filename, whole, syntax.Python, set); err != nil {
			return nil, err
		}
		code, err = lower.File(f, opts)
	}
	if err != nil {
		return nil, err
	}
	in.rt.enter(code)
	return code, nil
}

// scriptError makes a script's exception of a syntax error.
func scriptError(err error) error {
	var se *syntax.Error
	if !errors.As(err, &se) {
		return err
	}
	span := se.Span
	return exception.WithArgs(exception.Kind(se.Kind), text.Str(se.Msg), starlark.Tuple{
		text.Str(se.Filename), starlark.MakeInt(int(span.Start.Line)), starlark.MakeInt(int(span.Start.Col)),
		text.Str(se.Text), starlark.MakeInt(int(span.End.Line)), starlark.MakeInt(int(span.End.Col)),
	})
}

// Exec runs statements in a namespace: a dict, or the caller's module.
func (in *Interp) Exec(t *starlark.Thread, source, globals, locals starlark.Value) error {
	_, err := in.evaluate(t, source, globals, locals, false)
	return err
}

// Eval returns the value of an expression.
func (in *Interp) Eval(t *starlark.Thread, source, globals, locals starlark.Value) (starlark.Value, error) {
	return in.evaluate(t, source, globals, locals, true)
}

func (in *Interp) evaluate(t *starlark.Thread, source, globals, locals starlark.Value, expr bool) (starlark.Value, error) {
	src, filename := "", "<string>"
	if c, ok := source.(*codeObject); ok {
		src, filename, expr = c.src, c.filename, c.mode == "eval"
	} else {
		src, _ = text.AsString(source)
	}
	code, err := in.compileText(src, filename, expr)
	if err != nil {
		return nil, scriptError(err)
	}
	m := in.CallerModule(t)
	var back starlark.HasSetKey // where what the text binds goes
	if globals != nil || locals != nil || m == nil {
		m, back = in.namespaceModule(globals, locals)
	}
	u := in.newUnit(code, m)
	err = in.initProgram(t, u, code.Program())
	if err == nil && len(code.Functions()) == 0 {
		// Nothing refers to the text any more. A loop of evals leaves nothing.
		delete(in.units, code.Key())
		in.rt.codes.Delete(code.Key())
	}
	if back != nil {
		for _, name := range m.Own() {
			v, _ := m.Get(name)
			if err := back.SetKey(text.Str(name), v); err != nil {
				return nil, err
			}
		}
	}
	if u.result != nil && err == nil {
		return u.result, nil
	}
	return starlark.None, err
}

// namespaceModule makes a module of the dicts that exec and eval take. What the
// text binds goes to the innermost.
func (in *Interp) namespaceModule(globals, locals starlark.Value) (*object.Module, starlark.HasSetKey) {
	m := &object.Module{Name: "__main__", Env: in.env}
	var back starlark.HasSetKey
	for _, ns := range [...]starlark.Value{globals, locals} {
		if ns == nil {
			continue
		}
		ns = object.Unwrap(ns)
		d, ok := ns.(starlark.IterableMapping)
		if !ok {
			continue
		}
		if to, ok := ns.(starlark.HasSetKey); ok {
			back = to
		}
		for _, item := range d.Items() {
			if name, ok := text.AsString(item[0]); ok {
				m.Set(name, item[1])
			}
		}
	}
	return m, back
}

func setResult(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	in.loading[len(in.loading)-1].result = args[0]
	return starlark.None, nil
}

// display shows the value of an expression statement at the prompt. The module's _ is
// that value, unless the user has a variable of that name.
func display(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	if args[0] == starlark.None {
		return starlark.None, nil
	}
	s, err := object.Repr(in.env, args[0])
	if err != nil {
		return nil, err
	}
	if err := in.Write(t, 1, s+"\n"); err != nil {
		return nil, err
	}
	m := in.loading[len(in.loading)-1].module
	if have, bound := m.Get("_"); !bound || in.shown != nil && object.Is(have, in.shown) {
		in.shown = args[0]
		m.Set("_", in.shown)
	}
	return starlark.None, nil
}
