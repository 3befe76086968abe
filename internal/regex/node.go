package regex

import (
	"math"
)

// This file has the tree that a pattern is parsed into, and how long what a part of it matches can be.

// unlimited is the upper bound of * and +, and the first count that is too large.
const unlimited = math.MaxUint32

type kind uint8

const (
	kindSet kind = iota
	kindAt
	kindCat
	kindAlt
	kindGroup // group > 0 captures
	kindRepeat
	kindBackref
	kindLook
	kindAtomic
	kindCond // kids: yes, no
)

// An at is a place that a pattern can name.
type at uint8

const (
	atStart at = iota
	atEnd
	atLineStart
	atLineEnd
	atEndOrNewline // $
	atWord
	atNotWord
)

type greed uint8

const (
	greedy greed = iota
	lazy
	possessive
)

type node struct {
	kind     kind
	set      *set
	literal  bool // the set is r alone, and not made yet
	r        rune
	at       at
	kids     []*node
	group    int
	flagged  bool // a group that changes flags
	min, max int
	greed    greed
	behind   bool
	negative bool
	fold     bool  // a backref
	ascii    bool  // at, backref
	wide     width // once it was computed for good
}

type width struct {
	lo, hi int
	known  bool
}

// chars returns the characters that a node of kindSet matches.
func (n *node) chars() *set {
	if n.set == nil {
		n.set = newSet([]span{{n.r, n.r}}, nil, false, false, false)
	}
	return n.set
}

// widthOf returns how many characters n matches.
func (p *parser) widthOf(n *node) width {
	if n.wide.known {
		return n.wide
	}
	var w width
	switch n.kind {
	case kindSet:
		return width{lo: 1, hi: 1}
	case kindCat:
		for _, k := range n.kids {
			kw := p.widthOf(k)
			w.lo, w.hi = w.lo+kw.lo, w.hi+kw.hi
		}
	case kindAlt:
		w.lo = unlimited - 1
		for _, k := range n.kids {
			kw := p.widthOf(k)
			w.lo, w.hi = min(w.lo, kw.lo), max(w.hi, kw.hi)
		}
	case kindGroup, kindAtomic:
		w = p.widthOf(n.kids[0])
	case kindRepeat:
		kw := p.widthOf(n.kids[0])
		w.lo, w.hi = times(kw.lo, n.min), times(kw.hi, n.max)
	case kindBackref:
		w = p.widths[n.group]
	case kindCond:
		yes, no := p.widthOf(n.kids[0]), p.widthOf(n.kids[1])
		w.lo, w.hi = min(yes.lo, no.lo), max(yes.hi, no.hi)
	}
	w = width{lo: min(w.lo, unlimited-1), hi: min(w.hi, unlimited), known: p.parsed || n.kind == kindGroup && n.group > 0}
	n.wide = w
	w.known = false
	return w
}

func times(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	if a > unlimited/b {
		return unlimited
	}
	return a * b
}
