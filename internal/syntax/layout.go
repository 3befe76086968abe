package syntax

import "strings"

// An indent is a level of indentation measured twice: with tabs to multiples of
// 8, and with tabs as one column. Where the two disagree about an order, the
// text mixes tabs and spaces.
type indent struct{ col, alt int }

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
	s.wide += len(text) - s.look.count(text)
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
			end := Pos{s.line, int32(s.look.count(s.source.line(s.line))) + 1}
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
