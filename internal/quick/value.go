package quick

import (
	"math"

	"go.starlark.net/starlark"
)

// A kind says what a value is.
type kind uint8

const (
	unbound kind = iota // a variable without value
	failed              // the frame has an error
	boxed               // v
	integer             // n
	float               // the bits of n
	boolean             // n is 0 or 1
)

// A value is what a variable holds, or an expression yields. An int that is not of kind integer is one that does not fit in a word.
type value struct {
	k kind
	n int64
	v starlark.Value
}

func intValue(n int64) value     { return value{k: integer, n: n} }
func floatValue(x float64) value { return value{k: float, n: int64(math.Float64bits(x))} }
func (x value) float() float64   { return math.Float64frombits(uint64(x.n)) }
func boolValue(b bool) value {
	if b {
		return value{k: boolean, n: 1}
	}
	return value{k: boolean}
}

// unbox takes a value of the engine's.
func unbox(v starlark.Value) value {
	switch x := v.(type) {
	case starlark.Int:
		if n, ok := x.Int64(); ok {
			return value{k: integer, n: n}
		}
	case starlark.Float:
		return floatValue(float64(x))
	case starlark.Bool:
		return boolValue(bool(x))
	}
	return value{k: boxed, v: v}
}

// box makes a value of the engine's. The value must be bound.
func (x value) box() starlark.Value {
	switch x.k {
	case boxed:
		return x.v
	case integer:
		return starlark.MakeInt64(x.n)
	case float:
		return starlark.Float(x.float())
	case boolean:
		return starlark.Bool(x.n != 0)
	}
	panic("quick: a value that is none")
}
