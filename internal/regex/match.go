package regex

import (
	"strings"

	"github.com/mpstar/mpstar/internal/text"
)

// pollSteps is how many steps a Matcher takes, or characters it looks at, before it
// asks whether to go on: about 100 us.
const pollSteps = 1 << 13

// A Mode says where a match may lie.
type Mode uint8

// The modes: at any place from the start on, at the start, or from the start to the end.
const (
	Anywhere Mode = iota
	AtStart
	Whole
)

// A Matcher runs a Program. It may be used again, by one goroutine at a time.
type Matcher struct {
	*Program
	// Poll is asked every few thousand steps; its error ends the search. Nil means never.
	Poll func() error
	// Slots are where groups begin (2g) and end (2g+1), in bytes, or -1: of the last match.
	Slots []int
	// Last is the number of the group that was closed last, or 0: of the last match.
	Last int

	s     string // up to the end of the search
	wide  bool   // characters are not bytes
	mode  Mode
	avoid int // a match may not be empty and here; -1: nowhere
	stack []choice
	steps int
	limit int // of stack; 0: maxChoices
}

// Reset makes m search in s, which ends where searches are to end.
func (m *Matcher) Reset(s string) {
	m.s = s
	m.wide = !m.Bytes && !text.IsASCII(s)
}

// Search looks for a match from start on. What lies before start is still seen by ^, \b
// and lookbehinds. With avoidEmpty a match at start may not be empty.
func (m *Matcher) Search(start int, mode Mode, avoidEmpty bool) (bool, error) {
	m.mode = mode
	if m.limit == 0 {
		m.limit = maxChoices
	}
	end := len(m.s)
	if cap(m.Slots) < m.slots {
		m.Slots = make([]int, m.slots)
	}
	m.Slots = m.Slots[:m.slots]
	for i := range m.Slots {
		m.Slots[i] = -1
	}
	m.avoid = -1
	if avoidEmpty {
		m.avoid = start
	}
	for pos := start; pos <= end; {
		if mode == Anywhere {
			if m.start && pos > 0 {
				return false, nil
			}
			var err error
			if pos, err = m.skip(pos); err != nil || pos < 0 {
				return false, err
			}
		}
		m.stack = m.stack[:0]
		to, ok, err := m.run(0, pos)
		if err != nil {
			return false, err
		}
		if ok {
			m.Slots[0], m.Slots[1] = pos, to
			m.Last = max(m.Slots[m.lastSlot()], 0)
			return true, nil
		}
		if mode != Anywhere || pos == end {
			return false, nil
		}
		m.avoid = -1
		pos += m.size(pos)
	}
	return false, nil
}

// lastSlot is the slot that holds the number of the group that was closed last.
func (p *Program) lastSlot() int { return 2 * (p.Groups + 1) }

// skip returns the next place from pos on where a match can begin, or -1.
func (m *Matcher) skip(pos int) (int, error) {
	if m.prefix != "" {
		i := strings.Index(m.s[pos:], m.prefix)
		if i < 0 {
			return -1, nil
		}
		return pos + i, nil
	}
	if m.first == nil {
		return pos, nil
	}
	for pos < len(m.s) {
		stop := min(len(m.s), pos+1<<20)
		for pos < stop && !(m.first[m.s[pos]] && m.boundary(pos)) {
			pos++
		}
		if pos < stop {
			return pos, nil
		}
		if err := m.spend(pollSteps); err != nil {
			return -1, err
		}
	}
	return -1, nil
}

// spend counts steps, and polls.
func (m *Matcher) spend(n int) error {
	m.steps += n
	if m.steps < pollSteps {
		return nil
	}
	m.steps = 0
	if m.Poll != nil {
		return m.Poll()
	}
	return nil
}

// run executes the code from pc at pos up to opMatch or opEnd. If it fails, all slots
// are as they were. The ways back of what succeeded stay on the stack.
func (m *Matcher) run(pc, pos int) (int, bool, error) {
	base := len(m.stack)
	code := m.code
	for {
		if m.steps++; m.steps >= pollSteps {
			if err := m.spend(0); err != nil {
				return 0, false, err
			}
		}
		in := &code[pc]
		ok := true
		var err error
		switch in.op {
		case opText:
			if ok = strings.HasPrefix(m.s[pos:], in.text); ok {
				pos += len(in.text)
				pc++
			}
		case opSet:
			size := 0
			if ok = pos < len(m.s); ok {
				size, ok = m.has(in.set, pos)
			}
			pos += size
			pc++
		case opRun:
			pos, ok, err = m.startRun(in, pc, pos)
			pc++
		case opAt:
			ok = m.isAt(in, pos)
			pc++
		case opSplit:
			err = m.push(choice{kind: retry, pc: int32(in.y), pos: pos})
			pc = in.x
		case opJump:
			pc = in.x
		case opSave:
			err = m.setSlot(in.n, pos)
			if in.n&1 == 1 && err == nil {
				err = m.setSlot(m.lastSlot(), in.n/2)
			}
			pc++
		case opBackref:
			pos, ok, err = m.backref(in, pos)
			pc++
		case opLoopStart:
			if err = m.setSlot(in.n, 0); err == nil {
				err = m.setSlot(in.n+1, -1)
			}
			pc++
		case opLoop:
			pc, ok, err = m.loop(in, pos)
		case opLook:
			ok, err = m.look(in, pos)
			pc = in.y
		case opAtomic:
			pos, ok, err = m.atomic(in.x, pos)
			pc = in.y
		case opPossess:
			pos, ok, err = m.possess(in, pos)
			pc = in.y
		case opCond:
			if m.Slots[2*in.n+1] >= 0 {
				pc = in.x
			} else {
				pc = in.y
			}
		case opEnd:
			return pos, true, nil
		case opMatch:
			if m.mode == Whole && pos != len(m.s) || pos == m.avoid {
				ok = false
				break
			}
			return pos, true, nil
		}
		if err != nil {
			return 0, false, err
		}
		if ok {
			continue
		}
		if pc, pos, ok, err = m.fail(base); err != nil || !ok {
			return 0, false, err
		}
	}
}

func (m *Matcher) look(in *inst, pos int) (bool, error) {
	if in.behind {
		if err := m.spend(in.n / 8); err != nil {
			return false, err
		}
		if !m.wide {
			pos -= in.n
		} else {
			for i := 0; i < in.n && pos >= 0; i++ {
				if pos == 0 {
					pos = -1
					break
				}
				pos = m.back(pos)
			}
		}
		if pos < 0 {
			return in.negative, nil
		}
	}
	base := len(m.stack)
	_, ok, err := m.run(in.x, pos)
	if err != nil {
		return false, err
	}
	if in.negative {
		m.unwind(base)
		return !ok, nil
	}
	if ok {
		m.settle(base)
	}
	return ok, nil
}
