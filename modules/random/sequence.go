package random

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/libm"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file implements what draws integers and picks from sequences.

// whole reads an argument of randrange: an int, or what int() makes an equal one of.
func whole(c *call, v starlark.Value, what string) (starlark.Int, error) {
	if n, ok := v.(starlark.Int); ok {
		return n, nil
	}
	n, err := number.Index(c.thread, v)
	if e, ok := err.(*exception.Error); !ok || e.Kind != exception.TypeError {
		return n, err
	}
	converted, err := object.Call(c.thread, object.IntType, v)
	if err != nil {
		return n, err
	}
	n, _ = number.IsInt(converted)
	if equal, err := object.Equal(c.env(), converted, v); err != nil || !equal {
		if err == nil {
			err = exception.New(exception.ValueError, "non-integer %s for randrange()", what)
		}
		return n, err
	}
	return n, nil
}

// below draws an int from 0 to n-1.
func (c *call) below(n starlark.Int) (starlark.Int, error) {
	if small, ok := n.Uint64(); ok {
		r, err := c.source.below(small)
		return starlark.MakeUint64(r), err
	}
	r, err := c.source.belowBig(n.BigInt())
	if err != nil {
		return starlark.Int{}, err
	}
	return starlark.MakeBigInt(r), nil
}

func (c *call) index(n int) (int, error) {
	r, err := c.source.below(uint64(n))
	return int(r), err
}

func randrange(c *call, a []starlark.Value) (starlark.Value, error) {
	start, err := whole(c, a[0], "arg 1")
	if err != nil {
		return nil, err
	}
	if a[1] == nil || a[1] == starlark.None {
		if a[2] != nil {
			return nil, exception.New(exception.TypeError, "Missing a non-None stop argument")
		}
		if start.Sign() <= 0 {
			return nil, exception.New(exception.ValueError, "empty range for randrange()")
		}
		return c.below(start)
	}
	stop, err := whole(c, a[1], "stop")
	if err != nil {
		return nil, err
	}
	step := starlark.MakeInt(1)
	if a[2] != nil {
		if step, err = whole(c, a[2], "step"); err != nil {
			return nil, err
		}
	}
	return within(c, start, stop, step)
}

// within draws from range(start, stop, step).
func within(c *call, start, stop, step starlark.Int) (starlark.Value, error) {
	width := stop.Sub(start)
	one := starlark.MakeInt(1)
	if step.Sub(one).Sign() == 0 {
		if width.Sign() <= 0 {
			return nil, exception.New(exception.ValueError, "empty range for randrange() (%s, %s, %s)", start, stop, width)
		}
		r, err := c.below(width)
		if err != nil {
			return nil, err
		}
		return start.Add(r), nil
	}
	var n starlark.Int
	switch step.Sign() {
	case 0:
		return nil, exception.New(exception.ValueError, "zero step for randrange()")
	case 1:
		n = width.Add(step).Sub(one).Div(step)
	default:
		n = width.Add(step).Add(one).Div(step)
	}
	if n.Sign() <= 0 {
		return nil, exception.New(exception.ValueError, "empty range for randrange()")
	}
	r, err := c.below(n)
	if err != nil {
		return nil, err
	}
	return start.Add(step.Mul(r)), nil
}

func randint(c *call, a []starlark.Value) (starlark.Value, error) {
	one := starlark.MakeInt(1)
	start, ok1 := a[0].(starlark.Int)
	last, ok2 := a[1].(starlark.Int)
	if ok1 && ok2 {
		return within(c, start, last.Add(one), one)
	}
	stop, err := object.Binary(c.env(), "+", a[1], one)
	if err != nil {
		return nil, err
	}
	return randrange(c, []starlark.Value{a[0], stop, nil})
}

func choice(c *call, a []starlark.Value) (starlark.Value, error) {
	n, err := object.Len(c.env(), a[0])
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, exception.New(exception.IndexError, "Cannot choose from an empty sequence")
	}
	i, err := c.index(n)
	if err != nil {
		return nil, err
	}
	return c.item(a[0], i)
}

// item returns element i of a sequence.
func (c *call) item(seq starlark.Value, i int) (starlark.Value, error) {
	switch seq := seq.(type) {
	case *starlark.List:
		if i < seq.Len() {
			return seq.Index(i), nil
		}
	case starlark.Tuple:
		if i < len(seq) {
			return seq[i], nil
		}
	}
	return object.GetItem(c.env(), seq, starlark.MakeInt(i))
}

func shuffle(c *call, a []starlark.Value) (starlark.Value, error) {
	n, err := object.Len(c.env(), a[0])
	if err != nil {
		return nil, err
	}
	in := interp.Of(c.thread)
	list, isList := a[0].(*starlark.List)
	for i := n - 1; i > 0; i-- {
		j, err := c.index(i + 1)
		if err != nil {
			return nil, err
		}
		if isList && i < list.Len() {
			x, y := list.Index(i), list.Index(j)
			if err := list.SetIndex(i, y); err != nil {
				return nil, err
			}
			if err := list.SetIndex(j, x); err != nil {
				return nil, err
			}
		} else if err := c.swap(a[0], i, j); err != nil {
			return nil, err
		}
		if i%poll == 0 {
			if err := in.Check(c.thread); err != nil {
				return nil, err
			}
		}
	}
	return starlark.None, nil
}

// poll is how many draws are made between two looks at whether to stop.
const poll = 1 << 10

func (c *call) swap(seq starlark.Value, i, j int) error {
	x, err := c.item(seq, j)
	if err != nil {
		return err
	}
	y, err := c.item(seq, i)
	if err != nil {
		return err
	}
	if err := object.SetItem(c.env(), seq, starlark.MakeInt(i), x); err != nil {
		return err
	}
	return object.SetItem(c.env(), seq, starlark.MakeInt(j), y)
}

// maxPicks bounds the lists that sample and choices return: 128 Mi elements are 2 GiB.
const maxPicks = 1 << 27

// isSequence reports whether sample accepts v. Classes of scripts count as
// sequences if they have a length and items and are not mappings.
func isSequence(c *call, v starlark.Value) bool {
	switch v := object.Unwrap(v).(type) {
	case *starlark.List, starlark.Tuple, starlark.String, *text.Text, text.Bytes, starlark.Bytes, *text.ByteArray:
		return true
	case *object.Instance:
		_, items := v.Class().Lookup("__getitem__")
		_, length := v.Class().Lookup("__len__")
		_, mapping := v.Class().Lookup("keys")
		return items && length && !mapping
	default:
		return object.TypeOf(v) == object.RangeType
	}
}

func sample(c *call, a []starlark.Value) (starlark.Value, error) {
	population := a[0]
	if !isSequence(c, population) {
		return nil, exception.New(exception.TypeError, "Population must be a sequence.  For dicts or sets, use sorted(d).")
	}
	n, err := object.Len(c.env(), population)
	if err != nil {
		return nil, err
	}
	var ends []starlark.Int // of the runs of equal elements, if there are counts
	if a[2] != nil && a[2] != starlark.None {
		if ends, err = c.accumulate(a[2], n); err != nil {
			return nil, err
		}
		total := ends[len(ends)-1]
		if total.Sign() <= 0 {
			return nil, exception.New(exception.ValueError, "Total of counts must be greater than zero")
		}
		size, ok := total.Int64()
		if !ok {
			return nil, exception.New(exception.OverflowError, "Python int too large to convert to C ssize_t")
		}
		n = int(size)
	}
	if f, ok := a[1].(starlark.Float); ok && f >= 0 && float64(f) <= float64(n) {
		return nil, exception.New(exception.TypeError, "can't multiply sequence by non-int of type 'float'")
	}
	k, err := number.Int(c.thread, a[1])
	if err != nil {
		return nil, err
	}
	if k < 0 || k > n {
		return nil, exception.New(exception.ValueError, "Sample larger than population or is negative")
	}
	if k > maxPicks {
		return nil, exception.New(exception.MemoryError, "")
	}
	picks, err := c.distinct(n, k)
	if err != nil {
		return nil, err
	}
	result := make([]starlark.Value, k)
	for i, p := range picks {
		if ends != nil {
			// The first run that ends after p.
			lo, hi := 0, len(ends)-1
			for at := starlark.MakeInt(p); lo < hi; {
				if mid := (lo + hi) / 2; at.Sub(ends[mid]).Sign() < 0 {
					hi = mid
				} else {
					lo = mid + 1
				}
			}
			p = lo
		}
		if result[i], err = c.item(population, p); err != nil {
			return nil, err
		}
		if err := c.env().Tick(); err != nil {
			return nil, err
		}
	}
	return starlark.NewList(result), nil
}

// accumulate returns the running totals of sample's counts.
func (c *call) accumulate(counts starlark.Value, n int) ([]starlark.Int, error) {
	vs, err := object.Elements(c.env(), counts)
	if err != nil {
		return nil, err
	}
	if len(vs) != n {
		return nil, exception.New(exception.ValueError, "The number of counts does not match the population")
	}
	if n == 0 {
		return nil, exception.New(exception.IndexError, "pop from empty list")
	}
	ends := make([]starlark.Int, n)
	var total starlark.Int
	for i, v := range vs {
		x, ok := number.IsInt(v)
		if !ok {
			return nil, exception.New(exception.TypeError, "Counts must be integers")
		}
		total = total.Add(x)
		ends[i] = total
		if err := c.env().Tick(); err != nil {
			return nil, err
		}
	}
	return ends, nil
}

// distinct draws k different numbers below n. Where a pool of all n would take more
// room than a set of those already drawn, it keeps the set; the bound is CPython's,
// since the two ways give different numbers.
func (c *call) distinct(n, k int) ([]int, error) {
	in := interp.Of(c.thread)
	result := make([]int, k)
	setSize := 21.0
	if k > 5 {
		setSize += math.Pow(4, math.Ceil(libm.Log(float64(3*k))/libm.Log(4)))
	}
	if float64(n) <= setSize {
		pool := make([]int, n)
		for i := range pool {
			pool[i] = i
		}
		for i := range result {
			j, err := c.index(n - i)
			if err != nil {
				return nil, err
			}
			result[i] = pool[j]
			pool[j] = pool[n-i-1]
			if i%poll == 0 {
				if err := in.Check(c.thread); err != nil {
					return nil, err
				}
			}
		}
		return result, nil
	}
	seen := make(map[int]struct{}, k)
	for i := range result {
		for {
			j, err := c.index(n)
			if err != nil {
				return nil, err
			}
			if _, again := seen[j]; !again {
				seen[j] = struct{}{}
				result[i] = j
				break
			}
		}
		if i%poll == 0 {
			if err := in.Check(c.thread); err != nil {
				return nil, err
			}
		}
	}
	return result, nil
}

func choices(c *call, a []starlark.Value) (starlark.Value, error) {
	population, weights, cumulative := a[0], a[1], a[2]
	n, err := object.Len(c.env(), population)
	if err != nil {
		return nil, err
	}
	given := func(v starlark.Value) bool { return v != nil && v != starlark.None }
	var ends []float64
	switch {
	case given(weights) && given(cumulative):
		return nil, exception.New(exception.TypeError, "Cannot specify both weights and cumulative weights")
	case given(weights):
		if k, ok := number.IsInt(weights); ok {
			return nil, exception.New(exception.TypeError, "The number of choices must be a keyword argument: k=%s", k)
		}
		if ends, err = c.weights(weights, true); err != nil {
			return nil, err
		}
	case given(cumulative):
		if ends, err = c.weights(cumulative, false); err != nil {
			return nil, err
		}
	}
	if given(weights) || given(cumulative) {
		if len(ends) != n {
			return nil, exception.New(exception.ValueError, "The number of weights does not match the population")
		}
		if n == 0 {
			return nil, exception.New(exception.IndexError, "list index out of range")
		}
		if total := ends[n-1]; total <= 0 {
			return nil, exception.New(exception.ValueError, "Total of weights must be greater than zero")
		} else if total-total != 0 {
			return nil, exception.New(exception.ValueError, "Total of weights must be finite")
		}
	}
	k := 1
	if a[3] != nil {
		if k, err = number.Int(c.thread, a[3]); err != nil {
			return nil, err
		}
	}
	if k > maxPicks {
		return nil, exception.New(exception.MemoryError, "")
	}
	in := interp.Of(c.thread)
	result := make([]starlark.Value, 0, max(k, 0))
	for i := range max(k, 0) {
		u, err := c.source.float()
		if err != nil {
			return nil, err
		}
		var at int
		if ends == nil {
			at = int(math.Floor(u * float64(n)))
		} else {
			// The first end beyond u*total; the last one takes what is left.
			x := u * ends[n-1]
			hi := n - 1
			for at < hi {
				if mid := (at + hi) / 2; x < ends[mid] {
					hi = mid
				} else {
					at = mid + 1
				}
			}
		}
		v, err := c.item(population, at)
		if err != nil {
			return nil, err
		}
		result = append(result, v)
		if i%poll == 0 {
			if err := in.Check(c.thread); err != nil {
				return nil, err
			}
		}
	}
	return starlark.NewList(result), nil
}

// weights reads weights, and adds them up unless they are cumulative already. Ints
// are added exactly, as Python does before it makes floats of them.
func (c *call) weights(v starlark.Value, add bool) ([]float64, error) {
	vs, err := object.Elements(c.env(), v)
	if err != nil {
		return nil, err
	}
	ends := make([]float64, len(vs))
	var total starlark.Value
	for i, v := range vs {
		if err := c.env().Tick(); err != nil {
			return nil, err
		}
		if total == nil || !add {
			total = v
		} else if total, err = object.Binary(c.env(), "+", total, v); err != nil {
			return nil, err
		}
		if ends[i], err = number.Float(c.thread, total); err != nil {
			if _, sumErr := object.Binary(c.env(), "+", total, starlark.Float(0)); sumErr != nil {
				err = sumErr // the words in which CPython refuses it
			}
			return nil, err
		}
	}
	return ends, nil
}
