package syntax

// A memoKey names a rule and the token where it was tried.
type memoKey struct {
	pos   int
	rule  memoRule
	probe bool
}

type memoRule uint8

const (
	memoAtom memoRule = iota
	memoCall
	memoIndex
	memoDisjunction
	memoExpression
)

// A memo is what a rule made of it: an expression and the token after it, or nil.
type memo struct {
	x   Expr
	end int
}

// once is f, or what f came to when it last stood here, looking for mistakes or
// not. It keeps the second pass linear, which looks at the same text from many
// sides; and CPython remembers in the same way, so that what was first read
// quietly shows no mistakes later.
func (p *parser) once(rule memoRule, f func() Expr) Expr {
	key := memoKey{p.pos, rule, p.probing}
	if m, ok := p.memo[key]; ok {
		if m.x == nil {
			p.fail()
		}
		p.pos = m.end
		return m.x
	}
	p.memo[key] = memo{}
	x := f()
	p.memo[key] = memo{x, p.pos}
	return x
}
