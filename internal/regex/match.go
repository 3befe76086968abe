package regex

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// pollSteps is how many steps a Matcher takes, or characters it looks at, before it
// asks whether to go on: about 100 us.
const pollSteps = 1 << 13

// maxChoices bounds the ways back that a Matcher remembers: 16 million, or 384 MB.
// Beyond is MemoryError.
const maxChoices = 1 << 24

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
