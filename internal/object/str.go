package object

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
)

// Str returns str(v).
func Str(env *Env, v starlark.Value) (string, error) {
	if s, ok := v.(starlark.String); ok {
		return string(s), nil
	}
	switch x := v.(type) {
	case *Instance:
		s := x.class.find("__str__")
		switch {
		case s.owner == ObjectType:
			if r := x.class.find("__repr__"); r.owner == ObjectType || r.owner.value == r.owner {
				if b := x.base(); b != nil && !showsClass(TypeOf(b)) {
					return Str(env, b)
				}
			}
			return Repr(env, v)
		case s.owner.value == s.owner && s.owner.Native():
			return Str(env, x.base())
		}
		p := printer{env: env, path: env.reprPath}
		if err := p.call(s, x, "__str__"); err != nil {
			return "", err
		}
		return p.out.String(), nil
	case *Class:
		if x.meta != nil {
			if s := x.meta.find("__str__"); s != nil && s.owner != TypeType && s.owner != ObjectType {
				p := printer{env: env, path: env.reprPath}
				if err := p.call(s, x, "__str__"); err != nil {
					return "", err
				}
				return p.out.String(), nil
			}
		}
	}
	if s, ok := plainString(v); ok {
		return s, nil
	}
	return Repr(env, v)
}

// ASCII returns ascii(v).
func ASCII(env *Env, v starlark.Value) (string, error) {
	s, err := Repr(env, v)
	if err != nil || len(s) <= longText {
		return escapeNonASCII(s), err
	}
	var b strings.Builder
	for s != "" {
		n := min(len(s), longText)
		for n < len(s) && !utf8.RuneStart(s[n]) {
			n++
		}
		b.WriteString(escapeNonASCII(s[:n]))
		if s = s[n:]; s != "" {
			if err := env.Check(); err != nil {
				return "", err
			}
		}
	}
	return b.String(), nil
}

func escapeNonASCII(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}
