package itertools

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
)

// maxSelection bounds the length of one selection: 16 Mi values are 256 MiB.
const maxSelection = 1 << 24

// A selection goes through the ways to choose values of a pool.
type selection struct {
	class string
	pool  []starlark.Value
	r     int
	at    []int                               // the indexes chosen
	step  func(env *object.Env) (bool, error) // goes on to the next; false at the end
	begun bool                                // at has been given out
	done  bool

	state    func() starlark.Value // of an iterator that has begun; at if nil
	setState func(state starlark.Value) error
}

func (s *selection) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if !s.done && s.begun {
		more, err := s.step(object.EnvOf(thread))
		if err != nil {
			return nil, false, err
		}
		s.done = !more
	}
	s.begun = true
	if s.done {
		return nil, false, nil
	}
	if len(s.at) > object.Piece {
		elems, err := object.EnvOf(thread).CopyOf(len(s.at), func(i int) starlark.Value { return s.pool[s.at[i]] })
		return starlark.Tuple(elems), err == nil, err
	}
	t := make(starlark.Tuple, len(s.at))
	for i, k := range s.at {
		t[i] = s.pool[k]
	}
	return t, true, nil
}

func (s *selection) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	elems, err := object.EnvOf(thread).Clone(s.pool, 0)
	if err != nil {
		return nil, err
	}
	pool := starlark.Tuple(elems)
	r := starlark.MakeInt(s.r)
	switch {
	case s.r > len(s.pool) && s.at == nil || !s.begun:
		return reduction(s.class, starlark.Tuple{pool, r}), nil
	case s.done:
		return reduction(s.class, starlark.Tuple{starlark.Tuple{}, r}), nil
	case s.state != nil:
		return reduction(s.class, starlark.Tuple{pool, r}, s.state()), nil
	}
	return reduction(s.class, starlark.Tuple{pool, r}, ints(s.at)), nil
}

// restore makes a SetState for a selection whose state are the indexes; the i'th is at most high(i).
func (s *selection) restore(high func(i int) int) func(starlark.Value) error {
	return func(state starlark.Value) error {
		at, err := places(state, s.r, 0, high)
		if err == nil && s.at != nil {
			copy(s.at, at)
			s.begun = true
		}
		return err
	}
}

// indexes returns the values of at for 0 to n-1. It can be stopped.
func indexes(env *object.Env, n int, at func(i int) int) ([]int, error) {
	list, err := object.Make[int](env, n)
	for i := 0; i < n && err == nil; i++ {
		list[i] = at(i)
		err = looked(env, i)
	}
	return list, err
}

// lookEvery is how many indexes are gone through between two looks at the interpreter.
const lookEvery = 1 << 16

// looked asks whether to go on, for some of the indexes.
func looked(env *object.Env, i int) error {
	if i&(lookEvery-1) != lookEvery-1 {
		return nil
	}
	return env.Ended()
}

func (s *selection) source() *builtin.Source {
	return &builtin.Source{Advance: s.next, Reduce: s.reduce, SetState: func(_ *starlark.Thread, state starlark.Value) error { return s.setState(state) }}
}

func combinations(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	pool, err := elements(thread, a[0])
	if err != nil {
		return nil, nil, err
	}
	r, err := size(thread, a[1])
	if err != nil {
		return nil, nil, err
	}
	s := &selection{class: "combinations", pool: pool, r: r}
	s.setState = s.restore(func(i int) int { return i + len(pool) - r })
	if s.done = r > len(pool); s.done {
		return s.source(), nil, nil
	}
	at, err := indexes(object.EnvOf(thread), r, func(i int) int { return i })
	if err != nil {
		return nil, nil, err
	}
	s.at = at
	s.step = func(env *object.Env) (bool, error) {
		i := r - 1
		for ; i >= 0 && at[i] == i+len(pool)-r; i-- {
			if err := looked(env, i); err != nil {
				return false, err
			}
		}
		if i < 0 {
			return false, nil
		}
		at[i]++
		for j := i + 1; j < r; j++ {
			at[j] = at[j-1] + 1
			if err := looked(env, j); err != nil {
				return false, err
			}
		}
		return true, nil
	}
	return s.source(), nil, nil
}

func combinationsWithReplacement(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	pool, err := elements(thread, a[0])
	if err != nil {
		return nil, nil, err
	}
	r, err := size(thread, a[1])
	if err != nil {
		return nil, nil, err
	}
	s := &selection{class: "combinations_with_replacement", pool: pool, r: r}
	s.setState = s.restore(func(int) int { return len(pool) - 1 })
	if s.done = len(pool) == 0 && r > 0; s.done {
		return s.source(), nil, nil
	}
	if r > maxSelection {
		return nil, nil, exception.New(exception.MemoryError, "")
	}
	at, err := object.Make[int](object.EnvOf(thread), r)
	if err != nil {
		return nil, nil, err
	}
	s.at = at
	s.step = func(env *object.Env) (bool, error) {
		i := r - 1
		for ; i >= 0 && at[i] == len(pool)-1; i-- {
			if err := looked(env, i); err != nil {
				return false, err
			}
		}
		if i < 0 {
			return false, nil
		}
		k := at[i] + 1
		for ; i < r; i++ {
			at[i] = k
			if err := looked(env, i); err != nil {
				return false, err
			}
		}
		return true, nil
	}
	return s.source(), nil, nil
}

func permutations(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	pool, err := elements(thread, a[0])
	if err != nil {
		return nil, nil, err
	}
	n := len(pool)
	r := n
	if a[1] != nil && given(a[1]) != nil {
		if _, ok := number.IsInt(a[1]); !ok {
			return nil, nil, exception.New(exception.TypeError, "Expected int as r")
		}
		if r, err = size(thread, a[1]); err != nil {
			return nil, nil, err
		}
	}
	s := &selection{class: "permutations", pool: pool, r: r}
	if s.done = r > n; s.done {
		s.setState = func(state starlark.Value) error {
			_, err := parts(state, 2)
			return err
		}
		return s.source(), nil, nil
	}
	env := object.EnvOf(thread)
	order, err := indexes(env, n, func(i int) int { return i })
	if err != nil {
		return nil, nil, err
	}
	// left[i] is how many values can still come to place i before it starts again.
	left, err := indexes(env, r, func(i int) int { return n - i })
	if err != nil {
		return nil, nil, err
	}
	s.at = order[:r]
	s.state = func() starlark.Value { return starlark.Tuple{ints(order), ints(left)} }
	s.setState = func(state starlark.Value) error {
		t, err := parts(state, 2)
		if err != nil {
			return err
		}
		for i, v := range t {
			if _, ok := v.(starlark.Tuple); !ok {
				return wrongPart(i+1, "tuple", v)
			}
		}
		at, err := places(t[0], n, 0, func(int) int { return n - 1 })
		if err != nil {
			return err
		}
		cycles, err := places(t[1], r, 1, func(i int) int { return n - i })
		if err != nil {
			return err
		}
		copy(order, at)
		copy(left, cycles)
		s.begun = true
		return nil
	}
	s.step = func(env *object.Env) (bool, error) {
		for i := r - 1; i >= 0; i-- {
			left[i]--
			if left[i] > 0 {
				j := n - left[i]
				order[i], order[j] = order[j], order[i]
				return true, nil
			}
			first := order[i]
			if err := object.Move(env, order[i:], order[i+1:]); err != nil {
				return false, err
			}
			order[n-1] = first
			left[i] = n - i
		}
		return false, nil
	}
	return s.source(), nil, nil
}

func makeProduct() *object.Class {
	return builtin.NewIteratorClass(builtin.IteratorSpec{Module: "itertools", Name: "product", Create: newProduct})
}

func newProduct(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	times := 1
	for _, kw := range kwargs {
		if kw[0] != starlark.Value(starlark.String("repeat")) || len(kwargs) > 1 {
			return nil, exception.New(exception.TypeError, "'%s' is an invalid keyword argument for product()", kw[0].(starlark.String))
		}
		var err error
		if times, err = number.Int(thread, kw[1]); err != nil {
			return nil, err
		}
		if times < 0 {
			return nil, exception.New(exception.ValueError, "repeat argument cannot be negative")
		}
	}
	if len(args) > 0 && times > maxSelection/len(args) {
		return nil, exception.New(exception.MemoryError, "")
	}
	env := object.EnvOf(thread)
	pools, err := object.Make[[]starlark.Value](env, len(args)*max(1, times))
	if err != nil {
		return nil, err
	}
	for i, v := range args {
		if pools[i], err = elements(thread, v); err != nil {
			return nil, err
		}
		if err = env.Tick(); err != nil {
			return nil, err
		}
	}
	pools = pools[:len(args)*times]
	for i := len(args); i < len(pools); i++ {
		pools[i] = pools[i-len(args)]
		if err := looked(env, i); err != nil {
			return nil, err
		}
	}
	p := &product{pools: pools}
	if p.at, err = object.Make[int](env, len(pools)); err != nil {
		return nil, err
	}
	return builtin.NewIterator(thread, cls, &builtin.Source{Advance: p.next, Reduce: p.reduce, SetState: p.setState})
}

// A product goes through the ways to choose one value of each pool.
type product struct {
	pools [][]starlark.Value
	at    []int
	begun bool // at has been given out
	done  bool
}

func (p *product) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if p.done {
		return nil, false, nil
	}
	env := object.EnvOf(thread)
	if p.begun {
		i := len(p.at) - 1
		for ; i >= 0; i-- {
			if p.at[i]++; p.at[i] < len(p.pools[i]) {
				break
			}
			p.at[i] = 0
			if err := looked(env, i); err != nil {
				return nil, false, err
			}
		}
		if i < 0 {
			p.done = true
			return nil, false, nil
		}
	}
	p.begun = true
	var t starlark.Tuple
	if len(p.at) <= object.Piece {
		t = make(starlark.Tuple, len(p.at))
	} else if elems, err := object.Make[starlark.Value](env, len(p.at)); err != nil {
		return nil, false, err
	} else {
		t = elems
	}
	for i, k := range p.at {
		if len(p.pools[i]) == 0 {
			p.done = true
			return nil, false, nil
		}
		t[i] = p.pools[i][k]
		if i&(lookEvery-1) == lookEvery-1 {
			if err := env.Ended(); err != nil {
				return nil, false, err
			}
		}
	}
	return t, true, nil
}

func (p *product) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	env := object.EnvOf(thread)
	if p.done {
		return starlark.Tuple{productClass.Get(), starlark.Tuple{starlark.Tuple{}}}, nil
	}
	pools := make(starlark.Tuple, len(p.pools))
	same := make(map[*starlark.Value]starlark.Tuple) // what product(..., repeat=n) shares, its pickle shares
	for i, pool := range p.pools {
		if err := env.Tick(); err != nil {
			return nil, err
		}
		if len(pool) == 0 {
			pools[i] = starlark.Tuple{}
			continue
		}
		t, ok := same[&pool[0]]
		if !ok {
			elems, err := env.Clone(pool, 0)
			if err != nil {
				return nil, err
			}
			t = elems
			same[&pool[0]] = t
		}
		pools[i] = t
	}
	if !p.begun {
		return starlark.Tuple{productClass.Get(), pools}, nil
	}
	return starlark.Tuple{productClass.Get(), pools, ints(p.at)}, nil
}

func (p *product) setState(_ *starlark.Thread, state starlark.Value) error {
	at, err := places(state, len(p.pools), 0, func(i int) int { return len(p.pools[i]) - 1 })
	if err == nil {
		p.at, p.begun = at, true
	}
	return err
}
