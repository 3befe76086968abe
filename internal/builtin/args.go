package builtin

import (
	"fmt"
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// The wording of argument errors is that of CPython's functions written in C.
// Methods and functions whose parameters have names use text.Signature; the
// functions below are for builtins that take arguments by position only.

func typeError(format string, args ...any) error {
	return exception.New(exception.TypeError, format, args...)
}

func valueError(format string, args ...any) error {
	return exception.New(exception.ValueError, format, args...)
}

func memoryError() error { return exception.New(exception.MemoryError, "") }

func plural(n int) string {
	if n == 1 {
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

func noKeywords(name string, kwargs []starlark.Tuple) error {
	if len(kwargs) > 0 {
		return typeError("%s() takes no keyword arguments", name)
	}
	return nil
}

// one checks that name() got exactly one positional argument.
func one(name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := noKeywords(name, kwargs); err != nil {
		return nil, err
	}
	if len(args) != 1 {
		return nil, typeError("%s() takes exactly one argument (%d given)", name, len(args))
	}
	return args[0], nil
}

// positional checks that name() got least to most positional arguments; most < 0
// is no limit.
func positional(name string, args starlark.Tuple, kwargs []starlark.Tuple, least, most int) error {
	if err := noKeywords(name, kwargs); err != nil {
		return err
	}
	return count(name, args, least, most)
}

func count(name string, args starlark.Tuple, least, most int) error {
	n := len(args)
	switch {
	case least == most && n != least:
		return typeError("%s expected %s, got %d", name, plural(least), n)
	case n < least:
		return typeError("%s expected at least %s, got %d", name, plural(least), n)
	case most >= 0 && n > most:
		return typeError("%s expected at most %s, got %d", name, plural(most), n)
	}
	return nil
}

// none checks that a method got no argument.
func none(owner, name string, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if len(kwargs) > 0 {
		return typeError("%s.%s() takes no keyword arguments", owner, name)
	}
	if len(args) > 0 {
		return typeError("%s.%s() takes no arguments (%d given)", owner, name, len(args))
	}
	return nil
}

// single checks that a method got exactly one argument.
func single(owner, name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, typeError("%s.%s() takes no keyword arguments", owner, name)
	}
	if len(args) != 1 {
		return nil, typeError("%s.%s() takes exactly one argument (%d given)", owner, name, len(args))
	}
	return args[0], nil
}

// between checks that a method got least to most positional arguments.
func between(owner, name string, args starlark.Tuple, kwargs []starlark.Tuple, least, most int) error {
	if len(kwargs) > 0 {
		return typeError("%s.%s() takes no keyword arguments", owner, name)
	}
	return count(name, args, least, most)
}

// keyword takes the argument called key out of kwargs. rest is what is left.
func keyword(kwargs []starlark.Tuple, key string) (v starlark.Value, rest []starlark.Tuple) {
	for i, kw := range kwargs {
		if k, _ := text.AsString(kw[0]); k == key {
			rest = append(rest, kwargs[:i]...)
			return kw[1], append(rest, kwargs[i+1:]...)
		}
	}
	return nil, kwargs
}

// unknownKeyword reports the first of kwargs as not being a parameter of name().
func unknownKeyword(name string, kwargs []starlark.Tuple) error {
	key, _ := text.AsString(kwargs[0][0])
	return typeError("'%s' is an invalid keyword argument for %s()", key, name)
}

// special calls v's special method, if v is an instance of a class that has one.
func special(thread *starlark.Thread, v starlark.Value, method string, args ...starlark.Value) (res starlark.Value, found bool, err error) {
	i, ok := v.(*object.Instance)
	if !ok {
		return nil, false, nil
	}
	m, ok := i.Class().Lookup(method)
	if !ok {
		return nil, false, nil
	}
	if m == starlark.None {
		return nil, false, nil
	}
	f, err := bind(thread, m, v)
	if err != nil {
		return nil, true, err
	}
	res, err = object.Call(thread, f, args...)
	return res, true, err
}

// bind returns what reading the class attribute m from self gives. Special methods
// are looked up in the class alone, so the instance's own attributes play no part.
func bind(thread *starlark.Thread, m, self starlark.Value) (starlark.Value, error) {
	switch m := m.(type) {
	case *starlark.Function:
		return &object.BoundMethod{Func: m, Self: self}, nil
	case *object.NativeMethod:
		return &object.BoundMethod{Func: m, Self: self}, nil
	case *object.StaticMethod:
		return m.Func, nil
	case *object.ClassMethod:
		if f, ok := m.Func.(starlark.Callable); ok {
			return &object.BoundMethod{Func: f, Self: object.TypeOf(self)}, nil
		}
		return m.Func, nil
	}
	return m, nil
}

// index returns v as an int by its __index__.
func index(thread *starlark.Thread, v starlark.Value) (starlark.Int, error) {
	if n, ok := v.(starlark.Int); ok {
		return n, nil
	}
	return object.Index(object.EnvOf(thread), v)
}

// size returns v as an int that must fit in a machine word.
func size(thread *starlark.Thread, v starlark.Value) (int, error) {
	n, err := index(thread, v)
	if err != nil {
		return 0, err
	}
	i, ok := n.Int64()
	if !ok || int64(int(i)) != i {
		return 0, exception.New(exception.OverflowError, "Python int too large to convert to C ssize_t")
	}
	return int(i), nil
}

// clampedSize is size for positions in sequences, where too large is as good as the
// largest.
func clampedSize(thread *starlark.Thread, v starlark.Value) (int, error) {
	n, err := index(thread, v)
	if err != nil {
		return 0, err
	}
	if i, ok := n.Int64(); ok && int64(int(i)) == i {
		return int(i), nil
	}
	if n.Sign() < 0 {
		return math.MinInt, nil
	}
	return math.MaxInt, nil
}

func boolInt(b starlark.Bool) starlark.Int {
	if b {
		return starlark.MakeInt(1)
	}
	return starlark.MakeInt(0)
}
