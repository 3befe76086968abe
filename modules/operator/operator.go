// Package operator is the module operator. The operators are rows of the tables
// here; what makes functions, such as itemgetter, is written in the language
// (operator.py).
package operator

import (
	_ "embed"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

//go:embed operator.py
var source string

// Modules returns the definition of the module, and of the one that it is made with.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "operator", Doc: "Operator interface.", Source: source},
		interp.Native("_operator", "Operator interface.", functions),
	}
}

type operation func(env *object.Env, a []starlark.Value) (starlark.Value, error)

func function(name string, arity int, op operation) *starlark.Builtin {
	params := []string{"a", "b", "c"}[:arity]
	signature := &text.Signature{Owner: "_operator", Func: name, Style: text.Positional, Params: params, Required: arity}
	if arity == 1 {
		signature.Style = text.Single
	}
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		return op(object.EnvOf(thread), a)
	})
}

var functions = object.Later(func() []*starlark.Builtin {
	var list []*starlark.Builtin
	add := func(name string, arity int, op operation) { list = append(list, function(name, arity, op)) }
	for name, op := range map[string]string{
		"add": "+", "and_": "&", "floordiv": "//", "lshift": "<<", "matmul": "@", "mod": "%", "mul": "*", "or_": "|",
		"pow": "**", "rshift": ">>", "sub": "-", "truediv": "/", "xor": "^",
	} {
		add(name, 2, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
			return object.Binary(env, op, a[0], a[1])
		})
		in := "i" + name
		if name == "and_" || name == "or_" {
			in = in[:len(in)-1]
		}
		add(in, 2, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
			return object.Inplace(env, op, a[0], a[1])
		})
	}
	for name, op := range map[string]string{"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "ge": ">=", "gt": ">"} {
		add(name, 2, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
			return object.RichCompare(env, op, a[0], a[1])
		})
	}
	for name, op := range map[string]string{"neg": "-", "pos": "+", "invert": "~", "inv": "~"} {
		add(name, 1, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
			return object.Unary(env, op, a[0])
		})
	}
	truth := func(want bool) operation {
		return func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
			b, err := object.Truth(env, a[0])
			return starlark.Bool(b == want), err
		}
	}
	add("truth", 1, truth(true))
	add("not_", 1, truth(false))
	add("is_", 2, func(_ *object.Env, a []starlark.Value) (starlark.Value, error) {
		return starlark.Bool(object.Is(a[0], a[1])), nil
	})
	add("is_not", 2, func(_ *object.Env, a []starlark.Value) (starlark.Value, error) {
		return starlark.Bool(!object.Is(a[0], a[1])), nil
	})
	add("abs", 1, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
		m, err := object.Special(env, a[0], "__abs__")
		if err != nil {
			return nil, err
		}
		if m == nil {
			return nil, exception.New(exception.TypeError, "bad operand type for abs(): '%s'", object.TypeName(a[0]))
		}
		return object.Call(env.Thread, m)
	})
	add("index", 1, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
		n, err := object.Index(env, a[0])
		return n, err
	})
	add("contains", 2, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
		b, err := object.Contains(env, a[0], a[1])
		return starlark.Bool(b), err
	})
	add("getitem", 2, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
		return object.GetItem(env, a[0], a[1])
	})
	add("setitem", 3, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
		return starlark.None, object.SetItem(env, a[0], a[1], a[2])
	})
	add("delitem", 2, func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
		return starlark.None, object.DelItem(env, a[0], a[1])
	})
	concat := func(join func(env *object.Env, op string, x, y starlark.Value) (starlark.Value, error)) operation {
		return func(env *object.Env, a []starlark.Value) (starlark.Value, error) {
			if _, ok := object.TypeOf(a[0]).Lookup("__getitem__"); !ok {
				return nil, exception.New(exception.TypeError, "'%s' object can't be concatenated", object.TypeName(a[0]))
			}
			return join(env, "+", a[0], a[1])
		}
	}
	add("concat", 2, concat(object.Binary))
	add("iconcat", 2, concat(object.Inplace))
	list = append(list, object.NewFunc("call", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 0 {
			return nil, exception.New(exception.TypeError, "call expected at least 1 argument, got 0")
		}
		return object.CallKw(thread, args[0], args[1:], kwargs)
	}))
	slices.SortFunc(list, func(a, b *starlark.Builtin) int { return strings.Compare(a.Name(), b.Name()) })
	return list
})
