package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
)

// maxElements bounds the lists, tuples and sets that one call may make: 128 Mi
// elements are 2 GiB of interface values.
const maxElements = 1 << 27

// each calls f for the elements of v, in the order of iteration, until f returns
// false or an error. A list may change meanwhile, as under CPython.
func each(thread *starlark.Thread, v starlark.Value, f func(x starlark.Value) (bool, error)) error {
	t := ticker{thread: thread}
	switch v := v.(type) {
	case *starlark.List:
		for i := 0; i < v.Len(); i++ {
			if more, err := f(v.Index(i)); err != nil || !more {
				return err
			}
			if err := t.tick(); err != nil {
				return err
			}
		}
		return nil
	case starlark.Tuple:
		for _, x := range v {
			if more, err := f(x); err != nil || !more {
				return err
			}
			if err := t.tick(); err != nil {
				return err
			}
		}
		return nil
	}
	it, err := iterate(thread, v)
	if err != nil {
		return err
	}
	defer it.close()
	for {
		x, ok, err := it.next(thread)
		if err != nil || !ok {
			return err
		}
		if more, err := f(x); err != nil || !more {
			return err
		}
		if err := t.tick(); err != nil {
			return err
		}
	}
}

// collect returns the elements of v in a new slice.
func collect(thread *starlark.Thread, v starlark.Value) ([]starlark.Value, error) {
	switch v := v.(type) {
	case *starlark.List:
		return object.EnvOf(thread).CloneList(v)
	case starlark.Tuple:
		return object.EnvOf(thread).Clone(v, 0)
	case *starlark.Set:
		return object.SetElements(object.EnvOf(thread), v)
	case *Frozenset:
		return object.SetElements(object.EnvOf(thread), v.set)
	case *starlark.Dict:
		return object.Keys(object.EnvOf(thread), v)
	}
	env := object.EnvOf(thread)
	var elems []starlark.Value
	var err error
	if n := sizeHint(v); n > maxElements {
		return nil, memoryError()
	} else if n > 0 {
		if elems, err = env.CopyWithRoom(0, n, nil); err != nil {
			return nil, err
		}
	}
	err = each(thread, v, func(x starlark.Value) (_ bool, err error) {
		if len(elems) >= maxElements {
			return false, memoryError()
		}
		elems, err = env.Push(elems, x)
		return true, err
	})
	return elems, err
}

// sizeHint returns the number of v's elements if v knows it, else -1.
func sizeHint(v starlark.Value) int {
	if s, ok := v.(starlark.Sequence); ok {
		if _, ok := v.(*object.Instance); !ok {
			return s.Len()
		}
	}
	return -1
}
