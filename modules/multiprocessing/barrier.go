package multiprocessing

import (
	"errors"
	"fmt"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A barrier is a handle on a barrier. The action and the timeout are attributes
// of the instance, _action and _timeout.
type barrier struct{ kernel *ipc.Barrier }

// Transfer implements [pickle.Transferer].
func (b *barrier) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.barrier", nil, nil, b.kernel)
}

// BrokenBarrierError is threading's class of that name, which multiprocessing
// raises too.
var BrokenBarrierError = object.Later(func() *object.Class { return newError("BrokenBarrierError", "threading", object.RuntimeError) })

var barrierClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Barrier", Module: "multiprocessing.synchronize",
		Methods: map[string]object.Method{
			"__reduce__": onlyInherited("Condition"),
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := barrierParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				return starlark.None, initBarrier(self.(*object.Instance), a[0], a[1], a[2], nil)
			},
			"wait":  barrierWait,
			"reset": barrierMethod("reset", (*ipc.Barrier).Reset),
			"abort": barrierMethod("abort", (*ipc.Barrier).Abort),
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				b, err := barrierOf(self)
				if err != nil {
					return nil, err
				}
				cls := object.TypeOf(self)
				state := fmt.Sprintf("waiters=%d/%d", b.Waiting(), b.Parties())
				if b.Broken() {
					state = "broken"
				}
				return text.Str(fmt.Sprintf("<%s.%s at 0x%x: %s>", cls.Module(), cls.Qualname(), object.ID(self), state)), nil
			},
		},
		Properties: map[string]object.Property{
			"parties":   barrierProperty(func(b *ipc.Barrier) starlark.Value { return starlark.MakeInt(b.Parties()) }),
			"n_waiting": barrierProperty(func(b *ipc.Barrier) starlark.Value { return starlark.MakeInt(b.Waiting()) }),
			"broken":    barrierProperty(func(b *ipc.Barrier) starlark.Value { return starlark.Bool(b.Broken()) }),
		},
	})
})

var (
	barrierParams     = params.Method("Barrier.__init__", "parties, action=, timeout=, *, ctx")
	barrierWaitParams = params.Method("Barrier.wait", "timeout=")
)

func initBarrier(i *object.Instance, parties, action, timeout starlark.Value, port *ipc.Port) error {
	n, err := smallInt(parties)
	if err != nil {
		return err
	}
	i.Set("_action", given(action, starlark.None))
	i.Set("_timeout", given(timeout, starlark.None))
	i.Native = &barrier{newKernel[*ipc.Barrier](i.Env(), ipc.Spec{Kind: ipc.KindBarrier, N: n, Port: port})}
	return nil
}

func barrierOf(self starlark.Value) (*ipc.Barrier, error) {
	if i, ok := self.(*object.Instance); ok {
		if b, ok := i.Native.(*barrier); ok {
			return b.kernel, nil
		}
	}
	return nil, noAttribute(self, "_cond")
}

func barrierMethod(name string, f func(*ipc.Barrier)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("Barrier."+name, args, kwargs); err != nil {
			return nil, err
		}
		b, err := barrierOf(self)
		if err != nil {
			return nil, err
		}
		f(b)
		return starlark.None, nil
	}
}

func barrierProperty(f func(*ipc.Barrier) starlark.Value) object.Property {
	return object.Property{Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		b, err := barrierOf(self)
		if err != nil {
			return nil, err
		}
		return f(b), nil
	}}
}

func barrierWait(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := barrierWaitParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	b, err := barrierOf(self)
	if err != nil {
		return nil, err
	}
	return waitBarrier(thread, self.(*object.Instance), b, a[0])
}

// waitBarrier is Barrier.wait; i has the action and the timeout in its attributes.
func waitBarrier(thread *starlark.Thread, i *object.Instance, b *ipc.Barrier, timeout starlark.Value) (starlark.Value, error) {
	if isNone(timeout) {
		timeout, _ = i.Own("_timeout")
	}
	in := interp.Of(thread)
	until, err := deadline(in.Task(thread), timeout)
	if err != nil {
		return nil, err
	}
	var action func() error
	if fn, ok := i.Own("_action"); ok && fn != starlark.None {
		action = func() error {
			_, err := object.Call(thread, fn)
			return err
		}
	}
	index, err := b.Wait(in.Task(thread), until, action)
	if errors.Is(err, ipc.ErrBrokenBarrier) {
		return nil, raise(in.Env(), BrokenBarrierError.Get())
	}
	if err != nil {
		return nil, managerGone(in.Err(thread, err))
	}
	return starlark.MakeInt(index), nil
}
