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

func (p *parser) importStmt() Stmt {
	start := p.pos
	p.next()
	var names []*Alias
	for {
		first := p.pos
		a := &Alias{Name: p.dotted()}
		if p.got(tAs) {
			a.AsName = p.ident()
		}
		a.Span = p.span(first)
		names = append(names, a)
		if !p.got(tComma) {
			return &Import{p.span(start), names}
		}
	}
}

func (p *parser) dotted() string {
	name := p.ident().Name
	if p.tok() != tDot {
		return name
	}
	b := []byte(name)
	for p.got(tDot) {
		b = append(b, '.')
		b = append(b, p.ident().Name...)
	}
	return string(b)
}

func (p *parser) importFrom() Stmt {
	start := p.pos
	p.next()
	s := &ImportFrom{}
	for {
		if p.got(tDot) {
			s.Level++
		} else if p.got(tEllipsis) {
			s.Level += 3
		} else {
			break
		}
	}
	if s.Level == 0 || p.tok() == tName {
		s.Module = p.dotted()
	}
	p.want(tImport)
	switch p.tok() {
	case tStar:
		t := p.toks[p.pos]
		p.next()
		s.Names = []*Alias{{Span: Span{t.start, t.stop}, Name: "*"}}
	case tLparen:
		p.next()
		s.Names = p.aliases(true)
		p.want(tRparen)
	default:
		s.Names = p.aliases(false)
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) aliases(paren bool) []*Alias {
	var names []*Alias
	for {
		start := p.pos
		a := &Alias{Name: p.ident().Name}
		if p.got(tAs) {
			a.AsName = p.ident()
		}
		a.Span = p.span(start)
		names = append(names, a)
		if p.tok() != tComma {
			return names
		}
		p.next()
		if p.tok() == tName {
			continue
		}
		if paren && p.tok() == tRparen {
			return names
		}
		if !paren && p.tok() == tNewline && p.explain {
			p.raiseHere("trailing comma not allowed without surrounding parentheses")
		}
		p.fail()
	}
}

// load reads Starlark's load statement.
func (p *parser) load() Stmt {
	start := p.pos
	p.next()
	p.want(tLparen)
	t := p.toks[p.pos]
	if t.kind != tString {
		p.raise(Span{t.start, t.stop}, "first operand of load statement must be a string literal")
	}
	s := &Load{Module: p.loadString()}
	for p.got(tComma) {
		t := p.toks[p.pos]
		switch {
		case t.kind == tRparen:
		case t.kind == tString:
			name := p.loadString()
			id := &Ident{name.Span, name.Value}
			s.From = append(s.From, id)
			s.To = append(s.To, id)
			continue
		case t.kind == tName && p.after() == tAssign:
			to := p.ident()
			p.next()
			if t := p.toks[p.pos]; t.kind != tString {
				p.raise(Span{t.start, t.stop}, "original name of loaded symbol must be quoted: %s=\"originalname\"", to.Name)
			}
			name := p.loadString()
			s.From = append(s.From, &Ident{name.Span, name.Value})
			s.To = append(s.To, to)
			continue
		default:
			p.raise(Span{t.start, t.stop}, "load operand must be \"name\" or localname=\"name\"")
		}
		break
	}
	p.want(tRparen)
	s.Span = p.span(start)
	if len(s.To) == 0 {
		p.raise(s.Span, "load statement must import at least 1 symbol")
	}
	return s
}

func (p *parser) loadString() *Str {
	start := p.pos
	x, ok := p.strings().(*Str)
	if !ok {
		p.raise(p.span(start), "load operand must be a plain string literal")
	}
	return x
}

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
