package text

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
)

// maxNumber is the largest width or precision that a format may name; CPython
// keeps them in 64 bits and fails only beyond.
const maxNumber = 1<<63 - 1

// maxPrecision is the largest precision of a float.
const maxPrecision = 1<<31 - 1

// A spec is a parsed format specification:
// [[fill]align][sign][z][#][0][width][grouping][.precision][type]
type spec struct {
	fill      rune
	align     byte // '<' '>' '^' '='
	sign      byte // '+' '-' ' ' or 0
	noNegZero bool // z
	alt       bool // #
	width     int  // -1 if not given
	group     byte // ',' '_' or 0
	precision int  // -1 if not given
	typ       rune // 0 if not given
	pace      *pace
}

func isAlign(r rune) bool { return r == '<' || r == '>' || r == '=' || r == '^' }

// parseSpec parses s for a value of a type that is called typeName in messages and
// by default is aligned so: '<' for a str, '>' for a number.
func parseSpec(s, typeName string, align byte) (spec, error) {
	sp := spec{fill: ' ', align: align, width: -1, precision: -1}
	rs := &specReader{s: s}
	filled, aligned := false, false
	if r, next := rs.peek(0), rs.peek(1); isAlign(next) && next != 0 {
		sp.fill, sp.align = r, byte(next)
		filled, aligned = true, true
		rs.skip(2)
	} else if isAlign(r) {
		sp.align, aligned = byte(r), true
		rs.skip(1)
	}
	if r := rs.peek(0); r == '+' || r == '-' || r == ' ' {
		sp.sign = byte(r)
		rs.skip(1)
	}
	sp.noNegZero = rs.accept('z')
	sp.alt = rs.accept('#')
	if !filled && rs.accept('0') {
		sp.fill = '0'
		if !aligned && align == '>' {
			sp.align = '='
		}
	}
	var err error
	if sp.width, err = rs.number(); err != nil {
		return sp, err
	}
	if rs.accept(',') {
		sp.group = ','
	}
	if rs.accept('_') {
		if sp.group != 0 {
			return sp, valueError("Cannot specify both ',' and '_'.")
		}
		sp.group = '_'
	}
	if rs.peek(0) == ',' && sp.group == '_' {
		return sp, valueError("Cannot specify both ',' and '_'.")
	}
	if rs.accept('.') {
		if sp.precision, err = rs.number(); err != nil {
			return sp, err
		}
		if sp.precision < 0 {
			return sp, valueError("Format specifier missing precision")
		}
	}
	if !rs.done() {
		sp.typ = rs.peek(0)
		rs.skip(1)
		if !rs.done() {
			return sp, valueError("Invalid format specifier '%s' for object of type '%s'", s, typeName)
		}
	}
	if sp.group != 0 {
		switch sp.typ {
		case 'd', 'e', 'f', 'g', 'E', 'G', '%', 'F', 0:
		case 'b', 'o', 'x', 'X':
			if sp.group == ',' {
				return sp, sp.badGroup()
			}
		default:
			return sp, sp.badGroup()
		}
		if sp.typ == 0 && align == '<' {
			sp.typ = 's'
			return sp, sp.badGroup()
		}
	}
	return sp, nil
}

func (sp *spec) badGroup() error {
	return valueError("Cannot specify '%c' with '%s'.", sp.group, showCode(sp.typ))
}

// showCode shows a format code in a message.
func showCode(r rune) string {
	if ' ' < r && r < 0x80 {
		return string(r)
	}
	return `\x` + hexString(uint32(r))
}

func hexString(u uint32) string {
	s := ""
	for {
		s = string(hexDigits[u&0xF]) + s
		if u >>= 4; u == 0 {
			return s
		}
	}
}

func (sp *spec) unknown(typeName string) error {
	return valueError("Unknown format code '%s' for object of type '%s'", showCode(sp.typ), typeName)
}

// A specReader reads a specification character by character.
type specReader struct{ s string }

func (r *specReader) done() bool { return r.s == "" }

// peek returns the i-th character from here, i being 0 or 1, or 0 at the end.
func (r *specReader) peek(i int) rune {
	s := r.s
	for ; s != ""; i-- {
		c, size := decodeRune(s)
		if i == 0 {
			return c
		}
		s = s[size:]
	}
	return 0
}

func (r *specReader) skip(n int) {
	for ; n > 0 && r.s != ""; n-- {
		_, size := decodeRune(r.s)
		r.s = r.s[size:]
	}
}

func (r *specReader) accept(c rune) bool {
	if r.s == "" || r.peek(0) != c {
		return false
	}
	r.skip(1)
	return true
}

// number reads decimal digits of any script. It returns -1 if there are none.
func (r *specReader) number() (int, error) {
	n := -1
	for r.s != "" {
		c, size := decodeRune(r.s)
		d, ok := digitValue(c)
		if !ok {
			break
		}
		n = max(n, 0)
		if n > (maxNumber-d)/10 {
			return 0, valueError("Too many decimal digits in format string")
		}
		n = n*10 + d
		r.s = r.s[size:]
	}
	return n, nil
}

// pad fills s up to the width.
func (sp *spec) pad(s string) (string, error) {
	n := sp.width - sp.pace.len(s)
	if n <= 0 {
		return s, nil
	}
	fill := runeString(sp.fill)
	if n > (MaxSize-len(s))/len(fill) {
		return "", errMemory()
	}
	left := 0
	switch sp.align {
	case '>', '=':
		left = n
	case '^':
		left = n / 2
	}
	b := sp.pace.room(len(s) + n*len(fill))
	b = sp.fillUp(b, fill, left)
	b = sp.pace.append(b, s)
	return sp.pace.text(sp.fillUp(b, fill, n-left)), nil
}

// fillUp appends n times fill.
func (sp *spec) fillUp(b []byte, fill string, n int) []byte {
	const most = 1 << 12
	if n <= 8 {
		for ; n > 0; n-- {
			b = append(b, fill...)
		}
		return b
	}
	some := strings.Repeat(fill, min(n, most))
	for ; n > most; n -= most {
		b = append(b, some...)
		sp.pace.pass(len(some))
	}
	return append(b, some[:n*len(fill)]...)
}

// formatString formats a str.
func formatString(p *pace, s, typeName, format string) (string, error) {
	if format == "" {
		return s, nil
	}
	sp, err := parseSpec(format, typeName, '<')
	if err != nil {
		return "", err
	}
	sp.pace = p
	switch {
	case sp.typ != 0 && sp.typ != 's':
		return "", sp.unknown(typeName)
	case sp.sign == ' ':
		return "", valueError("Space not allowed in string format specifier")
	case sp.sign != 0:
		return "", valueError("Sign not allowed in string format specifier")
	case sp.noNegZero:
		return "", valueError("Negative zero coercion (z) not allowed in string format specifier")
	case sp.alt:
		return "", valueError("Alternate form (#) not allowed in string format specifier")
	case sp.align == '=':
		return "", valueError("'=' alignment not allowed in string format specifier")
	}
	if sp.precision >= 0 {
		s = p.truncate(s, sp.precision)
	}
	return sp.pad(s)
}

// A numeral is a number ready for layout: "-0x" "ff" "", "+" "1234" ".50".
type numeral struct {
	sign, prefix string
	whole        string // digits before the point, to be grouped; empty for inf and nan
	rest         string // all that follows
}

// layout groups and pads a numeral.
func (sp *spec) layout(n numeral) (string, error) {
	size := 3
	if sp.group == '_' && (sp.typ == 'b' || sp.typ == 'o' || sp.typ == 'x' || sp.typ == 'X') {
		size = 4
	}
	fixed := len(n.sign) + len(n.prefix) + len(n.rest)
	width := 0
	if sp.fill == '0' && sp.align == '=' && n.whole != "" {
		width = max(sp.width-fixed, 0)
	}
	if width > MaxSize/2 {
		return "", errMemory()
	}
	whole := n.whole
	if whole != "" {
		if sp.group != 0 {
			whole = groupDigits(sp.pace, whole, sp.group, size, width)
		} else if len(whole) < width {
			whole = sp.pace.concat(sp.pace.repeat("0", width-len(whole)), whole)
		}
	}
	if len(whole)+fixed > MaxSize {
		return "", errMemory()
	}
	head, body := n.sign+n.prefix, sp.pace.concat(whole, n.rest)
	if sp.align != '=' {
		return sp.pad(sp.pace.concat(head, body))
	}
	inner := *sp
	inner.width -= len(head)
	body, err := inner.pad(body)
	if err != nil {
		return "", err
	}
	return sp.pace.concat(head, body), nil
}

// groupDigits puts sep between groups of so many digits and zeros in front, until
// the result is at least width long. It never begins with sep, so it may be one
// longer.
func groupDigits(p *pace, digits string, sep byte, size, width int) string {
	n := max(len(digits), 1) // digits and zeros
	if grouped := n + (n-1)/size; grouped < width {
		if n = width - width/(size+1); n+(n-1)/size < width {
			n++
		}
	}
	zeros := n - len(digits)
	b := p.room(n + (n-1)/size)
	for i := range n {
		if i > 0 && (n-i)%size == 0 {
			b = append(b, sep)
			p.pass(4 * size)
		}
		if i < zeros {
			b = append(b, '0')
		} else {
			b = append(b, digits[i-zeros])
		}
	}
	return p.text(b)
}

// signOf returns the sign that a number shows.
func (sp *spec) signOf(negative bool) string {
	switch {
	case negative:
		return "-"
	case sp.sign == '+' || sp.sign == ' ':
		return string(rune(sp.sign))
	}
	return ""
}

func errTooBig() error { return exception.New(exception.ValueError, "precision too big") }
