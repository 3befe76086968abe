package text

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// Methods that look for something in a str or in bytes.

// needle returns what find and its kin look for: for bytes it may be an int.
func (c *call) needle(v starlark.Value) (string, error) {
	if s, ok := c.content(v); ok {
		return s, nil
	}
	if c.kind == strKind {
		return "", typeError("must be str, not %s", c.f.typeName(v))
	}
	n, ok, err := c.f.index(v)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", typeError("argument should be integer or bytes-like object, not '%s'", c.f.typeName(v))
	}
	b, err := byteOf(n)
	return string([]byte{b}), err
}

func byteOf(n starlark.Int) (byte, error) {
	if x, ok := n.Int64(); ok && 0 <= x && x < 256 {
		return byte(x), nil
	}
	return 0, valueError("byte must be in range(0, 256)")
}

// haystack parses (sub, start, end). It reports false if nothing can be found.
func (c *call) haystack() (hay, sub string, off int, ok bool, err error) {
	start, end, err := c.window(1)
	if err != nil {
		return "", "", 0, false, err
	}
	if sub, err = c.needle(c.args[0]); err != nil || start > end {
		return "", "", 0, false, err
	}
	off = c.offset(start)
	return c.s[off:c.offset(end)], sub, off, true, nil
}

func (c *call) position(search func(s, sub string) int) (int, error) {
	hay, sub, off, ok, err := c.haystack()
	if err != nil || !ok {
		return -1, err
	}
	i := search(hay, sub)
	if i < 0 {
		return -1, nil
	}
	return c.at(off + i), nil
}

func find(c *call) (starlark.Value, error) {
	i, err := c.position(c.pace.index)
	return starlark.MakeInt(i), err
}

func rfind(c *call) (starlark.Value, error) {
	i, err := c.position(c.pace.lastIndex)
	return starlark.MakeInt(i), err
}

func index(c *call) (starlark.Value, error) { return c.found(c.pace.index) }

func rindex(c *call) (starlark.Value, error) { return c.found(c.pace.lastIndex) }

func (c *call) found(search func(s, sub string) int) (starlark.Value, error) {
	i, err := c.position(search)
	if err == nil && i < 0 {
		if c.kind == strKind {
			err = valueError("substring not found")
		} else {
			err = valueError("subsection not found")
		}
	}
	return starlark.MakeInt(i), err
}

func count(c *call) (starlark.Value, error) {
	hay, sub, _, ok, err := c.haystack()
	if err != nil || !ok {
		return starlark.MakeInt(0), err
	}
	return starlark.MakeInt(c.occurrences(hay, sub)), nil
}

// occurrences counts sub in s without overlaps. An empty one is before and after
// every element.
func (c *call) occurrences(s, sub string) int {
	if sub != "" {
		return c.pace.count(s, sub)
	}
	if c.kind == strKind {
		return c.countChars(s) + 1
	}
	return len(s) + 1
}

func startswith(c *call) (starlark.Value, error) { return c.affix(strings.HasPrefix) }

func endswith(c *call) (starlark.Value, error) { return c.affix(strings.HasSuffix) }

func (c *call) affix(has func(s, affix string) bool) (starlark.Value, error) {
	start, end, err := c.window(1)
	if err != nil {
		return nil, err
	}
	hay, ok := "", start <= end
	if ok {
		hay = c.s[c.offset(start):c.offset(end)]
	}
	if s, is := c.content(c.args[0]); is {
		return starlark.Bool(ok && has(hay, s)), nil
	}
	tuple, is := c.args[0].(starlark.Tuple)
	if !is {
		return nil, typeError("%s first arg must be %s or a tuple of %[2]s, not %[3]s", c.name, c.family(), c.f.typeName(c.args[0]))
	}
	for _, v := range tuple {
		s, is := c.content(v)
		if !is {
			if c.kind == strKind {
				return nil, typeError("tuple for %s must only contain str, not %s", c.name, c.f.typeName(v))
			}
			return nil, c.notBytes(v)
		}
		if ok && has(hay, s) {
			return starlark.True, nil
		}
	}
	return starlark.False, nil
}

// family is what messages call the operands of the receiver's methods.
func (c *call) family() string {
	if c.kind == strKind {
		return "str"
	}
	return "bytes"
}

func replace(c *call) (starlark.Value, error) {
	old, err := c.operand(0, "replace() argument 1 must be str, not %s")
	if err != nil {
		return nil, err
	}
	with, err := c.operand(1, "replace() argument 2 must be str, not %s")
	if err != nil {
		return nil, err
	}
	limit, err := c.integer(2, -1)
	if err != nil {
		return nil, err
	}
	n := c.occurrences(c.s, old)
	if limit >= 0 {
		n = min(n, limit)
	}
	if n == 0 {
		return c.part(c.s), nil
	}
	if grow := len(with) - len(old); grow > 0 && n > (MaxSize-len(c.s))/grow {
		return nil, errMemory()
	}
	if old != "" {
		return c.wrap(c.pace.replace(c.s, old, with, n)), nil
	}
	b := c.room(len(c.s) + n*len(with))
	rest := c.s
	for ; n > 0; n-- {
		b = c.append(b, with)
		if rest != "" {
			size := c.step(rest)
			b = append(b, rest[:size]...)
			rest = rest[size:]
			c.pass(8 + len(with))
		}
	}
	return c.wrap(c.text(c.append(b, rest))), nil
}

// step returns the size in bytes of the first element of s.
func (c *call) step(s string) int {
	if c.kind != strKind {
		return 1
	}
	_, size := decodeRune(s)
	return size
}

func removeprefix(c *call) (starlark.Value, error) {
	p, err := c.operand(0, "removeprefix() argument must be str, not %s")
	if err != nil {
		return nil, err
	}
	return c.part(strings.TrimPrefix(c.s, p)), nil
}

func removesuffix(c *call) (starlark.Value, error) {
	p, err := c.operand(0, "removesuffix() argument must be str, not %s")
	if err != nil {
		return nil, err
	}
	return c.part(strings.TrimSuffix(c.s, p)), nil
}

func partition(c *call) (starlark.Value, error) {
	return c.cut(c.pace.index, func() starlark.Tuple {
		return starlark.Tuple{c.part(c.s), c.wrap(""), c.wrap("")}
	})
}

func rpartition(c *call) (starlark.Value, error) {
	return c.cut(c.pace.lastIndex, func() starlark.Tuple {
		return starlark.Tuple{c.wrap(""), c.wrap(""), c.part(c.s)}
	})
}

func (c *call) cut(search func(s, sub string) int, whole func() starlark.Tuple) (starlark.Value, error) {
	sep, err := c.operand(0, "must be str, not %s")
	if err != nil {
		return nil, err
	}
	if sep == "" {
		return nil, exception.New(exception.ValueError, "empty separator")
	}
	i := search(c.s, sep)
	if i < 0 {
		return whole(), nil
	}
	return starlark.Tuple{c.part(c.s[:i]), c.wrap(sep), c.part(c.s[i+len(sep):])}, nil
}
