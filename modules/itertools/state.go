package itertools

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
)

// stateless are the classes without a __setstate__.
var stateless = map[string]bool{"compress": true, "count": true, "filterfalse": true, "pairwise": true, "repeat": true, "starmap": true}

// reduction is what a __reduce__ returns: the class, its arguments, and a state if there is one.
func reduction(class string, args starlark.Tuple, state ...starlark.Value) starlark.Tuple {
	return append(starlark.Tuple{classOf(class), args}, state...)
}

// reduceOver makes the Reduce of an iterator whose class takes the given arguments and then an iterator.
func reduceOver(class string, in *builtin.Inner, args ...starlark.Value) func(*starlark.Thread) (starlark.Tuple, error) {
	return func(thread *starlark.Thread) (starlark.Tuple, error) {
		v, err := in.Value(thread)
		return reduction(class, append(starlark.Tuple(args), v)), err
	}
}

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

func flag(b bool) starlark.Value {
	if b {
		return starlark.MakeInt(1)
	}
	return starlark.MakeInt(0)
}

// parts reads a state that is a tuple of so many values.
func parts(state starlark.Value, n int) (starlark.Tuple, error) {
	t, ok := object.Unwrap(state).(starlark.Tuple)
	if !ok {
		return nil, exception.New(exception.TypeError, "state is not a tuple")
	}
	if len(t) != n {
		return nil, exception.New(exception.TypeError, "function takes exactly %d arguments (%d given)", n, len(t))
	}
	return t, nil
}

func wrongPart(n int, want string, v starlark.Value) error {
	return exception.New(exception.TypeError, "argument %d must be %s, not %s", n, want, object.TypeName(v))
}

func invalid() error { return exception.New(exception.ValueError, "invalid arguments") }

// places reads a tuple of n ints, and puts the i'th between low and high(i).
func places(state starlark.Value, n, low int, high func(i int) int) ([]int, error) {
	t, ok := object.Unwrap(state).(starlark.Tuple)
	if !ok || len(t) != n {
		return nil, invalid()
	}
	at := make([]int, n)
	for i, v := range t {
		k, err := builtin.Position(v)
		if err != nil {
			return nil, err
		}
		at[i] = max(min(k, high(i)), low)
	}
	return at, nil
}

func ints(at []int) starlark.Tuple {
	t := make(starlark.Tuple, len(at))
	for i, k := range at {
		t[i] = starlark.MakeInt(k)
	}
	return t
}

// maxPickledSelection bounds the selections that pickles make: their size is not that of the pickle.
const maxPickledSelection = 1 << 12

// registerPickles says which of the classes pickles may call.
func registerPickles() {
	for _, name := range []string{"chain", "compress", "count", "cycle", "islice", "repeat", "zip_longest"} {
		pickle.RegisterClass(classOf(name))
	}
	pickle.RegisterClass(teeClass.Get(), teeDataClass.Get(), grouperClass.Get())
	for name, at := range map[string]int{"accumulate": 1, "dropwhile": 0, "filterfalse": 0, "groupby": 1, "starmap": 0, "takewhile": 0} {
		pickle.RegisterClassIf(classOf(name), func(args starlark.Tuple, classesOnly bool) error {
			if at >= len(args) {
				return nil
			}
			return pickle.MayKeep(args[at], classesOnly)
		})
	}
	// These read their arguments at once: in a pickle they are tuples.
	for _, name := range []string{"combinations", "combinations_with_replacement", "permutations", "product"} {
		pickle.RegisterClassIf(classOf(name), func(args starlark.Tuple, _ bool) error {
			for i, v := range args {
				if name != "product" && i > 0 {
					if n, err := builtin.Position(v); err == nil && n > maxPickledSelection {
						return exception.New(exception.MemoryError, "")
					}
				} else if _, ok := v.(starlark.Tuple); !ok {
					return exception.New("pickle.UnpicklingError", "a pickle cannot call %s with a '%s' object", name, object.TypeName(v))
				}
			}
			return nil
		})
	}
}
