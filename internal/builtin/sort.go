package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// sorting is how list.sort and sorted order elements.
type sorting struct {
	key     starlark.Value // or nil
	reverse bool
}

func sortArgs(thread *starlark.Thread, kwargs []starlark.Tuple) (sorting, error) {
	var o sorting
	slots, err := sortSignature.Parse(nil, kwargs)
	if err != nil {
		return o, err
	}
	if slots[0] != nil && slots[0] != starlark.None {
		o.key = slots[0]
	}
	if slots[1] != nil {
		n, err := index(thread, slots[1])
		if err != nil {
			return o, err
		}
		o.reverse = n.Sign() != 0
	}
	return o, nil
}

func sorted(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := count("sorted", args, 1, 1); err != nil {
		return nil, err
	}
	elems, err := collect(thread, args[0])
	if err != nil {
		return nil, err
	}
	o, err := sortArgs(thread, kwargs)
	if err != nil {
		return nil, err
	}
	elems, err = o.sort(thread, elems)
	if err != nil {
		return nil, err
	}
	return starlark.NewList(elems), nil
}

// sort returns the elements in order, in a slice that may be elems. Elements that
// compare equal keep their order, also when it is reversed.
func (o sorting) sort(thread *starlark.Thread, elems []starlark.Value) ([]starlark.Value, error) {
	keys := elems
	if o.key != nil {
		var err error
		if keys, err = pieces.Make[starlark.Value](len(elems), object.EnvOf(thread).Check); err != nil {
			return nil, err
		}
		for i, x := range elems {
			k, err := object.Call(thread, o.key, x)
			if err == nil {
				err = object.EnvOf(thread).Tick()
			}
			if err != nil {
				return nil, err
			}
			keys[i] = k
		}
	}
	if len(elems) < 2 {
		return elems, nil
	}
	t := ticker{thread: thread}
	switch keys[0].(type) {
	case starlark.Int:
		if items, ok, err := keyed(&t, keys, elems, smallInt); err != nil {
			return nil, err
		} else if ok {
			return sortBy(items, elems, o.reverse, &t, func(x, y int64) (bool, error) { return x < y, nil })
		}
	case starlark.Float:
		if items, ok, err := keyed(&t, keys, elems, floatKey); err != nil {
			return nil, err
		} else if ok {
			return sortBy(items, elems, o.reverse, &t, func(x, y float64) (bool, error) { return x < y, nil })
		}
	case starlark.String, *text.Text:
		if items, ok, err := keyed(&t, keys, elems, stringKey); err != nil {
			return nil, err
		} else if ok {
			return sortBy(items, elems, o.reverse, &t, func(x, y string) (bool, error) { return x < y, nil })
		}
	}
	env := object.EnvOf(thread)
	items, _, err := keyed(&t, keys, elems, func(v starlark.Value) (starlark.Value, bool) { return v, true })
	if err != nil {
		return nil, err
	}
	return sortBy(items, elems, o.reverse, &t, func(x, y starlark.Value) (bool, error) {
		ok, err := object.Compare(env, "<", x, y)
		if err == nil {
			err = env.TakePending()
		}
		return ok, err
	})
}

func smallInt(v starlark.Value) (int64, bool) {
	if n, ok := v.(starlark.Int); ok {
		return n.Int64()
	}
	return 0, false
}

func floatKey(v starlark.Value) (float64, bool) {
	f, ok := v.(starlark.Float)
	return float64(f), ok
}

func stringKey(v starlark.Value) (string, bool) {
	switch v.(type) {
	case starlark.String, *text.Text:
		return text.AsString(v)
	}
	return "", false
}

type sortItem[K any] struct {
	key   K
	value starlark.Value
}

// keyed pairs the elements with their keys in a form that compares fast; ok is false if one
// of the keys has no such form.
func keyed[K any](t *ticker, keys, elems []starlark.Value, form func(starlark.Value) (K, bool)) (items []sortItem[K], ok bool, err error) {
	if items, err = pieces.Make[sortItem[K]](len(elems), t.check); err != nil {
		return nil, false, err
	}
	for i := range elems {
		k, ok := form(keys[i])
		if !ok {
			return nil, false, nil
		}
		items[i] = sortItem[K]{k, elems[i]}
		if err := t.tick(); err != nil {
			return nil, false, err
		}
	}
	return items, true, nil
}

// sortBy sorts items and stores their values in elems.
func sortBy[K any](items []sortItem[K], elems []starlark.Value, reverse bool, t *ticker, less func(x, y K) (bool, error)) ([]starlark.Value, error) {
	if reverse {
		if err := turn(items, t); err != nil {
			return nil, err
		}
	}
	room, err := pieces.Make[sortItem[K]](len(items), t.check)
	if err != nil {
		return nil, err
	}
	s := sorter[K]{t: t, less: less}
	s.mergeSort(items, room)
	if s.err != nil {
		return nil, s.err
	}
	if reverse {
		if err := turn(items, t); err != nil {
			return nil, err
		}
	}
	for i := range items {
		elems[i] = items[i].value
		if err := t.tick(); err != nil {
			return nil, err
		}
	}
	return elems, nil
}

// turn is slices.Reverse.
func turn[T any](items []T, t *ticker) error {
	for i, j := 0, len(items)-1; i < j; i, j = i+1, j-1 {
		items[i], items[j] = items[j], items[i]
		if err := t.tick(); err != nil {
			return err
		}
	}
	return nil
}

// A sorter is one sort under way. Only < is ever asked of the keys.
type sorter[K any] struct {
	t    *ticker
	less func(x, y K) (bool, error)
	err  error // the first; nothing is compared after it
}

func (s *sorter[K]) before(x, y *sortItem[K]) bool {
	if s.err != nil {
		return false
	}
	if s.err = s.t.tick(); s.err != nil {
		return false
	}
	ok, err := s.less(x.key, y.key)
	s.err = err
	return ok && err == nil
}

// insertionMax is the length up to which insertion costs less than merging.
const insertionMax = 12

// mergeSort sorts items; tmp is as long. What is sorted already takes one pass.
func (s *sorter[K]) mergeSort(items, tmp []sortItem[K]) {
	if s.err != nil {
		return
	}
	n := len(items)
	if n <= insertionMax {
		for i := 1; i < n; i++ {
			it := items[i]
			j := i
			for j > 0 && s.before(&it, &items[j-1]) {
				items[j] = items[j-1]
				j--
			}
			items[j] = it
		}
		return
	}
	mid := n / 2
	s.mergeSort(items[:mid], tmp[:mid])
	s.mergeSort(items[mid:], tmp[mid:])
	if s.err != nil || !s.before(&items[mid], &items[mid-1]) {
		return
	}
	if s.err = pieces.Copy(tmp[:mid], items[:mid], s.t.check); s.err != nil {
		return
	}
	left, right, out := tmp[:mid], items[mid:], items[:0]
	for len(left) > 0 && len(right) > 0 {
		if s.before(&right[0], &left[0]) {
			out = append(out, right[0])
			right = right[1:]
		} else {
			out = append(out, left[0])
			left = left[1:]
		}
	}
	if err := pieces.Copy(items[len(out):], left, s.t.check); s.err == nil { // what is left of right is in its place
		s.err = err
	}
}

// minmax is min() and max(); op is the comparison that makes a value the new result.
func minmax(name, op string) object.Func {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := count(name, args, 1, -1); err != nil {
			return nil, err
		}
		key, kwargs := keyword(kwargs, "key")
		dflt, kwargs := keyword(kwargs, "default")
		if len(kwargs) > 0 {
			return nil, unknownKeyword(name, kwargs)
		}
		if key == starlark.None {
			key = nil
		}
		var from starlark.Value = args
		if len(args) == 1 {
			from = args[0]
		} else if dflt != nil {
			return nil, typeError("Cannot specify a default for %s() with multiple positional arguments", name)
		}
		env := object.EnvOf(thread)
		var best, bestKey starlark.Value
		err := each(thread, from, func(x starlark.Value) (bool, error) {
			k := x
			if key != nil {
				var err error
				if k, err = object.Call(thread, key, x); err != nil {
					return false, err
				}
			}
			if best != nil {
				if m, ok := smallInt(k); ok {
					if n, ok := smallInt(bestKey); ok {
						if (op == "<") == (m < n) && m != n {
							best, bestKey = x, k
						}
						return true, nil
					}
				}
				if ok, err := object.Compare(env, op, k, bestKey); err != nil || !ok {
					return true, err
				}
			}
			best, bestKey = x, k
			return true, nil
		})
		switch {
		case err != nil:
			return nil, err
		case best != nil:
			return best, nil
		case dflt != nil:
			return dflt, nil
		}
		return nil, valueError("%s() arg is an empty sequence", name)
	}
}
