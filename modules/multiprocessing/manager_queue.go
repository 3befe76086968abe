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

// This file defines the proxies of a manager's queues.

var (
	syncPutParams       = params.Method("Queue.put", "item, block=, timeout=")
	syncPutNowaitParams = params.Method("Queue.put_nowait", "item")
)

// queueMethods are those of queue.Queue.
var queueMethods = object.Later(func() map[string]object.Method {
	return map[string]object.Method{
		"put": syncMethod(syncPutParams, func(thread *starlark.Thread, in *interp.Interp, p *syncProxy, a []starlark.Value) (starlark.Value, error) {
			until, err := queueDeadline(in, thread, a[1], a[2])
			if err != nil {
				return nil, err
			}
			if err := p.queue.ordered('>', true); err != nil {
				return nil, err
			}
			return starlark.None, managerGone(p.queue.put(thread, in, a[0], until))
		}),
		"put_nowait": syncMethod(syncPutNowaitParams, func(thread *starlark.Thread, in *interp.Interp, p *syncProxy, a []starlark.Value) (starlark.Value, error) {
			if err := p.queue.ordered('>', true); err != nil {
				return nil, err
			}
			return starlark.None, p.queue.put(thread, in, a[0], ipc.NoWait)
		}),
		"get": syncMethod(queueGetParams, func(thread *starlark.Thread, in *interp.Interp, p *syncProxy, a []starlark.Value) (starlark.Value, error) {
			until, err := queueDeadline(in, thread, a[0], a[1])
			if err != nil {
				return nil, err
			}
			v, err := p.queue.get(thread, in, until)
			return v, managerGone(err)
		}),
		"get_nowait": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			p, err := syncOf(self)
			if err != nil {
				return nil, err
			}
			return p.queue.get(thread, interp.Of(thread), ipc.NoWait)
		},
		"qsize": syncQueue("qsize", func(q *queue) starlark.Value { return starlark.MakeInt(q.kernel.Len()) }),
		"empty": syncQueue("empty", func(q *queue) starlark.Value { return starlark.Bool(q.kernel.Len() == 0) }),
		"full": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			p, err := syncOf(self)
			if err == nil {
				err = bare("Queue.full", args, kwargs)
			}
			if err == nil {
				err = p.queue.ordered('<', false)
			}
			if err != nil {
				return nil, err
			}
			return starlark.Bool(p.queue.kernel.Len() >= p.queue.max), nil
		},
		"task_done": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			p, err := syncOf(self)
			if err != nil {
				return nil, err
			}
			if p.queue.kernel.TaskDone() != nil {
				return nil, valueError("task_done() called too many times")
			}
			return starlark.None, nil
		},
		"join": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			p, err := syncOf(self)
			if err != nil {
				return nil, err
			}
			in := interp.Of(thread)
			return starlark.None, managerGone(in.Err(thread, p.queue.kernel.Join(in.Task(thread), ipc.Forever)))
		},
	}
})

// ordered refuses a maxsize that is no number, where CPython first compares it with 0. (Its queue can be made, and be empty.)
func (q *queue) ordered(op rune, first bool) error {
	if q.unordered == "" {
		return nil
	}
	x, y := "int", q.unordered
	if first {
		x, y = y, x
	}
	return exception.New(exception.TypeError, "'%c' not supported between instances of '%s' and '%s'", op, x, y)
}

func syncQueue(name string, f func(*queue) starlark.Value) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("Queue."+name, args, kwargs); err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		return f(p.queue), nil
	}
}

// managerGone is what a call fails with whose manager ends while it waits.
func managerGone(err error) error {
	if errors.Is(err, ipc.ErrClosed) {
		return exception.New(exception.EOFError, "")
	}
	return err
}

// queueDeadline is blockDeadline as queue.Queue does it: it refuses a negative
// timeout.
func queueDeadline(in *interp.Interp, thread *starlark.Thread, block, timeout starlark.Value) (time.Time, error) {
	if !isNone(timeout) {
		if f, err := real(timeout); err == nil && f < 0 {
			if ok, err := object.Truth(in.Env(), given(block, starlark.True)); err != nil || ok {
				return time.Time{}, valueError("'timeout' must be a non-negative number")
			}
		}
	}
	return blockDeadline(in.Env(), in.Task(thread), block, timeout)
}

var (
	queueProxy = object.Later(func() *object.Class {
		return syncClass("AutoProxy[Queue]", syncProxyClass.Get(), queueMethods.Get(), nil)
	})
	joinableQueueProxy = object.Later(func() *object.Class {
		return syncClass("AutoProxy[JoinableQueue]", syncProxyClass.Get(), queueMethods.Get(), nil)
	})
)
