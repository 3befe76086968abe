package syntax

// This file parses assignments and what they assign to.

// assign reads an assignment of any kind, or an expression.
func (p *parser) assign() Stmt {
	start := p.pos
	if p.tok() == tYield {
		x := p.yield()
		return &ExprStmt{p.span(start), x}
	}
	x := p.starExpressions()
	switch k := p.tok(); {
	case k == tAssign:
		s := &Assign{}
		for p.tok() == tAssign {
			if !isTarget(x) {
				p.fail()
			}
			s.Targets = append(s.Targets, x)
			p.next()
			if p.tok() == tYield {
				x = p.yield()
				if p.tok() == tAssign {
					p.fail()
				}
				break
			}
			x = p.starExpressions()
		}
		s.Value = x
		s.Span = p.span(start)
		return s
	case k >= tPlusEq && k <= tSlash2Eq:
		if !isSingleTarget(x) {
			p.fail()
		}
		p.next()
		y := p.rhs()
		return &AugAssign{p.span(start), x, Add + Op(k-tPlusEq), y}
	case k == tColon && isSingleTarget(x):
		return p.annotated(start, x)
	}
	return &ExprStmt{p.span(start), x}
}

// annotated reads the rest of an annotated assignment.
func (p *parser) annotated(start int, target Expr) Stmt {
	_, name := target.(*Ident)
	s := &AnnAssign{Target: target, Simple: name && p.toks[start].kind == tName}
	p.want(tColon)
	s.Annotation = p.expression()
	if p.tok() == tAssign {
		back := p.pos
		p.next()
		if s.Value = p.tryExpr(p.rhs); s.Value == nil {
			p.pos = back
		}
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) rhs() Expr {
	if p.tok() == tYield {
		return p.yield()
	}
	return p.starExpressions()
}

// isTarget says whether an expression can be assigned to.
func isTarget(x Expr) bool {
	switch x := x.(type) {
	case *Ident, *Attribute, *Subscript:
		return true
	case *Starred:
		if _, twice := x.X.(*Starred); twice {
			return false
		}
		return isTarget(x.X)
	case *Tuple:
		for _, e := range x.Elts {
			if !isTarget(e) {
				return false
			}
		}
		return true
	case *List:
		for _, e := range x.Elts {
			if !isTarget(e) {
				return false
			}
		}
		return true
	}
	return false
}

func isSingleTarget(x Expr) bool {
	switch x.(type) {
	case *Ident, *Attribute, *Subscript:
		return true
	}
	return false
}

func isDelTarget(x Expr) bool {
	switch x := x.(type) {
	case *Ident, *Attribute, *Subscript:
		return true
	case *Tuple:
		for _, e := range x.Elts {
			if !isDelTarget(e) {
				return false
			}
		}
		return true
	case *List:
		for _, e := range x.Elts {
			if !isDelTarget(e) {
				return false
			}
		}
		return true
	}
	return false
}

func (p *parser) del() Stmt {
	start := p.pos
	p.next()
	first := p.pos
	x := p.targetsQuietly()
	if x == nil || !isDelTarget(x) || p.tok() != tSemi && p.tok() != tNewline {
		if p.explain {
			p.pos = first
			x := p.starExpressions()
			p.invalidTarget(x, delTargets)
		}
		p.fail()
	}
	var targets []Expr
	if t, ok := x.(*Tuple); ok && !t.Paren {
		targets = t.Elts
	} else {
		targets = []Expr{x}
	}
	return &Delete{p.span(start), targets}
}

// targetsQuietly is targets, or nil where the second pass finds that it does not
// fit; it looks for no mistakes.
func (p *parser) targetsQuietly() (x Expr) {
	if !p.explain {
		return p.targets()
	}
	p.probe(func() { x = p.targets() })
	return x
}
