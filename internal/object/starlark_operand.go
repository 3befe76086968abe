package object

import (
	"fmt"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// This file has what stands for large operands in the Starlark dialect, so that its operators can be stopped. They mean what the engine's do.

// A large is the operand of one instruction of the engine, and to it of the value's own type.
type large struct {
	starlark.Value
	env     *Env
	inplace bool // the right operand of +=, |=
}

// Binary returns the value op y.
func (v *large) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	x, env := v.Value, v.env
	if side != starlark.Left {
		x, y = y, x
	}
	switch op {
	case syntax.PLUS:
		switch x := x.(type) {
		case starlark.String:
			if y, ok := y.(starlark.String); ok {
				return env.concat(string(x), string(y))
			}
		case *starlark.List:
			if y, ok := y.(*starlark.List); ok && !v.inplace {
				elems, err := env.Join(x, y, 0)
				return starlark.NewList(elems), err
			}
			if v.inplace {
				if y, ok := y.(starlark.Iterable); ok {
					return x, extend(env, x, y)
				}
			}
		case starlark.Tuple:
			if y, ok := y.(starlark.Tuple); ok {
				elems, err := env.Join(x, y, 0)
				return starlark.Tuple(elems), err
			}
		}
	case syntax.PIPE:
		if x, ok := x.(*starlark.Dict); ok && v.inplace {
			if y, ok := y.(*starlark.Dict); ok {
				return Inplace(env, "|", x, y)
			}
		}
		fallthrough
	case syntax.MINUS, syntax.AMP, syntax.CIRCUMFLEX:
		if hashes(x) && hashes(y) {
			return Binary(env, op.String(), x, y)
		}
	}
	return starlark.Binary(op, x, y)
}

func hashes(v starlark.Value) bool {
	switch v.(type) {
	case *starlark.Dict, *starlark.Set:
		return true
	}
	return false
}

// concat returns a + b.
func (e *Env) concat(a, b string) (starlark.Value, error) {
	if err := e.Reserve(int64(len(a)) + int64(len(b))); err != nil {
		return nil, err
	}
	var t pieces.Text
	t.WriteString(a)
	t.WriteString(b)
	s, err := t.Join(e.Check)
	return starlark.String(s), err
}

// CompareSameType compares the value with one of its type.
func (v *large) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return v.env.starlarkCompare(op, v.Value, y, depth)
}

// Has reports whether x is in the value, a string, list or tuple.
func (v *large) Has(x starlark.Value) (bool, error) {
	if seq, ok := v.Value.(starlark.Indexable); ok && v.Type() != "string" {
		for i := 0; i < seq.Len(); i++ {
			if eq, err := v.env.StarlarkCompare(syntax.EQL, seq.Index(i), x); err != nil || eq {
				return eq, err
			}
		}
		return false, nil
	}
	sub, ok := x.(starlark.String)
	if !ok {
		return false, fmt.Errorf("'in <string>' requires string as left operand, not %s", x.Type())
	}
	i, err := text.Find(v.env.Check, string(v.Value.(starlark.String)), string(sub))
	return err == nil && i >= 0, err
}

// Len returns the length, for slices.
func (v *large) Len() int { return starlark.Len(v.Value) }

// Index is what the engine wants of all that has slices.
func (v *large) Index(i int) starlark.Value { return v.Value.(starlark.Indexable).Index(i) }

// Slice returns value[start:end:step].
func (v *large) Slice(start, end, step int) starlark.Value {
	s, ok := v.Value.(starlark.Sliceable)
	if !ok {
		v.env.Raise(exception.New(exception.TypeError, "'%s' object is not subscriptable", TypeName(v.Value)))
		return starlark.None
	}
	r, err := cut(v.env, s, start, end, step)
	if err != nil {
		v.env.Raise(err)
		return starlark.None
	}
	return r
}

// Attr returns a method of the value's.
func (v *large) Attr(name string) (starlark.Value, error) {
	return StarlarkMethod(v.env.Thread, v.Value, name)
}

// AttrNames is for messages.
func (v *large) AttrNames() []string { return v.Value.(starlark.HasAttrs).AttrNames() }

// largeMethod returns a method of the engine's of what is large, or may make something large, which can be stopped; nil if there is no other than the engine's.
func largeMethod(env *Env, x starlark.Value, name string) (starlark.Value, error) {
	switch v := x.(type) {
	case starlark.String:
		if name == "join" {
			return starlarkJoin(v)
		}
		if !text.IsStarlarkMethod(name) || len(v) < vastBytes && name != "replace" && name != "rsplit" {
			return nil, nil
		}
		method, err := v.Attr(name)
		if err != nil {
			return nil, err
		}
		return NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if name == "rsplit" && len(args) == 2 {
				// The engine makes room for as many parts as are asked for: no more than there are characters.
				if n, ok := args[1].(starlark.Int); ok && n.Sign() > 0 {
					if i, fits := n.Int64(); !fits {
						return starlark.Call(thread, method, args, kwargs) // says that it is too large
					} else if i > int64(len(v)) {
						n = starlark.MakeInt(len(v))
					}
					args = starlark.Tuple{args[0], n}
				}
			}
			if len(kwargs) == 0 {
				env := EnvOf(thread)
				c := text.StarlarkCall{Name: name, Self: string(v), Args: args, Check: env.Check, Reserve: env.Reserve}
				if r, ok, err := c.Run(); ok {
					return r, err
				}
			}
			return starlark.Call(thread, method, args, kwargs)
		}), nil
	case *starlark.List:
		if name == "extend" {
			return starlarkExtend(v)
		}
	case *starlark.Dict:
		if !IsVast(v) {
			break
		}
		switch name {
		case "items", "keys", "values":
			return NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(args)+len(kwargs) > 0 {
					method, _ := v.Attr(name)
					return starlark.Call(thread, method, args, kwargs)
				}
				return dictList(EnvOf(thread), v, name)
			}), nil
		}
	}
	return nil, nil
}

// dictList returns a list of the items, keys or values of a dict.
func dictList(env *Env, d *starlark.Dict, name string) (starlark.Value, error) {
	if err := env.Reserve(3 * elementSize * int64(d.Len())); err != nil {
		return nil, err
	}
	var list pieces.List[starlark.Value]
	for k, v := range d.Entries() {
		if err := env.Tick(); err != nil {
			return nil, err
		}
		switch name {
		case "items":
			list.Push(starlark.Tuple{k, v})
		case "keys":
			list.Push(k)
		default:
			list.Push(v)
		}
	}
	elems, err := list.Join(env.Check)
	return starlark.NewList(elems), err
}

// starlarkExtend returns the extend of a list.
func starlarkExtend(l *starlark.List) (starlark.Value, error) {
	method, err := l.Attr("extend")
	if err != nil {
		return nil, err
	}
	return NewFunc("extend", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) == 0 && len(args) == 1 && !isFew(args[0]) {
			if it, ok := args[0].(starlark.Iterable); ok {
				return starlark.None, extend(EnvOf(thread), l, it)
			}
		}
		return starlark.Call(thread, method, args, kwargs)
	}), nil
}

// starlarkJoin returns the join of a string.
func starlarkJoin(sep starlark.String) (starlark.Value, error) {
	method, err := sep.Attr("join")
	if err != nil {
		return nil, err
	}
	return NewFunc("join", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) == 0 && len(args) == 1 && (len(sep) >= longText || !isFew(args[0])) {
			env := EnvOf(thread)
			if it, ok := args[0].(starlark.Iterable); ok {
				list, err := Elements(env, it)
				if err != nil {
					return nil, err
				}
				c := text.StarlarkCall{Name: "join", Self: string(sep), Check: env.Check, Reserve: env.Reserve}
				if r, err := c.JoinStarlark(list); r != nil || err != nil {
					return r, err
				}
				args = starlark.Tuple{starlark.Tuple(list)}
			}
		}
		return starlark.Call(thread, method, args, kwargs)
	}), nil
}

// isFew reports whether a value has few elements, and all of them are short.
func isFew(v starlark.Value) bool {
	var n int
	var at func(int) starlark.Value
	switch v := v.(type) {
	case *starlark.List:
		n, at = v.Len(), v.Index
	case starlark.Tuple:
		n, at = len(v), v.Index
	default:
		return false
	}
	if n > fewElements {
		return false
	}
	for i := range n {
		if s, ok := at(i).(starlark.String); ok && len(s) >= longText {
			return false
		}
	}
	return true
}

// StarlarkRemainder returns x % y in the Starlark dialect.
func StarlarkRemainder(env *Env, x, y starlark.Value) (starlark.Value, error) {
	format, ok := x.(starlark.String)
	if !ok {
		return starlark.Binary(syntax.PERCENT, x, y)
	}
	simple := len(format) < fewElements
	if t, ok := y.(starlark.Tuple); ok && len(t) <= fewElements {
		for i := 0; i < len(t) && simple; i++ {
			simple = IsSimple(t[i])
		}
	} else {
		simple = simple && IsSimple(y)
	}
	if simple {
		return starlark.Binary(syntax.PERCENT, x, y)
	}
	return starlarkFormat(env, string(format), y)
}

// starlarkFormat does as the engine does, but can be stopped, and takes no more memory than there is.
func starlarkFormat(env *Env, format string, x starlark.Value) (starlark.Value, error) {
	var out pieces.Text
	reserved := 1 << 20
	args, isTuple := x.(starlark.Tuple)
	if !isTuple {
		args = starlark.Tuple{x}
	}
	mapping, _ := x.(starlark.Mapping)
	index := 0
	for {
		if err := env.Tick(); err != nil {
			return nil, err
		}
		if out.Len() > reserved {
			reserved = 2 * out.Len()
			if err := env.Reserve(int64(reserved)); err != nil {
				return nil, err
			}
		}
		i, err := text.Find(env.Check, format, "%")
		if err != nil {
			return nil, err
		}
		if i < 0 {
			out.WriteString(format)
			break
		}
		out.WriteString(format[:i])
		format = format[i+1:]
		if format != "" && format[0] == '%' {
			out.WriteString("%")
			format = format[1:]
			continue
		}
		var arg starlark.Value
		if format != "" && format[0] == '(' {
			j, err := text.Find(env.Check, format, ")")
			switch {
			case err != nil:
				return nil, err
			case j < 0:
				return nil, fmt.Errorf("incomplete format key")
			case mapping == nil:
				return nil, fmt.Errorf("format requires a mapping")
			}
			v, found, _ := mapping.Get(starlark.String(format[1:j]))
			if !found {
				return nil, fmt.Errorf("key not found: %s", format[1:j])
			}
			arg, format = v, format[j+1:]
		} else {
			if index >= len(args) {
				return nil, fmt.Errorf("not enough arguments for format string")
			}
			arg = args[index]
			if !isTuple {
				arg = x
			}
		}
		if format == "" {
			return nil, fmt.Errorf("incomplete format")
		}
		s, err := starlarkDirective(env, format[0], arg)
		if err != nil {
			return nil, err
		}
		out.WriteString(s)
		format = format[1:]
		index++
	}
	if index < len(args) && mapping == nil {
		return nil, fmt.Errorf("too many arguments for format string")
	}
	s, err := out.Join(env.Check)
	return starlark.String(s), err
}

func starlarkDirective(env *Env, c byte, arg starlark.Value) (string, error) {
	switch c {
	case 's', 'r':
		if s, ok := arg.(starlark.String); ok && c == 's' {
			return string(s), nil
		}
		return StarlarkText(env, arg)
	case 'd', 'i':
		if n, ok := arg.(starlark.Int); ok {
			return starlarkInt(env, n)
		}
	}
	v, err := starlark.Binary(syntax.PERCENT, starlark.String("%"+string(rune(c))), starlark.Tuple{arg})
	s, ok := v.(starlark.String)
	if err == nil && !ok {
		err = exception.New(exception.SystemError, "%% returned %s", v.Type())
	}
	return string(s), err
}
