package regex

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// maxNesting bounds how deep groups may lie in each other; CPython's recursion limit
// sets a similar bound.
const maxNesting = 300

type parser struct {
	src    []rune
	bytes  bool
	pos    int
	flags  Flags // the pattern's
	names  map[string]int
	order  []string
	widths []width // of groups, that of an open one is unknown
	behind int     // groups when the outermost lookbehind began, or -1
	refs   []condRef
	poll   func() error
	steps  int
	parsed bool // all of it: no group's width is unknown any more
}

// parseSteps is how many characters or nodes are handled before poll is asked: less than a millisecond.
const parseSteps = 1 << 11

// step counts a step of what goes through a whole pattern. An error ends it.
func (p *parser) step() error {
	if p.steps++; p.steps%parseSteps != 0 || p.poll == nil {
		return nil
	}
	return p.poll()
}

func parse(src string, flags Flags, isBytes bool, poll func() error) (*parser, *node, error) {
	p := &parser{bytes: isBytes, flags: flags, names: map[string]int{}, widths: []width{{}}, behind: -1, poll: poll}
	if err := p.decode(src); err != nil {
		return nil, nil, err
	}
	n, err := p.parseAll(flags)
	if loneBackslash(p.src) {
		// It is an error wherever it is met, which is one character ahead.
		if _, ok := err.(*Error); err == nil || ok && p.pos >= len(p.src)-1 {
			return nil, nil, errorAt(len(p.src)-1, "bad escape (end of pattern)")
		}
	}
	return p, n, err
}

// loneBackslash reports whether the last character is a backslash that escapes nothing.
func loneBackslash(src []rune) bool {
	n := 0
	for n < len(src) && src[len(src)-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

func (p *parser) decode(src string) error {
	p.src = make([]rune, 0, len(src))
	for i := 0; i < len(src); {
		r, size := rune(src[i]), 1
		if !p.bytes {
			r, size = text.DecodeRune(src[i:])
		}
		p.src = append(p.src, r)
		i += size
		if err := p.step(); err != nil {
			return err
		}
	}
	return nil
}

func encode(rs []rune) string {
	b := make([]byte, 0, len(rs))
	for _, r := range rs {
		b = text.AppendRune(b, r)
	}
	return string(b)
}

func (p *parser) parseAll(flags Flags) (*node, error) {
	if !p.bytes && flags&typeFlags == 0 {
		p.flags |= Unicode
	}
	n, err := p.alternatives(p.flags, flags&Verbose != 0, 0)
	if err != nil {
		return nil, err
	}
	p.flags, err = fixFlags(p.flags, p.bytes)
	if err != nil {
		return nil, err
	}
	if p.pos < len(p.src) {
		return nil, p.error(0, "unbalanced parenthesis")
	}
	for _, ref := range p.refs {
		if ref.group >= len(p.widths) {
			return nil, errorAt(ref.pos, "invalid group reference %d", ref.group)
		}
	}
	return n, nil
}

// error is a mistake that begins back characters before the current position.
func (p *parser) error(back int, format string, args ...any) *Error {
	e := errorAt(p.pos-back, format, args...)
	if p.bytes {
		e.Msg = asciiOnly(e.Msg)
	}
	return e
}

func asciiOnly(s string) string {
	if text.IsASCII(s) {
		return s
	}
	out, err := text.Encode(s, "ascii", "backslashreplace")
	if err != nil {
		return s
	}
	return out
}

func (p *parser) more() bool { return p.pos < len(p.src) }

// next reports whether r comes next. An escaped r is not r.
func (p *parser) next(r rune) bool { return p.pos < len(p.src) && p.src[p.pos] == r }

func (p *parser) accept(r rune) bool {
	if p.next(r) {
		p.pos++
		return true
	}
	return false
}

// take returns the next character, or the escape that begins there, as text.
func (p *parser) take() (string, bool) {
	if !p.more() {
		return "", false
	}
	n := 1
	if p.src[p.pos] == '\\' && p.pos+1 < len(p.src) {
		n = 2
	}
	s := encode(p.src[p.pos : p.pos+n])
	p.pos += n
	return s, true
}

// until reads a name that ends with a character.
func (p *parser) until(end rune, what string) (string, error) {
	start := p.pos
	for {
		if !p.more() {
			if p.pos == start {
				return "", p.error(0, "missing %s", what)
			}
			return "", p.error(p.pos-start, "missing %c, unterminated name", end)
		}
		if p.src[p.pos] == '\\' && p.pos+1 < len(p.src) {
			p.pos += 2
			continue
		}
		if p.src[p.pos] == end {
			name := encode(p.src[start:p.pos])
			p.pos++
			if name == "" {
				return "", p.error(1, "missing %s", what)
			}
			return name, nil
		}
		p.pos++
	}
}

func (p *parser) alternatives(flags Flags, verbose bool, depth int) (*node, error) {
	if depth > maxNesting {
		return nil, exception.New(exception.RecursionError, "maximum recursion depth exceeded")
	}
	alt := &node{kind: kindAlt}
	for {
		n, err := p.sequence(&flags, &verbose, depth, depth == 0 && len(alt.kids) == 0)
		if err != nil {
			return nil, err
		}
		alt.kids = append(alt.kids, n)
		if !p.accept('|') {
			break
		}
	}
	if len(alt.kids) == 1 {
		return alt.kids[0], nil
	}
	return alt, nil
}

func isVerboseSpace(r rune) bool { return r == ' ' || '\t' <= r && r <= '\r' }

// sequence parses up to | or ) or the end. Flags for the whole pattern, which may
// stand only at its start, change those that it is given.
func (p *parser) sequence(flags *Flags, verbose *bool, depth int, first bool) (*node, error) {
	seq := &node{kind: kindCat}
	for p.more() {
		if err := p.step(); err != nil {
			return nil, err
		}
		r := p.src[p.pos]
		if r == '|' || r == ')' {
			break
		}
		if *verbose {
			if isVerboseSpace(r) {
				p.pos++
				continue
			}
			if r == '#' {
				for p.more() {
					if err := p.step(); err != nil {
						return nil, err
					}
					this, _ := p.take()
					if this == "\n" {
						break
					}
				}
				continue
			}
		}
		var n *node
		var err error
		switch r {
		case '\\':
			n, err = p.escape(*flags)
		case '[':
			n, err = p.set(*flags)
		case '*', '+', '?', '{':
			err = p.repeat(seq, *flags)
		case '.':
			p.pos++
			if *flags&DotAll != 0 {
				n = &node{kind: kindSet, set: newSet(nil, nil, true, false, false)}
			} else {
				n = &node{kind: kindSet, set: newSet([]span{{'\n', '\n'}}, nil, true, false, false)}
			}
		case '^':
			p.pos++
			n = &node{kind: kindAt, at: atStart}
			if *flags&MultiLine != 0 {
				n.at = atLineStart
			}
		case '$':
			p.pos++
			n = &node{kind: kindAt, at: atEndOrNewline}
			if *flags&MultiLine != 0 {
				n.at = atLineEnd
			}
		case '(':
			n, err = p.group(flags, verbose, depth, first && len(seq.kids) == 0)
		default:
			p.pos++
			n = p.literal(r, *flags)
		}
		if err != nil {
			return nil, err
		}
		if n != nil {
			seq.kids = append(seq.kids, n)
		}
	}
	return seq, nil
}

func (p *parser) literal(r rune, flags Flags) *node {
	n := &node{kind: kindSet, r: r, literal: true}
	if flags&IgnoreCase != 0 {
		if others := folds(r, p.narrow(flags)); len(others) > 1 {
			spans := make([]span, len(others))
			for i, o := range others {
				spans[i] = span{o, o}
			}
			n.literal = false
			n.set = newSet(spans, nil, false, false, false)
			return n
		}
	}
	return n
}

// narrow reports whether only ASCII letters have case, and only ASCII characters are
// in \w, \d and \s.
func (p *parser) narrow(flags Flags) bool { return p.bytes || flags&ASCII != 0 }

func (p *parser) number() (n int, digits bool) {
	for p.more() && '0' <= p.src[p.pos] && p.src[p.pos] <= '9' {
		n = min(n*10+int(p.src[p.pos]-'0'), unlimited)
		p.pos++
		digits = true
	}
	return n, digits
}

func (p *parser) repeat(seq *node, flags Flags) error {
	start := p.pos
	r := p.src[p.pos]
	p.pos++
	here := p.pos
	lo, hi := 0, unlimited
	switch r {
	case '?':
		hi = 1
	case '+':
		lo = 1
	case '{':
		literal := func() error {
			p.pos = here
			seq.kids = append(seq.kids, p.literal('{', flags))
			return nil
		}
		if p.next('}') {
			return literal()
		}
		n, given := p.number()
		m, hasMax := n, given
		if p.accept(',') {
			m, hasMax = p.number()
		}
		if !p.accept('}') {
			return literal()
		}
		tooLarge := exception.New(exception.OverflowError, "the repetition number is too large")
		if given {
			if n >= unlimited {
				return tooLarge
			}
			lo = n
		}
		if hasMax {
			if m >= unlimited {
				return tooLarge
			}
			if hi = m; hi < lo {
				return p.error(p.pos-here, "min repeat greater than max repeat")
			}
		}
	}
	if len(seq.kids) == 0 || seq.kids[len(seq.kids)-1].kind == kindAt {
		return errorAt(start, "nothing to repeat")
	}
	last := seq.kids[len(seq.kids)-1]
	if last.kind == kindRepeat {
		return errorAt(start, "multiple repeat")
	}
	n := &node{kind: kindRepeat, kids: []*node{last}, min: lo, max: hi}
	if p.accept('?') {
		n.greed = lazy
	} else if p.accept('+') {
		n.greed = possessive
	}
	seq.kids[len(seq.kids)-1] = n
	return nil
}
