package quick

import (
	"math"
	"sync"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/object"
)

// This file has calls of predeclared functions, intrinsics among them, and of functions of a float that are done here for plain operands.

// floats are the functions that FloatFunction was told of: *starlark.Builtin -> func(float64) float64.
var floats sync.Map

// FloatFunction says that calling fn with a float, or an int that is one, is f, if what f returns is finite. Packages of modules call it when they are
// initialised.
func FloatFunction(fn *starlark.Builtin, f func(float64) float64) { floats.Store(fn, f) }

func floatFunction(fn *starlark.Builtin) func(float64) float64 {
	f, _ := floats.Load(fn)
	of, _ := f.(func(float64) float64)
	return of
}

// builtin makes a call of a predeclared function, nil if it is called like any other.
func (c *compiler) builtin(name string, x *star.CallExpr) expr {
	at := c.pos(x.Lparen)
	switch len(x.Args) {
	case 1:
		fn := builtins1[name]
		comp, isComp := unparen(x.Args[0]).(*star.Comprehension)
		if name == "sum" && isComp && !comp.Curly {
			return c.sum(comp, c.predeclared(name), at)
		}
		if fn == nil {
			return nil
		}
		arg, other := c.expr(x.Args[0]), c.predeclared(name)
		return func(f *frame) value {
			v := arg(f)
			if v.k == failed {
				return v
			}
			if r := fn(v); r.k != unbound {
				return r
			}
			return f.call1(at, other, v.box())
		}
	case 2:
		var fn func(x, y value) value
		switch name {
		case "·mul", "·enginemul":
			fn = multiplyNumbers
		case "·mod":
			fn = arithmetic("%")
		case "·pow":
			fn = wordsOf(powerWords)
		case "min":
			fn = func(x, y value) value { return choose(star.LT, x, y) }
		case "max":
			fn = func(x, y value) value { return choose(star.GT, x, y) }
		case "·getitem":
			return c.getItem(x, at)
		default:
			return nil
		}
		other := c.predeclared(name)
		return c.operation(func(f *frame, at int32, x, y value) value {
			if v := fn(x, y); v.k != unbound {
				return v
			}
			f.at = at
			return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{x.box(), y.box()}, nil))
		}, at, c.operand(x.Args[0]), c.operand(x.Args[1]))
	case 3:
		switch name {
		case "·binary", "·inplace":
			op := operatorText(x)
			if words[op] == nil && op != "/" {
				return nil
			}
			fn, other, text := arithmetic(op), c.predeclared(name), starlark.String(op)
			return c.operation(func(f *frame, at int32, x, y value) value {
				if v := fn(x, y); v.k != unbound {
					return v
				}
				f.at = at
				return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{text, x.box(), y.box()}, nil))
			}, at, c.operand(x.Args[1]), c.operand(x.Args[2]))
		case "·getslice":
			return c.getSlice(x, at)
		case "·compare":
			if t := c.intrinsicTest(x); t != nil {
				return c.intrinsicCompare(x)
			}
		}
	}
	return nil
}

// operatorText returns the operator that an intrinsic gets as its first argument.
func operatorText(x *star.CallExpr) string {
	if lit, ok := x.Args[0].(*star.Literal); ok {
		s, _ := lit.Value.(string)
		return s
	}
	return ""
}

func wordsOf(op func(x, y int64) (int64, bool)) func(x, y value) value {
	return func(x, y value) value {
		if x.k == integer && y.k == integer {
			if n, ok := op(x.n, y.n); ok {
				return value{k: integer, n: n}
			}
		}
		return value{}
	}
}

// arithmetic is an operator on two ints, or on floats if it is + - * / // or %.
func arithmetic(op string) func(x, y value) value {
	ints := wordsOf(words[op])
	switch op {
	case "*":
		return multiplyNumbers
	case "/":
		return divideNumbers
	case "//", "%":
		return func(x, y value) value {
			a, b, ok := numbers(x, y)
			if !ok || b == 0 {
				return ints(x, y)
			}
			div, mod := object.FloatDivMod(a, b)
			if op == "%" {
				return floatValue(mod)
			}
			return floatValue(div)
		}
	case "+", "-":
		return func(x, y value) value {
			if a, b, ok := numbers(x, y); ok {
				if op == "-" {
					b = -b
				}
				return floatValue(a + b)
			}
			return ints(x, y)
		}
	}
	return ints
}

// choose is min or max of two numbers: the second if it is less, or greater, than the first.
func choose(op star.Token, x, y value) value {
	switch compareNumbers(op, y, x) {
	case yes:
		return y
	case no:
		return x
	}
	return value{}
}

// builtins1 are functions of one argument, for those that are simple; they return no value for others.
var builtins1 = map[string]func(v value) value{
	"len": func(v value) value {
		switch s := v.v.(type) {
		case *starlark.List:
			return intValue(int64(s.Len()))
		case starlark.Tuple:
			return intValue(int64(len(s)))
		case starlark.String:
			return intValue(int64(len(s)))
		case *starlark.Dict:
			return intValue(int64(s.Len()))
		}
		return value{}
	},
	"abs": func(v value) value {
		switch {
		case v.k == integer && v.n != math.MinInt64:
			return intValue(abs(v.n))
		case v.k == float:
			return floatValue(math.Abs(v.float()))
		}
		return value{}
	},
	"int": func(v value) value {
		switch {
		case v.k == integer:
			return v
		case v.k == float && math.Abs(v.float()) < 1<<62:
			return intValue(int64(v.float()))
		}
		return value{}
	},
	"float": func(v value) value {
		switch {
		case v.k == float:
			return v
		case v.k == integer && abs(v.n) <= maxExact && v.n != math.MinInt64:
			return floatValue(float64(v.n))
		}
		return value{}
	},
}

// getItem makes ·getitem(x, i).
func (c *compiler) getItem(x *star.CallExpr, at int32) expr {
	other := c.predeclared("·getitem")
	return c.operation(func(f *frame, at int32, b, i value) value {
		if i.k == integer {
			if l, ok := b.v.(*starlark.List); ok && uint64(i.n) < uint64(l.Len()) {
				return unbox(l.Index(int(i.n)))
			}
		}
		f.at = at
		return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{b.box(), i.box()}, nil))
	}, at, c.operand(x.Args[0]), c.operand(x.Args[1]))
}

// getSlice makes ·getslice(x, lo, hi).
func (c *compiler) getSlice(x *star.CallExpr, at int32) expr {
	base, lo, hi, other := c.expr(x.Args[0]), c.expr(x.Args[1]), c.expr(x.Args[2]), c.predeclared("·getslice")
	return func(f *frame) value {
		b := base(f)
		if b.k == failed {
			return b
		}
		from := lo(f)
		if from.k == failed {
			return from
		}
		to := hi(f)
		if to.k == failed {
			return to
		}
		if l, ok := b.v.(*starlark.List); ok && l.Len() <= object.Piece {
			n := int64(l.Len())
			i, ok := bound(from, 0, n)
			j, ok2 := bound(to, n, n)
			if ok && ok2 {
				return value{k: boxed, v: l.Slice(int(i), int(max(i, j)), 1)}
			}
		}
		f.at = at
		return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{b.box(), from.box(), to.box()}, nil))
	}
}

// bound is what a bound of a slice, None or an int, means for n elements.
func bound(v value, missing, n int64) (int64, bool) {
	switch {
	case v.k == integer && v.n >= 0:
		return min(v.n, n), true
	case v.k == integer:
		return max(v.n+n, 0), true
	}
	return missing, v.k == boxed && v.v == starlark.None
}

var comparisons = map[string]star.Token{
	"==": star.EQL, "!=": star.NEQ, "<": star.LT, "<=": star.LE, ">": star.GT, ">=": star.GE,
}

// intrinsicTest makes the test of ·compare, nil for all other calls. What it yields for other values than numbers may be none of True and False: see
// intrinsicCompare.
func (c *compiler) intrinsicTest(x *star.CallExpr) test {
	if c.builtinName(x.Fn) != "·compare" || len(x.Args) != 3 {
		return nil
	}
	text := operatorText(x)
	op, ok := comparisons[text]
	if !ok {
		return nil
	}
	other := c.predeclared("·compare")
	return c.comparison(op, c.pos(x.Lparen), c.operand(x.Args[1]), c.operand(x.Args[2]), func(f *frame, at int32, x, y value) truth {
		f.at = at
		return f.truth(f.result(starlark.Call(f.m.thread, other, starlark.Tuple{starlark.String(text), x.box(), y.box()}, nil)))
	})
}

// intrinsicCompare makes ·compare where its value counts.
func (c *compiler) intrinsicCompare(x *star.CallExpr) expr {
	text := operatorText(x)
	op, other := comparisons[text], c.predeclared("·compare")
	return c.operation(func(f *frame, at int32, x, y value) value {
		switch compareNumbers(op, x, y) {
		case yes:
			return value{k: boolean, n: 1}
		case no:
			return value{k: boolean}
		}
		f.at = at
		return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{starlark.String(text), x.box(), y.box()}, nil))
	}, c.pos(x.Lparen), c.operand(x.Args[1]), c.operand(x.Args[2]))
}
