package threading

import (
	"errors"
	"fmt"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// A semaphore is what is behind a Semaphore or BoundedSemaphore.
type semaphore struct {
	kernel  *ipc.Semaphore
	value   int // as scripts see it: a thread that waits takes its unit when it goes on
	initial int
	bounded bool
}

func newSemaphore(value, initial int, bounded bool) *semaphore {
	return &semaphore{ipc.NewSemaphore(value), value, initial, bounded}
}

// Transfer copies the semaphore, with its value, for a new process.
func (s *semaphore) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if err := fork(p, "_thread.lock"); err != nil {
		return nil, err
	}
	bounded := 0
	if s.bounded {
		bounded = 1
	}
	return p.Portable("threading.semaphore", pickle.Numbers(s.value, s.initial, bounded), nil)
}

func init() {
	pickle.Register("threading.semaphore", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(3)
		if err != nil || n[0] < 0 || n[0] > ipc.MaxSemaphore {
			return nil, p.Damaged()
		}
		return newSemaphore(n[0], n[1], n[2] == 1), nil
	})
}

var (
	semaphoreClass = object.Later(func() *object.Class {
		return newSemaphoreClass("Semaphore", nil, "A counter that acquire() takes down, waiting while it is 0, and release() takes up.")
	})
	boundedSemaphoreClass = object.Later(func() *object.Class {
		return newSemaphoreClass("BoundedSemaphore", semaphoreClass.Get(), "A semaphore that does not go above the value that it begins with.")
	})
)

func newSemaphoreClass(name string, base *object.Class, doc string) *object.Class {
	bounded := base != nil
	spec := object.Spec{Name: name, Module: "threading", Doc: doc, Guard: true, Methods: map[string]object.Method{
		"__init__": method(name+".__init__", "value=", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
			n := 1
			if a[0] != nil {
				i, err := number.Index(thread, a[0])
				if err != nil {
					return nil, err
				}
				if i.Sign() < 0 {
					return nil, exception.New(exception.ValueError, "semaphore initial value must be >= 0")
				}
				k, ok := i.Int64()
				if !ok || k > ipc.MaxSemaphore {
					return nil, exception.New(exception.OverflowError, "threading.%s: the value must be at most %d", name, ipc.MaxSemaphore)
				}
				n = int(k)
			}
			self.Native = newSemaphore(n, n, bounded)
			return starlark.None, nil
		}),
	}}
	if bounded {
		spec.Bases = []*object.Class{base}
		return object.NewClass(spec)
	}
	spec.Methods["acquire"] = method("Semaphore.acquire", "blocking=, timeout=", semaphoreAcquire)
	spec.Methods["__enter__"] = method("Semaphore.acquire", "blocking=, timeout=", semaphoreAcquire)
	spec.Methods["release"] = method("Semaphore.release", "n=", semaphoreRelease)
	spec.Methods["__exit__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return semaphoreRelease(thread, self.(*object.Instance), []starlark.Value{nil})
	}
	spec.Methods["__repr__"] = method("Semaphore.__repr__", "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
		s, err := native[*semaphore](self, "_value")
		if err != nil {
			return nil, err
		}
		value := fmt.Sprint(s.value)
		if s.bounded {
			value += fmt.Sprintf("/%d", s.initial)
		}
		return shown(fmt.Sprintf("<%s at 0x%x: value=%s>", self.Class().FullName(), object.ID(self), value))
	})
	spec.Properties = map[string]object.Property{"_value": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		s, err := native[*semaphore](self, "_value")
		if err != nil {
			return nil, err
		}
		return starlark.MakeInt(s.value), nil
	}}}
	return object.NewClass(spec)
}

func semaphoreAcquire(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
	s, err := native[*semaphore](self, "_cond")
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	until := ipc.NoWait
	block := true
	if a[0] != nil {
		if block, err = object.Truth(in.Env(), a[0]); err != nil {
			return nil, err
		}
	}
	if !block && !isNone(a[1]) {
		return nil, exception.New(exception.ValueError, "can't specify timeout for non-blocking acquire")
	}
	if block {
		if until, err = deadline(thread, a[1]); err != nil {
			return nil, err
		}
	}
	err = s.kernel.Acquire(in.Task(thread), until)
	switch {
	case err == nil:
		s.value--
		return starlark.True, nil
	case errors.Is(err, ipc.ErrTimeout):
		return starlark.False, nil
	}
	return nil, in.Err(thread, err)
}

func semaphoreRelease(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
	s, err := native[*semaphore](self, "_cond")
	if err != nil {
		return nil, err
	}
	n := 1
	if a[0] != nil {
		i, err := number.Index(thread, a[0])
		if err != nil {
			return nil, err
		}
		if i.Sign() <= 0 {
			return nil, exception.New(exception.ValueError, "n must be one or more")
		}
		k, ok := i.Int64()
		if !ok || k > ipc.MaxSemaphore {
			return nil, exception.New(exception.OverflowError, "threading.Semaphore: the value must be at most %d", ipc.MaxSemaphore)
		}
		n = int(k)
	}
	limit := ipc.MaxSemaphore
	if s.bounded {
		limit = s.initial
	}
	if s.value+n > limit {
		return nil, exception.New(exception.ValueError, "Semaphore released too many times")
	}
	in := interp.Of(thread)
	for i := 0; i < n; i++ {
		if i%4096 == 4095 {
			if err := in.Check(thread); err != nil {
				return nil, err
			}
		}
		if err := s.kernel.Release(in.Task(thread)); err != nil {
			return nil, exception.New(exception.ValueError, "Semaphore released too many times")
		}
		s.value++
	}
	return starlark.None, nil
}
