package multiprocessing

import (
	"fmt"
	"math"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines util.Finalize: a call that is made once, when it is asked for
// or when the process ends by itself. CPython makes it also when the object it
// belongs to is collected; here, as with __del__, nothing is called then.

// A scriptFinalizer is the native state of a Finalize.
type scriptFinalizer struct {
	entry    *finalizer // nil once it was called, cancelled, or is another process's
	callback starlark.Value
	args     starlark.Tuple
	kwargs   *starlark.Dict
	priority starlark.Value
	bare     bool // without an object
}

// Transfer implements [pickle.Transferer]: in another process there is nothing
// left to do.
func (f *scriptFinalizer) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.finalizer", nil, nil)
}

// never is the priority of a finalizer that the end of the process does not call.
const never = math.MinInt

var finalizeClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Finalize", Module: "multiprocessing.util",
		Doc: "A call to make when the process exits, unless it was made or cancelled before.",
		Methods: map[string]object.Method{
			"__init__":     finalizeInit,
			"__call__":     finalizeCall,
			"__repr__":     finalizeRepr,
			"cancel":       finalizeCancel,
			"still_active": finalizeActive,
		},
	})
})

var (
	finalizeParams     = params.Method("Finalize.__init__", "obj, callback, args=, kwargs=, exitpriority=")
	finalizeCallParams = params.Method("Finalize.__call__", "wr=, _finalizer_registry=, sub_debug=, getpid=")
)

func finalizeInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := finalizeParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	f := &scriptFinalizer{callback: a[1], priority: given(a[4], starlark.None)}
	priority := never
	if !isNone(f.priority) {
		n, err := integer(f.priority)
		if err != nil {
			shown, err := object.Repr(st.env, f.priority)
			if err != nil {
				return nil, err
			}
			return nil, exception.New(exception.TypeError, "Exitpriority (%s) must be None or int, not %s", shown, object.TypeOf(f.priority))
		}
		big, ok := n.Int64()
		if !ok {
			big = int64(n.Sign()) * math.MaxInt32
		}
		priority = int(max(min(big, math.MaxInt32), math.MinInt32))
	}
	if f.bare = isNone(a[0]); f.bare {
		if priority == never {
			return nil, valueError("Without object, exitpriority cannot be None")
		}
	} else if err := weaklyReferable(a[0]); err != nil {
		return nil, err
	}
	if a[2] != nil {
		if f.args, err = tupleOf(st.env, a[2]); err != nil {
			return nil, err
		}
	}
	f.kwargs = new(starlark.Dict)
	if !isNone(a[3]) {
		if f.kwargs, err = dictOf(thread, a[3]); err != nil {
			return nil, err
		}
	}
	f.entry = st.finalize(priority, func(thread *starlark.Thread) {
		if _, err := f.call(thread); err != nil {
			st.unraisable(thread, err)
		}
	})
	self.(*object.Instance).Native = f
	return starlark.None, nil
}

// weaklyReferable refuses what CPython has no weak references to.
func weaklyReferable(v starlark.Value) error {
	switch v.(type) {
	case *object.Instance, *object.Class, *starlark.Function, *starlark.Set, *object.Module:
		return nil
	}
	return exception.New(exception.TypeError, "cannot create weak reference to '%s' object", object.TypeName(v))
}

// call makes the call, for which the finalizer was taken off the state's list.
func (f *scriptFinalizer) call(thread *starlark.Thread) (starlark.Value, error) {
	callback, args, kwargs := f.callback, f.args, f.kwargs
	*f = scriptFinalizer{}
	return object.CallKw(thread, callback, args, kwargs.Items())
}

// unraisable shows an exception that nobody can catch.
func (st *state) unraisable(thread *starlark.Thread, err error) {
	if exc, ok := object.AsException(st.env, err); ok {
		st.in.WriteError(thread, object.FormatException(st.env, exc))
	}
}

func finalizerOf(self starlark.Value) (*scriptFinalizer, error) {
	if i, ok := self.(*object.Instance); ok {
		if f, ok := i.Native.(*scriptFinalizer); ok {
			return f, nil
		}
	}
	return nil, noAttribute(self, "_key")
}

func finalizeCall(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := finalizeCallParams.Bind(args, kwargs); err != nil {
		return nil, err
	}
	f, err := finalizerOf(self)
	if err != nil {
		return nil, err
	}
	if f.entry == nil {
		return starlark.None, nil
	}
	stateOf(thread).cancel(f.entry)
	return f.call(thread)
}

func finalizeCancel(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Finalize.cancel", args, kwargs); err != nil {
		return nil, err
	}
	f, err := finalizerOf(self)
	if err != nil {
		return nil, err
	}
	if f.entry != nil {
		stateOf(thread).cancel(f.entry)
		*f = scriptFinalizer{}
	}
	return starlark.None, nil
}

func finalizeActive(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Finalize.still_active", args, kwargs); err != nil {
		return nil, err
	}
	f, err := finalizerOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.Bool(f.entry != nil), nil
}

func finalizeRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	name := object.TypeOf(self).Name()
	f, err := finalizerOf(self)
	if err != nil || f.entry == nil || f.bare {
		return text.Str("<" + name + " object, dead>"), nil
	}
	env := object.EnvOf(thread)
	called, err := object.GetAttr(thread, f.callback, "__name__")
	if err != nil {
		called = f.callback
	}
	shown, err := object.Str(env, called)
	if err != nil {
		return nil, err
	}
	s := fmt.Sprintf("<%s object, callback=%s", name, shown)
	for _, part := range []struct {
		name  string
		value starlark.Value
		show  bool
	}{
		{"args", f.args, len(f.args) > 0},
		{"kwargs", f.kwargs, f.kwargs.Len() > 0},
		{"exitpriority", f.priority, f.priority != starlark.None},
	} {
		if !part.show {
			continue
		}
		if shown, err = object.Str(env, part.value); err != nil {
			return nil, err
		}
		s += ", " + part.name + "=" + shown
	}
	return text.Str(s + ">"), nil
}
