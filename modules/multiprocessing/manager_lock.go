package multiprocessing

import (
	"errors"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"go.starlark.net/starlark"
)

// This file defines the proxies of a manager's locks, semaphores, conditions, events and barriers.

var (
	acquirerAcquire    = params.Method("AcquirerProxy.acquire", "blocking=, timeout=")
	conditionProxyWait = params.Method("ConditionProxy.wait", "timeout=")
	eventProxyWait     = params.Method("EventProxy.wait", "timeout=")
	barrierProxyWait   = params.Method("BarrierProxy.wait", "timeout=")
	proxyNotify        = params.Method("ConditionProxy.notify", "n=")
	proxyWaitFor       = params.Method("ConditionProxy.wait_for", "predicate, timeout=")
)

var acquirerProxy = object.Later(func() *object.Class {
	return syncClass("AcquirerProxy", syncProxyClass.Get(), map[string]object.Method{
		"acquire": syncMethod(acquirerAcquire, func(thread *starlark.Thread, in *interp.Interp, p *syncProxy, a []starlark.Value) (starlark.Value, error) {
			timeout := a[1]
			if f, err := real(given(timeout, starlark.None)); err == nil && f == -1 {
				timeout = nil // threading's way to say that there is none
			}
			until, err := blockDeadline(in.Env(), in.Task(thread), a[0], timeout)
			if err != nil {
				return nil, err
			}
			ok, err := p.lock.acquire(thread, in, until)
			if err != nil {
				return nil, err
			}
			return starlark.Bool(ok), nil
		}),
		"release": syncRelease,
		"__enter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			p, err := syncOf(self)
			if err != nil {
				return nil, err
			}
			if _, err := p.lock.acquire(thread, interp.Of(thread), ipc.Forever); err != nil {
				return nil, err
			}
			return starlark.True, nil
		},
		"__exit__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return syncRelease(thread, self, nil, nil)
		},
	}, nil)
})

func syncRelease(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("AcquirerProxy.release", args, kwargs); err != nil {
		return nil, err
	}
	p, err := syncOf(self)
	if err != nil {
		return nil, err
	}
	if err := p.lock.release(thread, interp.Of(thread)); err != nil {
		switch {
		case p.lock.lock != nil:
			err = exception.New(exception.RuntimeError, "release unlocked lock")
		case p.lock.rlock != nil:
			err = exception.New(exception.RuntimeError, "cannot release un-acquired lock")
		default:
			err = valueError("Semaphore released too many times")
		}
		return nil, err
	}
	return starlark.None, nil
}

var conditionProxy = object.Later(func() *object.Class {
	return syncClass("ConditionProxy", acquirerProxy.Get(), map[string]object.Method{
		"wait": syncMethod(conditionProxyWait, func(thread *starlark.Thread, in *interp.Interp, p *syncProxy, a []starlark.Value) (starlark.Value, error) {
			until, err := deadline(in.Task(thread), a[0])
			if err != nil {
				return nil, err
			}
			ok, err := p.wait(thread, in, until)
			if err != nil {
				return nil, err
			}
			return starlark.Bool(ok), nil
		}),
		"wait_for": syncMethod(proxyWaitFor, func(thread *starlark.Thread, in *interp.Interp, p *syncProxy, a []starlark.Value) (starlark.Value, error) {
			return waitFor(thread, in, a[0], a[1], func(until time.Time) error {
				_, err := p.wait(thread, in, until)
				return err
			})
		}),
		"notify": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := proxyNotify.Bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			n := 1
			if a[0] != nil {
				if n, err = smallInt(a[0]); err != nil {
					return nil, err
				}
			}
			return starlark.None, syncNotify(thread, self, n)
		},
		"notify_all": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := bare("ConditionProxy.notify_all", args, kwargs); err != nil {
				return nil, err
			}
			return starlark.None, syncNotify(thread, self, maxQueue)
		},
	}, nil)
})

func (p *syncProxy) wait(thread *starlark.Thread, in *interp.Interp, until time.Time) (bool, error) {
	err := p.cond.Wait(in.Task(thread), until)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, ipc.ErrTimeout):
		return false, nil
	case errors.Is(err, ipc.ErrNotOwner):
		return false, exception.New(exception.RuntimeError, "cannot wait on un-acquired lock")
	}
	return false, managerGone(in.Err(thread, err))
}

func syncNotify(thread *starlark.Thread, self starlark.Value, n int) error {
	p, err := syncOf(self)
	if err != nil {
		return err
	}
	if p.cond.Notify(interp.Of(thread).Task(thread), n) != nil {
		return exception.New(exception.RuntimeError, "cannot notify on un-acquired lock")
	}
	return nil
}

var eventProxy = object.Later(func() *object.Class {
	return syncClass("EventProxy", syncProxyClass.Get(), map[string]object.Method{
		"is_set": syncEvent("is_set", func(e *ipc.Event) starlark.Value { return starlark.Bool(e.IsSet()) }),
		"set":    syncEvent("set", func(e *ipc.Event) starlark.Value { e.Set(); return starlark.None }),
		"clear":  syncEvent("clear", func(e *ipc.Event) starlark.Value { e.Clear(); return starlark.None }),
		"wait": syncMethod(eventProxyWait, func(thread *starlark.Thread, in *interp.Interp, p *syncProxy, a []starlark.Value) (starlark.Value, error) {
			return waitEvent(thread, p.event, a[0])
		}),
	}, nil)
})

func syncEvent(name string, f func(*ipc.Event) starlark.Value) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("EventProxy."+name, args, kwargs); err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		return f(p.event), nil
	}
}

// barrierProxy keeps the action and the timeout in the attributes that Barrier
// keeps them in.
var barrierProxy = object.Later(func() *object.Class {
	return syncClass("BarrierProxy", syncProxyClass.Get(), map[string]object.Method{
		"wait": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := barrierProxyWait.Bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			p, err := syncOf(self)
			if err != nil {
				return nil, err
			}
			return waitBarrier(thread, self.(*object.Instance), p.bar, a[0])
		},
		"abort": syncBarrier("abort", (*ipc.Barrier).Abort),
		"reset": syncBarrier("reset", (*ipc.Barrier).Reset),
	}, map[string]object.Property{
		"parties":   syncBarrierProperty("parties", func(b *ipc.Barrier) starlark.Value { return starlark.MakeInt(b.Parties()) }),
		"n_waiting": syncBarrierProperty("n_waiting", func(b *ipc.Barrier) starlark.Value { return starlark.MakeInt(b.Waiting()) }),
		"broken":    syncBarrierProperty("broken", func(b *ipc.Barrier) starlark.Value { return starlark.Bool(b.Broken()) }),
	})
})

func syncBarrier(name string, f func(*ipc.Barrier)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("BarrierProxy."+name, args, kwargs); err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		f(p.bar)
		return starlark.None, nil
	}
}

func syncBarrierProperty(name string, f func(*ipc.Barrier) starlark.Value) object.Property {
	return object.Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		if inServer(self) {
			return callProxy(thread, self, "__getattribute__", starlark.Tuple{starlark.String(name)}, nil)
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		return f(p.bar), nil
	}}
}
