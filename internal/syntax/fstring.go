package syntax

import "strings"

// A joiner collects the parts of an f-string.
type joiner struct {
	span   Span
	look   *look
	format bool
	first  string // text that nothing was written behind yet: long ones are mostly alone, and are not copied then
	text   strings.Builder
	values []Expr
}

// write appends text.
func (j *joiner) write(s string) {
	if j.text.Len() == 0 {
		if j.first == "" || s == "" {
			j.first += s
			return
		}
		j.text.Grow(len(j.first) + len(s))
		j.look.write(&j.text, j.first)
		j.first = ""
	}
	j.text.Grow(len(s))
	j.look.write(&j.text, s)
}

// take returns the text that has been collected, and begins anew.
func (j *joiner) take() string {
	s := j.first
	if j.text.Len() > 0 {
		s = j.text.String()
	}
	j.first = ""
	j.text.Reset()
	return s
}

// flush ends the text that has been collected.
func (j *joiner) flush() {
	if s := j.take(); s != "" {
		j.values = append(j.values, &Str{j.span, s})
	}
}

func (j *joiner) finish() *JoinedStr {
	j.flush()
	return &JoinedStr{j.span, j.values}
}

// A fieldScanner goes through the body of an f-string. Line, lineStart and wide
// are as in a scanner.
type fieldScanner struct {
	p         *parser
	l         literal
	span      Span // of the one literal
	pos       int
	line      int32
	lineStart int
	wide      int
	col0      int32
}

func (p *parser) field(t token, l literal) *fieldScanner {
	return &fieldScanner{
		p: p, l: l, span: Span{t.start, t.stop}, pos: l.body, line: t.start.Line,
		lineStart: int(t.off), col0: t.start.Col - 1,
	}
}

func (f *fieldScanner) here() Pos {
	return Pos{f.line, int32(f.pos-f.lineStart-f.wide) + f.col0 + 1}
}

func (f *fieldScanner) more() bool { return f.pos < f.l.end }

// step goes over a byte.
func (f *fieldScanner) step() {
	c := f.p.src[f.pos]
	f.pos++
	if c == '\n' {
		f.line++
		f.lineStart, f.wide, f.col0 = f.pos, 0, 0
	} else if c >= 0x80 && c < 0xc0 {
		f.wide++
	}
}

// parse reads literal text and fields up to the end of the literal or, in a
// format spec (level 1 and more), up to its closing brace.
func (f *fieldScanner) parse(j *joiner, level int) {
	for {
		done := f.literalText(j, level)
		if done || !f.more() {
			return
		}
		if f.p.src[f.pos] == '}' {
			return
		}
		f.replacement(j, level)
	}
}

// literalText reads text up to a brace. It returns true at the end.
func (f *fieldScanner) literalText(j *joiner, level int) bool {
	p := f.p
	begin := f.pos
	flush := func() {
		j.write(p.unescape(f.l, p.src[begin:f.pos]))
	}
	for asked := begin; f.more(); {
		asked = p.look.far(asked, f.pos)
		c := p.src[f.pos]
		if c == '\\' && !f.l.raw && f.pos+1 < f.l.end {
			f.step()
			switch p.src[f.pos] {
			case 'N':
				f.step()
				if f.more() && p.src[f.pos] == '{' {
					for f.more() && p.src[f.pos] != '}' {
						f.step()
					}
					if f.more() {
						f.step()
					}
				}
			case '{', '}':
				// A brace after a backslash is still a brace.
			default:
				f.step()
			}
			continue
		}
		if c != '{' && c != '}' {
			f.step()
			continue
		}
		flush()
		if level == 0 {
			if f.pos+1 < f.l.end && p.src[f.pos+1] == c {
				j.write(string(rune(c)))
				f.step()
				f.step()
				begin = f.pos
				continue
			}
			if c == '}' {
				p.raiseHere("f-string: single '}' is not allowed")
			}
		}
		return false
	}
	flush()
	return true
}

const expectingBrace = "f-string: expecting '}'"

// replacement reads a replacement field, from its opening brace to the closing
// one.
func (f *fieldScanner) replacement(j *joiner, level int) {
	p := f.p
	if level >= 2 {
		p.raiseHere("f-string: expressions nested too deeply")
	}
	open := f.here()
	f.step()
	in := *f // where the expression begins
	f.expression()
	end := f.pos
	if !f.more() {
		p.raiseHere(expectingBrace)
	}
	x := p.fieldExpr(open, &in, end, f.here())

	v := &FormattedValue{Span: j.span, Value: x}
	debug := ""
	if p.src[f.pos] == '=' {
		f.step()
		for f.more() && strings.IndexByte(" \t\n\r\v\f", p.src[f.pos]) >= 0 {
			f.step()
		}
		debug = p.src[in.pos:f.pos]
		if !f.more() {
			p.raiseHere(expectingBrace)
		}
	}
	if p.src[f.pos] == '!' {
		f.step()
		if !f.more() {
			p.raiseHere(expectingBrace)
		}
		v.Conversion = p.src[f.pos]
		f.step()
		if c := v.Conversion; c != 's' && c != 'r' && c != 'a' {
			p.raiseHere("f-string: invalid conversion character: expected 's', 'r', or 'a'")
		}
		if !f.more() {
			p.raiseHere(expectingBrace)
		}
	}
	if p.src[f.pos] == ':' {
		f.step()
		if !f.more() {
			p.raiseHere(expectingBrace)
		}
		spec := &joiner{span: j.span, look: p.look, format: true}
		f.parse(spec, level+1)
		spec.span = f.span
		v.Spec = spec.finish()
	}
	if !f.more() || p.src[f.pos] != '}' {
		p.raiseHere(expectingBrace)
	}
	f.step()
	if debug != "" {
		j.write(debug)
		if v.Conversion == 0 && v.Spec == nil {
			v.Conversion = 'r'
		}
	}
	j.flush()
	j.values = append(j.values, v)
}

// expression goes to the end of a field's expression.
func (f *fieldScanner) expression() {
	p := f.p
	var quote byte
	triple := false
	var open []byte
scan:
	for ; f.more(); f.step() {
		c := p.src[f.pos]
		if c == '\\' {
			p.raiseHere("f-string expression part cannot include a backslash")
		}
		is3 := func() bool {
			return f.pos+2 < f.l.end && p.src[f.pos+1] == c && p.src[f.pos+2] == c
		}
		if quote != 0 {
			if c == quote {
				if triple {
					if is3() {
						f.step()
						f.step()
						quote, triple = 0, false
					}
				} else {
					quote = 0
				}
			}
			continue
		}
		switch c {
		case '\'', '"':
			quote = c
			if is3() {
				triple = true
				f.step()
				f.step()
			}
		case '[', '{', '(':
			if len(open) >= maxBrackets {
				p.raiseHere("f-string: too many nested parenthesis")
			}
			open = append(open, c)
		case '#':
			p.raiseHere("f-string expression part cannot include '#'")
		case '!', ':', '=', '<', '>', '}':
			if len(open) == 0 {
				if f.pos+1 < f.l.end && p.src[f.pos+1] == '=' && (c == '!' || c == '=' || c == '<' || c == '>') {
					f.step()
					continue
				}
				if c == '<' || c == '>' {
					continue
				}
				break scan
			}
			if c == '}' {
				f.closing(&open, c)
			}
		case ']', ')':
			f.closing(&open, c)
		}
	}
	if quote != 0 {
		p.raiseHere("f-string: unterminated string")
	}
	if n := len(open); n > 0 {
		p.raiseHere("f-string: unmatched '%c'", open[n-1])
	}
}

func (f *fieldScanner) closing(open *[]byte, c byte) {
	n := len(*open)
	if n == 0 {
		f.p.raiseHere("f-string: unmatched '%c'", c)
	}
	o := (*open)[n-1]
	*open = (*open)[:n-1]
	if !(o == '(' && c == ')' || o == '[' && c == ']' || o == '{' && c == '}') {
		f.p.raiseHere("f-string: closing parenthesis '%c' does not match opening parenthesis '%c'", c, o)
	}
}

// fieldExpr parses the expression between in and the offset end. Its parentheses
// are the braces, or what ends it.
func (p *parser) fieldExpr(open Pos, in *fieldScanner, end int, stop Pos) Expr {
	text := p.src[in.pos:end]
	if strings.Trim(text, " \t\n\f\r") == "" {
		if c := p.src[end]; c != '}' {
			p.raiseHere("f-string: expression required before '%c'", c)
		}
		p.raiseHere("f-string: empty expression not allowed")
	}
	s := &scanner{
		src: p.src[:end], source: p.source, pos: in.pos, inside: true,
		line: in.line, lineStart: in.lineStart, wide: in.wide, col0: in.col0, look: p.look,
	}
	s.toks = append(s.toks, token{tLparen, 1, int32(in.pos - 1), int32(in.pos), open, Pos{open.Line, open.Col + 1}})
	s.run()
	if p.dialect == Starlark {
		nameAssert(s.toks)
	}
	err := s.err
	sub := &parser{src: p.src, source: p.source, dialect: p.dialect, digits: p.digits, look: p.look, depth: p.depth, base: p.depth}
	var x Expr
	if err == nil {
		for i := range s.toks {
			s.toks[i].level++
		}
		eof := s.toks[len(s.toks)-1]
		eof.kind = tRparen
		eof.start, eof.stop = stop, Pos{stop.Line, stop.Col + 1}
		s.toks[len(s.toks)-1] = eof
		eof.kind = tEOF
		eof.start = eof.stop
		sub.toks = append(s.toks, eof)
		err = sub.run(func() {
			x = sub.starExpressions()
			sub.want(tEOF)
		})
	}
	if err != nil {
		// CPython shows the expression alone, in parentheses.
		shift := func(at *Pos) {
			if at.Line == open.Line {
				at.Col -= open.Col - 1
			}
		}
		shift(&err.Span.Start)
		if err.Span.End != (Pos{}) {
			shift(&err.Span.End)
		}
		lines := strings.Split("("+text+")", "\n")
		if i := int(err.Span.Start.Line - open.Line); i >= 0 && i < len(lines) {
			err.Text = lines[i]
		}
		if !err.lexical && !strings.HasPrefix(err.Msg, "f-string: ") {
			err.Msg = "f-string: " + err.Msg
		}
		err.Incomplete = false
		panic(err)
	}
	return x
}
