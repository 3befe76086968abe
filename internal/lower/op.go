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
		if e.Op == syntax.Mod && l.longFormat(e.X) && !l.typeIn(e.Y, l.scope).number() {
			return intrinsic(pos, "enginemod", l.expr(e.X), l.expr(e.Y))
		}
		b := binary(l.expr(e.X), opTokens[e.Op], l.expr(e.Y), pos)
		switch e.Op {
		case syntax.Mod:
			if _, tuple := e.Y.(*syntax.Tuple); (tuple || l.unseen(e.Y) || l.mayBeLong(e.Y)) && !l.typeIn(e.X, l.scope).number() {
				return l.guarded(b, guardText)
			}
		case syntax.Add, syntax.Sub, syntax.BitOr, syntax.BitAnd, syntax.BitXor:
			switch x, y := l.mayBeLong(e.X), l.mayBeLong(e.Y); {
			case l.typeIn(e.X, l.scope).number() || l.typeIn(e.Y, l.scope).number():
			case x:
				return l.guarded(b, guardSum)
			case y:
				return l.guarded(b, guardTerm)
			}
		}
		return b
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
		if !l.boundedProduct(e.X, e.Y) || l.vastText(e.X, e.Y) {
			return intrinsic(pos, "mul", l.operand(e.X), l.operand(e.Y))
		}
	case syntax.Add:
		// What doubles again and again takes all memory before anybody sees it.
		if x == typList || y == typList || x == typTuple || y == typTuple || l.vastText(e.X, e.Y) || sameTerm(e.X, e.Y) && !x.number() && !l.knownNumber(e.X) {
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
	return l.guardOperation(e, binary(l.operand(e.X), opTokens[e.Op], l.operand(e.Y), pos))
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
