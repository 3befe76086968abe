package text

import "unicode/utf8"

// wideCodec makes UTF-16 (size 2) or UTF-32 (size 4).
func wideCodec(name string, size int, big bool) *codec {
	put := func(b []byte, u uint32) []byte {
		for k := range size {
			shift := 8 * k
			if big {
				shift = 8 * (size - 1 - k)
			}
			b = append(b, byte(u>>shift))
		}
		return b
	}
	c := &codec{name: name, reason: "surrogates not allowed", unit: size}
	c.put = func(b []byte, r rune) ([]byte, bool) {
		switch {
		case isSurrogate(r):
			return b, false
		case size == 2 && r >= 0x10000:
			r -= 0x10000
			return put(put(b, 0xD800|uint32(r)>>10), 0xDC00|uint32(r)&0x3FF), true
		}
		return put(b, uint32(r)), true
	}
	if size == 4 {
		c.next = func(b string, i int) (rune, int, string) {
			if len(b)-i < 4 {
				return 0, len(b) - i, "truncated data"
			}
			switch u := unit(b[i:i+4], big); {
			case u > utf8.MaxRune:
				return 0, 4, "code point not in range(0x110000)"
			case isSurrogate(rune(u)):
				return 0, 4, "code point in surrogate code point range(0xd800, 0xe000)"
			default:
				return rune(u), 4, ""
			}
		}
		return c
	}
	c.next = func(b string, i int) (rune, int, string) {
		if len(b)-i < 2 {
			return 0, len(b) - i, "truncated data"
		}
		u := rune(unit(b[i:i+2], big))
		switch {
		case !isSurrogate(u):
			return u, 2, ""
		case u >= 0xDC00:
			return 0, 2, "illegal encoding"
		case len(b)-i < 4:
			return 0, len(b) - i, "unexpected end of data"
		}
		low := rune(unit(b[i+2:i+4], big))
		if low < 0xDC00 || low > 0xDFFF {
			return 0, 2, "illegal UTF-16 surrogate"
		}
		return 0x10000 + (u-0xD800)<<10 + (low - 0xDC00), 4, ""
	}
	return c
}

// unit reads a code unit of len(b) bytes.
func unit(b string, big bool) uint32 {
	var u uint32
	for k := range len(b) {
		if big {
			u = u<<8 | uint32(b[k])
		} else {
			u |= uint32(b[k]) << (8 * k)
		}
	}
	return u
}
