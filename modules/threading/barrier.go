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
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"go.starlark.net/starlark"
)

// A barrier is what is behind a Barrier. The action and the timeout are the
// attributes _action and _timeout.
type barrier struct{ kernel *ipc.Barrier }

// Transfer copies the barrier for a new process; nobody waits in the copy.
func (b *barrier) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if err := fork(p, "_thread.lock"); err != nil {
		return nil, err
	}
	broken := 0
	if b.kernel.Broken() {
		broken = 1
	}
	return p.Portable("threading.barrier", pickle.Numbers(b.kernel.Parties(), broken), nil)
}

func init() {
	pickle.Register("threading.barrier", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(2)
		if err != nil {
			return nil, p.Damaged()
		}
		cp := &barrier{ipc.NewBarrier(n[0])}
		if n[1] == 1 {
			cp.kernel.Abort()
		}
		return cp, nil
	})
}

var barrierClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Barrier", Module: "threading",
		Doc: "Implements a Barrier.",
		Methods: map[string]object.Method{
			"__init__": method("Barrier.__init__", "parties, action=, timeout=", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				i, err := number.Index(thread, a[0])
				if err != nil {
					return nil, err
				}
				n, ok := i.Int64()
				if !ok || n > ipc.MaxSemaphore || n < -ipc.MaxSemaphore {
					return nil, exception.New(exception.OverflowError, "threading.Barrier: at most %d parties", ipc.MaxSemaphore)
				}
				for k, name := range []string{"", "_action", "_timeout"} {
					if k > 0 {
						v := a[k]
						if v == nil {
							v = starlark.None
						}
						self.Set(name, v)
					}
				}
				self.Native = &barrier{ipc.NewBarrier(int(n))}
				return starlark.None, nil
			}),
			"wait":  method("Barrier.wait", "timeout=", barrierWait),
			"reset": barrierMethod("reset", (*ipc.Barrier).Reset),
			"abort": barrierMethod("abort", (*ipc.Barrier).Abort),
			"__repr__": method("Barrier.__repr__", "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				b, err := native[*barrier](self, "_cond")
				if err != nil {
					return nil, err
				}
				status := fmt.Sprintf("waiters=%d/%d", b.kernel.Waiting(), b.kernel.Parties())
				if b.kernel.Broken() {
					status = "broken"
				}
				return shown(fmt.Sprintf("<%s at 0x%x: %s>", self.Class().FullName(), object.ID(self), status))
			}),
		},
		Properties: map[string]object.Property{
			"parties":   barrierProperty(func(b *ipc.Barrier) starlark.Value { return starlark.MakeInt(b.Parties()) }),
			"n_waiting": barrierProperty(func(b *ipc.Barrier) starlark.Value { return starlark.MakeInt(b.Waiting()) }),
			"broken":    barrierProperty(func(b *ipc.Barrier) starlark.Value { return starlark.Bool(b.Broken()) }),
		},
	})
})

func barrierMethod(name string, f func(*ipc.Barrier)) object.Method {
	return method("Barrier."+name, "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
		b, err := native[*barrier](self, "_cond")
		if err != nil {
			return nil, err
		}
		f(b.kernel)
		return starlark.None, nil
	})
}

func barrierProperty(f func(*ipc.Barrier) starlark.Value) object.Property {
	return object.Property{Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		b, err := native[*barrier](self, "_cond")
		if err != nil {
			return nil, err
		}
		return f(b.kernel), nil
	}}
}

func barrierWait(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
	b, err := native[*barrier](self, "_cond")
	if err != nil {
		return nil, err
	}
	timeout := a[0]
	if isNone(timeout) {
		timeout, _ = self.Own("_timeout")
	}
	until, err := deadline(thread, timeout)
	if err != nil {
		return nil, err
	}
	var action func() error
	if fn, ok := self.Own("_action"); ok && fn != starlark.None {
		action = func() error {
			_, err := object.Call(thread, fn)
			return err
		}
	}
	in := interp.Of(thread)
	index, err := b.kernel.Wait(in.Task(thread), until, action)
	if errors.Is(err, ipc.ErrBrokenBarrier) {
		return nil, object.Raise(object.NewException(in.Env(), multiprocessing.BrokenBarrierError.Get()))
	}
	if err != nil {
		return nil, in.Err(thread, err)
	}
	return starlark.MakeInt(index), nil
}
