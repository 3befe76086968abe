package builtin

import (
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// The builtins of the Starlark dialect are the engine's for what is simple. The engine can't be stopped, though: what takes long is done here, with
// the means of the Python dialect's and Starlark's results.

// addStarlark puts them into a table of the engine's.
func addStarlark(names starlark.StringDict) {
	names["print"] = object.NewFunc("print", printer(starlarkStr))
	for name, own := range map[string]object.Func{
		"sorted": sorted, "min": minmax("min", "<"), "max": minmax("max", ">"), "any": any_, "all": all,
		"list": makes(object.ListType), "tuple": makes(object.TupleType), "set": makes(object.SetType), "dict": makes(object.DictType),
		"int": starlarkInt, "float": starlarkFloat,
		"enumerate": listOf(enumerateType), "zip": listOf(zipType), "reversed": listOf(reversedType),
		"str": starlarkTextOf("str", starlarkStr), "repr": starlarkTextOf("repr", object.StarlarkText), "fail": starlarkFail,
		"hash": starlarkHash, "bytes": starlarkBytes,
	} {
		names[name] = simplyBy(starlark.Universe[name].(*starlark.Builtin), own)
	}
	// The methods look at keys, and at what is nested.
	engine := starlark.Universe["getattr"].(*starlark.Builtin)
	names["getattr"] = object.NewFunc("getattr", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) > 1 {
			name, _ := args[1].(starlark.String)
			if len(name) > object.NameBytes {
				return nil, object.ErrLongName
			}
			switch args[0].(type) {
			case *starlark.Dict, *starlark.Set:
				if takesKeys(string(name)) {
					return getattr(thread, args, kwargs)
				}
			}
			switch args[0].(type) {
			case *starlark.List, starlark.String, *starlark.Dict:
				if object.StarlarkMethods[string(name)] || object.IsVast(args[0]) && lower.LongMethod(string(name)) {
					return object.StarlarkMethod(thread, args[0], string(name))
				}
			}
		}
		return engine.CallInternal(thread, args, kwargs)
	})
}

func takesKeys(method string) bool {
	switch method {
	case "get", "setdefault", "pop", "add", "discard", "remove",
		"update", "union", "intersection", "difference", "symmetric_difference", "issubset", "issuperset":
		return true
	}
	return false
}

// simplyBy returns the engine's function for simple arguments and own for all others.
func simplyBy(engine *starlark.Builtin, own object.Func) *starlark.Builtin {
	return object.NewFunc(engine.Name(), func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		for _, x := range args {
			if !object.IsSimple(x) {
				return own(thread, args, kwargs)
			}
		}
		return engine.CallInternal(thread, args, kwargs)
	})
}

func makes(c *object.Class) object.Func {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.Call(thread, c, args, kwargs)
	}
}

// listOf lists what an iterator of the Python dialect's yields.
func listOf(c *object.Class) object.Func {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		it, err := starlark.Call(thread, c, args, kwargs)
		if err != nil {
			return nil, err
		}
		elems, err := object.Elements(object.EnvOf(thread), it)
		return starlark.NewList(elems), err
	}
}

func starlarkTextOf(name string, textOf func(env *object.Env, v starlark.Value) (string, error)) object.Func {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v, err := one(name, args, kwargs)
		if err != nil {
			return nil, err
		}
		s, err := textOf(object.EnvOf(thread), v)
		return starlark.String(s), err
	}
}

// starlarkInt makes an int of any number of digits; what is no plain number is left to the engine, which finds that at once.
func starlarkInt(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if s, ok := args[0].(starlark.String); ok && len(args) == 1 && len(kwargs) == 0 && strings.Trim(string(s), "0123456789") == "" {
		f := *object.EnvOf(thread).Formatter()
		f.MaxDigits = -1
		return f.ParseInt(string(s), 10)
	}
	return starlark.Universe["int"].(*starlark.Builtin).CallInternal(thread, args, kwargs)
}

// hashPiece is how much the engine hashes at once.
const hashPiece = 1 << 18

// starlarkHash hashes long texts in pieces.
func starlarkHash(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	env, engine := object.EnvOf(thread), starlark.Universe["hash"].(*starlark.Builtin)
	if len(args) == 1 && len(kwargs) == 0 {
		switch x := args[0].(type) {
		case starlark.String:
			// Java's: a sum of characters times powers of 31.
			h := int32(0)
			for s := string(x); s != ""; {
				n := min(len(s), hashPiece)
				for i := 0; i < 3 && n < len(s) && !utf8.RuneStart(s[n]); i++ {
					n++
				}
				v, err := engine.CallInternal(thread, starlark.Tuple{starlark.String(s[:n])}, nil)
				if err != nil {
					return nil, err
				}
				part, _ := v.(starlark.Int).Int64()
				for range utf8.RuneCountInString(s[:n]) {
					h *= 31
				}
				h += int32(part)
				s = s[n:]
				if err := env.Check(); err != nil {
					return nil, err
				}
			}
			return starlark.MakeInt(int(h)), nil
		case starlark.Bytes:
			h := fnv.New32a()
			var buf []byte
			for s := string(x); s != ""; {
				n := min(len(s), hashPiece)
				buf = append(buf[:0], s[:n]...)
				h.Write(buf)
				s = s[n:]
				if err := env.Check(); err != nil {
					return nil, err
				}
			}
			return starlark.MakeUint64(uint64(h.Sum32())), nil
		}
	}
	return engine.CallInternal(thread, args, kwargs)
}

// starlarkBytes makes bytes of many numbers.
func starlarkBytes(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	env, engine := object.EnvOf(thread), starlark.Universe["bytes"].(*starlark.Builtin)
	list, ok := args[0].(starlark.Indexable)
	if _, isText := args[0].(starlark.String); isText || !ok || len(args) != 1 || len(kwargs) > 0 {
		return engine.CallInternal(thread, args, kwargs)
	}
	var b []byte
	for i := range list.Len() {
		if err := env.Tick(); err != nil {
			return nil, err
		}
		var c byte
		if err := starlark.AsInt(list.Index(i), &c); err != nil {
			return nil, fmt.Errorf("bytes: at index %d, %s", i, err) // the engine would first make room for as many as a range has
		}
		b = append(b, c)
	}
	s, err := pieces.Own(b, env.Check)
	return starlark.Bytes(s), err
}

func starlarkFloat(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if s, ok := args[0].(starlark.String); ok && len(args) == 1 && len(kwargs) == 0 {
		x, err := text.ParseFloatPaced(object.EnvOf(thread).Check, string(s), false)
		if err == nil && !math.IsInf(x, 0) {
			return starlark.Float(x), nil
		}
		if err := object.EnvOf(thread).Check(); err != nil {
			return nil, err
		}
	}
	return starlark.Universe["float"].(*starlark.Builtin).CallInternal(thread, args, kwargs)
}

func starlarkFail(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	sep := " "
	if v, _ := keyword(kwargs, "sep"); v != nil {
		sep, _ = starlark.AsString(v)
	}
	var words []string
	for _, x := range args {
		s, err := starlarkStr(object.EnvOf(thread), x)
		if err != nil {
			return nil, err
		}
		words = append(words, s)
	}
	return nil, exception.New(exception.RuntimeError, "%s", strings.Join(words, sep))
}
