package threading

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// A condition is what is behind a Condition. Its lock is the attribute _lock.
type condition struct {
	kernel *ipc.Condition
	lock   *object.Instance
}

// Transfer copies the condition for a new process; nobody waits in the copy.
func (c *condition) Transfer(p *pickle.Packer) (pickle.Import, error) {
	l, err := lockOf(c.lock)
	if err != nil {
		return nil, err
	}
	if err := fork(p, l.className()); err != nil {
		return nil, err
	}
	ref, err := p.Pack(c.lock)
	if err != nil {
		return nil, err
	}
	return p.Portable("threading.condition", nil, []pickle.Ref{ref})
}

func init() {
	pickle.Register("threading.condition", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		v, err := p.Value(u, 0)
		if err != nil {
			return nil, err
		}
		return newCondition(v)
	})
}

func newCondition(v starlark.Value) (*condition, error) {
	l, err := lockOf(v)
	if err != nil {
		return nil, err
	}
	return &condition{ipc.NewCondition(l.kernel), v.(*object.Instance)}, nil
}

var conditionClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Condition", Module: "threading", Guard: true,
		Doc: "A lock with a waiting room: threads in it go on when they are notified.",
		Methods: map[string]object.Method{
			"__init__": method("Condition.__init__", "lock=", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				lock := a[0]
				if isNone(lock) {
					lock = newLock(self.Env(), rlockClass.Get())
				}
				if _, err := lockOf(lock); err != nil {
					if has, _ := object.HasAttr(thread, lock, "acquire"); has {
						return nil, exception.New(exception.TypeError, "threading.Condition: its lock must be a threading.Lock or RLock, not a %s", object.TypeName(lock))
					}
					return nil, err
				}
				c, err := newCondition(lock)
				if err != nil {
					return nil, err
				}
				self.Native = c
				return starlark.None, nil
			}),
			"acquire": conditionLock(lockAcquire),
			"release": conditionLock(lockRelease),
			"__enter__": conditionLock(func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return lockAcquire(thread, self, nil, nil)
			}),
			"__exit__": conditionLock(func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return lockRelease(thread, self, nil, nil)
			}),
			"wait": method("Condition.wait", "timeout=", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				c, err := conditionOf(self)
				if err != nil {
					return nil, err
				}
				if !c.kernel.Lock().IsMine(interp.Of(thread).Task(thread)) {
					return nil, raiseRuntime("cannot wait on un-acquired lock")
				}
				until, err := deadline(thread, a[0])
				if err != nil {
					return nil, err
				}
				ok, err := c.wait(thread, until)
				if err != nil {
					return nil, err
				}
				return starlark.Bool(ok), nil
			}),
			"wait_for":   method("Condition.wait_for", "predicate, timeout=", waitFor),
			"notify":     method("Condition.notify", "n=", notify),
			"notify_all": method("Condition.notify_all", "", notifyAll),
			"notifyAll":  deprecated("Condition.notifyAll", "", "use notify_all()", notifyAll),
			"__repr__": method("Condition.__repr__", "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				c, err := conditionOf(self)
				if err != nil {
					return nil, err
				}
				l, err := object.Repr(self.Env(), c.lock)
				if err != nil {
					return nil, err
				}
				return shown(fmt.Sprintf("<Condition(%s, %d)>", l, c.kernel.Waiters()))
			}),
		},
		Properties: map[string]object.Property{"_lock": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			c, err := conditionOf(self)
			if err != nil {
				return nil, err
			}
			return c.lock, nil
		}}},
	})
})

func conditionOf(self starlark.Value) (*condition, error) { return native[*condition](self, "_lock") }

// conditionLock is a method of a condition that is its lock's.
func conditionLock(m object.Method) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		c, err := conditionOf(self)
		if err != nil {
			return nil, err
		}
		return m(thread, c.lock, args, kwargs)
	}
}

// wait returns false if the deadline passed first.
func (c *condition) wait(thread *starlark.Thread, until time.Time) (bool, error) {
	in := interp.Of(thread)
	l, err := lockOf(c.lock)
	if err != nil {
		return false, err
	}
	if l.kernel.IsMine(in.Task(thread)) {
		l.held = false
	}
	err = c.kernel.Wait(in.Task(thread), until)
	if l.kernel.IsMine(in.Task(thread)) {
		l.held = true
	}
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, ipc.ErrTimeout):
		return false, nil
	case errors.Is(err, ipc.ErrNotOwner):
		return false, raiseRuntime("cannot wait on un-acquired lock")
	}
	return false, in.Err(thread, err)
}

func waitFor(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
	c, err := conditionOf(self)
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	until, set := ipc.Forever, false
	for {
		result, err := object.Call(thread, a[0])
		if err != nil {
			return nil, err
		}
		ok, err := object.Truth(in.Env(), result)
		if err != nil {
			return nil, err
		}
		if ok {
			return result, nil
		}
		if !set {
			if until, err = deadline(thread, a[1]); err != nil {
				return nil, err
			}
			set = true
		}
		if !until.IsZero() && !in.Task(thread).Now().Before(until) {
			return result, nil
		}
		if _, err := c.wait(thread, until); err != nil {
			return nil, err
		}
	}
}

func notify(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
	n := 1
	if a[0] != nil {
		i, err := number.Index(thread, a[0])
		if err != nil {
			return nil, err
		}
		if i.Sign() <= 0 {
			n = 0
		} else if k, ok := i.Int64(); ok && k < math.MaxInt32 {
			n = int(k)
		} else {
			n = math.MaxInt32
		}
	}
	return wake(thread, self, n)
}

func notifyAll(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
	return wake(thread, self, math.MaxInt32)
}

func wake(thread *starlark.Thread, self *object.Instance, n int) (starlark.Value, error) {
	c, err := conditionOf(self)
	if err != nil {
		return nil, err
	}
	err = c.kernel.Notify(interp.Of(thread).Task(thread), n)
	if errors.Is(err, ipc.ErrNotOwner) {
		err = raiseRuntime("cannot notify on un-acquired lock")
	}
	return starlark.None, err
}
