package threading

import (
	"errors"
	"fmt"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A lock is what is behind a Lock or an RLock.
type lock struct {
	kernel ipc.Locker

	// held is, of a Lock, what scripts are told. A thread that waits has the lock as soon as it is released, but to the script only when the thread
	// goes on: until then it is released, and can't be released again.
	held bool
}

// Transfer copies the lock for a new process. It is held in the child if the thread
// that starts the child has acquired it: that thread becomes the child's only one.
// Held by another thread it is free in the child, where CPython's could never be
// acquired again.
func (l *lock) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if err := fork(p, l.className()); err != nil {
		return nil, err
	}
	recursive, count := false, 0
	me := interp.Of(p.World.Thread()).Task(p.World.Thread())
	switch k := l.kernel.(type) {
	case *ipc.Lock:
		if k.IsMine(me) {
			count = 1
		}
	case *ipc.RLock:
		recursive = true
		if k.IsMine(me) {
			count = k.Count()
		}
	}
	kind := 0
	if recursive {
		kind = 1
	}
	return p.Portable("threading.lock", pickle.Numbers(kind, count), nil)
}

// maxCount bounds how often a lock that crosses is held.
const maxCount = 1 << 20

func init() {
	pickle.Register("threading.lock", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(2)
		if err != nil || n[1] > maxCount || n[0] == 0 && n[1] > 1 {
			return nil, p.Damaged()
		}
		cp := &lock{kernel: ipc.NewLock(), held: n[1] > 0}
		if n[0] == 1 {
			cp.kernel = ipc.NewRLock()
		}
		me := interp.Of(u.World.Thread()).Task(u.World.Thread())
		for range n[1] {
			if _, err := cp.kernel.Acquire(me, ipc.NoWait); err != nil {
				return nil, err
			}
		}
		return cp, nil
	})
}

// className returns the full name of the lock's class.
func (l *lock) className() string {
	if _, ok := l.kernel.(*ipc.RLock); ok {
		return "_thread.RLock"
	}
	return "_thread.lock"
}

// acquire returns false if the deadline passed first.
func (l *lock) acquire(thread *starlark.Thread, until time.Time) (bool, error) {
	in := interp.Of(thread)
	_, err := l.kernel.Acquire(in.Task(thread), until)
	if errors.Is(err, ipc.ErrTimeout) {
		return false, nil
	}
	if err != nil {
		return false, in.Err(thread, err)
	}
	l.held = true
	return true, nil
}

func (l *lock) release(thread *starlark.Thread) error {
	if !l.held {
		if _, plain := l.kernel.(*ipc.Lock); plain {
			return raiseRuntime("release unlocked lock")
		}
	}
	l.held = false
	err := l.kernel.Release(interp.Of(thread).Task(thread))
	switch {
	case errors.Is(err, ipc.ErrNotOwner):
		return raiseRuntime("cannot release un-acquired lock")
	case errors.Is(err, ipc.ErrTooMany):
		return raiseRuntime("release unlocked lock")
	}
	return err
}

var (
	lockClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "lock", Module: "_thread", Final: true, Guard: true,
			New: noInstances("_thread.lock"), Methods: lockMethods(map[string]object.Method{
				"locked": lockLocked, "locked_lock": lockLocked, "acquire_lock": lockAcquire, "release_lock": lockRelease,
			})})
	})
	rlockClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "RLock", Module: "_thread", Guard: true,
			New: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return newLock(object.EnvOf(thread), cls), nil
			},
			Methods: lockMethods(map[string]object.Method{
				"_is_owned": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					l, err := lockOf(self)
					if err != nil {
						return nil, err
					}
					return starlark.Bool(l.kernel.IsMine(interp.Of(thread).Task(thread))), nil
				},
			})})
	})
)

func lockMethods(more map[string]object.Method) map[string]object.Method {
	for name, m := range map[string]object.Method{
		"acquire": lockAcquire, "release": lockRelease, "__repr__": lockRepr,
		"__enter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			l, err := lockOf(self)
			if err != nil {
				return nil, err
			}
			if _, err := l.acquire(thread, ipc.Forever); err != nil {
				return nil, err
			}
			return starlark.True, nil
		},
		"__exit__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			l, err := lockOf(self)
			if err != nil {
				return nil, err
			}
			return starlark.None, l.release(thread)
		},
	} {
		more[name] = m
	}
	return more
}

func noInstances(name string) func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exception.New(exception.TypeError, "cannot create '%s' instances", name)
	}
}

func newLock(env *object.Env, cls *object.Class) *object.Instance {
	i := object.NewInstance(env, cls)
	i.Native = &lock{kernel: ipc.NewRLock()}
	if cls.Name() == "lock" && cls.Native() {
		i.Native = &lock{kernel: ipc.NewLock()}
	}
	return i
}

var (
	allocateLock = object.Later(func() *starlark.Builtin {
		return object.NewFunc("allocate_lock", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args)+len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "_thread.allocate_lock() takes no arguments (%d given)", len(args)+len(kwargs))
			}
			return newLock(object.EnvOf(thread), lockClass.Get()), nil
		})
	})
	makeRLock = object.Later(func() *starlark.Builtin {
		return object.NewFunc("RLock", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return newLock(object.EnvOf(thread), rlockClass.Get()), nil
		})
	})
)

func lockOf(self starlark.Value) (*lock, error) { return native[*lock](self, "acquire") }

var acquireSignature = &text.Signature{Func: "acquire", Params: []string{"blocking", "timeout"}}

func lockAcquire(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l, err := lockOf(self)
	if err != nil {
		return nil, err
	}
	until := ipc.Forever
	if len(args)+len(kwargs) > 0 {
		a, err := acquireSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		if until, err = acquireDeadline(thread, a[0], a[1]); err != nil {
			return nil, err
		}
	}
	ok, err := l.acquire(thread, until)
	if err != nil {
		return nil, err
	}
	return starlark.Bool(ok), nil
}

// acquireDeadline reads the arguments of a lock's acquire, where -1 means no timeout.
func acquireDeadline(thread *starlark.Thread, blocking, timeout starlark.Value) (time.Time, error) {
	block := true
	if blocking != nil {
		n, err := number.Index(thread, blocking)
		if err != nil {
			return time.Time{}, err
		}
		block = n.Sign() != 0
	}
	s := -1.0
	if timeout != nil {
		var err error
		if s, err = seconds(thread, timeout); err != nil {
			return time.Time{}, err
		}
	}
	switch {
	case !block && s != -1:
		return time.Time{}, exception.New(exception.ValueError, "can't specify a timeout for a non-blocking call")
	case s < 0 && s != -1:
		return time.Time{}, exception.New(exception.ValueError, "timeout value must be positive")
	case !block:
		return ipc.NoWait, nil
	case s == -1:
		return ipc.Forever, nil
	}
	return after(thread, s), nil
}

func lockRelease(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l, err := lockOf(self)
	if err != nil {
		return nil, err
	}
	if n := len(args) + len(kwargs); n > 0 {
		return nil, exception.New(exception.TypeError, "%s.release() takes no arguments (%d given)", l.className(), n)
	}
	return starlark.None, l.release(thread)
}

func lockLocked(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l, err := lockOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.Bool(l.held), nil
}

func lockRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l, err := lockOf(self)
	if err != nil {
		return nil, err
	}
	status, detail := "unlocked", ""
	r, recursive := l.kernel.(*ipc.RLock)
	owner := l.kernel.Owner()
	if recursive && owner != nil || !recursive && l.held {
		status = "locked"
	}
	if recursive {
		detail = fmt.Sprintf("owner=%d count=%d ", stateOf(thread).identOf(owner), r.Count())
	}
	return shown(fmt.Sprintf("<%s %s object %sat 0x%x>", status, object.TypeOf(self).FullName(), detail, object.ID(self)))
}
