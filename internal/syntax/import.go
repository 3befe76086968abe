package syntax

// This file parses import statements, and Starlark's load.

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
