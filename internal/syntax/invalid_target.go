package syntax

// This file finds what is wrong with assignments and other targets.

// invalidNamed looks for an assignment where an expression should be.
func (p *parser) invalidNamed() {
	start := p.pos
	defer func() { p.pos = start }()
	var x Expr
	if p.attempt(func() { x = p.expression() }) && p.tok() == tWalrus {
		p.next()
		if p.attempt(func() { p.expression() }) {
			p.raise(x.Extent(), "cannot use assignment expressions with %s", describe(x))
		}
	}
	p.pos = start
	if p.tok() == tName && p.after() == tAssign {
		p.next()
		p.next()
		var y Expr
		if p.attempt(func() { y = p.bitOr() }) && p.tok() != tAssign && p.tok() != tWalrus {
			p.raise(Span{p.toks[start].start, y.Extent().End}, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
		}
		p.pos = start
	}
	switch p.tok() {
	case tNone, tTrue, tFalse:
		return
	case tLparen, tLbrack:
		if p.attempt(func() { x = p.atom() }) {
			end := p.toks[p.pos-1].stop
			switch x.(type) {
			case *List, *Tuple, *GeneratorExp:
				if x.Extent() == (Span{p.toks[start].start, end}) {
					return
				}
			}
		}
		p.pos = start
	}
	if !p.attempt(func() { x = p.bitOr() }) || p.tok() != tAssign {
		return
	}
	p.next()
	if p.attempt(func() { p.bitOr() }) && p.tok() != tAssign && p.tok() != tWalrus {
		p.raise(x.Extent(), "cannot assign to %s here. Maybe you meant '==' instead of '='?", describe(x))
	}
}

// explainAssign is assign for the second pass.
func (p *parser) explainAssign() Stmt {
	start := p.pos
	if p.tok() == tYield {
		var x Expr
		ok := p.attempt(func() { x = p.yield() })
		if ok && p.tok() != tAssign {
			return &ExprStmt{p.span(start), x}
		}
		p.pos = start
	} else {
		var x Expr
		p.probe(func() { x = p.starExpressions() })
		if x != nil && isSingleTarget(x) {
			switch k := p.tok(); {
			case k == tColon:
				var s Stmt
				if p.attempt(func() { s = p.annotated(start, x) }) {
					return s
				}
			case k >= tPlusEq && k <= tSlash2Eq:
				p.next()
				y := p.rhs()
				return &AugAssign{p.span(start), x, Add + Op(k-tPlusEq), y}
			}
		}
		p.pos = start
	}
	if targets := p.explainTargets(); targets != nil {
		var x Expr
		if p.attempt(func() { x = p.rhs() }) && p.tok() != tAssign {
			return &Assign{p.span(start), targets, x}
		}
		p.pos = start
	}
	p.invalidAssign()
	p.pos = start
	if p.tok() == tYield {
		x := p.yield()
		return &ExprStmt{p.span(start), x}
	}
	x := p.starExpressions()
	return &ExprStmt{p.span(start), x}
}

// explainTargets reads targets as long as an equals sign follows.
func (p *parser) explainTargets() []Expr {
	var targets []Expr
	for {
		back := p.pos
		var x Expr
		if !p.probe(func() { x = p.targets() }) || !isTarget(x) || p.tok() != tAssign {
			p.pos = back
			return targets
		}
		p.next()
		targets = append(targets, x)
	}
}

// invalidAssign looks for a statement with a target that cannot be one.
func (p *parser) invalidAssign() {
	start := p.pos
	again := func() { p.pos = start }
	if k := p.tok(); k == tLparen || k == tLbrack {
		var x Expr
		if p.attempt(func() { x = p.atom() }) && p.tok() == tColon {
			switch x.(type) {
			case *List, *Tuple:
				p.next()
				if p.attempt(func() { p.expression() }) {
					p.raise(x.Extent(), "only single target (not %s) can be annotated", describe(x))
				}
			}
		}
		again()
	}
	if p.tok() != tYield {
		var first, x Expr
		if p.attempt(func() { first = p.starNamed() }) && p.tok() == tComma {
			p.next()
			for p.startsStar() && p.attempt(func() { p.starNamed() }) {
				p.got(tComma)
			}
			if p.got(tColon) && p.attempt(func() { p.expression() }) {
				p.raise(first.Extent(), "only single target (not tuple) can be annotated")
			}
		}
		again()
		if p.tok() != tStar && p.attempt(func() { x = p.expression() }) && p.tok() == tColon {
			p.next()
			if p.attempt(func() { p.expression() }) {
				p.raise(x.Extent(), "illegal target for annotation")
			}
		}
		again()
	}
	p.explainTargets()
	var x Expr
	if p.tok() == tYield {
		if p.attempt(func() { x = p.yield() }) && p.tok() == tAssign {
			p.raise(x.Extent(), "assignment to yield expression not possible")
		}
		return
	}
	if p.attempt(func() { x = p.starExpressions() }) && p.tok() == tAssign {
		p.invalidTarget(x, starTargets)
	}
	again()
	if p.tok() != tYield && p.attempt(func() { x = p.starExpressions() }) {
		if k := p.tok(); k >= tPlusEq && k <= tSlash2Eq {
			p.next()
			if p.attempt(func() { p.rhs() }) {
				p.raise(x.Extent(), "'%s' is an illegal expression for augmented assignment", describe(x))
			}
		}
	}
}

// A targetKind says what a target is for.
type targetKind uint8

const (
	starTargets targetKind = iota
	forTargets
	delTargets
)

// invalidTarget reports the part of x that cannot be a target, if there is one.
func (p *parser) invalidTarget(x Expr, kind targetKind) {
	bad := badTarget(x, kind)
	if bad == nil {
		return
	}
	verb := "assign to"
	if kind == delTargets {
		verb = "delete"
	}
	p.raise(bad.Extent(), "cannot %s %s", verb, describe(bad))
}

func badTarget(x Expr, kind targetKind) Expr {
	var elts []Expr
	switch e := x.(type) {
	case *Ident, *Attribute, *Subscript:
		return nil
	case *List:
		elts = e.Elts
	case *Tuple:
		elts = e.Elts
	case *Starred:
		if kind == delTargets {
			return x
		}
		elts = []Expr{e.X}
	case *Compare:
		if kind != forTargets {
			return x
		}
		// The "in" of the loop makes it a comparison.
		if e.Ops[0] != In {
			return nil
		}
		elts = []Expr{e.Left}
	default:
		return x
	}
	for _, e := range elts {
		if bad := badTarget(e, kind); bad != nil {
			return bad
		}
	}
	return nil
}

// describe names the kind of an expression, as messages do.
func describe(x Expr) string {
	switch x := x.(type) {
	case *Ident:
		return "name"
	case *Constant:
		switch x.Kind {
		case None:
			return "None"
		case True:
			return "True"
		case False:
			return "False"
		}
		return "ellipsis"
	case *Int, *Float, *Imag, *Str, *Bytes:
		return "literal"
	case *JoinedStr, *FormattedValue:
		return "f-string expression"
	case *BoolOp, *BinOp, *UnaryOp:
		return "expression"
	case *NamedExpr:
		return "named expression"
	case *Lambda:
		return "lambda"
	case *IfExp:
		return "conditional expression"
	case *Dict:
		return "dict literal"
	case *Set:
		return "set display"
	case *ListComp:
		return "list comprehension"
	case *SetComp:
		return "set comprehension"
	case *DictComp:
		return "dict comprehension"
	case *GeneratorExp:
		return "generator expression"
	case *Await:
		return "await expression"
	case *Yield, *YieldFrom:
		return "yield expression"
	case *Compare:
		return "comparison"
	case *Call:
		return "function call"
	case *Attribute:
		return "attribute"
	case *Subscript:
		return "subscript"
	case *Starred:
		return "starred"
	case *List:
		return "list"
	case *Tuple:
		return "tuple"
	}
	return "expression"
}

// explainForTarget is forTarget for the second pass.
func (p *parser) explainForTarget(start int) Expr {
	first := p.pos
	x := p.targetsQuietly()
	if x != nil && isTarget(x) && p.tok() == tIn {
		return x
	}
	p.pos = first
	if p.attempt(func() { x = p.starExpressions() }) {
		p.invalidTarget(x, forTargets)
	}
	p.pos = first
	p.fail()
	return nil
}

// isFor says whether the clause of a comprehension begins here.
func (p *parser) isFor() bool {
	return p.tok() == tFor || p.tok() == tAsync && p.lookAhead() == tFor
}
