package govalue

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

var contextType = reflect.TypeFor[context.Context]()

// Builtin is the Go type of a function that package starlark calls.
type Builtin = func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error)

// Function returns a function that scripts call. fn is a *starlark.Builtin, a Builtin, or any Go function whose types have counterparts in
// scripts: see package runtime.
func Function(name string, fn any) (*starlark.Builtin, error) {
	switch fn := fn.(type) {
	case *starlark.Builtin:
		return Engine(fn), nil
	case Builtin:
		return Engine(starlark.NewBuiltin(name, fn)), nil
	}
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func || v.IsNil() {
		return nil, fmt.Errorf("a %T is no function", fn)
	}
	s, err := signatureOf(name, v.Type(), 0)
	if err != nil {
		return nil, err
	}
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return s.call(thread, v, nil, args, kwargs)
	}), nil
}

// Engine returns a function that calls one made for the engine, as long as the host waits for the script.
func Engine(fn *starlark.Builtin) *starlark.Builtin {
	return starlark.NewBuiltin(fn.Name(), func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (v starlark.Value, err error) {
		if !interp.Of(thread).Host(func() { v, err = fn.CallInternal(thread, args, kwargs) }) {
			return nil, interp.ErrEnded
		}
		return v, err
	})
}

// functionName returns a name for a Go function that was given none.
func functionName(v reflect.Value) string {
	name := runtime.FuncForPC(v.Pointer()).Name()
	name = strings.TrimSuffix(name[strings.LastIndexAny(name, "./")+1:], "-fm")
	if name == "" || strings.HasPrefix(name, "func") && len(name) > 4 && name[4] >= '0' && name[4] <= '9' {
		return "<go function>"
	}
	return name
}

// A signature is what a Go function takes and gives, apart from a receiver.
type signature struct {
	name     string
	context  bool           // the first parameter is a context.Context
	params   []reflect.Type // positional
	rest     reflect.Type   // of *args; nil if it takes none
	keywords reflect.Type   // the struct or map of keyword arguments; nil if it takes none
	results  int            // without the error
	fails    bool           // the last result is an error
}

var keywordMap = reflect.TypeFor[Keywords]()

// Keywords is the type of a last parameter that takes all keyword arguments.
type Keywords map[string]any

func signatureOf(name string, t reflect.Type, skip int) (*signature, error) {
	s := &signature{name: name}
	for i := skip; i < t.NumIn(); i++ {
		p := t.In(i)
		switch {
		case i == skip && p == contextType:
			s.context = true
		case t.IsVariadic() && i == t.NumIn()-1:
			s.rest = p.Elem()
		case i == t.NumIn()-1 && (p == keywordMap || p.Kind() == reflect.Struct && p != timeType):
			s.keywords = p
		default:
			s.params = append(s.params, p)
		}
	}
	s.results = t.NumOut()
	if s.results > 0 && t.Out(s.results-1) == errorType {
		s.results--
		s.fails = true
	}
	for _, p := range s.params {
		if k := p.Kind(); k == reflect.Chan || k == reflect.UnsafePointer || k == reflect.Complex64 || k == reflect.Complex128 {
			return nil, fmt.Errorf("the parameter type %v of %s has no counterpart in scripts", p, name)
		}
	}
	return s, nil
}

func typeError(format string, args ...any) error {
	return exception.New(exception.TypeError, format, args...)
}

// bind converts the arguments.
func (s *signature) bind(env *object.Env, args starlark.Tuple, kwargs []starlark.Tuple) ([]reflect.Value, error) {
	if len(args) < len(s.params) || len(args) > len(s.params) && s.rest == nil {
		n, plural, least := len(s.params), "s", ""
		if n == 1 {
			plural = ""
		}
		if s.rest != nil {
			least = "at least "
		}
		return nil, typeError("%s() takes %s%d positional argument%s but %d %s given", s.name, least, n, plural, len(args), were(len(args)))
	}
	if len(kwargs) > 0 && s.keywords == nil {
		return nil, typeError("%s() takes no keyword arguments", s.name)
	}
	in := make([]reflect.Value, 0, len(args)+2)
	for i, a := range args {
		t := s.rest
		if i < len(s.params) {
			t = s.params[i]
		}
		v := reflect.New(t).Elem()
		if err := into(env, a, v, fmt.Sprintf("%s() argument %d", s.name, i+1)); err != nil {
			return nil, err
		}
		in = append(in, v)
	}
	if s.keywords == nil {
		return in, nil
	}
	kw := reflect.New(s.keywords).Elem()
	if s.keywords == keywordMap {
		kw.Set(reflect.MakeMapWithSize(keywordMap, len(kwargs)))
	}
	for _, kv := range kwargs {
		name, _ := text.AsString(kv[0])
		if s.keywords == keywordMap {
			x, err := From(env, kv[1])
			if err != nil {
				return nil, err
			}
			kw.SetMapIndex(reflect.ValueOf(name), reflect.ValueOf(&x).Elem())
			continue
		}
		f, ok := fieldNamed(s.keywords, name)
		if !ok {
			return nil, typeError("%s() got an unexpected keyword argument '%s'", s.name, name)
		}
		if err := into(env, kv[1], kw.FieldByIndex(f.index), fmt.Sprintf("%s() argument '%s'", s.name, name)); err != nil {
			return nil, err
		}
	}
	return append(in, kw), nil
}

func were(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

func fieldNamed(t reflect.Type, name string) (field, bool) {
	for _, f := range fieldsOf(t) {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

// A hostCall is a Go function that a script is calling. Its context carries it, so that functions of the script which
// the Go function calls run on the same thread.
type hostCall struct {
	in     *interp.Interp
	mu     sync.Mutex // held while a function of the script runs inside the call
	over   bool
	inside func(body func(t *starlark.Thread))
	raised []raisedError
}

// A raisedError is an exception that a function of the script ended with, for the case that the Go function hands it on.
type raisedError struct {
	err *Exception
	exc *object.Instance
}

type hostCallKey struct{}

// call calls a Go function without the interpreter's lock, so that other threads of the script go on meanwhile.
func (s *signature) call(thread *starlark.Thread, fn reflect.Value, receiver []reflect.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	in := interp.Of(thread)
	env := in.Env()
	bound, err := s.bind(env, args, kwargs)
	if err != nil {
		return nil, err
	}
	c := &hostCall{in: in}
	list := append([]reflect.Value(nil), receiver...)
	if s.context {
		list = append(list, reflect.ValueOf(context.WithValue(in.Context(), hostCallKey{}, c)))
	}
	list = append(list, bound...)
	var out []reflect.Value
	var crash *interp.PanicError
	called := false
	in.Outside(func(inside func(body func(t *starlark.Thread))) {
		c.inside = inside
		defer func() {
			if r := recover(); r != nil {
				crash = &interp.PanicError{Where: "the Go function " + s.name, Value: r, Stack: string(debug.Stack())}
			}
			c.mu.Lock()
			c.over = true
			c.mu.Unlock()
		}()
		called = in.Host(func() { out = fn.Call(list) })
	})
	if crash != nil {
		in.Runtime().Stop(crash)
	}
	if err := in.Check(thread); err != nil {
		return nil, err
	}
	if !called {
		return nil, interp.ErrEnded
	}
	if s.fails {
		if err, _ := out[s.results].Interface().(error); err != nil {
			return nil, c.failure(env, err)
		}
	}
	switch s.results {
	case 0:
		return starlark.None, nil
	case 1:
		return s.result(env, out[0], "")
	}
	tuple := make(starlark.Tuple, s.results)
	for i := range tuple {
		if tuple[i], err = s.result(env, out[i], fmt.Sprintf("[%d]", i)); err != nil {
			return nil, err
		}
	}
	return tuple, nil
}

func (s *signature) result(env *object.Env, v reflect.Value, at string) (starlark.Value, error) {
	c := toConverter{env: env}
	x, err := c.whole(v, "result"+at+" of "+s.name+"()")
	if err != nil {
		return nil, err
	}
	return x, nil
}

// failure returns the exception for the error of a Go function.
func (c *hostCall) failure(env *object.Env, err error) error {
	var script *Exception
	if errors.As(err, &script) {
		for _, r := range c.raised {
			if r.err == script {
				return object.Raise(r.exc)
			}
		}
	}
	return raise(env, err)
}

// IsFunc reports whether Function takes x.
func IsFunc(x any) bool {
	if _, ok := x.(*starlark.Builtin); ok {
		return true
	}
	return reflect.TypeOf(x) != nil && reflect.TypeOf(x).Kind() == reflect.Func
}
