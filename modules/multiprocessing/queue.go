package multiprocessing

import (
	"errors"
	"math"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// This file defines Queue and JoinableQueue. What is put is copied at the call,
// by the caller: there is no feeder thread, so what cannot be sent raises there,
// empty() and qsize() are true when they return, and a process may end without
// its queue being drained.

// A queue is one process's handle on a queue.
type queue struct {
	kernel *ipc.Queue
	max    int
	closed bool // by this process: others go on
	fed    bool // this process has put something
	joined bool // closed, and join_thread was called: of what this process feeds it has no end any more

	unordered string // a manager's: the type of a maxsize that is no number, which put and full complain of; "" for all others
}

// maxQueue is the bound of a queue without one (CPython's SEM_VALUE_MAX).
const maxQueue = math.MaxInt32

// Transfer implements [pickle.Transferer]: a queue goes as a new handle.
func (q *queue) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.queue", nil, nil, q.kernel)
}

func loadQueue(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	k, err := pickle.Object[*ipc.Queue](p, 0)
	if err != nil {
		return nil, err
	}
	return &queue{kernel: k, max: k.Max()}, nil
}

var queueClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Queue", Module: "multiprocessing.queues",
		Methods: map[string]object.Method{
			"__reduce__":         onlyInherited(""),
			"__init__":           queueInit("Queue.__init__"),
			"put":                queuePut(queuePutParams),
			"get":                queueGet,
			"put_nowait":         queuePutNowait,
			"get_nowait":         queueGetNowait,
			"qsize":              queueMethod("qsize", func(q *queue) starlark.Value { return starlark.MakeInt(q.kernel.Len()) }),
			"empty":              queueEmpty,
			"full":               queueMethod("full", func(q *queue) starlark.Value { return starlark.Bool(q.kernel.Len() >= q.max) }),
			"close":              queueMethod("close", func(q *queue) starlark.Value { q.closed = true; return starlark.None }),
			"cancel_join_thread": queueMethod("cancel_join_thread", func(q *queue) starlark.Value { return starlark.None }),
			"join_thread":        queueJoinThread,
		},
		Static: map[string]object.Method{"_on_queue_feeder_error": queueFeederError},
		Properties: map[string]object.Property{
			"_maxsize": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				q, err := queueOf(self, "_maxsize")
				if err != nil {
					return nil, err
				}
				return starlark.MakeInt(q.max), nil
			}},
			"_closed": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				q, err := queueOf(self, "_closed")
				if err != nil {
					return nil, err
				}
				return starlark.Bool(q.closed), nil
			}},
		},
	})
})

var joinableQueueClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "JoinableQueue", Module: "multiprocessing.queues", Bases: []*object.Class{queueClass.Get()},
		Methods: map[string]object.Method{
			"__init__":  queueInit("JoinableQueue.__init__"),
			"put":       queuePut(joinablePutParams),
			"task_done": queueTaskDone,
			"join":      queueJoin,
		},
	})
})

// newQueue makes a queue of the given class; maxsize is any value that scripts
// pass.
func newQueue(env *object.Env, cls *object.Class, maxsize starlark.Value) (*object.Instance, error) {
	q, err := makeQueue(env, maxsize, nil)
	if err != nil {
		return nil, err
	}
	i := object.NewInstance(env, cls)
	i.Native = q
	return i, nil
}

func makeQueue(env *object.Env, maxsize starlark.Value, port *ipc.Port) (*queue, error) {
	max := maxQueue
	if maxsize != nil {
		if _, err := real(maxsize); err != nil {
			if e, ok := err.(*exception.Error); ok && e.Kind == exception.TypeError {
				return nil, exception.New(exception.TypeError, "'<=' not supported between instances of '%s' and 'int'", object.TypeName(maxsize))
			}
			return nil, err
		}
		n, err := smallInt(maxsize)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			max = n
		}
	}
	return &queue{kernel: newKernel[*ipc.Queue](env, ipc.Spec{Kind: ipc.KindQueue, N: max, Port: port}), max: max}, nil
}

func queueInit(name string) object.Method {
	p := params.Method(name, "maxsize=, *, ctx")
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := p.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		i := self.(*object.Instance)
		q, err := makeQueue(i.Env(), a[0], nil)
		if err != nil {
			return nil, err
		}
		i.Native = q
		return starlark.None, nil
	}
}

// queueOf returns the queue behind self; attr is the attribute that CPython would
// miss first if __init__ was not called.
func queueOf(self starlark.Value, attr string) (*queue, error) {
	if i, ok := self.(*object.Instance); ok {
		if q, ok := i.Native.(*queue); ok {
			return q, nil
		}
	}
	return nil, noAttribute(self, attr)
}

// openQueue is queueOf for calls that a closed queue refuses.
func openQueue(env *object.Env, self starlark.Value) (*queue, error) {
	q, err := queueOf(self, "_closed")
	if err != nil || !q.closed {
		return q, err
	}
	shown, err := object.Repr(env, self)
	if err != nil {
		return nil, err
	}
	return nil, exception.New(exception.ValueError, "Queue %s is closed", shown)
}

var (
	queuePutParams       = params.Method("Queue.put", "obj, block=, timeout=")
	joinablePutParams    = params.Method("JoinableQueue.put", "obj, block=, timeout=")
	queueGetParams       = params.Method("Queue.get", "block=, timeout=")
	queuePutNowaitParams = params.Method("Queue.put_nowait", "obj")
)

func queuePut(p *params.List) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		in := interpOf(thread, self)
		if len(args) == 1 && len(kwargs) == 0 {
			q, err := openQueue(in.Env(), self)
			if err != nil {
				return nil, err
			}
			return starlark.None, q.putOr(thread, in, self, args[0], ipc.Forever)
		}
		a, err := p.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		q, err := openQueue(in.Env(), self)
		if err != nil {
			return nil, err
		}
		until, err := blockDeadline(in.Env(), in.Task(thread), a[1], a[2])
		if err != nil {
			return nil, err
		}
		return starlark.None, q.putOr(thread, in, self, a[0], until)
	}
}

func queuePutNowait(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := queuePutNowaitParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	in := interpOf(thread, self)
	q, err := openQueue(in.Env(), self)
	if err != nil {
		return nil, err
	}
	return starlark.None, q.putOr(thread, in, self, a[0], ipc.NoWait)
}

// putOr is put for a queue whose class may override _on_queue_feeder_error: that
// is what CPython's feeder thread calls for what it cannot send.
func (q *queue) putOr(thread *starlark.Thread, in *interp.Interp, self, v starlark.Value, until time.Time) error {
	m, err := messageOf(thread, in, v)
	if err == nil {
		return q.putMessage(thread, in, m, until)
	}
	err = unsendable(err, "obj")
	hook, _ := self.(*object.Instance).Class().Lookup(feederHook)
	exc, ok := object.AsException(in.Env(), err)
	if hook == nativeFeederHook() || !ok {
		return err
	}
	if hook, err = object.GetAttr(thread, self, feederHook); err != nil {
		return err
	}
	_, err = object.Call(thread, hook, exc, v)
	return err
}

const feederHook = "_on_queue_feeder_error"

// nativeFeederHook is what queueClass has: such a queue raises in put().
var nativeFeederHook func() starlark.Value

func init() {
	nativeFeederHook = func() starlark.Value {
		hook, _ := queueClass.Get().Lookup(feederHook)
		return hook
	}
}

var feederErrorParams = params.Func("Queue."+feederHook, "e, obj")

// queueFeederError is the hook as it is if nobody overrides it: it shows the
// exception.
func queueFeederError(thread *starlark.Thread, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := feederErrorParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	if exc, ok := a[0].(*object.Instance); ok && object.ExceptionOf(exc) != nil {
		stateOf(thread).unraisable(thread, object.Raise(exc))
	}
	return starlark.None, nil
}

func (q *queue) put(thread *starlark.Thread, in *interp.Interp, v starlark.Value, until time.Time) error {
	m, err := messageOf(thread, in, v)
	if err != nil {
		return unsendable(err, "obj")
	}
	return q.putMessage(thread, in, m, until)
}

// messageOf packs an item.
func messageOf(thread *starlark.Thread, in *interp.Interp, v starlark.Value) (ipc.Message, error) {
	if a, ok := pickle.AtomOf(v); ok {
		return a, nil
	}
	return in.Pack(thread, v)
}

func (q *queue) putMessage(thread *starlark.Thread, in *interp.Interp, m ipc.Message, until time.Time) error {
	if err := q.kernel.Put(in.Task(thread), m, until); err != nil {
		m.Drop()
		if errors.Is(err, ipc.ErrTimeout) {
			return exception.New("queue.Full", "")
		}
		return in.Err(thread, err)
	}
	q.fed = true
	return nil
}

// unsendable completes the message of a value that cannot go with the name of the
// argument that holds it: "args[1]['conn']: cannot pickle 'generator' object".
func unsendable(err error, argument string) error {
	e, ok := err.(*exception.Error)
	if !ok || e.Kind != exception.TypeError {
		return err
	}
	if e.Where != "" {
		return e.In(argument + e.Where)
	}
	return err
}

func queueGet(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	in := interpOf(thread, self)
	if len(args)+len(kwargs) == 0 {
		q, err := openQueue(in.Env(), self)
		if err != nil {
			return nil, err
		}
		return q.get(thread, in, ipc.Forever)
	}
	a, err := queueGetParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	q, err := openQueue(in.Env(), self)
	if err != nil {
		return nil, err
	}
	until := ipc.NoWait
	block := true
	if a[0] != nil {
		if block, err = object.Truth(in.Env(), a[0]); err != nil {
			return nil, err
		}
	}
	if !block {
		if _, err := deadline(in.Task(thread), a[1]); err != nil {
			return nil, err
		}
	} else {
		if until, err = deadlineSum(in.Task(thread), a[1]); err != nil {
			return nil, err
		}
	}
	return q.get(thread, in, until)
}

func queueGetNowait(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Queue.get_nowait", args, kwargs); err != nil {
		return nil, err
	}
	in := interpOf(thread, self)
	q, err := openQueue(in.Env(), self)
	if err != nil {
		return nil, err
	}
	return q.get(thread, in, ipc.NoWait)
}

func (q *queue) get(thread *starlark.Thread, in *interp.Interp, until time.Time) (starlark.Value, error) {
	m, err := q.kernel.Get(in.Task(thread), until)
	if err != nil {
		if errors.Is(err, ipc.ErrTimeout) {
			return nil, exception.New("queue.Empty", "")
		}
		return nil, in.Err(thread, err)
	}
	if a, ok := m.(pickle.Atom); ok {
		return a.V, nil
	}
	return in.Unpack(thread, m.(*pickle.Message))
}

// queueMethod is a method that takes no arguments and cannot fail.
func queueMethod(name string, f func(q *queue) starlark.Value) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("Queue."+name, args, kwargs); err != nil {
			return nil, err
		}
		q, err := queueOf(self, "_closed")
		if err != nil {
			return nil, err
		}
		return f(q), nil
	}
}

// queueEmpty is empty(), which CPython refuses once the feeder thread has closed the
// queue's ends: that is, surely, after close() and join_thread() in a process that has put
// something. Between close() and join_thread() it depends there on the moment; here it still answers.
func queueEmpty(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Queue.empty", args, kwargs); err != nil {
		return nil, err
	}
	q, err := queueOf(self, "_closed")
	if err != nil {
		return nil, err
	}
	if q.joined && q.fed {
		return nil, exception.New(exception.OSError, "handle is closed")
	}
	return starlark.Bool(q.kernel.Len() == 0), nil
}

func queueJoinThread(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Queue.join_thread", args, kwargs); err != nil {
		return nil, err
	}
	q, err := queueOf(self, "_closed")
	if err != nil {
		return nil, err
	}
	if !q.closed {
		shown, err := object.Repr(object.EnvOf(thread), self)
		if err != nil {
			return nil, err
		}
		return nil, assertion("Queue " + shown + " not closed")
	}
	q.joined = true
	return starlark.None, nil
}

func queueTaskDone(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("JoinableQueue.task_done", args, kwargs); err != nil {
		return nil, err
	}
	q, err := queueOf(self, "_cond")
	if err != nil {
		return nil, err
	}
	if err := q.kernel.TaskDone(); err != nil {
		return nil, valueError("task_done() called too many times")
	}
	return starlark.None, nil
}

func queueJoin(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("JoinableQueue.join", args, kwargs); err != nil {
		return nil, err
	}
	q, err := queueOf(self, "_cond")
	if err != nil {
		return nil, err
	}
	in := interpOf(thread, self)
	return starlark.None, in.Err(thread, q.kernel.Join(in.Task(thread), ipc.Forever))
}
