package regex

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
)

// This file has what a Matcher goes back to when a part of a pattern does not match.

// maxChoices bounds the ways back that a Matcher remembers: 16 million, or 384 MB.
// Beyond is MemoryError.
const maxChoices = 1 << 24

type choiceKind uint8

const (
	undo    choiceKind = iota // slot at has to be n again
	retry                     // go on at pc, pos
	shorter                   // a run that may be shorter: down from n to pos
	longer                    // a run that may be longer: at pos after n characters
)

// A choice is a way back.
type choice struct {
	kind choiceKind
	pc   int32
	pos  int
	n    int
}

func (m *Matcher) push(c choice) error {
	if len(m.stack) >= m.limit {
		return exception.New(exception.MemoryError, "")
	}
	m.stack = append(m.stack, c)
	return nil
}

// setSlot sets a slot so that backtracking restores it.
func (m *Matcher) setSlot(i, v int) error {
	old := m.Slots[i]
	m.Slots[i] = v
	return m.push(choice{kind: undo, pos: i, n: old})
}

// fail takes the last way back above base.
func (m *Matcher) fail(base int) (pc, pos int, ok bool, err error) {
	for len(m.stack) > base {
		top := len(m.stack) - 1
		c := &m.stack[top]
		switch c.kind {
		case undo:
			m.Slots[c.pos] = c.n
			m.stack = m.stack[:top]
		case retry:
			pc, pos = int(c.pc), c.pos
			m.stack = m.stack[:top]
			return pc, pos, true, nil
		case shorter:
			pc = int(c.pc)
			if next := &m.code[pc]; next.op == opText {
				// Only a place where the text that follows begins is worth a try.
				end := c.n - 1 + len(next.text)
				i := -1
				if from := c.pos; end > from {
					i = strings.LastIndex(m.s[from:min(end, len(m.s))], next.text)
				}
				passed := c.n - c.pos - max(i, 0)
				if err := m.spend(passed / 8); err != nil {
					return 0, 0, false, err
				}
				if i < 0 {
					m.stack = m.stack[:top]
					continue
				}
				c.n = c.pos + i
			} else {
				c.n = m.back(c.n)
			}
			pos = c.n
			if c.n <= c.pos {
				m.stack = m.stack[:top]
			}
			return pc, pos, true, nil
		case longer:
			in := &m.code[c.pc]
			size, has := 0, false
			if c.n < in.max && c.pos < len(m.s) {
				size, has = m.has(in.set, c.pos)
			}
			if !has {
				m.stack = m.stack[:top]
				continue
			}
			c.pos += size
			c.n++
			return int(c.pc) + 1, c.pos, true, nil
		}
	}
	return 0, 0, false, nil
}

func (m *Matcher) startRun(in *inst, pc, pos int) (int, bool, error) {
	if in.greed == lazy {
		n, end, err := m.count(in.set, pos, in.min)
		if err != nil || n < in.min {
			return pos, false, err
		}
		return end, true, m.push(choice{kind: longer, pc: int32(pc), pos: end, n: n})
	}
	least := pos
	if in.min > 0 {
		n, end, err := m.count(in.set, pos, in.min)
		if err != nil || n < in.min {
			return pos, false, err
		}
		least = end
	}
	_, end, err := m.count(in.set, least, in.max-in.min)
	if err != nil {
		return pos, false, err
	}
	if end > least && in.greed == greedy {
		err = m.push(choice{kind: shorter, pc: int32(pc + 1), pos: least, n: end})
	}
	return end, true, err
}

func (m *Matcher) loop(in *inst, pos int) (pc int, ok bool, err error) {
	count := m.Slots[in.n]
	again := func() error {
		if err := m.setSlot(in.n, count+1); err != nil {
			return err
		}
		if count < in.min {
			return nil
		}
		return m.setSlot(in.n+1, pos)
	}
	switch {
	case count < in.min:
		return in.x, true, again()
	case count >= in.max || pos == m.Slots[in.n+1]:
		// Enough, or a round that would match nothing again.
		return in.y, true, nil
	case in.greed == lazy:
		// The way back is one more round. What is undone on the way there gives the
		// loop's slots the values of that round; below it they become the old ones.
		for _, c := range [...]choice{
			{kind: undo, pos: in.n, n: count},
			{kind: undo, pos: in.n + 1, n: m.Slots[in.n+1]},
			{kind: retry, pc: int32(in.x), pos: pos},
			{kind: undo, pos: in.n + 1, n: pos},
			{kind: undo, pos: in.n, n: count + 1},
		} {
			if err := m.push(c); err != nil {
				return 0, false, err
			}
		}
		return in.y, true, nil
	}
	if err := m.push(choice{kind: retry, pc: int32(in.y), pos: pos}); err != nil {
		return 0, false, err
	}
	return in.x, true, again()
}

// settle gives up the ways back above base but keeps what has to be undone.
func (m *Matcher) settle(base int) {
	kept := m.stack[:base]
	for _, c := range m.stack[base:] {
		if c.kind == undo {
			kept = append(kept, c)
		}
	}
	m.stack = kept
}

// unwind undoes everything above base.
func (m *Matcher) unwind(base int) {
	for i := len(m.stack) - 1; i >= base; i-- {
		if c := m.stack[i]; c.kind == undo {
			m.Slots[c.pos] = c.n
		}
	}
	m.stack = m.stack[:base]
}

func (m *Matcher) atomic(pc, pos int) (int, bool, error) {
	base := len(m.stack)
	end, ok, err := m.run(pc, pos)
	if ok {
		m.settle(base)
	}
	return end, ok, err
}

func (m *Matcher) possess(in *inst, pos int) (int, bool, error) {
	for n := 0; n < in.max; n++ {
		end, ok, err := m.atomic(in.x, pos)
		if err != nil {
			return 0, false, err
		}
		if !ok {
			return pos, n >= in.min, nil
		}
		if end == pos && n >= in.min {
			break
		}
		pos = end
	}
	return pos, true, nil
}
