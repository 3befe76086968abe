package syntax

// This file parses statements that have blocks.

// block reads the body of a compound statement, after its colon. The statement
// is named by what, and begins at the token head.
func (p *parser) block(what string, head int) []Stmt {
	if p.tok() != tNewline {
		return p.line(nil)
	}
	p.next()
	if p.tok() != tIndent {
		p.noBlock(what, head)
	}
	p.next()
	body := p.statement(nil)
	for p.tok() != tDedent {
		body = p.statement(body)
	}
	p.next()
	return body
}

// noBlock reports that the body of a statement is missing.
func (p *parser) noBlock(what string, head int) {
	e := p.errorHere("IndentationError", "expected an indented block after %s on line %d", what, p.toks[head].start.Line)
	e.Incomplete = p.atEnd()
	panic(e)
}

// atEnd says whether only the ends of blocks follow.
func (p *parser) atEnd() bool { return p.endsAt(p.pos) }

func (p *parser) endsAt(i int) bool {
	for p.toks[i].kind == tDedent {
		i++
	}
	return p.toks[i].kind == tEOF
}

// colon reads the colon at the end of a header.
func (p *parser) colon() {
	if p.explain && p.tok() == tNewline {
		p.raiseHere("expected ':'")
	}
	p.want(tColon)
}

// definition reads a def or class statement with its decorators, or what
// follows "async".
func (p *parser) definition() Stmt {
	var decorators []Expr
	for p.got(tAt) {
		decorators = append(decorators, p.named())
		p.want(tNewline)
	}
	p.enter()
	defer p.leave()
	start := p.pos
	async := p.got(tAsync)
	switch k := p.tok(); {
	case k == tDef:
		return p.def(start, decorators, async)
	case k == tClass && !async:
		return p.class(start, decorators)
	case k == tFor && async && decorators == nil:
		return p.forStmt(start)
	case k == tWith && async && decorators == nil:
		return p.withStmt(start)
	}
	p.fail()
	return nil
}

func (p *parser) def(start int, decorators []Expr, async bool) Stmt {
	head := p.pos
	p.next()
	f := &FunctionDef{Name: p.ident(), Decorators: decorators, Async: async}
	p.force(tLparen, "(")
	f.Args = p.parameters(false)
	p.want(tRparen)
	if p.tok() == tArrow {
		back := p.pos
		p.next()
		if f.Returns = p.tryExpr(p.expression); f.Returns == nil {
			p.pos = back
		}
	}
	p.force(tColon, ":")
	f.Body = p.block("function definition", head)
	f.Span = p.blockSpan(start)
	return f
}

func (p *parser) class(start int, decorators []Expr) Stmt {
	p.next()
	c := &ClassDef{Name: p.ident(), Decorators: decorators}
	if p.tok() == tLparen {
		p.next()
		if p.explain {
			c.Bases, c.Keywords = p.explainArguments(-1)
		} else {
			c.Bases, c.Keywords = p.arguments(-1)
		}
		p.want(tRparen)
	}
	p.colon()
	c.Body = p.block("class definition", start)
	c.Span = p.blockSpan(start)
	return c
}

// ifStmt reads an if statement. Its elif clauses are read in a loop: there may
// be thousands.
func (p *parser) ifStmt() Stmt {
	p.enter()
	defer p.leave()
	var chain []*If
	var heads []int
	for what := "'if' statement"; ; what = "'elif' statement" {
		p.chain(len(chain))
		start := p.pos
		p.next()
		s := &If{Test: p.named()}
		p.colon()
		s.Body = p.block(what, start)
		chain, heads = append(chain, s), append(heads, start)
		if p.tok() != tElif {
			break
		}
	}
	last := chain[len(chain)-1]
	last.Else = p.elseBlock()
	for i := len(chain) - 1; i >= 0; i-- {
		chain[i].Span = p.blockSpan(heads[i])
		if i > 0 {
			chain[i-1].Else = []Stmt{chain[i]}
		}
	}
	return chain[0]
}

func (p *parser) elseBlock() []Stmt {
	start := p.pos
	if !p.got(tElse) {
		return nil
	}
	p.force(tColon, ":")
	return p.block("'else' statement", start)
}

func (p *parser) whileStmt() Stmt {
	p.enter()
	defer p.leave()
	start := p.pos
	p.next()
	s := &While{Test: p.named()}
	p.colon()
	s.Body = p.block("'while' statement", start)
	s.Else = p.elseBlock()
	s.Span = p.blockSpan(start)
	return s
}

// forStmt reads a for statement; start is the "for", or the "async" before it.
func (p *parser) forStmt(start int) Stmt {
	p.enter()
	defer p.leave()
	s := &For{Async: p.pos != start}
	head := p.pos
	p.next()
	s.Target = p.forTarget(head)
	p.want(tIn)
	s.Iter = p.starExpressions()
	p.colon()
	s.Body = p.block("'for' statement", head)
	s.Else = p.elseBlock()
	s.Span = p.blockSpan(start)
	return s
}

// withStmt reads a with statement; start is the "with", or the "async" before it.
func (p *parser) withStmt(start int) Stmt {
	p.enter()
	defer p.leave()
	s := &With{Async: p.pos != start}
	head := p.pos
	p.next()
	if p.tok() != tLparen || !p.attempt(func() {
		// In with (a, b): the parentheses are the statement's.
		p.next()
		for {
			s.Items = append(s.Items, p.withItem())
			if !p.got(tComma) || p.tok() == tRparen {
				break
			}
		}
		p.want(tRparen)
		if p.explain && p.tok() == tNewline {
			p.raiseHere("expected ':'")
		}
		if p.tok() != tColon {
			p.fail()
		}
	}) {
		s.Items = nil
		for {
			s.Items = append(s.Items, p.withItem())
			if !p.got(tComma) {
				break
			}
		}
	}
	p.colon()
	s.Body = p.block("'with' statement", head)
	s.Span = p.blockSpan(start)
	return s
}

func (p *parser) withItem() *WithItem {
	start := p.pos
	item := &WithItem{Context: p.expression()}
	if p.got(tAs) {
		first := p.pos
		x := p.starTargetQuietly()
		if k := p.tok(); x == nil || !isTarget(x) || k != tComma && k != tRparen && k != tColon {
			if p.explain {
				if x != nil && isTarget(x) && k == tNewline {
					p.raiseHere("expected ':'")
				}
				p.pos = first
				x := p.expression()
				if k := p.tok(); k == tComma || k == tRparen || k == tColon {
					p.invalidTarget(x, starTargets)
				}
			}
			p.fail()
		}
		item.Vars = x
	}
	item.Span = p.span(start)
	return item
}

func (p *parser) starTargetQuietly() (x Expr) {
	if !p.explain {
		return p.starOperand()
	}
	p.probe(func() { x = p.starOperand() })
	return x
}

func (p *parser) tryStmt() Stmt {
	p.enter()
	defer p.leave()
	start := p.pos
	p.next()
	s := &Try{}
	p.force(tColon, ":")
	if p.explain && p.tok() == tExcept {
		p.except()
	}
	s.Body = p.block("'try' statement", start)
	if k := p.tok(); k != tExcept && k != tFinally {
		e := p.errorHere("SyntaxError", "expected 'except' or 'finally' block")
		e.Incomplete = p.atEnd()
		panic(e)
	}
	for p.tok() == tExcept {
		if s.Handlers != nil && (p.after() == tStar) != s.Star {
			if p.explain {
				p.invalidMixture()
			}
			p.fail()
		}
		var h *ExceptHandler
		h, s.Star = p.except()
		s.Handlers = append(s.Handlers, h)
	}
	if s.Handlers != nil {
		s.Else = p.elseBlock()
	}
	if head := p.pos; p.got(tFinally) {
		p.force(tColon, ":")
		s.Finally = p.block("'finally' statement", head)
	}
	s.Span = p.blockSpan(start)
	return s
}

func (p *parser) except() (h *ExceptHandler, star bool) {
	start := p.pos
	p.next()
	h = &ExceptHandler{}
	what := "'except' statement"
	if p.got(tStar) {
		star = true
		what = "'except*' statement"
		if k := p.tok(); p.explain && (k == tNewline || k == tColon) {
			p.raiseHere("expected one or more exception types")
		}
	}
	if star || p.tok() != tColon {
		if p.explain && p.tok() == tNewline {
			p.raiseHere("expected ':'")
		}
		first := p.pos
		h.Type = p.expression()
		if p.explain && p.tok() == tComma {
			p.invalidExcept(first)
		}
		if p.got(tAs) {
			h.Name = p.ident()
		}
	}
	p.colon()
	h.Body = p.block(what, start)
	h.Span = p.blockSpan(start)
	return h, star
}
