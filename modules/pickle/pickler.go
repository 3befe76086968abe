package pickle

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// A pickler is the state of a Pickler.
type pickler struct {
	w     *pickle.Writer
	write starlark.Value // the file's method
	busy  bool
}

var picklerSignature = &text.Signature{Func: "Pickler", Style: text.Named, Params: []string{"file", "protocol", "fix_imports", "buffer_callback"}, Required: 1}

var picklerClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Pickler", Module: "_pickle",
		Doc: "Writes pickles to a file.",
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := picklerSignature.Parse(args, kwargs)
				if err != nil {
					return nil, err
				}
				w, err := newWriter(thread, a[1], a[2], a[3])
				if err != nil {
					return nil, err
				}
				to, err := writeMethod(thread, a[0])
				if err != nil {
					return nil, err
				}
				self.(*object.Instance).Native = &pickler{w: w, write: to}
				return starlark.None, nil
			},
			"dump": picklerDump,
			"clear_memo": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				p, err := picklerOf(self)
				if err == nil {
					p.w.Reset()
				}
				return starlark.None, err
			},
			"persistent_id": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, nil
			},
		},
		Properties: map[string]object.Property{
			"bin": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				p, err := picklerOf(self)
				if err != nil {
					return nil, err
				}
				return starlark.Bool(p.w.Protocol() > 0), nil
			}},
			"fast": {
				Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
					p, err := picklerOf(self)
					if err != nil {
						return nil, err
					}
					return starlark.Bool(p.w.Fast), nil
				},
				Set: func(thread *starlark.Thread, self, v starlark.Value) error {
					p, err := picklerOf(self)
					if err != nil {
						return err
					}
					p.w.Fast, err = object.Truth(object.EnvOf(thread), v)
					return err
				},
			},
		},
	})
})

func picklerOf(self starlark.Value) (*pickler, error) {
	i := self.(*object.Instance)
	if p, ok := i.Native.(*pickler); ok {
		return p, nil
	}
	name := i.Class().Name()
	return nil, exception.New("pickle.PicklingError", "Pickler.__init__() was not called by %s.__init__()", name)
}

func picklerDump(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 || len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "_pickle.Pickler.dump() takes exactly one argument (%d given)", len(args)+len(kwargs))
	}
	p, err := picklerOf(self)
	if err != nil {
		return nil, err
	}
	if p.busy {
		return nil, exception.New(exception.RuntimeError, "this Pickler is already writing a pickle")
	}
	p.busy = true
	defer func() { p.busy = false }()
	p.w.Thread = thread
	if err := p.hooks(thread, self.(*object.Instance)); err != nil {
		return nil, err
	}
	b, err := write(thread, p.w, args[0])
	if err != nil {
		return nil, err
	}
	_, err = object.Call(thread, p.write, text.Bytes(b))
	return starlark.None, err
}

// hooks sets what a subclass or the script has put in place of the defaults.
func (p *pickler) hooks(thread *starlark.Thread, self *object.Instance) error {
	p.w.Persistent = nil
	if overridden(self, "persistent_id") {
		fn, err := object.GetAttr(thread, self, "persistent_id")
		if err != nil {
			return err
		}
		p.w.Persistent = func(v starlark.Value) (starlark.Value, bool, error) {
			id, err := object.Call(thread, fn, v)
			return id, err == nil && id != starlark.None, err
		}
	}
	override, err := object.GetAttrDefault(thread, self, "reducer_override", nil)
	if err != nil {
		return err
	}
	table, err := object.GetAttrDefault(thread, self, "dispatch_table", nil)
	if err != nil {
		return err
	}
	if table == nil {
		table = interp.Of(thread).Registered()
	}
	p.w.Reduce = func(v starlark.Value) (*pickle.Reduction, error) {
		if override != nil {
			r, err := object.Call(thread, override, v)
			if err != nil {
				return nil, err
			}
			if r != object.NotImplemented {
				return pickle.ParseReduction(r)
			}
		}
		return pickle.Dispatch(thread, table, v)
	}
	return nil
}

// overridden reports whether an instance has a method other than its native class's.
func overridden(self *object.Instance, name string) bool {
	if _, ok := self.Own(name); ok {
		return true
	}
	m, ok := self.Class().Lookup(name)
	_, native := m.(*object.NativeMethod)
	return ok && !native
}
