package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// Percent is format % args for str: conversions d i u o x X e E f F g G c r s a %,
// flags, widths and precisions, also * for those, and %(name)s with a mapping.
func (f *Formatter) Percent(format string, args starlark.Value) (string, error) {
	p := &percent{f: f, format: format, family: "string", pace: pace{check: f.Check}}
	if f.isMapping(args) {
		p.mapping = args
	}
	return p.run(args)
}

// PercentBytes is format % args for bytes, whose %s, with the synonym %b, takes
// bytes-like values only.
func (f *Formatter) PercentBytes(format string, args starlark.Value) (string, error) {
	p := &percent{f: f, format: format, family: "bytes", bytes: true, pace: pace{check: f.Check}}
	if _, isBytes := AsBytes(args); !isBytes && f.isMapping(args) {
		p.mapping = args
	}
	return p.run(args)
}

// A percent is one evaluation of the % operator.
type percent struct {
	f       *Formatter
	format  string
	bytes   bool
	family  string
	args    []starlark.Value // those not yet used
	mapping starlark.Value   // nil if the arguments are no mapping
	out     gather
	pace
	wide bool // the conversion under way makes something long
}

// A directive is one % item.
type directive struct {
	left, plus, blank, alt, zero bool
	width, precision             int // -1 if not given
	verb                         rune
	at                           int  // byte offset of the verb
	afterDigit                   bool // the verb follows a digit of width or precision
}

func (p *percent) run(args starlark.Value) (string, error) {
	if t, ok := args.(starlark.Tuple); ok {
		p.args = t
	} else {
		p.args = []starlark.Value{args}
	}
	rest := p.format
	for {
		i := strings.IndexByte(rest, '%')
		if i < 0 {
			break
		}
		p.out.WriteString(rest[:i])
		rest = rest[i+1:]
		if strings.HasPrefix(rest, "%") {
			p.out.WriteString("%")
			rest = rest[1:]
			if err := p.ask(directiveCost); err != nil {
				return "", err
			}
			continue
		}
		d, n, err := p.parse(rest)
		if err != nil {
			return "", err
		}
		d.at += len(p.format) - len(rest)
		rest = rest[n:]
		if max(d.width, d.precision) < paceBytes {
			err = p.convert(d)
		} else {
			err = p.convertWide(d)
		}
		if err != nil {
			return "", err
		}
	}
	if len(p.args) > 0 && p.mapping == nil {
		return "", typeError("not all arguments converted during %s formatting", p.family)
	}
	p.out.WriteString(rest)
	return p.out.Join(p.check)
}

func (p *percent) next() (starlark.Value, error) {
	if len(p.args) == 0 {
		return nil, typeError("not enough arguments for format string")
	}
	v := p.args[0]
	p.args = p.args[1:]
	return v, nil
}

// parse reads a directive, which begins after its percent sign, and returns its
// size. The offset of the verb is relative to s.
func (p *percent) parse(s string) (d directive, n int, err error) {
	d.width, d.precision = -1, -1
	i := 0
	if i < len(s) && s[i] == '(' {
		if p.mapping == nil {
			return d, 0, typeError("format requires a mapping")
		}
		depth, start := 1, i+1
		for i++; i < len(s) && depth > 0; i++ {
			switch s[i] {
			case '(':
				depth++
			case ')':
				depth--
			}
		}
		if depth > 0 {
			return d, 0, valueError("incomplete format key")
		}
		var key starlark.Value = Bytes(s[start : i-1])
		if !p.bytes {
			key = Str(s[start : i-1])
		}
		v, err := p.f.getItem(p.mapping, key)
		if err != nil {
			return d, 0, err
		}
		p.args = []starlark.Value{v}
	}
flags:
	for ; i < len(s); i++ {
		switch s[i] {
		case '-':
			d.left = true
		case '+':
			d.plus = true
		case ' ':
			d.blank = true
		case '#':
			d.alt = true
		case '0':
			d.zero = true
		default:
			break flags
		}
	}
	if i, d.width, err = p.number(s, i, maxNumber, "width too big"); err != nil {
		return d, 0, err
	}
	if d.width < -1 {
		d.left, d.width = true, -(d.width + 2)
	}
	if i < len(s) && s[i] == '.' {
		what := "precision too big"
		if p.bytes {
			what = "prec too big"
		}
		if i, d.precision, err = p.number(s, i+1, maxPrecision, what); err != nil {
			return d, 0, err
		}
		d.precision = max(d.precision, 0)
	}
	if i < len(s) && (s[i] == 'h' || s[i] == 'l' || s[i] == 'L') {
		i++
	}
	if i >= len(s) {
		return d, 0, valueError("incomplete format")
	}
	if err := p.f.reserve(max(d.width, 0) + max(d.precision, 0)); err != nil {
		return d, 0, err
	}
	d.at = i
	d.afterDigit = i > 0 && isByteDigit(s[i-1]) && (d.precision > -1 || d.width > -1)
	size := 1
	d.verb = rune(s[i])
	if !p.bytes {
		d.verb, size = decodeRune(s[i:])
	}
	return d, i + size, nil
}

// number reads a width or a precision: digits, or * for the next argument. It
// returns -1 if there is none, and -n-2 for a negative argument -n.
func (p *percent) number(s string, i, most int, tooBig string) (next, n int, err error) {
	if i < len(s) && s[i] == '*' {
		v, err := p.next()
		if err != nil {
			return 0, 0, err
		}
		x, ok := v.(starlark.Int)
		if b, isBool := v.(starlark.Bool); isBool {
			x, ok = boolInt(b), true
		}
		if !ok {
			return 0, 0, typeError("* wants int")
		}
		n, fits := x.Int64()
		if !fits || n > int64(most) || n < -int64(most) {
			what := "ssize_t"
			if most == maxPrecision {
				what = "int"
			}
			return 0, 0, exception.New(exception.OverflowError, "Python int too large to convert to C %s", what)
		}
		if n < 0 {
			return i + 1, int(max(n-2, -maxNumber)), nil
		}
		return i + 1, int(n), nil
	}
	n = -1
	for ; i < len(s) && isByteDigit(s[i]); i++ {
		n = max(n, 0)
		digit := int(s[i] - '0')
		if n > (most-digit)/10 {
			return 0, 0, valueError("%s", tooBig)
		}
		n = n*10 + digit
	}
	return i, n, nil
}

// slow returns the pace of a conversion that makes something long, nil for all others.
func (p *percent) slow() *pace {
	if p.wide {
		return &p.pace
	}
	return nil
}

// convertWide is convert for what becomes long.
func (p *percent) convertWide(d directive) error {
	p.wide = true
	_, err := keepPace(func() (starlark.Value, error) { return nil, p.convert(d) })
	p.wide = false
	return err
}

func (p *percent) convert(d directive) error {
	v, err := p.next()
	if err != nil {
		return err
	}
	switch d.verb {
	case 's', 'r', 'a', 'b':
		if d.verb == 'b' && !p.bytes {
			break
		}
		s, err := p.text(d.verb, v)
		if err != nil {
			return err
		}
		if d.precision >= 0 {
			if p.bytes {
				s = s[:min(len(s), d.precision)]
			} else {
				s = p.slow().truncate(s, d.precision)
			}
		}
		return p.emit(d, "", s, false)
	case 'c':
		s, err := p.char(v)
		if err != nil {
			return err
		}
		return p.emit(d, "", s, false)
	case 'd', 'i', 'u', 'o', 'x', 'X':
		head, digits, err := p.integer(d, v)
		if err != nil {
			return err
		}
		return p.emit(d, head, digits, d.zero)
	case 'e', 'E', 'f', 'F', 'g', 'G':
		x, ok, err := p.f.float(v)
		if err != nil {
			return err
		}
		if !ok && p.bytes {
			return typeError("float argument required, not %s", p.f.typeName(v))
		}
		if !ok {
			return typeError("must be real number, not %s", p.f.typeName(v))
		}
		precision := d.precision
		if precision < 0 {
			precision = 6
		}
		s, err := floatDigits(p.slow(), x, byte(d.verb), precision, d.alt, false)
		if err != nil {
			return err
		}
		negative := s[0] == '-'
		return p.emit(d, d.sign(negative), strings.TrimPrefix(s, "-"), d.zero)
	}
	at, shown := d.at, d.verb
	switch {
	case !p.bytes:
		at = Len(p.format[:d.at])
		if shown < 0x20 || shown > 0x7E {
			shown = '?'
		}
	case d.verb >= utf8.RuneSelf && !d.afterDigit:
		// CPython has read such a byte as a signed char.
		return exception.New(exception.OverflowError, "character argument not in range(0x110000)")
	}
	return valueError("unsupported format character '%c' (0x%s) at index %d", shown, hexString(uint32(d.verb)), at)
}

func (d *directive) sign(negative bool) string {
	switch {
	case negative:
		return "-"
	case d.plus:
		return "+"
	case d.blank:
		return " "
	}
	return ""
}

// emit writes head and body, padded. Zeros go between them, spaces before or after
// both.
func (p *percent) emit(d directive, head, body string, zero bool) error {
	n := len(head) + len(body)
	if !p.bytes {
		if len(body) < 4*d.width { // else it is wide enough
			n = len(head) + p.slow().len(body)
		}
	}
	fill := max(d.width-n, 0)
	if fill > MaxSize {
		return errMemory()
	}
	if err := p.f.grow(&p.out, len(head)+len(body)+fill); err != nil {
		return err
	}
	if fill > 0 && !d.left && !zero {
		p.out.Fill(' ', fill)
	}
	p.out.WriteString(head)
	if fill > 0 && !d.left && zero {
		p.out.Fill('0', fill)
	}
	p.out.WriteString(body)
	if fill > 0 && d.left {
		p.out.Fill(' ', fill)
	}
	return p.ask(directiveCost + n)
}

// directiveCost is what a directive takes, in bytes that could be copied meanwhile.
const directiveCost = 64

// text converts by %s, %r or %a, and for bytes also %b.
func (p *percent) text(verb rune, v starlark.Value) (string, error) {
	switch {
	case verb == 'a' || verb == 'r' && p.bytes:
		return p.f.ascii(v)
	case verb == 'r':
		return p.f.repr(v)
	case !p.bytes:
		return p.f.str(v)
	}
	if s, ok := AsBytes(v); ok {
		return s, nil
	}
	if p.f.Bytes != nil {
		if s, ok, err := p.f.Bytes(v); ok || err != nil {
			return s, err
		}
	}
	return "", typeError("%%b requires a bytes-like object, or an object that implements __bytes__, not '%s'", p.f.typeName(v))
}

func (p *percent) char(v starlark.Value) (string, error) {
	if !p.bytes {
		if s, ok := AsString(v); ok {
			if Len(s) == 1 {
				return s, nil
			}
			return "", typeError("%s", "%c requires int or char")
		}
	} else {
		switch v.(type) {
		case Bytes, *ByteArray:
			if s, _ := AsBytes(v); len(s) == 1 {
				return s, nil
			}
			return "", typeError("%s", "%c requires an integer in range(256) or a single byte")
		}
	}
	n, ok, err := p.f.index(v)
	if err != nil {
		return "", err
	}
	if !ok && p.bytes {
		return "", typeError("%s", "%c requires an integer in range(256) or a single byte")
	}
	if !ok {
		return "", typeError("%s", "%c requires int or char")
	}
	x, fits := n.Int64()
	switch {
	case p.bytes && (!fits || x < 0 || x > 255):
		return "", exception.New(exception.OverflowError, "%s", "%c arg not in range(256)")
	case p.bytes:
		return string([]byte{byte(x)}), nil
	case !fits || x < 0 || x > unicode.MaxRune:
		return "", exception.New(exception.OverflowError, "%s", "%c arg not in range(0x110000)")
	}
	return runeString(rune(x)), nil
}

// integer returns sign and prefix, and the digits, of v under %d and its kin.
func (p *percent) integer(d directive, v starlark.Value) (head, digits string, err error) {
	base, prefix, verb := 10, "", d.verb
	switch verb {
	case 'i':
		if p.bytes {
			verb = 'd' // in messages
		}
	case 'o':
		base, prefix = 8, "0o"
	case 'x':
		base, prefix = 16, "0x"
	case 'X':
		base, prefix = 16, "0X"
	}
	var n starlark.Int
	var ok bool
	if base == 10 {
		n, ok, err = p.f.integer(v)
	} else {
		n, ok, err = p.f.index(v)
	}
	switch {
	case err != nil:
		return "", "", err
	case !ok && base == 10:
		return "", "", typeError("%%%c format: a real number is required, not %s", verb, p.f.typeName(v))
	case !ok:
		return "", "", typeError("%%%c format: an integer is required, not %s", verb, p.f.typeName(v))
	}
	if d.precision > maxPrecision-3 {
		return "", "", exception.New(exception.OverflowError, "precision too large")
	}
	if digits, err = p.f.intDigits(n, base); err != nil {
		return "", "", err
	}
	if d.verb == 'X' {
		digits = p.slow().piecewise(digits, strings.ToUpper)
	}
	if d.precision > MaxSize {
		return "", "", errMemory()
	}
	digits = p.slow().concat(p.slow().repeat("0", max(d.precision-len(digits), 0)), digits)
	if !d.alt {
		prefix = ""
	}
	return d.sign(n.Sign() < 0) + prefix, digits, nil
}
