// Package heapq is the module heapq: a priority queue in a list. What moves elements is
// here; merge and the like are written in the language.
package heapq

import (
	_ "embed"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

//go:embed heapq.py
var source string

// Modules returns the definition of the module, and of the one that it is made with.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "heapq", Doc: "Priority queues in lists.", Source: source},
		{Name: "_heapq", Doc: "Operations on heaps.", Init: func(_ *interp.Interp, m *object.Module) error {
			for name, f := range functions.Get() {
				m.Set(name, object.NewFunc(name, f))
			}
			return nil
		}},
	}
}

// A heap is a list being worked on. CPython's heapq compares with < alone; the
// functions for the largest swap the operands.
type heap struct {
	env  *object.Env
	list *starlark.List
	max  bool
}

var functions = object.Later(func() map[string]object.Func {
	return map[string]object.Func{
		"heapify":          action("heapify", 1, false, func(h *heap, _ []starlark.Value) (starlark.Value, error) { return starlark.None, h.heapify() }),
		"_heapify_max":     action("_heapify_max", 1, true, func(h *heap, _ []starlark.Value) (starlark.Value, error) { return starlark.None, h.heapify() }),
		"heappush":         action("heappush", 2, false, func(h *heap, args []starlark.Value) (starlark.Value, error) { return starlark.None, h.push(args[0]) }),
		"heappop":          action("heappop", 1, false, func(h *heap, _ []starlark.Value) (starlark.Value, error) { return h.pop() }),
		"_heappop_max":     action("_heappop_max", 1, true, func(h *heap, _ []starlark.Value) (starlark.Value, error) { return h.pop() }),
		"heapreplace":      action("heapreplace", 2, false, func(h *heap, args []starlark.Value) (starlark.Value, error) { return h.replace(args[0]) }),
		"_heapreplace_max": action("_heapreplace_max", 2, true, func(h *heap, args []starlark.Value) (starlark.Value, error) { return h.replace(args[0]) }),
		"heappushpop": action("heappushpop", 2, false, func(h *heap, args []starlark.Value) (starlark.Value, error) {
			if h.list.Len() == 0 {
				return args[0], nil
			}
			if before, err := h.before(h.list.Index(0), args[0]); err != nil || !before {
				return args[0], err
			}
			return h.replace(args[0])
		}),
	}
})

// action makes a function of n arguments, of which the first is the list.
func action(name string, n int, max bool, f func(h *heap, args []starlark.Value) (starlark.Value, error)) object.Func {
	signature := &text.Signature{Owner: "_heapq", Func: name, Style: text.Single, Params: []string{"heap", "item"}[:n], Required: n}
	number := ""
	if n > 1 {
		signature.Style, number = text.Positional, " 1"
	}
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := signature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		list, ok := object.Unwrap(args[0]).(*starlark.List)
		if !ok {
			got := object.TypeName(args[0])
			if args[0] == starlark.None {
				got = "None"
			}
			return nil, exception.New(exception.TypeError, "%s() argument%s must be list, not %s", name, number, got)
		}
		return f(&heap{object.EnvOf(thread), list, max}, args[1:])
	}
}

// before reports whether x stands nearer to the top than y.
func (h *heap) before(x, y starlark.Value) (bool, error) {
	if h.max {
		x, y = y, x
	}
	n := h.list.Len()
	less, err := object.Compare(h.env, "<", x, y)
	if err == nil && h.list.Len() != n {
		return false, exception.New(exception.RuntimeError, "list changed size during iteration")
	}
	return less, err
}

// rise moves the element at i up to where it belongs, not above top.
func (h *heap) rise(top, i int) error {
	v := h.list.Index(i)
	for i > top {
		parent := (i - 1) / 2
		p := h.list.Index(parent)
		before, err := h.before(v, p)
		if err != nil {
			return err
		}
		if !before {
			break
		}
		if err := h.list.SetIndex(i, p); err != nil {
			return err
		}
		if err := h.list.SetIndex(parent, v); err != nil {
			return err
		}
		i = parent
	}
	return nil
}

// sink moves the hole at i down to a leaf, following the smaller children, and lets v, which
// was there, rise from it: the order in which CPython compares.
func (h *heap) sink(i int) error {
	n, top := h.list.Len(), i
	v := h.list.Index(i)
	for child := 2*i + 1; child < n; child = 2*i + 1 {
		if right := child + 1; right < n {
			before, err := h.before(h.list.Index(child), h.list.Index(right))
			if err != nil {
				return err
			}
			if !before {
				child = right
			}
		}
		if err := h.list.SetIndex(i, h.list.Index(child)); err != nil {
			return err
		}
		if err := h.list.SetIndex(child, v); err != nil {
			return err
		}
		i = child
	}
	return h.rise(top, i)
}

func (h *heap) heapify() error {
	for i := h.list.Len()/2 - 1; i >= 0; i-- {
		if err := h.sink(i); err != nil {
			return err
		}
	}
	return nil
}

func (h *heap) push(v starlark.Value) error {
	if err := object.Append(h.env.Thread, h.list, v); err != nil {
		return err
	}
	return h.rise(0, h.list.Len()-1)
}

var errEmpty = exception.New(exception.IndexError, "index out of range")

func (h *heap) pop() (starlark.Value, error) {
	n := h.list.Len()
	if n == 0 {
		return nil, errEmpty
	}
	last := h.list.Index(n - 1)
	if err := h.shorten(n - 1); err != nil {
		return nil, err
	}
	if n == 1 {
		return last, nil
	}
	return h.replace(last)
}

// shorten drops the last element.
func (h *heap) shorten(n int) error {
	pop, err := h.list.Attr("pop")
	if err != nil {
		return err
	}
	_, err = object.Call(h.env.Thread, pop, starlark.MakeInt(n))
	return err
}

func (h *heap) replace(v starlark.Value) (starlark.Value, error) {
	if h.list.Len() == 0 {
		return nil, errEmpty
	}
	top := h.list.Index(0)
	if err := h.list.SetIndex(0, v); err != nil {
		return nil, err
	}
	return top, h.sink(0)
}
