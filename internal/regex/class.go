package regex

import (
	"slices"
	"sort"
	"unicode"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// A span is the characters from lo to hi.
type span struct{ lo, hi rune }

// A category is what \d, \s and \w stand for, or the opposite.
type category struct {
	what     byte // 'd', 's', 'w'
	negative bool
	narrow   bool // ASCII only
}

func (c category) has(r rune) bool {
	in := false
	if c.narrow && r >= 0x80 {
		return c.negative
	}
	switch c.what {
	case 'd':
		in = text.IsDecimal(r)
	case 's':
		in = text.IsSpace(r) && !(c.narrow && r >= 0x1C && r <= 0x1F)
	case 'w':
		in = r == '_' || text.IsAlnum(r)
	}
	return in != c.negative
}

// A set is a set of characters. It is immutable.
type set struct {
	spans    []span
	cats     []category
	negative bool
	fold     bool // upper and lower case are the same
	narrow   bool // for fold: only ASCII letters have case

	low [256]bool // which of the first 256 are in it
}

// manySpans is how many spans a set may have before they are joined: each is looked at for each character.
const manySpans = 64

// joined returns the same characters in as few spans as possible.
func joined(spans []span) []span {
	if len(spans) <= manySpans {
		return spans
	}
	begin := make([]int32, unicode.MaxRune+2) // how many more spans begin than have ended before
	for _, s := range spans {
		begin[s.lo]++
		begin[s.hi+1]--
	}
	var out []span
	open := int32(0)
	for r, n := range begin {
		was := open
		open += n
		switch {
		case was == 0 && open > 0:
			out = append(out, span{rune(r), 0})
		case was > 0 && open == 0:
			out[len(out)-1].hi = rune(r - 1)
		}
	}
	return out
}

func newSet(spans []span, cats []category, negative, fold, narrow bool) *set {
	spans = joined(spans)
	s := &set{spans: spans, cats: cats, negative: negative, fold: fold, narrow: narrow}
	for r := range s.low {
		s.low[r] = s.compute(rune(r))
	}
	return s
}

func (s *set) has(r rune) bool {
	if r < 256 {
		return s.low[r]
	}
	return s.compute(r)
}

func (s *set) compute(r rune) bool {
	in := s.contains(r)
	if !in && s.fold {
		for _, o := range folds(r, s.narrow) {
			if o != r && s.inSpans(o) {
				in = true
				break
			}
		}
	}
	return in != s.negative
}

func (s *set) inSpans(r rune) bool {
	if len(s.spans) > manySpans { // then they are in order
		i := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].hi >= r })
		return i < len(s.spans) && s.spans[i].lo <= r
	}
	for _, sp := range s.spans {
		if sp.lo <= r && r <= sp.hi {
			return true
		}
	}
	return false
}

func (s *set) contains(r rune) bool {
	if s.inSpans(r) {
		return true
	}
	for _, c := range s.cats {
		if c.has(r) {
			return true
		}
	}
	return false
}

// unpaired are characters that IGNORECASE takes for the same and Unicode's simple folding
// does not.
var unpaired = [...][]rune{
	{'I', 'i', 0x130, 0x131}, {0x390, 0x1FD3}, {0x3B0, 0x1FE3}, {0xFB05, 0xFB06},
}

// folds returns r and the characters that differ from it in case only.
func folds(r rune, narrow bool) []rune {
	if narrow {
		if l := r | 0x20; 'a' <= l && l <= 'z' {
			return []rune{l, l - 0x20}
		}
		return []rune{r}
	}
	for _, same := range unpaired {
		if slices.Contains(same, r) {
			return same
		}
	}
	all := []rune{r}
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		all = append(all, f)
	}
	return all
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
func isOctal(r rune) bool { return '0' <= r && r <= '7' }
func isHex(r rune) bool   { return isDigit(r) || 'a' <= r|0x20 && r|0x20 <= 'f' }

// simple are the escapes of one character.
var simple = map[rune]rune{'a': 7, 'b': 8, 'f': 12, 'n': 10, 'r': 13, 't': 9, 'v': 11, '\\': '\\'}

func (p *parser) category(r rune, flags Flags) (category, bool) {
	switch r {
	case 'd', 's', 'w':
		return category{byte(r), false, p.narrow(flags)}, true
	case 'D', 'S', 'W':
		return category{byte(r | 0x20), true, p.narrow(flags)}, true
	}
	return category{}, false
}

// digits reads up to n digits.
func (p *parser) digits(n int, is func(rune) bool) (value, count int) {
	for ; count < n && p.more() && is(p.src[p.pos]); count++ {
		value = value*16 + hexValue(p.src[p.pos])
		p.pos++
	}
	return value, count
}

func hexValue(r rune) int {
	if isDigit(r) {
		return int(r - '0')
	}
	return int(r|0x20-'a') + 10
}

// numbered parses the escapes \x \u \U and \N, whose letter has been read.
func (p *parser) numbered(start int) (r rune, ok bool, err error) {
	size := map[rune]int{'x': 2, 'u': 4, 'U': 8}[p.src[start+1]]
	switch {
	case p.src[start+1] == 'N' && !p.bytes:
		return p.namedChar()
	case size == 0 || size > 2 && p.bytes:
		return 0, false, nil
	}
	value, n := p.digits(size, isHex)
	if n < size {
		return 0, false, errorAt(start, "incomplete escape %s", encode(p.src[start:p.pos]))
	}
	if value > unicode.MaxRune {
		return 0, false, errorAt(start, "bad escape %s", encode(p.src[start:p.pos]))
	}
	return rune(value), true, nil
}

// namedChar parses the rest of \N{name}.
func (p *parser) namedChar() (rune, bool, error) {
	if !p.accept('{') {
		return 0, false, p.error(0, "missing {")
	}
	if _, err := p.until('}', "character name"); err != nil {
		return 0, false, err
	}
	return 0, false, exception.New(exception.NotImplementedError, `\N{...} in a pattern is not supported: use \u or the character itself`)
}

// escape parses an escape outside a set.
func (p *parser) escape(flags Flags) (*node, error) {
	start := p.pos
	if start+1 == len(p.src) {
		return nil, errorAt(start, "bad escape (end of pattern)")
	}
	c := p.src[start+1]
	p.pos += 2
	here := func() string { return encode(p.src[start:p.pos]) }
	if cat, ok := p.category(c, flags); ok {
		return &node{kind: kindSet, set: newSet(nil, []category{cat}, false, false, false)}, nil
	}
	switch c {
	case 'A':
		return &node{kind: kindAt, at: atStart}, nil
	case 'Z':
		return &node{kind: kindAt, at: atEnd}, nil
	case 'b':
		return &node{kind: kindAt, at: atWord, ascii: p.narrow(flags)}, nil
	case 'B':
		return &node{kind: kindAt, at: atNotWord, ascii: p.narrow(flags)}, nil
	}
	if r, ok := simple[c]; ok {
		return p.literal(r, flags), nil
	}
	if r, ok, err := p.numbered(start); ok || err != nil {
		return p.literal(r, flags), err
	}
	switch {
	case c == '0':
		v, n := p.digits(2, isOctal)
		if n == 2 {
			v = v>>4*8 + v&7
		}
		return p.literal(rune(v), flags), nil
	case isDigit(c):
		group := int(c - '0')
		if p.more() && isDigit(p.src[p.pos]) {
			d := p.src[p.pos]
			group = group*10 + int(d-'0')
			p.pos++
			if isOctal(c) && isOctal(d) && p.more() && isOctal(p.src[p.pos]) {
				v := (c-'0')*64 + (d-'0')*8 + p.src[p.pos] - '0'
				p.pos++
				if v > 0o377 {
					return nil, errorAt(start, "octal escape value %s outside of range 0-0o377", here())
				}
				return p.literal(v, flags), nil
			}
		}
		if group >= len(p.widths) {
			return nil, errorAt(start+1, "invalid group reference %d", group)
		}
		if !p.closed(group) {
			return nil, errorAt(start, "cannot refer to an open group")
		}
		if err := p.checkBehind(group); err != nil {
			return nil, err
		}
		return p.backref(group, flags), nil
	case 'a' <= c|0x20 && c|0x20 <= 'z':
		return nil, errorAt(start, "bad escape %s", here())
	}
	return p.literal(c, flags), nil
}

// A member is one part of a set: a character, or a category.
type member struct {
	r     rune
	cat   category
	isCat bool
}

// classEscape parses an escape in a set.
func (p *parser) classEscape(flags Flags) (member, error) {
	start := p.pos
	if start+1 == len(p.src) {
		return member{}, errorAt(start, "bad escape (end of pattern)")
	}
	c := p.src[start+1]
	p.pos += 2
	if r, ok := simple[c]; ok {
		return member{r: r}, nil
	}
	if cat, ok := p.category(c, flags); ok {
		return member{cat: cat, isCat: true}, nil
	}
	if r, ok, err := p.numbered(start); ok || err != nil {
		return member{r: r}, err
	}
	switch {
	case isOctal(c):
		v := int(c - '0')
		for range 2 {
			if !p.more() || !isOctal(p.src[p.pos]) {
				break
			}
			v = v*8 + int(p.src[p.pos]-'0')
			p.pos++
		}
		if v > 0o377 {
			return member{}, errorAt(start, "octal escape value %s outside of range 0-0o377", encode(p.src[start:p.pos]))
		}
		return member{r: rune(v)}, nil
	case isDigit(c), 'a' <= c|0x20 && c|0x20 <= 'z':
		return member{}, errorAt(start, "bad escape %s", encode(p.src[start:p.pos]))
	}
	return member{r: c}, nil
}

// set parses a set of characters in brackets.
func (p *parser) set(flags Flags) (*node, error) {
	open := p.pos
	p.pos++
	negative := p.accept('^')
	var spans []span
	var cats []category
	count := 0
	add := func(m member) {
		count++
		if m.isCat {
			cats = append(cats, m.cat)
		} else {
			spans = append(spans, span{m.r, m.r})
		}
	}
	read := func() (m member, text string, err error) {
		start := p.pos
		switch {
		case !p.more():
			return m, "", errorAt(open, "unterminated character set")
		case p.src[p.pos] == '\\':
			m, err = p.classEscape(flags)
			return m, encode(p.src[start:min(start+2, len(p.src))]), err
		}
		m.r = p.src[p.pos]
		p.pos++
		return m, encode(p.src[start:p.pos]), nil
	}
	for {
		if err := p.step(); err != nil {
			return nil, err
		}
		if p.next(']') && count > 0 {
			p.pos++
			break
		}
		from, this, err := read()
		if err != nil {
			return nil, err
		}
		if !p.accept('-') {
			add(from)
			continue
		}
		if p.next(']') {
			p.pos++
			add(from)
			add(member{r: '-'})
			break
		}
		to, that, err := read()
		if err != nil {
			return nil, err
		}
		if from.isCat || to.isCat || to.r < from.r {
			return nil, p.error(text.Len(this)+1+text.Len(that), "bad character range %s-%s", this, that)
		}
		spans = append(spans, span{from.r, to.r})
		count++
	}
	if len(cats) == 0 && len(spans) == 1 && spans[0].lo == spans[0].hi && !negative {
		return p.literal(spans[0].lo, flags), nil
	}
	return &node{kind: kindSet, set: newSet(spans, cats, negative, flags&IgnoreCase != 0, p.narrow(flags))}, nil
}
