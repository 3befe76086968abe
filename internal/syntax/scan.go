package syntax

import (
	"fmt"
	"unicode/utf8"
)

// A scanner cuts a source text into tokens, all at once.
type scanner struct {
	src    string
	source *Source
	pos    int

	line      int32 // of pos
	lineStart int   // offset of the line's first byte; with col0, where columns count from
	wide      int   // UTF-8 continuation bytes between lineStart and pos
	col0      int32 // column of lineStart, from 0; not 0 only in an f-string

	toks    []token
	indents []indent
	open    []bracket
	err     *Error // what stopped it, after a tBad token
	look    *look
	inside  bool // scanning an expression of an f-string: no indentation
}

type bracket struct {
	char byte
	pos  Pos
}

func (s *scanner) here() Pos {
	return Pos{s.line, int32(s.pos-s.lineStart-s.wide) + s.col0 + 1}
}

func (s *scanner) peek(n int) byte {
	if s.pos+n < len(s.src) {
		return s.src[s.pos+n]
	}
	return 0
}

// fail reports an error at the character before pos, where CPython's tokenizer
// puts its errors.
func (s *scanner) fail(format string, args ...any) {
	at := s.here()
	at.Col--
	s.failAt("SyntaxError", Span{at, at}, format, args...)
}

func (s *scanner) failAt(kind string, span Span, format string, args ...any) {
	panic(&Error{
		Kind: kind, Msg: fmt.Sprintf(format, args...), Filename: s.source.Name,
		Span: span, Text: s.source.line(span.Start.Line), lexical: true,
	})
}

func (s *scanner) add(kind tok, off int, start Pos) {
	s.look.step()
	s.toks = append(s.toks, token{kind, uint8(len(s.open)), int32(off), int32(s.pos), start, s.here()})
}

// newline steps over a "\n".
func (s *scanner) newline() {
	s.look.step()
	s.pos++
	s.line++
	s.lineStart = s.pos
	s.wide = 0
	s.col0 = 0
}

// scan makes the tokens. It panics with an *Error.
func (s *scanner) scan() {
	if s.toks == nil {
		s.toks = make([]token, 0, min(len(s.src)/4+8, 1<<18))
	}
	bol := !s.inside
	if bol {
		s.indents = append(s.indents, indent{})
	}
	for {
		if bol {
			bol = false
			if s.pos < len(s.src) && len(s.open) == 0 {
				s.indentation()
			}
		}
		for s.pos < len(s.src) {
			c := s.src[s.pos]
			if c != ' ' && c != '\t' && c != '\f' {
				break
			}
			if s.pos++; s.pos%farAt == 0 {
				s.look.far(s.pos-farAt, s.pos)
			}
		}
		if s.pos >= len(s.src) {
			break
		}
		start, off := s.here(), s.pos
		c := s.src[s.pos]
		switch {
		case c == '#':
			// A line end includes the comment before it.
			if s.comment(); s.pos >= len(s.src) || s.inside || len(s.open) > 0 || s.blank() {
				continue
			}
			s.add(tNewline, off, start)
			s.newline()
			bol = true
			continue
		case c == '\n':
			if s.inside || len(s.open) > 0 || s.blank() {
				s.newline()
			} else {
				// A line end has no width, and stands on its line.
				s.add(tNewline, off, start)
				s.newline()
			}
			bol = !s.inside
			continue
		case c == '\\':
			if !s.continuation() {
				return
			}
			continue
		case c >= '0' && c <= '9', c == '.' && isDigit(s.peek(1)):
			s.number()
			s.add(tNumber, off, start)
			continue
		case c == '"' || c == '\'':
			s.str(off, start)
			continue
		case isNameByte(c):
			if s.name(off, start) {
				s.str(off, start)
			}
			continue
		}
		s.operator(off, start)
	}
	if s.inside {
		s.add(tEOF, s.pos, s.here())
		return
	}
	if len(s.open) > 0 {
		s.add(tCut, s.pos, s.here())
		return
	}
	// What is missing at the end is missing after the last line.
	end := Pos{1, 1}
	if s.line > 1 {
		end = Pos{s.line - 1, int32(s.look.count(s.source.line(s.line-1))) + 1}
	}
	for range s.indents[1:] {
		s.toks = append(s.toks, token{tDedent, 0, int32(s.pos), int32(s.pos), end, end})
	}
	s.toks = append(s.toks, token{tEOF, 0, int32(s.pos), int32(s.pos), end, end})
}

// str scans a string literal whose opening quote is at pos.
func (s *scanner) str(off int, start Pos) {
	q := s.src[s.pos]
	s.pos++
	if s.peek(0) != q || s.peek(1) != q {
		// Not triple; an empty string ends at once.
		for asked := s.pos; s.pos < len(s.src); {
			if s.pos-asked >= farAt {
				asked = s.look.far(asked, s.pos)
			}
			c := s.src[s.pos]
			switch {
			case c == q:
				s.pos++
				s.add(tString, off, start)
				return
			case c == '\n':
				s.failAt("SyntaxError", Span{start, start}, "unterminated string literal (detected at line %d)", s.line)
			case c == '\\':
				s.pos++
				if s.pos < len(s.src) && s.src[s.pos] == '\n' {
					s.newline()
					continue
				}
				if s.pos < len(s.src) && s.src[s.pos] < utf8.RuneSelf {
					s.pos++
				}
				continue
			case c >= 0x80 && c < 0xc0:
				s.wide++
			}
			s.pos++
		}
		s.failAt("SyntaxError", Span{start, start}, "unterminated string literal (detected at line %d)", s.lastLine())
	}
	s.pos += 2
	for asked := s.pos; s.pos < len(s.src); {
		if s.pos-asked >= farAt {
			asked = s.look.far(asked, s.pos)
		}
		switch c := s.src[s.pos]; {
		case c == q && s.peek(1) == q && s.peek(2) == q:
			s.pos += 3
			s.add(tString, off, start)
			return
		case c == '\n':
			s.newline()
			continue
		case c == '\\' && s.peek(1) == '\\', c == '\\' && s.peek(1) == q:
			s.pos++
		case c >= 0x80 && c < 0xc0:
			s.wide++
		}
		s.pos++
	}
	e := &Error{
		Kind: "SyntaxError", Msg: fmt.Sprintf("unterminated triple-quoted string literal (detected at line %d)", s.lastLine()),
		Filename: s.source.Name, Span: Span{start, start}, Text: s.source.line(start.Line), Incomplete: true, lexical: true,
	}
	panic(e)
}

func (s *scanner) lastLine() int { return len(s.source.Lines) }

// operator scans what is neither name, number nor string.
func (s *scanner) operator(off int, start Pos) {
	c, c1, c2 := s.src[s.pos], s.peek(1), s.peek(2)
	kind, n := tStray, 1
	switch c {
	case '(', '[', '{':
		if len(s.open) >= maxBrackets {
			s.pos++
			s.fail("too many nested parentheses")
		}
		s.open = append(s.open, bracket{c, start})
		switch c {
		case '(':
			kind = tLparen
		case '[':
			kind = tLbrack
		default:
			kind = tLbrace
		}
	case ')', ']', '}':
		s.close(c)
		switch c {
		case ')':
			kind = tRparen
		case ']':
			kind = tRbrack
		default:
			kind = tRbrace
		}
	case ':':
		kind = tColon
		if c1 == '=' {
			kind, n = tWalrus, 2
		}
	case ',':
		kind = tComma
	case ';':
		kind = tSemi
	case '.':
		kind = tDot
		if c1 == '.' && c2 == '.' {
			kind, n = tEllipsis, 3
		}
	case '=':
		kind = tAssign
		if c1 == '=' {
			kind, n = tEq, 2
		}
	case '!':
		if c1 == '=' {
			kind, n = tNotEq, 2
		}
	case '~':
		kind = tTilde
	case '+':
		kind, n = withEq(tPlus, 1, c1)
	case '-':
		kind, n = withEq(tMinus, 1, c1)
		if c1 == '>' {
			kind, n = tArrow, 2
		}
	case '*':
		kind, n = withEq(tStar, 1, c1)
		if c1 == '*' {
			kind, n = withEq(tPower, 2, c2)
		}
	case '/':
		kind, n = withEq(tSlash, 1, c1)
		if c1 == '/' {
			kind, n = withEq(tSlash2, 2, c2)
		}
	case '%':
		kind, n = withEq(tPercent, 1, c1)
	case '@':
		kind, n = withEq(tAt, 1, c1)
	case '|':
		kind, n = withEq(tBar, 1, c1)
	case '^':
		kind, n = withEq(tCaret, 1, c1)
	case '&':
		kind, n = withEq(tAmp, 1, c1)
	case '<':
		kind = tLt
		switch c1 {
		case '=':
			kind, n = tLtE, 2
		case '>':
			kind, n = tLtGt, 2
		case '<':
			kind, n = withEq(tLshift, 2, c2)
		}
	case '>':
		kind = tGt
		switch c1 {
		case '=':
			kind, n = tGtE, 2
		case '>':
			kind, n = withEq(tRshift, 2, c2)
		}
	default:
		if c < ' ' || c == 0x7f {
			s.pos++
			s.fail("invalid non-printable character U+%04X", c)
		}
	}
	s.pos += n
	s.add(kind, off, start)
}

// withEq returns an operator of n bytes, or its augmented assignment if next is
// an equals sign.
func withEq(op tok, n int, next byte) (tok, int) {
	if next == '=' {
		return op + (tPlusEq - tPlus), n + 1
	}
	return op, n
}

func (s *scanner) close(c byte) {
	s.pos++
	if len(s.open) == 0 {
		s.fail("unmatched '%c'", c)
	}
	top := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	if !(top.char == '(' && c == ')' || top.char == '[' && c == ']' || top.char == '{' && c == '}') {
		if top.pos.Line != s.line {
			s.fail("closing parenthesis '%c' does not match opening parenthesis '%c' on line %d", c, top.char, top.pos.Line)
		}
		s.fail("closing parenthesis '%c' does not match opening parenthesis '%c'", c, top.char)
	}
	s.pos--
}
