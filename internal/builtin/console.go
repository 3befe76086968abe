package builtin

import (
	"errors"
	"io"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A Redirector knows which object a script has put in the place of a standard stream.
type Redirector interface {
	// Redirected returns the object that sys.stdin (fd 0), sys.stdout (1) or
	// sys.stderr (2) was set to, or nil if it is the interpreter's own stream.
	Redirected(thread *starlark.Thread, fd int) starlark.Value
}

func redirected(thread *starlark.Thread, fd int) starlark.Value {
	if r, ok := object.EnvOf(thread).Host.(Redirector); ok {
		return r.Redirected(thread, fd)
	}
	return nil
}

// printer returns print with str as the text of a value.
func printer(str func(env *object.Env, v starlark.Value) (string, error)) object.Func {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		sep, end := " ", "\n"
		var file starlark.Value
		flush := false
		env := object.EnvOf(thread)
		for _, kw := range kwargs {
			key, _ := text.AsString(kw[0])
			switch key {
			case "sep", "end":
				if kw[1] == starlark.None {
					continue
				}
				s, ok := text.AsString(object.Unwrap(kw[1]))
				if !ok {
					return nil, typeError("%s must be None or a string, not %s", key, object.TypeName(kw[1]))
				}
				if key == "sep" {
					sep = s
				} else {
					end = s
				}
			case "file":
				if kw[1] != starlark.None {
					file = kw[1]
				}
			case "flush":
				var err error
				if flush, err = object.Truth(env, kw[1]); err != nil {
					return nil, err
				}
			default:
				return nil, unknownKeyword("print", []starlark.Tuple{kw})
			}
		}
		if file == nil {
			file = redirected(thread, 1)
		}
		if file == starlark.None {
			return starlark.None, nil
		}
		p := printing{thread: thread, file: file}
		for i, a := range args {
			if i > 0 {
				p.add(sep)
			}
			s, err := str(env, a)
			if err != nil {
				return nil, err
			}
			p.add(s)
			if err := env.Tick(); err != nil {
				return nil, err
			}
		}
		p.add(end)
		return starlark.None, p.finish(flush)
	}
}

// printing is one call of print. A script's own file object sees the pieces one by
// one, as under CPython; other files get the whole text at once.
type printing struct {
	thread *starlark.Thread
	file   starlark.Value // nil: standard output
	pieces []string
}

func (p *printing) add(s string) { p.pieces = append(p.pieces, s) }

func (p *printing) finish(flush bool) error {
	if p.file == nil {
		c, ok := object.EnvOf(p.thread).Host.(Console)
		if !ok {
			return notOffered("print")
		}
		if err := c.Write(p.thread, 1, strings.Join(p.pieces, "")); err != nil || !flush {
			return err
		}
		return c.Flush(p.thread, 1)
	}
	pieces := []string{strings.Join(p.pieces, "")}
	if i, ok := p.file.(*object.Instance); ok && !i.Class().Native() {
		pieces = p.pieces
	}
	write, err := object.GetAttr(p.thread, p.file, "write")
	if err != nil {
		return err
	}
	for _, s := range pieces {
		if _, err := object.Call(p.thread, write, text.Str(s)); err != nil {
			return err
		}
	}
	if flush {
		f, err := object.GetAttr(p.thread, p.file, "flush")
		if err != nil {
			return err
		}
		_, err = object.Call(p.thread, f)
		return err
	}
	return nil
}

// starlarkStr is Starlark's str(v): a value's own text, with double quotes inside
// containers.
func starlarkStr(env *object.Env, v starlark.Value) (string, error) {
	switch v := v.(type) {
	case starlark.String:
		return string(v), nil
	case starlark.Bytes:
		return string(v), nil
	case *object.Instance, *object.Class, *text.Text:
		return object.Str(env, v)
	}
	return object.StarlarkText(env, v)
}

func input(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("input", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	prompt := ""
	if len(args) > 0 {
		s, err := object.Str(object.EnvOf(thread), args[0])
		if err != nil {
			return nil, err
		}
		prompt = s
	}
	if in := redirected(thread, 0); in != nil {
		return inputFrom(thread, in, prompt)
	}
	c, ok := object.EnvOf(thread).Host.(Console)
	if !ok {
		return nil, notOffered("input")
	}
	if redirected(thread, 1) != nil && prompt != "" {
		if _, err := printer(object.Str)(thread, starlark.Tuple{text.Str(prompt)}, []starlark.Tuple{{starlark.String("end"), starlark.String("")}}); err != nil {
			return nil, err
		}
		prompt = ""
	}
	s, err := c.ReadLine(thread, prompt)
	if errors.Is(err, io.EOF) {
		return nil, errEOF()
	}
	return strOrError(thread, s, err)
}

func errEOF() error { return exception.New(exception.EOFError, "EOF when reading a line") }

// inputFrom reads a line from an object that a script has put in the place of
// standard input.
func inputFrom(thread *starlark.Thread, in starlark.Value, prompt string) (starlark.Value, error) {
	if prompt != "" {
		kw := []starlark.Tuple{{starlark.String("end"), starlark.String("")}, {starlark.String("flush"), starlark.True}}
		if _, err := printer(object.Str)(thread, starlark.Tuple{text.Str(prompt)}, kw); err != nil {
			return nil, err
		}
	}
	f, err := object.GetAttr(thread, in, "readline")
	if err != nil {
		return nil, err
	}
	line, err := object.Call(thread, f)
	if err != nil {
		return nil, err
	}
	s, ok := text.AsString(line)
	if !ok {
		return nil, typeError("object.readline() returned non-string")
	}
	if s == "" {
		return nil, errEOF()
	}
	return text.Str(strings.TrimSuffix(s, "\n")), nil
}
