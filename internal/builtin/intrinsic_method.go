package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// MethodCaller returns the intrinsic that calls the method of one name: what ·method is with that name for its second argument.
func MethodCaller(name string) *starlark.Builtin {
	quick := quickMethods[name]
	quickStr := text.Quick(name)
	gains := name == "add" || name == "setdefault"
	return starlark.NewBuiltin("·method", func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if s, ok := args[0].(starlark.String); ok {
			if quickStr != nil {
				if v := quickStr(string(s), args[1:]); v != nil {
					return v, nil
				}
			}
		} else if quick != nil {
			if gains && !object.Roomy(args[0]) {
				if err := object.EnvOf(thread).MakeRoom(args[0]); err != nil {
					return nil, err
				}
			}
			if v := quick(thread, args[0], args[1:]); v != nil {
				return v, nil
			}
		}
		return object.CallMethod(thread, args[0], name, args[1:])
	})
}

// quickMethods are methods of lists and dicts for calls of the simplest form; they return nil for all others.
var quickMethods = map[string]func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple) starlark.Value{
	"pop": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple) starlark.Value {
		if l, ok := self.(*starlark.List); ok && len(args) == 0 {
			if v := engine.Pop(l); v != nil {
				return v
			}
		}
		return nil
	},
	"append": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple) starlark.Value {
		if l, ok := self.(*starlark.List); ok && len(args) == 1 && object.Append(thread, l, args[0]) == nil {
			return starlark.None
		}
		return nil
	},
	"add": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple) starlark.Value {
		if s, ok := self.(*starlark.Set); ok && len(args) == 1 && plainKey(args[0]) && s.Insert(args[0]) == nil {
			return starlark.None
		}
		return nil
	},
	"setdefault": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple) starlark.Value {
		d, ok := self.(*starlark.Dict)
		if !ok || len(args) != 2 || !plainKey(args[0]) {
			return nil
		}
		if v, found, err := d.Get(args[0]); found && err == nil {
			return v
		}
		if d.SetKey(args[0], args[1]) != nil {
			return nil
		}
		return args[1]
	},
	"keys":   quickView(dictKeys),
	"values": quickView(dictValues),
	"items":  quickView(dictItems),
}

func quickView(part dictPart) func(*starlark.Thread, starlark.Value, starlark.Tuple) starlark.Value {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple) starlark.Value {
		if d, ok := self.(*starlark.Dict); ok && len(args) == 0 {
			return newView(thread, d, part)
		}
		return nil
	}
}

// plainKey reports whether looking for a key among others calls no code of the script's.
func plainKey(v starlark.Value) bool {
	switch v.(type) {
	case starlark.String, starlark.Int:
		return true
	}
	return false
}
