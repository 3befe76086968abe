package syntax

// An exprVisitor is a walk over expressions.
type exprVisitor interface{ expr(Expr) }

// operands has v visit the parts of an expression in their order of evaluation. Those
// kinds that a walk has rules of its own for are not among them: they stand in the walk.
func operands(x Expr, v exprVisitor) {
	list := func(l []Expr) {
		for _, x := range l {
			v.expr(x)
		}
	}
	opt := func(x Expr) {
		if x != nil {
			v.expr(x)
		}
	}
	switch x := x.(type) {
	case *JoinedStr:
		list(x.Values)
	case *FormattedValue:
		v.expr(x.Value)
		if x.Spec != nil {
			v.expr(x.Spec)
		}
	case *BoolOp:
		list(x.Values)
	case *BinOp:
		v.expr(x.X)
		v.expr(x.Y)
	case *UnaryOp:
		v.expr(x.X)
	case *IfExp:
		v.expr(x.Test)
		v.expr(x.Body)
		v.expr(x.OrElse)
	case *Compare:
		v.expr(x.Left)
		list(x.Comparators)
	case *Attribute:
		v.expr(x.X)
	case *Subscript:
		v.expr(x.X)
		v.expr(x.Index)
	case *Starred:
		v.expr(x.X)
	case *List:
		list(x.Elts)
	case *Tuple:
		list(x.Elts)
	case *Set:
		list(x.Elts)
	case *Slice:
		opt(x.Lo)
		opt(x.Hi)
		opt(x.Step)
	}
}
