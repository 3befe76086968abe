package syntax

import (
	"fmt"
	"strings"
)

// This file finds out what is wrong with a text that does not parse, as CPython
// does: at the places where its grammar looks for common mistakes, and in the
// same order, since the first mistake found is the one reported. It works in the
// second pass only.

// raise reports a mistake.
func (p *parser) raise(span Span, format string, args ...any) {
	panic(p.error("SyntaxError", span, fmt.Sprintf(format, args...)))
}

// errorHere is a mistake at the last token looked at.
func (p *parser) errorHere(kind, format string, args ...any) *Error {
	t := p.toks[p.far]
	span := Span{t.start, t.stop}
	if t.kind == tIndent || t.kind == tDedent && int(t.off) < len(p.src) {
		span = Span{Start: Pos{t.stop.Line, t.stop.Col - 1}}
	}
	return p.error(kind, span, fmt.Sprintf(format, args...))
}

func (p *parser) raiseHere(format string, args ...any) {
	panic(p.errorHere("SyntaxError", format, args...))
}

// invalid gives up, in the second pass with a mistake.
func (p *parser) invalid(span Span, format string, args ...any) {
	if p.explain {
		p.raise(span, format, args...)
	}
	p.fail()
}

// quiet calls f without looking for mistakes and says whether it fits.
func (p *parser) quiet(f func()) bool {
	explain := p.explain
	p.explain = false
	defer func() { p.explain = explain }()
	return p.attempt(f)
}

// probe is quiet, and what it remembers is its own.
func (p *parser) probe(f func()) bool {
	probing := p.probing
	p.probing = true
	defer func() { p.probing = probing }()
	return p.quiet(f)
}

// invalidExpression looks at an expression x that begins at the token start and
// at what follows it.
func (p *parser) invalidExpression(start int, x Expr) {
	first := p.toks[start]
	name := ""
	if first.kind == tName {
		name = p.text(first)
	}
	back := p.pos
	// CPython takes any beginning of a soft keyword for one.
	soft := name != "" && (strings.HasPrefix("match", name) || strings.HasPrefix("case", name) || name == "_")
	prefix := name != "" && p.toks[start+1].kind == tString
	if starts[p.tok()] && !soft && !prefix {
		var y Expr
		if p.quiet(func() { y = p.expression() }) && y != nil {
			level := p.toks[p.pos-1].level
			if id, ok := x.(*Ident); !(ok && isLegacy(id.Name)) && level > 0 {
				p.raise(Span{x.Extent().Start, y.Extent().End}, "invalid syntax. Perhaps you forgot a comma?")
			}
		}
		p.pos = back
	}
	if name != "" && p.depth < maxBrackets && startsLegacy(p.toks[start+1].kind, isLegacy(name)) {
		p.pos = start + 1
		var y Expr
		if p.attempt(func() {
			p.enter()
			y = p.starExpressions()
			p.leave()
		}) && isLegacy(name) {
			p.raise(Span{first.start, y.Extent().End}, "Missing parentheses in call to '%s'. Did you mean %s(...)?", name, name)
		}
		p.pos = back
	}
}

// startsLegacy says whether a token after a name begins an expression of its own.
// After print and exec also those do that go on with an expression.
func startsLegacy(k tok, legacy bool) bool {
	switch k {
	case tLparen:
		return false
	case tLbrack, tPlus, tMinus, tStar:
		return legacy
	}
	return starts[k]
}

func isLegacy(name string) bool { return name == "print" || name == "exec" }

// invalidParenthesized looks for parameters in parentheses.
func (p *parser) invalidParenthesized(lambda bool) {
	start := p.pos
	p.next()
	n := 0
	for p.tok() == tName {
		p.parameter(lambda, false)
		n++
		if !p.got(tComma) {
			break
		}
	}
	if n > 0 && p.got(tRparen) {
		what := "Function"
		if lambda {
			what = "Lambda expression"
		}
		p.raise(p.span(start), "%s parameters cannot be parenthesized", what)
	}
	p.pos = start
}

// invalidExcept looks for several types without parentheses, of which the first
// begins at the token first.
func (p *parser) invalidExcept(first int) {
	back := p.pos
	p.next()
	if p.attempt(func() {
		p.expressions()
		if p.got(tAs) {
			p.ident()
		}
		p.want(tColon)
	}) {
		p.raise(Span{Start: p.toks[first].start}, "multiple exception types must be parenthesized")
	}
	p.pos = back
}

// invalidMixture looks at an except clause of the other kind than those before.
func (p *parser) invalidMixture() {
	start := p.pos
	p.next()
	star := p.got(tStar)
	span := p.span(start)
	p.attempt(func() {
		if star || p.tok() != tColon {
			p.expression()
			if p.got(tAs) {
				p.ident()
			}
		}
		p.want(tColon)
		p.raise(span, "cannot have both 'except' and 'except*' on the same 'try'")
	})
	p.pos = start
	p.except()
}
