package builtin

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// The special methods of the engine's types, for scripts that call them by name:
// list.__len__(xs), super().__setitem__(k, v) in a subclass of dict. Operators and
// builtins do not come this way.

type methods = map[string]object.Method

// accepts says with which operands a binary method knows what to do; for others it
// returns NotImplemented.
type accepts func(v starlark.Value) bool

func isInt(v starlark.Value) bool { _, ok := integer(v); return ok }

func isReal(v starlark.Value) bool {
	_, ok := object.Unwrap(v).(starlark.Float)
	return ok || isInt(v)
}

func isStr(v starlark.Value) bool { _, ok := text.AsString(object.Unwrap(v)); return ok }

func isBytes(v starlark.Value) bool { _, ok := text.AsBytes(object.Unwrap(v)); return ok }

func isAnySet(v starlark.Value) bool { _, ok := asSet(v); return ok }

func isSetOrView(v starlark.Value) bool {
	w, ok := v.(*DictView)
	return ok && w.part != dictValues || isAnySet(v)
}

func anything(starlark.Value) bool { return true }

func isA[T starlark.Value](v starlark.Value) bool { _, ok := object.Unwrap(v).(T); return ok }

func unary(name string, f func(thread *starlark.Thread, env *object.Env, self starlark.Value) (starlark.Value, error)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := noKeywords(name, kwargs); err != nil {
			return nil, err
		}
		if len(args) != 0 {
			return nil, typeError("expected 0 arguments, got %d", len(args))
		}
		return f(thread, object.EnvOf(thread), self)
	}
}

func binary(name string, ok accepts, f func(env *object.Env, self, other starlark.Value) (starlark.Value, error)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := noKeywords(name, kwargs); err != nil {
			return nil, err
		}
		if len(args) != 1 {
			return nil, typeError("expected 1 argument, got %d", len(args))
		}
		if !ok(args[0]) {
			return object.NotImplemented, nil
		}
		return f(object.EnvOf(thread), self, args[0])
	}
}

// addOperators adds __op__ and __rop__ for the named operators.
func addOperators(m methods, ok accepts, ops map[string]string) {
	for name, op := range ops {
		m["__"+name+"__"] = binary(name, ok, func(env *object.Env, x, y starlark.Value) (starlark.Value, error) {
			return object.Binary(env, op, x, y)
		})
		m["__r"+name+"__"] = binary(name, ok, func(env *object.Env, x, y starlark.Value) (starlark.Value, error) {
			return object.Binary(env, op, y, x)
		})
	}
}

// addInplace adds __iop__ for the named operators.
func addInplace(m methods, ok accepts, ops map[string]string) {
	for name, op := range ops {
		m["__i"+name+"__"] = binary(name, ok, func(env *object.Env, x, y starlark.Value) (starlark.Value, error) {
			return object.Inplace(env, op, x, y)
		})
	}
}

func addComparisons(m methods, ok accepts, ordered bool) {
	ops := map[string]string{"__eq__": "==", "__ne__": "!="}
	if ordered {
		ops = map[string]string{"__eq__": "==", "__ne__": "!=", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
	}
	for name, op := range ops {
		m[name] = binary(name, ok, func(env *object.Env, x, y starlark.Value) (starlark.Value, error) {
			b, err := object.Compare(env, op, x, object.Unwrap(y))
			return starlark.Bool(b), err
		})
	}
}

// addContainer adds what all containers have.
func addContainer(m methods) {
	m["__len__"] = unary("__len__", func(_ *starlark.Thread, env *object.Env, self starlark.Value) (starlark.Value, error) {
		n, err := object.Len(env, self)
		return starlark.MakeInt(n), err
	})
	m["__iter__"] = unary("__iter__", func(thread *starlark.Thread, _ *object.Env, self starlark.Value) (starlark.Value, error) {
		return iterOf(thread, self)
	})
	m["__contains__"] = binary("__contains__", anything, func(env *object.Env, self, x starlark.Value) (starlark.Value, error) {
		ok, err := object.Contains(env, self, x)
		return starlark.Bool(ok), err
	})
}

func addItems(m methods) {
	m["__getitem__"] = binary("__getitem__", anything, object.GetItem)
}

func addItemChanges(m methods) {
	m["__setitem__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := noKeywords("__setitem__", kwargs); err != nil {
			return nil, err
		}
		if len(args) != 2 {
			return nil, typeError("expected 2 arguments, got %d", len(args))
		}
		return starlark.None, object.SetItem(object.EnvOf(thread), self, args[0], args[1])
	}
	m["__delitem__"] = binary("__delitem__", anything, func(env *object.Env, self, key starlark.Value) (starlark.Value, error) {
		return starlark.None, object.DelItem(env, self, key)
	})
}

func addReversed(m methods) {
	m["__reversed__"] = unary("__reversed__", func(thread *starlark.Thread, _ *object.Env, self starlark.Value) (starlark.Value, error) {
		return newReversed(thread, reversedType, starlark.Tuple{self}, nil)
	})
}

var hashMethod = unary("__hash__", func(_ *starlark.Thread, env *object.Env, self starlark.Value) (starlark.Value, error) {
	h, err := object.Hash(env, self)
	return starlark.MakeInt64(h), err
})

var unhashable = map[string]starlark.Value{"__hash__": starlark.None}

func unaryOperator(op string) object.Method {
	return unary(op, func(_ *starlark.Thread, env *object.Env, self starlark.Value) (starlark.Value, error) {
		return object.Unary(env, op, self)
	})
}

var (
	arithmeticOps = map[string]string{"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**"}
	bitOps        = map[string]string{"and": "&", "or": "|", "xor": "^", "lshift": "<<", "rshift": ">>"}
	setOps        = map[string]string{"and": "&", "or": "|", "xor": "^", "sub": "-"}
)

// addNumber adds the special methods that int and float have in common.
func addNumber(m methods, ok accepts) {
	addOperators(m, ok, arithmeticOps)
	addComparisons(m, ok, true)
	m["__hash__"] = hashMethod
	m["__neg__"], m["__pos__"] = unaryOperator("-"), unaryOperator("+")
	m["__abs__"] = unary("__abs__", func(thread *starlark.Thread, _ *object.Env, self starlark.Value) (starlark.Value, error) {
		return abs(thread, starlark.Tuple{self}, nil)
	})
	m["__bool__"] = unary("__bool__", func(_ *starlark.Thread, _ *object.Env, self starlark.Value) (starlark.Value, error) {
		return self.Truth(), nil
	})
	m["__divmod__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 1 && !ok(args[0]) {
			return object.NotImplemented, nil
		}
		return divmod(thread, append(starlark.Tuple{self}, args...), nil)
	}
	m["__rdivmod__"] = binary("__rdivmod__", ok, func(env *object.Env, x, y starlark.Value) (starlark.Value, error) {
		return divmod(env.Thread, starlark.Tuple{y, x}, nil)
	})
	m["__int__"] = unary("__int__", func(thread *starlark.Thread, _ *object.Env, self starlark.Value) (starlark.Value, error) {
		return toInt(thread, self)
	})
	m["__trunc__"] = m["__int__"]
	m["__float__"] = unary("__float__", func(thread *starlark.Thread, _ *object.Env, self starlark.Value) (starlark.Value, error) {
		f, _, err := realNumber(thread, self)
		return starlark.Float(f), err
	})
	m["__round__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := positional("__round__", args, kwargs, 0, 1); err != nil {
			return nil, err
		}
		if len(args) == 0 || args[0] == starlark.None {
			return roundNumber(thread, self, nil)
		}
		return roundNumber(thread, self, args[0])
	}
	for name, f := range map[string]func(float64) float64{"__floor__": math.Floor, "__ceil__": math.Ceil} {
		m[name] = unary(name, func(_ *starlark.Thread, _ *object.Env, self starlark.Value) (starlark.Value, error) {
			if n, ok := integer(self); ok {
				return n, nil
			}
			return intOrError(truncate(f(float64(self.(starlark.Float)))))
		})
	}
}

// addSpecials gives the engine's types their special methods.
func addSpecials() {
	later := func(c *object.Class, values map[string]starlark.Value, add func(m methods)) {
		object.RegisterType(c, object.Spec{Values: values, Later: func(s *object.Spec) {
			m := methods{}
			add(m)
			s.Methods = m
		}})
	}
	later(object.IntType, nil, func(m methods) {
		addNumber(m, isInt)
		addOperators(m, isInt, bitOps)
		m["__invert__"] = unaryOperator("~")
		m["__index__"] = m["__int__"]
	})
	later(object.FloatType, nil, func(m methods) { addNumber(m, isReal) })

	for _, t := range []struct {
		class *object.Class
		ok    accepts
		ops   map[string]string
	}{
		{object.StrType, isStr, map[string]string{"mod": "%"}},
		{object.BytesType, isBytes, map[string]string{"mod": "%"}},
		{object.BytearrayType, isBytes, map[string]string{"mod": "%"}},
		{object.TupleType, isA[starlark.Tuple], nil},
		{object.ListType, isA[*starlark.List], nil},
	} {
		var values map[string]starlark.Value
		changes := t.class == object.ListType || t.class == object.BytearrayType
		if changes {
			values = unhashable
		}
		later(t.class, values, func(m methods) {
			addContainer(m)
			addItems(m)
			addComparisons(m, t.ok, true)
			addOperators(m, anything, t.ops)
			m["__add__"] = binary("__add__", anything, func(env *object.Env, x, y starlark.Value) (starlark.Value, error) {
				return object.Binary(env, "+", x, y)
			})
			m["__mul__"] = binary("__mul__", anything, func(env *object.Env, x, y starlark.Value) (starlark.Value, error) {
				return object.Binary(env, "*", x, y)
			})
			m["__rmul__"] = m["__mul__"]
			if changes {
				addItemChanges(m)
				addInplace(m, anything, map[string]string{"add": "+", "mul": "*"})
			} else {
				m["__hash__"] = hashMethod
			}
			if t.class == object.ListType {
				addReversed(m)
			}
		})
	}

	later(object.DictType, unhashable, func(m methods) {
		addContainer(m)
		addItems(m)
		addItemChanges(m)
		addReversed(m)
		addComparisons(m, isA[*starlark.Dict], false)
		addOperators(m, isA[*starlark.Dict], map[string]string{"or": "|"})
		addInplace(m, anything, map[string]string{"or": "|"})
	})

	later(object.SetType, unhashable, func(m methods) {
		addContainer(m)
		addComparisons(m, isSetOrView, true)
		addOperators(m, isSetOrView, setOps)
		addInplace(m, isSetOrView, setOps)
	})

	later(object.FrozensetType, nil, func(m methods) {
		m["__hash__"] = hashMethod
		addContainer(m)
		addComparisons(m, isSetOrView, true)
		addOperators(m, isSetOrView, setOps)
	})

	later(object.RangeType, nil, func(m methods) {
		m["__hash__"] = hashMethod
		addContainer(m)
		addItems(m)
		addReversed(m)
		addComparisons(m, isA[Range], false)
	})
}
