package syntax

// This file parses match statements.

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
	c.Pattern = p.openPattern()
	if p.got(tIf) {
		c.Guard = p.named()
	}
	p.colon()
	c.Body = p.block("'case' statement", start)
	c.Span = p.blockSpan(start)
	return c
}

// openPattern is a pattern, or several with commas between: a sequence.
func (p *parser) openPattern() *Pattern {
	start := p.pos
	x := p.starPattern()
	if p.tok() != tComma {
		if x.Kind == StarPattern {
			p.fail()
		}
		return x
	}
	seq := &Pattern{Kind: SequencePattern, Subs: []*Pattern{x}}
	for p.got(tComma) {
		if p.tok() == tColon || p.tok() == tIf {
			break
		}
		seq.Subs = append(seq.Subs, p.starPattern())
	}
	seq.Span = p.span(start)
	return seq
}

// starPattern is a pattern or *name.
func (p *parser) starPattern() *Pattern {
	start := p.pos
	if p.got(tStar) {
		x := &Pattern{Kind: StarPattern, Name: p.captured()}
		x.Span = p.span(start)
		return x
	}
	return p.pattern()
}

// captured reads a name that is bound; that of _ is nil.
func (p *parser) captured() *Ident {
	if p.tok() != tName {
		p.want(tName)
	}
	blank := p.isName("_")
	id := p.ident()
	if blank {
		return nil
	}
	return id
}

// pattern is alternatives, perhaps with "as name".
func (p *parser) pattern() *Pattern {
	start := p.pos
	p.enter()
	x := p.closedPattern()
	if p.tok() == tBar {
		x = &Pattern{Kind: OrPattern, Subs: []*Pattern{x}}
		for p.got(tBar) {
			x.Subs = append(x.Subs, p.closedPattern())
		}
		x.Span = p.span(start)
	}
	p.leave()
	if !p.got(tAs) {
		return x
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
	as := &Pattern{Kind: AsPattern, Subs: []*Pattern{x}, Name: p.captured()}
	if k := p.tok(); k == tDot || k == tLparen || k == tAssign {
		p.fail()
	}
	as.Span = p.span(start)
	return as
}

func (p *parser) closedPattern() *Pattern {
	start := p.pos
	x := &Pattern{}
	switch p.tok() {
	case tMinus, tNumber:
		x.Value = p.numberPattern()
	case tString:
		x.Value = p.strings()
	case tNone, tTrue, tFalse:
		x.Kind, x.Value = SingletonPattern, p.atom()
	case tLparen:
		p.next()
		return p.patterns(start, tRparen)
	case tLbrack:
		p.next()
		return p.patterns(start, tRbrack)
	case tLbrace:
		x = p.mappingPattern()
	case tName:
		if k := p.after(); k != tDot && k != tLparen {
			x.Kind, x.Name = CapturePattern, p.captured()
			break
		}
		x.Value = p.dottedPattern()
		if p.got(tLparen) {
			p.classPattern(x)
		}
	default:
		p.fail()
	}
	x.Span = p.span(start)
	return x
}

// dottedPattern is a name with attributes.
func (p *parser) dottedPattern() Expr {
	start := p.pos
	if p.tok() != tName {
		p.want(tName)
	}
	var x Expr = p.ident()
	for p.got(tDot) {
		t := p.toks[p.pos]
		p.want(tName)
		x = &Attribute{p.span(start), x, p.text(t), t.start}
	}
	return x
}

// numberPattern is a number, or a real plus or minus an imaginary one.
func (p *parser) numberPattern() Expr {
	start := p.pos
	number := func() Expr {
		if p.tok() != tNumber {
			p.want(tNumber)
		}
		return p.atom()
	}
	neg := p.got(tMinus)
	x := number()
	real := x
	if neg {
		x = &UnaryOp{p.span(start), USub, x}
	}
	op := Add
	at := p.toks[p.pos].start
	switch p.tok() {
	case tMinus:
		op = Sub
	case tPlus:
	default:
		return x
	}
	if _, ok := real.(*Imag); ok {
		p.raise(real.Extent(), "real number required in complex literal")
	}
	p.next()
	y := number()
	if _, ok := y.(*Imag); !ok {
		p.raise(y.Extent(), "imaginary number required in complex literal")
	}
	return &BinOp{p.span(start), x, op, at, y}
}

// patterns reads a group or a sequence up to its closing bracket. Only a group
// may be without a comma, and not if it is starred.
func (p *parser) patterns(start int, end tok) *Pattern {
	seq := &Pattern{Kind: SequencePattern}
	for n := 0; p.tok() != end; n++ {
		x := p.starPattern()
		seq.Subs = append(seq.Subs, x)
		if p.got(tComma) {
			continue
		}
		if n == 0 && end == tRparen {
			if x.Kind == StarPattern {
				p.fail()
			}
			p.want(end)
			return x
		}
		break
	}
	p.want(end)
	seq.Span = p.span(start)
	return seq
}

func (p *parser) mappingPattern() *Pattern {
	x := &Pattern{Kind: MappingPattern}
	p.next()
	for p.tok() != tRbrace {
		if p.got(tPower) {
			if p.isName("_") {
				p.fail()
			}
			x.Name = p.captured()
			p.got(tComma)
			break
		}
		var key Expr
		switch p.tok() {
		case tMinus, tNumber, tString, tNone, tTrue, tFalse:
			key = p.closedPattern().Value
		default:
			if p.tok() == tName && p.after() != tDot {
				p.next()
				p.want(tDot)
			}
			key = p.dottedPattern()
		}
		p.want(tColon)
		x.Keys = append(x.Keys, key)
		x.Subs = append(x.Subs, p.pattern())
		if !p.got(tComma) {
			break
		}
	}
	p.want(tRbrace)
	return x
}

// classPattern reads the arguments of a class pattern.
func (p *parser) classPattern(x *Pattern) {
	x.Kind = ClassPattern
	first := -1 // of the positional patterns after a keyword
	last := 0
	for p.tok() != tRparen {
		start := p.pos
		if p.tok() == tName && p.after() == tAssign {
			if first >= 0 {
				break
			}
			x.Keywords = append(x.Keywords, p.text(p.toks[p.pos]))
			p.next()
			p.next()
			x.Subs = append(x.Subs, p.pattern())
		} else {
			x.Subs = append(x.Subs, p.pattern())
			if len(x.Keywords) > 0 {
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

// EachName calls f with the names that a pattern binds, in order.
func (x *Pattern) EachName(f func(id *Ident)) {
	if x.Kind == CapturePattern || x.Kind == StarPattern {
		if x.Name != nil {
			f(x.Name)
		}
		return
	}
	if x.Kind == OrPattern { // all alternatives bind the same
		x.Subs[0].EachName(f)
		return
	}
	for _, sub := range x.Subs {
		sub.EachName(f)
	}
	if x.Name != nil {
		f(x.Name)
	}
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
