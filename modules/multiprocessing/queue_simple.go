package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"go.starlark.net/starlark"
)

// This file defines SimpleQueue.

// simpleQueueClass is a queue that is closed for good: after close() nothing but
// an OSError comes of it.
var simpleQueueClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SimpleQueue", Module: "multiprocessing.queues",
		ClassMethods: map[string]object.Method{"__class_getitem__": object.Subscript},
		Methods: map[string]object.Method{
			"__reduce__": onlyInherited(""),
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if _, err := simpleQueueParams.Bind(args, kwargs); err != nil {
					return nil, err
				}
				self.(*object.Instance).Native = &queue{kernel: newKernel[*ipc.Queue](object.EnvOf(thread), ipc.Spec{Kind: ipc.KindQueue, N: maxQueue}), max: maxQueue}
				return starlark.None, nil
			},
			"put": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := simplePutParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				q, err := openSimple(self, "_wlock")
				if err != nil {
					return nil, err
				}
				return starlark.None, q.put(thread, interpOf(thread, self), a[0], ipc.Forever)
			},
			"get": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("SimpleQueue.get", args, kwargs); err != nil {
					return nil, err
				}
				q, err := openSimple(self, "_rlock")
				if err != nil {
					return nil, err
				}
				return q.get(thread, interpOf(thread, self), ipc.Forever)
			},
			"empty": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("SimpleQueue.empty", args, kwargs); err != nil {
					return nil, err
				}
				q, err := openSimple(self, "_poll")
				if err != nil {
					return nil, err
				}
				return starlark.Bool(q.kernel.Len() == 0), nil
			},
			"close": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("SimpleQueue.close", args, kwargs); err != nil {
					return nil, err
				}
				q, err := queueOf(self, "_reader")
				if err != nil {
					return nil, err
				}
				q.closed = true
				return starlark.None, nil
			},
		},
	})
})

var (
	simpleQueueParams = params.Method("SimpleQueue.__init__", "*, ctx")
	simplePutParams   = params.Method("SimpleQueue.put", "obj")
)

func openSimple(self starlark.Value, attr string) (*queue, error) {
	q, err := queueOf(self, attr)
	if err == nil && q.closed {
		err = exception.New(exception.OSError, "handle is closed")
	}
	return q, err
}
