package regex

import (
	"strings"

	"github.com/mpstar/mpstar/internal/text"
)

// This file looks at the text that is searched: as characters, or as bytes.

// boundary reports whether a character begins at pos.
func (m *Matcher) boundary(pos int) bool { return !m.wide || m.s[pos]&0xC0 != 0x80 }

// size returns the size of the character at pos.
func (m *Matcher) size(pos int) int {
	if !m.wide {
		return 1
	}
	switch b := m.s[pos]; {
	case b < 0x80:
		return 1
	case b < 0xE0:
		return 2
	case b < 0xF0:
		return 3
	}
	return 4
}

// back returns the place one character before pos, which is not the start.
func (m *Matcher) back(pos int) int {
	pos--
	if m.wide {
		for m.s[pos]&0xC0 == 0x80 {
			pos--
		}
	}
	return pos
}

// has reports whether set has the character at pos < len(m.s), and its size.
func (m *Matcher) has(s *set, pos int) (int, bool) {
	b := m.s[pos]
	if !m.wide || b < 0x80 {
		return 1, s.low[b]
	}
	r, size := text.DecodeRune(m.s[pos:])
	return size, s.has(r)
}

// count returns how many characters of set there are at pos, up to limit, and where they end.
func (m *Matcher) count(s *set, pos, limit int) (n, end int, err error) {
	for n < limit && pos < len(m.s) {
		stop := min(limit, n+1<<16)
		from := n
		if !m.wide {
			stop = min(stop, n+len(m.s)-pos)
			for n < stop && s.low[m.s[pos]] {
				n++
				pos++
			}
		} else {
			for n < stop && pos < len(m.s) {
				size, ok := m.has(s, pos)
				if !ok {
					break
				}
				n++
				pos += size
			}
		}
		if err := m.spend((n - from) / 8); err != nil {
			return 0, 0, err
		}
		if n < stop {
			break
		}
	}
	return n, pos, nil
}

func (m *Matcher) isAt(in *inst, pos int) bool {
	switch in.at {
	case atStart:
		return pos == 0
	case atEnd:
		return pos == len(m.s)
	case atLineStart:
		return pos == 0 || m.s[pos-1] == '\n'
	case atLineEnd:
		return pos == len(m.s) || m.s[pos] == '\n'
	case atEndOrNewline:
		return pos == len(m.s) || pos == len(m.s)-1 && m.s[pos] == '\n'
	}
	if m.s == "" {
		return false
	}
	before := pos > 0 && m.isWord(m.back(pos), in.ascii)
	after := pos < len(m.s) && m.isWord(pos, in.ascii)
	return (before != after) == (in.at == atWord)
}

func (m *Matcher) isWord(pos int, ascii bool) bool {
	b := m.s[pos]
	if b < 0x80 {
		return b == '_' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
	}
	if ascii || !m.wide {
		return false
	}
	r, _ := text.DecodeRune(m.s[pos:])
	return text.IsAlnum(r)
}

func (m *Matcher) backref(in *inst, pos int) (int, bool, error) {
	from, to := m.Slots[2*in.n], m.Slots[2*in.n+1]
	if from < 0 || to < from {
		return pos, false, nil
	}
	if err := m.spend((to - from) / 64); err != nil {
		return pos, false, err
	}
	if !in.fold {
		if strings.HasPrefix(m.s[pos:], m.s[from:to]) {
			return pos + to - from, true, nil
		}
		return pos, false, nil
	}
	for from < to {
		if pos >= len(m.s) {
			return pos, false, nil
		}
		a, n := m.char(from)
		b, k := m.char(pos)
		if a != b && !sameFold(a, b, in.ascii) {
			return pos, false, nil
		}
		from, pos = from+n, pos+k
	}
	return pos, true, nil
}

func (m *Matcher) char(pos int) (rune, int) {
	if !m.wide {
		return rune(m.s[pos]), 1
	}
	return text.DecodeRune(m.s[pos:])
}

func sameFold(a, b rune, narrow bool) bool {
	for _, o := range folds(a, narrow) {
		if o == b {
			return true
		}
	}
	return false
}
