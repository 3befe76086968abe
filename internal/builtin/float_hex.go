package builtin

import (
	"math"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// floatFromHex is float.fromhex, a class method.
func floatFromHex(thread *starlark.Thread, cls starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := single("float", "fromhex", args, kwargs)
	if err != nil {
		return nil, err
	}
	s, ok := text.AsString(object.Unwrap(v))
	if !ok {
		return nil, typeError("bad argument type for built-in operation")
	}
	f, err := parseFloatHex(object.EnvOf(thread), s)
	if err != nil {
		return nil, err
	}
	if c, ok := cls.(*object.Class); ok && c != object.FloatType {
		return c.Call(thread, starlark.Tuple{starlark.Float(f)}, nil)
	}
	return starlark.Float(f), nil
}

// maxHexFloat is how long a text may be that is read as it is.
const maxHexFloat = 4096

func parseFloatHex(env *object.Env, s string) (float64, error) {
	bad := valueError("invalid hexadecimal floating-point string")
	if len(s) > maxHexFloat {
		var err error
		if s, err = shortFloatHex(env, s); err != nil {
			return 0, err
		}
	}
	s = strings.ToLower(strings.Trim(s, " \t\n\v\f\r"))
	rest := s
	sign := ""
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		sign, rest = rest[:1], rest[1:]
	}
	switch rest {
	case "inf", "infinity", "nan":
		f, _ := strconv.ParseFloat(rest, 64)
		if sign == "-" {
			f = math.Copysign(f, -1)
		}
		return f, nil
	}
	rest = strings.TrimPrefix(rest, "0x")
	mant, exp, hasExp := strings.Cut(rest, "p")
	whole, frac, _ := strings.Cut(mant, ".")
	if whole+frac == "" || strings.Trim(whole+frac, "0123456789abcdef") != "" {
		return 0, bad
	}
	if !hasExp {
		exp = "0"
	} else if digits := strings.TrimLeft(exp, "+-"); len(exp)-len(digits) > 1 || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, bad
	}
	f, err := strconv.ParseFloat(sign+"0x"+whole+"."+frac+"p"+exp, 64)
	if err != nil {
		return 0, exception.New(exception.OverflowError, "hexadecimal value too large to represent as a float")
	}
	return f, nil
}

// shortFloatHex returns a short text that is read as the same float as a long one: without spaces around it, and without digits of which only counts
// whether one is not zero. What is no float stays none.
func shortFloatHex(env *object.Env, s string) (string, error) {
	const spaces = " \t\n\v\f\r"
	for s != "" && strings.IndexByte(spaces, s[0]) >= 0 {
		s = s[1:]
		if err := env.Tick(); err != nil {
			return "", err
		}
	}
	for s != "" && strings.IndexByte(spaces, s[len(s)-1]) >= 0 {
		s = s[:len(s)-1]
		if err := env.Tick(); err != nil {
			return "", err
		}
	}
	if len(s) <= maxHexFloat {
		return s, nil
	}
	i := 0
	sign := ""
	if s[0] == '+' || s[0] == '-' {
		sign, i = s[:1], 1
	}
	if s[i] == '0' && s[i+1]|0x20 == 'x' {
		i += 2
	}
	var kept []byte // the first digits but zeros
	exp, point, begin, rest := 0, false, i, false
	for ; i < len(s); i++ {
		if err := env.Tick(); err != nil {
			return "", err
		}
		c := s[i]
		if c == '.' && !point {
			point, begin = true, begin+1
			continue
		}
		if !('0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f') {
			break
		}
		if len(kept) == 0 && c == '0' || len(kept) < 32 {
			if point {
				exp -= 4
			}
			if len(kept) > 0 || c != '0' {
				kept = append(kept, c)
			}
			continue
		}
		rest = rest || c != '0'
		if !point {
			exp += 4
		}
	}
	none := i == begin // of the digits
	if none || i < len(s) && s[i]|0x20 != 'p' {
		return "?", nil
	}
	if i < len(s) {
		given, ok, err := hexExponent(env, s[i+1:])
		if err != nil || !ok {
			return "?", err
		}
		exp += given
	}
	if rest {
		kept = append(kept, '1')
		exp -= 4
	}
	if len(kept) == 0 {
		kept, exp = []byte("0"), 0
	}
	const most = 1 << 16 // far beyond all floats
	return sign + "0x" + string(kept) + "p" + strconv.Itoa(min(max(exp, -most), most)), nil
}

// hexExponent reads the exponent of a float's text, or a number far beyond all exponents for what is larger.
func hexExponent(env *object.Env, s string) (exp int, ok bool, err error) {
	neg := strings.HasPrefix(s, "-")
	if neg || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false, nil
		}
		exp = min(10*exp+int(s[i]-'0'), 1<<50)
		if err := env.Tick(); err != nil {
			return 0, false, err
		}
	}
	if neg {
		exp = -exp
	}
	return exp, s != "", nil
}
