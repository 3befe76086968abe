// Package syntax turns source text into a tree.
//
// The grammar is CPython 3.11's, with Starlark's load statement beside it; the
// two dialects differ in a few literals. The way through the package:
//
//	source.go            bytes -> text and lines: coding line, byte order mark, line ends
//	scan.go, layout.go, name.go, number.go
//	                     text -> tokens
//	parse.go             the parser, and what it does when the text is wrong
//	statement.go, assignment.go, import.go, compound.go, pattern.go, parameter.go
//	expression.go, operator.go, primary.go, display.go
//	                     one method for each rule of the grammar
//	literal.go, fstring.go
//	                     what stands inside the quotes
//	invalid*.go, memo.go why a text is wrong, in CPython's words
//	check.go             rules that are not the grammar's: return outside function
//	symbols.go, scope.go, comprehension.go
//	                     which scope a name belongs to
//	tree.go, tree_expression.go
//	                     what comes out
//	diagnostic.go        the error, and how it is printed
//
// It begins at [Parse]:
//
//	file, err := syntax.Parse("x.py", []byte("print('hello')\n"), syntax.Python)
//
// An error is always an [*Error].
//
// The package keeps no state; all functions may be called concurrently.
package syntax

import "strings"

// Limits that CPython's own stack sets there, each with a SyntaxError that names
// it.
const (
	// maxNesting is how deep expressions nest, brackets or not.
	maxNesting = 1000
	// maxChain is how many operators, calls, attributes or elif clauses may follow
	// each other in one chain, each of which is a level of the tree.
	maxChain = 5000
)

// Parse parses a source file. The error is an *Error; its Incomplete is set if
// more text could make the file right.
func Parse(filename string, src []byte, d Dialect) (*File, error) {
	return ParseWith(filename, src, d, Settings{Digits: maxDigits})
}

// Settings are for texts that a running script gives.
type Settings struct {
	// Digits is the most digits that a decimal int may have; 0 or less is no limit.
	Digits int
	// Look, if it is not nil, is asked every millisecond or so whether to go on. Its error ends the parse, which returns it.
	Look func() error
}

// ParseWith is Parse with settings.
func ParseWith(filename string, src []byte, d Dialect, set Settings) (file *File, err error) {
	defer unlessStopped(&err)
	p, err := newParser(filename, src, d, newLook(set.Look))
	if err != nil {
		return nil, err
	}
	p.digits = set.Digits
	file = &File{Source: p.source, Dialect: d}
	if err := p.run(func() { file.Body = p.file(file.Body) }); err != nil {
		return nil, err
	}
	if err := check(file, p.look); err != nil {
		return nil, err
	}
	return file, nil
}

// ParseExpr parses one expression, such as eval() takes. White space before it
// is skipped.
func ParseExpr(filename string, src []byte, d Dialect) (Expr, *Source, error) {
	return ParseExprWith(filename, src, d, Settings{Digits: maxDigits})
}

// ParseExprWith is ParseExpr with settings.
func ParseExprWith(filename string, src []byte, d Dialect, set Settings) (x Expr, source *Source, err error) {
	defer unlessStopped(&err)
	lead := 0
	for lead < len(src) && (src[lead] == ' ' || src[lead] == '\t') {
		lead++
	}
	p, err := newParser(filename, src[lead:], d, newLook(set.Look))
	if err != nil {
		return nil, nil, err
	}
	p.digits = set.Digits
	if err := p.run(func() {
		x = p.expressions()
		for p.got(tNewline) {
		}
		p.want(tEOF)
	}); err != nil {
		return nil, nil, err
	}
	file := &File{Source: p.source, Dialect: d, Body: []Stmt{&ExprStmt{x.Extent(), x}}}
	if err := check(file, p.look); err != nil {
		return nil, nil, err
	}
	return x, p.source, nil
}

// ParseInteractive parses one statement typed at a prompt, or none if there are
// only comments and blank lines. While a compound statement may still go on,
// which is until an empty line, the error is Incomplete, as is that of Parse.
func ParseInteractive(filename string, src []byte, d Dialect) (*File, error) {
	text := strings.ReplaceAll(strings.ReplaceAll(string(src), "\r\n", "\n"), "\r", "\n")
	ended := strings.HasSuffix(text, "\n\n") || text == "\n"
	p, err := newParser(filename, src, d, nil)
	if err != nil {
		return nil, err
	}
	p.prompt = true
	file := &File{Source: p.source, Dialect: d}
	compound := false
	if err := p.run(func() {
		file.Body, compound = p.interactive()
	}); err != nil {
		if ended && p.toks[len(p.toks)-1].kind == tEOF {
			err.Incomplete = false
		}
		return nil, err
	}
	if compound && !ended {
		at := p.toks[len(p.toks)-1].start
		return nil, &Error{
			Kind: "SyntaxError", Msg: "unexpected EOF while parsing", Filename: filename,
			Span: Span{Start: at}, Incomplete: true,
		}
	}
	if err := check(file, nil); err != nil {
		return nil, err
	}
	return file, nil
}

// A parser is a predictive parser over the tokens of one text. Where the text is
// wrong, it knows only the token where it got stuck. It then parses the
// statement again, as CPython does: it takes the longest prefix that fits where
// the fast pass gives up, and looks for the mistakes that have messages of their
// own. (It does so twice, since there are a few mistakes that CPython finds
// before it looks for the others.)
type parser struct {
	src     string
	source  *Source
	dialect Dialect
	digits  int // that a decimal int may have, if not 0 or less
	look    *look
	toks    []token
	bad     *Error    // of the scanner, at the last token
	open    []bracket // left open at the end of the text

	pos   int // the next token
	far   int // the last token looked at
	depth int // of nested expressions
	base  int // depth of the expression that an f-string's field stands in

	prompt  bool // the text comes from a prompt
	stmt    int  // the token where the outermost statement begins
	explain bool // in the second pass, looking for mistakes
	probing bool // in the second pass, in a probe
	budget  int  // tokens that the second pass may still read
	strs    map[int]stringLit
	memo    map[memoKey]memo // not nil in the second pass
}

// failure is the panic of a rule that does not fit. An *Error is the panic of a
// mistake that has been found.
type failure struct{}

// exhausted is the panic of a second pass that takes too long.
type exhausted struct{}

func newParser(filename string, src []byte, d Dialect, l *look) (p *parser, err error) {
	text, source, e := readSource(filename, src, l)
	if e != nil {
		return nil, e
	}
	s := &scanner{src: text, source: source, line: 1, look: l}
	s.run()
	if d == Starlark {
		nameAssert(s.toks)
	}
	return &parser{src: text, source: source, dialect: d, digits: maxDigits, toks: s.toks, bad: s.err, open: s.open, look: l}, nil
}

// nameAssert makes "assert" a name, as it is in Starlark, wherever it cannot
// begin an assert statement.
func nameAssert(toks []token) {
	for i := range toks {
		if toks[i].kind != tAssert {
			continue
		}
		stmt := i == 0 || toks[i].level == 0
		if i > 0 {
			switch toks[i-1].kind {
			case tNewline, tIndent, tDedent, tSemi, tColon:
			default:
				stmt = false
			}
		}
		if !stmt || i+1 < len(toks) && !starts[toks[i+1].kind] {
			toks[i].kind = tName
		}
	}
}

// run scans. An error ends the tokens with a tBad.
func (s *scanner) run() {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			s.err = e
			at := e.Span.Start
			s.toks = append(s.toks, token{tBad, uint8(len(s.open)), int32(s.pos), int32(s.pos), at, at})
		}
	}()
	s.scan()
}

// run parses with f, twice if need be, and returns what is wrong, or nil.
func (p *parser) run(f func()) *Error {
	err := p.catch(func() {
		p.reached()
		f()
	})
	if err == nil {
		return nil
	}
	e, ok := err.(*Error)
	if !ok {
		var at token
		p.far = p.stmt
		for _, p.explain = range [...]bool{false, true} {
			p.pos, p.depth = p.stmt, p.base
			p.strs = make(map[int]stringLit)
			p.memo = make(map[memoKey]memo)
			p.budget = 100*(len(p.toks)-p.stmt) + 10000
			if e, ok = p.catch(f).(*Error); ok {
				break
			}
			if !p.explain {
				at = p.toks[p.far]
			}
		}
		if !ok {
			e = p.invalidSyntax(at)
		}
		if !ok && (at.kind == tIndent || at.kind == tDedent) {
			return e
		}
	}
	if p.prompt || p.toks[p.far].kind == tBad || p.toks[p.far].kind == tCut {
		return e
	}
	// CPython reads the rest of the text now. An error of the scanner there
	// comes first, and a bracket left open on an earlier line explains whatever
	// comes after it.
	switch last := p.toks[len(p.toks)-1]; {
	case last.kind == tBad && !isSoft(p.bad):
		e = p.bad
		e.Incomplete = false
	case last.kind == tBad || last.kind == tCut:
		if n := len(p.open); n > 0 && p.toks[p.far].start.Line > p.open[n-1].pos.Line {
			e = p.cut(last)
			e.Incomplete = false
		}
	}
	return e
}

// isSoft tells the scanner's errors that only matter once the parser gets there.
func isSoft(e *Error) bool {
	return e.Kind != "SyntaxError" || e.Msg == continuationError
}

// reached ends the parse if the next token is one that the text cannot go on
// from.
func (p *parser) reached() {
	switch t := p.toks[p.pos]; t.kind {
	case tBad:
		panic(p.bad)
	case tCut:
		panic(p.cut(t))
	}
}

// catch calls f and returns what it panics with: a failure, an exhausted or an
// *Error.
func (p *parser) catch(f func()) (err any) {
	defer func() {
		if r := recover(); r != nil {
			switch r.(type) {
			case failure, exhausted, *Error:
				err = r
			default:
				panic(r)
			}
		}
	}()
	f()
	return nil
}

// cut is the error of a text that ends in a bracket or after a backslash.
func (p *parser) cut(at token) *Error {
	if n := len(p.open); n > 0 {
		b := p.open[n-1]
		e := p.error("SyntaxError", Span{Start: b.pos}, "'"+string(b.char)+"' was never closed")
		e.Incomplete = true
		return e
	}
	e := p.error("SyntaxError", Span{Start: at.start}, "unexpected EOF while parsing")
	e.Incomplete = true
	return e
}

// invalidSyntax is the error of a token that fits nowhere and has no message of
// its own.
func (p *parser) invalidSyntax(at token) *Error {
	switch at.kind {
	case tIndent:
		stop := at.stop
		stop.Col--
		return p.error("IndentationError", Span{Start: stop}, "unexpected indent")
	case tDedent:
		e := p.error("IndentationError", Span{Start: at.start}, "unexpected unindent")
		e.Incomplete = p.endsAt(p.far)
		return e
	}
	e := p.error("SyntaxError", Span{at.start, at.stop}, "invalid syntax")
	if at.kind == tEOF {
		// There is nothing to point at.
		e.Span = Span{Start: Pos{at.start.Line, 0}}
		e.Incomplete = true
	}
	return e
}

func (p *parser) error(kind string, span Span, msg string) *Error {
	return &Error{Kind: kind, Msg: msg, Filename: p.source.Name, Span: span, Text: p.source.line(span.Start.Line)}
}

// tok returns the kind of the next token.
func (p *parser) tok() tok {
	if p.pos > p.far {
		p.reach()
	}
	return p.toks[p.pos].kind
}

// reach looks at a token for the first time.
func (p *parser) reach() {
	p.far = p.pos
	p.reached()
}

// after returns the kind of the token after the next.
func (p *parser) after() tok {
	if p.pos+1 < len(p.toks) {
		return p.toks[p.pos+1].kind
	}
	return tEOF
}

// lookAhead is after, where CPython's grammar looks as far.
func (p *parser) lookAhead() tok {
	p.pos++
	k := p.tok()
	p.pos--
	return k
}

func (p *parser) next() {
	p.pos++
	p.look.step()
	if p.memo != nil {
		if p.budget--; p.budget < 0 {
			panic(exhausted{})
		}
	}
}

func (p *parser) got(k tok) bool {
	if p.tok() == k {
		p.next()
		return true
	}
	return false
}

func (p *parser) want(k tok) {
	if p.tok() != k {
		p.fail()
	}
	if k != tEOF {
		p.next()
	}
}

// fail gives up on a rule: the next token does not fit.
func (p *parser) fail() {
	panic(failure{})
}

// force is want for a token without which nothing can fit.
func (p *parser) force(k tok, text string) {
	if p.tok() != k {
		t := p.toks[p.pos]
		p.raise(Span{t.start, t.stop}, "expected '%s'", text)
	}
	p.next()
}

// attempt calls f. If f gives up, it goes back to where it was and returns
// false. Only the second pass and with statements use it.
func (p *parser) attempt(f func()) (ok bool) {
	pos, depth := p.pos, p.depth
	defer func() {
		if r := recover(); r != nil {
			if _, fits := r.(failure); !fits {
				panic(r)
			}
			p.pos, p.depth = pos, depth
			ok = false
		}
	}()
	f()
	return true
}

// tryExpr is f in the first pass. In the second, it is f or, where f gives up,
// nil.
func (p *parser) tryExpr(f func() Expr) (x Expr) {
	if p.memo == nil {
		return f()
	}
	p.attempt(func() { x = f() })
	return x
}

// enter counts a level of nesting; leave takes it back.
func (p *parser) enter() {
	p.depth++
	if p.depth > maxNesting {
		t := p.toks[p.pos]
		p.raise(Span{t.start, t.stop}, "too many nested expressions (more than %d)", maxNesting)
	}
}

func (p *parser) leave() { p.depth-- }

// chain checks the length of a chain of operators.
func (p *parser) chain(n int) {
	if n > maxChain {
		t := p.toks[p.pos]
		p.raise(Span{t.start, t.stop}, "too many nested expressions (a chain of more than %d)", maxChain)
	}
}

// span is the text from the token start to the last one read.
func (p *parser) span(start int) Span {
	return Span{p.toks[start].start, p.toks[p.pos-1].stop}
}

// blockSpan is span, not counting line ends and dedents.
func (p *parser) blockSpan(start int) Span {
	i := p.pos - 1
	for i > start {
		if k := p.toks[i].kind; k != tNewline && k != tIndent && k != tDedent {
			break
		}
		i--
	}
	return Span{p.toks[start].start, p.toks[i].stop}
}

func (p *parser) text(t token) string { return p.src[t.off:t.end] }

// isName says whether the next token is the name s.
func (p *parser) isName(s string) bool {
	return p.tok() == tName && p.text(p.toks[p.pos]) == s
}

func (p *parser) ident() *Ident {
	t := p.toks[p.pos]
	p.want(tName)
	return &Ident{Span{t.start, t.stop}, p.text(t)}
}
