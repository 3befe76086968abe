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

// selections makes a Source of tuples of pool's values. at holds their indexes; step
// moves it to the next selection, and reports whether there is one.
func selections(pool []starlark.Value, at []int, step func() bool) *builtin.Source {
	first, done := true, false
	return &builtin.Source{Advance: func(*starlark.Thread) (starlark.Value, bool, error) {
		if done || !first && !step() {
			done = true
			return nil, false, nil
		}
		first = false
		t := make(starlark.Tuple, len(at))
		for i, k := range at {
			t[i] = pool[k]
		}
		return t, true, nil
	}}
}

func none() *builtin.Source {
	return &builtin.Source{Advance: func(*starlark.Thread) (starlark.Value, bool, error) { return nil, false, nil }}
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
	if r > len(pool) {
		return none(), nil, nil
	}
	at := make([]int, r)
	for i := range at {
		at[i] = i
	}
	return selections(pool, at, func() bool {
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
	}), nil, nil
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
	if len(pool) == 0 && r > 0 {
		return none(), nil, nil
	}
	if r > maxSelection {
		return nil, nil, exception.New(exception.MemoryError, "")
	}
	at := make([]int, r)
	return selections(pool, at, func() bool {
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
	}), nil, nil
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
	if r > n {
		return none(), nil, nil
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
	return selections(pool, order[:r], func() bool {
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
	}), nil, nil
}

var productClass = builtin.NewIteratorClass("itertools", "product", "", nil,
	func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
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
		empty := false
		if times == 0 {
			pools = nil
		}
		for range times - 1 {
			pools = append(pools, pools[:len(args)]...)
		}
		for _, p := range pools {
			empty = empty || len(p) == 0
		}
		at := make([]int, len(pools))
		first := true
		return builtin.NewIterator(thread, cls, &builtin.Source{Advance: func(*starlark.Thread) (starlark.Value, bool, error) {
			if empty {
				return nil, false, nil
			}
			if !first {
				i := len(at) - 1
				for ; i >= 0; i-- {
					if at[i]++; at[i] < len(pools[i]) {
						break
					}
					at[i] = 0
				}
				if i < 0 {
					empty = true
					return nil, false, nil
				}
			}
			first = false
			t := make(starlark.Tuple, len(at))
			for i, k := range at {
				t[i] = pools[i][k]
			}
			return t, true, nil
		}})
	})
