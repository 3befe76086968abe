package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A stringLit is the value of adjacent string literals, kept by the second pass.
type stringLit struct {
	x   Expr
	end int
}

// strings reads one or more adjacent string literals.
func (p *parser) strings() Expr {
	start := p.pos
	if lit, ok := p.strs[start]; ok {
		for p.pos < lit.end {
			p.next()
		}
		return lit.x
	}
	for p.got(tString) {
	}
	x := p.join(start)
	if p.memo != nil {
		p.strs[start] = stringLit{x, p.pos}
	}
	return x
}

// join makes the expression of the string tokens from start up to the next
// token.
func (p *parser) join(start int) Expr {
	span := p.span(start)
	toks := p.toks[start:p.pos]
	first := p.prefix(toks[0])
	if len(toks) == 1 && !first.format {
		text := p.src[first.body:first.end]
		if first.bytes {
			return &Bytes{span, p.bytes(toks[0], first, text)}
		}
		return &Str{span, p.unescape(first, text)}
	}
	if first.bytes {
		all := &joiner{look: p.look}
		for _, t := range toks {
			l := p.prefix(t)
			if !l.bytes {
				p.mixed(t, l)
			}
			all.write(p.bytes(t, l, p.src[l.body:l.end]))
		}
		return &Bytes{span, all.take()}
	}
	j := &joiner{span: span, look: p.look}
	for _, t := range toks {
		l := p.prefix(t)
		if l.bytes {
			p.mixed(t, l)
		}
		if l.format {
			j.format = true
			f := p.field(t, l)
			f.parse(j, 0)
		} else {
			j.write(p.unescape(l, p.src[l.body:l.end]))
		}
	}
	if !j.format {
		return &Str{span, j.take()}
	}
	return j.finish()
}

// mixed reports a literal that is bytes beside text or the other way round, but first what is wrong within it.
func (p *parser) mixed(t token, l literal) {
	switch text := p.src[l.body:l.end]; {
	case l.bytes:
		p.bytes(t, l, text)
	case !l.format:
		p.unescape(l, text)
	}
	p.raiseHere("cannot mix bytes and nonbytes literals")
}

// A literal is what the prefix of a string literal says, and where its body
// stands in the source.
type literal struct {
	raw, bytes, format bool
	body, end          int
}

func (p *parser) prefix(t token) literal {
	var l literal
	i := int(t.off)
	for ; ; i++ {
		switch p.src[i] {
		case 'r', 'R':
			l.raw = true
		case 'b', 'B':
			l.bytes = true
		case 'f', 'F':
			l.format = true
		case 'u', 'U':
		default:
			n := 1
			if int(t.end)-i >= 6 && p.src[i+1] == p.src[i] && p.src[i+2] == p.src[i] {
				n = 3
			}
			l.body, l.end = i+n, int(t.end)-n
			return l
		}
	}
}

// unescape returns the value of the body of a string literal, or of a part of one.
func (p *parser) unescape(l literal, text string) string {
	if l.raw || strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	at := 0 // as the codec in CPython counts: 10 for a character outside ASCII
	for i, asked := 0, 0; i < len(text); {
		asked = p.look.far(asked, i)
		c := text[i]
		if c != '\\' {
			if c < utf8.RuneSelf {
				b.WriteByte(c)
				at++
				i++
				continue
			}
			_, n := utf8.DecodeRuneInString(text[i:])
			b.WriteString(text[i : i+n])
			at += 10
			i += n
			continue
		}
		begin := at
		bad := func(n int, problem string) {
			p.raiseHere("(unicode error) 'unicodeescape' codec can't decode bytes in position %d-%d: %s", begin, begin+n-1, problem)
		}
		i++
		if i >= len(text) {
			// Only before a field of an f-string.
			b.WriteByte('\\')
			break
		}
		c = text[i]
		if s, ok := simpleEscape(c); ok {
			b.WriteString(s)
			i++
			at += 2
			continue
		}
		if c >= '0' && c <= '7' {
			n, v := octal(text[i:])
			writeRune(&b, rune(v))
			i += n
			at += 1 + n
			continue
		}
		size := 0
		switch c {
		case 'x':
			size = 2
		case 'u':
			size = 4
		case 'U':
			size = 8
		case 'N':
			end := strings.IndexByte(text[i:], '}')
			if i+1 >= len(text) || text[i+1] != '{' || end < 3 {
				n := 2
				if i+1 < len(text) && text[i+1] == '{' {
					if n = end + 2; end < 0 {
						n = len(text) - i + 1
					}
				}
				bad(n, "malformed \\N character escape")
			}
			p.raiseHere("\\N{...} escapes are not supported: write \\N{%s} as \\u or \\U with its number", text[i+2:i+end])
		default:
			// Not an escape: the backslash stays.
			b.WriteByte('\\')
			at++
			if c >= utf8.RuneSelf {
				at += 5
			}
			continue
		}
		n, v := hexDigits(text[i+1:], size)
		if n < size {
			bad(2+n, fmt.Sprintf("truncated \\%s escape", map[int]string{2: "xXX", 4: "uXXXX", 8: "UXXXXXXXX"}[size]))
		}
		if v > utf8.MaxRune {
			bad(2+n, "illegal Unicode character")
		}
		writeRune(&b, rune(v))
		i += 1 + n
		at += 2 + n
	}
	return b.String()
}

// writeRune writes UTF-8, and a surrogate in the same three-byte form.
func writeRune(b *strings.Builder, r rune) {
	if r >= 0xd800 && r < 0xe000 {
		b.WriteByte(0xe0 | byte(r>>12))
		b.WriteByte(0x80 | byte(r>>6)&0x3f)
		b.WriteByte(0x80 | byte(r)&0x3f)
		return
	}
	b.WriteRune(r)
}

func simpleEscape(c byte) (string, bool) {
	switch c {
	case '\n':
		return "", true
	case '\\', '\'', '"':
		return string(c), true
	case 'a':
		return "\a", true
	case 'b':
		return "\b", true
	case 'f':
		return "\f", true
	case 'n':
		return "\n", true
	case 'r':
		return "\r", true
	case 't':
		return "\t", true
	case 'v':
		return "\v", true
	}
	return "", false
}

// octal reads up to three octal digits.
func octal(s string) (n, v int) {
	for n < 3 && n < len(s) && s[n] >= '0' && s[n] <= '7' {
		v = v<<3 | int(s[n]-'0')
		n++
	}
	return n, v
}

// hexDigits reads up to max hexadecimal digits.
func hexDigits(s string, max int) (n int, v uint32) {
	for n < max && n < len(s) {
		c := s[n]
		switch {
		case isDigit(c):
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return n, v
		}
		v = v<<4 | uint32(c)
		n++
	}
	return n, v
}

// bytes returns the value of a bytes literal. In Starlark characters outside
// ASCII, and \u and \U, stand for their UTF-8.
func (p *parser) bytes(t token, l literal, text string) string {
	if p.dialect != Starlark {
		for i, asked := 0, 0; i < len(text); i++ {
			asked = p.look.far(asked, i)
			if text[i] >= utf8.RuneSelf {
				p.raise(Span{t.start, t.stop}, "bytes can only contain ASCII literal characters")
			}
		}
	}
	if l.raw || strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for i, asked := 0, 0; i < len(text); {
		asked = p.look.far(asked, i)
		c := text[i]
		if c != '\\' {
			b.WriteByte(c)
			i++
			continue
		}
		i++
		c = text[i]
		if s, ok := simpleEscape(c); ok {
			b.WriteString(s)
			i++
			continue
		}
		switch {
		case c >= '0' && c <= '7':
			n, v := octal(text[i:])
			b.WriteByte(byte(v))
			i += n
		case c == 'x':
			n, v := hexDigits(text[i+1:], 2)
			if n < 2 {
				p.raiseHere("(value error) invalid \\x escape at position %d", i-1)
			}
			b.WriteByte(byte(v))
			i += 3
		case p.dialect == Starlark && (c == 'u' || c == 'U'):
			size := 4
			if c == 'U' {
				size = 8
			}
			n, v := hexDigits(text[i+1:], size)
			if n < size || v > utf8.MaxRune || v >= 0xd800 && v < 0xe000 {
				p.raiseHere("invalid \\%c escape at position %d", c, i-1)
			}
			b.WriteRune(rune(v))
			i += 1 + n
		default:
			b.WriteByte('\\')
		}
	}
	return b.String()
}
