package syntax

import (
	"fmt"
	"strings"
	"unicode"
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

// An indent is a level of indentation measured twice: with tabs to multiples of
// 8, and with tabs as one column. Where the two disagree about an order, the
// text mixes tabs and spaces.
type indent struct{ col, alt int }

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
	s.pos++
	s.line++
	s.lineStart = s.pos
	s.wide = 0
	s.col0 = 0
}

// scan makes the tokens. It panics with an *Error.
func (s *scanner) scan() {
	if s.toks == nil {
		s.toks = make([]token, 0, len(s.src)/4+8)
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
			s.pos++
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
		end = Pos{s.line - 1, int32(utf8.RuneCountInString(s.source.line(s.line-1))) + 1}
	}
	for range s.indents[1:] {
		s.toks = append(s.toks, token{tDedent, 0, int32(s.pos), int32(s.pos), end, end})
	}
	s.toks = append(s.toks, token{tEOF, 0, int32(s.pos), int32(s.pos), end, end})
}

// blank says whether the line so far has no token.
func (s *scanner) blank() bool {
	if len(s.toks) == 0 {
		return true
	}
	k := s.toks[len(s.toks)-1].kind
	return k == tNewline || k == tIndent || k == tDedent
}

func (s *scanner) comment() {
	end := strings.IndexByte(s.src[s.pos:], '\n')
	if end < 0 {
		end = len(s.src) - s.pos
	}
	text := s.src[s.pos : s.pos+end]
	s.wide += len(text) - utf8.RuneCountInString(text)
	s.pos += end
}

// continuation steps over a backslash and the line end after it. It returns
// false if the text ends there.
func (s *scanner) continuation() bool {
	s.pos++
	if s.peek(0) != '\n' {
		s.pos = min(s.pos+1, len(s.src))
		at := s.here()
		at.Col--
		s.failAt("SyntaxError", Span{Start: at}, continuationError)
	}
	at := s.here()
	s.newline()
	if s.pos >= len(s.src) {
		s.toks = append(s.toks, token{kind: tCut, level: uint8(len(s.open)), off: int32(s.pos), end: int32(s.pos), start: at, stop: at})
		return false
	}
	return true
}

const continuationError = "unexpected character after line continuation character"

// indentation measures the white space at the start of a line and adds the
// tokens that follow from it.
func (s *scanner) indentation() {
	var in, kept indent
	start := s.here()
	joined := false
loop:
	for s.pos < len(s.src) {
		switch s.src[s.pos] {
		case ' ':
			in.col++
			in.alt++
		case '\t':
			in.col = (in.col/8 + 1) * 8
			in.alt++
		case '\f':
			in = indent{}
		case '\\':
			// The indentation is that before the first backslash.
			if s.peek(1) != '\n' || s.pos+2 >= len(s.src) {
				return // an error, found again by the caller
			}
			if !joined {
				kept, joined = in, true
			}
			s.pos++
			s.newline()
			continue
		default:
			break loop
		}
		s.pos++
	}
	if joined && kept.col > 0 {
		in = kept
	}
	if s.pos >= len(s.src) || s.src[s.pos] == '\n' || s.src[s.pos] == '#' {
		return
	}
	top := s.indents[len(s.indents)-1]
	switch {
	case in.col == top.col:
		if in.alt != top.alt {
			s.tabError()
		}
	case in.col > top.col:
		if len(s.indents) >= maxIndents {
			at := s.here()
			s.failAt("IndentationError", Span{Start: at}, "too many levels of indentation")
		}
		if in.alt <= top.alt {
			s.tabError()
		}
		s.indents = append(s.indents, in)
		s.toks = append(s.toks, token{tIndent, 0, int32(s.lineStart), int32(s.pos), start, s.here()})
	default:
		n := len(s.indents)
		for n > 1 && in.col < s.indents[n-1].col {
			n--
		}
		top = s.indents[n-1]
		if in.col != top.col {
			end := Pos{s.line, int32(utf8.RuneCountInString(s.source.line(s.line))) + 1}
			s.failAt("IndentationError", Span{Start: end}, "unindent does not match any outer indentation level")
		}
		if in.alt != top.alt {
			s.tabError()
		}
		for range s.indents[n:] {
			s.add(tDedent, s.pos, s.here())
		}
		s.indents = s.indents[:n]
	}
}

func (s *scanner) tabError() {
	s.failAt("TabError", Span{Start: Pos{s.line, 1}}, "inconsistent use of tabs and spaces in indentation")
}

// name scans an identifier. It returns true, with pos at the quote, if what it
// found is the prefix of a string.
func (s *scanner) name(off int, start Pos) bool {
	var b, u, r, f bool
prefix:
	for i := off; ; i++ {
		var c byte
		if i < len(s.src) {
			c = s.src[i]
		}
		switch {
		case (c == 'b' || c == 'B') && !b && !u && !f:
			b = true
		case (c == 'u' || c == 'U') && !b && !u && !r && !f:
			u = true
		case (c == 'r' || c == 'R') && !r && !u:
			r = true
		case (c == 'f' || c == 'F') && !f && !b && !u:
			f = true
		case c == '"' || c == '\'':
			s.pos = i
			return true
		default:
			break prefix
		}
	}
	ascii := true
	for s.pos < len(s.src) && isNameByte2(s.src[s.pos]) {
		if s.src[s.pos] >= utf8.RuneSelf {
			ascii = false
		}
		s.pos++
	}
	text := s.src[off:s.pos]
	if ascii {
		s.add(keyword(text), off, start)
		return false
	}
	for i, c := range text {
		if i == 0 && isIDStart(c) || i > 0 && isIDContinue(c) {
			continue
		}
		s.pos = off + i + utf8.RuneLen(c)
		s.wide += len(text[:i]) - utf8.RuneCountInString(text[:i]) + utf8.RuneLen(c) - 1
		s.invalidChar(c)
	}
	s.wide += len(text) - utf8.RuneCountInString(text)
	s.add(tName, off, start)
	return false
}

func (s *scanner) invalidChar(c rune) {
	if unicode.IsPrint(c) {
		s.fail("invalid character '%c' (U+%04X)", c, c)
	}
	s.fail("invalid non-printable character U+%04X", c)
}

// str scans a string literal whose opening quote is at pos.
func (s *scanner) str(off int, start Pos) {
	q := s.src[s.pos]
	s.pos++
	if s.peek(0) != q || s.peek(1) != q {
		// Not triple; an empty string ends at once.
		for s.pos < len(s.src) {
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
	for s.pos < len(s.src) {
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

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= utf8.RuneSelf
}

func isNameByte2(c byte) bool { return isNameByte(c) || isDigit(c) }

func isIDStart(c rune) bool {
	if c < utf8.RuneSelf {
		return isNameByte(byte(c))
	}
	return unicode.IsLetter(c) || unicode.In(c, unicode.Nl, unicode.Other_ID_Start)
}

func isIDContinue(c rune) bool {
	if c < utf8.RuneSelf {
		return isNameByte2(byte(c))
	}
	return isIDStart(c) || unicode.In(c, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)
}
