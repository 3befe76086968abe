package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
)

// This file is how iterators are pickled and copied: by a call that makes one like it where it is.

var iterBuiltin = object.NewFunc("iter", iterFunc)

// An ownStream is a stream that scripts can see as an iterator object.
type ownStream interface {
	stream
	class() *object.Class
}

// A reducible stream knows what the __reduce__ of its iterator returns.
type reducible interface {
	reduce(thread *starlark.Thread) (starlark.Tuple, error)
}

// A settable stream can be put where another one was: __setstate__.
type settable interface {
	setState(thread *starlark.Thread, state starlark.Value) error
}

// ended is what an iterator over what is left, or one that has come to its end, is reduced to.
func ended(rest starlark.Value) starlark.Tuple {
	return starlark.Tuple{iterBuiltin, starlark.Tuple{rest}}
}

// reduced is what an iterator is reduced to that is somewhere in a sequence.
func reduced(fn, seq starlark.Value, at int) starlark.Tuple {
	return starlark.Tuple{fn, starlark.Tuple{seq}, starlark.MakeInt(at)}
}

// Position reads the state of an iterator, which is an int.
func Position(v starlark.Value) (int, error) {
	if b, ok := v.(starlark.Bool); ok {
		if b {
			return 1, nil
		}
		return 0, nil
	}
	n, ok := object.Unwrap(v).(starlark.Int)
	if !ok {
		return 0, typeError("an integer is required")
	}
	i, ok := n.Int64()
	if !ok || int64(int(i)) != i {
		return 0, exception.New(exception.OverflowError, "Python int too large to convert to C ssize_t")
	}
	return int(i), nil
}

// asValue returns a stream as the iterator object that scripts see. What reads the stream is to read that from now on.
func asValue(thread *starlark.Thread, s *stream) (starlark.Value, error) {
	switch src := (*s).(type) {
	case *Iterator:
		return src, nil
	case ownStream:
		it := newIterator(thread, src.class(), src)
		*s = it
		return it, nil
	case *foreignStream:
		if src.of != nil {
			return src.of, nil
		}
	}
	return nil, typeError("cannot pickle '%s' object", sequenceIteratorType.Name())
}

// asValues is asValue for several, as elements of an argument tuple.
func asValues(thread *starlark.Thread, srcs []stream, args ...starlark.Value) (starlark.Tuple, error) {
	t := append(starlark.Tuple(nil), args...)
	for i := range srcs {
		v, err := asValue(thread, &srcs[i])
		if err != nil {
			return nil, err
		}
		t = append(t, v)
	}
	return t, nil
}

func reduceIterator(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	it := self.(*Iterator)
	if err := none(it.class.Name(), "__reduce__", args, kwargs); err != nil {
		return nil, err
	}
	if r, ok := it.src.(reducible); ok {
		t, err := r.reduce(thread)
		if t != nil || err != nil {
			return t, err
		}
	}
	return nil, typeError("cannot pickle '%s' object", it.class.FullName())
}

func setIteratorState(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	it := self.(*Iterator)
	if len(args)+len(kwargs) != 1 || len(kwargs) > 0 {
		return nil, typeError("%s.__setstate__() takes exactly one argument (%d given)", it.class.Name(), len(args)+len(kwargs))
	}
	s, ok := it.src.(settable)
	if !ok {
		return nil, noAttr(it, "__setstate__")
	}
	return starlark.None, s.setState(thread, args[0])
}

// ReducedInMessages lets iterators go to other interpreters as their pickles do.
func (it *Iterator) ReducedInMessages() {}

func init() {
	pickle.RegisterClass(enumerateType, zipType, reversedType)
	pickle.RegisterBuiltin(iterBuiltin, func(args starlark.Tuple, classesOnly bool) error {
		if len(args) < 2 {
			return nil
		}
		return pickle.MayKeep(args[0], classesOnly)
	})
	for _, c := range []*object.Class{mapType, filterType} {
		pickle.RegisterClassIf(c, func(args starlark.Tuple, classesOnly bool) error {
			if len(args) == 0 {
				return nil
			}
			return pickle.MayKeep(args[0], classesOnly)
		})
	}
}
