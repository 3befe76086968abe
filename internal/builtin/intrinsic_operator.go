package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// operatorIntrinsics are operators whose Python meaning is not the engine's.
var operatorIntrinsics = map[string]intrinsic{
	"·binary": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		switch op := name(args[0]); op {
		case "%":
			return modulo(thread, args[1], args[2])
		case "/", "//":
			if v := object.QuickDivide(op, args[1], args[2]); v != nil {
				return v, nil
			}
			return object.Binary(object.EnvOf(thread), op, args[1], args[2])
		case "+", "-", "*", "**", "@", "<<", ">>", "&", "|", "^":
			return object.Binary(object.EnvOf(thread), op, args[1], args[2])
		default:
			return compare(thread, op, args[1], args[2])
		}
	},
	"·inplace": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		op := name(args[0])
		switch op {
		case "/", "//", "%":
			if v := object.QuickDivide(op, args[1], args[2]); v != nil {
				return v, nil
			}
			if op == "%" && isText(args[1]) {
				return modulo(thread, args[1], args[2])
			}
		}
		return object.Inplace(object.EnvOf(thread), op, args[1], args[2])
	},
	"·mod": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return modulo(thread, args[0], args[1])
	},
	"·pow": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.Binary(object.EnvOf(thread), "**", args[0], args[1])
	},
	"·mul": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		if v := object.QuickMultiply(args[0], args[1]); v != nil {
			return v, nil
		}
		return object.Multiply(object.EnvOf(thread), args[0], args[1])
	},
	"·enginemul": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.EngineMultiply(object.EnvOf(thread), args[0], args[1])
	},
	"·enginemod": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.StarlarkRemainder(object.EnvOf(thread), args[0], args[1])
	},
	"·starlark_method": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.StarlarkMethod(thread, args[0], name(args[1]))
	},
	"·matmul": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.Binary(object.EnvOf(thread), "@", args[0], args[1])
	},
	"·unary": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.Unary(object.EnvOf(thread), name(args[0]), args[1])
	},
	"·compare": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return compare(thread, name(args[0]), args[1], args[2])
	},
	"·is": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return starlark.Bool(object.Is(args[0], args[1])), nil
	},
	"·complex": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		re, _ := args[0].(starlark.Float)
		im, _ := args[1].(starlark.Float)
		return Complex(complex(float64(re), float64(im))), nil
	},
	"·format": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		env := object.EnvOf(thread)
		s, err := formatField(env, args[0], name(args[1]), name(args[2]))
		if err != nil {
			return nil, err
		}
		return env.Text(s)
	},
}

// compare is a comparison, membership and identity among them.
func compare(thread *starlark.Thread, op string, x, y starlark.Value) (starlark.Value, error) {
	if i, ok := x.(starlark.Int); ok && op[0] != 'i' && op[0] != 'n' {
		if j, ok := y.(starlark.Int); ok {
			return starlark.Bool(compareInts(op, i, j)), nil
		}
	}
	if f, ok := x.(starlark.Float); ok {
		if g, ok := y.(starlark.Float); ok {
			switch op {
			case "<":
				return starlark.Bool(f < g), nil
			case "<=":
				return starlark.Bool(f <= g), nil
			case ">":
				return starlark.Bool(f > g), nil
			case ">=":
				return starlark.Bool(f >= g), nil
			}
		}
	}
	env := object.EnvOf(thread)
	switch op {
	case "in", "not in":
		found, err := object.Contains(env, y, x)
		return starlark.Bool(found == (op == "in")), err
	case "is":
		return starlark.Bool(object.Is(x, y)), nil
	case "is not":
		return starlark.Bool(!object.Is(x, y)), nil
	}
	return object.RichCompare(env, op, x, y)
}

func compareInts(op string, x, y starlark.Int) bool {
	c, _ := x.Cmp(y, 0)
	switch op {
	case "==":
		return c == 0
	case "!=":
		return c != 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	}
	return c >= 0
}

func asString(v starlark.Value) (string, bool) { return text.AsString(v) }

func isText(v starlark.Value) bool {
	v = object.Unwrap(v)
	if _, ok := text.AsString(v); ok {
		return true
	}
	_, ok := text.AsBytes(v)
	return ok
}

// modulo is x % y, which formats where x is a str or bytes.
func modulo(thread *starlark.Thread, x, y starlark.Value) (starlark.Value, error) {
	if v := object.QuickDivide("%", x, y); v != nil {
		return v, nil
	}
	env := object.EnvOf(thread)
	u := object.Unwrap(x)
	if s, ok := text.AsString(u); ok {
		s, err := env.Formatter().Percent(s, y)
		if err != nil {
			return nil, err
		}
		return env.Text(s)
	}
	if b, ok := text.AsBytes(u); ok {
		s, err := env.Formatter().PercentBytes(b, y)
		if err != nil {
			return nil, err
		}
		if _, ok := u.(starlark.Bytes); ok {
			return starlark.Bytes(s), nil
		}
		if _, ok := u.(*text.ByteArray); ok {
			return text.NewByteArray([]byte(s)), nil
		}
		return text.Bytes(s), nil
	}
	return object.Binary(env, "%", x, y)
}

// formatField is a replacement field of an f-string.
func formatField(env *object.Env, v starlark.Value, conversion, spec string) (string, error) {
	var s string
	var err error
	switch conversion {
	case "":
		return object.Format(env, v, spec)
	case "s":
		s, err = object.Str(env, v)
	case "r":
		s, err = object.Repr(env, v)
	case "a":
		s, err = object.ASCII(env, v)
	}
	if err != nil || spec == "" {
		return s, err
	}
	return object.Format(env, text.Str(s), spec)
}
