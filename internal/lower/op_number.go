package lower

import (
	"github.com/mpstar/mpstar/internal/syntax"
)

// This file finds out what the engine computes as Python does, and soon enough: quotients, products, bits.

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
