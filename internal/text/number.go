package text

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// DefaultMaxDigits is the most decimal digits that an int may have when it is
// turned into text or read from it, unless the script sets another limit. It keeps
// the conversion, whose time grows faster than its input, short.
const DefaultMaxDigits = 4300

// ParseInt reads an int as int(s, base) does: base 0 or 2 to 36, white space
// around it, a sign, a prefix, single underscores between digits, digits of any
// script.
func ParseInt(s string, base int) (starlark.Int, error) {
	return noFormatter.parseInt(s, base, func() string { return Repr(s) })
}

// ParseInt is the function of that name with f's limit on digits.
func (f *Formatter) ParseInt(s string, base int) (starlark.Int, error) {
	return f.parseInt(s, base, func() string { return Repr(s) })
}

// ParseIntBytes is ParseInt for bytes: int(b"12").
func (f *Formatter) ParseIntBytes(b string, base int) (starlark.Int, error) {
	s := b
	if !isASCII(s) {
		s = "?" // no digit has a byte outside ASCII
	}
	return f.parseInt(s, base, func() string { return BytesRepr(b) })
}

func (f *Formatter) parseInt(s string, base int, shown func() string) (starlark.Int, error) {
	if base != 0 && base < 2 || base > 36 {
		return starlark.Int{}, exception.New(exception.ValueError, "int() base must be >= 2 and <= 36, or 0")
	}
	digits, neg, radix, ok := scanInt(asciiDigits(s), base)
	if !ok {
		if radix&(radix-1) != 0 {
			// The digits before what is no digit are too many all the same.
			if err := checkDigits(leadingDigits(asciiDigits(s), radix), f.MaxDigits, "value has %d digits"); err != nil {
				return starlark.Int{}, err
			}
		}
		if r := []rune(shown()); len(r) > 200 { // CPython shows so much of it
			return starlark.Int{}, exception.New(exception.ValueError, "invalid literal for int() with base %d: %s", base, string(r[:200]))
		}
		return starlark.Int{}, exception.New(exception.ValueError, "invalid literal for int() with base %d: %s", base, shown())
	}
	if radix&(radix-1) != 0 {
		if err := checkDigits(len(digits), f.MaxDigits, "value has %d digits"); err != nil {
			return starlark.Int{}, err
		}
	}
	if len(digits) < 18 && radix == 10 {
		n, _ := strconv.ParseInt(digits, 10, 64)
		if neg {
			n = -n
		}
		return starlark.MakeInt64(n), nil
	}
	n := new(big.Int)
	if f.ParseBig != nil && len(digits) >= manyDigits {
		var err error
		if n, err = f.ParseBig(digits, radix); err != nil {
			return starlark.Int{}, err
		}
	} else if _, good := n.SetString(digits, radix); !good {
		panic("text: scanInt passed bad digits")
	}
	if neg {
		n.Neg(n)
	}
	return starlark.MakeBigInt(n), nil
}

// manyDigits is from how many digits on an int is read by Formatter.ParseBig: package big takes time that grows with their square.
const manyDigits = 1 << 14

// leadingDigits counts the digits that an int literal begins with.
func leadingDigits(s string, radix int) (n int) {
	s = strings.TrimLeft(s, "+-")
	for i := 0; i < len(s); i++ {
		c, v := s[i]|0x20, 99
		switch {
		case s[i] == '_':
			continue
		case '0' <= s[i] && s[i] <= '9':
			v = int(s[i] - '0')
		case 'a' <= c && c <= 'z':
			v = int(c-'a') + 10
		}
		if v >= radix {
			break
		}
		n++
	}
	return n
}

// checkDigits returns the ValueError for n decimal digits if that is over limit.
func checkDigits(n, limit int, what string) error {
	if limit == 0 {
		limit = DefaultMaxDigits
	}
	if limit < 0 || n <= limit {
		return nil
	}
	head := "Exceeds the limit (%d digits) for integer string conversion"
	if what != "" {
		return exception.New(exception.ValueError, head+": "+what+"; use sys.set_int_max_str_digits() to increase the limit", limit, n)
	}
	return exception.New(exception.ValueError, head+"; use sys.set_int_max_str_digits() to increase the limit", limit)
}

// scanInt splits an int literal. Digits comes without underscores and is valid in
// radix.
func scanInt(s string, base int) (digits string, neg bool, radix int, ok bool) {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		neg = s[0] == '-'
		s = s[1:]
	}
	radix = base
	prefixed := 0
	if len(s) >= 2 && s[0] == '0' {
		switch s[1] | 0x20 {
		case 'x':
			prefixed = 16
		case 'o':
			prefixed = 8
		case 'b':
			prefixed = 2
		}
	}
	switch {
	case prefixed != 0 && (base == 0 || base == prefixed):
		radix = prefixed
		s = strings.TrimPrefix(s[2:], "_")
	case base == 0:
		radix = 10
		// Old octal literals (010) are errors, zeros (00) are not.
		if len(s) > 1 && s[0] == '0' && strings.Trim(s, "0_") != "" {
			return "", false, 0, false
		}
	}
	digits, ok = dropUnderscores(s, func(c byte) bool {
		switch {
		case '0' <= c && c <= '9':
			return int(c-'0') < radix
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			return int(c|0x20-'a')+10 < radix
		}
		return false
	})
	return digits, neg, radix, ok
}

// dropUnderscores returns s without the underscores between its digits. It reports
// false if s is empty, has another character, or an underscore elsewhere.
func dropUnderscores(s string, digit func(c byte) bool) (string, bool) {
	if s == "" {
		return "", false
	}
	under := 0
	for i := range len(s) {
		if s[i] == '_' {
			under++
			if i == 0 || i == len(s)-1 || s[i-1] == '_' {
				return "", false
			}
		} else if !digit(s[i]) {
			return "", false
		}
	}
	if under > 0 {
		s = strings.ReplaceAll(s, "_", "")
	}
	return s, true
}

// asciiDigits returns s without white space around it and with decimal digits of
// any script made ASCII. Other characters outside ASCII become '?', which is in no
// number.
func asciiDigits(s string) string {
	s = trimSpace(s)
	if isASCII(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	eachRune(s, func(r rune) bool {
		if d, ok := digitValue(r); ok {
			b = append(b, '0'+byte(d))
		} else if r < 0x80 {
			b = append(b, byte(r))
		} else if isSpace(r) {
			b = append(b, ' ')
		} else {
			b = append(b, '?')
		}
		return true
	})
	return string(b)
}

// trimSpace removes Python's white space from both ends.
func trimSpace(s string) string {
	for s != "" {
		r, size := decodeRune(s)
		if !isSpace(r) {
			break
		}
		s = s[size:]
	}
	for s != "" {
		r, size := decodeLastRune(s)
		if !isSpace(r) {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

// ParseFloat reads a float as float(s) does: white space around it, a sign,
// underscores between digits, digits of any script, inf, infinity and nan in any
// case. What is too large is infinite.
func ParseFloat(s string) (float64, error) {
	return parseFloat(s, func() string { return Repr(s) })
}

// ParseFloatBytes is ParseFloat for bytes: float(b"1.5").
func ParseFloatBytes(b string) (float64, error) {
	s := b
	if !isASCII(s) {
		s = "?"
	}
	return parseFloat(s, func() string { return BytesRepr(b) })
}

func parseFloat(s string, shown func() string) (float64, error) {
	bad := func() (float64, error) {
		return 0, exception.New(exception.ValueError, "could not convert string to float: %s", shown())
	}
	lit := asciiDigits(s)
	body := lit
	neg := false
	if body != "" && (body[0] == '+' || body[0] == '-') {
		neg = body[0] == '-'
		body = body[1:]
	}
	switch strings.ToLower(body) {
	case "inf", "infinity":
		if neg {
			return math.Inf(-1), nil
		}
		return math.Inf(1), nil
	case "nan":
		return math.NaN(), nil
	}
	mantissa, exp, hasExp := body, "", false
	if i := strings.IndexAny(body, "eE"); i >= 0 {
		mantissa, exp, hasExp = body[:i], body[i+1:], true
	}
	whole, frac, hasDot := strings.Cut(mantissa, ".")
	var ok bool
	if whole == "" && frac == "" {
		return bad()
	}
	isDigit := func(c byte) bool { return '0' <= c && c <= '9' }
	if whole != "" {
		if whole, ok = dropUnderscores(whole, isDigit); !ok {
			return bad()
		}
	}
	if frac != "" {
		if frac, ok = dropUnderscores(frac, isDigit); !ok {
			return bad()
		}
	}
	clean := whole
	if hasDot {
		clean += "." + frac
	}
	if hasExp {
		sign := ""
		if exp != "" && (exp[0] == '+' || exp[0] == '-') {
			sign, exp = exp[:1], exp[1:]
		}
		if exp, ok = dropUnderscores(exp, isDigit); !ok {
			return bad()
		}
		clean += "e" + sign + exp
	}
	x, err := strconv.ParseFloat(clean, 64)
	if err != nil && !strings.Contains(err.Error(), "range") {
		return bad()
	}
	if neg {
		x = -x
	}
	return x, nil
}

// IntRepr returns the decimal digits of i. Limit is as Formatter.MaxDigits: over it
// is ValueError.
func IntRepr(i starlark.Int, limit int) (string, error) {
	if n, ok := i.Int64(); ok {
		return strconv.FormatInt(n, 10), nil
	}
	return bigString(i.BigInt(), limit)
}

func bigString(n *big.Int, limit int) (string, error) {
	if err := CheckBits(n, limit); err != nil {
		return "", err
	}
	s := n.String()
	return s, CheckDecimal(s, limit)
}

// CheckBits returns the ValueError for an int that has more decimal digits than limit, which is as Formatter.MaxDigits, for sure: whose
// conversion would be in vain.
func CheckBits(n *big.Int, limit int) error {
	if limit == 0 {
		limit = DefaultMaxDigits
	}
	// 10**k has more than 3.32k bits.
	if limit > 0 && float64(n.BitLen()) > float64(limit)*3.3219281+4 {
		return checkDigits(limit+1, limit, "")
	}
	return nil
}

// CheckDecimal returns the ValueError for an int's decimal digits, a minus sign before them or not, that are more than limit.
func CheckDecimal(s string, limit int) error {
	return checkDigits(len(strings.TrimPrefix(s, "-")), limit, "")
}

// Strip is s.strip().
func Strip(s string) string { return trimSpace(s) }
