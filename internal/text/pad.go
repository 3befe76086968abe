package text

import (
	"iter"
	"strings"

	"go.starlark.net/starlark"
)

// Methods that widen a str or bytes.

// padding parses (width, fillchar) and returns the number of elements to add.
func (c *call) padding() (n int, fill string, err error) {
	width, err := c.integer(0, 0)
	if err != nil {
		return 0, "", err
	}
	fill = " "
	if v := c.args[1]; v != nil {
		s, ok := c.content(v)
		switch {
		case c.kind != strKind:
			if _, array := v.(*ByteArray); len(s) != 1 || !ok && !array {
				return 0, "", typeError("%s() argument 2 must be a byte string of length 1, not %s", c.name, c.f.argName(v))
			}
		case !ok:
			return 0, "", typeError("The fill character must be a unicode character, not %s", c.f.typeName(v))
		case Len(s) != 1:
			return 0, "", typeError("The fill character must be exactly one character long")
		}
		fill = s
	}
	n = max(width-c.len(), 0)
	if n > (MaxSize-len(c.s))/len(fill) {
		return 0, "", errMemory()
	}
	return n, fill, c.f.reserve(n * len(fill))
}

func (c *call) pad(left, right int, fill string) starlark.Value {
	if left+right == 0 {
		return c.part(c.s)
	}
	return c.wrap(c.pace.join([]string{c.repeat(fill, left), c.s, c.repeat(fill, right)}, "", (left+right)*len(fill)+len(c.s)))
}

func ljust(c *call) (starlark.Value, error) {
	n, fill, err := c.padding()
	if err != nil {
		return nil, err
	}
	return c.pad(0, n, fill), nil
}

func rjust(c *call) (starlark.Value, error) {
	n, fill, err := c.padding()
	if err != nil {
		return nil, err
	}
	return c.pad(n, 0, fill), nil
}

func center(c *call) (starlark.Value, error) {
	n, fill, err := c.padding()
	if err != nil {
		return nil, err
	}
	// The odd one goes left if the width is odd too.
	left := n/2 + n&(n+c.len())&1
	return c.pad(left, n-left, fill), nil
}

func zfill(c *call) (starlark.Value, error) {
	width, err := c.integer(0, 0)
	if err != nil {
		return nil, err
	}
	n := width - c.len()
	if n <= 0 {
		return c.part(c.s), nil
	}
	if n > MaxSize-len(c.s) {
		return nil, errMemory()
	}
	if err := c.f.reserve(n); err != nil {
		return nil, err
	}
	sign, s := "", c.s
	if s != "" && (s[0] == '+' || s[0] == '-') {
		sign, s = s[:1], s[1:]
	}
	return c.wrap(c.concat(sign+c.repeat("0", n), s)), nil
}

func expandtabs(c *call) (starlark.Value, error) {
	size, err := c.cInt(0, 8)
	if err != nil {
		return nil, err
	}
	if strings.IndexByte(c.s, '\t') < 0 {
		return c.part(c.s), nil
	}
	// The length comes first: a few tabs may ask for more than there is memory.
	total := 0
	for part, fill := range c.tabs(size) {
		if total += len(part) + fill; total > MaxSize {
			return nil, errMemory()
		}
	}
	if err := c.f.reserve(total); err != nil {
		return nil, err
	}
	b := c.room(total)
	for part, fill := range c.tabs(size) {
		b = c.append(b, part)
		for fill > 0 {
			n := min(fill, len(spaces))
			b = append(b, spaces[:n]...)
			c.pass(n)
			fill -= n
		}
	}
	return c.wrap(c.text(b)), nil
}

const spaces = "                                                                "

// tabs yields the parts of the receiver, each with how many spaces stand for the tab after it.
func (c *call) tabs(size int) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		column, from := 0, 0
		for i := 0; i < len(c.s); {
			n := c.step(c.s[i:])
			switch c.s[i] {
			case '\t':
				fill := 0
				if size > 0 {
					fill = size - column%size
				}
				column += fill
				if !yield(c.s[from:i], fill) {
					return
				}
				from = i + n
			case '\n', '\r':
				column = 0
			default:
				column++
			}
			i += n
			c.pass(8)
		}
		yield(c.s[from:], 0)
	}
}
