package multiprocessing

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines what SyncManager's Lock, RLock, Semaphore, BoundedSemaphore,
// Condition, Event, Barrier, Queue and JoinableQueue return. They look like proxies
// for objects of threading and queue, and behave and complain as those do; behind
// them is an object of the kernel, which serves until the manager is shut down.

// A syncProxy is the native state of one; of the kernel objects, those are set
// that its type needs.
type syncProxy struct {
	hub    *hub
	typeid string
	lock   *semLock // also a condition's
	cond   *ipc.Condition
	event  *ipc.Event
	bar    *ipc.Barrier
	queue  *queue
}

// Transfer implements [pickle.Transferer].
func (p *syncProxy) Transfer(to *pickle.Packer) (pickle.Import, error) {
	objects := []any{p.hub.port}
	if p.lock != nil {
		objects = append(objects, p.lock.kernel())
	}
	switch {
	case p.cond != nil:
		objects = append(objects, p.cond)
	case p.event != nil:
		objects = append(objects, p.event)
	case p.bar != nil:
		objects = append(objects, p.bar)
	case p.queue != nil:
		objects = append(objects, p.queue.kernel)
	}
	return to.Portable("multiprocessing.syncproxy", pickle.Strings(p.typeid, p.hub.address), nil, objects...)
}

func loadSyncProxy(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(2)
	if err != nil || len(p.Objects) < 2 {
		return nil, p.Damaged()
	}
	port, err := pickle.Object[*ipc.Port](p, 0)
	if err != nil {
		return nil, err
	}
	proxy := &syncProxy{typeid: s[0], hub: &hub{s[1], port}}
	for _, o := range p.Objects[1:] {
		switch o := o.(type) {
		case *ipc.Condition:
			proxy.cond = o
		case *ipc.Event:
			proxy.event = o
		case *ipc.Barrier:
			proxy.bar = o
		case *ipc.Queue:
			proxy.queue = &queue{kernel: o, max: o.Max()}
		default:
			if proxy.lock = semLockFor(o); proxy.lock == nil {
				return nil, p.Damaged()
			}
		}
	}
	return proxy, nil
}

// syncOf returns the proxy behind self if its manager still serves.
func syncOf(self starlark.Value) (*syncProxy, error) {
	if i, ok := self.(*object.Instance); ok {
		if p, ok := i.Native.(*syncProxy); ok {
			if !p.hub.alive() {
				return nil, brokenPipe()
			}
			return p, nil
		}
	}
	return nil, noAttribute(self, "_token")
}

var syncProxyClass = object.NewClass(object.Spec{
	Name: "BaseProxy", Module: "multiprocessing.managers", Bases: []*object.Class{baseProxy},
	New: cannotCreate("multiprocessing.managers.BaseProxy"),
	Methods: map[string]object.Method{
		"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if netOf(self) != nil {
				s, err := proxyRepr(self)
				return text.Str(s), err
			}
			return text.Str(syncRepr(self)), nil
		},
		"__str__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if netOf(self) != nil {
				return proxyStr(thread, self)
			}
			p, err := syncOf(self)
			if err != nil {
				s := syncRepr(self)
				return text.Str(s[:len(s)-1] + "; '__str__()' failed>"), nil
			}
			return text.Str(p.describe()), nil
		},
		"__getattr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			name, _ := text.AsString(args[0])
			return nil, noAttribute(self, name)
		},
	},
})

func syncRepr(self starlark.Value) string {
	typeid := ""
	if p, ok := self.(*object.Instance).Native.(*syncProxy); ok {
		typeid = p.typeid
	}
	return fmt.Sprintf("<%s object, typeid %s at 0x%x>", object.TypeOf(self).Name(), text.Repr(typeid), object.ID(self))
}

// describe is the repr of the object that a proxy stands for.
func (p *syncProxy) describe() string {
	at := fmt.Sprintf("0x%x", object.ID(text.Str(fmt.Sprintf("%p", p))))
	switch p.typeid {
	case "Lock", "RLock":
		return p.lock.describe(at)
	case "Condition":
		return fmt.Sprintf("<Condition(%s, %d)>", p.lock.describe(at), p.cond.Waiters())
	case "Semaphore":
		return fmt.Sprintf("<threading.Semaphore at %s: value=%d>", at, p.lock.semaphore.Value())
	case "BoundedSemaphore":
		return fmt.Sprintf("<threading.BoundedSemaphore at %s: value=%d/%d>", at, p.lock.semaphore.Value(), p.lock.semaphore.Max())
	case "Event":
		state := "unset"
		if p.event.IsSet() {
			state = "set"
		}
		return fmt.Sprintf("<threading.Event at %s: %s>", at, state)
	case "Barrier":
		if p.bar.Broken() {
			return fmt.Sprintf("<threading.Barrier at %s: broken>", at)
		}
		return fmt.Sprintf("<threading.Barrier at %s: waiters=%d/%d>", at, p.bar.Waiting(), p.bar.Parties())
	}
	return fmt.Sprintf("<queue.Queue object at %s>", at)
}

func (l *semLock) describe(at string) string {
	whose, id := l.locker().Whose(nil)
	state := "unlocked"
	if whose != ipc.Nobody {
		state = "locked"
	}
	if l.lock != nil {
		return fmt.Sprintf("<%s _thread.lock object at %s>", state, at)
	}
	return fmt.Sprintf("<%s _thread.RLock object owner=%d count=%d at %s>", state, id, l.rlock.Count(), at)
}

// syncClass makes the class of one type of proxy.
func syncClass(name string, base *object.Class, methods map[string]object.Method, props map[string]object.Property) *object.Class {
	var exposed starlark.Tuple
	both := make(map[string]object.Method, len(methods))
	for n, m := range methods {
		both[n] = orNet(n, m)
		if !strings.HasPrefix(n, "__") && n != "wait_for" {
			exposed = append(exposed, starlark.String(n))
		}
	}
	if base.Name() == "AcquirerProxy" {
		exposed = append(exposed, starlark.String("acquire"), starlark.String("release"))
	}
	if props != nil {
		exposed = append(exposed, starlark.String("__getattribute__"))
	}
	return object.NewClass(object.Spec{Name: name, Module: "multiprocessing.managers", Bases: []*object.Class{base}, Methods: both, Properties: props,
		Values: map[string]starlark.Value{"_exposed_": exposed}})
}

var (
	acquirerAcquire    = params.Method("AcquirerProxy.acquire", "blocking=, timeout=")
	conditionProxyWait = params.Method("ConditionProxy.wait", "timeout=")
	eventProxyWait     = params.Method("EventProxy.wait", "timeout=")
	barrierProxyWait   = params.Method("BarrierProxy.wait", "timeout=")
	proxyNotify        = params.Method("ConditionProxy.notify", "n=")
	proxyWaitFor       = params.Method("ConditionProxy.wait_for", "predicate, timeout=")
)

var acquirerProxy = syncClass("AcquirerProxy", syncProxyClass, map[string]object.Method{
	"acquire": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := acquirerAcquire.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		in := interp.Of(thread)
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
	},
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

var conditionProxy = syncClass("ConditionProxy", acquirerProxy, map[string]object.Method{
	"wait": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := conditionProxyWait.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		in := interp.Of(thread)
		until, err := deadline(in.Task(thread), a[0])
		if err != nil {
			return nil, err
		}
		ok, err := p.wait(thread, in, until)
		if err != nil {
			return nil, err
		}
		return starlark.Bool(ok), nil
	},
	"wait_for": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := proxyWaitFor.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		in := interp.Of(thread)
		return waitFor(thread, in, a[0], a[1], func(until time.Time) error {
			_, err := p.wait(thread, in, until)
			return err
		})
	},
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
	return false, in.Err(thread, err)
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

var eventProxy = syncClass("EventProxy", syncProxyClass, map[string]object.Method{
	"is_set": syncEvent("is_set", func(e *ipc.Event) starlark.Value { return starlark.Bool(e.IsSet()) }),
	"set":    syncEvent("set", func(e *ipc.Event) starlark.Value { e.Set(); return starlark.None }),
	"clear":  syncEvent("clear", func(e *ipc.Event) starlark.Value { e.Clear(); return starlark.None }),
	"wait": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := eventProxyWait.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		return waitEvent(thread, p.event, a[0])
	},
}, nil)

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
var barrierProxy = syncClass("BarrierProxy", syncProxyClass, map[string]object.Method{
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
		if netOf(self) != nil {
			return callProxy(thread, self, "__getattribute__", starlark.Tuple{starlark.String(name)}, nil)
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		return f(p.bar), nil
	}}
}

var (
	syncPutParams       = params.Method("Queue.put", "item, block=, timeout=")
	syncPutNowaitParams = params.Method("Queue.put_nowait", "item")
)

// queueMethods are those of queue.Queue.
var queueMethods = map[string]object.Method{
	"put": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := syncPutParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		in := interp.Of(thread)
		until, err := queueDeadline(in, thread, a[1], a[2])
		if err != nil {
			return nil, err
		}
		return starlark.None, p.queue.put(thread, in, a[0], until)
	},
	"put_nowait": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := syncPutNowaitParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		return starlark.None, p.queue.put(thread, interp.Of(thread), a[0], ipc.NoWait)
	},
	"get": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := queueGetParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		in := interp.Of(thread)
		until, err := queueDeadline(in, thread, a[0], a[1])
		if err != nil {
			return nil, err
		}
		return p.queue.get(thread, in, until)
	},
	"get_nowait": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		return p.queue.get(thread, interp.Of(thread), ipc.NoWait)
	},
	"qsize": syncQueue("qsize", func(q *queue) starlark.Value { return starlark.MakeInt(q.kernel.Len()) }),
	"empty": syncQueue("empty", func(q *queue) starlark.Value { return starlark.Bool(q.kernel.Len() == 0) }),
	"full":  syncQueue("full", func(q *queue) starlark.Value { return starlark.Bool(q.kernel.Len() >= q.max) }),
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
		return starlark.None, in.Err(thread, p.queue.kernel.Join(in.Task(thread), ipc.Forever))
	},
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
	queueProxy         = syncClass("AutoProxy[Queue]", syncProxyClass, queueMethods, nil)
	joinableQueueProxy = syncClass("AutoProxy[JoinableQueue]", syncProxyClass, queueMethods, nil)
)

// A syncMaker makes the proxy for a new object of one of the types.
type syncMaker func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

// syncTypes are the types, by typeid.
var syncTypes = map[string]syncMaker{
	"Lock":             syncLock(acquirerProxy, ""),
	"RLock":            syncLock(acquirerProxy, ""),
	"Semaphore":        syncLock(acquirerProxy, "value="),
	"BoundedSemaphore": syncLock(acquirerProxy, "value="),
	"Queue":            syncQueueMaker(queueProxy),
	"JoinableQueue":    syncQueueMaker(joinableQueueProxy),
	"Event": func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("Event.__init__", args, kwargs); err != nil {
			return nil, err
		}
		return newSync(st, eventProxy, &syncProxy{hub: h, typeid: typeid, event: newKernel[*ipc.Event](st.env, ipc.Spec{Kind: ipc.KindEvent})}), nil
	},
	"Condition": func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := params.Method("Condition.__init__", "lock=").Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		lock := &semLock{rlock: newKernel[*ipc.RLock](st.env, ipc.Spec{Kind: ipc.KindRLock})}
		if !isNone(a[0]) {
			given, err := syncOf(a[0])
			if err != nil || given.lock == nil || given.lock.locker() == nil {
				return nil, exception.New(exception.TypeError, "a manager's Condition needs a Lock or RLock of a manager, not '%s'", object.TypeName(a[0]))
			}
			lock = given.lock
		}
		return newSync(st, conditionProxy, &syncProxy{hub: h, typeid: typeid, lock: lock, cond: newKernel[*ipc.Condition](st.env, ipc.Spec{Kind: ipc.KindCondition, Lock: lock.locker()})}), nil
	},
	"Barrier": func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := params.Method("Barrier.__init__", "parties, action=, timeout=").Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		i := object.NewInstance(st.env, barrierProxy)
		if err := initBarrier(i, a[0], a[1], a[2]); err != nil {
			return nil, err
		}
		i.Native = &syncProxy{hub: h, typeid: typeid, bar: i.Native.(*barrier).kernel}
		return i, nil
	},
}

func newSync(st *state, cls *object.Class, p *syncProxy) *object.Instance {
	i := object.NewInstance(st.env, cls)
	i.Native = p
	return i
}

func syncLock(cls *object.Class, spec string) syncMaker {
	return func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := params.Method(typeid+".__init__", spec).Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		var value starlark.Value
		if len(a) > 0 {
			value = a[0]
			if f, err := real(given(value, starlark.MakeInt(1))); err == nil && f < 0 {
				return nil, valueError("semaphore initial value must be >= 0")
			}
		}
		l, err := makeSemLock(st.env, typeid, value)
		if err != nil {
			return nil, err
		}
		return newSync(st, cls, &syncProxy{hub: h, typeid: typeid, lock: l}), nil
	}
}

func syncQueueMaker(cls *object.Class) syncMaker {
	return func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := params.Method("Queue.__init__", "maxsize=").Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		q, err := makeQueue(st.env, a[0])
		if err != nil {
			return nil, err
		}
		return newSync(st, cls, &syncProxy{hub: h, typeid: typeid, queue: q}), nil
	}
}
