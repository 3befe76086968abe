package lower

import (
	"math/big"

	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers operators: which stay native, and which become intrinsics.

// Arrays, unlike maps, take nothing at the start of the program.
var opTokens = [syntax.NotIn + 1]star.Token{
	syntax.Add: star.PLUS, syntax.Sub: star.MINUS, syntax.Mult: star.STAR, syntax.Div: star.SLASH,
	syntax.FloorDiv: star.SLASHSLASH, syntax.Mod: star.PERCENT, syntax.BitAnd: star.AMP, syntax.BitOr: star.PIPE,
	syntax.BitXor: star.CIRCUMFLEX, syntax.LShift: star.LTLT, syntax.RShift: star.GTGT,
	syntax.Eq: star.EQL, syntax.NotEq: star.NEQ, syntax.Lt: star.LT, syntax.LtE: star.LE, syntax.Gt: star.GT, syntax.GtE: star.GE,
	syntax.In: star.IN, syntax.NotIn: star.NOT_IN,
}

var opText = [syntax.NotIn + 1]string{
	syntax.Add: "+", syntax.Sub: "-", syntax.Mult: "*", syntax.Div: "/", syntax.FloorDiv: "//", syntax.Mod: "%",
	syntax.BitAnd: "&", syntax.BitOr: "|", syntax.BitXor: "^", syntax.LShift: "<<", syntax.RShift: ">>",
	syntax.Pow: "**", syntax.MatMult: "@", syntax.UAdd: "+", syntax.USub: "-", syntax.Invert: "~",
	syntax.Eq: "==", syntax.NotEq: "!=", syntax.Lt: "<", syntax.LtE: "<=", syntax.Gt: ">", syntax.GtE: ">=",
	syntax.In: "in", syntax.NotIn: "not in", syntax.Is: "is", syntax.IsNot: "is not",
}

// boolOperand reports whether an operand may be a bool: see mayBeBool.
func (l *lowerer) boolOperand(e syntax.Expr) bool { return l.mayBeBool(e, l.scope) }

func smallShift(e syntax.Expr) bool {
	i, ok := e.(*syntax.Int)
	return ok && i.Big == nil && i.Value < 512
}

// binOp lowers a binary operation. With number set, the value is used as only a number is: compared with one, or tested for truth.
func (l *lowerer) binOp(e *syntax.BinOp, number bool) star.Expr {
	anchor := syntax.Span{Start: e.OpPos, End: syntax.Pos{Line: e.OpPos.Line, Col: e.OpPos.Col + int32(len(opText[e.Op]))}}
	pos := l.opPos(e.Span, anchor)
	if e.Op == syntax.Pow {
		if v, ok := power(e); ok {
			return bigInteger(v, pos)
		}
		return intrinsic(pos, "pow", l.operand(e.X), l.operand(e.Y))
	}
	if e.Op == syntax.MatMult {
		return intrinsic(pos, "matmul", l.expr(e.X), l.expr(e.Y))
	}
	if l.dialect == syntax.Starlark {
		if s, ok := e.X.(*syntax.Str); ok && e.Op == syntax.Mod && !enginePercent(s.Value) {
			return intrinsic(pos, "mod", l.expr(e.X), l.expr(e.Y))
		}
		if e.Op == syntax.Mult && !l.boundedProduct(e.X, e.Y) {
			return intrinsic(pos, "enginemul", l.expr(e.X), l.expr(e.Y))
		}
		return binary(l.expr(e.X), opTokens[e.Op], l.expr(e.Y), pos)
	}
	x, y := l.typeIn(e.X, l.scope), l.typeIn(e.Y, l.scope)
	if e.Op == syntax.Mod && x != typInt {
		if x.text() || !number || !l.notText(e.X, l.scope) && (y == typTuple || y == typDict) {
			return intrinsic(pos, "mod", l.expr(e.X), l.expr(e.Y))
		}
	}
	if l.boolOperand(e.X) || l.boolOperand(e.Y) {
		return intrinsic(pos, "binary", str(opText[e.Op], pos), l.expr(e.X), l.expr(e.Y))
	}
	switch e.Op {
	case syntax.Mult:
		if !l.boundedProduct(e.X, e.Y) {
			return intrinsic(pos, "mul", l.operand(e.X), l.operand(e.Y))
		}
	case syntax.Add:
		// What doubles again and again takes all memory before anybody sees it.
		if x == typList || y == typList || x == typTuple || y == typTuple || sameTerm(e.X, e.Y) && !x.number() && !l.knownNumber(e.X) {
			return intrinsic(pos, "binary", str("+", pos), l.expr(e.X), l.expr(e.Y))
		}
	case syntax.LShift, syntax.RShift:
		if !smallShift(e.Y) {
			return intrinsic(pos, "binary", str(opText[e.Op], pos), l.expr(e.X), l.expr(e.Y))
		}
	case syntax.Div, syntax.FloorDiv, syntax.Mod:
		if !l.engineDivides(e.Op, e.X, e.Y) && !(e.Op == syntax.Mod && number) || l.vast(e.X) && !l.small(e.Y, smallDepth) {
			return intrinsic(pos, "binary", str(opText[e.Op], pos), l.operand(e.X), l.operand(e.Y))
		}
	case syntax.Sub:
		if x == typSet || y == typSet {
			return intrinsic(pos, "binary", str("-", pos), l.expr(e.X), l.expr(e.Y))
		}
	case syntax.BitAnd, syntax.BitOr, syntax.BitXor:
		if hashed(x) || hashed(y) || !l.bits(e.X, x) && !l.bits(e.Y, y) {
			return intrinsic(pos, "binary", str(opText[e.Op], pos), l.expr(e.X), l.expr(e.Y))
		}
	}
	if e.Op == syntax.Add && l.unseen(e.X) && l.unseen(e.Y) {
		return l.guarded(binary(l.operand(e.X), star.PLUS, l.operand(e.Y), pos))
	}
	return binary(l.operand(e.X), opTokens[e.Op], l.operand(e.Y), pos)
}

// engineDivides reports whether the engine's /, // or % of two values is Python's. The engine rounds ints to floats before it divides them, rounds
// the quotient before it takes the floor, gives -0.0 as a remainder of what is negative, and says of floats divided by zero what it says of ints.
func (l *lowerer) engineDivides(op syntax.Op, x, y syntax.Expr) bool {
	a, b := l.typeIn(x, l.scope), l.typeIn(y, l.scope)
	if op == syntax.Div {
		switch n := y.(type) {
		case *syntax.Float:
			return n.Value != 0
		case *syntax.Int:
			return n.Big == nil && n.Value > 0 && n.Value < 1<<53 && (n.Value&(n.Value-1) == 0 && !l.vast(x) || a == typFloat || l.counts(x))
		}
		return false
	}
	if a == typInt && b == typInt {
		return true
	}
	// floor(x / n) is exact for a float x below 2**53.
	n, ok := y.(*syntax.Int)
	return op == syntax.FloorDiv && ok && n.Big == nil && n.Value > 0 && n.Value < 1<<53
}

// counts reports whether an expression is a length, or a variable that only takes elements of ranges: an int that surely is a float, too.
func (l *lowerer) counts(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Call:
		return l.small(e, 1)
	case *syntax.Ident:
		sym := l.scope.resolve(mangle(l.scope.class, e.Name))
		if sym == nil || sym.param || sym.outer || len(sym.sources) == 0 {
			return false
		}
		for _, src := range sym.sources {
			if src.kind != fromElement || l.typeIn(src.expr, src.scope) != typRange {
				return false
			}
		}
		return true
	}
	return false
}

// boundedProduct reports whether the engine may multiply two values: they are numbers, of which one is a float or small, or one of them is a
// number so small that even a sequence does not grow much. All other products could take all memory, or seconds, in one instruction.
func (l *lowerer) boundedProduct(a, b syntax.Expr) bool {
	x, y := l.typeIn(a, l.scope), l.typeIn(b, l.scope)
	if x == typFloat || y == typFloat {
		return true
	}
	if (tiny(a) && !sequence(y, b) || tiny(b) && !sequence(x, a)) && !(l.mentions["ctypes"] || l.opts.Interactive) {
		return true // c_int * 3 needs the interpreter, which the engine does not hand on
	}
	return (x.number() || l.knownNumber(a)) && (y.number() || l.knownNumber(b)) && (l.small(a, smallDepth) || l.small(b, smallDepth))
}

// sequence reports whether an expression of a type is a list, a tuple or a text that need not be short.
func sequence(t typ, e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.Str, *syntax.List, *syntax.Tuple:
		return false
	}
	return t == typList || t == typTuple || t.text()
}

// knownNumber reports whether an expression is a variable that is used as only a number can be.
func (l *lowerer) knownNumber(e syntax.Expr) bool {
	id, ok := e.(*syntax.Ident)
	if !ok {
		return false
	}
	sym := l.scope.resolve(mangle(l.scope.class, id.Name))
	return sym != nil && sym.numeric && !sym.tested
}

// tiny reports whether an expression is an int to repeat by without harm.
func tiny(e syntax.Expr) bool {
	i, ok := e.(*syntax.Int)
	return ok && i.Big == nil && i.Value <= 4
}

// smallDepth bounds how deep small looks into an expression.
const smallDepth = 4

// small reports whether an int has no more than a few words: a literal, an element of a range, a length, or a sum, product or
// remainder of such.
func (l *lowerer) small(e syntax.Expr, depth int) bool {
	if depth == 0 {
		return false
	}
	switch e := e.(type) {
	case *syntax.Int:
		return e.Big == nil
	case *syntax.Float:
		return true
	case *syntax.UnaryOp:
		return l.small(e.X, depth-1)
	case *syntax.BinOp:
		switch e.Op {
		case syntax.Add, syntax.Sub, syntax.Mult:
			return l.small(e.X, depth-1) && l.small(e.Y, depth-1)
		case syntax.Mod:
			return l.typeIn(e.X, l.scope).number() && l.small(e.Y, depth-1)
		}
	case *syntax.Call:
		id, ok := e.Fn.(*syntax.Ident)
		return ok && (id.Name == "len" || id.Name == "ord") && l.lookup(id.Name).kind == refBuiltin
	case *syntax.Ident:
		sym := l.scope.resolve(mangle(l.scope.class, e.Name))
		if sym != nil && sym.assumed == kindNumber && sym.bindings == 0 {
			return true
		}
		if sym == nil || sym.param || sym.outer || len(sym.sources) == 0 {
			return false
		}
		for _, src := range sym.sources {
			switch {
			case src.kind == fromElement && l.typeIn(src.expr, src.scope) == typRange:
			case src.kind == fromValue && isSmallLiteral(src.expr):
			default:
				return false
			}
		}
		return true
	}
	return false
}

func isSmallLiteral(e syntax.Expr) bool {
	i, ok := e.(*syntax.Int)
	return ok && i.Big == nil
}

// hashed reports whether a value is a set or a dict: large ones take long to join and compare, and the engine's operators on them cannot be
// stopped.
func hashed(t typ) bool { return t == typSet || t == typDict }

// bits reports whether an operand of &, | or ^ is an int or a set, not a bool.
func (l *lowerer) bits(e syntax.Expr, t typ) bool {
	if t == typInt {
		return true
	}
	id, ok := e.(*syntax.Ident)
	if !ok {
		return false
	}
	sym := l.scope.resolve(mangle(l.scope.class, id.Name))
	return sym != nil && sym.numeric && !sym.tested
}

// operand lowers an operand of an arithmetic operation.
func (l *lowerer) operand(e syntax.Expr) star.Expr {
	if b, ok := e.(*syntax.BinOp); ok {
		return l.binOp(b, false)
	}
	return l.expr(e)
}

// power folds a power of small integers.
func power(e *syntax.BinOp) (*big.Int, bool) {
	x, ok := e.X.(*syntax.Int)
	y, ok2 := e.Y.(*syntax.Int)
	if !ok || !ok2 || x.Big != nil || y.Big != nil || y.Value > 64 || x.Value > 1<<16 {
		return nil, false
	}
	return new(big.Int).Exp(big.NewInt(x.Value), big.NewInt(y.Value), nil), true
}

// enginePercent reports whether the engine's % knows every directive of a format.
func enginePercent(format string) bool {
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		if i++; i == len(format) {
			return true // the engine reports the incomplete format
		}
		if format[i] == '(' {
			for i < len(format) && format[i] != ')' {
				i++
			}
			if i++; i >= len(format) {
				return true
			}
		}
		switch format[i] {
		case '%', 's', 'r', 'd', 'i', 'o', 'x', 'X', 'e', 'E', 'f', 'F', 'g', 'G', 'c':
		default:
			return false
		}
	}
	return true
}

func (l *lowerer) unaryOp(e *syntax.UnaryOp) star.Expr {
	pos := l.at(e)
	switch e.Op {
	case syntax.Not:
		return unary(star.NOT, l.test(e.X), pos)
	case syntax.USub:
		switch x := e.X.(type) {
		case *syntax.Int:
			if x.Big != nil {
				return bigInteger(new(big.Int).Neg(x.Big), pos)
			}
			return integer(-x.Value, pos)
		}
	}
	if l.dialect == syntax.Python && l.boolOperand(e.X) {
		return intrinsic(pos, "unary", str(opText[e.Op], pos), l.expr(e.X))
	}
	op := map[syntax.Op]star.Token{syntax.UAdd: star.PLUS, syntax.USub: star.MINUS, syntax.Invert: star.TILDE}[e.Op]
	return unary(op, l.expr(e.X), pos)
}

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
			return l.compareOne(e.Ops[i], leftNode, rightNode, x, l.compared(rightNode), pos)
		}
		if l.repeatable(rightNode) {
			x := left()
			first := l.compareOne(e.Ops[i], leftNode, rightNode, x, l.compared(rightNode), pos)
			return binary(first, star.AND, chain(i+1, rightNode, func() star.Expr { return l.compared(rightNode) }), pos)
		}
		x, y := l.temp("x"), l.temp("y")
		exprs := []star.Expr{left(), l.compared(rightNode)}
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

// compared lowers an operand on the right of a comparison.
func (l *lowerer) compared(e syntax.Expr) star.Expr { return l.expr(e) }

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
		c := binary(x, opTokens[op], y, pos)
		if l.dialect == syntax.Python && (op == syntax.Eq || op == syntax.NotEq) && l.unseen(a) && l.unseen(b) {
			return l.guarded(c)
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

// mayBeNaN reports whether the source shows an expression to be a float that may be NaN, which the engine finds equal to itself.
func (l *lowerer) mayBeNaN(e syntax.Expr, t typ) bool {
	return (t == typFloat || t == typNumber) && !isNumber(e) || isNaNCall(e)
}

// isNaNCall reports whether an expression is float("nan"), or the like.
func isNaNCall(e syntax.Expr) bool {
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
