package syntax

// This file parses names, literals, attributes, subscripts and calls.

// primary is an atom with the calls, subscripts and attributes that follow it.
func (p *parser) primary() Expr {
	start := p.pos
	x := p.atom()
	for n := 1; ; n++ {
		var y Expr
		back := p.pos
		if p.explain && (p.tok() == tLbrack || p.tok() == tLbrace) {
			p.invalidComprehension()
		}
		switch p.tok() {
		case tDot:
			p.chain(n)
			p.next()
			if p.tok() != tName {
				if p.memo == nil {
					p.fail()
				}
				p.pos = back
				return x
			}
			t := p.toks[p.pos]
			p.next()
			y = &Attribute{p.span(start), x, p.text(t), t.start}
		case tLparen:
			p.chain(n)
			if p.memo != nil {
				y = p.secondCall(start, x)
			} else {
				y = p.call(start, x)
			}
		case tLbrack:
			p.chain(n)
			var i Expr
			if p.memo != nil {
				p.attempt(func() { i = p.once(memoIndex, p.index) })
			} else {
				i = p.index()
			}
			if i != nil {
				y = &Subscript{p.span(start), x, i}
			}
		default:
			return x
		}
		if y == nil {
			p.pos = back
			return x
		}
		x = y
	}
}

// index is a subscript with its brackets.
func (p *parser) index() Expr {
	p.want(tLbrack)
	p.enter()
	x := p.slices()
	p.leave()
	p.want(tRbrack)
	return x
}

func (p *parser) slices() Expr {
	start := p.pos
	x := p.slice()
	if _, ok := x.(*Starred); !ok && p.tok() != tComma {
		return x
	}
	elts := []Expr{x}
	for p.got(tComma) {
		if !p.startsStar() && p.tok() != tColon {
			break
		}
		x := p.tryExpr(p.slice)
		if x == nil {
			break
		}
		elts = append(elts, x)
	}
	return &Tuple{Span: p.span(start), Elts: elts}
}

func (p *parser) slice() Expr {
	start := p.pos
	var s Slice
	switch {
	case p.tok() == tStar:
		return p.starred(p.expression)
	case p.tok() != tColon:
		if p.tok() == tName && p.after() == tWalrus {
			return p.walrus()
		}
		x := p.expression()
		if p.tok() != tColon {
			if p.explain {
				p.pos = start
				return p.named()
			}
			if p.tok() == tWalrus {
				p.fail()
			}
			return x
		}
		s.Lo = x
	}
	p.want(tColon)
	if starts[p.tok()] {
		s.Hi = p.tryExpr(p.expression)
	}
	if p.got(tColon) && starts[p.tok()] {
		s.Step = p.tryExpr(p.expression)
	}
	s.Span = p.span(start)
	return &s
}

func (p *parser) atom() Expr {
	k := p.tok()
	t := p.toks[p.pos]
	span := Span{t.start, t.stop}
	switch k {
	case tName:
		p.next()
		return &Ident{span, p.text(t)}
	case tNumber:
		p.next()
		return p.number(p.text(t), span)
	case tString:
		return p.strings()
	case tNone:
		p.next()
		return &Constant{span, None}
	case tTrue:
		p.next()
		return &Constant{span, True}
	case tFalse:
		p.next()
		return &Constant{span, False}
	case tEllipsis:
		p.next()
		return &Constant{span, Ellipsis}
	case tLparen, tLbrack, tLbrace:
		if p.memo != nil {
			return p.once(memoAtom, p.display)
		}
		return p.display()
	}
	p.fail()
	return nil
}

// call reads the arguments of a call of fn, which begins at the token start.
func (p *parser) call(start int, fn Expr) *Call {
	open := p.pos
	p.want(tLparen)
	c := &Call{Fn: fn}
	p.enter()
	c.Args, c.Keywords = p.arguments(open)
	p.leave()
	p.want(tRparen)
	c.Span = p.span(start)
	return c
}

// arguments reads the arguments of a call up to the closing parenthesis; open
// is the token of the other one, or -1 where no generator expression may go
// without its own.
func (p *parser) arguments(open int) (args []Expr, kws []*Keyword) {
	unpacked := false // ** has been seen
	for p.tok() != tRparen {
		start := p.pos
		switch {
		case p.tok() == tStar:
			if unpacked {
				p.fail()
			}
			args = append(args, p.starred(p.expression))
		case p.tok() == tPower:
			p.next()
			unpacked = true
			x := p.expression()
			kws = append(kws, &Keyword{p.span(start), "", x})
		case p.tok() == tName && p.after() == tAssign:
			name := p.text(p.toks[p.pos])
			p.next()
			p.next()
			x := p.expression()
			kws = append(kws, &Keyword{p.span(start), name, x})
		case kws != nil:
			p.got(tName)
			p.fail()
		default:
			x := p.value()
			if k := p.tok(); (k == tFor || k == tAsync) && open >= 0 && args == nil && kws == nil {
				gens := p.generators()
				if p.tok() != tRparen {
					p.fail()
				}
				// Its parentheses are those of the call.
				span := Span{p.toks[open].start, p.toks[p.pos].stop}
				return []Expr{&GeneratorExp{span, x, gens}}, nil
			}
			if p.tok() == tAssign {
				p.fail()
			}
			args = append(args, x)
		}
		if !p.got(tComma) {
			break
		}
	}
	return args, kws
}
