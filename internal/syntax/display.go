package syntax

// This file parses what stands in brackets: tuples, lists, sets, dicts and comprehensions.

// display is what begins with a bracket.
func (p *parser) display() Expr {
	p.enter()
	var x Expr
	switch p.tok() {
	case tLparen:
		x = p.paren()
	case tLbrack:
		x = p.list()
	default:
		x = p.brace()
	}
	p.leave()
	return x
}

// paren is a tuple, a generator expression, or an expression in parentheses.
func (p *parser) paren() Expr {
	start := p.pos
	p.want(tLparen)
	switch p.tok() {
	case tRparen:
		p.next()
		return &Tuple{Span: p.span(start), Paren: true}
	case tYield:
		x := p.yield()
		p.want(tRparen)
		return x
	}
	if p.explain {
		p.invalidParen()
	}
	x := p.starNamed()
	_, star := x.(*Starred)
	switch k := p.tok(); {
	case k == tComma:
		elts := p.elements(x, tRparen)
		p.want(tRparen)
		return &Tuple{p.span(start), elts, true}
	case star:
		p.fail()
	case k == tFor || k == tAsync:
		gens := p.generators()
		p.want(tRparen)
		return &GeneratorExp{p.span(start), x, gens}
	}
	p.want(tRparen)
	return x
}

// elements reads the rest of a display whose first element is x.
func (p *parser) elements(x Expr, end tok) []Expr {
	elts := []Expr{x}
	for p.got(tComma) {
		if p.tok() == end {
			break
		}
		x := p.tryExpr(p.starNamed)
		if x == nil {
			break
		}
		elts = append(elts, x)
	}
	return elts
}

func (p *parser) list() Expr {
	start := p.pos
	p.want(tLbrack)
	if p.got(tRbrack) {
		return &List{p.span(start), nil}
	}
	elts, gens := p.elementsOrGenerators(p.starNamed(), tRbrack)
	if gens != nil {
		return &ListComp{p.span(start), elts[0], gens}
	}
	return &List{p.span(start), elts}
}

// elementsOrGenerators reads the rest of a list or a set that begins with x: its elements, or x and the clauses of a comprehension.
func (p *parser) elementsOrGenerators(x Expr, end tok) (elts []Expr, gens []*Comprehension) {
	if k := p.tok(); k == tFor || k == tAsync {
		if p.explain {
			p.invalidElement(x)
		}
		if _, star := x.(*Starred); star {
			p.fail()
		}
		gens = p.generators()
		p.want(end)
		return []Expr{x}, gens
	}
	elts = p.elements(x, end)
	if p.explain && p.tok() != end {
		p.invalidElements(elts)
	}
	p.want(end)
	return elts, nil
}

// brace is a dict or a set, or a comprehension of one.
func (p *parser) brace() Expr {
	start := p.pos
	p.want(tLbrace)
	if p.got(tRbrace) {
		return &Dict{Span: p.span(start)}
	}
	if p.memo != nil {
		p.invalidDict()
		if p.explain {
			p.invalidUnpacking()
		}
	}
	switch {
	case p.tok() == tPower:
		return p.dict(start, nil)
	case p.tok() == tStar, p.tok() == tName && p.after() == tWalrus:
		return p.set(start, p.starNamed())
	}
	x := p.expression()
	if p.tok() == tColon {
		return p.dict(start, x)
	}
	if p.explain {
		p.pos = start + 1
		x = p.starNamed()
	}
	return p.set(start, x)
}

// dict reads the rest of a dict that begins with key, or with "**" if key is nil.
func (p *parser) dict(start int, key Expr) Expr {
	d := &Dict{}
	for {
		if key == nil {
			p.want(tPower)
			d.Keys = append(d.Keys, nil)
			d.Values = append(d.Values, p.bitOr())
		} else {
			p.want(tColon)
			d.Keys = append(d.Keys, key)
			d.Values = append(d.Values, p.expression())
			if k := p.tok(); len(d.Keys) == 1 && (k == tFor || k == tAsync) {
				gens := p.generators()
				p.want(tRbrace)
				return &DictComp{p.span(start), key, d.Values[0], gens}
			}
		}
		if !p.got(tComma) || p.tok() == tRbrace {
			break
		}
		key = nil
		if p.tok() != tPower {
			key = p.expression()
		}
	}
	p.want(tRbrace)
	d.Span = p.span(start)
	return d
}

func (p *parser) set(start int, x Expr) Expr {
	elts, gens := p.elementsOrGenerators(x, tRbrace)
	if gens != nil {
		return &SetComp{p.span(start), elts[0], gens}
	}
	return &Set{p.span(start), elts}
}

// generators reads the clauses of a comprehension.
func (p *parser) generators() []*Comprehension {
	var gens []*Comprehension
	for {
		start := p.pos
		c := &Comprehension{}
		if p.tok() == tAsync {
			p.next()
			c.Async = true
		}
		if p.tok() != tFor {
			if c.Async {
				p.fail()
			}
			return gens
		}
		p.next()
		c.Target = p.forTarget(start)
		p.want(tIn)
		c.Iter = p.disjunction()
		for p.tok() == tIf {
			back := p.pos
			p.next()
			x := p.tryExpr(p.noCond)
			if x == nil {
				p.pos = back
				break
			}
			c.Ifs = append(c.Ifs, x)
		}
		c.Span = p.span(start)
		gens = append(gens, c)
	}
}
