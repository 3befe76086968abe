package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
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
	items := make([]sortItem, len(elems))
	for i, x := range elems {
		items[i] = sortItem{x, x}
		if o.key != nil {
			k, err := object.Call(thread, o.key, x)
			if err != nil {
				return nil, err
			}
			items[i].key = k
		}
	}
	if o.reverse {
		reverseItems(items)
	}
	s := sorter{ticker: ticker{thread: thread}, env: object.EnvOf(thread), less: lessOf(items)}
	s.mergeSort(items, make([]sortItem, len(items)))
	if s.err != nil {
		return nil, s.err
	}
	if o.reverse {
		reverseItems(items)
	}
	for i := range items {
		elems[i] = items[i].value
	}
	return elems, nil
}

type sortItem struct{ key, value starlark.Value }

func reverseItems(items []sortItem) {
	for i, j := 0, len(items)-1; i < j; i, j = i+1, j-1 {
		items[i], items[j] = items[j], items[i]
	}
}

// lessOf returns a fast comparison if all keys are small ints, floats or strings.
func lessOf(items []sortItem) func(x, y starlark.Value) bool {
	if len(items) == 0 {
		return nil
	}
	switch items[0].key.(type) {
	case starlark.Int:
		for _, it := range items {
			n, ok := it.key.(starlark.Int)
			if !ok {
				return nil
			}
			if _, ok := n.Int64(); !ok {
				return nil
			}
		}
		return func(x, y starlark.Value) bool {
			m, _ := x.(starlark.Int).Int64()
			n, _ := y.(starlark.Int).Int64()
			return m < n
		}
	case starlark.Float:
		for _, it := range items {
			if _, ok := it.key.(starlark.Float); !ok {
				return nil
			}
		}
		return func(x, y starlark.Value) bool { return x.(starlark.Float) < y.(starlark.Float) }
	case starlark.String, *text.Text:
		for _, it := range items {
			if _, ok := text.AsString(it.key); !ok {
				return nil
			}
		}
		return func(x, y starlark.Value) bool {
			a, _ := text.AsString(x)
			b, _ := text.AsString(y)
			return text.Compare(a, b) < 0
		}
	}
	return nil
}

// A sorter is one sort under way. Only < is ever asked of the keys.
type sorter struct {
	ticker
	env  *object.Env
	less func(x, y starlark.Value) bool
	err  error // the first; nothing is compared after it
}

func (s *sorter) before(x, y *sortItem) bool {
	if s.err != nil {
		return false
	}
	if s.err = s.tick(); s.err != nil {
		return false
	}
	if s.less != nil {
		return s.less(x.key, y.key)
	}
	ok, err := object.Compare(s.env, "<", x.key, y.key)
	if err == nil {
		err = s.env.TakePending()
	}
	s.err = err
	return ok && err == nil
}

// insertionMax is the length up to which insertion costs less than merging.
const insertionMax = 12

// mergeSort sorts items; tmp is as long. What is sorted already takes one pass.
func (s *sorter) mergeSort(items, tmp []sortItem) {
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
	copy(tmp[:mid], items[:mid])
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
	copy(items[len(out):], left) // what is left of right is in its place
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
