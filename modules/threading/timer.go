package threading

import (
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

var timerClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Timer", Module: "threading", Bases: []*object.Class{threadClass.Get()},
		Doc: "A thread that waits some seconds and then makes a call, unless it is cancelled.",
		Methods: map[string]object.Method{
			"__init__": method("Timer.__init__", "interval, function, args=, kwargs=", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				if _, err := initThread(thread, self, make([]starlark.Value, 6)); err != nil {
					return nil, err
				}
				finished := object.NewInstance(self.Env(), eventClass.Get())
				finished.Native = &event{ipc.NewEvent()}
				args, kwargs := a[2], a[3]
				if isNone(args) {
					args = new(starlark.List)
				}
				if isNone(kwargs) {
					kwargs = new(starlark.Dict)
				}
				self.Set("interval", a[0])
				self.Set("function", a[1])
				self.Set("args", args)
				self.Set("kwargs", kwargs)
				self.Set("finished", finished)
				return starlark.None, nil
			}),
			"cancel": method("Timer.cancel", "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				return onFinished(thread, self, "set")
			}),
			"run": method("Timer.run", "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				interval, err := object.GetAttr(thread, self, "interval")
				if err != nil {
					return nil, err
				}
				if _, err := onFinished(thread, self, "wait", interval); err != nil {
					return nil, err
				}
				set, err := onFinished(thread, self, "is_set")
				if err != nil {
					return nil, err
				}
				if set != starlark.True {
					self.Set("_target", field(self, "function"))
					self.Set("_args", field(self, "args"))
					self.Set("_kwargs", field(self, "kwargs"))
					if _, err := runThread(thread, self, nil); err != nil {
						return nil, err
					}
				}
				return onFinished(thread, self, "set")
			}),
		},
	})
})

func field(self *object.Instance, name string) starlark.Value {
	if v, ok := self.Own(name); ok {
		return v
	}
	return starlark.None
}

// onFinished calls a method of the event that ends the wait.
func onFinished(thread *starlark.Thread, self *object.Instance, name string, args ...starlark.Value) (starlark.Value, error) {
	finished, err := object.GetAttr(thread, self, "finished")
	if err != nil {
		return nil, err
	}
	m, err := object.GetAttr(thread, finished, name)
	if err != nil {
		return nil, err
	}
	return object.Call(thread, m, args...)
}
