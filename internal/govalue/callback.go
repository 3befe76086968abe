package govalue

import (
	"context"
	"errors"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

// A Func is a function, class or other callable of a script, held by Go code. It belongs to the process that it came from, and
// is good until that ends.
type Func struct {
	in *interp.Interp
	fn starlark.Value
}

// String returns the function's repr without running the script's code.
func (f *Func) String() string { return "script function " + object.TypeName(f.fn) }

// Call calls the function and waits for its result. It may be called from any goroutine: calls take turns with the script's other
// threads. On a goroutine that runs a Go function for the script, ctx should be that function's, so that the call runs
// on the script's same thread. The error is an *Exception, or that of ctx.
func (f *Func) Call(ctx context.Context, args ...any) (any, error) {
	var result any
	err := f.Do(ctx, func(t *starlark.Thread, call func(args ...any) (starlark.Value, error)) error {
		v, err := call(args...)
		if err != nil {
			return err
		}
		result, err = From(object.EnvOf(t), v)
		return err
	})
	return result, err
}

// Do runs body inside the interpreter, with a way to call the function.
func (f *Func) Do(ctx context.Context, body func(t *starlark.Thread, call func(args ...any) (starlark.Value, error)) error) error {
	c, _ := ctx.Value(hostCallKey{}).(*hostCall)
	run := func(t *starlark.Thread) error {
		return body(t, func(args ...any) (starlark.Value, error) { return callScript(t, c, f.fn, args) })
	}
	if c != nil && c.in == f.in && c.mu.TryLock() {
		if !c.over {
			var err error
			func() {
				defer c.mu.Unlock()
				c.inside(func(t *starlark.Thread) { err = run(t) })
			}()
			return f.ended(err)
		}
		c.mu.Unlock()
	}
	c = nil
	return f.ended(f.in.Attach("callback", run))
}

// ended gives the error of a call that the end of the script cut short its reason.
func (f *Func) ended(err error) error {
	var uncatchable object.Uncatchable
	if err != nil && errors.As(err, &uncatchable) {
		if reason := f.in.Runtime().Reason(); reason != nil {
			return reason
		}
	}
	return err
}

// callScript calls a value of a script with Go arguments. An exception becomes an *Exception.
func callScript(t *starlark.Thread, c *hostCall, fn starlark.Value, args []any) (starlark.Value, error) {
	env := object.EnvOf(t)
	values := make(starlark.Tuple, len(args))
	for i, a := range args {
		v, err := To(env, a)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	v, err := object.Call(t, fn, values...)
	if err == nil && env.Pending() == nil {
		return v, nil
	}
	return nil, Catch(env, t, c, err)
}

// Catch turns an error of script code into an *Exception; one that no script can catch stays as it is.
func Catch(env *object.Env, t *starlark.Thread, c *hostCall, err error) error {
	exc, ok := object.AsException(env, err)
	if !ok {
		return err
	}
	e := NewException(env, exc)
	if c != nil {
		c.raised = append(c.raised, raisedError{e, exc})
	}
	return e
}

// CallScript calls a value of a script with Go arguments, on a thread of the script. An exception becomes an *Exception.
func CallScript(t *starlark.Thread, fn starlark.Value, args []any) (starlark.Value, error) {
	return callScript(t, nil, fn, args)
}

// ExitStatus returns the exit code that a SystemExit asks for.
func ExitStatus(e *Exception) int {
	if len(e.Args) == 0 || e.Args[0] == nil {
		return 0
	}
	switch code := e.Args[0].(type) {
	case int64:
		return int(uint8(code))
	case bool:
		if !code {
			return 0
		}
	}
	return 1
}
