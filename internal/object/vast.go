package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/engine"
)

// This file lets the engine's operators == and + be stopped where the source does not show what their operands are. Lowering reads the left operand
// through the scope of the file, ·g[x], which is x itself in nearly all cases: 10 ns more, where a call would take 100. What is vast comes back as
// a value of ours, which the engine leaves the operation to.

// vastItems and vastBytes are from what size on a value is vast: the engine takes a millisecond or so for an operation on what is smaller.
const (
	vastItems = engine.GrowFrom
	vastBytes = 1 << 20
)

// Get returns x, the left operand of == or +, or what stands for it there.
func (s *Scope) Get(x starlark.Value) (starlark.Value, bool, error) {
	switch v := x.(type) {
	case starlark.String:
		if len(v) >= vastBytes {
			return s.vast(x), true, nil
		}
	case *starlark.List:
		if v.Len() >= vastItems {
			return s.vast(x), true, nil
		}
	case *starlark.Dict:
		if v.Len() >= vastItems {
			return s.vast(x), true, nil
		}
	case starlark.Tuple:
		if len(v) >= vastItems {
			return s.vast(x), true, nil
		}
	}
	return x, true, nil
}

func (s *Scope) vast(x starlark.Value) starlark.Value {
	if s.Module.Env == nil {
		return x
	}
	return &vast{x, s.Module.Env}
}

// IsVast reports whether the engine's operators may take long for a value.
func IsVast(v starlark.Value) bool {
	switch v := v.(type) {
	case starlark.String:
		return len(v) >= vastBytes
	case *starlark.List:
		return v.Len() >= vastItems
	case *starlark.Dict:
		return v.Len() >= vastItems
	case starlark.Tuple:
		return len(v) >= vastItems
	}
	return false
}

// A vast is the operand of one instruction of the engine. To it, it is of the value's own type.
type vast struct {
	starlark.Value
	env *Env
}

// CompareSameType compares the value with one of its type.
func (v *vast) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return v.env.compare(op, v.Value, y, depth)
}

// Binary returns the value + y.
func (v *vast) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op != syntax.PLUS || side != starlark.Left {
		return nil, nil
	}
	return Binary(v.env, "+", v.Value, y)
}
