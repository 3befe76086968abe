package text

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
)

// A QuickMethod is a method of a str of ASCII characters, for calls of the simplest form: with operands that are such strs too, and nothing to
// complain about. It returns nil for all others. What it does is what the method does, without what it takes to find out about parameters.
type QuickMethod func(s string, args starlark.Tuple) starlark.Value

// Quick returns the QuickMethod of a name, nil if there is none.
func Quick(name string) QuickMethod { return quickMethods[name] }

var quickMethods = map[string]QuickMethod{
	"upper":  quickCase(strings.ToUpper),
	"lower":  quickCase(strings.ToLower),
	"strip":  quickTrim(func(s string) string { return trimRight(trimLeft(s)) }),
	"lstrip": quickTrim(trimLeft),
	"rstrip": quickTrim(trimRight),
	"join": func(s string, args starlark.Tuple) starlark.Value {
		if len(args) != 1 {
			return nil
		}
		return quickJoin(s, args[0])
	},
	"startswith": quickWith(func(s, x string) starlark.Value { return starlark.Bool(strings.HasPrefix(s, x)) }),
	"endswith":   quickWith(func(s, x string) starlark.Value { return starlark.Bool(strings.HasSuffix(s, x)) }),
	"split": quickWith(func(s, x string) starlark.Value {
		if x == "" || !isASCII(s) {
			return nil
		}
		return quickSplit(s, x)
	}),
	"find": quickWith(func(s, x string) starlark.Value {
		if !isASCII(s) {
			return nil
		}
		return starlark.MakeInt(strings.Index(s, x))
	}),
	"count": quickWith(func(s, x string) starlark.Value {
		if x == "" || !isASCII(s) {
			return nil
		}
		return starlark.MakeInt(strings.Count(s, x))
	}),
	"replace": func(s string, args starlark.Tuple) starlark.Value {
		if len(args) != 2 || len(s) > quickLimit {
			return nil
		}
		x, ok := args[0].(starlark.String)
		y, ok2 := args[1].(starlark.String)
		if !ok || !ok2 || x == "" || len(y) > len(x) || !isASCII(s) {
			return nil
		}
		return starlark.String(strings.ReplaceAll(s, string(x), string(y)))
	},
	"format": quickFormat,
}

func quickTrim(trim func(s string) string) QuickMethod {
	return func(s string, args starlark.Tuple) starlark.Value {
		if len(args) > 0 || len(s) > quickLimit || !isASCII(s) {
			return nil
		}
		return starlark.String(trim(s))
	}
}

func quickCase(f func(s string) string) QuickMethod {
	return func(s string, args starlark.Tuple) starlark.Value {
		if len(args) > 0 || len(s) > quickLimit || !isASCII(s) {
			return nil
		}
		return starlark.String(f(s))
	}
}

func quickWith(f func(s, x string) starlark.Value) QuickMethod {
	return func(s string, args starlark.Tuple) starlark.Value {
		if len(args) != 1 || len(s) > quickLimit {
			return nil
		}
		x, ok := args[0].(starlark.String)
		if !ok {
			return nil
		}
		return f(s, string(x))
	}
}

// quickFormat fills in fields that are {} and values that are ints or short strs.
func quickFormat(s string, args starlark.Tuple) starlark.Value {
	if len(s) > quickLimit {
		return nil
	}
	var buf [128]byte
	out := buf[:0]
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '{':
			if i++; i == len(s) || s[i] != '}' || len(args) == 0 {
				return nil
			}
			switch x := args[0].(type) {
			case starlark.String:
				if len(x) > quickLimit || !isASCII(string(x)) {
					return nil
				}
				out = append(out, x...)
			case starlark.Int:
				n, ok := x.Int64()
				if !ok {
					return nil
				}
				out = strconv.AppendInt(out, n, 10)
			default:
				return nil
			}
			args = args[1:]
		case '}':
			return nil
		default:
			if c >= utf8.RuneSelf {
				return nil
			}
			out = append(out, c)
		}
	}
	return starlark.String(out)
}

// quickLimit is how long a str may be for Quick: what the methods themselves bound is then no matter.
const quickLimit = 1 << 16

func trimLeft(s string) string {
	for s != "" && isASCIISpace(s[0]) {
		s = s[1:]
	}
	return s
}

func trimRight(s string) string {
	for s != "" && isASCIISpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// isASCIISpace reports whether str.strip takes an ASCII character for space.
func isASCIISpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' || 0x1c <= c && c <= 0x1f }

func quickSplit(s, sep string) starlark.Value {
	elems := make([]starlark.Value, 0, strings.Count(s, sep)+1)
	for {
		i := strings.Index(s, sep)
		if i < 0 {
			return starlark.NewList(append(elems, starlark.String(s)))
		}
		elems = append(elems, starlark.String(s[:i]))
		s = s[i+len(sep):]
	}
}

// quickJoin joins a list or tuple of few strs.
func quickJoin(sep string, v starlark.Value) starlark.Value {
	var parts [16]string
	n := 0
	add := func(x starlark.Value) bool {
		s, ok := x.(starlark.String)
		if ok = ok && len(s) <= quickLimit && isASCII(string(s)); ok {
			parts[n] = string(s)
			n++
		}
		return ok
	}
	switch v := v.(type) {
	case *starlark.List:
		if v.Len() > len(parts) {
			return nil
		}
		for i := range v.Len() {
			if !add(v.Index(i)) {
				return nil
			}
		}
	case starlark.Tuple:
		if len(v) > len(parts) {
			return nil
		}
		for _, x := range v {
			if !add(x) {
				return nil
			}
		}
	default:
		return nil
	}
	if !isASCII(sep) {
		return nil
	}
	return starlark.String(strings.Join(parts[:n], sep))
}
