package itertools

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
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
		Reduce: func(*starlark.Thread) (starlark.Tuple, error) {
			if i, ok := n.(starlark.Int); ok && small {
				if k, ok := i.Int64(); ok && k < math.MaxInt64 {
					return reduction("count", starlark.Tuple{n}), nil
				}
			}
			return reduction("count", starlark.Tuple{n, step}), nil
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
		Reduce: func(*starlark.Thread) (starlark.Tuple, error) {
			if left < 0 {
				return reduction("repeat", starlark.Tuple{a[0]}), nil
			}
			return reduction("repeat", starlark.Tuple{a[0], starlark.MakeInt(left)}), nil
		},
	}, nil, nil
}

func repeatHint(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	_, args, _, _ := self.(*builtin.Iterator).Display(nil)
	if len(args) < 2 {
		return nil, exception.New(exception.TypeError, "len() of unsized object")
	}
	return args[1], nil
}

// over makes a Source that reads one argument.
func over(thread *starlark.Thread, v starlark.Value, make func(in *builtin.Inner) *builtin.Source) (*builtin.Source, []starlark.Value, error) {
	in, err := builtin.Read(thread, v)
	if err != nil {
		return nil, nil, err
	}
	return make(in), []starlark.Value{v}, nil
}

func cycle(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	in, err := builtin.Read(thread, a[0])
	if err != nil {
		return nil, nil, err
	}
	saved := starlark.NewList(nil)
	full := false // saved has what in has yet to give
	i := 0
	return &builtin.Source{
		Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if in != nil {
				v, ok, err := in.Next(thread)
				if err != nil {
					return nil, false, err
				}
				if ok {
					if !full {
						err = saved.Append(v)
					}
					return v, err == nil, err
				}
				in = nil
			}
			if saved.Len() == 0 {
				return nil, false, nil
			}
			i %= saved.Len() // the list is also a script's, if it is from a pickle
			i++
			return saved.Index(i - 1), true, nil
		},
		Reduce: func(thread *starlark.Thread) (starlark.Tuple, error) {
			it, done := in, full
			if it == nil {
				done = true
				var err error
				if it, err = builtin.Read(thread, saved); err != nil {
					return nil, err
				}
				for range i % max(saved.Len(), 1) {
					it.Next(thread)
				}
			}
			v, err := it.Value(thread)
			return reduction("cycle", starlark.Tuple{v}, starlark.Tuple{saved, starlark.Bool(done)}), err
		},
		SetState: func(thread *starlark.Thread, state starlark.Value) error {
			t, err := parts(state, 2)
			if err != nil {
				return err
			}
			l, ok := t[0].(*starlark.List)
			if !ok {
				return wrongPart(1, "list", t[0])
			}
			n, err := builtin.Position(t[1])
			if err == nil {
				saved, full, i = l, n != 0, 0
			}
			return err
		},
	}, a[:1], nil
}

func accumulate(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	fn, initial := a[1], a[2]
	if fn != nil {
		fn = given(fn)
	}
	if initial != nil {
		initial = given(initial)
	}
	return over(thread, a[0], func(in *builtin.Inner) *builtin.Source {
		var total starlark.Value
		return &builtin.Source{
			Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
				if initial != nil {
					total, initial = initial, nil
					return total, true, nil
				}
				v, ok, err := in.Next(thread)
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
			},
			Reduce: func(thread *starlark.Thread) (starlark.Tuple, error) {
				it, err := in.Value(thread)
				if err != nil {
					return nil, err
				}
				// What is to come first goes before the rest, so that it need not be a state: None cannot be one.
				first := initial
				if total == starlark.None {
					first = total
				}
				if first == nil {
					return reduction("accumulate", starlark.Tuple{it, orNone(fn)}, orNone(total)), nil
				}
				if it, err = object.Call(thread, chainClass.Get(), starlark.Tuple{first}, it); err != nil {
					return nil, err
				}
				if initial != nil {
					return reduction("accumulate", starlark.Tuple{it, orNone(fn)}, starlark.None), nil
				}
				rest, err := object.Call(thread, classOf("accumulate"), it, orNone(fn))
				return reduction("islice", starlark.Tuple{rest, starlark.MakeInt(1), starlark.None}), err
			},
			SetState: func(_ *starlark.Thread, state starlark.Value) error {
				total = state
				return nil
			},
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
	return over(thread, a[1], func(in *builtin.Inner) *builtin.Source {
		dropping := true
		return &builtin.Source{
			Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
				for tick := builtin.NewTick(thread); ; {
					v, ok, err := in.Next(thread)
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
			},
			Reduce: func(thread *starlark.Thread) (starlark.Tuple, error) {
				v, err := in.Value(thread)
				return reduction("dropwhile", starlark.Tuple{a[0], v}, flag(!dropping)), err
			},
			SetState: func(thread *starlark.Thread, state starlark.Value) error {
				started, err := object.Truth(object.EnvOf(thread), state)
				dropping = !started
				return err
			},
		}
	})
}

func takewhile(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[1], func(in *builtin.Inner) *builtin.Source {
		done := false
		return &builtin.Source{
			Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
				if done {
					return nil, false, nil
				}
				v, ok, err := in.Next(thread)
				if err != nil || !ok {
					return nil, false, err
				}
				if ok, err = called(thread, a[0], v); err != nil || !ok {
					done = err == nil
					return nil, false, err
				}
				return v, true, nil
			},
			Reduce: func(thread *starlark.Thread) (starlark.Tuple, error) {
				v, err := in.Value(thread)
				return reduction("takewhile", starlark.Tuple{a[0], v}, flag(done)), err
			},
			SetState: func(thread *starlark.Thread, state starlark.Value) (err error) {
				done, err = object.Truth(object.EnvOf(thread), state)
				return err
			},
		}
	})
}

func filterfalse(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[1], func(in *builtin.Inner) *builtin.Source {
		return &builtin.Source{Reduce: reduceOver("filterfalse", in, a[0]), Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
			for tick := builtin.NewTick(thread); ; {
				v, ok, err := in.Next(thread)
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
		}}
	})
}

func starmap(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[1], func(in *builtin.Inner) *builtin.Source {
		return &builtin.Source{Reduce: reduceOver("starmap", in, a[0]), Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
			v, ok, err := in.Next(thread)
			if err != nil || !ok {
				return nil, false, err
			}
			args, err := elements(thread, v)
			if err != nil {
				return nil, false, err
			}
			v, err = object.Call(thread, a[0], args...)
			return v, err == nil, err
		}}
	})
}

func pairwise(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	return over(thread, a[0], func(in *builtin.Inner) *builtin.Source {
		var last starlark.Value
		return &builtin.Source{Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if last == nil {
				v, ok, err := in.Next(thread)
				if err != nil || !ok {
					return nil, false, err
				}
				last = v
			}
			v, ok, err := in.Next(thread)
			if err != nil || !ok {
				return nil, false, err
			}
			pair := starlark.Tuple{last, v}
			last = v
			return pair, true, nil
		}}
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
	return over(thread, a[0], func(in *builtin.Inner) *builtin.Source {
		at, wanted, done := 0, start, false
		return &builtin.Source{
			Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
				tick := builtin.NewTick(thread)
				for !done {
					// What lies before the next one wanted is read even behind the last.
					wasted := at < wanted
					if !wasted && at >= stop {
						break
					}
					v, ok, err := in.Next(thread)
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
			},
			Reduce: func(thread *starlark.Thread) (starlark.Tuple, error) {
				zero := starlark.MakeInt(0)
				if done {
					nothing, err := builtin.Read(thread, starlark.NewList(nil))
					if err != nil {
						return nil, err
					}
					v, err := nothing.Value(thread)
					return reduction("islice", starlark.Tuple{v, zero}, zero), err
				}
				var last starlark.Value = starlark.None
				if stop != math.MaxInt {
					last = starlark.MakeInt(stop)
				}
				v, err := in.Value(thread)
				return reduction("islice", starlark.Tuple{v, starlark.MakeInt(wanted), last, starlark.MakeInt(step)}, starlark.MakeInt(at)), err
			},
			SetState: func(_ *starlark.Thread, state starlark.Value) error {
				n, err := builtin.Position(state)
				if err == nil {
					at = n
				}
				return err
			},
		}
	})
}
