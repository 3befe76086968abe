package queue

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// A store keeps a queue's items in the order in which they are to come out.
type store interface {
	put(env *object.Env, item starlark.Value) error
	get(env *object.Env) (starlark.Value, error) // len() > 0
	len() int

	// all returns the items so that fill, of an empty store, restores them.
	all() []value
	fill(items []value)
	empty() store // another one of this kind
	kind() string // how whole.py calls it
}

type value = starlark.Value

// fifo is a ring of items.
type fifo struct {
	items []starlark.Value // a power of two of them, or none
	first int
	n     int
}

func (f *fifo) len() int { return f.n }

func (f *fifo) put(env *object.Env, item starlark.Value) error {
	if f.n == len(f.items) {
		items := make([]starlark.Value, max(8, 2*f.n))
		k := copy(items, f.items[f.first:])
		copy(items[k:], f.items[:f.first])
		f.items, f.first = items, 0
	}
	f.items[(f.first+f.n)&(len(f.items)-1)] = item
	f.n++
	return nil
}

func (f *fifo) all() []value {
	items := make([]value, f.n)
	for i := range items {
		items[i] = f.items[(f.first+i)&(len(f.items)-1)]
	}
	return items
}

func (f *fifo) fill(items []value) {
	for _, v := range items {
		f.put(nil, v) // never fails
	}
}

func (f *fifo) empty() store { return new(fifo) }

func (f *fifo) kind() string { return "fifo" }

func (f *fifo) get(env *object.Env) (starlark.Value, error) {
	item := f.items[f.first]
	f.items[f.first] = nil
	f.first = (f.first + 1) & (len(f.items) - 1)
	f.n--
	return item, nil
}

// list is the items of a stack or a heap.
type list struct{ items []starlark.Value }

func (l *list) len() int { return len(l.items) }

func (l *list) pop() starlark.Value {
	n := len(l.items) - 1
	item := l.items[n]
	l.items[n] = nil
	l.items = l.items[:n]
	return item
}

func (l *list) all() []value { return append([]value(nil), l.items...) }

func (l *list) fill(items []value) { l.items = items }

type stack struct{ list }

func (s *stack) empty() store { return new(stack) }

func (s *stack) kind() string { return "lifo" }

func (s *stack) put(env *object.Env, item starlark.Value) error {
	s.items = append(s.items, item)
	return nil
}

func (s *stack) get(env *object.Env) (starlark.Value, error) { return s.pop(), nil }

// heap is a list in which every item is not greater than items 2i+1 and 2i+2. It
// compares the same items in the same order as CPython's heapq, so items that a
// script's comparison finds equal come out in the same order, too.
type heap struct{ list }

func (h *heap) empty() store { return new(heap) }

func (h *heap) kind() string { return "priority" }

func (h *heap) put(env *object.Env, item starlark.Value) error {
	h.items = append(h.items, item)
	return h.rise(env, len(h.items)-1)
}

func (h *heap) get(env *object.Env) (starlark.Value, error) {
	last := h.pop()
	if len(h.items) == 0 {
		return last, nil
	}
	top := h.items[0]
	h.items[0] = last
	return top, h.sink(env)
}

// less compares two items by a script's __lt__, which may do anything, and fails if
// it changed the number of items.
func (h *heap) less(env *object.Env, x, y starlark.Value) (bool, error) {
	n := len(h.items)
	smaller, err := object.Compare(env, "<", x, y)
	if err == nil && len(h.items) != n {
		err = exception.New(exception.RuntimeError, "the queue was changed while its items were compared")
	}
	return smaller, err
}

// rise moves the item at i up, to below the first that is not greater.
func (h *heap) rise(env *object.Env, i int) error {
	item := h.items[i]
	for i > 0 {
		up := (i - 1) / 2
		smaller, err := h.less(env, item, h.items[up])
		if err != nil {
			return err
		}
		if !smaller {
			break
		}
		h.items[i], h.items[up] = h.items[up], item
		i = up
	}
	return nil
}

// sink moves the item at the top to the bottom along the smaller children, and
// from there up to its place: most items belong near the bottom, so this compares less.
func (h *heap) sink(env *object.Env) error {
	n := len(h.items)
	i := 0
	for child := 1; child < n; child = 2*i + 1 {
		if right := child + 1; right < n {
			smaller, err := h.less(env, h.items[child], h.items[right])
			if err != nil {
				return err
			}
			if !smaller {
				child = right
			}
		}
		h.items[i], h.items[child] = h.items[child], h.items[i]
		i = child
	}
	return h.rise(env, i)
}
