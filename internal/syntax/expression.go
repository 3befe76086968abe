package syntax

// starts tells which tokens an expression can begin with.
var starts = [256]bool{
	tName: true, tNumber: true, tString: true, tLparen: true, tLbrack: true, tLbrace: true,
	tMinus: true, tPlus: true, tTilde: true, tNot: true, tLambda: true, tAwait: true,
	tNone: true, tTrue: true, tFalse: true, tEllipsis: true,
}

// startsStar is starts, or a star.
func (p *parser) startsStar() bool { return starts[p.tok()] || p.tok() == tStar }

// tuple parses the rest of an expression list that begins with x at the token
// start; f parses an element. Without a comma it is x itself.
func (p *parser) tuple(start int, x Expr, f func() Expr) Expr {
	elts := []Expr{x}
	for p.got(tComma) {
		if !p.startsStar() {
			break
		}
		x := p.tryExpr(f)
		if x == nil {
			break
		}
		elts = append(elts, x)
	}
	return &Tuple{Span: p.span(start), Elts: elts}
}

// starExpressions is an expression list in which elements may be starred.
func (p *parser) starExpressions() Expr {
	start := p.pos
	x := p.starExpression()
	if p.tok() != tComma {
		return x
	}
	return p.tuple(start, x, p.starExpression)
}

// expressions is an expression list without stars.
func (p *parser) expressions() Expr {
	start := p.pos
	x := p.expression()
	if p.tok() != tComma {
		return x
	}
	return p.tuple(start, x, func() Expr {
		if p.tok() == tStar {
			p.fail()
		}
		return p.expression()
	})
}

func (p *parser) starExpression() Expr {
	if p.tok() == tStar {
		return p.starred(p.bitOr)
	}
	return p.expression()
}

func (p *parser) starNamed() Expr {
	if p.tok() == tStar {
		return p.starred(p.bitOr)
	}
	return p.named()
}

func (p *parser) starred(f func() Expr) Expr {
	start := p.pos
	p.want(tStar)
	x := f()
	return &Starred{p.span(start), x}
}

// named is an expression or name := expression.
func (p *parser) named() Expr {
	if p.tok() == tName && p.after() == tWalrus {
		return p.walrus()
	}
	if p.explain {
		p.invalidNamed()
	}
	x := p.expression()
	if p.tok() == tWalrus {
		p.fail()
	}
	return x
}

func (p *parser) walrus() Expr {
	start := p.pos
	name := p.ident()
	p.want(tWalrus)
	p.enter()
	x := p.expression()
	p.leave()
	return &NamedExpr{p.span(start), name, x}
}

// value is a walrus or an expression: an argument, or the element of a generator.
func (p *parser) value() Expr {
	if p.tok() == tName && p.after() == tWalrus {
		return p.walrus()
	}
	x := p.expression()
	if p.tok() == tWalrus {
		p.fail()
	}
	return x
}

// expression is a conditional, a disjunction or a lambda.
func (p *parser) expression() Expr {
	if p.explain {
		return p.once(memoExpression, p.expression1)
	}
	return p.expression1()
}

func (p *parser) expression1() Expr {
	if p.tok() == tLambda {
		return p.lambda(p.expression)
	}
	start := p.pos
	x := p.disjunction()
	if p.explain {
		p.invalidExpression(start, x)
	}
	if p.tok() != tIf {
		return x
	}
	back := p.pos
	if y := p.tryExpr(func() Expr {
		p.next()
		test := p.disjunction()
		if p.tok() != tElse {
			if p.explain && p.tok() != tColon {
				p.raise(Span{x.Extent().Start, test.Extent().End}, "expected 'else' after 'if' expression")
			}
			p.fail()
		}
		p.next()
		p.enter()
		orelse := p.expression()
		p.leave()
		return &IfExp{p.span(start), test, x, orelse}
	}); y != nil {
		return y
	}
	p.pos = back
	return x
}

func (p *parser) lambda(body func() Expr) Expr {
	start := p.pos
	p.want(tLambda)
	args := p.parameters(true)
	p.want(tColon)
	p.enter()
	x := body()
	p.leave()
	return &Lambda{p.span(start), args, x}
}

// noCond is a disjunction, or in Starlark also a lambda whose body is one: what
// may follow the "if" of a comprehension.
func (p *parser) noCond() Expr {
	if p.tok() == tLambda && p.dialect == Starlark {
		return p.lambda(p.noCond)
	}
	return p.disjunction()
}

func (p *parser) disjunction() Expr {
	if p.memo != nil {
		return p.once(memoDisjunction, p.disjunction1)
	}
	return p.disjunction1()
}

func (p *parser) disjunction1() Expr {
	start := p.pos
	x := p.conjunction()
	if p.tok() != tOr {
		return x
	}
	return p.boolean(start, x, tOr, Or, p.conjunction)
}

func (p *parser) conjunction() Expr {
	start := p.pos
	x := p.inversion()
	if p.tok() != tAnd {
		return x
	}
	return p.boolean(start, x, tAnd, And, p.inversion)
}

func (p *parser) boolean(start int, x Expr, k tok, op Op, operand func() Expr) Expr {
	values := []Expr{x}
	for p.tok() == k {
		back := p.pos
		p.next()
		y := p.tryExpr(operand)
		if y == nil {
			p.pos = back
			break
		}
		values = append(values, y)
	}
	if len(values) == 1 {
		return x
	}
	return &BoolOp{p.span(start), op, values}
}

func (p *parser) inversion() Expr {
	if p.tok() != tNot {
		return p.comparison()
	}
	start := p.pos
	p.next()
	p.enter()
	x := p.inversion()
	p.leave()
	return &UnaryOp{p.span(start), Not, x}
}

func (p *parser) comparison() Expr {
	start := p.pos
	x := p.bitOr()
	var ops []Op
	var ys []Expr
	for {
		back := p.pos
		if k := p.tok(); (k < tEq || k > tGtE) && k != tIn && k != tIs && k != tNot {
			break
		}
		op := p.compareOp()
		if op == 0 {
			break
		}
		y := p.tryExpr(p.bitOr)
		if y == nil {
			p.pos = back
			break
		}
		ops = append(ops, op)
		ys = append(ys, y)
	}
	if ops == nil {
		return x
	}
	return &Compare{p.span(start), x, ops, ys}
}

// compareOp reads a comparison operator, or nothing and returns 0.
func (p *parser) compareOp() Op {
	var op Op
	switch p.tok() {
	case tEq:
		op = Eq
	case tNotEq:
		op = NotEq
	case tLt:
		op = Lt
	case tLtE:
		op = LtE
	case tGt:
		op = Gt
	case tGtE:
		op = GtE
	case tIn:
		op = In
	case tIs:
		op = Is
		if p.after() == tNot {
			p.next()
			op = IsNot
		}
	case tNot:
		if p.lookAhead() != tIn {
			return 0
		}
		p.next()
		op = NotIn
	default:
		return 0
	}
	p.next()
	return op
}

// binding is the precedence of the binary operators from Add on.
var binding = [...]int8{
	tBar - tPlus: 1, tCaret - tPlus: 2, tAmp - tPlus: 3,
	tLshift - tPlus: 4, tRshift - tPlus: 4,
	tPlus - tPlus: 5, tMinus - tPlus: 5,
	tStar - tPlus: 6, tAt - tPlus: 6, tSlash - tPlus: 6, tPercent - tPlus: 6, tSlash2 - tPlus: 6,
	tPower - tPlus: 0,
}

// bitOr is an expression of the operators from | to //.
func (p *parser) bitOr() Expr { return p.binary(1) }

func (p *parser) binary(min int8) Expr {
	start := p.pos
	x := p.factor()
	for n := 1; ; n++ {
		k := p.tok()
		if k < tPlus || k > tSlash2 {
			return x
		}
		prec := binding[k-tPlus]
		if prec < min || prec == 0 {
			return x
		}
		p.chain(n)
		back := p.pos
		at := p.toks[p.pos].start
		p.next()
		y := p.operand(prec + 1)
		if y == nil {
			p.pos = back
			return x
		}
		x = &BinOp{p.span(start), x, Add + Op(k-tPlus), at, y}
	}
}

// operand is binary, or nil where the second pass finds that it does not fit.
func (p *parser) operand(min int8) Expr {
	if p.memo == nil {
		return p.binary(min)
	}
	return p.tryExpr(func() Expr { return p.binary(min) })
}

func (p *parser) factor() Expr {
	var op Op
	switch p.tok() {
	case tPlus:
		op = UAdd
	case tMinus:
		op = USub
	case tTilde:
		op = Invert
	default:
		return p.power()
	}
	start := p.pos
	p.next()
	p.enter()
	x := p.factor()
	p.leave()
	return &UnaryOp{p.span(start), op, x}
}

func (p *parser) power() Expr {
	start := p.pos
	var x Expr
	if p.got(tAwait) {
		x = p.primary()
		x = &Await{p.span(start), x}
	} else {
		x = p.primary()
	}
	if p.tok() != tPower {
		return x
	}
	back := p.pos
	at := p.toks[p.pos].start
	p.next()
	p.enter()
	y := p.tryExpr(p.factor)
	p.leave()
	if y == nil {
		p.pos = back
		return x
	}
	return &BinOp{p.span(start), x, Pow, at, y}
}

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
	x := p.starNamed()
	if k := p.tok(); k == tFor || k == tAsync {
		if p.explain {
			p.invalidElement(x)
		}
		if _, star := x.(*Starred); star {
			p.fail()
		}
		gens := p.generators()
		p.want(tRbrack)
		return &ListComp{p.span(start), x, gens}
	}
	elts := p.elements(x, tRbrack)
	if p.explain && p.tok() != tRbrack {
		p.invalidElements(elts)
	}
	p.want(tRbrack)
	return &List{p.span(start), elts}
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
	if k := p.tok(); k == tFor || k == tAsync {
		if p.explain {
			p.invalidElement(x)
		}
		if _, star := x.(*Starred); star {
			p.fail()
		}
		gens := p.generators()
		p.want(tRbrace)
		return &SetComp{p.span(start), x, gens}
	}
	elts := p.elements(x, tRbrace)
	if p.explain && p.tok() != tRbrace {
		p.invalidElements(elts)
	}
	p.want(tRbrace)
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

// forTarget reads the targets between "for" and "in". The token start is the
// "for", or the "async" before it.
func (p *parser) forTarget(start int) Expr {
	if p.explain {
		return p.explainForTarget(start)
	}
	x := p.targets()
	if !isTarget(x) {
		p.fail()
	}
	return x
}

// targets is a list of what may be targets as far as their beginnings tell.
func (p *parser) targets() Expr {
	start := p.pos
	x := p.starOperand()
	if p.tok() != tComma {
		return x
	}
	return p.tuple(start, x, p.starOperand)
}

func (p *parser) starOperand() Expr {
	if p.tok() == tStar {
		return p.starred(p.primary)
	}
	return p.primary()
}

func (p *parser) yield() Expr {
	start := p.pos
	p.want(tYield)
	p.enter()
	defer p.leave()
	if p.got(tFrom) {
		x := p.expression()
		return &YieldFrom{p.span(start), x}
	}
	var x Expr
	if p.startsStar() {
		x = p.tryExpr(p.starExpressions)
	}
	return &Yield{p.span(start), x}
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
