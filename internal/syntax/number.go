package syntax

import (
	"math/big"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"
)

// number scans a numeric literal.
func (s *scanner) number() {
	start := s.here()
	if s.src[s.pos] == '0' {
		s.pos++
		switch c := s.peek(0); c {
		case 'x', 'X':
			s.radix("hexadecimal", func(c byte) bool {
				return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
			})
			return
		case 'o', 'O':
			s.radix("octal", func(c byte) bool { return c >= '0' && c <= '7' })
			return
		case 'b', 'B':
			s.radix("binary", func(c byte) bool { return c == '0' || c == '1' })
			return
		}
		for {
			if s.peek(0) == '_' {
				s.pos++
				if !isDigit(s.peek(0)) {
					s.fail("invalid decimal literal")
				}
			}
			if s.peek(0) != '0' {
				break
			}
			s.pos++
		}
		zeros := s.here()
		nonzero := isDigit(s.peek(0))
		if nonzero {
			s.digits()
		}
		if c := s.peek(0) | 0x20; nonzero && s.peek(0) != '.' && c != 'e' && c != 'j' {
			s.failAt("SyntaxError", Span{start, Pos{zeros.Line, zeros.Col}},
				"leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers")
		}
		s.fraction()
		return
	}
	if s.src[s.pos] != '.' {
		s.digits()
	}
	s.fraction()
}

// radix scans the digits after the "x", "o" or "b" at pos.
func (s *scanner) radix(name string, is func(byte) bool) {
	s.pos++
	for {
		if s.peek(0) == '_' {
			s.pos++
		}
		if c := s.peek(0); !is(c) {
			if isDigit(c) {
				s.pos++
				s.fail("invalid digit '%c' in %s literal", c, name)
			}
			s.fail("invalid %s literal", name)
		}
		for is(s.peek(0)) {
			s.pos++
		}
		if s.peek(0) != '_' {
			break
		}
	}
	if c := s.peek(0); isDigit(c) {
		s.pos++
		s.fail("invalid digit '%c' in %s literal", c, name)
	}
	s.endNumber(name)
}

// digits scans decimal digits with single underscores between them.
func (s *scanner) digits() {
	for {
		for isDigit(s.peek(0)) {
			s.pos++
		}
		if s.peek(0) != '_' {
			return
		}
		s.pos++
		if !isDigit(s.peek(0)) {
			s.fail("invalid decimal literal")
		}
	}
}

// fraction scans what may follow the integer part of a decimal literal.
func (s *scanner) fraction() {
	if s.peek(0) == '.' {
		s.pos++
		if isDigit(s.peek(0)) {
			s.digits()
		}
	}
	if c := s.peek(0); c == 'e' || c == 'E' {
		switch c1 := s.peek(1); {
		case c1 == '+' || c1 == '-':
			s.pos += 2
			if !isDigit(s.peek(0)) {
				s.fail("invalid decimal literal")
			}
			s.digits()
		case isDigit(c1):
			s.pos++
			s.digits()
		default:
			// "1else" is a number and a keyword.
			s.endNumber("decimal")
			return
		}
	}
	if c := s.peek(0); c == 'j' || c == 'J' {
		s.pos++
		s.endNumber("imaginary")
		return
	}
	s.endNumber("decimal")
}

// endNumber checks that no identifier sticks to a number, other than one of the
// keywords that CPython still lets follow directly.
func (s *scanner) endNumber(name string) {
	c := s.peek(0)
	rest := s.src[s.pos:]
	for _, k := range [...]string{"and", "else", "for", "if", "in", "is", "or", "not"} {
		if c == k[0] && strings.HasPrefix(rest, k) {
			return
		}
	}
	if isNameByte2(c) && c < utf8.RuneSelf {
		s.fail("invalid %s literal", name)
	}
}

// maxDigits is how many digits a decimal literal may have if nobody has set another limit, as in CPython: reading
// it takes quadratic time.
const maxDigits = 4300

// number makes the expression of a numeric literal.
func (p *parser) number(text string, span Span) Expr {
	t := strings.ReplaceAll(text, "_", "")
	switch last := t[len(t)-1]; {
	case len(t) > 1 && t[0] == '0' && strings.IndexByte("xXoObB", t[1]) >= 0:
	case last == 'j' || last == 'J':
		f, _ := strconv.ParseFloat(t[:len(t)-1], 64)
		return &Imag{span, f}
	case strings.ContainsAny(t, ".eE"):
		f, _ := strconv.ParseFloat(t, 64)
		return &Float{span, f}
	default:
		if len(t) > 18 {
			break
		}
		n, _ := strconv.ParseInt(t, 10, 64)
		return &Int{Span: span, Value: n}
	}
	if n, err := strconv.ParseInt(t, 0, 64); err == nil {
		return &Int{Span: span, Value: n}
	}
	if p.digits > 0 && len(t) > p.digits && isDigit(t[1]) {
		p.raise(Span{span.Start, span.Start}, "Exceeds the limit (%d digits) for integer string conversion: value has %d digits; "+
			"use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.",
			p.digits, len(t))
	}
	base := 10
	if !isDigit(t[1]) {
		base = map[byte]int{'x': 16, 'o': 8, 'b': 2}[t[1]|0x20]
		t = t[2:]
	}
	n := p.bigLiteral(t, base)
	if n.IsInt64() {
		return &Int{Span: span, Value: n.Int64()}
	}
	return &Int{Span: span, Big: n}
}

const (
	// literalLeaf is how many digits package big reads at once: the time it takes grows with their square.
	literalLeaf = 1 << 13
	// binaryLeaf is literalLeaf where putting two halves together is but a shift.
	binaryLeaf = 1 << 10
)

// bigLiteral returns the number that digits write.
func (p *parser) bigLiteral(digits string, base int) *big.Int {
	leaf := literalLeaf
	if base != 10 {
		leaf = binaryLeaf
	}
	if len(digits) <= leaf {
		p.look.step()
		n, _ := new(big.Int).SetString(digits, base)
		return n
	}
	half := len(digits) / 2
	high, low := p.bigLiteral(digits[:half], base), p.bigLiteral(digits[half:], base)
	if base != 10 {
		bitsEach := bits.TrailingZeros(uint(base))
		return high.Or(high.Lsh(high, uint(bitsEach*(len(digits)-half))), low)
	}
	n := new(big.Int).Exp(big.NewInt(int64(base)), big.NewInt(int64(len(digits)-half)), nil)
	return n.Add(n.Mul(n, high), low)
}
