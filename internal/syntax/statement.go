package syntax

// file reads all statements of a file.
func (p *parser) file(body []Stmt) []Stmt {
	for p.tok() != tEOF {
		p.stmt = p.pos
		body = p.statement(body)
	}
	return body
}

// interactive reads one statement and says whether it is a compound one.
func (p *parser) interactive() (body []Stmt, compound bool) {
	if p.tok() == tEOF {
		return nil, false
	}
	p.stmt = p.pos
	body = p.statement(nil)
	switch body[len(body)-1].(type) {
	case *FunctionDef, *ClassDef, *If, *For, *While, *With, *Try, *Match:
		compound = true
	}
	if p.tok() != tEOF {
		t := p.toks[p.pos]
		p.raise(Span{t.start, t.stop}, "multiple statements found while compiling a single statement")
	}
	return body, compound
}

// statement reads a statement, or a line of simple ones, and appends to body.
func (p *parser) statement(body []Stmt) []Stmt {
	switch p.tok() {
	case tDef, tAt, tAsync, tClass:
		return append(body, p.definition())
	case tIf:
		return append(body, p.ifStmt())
	case tFor:
		return append(body, p.forStmt(p.pos))
	case tWhile:
		return append(body, p.whileStmt())
	case tTry:
		return append(body, p.tryStmt())
	case tWith:
		return append(body, p.withStmt(p.pos))
	case tName:
		if !p.isName("match") {
			break
		}
		if p.isMatch() {
			return append(body, p.matchStmt())
		}
		if p.memo != nil && (starts[p.after()] || p.after() == tStar) {
			// CPython has tried a match statement, and looked as far as this.
			back := p.pos
			p.attempt(func() {
				p.next()
				p.subject()
				p.tok()
			})
			p.pos = back
		}
	}
	return p.line(body)
}

// line reads simple statements up to the end of their line.
func (p *parser) line(body []Stmt) []Stmt {
	for {
		body = append(body, p.simple())
		if !p.got(tSemi) {
			break
		}
		if p.tok() == tNewline {
			break
		}
	}
	if p.explain && p.tok() != tNewline {
		p.invalidMatch()
	}
	p.want(tNewline)
	return body
}

// simple reads a simple statement.
func (p *parser) simple() Stmt {
	start := p.pos
	switch p.tok() {
	case tReturn:
		p.next()
		var x Expr
		if p.startsStar() {
			x = p.tryExpr(p.starExpressions)
		}
		return &Return{p.span(start), x}
	case tImport:
		return p.importStmt()
	case tFrom:
		return p.importFrom()
	case tRaise:
		p.next()
		s := &Raise{}
		if starts[p.tok()] {
			s.Exc = p.expression()
			if p.got(tFrom) {
				s.Cause = p.expression()
			}
		}
		s.Span = p.span(start)
		return s
	case tPass:
		p.next()
		return &Pass{p.span(start)}
	case tBreak:
		p.next()
		return &Break{p.span(start)}
	case tContinue:
		p.next()
		return &Continue{p.span(start)}
	case tDel:
		return p.del()
	case tAssert:
		p.next()
		s := &Assert{Test: p.expression()}
		if p.got(tComma) {
			s.Msg = p.expression()
		}
		s.Span = p.span(start)
		return s
	case tGlobal:
		p.next()
		names := p.names()
		return &Global{p.span(start), names}
	case tNonlocal:
		p.next()
		names := p.names()
		return &Nonlocal{p.span(start), names}
	case tName:
		if p.dialect == Starlark && p.after() == tLparen && p.isName("load") {
			return p.load()
		}
	}
	if p.explain {
		return p.explainAssign()
	}
	return p.assign()
}

func (p *parser) names() []*Ident {
	names := []*Ident{p.ident()}
	for p.got(tComma) {
		names = append(names, p.ident())
	}
	return names
}
