package syntax

// This file finds what is wrong with displays and comprehensions.

// tryGenerators reads the clauses of a comprehension, or returns nil.
func (p *parser) tryGenerators() (gens []*Comprehension) {
	if p.isFor() {
		p.attempt(func() { gens = p.generators() })
	}
	return gens
}

// invalidParen looks at what stands in parentheses.
func (p *parser) invalidParen() {
	start := p.pos
	defer func() { p.pos = start }()
	switch p.tok() {
	case tStar:
		var x Expr
		if !p.attempt(func() { x = p.starred(p.expression) }) {
			return
		}
		if p.tok() == tRparen {
			p.raise(x.Extent(), "cannot use starred expression here")
		}
		if p.tryGenerators() != nil {
			p.raise(x.Extent(), "iterable unpacking cannot be used in comprehension")
		}
	case tPower:
		t := p.toks[p.pos]
		p.next()
		if p.attempt(func() { p.expression() }) && p.tok() == tRparen {
			p.raise(Span{t.start, t.stop}, "cannot use double starred expression here")
		}
	}
}

// invalidElement looks at the element of a comprehension in [] or {}.
func (p *parser) invalidElement(x Expr) {
	back := p.pos
	if _, star := x.(*Starred); star && p.tryGenerators() != nil {
		p.raise(x.Extent(), "iterable unpacking cannot be used in comprehension")
	}
	p.pos = back
}

// invalidComprehension looks for a comprehension in the brackets that open here.
// CPython does so after every expression that could be called.
func (p *parser) invalidComprehension() {
	start := p.pos
	defer func() { p.pos = start }()
	k := p.tok()
	p.next()
	switch {
	case p.tok() == tStar:
		var x Expr
		if p.attempt(func() { x = p.starred(p.expression) }) && p.tryGenerators() != nil {
			p.raise(x.Extent(), "iterable unpacking cannot be used in comprehension")
		}
		p.pos = start + 1
	}
	var x Expr
	if k == tLparen || !p.startsStar() || !p.attempt(func() { x = p.starNamed() }) || p.tok() != tComma {
		return
	}
	p.attempt(func() { p.invalidElements(p.elements(x, tEOF)) })
}

// invalidElements looks at what follows the elements of a display in [] or {}.
func (p *parser) invalidElements(elts []Expr) {
	back := p.pos
	comma := p.toks[back-1]
	first := elts[0].Extent().Start
	switch {
	case !p.isFor():
	case len(elts) == 1 && comma.kind == tComma:
		if p.tryGenerators() != nil {
			p.raise(Span{first, comma.stop}, "did you forget parentheses around the comprehension target?")
		}
	case len(elts) > 1:
		if p.tryGenerators() != nil {
			p.raise(Span{first, elts[len(elts)-1].Extent().End}, "did you forget parentheses around the comprehension target?")
		}
	}
	p.pos = back
}

// invalidDict looks at what stands in braces, as a dict. CPython does so in its
// first pass too, if braces do not hold what they should.
func (p *parser) invalidDict() {
	start := p.pos
	defer func() { p.pos = start }()
	pair := func() {
		if p.got(tPower) {
			p.bitOr()
			return
		}
		p.expression()
		p.want(tColon)
		p.expression()
	}
	n := 0
	for {
		back := p.pos
		if n > 0 && !p.got(tComma) || !p.attempt(pair) {
			p.pos = back
			break
		}
		n++
	}
	if n > 0 {
		back := p.pos
		if p.got(tComma); p.tok() == tRbrace {
			return
		}
		p.pos = back
	}
	value := func() bool {
		if p.tok() != tColon {
			return false
		}
		colon := p.toks[p.pos]
		p.next()
		switch p.tok() {
		case tStar:
			star := p.toks[p.pos]
			p.next()
			if p.attempt(func() { p.bitOr() }) {
				p.raise(Span{Start: star.start}, "cannot use a starred expression in a dictionary value")
			}
		case tRbrace, tComma:
			p.raise(Span{colon.start, colon.stop}, "expression expected after dictionary key and ':'")
		}
		return true
	}
	if n > 0 && p.got(tComma) {
		var x Expr
		if p.attempt(func() { x = p.expression() }) && !value() {
			at := x.Extent().End
			p.raise(Span{Start: Pos{at.Line, at.Col - 1}}, "':' expected after dictionary key")
		}
	}
	p.pos = start
	if p.attempt(func() { p.expression() }) {
		value()
	}
}

// invalidUnpacking looks for ** in a comprehension.
func (p *parser) invalidUnpacking() {
	start := p.pos
	t := p.toks[start]
	if !p.got(tPower) {
		return
	}
	if p.attempt(func() { p.bitOr() }) && p.tryGenerators() != nil && p.tok() == tRbrace {
		p.raise(Span{t.start, t.stop}, "dict unpacking cannot be used in dict comprehension")
	}
	p.pos = start
}
