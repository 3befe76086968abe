package regex

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// This file parses groups: what is in parentheses, and references to it.

type condRef struct{ group, pos int }

func (p *parser) checkName(name string, offset int) error {
	if !text.IsIdentifier(name) {
		return p.error(text.Len(name)+offset, "bad character in group name %s", text.Repr(name))
	}
	return nil
}

func (p *parser) closed(group int) bool { return group < len(p.widths) && p.widths[group].known }

// checkBehind refuses a reference, in a lookbehind, to a group of the same lookbehind.
func (p *parser) checkBehind(group int) error {
	if p.behind < 0 {
		return nil
	}
	if !p.closed(group) {
		return p.error(0, "cannot refer to an open group")
	}
	if group >= p.behind {
		return p.error(0, "cannot refer to group defined in the same lookbehind subpattern")
	}
	return nil
}

func (p *parser) backref(group int, flags Flags) *node {
	return &node{kind: kindBackref, group: group, fold: flags&IgnoreCase != 0, ascii: p.narrow(flags)}
}

func (p *parser) group(flags *Flags, verbose *bool, depth int, first bool) (*node, error) {
	start := p.pos
	p.pos++
	unterminated := func() error { return p.error(p.pos-start, "missing ), unterminated subpattern") }
	n := &node{kind: kindGroup}
	capture, name := true, ""
	inner, innerVerbose := *flags, *verbose
	if p.accept('?') {
		char, ok := p.take()
		if !ok {
			return nil, p.error(0, "unexpected end of pattern")
		}
		switch {
		case char == "P":
			switch {
			case p.accept('<'):
				var err error
				if name, err = p.until('>', "group name"); err != nil {
					return nil, err
				}
				if err := p.checkName(name, 1); err != nil {
					return nil, err
				}
			case p.accept('='):
				return p.namedRef(*flags)
			default:
				char, ok := p.take()
				if !ok {
					return nil, p.error(0, "unexpected end of pattern")
				}
				return nil, p.error(text.Len(char)+2, "unknown extension ?P%s", char)
			}
		case char == ":":
			capture = false
		case char == "#":
			for {
				c, ok := p.take()
				if !ok {
					return nil, p.error(p.pos-start, "missing ), unterminated comment")
				}
				if c == ")" {
					return nil, nil
				}
			}
		case char == "=" || char == "!" || char == "<":
			n.kind = kindLook
			if char == "<" {
				n.behind = true
				if char, ok = p.take(); !ok {
					return nil, p.error(0, "unexpected end of pattern")
				}
				if char != "=" && char != "!" {
					return nil, p.error(text.Len(char)+2, "unknown extension ?<%s", char)
				}
			}
			n.negative = char == "!"
			outer := p.behind
			if n.behind && outer < 0 {
				p.behind = len(p.widths)
			}
			body, err := p.alternatives(*flags, *verbose, depth+1)
			if err != nil {
				return nil, err
			}
			p.behind = outer
			if !p.accept(')') {
				return nil, unterminated()
			}
			n.kids = []*node{body}
			return n, nil
		case char == "(":
			return p.conditional(flags, verbose, depth, unterminated)
		case char == ">":
			capture = false
			n.kind = kindAtomic
		case char == "-" || flagOf(char) != 0:
			add, del, global, err := p.inlineFlags(char)
			if err != nil {
				return nil, err
			}
			if global {
				if !first {
					return nil, p.error(p.pos-start, "global flags not at the start of the expression")
				}
				p.flags |= add
				if add&ASCII != 0 && !p.bytes {
					// Without flags of its own a str pattern is Unicode: not any more.
					p.flags &^= Unicode
				}
				*flags = p.flags
				*verbose = p.flags&Verbose != 0
				return nil, nil
			}
			capture = false
			n.flagged = add|del != 0
			if add&typeFlags != 0 {
				inner &^= typeFlags
			}
			inner = (inner | add) &^ del
			innerVerbose = (*verbose || add&Verbose != 0) && del&Verbose == 0
		default:
			return nil, p.error(text.Len(char)+1, "unknown extension ?%s", char)
		}
	}
	if capture {
		n.group = len(p.widths)
		p.widths = append(p.widths, width{})
		if name != "" {
			if old, ok := p.names[name]; ok {
				return nil, p.error(text.Len(name)+1, "redefinition of group name %s as group %d; was group %d", text.Repr(name), n.group, old)
			}
			p.names[name] = n.group
			p.order = append(p.order, name)
		}
	}
	body, err := p.alternatives(inner, innerVerbose, depth+1)
	if err != nil {
		return nil, err
	}
	if !p.accept(')') {
		return nil, unterminated()
	}
	if n.group > 0 {
		w := p.widthOf(body)
		w.known = true
		p.widths[n.group] = w
	}
	n.kids = []*node{body}
	return n, nil
}

func (p *parser) namedRef(flags Flags) (*node, error) {
	name, err := p.until(')', "group name")
	if err != nil {
		return nil, err
	}
	if err := p.checkName(name, 1); err != nil {
		return nil, err
	}
	group, ok := p.names[name]
	if !ok {
		return nil, p.error(text.Len(name)+1, "unknown group name %s", text.Repr(name))
	}
	if !p.closed(group) {
		return nil, p.error(text.Len(name)+1, "cannot refer to an open group")
	}
	if err := p.checkBehind(group); err != nil {
		return nil, err
	}
	return p.backref(group, flags), nil
}

// groupNumber reads a group's number as int() does: signs, white space and underscores
// are allowed.
func groupNumber(s string) (n int, ok bool) {
	i, err := text.ParseInt(s, 10)
	if err != nil || i.Sign() < 0 {
		return 0, false
	}
	v, fits := i.Int64()
	if !fits || v > unlimited {
		v = unlimited
	}
	return int(v), true
}

// maxGroups bounds the number of a group.
const maxGroups = 1 << 30

func (p *parser) conditional(flags *Flags, verbose *bool, depth int, unterminated func() error) (*node, error) {
	name, err := p.until(')', "group name")
	if err != nil {
		return nil, err
	}
	size := text.Len(name) + 1
	n := &node{kind: kindCond}
	if text.IsIdentifier(name) {
		group, ok := p.names[name]
		if !ok {
			return nil, p.error(size, "unknown group name %s", text.Repr(name))
		}
		n.group = group
	} else {
		group, ok := groupNumber(name)
		switch {
		case !ok:
			return nil, p.error(size, "bad character in group name %s", text.Repr(name))
		case group == 0:
			return nil, p.error(size, "bad group number")
		case group >= maxGroups:
			return nil, p.error(size, "invalid group reference %s", strings.TrimSpace(name))
		}
		n.group = group
		p.refs = append(p.refs, condRef{group, p.pos - size})
	}
	if err := p.checkBehind(n.group); err != nil {
		return nil, err
	}
	if depth >= maxNesting {
		return nil, exception.New(exception.RecursionError, "maximum recursion depth exceeded")
	}
	yes, err := p.sequence(flags, verbose, depth+1, false)
	if err != nil {
		return nil, err
	}
	no := &node{kind: kindCat}
	if p.accept('|') {
		if no, err = p.sequence(flags, verbose, depth+1, false); err != nil {
			return nil, err
		}
		if p.next('|') {
			return nil, p.error(0, "conditional backref with more than two branches")
		}
	}
	if !p.accept(')') {
		return nil, unterminated()
	}
	n.kids = []*node{yes, no}
	return n, nil
}
