package syntax

// starts tells which tokens an expression can begin with.
var starts = [256]bool{
	tName: true, tNumber: true, tString: true, tLparen: true, tLbrack: true, tLbrace: true,
	tMinus: true, tPlus: true, tTilde: true, tNot: true, tLambda: true, tAwait: true,
	tNone: true, tTrue: true, tFalse: true, tEllipsis: true,
}

// startsStar is starts, or a star.
func (p *parser) startsStar() bool { return starts[p.tok()] || p.tok() == tStar }

// tuple parses the rest of an expression list that begins with x at the token
// start; f parses an element. Without a comma it is x itself.
func (p *parser) tuple(start int, x Expr, f func() Expr) Expr {
	elts := []Expr{x}
	for p.got(tComma) {
		if !p.startsStar() {
			break
		}
		x := p.tryExpr(f)
		if x == nil {
			break
		}
		elts = append(elts, x)
	}
	return &Tuple{Span: p.span(start), Elts: elts}
}

// starExpressions is an expression list in which elements may be starred.
func (p *parser) starExpressions() Expr {
	start := p.pos
	x := p.starExpression()
	if p.tok() != tComma {
		return x
	}
	return p.tuple(start, x, p.starExpression)
}

// expressions is an expression list without stars.
func (p *parser) expressions() Expr {
	start := p.pos
	x := p.expression()
	if p.tok() != tComma {
		return x
	}
	return p.tuple(start, x, func() Expr {
		if p.tok() == tStar {
			p.fail()
		}
		return p.expression()
	})
}

func (p *parser) starExpression() Expr {
	if p.tok() == tStar {
		return p.starred(p.bitOr)
	}
	return p.expression()
}

func (p *parser) starNamed() Expr {
	if p.tok() == tStar {
		return p.starred(p.bitOr)
	}
	return p.named()
}

func (p *parser) starred(f func() Expr) Expr {
	start := p.pos
	p.want(tStar)
	x := f()
	return &Starred{p.span(start), x}
}

// named is an expression or name := expression.
func (p *parser) named() Expr {
	if p.tok() == tName && p.after() == tWalrus {
		return p.walrus()
	}
	if p.explain {
		p.invalidNamed()
	}
	x := p.expression()
	if p.tok() == tWalrus {
		p.fail()
	}
	return x
}

func (p *parser) walrus() Expr {
	start := p.pos
	name := p.ident()
	p.want(tWalrus)
	p.enter()
	x := p.expression()
	p.leave()
	return &NamedExpr{p.span(start), name, x}
}

// value is a walrus or an expression: an argument, or the element of a generator.
func (p *parser) value() Expr {
	if p.tok() == tName && p.after() == tWalrus {
		return p.walrus()
	}
	x := p.expression()
	if p.tok() == tWalrus {
		p.fail()
	}
	return x
}

// expression is a conditional, a disjunction or a lambda.
func (p *parser) expression() Expr {
	if p.explain {
		return p.once(memoExpression, p.expression1)
	}
	return p.expression1()
}

func (p *parser) expression1() Expr {
	if p.tok() == tLambda {
		return p.lambda(p.expression)
	}
	start := p.pos
	x := p.disjunction()
	if p.explain {
		p.invalidExpression(start, x)
	}
	if p.tok() != tIf {
		return x
	}
	back := p.pos
	if y := p.tryExpr(func() Expr {
		p.next()
		test := p.disjunction()
		if p.tok() != tElse {
			if p.explain && p.tok() != tColon {
				p.raise(Span{x.Extent().Start, test.Extent().End}, "expected 'else' after 'if' expression")
			}
			p.fail()
		}
		p.next()
		p.enter()
		orelse := p.expression()
		p.leave()
		return &IfExp{p.span(start), test, x, orelse}
	}); y != nil {
		return y
	}
	p.pos = back
	return x
}

func (p *parser) lambda(body func() Expr) Expr {
	start := p.pos
	p.want(tLambda)
	args := p.parameters(true)
	p.want(tColon)
	p.enter()
	x := body()
	p.leave()
	return &Lambda{p.span(start), args, x}
}

// noCond is a disjunction, or in Starlark also a lambda whose body is one: what
// may follow the "if" of a comprehension.
func (p *parser) noCond() Expr {
	if p.tok() == tLambda && p.dialect == Starlark {
		return p.lambda(p.noCond)
	}
	return p.disjunction()
}

// forTarget reads the targets between "for" and "in". The token start is the
// "for", or the "async" before it.
func (p *parser) forTarget(start int) Expr {
	if p.explain {
		return p.explainForTarget(start)
	}
	x := p.targets()
	if !isTarget(x) {
		p.fail()
	}
	return x
}

// targets is a list of what may be targets as far as their beginnings tell.
func (p *parser) targets() Expr {
	start := p.pos
	x := p.starOperand()
	if p.tok() != tComma {
		return x
	}
	return p.tuple(start, x, p.starOperand)
}

func (p *parser) starOperand() Expr {
	if p.tok() == tStar {
		return p.starred(p.primary)
	}
	return p.primary()
}

func (p *parser) yield() Expr {
	start := p.pos
	p.want(tYield)
	p.enter()
	defer p.leave()
	if p.got(tFrom) {
		x := p.expression()
		return &YieldFrom{p.span(start), x}
	}
	var x Expr
	if p.startsStar() {
		x = p.tryExpr(p.starExpressions)
	}
	return &Yield{p.span(start), x}
}
