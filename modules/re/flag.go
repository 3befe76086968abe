package re

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/regex"
	"github.com/mpstar/mpstar/internal/text"
)

// flagNames are the flags in the order in which RegexFlag defines them.
var flagNames = []struct {
	name, short string
	flag        regex.Flags
}{
	{"ASCII", "A", regex.ASCII}, {"IGNORECASE", "I", regex.IgnoreCase}, {"LOCALE", "L", regex.Locale}, {"UNICODE", "U", regex.Unicode},
	{"MULTILINE", "M", regex.MultiLine}, {"DOTALL", "S", regex.DotAll}, {"VERBOSE", "X", regex.Verbose}, {"TEMPLATE", "T", regex.Template},
	{"DEBUG", "", regex.Debug},
}

const allFlags regex.Flags = 511

func flagName(f regex.Flags) string {
	for _, n := range flagNames {
		if n.flag == f {
			return n.name
		}
	}
	return ""
}

func hexFlags(f regex.Flags) string { return fmt.Sprintf("0x%x", int(f)) }

// flagClass is RegexFlag, which is an int.
var flagClass *object.Lazy[*object.Class]

type flagKey struct{}

// flagValue returns the one instance for f that the interpreter has.
func flagValue(in *interp.Interp, f regex.Flags) *object.Instance {
	known := in.State(flagKey{}, func() any { return make(map[regex.Flags]*object.Instance) }).(map[regex.Flags]*object.Instance)
	v := known[f]
	if v == nil {
		v = object.NewInstance(in.Env(), flagClass.Get())
		v.Native = starlark.MakeInt(int(f))
		known[f] = v
	}
	return v
}

func flagOf(v starlark.Value) regex.Flags {
	n, _ := number.IsInt(v)
	i, _ := n.Int64()
	return regex.Flags(i)
}

func flagsRepr(f regex.Flags, prefix string) string {
	if f == 0 {
		return prefix + "NOFLAG"
	}
	if f < 0 || f > allFlags {
		var rest = f &^ allFlags
		if known := f & allFlags; known != 0 {
			return flagsRepr(known, prefix) + "|" + hexFlags(rest)
		}
		return fmt.Sprintf("re.RegexFlag(%d)", int(f))
	}
	var names []string
	for _, n := range flagNames {
		if f&n.flag != 0 {
			names = append(names, prefix+n.name)
		}
	}
	return strings.Join(names, "|")
}

func flagOperator(op func(a, b regex.Flags) regex.Flags) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 1 {
			return nil, exception.New(exception.TypeError, "expected 1 argument, got %d", len(args))
		}
		if _, ok := number.IsInt(args[0]); !ok {
			return object.NotImplemented, nil
		}
		return flagValue(interp.Of(thread), op(flagOf(self), flagOf(args[0]))), nil
	}
}

var membersClass = object.Later(func() *object.Class { return cursor.NewClass(object.Spec{Name: "generator"}) })

func init() {
	or := flagOperator(func(a, b regex.Flags) regex.Flags { return a | b })
	and := flagOperator(func(a, b regex.Flags) regex.Flags { return a & b })
	xor := flagOperator(func(a, b regex.Flags) regex.Flags { return a ^ b })
	show := func(prefix string) object.Method {
		return func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return starlark.String(flagsRepr(flagOf(self), prefix)), nil
		}
	}
	members := func(thread *starlark.Thread, f regex.Flags) []starlark.Value {
		var list []starlark.Value
		for _, n := range flagNames {
			if f&n.flag != 0 {
				list = append(list, flagValue(interp.Of(thread), n.flag))
			}
		}
		return list
	}
	flagClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{
			Name: "RegexFlag", Module: "re", Bases: []*object.Class{object.IntType}, Final: true,
			Doc: "An enumeration of flags for regular expressions.",
			New: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := flagParams.Parse(args, kwargs)
				if err != nil {
					return nil, err
				}
				if _, ok := number.IsInt(a[0]); !ok {
					s, err := object.Repr(object.EnvOf(thread), a[0])
					if err != nil {
						return nil, err
					}
					return nil, exception.New(exception.ValueError, "%s is not a valid RegexFlag", s)
				}
				return flagValue(interp.Of(thread), flagOf(a[0])), nil
			},
			Methods: map[string]object.Method{
				"__or__": or, "__ror__": or, "__and__": and, "__rand__": and, "__xor__": xor, "__rxor__": xor,
				"__invert__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
					return flagValue(interp.Of(thread), ^flagOf(self)&allFlags), nil
				},
				"__repr__": show("re."), "__str__": show("re."),
				"__format__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
					spec := starlark.Value(starlark.String(""))
					if len(args) > 0 {
						spec = args[0]
					}
					s, _ := text.AsString(spec)
					out, err := object.Format(object.EnvOf(thread), starlark.String(flagsRepr(flagOf(self), "re.")), s)
					return text.Str(out), err
				},
				"__contains__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
					return starlark.Bool(len(args) == 1 && flagOf(self)&flagOf(args[0]) == flagOf(args[0])), nil
				},
				"__iter__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
					return cursor.New(object.EnvOf(thread), membersClass.Get(), cursor.Slice(members(thread, flagOf(self)))), nil
				},
			},
			Properties: map[string]object.Property{
				"name": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
					f := flagOf(self)
					if f < 0 || f > allFlags {
						return starlark.None, nil
					}
					return starlark.String(flagsRepr(f, "")), nil
				}},
				"value": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
					return starlark.MakeInt(int(flagOf(self))), nil
				}},
			},
		})
	})
}

var flagParams = &text.Signature{Func: "RegexFlag", Params: []string{"value"}, Required: 1}
