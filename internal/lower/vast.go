package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file finds what the source shows to be huge: ints of millions of bits, texts of megabytes. The engine's own operators take long for such
// values and can't be stopped meanwhile, so they become intrinsics there. Where it shows nothing, comparisons, +, in and what gives an item to a
// value are guarded: see guard. All other code pays nothing.

// vastDepth bounds how far vast follows expressions and variables.
const vastDepth = 6

// vast reports whether the source shows that a value may be huge: it is a power, a shift or a repetition by what is no small literal, or made of one.
func (l *lowerer) vast(e syntax.Expr) bool { return l.vastIn(e, l.scope, vastDepth) }

func (l *lowerer) vastIn(e syntax.Expr, s *scope, depth int) bool {
	if depth--; depth < 0 {
		return false
	}
	switch e := e.(type) {
	case *syntax.BinOp:
		switch e.Op {
		case syntax.Pow:
			if n, ok := e.Y.(*syntax.Int); ok && n.Big == nil && n.Value <= 64 {
				return l.vastIn(e.X, s, depth)
			}
			return l.typeIn(e.X, s) != typFloat && l.typeIn(e.Y, s) != typFloat
		case syntax.LShift:
			return !smallShift(e.Y)
		case syntax.Mult:
			if l.typeIn(e.X, s).text() {
				return !fewTimes(e.Y)
			}
			if l.typeIn(e.Y, s).text() {
				return !fewTimes(e.X)
			}
			return l.vastIn(e.X, s, depth) || l.vastIn(e.Y, s, depth)
		case syntax.Add, syntax.Sub, syntax.FloorDiv, syntax.BitOr, syntax.BitXor:
			return l.vastIn(e.X, s, depth) || l.vastIn(e.Y, s, depth)
		}
	case *syntax.UnaryOp:
		return l.vastIn(e.X, s, depth)
	case *syntax.IfExp:
		return l.vastIn(e.Body, s, depth) || l.vastIn(e.OrElse, s, depth)
	case *syntax.Ident:
		sym := s.resolve(mangle(s.class, e.Name))
		if sym == nil {
			return false
		}
		for _, src := range sym.sources {
			if src.kind == fromValue && src.expr != nil && l.vastIn(src.expr, src.scope, depth) {
				return true
			}
		}
	}
	return false
}

// fewTimes reports whether a text may be repeated so often without becoming huge.
func fewTimes(e syntax.Expr) bool {
	n, ok := e.(*syntax.Int)
	return ok && n.Big == nil && n.Value <= 1<<12
}

// unseen reports whether an expression may be a list, a tuple or a dict of any length as far as the source shows.
func (l *lowerer) unseen(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.List, *syntax.Tuple, *syntax.Dict, *syntax.Set, *syntax.Constant, *syntax.Lambda, *syntax.UnaryOp, *syntax.Compare:
		return false
	}
	switch l.typeIn(e, l.scope) {
	case typUnknown, typNone, typList, typTuple, typDict:
		return !l.knownNumber(e)
	}
	return false
}

// A guard says how an operand is read through ·g (object.Scope), which takes 10 to 17 ns, unless package quick runs the operation, which sees to large operands itself.
type guard uint8

const (
	guardLeft   guard = iota + 1 // ·g[x] op y
	guardIn                      // x in ·g & y
	guardRoom                    // (·g | x)[k] = y, (·g | x).append(y)
	guardMethod                  // ·method.append(x, y)
)

// guarded notes how an operand of x is to be read.
func (l *lowerer) guarded(x star.Expr, g guard) star.Expr {
	if l.vasts == nil {
		l.vasts = map[star.Expr]guard{}
	}
	l.vasts[x] = g
	return x
}

// read lets an operand of x be read so.
func (g guard) read(x *star.BinaryExpr) {
	scope := ident(mark+"g", x.OpPos)
	switch g {
	case guardLeft:
		x.X = &star.IndexExpr{X: scope, Lbrack: x.OpPos, Y: x.X, Rbrack: x.OpPos}
	case guardIn:
		x.Y = binary(scope, star.AMP, x.Y, x.OpPos)
	}
}

// room lets x, which gets an item, be read so.
func (g guard) room(x *star.Expr, pos star.Position) {
	if g == guardRoom {
		*x = binary(ident(mark+"g", pos), star.PIPE, *x, pos)
	}
}

// caller makes x.append(y), if its method is read so, a call of one function, which sees to it itself.
func (l *lowerer) caller(x *star.CallExpr) {
	if dot, ok := x.Fn.(*star.DotExpr); ok && l.vasts[dot] == guardMethod {
		x.Fn = ident(ConstantMark+MethodMark+dot.Name.Name, x.Lparen)
		x.Args = append([]star.Expr{dot.X}, x.Args...)
	}
}

// gainsItem reports whether a call of a method of this name is left to the engine and gives what it is a method of, which may be large, an item.
func (l *lowerer) gainsItem(e *syntax.Attribute) bool {
	if l.dialect != syntax.Python {
		return false
	}
	switch e.Name {
	case "append", "add", "setdefault":
	default:
		return false
	}
	if id, ok := e.X.(*syntax.Ident); ok {
		if sym := l.scope.resolve(mangle(l.scope.class, id.Name)); sym == nil || sym.imports || l.isSelfSym(sym) {
			return false
		}
	}
	return true
}
