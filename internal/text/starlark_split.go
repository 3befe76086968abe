package text

import (
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
	"go.starlark.net/starlark"
)

// This file has the methods of long strings in the Starlark dialect that take them apart and put them together.

func (c *StarlarkCall) replace(p *pace) (starlark.Value, error) {
	old, ok := c.str(0)
	with, ok2 := c.str(1)
	times := -1
	if len(c.Args) > 2 {
		n, err := starlark.AsInt32(c.Args[2])
		if err != nil {
			return nil, nil
		}
		times = n
	}
	if !ok || !ok2 || len(c.Args) > 3 {
		return nil, nil
	}
	if times < 0 {
		times = math.MaxInt
	}
	s := c.Self
	if old == "" {
		return c.insert(p, with, times)
	}
	n := min(times, p.count(s, old))
	if n == 0 {
		return starlark.String(s), nil
	}
	if err := c.reserve(int64(len(s)), int64(n), int64(len(with)-len(old))); err != nil {
		return nil, err
	}
	return starlark.String(p.replace(s, old, with, n)), nil
}

// insert puts with before the first n characters, and behind all.
func (c *StarlarkCall) insert(p *pace, with string, n int) (starlark.Value, error) {
	chars := 1
	p.each(c.Self, func(s string) bool {
		chars += utf8.RuneCountInString(s)
		return true
	})
	n = min(n, chars)
	if err := c.reserve(int64(len(c.Self)), int64(n), int64(len(with))); err != nil {
		return nil, err
	}
	var out pieces.Text
	p.each(c.Self, func(s string) bool {
		for s != "" && n > 0 {
			_, k := utf8.DecodeRuneInString(s)
			out.WriteString(with)
			out.WriteString(s[:k])
			s = s[k:]
			n--
			p.pass(len(with) + 8)
		}
		out.WriteString(s)
		return true
	})
	if n > 0 {
		out.WriteString(with)
	}
	return starlark.String(p.done(&out, nil)), nil
}

// reserve asks for the memory of n bytes and times more each time.
func (c *StarlarkCall) reserve(n, times, more int64) error {
	if more > 0 && times > (math.MaxInt64/4-n)/more {
		return exception.New(exception.MemoryError, "")
	}
	if n += times * more; n < paceBytes || c.Reserve == nil {
		return nil
	}
	return c.Reserve(n)
}

func (c *StarlarkCall) split(p *pace) (starlark.Value, error) {
	times := math.MaxInt
	if len(c.Args) > 1 {
		n, err := starlark.AsInt32(c.Args[1])
		if err != nil || len(c.Args) > 2 {
			return nil, nil
		}
		if n >= 0 {
			times = n
		}
	}
	var list pieces.List[starlark.Value]
	s := c.Self
	if len(c.Args) == 0 || c.Args[0] == starlark.None {
		if c.Name == "rsplit" && times != math.MaxInt {
			return c.splitSpaceRight(p, times)
		}
		p.splitSpace(s, times, &list)
		return p.list(&list), nil
	}
	sep, ok := c.str(0)
	if !ok || sep == "" {
		return nil, nil
	}
	at := 0
	if c.Name == "rsplit" && times != math.MaxInt {
		// The engine finds the separators from the left here too, and joins what is too much.
		for joined := p.count(s, sep) - times; joined > 0; joined-- {
			at += p.index(s[at:], sep) + len(sep)
			p.pass(8)
		}
	}
	for begin := 0; ; {
		i := -1
		if times > 0 {
			i = p.index(s[at:], sep)
			times--
		}
		if i < 0 {
			list.Push(starlark.String(s[begin:]))
			return p.list(&list), nil
		}
		list.Push(starlark.String(s[begin : at+i]))
		at += i + len(sep)
		begin = at
		p.pass(64)
	}
}

// splitSpace splits at spaces, at most n times.
func (p *pace) splitSpace(s string, n int, list *pieces.List[starlark.Value]) {
	start, at := -1, 0
	p.each(s, func(part string) bool {
		for i, r := range part {
			switch {
			case !unicode.IsSpace(r):
				if start < 0 {
					start = at + i
				}
			case start >= 0:
				if n == 0 {
					return false
				}
				n--
				list.Push(starlark.String(s[start : at+i]))
				start = -1
			}
		}
		at += len(part)
		return true
	})
	if start >= 0 {
		list.Push(starlark.String(s[start:]))
	}
}

// splitSpaceRight splits at the last spaces.
func (c *StarlarkCall) splitSpaceRight(p *pace, n int) (starlark.Value, error) {
	var list pieces.List[starlark.Value]
	s := c.Self
	end, at := -1, len(s)
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:at])
		if unicode.IsSpace(r) {
			if end >= 0 {
				if n == 0 {
					break
				}
				n--
				list.Push(starlark.String(s[at:end]))
				end = -1
			}
		} else if end < 0 {
			end = at
		}
		at -= size
		p.pass(4)
	}
	if end >= 0 {
		list.Push(starlark.String(s[:end]))
	}
	elems, err := list.Join(p.ends())
	p.must(err)
	for i, j := 0, len(elems)-1; i < j; i, j = i+1, j-1 {
		elems[i], elems[j] = elems[j], elems[i]
		p.pass(16)
	}
	return starlark.NewList(elems), nil
}

func (c *StarlarkCall) splitlines(p *pace) (starlark.Value, error) {
	keep := false
	if len(c.Args) > 0 {
		b, ok := c.Args[0].(starlark.Bool)
		if !ok || len(c.Args) > 1 {
			return nil, nil
		}
		keep = bool(b)
	}
	var list pieces.List[starlark.Value]
	for s := c.Self; s != ""; {
		i := p.index(s, "\n")
		if i < 0 {
			list.Push(starlark.String(s))
			break
		}
		line := s[:i]
		if keep {
			line = s[:i+1]
		}
		list.Push(starlark.String(line))
		s = s[i+1:]
		p.pass(64)
	}
	return p.list(&list), nil
}

// JoinStarlark is the engine's join, of strings that have been gathered.
func (c *StarlarkCall) JoinStarlark(list []starlark.Value) (starlark.Value, error) {
	n := int64(0)
	for i, x := range list {
		s, ok := x.(starlark.String)
		if !ok {
			return nil, nil
		}
		n += int64(len(s)) + int64(len(c.Self))
		if i%(1<<14) == 1<<14-1 {
			if err := c.Check(); err != nil {
				return nil, err
			}
		}
	}
	if err := c.reserve(n, 0, 0); err != nil {
		return nil, err
	}
	return keepPace(func() (starlark.Value, error) {
		p := &pace{check: c.Check}
		b := p.room(int(n))
		for i, x := range list {
			if i > 0 {
				b = p.append(b, c.Self)
			}
			s := string(x.(starlark.String))
			b = p.append(b, s)
			p.pass(len(c.Self) + len(s) + 16)
		}
		return starlark.String(p.text(b)), nil
	})
}
