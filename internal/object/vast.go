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
//	·g[x] == y, ·g[x] < y
//	·g // x + 'a', 'a' + ·g // y
//	(·g + x) + y, (·g + x) | y, (·g + x) * 1000
//	x = ·g % x + ·g // y, for x += y
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

// Get returns x, the operand of a comparison, or what stands for it there.
func (s *Scope) Get(x starlark.Value) (starlark.Value, bool, error) {
	switch x.(type) {
	case *starlark.List, starlark.Tuple, *starlark.Dict, *starlark.Set, starlark.String, text.Bytes, *text.Text, *text.ByteArray:
		if IsDeep(x) && s.Module.Env != nil {
			return &vast{Value: x, env: s.Module.Env}, true, nil
		}
	}
	return x, true, nil
}

// Binary returns y. Of ·g & y, the right operand of in, it returns what stands for a list, a tuple or a text there; of ·g // y what stands for a vast operand,
// of ·g + y for one of any size beside which there may be a vast one, or a large factor, and of ·g % y for what is changed in place. For ·g | y it makes room for
// the item that y gets; for ·g ^ y it fails if y can't be a key because it is too large.
func (s *Scope) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	env := s.Module.Env
	if env == nil || side != starlark.Left {
		return y, nil
	}
	switch op {
	case syntax.AMP:
		switch y.(type) {
		case *starlark.List, starlark.Tuple, starlark.String:
			if IsDeep(y) {
				return &vast{Value: y, env: env}, nil
			}
		}
	case syntax.SLASHSLASH:
		if IsVast(y) {
			return &vast{Value: y, env: env}, nil
		}
	case syntax.PLUS:
		switch y.(type) {
		case starlark.String, *starlark.List, starlark.Tuple, *starlark.Dict, *starlark.Set, text.Bytes, *text.Text, *text.ByteArray:
			return &vast{Value: y, env: env}, nil
		}
	case syntax.PERCENT:
		switch y.(type) {
		case starlark.Int, starlark.Float:
		case *starlark.List, *starlark.Dict, *starlark.Set, *text.ByteArray, *Instance:
			return &vast{y, env, true}, nil
		default:
			if IsVast(y) {
				return &vast{y, env, true}, nil
			}
		}
	case syntax.CIRCUMFLEX:
		if err := env.CheckKey(y); err != nil {
			return nil, err
		}
		if k, ok := y.(starlark.String); ok && len(k) >= longKey {
			env.lastKey = string(k)
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
	env     *Env
	inplace bool // the left operand of an augmented assignment
}

// CompareSameType compares the value with one of its type.
func (v *vast) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return v.env.compare(op, v.Value, y, depth)
}

// Binary returns the value op y.
func (v *vast) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if side != starlark.Left {
		return Operation(v.env, op, y, v.Value)
	}
	if w, ok := y.(*vast); ok {
		y = w.Value
	}
	if v.inplace {
		return Inplace(v.env, op.String(), v.Value, y)
	}
	return Operation(v.env, op, v.Value, y)
}

// Operation returns x op y for operands with which the engine may take long, or for which its operator is not Python's. It can be stopped.
func Operation(env *Env, op syntax.Token, x, y starlark.Value) (starlark.Value, error) {
	switch op {
	case syntax.PLUS:
		if IsVast(x) || IsVast(y) {
			return Binary(env, "+", x, y)
		}
	case syntax.STAR:
		if IsVast(x) || IsVast(y) || manyTimes(x) && hasCopies(y) || manyTimes(y) && hasCopies(x) {
			return Binary(env, "*", x, y)
		}
	case syntax.MINUS, syntax.PIPE, syntax.AMP, syntax.CIRCUMFLEX:
		if IsVast(x) || IsVast(y) || hasNested(x) || hasNested(y) {
			return Binary(env, op.String(), x, y)
		}
	case syntax.PERCENT:
		if v, err := env.formatted(x, y); v != nil || err != nil {
			return v, err
		}
	}
	return starlark.Binary(op, x, y)
}

// manyCopies is how many copies of what is not vast may take long.
const manyCopies = 1 << 7

// formatted returns x % y if x is a text, else nil.
func (e *Env) formatted(x, y starlark.Value) (starlark.Value, error) {
	if format, ok := text.AsString(x); ok {
		s, err := e.Formatter().Percent(format, y)
		if err != nil {
			return nil, err
		}
		return e.Text(s)
	}
	if format, ok := text.AsBytes(x); ok {
		s, err := e.Formatter().PercentBytes(format, y)
		if err != nil {
			return nil, err
		}
		if _, ok := x.(*text.ByteArray); ok {
			return text.NewByteArray([]byte(s)), nil
		}
		return text.Bytes(s), nil
	}
	return nil, nil
}

// hasCopies reports whether * makes copies of a value, or something of many digits.
func hasCopies(v starlark.Value) bool {
	switch v.(type) {
	case starlark.Int, starlark.String, *starlark.List, starlark.Tuple, text.Bytes, *text.Text, *text.ByteArray, *Instance:
		return true
	}
	return false
}

// manyTimes reports whether an operand is a number of copies of which the engine may take long to make so many.
func manyTimes(v starlark.Value) bool {
	n, ok := v.(starlark.Int)
	if !ok {
		return false
	}
	i, ok := n.Int64()
	return !ok || i > manyCopies
}

// Has reports whether x is in the value.
func (v *vast) Has(x starlark.Value) (bool, error) { return Contains(v.env, v.Value, x) }
