package text

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// FormatValue is format(v, spec) for str, int, float and bool, with the whole of
// the format mini-language; n is as in the C locale. It reports false if v is none
// of these.
func FormatValue(v starlark.Value, spec string) (string, bool, error) {
	return noFormatter.FormatValue(v, spec)
}

// FormatValue is the function of that name with f's limit on digits.
func (f *Formatter) FormatValue(v starlark.Value, spec string) (string, bool, error) {
	return f.FormatValueOf(v, "", spec)
}

// FormatValueOf is FormatValue for the value behind an instance of a derived class, whose name errors give.
func (f *Formatter) FormatValueOf(v starlark.Value, class, spec string) (string, bool, error) {
	if len(spec) > maxSpec {
		return "", true, valueError("Too many decimal digits in format string")
	}
	if spec == "" || specSize(spec) < paceBytes && !long(v) {
		return f.formatValue(nil, v, class, spec)
	}
	return f.formatLong(v, class, spec)
}

// maxSpec is how long a format specification may be.
const maxSpec = 1 << 20

// formatLong is FormatValueOf for what is long, or becomes so.
func (f *Formatter) formatLong(v starlark.Value, class, spec string) (s string, ok bool, err error) {
	if err := f.reserve(specSize(spec)); err != nil {
		return "", true, err
	}
	_, err = keepPace(func() (_ starlark.Value, err error) {
		s, ok, err = f.formatValue(&pace{check: f.Check}, v, class, spec)
		return nil, err
	})
	return s, ok || err != nil, err
}

// long reports whether a str is so long, or an int so large, that going through it takes its time.
func long(v starlark.Value) bool {
	switch v := v.(type) {
	case starlark.String:
		return len(v) > paceBytes
	case *Text:
		return len(v.s) > paceBytes
	case starlark.Int:
		_, small := v.Int64()
		return !small && v.BigInt().BitLen() > paceBytes
	}
	return false
}

func (f *Formatter) formatValue(p *pace, v starlark.Value, class, spec string) (string, bool, error) {
	switch v := v.(type) {
	case starlark.String:
		s, err := formatString(p, string(v), cmp.Or(class, "str"), spec)
		return s, true, err
	case *Text:
		s, err := formatString(p, v.s, cmp.Or(class, "str"), spec)
		return s, true, err
	case starlark.Int:
		s, err := f.formatInt(p, v, cmp.Or(class, "int"), spec)
		return s, true, err
	case starlark.Bool:
		if spec == "" {
			return v.String(), true, nil
		}
		s, err := f.formatInt(p, boolInt(v), "bool", spec)
		return s, true, err
	case starlark.Float:
		s, err := formatFloat(p, float64(v), cmp.Or(class, "float"), spec)
		return s, true, err
	}
	return "", false, nil
}

func (f *Formatter) formatInt(p *pace, v starlark.Int, typeName, format string) (string, error) {
	if format == "" {
		return f.intRepr(v)
	}
	sp, err := parseSpec(format, typeName, '>')
	if err != nil {
		return "", err
	}
	sp.pace = p
	base, prefix := 10, ""
	switch sp.typ {
	case 0, 'd', 'n':
	case 'b':
		base, prefix = 2, "0b"
	case 'o':
		base, prefix = 8, "0o"
	case 'x':
		base, prefix = 16, "0x"
	case 'X':
		base, prefix = 16, "0X"
	case 'c':
	case 'e', 'E', 'f', 'F', 'g', 'G', '%':
		x, err := intFloat(v)
		if err != nil {
			return "", err
		}
		return sp.formatFloat(x)
	default:
		return "", sp.unknown(typeName)
	}
	switch {
	case sp.precision >= 0:
		return "", valueError("Precision not allowed in integer format specifier")
	case sp.noNegZero:
		return "", valueError("Negative zero coercion (z) not allowed in integer format specifier")
	case sp.typ == 'c':
		return sp.formatChar(v)
	}
	digits, err := f.intDigits(v, base)
	if err != nil {
		return "", err
	}
	if sp.typ == 'X' {
		digits = p.piecewise(digits, strings.ToUpper)
	}
	if !sp.alt {
		prefix = ""
	}
	return sp.layout(numeral{sign: sp.signOf(v.Sign() < 0), prefix: prefix, whole: digits})
}

// intDigits returns the digits of |v|.
func (f *Formatter) intDigits(v starlark.Int, base int) (string, error) {
	if n, ok := v.Int64(); ok {
		return strings.TrimPrefix(strconv.FormatInt(n, base), "-"), nil
	}
	x := v.BigInt()
	if base == 10 {
		return f.decimal(x)
	}
	if x.BitLen() > MaxSize {
		return "", errMemory()
	}
	return f.bigText(x, base)
}

func (sp *spec) formatChar(v starlark.Int) (string, error) {
	if sp.sign != 0 {
		return "", valueError("Sign not allowed with integer format specifier 'c'")
	}
	if sp.alt {
		return "", valueError("Alternate form (#) not allowed with integer format specifier 'c'")
	}
	n, ok := v.Int64()
	if !ok {
		return "", exception.New(exception.OverflowError, "Python int too large to convert to C long")
	}
	if n < 0 || n > unicode.MaxRune {
		return "", exception.New(exception.OverflowError, "%s", "%c arg not in range(0x110000)")
	}
	return sp.pad(runeString(rune(n)))
}

func formatFloat(p *pace, x float64, typeName, format string) (string, error) {
	if format == "" {
		return FloatRepr(x), nil
	}
	sp, err := parseSpec(format, typeName, '>')
	if err != nil {
		return "", err
	}
	sp.pace = p
	switch sp.typ {
	case 0, 'e', 'E', 'f', 'F', 'g', 'G', 'n', '%':
		return sp.formatFloat(x)
	}
	return "", sp.unknown(typeName)
}

func (sp *spec) formatFloat(x float64) (string, error) {
	switch sp.typ {
	case 0:
		return sp.formatAs(x, 'r', 'g', true)
	case 'n':
		return sp.formatAs(x, 'g', 'g', false)
	}
	return sp.formatAs(x, byte(sp.typ), byte(sp.typ), false)
}

// formatAs formats x as verb says, or as precise says if there is a precision.
func (sp *spec) formatAs(x float64, verb, precise byte, dot0 bool) (string, error) {
	precision, percent := sp.precision, ""
	switch {
	case precision > maxPrecision:
		return "", errTooBig()
	case precision >= 0:
		verb = precise
	default:
		precision = 6
	}
	if verb == '%' {
		verb, percent = 'f', "%"
		x *= 100
	}
	s, err := floatDigits(sp.pace, x, verb, precision, sp.alt, dot0)
	if err != nil {
		return "", err
	}
	negative := s[0] == '-'
	if negative {
		s = s[1:]
		if sp.noNegZero && !math.IsInf(x, 0) && isZeroText(s) {
			negative = false
		}
	}
	n := numeral{sign: sp.signOf(negative)}
	end := 0
	for end < len(s) && isByteDigit(s[end]) {
		end++
	}
	n.whole, n.rest = s[:end], sp.pace.concat(s[end:], percent)
	return sp.layout(n)
}

// isZeroText reports whether the digits of a formatted float are all zeros.
func isZeroText(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c|0x20 == 'e':
			return true
		case c != '0' && c != '.':
			return false
		}
	}
	return true
}

// Beyond so many decimal places or significant digits every float64 has only
// zeros.
const (
	maxPlaces      = 1100
	maxSignificant = 800
)

// floatDigits formats x as verb says: e, f, g, their capitals, or r for the
// shortest that reads back. Alt keeps the point and, for g, the zeros; dot0 makes
// "1.0" of "1".
func floatDigits(p *pace, x float64, verb byte, precision int, alt, dot0 bool) (string, error) {
	if precision > MaxSize/2 && verb != 'r' {
		if verb|0x20 != 'g' || alt {
			return "", errMemory()
		}
		precision = MaxSize / 2
	}
	capital := 'A' <= verb && verb <= 'Z'
	s := lowerFloat(p, x, verb|0x20, precision, alt, dot0)
	if capital {
		s = p.piecewise(s, strings.ToUpper)
	}
	return s, nil
}

func lowerFloat(p *pace, x float64, verb byte, precision int, alt, dot0 bool) string {
	if x != x || math.IsInf(x, 0) {
		return shortest(x, false)
	}
	switch verb {
	case 'f':
		s := strconv.FormatFloat(x, 'f', min(precision, maxPlaces), 64)
		s = p.zeros(s, precision-maxPlaces)
		if alt && precision == 0 {
			s += "."
		}
		return s
	case 'e':
		s := strconv.FormatFloat(x, 'e', min(precision, maxSignificant), 64)
		mantissa, exp, _ := strings.Cut(s, "e")
		mantissa = p.zeros(mantissa, precision-maxSignificant)
		if alt && precision == 0 {
			mantissa += "."
		}
		return p.concat(mantissa, "e"+exp)
	}
	// g and r
	want, threshold := -1, 16
	if verb == 'g' {
		precision = max(precision, 1)
		want, threshold = min(precision, maxSignificant)-1, precision
		if dot0 {
			threshold--
		}
	}
	s := strconv.FormatFloat(x, 'e', want, 64)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	mantissa, expText, _ := strings.Cut(s, "e")
	digits := strings.Replace(mantissa, ".", "", 1)
	exp, _ := strconv.Atoi(expText)
	point := exp + 1 // the point comes after so many digits
	if verb == 'g' && alt {
		digits = p.zeros(digits, precision-len(digits))
	} else if verb == 'g' {
		digits = strings.TrimRight(digits[1:], "0")
		digits = mantissa[:1] + digits
	}
	if point <= -4 || point > threshold {
		if len(digits) > 1 || alt {
			digits = digits[:1] + "." + digits[1:]
		}
		return sign + digits + "e" + expText
	}
	switch {
	case point <= 0:
		digits = "0." + byteString('0', -point) + digits
	case point < len(digits):
		digits = digits[:point] + "." + digits[point:]
	default:
		digits = p.zeros(digits, point-len(digits))
		switch {
		case dot0:
			digits += ".0"
		case alt:
			digits += "."
		}
	}
	return sign + digits
}
