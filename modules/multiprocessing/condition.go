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

// A condition is a handle on a condition variable. Its lock, a Lock or RLock of
// scripts, is the instance's _lock attribute.
type condition struct{ kernel *ipc.Condition }

// Transfer implements [pickle.Transferer].
func (c *condition) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.condition", nil, nil, c.kernel)
}

var conditionClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Condition", Module: "multiprocessing.synchronize", Guard: true,
		Methods: map[string]object.Method{
			"__reduce__": onlyInherited(""),
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := conditionParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				return starlark.None, initCondition(self.(*object.Instance), a[0])
			},
			"acquire":    conditionLock(semLockAcquire),
			"release":    conditionLock(semLockRelease),
			"__enter__":  conditionLock(semLockEnter),
			"__exit__":   conditionLock(semLockExit),
			"wait":       conditionWait,
			"wait_for":   conditionWaitFor,
			"notify":     conditionNotify,
			"notify_all": conditionNotifyAll,
			"__repr__":   conditionRepr,
		},
	})
})

var (
	conditionParams = params.Method("Condition.__init__", "lock=, *, ctx")
	waitParams      = params.Method("Condition.wait", "timeout=")
	waitForParams   = params.Method("Condition.wait_for", "predicate, timeout=")
	notifyParams    = params.Method("Condition.notify", "n=")
)

func initCondition(i *object.Instance, lock starlark.Value) error {
	if !isNone(lock) {
		use, err := object.Truth(i.Env(), lock)
		if err != nil {
			return err
		}
		if !use {
			lock = nil
		}
	}
	if isNone(lock) {
		own, err := newSemLock(i.Env(), rlockClass.Get(), nil)
		if err != nil {
			return err
		}
		lock = own
	}
	l, err := semLockOf(lock)
	if err != nil {
		return noAttribute(lock, "acquire")
	}
	if l.locker() == nil {
		return exception.New(exception.TypeError, "a Condition needs a Lock or an RLock, not a %s", object.TypeName(lock))
	}
	i.Set("_lock", lock)
	i.Native = &condition{newKernel[*ipc.Condition](i.Env(), ipc.Spec{Kind: ipc.KindCondition, Lock: l.locker()})}
	return nil
}

// conditionOf returns the condition behind self and its lock.
func conditionOf(self starlark.Value) (*condition, starlark.Value, error) {
	if i, ok := self.(*object.Instance); ok {
		if c, ok := i.Native.(*condition); ok {
			if lock, ok := i.Own("_lock"); ok {
				return c, lock, nil
			}
		}
	}
	return nil, nil, noAttribute(self, "_lock")
}

// conditionLock is a method of a condition that is its lock's.
func conditionLock(m object.Method) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		_, lock, err := conditionOf(self)
		if err != nil {
			return nil, err
		}
		return m(thread, lock, args, kwargs)
	}
}

func conditionWait(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := waitParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	c, _, err := conditionOf(self)
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	until, err := deadline(in.Task(thread), a[0])
	if err != nil {
		return nil, err
	}
	ok, err := c.wait(thread, in, until)
	if err != nil {
		return nil, err
	}
	return starlark.Bool(ok), nil
}

func (c *condition) wait(thread *starlark.Thread, in *interp.Interp, until time.Time) (bool, error) {
	err := c.kernel.Wait(in.Task(thread), until)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, ipc.ErrTimeout):
		return false, nil
	case errors.Is(err, ipc.ErrNotOwner):
		return false, assertion("must acquire() condition before using wait()")
	}
	return false, in.Err(thread, err)
}

func conditionWaitFor(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := waitForParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	c, _, err := conditionOf(self)
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	return waitFor(thread, in, a[0], a[1], func(until time.Time) error {
		_, err := c.wait(thread, in, until)
		return err
	})
}

// waitFor calls wait until predicate holds or the timeout has passed, and returns
// what predicate said last.
func waitFor(thread *starlark.Thread, in *interp.Interp, predicate, timeout starlark.Value, wait func(until time.Time) error) (starlark.Value, error) {
	result, err := object.Call(thread, predicate)
	if err != nil {
		return nil, err
	}
	task := in.Task(thread)
	until, set := ipc.Forever, false
	for {
		ok, err := object.Truth(in.Env(), result)
		if err != nil || ok {
			return result, err
		}
		if !set {
			if until, err = deadlineSum(task, timeout); err != nil {
				return nil, err
			}
			set = true
		}
		if !until.IsZero() && !task.Now().Before(until) {
			return result, nil
		}
		if err := wait(until); err != nil {
			return nil, err
		}
		if result, err = object.Call(thread, predicate); err != nil {
			return nil, err
		}
	}
}

func conditionNotify(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := notifyParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	n := 1
	if a[0] != nil {
		i, err := integer(a[0])
		if err != nil {
			return nil, exception.New(exception.TypeError, "'<' not supported between instances of 'int' and '%s'", object.TypeName(a[0]))
		}
		big, ok := i.Int64()
		if !ok && i.Sign() > 0 || big > maxQueue {
			big = maxQueue
		}
		n = int(max(big, 0))
	}
	return notify(thread, self, n)
}

func conditionNotifyAll(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Condition.notify_all", args, kwargs); err != nil {
		return nil, err
	}
	return notify(thread, self, maxQueue)
}

func notify(thread *starlark.Thread, self starlark.Value, n int) (starlark.Value, error) {
	c, _, err := conditionOf(self)
	if err != nil {
		return nil, err
	}
	err = c.kernel.Notify(interp.Of(thread).Task(thread), n)
	if errors.Is(err, ipc.ErrNotOwner) {
		err = assertion("lock is not owned")
	}
	return starlark.None, err
}

func conditionRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	c, lock, err := conditionOf(self)
	if err != nil {
		return nil, err
	}
	shown, err := object.Repr(object.EnvOf(thread), lock)
	if err != nil {
		return nil, err
	}
	return text.Str(fmt.Sprintf("<%s(%s, %d)>", object.TypeOf(self).Name(), shown, c.kernel.Waiters())), nil
}
