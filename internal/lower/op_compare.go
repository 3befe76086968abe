package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers comparisons: chains, and which of them stay native.

// compare lowers a comparison. In a chain each operand is evaluated at most once: "a < f() < c"
// binds the values to names, unless reading the middle twice makes no difference.
func (l *lowerer) compare(e *syntax.Compare) star.Expr {
	pos := l.at(e)
	last := len(e.Ops) - 1
	// chain makes the comparisons from i on; left returns the left operand of the first.
	var chain func(i int, leftNode syntax.Expr, left func() star.Expr) star.Expr
	chain = func(i int, leftNode syntax.Expr, left func() star.Expr) star.Expr {
		rightNode := e.Comparators[i]
		if i == last {
			x := left()
			return l.compareOne(e.Ops[i], leftNode, rightNode, x, l.expr(rightNode), pos)
		}
		if l.repeatable(rightNode) {
			x := left()
			first := l.compareOne(e.Ops[i], leftNode, rightNode, x, l.expr(rightNode), pos)
			return binary(first, star.AND, chain(i+1, rightNode, func() star.Expr { return l.expr(rightNode) }), pos)
		}
		x, y := l.temp("x"), l.temp("y")
		exprs := []star.Expr{left(), l.expr(rightNode)}
		first := l.compareOne(e.Ops[i], leftNode, rightNode, ident(x, pos), ident(y, pos), pos)
		rest := chain(i+1, rightNode, func() star.Expr { return ident(y, pos) })
		return bind([]string{x, y}, exprs, binary(first, star.AND, rest, pos), pos)
	}
	return chain(0, e.Left, func() star.Expr {
		if b, ok := e.Left.(*syntax.BinOp); ok && l.numberLike(e.Comparators[0]) {
			return l.binOp(b, true)
		}
		return l.expr(e.Left)
	})
}

func (l *lowerer) numberLike(e syntax.Expr) bool {
	return isNumber(e) || l.typeIn(e, l.scope).number()
}

// repeatable reports whether an expression can be evaluated twice.
func (l *lowerer) repeatable(e syntax.Expr) bool {
	if id, ok := e.(*syntax.Ident); ok {
		return l.lookup(id.Name).kind != refClass
	}
	return constant(e) || isNumber(e)
}

// compareOne makes a single comparison of x and y, which are a and b lowered.
func (l *lowerer) compareOne(op syntax.Op, a, b syntax.Expr, x, y star.Expr, pos star.Position) star.Expr {
	switch op {
	case syntax.Is, syntax.IsNot:
		var same star.Expr
		if singleton(a) || singleton(b) {
			// The engine compares values of different types as unequal, and these by identity.
			token := star.EQL
			if op == syntax.IsNot {
				token = star.NEQ
			}
			return binary(x, token, y, pos)
		}
		same = intrinsic(pos, "is", x, y)
		if op == syntax.IsNot {
			return unary(star.NOT, same, pos)
		}
		return same
	}
	if l.dialect == syntax.Starlark || l.nativeCompare(op, a, b) {
		if (op == syntax.In || op == syntax.NotIn) && l.hasKeys(b) {
			l.key(a, x)
		}
		c := binary(x, opTokens[op], y, pos)
		switch {
		case op == syntax.In || op == syntax.NotIn:
			switch {
			case !l.unseen(b) && !(l.dialect == syntax.Python && l.typeIn(b, l.scope).text() && l.mayBeLong(b)):
			case l.dialect == syntax.Starlark:
				return l.guarded(c, guardSearch)
			default:
				return l.guarded(c, guardIn)
			}
		case !l.unseen(a) || !l.unseen(b):
		case l.dialect == syntax.Starlark:
			return l.guarded(c, guardTree)
		default:
			return l.guarded(c, guardLeft)
		}
		return c
	}
	switch op {
	case syntax.In:
		return intrinsic(pos, "binary", str("in", pos), x, y)
	case syntax.NotIn:
		return unary(star.NOT, intrinsic(pos, "binary", str("in", pos), x, y), pos)
	}
	return intrinsic(pos, "compare", str(opText[op], pos), x, y)
}

func singleton(e syntax.Expr) bool {
	c, ok := e.(*syntax.Constant)
	return ok && c.Kind != syntax.Ellipsis
}

func (l *lowerer) nativeCompare(op syntax.Op, a, b syntax.Expr) bool {
	x, y := l.typeIn(a, l.scope), l.typeIn(b, l.scope)
	if op != syntax.In && op != syntax.NotIn && l.mayBeNaN(a, x) && l.mayBeNaN(b, y) {
		return false
	}
	simple := func(t typ) bool { return t.number() || t.text() || t == typRange }
	switch op {
	case syntax.In, syntax.NotIn:
		switch {
		case l.boolOperand(a):
			return false
		case y == typRange:
			return x == typInt // the engine wants an int on the left
		case x == typASCII || x.number():
			return !l.mentions["__eq__"] && !l.foreign // else an element may say that it equals the number
		case x == typStr:
			return !l.nonASCII // the engine wants a string of its own on the left
		}
		return !l.richIn && !l.nonASCII
	case syntax.Eq, syntax.NotEq:
		switch {
		case hashed(x) || hashed(y):
			return false
		case l.boolOperand(a) || l.boolOperand(b) || isView(a) || isView(b) || sameName(a, b):
			return false
		case simple(x) && simple(y) || isNoneConst(a) || isNoneConst(b):
			return true
		}
		return !l.richEq
	}
	switch {
	case l.boolOperand(a) || l.boolOperand(b) || isView(a) || isView(b) || x == typSet || y == typSet:
		return false
	case (x == typFloat || x == typNumber) && !isNumber(a) || (y == typFloat || y == typNumber) && !isNumber(b):
		return false // NaN is the greatest number to the engine
	case x.number() && y.number() || x == typASCII && y == typASCII:
		return true
	case x.number() || y.number():
		return !l.richOrder // a str on the other side is an error, whatever its characters
	}
	return !l.richOrder && !l.nonASCII
}

// mayBeNaN reports whether the source shows an expression to be a float that may be NaN, which the engine finds equal to itself and greater than all others.
func (l *lowerer) mayBeNaN(e syntax.Expr, t typ) bool {
	return (t == typFloat || t == typNumber) && !isNumber(e) || isFloatCall(e)
}

// isFloatCall reports whether an expression is float(x).
func isFloatCall(e syntax.Expr) bool {
	c, ok := e.(*syntax.Call)
	if !ok || len(c.Args) != 1 {
		return false
	}
	id, ok := c.Fn.(*syntax.Ident)
	return ok && id.Name == "float"
}

func isNoneConst(e syntax.Expr) bool {
	c, ok := e.(*syntax.Constant)
	return ok && c.Kind == syntax.None
}

// sameName reports whether a comparison is of a variable with itself, a test for NaN.
func sameName(a, b syntax.Expr) bool {
	x, ok := a.(*syntax.Ident)
	y, ok2 := b.(*syntax.Ident)
	return ok && ok2 && x.Name == y.Name
}

// sameTerm reports whether two expressions are the same variable, attribute or item.
func sameTerm(a, b syntax.Expr) bool {
	switch x := a.(type) {
	case *syntax.Attribute:
		y, ok := b.(*syntax.Attribute)
		return ok && x.Name == y.Name && sameTerm(x.X, y.X)
	case *syntax.Subscript:
		y, ok := b.(*syntax.Subscript)
		return ok && sameTerm(x.X, y.X) && (sameTerm(x.Index, y.Index) || sameLiteral(x.Index, y.Index))
	}
	return sameName(a, b)
}

func sameLiteral(a, b syntax.Expr) bool {
	switch x := a.(type) {
	case *syntax.Int:
		y, ok := b.(*syntax.Int)
		return ok && x.Big == nil && y.Big == nil && x.Value == y.Value
	case *syntax.Str:
		y, ok := b.(*syntax.Str)
		return ok && x.Value == y.Value
	}
	return false
}

// isView reports whether an expression calls keys, values or items.
func isView(e syntax.Expr) bool {
	c, ok := e.(*syntax.Call)
	if !ok || len(c.Args) > 0 {
		return false
	}
	attr, ok := c.Fn.(*syntax.Attribute)
	return ok && (attr.Name == "keys" || attr.Name == "items" || attr.Name == "values")
}
