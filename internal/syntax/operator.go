package syntax

// This file parses operators, from "or" down to "**".

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
		p.chain(len(ops))
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
