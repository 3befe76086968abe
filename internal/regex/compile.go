package regex

import (
	"strings"

	"github.com/mpstar/mpstar/internal/text"
)

type opcode uint8

const (
	opText      opcode = iota // the bytes of text
	opSet                     // one character of set
	opRun                     // min to max characters of set
	opAt                      // a place
	opSplit                   // try x, then y
	opJump                    // to x
	opSave                    // slot n is here; a group's end also sets the last group
	opBackref                 // what group n matched
	opLoopStart               // loop n begins
	opLoop                    // another round of loop n at x, or on at y
	opLook                    // x matches here (or width characters back), or does not
	opAtomic                  // x matches, in one way only; on at y
	opPossess                 // min to max times x, each in one way only; on at y
	opCond                    // on at x if group n matched, else at y
	opEnd                     // the end of a part that opLook, opAtomic or opPossess runs
	opMatch                   // the end
)

type inst struct {
	op       opcode
	greed    greed
	at       at
	behind   bool
	negative bool
	fold     bool
	ascii    bool
	x, y     int
	n        int
	min, max int
	set      *set
	text     string
}

type compiler struct {
	p     *parser
	code  []inst
	slots int
}

// Compile compiles a pattern: a str as UTF-8, or bytes. What is wrong with it is an
// *[Error], or for flags that contradict each other a ValueError. If poll is not nil, it is asked every millisecond or so, and its error ends it.
func Compile(pattern string, flags Flags, isBytes bool, poll func() error) (*Program, error) {
	p, tree, err := parse(pattern, flags, isBytes, poll)
	if err != nil {
		return nil, err
	}
	p.parsed = true
	c := &compiler{p: p, slots: 2*len(p.widths) + 1}
	if err := c.node(tree); err != nil {
		return nil, err
	}
	c.emit(inst{op: opMatch})
	prog := &Program{
		Flags: p.flags, Groups: len(p.widths) - 1, Names: p.names, Order: p.order, Bytes: isBytes,
		code: c.code, slots: c.slots,
	}
	prog.prefix = prefixOf(c.code)
	if prog.prefix == "" {
		var first [256]bool
		if p.first(tree, &first) {
			prog.first = &first
		}
	}
	prog.start = startsAtStart(c.code)
	return prog, nil
}

func (c *compiler) emit(i inst) int {
	c.code = append(c.code, i)
	return len(c.code) - 1
}

func (c *compiler) here() int { return len(c.code) }

func (c *compiler) encode(r rune) string {
	if c.p.bytes {
		return string([]byte{byte(r)})
	}
	return string(text.AppendRune(nil, r))
}

func (c *compiler) node(n *node) error {
	if err := c.p.step(); err != nil {
		return err
	}
	switch n.kind {
	case kindSet:
		if n.literal {
			c.emit(inst{op: opText, text: c.encode(n.r)})
		} else {
			c.emit(inst{op: opSet, set: n.set})
		}
	case kindAt:
		c.emit(inst{op: opAt, at: n.at, ascii: n.ascii})
	case kindCat:
		return c.sequence(n.kids)
	case kindAlt:
		return c.alternatives(n.kids)
	case kindGroup:
		if n.group == 0 {
			return c.node(n.kids[0])
		}
		c.emit(inst{op: opSave, n: 2 * n.group})
		if err := c.node(n.kids[0]); err != nil {
			return err
		}
		c.emit(inst{op: opSave, n: 2*n.group + 1})
	case kindRepeat:
		return c.repeat(n)
	case kindBackref:
		c.emit(inst{op: opBackref, n: n.group, fold: n.fold, ascii: n.ascii})
	case kindLook:
		i := inst{op: opLook, behind: n.behind, negative: n.negative}
		if n.behind {
			w := c.p.widthOf(n.kids[0])
			if w.lo != w.hi {
				return errorAt(-1, "look-behind requires fixed-width pattern")
			}
			i.n = w.lo
		}
		return c.part(i, n.kids[0])
	case kindAtomic:
		return c.part(inst{op: opAtomic}, n.kids[0])
	case kindCond:
		at := c.emit(inst{op: opCond, n: n.group})
		c.code[at].x = c.here()
		if err := c.node(n.kids[0]); err != nil {
			return err
		}
		jump := c.emit(inst{op: opJump})
		c.code[at].y = c.here()
		if err := c.node(n.kids[1]); err != nil {
			return err
		}
		c.code[jump].x = c.here()
	}
	return nil
}

// part compiles a body that i runs by itself; y is what comes after.
func (c *compiler) part(i inst, body *node) error {
	at := c.emit(i)
	c.code[at].x = c.here()
	if err := c.node(body); err != nil {
		return err
	}
	c.emit(inst{op: opEnd})
	c.code[at].y = c.here()
	return nil
}

func (c *compiler) sequence(kids []*node) error {
	for i := 0; i < len(kids); i++ {
		if kids[i].kind != kindSet || !kids[i].literal {
			if err := c.node(kids[i]); err != nil {
				return err
			}
			continue
		}
		var s strings.Builder
		s.WriteString(c.encode(kids[i].r))
		for i+1 < len(kids) && kids[i+1].kind == kindSet && kids[i+1].literal {
			i++
			s.WriteString(c.encode(kids[i].r))
			if err := c.p.step(); err != nil {
				return err
			}
		}
		c.emit(inst{op: opText, text: s.String()})
	}
	return nil
}

func (c *compiler) alternatives(kids []*node) error {
	var jumps []int
	for i, k := range kids {
		split := -1
		if i < len(kids)-1 {
			split = c.emit(inst{op: opSplit})
			c.code[split].x = c.here()
		}
		if err := c.node(k); err != nil {
			return err
		}
		if split >= 0 {
			jumps = append(jumps, c.emit(inst{op: opJump}))
			c.code[split].y = c.here()
		}
	}
	for _, j := range jumps {
		c.code[j].x = c.here()
	}
	return nil
}

// single returns the node of which n is only a wrapper, if it matches one character.
func single(n *node) *node {
	for {
		switch {
		case n.kind == kindSet:
			return n
		case (n.kind == kindCat || n.kind == kindGroup && n.group == 0) && len(n.kids) == 1:
			n = n.kids[0]
		default:
			return nil
		}
	}
}

func (c *compiler) repeat(n *node) error {
	body := n.kids[0]
	if s := single(body); s != nil {
		c.emit(inst{op: opRun, set: s.chars(), min: n.min, max: n.max, greed: n.greed})
		return nil
	}
	if n.greed == possessive {
		return c.part(inst{op: opPossess, min: n.min, max: n.max}, body)
	}
	split := func() int { return c.emit(inst{op: opSplit}) }
	aim := func(at, body, exit int) {
		if n.greed == lazy {
			body, exit = exit, body
		}
		c.code[at].x, c.code[at].y = body, exit
	}
	switch {
	case n.max == 0:
		return nil
	case n.min == 0 && n.max == 1:
		at := split()
		if err := c.node(body); err != nil {
			return err
		}
		aim(at, at+1, c.here())
		return nil
	case n.min <= 1 && n.max == unlimited && c.p.widthOf(body).lo > 0:
		// Every round takes a character: there is no need to count.
		top := c.here()
		if n.min == 1 {
			if err := c.node(body); err != nil {
				return err
			}
			at := split()
			aim(at, top, c.here())
			return nil
		}
		at := split()
		if err := c.node(body); err != nil {
			return err
		}
		c.emit(inst{op: opJump, x: top})
		aim(at, at+1, c.here())
		return nil
	}
	slot := c.slots
	c.slots += 2
	c.emit(inst{op: opLoopStart, n: slot})
	at := c.emit(inst{op: opLoop, n: slot, min: n.min, max: n.max, greed: n.greed})
	c.code[at].x = c.here()
	if err := c.node(body); err != nil {
		return err
	}
	c.emit(inst{op: opJump, x: at})
	c.code[at].y = c.here()
	return nil
}

// prefixOf returns the text that every match begins with.
func prefixOf(code []inst) string {
	for i := range code {
		switch code[i].op {
		case opSave:
		case opText:
			return code[i].text
		default:
			return ""
		}
	}
	return ""
}

func startsAtStart(code []inst) bool {
	for i := range code {
		switch code[i].op {
		case opSave:
		case opAt:
			return code[i].at == atStart
		default:
			return false
		}
	}
	return false
}

// first adds to f the bytes that n can begin with. It reports false if n may match
// nothing, so that what follows counts too.
func (p *parser) first(n *node, f *[256]bool) bool {
	add := func(s *set) {
		for b := range f {
			if p.bytes || b < 0x80 {
				f[b] = f[b] || s.low[b]
			} else {
				f[b] = true
			}
		}
	}
	switch n.kind {
	case kindSet:
		switch {
		case n.literal && (p.bytes || n.r < 0x80):
			f[n.r] = true
		case n.literal:
			for b := 0x80; b < len(f); b++ {
				f[b] = true
			}
		default:
			add(n.chars())
		}
		return true
	case kindCat:
		for _, k := range n.kids {
			if p.first(k, f) {
				return true
			}
		}
		return false
	case kindAlt:
		all := true
		for _, k := range n.kids {
			all = p.first(k, f) && all
		}
		return all
	case kindGroup, kindAtomic:
		return p.first(n.kids[0], f)
	case kindRepeat:
		return n.max > 0 && p.first(n.kids[0], f) && n.min > 0
	case kindCond:
		yes := p.first(n.kids[0], f)
		return p.first(n.kids[1], f) && yes
	case kindBackref:
		for b := range f {
			f[b] = true
		}
		return false
	}
	return false // at, look
}
