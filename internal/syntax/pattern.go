package syntax

// Match statements are parsed whole, but of the patterns only the extent is kept.

// isMatch says whether "match" at the next token begins a match statement: its
// line ends in a colon, and an indented "case" follows.
func (p *parser) isMatch() bool {
	switch k := p.after(); {
	case starts[k] || k == tStar:
	default:
		return false
	}
	i := p.pos + 1
	for ; p.toks[i].kind != tNewline; i++ {
		switch p.toks[i].kind {
		case tEOF, tCut, tBad, tSemi:
			return false
		}
	}
	return i+2 < len(p.toks) && p.toks[i-1].kind == tColon && p.toks[i+1].kind == tIndent &&
		p.toks[i+2].kind == tName && p.text(p.toks[i+2]) == "case"
}

func (p *parser) matchStmt() Stmt {
	p.enter()
	defer p.leave()
	start := p.pos
	p.next()
	m := &Match{Subject: p.subject()}
	p.colon()
	p.want(tNewline)
	p.want(tIndent)
	for p.tok() != tDedent {
		if !p.isName("case") {
			p.fail()
		}
		m.Cases = append(m.Cases, p.matchCase())
	}
	p.next()
	m.Span = p.blockSpan(start)
	return m
}

func (p *parser) subject() Expr {
	start := p.pos
	x := p.starNamed()
	if p.tok() != tComma {
		if _, star := x.(*Starred); star {
			p.fail()
		}
		return x
	}
	return p.tuple(start, x, p.starNamed)
}

func (p *parser) matchCase() *MatchCase {
	start := p.pos
	p.next()
	c := &MatchCase{}
	first := p.pos
	p.openPattern()
	c.Pattern = p.span(first)
	if p.got(tIf) {
		c.Guard = p.named()
	}
	p.colon()
	c.Body = p.block("'case' statement", start)
	c.Span = p.blockSpan(start)
	return c
}

// openPattern is a pattern, or several with commas between.
func (p *parser) openPattern() {
	star := p.starPattern()
	if star && p.tok() != tComma {
		p.fail()
	}
	for p.got(tComma) {
		if p.tok() == tColon || p.tok() == tIf {
			return
		}
		p.starPattern()
	}
}

// starPattern is a pattern or *name; it returns true for the latter.
func (p *parser) starPattern() bool {
	if p.got(tStar) {
		p.want(tName)
		return true
	}
	p.pattern()
	return false
}

// pattern is alternatives, perhaps with "as name".
func (p *parser) pattern() {
	p.enter()
	p.closedPattern()
	for p.got(tBar) {
		p.closedPattern()
	}
	p.leave()
	if !p.got(tAs) {
		return
	}
	first := p.pos
	if p.isName("_") {
		t := p.toks[p.pos]
		p.next()
		p.invalid(Span{t.start, t.stop}, "cannot use '_' as a target")
	}
	if p.tok() != tName && p.explain && p.attempt(func() { p.expression() }) {
		p.raise(p.span(first), "invalid pattern target")
	}
	p.want(tName)
	if k := p.tok(); k == tDot || k == tLparen || k == tAssign {
		p.fail()
	}
}

func (p *parser) closedPattern() {
	switch p.tok() {
	case tMinus, tNumber:
		p.numberPattern()
	case tString:
		p.strings()
	case tNone, tTrue, tFalse:
		p.next()
	case tLparen:
		p.next()
		p.patterns(tRparen)
	case tLbrack:
		p.next()
		p.patterns(tRbrack)
	case tLbrace:
		p.mappingPattern()
	case tName:
		p.next()
		for p.got(tDot) {
			p.want(tName)
		}
		if p.got(tLparen) {
			p.classPattern()
		}
	default:
		p.fail()
	}
}

// numberPattern is a number, or a real plus or minus an imaginary one.
func (p *parser) numberPattern() {
	p.got(tMinus)
	p.want(tNumber)
	if p.got(tPlus) || p.got(tMinus) {
		p.want(tNumber)
	}
}

// patterns reads a group or a sequence up to its closing bracket. Only a group
// may be without a comma, and not if it is starred.
func (p *parser) patterns(end tok) {
	for n := 0; p.tok() != end; n++ {
		star := p.starPattern()
		if p.got(tComma) {
			continue
		}
		if star && n == 0 && end == tRparen {
			p.fail()
		}
		break
	}
	p.want(end)
}

func (p *parser) mappingPattern() {
	p.next()
	for p.tok() != tRbrace {
		if p.got(tPower) {
			if p.isName("_") {
				p.fail()
			}
			p.want(tName)
			p.got(tComma)
			break
		}
		switch p.tok() {
		case tMinus, tNumber, tString, tNone, tTrue, tFalse:
			p.closedPattern()
		default:
			p.want(tName)
			p.want(tDot)
			p.want(tName)
			for p.got(tDot) {
				p.want(tName)
			}
		}
		p.want(tColon)
		p.pattern()
		if !p.got(tComma) {
			break
		}
	}
	p.want(tRbrace)
}

// classPattern reads the arguments of a class pattern.
func (p *parser) classPattern() {
	keyword := false
	first := -1 // of the positional patterns after a keyword
	last := 0
	for p.tok() != tRparen {
		start := p.pos
		if p.tok() == tName && p.after() == tAssign {
			if first >= 0 {
				break
			}
			p.next()
			p.next()
			keyword = true
			p.pattern()
		} else {
			p.pattern()
			if keyword {
				if !p.explain {
					p.fail()
				}
				if first < 0 {
					first = start
				}
				last = p.pos - 1
			}
		}
		if !p.got(tComma) {
			break
		}
	}
	if first >= 0 {
		p.raise(Span{p.toks[first].start, p.toks[last].stop}, "positional patterns follow keyword patterns")
	}
	p.want(tRparen)
}

// invalidMatch looks at a statement that begins with the name "match" and did not
// parse.
func (p *parser) invalidMatch() {
	start := p.stmtStart()
	if t := p.toks[start]; t.kind != tName || p.text(t) != "match" {
		return
	}
	back := p.pos
	p.pos = start + 1
	if p.attempt(func() { p.subject() }) {
		switch p.tok() {
		case tNewline:
			p.raiseHere("expected ':'")
		case tColon:
			if p.after() == tNewline {
				p.next()
				p.next()
				if p.tok() != tIndent {
					p.noBlock("'match' statement", start)
				}
			}
		}
	}
	p.pos = back
}

// stmtStart is the token where the statement that is being read begins.
func (p *parser) stmtStart() int {
	i := p.pos
	for i > 0 {
		switch p.toks[i-1].kind {
		case tNewline, tIndent, tDedent:
			return i
		}
		i--
	}
	return i
}
