package multiprocessing

import (
	"fmt"
	"math"
	"strings"

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
	objects, unordered := []any{p.hub.port}, ""
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
		objects, unordered = append(objects, p.queue.kernel), p.queue.unordered
	}
	return to.Portable("multiprocessing.syncproxy", pickle.Strings(p.typeid, p.hub.address, unordered), nil, objects...)
}

func loadSyncProxy(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(3)
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
			proxy.queue = &queue{kernel: o, max: o.Max(), unordered: s[2]}
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

// syncMethod makes a method of proxies: f gets the proxy that it was called on, and its arguments as params has them.
func syncMethod(params *params.List, f func(thread *starlark.Thread, in *interp.Interp, p *syncProxy, a []starlark.Value) (starlark.Value, error)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := params.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := syncOf(self)
		if err != nil {
			return nil, err
		}
		return f(thread, interp.Of(thread), p, a)
	}
}

var syncProxyClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "BaseProxy", Module: "multiprocessing.managers", Bases: []*object.Class{baseProxy.Get()},
		New: cannotCreate("multiprocessing.managers.BaseProxy"),
		Methods: map[string]object.Method{
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if inServer(self) {
					s, err := proxyRepr(self)
					return text.Str(s), err
				}
				return text.Str(syncRepr(self)), nil
			},
			"__str__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if inServer(self) {
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
		both[n] = orRemote(n, m)
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

// A syncMaker makes the proxy for a new object of one of the types.
type syncMaker func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

// syncTypes are the types, by typeid.
var syncTypes = object.Later(func() map[string]syncMaker {
	return map[string]syncMaker{
		"Lock":             syncLock(acquirerProxy.Get(), ""),
		"RLock":            syncLock(acquirerProxy.Get(), ""),
		"Semaphore":        syncLock(acquirerProxy.Get(), "value="),
		"BoundedSemaphore": syncLock(acquirerProxy.Get(), "value="),
		"Queue":            syncQueueMaker(queueProxy.Get()),
		"JoinableQueue":    syncQueueMaker(joinableQueueProxy.Get()),
		"Event": func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := bare("Event.__init__", args, kwargs); err != nil {
				return nil, err
			}
			return newSync(st, eventProxy.Get(), &syncProxy{hub: h, typeid: typeid, event: newKernel[*ipc.Event](st.env, ipc.Spec{Kind: ipc.KindEvent, Port: h.port})}), nil
		},
		"Condition": func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := params.Method("Condition.__init__", "lock=").Bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			lock := &semLock{rlock: newKernel[*ipc.RLock](st.env, ipc.Spec{Kind: ipc.KindRLock, Port: h.port})}
			if !isNone(a[0]) {
				given, err := syncOf(a[0])
				if err != nil || given.lock == nil || given.lock.locker() == nil {
					return nil, exception.New(exception.TypeError, "a manager's Condition needs a Lock or RLock of a manager, not '%s'", object.TypeName(a[0]))
				}
				lock = given.lock
			}
			return newSync(st, conditionProxy.Get(), &syncProxy{hub: h, typeid: typeid, lock: lock, cond: newKernel[*ipc.Condition](st.env, ipc.Spec{Kind: ipc.KindCondition, Lock: lock.locker(), Port: h.port})}), nil
		},
		"Barrier": func(st *state, h *hub, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := params.Method("Barrier.__init__", "parties, action=, timeout=").Bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			i := object.NewInstance(st.env, barrierProxy.Get())
			if err := initBarrier(i, a[0], a[1], a[2], h.port); err != nil {
				return nil, err
			}
			i.Native = &syncProxy{hub: h, typeid: typeid, bar: i.Native.(*barrier).kernel}
			return i, nil
		},
	}
})

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
		l, err := makeSemLock(st.env, typeid, value, h.port)
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
		maxsize, unordered := a[0], ""
		if f, err := real(given(maxsize, starlark.MakeInt(0))); err != nil {
			maxsize, unordered = nil, object.TypeName(maxsize)
		} else if _, isFloat := object.Unwrap(maxsize).(starlark.Float); isFloat && f < maxQueue {
			maxsize = starlark.MakeInt(int(math.Ceil(max(f, 0)))) // full from there on
		} else if isFloat {
			maxsize = nil
		}
		q, err := makeQueue(st.env, maxsize, h.port)
		if err != nil {
			return nil, err
		}
		q.unordered = unordered
		return newSync(st, cls, &syncProxy{hub: h, typeid: typeid, queue: q}), nil
	}
}
