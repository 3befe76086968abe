package text

import (
	"fmt"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// A Signature says how a native function takes its arguments. Its zero value takes
// none. It is immutable and may be shared.
//
//	var split = text.Signature{Func: "split", Params: []string{"sep", "maxsplit"}}
//
// The wording of its TypeErrors is that of CPython's functions written in C, which
// have several ways of parsing (Style) and so of complaining.
type Signature struct {
	Owner    string   // "str": some styles say "str.join()"
	Func     string   // "join"
	Style    Style    //
	Params   []string // names of all parameters
	Required int      // so many of Params must be given
	PosOnly  int      // so many of Params can't be given by name (Named only)
	MaxPos   int      // so many can be given by position; 0 means all (Named only)
}

// A Style is one of the ways in which CPython's C functions take arguments.
type Style uint8

const (
	// Named parameters may be given by position or by name.
	Named Style = iota
	// Single takes exactly one argument, by position.
	Single
	// Positional takes arguments by position only: "replace expected at least 2 arguments, got 1".
	Positional
	// Packed takes arguments by position only: "find() takes at least 1 argument (0 given)".
	Packed
	// Nothing takes no argument.
	Nothing
)

// Parse distributes a call's arguments over slots, one per parameter. What was
// not given is nil.
func (s *Signature) Parse(args starlark.Tuple, kwargs []starlark.Tuple) ([]starlark.Value, error) {
	if s.Style == Named {
		return s.named(args, kwargs)
	}
	if len(kwargs) > 0 {
		return nil, s.errorf("%s.%s() takes no keyword arguments", s.Owner, s.Func)
	}
	n, most := len(args), len(s.Params)
	switch s.Style {
	case Nothing:
		if n != 0 {
			return nil, s.errorf("%s.%s() takes no arguments (%d given)", s.Owner, s.Func, n)
		}
	case Single:
		if n != 1 {
			return nil, s.errorf("%s.%s() takes exactly one argument (%d given)", s.Owner, s.Func, n)
		}
	case Positional:
		if bound, word, bad := s.outside(n); bad {
			return nil, s.errorf("%s expected %s%s, got %d", s.Func, word, arguments("", bound), n)
		}
	case Packed:
		if bound, word, bad := s.outside(n); bad {
			if word == "" {
				word = "exactly "
			}
			return nil, s.errorf("%s() takes %s%s (%d given)", s.Func, word, arguments("", bound), n)
		}
	}
	if n == most {
		return args, nil
	}
	slots := make([]starlark.Value, most)
	copy(slots, args)
	return slots, nil
}

// outside reports whether n arguments are too few or too many, and the bound.
func (s *Signature) outside(n int) (bound int, word string, bad bool) {
	most := len(s.Params)
	switch {
	case n < s.Required:
		bound, word = s.Required, "at least "
	case n > most:
		bound, word = most, "at most "
	default:
		return 0, "", false
	}
	if s.Required == most {
		word = ""
	}
	return bound, word, true
}

func (s *Signature) named(args starlark.Tuple, kwargs []starlark.Tuple) ([]starlark.Value, error) {
	most, maxPos := len(s.Params), s.MaxPos
	if maxPos == 0 {
		maxPos = most
	}
	if n := len(args) + len(kwargs); n > most {
		word, kind := "exactly", ""
		if s.Required < most {
			word = "at most"
		}
		if len(args) == 0 {
			kind = "keyword "
		}
		return nil, s.errorf("%s() takes %s %s (%d given)", s.Func, word, arguments(kind, most), n)
	}
	if len(args) > maxPos {
		word := "exactly"
		if s.Required < maxPos {
			word = "at most"
		}
		return nil, s.errorf("%s() takes %s %s (%d given)", s.Func, word, arguments("positional ", maxPos), len(args))
	}
	if minPos := min(s.PosOnly, s.Required); len(args) < minPos {
		word := "exactly"
		if minPos < maxPos {
			word = "at least"
		}
		return nil, s.errorf("%s() takes %s %s (%d given)", s.Func, word, arguments("positional ", minPos), len(args))
	}
	slots := make([]starlark.Value, most)
	copy(slots, args)
	unknown := ""
	for _, kw := range kwargs {
		name, _ := AsString(kw[0])
		at := -1
		for i := s.PosOnly; i < most; i++ {
			if s.Params[i] == name {
				at = i
			}
		}
		switch {
		case at < 0:
			if unknown == "" {
				unknown = name
			}
		case at < len(args):
			return nil, s.errorf("argument for %s() given by name ('%s') and position (%d)", s.Func, name, at+1)
		default:
			slots[at] = kw[1]
		}
	}
	for i := range s.Required {
		if slots[i] == nil {
			return nil, s.errorf("%s() missing required argument '%s' (pos %d)", s.Func, s.Params[i], i+1)
		}
	}
	if unknown != "" {
		return nil, s.errorf("'%s' is an invalid keyword argument for %s()", unknown, s.Func)
	}
	return slots, nil
}

func (s *Signature) errorf(format string, args ...any) error {
	return exception.New(exception.TypeError, "%s", fmt.Sprintf(format, args...))
}

// arguments returns "1 argument", "2 positional arguments".
func arguments(kind string, n int) string {
	if n == 1 {
		return "1 " + kind + "argument"
	}
	return fmt.Sprintf("%d %sarguments", n, kind)
}
