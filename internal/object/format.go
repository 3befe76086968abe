package object

import (
	"math/big"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// Format returns format(v, spec).
func Format(env *Env, v starlark.Value, spec string) (string, error) {
	switch x := v.(type) {
	case *Instance:
		s := x.class.find("__format__")
		if s.owner != ObjectType && !valueMethod(s) {
			r, err := callSlot(env.Thread, s, x, textValue(spec))
			if err != nil {
				return "", err
			}
			t, ok := plainString(r)
			if !ok {
				return "", exception.New(exception.TypeError, "__format__ must return a str, not %s", TypeName(r))
			}
			return t, nil
		}
		if b := x.base(); b != nil {
			// str() of the class itself may differ from that of its value.
			if spec == "" {
				return Str(env, v)
			}
			if s, ok, err := env.Formatter().FormatValueOf(b, TypeName(v), spec); ok || err != nil {
				return s, err
			}
		}
		return formatDefault(env, v, spec)
	}
	if s, ok, err := env.Formatter().FormatValue(v, spec); ok || err != nil {
		return s, err
	}
	if f, ok := v.(interface {
		FormatSpec(spec string) (string, error)
	}); ok {
		return f.FormatSpec(spec)
	}
	return formatDefault(env, v, spec)
}

// formatDefault is object.__format__.
func formatDefault(env *Env, v starlark.Value, spec string) (string, error) {
	if spec != "" {
		return "", exception.New(exception.TypeError, "unsupported format string passed to %s.__format__", TypeName(v))
	}
	return Str(env, v)
}

// Formatter returns what the methods of str and bytes need to know of other
// values. It belongs to the interpreter; Bind gives it to each thread.
func (e *Env) Formatter() *text.Formatter {
	if e.formatter == nil {
		if e == noEnv {
			return newFormatter(e)
		}
		e.formatter = newFormatter(e)
	}
	return e.formatter
}

func newFormatter(e *Env) *text.Formatter {
	return &text.Formatter{
		Check:    e.Check,
		Reserve:  e.Reserve,
		ParseBig: func(digits string, radix int) (*big.Int, error) { return ParseBig(e, digits, radix) },
		BigText:  func(x *big.Int, base int) (string, error) { return textBig(e, x, base) },
		Str:      func(v starlark.Value) (string, error) { return Str(e, v) },
		Repr:     func(v starlark.Value) (string, error) { return Repr(e, v) },
		ASCII:    func(v starlark.Value) (string, error) { return ASCII(e, v) },
		Format:   func(v starlark.Value, spec string) (string, error) { return Format(e, v, spec) },
		GetAttr: func(v starlark.Value, name string) (starlark.Value, error) {
			return GetAttr(e.Thread, v, name)
		},
		GetItem: func(v, key starlark.Value) (starlark.Value, error) { return GetItem(e, v, key) },
		Index:   func(v starlark.Value) (starlark.Int, bool, error) { return indexOf(e, v) },
		Int: func(v starlark.Value) (starlark.Int, bool, error) {
			if n, ok, err := specialInt(e, v, "__int__"); ok || err != nil {
				return n, ok, err
			}
			if f, ok := Unwrap(v).(starlark.Float); ok {
				n, err := text.TruncFloat(float64(f))
				return n, true, err
			}
			return indexOf(e, v)
		},
		Float: func(v starlark.Value) (float64, bool, error) { return specialFloat(e, v) },
		Bytes: func(v starlark.Value) (string, bool, error) {
			m, err := Special(e, v, "__bytes__")
			if m == nil || err != nil {
				return "", false, err
			}
			r, err := Call(e.Thread, m)
			if err != nil {
				return "", false, err
			}
			b, ok := bytesOf(r)
			if !ok {
				return "", false, exception.New(exception.TypeError, "__bytes__ returned non-bytes (type %s)", TypeName(r))
			}
			return b, true, nil
		},
		Iterate: func(v starlark.Value) (starlark.Iterator, error) { return Iterate(e, v) },
		Pending: e.TakePending,
		IsMapping: func(v starlark.Value) bool {
			switch x := v.(type) {
			case *Instance:
				return x.class.made().overrides.getitem != nil
			case starlark.Tuple, starlark.String, *text.Text:
				return false
			case starlark.Mapping, starlark.Indexable:
				_, isClass := x.(*Class)
				return !isClass
			}
			return false
		},
		Truth:    func(v starlark.Value) (bool, error) { return Truth(e, v) },
		TypeName: TypeName,
		Matches: func(err error, kind exception.Kind) bool {
			c := ExceptionClassOf(kind)
			if c == nil {
				return false
			}
			exc, _ := e.match(err, c)
			return exc != nil
		},
	}
}

// specialInt calls a method of an instance that returns an int.
func specialInt(env *Env, v starlark.Value, name string) (n starlark.Int, ok bool, err error) {
	i, isInstance := v.(*Instance)
	if !isInstance {
		return n, false, nil
	}
	s := i.class.find(name)
	if s == nil || valueMethod(s) {
		return n, false, nil
	}
	r, err := callSlot(env.Thread, s, i)
	if err != nil {
		return n, false, err
	}
	if n, ok := number(Unwrap(r)).(starlark.Int); ok {
		return n, true, nil
	}
	return n, false, exception.New(exception.TypeError, "%s returned non-int (type %s)", name, TypeName(r))
}

func specialFloat(env *Env, v starlark.Value) (f float64, ok bool, err error) {
	if i, isInstance := v.(*Instance); isInstance {
		if s := i.class.find("__float__"); s != nil && !valueMethod(s) {
			r, err := callSlot(env.Thread, s, i)
			if err != nil {
				return 0, false, err
			}
			x, ok := Unwrap(r).(starlark.Float)
			if !ok {
				return 0, false, exception.New(exception.TypeError, "%s.__float__ returned non-float (type %s)", TypeName(v), TypeName(r))
			}
			return float64(x), true, nil
		}
	}
	if n := number(Unwrap(v)); n != nil {
		f, err := floatOf(n)
		return f, err == nil, err
	}
	n, ok, err := indexOf(env, v)
	if err != nil || !ok {
		return 0, false, err
	}
	f, err = floatOf(n)
	return f, err == nil, err
}
