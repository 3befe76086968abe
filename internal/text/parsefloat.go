package text

import (
	"math"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// ParseFloat reads a float as float(s) does: white space around it, a sign,
// underscores between digits, digits of any script, inf, infinity and nan in any
// case. What is too large is infinite.
func ParseFloat(s string) (float64, error) { return (*pace)(nil).parseFloat(s, false) }

// ParseFloatPaced is ParseFloat, or reads bytes, float(b"1.5"); check is asked now and then, and ends it by an error.
func ParseFloatPaced(check func() error, s string, isBytes bool) (x float64, err error) {
	if len(s) < paceBytes/64 {
		return (*pace)(nil).parseFloat(s, isBytes)
	}
	_, err = keepPace(func() (_ starlark.Value, err error) {
		x, err = (&pace{check: check}).parseFloat(s, isBytes)
		return nil, err
	})
	return x, err
}

func (p *pace) parseFloat(s string, isBytes bool) (float64, error) {
	bad := func() (float64, error) {
		shown := ""
		if isBytes {
			shown = p.quoteBytes(s, quoteMark(s))
		} else {
			shown = p.quote(s, false)
		}
		return 0, &exception.Error{Kind: exception.ValueError, Msg: p.concat("could not convert string to float: ", shown)}
	}
	if isBytes && !p.isASCII(s) {
		return bad() // no digit has a byte outside ASCII
	}
	body := p.asciiDigits(s)
	neg := false
	if body != "" && (body[0] == '+' || body[0] == '-') {
		neg = body[0] == '-'
		body = body[1:]
	}
	if len(body) <= len("infinity") {
		switch strings.ToLower(body) {
		case "inf", "infinity":
			if neg {
				return math.Inf(-1), nil
			}
			return math.Inf(1), nil
		case "nan":
			return math.NaN(), nil
		}
	}
	mantissa, exp, hasExp := body, "", false
	if i := p.index(body, "e"); i >= 0 {
		mantissa, exp, hasExp = body[:i], body[i+1:], true
	} else if i := p.index(body, "E"); i >= 0 {
		mantissa, exp, hasExp = body[:i], body[i+1:], true
	}
	whole, frac := mantissa, ""
	if i := p.index(mantissa, "."); i >= 0 {
		whole, frac = mantissa[:i], mantissa[i+1:]
	}
	var ok bool
	if whole == "" && frac == "" {
		return bad()
	}
	if whole != "" {
		if whole, ok = p.dropUnderscores(whole, 10); !ok {
			return bad()
		}
	}
	if frac != "" {
		if frac, ok = p.dropUnderscores(frac, 10); !ok {
			return bad()
		}
	}
	if hasExp {
		sign := ""
		if exp != "" && (exp[0] == '+' || exp[0] == '-') {
			sign, exp = exp[:1], exp[1:]
		}
		if exp, ok = p.dropUnderscores(exp, 10); !ok {
			return bad()
		}
		exp = sign + p.significant(exp, maxExponentDigits)
	}
	x, err := strconv.ParseFloat(p.shorten(whole, frac, exp), 64)
	if err != nil && !strings.Contains(err.Error(), "range") {
		return bad()
	}
	if neg {
		x = -x
	}
	return x, nil
}

// maxExponentDigits is how many digits of an exponent count: of more the value is 0 or infinite, however long the text.
const maxExponentDigits = 12

// significant returns the digits of a number without zeros before them, and a large one of most digits in place of one that has more.
func (p *pace) significant(digits string, most int) string {
	digits = p.trimZeros(digits)
	if len(digits) > most {
		return strings.Repeat("9", most)
	}
	return digits
}

// trimZeros removes zeros from the front.
func (p *pace) trimZeros(digits string) string {
	for digits != "" && digits[0] == '0' {
		digits = digits[1:]
		p.pass(1)
	}
	return digits
}

// shorten returns a number that is read as the same float: from so many digits on, all that counts is whether one is not zero. Package strconv itself
// misplaces the point behind more than 800 digits.
func (p *pace) shorten(whole, frac, exp string) string {
	if len(whole)+len(frac) < maxSignificant && len(exp) < 5 {
		if frac != "" {
			whole += "." + frac
		}
		if exp != "" && exp != "+" && exp != "-" { // zeros are gone
			whole += "e" + exp
		}
		return whole
	}
	whole = p.trimZeros(whole)
	point := len(whole) // of 0.digits
	if whole == "" {
		rest := p.trimZeros(frac)
		point = len(rest) - len(frac)
		frac = rest
	}
	digits := whole[:min(len(whole), maxSignificant)]
	whole = whole[len(digits):]
	more := frac[:min(len(frac), maxSignificant-len(digits))]
	digits, frac = digits+more, frac[len(more):]
	if digits == "" {
		return "0"
	}
	if p.trimZeros(whole) != "" || p.trimZeros(frac) != "" {
		digits += "1"
	}
	n, _ := strconv.Atoi(exp)
	n += point
	return "0." + digits + "e" + strconv.Itoa(max(min(n, 1<<16), -1<<16))
}
