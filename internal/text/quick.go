package text

import (
	"strings"

	"go.starlark.net/starlark"
)

// Quick calls a method of a str of ASCII characters where the call is of the simplest form: with operands that are such strs too, and
// nothing to complain about. It returns nil for all others. What it does is what the method does, without what it takes to find out about
// parameters.
func Quick(s, name string, args starlark.Tuple) starlark.Value {
	if len(s) > quickLimit {
		return nil
	}
	switch len(args) {
	case 0:
		switch name {
		case "strip":
			return quickStr(s, strings.TrimRight(strings.TrimLeft(s, asciiSpace), asciiSpace))
		case "lstrip":
			return quickStr(s, strings.TrimLeft(s, asciiSpace))
		case "rstrip":
			return quickStr(s, strings.TrimRight(s, asciiSpace))
		}
	case 1:
		if name == "join" {
			return quickJoin(s, args[0])
		}
		x, ok := args[0].(starlark.String)
		if !ok {
			return nil
		}
		switch name {
		case "startswith":
			return starlark.Bool(strings.HasPrefix(s, string(x)))
		case "endswith":
			return starlark.Bool(strings.HasSuffix(s, string(x)))
		case "split":
			if len(x) > 0 && isASCII(s) {
				return quickSplit(s, string(x))
			}
		case "find":
			if isASCII(s) {
				return starlark.MakeInt(strings.Index(s, string(x)))
			}
		case "count":
			if isASCII(s) && len(x) > 0 {
				return starlark.MakeInt(strings.Count(s, string(x)))
			}
		}
	case 2:
		if name == "replace" {
			x, ok := args[0].(starlark.String)
			y, ok2 := args[1].(starlark.String)
			if ok && ok2 && len(x) > 0 && len(y) <= len(x) && isASCII(s) {
				return starlark.String(strings.ReplaceAll(s, string(x), string(y)))
			}
		}
	}
	return nil
}

// quickLimit is how long a str may be for Quick: what the methods themselves bound is then no matter.
const quickLimit = 1 << 16

// asciiSpace are the ASCII characters that str.strip takes for space.
const asciiSpace = " \t\n\r\v\f\x1c\x1d\x1e\x1f"

// quickStr returns part, which was cut from s, if s has ASCII characters alone.
func quickStr(s, part string) starlark.Value {
	if !isASCII(s) {
		return nil
	}
	return starlark.String(part)
}

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
