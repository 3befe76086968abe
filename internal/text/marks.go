package text

import (
	"sort"
	"sync/atomic"
)

// Marks tell where the characters of a Text are. Those of a long text are made for a part of it when something there is looked for: to find where the
// parts begin takes a fifth of a millisecond a megabyte, the rest no time at all.
type marks struct {
	first []int // the number of the character with which each part begins; parts are markPart bytes, and begin after a character that goes beyond their begin
	parts []atomic.Pointer[[]uint16]
}

const (
	// markPart is what an offset in a part is less than.
	markPart = 1 << 16
	// markStep balances the size of the marks (an eighth of a byte per character) against the walk from the nearest mark.
	markStep = 16
)

// offset returns the byte offset of character i, 0 <= i <= t.n.
func (t *Text) offset(p *pace, i int) int {
	switch i {
	case 0:
		return 0
	case t.n:
		return len(t.s)
	}
	if i < markStep {
		return skip(t.s, 0, i)
	}
	m, k := t.index(p), 0
	if len(m.first) > 1 {
		k = sort.Search(len(m.first), func(k int) bool { return m.first[k] > i }) - 1
	}
	i -= m.first[k]
	return skip(t.s, k*markPart+int(t.part(m, k)[i/markStep]), i%markStep)
}

// skip returns where the character begins that comes n characters after the one at off.
func skip(s string, off, n int) int {
	for ; n > 0; n-- {
		off += charSize(s[off])
	}
	return off
}

// char returns the index of the character at byte offset off, which must be the
// start of a character or the end of the string.
func (t *Text) char(p *pace, off int) int {
	switch off {
	case 0:
		return 0
	case len(t.s):
		return t.n
	}
	m, k := t.index(p), off/markPart
	marks := t.part(m, k)
	at := off % markPart
	j := sort.Search(len(marks), func(j int) bool { return int(marks[j]) > at }) - 1
	return m.first[k] + j*markStep + countChars(t.s[k*markPart+int(marks[j]):off])
}

// index returns the marks, of which no part may be there.
func (t *Text) index(p *pace) *marks {
	if m := t.marks.Load(); m != nil {
		return m
	}
	n := (len(t.s) + markPart - 1) / markPart
	if n == 1 {
		var one struct {
			marks
			first [1]int
			part  [1]atomic.Pointer[[]uint16]
		}
		one.marks = marks{one.first[:], one.part[:]}
		t.marks.Store(&one.marks)
		return &one.marks
	}
	m := &marks{make([]int, n), make([]atomic.Pointer[[]uint16], n)}
	for k := 1; k < n; k++ {
		m.first[k] = m.first[k-1] + countChars(t.s[(k-1)*markPart:k*markPart])
		p.pass(markPart / 4)
	}
	t.marks.Store(m)
	return m
}

// part returns the offsets, in part k, of every markStep-th of the characters that begin there.
func (t *Text) part(m *marks, k int) []uint16 {
	if have := m.parts[k].Load(); have != nil {
		return *have
	}
	s := t.s[k*markPart : min(len(t.s), (k+1)*markPart)]
	list := make([]uint16, 0, len(s)/markStep/2+1)
	n, next := 0, 0 // characters that begin before off, and the one to mark
	for off := 0; off < len(s); {
		if rest := s[off:]; len(rest) >= 8 {
			if k := charsIn(rest); n+k <= next {
				n += k
				off += 8
				continue
			}
		}
		if s[off]&0xC0 != 0x80 {
			if n == next {
				list = append(list, uint16(off))
				next += markStep
			}
			n++
		}
		off++
	}
	m.parts[k].Store(&list)
	return list
}
