package builtin

import (
	"fmt"
	"math"
	"math/bits"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// A Range is range(start, stop, step). It is immutable. Its numbers fit in 64 bits;
// it has at most math.MaxInt elements.
type Range struct {
	start, stop, step int
	len               int
}

// NewRange returns range(start, stop, step); step is not zero. ok is false if it
// would have more elements than an int counts.
func NewRange(start, stop, step int) (r Range, ok bool) {
	var span, stride uint64
	switch {
	case step > 0 && start < stop:
		span, stride = uint64(stop)-uint64(start), uint64(step)
	case step < 0 && start > stop:
		span, stride = uint64(start)-uint64(stop), -uint64(step)
	default:
		return Range{start, stop, step, 0}, true
	}
	n := (span-1)/stride + 1
	if n > math.MaxInt {
		return Range{}, false
	}
	return Range{start, stop, step, int(n)}, true
}

func newRange(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("range", args, kwargs, 1, 3); err != nil {
		return nil, err
	}
	var nums [3]int
	for i, a := range args {
		n, err := index(thread, a)
		if err != nil {
			return nil, err
		}
		v, ok := n.Int64()
		if !ok || int64(int(v)) != v {
			return nil, exception.New(exception.OverflowError, "range() with a number beyond %d bits is not supported", bits.UintSize)
		}
		nums[i] = int(v)
	}
	start, stop, step := 0, nums[0], 1
	if len(args) > 1 {
		start, stop = nums[0], nums[1]
	}
	if len(args) > 2 {
		if step = nums[2]; step == 0 {
			return nil, valueError("range() arg 3 must not be zero")
		}
	}
	r, ok := NewRange(start, stop, step)
	if !ok {
		return nil, exception.New(exception.OverflowError, "range() with more than %d elements is not supported", math.MaxInt)
	}
	return r, nil
}

// Start, Stop and Step return the range's three numbers.
func (r Range) Start() int { return r.start }
func (r Range) Stop() int  { return r.stop }
func (r Range) Step() int  { return r.step }

// Immutable lets other interpreters share the range.
func (r Range) Immutable() {}

// PythonClass returns the class range.
func (r Range) PythonClass() *object.Class { return object.RangeType }

func (r Range) String() string {
	if r.step != 1 {
		return fmt.Sprintf("range(%d, %d, %d)", r.start, r.stop, r.step)
	}
	return fmt.Sprintf("range(%d, %d)", r.start, r.stop)
}

// Type is not "range": that is the engine's own type, which takes any value of
// that name for one of its own.
func (r Range) Type() string         { return "·range" }
func (r Range) Freeze()              {}
func (r Range) Truth() starlark.Bool { return r.len > 0 }

// Hash agrees with CPython's in that equal ranges have equal hashes.
func (r Range) Hash() (uint32, error) {
	h, _ := hashTuple(nobody, r.identity())
	return uint32(h) ^ uint32(h>>32), nil
}

// identity is what CPython compares and hashes: length, start and step, as far as
// they matter.
func (r Range) identity() starlark.Tuple {
	t := starlark.Tuple{starlark.MakeInt(r.len), starlark.None, starlark.None}
	if r.len > 0 {
		t[1] = starlark.MakeInt(r.start)
	}
	if r.len > 1 {
		t[2] = starlark.MakeInt(r.step)
	}
	return t
}

func (r Range) Len() int                   { return r.len }
func (r Range) Index(i int) starlark.Value { return starlark.MakeInt(r.start + i*r.step) }

// Slice returns a part of the range; the engine has brought the bounds into range.
func (r Range) Slice(start, end, step int) starlark.Value {
	s, _ := NewRange(r.start+start*r.step, r.start+end*r.step, r.step*step)
	return s
}

// Iterate lets the engine loop over the range.
func (r Range) Iterate() starlark.Iterator { return &rangeIterator{r.start, r.step, r.len} }

type rangeIterator struct{ at, step, left int }

func (it *rangeIterator) Next(p *starlark.Value) bool {
	if it.left == 0 {
		return false
	}
	it.left--
	*p = starlark.MakeInt(it.at)
	it.at += it.step // may overflow after the last one
	return true
}
func (it *rangeIterator) Done() {}

// Has reports whether v equals an element.
func (r Range) Has(v starlark.Value) (bool, error) { return r.find(v) >= 0, nil }

// find returns the position of v, or -1.
func (r Range) find(v starlark.Value) int {
	var n starlark.Int
	switch v := object.Unwrap(v).(type) {
	case starlark.Int:
		n = v
	case starlark.Bool:
		n = boolInt(v)
	case starlark.Float:
		if f := float64(v); f != math.Trunc(f) || math.IsInf(f, 0) {
			return -1
		}
		n, _ = starlark.NumberToInt(v)
	default:
		return -1
	}
	x, ok := n.Int64()
	if !ok || r.len == 0 {
		return -1
	}
	first, last := int64(r.start), int64(r.start+(r.len-1)*r.step)
	lo, hi := min(first, last), max(first, last)
	if x < lo || x > hi {
		return -1
	}
	var off, stride uint64
	if r.step > 0 {
		off, stride = uint64(x)-uint64(first), uint64(r.step)
	} else {
		off, stride = uint64(first)-uint64(x), -uint64(r.step)
	}
	if off%stride != 0 {
		return -1
	}
	return int(off / stride)
}

// CompareSameType compares the sequences that two ranges stand for.
func (r Range) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	s, ok := y.(Range)
	eq := ok && r.len == s.len && (r.len == 0 || r.start == s.start && (r.len == 1 || r.step == s.step))
	switch op {
	case syntax.EQL:
		return eq, nil
	case syntax.NEQ:
		return !eq, nil
	}
	return false, typeError("'%s' not supported between instances of 'range' and '%s'", op, object.TypeName(y))
}

// Attr returns start, stop, step or a method.
func (r Range) Attr(name string) (starlark.Value, error) {
	switch name {
	case "start":
		return starlark.MakeInt(r.start), nil
	case "stop":
		return starlark.MakeInt(r.stop), nil
	case "step":
		return starlark.MakeInt(r.step), nil
	}
	return classAttr(r, name)
}

// AttrNames returns the names of the attributes.
func (r Range) AttrNames() []string { return classNames(object.RangeType) }

var rangeSpec = object.Spec{
	New: newRange,
	Methods: map[string]object.Method{
		"count": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			x, err := single("range", "count", args, kwargs)
			if err != nil {
				return nil, err
			}
			if self.(Range).find(x) >= 0 {
				return starlark.MakeInt(1), nil
			}
			return starlark.MakeInt(0), nil
		},
		"index": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			x, err := single("range", "index", args, kwargs)
			if err != nil {
				return nil, err
			}
			i := self.(Range).find(x)
			if i >= 0 {
				return starlark.MakeInt(i), nil
			}
			if _, ok := object.Unwrap(x).(starlark.Int); !ok {
				return nil, valueError("sequence.index(x): x not in sequence")
			}
			return nil, valueError("%s is not in range", x)
		},
	},
	Properties: map[string]object.Property{
		"start": getter(func(r Range) starlark.Value { return starlark.MakeInt(r.start) }),
		"stop":  getter(func(r Range) starlark.Value { return starlark.MakeInt(r.stop) }),
		"step":  getter(func(r Range) starlark.Value { return starlark.MakeInt(r.step) }),
	},
}
