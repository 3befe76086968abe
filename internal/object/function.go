package object

import (
	"strings"
	"weak"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// funcAttrs are the attributes that scripts have set on functions. A function
// that is gone takes its attributes along.
type funcAttrs struct {
	m    map[weak.Pointer[starlark.Function]]*Namespace
	next int // size at which dead entries are swept
	made int // how many functions have been entered
}

func (a *funcAttrs) get(fn *starlark.Function) *Namespace {
	if a.m == nil {
		return nil
	}
	return a.m[weak.Make(fn)]
}

func (a *funcAttrs) set(fn *starlark.Function, name string, v starlark.Value) {
	a.ensure(fn).Set(name, v)
}

// ensure returns the attributes of fn, which may be none yet.
func (a *funcAttrs) ensure(fn *starlark.Function) *Namespace {
	ns := a.get(fn)
	if ns == nil {
		if a.m == nil {
			a.m = make(map[weak.Pointer[starlark.Function]]*Namespace)
			a.next = 64
		}
		if len(a.m) >= a.next {
			for p := range a.m {
				if p.Value() == nil {
					delete(a.m, p)
				}
			}
			a.next = 2*len(a.m) + 64
		}
		ns = NewNamespace()
		a.m[weak.Make(fn)] = ns
		a.made++
	}
	return ns
}

// A ModuleHolder is a [Host] that has modules. ModuleNamed returns the one of that name, nil if there is none.
type ModuleHolder interface {
	ModuleNamed(name string) *Module
}

// FunctionAttrs returns the attributes that scripts have set on fn, nil if there
// are none.
func (e *Env) FunctionAttrs(fn *starlark.Function) *Namespace { return e.attrs.get(fn) }

// NumFunctionAttrs returns how many functions have got attributes so far: while it stays the same, those that have none still have none.
func (e *Env) NumFunctionAttrs() int { return e.attrs.made }

// SetFunctionAttr sets an attribute of a function.
func (e *Env) SetFunctionAttr(fn *starlark.Function, name string, v starlark.Value) {
	e.attrs.set(fn, name, v)
}

// Info returns what is known of a function: what lowering recorded, changed by
// what scripts assigned to __name__ and its like.
func (e *Env) Info(fn *starlark.Function) FunctionInfo {
	var info FunctionInfo
	if e.Host != nil {
		if p := e.Host.Function(fn); p != nil {
			info = *p
		}
	}
	if info.Name == "" {
		info.Name = fn.Name()
		if info.Name == "lambda" {
			info.Name = "<lambda>"
		}
	}
	if info.Qualname == "" {
		info.Qualname = info.Name
	}
	if info.Module == "" {
		info.Module = "__main__"
	}
	if info.Doc == "" {
		info.Doc = fn.Doc()
	}
	if ns := e.attrs.get(fn); ns != nil {
		for name, field := range map[string]*string{
			"__name__": &info.Name, "__qualname__": &info.Qualname, "__module__": &info.Module, "__doc__": &info.Doc,
		} {
			if v, ok := ns.values[name]; ok {
				if s, ok := plainString(v); ok {
					*field = s
				}
			}
		}
	}
	if info.Params == nil {
		info.Params = paramsOf(fn)
	}
	return info
}

// positionOnly begins the engine's names of positional-only parameters, so that callers can't give them by name.
const positionOnly = "·/"

// ParamName returns the name of a function's parameter.
func ParamName(fn *starlark.Function, i int) string {
	name, _ := fn.Param(i)
	return strings.TrimPrefix(name, positionOnly)
}

// paramsOf lists the parameters of a function.
func paramsOf(fn *starlark.Function) []Param {
	n := fn.NumParams()
	params := make([]Param, n)
	named := n
	if fn.HasKwargs() {
		named--
	}
	if fn.HasVarargs() {
		named--
	}
	for i := range params {
		p := Param{Name: ParamName(fn, i), Optional: fn.ParamDefault(i) != nil}
		switch {
		case i < named-fn.NumKwonlyParams():
		case i < named:
			p.Kind = KeywordParam
		case i == named && fn.HasVarargs():
			p.Kind, p.Optional = VarargsParam, false
		default:
			p.Kind, p.Optional = KwargsParam, false
		}
		params[i] = p
	}
	return params
}

// functionAttr returns an attribute of a function.
func (e *Env) functionAttr(fn *starlark.Function, name string) (starlark.Value, error) {
	if ns := e.attrs.get(fn); ns != nil {
		if v, ok := ns.values[name]; ok {
			return v, nil
		}
	}
	switch name {
	case "__name__":
		return textValue(e.Info(fn).Name), nil
	case "__qualname__":
		return textValue(e.Info(fn).Qualname), nil
	case "__module__":
		return textValue(e.Info(fn).Module), nil
	case "__doc__":
		if doc := e.Info(fn).Doc; doc != "" {
			return textValue(doc), nil
		}
		return starlark.None, nil
	case "__dict__":
		return newAttrDict(functionDict{e, fn}), nil
	case "__defaults__":
		return defaultsOf(fn, PositionalParam), nil
	case "__kwdefaults__":
		return defaultsOf(fn, KeywordParam), nil
	case "__annotations__":
		if ns := e.attrs.get(fn); ns != nil {
			d, err := evaluate(e.Thread, ns.annotations)
			if err != nil {
				return nil, err
			}
			ns.Set("__annotations__", d)
			return d, nil
		}
		return starlark.NewDict(0), nil
	case "__code__":
		return newCode(e, fn), nil
	case "__globals__":
		if h, ok := e.Host.(ModuleHolder); ok {
			if m := h.ModuleNamed(e.Info(fn).Module); m != nil {
				return m.Attr("__dict__")
			}
		}
		return starlark.NewDict(0), nil
	case "__closure__":
		if fn.NumFreeVars() == 0 {
			return starlark.None, nil
		}
		cells := make(starlark.Tuple, fn.NumFreeVars())
		for i := range cells {
			b, v := fn.FreeVar(i)
			if c, ok := v.(*Cell); ok {
				cells[i] = c
			} else {
				cells[i] = NewCell(b.Name, v)
			}
		}
		return cells, nil
	case "__call__":
		return fn, nil
	}
	if s := FunctionType.find(name); s != nil {
		return s.bind(e, fn, FunctionType)
	}
	return nil, noAttr(fn, name)
}

func defaultsOf(fn *starlark.Function, kind ParamKind) starlark.Value {
	var values starlark.Tuple
	d := starlark.NewDict(0)
	for i, p := range paramsOf(fn) {
		if p.Kind == kind && p.Optional {
			v := fn.ParamDefault(i)
			values = append(values, v)
			d.SetKey(textValue(p.Name), v)
		}
	}
	switch {
	case len(values) == 0:
		return starlark.None
	case kind == KeywordParam:
		return d
	}
	return values
}

// setFunctionAttr does fn.name = v.
func (e *Env) setFunctionAttr(fn *starlark.Function, name string, v starlark.Value) error {
	switch name {
	case "__name__", "__qualname__":
		if _, ok := plainString(v); !ok {
			return exception.New(exception.TypeError, "%s must be set to a string object", name)
		}
	case "__dict__", "__defaults__", "__kwdefaults__", "__code__", "__globals__", "__closure__":
		return exception.New(exception.AttributeError, "attribute '%s' of a function can't be changed here", name)
	}
	e.attrs.set(fn, name, v)
	return nil
}

// deleteFunctionAttr does del fn.name.
func (e *Env) deleteFunctionAttr(fn *starlark.Function, name string) error {
	if ns := e.attrs.get(fn); ns != nil && ns.Delete(name) {
		return nil
	}
	return noAttr(fn, name)
}

// functionDict is the __dict__ of a function.
type functionDict struct {
	env *Env
	fn  *starlark.Function
}

func (d functionDict) names() []string {
	ns := d.env.attrs.get(d.fn)
	if ns == nil {
		return nil
	}
	var names []string
	for _, n := range ns.names {
		if !isDunder(n) || n == "__wrapped__" {
			names = append(names, n)
		}
	}
	return names
}
func (d functionDict) get(name string) (starlark.Value, bool) {
	ns := d.env.attrs.get(d.fn)
	if ns == nil {
		return nil, false
	}
	return ns.Get(name)
}
func (d functionDict) set(name string, v starlark.Value) error {
	d.env.attrs.set(d.fn, name, v)
	return nil
}
func (d functionDict) del(name string) bool {
	ns := d.env.attrs.get(d.fn)
	return ns != nil && ns.Delete(name)
}

// newCode returns a function's __code__: what introspecting scripts read of it.
func newCode(env *Env, fn *starlark.Function) *Instance {
	info := env.Info(fn)
	code := NewInstance(env, CodeType)
	var names, free starlark.Tuple
	args, kwonly, flags := 0, 0, 3
	for _, p := range info.Params {
		names = append(names, textValue(p.Name))
		switch p.Kind {
		case PositionalParam:
			args++
		case KeywordParam:
			kwonly++
		case VarargsParam:
			flags |= 4
		case KwargsParam:
			flags |= 8
		}
	}
	for i := 0; i < fn.NumFreeVars(); i++ {
		b, _ := fn.FreeVar(i)
		free = append(free, textValue(b.Name))
	}
	code.Set("co_name", textValue(info.Name))
	code.Set("co_qualname", textValue(info.Qualname))
	code.Set("co_argcount", starlark.MakeInt(args))
	code.Set("co_posonlyargcount", starlark.MakeInt(info.PosOnly))
	code.Set("co_kwonlyargcount", starlark.MakeInt(kwonly))
	code.Set("co_varnames", names)
	code.Set("co_nlocals", starlark.MakeInt(len(names)))
	code.Set("co_freevars", free)
	code.Set("co_flags", starlark.MakeInt(flags))
	code.Set("co_filename", textValue(fn.Position().Filename()))
	code.Set("co_firstlineno", starlark.MakeInt(int(fn.Position().Line)))
	return code
}

// callFunction calls a script's function. The engine's complaints about the
// arguments do not name the parameters the way CPython does; here the function is
// at hand.
func callFunction(thread *starlark.Thread, fn *starlark.Function, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := checkNesting(thread); err != nil {
		return nil, err
	}
	v, err := call(thread, fn, args, kwargs, false)
	if err != nil {
		if e, ok := err.(*starlark.EvalError); ok && len(e.CallStack) == thread.CallStackDepth()+1 && strings.HasPrefix(e.Msg, "function ") {
			if env := EnvOf(thread); env != nil {
				if err := bindError(env.Info(fn), e, args, kwargs); err != nil {
					return nil, err
				}
			}
		}
	}
	return v, err
}

// callValue calls any value.
func callValue(thread *starlark.Thread, f starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch f := f.(type) {
	case *starlark.Function:
		return callFunction(thread, f, args, kwargs)
	case *Class:
		return f.CallInternal(thread, args, kwargs)
	case *BoundMethod:
		return f.CallInternal(thread, args, kwargs)
	case *starlark.Builtin:
		if r := f.Receiver(); r != nil && !Roomy(r) { // perhaps set.add
			if err := EnvOf(thread).MakeRoom(r); err != nil {
				return nil, err
			}
		}
		return starlark.Call(thread, f, args, kwargs)
	case starlark.Callable:
		return starlark.Call(thread, f, args, kwargs)
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not callable", TypeName(f))
}
