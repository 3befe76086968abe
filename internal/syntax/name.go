package syntax

import (
	"unicode"
	"unicode/utf8"
)

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
	ascii, asked := true, s.pos
	for s.pos < len(s.src) && isNameByte2(s.src[s.pos]) {
		if s.src[s.pos] >= utf8.RuneSelf {
			ascii = false
		}
		s.pos++
		asked = s.look.far(asked, s.pos)
	}
	text := s.src[off:s.pos]
	if ascii {
		s.add(keyword(text), off, start)
		return false
	}
	asked = 0
	for i, c := range text {
		asked = s.look.far(asked, i)
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
