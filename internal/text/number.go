package text

import (
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
	return noFormatter.ParseInt(s, base)
}

// ParseInt is the function of that name with f's limit on digits.
func (f *Formatter) ParseInt(s string, base int) (starlark.Int, error) {
	return f.parseIntOf(s, s, base, false)
}

// ParseIntBytes is ParseInt for bytes: int(b"12").
func (f *Formatter) ParseIntBytes(b string, base int) (starlark.Int, error) {
	s := b
	if !isASCII(s) {
		s = "?" // no digit has a byte outside ASCII
	}
	return f.parseIntOf(s, b, base, true)
}

// parseIntOf reads s; messages show the other.
func (f *Formatter) parseIntOf(s, shown string, base int, isBytes bool) (n starlark.Int, err error) {
	if len(s) < paceBytes/64 {
		return f.parseInt(nil, s, shown, base, isBytes)
	}
	_, err = keepPace(func() (_ starlark.Value, err error) {
		n, err = f.parseInt(&pace{check: f.Check}, s, shown, base, isBytes)
		return nil, err
	})
	return n, err
}

func (f *Formatter) parseInt(p *pace, s, shown string, base int, isBytes bool) (starlark.Int, error) {
	if base != 0 && base < 2 || base > 36 {
		return starlark.Int{}, exception.New(exception.ValueError, "int() base must be >= 2 and <= 36, or 0")
	}
	s = p.asciiDigits(s)
	digits, neg, radix, ok := p.scanInt(s, base)
	if !ok {
		if radix&(radix-1) != 0 {
			// The digits before what is no digit are too many all the same.
			if err := checkDigits(p.leadingDigits(s, radix), f.MaxDigits, "value has %d digits"); err != nil {
				return starlark.Int{}, err
			}
		}
		if isBytes {
			shown = p.quoteBytes(shown, quoteMark(shown))
		} else {
			shown = p.quote(shown, false)
		}
		// CPython shows so much of it.
		return starlark.Int{}, exception.New(exception.ValueError, "invalid literal for int() with base %d: %s", base, p.truncate(shown, 200))
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
func (p *pace) leadingDigits(s string, radix int) (n int) {
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
		p.pass(4)
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
func (p *pace) scanInt(s string, base int) (digits string, neg bool, radix int, ok bool) {
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
		if len(s) > 1 && s[0] == '0' && !p.zeroText(s) {
			return "", false, 0, false
		}
	}
	digits, ok = p.dropUnderscores(s, radix)
	return digits, neg, radix, ok
}

// zeroText reports whether s has zeros and underscores only.
func (p *pace) zeroText(s string) bool {
	for i := range len(s) {
		if s[i] != '0' && s[i] != '_' {
			return false
		}
		p.pass(4)
	}
	return true
}

// passEvery is how many characters are looked at one by one before they are counted.
const passEvery = 1 << 10

// dropUnderscores returns s without the underscores between its digits of a radix. It reports
// false if s is empty, has another character, or an underscore elsewhere.
func (p *pace) dropUnderscores(s string, radix int) (string, bool) {
	if s == "" {
		return "", false
	}
	under := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '_':
			under++
			if i == 0 || i == len(s)-1 || s[i-1] == '_' {
				return "", false
			}
		case '0' <= c && c <= '9':
			if int(c-'0') >= radix {
				return "", false
			}
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			if int(c|0x20-'a')+10 >= radix {
				return "", false
			}
		default:
			return "", false
		}
		if i%passEvery == passEvery-1 {
			p.pass(4 * passEvery)
		}
	}
	if under > 0 {
		s = p.replace(s, "_", "", under)
	}
	return s, true
}

// asciiDigits returns s without white space around it and with decimal digits of
// any script made ASCII. Other characters outside ASCII become '?', which is in no
// number.
func (p *pace) asciiDigits(s string) string {
	s = p.trimSpace(s)
	if p.isASCII(s) {
		return s
	}
	b := p.room(len(s))
	p.eachRune(s, func(r rune) bool {
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
	return p.text(b)
}

// trimSpace removes Python's white space from both ends.
func (p *pace) trimSpace(s string) string {
	for s != "" {
		r, size := decodeRune(s)
		if !isSpace(r) {
			break
		}
		s = s[size:]
		p.pass(4)
	}
	for s != "" {
		r, size := decodeLastRune(s)
		if !isSpace(r) {
			break
		}
		s = s[:len(s)-size]
		p.pass(4)
	}
	return s
}

// intRepr returns the decimal digits of i.
func (f *Formatter) intRepr(i starlark.Int) (string, error) {
	if n, ok := i.Int64(); ok {
		return strconv.FormatInt(n, 10), nil
	}
	s, err := f.decimal(i.BigInt())
	if err == nil && i.Sign() < 0 {
		s = "-" + s
	}
	return s, err
}

// decimal returns the decimal digits of the absolute value of x, or the ValueError for more than there may be.
func (f *Formatter) decimal(x *big.Int) (string, error) {
	if err := CheckBits(x, f.MaxDigits); err != nil {
		return "", err
	}
	s, err := f.bigText(x, 10)
	if err != nil {
		return "", err
	}
	return s, CheckDecimal(s, f.MaxDigits)
}

func (f *Formatter) bigText(x *big.Int, base int) (string, error) {
	if f.BigText != nil && x.BitLen() >= manyDigits {
		return f.BigText(x, base)
	}
	return strings.TrimPrefix(x.Text(base), "-"), nil
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
func Strip(s string) string { return (*pace)(nil).trimSpace(s) }

// StripPaced is Strip for something long; check is asked now and then, and ends it by an error.
func StripPaced(check func() error, s string) (_ string, err error) {
	if len(s) <= paceBytes/64 {
		return Strip(s), nil
	}
	_, err = keepPace(func() (starlark.Value, error) {
		s = (&pace{check: check}).trimSpace(s)
		return nil, nil
	})
	return s, err
}
