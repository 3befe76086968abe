package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/text"
)

// This file lets the engine's operators be stopped where the source does not show what their operands are. Lowering reads such an operand through
// the scope of the file, which is the operand itself in nearly all cases: 10 ns more, where a call would take 100. What the engine would take long for
// comes back as a value of ours, which the engine leaves the operation to.
//
//	·g[x] == y, ·g[x] < y, ·g[x] + y, ·g[x] * 2
//	x in ·g & y
//	d[·g ^ k]
//	(·g | d)[k] = v, (·g | l).append(v)

const (
	// vastItems and vastBytes are from what size on a value is vast: the engine takes a millisecond or so for an operation on what is smaller.
	vastItems = engine.GrowFrom
	vastBytes = 1 << 20
	// fewItems is how many items of a container are looked at, whether they are containers themselves.
	fewItems = 64
)

// IsVast reports whether copying a value takes the engine long.
func IsVast(v starlark.Value) bool {
	switch v := v.(type) {
	case starlark.String:
		return len(v) >= vastBytes
	case text.Bytes, *text.Text, *text.ByteArray:
		return text.Size(v) >= vastBytes
	case *starlark.List:
		return v.Len() >= vastItems
	case *starlark.Dict:
		return v.Len() >= vastItems
	case starlark.Tuple:
		return len(v) >= vastItems
	case *starlark.Set:
		return v.Len() >= vastItems
	}
	return false
}

// IsDeep reports whether comparing a value may take the engine long: it is vast or has containers in it, which may have others in them, and each of these
// be the same, so that a hundred of them are compared for ever.
func IsDeep(v starlark.Value) bool {
	switch v := v.(type) {
	case starlark.String:
		return len(v) >= vastBytes
	case text.Bytes, *text.Text, *text.ByteArray:
		return text.Size(v) >= vastBytes
	case *starlark.List:
		n := v.Len()
		if n > fewItems {
			return true
		}
		if elems, ok := engine.Elements(v); ok {
			return holds(elems)
		}
		return n > 0
	case starlark.Tuple:
		return len(v) > fewItems || holds(v)
	case *starlark.Dict:
		n := v.Len()
		if n == 0 || n > fewItems {
			return n > 0
		}
		entries, ok := engine.EntriesOf(v)
		if !ok {
			return true
		}
		for range n {
			switch k, x := entries.Next(); {
			case k == nil:
				return true
			case holder(k), holder(x):
				return true
			}
		}
		return false
	case *starlark.Set:
		return v.Len() > 0
	}
	return false
}

// holds reports whether one of a few values is a container, or a long text.
func holds(elems []starlark.Value) bool {
	for _, x := range elems {
		if holder(x) {
			return true
		}
	}
	return false
}

func holder(x starlark.Value) bool {
	switch x := x.(type) {
	case starlark.Tuple, *starlark.List, *starlark.Dict, *starlark.Set:
		return true
	case starlark.String:
		return len(x) >= vastBytes
	}
	return false
}

// hasNested reports whether a small dict or set has keys that have tuples in them, which may take long to hash.
func hasNested(v starlark.Value) bool {
	switch v := v.(type) {
	case *starlark.Dict:
		for k := range v.Entries() {
			if isNested(k) {
				return true
			}
		}
	case *starlark.Set:
		for k := range v.Elements() {
			if isNested(k) {
				return true
			}
		}
	}
	return false
}

// Get returns x, the operand of a comparison, of +, -, * or of an operator of sets, or what stands for it there.
func (s *Scope) Get(x starlark.Value) (starlark.Value, bool, error) {
	switch x.(type) {
	case *starlark.List, starlark.Tuple, *starlark.Dict, *starlark.Set, starlark.String, text.Bytes, *text.Text, *text.ByteArray:
		if IsDeep(x) && s.Module.Env != nil {
			return &vast{x, s.Module.Env}, true, nil
		}
	}
	return x, true, nil
}

// Binary returns y. Of ·g & y, the right operand of in, it returns what stands for a list or tuple there; for ·g | y it makes room for the item that y gets;
// for ·g ^ y it fails if y can't be a key because it is too large.
func (s *Scope) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	env := s.Module.Env
	if env == nil || side != starlark.Left {
		return y, nil
	}
	switch op {
	case syntax.AMP:
		switch y.(type) {
		case *starlark.List, starlark.Tuple:
			if IsDeep(y) {
				return &vast{y, env}, nil
			}
		}
	case syntax.CIRCUMFLEX:
		if err := env.CheckKey(y); err != nil {
			return nil, err
		}
	case syntax.PIPE:
		if err := env.makeRoomEarly(y); err != nil {
			return nil, err
		}
	default:
		return env.StarlarkOperand(op, y)
	}
	return y, nil
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

// Binary returns the value op y.
func (v *vast) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	x := v.Value
	if side != starlark.Left {
		x, y = y, x
	}
	switch op {
	case syntax.PLUS, syntax.STAR, syntax.MINUS, syntax.PIPE, syntax.AMP, syntax.CIRCUMFLEX:
		if IsVast(x) || IsVast(y) || hasNested(x) || hasNested(y) {
			return Binary(v.env, op.String(), x, y)
		}
	}
	return starlark.Binary(op, x, y)
}

// Has reports whether x is in the value.
func (v *vast) Has(x starlark.Value) (bool, error) { return Contains(v.env, v.Value, x) }
