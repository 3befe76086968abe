package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/text"
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
		return p.out.Join(env.Check)
	case *Class:
		if x.meta != nil {
			if s := x.meta.find("__str__"); s != nil && s.owner != TypeType && s.owner != ObjectType {
				p := printer{env: env, path: env.reprPath}
				if err := p.call(s, x, "__str__"); err != nil {
					return "", err
				}
				return p.out.Join(env.Check)
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
	if err != nil {
		return "", err
	}
	return text.EscapePaced(env.Check, s)
}
