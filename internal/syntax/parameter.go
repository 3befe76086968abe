package syntax

// parameters reads the parameters of a def, up to the closing parenthesis, or
// of a lambda, up to the colon.
func (p *parser) parameters(lambda bool) *Arguments {
	end := tRparen
	if lambda {
		end = tColon
	}
	a := &Arguments{}
	start := p.pos
	var slash, star bool // seen: "/", "*" or "*args"
	for p.tok() != end {
		t := p.toks[p.pos]
		span := Span{t.start, t.stop}
		switch t.kind {
		case tSlash:
			switch {
			case slash:
				p.invalid(span, "/ may appear only once")
			case star:
				p.invalid(span, "/ must be ahead of *")
			case len(a.Args) == 0:
				if p.after() == tComma {
					p.invalid(span, "at least one argument must precede /")
				}
				p.fail()
			}
			slash = true
			a.PosOnly, a.Args = a.Args, nil
			p.next()
			if p.explain && p.tok() == tStar {
				t := p.toks[p.pos]
				p.raise(Span{t.start, t.stop}, "expected comma between / and *")
			}
		case tStar:
			if star {
				if k := p.after(); k == tName || k == tComma {
					p.invalid(span, "* argument may appear only once")
				}
				p.fail()
			}
			star = true
			p.next()
			if p.tok() == tName {
				a.Vararg = p.parameter(lambda, true)
				if t := p.toks[p.pos]; t.kind == tAssign {
					p.invalid(Span{t.start, t.stop}, "var-positional argument cannot have default value")
				}
				break
			}
			if p.tok() == end || p.tok() == tComma && (p.after() == end || p.after() == tPower) {
				if p.explain && lambda {
					if p.tok() == tComma {
						p.next()
					}
					t := p.toks[p.pos]
					p.raise(Span{t.start, t.stop}, "named arguments must follow bare *")
				}
				p.invalid(span, "named arguments must follow bare *")
			}
			if p.tok() != tComma {
				p.fail()
			}
		case tPower:
			p.next()
			a.Kwarg = p.parameter(lambda, false)
			if t := p.toks[p.pos]; t.kind == tAssign {
				p.invalid(Span{t.start, t.stop}, "var-keyword argument cannot have default value")
			}
			if p.got(tComma) && p.tok() != end {
				t := p.toks[p.pos]
				switch t.kind {
				case tName:
					p.parameter(lambda, false)
					p.invalid(Span{t.start, p.toks[p.pos-1].stop}, "arguments cannot follow var-keyword argument")
				case tStar, tPower, tSlash:
					p.invalid(Span{t.start, t.stop}, "arguments cannot follow var-keyword argument")
				}
				p.fail()
			}
			a.Span = p.spanOrEmpty(start)
			return a
		case tName:
			first := p.pos
			arg := p.parameter(lambda, false)
			var value Expr
			if t := p.toks[p.pos]; t.kind == tAssign {
				p.next()
				if k := p.tok(); k == tComma || k == tRparen && !lambda {
					p.invalid(Span{t.start, t.stop}, "expected default value expression")
				}
				p.enter()
				value = p.expression()
				p.leave()
			}
			if star {
				a.KwOnly = append(a.KwOnly, arg)
				a.KwDefaults = append(a.KwDefaults, value)
				break
			}
			if value != nil {
				a.Defaults = append(a.Defaults, value)
			} else if a.Defaults != nil {
				if k := p.tok(); k == tComma || k == end {
					p.invalid(p.span(first), "non-default argument follows default argument")
				}
				p.fail()
			}
			a.Args = append(a.Args, arg)
		default:
			if p.explain && t.kind == tLparen && !slash && !star && a.Defaults == nil {
				p.invalidParenthesized(lambda)
			}
			p.fail()
		}
		if !p.got(tComma) {
			break
		}
	}
	a.Span = p.spanOrEmpty(start)
	return a
}

// spanOrEmpty is span, or the empty text before the token start.
func (p *parser) spanOrEmpty(start int) Span {
	if p.pos == start {
		return Span{p.toks[start].start, p.toks[start].start}
	}
	return p.span(start)
}

// parameter reads a name and, outside of a lambda, its annotation. That of *args
// may be starred.
func (p *parser) parameter(lambda, star bool) *Arg {
	start := p.pos
	a := &Arg{Name: p.ident().Name}
	if !lambda && p.got(tColon) {
		if star {
			a.Annotation = p.starExpression()
		} else {
			a.Annotation = p.expression()
		}
	}
	a.Span = p.span(start)
	return a
}
