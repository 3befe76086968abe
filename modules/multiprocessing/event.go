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

// An event is a handle on an event.
type event struct{ kernel *ipc.Event }

// Transfer implements [pickle.Transferer].
func (e *event) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.event", nil, nil, e.kernel)
}

var eventClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Event", Module: "multiprocessing.synchronize",
		Methods: map[string]object.Method{
			"__reduce__": onlyInherited("Condition"),
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if _, err := eventParams.Bind(args, kwargs); err != nil {
					return nil, err
				}
				self.(*object.Instance).Native = &event{newKernel[*ipc.Event](object.EnvOf(thread), ipc.Spec{Kind: ipc.KindEvent})}
				return starlark.None, nil
			},
			"is_set": eventMethod("is_set", func(e *ipc.Event) starlark.Value { return starlark.Bool(e.IsSet()) }),
			"set":    eventMethod("set", func(e *ipc.Event) starlark.Value { e.Set(); return starlark.None }),
			"clear":  eventMethod("clear", func(e *ipc.Event) starlark.Value { e.Clear(); return starlark.None }),
			"wait":   eventWait,
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				e, err := eventOf(self)
				if err != nil {
					return nil, err
				}
				state := "unset"
				if e.IsSet() {
					state = "set"
				}
				return text.Str(fmt.Sprintf("<%s at 0x%x %s>", object.TypeOf(self).Qualname(), object.ID(self), state)), nil
			},
		},
	})
})

var (
	eventParams     = params.Method("Event.__init__", "*, ctx")
	eventWaitParams = params.Method("Event.wait", "timeout=")
)

func eventOf(self starlark.Value) (*ipc.Event, error) {
	if i, ok := self.(*object.Instance); ok {
		if e, ok := i.Native.(*event); ok {
			return e.kernel, nil
		}
	}
	return nil, noAttribute(self, "_cond")
}

func eventMethod(name string, f func(e *ipc.Event) starlark.Value) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("Event."+name, args, kwargs); err != nil {
			return nil, err
		}
		e, err := eventOf(self)
		if err != nil {
			return nil, err
		}
		return f(e), nil
	}
}

// waitEvent waits for e and reports whether it was set in time.
func waitEvent(thread *starlark.Thread, e *ipc.Event, timeout starlark.Value) (starlark.Value, error) {
	if e.IsSet() {
		return starlark.True, nil
	}
	in := interp.Of(thread)
	until, err := deadline(in.Task(thread), timeout)
	if err != nil {
		return nil, err
	}
	err = e.Wait(in.Task(thread), until)
	switch {
	case err == nil:
		return starlark.True, nil
	case errors.Is(err, ipc.ErrTimeout):
		return starlark.False, nil
	}
	return nil, managerGone(in.Err(thread, err))
}

// newEvent is Event().
func newEvent(env *object.Env) *object.Instance {
	i := object.NewInstance(env, eventClass.Get())
	i.Native = &event{newKernel[*ipc.Event](env, ipc.Spec{Kind: ipc.KindEvent})}
	return i
}

func eventWait(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := eventWaitParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	e, err := eventOf(self)
	if err != nil {
		return nil, err
	}
	return waitEvent(thread, e, a[0])
}
