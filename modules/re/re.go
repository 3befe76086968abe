// Package re is the module re: regular expressions, which package internal/regex
// matches.
//
// The functions of the module are in this file, patterns in pattern.go, what replaces
// and splits in replace.go, matches in match.go, and flags in flag.go.
package re

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/regex"
	"github.com/mpstar/mpstar/internal/text"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "re",
		Doc:  "Regular expressions.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for _, f := range functions.Get() {
				m.Set(f.Name(), f)
			}
			m.Set("Pattern", patternClass.Get())
			m.Set("Match", matchClass.Get())
			m.Set("error", errorClass.Get())
			m.Set("RegexFlag", flagClass.Get())
			for _, f := range flagNames {
				v := flagValue(in, f.flag)
				m.Set(f.name, v)
				if f.short != "" {
					m.Set(f.short, v)
				}
			}
			m.Set("NOFLAG", flagValue(in, 0))
			m.Set("__version__", starlark.String("2.2.1"))
			all := new(starlark.List)
			for _, name := range strings.Fields(`match fullmatch search sub subn split findall finditer compile purge
				template escape error Pattern Match A I L M S X U ASCII IGNORECASE LOCALE MULTILINE DOTALL VERBOSE
				UNICODE NOFLAG RegexFlag`) {
				if err := all.Append(starlark.String(name)); err != nil {
					return err
				}
			}
			m.Set("__all__", all)
			return nil
		},
	}
}

// errorClass is re.error.
var errorClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "error", Module: "re", Bases: []*object.Class{object.ExceptionClass},
		Doc: "A pattern is not a regular expression.",
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := errorParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				msg, ok := text.AsString(a[0])
				if !ok {
					if msg, err = object.Str(object.EnvOf(thread), a[0]); err != nil {
						return nil, err
					}
				}
				pos := -1
				var pattern starlark.Value = starlark.None
				if a[1] != nil {
					pattern = a[1]
				}
				if a[2] != nil && a[2] != starlark.None {
					if pos, err = number.Int(thread, a[2]); err != nil {
						return nil, err
					}
				}
				fillError(self.(*object.Instance), msg, pattern, pos)
				return starlark.None, nil
			},
		},
	})
})

var errorParams = params.Method("error.__init__", "msg, pattern=, pos=")

func fillError(exc *object.Instance, msg string, pattern starlark.Value, pos int) {
	full := msg
	var at, line, col starlark.Value = starlark.None, starlark.None, starlark.None
	src, isStr := text.AsString(pattern)
	if !isStr {
		src, isStr = text.AsBytes(pattern)
	}
	if pos >= 0 && isStr {
		full += " at position " + starlark.MakeInt(pos).String()
		before := src
		if _, isText := text.AsString(pattern); isText && pos <= text.Len(src) {
			before = src[:text.Offset(pattern, pos)]
		} else if !isText {
			before = src[:min(pos, len(src))]
		}
		nl := strings.LastIndexByte(before, '\n')
		lineNo, colNo := strings.Count(before, "\n")+1, text.Len(before[nl+1:])+1
		at, line, col = starlark.MakeInt(pos), starlark.MakeInt(lineNo), starlark.MakeInt(colNo)
		if strings.Contains(src, "\n") {
			full += " (line " + line.String() + ", column " + col.String() + ")"
		}
	}
	if e := object.ExceptionOf(exc); e != nil {
		e.Args = starlark.Tuple{text.Str(full)}
	}
	exc.Set("msg", text.Str(msg))
	exc.Set("pattern", pattern)
	exc.Set("pos", at)
	exc.Set("lineno", line)
	exc.Set("colno", col)
}

// failed makes an re.error of a *regex.Error; other errors stay.
func failed(thread *starlark.Thread, err error, pattern starlark.Value) error {
	e, ok := err.(*regex.Error)
	if !ok {
		return err
	}
	exc := object.NewException(object.EnvOf(thread), errorClass.Get())
	fillError(exc, e.Msg, pattern, e.Pos)
	return object.Raise(exc)
}

// maxCached is how many compiled patterns an interpreter remembers.
const maxCached = 512

type cacheKey struct{}

type cached struct {
	pattern string
	bytes   bool
	flags   regex.Flags
}

type cache map[cached]*object.Instance

func cacheOf(in *interp.Interp) cache {
	return in.State(cacheKey{}, func() any { return make(cache) }).(cache)
}

// compile returns the pattern for v, a str, bytes or a pattern.
func compile(thread *starlark.Thread, v, flagsArg starlark.Value) (*object.Instance, error) {
	flags := 0
	if flagsArg != nil {
		n, ok := number.IsInt(flagsArg)
		if !ok {
			return nil, exception.New(exception.TypeError, "unsupported operand type(s) for &: '%s' and 'RegexFlag'", object.TypeName(flagsArg))
		}
		if i, ok := n.Int64(); ok {
			flags = int(i)
		}
	}
	if i, ok := v.(*object.Instance); ok && i.Class() == patternClass.Get() {
		if flags != 0 {
			return nil, exception.New(exception.ValueError, "cannot process flags argument with a compiled pattern")
		}
		return i, nil
	}
	src, isStr := text.AsString(v)
	isBytes := false
	if !isStr {
		if _, err := object.Hash(object.EnvOf(thread), v); err != nil {
			return nil, err
		}
		if src, isBytes = text.AsBytes(v); !isBytes {
			return nil, exception.New(exception.TypeError, "first argument must be string or compiled pattern")
		}
	}
	in := interp.Of(thread)
	known := cacheOf(in)
	key := cached{src, isBytes, regex.Flags(flags)}
	if p := known[key]; p != nil {
		return p, nil
	}
	if key.flags&regex.Debug != 0 {
		return nil, exception.New(exception.NotImplementedError, "re.DEBUG is not supported: patterns are compiled in another way here")
	}
	prog, err := regex.Compile(src, key.flags, isBytes, object.EnvOf(thread).Check)
	if err != nil {
		return nil, failed(thread, err, v)
	}
	p := newPattern(object.EnvOf(thread), &pattern{source: object.Unwrap(v), prog: prog})
	if len(known) >= maxCached {
		clear(known)
	}
	known[key] = p
	return p, nil
}

// on returns a function of the module that a pattern has as a method: the pattern comes
// first and flags last, and extra says how many arguments more than those two the method takes.
func on(name, spec string, method func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error)) *starlark.Builtin {
	list := params.Func(name, spec)
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		last := len(a) - 1
		p, err := compile(thread, a[0], a[last])
		if err != nil {
			return nil, err
		}
		return method(thread, p, a[1:last])
	})
}

var functions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		on("compile", "pattern, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			return p, nil
		}),
		on("template", "pattern, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			return p, nil
		}),
		on("match", "pattern, string, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			return find(thread, p, regex.AtStart, a[0], nil, nil)
		}),
		on("fullmatch", "pattern, string, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			return find(thread, p, regex.Whole, a[0], nil, nil)
		}),
		on("search", "pattern, string, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			return find(thread, p, regex.Anywhere, a[0], nil, nil)
		}),
		on("findall", "pattern, string, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			return findall(thread, p, a[0], nil, nil)
		}),
		on("finditer", "pattern, string, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			return finditer(thread, p, a[0], nil, nil)
		}),
		on("split", "pattern, string, maxsplit=, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			return split(thread, p, a[0], a[1])
		}),
		on("sub", "pattern, repl, string, count=, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			s, _, err := replace(thread, p, a[0], a[1], a[2])
			return s, err
		}),
		on("subn", "pattern, repl, string, count=, flags=", func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
			s, n, err := replace(thread, p, a[0], a[1], a[2])
			return starlark.Tuple{s, starlark.MakeInt(n)}, err
		}),
		object.NewFunc("escape", escape),
		object.NewFunc("purge", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if _, err := purgeParams.Bind(args, kwargs); err != nil {
				return nil, err
			}
			clear(cacheOf(interp.Of(thread)))
			return starlark.None, nil
		}),
	}
})

var (
	purgeParams  = params.Func("purge", "")
	escapeParams = params.Func("escape", "pattern")
)

func escape(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := escapeParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	s, isStr := text.AsString(a[0])
	if !isStr {
		ok := false
		if s, ok = text.AsBytes(a[0]); !ok {
			return nil, exception.New(exception.TypeError, "decoding to str: need a bytes-like object, %s found", object.TypeName(a[0]))
		}
	}
	var b strings.Builder
	for i := range len(s) {
		if i&(1<<16-1) == 1<<16-1 {
			if err := object.EnvOf(thread).Check(); err != nil {
				return nil, err
			}
		}
		if strings.IndexByte("()[]{}?*+-|^$\\.&~# \t\n\r\v\f", s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	if isStr {
		return text.Str(b.String()), nil
	}
	return text.Bytes(b.String()), nil
}
