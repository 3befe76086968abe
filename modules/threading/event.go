package threading

import (
	"errors"
	"fmt"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// An event is what is behind an Event.
type event struct{ kernel *ipc.Event }

// Transfer copies the event, with its state, for a new process.
func (e *event) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if err := fork(p, "_thread.lock"); err != nil {
		return nil, err
	}
	set := 0
	if e.kernel.IsSet() {
		set = 1
	}
	return p.Portable("threading.event", pickle.Numbers(set), nil)
}

func init() {
	pickle.Register("threading.event", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(1)
		if err != nil {
			return nil, err
		}
		cp := &event{ipc.NewEvent()}
		if n[0] == 1 {
			cp.kernel.Set()
		}
		return cp, nil
	})
}

var eventClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Event", Module: "threading",
		Doc: "A flag that threads wait for.",
		Methods: map[string]object.Method{
			"__init__": method("Event.__init__", "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				self.Native = &event{ipc.NewEvent()}
				return starlark.None, nil
			}),
			"is_set": eventMethod("is_set", func(e *ipc.Event) starlark.Value { return starlark.Bool(e.IsSet()) }),
			"isSet": deprecated("Event.isSet", "", "use is_set()", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				e, err := native[*event](self, "_cond")
				if err != nil {
					return nil, err
				}
				return starlark.Bool(e.kernel.IsSet()), nil
			}),
			"set":   eventMethod("set", func(e *ipc.Event) starlark.Value { e.Set(); return starlark.None }),
			"clear": eventMethod("clear", func(e *ipc.Event) starlark.Value { e.Clear(); return starlark.None }),
			"wait": method("Event.wait", "timeout=", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				e, err := native[*event](self, "_cond")
				if err != nil {
					return nil, err
				}
				if e.kernel.IsSet() {
					return starlark.True, nil
				}
				until, err := deadline(thread, a[0])
				if err != nil {
					return nil, err
				}
				in := interp.Of(thread)
				err = e.kernel.Wait(in.Task(thread), until)
				switch {
				case err == nil:
					return starlark.True, nil
				case errors.Is(err, ipc.ErrTimeout):
					return starlark.False, nil
				}
				return nil, in.Err(thread, err)
			}),
			"__repr__": method("Event.__repr__", "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				e, err := native[*event](self, "_cond")
				if err != nil {
					return nil, err
				}
				status := "unset"
				if e.kernel.IsSet() {
					status = "set"
				}
				return shown(fmt.Sprintf("<%s at 0x%x: %s>", self.Class().FullName(), object.ID(self), status))
			}),
		},
	})
})

func eventMethod(name string, f func(e *ipc.Event) starlark.Value) object.Method {
	return method("Event."+name, "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
		e, err := native[*event](self, "_cond")
		if err != nil {
			return nil, err
		}
		return f(e.kernel), nil
	})
}
