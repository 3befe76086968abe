package lower

import (
	"slices"

	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file guards the operands of + - * % & | ^ and of += and the like: see guard. What is a number beyond doubt needs none, and neither does its other
// operand, but for *. The right operand is guarded only beside a left one that is known to be a text or a number: an object would see what stands for it.

// guardOperation guards the operands of b, which is e lowered.
func (l *lowerer) guardOperation(e *syntax.BinOp, b *star.BinaryExpr) star.Expr {
	x, y := l.typeIn(e.X, l.scope), l.typeIn(e.Y, l.scope)
	switch e.Op {
	case syntax.Add:
		left, right := l.mayBeLong(e.X), l.mayBeLong(e.Y)
		switch {
		case x.number() || y.number():
		case left && right && x.text():
			return l.guarded(b, guardLongBoth)
		case left && right:
			return l.guarded(b, guardAny)
		case left:
			return l.guarded(b, guardLong)
		case right && x.text():
			return l.guarded(b, guardLongTerm)
		}
	case syntax.Sub:
		if l.unseen(e.X) && l.unseen(e.Y) {
			return l.guarded(b, guardAny)
		}
	case syntax.BitAnd, syntax.BitOr, syntax.BitXor:
		if !x.number() && !y.number() {
			return l.guarded(b, guardAny)
		}
	case syntax.Mult:
		switch {
		case x == typFloat || y == typFloat || x.number() && y.number():
		case tiny(e.Y) && l.mayBeLong(e.X):
			return l.guarded(b, guardLong)
		case tiny(e.X) && l.mayBeLong(e.Y):
			return l.guarded(b, guardLongTerm)
		case tiny(e.X) || tiny(e.Y):
		case x.number():
			return l.guarded(b, guardAnyTerm)
		default:
			return l.guarded(b, guardAny)
		}
	case syntax.Mod:
		if !x.number() && l.mayBeLong(e.X) { // the engine's formats are others
			return l.guarded(b, guardAny)
		}
	}
	return b
}

// guardAugmented notes how the operands of st, which is s lowered, are to be read.
func (l *lowerer) guardAugmented(s *syntax.AugAssign, st *star.AssignStmt) {
	x, y := l.typeIn(s.Target, l.scope), l.typeIn(s.Value, l.scope)
	switch s.Op {
	case syntax.Add:
		if x.number() || y.number() || !l.mayBeLong(s.Target) && !l.mayBeLong(s.Value) {
			return
		}
	case syntax.Sub:
		if !l.unseen(s.Target) || !l.unseen(s.Value) {
			return
		}
	case syntax.Mult:
		if x == typFloat || y == typFloat || x.number() && y.number() {
			return
		}
	default:
		return
	}
	if l.augs == nil {
		l.augs = map[*star.AssignStmt]augGuard{}
	}
	g := augGuard{value: l.mayBeLong(s.Value)}
	switch t := s.Target.(type) {
	case *syntax.Attribute:
		g.of = !l.steady(t.X, s.Value)
	case *syntax.Subscript:
		g.of, g.index = !l.steady(t.X, s.Value), !l.steady(t.Index, s.Value)
	}
	l.augs[st] = g
}

// An augGuard says how the operands of x += y are read: x = ·g % x + y.
type augGuard struct {
	value     bool // x = ·g % x + ·g // y
	of, index bool // what x is an attribute or item of, and its index, are kept first: see divide
}

// steady reports whether a part of the target of an augmented assignment of a value may be evaluated twice, before the value and after it.
func (l *lowerer) steady(part, value syntax.Expr) bool {
	id, ok := part.(*syntax.Ident)
	if !ok {
		return constant(part)
	}
	if l.lookup(id.Name).kind == refClass {
		return false
	}
	switch value.(type) {
	case *syntax.Ident, *syntax.Int, *syntax.Str, *syntax.Bytes, *syntax.Constant:
		return true // it changes no variable
	}
	sym := l.symbolOf(id)
	return sym != nil && sym.scope == l.scope && l.scope.kind != moduleScope && !sym.outer && !sym.walrus
}

// divide lets the augmented assignments among statements whose targets can't be evaluated twice be of variables of lowering's own:
//
//	f().x[i + 1] += y
//
//	v1 = f().x
//	v2 = i + 1
//	v1[v2] += y
//
// Package quick gets those in its loops whole.
func (l *lowerer) divide(list []star.Stmt) []star.Stmt {
	if len(l.augs) == 0 && l.dialect == syntax.Python {
		return list
	}
	var out []star.Stmt
	for i, st := range list {
		x, ok := st.(*star.AssignStmt)
		if ok = ok && l.divides(x); ok && out == nil {
			out = slices.Clone(list[:i])
		}
		switch {
		case ok:
			out = append(out, l.divided(x)...)
		case out != nil:
			out = append(out, st)
		}
	}
	if out == nil {
		return list
	}
	return out
}

func (l *lowerer) divides(x *star.AssignStmt) bool {
	if l.dialect == syntax.Starlark {
		_, variable := x.LHS.(*star.Ident)
		return !variable && x.Op == star.PLUS_EQ && isText(x.RHS)
	}
	g := l.augs[x]
	return g.of || g.index
}

func (l *lowerer) divided(x *star.AssignStmt) []star.Stmt {
	var before, after []star.Stmt
	keep := func(part *star.Expr) {
		name := l.temp("v")
		before = append(before, assign(ident(name, x.OpPos), *part, x.OpPos))
		if _, ok := (*part).(*star.Ident); !ok { // what has no other name may end before the function does
			after = append(after, assign(ident(name, x.OpPos), none(x.OpPos), x.OpPos))
		}
		*part = ident(name, x.OpPos)
	}
	g, all := l.augs[x], l.dialect == syntax.Starlark
	switch t := x.LHS.(type) {
	case *star.DotExpr:
		keep(&t.X)
	case *star.IndexExpr:
		// What is evaluated first is kept if what comes after it may change it.
		if all || g.of || g.index {
			keep(&t.X)
		}
		if all || g.index {
			keep(&t.Y)
		}
	}
	return append(append(before, x), after...)
}

// augmented lets the operands of x += y or the like be read through ·g.
func (l *lowerer) augmented(x *star.AssignStmt) {
	if l.dialect == syntax.Starlark {
		l.augmentedStarlark(x)
		return
	}
	g, ok := l.augs[x]
	if !ok {
		return
	}
	left := binary(ident(mark+"g", x.OpPos), star.PERCENT, l.copyTarget(x.LHS), x.OpPos)
	if g.value {
		x.RHS = binary(ident(mark+"g", x.OpPos), star.SLASHSLASH, x.RHS, x.OpPos)
	}
	x.RHS = binary(left, x.Op-star.PLUS_EQ+star.PLUS, x.RHS, x.OpPos)
	x.Op = star.EQ
}

// copyTarget returns what reads the target of an assignment.
func (l *lowerer) copyTarget(x star.Expr) star.Expr {
	switch x := x.(type) {
	case *star.Ident:
		return ident(x.Name, x.NamePos)
	case *star.DotExpr:
		return dot(l.copyTarget(x.X), x.Name.Name, x.Name.NamePos)
	case *star.IndexExpr:
		y := l.copyTarget(x.Y)
		if pos, ok := l.keys[x.Y]; ok {
			l.keys[y] = pos
		}
		return index(l.copyTarget(x.X), y, x.Lbrack)
	case *star.Literal:
		c := *x
		return &c
	case *star.UnaryExpr:
		return unary(x.Op, l.copyTarget(x.X), x.OpPos)
	}
	panic("lower: a target that can't be copied")
}

// augmentedStarlark lets the right operand of x += y or the like be read through ·g >> y, unless it is a number, and the left one instead where the right one is a text of
// the source's: x = ·g / x + 'a'.
func (l *lowerer) augmentedStarlark(x *star.AssignStmt) {
	switch x.Op {
	case star.PLUS_EQ, star.MINUS_EQ, star.PIPE_EQ, star.AMP_EQ, star.CIRCUMFLEX_EQ:
	default:
		return
	}
	if _, ok := x.RHS.(*star.Literal); !ok {
		x.RHS = binary(ident(mark+"g", x.OpPos), star.GTGT, x.RHS, x.OpPos)
		return
	}
	if x.Op == star.PLUS_EQ && isText(x.RHS) {
		x.RHS = binary(binary(ident(mark+"g", x.OpPos), star.SLASH, l.copyTarget(x.LHS), x.OpPos), star.PLUS, x.RHS, x.OpPos)
		x.Op = star.EQ
	}
}

func isText(x star.Expr) bool {
	y, ok := x.(*star.Literal)
	return ok && y.Token == star.STRING
}
