// Package queue is the module queue: queues between the threads of one
// interpreter. Values stay where they are; nothing is copied.
//
// The classes of queues with an order are in this file, SimpleQueue in simple.go, the order of items in store.go, and how threads
// wait in waiting.go; what a queue does that a script looks into is in whole.go and whole.py. Queues between processes are multiprocessing's.
package queue

import (
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
)

// Empty and Full are raised by what would have to wait and may not.
var (
	Empty = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "Empty", Module: "_queue", Bases: []*object.Class{object.ExceptionClass},
			Doc: "There was no item to get in time."})
	})
	Full = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "Full", Module: "queue", Bases: []*object.Class{object.ExceptionClass},
			Doc: "There was no room to put an item in time."})
	})
	// ShutDown is raised by what a queue that was shut down cannot do. CPython has it since 3.13.
	ShutDown = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "ShutDown", Module: "queue", Bases: []*object.Class{object.ExceptionClass},
			Doc: "The queue was shut down."})
	})
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "queue",
		Doc:  "Queues between the threads of one process.",
		Init: func(in *interp.Interp, m *object.Module) error {
			all := new(starlark.List)
			for _, c := range []*object.Class{Empty.Get(), Full.Get(), queueClass.Get(), priorityClass.Get(), lifoClass.Get(), simpleClass.Get()} {
				m.Set(c.Name(), c)
				if err := all.Append(starlark.String(c.Name())); err != nil {
					return err
				}
			}
			m.Set("ShutDown", ShutDown.Get()) // not in __all__, which is 3.11's
			m.Set("__all__", all)
			return nil
		},
	}
}

// A queue is the state of a Queue, LifoQueue or PriorityQueue.
type queue struct {
	max        int // no limit if <= 0
	items      store
	unfinished int
	shut       bool   // shutdown() was called
	whole      *whole // if set, it is in place of items and of the lines below

	notEmpty, notFull, done line
}

var (
	initParams     = params.Method("Queue.__init__", "maxsize=")
	putParams      = params.Method("Queue.put", "item, block=, timeout=")
	getParams      = params.Method("Queue.get", "block=, timeout=")
	putNowParams   = params.Method("Queue.put_nowait", "item")
	getNowParams   = params.Method("Queue.get_nowait", "")
	joinParams     = params.Method("Queue.join", "")
	taskDoneParams = params.Method("Queue.task_done", "")
	qsizeParams    = params.Method("Queue.qsize", "")
	emptyParams    = params.Method("Queue.empty", "")
	fullParams     = params.Method("Queue.full", "")
)

var (
	queueClass = object.Later(func() *object.Class {
		return newQueueClass("Queue", nil, "fifo", func() store { return new(fifo) },
			"A queue that gives items back in the order in which they were put. It holds at most maxsize, if that is above 0.")
	})
	priorityClass = object.Later(func() *object.Class {
		return newQueueClass("PriorityQueue", queueClass.Get(), "priority", func() store { return new(heap) },
			"A Queue that gives the smallest item first: most often tuples that begin with a number.")
	})
	lifoClass = object.Later(func() *object.Class {
		return newQueueClass("LifoQueue", queueClass.Get(), "lifo", func() store { return new(stack) },
			"A Queue that gives the newest item first.")
	})
)

func newQueueClass(name string, base *object.Class, kind string, items func() store, doc string) *object.Class {
	var made *object.Class
	spec := object.Spec{Name: name, Module: "queue", Doc: doc}
	spec.Methods = map[string]object.Method{
		"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			slots, err := initParams.Bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			q := new(queue)
			if v := slots[0]; v != nil {
				if q.max, err = maxSize(thread, v); err != nil {
					return nil, err
				}
			}
			q.items = items()
			i := self.(*object.Instance)
			i.Native = q
			if hooked(i.Class(), made) {
				maxsize := slots[0]
				if maxsize == nil {
					maxsize = starlark.MakeInt(0)
				}
				return starlark.None, q.openHooked(thread, self, maxsize)
			}
			return starlark.None, nil
		},
		"_init": hook(hookInitParams, "init_"+kind),
		"_put":  hook(hookPutParams, "put_"+kind),
		"_get":  hook(hookGetParams, "get_"+kind),
	}
	if base != nil {
		spec.Bases = []*object.Class{base}
		made = object.NewClass(spec)
		return made
	}
	for name, m := range map[string]object.Method{
		"put": put, "get": get, "put_nowait": putNow, "get_nowait": getNow, "join": join, "task_done": taskDone,
		"_qsize": hookSize, "shutdown": shutdown,
		"qsize": reader("qsize", qsizeParams, func(q *queue) starlark.Value { return starlark.MakeInt(q.items.len()) }),
		"empty": reader("empty", emptyParams, func(q *queue) starlark.Value { return starlark.Bool(q.items.len() == 0) }),
		"full":  reader("full", fullParams, func(q *queue) starlark.Value { return starlark.Bool(q.full()) }),
	} {
		spec.Methods[name] = m
	}
	spec.ClassMethods = map[string]object.Method{"__class_getitem__": object.Subscript}
	spec.Properties = map[string]object.Property{
		"maxsize": {
			Get: property(func(q *queue) starlark.Value { return starlark.MakeInt(q.max) }),
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				q, err := queueOf(self)
				if err == nil {
					q.max, err = maxSize(thread, v)
				}
				return err
			},
		},
		"unfinished_tasks": {
			Get: property(func(q *queue) starlark.Value { return starlark.MakeInt(q.unfinished) }),
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				q, err := queueOf(self)
				if err != nil {
					return err
				}
				n, err := number.Index(thread, v)
				if err != nil {
					return err
				}
				k, ok := n.Int64()
				if !ok {
					return exception.New(exception.OverflowError, "unfinished_tasks is too large")
				}
				q.unfinished = int(k)
				return nil
			},
		},
		"is_shutdown": {
			Get: property(func(q *queue) starlark.Value { return starlark.Bool(q.shut) }),
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				q, err := queueOf(self)
				if err == nil {
					q.shut, err = object.Truth(object.EnvOf(thread), v)
				}
				return err
			},
		},
		"mutex":          part("mutex", func(w *whole) *starlark.Value { return &w.mutex }),
		"not_empty":      part("not_empty", func(w *whole) *starlark.Value { return &w.notEmpty }),
		"not_full":       part("not_full", func(w *whole) *starlark.Value { return &w.notFull }),
		"all_tasks_done": part("all_tasks_done", func(w *whole) *starlark.Value { return &w.done }),
		"queue":          part("queue", func(w *whole) *starlark.Value { return &w.items }),
	}
	made = object.NewClass(spec)
	return made
}

func maxSize(thread *starlark.Thread, v starlark.Value) (int, error) {
	if f, ok := object.Unwrap(v).(starlark.Float); ok {
		return int(max(min(float64(f+0.999999), 1<<40), -1)), nil
	}
	n, ok := number.IsInt(v)
	if !ok {
		return 0, exception.New(exception.TypeError, "'>' not supported between instances of '%s' and 'int'", object.TypeName(v))
	}
	if k, ok := n.Int64(); ok {
		return int(k), nil
	}
	return 0, nil // too large to ever be reached, or negative
}

func queueOf(self starlark.Value) (*queue, error) {
	if i, ok := self.(*object.Instance); ok {
		if q, ok := i.Native.(*queue); ok {
			return q, nil
		}
	}
	// __init__ of a subclass did not call the one here.
	return nil, exception.New(exception.AttributeError, "'%s' object has no attribute 'not_empty'", object.TypeName(self))
}

func property(read func(q *queue) starlark.Value) func(*starlark.Thread, starlark.Value) (starlark.Value, error) {
	return func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		q, err := queueOf(self)
		if err != nil {
			return nil, err
		}
		return read(q), nil
	}
}

func reader(name string, list *params.List, read func(q *queue) starlark.Value) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := list.Bind(args, kwargs); err != nil {
			return nil, err
		}
		q, err := queueOf(self)
		if err != nil {
			return nil, err
		}
		if q.whole != nil {
			return callWhole(thread, name, self)
		}
		return read(q), nil
	}
}

func (q *queue) full() bool { return q.max > 0 && q.items.len() >= q.max }

func orTrue(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.True
	}
	return v
}

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

// limits reads block and timeout: how long an operation may wait. waits says that it would have to:
// only then is a timeout refused that is longer than a clock can tell.
func limits(thread *starlark.Thread, block, timeout starlark.Value, waits bool) (deadline time.Time, err error) {
	if block != nil {
		yes, err := object.Truth(object.EnvOf(thread), block)
		if err != nil {
			return deadline, err
		}
		if !yes {
			return ipc.NoWait, nil
		}
	}
	if timeout == nil || timeout == starlark.None {
		return ipc.Forever, nil
	}
	if _, isInt := number.IsInt(timeout); !isInt {
		if _, isFloat := object.Unwrap(timeout).(starlark.Float); !isFloat {
			return deadline, exception.New(exception.TypeError, "'<' not supported between instances of '%s' and 'int'", object.TypeName(timeout))
		}
	}
	seconds, err := number.Float(thread, timeout)
	if err != nil {
		return deadline, err
	}
	if seconds < 0 {
		return deadline, exception.New(exception.ValueError, "'timeout' must be a non-negative number")
	}
	if !waits && seconds > 1<<32 {
		return ipc.Forever, nil
	}
	return after(thread, seconds)
}

func after(thread *starlark.Thread, seconds float64) (time.Time, error) {
	if !(seconds < 1<<33) {
		return time.Time{}, exception.New(exception.OverflowError, "timeout value is too large")
	}
	return interp.Of(thread).Task(thread).Now().Add(time.Duration(seconds * 1e9)), nil
}

// add puts an item, waiting for room until the deadline.
func (q *queue) add(thread *starlark.Thread, self, item starlark.Value, deadline time.Time) (starlark.Value, error) {
	env := object.EnvOf(thread)
	for {
		if q.whole != nil {
			block, timeout := limitsOf(thread, deadline)
			return q.addWhole(thread, self, item, block, timeout)
		}
		if q.shut {
			return nil, object.Raise(object.NewException(env, ShutDown.Get()))
		}
		if !q.full() {
			break
		}
		if deadline == ipc.NoWait {
			return nil, object.Raise(object.NewException(env, Full.Get()))
		}
		switch err := q.notFull.wait(thread, deadline); {
		case err == ipc.ErrTimeout:
			deadline = ipc.NoWait // room may have come at the last moment
		case err != nil:
			return nil, err
		}
	}
	if err := q.items.put(env, item); err != nil {
		return nil, err
	}
	q.unfinished++
	q.notEmpty.notify()
	return starlark.None, nil
}

// take gets an item, waiting for one until the deadline.
func (q *queue) take(thread *starlark.Thread, self starlark.Value, deadline time.Time) (starlark.Value, error) {
	env := object.EnvOf(thread)
	for {
		if q.whole != nil {
			block, timeout := limitsOf(thread, deadline)
			return q.takeWhole(thread, self, block, timeout)
		}
		if q.items.len() > 0 {
			break
		}
		if q.shut {
			return nil, object.Raise(object.NewException(env, ShutDown.Get()))
		}
		if deadline == ipc.NoWait {
			return nil, object.Raise(object.NewException(env, Empty.Get()))
		}
		switch err := q.notEmpty.wait(thread, deadline); {
		case err == ipc.ErrTimeout:
			deadline = ipc.NoWait
		case err != nil:
			return nil, err
		}
	}
	item, err := q.items.get(env)
	if err != nil {
		return nil, err
	}
	q.notFull.notify()
	return item, nil
}

func put(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	slots, err := putParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	q, err := queueOf(self)
	if err != nil {
		return nil, err
	}
	if q.whole != nil {
		return q.addWhole(thread, self, slots[0], orTrue(slots[1]), orNone(slots[2]))
	}
	deadline := ipc.NoWait
	if q.max > 0 { // else nothing is asked of block and timeout
		if deadline, err = limits(thread, slots[1], slots[2], q.full()); err != nil {
			return nil, err
		}
	}
	return q.add(thread, self, slots[0], deadline)
}

func get(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	slots, err := getParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	q, err := queueOf(self)
	if err != nil {
		return nil, err
	}
	if q.whole != nil {
		return q.takeWhole(thread, self, orTrue(slots[0]), orNone(slots[1]))
	}
	deadline, err := limits(thread, slots[0], slots[1], q.items.len() == 0)
	if err != nil {
		return nil, err
	}
	return q.take(thread, self, deadline)
}

var notBlocking = []starlark.Tuple{{starlark.String("block"), starlark.False}}

func putNow(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	slots, err := putNowParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	method, err := object.GetAttr(thread, self, "put") // a subclass may have its own
	if err != nil {
		return nil, err
	}
	return object.CallKw(thread, method, starlark.Tuple{slots[0]}, notBlocking)
}

func getNow(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := getNowParams.Bind(args, kwargs); err != nil {
		return nil, err
	}
	method, err := object.GetAttr(thread, self, "get")
	if err != nil {
		return nil, err
	}
	return object.CallKw(thread, method, nil, notBlocking)
}

func taskDone(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := taskDoneParams.Bind(args, kwargs); err != nil {
		return nil, err
	}
	q, err := queueOf(self)
	if err != nil {
		return nil, err
	}
	if q.whole != nil {
		return callWhole(thread, "task_done", self)
	}
	if q.unfinished <= 0 {
		return nil, exception.New(exception.ValueError, "task_done() called too many times")
	}
	if q.unfinished--; q.unfinished == 0 {
		q.done.notifyAll()
	}
	return starlark.None, nil
}

func join(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := joinParams.Bind(args, kwargs); err != nil {
		return nil, err
	}
	q, err := queueOf(self)
	if err != nil {
		return nil, err
	}
	for q.unfinished != 0 {
		if q.whole != nil {
			return callWhole(thread, "join", self)
		}
		if err := q.done.wait(thread, ipc.Forever); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}
