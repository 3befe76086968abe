package concurrent

import (
	"fmt"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"go.starlark.net/starlark"
)

// futureClass is concurrent.futures.Future.
var futureClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Future", Module: "concurrent.futures._base",
		Doc:          "What a submitted call will return or raise, once it has run.",
		ClassMethods: map[string]object.Method{"__class_getitem__": object.Subscript},
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("Future.__init__", args, kwargs); err != nil {
					return nil, err
				}
				i := self.(*object.Instance)
				i.Native = &future{self: i, done: ipc.NewEvent()}
				return starlark.None, nil
			},
			"__repr__": futureRepr,
			"cancel": plain("cancel", func(thread *starlark.Thread, f *future) (starlark.Value, error) {
				ok, call := f.cancel()
				if call {
					if err := f.callBack(thread); err != nil {
						return nil, err
					}
				}
				return starlark.Bool(ok), nil
			}),
			"cancelled": asks("cancelled", func(s futureState) bool { return s == cancelled || s == notified }),
			"running":   asks("running", func(s futureState) bool { return s == running }),
			"done":      asks("done", func(s futureState) bool { return s >= cancelled }),
			"result":    futureResult,
			"exception": futureException,
			"add_done_callback": one("add_done_callback", "fn", func(thread *starlark.Thread, f *future, fn starlark.Value) error {
				f.mu.Lock()
				if f.state < cancelled {
					f.callbacks = append(f.callbacks, fn)
					f.mu.Unlock()
					return nil
				}
				f.mu.Unlock()
				return f.callOne(thread, fn)
			}),
			"set_running_or_notify_cancel": plain("set_running_or_notify_cancel", func(thread *starlark.Thread, f *future) (starlark.Value, error) {
				ok, was := f.start()
				if ok || was == cancelled {
					return starlark.Bool(ok), nil
				}
				log(interp.Of(thread), thread, fmt.Sprintf("Future %d in unexpected state: %s", object.ID(f.self), was), nil)
				return nil, exception.New(exception.RuntimeError, "Future in unexpected state")
			}),
			"set_result": one("set_result", "result", func(thread *starlark.Thread, f *future, v starlark.Value) error {
				return f.set(thread, outcome{ok: true, local: v})
			}),
			"set_exception": one("set_exception", "exception", func(thread *starlark.Thread, f *future, v starlark.Value) error {
				return f.set(thread, outcome{ok: v == starlark.None, local: v})
			}),
		},
		Properties: map[string]object.Property{
			"_state": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				f, err := futureOf(self)
				if err != nil {
					return nil, err
				}
				return starlark.String(f.now().String()), nil
			}},
		},
	})
})

// set is set_result and set_exception.
func (f *future) set(thread *starlark.Thread, out outcome) error {
	was, call := f.finish(out)
	if was >= cancelled {
		env := object.EnvOf(thread)
		shown, err := object.Repr(env, f.self)
		if err != nil {
			return err
		}
		return raise(env, invalidStateError.Get(), was.String()+": "+shown)
	}
	if call {
		return f.callBack(thread)
	}
	return nil
}

func futureOf(v starlark.Value) (*future, error) {
	if i, ok := v.(*object.Instance); ok {
		switch native := i.Native.(type) {
		case *future:
			return native, nil
		case *foreign:
			return nil, native.err()
		}
	}
	return nil, noAttribute(v, "_condition")
}

func plain(name string, do func(*starlark.Thread, *future) (starlark.Value, error)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("Future."+name, args, kwargs); err != nil {
			return nil, err
		}
		f, err := futureOf(self)
		if err != nil {
			return nil, err
		}
		return do(thread, f)
	}
}

func asks(name string, is func(futureState) bool) object.Method {
	return plain(name, func(_ *starlark.Thread, f *future) (starlark.Value, error) { return starlark.Bool(is(f.now())), nil })
}

func one(name, param string, do func(*starlark.Thread, *future, starlark.Value) error) object.Method {
	p := params.Method("Future."+name, param)
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := p.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		f, err := futureOf(self)
		if err != nil {
			return nil, err
		}
		return starlark.None, do(thread, f, a[0])
	}
}

func futureRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	f, err := futureOf(self)
	if err != nil {
		return nil, err
	}
	state := f.now()
	s := fmt.Sprintf("<%s at %#x state=%s", object.TypeOf(self).Name(), object.ID(self), state.describe())
	if state == finished {
		if err := f.settle(thread); err != nil {
			return nil, err
		}
		if f.exc != nil {
			s += " raised " + object.TypeName(f.exc)
		} else {
			s += " returned " + object.TypeName(f.value)
		}
	}
	return text.Str(s + ">"), nil
}

var (
	resultParams    = params.Method("Future.result", "timeout=")
	exceptionParams = params.Method("Future.exception", "timeout=")
)

// await waits until a future is finished, and raises what that means otherwise.
func (f *future) await(thread *starlark.Thread, until time.Time) error {
	in := interp.Of(thread)
	if !f.done.IsSet() {
		err := f.done.Wait(in.Task(thread), until)
		if err != nil && err != ipc.ErrTimeout {
			return in.Err(thread, err)
		}
	}
	switch f.now() {
	case cancelled, notified:
		return raise(in.Env(), cancelledError.Get(), "")
	case finished:
		return f.settle(thread)
	}
	return object.Raise(object.NewException(in.Env(), object.ExceptionClassOf(exception.TimeoutError)))
}

// result waits for the value, or raises the exception.
func (f *future) result(thread *starlark.Thread, until time.Time) (starlark.Value, error) {
	if err := f.await(thread, until); err != nil {
		return nil, err
	}
	if f.exc == nil {
		return f.value, nil
	}
	if exc, ok := f.exc.(*object.Instance); ok && object.ExceptionOf(exc) != nil {
		return nil, object.Raise(exc)
	}
	return nil, object.RaiseStatement(thread, f.exc, nil)
}

func (f *future) waitFor(thread *starlark.Thread, timeout starlark.Value) (time.Time, error) {
	if f.done.IsSet() {
		return time.Time{}, nil
	}
	return multiprocessing.Deadline(interp.Of(thread).Task(thread), timeout)
}

func futureResult(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := resultParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	f, err := futureOf(self)
	if err != nil {
		return nil, err
	}
	until, err := f.waitFor(thread, a[0])
	if err != nil {
		return nil, err
	}
	return f.result(thread, until)
}

func futureException(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := exceptionParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	f, err := futureOf(self)
	if err != nil {
		return nil, err
	}
	until, err := f.waitFor(thread, a[0])
	if err != nil {
		return nil, err
	}
	if err := f.await(thread, until); err != nil {
		return nil, err
	}
	if f.exc == nil {
		return starlark.None, nil
	}
	return f.exc, nil
}
