package itertools

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

func count(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	env := object.EnvOf(thread)
	var n, step starlark.Value = starlark.MakeInt(0), starlark.MakeInt(1)
	if a[0] != nil {
		n = a[0]
	}
	if a[1] != nil {
		step = a[1]
	}
	for _, v := range []starlark.Value{n, step} {
		if _, err := number.Float(thread, v); err != nil {
			if _, complex := object.Unwrap(v).(interface{ Complex() complex128 }); !complex && object.TypeName(v) != "complex" {
				return nil, nil, exception.New(exception.TypeError, "a number is required")
			}
		}
	}
	small := step == starlark.Value(starlark.MakeInt(1))
	return &builtin.Source{
		Advance: func(*starlark.Thread) (starlark.Value, bool, error) {
			v := n
			if i, ok := v.(starlark.Int); ok && small {
				n = i.Add(starlark.MakeInt(1))
				return v, true, nil
			}
			var err error
			n, err = object.Binary(env, "+", n, step)
			return v, err == nil, err
		},
		Args: func() []starlark.Value {
			if step == starlark.Value(starlark.MakeInt(1)) {
				return []starlark.Value{n}
			}
			return []starlark.Value{n, step}
		},
	}, nil, nil
}

func repeat(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	left := -1 // no end
	if a[1] != nil {
		n, err := number.Int(thread, a[1])
		if err != nil {
			return nil, nil, err
		}
		left = max(n, 0)
	}
	return &builtin.Source{
		Advance: func(*starlark.Thread) (starlark.Value, bool, error) {
			if left == 0 {
				return nil, false, nil
			}
			if left > 0 {
				left--
			}
			return a[0], true, nil
		},
		Args: func() []starlark.Value {
			if left < 0 {
				return []starlark.Value{a[0]}
			}
			return []starlark.Value{a[0], starlark.MakeInt(left)}
		},
	}, nil, nil
}

// over makes a Source that reads one argument; advance gets its iterator.
func over(thread *starlark.Thread, v starlark.Value, advance func(next builtin.Advance) builtin.Advance) (*builtin.Source, []starlark.Value, error) {
	next, err := builtin.Iterate(thread, v)
	if err != nil {
		return nil, nil, err
	}
	return &builtin.Source{Advance: advance(next)}, []starlark.Value{v}, nil
}

func cycle(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[0], func(next builtin.Advance) builtin.Advance {
		var saved []starlark.Value
		i, read := 0, false
		return func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if !read {
				v, ok, err := next(thread)
				if err != nil {
					return nil, false, err
				}
				if ok {
					saved = append(saved, v)
					return v, true, nil
				}
				read = true
			}
			if len(saved) == 0 {
				return nil, false, nil
			}
			v := saved[i]
			i = (i + 1) % len(saved)
			return v, true, nil
		}
	})
}

func accumulate(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	fn, initial := a[1], a[2]
	if fn != nil {
		fn = given(fn)
	}
	if initial != nil {
		initial = given(initial)
	}
	return over(thread, a[0], func(next builtin.Advance) builtin.Advance {
		var total starlark.Value
		return func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if total == nil && initial != nil {
				total = initial
				return total, true, nil
			}
			v, ok, err := next(thread)
			if err != nil || !ok {
				return nil, false, err
			}
			switch {
			case total == nil:
				total = v
				return v, true, nil
			case fn != nil:
				v, err = object.Call(thread, fn, total, v)
			default:
				v, err = object.Binary(object.EnvOf(thread), "+", total, v)
			}
			if err != nil {
				return nil, false, err
			}
			total = v
			return v, true, nil
		}
	})
}

// test reports whether predicate holds for v.
func test(thread *starlark.Thread, predicate, v starlark.Value) (bool, error) {
	if predicate != starlark.None {
		var err error
		if v, err = object.Call(thread, predicate, v); err != nil {
			return false, err
		}
	}
	return object.Truth(object.EnvOf(thread), v)
}

// called is test for a predicate that must be one: None is called, and complains.
func called(thread *starlark.Thread, predicate, v starlark.Value) (bool, error) {
	r, err := object.Call(thread, predicate, v)
	if err != nil {
		return false, err
	}
	return object.Truth(object.EnvOf(thread), r)
}

func dropwhile(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[1], func(next builtin.Advance) builtin.Advance {
		dropping := true
		return func(thread *starlark.Thread) (starlark.Value, bool, error) {
			for tick := builtin.NewTick(thread); ; {
				v, ok, err := next(thread)
				if err != nil || !ok || !dropping {
					return v, ok, err
				}
				if dropping, err = called(thread, a[0], v); err != nil || !dropping {
					return v, err == nil, err
				}
				if err := tick.Next(); err != nil {
					return nil, false, err
				}
			}
		}
	})
}

func takewhile(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[1], func(next builtin.Advance) builtin.Advance {
		done := false
		return func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if done {
				return nil, false, nil
			}
			v, ok, err := next(thread)
			if err != nil || !ok {
				return nil, false, err
			}
			if ok, err = called(thread, a[0], v); err != nil || !ok {
				done = err == nil
				return nil, false, err
			}
			return v, true, nil
		}
	})
}

func filterfalse(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[1], func(next builtin.Advance) builtin.Advance {
		return func(thread *starlark.Thread) (starlark.Value, bool, error) {
			for tick := builtin.NewTick(thread); ; {
				v, ok, err := next(thread)
				if err != nil || !ok {
					return nil, false, err
				}
				if holds, err := test(thread, a[0], v); err != nil || !holds {
					return v, err == nil, err
				}
				if err := tick.Next(); err != nil {
					return nil, false, err
				}
			}
		}
	})
}

func starmap(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[1], func(next builtin.Advance) builtin.Advance {
		return func(thread *starlark.Thread) (starlark.Value, bool, error) {
			v, ok, err := next(thread)
			if err != nil || !ok {
				return nil, false, err
			}
			args, err := elements(thread, v)
			if err != nil {
				return nil, false, err
			}
			v, err = object.Call(thread, a[0], args...)
			return v, err == nil, err
		}
	})
}

func pairwise(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[0], func(next builtin.Advance) builtin.Advance {
		var last starlark.Value
		return func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if last == nil {
				v, ok, err := next(thread)
				if err != nil || !ok {
					return nil, false, err
				}
				last = v
			}
			v, ok, err := next(thread)
			if err != nil || !ok {
				return nil, false, err
			}
			pair := starlark.Tuple{last, v}
			last = v
			return pair, true, nil
		}
	})
}

// bound reads an argument of islice. ok is false for what is neither None nor in range.
func bound(thread *starlark.Thread, v starlark.Value, none int) (n int, ok bool) {
	if given(v) == nil {
		return none, true
	}
	i, err := number.Index(thread, v)
	if err != nil {
		return 0, false
	}
	k, fits := i.Int64()
	return int(k), fits && k >= 0 && int64(int(k)) == k
}

func islice(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	start, stop, step := 0, 0, 1
	var ok bool
	if a[2] == nil {
		if stop, ok = bound(thread, a[1], math.MaxInt); !ok {
			return nil, nil, exception.New(exception.ValueError, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
		}
	} else {
		if stop, ok = bound(thread, a[2], math.MaxInt); !ok {
			return nil, nil, exception.New(exception.ValueError, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
		}
		if start, ok = bound(thread, a[1], 0); !ok {
			return nil, nil, exception.New(exception.ValueError, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
		}
	}
	if a[3] != nil {
		if step, ok = bound(thread, a[3], 1); !ok || step == 0 {
			return nil, nil, exception.New(exception.ValueError, "Step for islice() must be a positive integer or None.")
		}
	}
	return over(thread, a[0], func(next builtin.Advance) builtin.Advance {
		at, wanted, done := 0, start, false
		return func(thread *starlark.Thread) (starlark.Value, bool, error) {
			tick := builtin.NewTick(thread)
			for !done {
				// What lies before the next one wanted is read even behind the last.
				wasted := at < wanted
				if !wasted && at >= stop {
					break
				}
				v, ok, err := next(thread)
				if err != nil {
					return nil, false, err
				}
				if !ok {
					break
				}
				at++
				if !wasted {
					if wanted += step; wanted < 0 || wanted > stop {
						wanted = stop
					}
					return v, true, nil
				}
				if err := tick.Next(); err != nil {
					return nil, false, err
				}
			}
			done = true
			return nil, false, nil
		}
	})
}

var grouperClass = inner("_grouper")

// A grouping is the state that groupby and its groups share.
type grouping struct {
	next  builtin.Advance
	key   starlark.Value // nil: the value itself
	value starlark.Value // read and not yet given out
	of    starlark.Value // key of value; nil before the first
	group starlark.Value // key of the group last given out
	turn  int            // number of that group
}

// advance reads the next value and its key.
func (g *grouping) advance(thread *starlark.Thread) (bool, error) {
	v, ok, err := g.next(thread)
	if err != nil || !ok {
		return false, err
	}
	k := v
	if g.key != nil {
		if k, err = object.Call(thread, g.key, v); err != nil {
			return false, err
		}
	}
	g.value, g.of = v, k
	return true, nil
}

func groupby(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[0], func(next builtin.Advance) builtin.Advance {
		g := &grouping{next: next}
		if a[1] != nil {
			g.key = given(a[1])
		}
		return func(thread *starlark.Thread) (starlark.Value, bool, error) {
			env := object.EnvOf(thread)
			g.turn++
			// Skip what is left of the last group.
			for tick := builtin.NewTick(thread); ; {
				if g.of != nil && g.group == nil {
					break
				}
				if g.of != nil {
					same, err := object.Equal(env, g.group, g.of)
					if err != nil {
						return nil, false, err
					}
					if !same {
						break
					}
				}
				if ok, err := g.advance(thread); err != nil || !ok {
					return nil, false, err
				}
				if err := tick.Next(); err != nil {
					return nil, false, err
				}
			}
			g.group = g.of
			group, err := builtin.NewIterator(thread, grouperClass, &builtin.Source{Advance: g.member(g.turn, g.of)})
			return starlark.Tuple{g.of, group}, err == nil, err
		}
	})
}

// member returns the iterator of group number turn, which ends when its groupby goes on.
func (g *grouping) member(turn int, key starlark.Value) builtin.Advance {
	return func(thread *starlark.Thread) (starlark.Value, bool, error) {
		if g.turn != turn {
			return nil, false, nil
		}
		if g.value == nil {
			if ok, err := g.advance(thread); err != nil || !ok {
				return nil, false, err
			}
		}
		same, err := object.Equal(object.EnvOf(thread), key, g.of)
		if err != nil || !same {
			return nil, false, err
		}
		v := g.value
		g.value = nil
		return v, true, nil
	}
}

var teeClass = inner("_tee")

var teeSignature = &text.Signature{Func: "tee", Style: text.Positional, Params: []string{"iterable", "n"}, Required: 1}

// A teeLink is one value that a tee has read; later readers find it through the link before.
type teeLink struct {
	value starlark.Value // nil: not read yet
	next  *teeLink
}

var tee = object.NewFunc("tee", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "itertools.tee() takes no keyword arguments")
	}
	a, err := teeSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	n := 2
	if a[1] != nil {
		if n, err = number.Int(thread, a[1]); err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, exception.New(exception.ValueError, "n must be >= 0")
		}
		if n > 1<<20 {
			return nil, exception.New(exception.MemoryError, "")
		}
	}
	next, err := builtin.Iterate(thread, a[0])
	if err != nil {
		return nil, err
	}
	busy := false
	first := new(teeLink)
	out := make(starlark.Tuple, n)
	for i := range out {
		at := first
		advance := func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if at.value == nil {
				if busy {
					return nil, false, exception.New(exception.RuntimeError, "cannot re-enter the tee iterator")
				}
				busy = true
				v, ok, err := next(thread)
				busy = false
				if err != nil || !ok {
					return nil, false, err
				}
				at.value, at.next = v, new(teeLink)
			}
			v := at.value
			at = at.next
			return v, true, nil
		}
		if out[i], err = builtin.NewIterator(thread, teeClass, &builtin.Source{Advance: advance}, a[0]); err != nil {
			return nil, err
		}
	}
	return out, nil
})
