package multiprocessing

import (
	"errors"
	"fmt"
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

// This file defines Lock, RLock, Semaphore and BoundedSemaphore. What a process
// holds of them is given back when it ends, however it ends.

// A semLock is a handle on one of the four: exactly one of its fields is set.
type semLock struct {
	lock      *ipc.Lock
	rlock     *ipc.RLock
	semaphore *ipc.Semaphore
}

// Transfer implements [pickle.Transferer]: a lock goes as a handle on the same one.
func (l *semLock) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.lock", nil, nil, l.kernel())
}

func loadSemLock(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	k, err := pickle.Object[any](p, 0)
	if err != nil {
		return nil, err
	}
	l := semLockFor(k)
	if l == nil {
		return nil, p.Damaged()
	}
	return l, nil
}

// kernel returns the object of the kernel, and semLockFor a handle on one.
func (l *semLock) kernel() any {
	switch {
	case l.lock != nil:
		return l.lock
	case l.rlock != nil:
		return l.rlock
	}
	return l.semaphore
}

func semLockFor(kernel any) *semLock {
	switch k := kernel.(type) {
	case *ipc.Lock:
		return &semLock{lock: k}
	case *ipc.RLock:
		return &semLock{rlock: k}
	case *ipc.Semaphore:
		return &semLock{semaphore: k}
	}
	return nil
}

// locker returns the kernel's lock, nil for a semaphore.
func (l *semLock) locker() ipc.Locker {
	switch {
	case l.lock != nil:
		return l.lock
	case l.rlock != nil:
		return l.rlock
	}
	return nil
}

// acquire returns false if it timed out.
func (l *semLock) acquire(thread *starlark.Thread, in *interp.Interp, until time.Time) (bool, error) {
	var err error
	t := in.Task(thread)
	switch {
	case l.lock != nil:
		_, err = l.lock.Acquire(t, until)
	case l.rlock != nil:
		_, err = l.rlock.Acquire(t, until)
	default:
		err = l.semaphore.Acquire(t, until)
	}
	if err == nil {
		return true, nil
	}
	if errors.Is(err, ipc.ErrTimeout) {
		return false, nil
	}
	return false, managerGone(in.Err(thread, err))
}

func (l *semLock) release(thread *starlark.Thread, in *interp.Interp) error {
	var err error
	t := in.Task(thread)
	switch {
	case l.lock != nil:
		err = l.lock.Release(t)
	case l.rlock != nil:
		err = l.rlock.Release(t)
	default:
		err = l.semaphore.Release(t)
	}
	switch {
	case errors.Is(err, ipc.ErrNotOwner):
		return assertion("attempt to release recursive lock not owned by thread")
	case errors.Is(err, ipc.ErrTooMany):
		return valueError("semaphore or lock released too many times")
	}
	return err
}

// semLockClass is the base class of the four.
var semLockClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SemLock", Module: "multiprocessing.synchronize",
		Methods: map[string]object.Method{
			"__reduce__": onlyInherited(""),
			"acquire":    semLockAcquire,
			"release":    semLockRelease,
			"__enter__":  semLockEnter,
			"__exit__":   semLockExit,
		},
	})
})

var (
	lockClass             = object.Later(func() *object.Class { return semLockSubclass("Lock", semLockClass.Get(), "*, ctx") })
	rlockClass            = object.Later(func() *object.Class { return semLockSubclass("RLock", semLockClass.Get(), "*, ctx") })
	semaphoreClass        = object.Later(func() *object.Class { return semLockSubclass("Semaphore", semLockClass.Get(), "value=, *, ctx") })
	boundedSemaphoreClass = object.Later(func() *object.Class {
		return semLockSubclass("BoundedSemaphore", semaphoreClass.Get(), "value=, *, ctx")
	})
)

func semLockSubclass(name string, base *object.Class, spec string) *object.Class {
	p := params.Method(name+".__init__", spec)
	s := object.Spec{
		Name: name, Module: "multiprocessing.synchronize", Bases: []*object.Class{base}, Guard: true,
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := p.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				var value starlark.Value
				if len(a) == 2 {
					value = a[0]
				}
				l, err := makeSemLock(object.EnvOf(thread), name, value, nil)
				if err != nil {
					return nil, err
				}
				self.(*object.Instance).Native = l
				return starlark.None, nil
			},
			"__repr__": semLockRepr,
		},
	}
	switch name {
	case "Semaphore":
		s.Methods["get_value"] = semaphoreValue
	case "Lock", "RLock":
		s.Properties = map[string]object.Property{"abandoned": {Get: lockAbandoned,
			Doc: "Whether the process of an earlier owner ended while it held the lock, and nobody has released it in the regular way since: what the lock protects may be half done. (Not in CPython, where such a lock is never free again.)"}}
	}
	return object.NewClass(s)
}

// makeSemLock makes the lock that name asks for; value is a semaphore's, nil for 1.
func makeSemLock(env *object.Env, name string, value starlark.Value, port *ipc.Port) (*semLock, error) {
	switch name {
	case "Lock":
		return &semLock{lock: newKernel[*ipc.Lock](env, ipc.Spec{Kind: ipc.KindLock, Port: port})}, nil
	case "RLock":
		return &semLock{rlock: newKernel[*ipc.RLock](env, ipc.Spec{Kind: ipc.KindRLock, Port: port})}, nil
	}
	n := 1
	if value != nil {
		var err error
		if n, err = smallInt(value); err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, exception.WithArgs(exception.OSError, starlark.MakeInt(22), starlark.String("Invalid argument"))
		}
	}
	if name == "BoundedSemaphore" {
		return &semLock{semaphore: newKernel[*ipc.Semaphore](env, ipc.Spec{Kind: ipc.KindSemaphore, N: n, M: 1, Port: port})}, nil
	}
	return &semLock{semaphore: newKernel[*ipc.Semaphore](env, ipc.Spec{Kind: ipc.KindSemaphore, N: n, Port: port})}, nil
}

// newSemLock makes an instance of one of the four classes.
func newSemLock(env *object.Env, cls *object.Class, value starlark.Value) (*object.Instance, error) {
	l, err := makeSemLock(env, cls.Name(), value, nil)
	if err != nil {
		return nil, err
	}
	i := object.NewInstance(env, cls)
	i.Native = l
	return i, nil
}

func semLockOf(self starlark.Value) (*semLock, error) {
	if i, ok := self.(*object.Instance); ok {
		if l, ok := i.Native.(*semLock); ok {
			return l, nil
		}
	}
	return nil, noAttribute(self, "_semlock")
}

// acquireDeadline reads the arguments of acquire(block=True, timeout=None), which
// in CPython is written in C and complains accordingly.
func acquireDeadline(t *ipc.Task, args starlark.Tuple, kwargs []starlark.Tuple) (time.Time, error) {
	if len(args)+len(kwargs) == 0 {
		return ipc.Forever, nil
	}
	if n := len(args) + len(kwargs); n > 2 {
		return time.Time{}, exception.New(exception.TypeError, "acquire() takes at most 2 arguments (%d given)", n)
	}
	var slot [2]starlark.Value
	copy(slot[:], args)
	for _, kv := range kwargs {
		name, _ := text.AsString(kv[0])
		i := 0
		switch name {
		case "block":
		case "timeout":
			i = 1
		default:
			return time.Time{}, exception.New(exception.TypeError, "'%s' is an invalid keyword argument for acquire()", name)
		}
		if slot[i] != nil {
			return time.Time{}, exception.New(exception.TypeError, "argument for acquire() given by name ('%s') and position (%d)", name, i+1)
		}
		slot[i] = kv[1]
	}
	if slot[0] != nil {
		block, err := integer(slot[0])
		if err != nil {
			return time.Time{}, err
		}
		if block.Sign() == 0 {
			_, err := deadline(t, slot[1])
			return ipc.NoWait, err
		}
	}
	return deadline(t, slot[1])
}

func semLockAcquire(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l, err := semLockOf(self)
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	until, err := acquireDeadline(in.Task(thread), args, kwargs)
	if err != nil {
		return nil, err
	}
	ok, err := l.acquire(thread, in, until)
	if err != nil {
		return nil, err
	}
	return starlark.Bool(ok), nil
}

func semLockRelease(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch {
	case len(kwargs) > 0:
		return nil, exception.New(exception.TypeError, "SemLock.release() takes no keyword arguments")
	case len(args) > 0:
		return nil, exception.New(exception.TypeError, "SemLock.release() takes no arguments (%d given)", len(args))
	}
	l, err := semLockOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.None, l.release(thread, interpOf(thread, self))
}

func semLockEnter(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l, err := semLockOf(self)
	if err != nil {
		return nil, err
	}
	if _, err := l.acquire(thread, interpOf(thread, self), ipc.Forever); err != nil {
		return nil, err
	}
	return starlark.True, nil
}

func semLockExit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l, err := semLockOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.None, l.release(thread, interpOf(thread, self))
}

// interpOf is interp.Of(thread), found sooner by way of self, which is the thread's interpreter's.
func interpOf(thread *starlark.Thread, self starlark.Value) *interp.Interp {
	if i, ok := self.(*object.Instance); ok {
		if in, ok := i.Env().Host.(*interp.Interp); ok {
			return in
		}
	}
	return interp.Of(thread)
}

func semaphoreValue(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Semaphore.get_value", args, kwargs); err != nil {
		return nil, err
	}
	l, err := semLockOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.MakeInt(l.semaphore.Value()), nil
}

func lockAbandoned(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	l, err := semLockOf(self)
	if err != nil {
		return nil, err
	}
	if l.lock != nil {
		return starlark.Bool(l.lock.Abandoned()), nil
	}
	return starlark.Bool(l.rlock.Abandoned()), nil
}

func semLockRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	name := object.TypeOf(self).Name()
	l, err := semLockOf(self)
	var s string
	switch {
	case err != nil:
		s = "owner=unknown"
	case l.lock != nil:
		owner, _ := stateOf(thread).owner(thread, l.lock)
		s = "owner=" + owner
	case l.rlock != nil:
		owner, mine := stateOf(thread).owner(thread, l.rlock)
		switch {
		case mine:
			s = fmt.Sprintf("%s, %d", owner, l.rlock.Count())
		case owner == "None":
			s = "None, 0"
		default:
			s = owner + ", nonzero"
		}
	default:
		s = fmt.Sprintf("value=%d", l.semaphore.Value())
		if l.semaphore.Bounded() {
			s += fmt.Sprintf(", maxvalue=%d", l.semaphore.Max())
		}
	}
	return text.Str("<" + name + "(" + s + ")>"), nil
}

// owner says who holds a lock, as this process shows it.
func (st *state) owner(thread *starlark.Thread, l ipc.Locker) (name string, mine bool) {
	me := st.in.Task(thread)
	switch whose, _ := l.Whose(me); whose {
	case ipc.Nobody:
		return "None", false
	case ipc.ThisTask:
		name = nameOf(st.currentProcess())
		if th := st.in.Running().Name(); th != "MainThread" {
			name += "|" + th
		}
		return name, true
	case ipc.OtherTask:
		return "SomeOtherThread", false
	}
	return "SomeOtherProcess", false
}
