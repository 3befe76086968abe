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
	at    []int       // the indexes chosen
	step  func() bool // goes on to the next; false at the end
	begun bool        // at has been given out
	done  bool

	state    func() starlark.Value // of an iterator that has begun; at if nil
	setState func(state starlark.Value) error
}

func (s *selection) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.done || s.begun && !s.step() {
		s.begun, s.done = true, true
		return nil, false, nil
	}
	s.begun = true
	t := make(starlark.Tuple, len(s.at))
	for i, k := range s.at {
		t[i] = s.pool[k]
	}
	return t, true, nil
}

func (s *selection) reduce(*starlark.Thread) (starlark.Tuple, error) {
	pool := append(starlark.Tuple{}, s.pool...)
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
	at := make([]int, r)
	for i := range at {
		at[i] = i
	}
	s.at = at
	s.step = func() bool {
		i := r - 1
		for i >= 0 && at[i] == i+len(pool)-r {
			i--
		}
		if i < 0 {
			return false
		}
		at[i]++
		for j := i + 1; j < r; j++ {
			at[j] = at[j-1] + 1
		}
		return true
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
	at := make([]int, r)
	s.at = at
	s.step = func() bool {
		i := r - 1
		for i >= 0 && at[i] == len(pool)-1 {
			i--
		}
		if i < 0 {
			return false
		}
		k := at[i] + 1
		for ; i < r; i++ {
			at[i] = k
		}
		return true
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
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	// left[i] is how many values can still come to place i before it starts again.
	left := make([]int, r)
	for i := range left {
		left[i] = n - i
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
	s.step = func() bool {
		for i := r - 1; i >= 0; i-- {
			left[i]--
			if left[i] > 0 {
				j := n - left[i]
				order[i], order[j] = order[j], order[i]
				return true
			}
			first := order[i]
			copy(order[i:], order[i+1:])
			order[n-1] = first
			left[i] = n - i
		}
		return false
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
	pools := make([][]starlark.Value, 0, len(args)*times)
	for _, v := range args {
		pool, err := elements(thread, v)
		if err != nil {
			return nil, err
		}
		pools = append(pools, pool)
	}
	if times == 0 {
		pools = nil
	}
	for range times - 1 {
		pools = append(pools, pools[:len(args)]...)
	}
	p := &product{pools: pools, at: make([]int, len(pools))}
	return builtin.NewIterator(thread, cls, &builtin.Source{Advance: p.next, Reduce: p.reduce, SetState: p.setState})
}

// A product goes through the ways to choose one value of each pool.
type product struct {
	pools [][]starlark.Value
	at    []int
	begun bool // at has been given out
	done  bool
}

func (p *product) next(*starlark.Thread) (starlark.Value, bool, error) {
	if p.done {
		return nil, false, nil
	}
	if p.begun {
		i := len(p.at) - 1
		for ; i >= 0; i-- {
			if p.at[i]++; p.at[i] < len(p.pools[i]) {
				break
			}
			p.at[i] = 0
		}
		if i < 0 {
			p.done = true
			return nil, false, nil
		}
	}
	p.begun = true
	t := make(starlark.Tuple, len(p.at))
	for i, k := range p.at {
		if len(p.pools[i]) == 0 {
			p.done = true
			return nil, false, nil
		}
		t[i] = p.pools[i][k]
	}
	return t, true, nil
}

func (p *product) reduce(*starlark.Thread) (starlark.Tuple, error) {
	if p.done {
		return starlark.Tuple{productClass.Get(), starlark.Tuple{starlark.Tuple{}}}, nil
	}
	pools := make(starlark.Tuple, len(p.pools))
	same := make(map[*starlark.Value]starlark.Tuple) // what product(..., repeat=n) shares, its pickle shares
	for i, pool := range p.pools {
		if len(pool) == 0 {
			pools[i] = starlark.Tuple{}
			continue
		}
		t, ok := same[&pool[0]]
		if !ok {
			t = append(starlark.Tuple{}, pool...)
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
