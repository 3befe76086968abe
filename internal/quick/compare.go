package quick

import (
	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/object"
)

// truth is what an expression's value means as a condition.
func (f *frame) truth(v value) truth {
	switch v.k {
	case boolean, integer:
		return truthOf(v.n != 0)
	case float:
		return truthOf(v.float() != 0)
	case failed:
		return unknown
	}
	t := v.v.Truth()
	if err := f.m.stopped(); err != nil {
		f.err = err
		return unknown
	}
	return truthOf(bool(t))
}

// asValue makes an expression of a test.
func asValue(t test) expr {
	return func(f *frame) value {
		switch t(f) {
		case yes:
			return value{k: boolean, n: 1}
		case no:
			return value{k: boolean}
		}
		return value{k: failed}
	}
}

// test makes the closure of a condition.
func (c *compiler) test(x star.Expr) test {
	switch x := unparen(x).(type) {
	case *star.UnaryExpr:
		if x.Op == star.NOT {
			t := c.test(x.X)
			return func(f *frame) truth {
				switch t(f) {
				case yes:
					return no
				case no:
					return yes
				}
				return unknown
			}
		}
	case *star.BinaryExpr:
		switch x.Op {
		case star.AND:
			a, b := c.test(x.X), c.test(x.Y)
			return func(f *frame) truth {
				if t := a(f); t != yes {
					return t
				}
				return b(f)
			}
		case star.OR:
			a, b := c.test(x.X), c.test(x.Y)
			return func(f *frame) truth {
				if t := a(f); t != no {
					return t
				}
				return b(f)
			}
		case star.EQL, star.NEQ, star.LT, star.LE, star.GT, star.GE:
			return c.comparison(x.Op, c.pos(x.OpPos), c.operand(x.X), c.operand(x.Y), nil)
		case star.IN, star.NOT_IN:
			return c.membership(x)
		}
	case *star.CallExpr:
		if t := c.intrinsicTest(x); t != nil {
			return t
		}
	}
	e := c.expr(x)
	return func(f *frame) truth {
		v := e(f)
		if v.k == boolean {
			return truth(v.n)
		}
		return f.truth(v)
	}
}

func (c *compiler) membership(x *star.BinaryExpr) test {
	left, right, at, in := c.expr(x.X), c.expr(x.Y), c.pos(x.OpPos), x.Op == star.IN
	return func(f *frame) truth {
		a := left(f)
		if a.k == failed {
			return unknown
		}
		b := right(f)
		if b.k == failed {
			return unknown
		}
		v := f.engine(at, star.IN, a, b)
		if v.k == failed {
			return unknown
		}
		return truthOf((v.n != 0) == in)
	}
}

// A comparer compares what is no pair of plain numbers.
type comparer func(f *frame, at int32, x, y value) truth

// engineCompare is the engine's comparison.
func engineCompare(op star.Token) comparer {
	return func(f *frame, at int32, x, y value) truth {
		f.at = at
		var ok bool
		var err error
		a, b := x.box(), y.box()
		deep := x.k == boxed && y.k == boxed && object.IsDeep(a)
		switch {
		case !deep:
			ok, err = starlark.Compare(op, a, b)
		case f.m.program.python:
			ok, err = object.Compare(f.m.env, op.String(), a, b)
		default:
			ok, err = f.m.env.StarlarkCompare(op, a, b)
		}
		if err == nil {
			err = f.m.stopped()
		}
		if err != nil {
			f.err = err
			return unknown
		}
		return truthOf(ok)
	}
}

// compareNumbers compares two ints, or two floats of which none is NaN, or both. It is unknown for all others.
func compareNumbers(op star.Token, x, y value) truth {
	if x.k == integer && y.k == integer {
		switch op {
		case star.LT:
			return truthOf(x.n < y.n)
		case star.LE:
			return truthOf(x.n <= y.n)
		case star.GT:
			return truthOf(x.n > y.n)
		case star.GE:
			return truthOf(x.n >= y.n)
		case star.EQL:
			return truthOf(x.n == y.n)
		}
		return truthOf(x.n != y.n)
	}
	a, b, ok := numbers(x, y)
	if !ok || a != a || b != b {
		return unknown
	}
	switch op {
	case star.LT:
		return truthOf(a < b)
	case star.LE:
		return truthOf(a <= b)
	case star.GT:
		return truthOf(a > b)
	case star.GE:
		return truthOf(a >= b)
	case star.EQL:
		return truthOf(a == b)
	}
	return truthOf(a != b)
}

// comparison makes the test x op y. other compares what is not a pair of numbers; nil is the engine.
func (c *compiler) comparison(op star.Token, at int32, x, y operand, other comparer) test {
	if other == nil {
		other = engineCompare(op)
	}
	slow := func(f *frame, x, y value) truth {
		if x.k == failed || y.k == failed {
			return unknown
		}
		if t := compareNumbers(op, x, y); t != unknown {
			return t
		}
		return other(f, at, x, y)
	}
	left, right, a, read := x.eval, y.eval, x.slot, x.read
	// The commonest forms: a variable, or any expression, with an int.
	if y.fixed && y.value.k == integer {
		k, n := y.value, y.value.n
		fast := intTest(op, n)
		if a >= 0 {
			return func(f *frame) truth {
				x := &f.slots[a]
				if x.k == integer {
					return fast(x.n)
				}
				if x.k == unbound {
					f.unboundLocal(read, a)
					return unknown
				}
				return slow(f, *x, k)
			}
		}
		return func(f *frame) truth {
			x := left(f)
			if x.k == integer {
				return fast(x.n)
			}
			return slow(f, x, k)
		}
	}
	if b := y.slot; a >= 0 && b >= 0 {
		readB := y.read
		return func(f *frame) truth {
			x, y := &f.slots[a], &f.slots[b]
			if x.k == integer && y.k == integer {
				return compareWords(op, x.n, y.n)
			}
			if x.k == unbound {
				f.unboundLocal(read, a)
				return unknown
			}
			if y.k == unbound {
				f.unboundLocal(readB, b)
				return unknown
			}
			return slow(f, *x, *y)
		}
	}
	return func(f *frame) truth {
		x := left(f)
		if x.k == failed {
			return unknown
		}
		y := right(f)
		if x.k == integer && y.k == integer {
			return compareWords(op, x.n, y.n)
		}
		return slow(f, x, y)
	}
}

func compareWords(op star.Token, x, y int64) truth {
	switch op {
	case star.LT:
		return truthOf(x < y)
	case star.LE:
		return truthOf(x <= y)
	case star.GT:
		return truthOf(x > y)
	case star.GE:
		return truthOf(x >= y)
	case star.EQL:
		return truthOf(x == y)
	}
	return truthOf(x != y)
}

// intTest compares with an int.
func intTest(op star.Token, n int64) func(int64) truth {
	switch op {
	case star.LT:
		return func(x int64) truth { return truthOf(x < n) }
	case star.LE:
		return func(x int64) truth { return truthOf(x <= n) }
	case star.GT:
		return func(x int64) truth { return truthOf(x > n) }
	case star.GE:
		return func(x int64) truth { return truthOf(x >= n) }
	case star.EQL:
		return func(x int64) truth { return truthOf(x == n) }
	}
	return func(x int64) truth { return truthOf(x != n) }
}
