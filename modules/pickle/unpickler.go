package pickle

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// An unpickler is the state of an Unpickler.
type unpickler struct {
	r    *pickle.Reader
	busy bool
	// known is what the native find_class has returned. What a script's own find_class
	// returns besides, pickles may call: it is the script's choice.
	known map[starlark.Value]bool
}

var unpicklerSignature = &text.Signature{Func: "Unpickler", Style: text.Named, Params: []string{"file", "fix_imports", "encoding", "errors", "buffers"}, Required: 1, MaxPos: 1}

var unpicklerClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Unpickler", Module: "_pickle",
		Doc: "Reads pickles from a file.",
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := unpicklerSignature.Parse(args, kwargs)
				if err != nil {
					return nil, err
				}
				s, err := newStream(thread, a[0])
				if err != nil {
					return nil, err
				}
				r := interp.Of(thread).PickleReader(thread, nil, s)
				if err := setOptions(thread, r, a[1:]); err != nil {
					return nil, err
				}
				self.(*object.Instance).Native = &unpickler{r: r, known: make(map[starlark.Value]bool)}
				return starlark.None, nil
			},
			"load":       unpicklerLoad,
			"find_class": findClass,
			"persistent_load": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return nil, exception.New("pickle.UnpicklingError", "unsupported persistent id encountered")
			},
		},
	})
})

func unpicklerOf(self starlark.Value) (*unpickler, error) {
	i := self.(*object.Instance)
	if u, ok := i.Native.(*unpickler); ok {
		return u, nil
	}
	return nil, exception.New("pickle.UnpicklingError", "Unpickler.__init__() was not called by %s.__init__()", i.Class().Name())
}

func unpicklerLoad(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args)+len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "Unpickler.load() takes no arguments (%d given)", len(args)+len(kwargs))
	}
	u, err := unpicklerOf(self)
	if err != nil {
		return nil, err
	}
	if u.busy {
		return nil, exception.New(exception.RuntimeError, "this Unpickler is already reading a pickle")
	}
	u.busy = true
	defer func() { u.busy = false }()
	i, r := self.(*object.Instance), u.r
	r.Thread = thread
	in := interp.Of(thread)
	r.Find = func(module, name string) (starlark.Value, error) { return in.FindGlobal(thread, module, name) }
	r.Trust, r.Persistent = nil, nil
	if overridden(i, "find_class") {
		fn, err := object.GetAttr(thread, self, "find_class")
		if err != nil {
			return nil, err
		}
		r.Find = func(module, name string) (starlark.Value, error) {
			return object.Call(thread, fn, text.Str(module), text.Str(name))
		}
		r.Trust = func(fn starlark.Value) bool { return !u.known[fn] }
	}
	if overridden(i, "persistent_load") {
		fn, err := object.GetAttr(thread, self, "persistent_load")
		if err != nil {
			return nil, err
		}
		r.Persistent = func(id starlark.Value) (starlark.Value, error) { return object.Call(thread, fn, id) }
	}
	return r.Read()
}

// findClass is Unpickler.find_class: what the interpreter lets pickles name.
func findClass(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 2 || len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "find_class expected 2 arguments, got %d", len(args)+len(kwargs))
	}
	u, err := unpicklerOf(self)
	if err != nil {
		return nil, err
	}
	module, ok1 := text.AsString(args[0])
	name, ok2 := text.AsString(args[1])
	if !ok1 || !ok2 {
		return nil, exception.New(exception.TypeError, "find_class() arguments must be str")
	}
	v := pickle.Known(module, name)
	if v == nil {
		if v, err = interp.Of(thread).FindGlobal(thread, module, name); err != nil {
			return nil, err
		}
	}
	if object.Callable(v) {
		u.known[v] = true
	}
	return v, nil
}
