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

// invalidNamed looks for an assignment where an expression should be.
func (p *parser) invalidNamed() {
	start := p.pos
	defer func() { p.pos = start }()
	var x Expr
	if p.attempt(func() { x = p.expression() }) && p.tok() == tWalrus {
		p.next()
		if p.attempt(func() { p.expression() }) {
			p.raise(x.Extent(), "cannot use assignment expressions with %s", describe(x))
		}
	}
	p.pos = start
	if p.tok() == tName && p.after() == tAssign {
		p.next()
		p.next()
		var y Expr
		if p.attempt(func() { y = p.bitOr() }) && p.tok() != tAssign && p.tok() != tWalrus {
			p.raise(Span{p.toks[start].start, y.Extent().End}, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
		}
		p.pos = start
	}
	switch p.tok() {
	case tNone, tTrue, tFalse:
		return
	case tLparen, tLbrack:
		if p.attempt(func() { x = p.atom() }) {
			end := p.toks[p.pos-1].stop
			switch x.(type) {
			case *List, *Tuple, *GeneratorExp:
				if x.Extent() == (Span{p.toks[start].start, end}) {
					return
				}
			}
		}
		p.pos = start
	}
	if !p.attempt(func() { x = p.bitOr() }) || p.tok() != tAssign {
		return
	}
	p.next()
	if p.attempt(func() { p.bitOr() }) && p.tok() != tAssign && p.tok() != tWalrus {
		p.raise(x.Extent(), "cannot assign to %s here. Maybe you meant '==' instead of '='?", describe(x))
	}
}

// explainAssign is assign for the second pass.
func (p *parser) explainAssign() Stmt {
	start := p.pos
	if p.tok() == tYield {
		var x Expr
		ok := p.attempt(func() { x = p.yield() })
		if ok && p.tok() != tAssign {
			return &ExprStmt{p.span(start), x}
		}
		p.pos = start
	} else {
		var x Expr
		p.probe(func() { x = p.starExpressions() })
		if x != nil && isSingleTarget(x) {
			switch k := p.tok(); {
			case k == tColon:
				var s Stmt
				if p.attempt(func() { s = p.annotated(start, x) }) {
					return s
				}
			case k >= tPlusEq && k <= tSlash2Eq:
				p.next()
				y := p.rhs()
				return &AugAssign{p.span(start), x, Add + Op(k-tPlusEq), y}
			}
		}
		p.pos = start
	}
	if targets := p.explainTargets(); targets != nil {
		var x Expr
		if p.attempt(func() { x = p.rhs() }) && p.tok() != tAssign {
			return &Assign{p.span(start), targets, x}
		}
		p.pos = start
	}
	p.invalidAssign()
	p.pos = start
	if p.tok() == tYield {
		x := p.yield()
		return &ExprStmt{p.span(start), x}
	}
	x := p.starExpressions()
	return &ExprStmt{p.span(start), x}
}

// explainTargets reads targets as long as an equals sign follows.
func (p *parser) explainTargets() []Expr {
	var targets []Expr
	for {
		back := p.pos
		var x Expr
		if !p.probe(func() { x = p.targets() }) || !isTarget(x) || p.tok() != tAssign {
			p.pos = back
			return targets
		}
		p.next()
		targets = append(targets, x)
	}
}

// invalidAssign looks for a statement with a target that cannot be one.
func (p *parser) invalidAssign() {
	start := p.pos
	again := func() { p.pos = start }
	if k := p.tok(); k == tLparen || k == tLbrack {
		var x Expr
		if p.attempt(func() { x = p.atom() }) && p.tok() == tColon {
			switch x.(type) {
			case *List, *Tuple:
				p.next()
				if p.attempt(func() { p.expression() }) {
					p.raise(x.Extent(), "only single target (not %s) can be annotated", describe(x))
				}
			}
		}
		again()
	}
	if p.tok() != tYield {
		var first, x Expr
		if p.attempt(func() { first = p.starNamed() }) && p.tok() == tComma {
			p.next()
			for p.startsStar() && p.attempt(func() { p.starNamed() }) {
				p.got(tComma)
			}
			if p.got(tColon) && p.attempt(func() { p.expression() }) {
				p.raise(first.Extent(), "only single target (not tuple) can be annotated")
			}
		}
		again()
		if p.tok() != tStar && p.attempt(func() { x = p.expression() }) && p.tok() == tColon {
			p.next()
			if p.attempt(func() { p.expression() }) {
				p.raise(x.Extent(), "illegal target for annotation")
			}
		}
		again()
	}
	p.explainTargets()
	var x Expr
	if p.tok() == tYield {
		if p.attempt(func() { x = p.yield() }) && p.tok() == tAssign {
			p.raise(x.Extent(), "assignment to yield expression not possible")
		}
		return
	}
	if p.attempt(func() { x = p.starExpressions() }) && p.tok() == tAssign {
		p.invalidTarget(x, starTargets)
	}
	again()
	if p.tok() != tYield && p.attempt(func() { x = p.starExpressions() }) {
		if k := p.tok(); k >= tPlusEq && k <= tSlash2Eq {
			p.next()
			if p.attempt(func() { p.rhs() }) {
				p.raise(x.Extent(), "'%s' is an illegal expression for augmented assignment", describe(x))
			}
		}
	}
}

// A targetKind says what a target is for.
type targetKind uint8

const (
	starTargets targetKind = iota
	forTargets
	delTargets
)

// invalidTarget reports the part of x that cannot be a target, if there is one.
func (p *parser) invalidTarget(x Expr, kind targetKind) {
	bad := badTarget(x, kind)
	if bad == nil {
		return
	}
	verb := "assign to"
	if kind == delTargets {
		verb = "delete"
	}
	p.raise(bad.Extent(), "cannot %s %s", verb, describe(bad))
}

func badTarget(x Expr, kind targetKind) Expr {
	var elts []Expr
	switch e := x.(type) {
	case *Ident, *Attribute, *Subscript:
		return nil
	case *List:
		elts = e.Elts
	case *Tuple:
		elts = e.Elts
	case *Starred:
		if kind == delTargets {
			return x
		}
		elts = []Expr{e.X}
	case *Compare:
		if kind != forTargets {
			return x
		}
		// The "in" of the loop makes it a comparison.
		if e.Ops[0] != In {
			return nil
		}
		elts = []Expr{e.Left}
	default:
		return x
	}
	for _, e := range elts {
		if bad := badTarget(e, kind); bad != nil {
			return bad
		}
	}
	return nil
}

// describe names the kind of an expression, as messages do.
func describe(x Expr) string {
	switch x := x.(type) {
	case *Ident:
		return "name"
	case *Constant:
		switch x.Kind {
		case None:
			return "None"
		case True:
			return "True"
		case False:
			return "False"
		}
		return "ellipsis"
	case *Int, *Float, *Imag, *Str, *Bytes:
		return "literal"
	case *JoinedStr, *FormattedValue:
		return "f-string expression"
	case *BoolOp, *BinOp, *UnaryOp:
		return "expression"
	case *NamedExpr:
		return "named expression"
	case *Lambda:
		return "lambda"
	case *IfExp:
		return "conditional expression"
	case *Dict:
		return "dict literal"
	case *Set:
		return "set display"
	case *ListComp:
		return "list comprehension"
	case *SetComp:
		return "set comprehension"
	case *DictComp:
		return "dict comprehension"
	case *GeneratorExp:
		return "generator expression"
	case *Await:
		return "await expression"
	case *Yield, *YieldFrom:
		return "yield expression"
	case *Compare:
		return "comparison"
	case *Call:
		return "function call"
	case *Attribute:
		return "attribute"
	case *Subscript:
		return "subscript"
	case *Starred:
		return "starred"
	case *List:
		return "list"
	case *Tuple:
		return "tuple"
	}
	return "expression"
}

// explainForTarget is forTarget for the second pass.
func (p *parser) explainForTarget(start int) Expr {
	first := p.pos
	x := p.targetsQuietly()
	if x != nil && isTarget(x) && p.tok() == tIn {
		return x
	}
	p.pos = first
	if p.attempt(func() { x = p.starExpressions() }) {
		p.invalidTarget(x, forTargets)
	}
	p.pos = first
	p.fail()
	return nil
}

// isFor says whether the clause of a comprehension begins here.
func (p *parser) isFor() bool {
	return p.tok() == tFor || p.tok() == tAsync && p.lookAhead() == tFor
}

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
