package syntax

// This file finds what is wrong with calls.

// secondCall is call for the second pass; it returns nil where the arguments do
// not fit.
func (p *parser) secondCall(start int, fn Expr) Expr {
	open := p.pos
	var args *Call
	if !p.attempt(func() {
		args = p.once(memoCall, func() Expr {
			c := &Call{}
			p.next()
			p.enter()
			if p.explain {
				c.Args, c.Keywords = p.explainArguments(open)
			} else {
				c.Args, c.Keywords = p.arguments(open)
			}
			p.leave()
			p.want(tRparen)
			return c
		}).(*Call)
	}) {
		return nil
	}
	return &Call{p.span(start), fn, args.Args, args.Keywords}
}

// explainArguments is arguments for the second pass; open is -1 in a class
// statement.
func (p *parser) explainArguments(open int) (args []Expr, kws []*Keyword) {
	first := p.pos
	if p.tok() == tRparen {
		return nil, nil
	}
	if open >= 0 && p.tok() == tStar {
		// A starred element of a generator expression.
		var x Expr
		if p.attempt(func() { x = p.starred(p.expression) }) && p.tryGenerators() != nil {
			p.raise(x.Extent(), "iterable unpacking cannot be used in comprehension")
		}
		p.pos = first
	}
	// A generator expression that is the only argument.
	var x Expr
	if k := p.tok(); open >= 0 && k != tStar && k != tPower && p.attempt(func() { x = p.value() }) {
		if gens := p.tryGenerators(); gens != nil && p.tok() == tRparen {
			span := Span{p.toks[open].start, p.toks[p.pos].stop}
			return []Expr{&GeneratorExp{span, x, gens}}, nil
		}
	}
	p.pos = first
	args, kws, ok := p.args()
	if ok {
		back := p.pos
		p.got(tComma)
		if p.tok() == tRparen {
			return args, kws
		}
		p.pos = back
	}
	p.invalidArguments(first)
	p.fail()
	return nil, nil
}

// args reads as many arguments as fit, without a comma after the last. It
// returns false if there are none.
func (p *parser) args() (args []Expr, kws []*Keyword, ok bool) {
	unpacked := false
	for {
		back := p.pos
		if ok && !p.got(tComma) {
			return args, kws, ok
		}
		if !p.attempt(func() {
			start := p.pos
			if kws == nil {
				if p.tok() == tStar {
					args = append(args, p.starred(p.expression))
					return
				}
				if p.tok() != tPower {
					var x Expr
					if p.attempt(func() {
						x = p.value()
						if p.tok() == tAssign {
							p.fail()
						}
					}) {
						args = append(args, x)
						return
					}
				}
			}
			p.invalidKeyword()
			switch {
			case p.tok() == tPower:
				p.next()
				x := p.expression()
				unpacked = true
				kws = append(kws, &Keyword{p.span(start), "", x})
			case p.tok() == tStar && !unpacked:
				args = append(args, p.starred(p.expression))
			case p.tok() == tName && p.after() == tAssign:
				name := p.text(p.toks[p.pos])
				p.next()
				p.next()
				x := p.expression()
				kws = append(kws, &Keyword{p.span(start), name, x})
			default:
				p.fail()
			}
		}) {
			p.pos = back
			return args, kws, ok
		}
		ok = true
	}
}

// invalidKeyword looks at name=value in a call.
func (p *parser) invalidKeyword() {
	start := p.pos
	defer func() { p.pos = start }()
	switch k := p.tok(); {
	case (k == tTrue || k == tFalse || k == tNone) && p.after() == tAssign:
		name := p.text(p.toks[p.pos])
		p.next()
		p.next()
		p.raise(p.span(start), "cannot assign to %s", name)
	case k == tName && p.after() == tAssign:
		p.next()
		p.next()
		span := p.span(start)
		if p.attempt(func() { p.expression() }) && p.tryGenerators() != nil {
			p.raise(span, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
		}
	case starts[k]:
		var x Expr
		if p.attempt(func() { x = p.expression() }) && p.tok() == tAssign {
			p.next()
			p.raise(Span{x.Extent().Start, p.toks[p.pos-1].stop}, "expression cannot contain assignment, perhaps you meant \"==\"?")
		}
	}
}

const bareGenerator = "Generator expression must be parenthesized"

// invalidArguments looks at the arguments of a call from the token first on.
func (p *parser) invalidArguments(first int) {
	p.pos = first
	args, kws, ok := p.args()
	argsEnd := p.pos
	if kws != nil && p.tok() == tComma {
		p.next()
		if star := p.toks[p.pos]; star.kind == tStar {
			p.raise(Span{star.start, star.stop}, "iterable argument unpacking follows keyword argument unpacking")
		}
	}
	p.pos = first
	var x Expr
	if starts[p.tok()] && p.attempt(func() { x = p.expression() }) {
		if gens := p.tryGenerators(); gens != nil && p.got(tComma) {
			p.args()
			p.raise(Span{x.Extent().Start, lastOf(gens)}, bareGenerator)
		}
	}
	p.pos = first
	if p.tok() == tName && p.after() == tAssign {
		p.invalidKeyword()
	}
	if !ok {
		return
	}
	p.pos = argsEnd
	if gens := p.tryGenerators(); gens != nil && len(args) > 1 {
		p.raise(Span{args[len(args)-1].Extent().Start, lastOf(gens)}, bareGenerator)
	}
	p.pos = argsEnd
	if p.got(tComma) {
		back := p.pos
		if p.attempt(func() { x = p.expression() }) {
			if gens := p.tryGenerators(); gens != nil {
				p.raise(Span{x.Extent().Start, lastOf(gens)}, bareGenerator)
			}
		}
		p.pos = back
		if _, _, ok := p.args(); ok {
			for _, k := range kws {
				if k.Name == "" {
					p.raiseHere("positional argument follows keyword argument unpacking")
				}
			}
			p.raiseHere("positional argument follows keyword argument")
		}
	}
}

// lastOf is the end of the last expression of a comprehension.
func lastOf(gens []*Comprehension) Pos {
	c := gens[len(gens)-1]
	if n := len(c.Ifs); n > 0 {
		return c.Ifs[n-1].Extent().End
	}
	return c.Iter.Extent().End
}
