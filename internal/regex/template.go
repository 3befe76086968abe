package regex

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// A Piece is a part of a template: text, or if Group is not -1 what that group matched.
type Piece struct {
	Text  string
	Group int
}

// ParseTemplate parses what sub puts in the place of a match. What is wrong with it is
// an *[Error], or for a group's unknown name an IndexError. Poll is as for [Compile].
func (prog *Program) ParseTemplate(src string, poll func() error) ([]Piece, error) {
	p := &parser{bytes: prog.Bytes, poll: poll}
	if err := p.decode(src); err != nil {
		return nil, err
	}
	var pieces []Piece
	var literal []byte
	put := func(r rune) {
		if p.bytes {
			literal = append(literal, byte(r))
		} else {
			literal = text.AppendRune(literal, r)
		}
	}
	group := func(n, back int) error {
		if n > prog.Groups {
			return p.error(back, "invalid group reference %d", n)
		}
		if len(literal) > 0 {
			pieces = append(pieces, Piece{string(literal), -1})
			literal = nil
		}
		pieces = append(pieces, Piece{Group: n})
		return nil
	}
	lone := loneBackslash(p.src)
	fail := func(err error) ([]Piece, error) {
		if _, ok := err.(*Error); ok && lone && p.pos >= len(p.src)-1 {
			err = errorAt(len(p.src)-1, "bad escape (end of pattern)")
		}
		return nil, err
	}
	for p.more() {
		if err := p.step(); err != nil {
			return nil, err
		}
		start := p.pos
		r := p.src[p.pos]
		p.pos++
		if r != '\\' {
			put(r)
			continue
		}
		if !p.more() {
			return fail(p.error(1, "bad escape (end of pattern)"))
		}
		c := p.src[p.pos]
		p.pos++
		switch {
		case c == 'g':
			n, back, err := p.templateName(prog)
			if err == nil {
				err = group(n, back)
			}
			if err != nil {
				return fail(err)
			}
		case c == '0':
			v := 0
			for i := 0; i < 2 && p.more() && isOctal(p.src[p.pos]); i++ {
				v = v*8 + int(p.src[p.pos]-'0')
				p.pos++
			}
			put(rune(v & 0xFF))
		case isDigit(c):
			n := int(c - '0')
			if p.more() && isDigit(p.src[p.pos]) {
				d := p.src[p.pos]
				n = n*10 + int(d-'0')
				p.pos++
				if isOctal(c) && isOctal(d) && p.more() && isOctal(p.src[p.pos]) {
					v := (c-'0')*64 + (d-'0')*8 + p.src[p.pos] - '0'
					p.pos++
					if v > 0o377 {
						return fail(errorAt(start, "octal escape value %s outside of range 0-0o377", encode(p.src[start:p.pos])))
					}
					put(v)
					continue
				}
			}
			if err := group(n, p.pos-start-1); err != nil {
				return fail(err)
			}
		default:
			if s, ok := simple[c]; ok {
				put(s)
			} else if 'a' <= c|0x20 && c|0x20 <= 'z' {
				return fail(p.error(2, "bad escape %s", encode(p.src[start:p.pos])))
			} else {
				put('\\')
				put(c)
			}
		}
	}
	if len(literal) > 0 {
		pieces = append(pieces, Piece{string(literal), -1})
	}
	return pieces, nil
}

// templateName parses the <name> of \g<name>; back is where a mistake would begin.
func (p *parser) templateName(prog *Program) (group, back int, err error) {
	if !p.accept('<') {
		return 0, 0, p.error(0, "missing <")
	}
	name, err := p.until('>', "group name")
	if err != nil {
		return 0, 0, err
	}
	back = text.Len(name) + 1
	if text.IsIdentifier(name) {
		group, ok := prog.Names[name]
		if !ok {
			return 0, 0, exception.New(exception.IndexError, "unknown group name %s", text.Repr(name))
		}
		return group, back, nil
	}
	group, ok := groupNumber(name)
	if !ok {
		return 0, 0, p.error(back, "bad character in group name %s", text.Repr(name))
	}
	if group >= maxGroups {
		return 0, 0, p.error(back, "invalid group reference %s", name)
	}
	return group, back, nil
}
