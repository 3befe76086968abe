package queue

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file is SimpleQueue, which knows neither a bound nor tasks to count.

// SimpleQueue is written in C in CPython, and reads its arguments accordingly.
var (
	simplePut    = &text.Signature{Func: "put", Params: []string{"item", "block", "timeout"}, Required: 1}
	simplePutNow = &text.Signature{Func: "put_nowait", Params: []string{"item"}, Required: 1}
	simpleGet    = &text.Signature{Func: "get", Params: []string{"block", "timeout"}}
	simpleGetNow = &text.Signature{Owner: "SimpleQueue", Func: "get_nowait", Style: text.Nothing}
	simpleEmpty  = &text.Signature{Owner: "SimpleQueue", Func: "empty", Style: text.Nothing}
	simpleQsize  = &text.Signature{Owner: "SimpleQueue", Func: "qsize", Style: text.Nothing}
)

var simpleClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SimpleQueue", Module: "_queue", Doc: "A queue without bound and without tasks to count.",
		New: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if cls.Native() && len(args) > 0 {
				return nil, exception.New(exception.TypeError, "SimpleQueue() takes no positional arguments")
			}
			if cls.Native() && len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "SimpleQueue() takes no keyword arguments")
			}
			i := object.NewInstance(object.EnvOf(thread), cls)
			i.Native = &queue{items: new(fifo)}
			return i, nil
		},
		Methods: map[string]object.Method{
			"put": simple(simplePut, func(thread *starlark.Thread, q *queue, slots []starlark.Value) (starlark.Value, error) {
				return q.add(thread, nil, slots[0], ipc.NoWait)
			}),
			"put_nowait": simple(simplePutNow, func(thread *starlark.Thread, q *queue, slots []starlark.Value) (starlark.Value, error) {
				return q.add(thread, nil, slots[0], ipc.NoWait)
			}),
			"get": simple(simpleGet, func(thread *starlark.Thread, q *queue, slots []starlark.Value) (starlark.Value, error) {
				block, err := object.Truth(object.EnvOf(thread), orTrue(slots[0]))
				if err != nil {
					return nil, err
				}
				if v := slots[1]; block && v != nil && v != starlark.None {
					if _, isFloat := object.Unwrap(v).(starlark.Float); !isFloat {
						if _, err := number.Index(thread, v); err != nil {
							return nil, err
						}
					}
				}
				deadline, err := limits(thread, starlark.Bool(block), slots[1], true)
				if err != nil {
					return nil, err
				}
				return q.take(thread, nil, deadline)
			}),
			"get_nowait": simple(simpleGetNow, func(thread *starlark.Thread, q *queue, slots []starlark.Value) (starlark.Value, error) {
				return q.take(thread, nil, ipc.NoWait)
			}),
			"empty": simple(simpleEmpty, func(thread *starlark.Thread, q *queue, slots []starlark.Value) (starlark.Value, error) {
				return starlark.Bool(q.items.len() == 0), nil
			}),
			"qsize": simple(simpleQsize, func(thread *starlark.Thread, q *queue, slots []starlark.Value) (starlark.Value, error) {
				return starlark.MakeInt(q.items.len()), nil
			}),
		},
		ClassMethods: map[string]object.Method{"__class_getitem__": object.Subscript},
	})
})

func simple(signature *text.Signature, fn func(thread *starlark.Thread, q *queue, slots []starlark.Value) (starlark.Value, error)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		q, err := queueOf(self)
		if err != nil {
			return nil, err
		}
		return fn(thread, q, slots)
	}
}
