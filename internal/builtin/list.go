package builtin

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

func newList(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("list", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return starlark.NewList(nil), nil
	}
	elems, err := collect(thread, args[0])
	if err != nil {
		return nil, err
	}
	return starlark.NewList(elems), nil
}

func newTuple(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("tuple", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return starlark.Tuple(nil), nil
	}
	if t, ok := args[0].(starlark.Tuple); ok {
		return t, nil
	}
	elems, err := collect(thread, args[0])
	return starlark.Tuple(elems), err
}

// enginePop is the engine's list.pop.
var enginePop = func() *starlark.Builtin {
	m, _ := new(starlark.List).Attr("pop")
	return m.(*starlark.Builtin)
}()

var sortSignature = text.Signature{Owner: "list", Func: "sort", Params: []string{"key", "reverse"}}

// listMethods are the methods of list. Only those that move elements go through the
// engine's own, which alone can reach its slice.
var listMethods = map[string]object.Method{
	"append": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, err := single("list", "append", args, kwargs)
		if err != nil {
			return nil, err
		}
		return starlark.None, object.Append(thread, self.(*starlark.List), x)
	},
	"clear": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("list", "clear", args, kwargs); err != nil {
			return nil, err
		}
		return starlark.None, self.(*starlark.List).Clear()
	},
	"copy": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("list", "copy", args, kwargs); err != nil {
			return nil, err
		}
		elems, err := collect(thread, self)
		if err != nil {
			return nil, err
		}
		return starlark.NewList(elems), nil
	},
	"count": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, err := single("list", "count", args, kwargs)
		if err != nil {
			return nil, err
		}
		return countOf(thread, self, x)
	},
	"extend": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, err := single("list", "extend", args, kwargs)
		if err != nil {
			return nil, err
		}
		return starlark.None, extend(thread, self.(*starlark.List), x)
	},
	"index": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := between("list", "index", args, kwargs, 1, 3); err != nil {
			return nil, err
		}
		i, err := indexOf(thread, self.(*starlark.List), args)
		if err != nil {
			return nil, err
		}
		if i < 0 {
			s, err := object.Repr(object.EnvOf(thread), args[0])
			if err != nil {
				return nil, err
			}
			return nil, valueError("%s is not in list", s)
		}
		return starlark.MakeInt(i), nil
	},
	"insert": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := between("list", "insert", args, kwargs, 2, 2); err != nil {
			return nil, err
		}
		i, err := size(thread, args[0])
		if err != nil {
			return nil, err
		}
		l := self.(*starlark.List)
		if i >= l.Len() {
			return starlark.None, object.Append(thread, l, args[1])
		}
		if i < 0 {
			i = max(0, i+l.Len())
		}
		if done, err := object.EnvOf(thread).InsertAt(l, i, args[1]); done {
			return starlark.None, err
		}
		return engineMethod(thread, l, "insert", starlark.MakeInt(i), args[1])
	},
	"pop": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := between("list", "pop", args, kwargs, 0, 1); err != nil {
			return nil, err
		}
		i := -1
		if len(args) > 0 {
			var err error
			if i, err = size(thread, args[0]); err != nil {
				return nil, err
			}
		}
		l := self.(*starlark.List)
		if len(args) == 0 && l.Len() > 0 {
			return enginePop.BindReceiver(l).CallInternal(thread, nil, nil)
		}
		if l.Len() == 0 {
			return nil, exception.New(exception.IndexError, "pop from empty list")
		}
		if i < -l.Len() || i >= l.Len() {
			return nil, exception.New(exception.IndexError, "pop index out of range")
		}
		return popAt(thread, l, i)
	},
	"remove": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, err := single("list", "remove", args, kwargs)
		if err != nil {
			return nil, err
		}
		l := self.(*starlark.List)
		i, err := indexOf(thread, l, starlark.Tuple{x})
		if err != nil {
			return nil, err
		}
		if i < 0 || i >= l.Len() {
			return nil, valueError("list.remove(x): x not in list")
		}
		_, err = popAt(thread, l, i)
		return starlark.None, err
	},
	"reverse": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("list", "reverse", args, kwargs); err != nil {
			return nil, err
		}
		l := self.(*starlark.List)
		t := ticker{thread: thread}
		for i, j := 0, l.Len()-1; i < j; i, j = i+1, j-1 {
			x, y := l.Index(i), l.Index(j)
			if err := l.SetIndex(i, y); err != nil {
				return nil, err
			}
			if err := l.SetIndex(j, x); err != nil {
				return nil, err
			}
			if err := t.tick(); err != nil {
				return nil, err
			}
		}
		return starlark.None, nil
	},
	"sort": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) > 0 {
			return nil, typeError("sort() takes no positional arguments")
		}
		o, err := sortArgs(thread, kwargs)
		if err != nil {
			return nil, err
		}
		l := self.(*starlark.List)
		elems, err := collect(thread, l)
		if err != nil {
			return nil, err
		}
		if elems, err = o.sort(thread, elems); err != nil {
			return nil, err
		}
		if l.Len() != len(elems) {
			return nil, valueError("list modified during sort")
		}
		for i, x := range elems {
			if err := l.SetIndex(i, x); err != nil {
				return nil, err
			}
		}
		return starlark.None, nil
	},
}

// popAt removes an element that the list has.
func popAt(thread *starlark.Thread, l *starlark.List, i int) (starlark.Value, error) {
	if i < 0 {
		i += l.Len()
	}
	v := l.Index(i)
	if done, err := object.EnvOf(thread).DeleteAt(l, i); done {
		return v, err
	}
	return engineMethod(thread, l, "pop", starlark.MakeInt(i))
}

// engineMethod calls a method of the engine's own type.
func engineMethod(thread *starlark.Thread, recv starlark.HasAttrs, name string, args ...starlark.Value) (starlark.Value, error) {
	m, err := recv.Attr(name)
	if err != nil {
		return nil, err
	}
	return m.(*starlark.Builtin).CallInternal(thread, args, nil)
}

func extend(thread *starlark.Thread, l *starlark.List, v starlark.Value) error {
	n := sizeHint(v)
	if n > maxElements-l.Len() {
		return memoryError()
	}
	if n > checkEvery {
		// The list has its old and its new elements while it grows.
		if err := object.EnvOf(thread).Reserve(2 * 16 * int64(l.Len()+n)); err != nil {
			return err
		}
	}
	env := object.EnvOf(thread)
	if list, ok := object.Unwrap(v).(*starlark.List); ok && list == l { // or an instance of a class derived from list
		elems, err := env.CloneList(l)
		if err != nil {
			return err
		}
		v = starlark.Tuple(elems)
	}
	switch v := v.(type) {
	case *starlark.List, starlark.Tuple:
		elems, err := env.Sequence(v.(starlark.Indexable))
		if err != nil {
			return err
		}
		if len(elems) > maxElements-l.Len() {
			return memoryError()
		}
		return env.AppendAll(l, elems)
	}
	return each(thread, v, func(x starlark.Value) (bool, error) {
		if l.Len() >= maxElements {
			return false, memoryError()
		}
		return true, object.Append(thread, l, x)
	})
}

// indexOf returns the position of args[0] in seq between args[1] and args[2], or -1.
func indexOf(thread *starlark.Thread, seq starlark.Indexable, args starlark.Tuple) (int, error) {
	lo, hi := 0, math.MaxInt
	for i, p := range []*int{&lo, &hi} {
		if len(args) <= i+1 {
			continue
		}
		n, err := clampedSize(thread, args[i+1])
		if err != nil {
			if _, ok := object.Unwrap(args[i+1]).(starlark.Int); !ok {
				err = typeError("slice indices must be integers or have an __index__ method")
			}
			return 0, err
		}
		if n < 0 {
			n = max(0, n+seq.Len())
		}
		*p = n
	}
	env := object.EnvOf(thread)
	t := ticker{thread: thread}
	for i := lo; i < hi && i < seq.Len(); i++ {
		if ok, err := same(env, seq.Index(i), args[0]); err != nil {
			return 0, err
		} else if ok {
			return i, nil
		}
		if err := t.tick(); err != nil {
			return 0, err
		}
	}
	return -1, nil
}

func countOf(thread *starlark.Thread, seq, x starlark.Value) (starlark.Value, error) {
	env := object.EnvOf(thread)
	n := 0
	err := each(thread, seq, func(y starlark.Value) (bool, error) {
		ok, err := same(env, y, x)
		if ok {
			n++
		}
		return true, err
	})
	return starlark.MakeInt(n), err
}

var tupleMethods = map[string]object.Method{
	"count": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, err := single("tuple", "count", args, kwargs)
		if err != nil {
			return nil, err
		}
		return countOf(thread, self, x)
	},
	"index": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := between("tuple", "index", args, kwargs, 1, 3); err != nil {
			return nil, err
		}
		i, err := indexOf(thread, self.(starlark.Tuple), args)
		if err == nil && i < 0 {
			err = valueError("tuple.index(x): x not in tuple")
		}
		return starlark.MakeInt(i), err
	},
}
