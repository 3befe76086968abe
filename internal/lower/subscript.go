package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers attributes, indexes and slices.

// attrPos is where an attribute's failure is shown: if its name stands on another line than its
// object begins, the name.
func (l *lowerer) attrPos(e *syntax.Attribute) star.Position {
	return l.pos(attrSpan(e))
}

func attrSpan(e *syntax.Attribute) syntax.Span {
	if e.NamePos.Line > e.Start.Line {
		return syntax.Span{Start: e.NamePos, End: e.End}
	}
	return e.Span
}

// attribute lowers the reading of an attribute, which may be called at once.
func (l *lowerer) attribute(e *syntax.Attribute, called bool) star.Expr {
	pos := l.attrPos(e)
	name := mangle(l.scope.class, e.Name)
	x := l.expr(e.X)
	if l.viaAttr(e) || !called && l.takesKey(e.Name) {
		return intrinsic(pos, "attr", x, str(name, pos))
	}
	if l.ownMethod(e.Name) {
		return intrinsic(pos, "starlark_method", x, str(name, pos))
	}
	d := dot(x, name, pos)
	switch {
	case l.gainsItem(e):
		l.guarded(d, guardRoom)
	case l.dialect == syntax.Starlark && LongMethod(e.Name) && l.mayBeLong(e.X) && !l.isModule(e.X):
		l.guarded(d, guardSelf)
	}
	return d
}

func (l *lowerer) subscriptPos(e *syntax.Subscript) star.Position {
	anchor := syntax.Span{Start: e.X.Extent().End, End: e.End}
	return l.opPos(e.Span, anchor)
}

// subscript lowers an index.
func (l *lowerer) subscript(e syntax.Expr) star.Expr {
	return l.expr(e)
}

func (l *lowerer) subscriptExpr(e *syntax.Subscript) star.Expr {
	pos := l.subscriptPos(e)
	x := l.expr(e.X)
	if sl, ok := e.Index.(*syntax.Slice); ok {
		if l.dialect == syntax.Starlark {
			cut := l.nativeSlice(x, sl, pos)
			if l.mayBeLong(e.X) {
				l.guarded(cut, guardSelf)
			}
			return cut
		}
		switch l.typeIn(e.X, l.scope) {
		case typASCII:
			if sl.Step == nil || !l.vast(e.X) {
				return l.nativeSlice(x, sl, pos)
			}
		case typRange:
			return l.nativeSlice(x, sl, pos)
		}
		if sym := l.symbolOf(e.X); sym != nil && sym.assumed == kindSequence && l.intBounds(sl) {
			return l.nativeSlice(x, sl, pos)
		}
		args := []star.Expr{x, l.orNone(sl.Lo, pos), l.orNone(sl.Hi, pos)}
		if sl.Step != nil {
			args = append(args, l.expr(sl.Step))
		}
		return intrinsic(pos, "getslice", args...)
	}
	if l.oddIndex(e) {
		return intrinsic(pos, "getitem", x, l.expr(e.Index))
	}
	i := l.subscript(e.Index)
	if l.hasKeys(e.X) {
		l.key(e.Index, i)
	}
	return index(x, i, pos)
}

// oddIndex reports whether an index may be something that the engine does not take for one.
func (l *lowerer) oddIndex(e *syntax.Subscript) bool {
	return l.dialect == syntax.Python && (l.boolOperand(e.Index) || l.objectIndex(e))
}

// objectIndex reports whether an index may be an object that stands for an int, or a slice object: the engine
// takes neither for an index of a list. Only files that speak of such objects have them.
func (l *lowerer) objectIndex(e *syntax.Subscript) bool {
	if !l.indexes || l.typeIn(e.X, l.scope) == typDict {
		return false
	}
	switch e.Index.(type) {
	case *syntax.Int, *syntax.Str, *syntax.Tuple:
		return false
	}
	switch l.typeIn(e.Index, l.scope) {
	case typInt, typASCII, typStr, typFloat:
		return false
	}
	return true
}

// symbolOf returns the variable that an expression is, or nil.
func (l *lowerer) symbolOf(e syntax.Expr) *symbol {
	if id, ok := e.(*syntax.Ident); ok {
		return l.scope.resolve(mangle(l.scope.class, id.Name))
	}
	return nil
}

// intBounds reports whether the bounds of a slice are surely ints.
func (l *lowerer) intBounds(sl *syntax.Slice) bool {
	for _, x := range []syntax.Expr{sl.Lo, sl.Hi, sl.Step} {
		if x != nil && l.typeIn(x, l.scope) != typInt {
			return false
		}
	}
	return true
}

func (l *lowerer) nativeSlice(x star.Expr, sl *syntax.Slice, pos star.Position) star.Expr {
	out := &star.SliceExpr{X: x, Lbrack: pos, Rbrack: pos}
	if sl.Lo != nil {
		out.Lo = l.expr(sl.Lo)
	}
	if sl.Hi != nil {
		out.Hi = l.expr(sl.Hi)
	}
	if sl.Step != nil {
		out.Step = l.expr(sl.Step)
	}
	return out
}
