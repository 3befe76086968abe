package queue

import (
	_ "embed"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
)

//go:embed whole.py
var wholeSource string

// wholeModule is what queues do that have parts.
const wholeModule = "_queue_whole"

// WholeModule returns the definition of the module behind queues whose parts a script has seen.
func WholeModule() interp.Def {
	return interp.Def{Name: wholeModule, Doc: "queue.Queue with its lock, conditions and items in the open.", Source: wholeSource}
}

// A whole is the parts of a queue that a script can see. A queue has none until a script asks for one of
// them, or if its class redefines how items are kept; from then on it works with them alone.
type whole struct {
	items, mutex, notEmpty, notFull, done starlark.Value // nil: not set yet
}

// hooks are the methods by which a class says how it keeps its items.
var hooks = []string{"_init", "_qsize", "_put", "_get"}

// hooked reports whether a class that derives from ours redefines a hook.
func hooked(cls, native *object.Class) bool {
	if cls == native {
		return false
	}
	for _, name := range hooks {
		own, _ := cls.Lookup(name)
		if ours, _ := native.Lookup(name); !object.Is(own, ours) {
			return true
		}
	}
	return false
}

// callWhole calls a function of the module for whole queues.
func callWhole(thread *starlark.Thread, name string, args ...starlark.Value) (starlark.Value, error) {
	m, err := interp.Of(thread).Import(thread, wholeModule)
	if err != nil {
		return nil, err
	}
	fn, _ := m.Get(name)
	return object.Call(thread, fn, args...)
}

// open gives the queue its parts. Whoever waits goes on waiting with them.
func (q *queue) open(thread *starlark.Thread) error {
	if q.whole != nil {
		return nil
	}
	v, err := callWhole(thread, "parts", starlark.String(q.items.kind()))
	if err != nil || q.whole != nil { // another thread was first
		return err
	}
	t := v.(starlark.Tuple)
	items := starlark.NewList(q.items.all())
	q.whole, q.items = &whole{t[0], t[1], t[2], t[3], t[4]}, nil
	q.notEmpty.notifyAll()
	q.notFull.notifyAll()
	q.done.notifyAll()
	_, err = callWhole(thread, "fill", t[0], items, t[1])
	return err
}

// openHooked makes the parts of a queue whose class keeps the items.
func (q *queue) openHooked(thread *starlark.Thread, self starlark.Value, maxsize starlark.Value) error {
	kind := q.items.kind()
	q.whole, q.items = new(whole), nil
	init, err := object.GetAttr(thread, self, "_init")
	if err != nil {
		return err
	}
	if _, err := object.Call(thread, init, maxsize); err != nil {
		return err
	}
	v, err := callWhole(thread, "parts", starlark.String(kind))
	if err != nil {
		return err
	}
	t := v.(starlark.Tuple)
	q.whole.mutex, q.whole.notEmpty, q.whole.notFull, q.whole.done = t[1], t[2], t[3], t[4]
	_, err = callWhole(thread, "fill", new(starlark.List), new(starlark.List), t[1])
	return err
}

// part is a property that is one of the parts.
func part(name string, field func(w *whole) *starlark.Value) object.Property {
	return object.Property{
		Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			q, err := queueOf(self)
			if err != nil {
				return nil, err
			}
			if err := q.open(thread); err != nil {
				return nil, err
			}
			v := *field(q.whole)
			if v == nil {
				return nil, exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", object.TypeName(self), name)
			}
			return v, nil
		},
		Set: func(thread *starlark.Thread, self, v starlark.Value) error {
			q, err := queueOf(self)
			if err != nil {
				return err
			}
			if err := q.open(thread); err != nil {
				return err
			}
			*field(q.whole) = v
			return nil
		},
	}
}

// hook is the method by which class kind does what name says.
func hook(list *params.List, function string) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		return callWhole(thread, function, append([]starlark.Value{self}, slots...)...)
	}
}

var (
	hookInitParams = params.Method("Queue._init", "maxsize")
	hookPutParams  = params.Method("Queue._put", "item")
	hookGetParams  = params.Method("Queue._get", "")
	hookSizeParams = params.Method("Queue._qsize", "")
)

func hookSize(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := hookSizeParams.Bind(args, kwargs); err != nil {
		return nil, err
	}
	q, err := queueOf(self)
	if err != nil {
		return nil, err
	}
	if q.whole == nil {
		return starlark.MakeInt(q.items.len()), nil
	}
	items, err := object.GetAttr(thread, self, "queue")
	if err != nil {
		return nil, err
	}
	n, err := object.Len(object.EnvOf(thread), items)
	return starlark.MakeInt(n), err
}

// limitsOf is block and timeout for what is left until the deadline.
func limitsOf(thread *starlark.Thread, deadline time.Time) (block, timeout starlark.Value) {
	switch deadline {
	case ipc.NoWait:
		return starlark.False, starlark.None
	case ipc.Forever:
		return starlark.True, starlark.None
	}
	left := deadline.Sub(interp.Of(thread).Task(thread).Now())
	return starlark.True, starlark.Float(max(left, 0).Seconds())
}

func (q *queue) addWhole(thread *starlark.Thread, self, item, block, timeout starlark.Value) (starlark.Value, error) {
	return callWhole(thread, "put", self, item, block, timeout, Full.Get(), ShutDown.Get())
}

func (q *queue) takeWhole(thread *starlark.Thread, self, block, timeout starlark.Value) (starlark.Value, error) {
	return callWhole(thread, "get", self, block, timeout, Empty.Get(), ShutDown.Get())
}

var shutdownParams = params.Method("Queue.shutdown", "immediate=")

// shutdown ends the queue, as CPython 3.13's does: put raises ShutDown, get too once nothing is left.
func shutdown(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	slots, err := shutdownParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	q, err := queueOf(self)
	if err != nil {
		return nil, err
	}
	now := false
	if slots[0] != nil {
		if now, err = object.Truth(object.EnvOf(thread), slots[0]); err != nil {
			return nil, err
		}
	}
	if q.whole != nil {
		return callWhole(thread, "shutdown", self, starlark.Bool(now))
	}
	q.shut = true
	if now {
		q.unfinished = max(0, q.unfinished-q.items.len())
		q.items = q.items.empty()
		q.done.notifyAll()
	}
	q.notEmpty.notifyAll()
	q.notFull.notifyAll()
	return starlark.None, nil
}
