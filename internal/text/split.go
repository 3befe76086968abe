package text

import (
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pieces"
)

// Methods that take a str or bytes apart, join the parts, or trim the ends.

func (c *call) isSpaceAt(s string) (bool, int) {
	if c.kind != strKind {
		return isByteSpace(s[0]), 1
	}
	r, size := decodeRune(s)
	return isSpace(r), size
}

func (c *call) endsInSpace(s string) (bool, int) {
	if c.kind != strKind {
		return isByteSpace(s[len(s)-1]), 1
	}
	r, size := decodeLastRune(s)
	return isSpace(r), size
}

func isByteSpace(b byte) bool { return b == ' ' || '\t' <= b && b <= '\r' }

func (c *call) trimLeftSpace(s string) string {
	for s != "" {
		space, size := c.isSpaceAt(s)
		if !space {
			break
		}
		s = s[size:]
		c.pass(4)
	}
	return s
}

func (c *call) trimRightSpace(s string) string {
	for s != "" {
		space, size := c.endsInSpace(s)
		if !space {
			break
		}
		s = s[:len(s)-size]
		c.pass(4)
	}
	return s
}

// separator parses (sep, maxsplit). Sep is "" if it was None.
func (c *call) separator() (sep string, limit int, err error) {
	limit, err = c.integer(1, -1)
	if err != nil {
		return "", 0, err
	}
	if limit < 0 {
		limit = int(^uint(0) >> 1)
	}
	if c.args[0] == nil || c.args[0] == starlark.None {
		return "", limit, nil
	}
	sep, err = c.operand(0, "must be str or None, not %s")
	if err == nil && sep == "" {
		err = valueError("empty separator")
	}
	return sep, limit, err
}

func split(c *call) (starlark.Value, error) {
	sep, limit, err := c.separator()
	if err != nil {
		return nil, err
	}
	var parts pieces.List[starlark.Value]
	s := c.s
	if sep != "" {
		for ; limit > 0; limit-- {
			i := c.pace.index(s, sep)
			if i < 0 {
				break
			}
			parts.Push(c.part(s[:i]))
			s = s[i+len(sep):]
			c.pass(partCost)
		}
		parts.Push(c.part(s))
		return c.list(&parts), nil
	}
	for s = c.trimLeftSpace(s); s != ""; s = c.trimLeftSpace(s) {
		if limit == 0 {
			parts.Push(c.part(s))
			break
		}
		limit--
		end := 0
		for end < len(s) {
			space, size := c.isSpaceAt(s[end:])
			if space {
				break
			}
			end += size
			c.pass(4)
		}
		parts.Push(c.part(s[:end]))
		s = s[end:]
		c.pass(partCost)
	}
	return c.list(&parts), nil
}

func rsplit(c *call) (starlark.Value, error) {
	sep, limit, err := c.separator()
	if err != nil {
		return nil, err
	}
	var parts pieces.List[starlark.Value] // from the last to the first
	s := c.s
	if sep != "" {
		for ; limit > 0; limit-- {
			i := c.pace.lastIndex(s, sep)
			if i < 0 {
				break
			}
			parts.Push(c.part(s[i+len(sep):]))
			s = s[:i]
			c.pass(partCost)
		}
		parts.Push(c.part(s))
	} else {
		for s = c.trimRightSpace(s); s != ""; s = c.trimRightSpace(s) {
			if limit == 0 {
				parts.Push(c.part(s))
				break
			}
			limit--
			begin := len(s)
			for begin > 0 {
				space, size := c.endsInSpace(s[:begin])
				if space {
					break
				}
				begin -= size
				c.pass(4)
			}
			parts.Push(c.part(s[begin:]))
			c.pass(partCost)
			s = s[:begin]
		}
	}
	all, err := parts.Join(c.check)
	if err != nil {
		return nil, err
	}
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
		c.pass(partCost)
	}
	return starlark.NewList(all), nil
}

// partCost is what making a part costs, in bytes that are passed.
const partCost = 32

func splitlines(c *call) (starlark.Value, error) {
	keep := 0
	var err error
	if c.kind == strKind || c.args[0] != nil {
		if keep, err = c.cInt(0, 0); err != nil {
			return nil, err
		}
	}
	var parts pieces.List[starlark.Value]
	s := c.s
	for s != "" {
		end, size := 0, 0
		for end < len(s) {
			if c.kind != strKind {
				size = 1
				if s[end] == '\n' || s[end] == '\r' {
					break
				}
			} else {
				var r rune
				if r, size = decodeRune(s[end:]); isLineBreak(r) {
					break
				}
			}
			end += size
			c.pass(4 * size)
			size = 0
		}
		if strings.HasPrefix(s[end:], "\r\n") {
			size = 2
		}
		line := s[:end]
		if keep != 0 {
			line = s[:end+size]
		}
		parts.Push(c.part(line))
		s = s[end+size:]
		c.pass(partCost)
	}
	return c.list(&parts), nil
}

func join(c *call) (starlark.Value, error) {
	it, err := c.f.iterate(c.args[0])
	if err != nil {
		if c.f.matches(err, "TypeError") {
			return nil, typeError("can only join an iterable")
		}
		return nil, err
	}
	defer it.Done()
	var items pieces.List[string]
	var v, last starlark.Value
	total := 0
	for it.Next(&v) {
		s, ok := c.content(v)
		if !ok {
			if c.kind == strKind {
				return nil, typeError("sequence item %d: expected str instance, %s found", items.Len(), c.f.typeName(v))
			}
			return nil, typeError("sequence item %d: expected a bytes-like object, %s found", items.Len(), c.f.typeName(v))
		}
		last = v
		items.Push(s)
		c.pass(partCost)
		if total += len(c.s) + len(s); total-len(c.s) > MaxSize || items.Len() > MaxSize/16 {
			return nil, errMemory()
		}
	}
	if err := c.f.pending(); err != nil {
		return nil, err
	}
	if _, exact := exactString(last); exact && items.Len() == 1 && c.kind == strKind {
		return last, nil
	}
	if few, ok := items.Short(); ok && total <= paceBytes {
		return c.wrap(strings.Join(few, c.s)), nil
	}
	if err := c.f.reserve(total); err != nil {
		return nil, err
	}
	b, sep := c.room(max(total-len(c.s), 0)), ""
	for s := range items.All() {
		b = c.append(c.append(b, sep), s)
		c.pass(len(sep) + len(s) + 4)
		sep = c.s
	}
	return c.wrap(c.text(b)), nil
}

// A charSet is a set of elements to strip.
type charSet struct {
	ascii [256]bool // of bytes if the receiver is bytes
	other map[rune]bool
}

func (c *call) charSet(s string) *charSet {
	set := new(charSet)
	for s != "" {
		c.pass(4)
		if c.kind != strKind || s[0] < utf8.RuneSelf {
			set.ascii[s[0]] = true
			s = s[1:]
			continue
		}
		r, size := decodeRune(s)
		if set.other == nil {
			set.other = make(map[rune]bool)
		}
		set.other[r] = true
		s = s[size:]
	}
	return set
}

const (
	leftEnd = 1 << iota
	rightEnd
)

func strip(c *call) (starlark.Value, error)  { return c.strip(leftEnd | rightEnd) }
func lstrip(c *call) (starlark.Value, error) { return c.strip(leftEnd) }
func rstrip(c *call) (starlark.Value, error) { return c.strip(rightEnd) }

func (c *call) strip(ends int) (starlark.Value, error) {
	s := c.s
	if c.args[0] == nil || c.args[0] == starlark.None {
		if ends&leftEnd != 0 {
			s = c.trimLeftSpace(s)
		}
		if ends&rightEnd != 0 {
			s = c.trimRightSpace(s)
		}
		return c.part(s), nil
	}
	cut, ok := c.content(c.args[0])
	if !ok {
		if c.kind == strKind {
			return nil, typeError("%s arg must be None or str", c.name)
		}
		return nil, c.notBytes(c.args[0])
	}
	set := c.charSet(cut)
	if ends&leftEnd != 0 {
		for s != "" {
			c.pass(4)
			if c.kind != strKind || s[0] < utf8.RuneSelf {
				if !set.ascii[s[0]] {
					break
				}
				s = s[1:]
				continue
			}
			r, size := decodeRune(s)
			if !set.other[r] {
				break
			}
			s = s[size:]
		}
	}
	if ends&rightEnd != 0 {
		for s != "" {
			c.pass(4)
			if last := s[len(s)-1]; c.kind != strKind || last < utf8.RuneSelf {
				if !set.ascii[last] {
					break
				}
				s = s[:len(s)-1]
				continue
			}
			r, size := decodeLastRune(s)
			if !set.other[r] {
				break
			}
			s = s[:len(s)-size]
		}
	}
	return c.part(s), nil
}
