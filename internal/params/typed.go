package params

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// A Kind is what an argument of a [Typed] function must be.
type Kind uint8

const (
	IsAny    Kind = iota
	IsInt         // of 32 bits
	IsBits        // an int of 64 bits without a sign
	IsNumber      // an int or a float
	IsStr
	IsBytes // or what is like bytes
	IsList
	IsStrs // a list of str

	OrNone Kind = 1 << 7 // with another: or None
)

var kindNames = [...]string{IsInt: "int", IsBits: "int", IsNumber: "float", IsStr: "str", IsBytes: "bytes", IsList: "list", IsStrs: "list of str"}

type function = func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

// Typed returns fn for callers who may give anything: it is called only with as many arguments, by position, as there are kinds, and each of its kind. All
// others get a TypeError with the function's name, or an OverflowError for an int that is too large. Modules that are written in the language are made with such
// functions, which scripts can reach, too.
//
//	"set": params.Typed("set", set, params.IsInt, params.IsInt),
func Typed(name string, fn function, kinds ...Kind) function {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := CheckKinds(name, args, kwargs, kinds...); err != nil {
			return nil, err
		}
		return fn(thread, args, kwargs)
	}
}

// CheckKinds is what Typed asks of arguments, for methods.
func CheckKinds(name string, args starlark.Tuple, kwargs []starlark.Tuple, kinds ...Kind) error {
	if len(kwargs) > 0 {
		return exception.New(exception.TypeError, "%s() takes no keyword arguments", name)
	}
	if n := len(kinds); len(args) != n {
		plural := "s"
		if n == 1 {
			plural = ""
		}
		return exception.New(exception.TypeError, "%s() takes exactly %d argument%s (%d given)", name, n, plural, len(args))
	}
	for i, v := range args {
		k := kinds[i]
		if k&OrNone != 0 && v == starlark.None {
			continue
		}
		switch k &^= OrNone; k.check(v) {
		case wrong:
			return exception.New(exception.TypeError, "%s() argument %d must be %s, not %s", name, i+1, kindNames[k], text.TypeName(v))
		case tooLarge:
			return exception.New(exception.OverflowError, "%s() argument %d: Python int too large to convert to C int", name, i+1)
		}
	}
	return nil
}

type verdict uint8

const (
	right verdict = iota
	wrong
	tooLarge
)

func (k Kind) check(v starlark.Value) verdict {
	ok := true
	switch k {
	case IsInt:
		if _, ok = v.(starlark.Int); ok {
			if _, err := starlark.AsInt32(v); err != nil {
				return tooLarge
			}
		}
	case IsBits:
		var n starlark.Int
		if n, ok = v.(starlark.Int); ok {
			if _, fits := n.Uint64(); !fits {
				return tooLarge
			}
		}
	case IsNumber:
		_, ok = starlark.AsFloat(v)
	case IsStr:
		_, ok = text.AsString(v)
	case IsBytes:
		_, ok = text.AsBytes(v)
	case IsList:
		_, ok = v.(*starlark.List)
	case IsStrs:
		var l *starlark.List
		if l, ok = v.(*starlark.List); ok {
			for i := 0; ok && i < l.Len(); i++ {
				_, ok = text.AsString(l.Index(i))
			}
		}
	}
	if !ok {
		return wrong
	}
	return right
}
