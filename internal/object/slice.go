package object

import (
	"math"
	"slices"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A Slice is a slice object: what __getitem__ gets for x[lo:hi:step]. Absent
// parts are None.
type Slice struct{ Start, Stop, Step starlark.Value }

// NewSlice returns slice(start, stop, step); nil stands for None.
func NewSlice(start, stop, step starlark.Value) *Slice {
	none := func(v starlark.Value) starlark.Value {
		if v == nil {
			return starlark.None
		}
		return v
	}
	return &Slice{none(start), none(stop), none(step)}
}

// Indices returns the bounds of the slice in a sequence of as many elements as
// length says, as slice.indices does: start and stop lie in the sequence (or one
// before it, for a negative step). The length is asked for last: an __index__ of
// the slice's may change it.
func (s *Slice) Indices(env *Env, length func() int) (start, stop, step int, err error) {
	step = 1
	if s.Step != starlark.None {
		if step, err = sliceIndex(env, s.Step); err != nil {
			return
		}
		if step == 0 {
			return 0, 0, 0, exception.New(exception.ValueError, "slice step cannot be zero")
		}
		step = max(step, -math.MaxInt)
	}
	if s.Start != starlark.None {
		if start, err = sliceIndex(env, s.Start); err != nil {
			return
		}
	}
	if s.Stop != starlark.None {
		if stop, err = sliceIndex(env, s.Stop); err != nil {
			return
		}
	}
	n := length()
	lower, upper := 0, n
	if step < 0 {
		lower, upper = -1, n-1
	}
	bound := func(v starlark.Value, i, def int) int {
		switch {
		case v == starlark.None:
			return def
		case i < 0:
			return max(i+n, lower)
		}
		return min(i, upper)
	}
	first, last := lower, upper
	if step < 0 {
		first, last = upper, lower
	}
	return bound(s.Start, start, first), bound(s.Stop, stop, last), step, nil
}

// sliceIndex returns a bound of a slice; ints that are too large are cut off.
func sliceIndex(env *Env, v starlark.Value) (int, error) {
	n, ok, err := indexOf(env, v)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, exception.New(exception.TypeError, "slice indices must be integers or None or have an __index__ method")
	}
	return clampInt(n), nil
}

func clampInt(n starlark.Int) int {
	small, ok := n.Int64()
	switch {
	case ok && int64(int(small)) == small:
		return int(small)
	case n.Sign() < 0:
		return math.MinInt + 1
	}
	return math.MaxInt
}

// indexOf returns v as an int: an int, a bool, or what __index__ returns. ok is
// false if v is none of these.
func indexOf(env *Env, v starlark.Value) (n starlark.Int, ok bool, err error) {
	switch x := Unwrap(v).(type) {
	case starlark.Int:
		return x, true, nil
	case starlark.Bool:
		return boolInt(x), true, nil
	case *Instance:
		s := x.class.find("__index__")
		if s == nil {
			return n, false, nil
		}
		r, err := callSlot(env.Thread, s, x)
		if err != nil {
			return n, false, err
		}
		if n, ok := number(Unwrap(r)).(starlark.Int); ok {
			return n, true, nil
		}
		return n, false, exception.New(exception.TypeError, "__index__ returned non-int (type %s)", TypeName(r))
	}
	return n, false, nil
}

// Index returns v as an int, as operator.index does.
func Index(env *Env, v starlark.Value) (starlark.Int, error) {
	n, ok, err := indexOf(env, v)
	if err == nil && !ok {
		err = exception.New(exception.TypeError, "'%s' object cannot be interpreted as an integer", TypeName(v))
	}
	return n, err
}

// PythonClass returns slice.
func (s *Slice) PythonClass() *Class { return SliceType }

func (s *Slice) String() string { return plainRepr(s) }

func (s *Slice) show(p *printer) error {
	return p.seq("slice(", ")", slices.Values([]starlark.Value{s.Start, s.Stop, s.Step}))
}
func (s *Slice) Type() string          { return "slice" }
func (s *Slice) Freeze()               {}
func (s *Slice) Truth() starlark.Bool  { return true }
func (s *Slice) Hash() (uint32, error) { return 0, errNoHash(s) }

// Attr returns start, stop, step or indices.
func (s *Slice) Attr(name string) (starlark.Value, error) {
	switch name {
	case "start":
		return s.Start, nil
	case "stop":
		return s.Stop, nil
	case "step":
		return s.Step, nil
	}
	return slotAttr(s, name)
}

// AttrNames returns the names of the slice's attributes.
func (s *Slice) AttrNames() []string { return []string{"indices", "start", "step", "stop"} }
