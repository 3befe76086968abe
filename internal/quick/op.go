package quick

import (
	"math"
	"math/bits"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/object"
)

// An operator is a binary operation at a position.
type operator func(f *frame, at int32, x, y value) value

// operators are those of the engine that are no comparisons.
var operators = map[star.Token]operator{
	star.PLUS: add, star.MINUS: subtract, star.STAR: multiply, star.SLASH: divide, star.SLASHSLASH: floorDivide, star.PERCENT: remainder,
	star.AMP: onWords(star.AMP, words["&"]), star.PIPE: onWords(star.PIPE, words["|"]), star.CIRCUMFLEX: onWords(star.CIRCUMFLEX, words["^"]),
	star.LTLT: onWords(star.LTLT, shiftLeftWords), star.GTGT: onWords(star.GTGT, shiftRightWords),
}

// words are the operators of intrinsics that have a text for an operator, for two ints of one word.
var words = map[string]func(x, y int64) (int64, bool){
	"+": addWords, "-": subtractWords, "*": multiplyWords, "//": floorDivideWords, "%": remainderWords,
	"&":  func(x, y int64) (int64, bool) { return x & y, true },
	"|":  func(x, y int64) (int64, bool) { return x | y, true },
	"^":  func(x, y int64) (int64, bool) { return x ^ y, true },
	"<<": shiftLeftWords, ">>": shiftRightWords, "**": powerWords,
}

// engine is what the engine does.
func (f *frame) engine(at int32, op star.Token, x, y value) value {
	f.at = at
	a, b := x.box(), y.box()
	if !f.m.program.python && x.k == boxed {
		switch op {
		case star.PLUS, star.MINUS, star.PIPE, star.AMP, star.CIRCUMFLEX:
			var err error
			if a, err = f.m.env.StarlarkOperand(star.SLASH, a); err != nil {
				return f.fail(at, err)
			}
		}
	}
	if op == star.IN && x.k == boxed {
		if err := f.m.env.CheckKey(a); err != nil {
			return f.fail(at, err)
		}
	}
	if !f.m.program.python && y.k == boxed {
		var err error
		switch op {
		case star.IN:
			b, err = f.m.env.StarlarkOperand(star.MINUS, b)
		case star.PERCENT:
			b, err = f.m.env.StarlarkOperand(star.STAR, b)
		}
		if err != nil {
			return f.fail(at, err)
		}
	}
	switch {
	case !f.m.program.python:
	case op == star.IN:
		if longSearch(b) {
			found, err := object.Contains(f.m.env, b, a)
			return f.result(starlark.Bool(found), err)
		}
	case x.k == boxed || y.k == boxed:
		return f.result(object.Operation(f.m.env, op, a, b))
	}
	return f.result(starlark.Binary(op, a, b))
}

// longSearch reports whether the engine may take long to find something in a value.
func longSearch(v starlark.Value) bool {
	switch v.(type) {
	case *starlark.List, starlark.Tuple:
		return object.IsDeep(v)
	}
	return object.IsVast(v)
}

// maxExact bounds the ints that are all floats too.
const maxExact = 1 << 53

// numbers returns two numbers as floats, if one is a float and the other converts exactly.
func numbers(x, y value) (a, b float64, ok bool) {
	switch {
	case x.k == float && y.k == float:
		return x.float(), y.float(), true
	case x.k == float && y.k == integer && abs(y.n) <= maxExact:
		return x.float(), float64(y.n), true
	case x.k == integer && y.k == float && abs(x.n) <= maxExact:
		return float64(x.n), y.float(), true
	}
	return 0, 0, false
}

func addWords(x, y int64) (int64, bool) {
	s := x + y
	return s, (s^x)&(s^y) >= 0
}

func subtractWords(x, y int64) (int64, bool) {
	d := x - y
	return d, (x^y)&(d^x) >= 0
}

func multiplyWords(x, y int64) (int64, bool) {
	if int64(int32(x)) == x && int64(int32(y)) == y {
		return x * y, true
	}
	hi, lo := bits.Mul64(uint64(abs(x)), uint64(abs(y)))
	return x * y, hi == 0 && lo < 1<<63 && x != math.MinInt64 && y != math.MinInt64
}

func floorDivideWords(x, y int64) (int64, bool) {
	if y == 0 || y == -1 {
		return -x, y == -1 && x != math.MinInt64
	}
	q := x / y
	if x%y != 0 && (x < 0) != (y < 0) {
		q--
	}
	return q, true
}

func remainderWords(x, y int64) (int64, bool) {
	if y == 0 || y == -1 {
		return 0, y == -1
	}
	r := x % y
	if r != 0 && (r < 0) != (y < 0) {
		r += y
	}
	return r, true
}

func shiftLeftWords(x, y int64) (int64, bool) {
	if y < 0 || y > 62 {
		return 0, false
	}
	s := x << y
	return s, s>>y == x
}

func shiftRightWords(x, y int64) (int64, bool) {
	return x >> min(uint64(y), 63), y >= 0
}

// powerWords is x ** y for y >= 0.
func powerWords(x, y int64) (int64, bool) {
	if y < 0 {
		return 0, false
	}
	p, ok := int64(1), true
	for {
		if y&1 != 0 {
			if p, ok = multiplyWords(p, x); !ok {
				return 0, false
			}
		}
		if y >>= 1; y == 0 {
			return p, true
		}
		if x, ok = multiplyWords(x, x); !ok {
			return 0, false
		}
	}
}

func add(f *frame, at int32, x, y value) value {
	if x.k == integer && y.k == integer {
		if s := x.n + y.n; (s^x.n)&(s^y.n) >= 0 {
			return value{k: integer, n: s}
		}
	} else if a, b, ok := numbers(x, y); ok {
		return floatValue(a + b)
	}
	return f.engine(at, star.PLUS, x, y)
}

func subtract(f *frame, at int32, x, y value) value {
	if x.k == integer && y.k == integer {
		if d := x.n - y.n; (x.n^y.n)&(d^x.n) >= 0 {
			return value{k: integer, n: d}
		}
	} else if a, b, ok := numbers(x, y); ok {
		return floatValue(a - b)
	}
	return f.engine(at, star.MINUS, x, y)
}

func multiply(f *frame, at int32, x, y value) value {
	if v := multiplyNumbers(x, y); v.k != unbound {
		return v
	}
	return f.engine(at, star.STAR, x, y)
}

// multiplyNumbers returns no value if the operands are not numbers whose product is one word.
func multiplyNumbers(x, y value) value {
	if x.k == integer && y.k == integer {
		if p, ok := multiplyWords(x.n, y.n); ok {
			return value{k: integer, n: p}
		}
	} else if a, b, ok := numbers(x, y); ok {
		return floatValue(a * b)
	}
	return value{}
}

func divide(f *frame, at int32, x, y value) value {
	if v := divideNumbers(x, y); v.k != unbound {
		return v
	}
	return f.engine(at, star.SLASH, x, y)
}

// divideNumbers returns no value if the operands are not numbers that floats are equal to, the second one not zero.
func divideNumbers(x, y value) value {
	if x.k == integer && y.k == integer {
		if y.n != 0 && abs(x.n) <= maxExact && abs(y.n) <= maxExact && x.n != math.MinInt64 && y.n != math.MinInt64 {
			return floatValue(float64(x.n) / float64(y.n))
		}
	} else if a, b, ok := numbers(x, y); ok && b != 0 {
		return floatValue(a / b)
	}
	return value{}
}

func floorDivide(f *frame, at int32, x, y value) value {
	if x.k == integer && y.k == integer {
		if q, ok := floorDivideWords(x.n, y.n); ok {
			return value{k: integer, n: q}
		}
	}
	return f.engine(at, star.SLASHSLASH, x, y)
}

func remainder(f *frame, at int32, x, y value) value {
	if x.k == integer && y.k == integer {
		if r, ok := remainderWords(x.n, y.n); ok {
			return value{k: integer, n: r}
		}
	}
	return f.engine(at, star.PERCENT, x, y)
}

// onWords is the operator that op is to the engine, and words to two ints of one word.
func onWords(op star.Token, words func(x, y int64) (int64, bool)) operator {
	return func(f *frame, at int32, x, y value) value {
		if x.k == integer && y.k == integer {
			if n, ok := words(x.n, y.n); ok {
				return value{k: integer, n: n}
			}
		}
		return f.engine(at, op, x, y)
	}
}

// inplaceAdd is x += y, which extends a list; inplaceOr is x |= y, which updates a dict.
func inplaceAdd(f *frame, at int32, x, y value) value {
	if x.k == boxed {
		switch x.v.(type) {
		case starlark.Int, starlark.String:
		default:
			f.at = at
			b, err := f.augmented(y)
			if err != nil {
				return f.fail(at, err)
			}
			if f.m.program.python && (object.IsVast(x.v) || object.IsVast(b) || isText(b)) {
				return f.result(object.Inplace(f.m.env, "+", x.v, b))
			}
			return f.result(starlark.Call(f.m.thread, slow().add, starlark.Tuple{x.v, b}, nil))
		}
	}
	return add(f, at, x, y)
}

// isText reports whether a value is a str, which a list takes the characters of.
func isText(v starlark.Value) bool {
	_, ok := v.(starlark.String)
	return ok
}

func inplaceOr(f *frame, at int32, x, y value) value {
	if x.k == boxed {
		f.at = at
		b, err := f.augmented(y)
		if err != nil {
			return f.fail(at, err)
		}
		return f.result(starlark.Call(f.m.thread, slow().or, starlark.Tuple{x.v, b}, nil))
	}
	return operators[star.PIPE](f, at, x, y)
}

// augmented returns the right operand of x += y or x |= y.
func (f *frame) augmented(y value) (starlark.Value, error) {
	if f.m.program.python || y.k != boxed {
		return y.box(), nil
	}
	return f.m.env.StarlarkOperand(star.GTGT, y.v)
}

// binary makes the closure of an operator, a comparison among them.
func (c *compiler) binary(x *star.BinaryExpr) expr {
	switch x.Op {
	case star.AND, star.OR:
		return c.logical(x)
	case star.EQL, star.NEQ, star.LT, star.LE, star.GT, star.GE, star.IN, star.NOT_IN:
		return asValue(c.test(x))
	}
	op := operators[x.Op]
	if op == nil {
		unsupported(x)
	}
	return c.operation(op, c.pos(x.OpPos), c.operand(x.X), c.operand(x.Y))
}

// operation makes x op y, without closures for what is a variable or a constant.
func (c *compiler) operation(op operator, at int32, x, y operand) expr {
	a, b := x.slot, y.slot
	left, right := x.eval, y.eval
	switch {
	case a >= 0 && b >= 0:
		readA, readB := x.read, y.read
		return func(f *frame) value {
			x, y := f.slots[a], f.slots[b]
			if x.k == unbound {
				return f.unboundLocal(readA, a)
			}
			if y.k == unbound {
				return f.unboundLocal(readB, b)
			}
			return op(f, at, x, y)
		}
	case a >= 0 && y.fixed:
		read, k := x.read, y.value
		return func(f *frame) value {
			x := f.slots[a]
			if x.k == unbound {
				return f.unboundLocal(read, a)
			}
			return op(f, at, x, k)
		}
	case y.fixed:
		k := y.value
		return func(f *frame) value {
			x := left(f)
			if x.k == failed {
				return x
			}
			return op(f, at, x, k)
		}
	case b >= 0:
		read := y.read
		return func(f *frame) value {
			x := left(f)
			if x.k == failed {
				return x
			}
			y := f.slots[b]
			if y.k == unbound {
				return f.unboundLocal(read, b)
			}
			return op(f, at, x, y)
		}
	}
	return func(f *frame) value {
		x := left(f)
		if x.k == failed {
			return x
		}
		y := right(f)
		if y.k == failed {
			return y
		}
		return op(f, at, x, y)
	}
}

func (c *compiler) unary(x *star.UnaryExpr) expr {
	if x.Op == star.NOT {
		return asValue(c.test(x))
	}
	if lit, ok := negative(x); ok {
		return constant(lit)
	}
	operand, op, at := c.expr(x.X), x.Op, c.pos(x.OpPos)
	return func(f *frame) value {
		v := operand(f)
		switch {
		case v.k == failed:
			return v
		case v.k == integer && v.n != math.MinInt64:
			switch op {
			case star.MINUS:
				return value{k: integer, n: -v.n}
			case star.TILDE:
				return value{k: integer, n: ^v.n}
			}
			return v
		case v.k == float && op == star.MINUS:
			return floatValue(-v.float())
		}
		f.at = at
		return f.result(starlark.Unary(op, v.box()))
	}
}

// logical makes and, and or, which yield one of their operands.
func (c *compiler) logical(x *star.BinaryExpr) expr {
	left, right, or := c.expr(x.X), c.expr(x.Y), x.Op == star.OR
	return func(f *frame) value {
		v := left(f)
		switch t := f.truth(v); {
		case t == unknown:
			return value{k: failed}
		case (t == yes) == or:
			return v
		}
		return right(f)
	}
}
