package builtin

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// exec, eval, compile, __import__, exit and help.

// scopeArgs checks the arguments of exec and eval. The source is text, bytes, or what compile returned.
func scopeArgs(thread *starlark.Thread, name string, args starlark.Tuple, kwargs []starlark.Tuple) (source, globals, locals starlark.Value, err error) {
	if name == "exec" && len(args) == 0 {
		return nil, nil, nil, typeError("exec() takes at least 1 positional argument (0 given)")
	}
	if err := positional(name, args, kwargs, 1, 3); err != nil {
		return nil, nil, nil, err
	}
	source = args[0]
	if b, ok := text.AsBytes(source); ok {
		s, err := text.DecodePaced(object.EnvOf(thread).Check, b, "utf-8", "strict")
		if err != nil {
			return nil, nil, nil, err
		}
		source = text.Str(s)
	}
	if _, ok := text.AsString(source); !ok && object.TypeOf(source) != object.CodeType {
		return nil, nil, nil, typeError("%s() arg 1 must be a string, bytes or code object", name)
	}
	scope := func(i int, what string) (starlark.Value, error) {
		if len(args) <= i || args[i] == starlark.None {
			return nil, nil
		}
		if _, ok := object.Unwrap(args[i]).(starlark.IterableMapping); !ok {
			return nil, typeError("%s() %s must be a dict, not %s", name, what, object.TypeName(args[i]))
		}
		return args[i], nil
	}
	if globals, err = scope(1, "globals"); err != nil {
		return nil, nil, nil, err
	}
	locals, err = scope(2, "locals")
	return source, globals, locals, err
}

func execSource(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	source, globals, locals, err := scopeArgs(thread, "exec", args, kwargs)
	if err != nil {
		return nil, err
	}
	h, ok := object.EnvOf(thread).Host.(Evaluator)
	if !ok {
		return nil, notOffered("exec")
	}
	return starlark.None, h.Exec(thread, source, globals, locals)
}

func evalSource(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	source, globals, locals, err := scopeArgs(thread, "eval", args, kwargs)
	if err != nil {
		return nil, err
	}
	h, ok := object.EnvOf(thread).Host.(Evaluator)
	if !ok {
		return nil, notOffered("eval")
	}
	if s, ok := text.AsString(source); ok {
		if source, err = object.EnvOf(thread).Text(strings.TrimLeft(s, " \t")); err != nil {
			return nil, err
		}
	}
	return h.Eval(thread, source, globals, locals)
}

var compileSignature = text.Signature{
	Func:   "compile",
	Params: []string{"source", "filename", "mode", "flags", "dont_inherit", "optimize"}, Required: 3,
}

func compileSource(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := compileSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	var s [3]string
	for i := range s {
		v, ok := text.AsString(a[i])
		if b, isBytes := text.AsBytes(a[i]); isBytes && i == 0 {
			if v, err = text.DecodePaced(object.EnvOf(thread).Check, b, "utf-8", "strict"); err != nil {
				return nil, err
			}
			ok = true
		}
		if !ok {
			if i == 0 {
				return nil, typeError("compile() arg 1 must be a string, bytes or AST object")
			}
			return nil, typeError("compile() argument %d must be str, not %s", i+1, object.TypeName(a[i]))
		}
		s[i] = v
	}
	switch s[2] {
	case "exec", "eval", "single":
	default:
		return nil, valueError("compile() mode must be 'exec', 'eval' or 'single'")
	}
	h, ok := object.EnvOf(thread).Host.(Evaluator)
	if !ok {
		return nil, notOffered("compile")
	}
	return h.Compile(thread, s[0], s[1], s[2])
}

var importSignature = text.Signature{
	Func:   "__import__",
	Params: []string{"name", "globals", "locals", "fromlist", "level"}, Required: 1,
}

func importModule(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := importSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	name, ok := text.AsString(a[0])
	if !ok {
		return nil, typeError("__import__() argument 1 must be str, not %s", object.TypeName(a[0]))
	}
	if name == "" {
		return nil, valueError("Empty module name")
	}
	h, ok := object.EnvOf(thread).Host.(Importer)
	if !ok {
		return nil, notOffered("__import__")
	}
	m, err := h.Import(thread, name)
	if err != nil {
		return nil, err
	}
	if a[3] != nil {
		if whole, err := object.Truth(object.EnvOf(thread), a[3]); err != nil || whole {
			return m, err
		}
	}
	if top, _, dotted := strings.Cut(name, "."); dotted {
		return h.Import(thread, top)
	}
	return m, nil
}

// A quitter is exit or quit.
type quitter string

// Immutable lets other interpreters share the function.
func (q quitter) Immutable() {}

func (q quitter) Name() string { return string(q) }

// CallInternal raises SystemExit.
func (q quitter) CallInternal(_ *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var code starlark.Value = starlark.None
	if v, rest := keyword(kwargs, "code"); v != nil {
		code, kwargs = v, rest
	}
	if len(kwargs) > 0 {
		key, _ := text.AsString(kwargs[0][0])
		return nil, typeError("Quitter.__call__() got an unexpected keyword argument '%s'", key)
	}
	if len(args) > 1 {
		return nil, typeError("Quitter.__call__() takes from 1 to 2 positional arguments but %d were given", 1+len(args))
	}
	if len(args) == 1 {
		code = args[0]
	}
	return nil, exception.WithArgs(exception.SystemExit, code)
}

func (q quitter) String() string {
	return fmt.Sprintf("Use %s() or Ctrl-D (i.e. EOF) to exit", string(q))
}
func (q quitter) Type() string          { return "Quitter" }
func (q quitter) Freeze()               {}
func (q quitter) Truth() starlark.Bool  { return true }
func (q quitter) Hash() (uint32, error) { return uint32(len(q)), nil }
