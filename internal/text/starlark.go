package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/pieces"
	"go.starlark.net/starlark"
)

// This file has the methods that the engine gives to strings, for long ones: the engine's own can't be stopped, and take any memory. They count bytes and know
// what Go's unicode package knows, as the engine's do.

// A StarlarkCall is a call of a method of a long string in the Starlark dialect.
type StarlarkCall struct {
	Name    string
	Self    string
	Args    starlark.Tuple
	Check   func() error
	Reserve func(bytes int64) error // asks for memory
}

// Run makes the call. ok is false if the engine is to make it, which takes no time then: the method is none of those here, or the arguments are wrong.
func (c *StarlarkCall) Run() (v starlark.Value, ok bool, err error) {
	run := starlarkMethods[c.Name]
	if run == nil {
		return nil, false, nil
	}
	v, err = keepPace(func() (starlark.Value, error) { return run(c, &pace{check: c.Check}) })
	return v, v != nil || err != nil, err
}

// IsStarlarkMethod reports whether Run knows a method.
func IsStarlarkMethod(name string) bool { return starlarkMethods[name] != nil }

// starlarkMethods return nil where the engine is to do it.
var starlarkMethods map[string]func(c *StarlarkCall, p *pace) (starlark.Value, error)

func init() {
	starlarkMethods = map[string]func(c *StarlarkCall, p *pace) (starlark.Value, error){
		"capitalize": func(c *StarlarkCall, p *pace) (starlark.Value, error) {
			return c.runes(p, func(at int, r rune) rune {
				if at == 0 {
					return unicode.ToTitle(r)
				}
				return unicode.ToLower(r)
			})
		},
		"title": func(c *StarlarkCall, p *pace) (starlark.Value, error) {
			cased := false
			return c.runes(p, func(_ int, r rune) rune {
				if cased {
					r = unicode.ToLower(r)
				} else {
					r = unicode.ToTitle(r)
				}
				cased = starlarkCased(r)
				return r
			})
		},
		"upper":   (*StarlarkCall).upper,
		"lower":   (*StarlarkCall).lower,
		"isalnum": allOf(func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }),
		"isalpha": allOf(unicode.IsLetter), "isdigit": allOf(unicode.IsDigit), "isspace": allOf(unicode.IsSpace),
		"islower": allCased(strings.ToLower), "isupper": allCased(strings.ToUpper),
		"count": (*StarlarkCall).count,
		"find":  position(false), "index": position(false), "rfind": position(true), "rindex": position(true),
		"startswith": (*StarlarkCall).affix, "endswith": (*StarlarkCall).affix,
		"removeprefix": (*StarlarkCall).removeAffix, "removesuffix": (*StarlarkCall).removeAffix,
		"partition": (*StarlarkCall).partition, "rpartition": (*StarlarkCall).partition,
		"replace": (*StarlarkCall).replace,
		"strip":   (*StarlarkCall).strip, "lstrip": (*StarlarkCall).strip, "rstrip": (*StarlarkCall).strip,
		"split": (*StarlarkCall).split, "rsplit": (*StarlarkCall).split, "splitlines": (*StarlarkCall).splitlines,
	}
}

// each calls f for pieces of s, which begin and end between characters, until it returns false.
func (p *pace) each(s string, f func(s string) bool) {
	for s != "" {
		n := min(len(s), paceBytes/4)
		for i := 0; i < 3 && n < len(s) && !utf8.RuneStart(s[n]); i++ {
			n++
		}
		if !f(s[:n]) {
			return
		}
		s = s[n:]
		p.pass(4 * n) // 10 ns a byte for some
	}
}

func starlarkCased(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || unicode.SimpleFold(r) != r
}

// runes maps each character.
func (c *StarlarkCall) runes(p *pace, f func(at int, r rune) rune) (starlark.Value, error) {
	if len(c.Args) > 0 {
		return nil, nil
	}
	var out pieces.Text
	var b []byte
	at := 0
	p.each(c.Self, func(s string) bool {
		b = b[:0]
		for i, r := range s {
			b = utf8.AppendRune(b, f(at+i, r))
		}
		at += len(s)
		out.Write(b)
		return true
	})
	return starlark.String(p.done(&out, nil)), nil
}

func (c *StarlarkCall) upper(p *pace) (starlark.Value, error) { return c.mapped(p, strings.ToUpper) }
func (c *StarlarkCall) lower(p *pace) (starlark.Value, error) { return c.mapped(p, strings.ToLower) }

func (c *StarlarkCall) mapped(p *pace, f func(string) string) (starlark.Value, error) {
	if len(c.Args) > 0 {
		return nil, nil
	}
	var out pieces.Text
	p.each(c.Self, func(s string) bool {
		out.WriteString(f(s))
		return true
	})
	return starlark.String(p.done(&out, nil)), nil
}

func allOf(is func(r rune) bool) func(c *StarlarkCall, p *pace) (starlark.Value, error) {
	return func(c *StarlarkCall, p *pace) (starlark.Value, error) {
		if len(c.Args) > 0 {
			return nil, nil
		}
		all := c.Self != ""
		p.each(c.Self, func(s string) bool {
			for _, r := range s {
				if !is(r) {
					all = false
					break
				}
			}
			return all
		})
		return starlark.Bool(all), nil
	}
}

func allCased(f func(string) string) func(c *StarlarkCall, p *pace) (starlark.Value, error) {
	return func(c *StarlarkCall, p *pace) (starlark.Value, error) {
		if len(c.Args) > 0 {
			return nil, nil
		}
		all, cased := true, false
		p.each(c.Self, func(s string) bool {
			all = f(s) == s
			cased = cased || strings.ContainsFunc(s, starlarkCased)
			return all
		})
		return starlark.Bool(all && cased), nil
	}
}

// str returns an argument that must be a string.
func (c *StarlarkCall) str(i int) (string, bool) {
	if i >= len(c.Args) {
		return "", false
	}
	s, ok := c.Args[i].(starlark.String)
	return string(s), ok
}

// window returns the part of the string that the arguments from i on select, and where it begins.
func (c *StarlarkCall) window(i int) (part string, start int, ok bool) {
	bounds := [2]int{0, len(c.Self)}
	if len(c.Args) > i+2 {
		return "", 0, false
	}
	for k, v := range c.Args[min(i, len(c.Args)):] {
		if v == starlark.None {
			continue
		}
		n, isInt := v.(starlark.Int)
		if !isInt {
			return "", 0, false
		}
		at, err := starlark.AsInt32(n)
		if err != nil {
			return "", 0, false
		}
		if at < 0 {
			at += len(c.Self)
		}
		bounds[k] = max(0, min(at, len(c.Self)))
	}
	if bounds[0] >= bounds[1] {
		return "", bounds[0], true
	}
	return c.Self[bounds[0]:bounds[1]], bounds[0], true
}

func (c *StarlarkCall) count(p *pace) (starlark.Value, error) {
	sub, ok := c.str(0)
	s, _, ok2 := c.window(1)
	if !ok || !ok2 {
		return nil, nil
	}
	if sub != "" {
		return starlark.MakeInt(p.count(s, sub)), nil
	}
	n := 1
	p.each(s, func(s string) bool {
		n += utf8.RuneCountInString(s)
		return true
	})
	return starlark.MakeInt(n), nil
}

func position(last bool) func(c *StarlarkCall, p *pace) (starlark.Value, error) {
	return func(c *StarlarkCall, p *pace) (starlark.Value, error) {
		sub, ok := c.str(0)
		s, start, ok2 := c.window(1)
		if !ok || !ok2 {
			return nil, nil
		}
		i := 0
		if last {
			i = p.lastIndex(s, sub)
		} else {
			i = p.index(s, sub)
		}
		switch {
		case i >= 0:
			i += start
		case strings.HasSuffix(c.Name, "index"):
			return nil, fmt.Errorf("%s: substring not found", c.Name)
		}
		return starlark.MakeInt(i), nil
	}
}

// has reports whether s begins with fix, or ends with it.
func (p *pace) has(s, fix string, atEnd bool) bool {
	if len(fix) > len(s) {
		return false
	}
	if atEnd {
		s = s[len(s)-len(fix):]
	}
	eq, err := pieces.Equal(s[:len(fix)], fix, p.ends())
	p.must(err)
	return eq
}

func (c *StarlarkCall) affix(p *pace) (starlark.Value, error) {
	s, _, ok := c.window(1)
	if !ok || len(c.Args) == 0 {
		return nil, nil
	}
	list, ok := c.Args[0].(starlark.Tuple)
	if !ok {
		list = c.Args[:1]
	}
	for _, x := range list {
		fix, ok := x.(starlark.String)
		if !ok {
			return nil, nil
		}
		if p.has(s, string(fix), c.Name == "endswith") {
			return starlark.True, nil
		}
		p.pass(4)
	}
	return starlark.False, nil
}

func (c *StarlarkCall) removeAffix(p *pace) (starlark.Value, error) {
	fix, ok := c.str(0)
	if !ok || len(c.Args) != 1 {
		return nil, nil
	}
	s, atEnd := c.Self, c.Name == "removesuffix"
	switch {
	case !p.has(s, fix, atEnd):
	case atEnd:
		s = s[:len(s)-len(fix)]
	default:
		s = s[len(fix):]
	}
	return starlark.String(s), nil
}

func (c *StarlarkCall) partition(p *pace) (starlark.Value, error) {
	sep, ok := c.str(0)
	if !ok || sep == "" || len(c.Args) != 1 {
		return nil, nil
	}
	s, whole := c.Self, starlark.String(c.Self)
	i := -1
	if c.Name == "partition" {
		i = p.index(s, sep)
	} else {
		i = p.lastIndex(s, sep)
	}
	switch {
	case i >= 0:
		return starlark.Tuple{starlark.String(s[:i]), starlark.String(sep), starlark.String(s[i+len(sep):])}, nil
	case c.Name == "partition":
		return starlark.Tuple{whole, starlark.String(""), starlark.String("")}, nil
	}
	return starlark.Tuple{starlark.String(""), starlark.String(""), whole}, nil
}

func (c *StarlarkCall) strip(p *pace) (starlark.Value, error) {
	if len(c.Args) > 1 {
		return nil, nil
	}
	chars, ok := c.str(0)
	if !ok && len(c.Args) > 0 {
		return nil, nil
	}
	drop := unicode.IsSpace
	if chars != "" {
		if len(chars) >= paceBytes/4 {
			return nil, nil
		}
		set := map[rune]bool{}
		for _, r := range chars {
			set[r] = true
		}
		drop = func(r rune) bool { return set[r] }
	}
	s := c.Self
	if c.Name != "rstrip" {
		p.each(s, func(part string) bool {
			rest := strings.TrimLeftFunc(part, drop)
			s = s[len(part)-len(rest):]
			return rest == ""
		})
	}
	if c.Name != "lstrip" {
		for end := s; end != ""; {
			n := max(0, len(end)-paceBytes/4)
			for i := 0; i < 3 && n > 0 && !utf8.RuneStart(end[n]); i++ {
				n--
			}
			rest := strings.TrimRightFunc(end[n:], drop)
			s = s[:n+len(rest)]
			if rest != "" {
				break
			}
			p.pass(4 * (len(end) - n))
			end = end[:n]
		}
	}
	return starlark.String(s), nil
}
