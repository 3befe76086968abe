package regex

import (
	"math"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// unlimited is the upper bound of * and +, and the first count that is too large.
const unlimited = math.MaxUint32

// maxNesting bounds how deep groups may lie in each other; CPython's recursion limit
// sets a similar bound.
const maxNesting = 300

type kind uint8

const (
	kindSet kind = iota
	kindAt
	kindCat
	kindAlt
	kindGroup // group > 0 captures
	kindRepeat
	kindBackref
	kindLook
	kindAtomic
	kindCond // kids: yes, no
)

// An at is a place that a pattern can name.
type at uint8

const (
	atStart at = iota
	atEnd
	atLineStart
	atLineEnd
	atEndOrNewline // $
	atWord
	atNotWord
)

type greed uint8

const (
	greedy greed = iota
	lazy
	possessive
)

type node struct {
	kind     kind
	set      *set
	literal  bool // the set is r alone, and not made yet
	r        rune
	at       at
	kids     []*node
	group    int
	flagged  bool // a group that changes flags
	min, max int
	greed    greed
	behind   bool
	negative bool
	fold     bool // a backref
	ascii    bool // at, backref
}

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
}

type condRef struct{ group, pos int }

type width struct {
	lo, hi int
	known  bool
}

func parse(src string, flags Flags, isBytes bool) (*parser, *node, error) {
	p := &parser{bytes: isBytes, flags: flags, names: map[string]int{}, widths: []width{{}}, behind: -1}
	p.src = decode(src, isBytes)
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

func decode(src string, isBytes bool) []rune {
	out := make([]rune, 0, len(src))
	for i := 0; i < len(src); {
		if isBytes {
			out = append(out, rune(src[i]))
			i++
			continue
		}
		r, size := text.DecodeRune(src[i:])
		out = append(out, r)
		i += size
	}
	return out
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

func fixFlags(flags Flags, isBytes bool) (Flags, error) {
	bad := ""
	switch {
	case !isBytes && flags&Locale != 0:
		bad = "cannot use LOCALE flag with a str pattern"
	case !isBytes && flags&ASCII == 0:
		flags |= Unicode
	case !isBytes && flags&Unicode != 0:
		bad = "ASCII and UNICODE flags are incompatible"
	case isBytes && flags&Unicode != 0:
		bad = "cannot use UNICODE flag with a bytes pattern"
	case isBytes && flags&Locale != 0 && flags&ASCII != 0:
		bad = "ASCII and LOCALE flags are incompatible"
	}
	if bad != "" {
		return 0, exception.New(exception.ValueError, "%s", bad)
	}
	return flags, nil
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

// chars returns the characters that a node of kindSet matches.
func (n *node) chars() *set {
	if n.set == nil {
		n.set = newSet([]span{{n.r, n.r}}, nil, false, false, false)
	}
	return n.set
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

func (p *parser) checkName(name string, offset int) error {
	if !text.IsIdentifier(name) {
		return p.error(text.Len(name)+offset, "bad character in group name %s", text.Repr(name))
	}
	return nil
}

func (p *parser) closed(group int) bool { return group < len(p.widths) && p.widths[group].known }

// checkBehind refuses a reference, in a lookbehind, to a group of the same lookbehind.
func (p *parser) checkBehind(group int) error {
	if p.behind < 0 {
		return nil
	}
	if !p.closed(group) {
		return p.error(0, "cannot refer to an open group")
	}
	if group >= p.behind {
		return p.error(0, "cannot refer to group defined in the same lookbehind subpattern")
	}
	return nil
}

func (p *parser) backref(group int, flags Flags) *node {
	return &node{kind: kindBackref, group: group, fold: flags&IgnoreCase != 0, ascii: p.narrow(flags)}
}

func (p *parser) group(flags *Flags, verbose *bool, depth int, first bool) (*node, error) {
	start := p.pos
	p.pos++
	unterminated := func() error { return p.error(p.pos-start, "missing ), unterminated subpattern") }
	n := &node{kind: kindGroup}
	capture, name := true, ""
	inner, innerVerbose := *flags, *verbose
	if p.accept('?') {
		char, ok := p.take()
		if !ok {
			return nil, p.error(0, "unexpected end of pattern")
		}
		switch {
		case char == "P":
			switch {
			case p.accept('<'):
				var err error
				if name, err = p.until('>', "group name"); err != nil {
					return nil, err
				}
				if err := p.checkName(name, 1); err != nil {
					return nil, err
				}
			case p.accept('='):
				return p.namedRef(*flags)
			default:
				char, ok := p.take()
				if !ok {
					return nil, p.error(0, "unexpected end of pattern")
				}
				return nil, p.error(text.Len(char)+2, "unknown extension ?P%s", char)
			}
		case char == ":":
			capture = false
		case char == "#":
			for {
				c, ok := p.take()
				if !ok {
					return nil, p.error(p.pos-start, "missing ), unterminated comment")
				}
				if c == ")" {
					return nil, nil
				}
			}
		case char == "=" || char == "!" || char == "<":
			n.kind = kindLook
			if char == "<" {
				n.behind = true
				if char, ok = p.take(); !ok {
					return nil, p.error(0, "unexpected end of pattern")
				}
				if char != "=" && char != "!" {
					return nil, p.error(text.Len(char)+2, "unknown extension ?<%s", char)
				}
			}
			n.negative = char == "!"
			outer := p.behind
			if n.behind && outer < 0 {
				p.behind = len(p.widths)
			}
			body, err := p.alternatives(*flags, *verbose, depth+1)
			if err != nil {
				return nil, err
			}
			p.behind = outer
			if !p.accept(')') {
				return nil, unterminated()
			}
			n.kids = []*node{body}
			return n, nil
		case char == "(":
			return p.conditional(flags, verbose, depth, unterminated)
		case char == ">":
			capture = false
			n.kind = kindAtomic
		case char == "-" || flagOf(char) != 0:
			add, del, global, err := p.inlineFlags(char)
			if err != nil {
				return nil, err
			}
			if global {
				if !first {
					return nil, p.error(p.pos-start, "global flags not at the start of the expression")
				}
				p.flags |= add
				if add&ASCII != 0 && !p.bytes {
					// Without flags of its own a str pattern is Unicode: not any more.
					p.flags &^= Unicode
				}
				*flags = p.flags
				*verbose = p.flags&Verbose != 0
				return nil, nil
			}
			capture = false
			n.flagged = add|del != 0
			if add&typeFlags != 0 {
				inner &^= typeFlags
			}
			inner = (inner | add) &^ del
			innerVerbose = (*verbose || add&Verbose != 0) && del&Verbose == 0
		default:
			return nil, p.error(text.Len(char)+1, "unknown extension ?%s", char)
		}
	}
	if capture {
		n.group = len(p.widths)
		p.widths = append(p.widths, width{})
		if name != "" {
			if old, ok := p.names[name]; ok {
				return nil, p.error(text.Len(name)+1, "redefinition of group name %s as group %d; was group %d", text.Repr(name), n.group, old)
			}
			p.names[name] = n.group
			p.order = append(p.order, name)
		}
	}
	body, err := p.alternatives(inner, innerVerbose, depth+1)
	if err != nil {
		return nil, err
	}
	if !p.accept(')') {
		return nil, unterminated()
	}
	if n.group > 0 {
		w := p.widthOf(body)
		w.known = true
		p.widths[n.group] = w
	}
	n.kids = []*node{body}
	return n, nil
}

func (p *parser) namedRef(flags Flags) (*node, error) {
	name, err := p.until(')', "group name")
	if err != nil {
		return nil, err
	}
	if err := p.checkName(name, 1); err != nil {
		return nil, err
	}
	group, ok := p.names[name]
	if !ok {
		return nil, p.error(text.Len(name)+1, "unknown group name %s", text.Repr(name))
	}
	if !p.closed(group) {
		return nil, p.error(text.Len(name)+1, "cannot refer to an open group")
	}
	if err := p.checkBehind(group); err != nil {
		return nil, err
	}
	return p.backref(group, flags), nil
}

// groupNumber reads a group's number as int() does: signs, white space and underscores
// are allowed.
func groupNumber(s string) (n int, ok bool) {
	i, err := text.ParseInt(s, 10)
	if err != nil || i.Sign() < 0 {
		return 0, false
	}
	v, fits := i.Int64()
	if !fits || v > unlimited {
		v = unlimited
	}
	return int(v), true
}

// maxGroups bounds the number of a group.
const maxGroups = 1 << 30

func (p *parser) conditional(flags *Flags, verbose *bool, depth int, unterminated func() error) (*node, error) {
	name, err := p.until(')', "group name")
	if err != nil {
		return nil, err
	}
	size := text.Len(name) + 1
	n := &node{kind: kindCond}
	if text.IsIdentifier(name) {
		group, ok := p.names[name]
		if !ok {
			return nil, p.error(size, "unknown group name %s", text.Repr(name))
		}
		n.group = group
	} else {
		group, ok := groupNumber(name)
		switch {
		case !ok:
			return nil, p.error(size, "bad character in group name %s", text.Repr(name))
		case group == 0:
			return nil, p.error(size, "bad group number")
		case group >= maxGroups:
			return nil, p.error(size, "invalid group reference %s", strings.TrimSpace(name))
		}
		n.group = group
		p.refs = append(p.refs, condRef{group, p.pos - size})
	}
	if err := p.checkBehind(n.group); err != nil {
		return nil, err
	}
	if depth >= maxNesting {
		return nil, exception.New(exception.RecursionError, "maximum recursion depth exceeded")
	}
	yes, err := p.sequence(flags, verbose, depth+1, false)
	if err != nil {
		return nil, err
	}
	no := &node{kind: kindCat}
	if p.accept('|') {
		if no, err = p.sequence(flags, verbose, depth+1, false); err != nil {
			return nil, err
		}
		if p.next('|') {
			return nil, p.error(0, "conditional backref with more than two branches")
		}
	}
	if !p.accept(')') {
		return nil, unterminated()
	}
	n.kids = []*node{yes, no}
	return n, nil
}

func flagOf(char string) Flags {
	switch char {
	case "i":
		return IgnoreCase
	case "L":
		return Locale
	case "m":
		return MultiLine
	case "s":
		return DotAll
	case "x":
		return Verbose
	case "a":
		return ASCII
	case "t":
		return Template
	case "u":
		return Unicode
	}
	return 0
}

// inlineFlags parses flags up to : or ), of which the first has been read.
func (p *parser) inlineFlags(char string) (add, del Flags, global bool, err error) {
	fail := func(back int, msg string) (Flags, Flags, bool, error) { return 0, 0, false, p.error(back, "%s", msg) }
	unknown := func(other string) (Flags, Flags, bool, error) {
		if r, _ := text.DecodeRune(char); len(decode(char, false)) == 1 && isLetter(r) {
			other = "unknown flag"
		}
		return fail(text.Len(char), other)
	}
	ok := false
	if char != "-" {
		for {
			flag := flagOf(char)
			if !p.bytes && flag == Locale {
				return fail(0, "bad inline flags: cannot use 'L' flag with a str pattern")
			}
			if p.bytes && flag == Unicode {
				return fail(0, "bad inline flags: cannot use 'u' flag with a bytes pattern")
			}
			add |= flag
			if flag&typeFlags != 0 && add&typeFlags != flag {
				return fail(0, "bad inline flags: flags 'a', 'u' and 'L' are incompatible")
			}
			if char, ok = p.take(); !ok {
				return fail(0, "missing -, : or )")
			}
			if char == ")" || char == "-" || char == ":" {
				break
			}
			if flagOf(char) == 0 {
				return unknown("missing -, : or )")
			}
		}
	}
	if char == ")" {
		return add, 0, true, nil
	}
	if add&globalFlags != 0 {
		return fail(1, "bad inline flags: cannot turn on global flag")
	}
	if char == "-" {
		if char, ok = p.take(); !ok {
			return fail(0, "missing flag")
		}
		if flagOf(char) == 0 {
			return unknown("missing flag")
		}
		for {
			flag := flagOf(char)
			if flag&typeFlags != 0 {
				return fail(0, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
			}
			del |= flag
			if char, ok = p.take(); !ok {
				return fail(0, "missing :")
			}
			if char == ":" {
				break
			}
			if flagOf(char) == 0 {
				return unknown("missing :")
			}
		}
	}
	if del&globalFlags != 0 {
		return fail(1, "bad inline flags: cannot turn off global flag")
	}
	if add&del != 0 {
		return fail(1, "bad inline flags: flag turned on and off")
	}
	return add, del, false, nil
}

// widthOf returns how many characters n matches.
func (p *parser) widthOf(n *node) width {
	var w width
	switch n.kind {
	case kindSet:
		return width{lo: 1, hi: 1}
	case kindCat:
		for _, k := range n.kids {
			kw := p.widthOf(k)
			w.lo, w.hi = w.lo+kw.lo, w.hi+kw.hi
		}
	case kindAlt:
		w.lo = unlimited - 1
		for _, k := range n.kids {
			kw := p.widthOf(k)
			w.lo, w.hi = min(w.lo, kw.lo), max(w.hi, kw.hi)
		}
	case kindGroup, kindAtomic:
		w = p.widthOf(n.kids[0])
	case kindRepeat:
		kw := p.widthOf(n.kids[0])
		w.lo, w.hi = times(kw.lo, n.min), times(kw.hi, n.max)
	case kindBackref:
		w = p.widths[n.group]
	case kindCond:
		yes, no := p.widthOf(n.kids[0]), p.widthOf(n.kids[1])
		w.lo, w.hi = min(yes.lo, no.lo), max(yes.hi, no.hi)
	}
	return width{lo: min(w.lo, unlimited-1), hi: min(w.hi, unlimited)}
}

func times(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	if a > unlimited/b {
		return unlimited
	}
	return a * b
}
