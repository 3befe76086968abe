package syntax

import (
	"math/big"
	"strconv"
)

// A patternChecker checks what the grammar of patterns allows and the language does not, in the order in which CPython's compiler
// meets it.
type patternChecker struct {
	*placer
	names       map[string]bool // bound so far
	irrefutable bool            // whether a pattern that always matches may stand here
	at          *Span           // of the pattern last visited: where CPython sees mistakes
}

// cases checks the patterns, guards and bodies of a match statement.
func (c *placer) cases(l []*MatchCase) {
	for i, m := range l {
		last := i == len(l)-1
		if !(last && i > 0 && m.Pattern.wildcard()) {
			pc := patternChecker{c, make(map[string]bool), last || m.Guard != nil, new(Span)}
			pc.pattern(m.Pattern)
		}
		c.opt(m.Guard)
		c.stmts(m.Body)
	}
}

// wildcard reports whether a pattern is "_".
func (x *Pattern) wildcard() bool { return x.Kind == CapturePattern && x.Name == nil }

func (c *patternChecker) pattern(x *Pattern) {
	*c.at = x.Span
	switch x.Kind {
	case ValuePattern:
		if _, ok := x.Value.(*JoinedStr); ok {
			c.fail(x.Span, "patterns may only match literals and attribute lookups")
		}
	case CapturePattern:
		switch {
		case c.irrefutable:
		case x.Name == nil:
			c.fail(x.Span, "wildcard makes remaining patterns unreachable")
		default:
			c.fail(x.Span, "name capture %s makes remaining patterns unreachable", quoteName(x.Name.Name))
		}
		c.bind(x.Name)
	case StarPattern:
		c.bind(x.Name)
	case AsPattern:
		c.pattern(x.Subs[0])
		c.bind(x.Name)
	case SequencePattern:
		star := false
		for i, sub := range x.Subs {
			if sub.Kind != StarPattern {
				continue
			}
			if star {
				c.fail(*c.at, "multiple starred names in sequence pattern")
			}
			if i >= 1<<8 {
				c.fail(x.Span, "too many expressions in star-unpacking sequence pattern")
			}
			star = true
		}
		c.parts(x.Subs, false)
	case MappingPattern:
		c.keys(x)
		c.parts(x.Subs, false)
		c.bind(x.Name)
	case ClassPattern:
		c.expr(x.Value)
		first := len(x.Subs) - len(x.Keywords)
		seen := make(map[string]bool, len(x.Keywords))
		for _, name := range x.Keywords {
			c.debug(name, x.Span)
		}
		for i, name := range x.Keywords {
			if seen[name] {
				c.fail(x.Subs[first+i].Span, "attribute name repeated in class pattern: %s", name)
			}
			seen[name] = true
		}
		c.parts(x.Subs, true)
	case OrPattern:
		c.alternatives(x)
	}
}

// parts checks patterns within another one, which may match anything. With wild, those that are "_" count for nothing.
func (c *patternChecker) parts(l []*Pattern, wild bool) {
	was := c.irrefutable
	c.irrefutable = true
	for _, sub := range l {
		if wild && sub.wildcard() {
			continue
		}
		c.pattern(sub)
	}
	c.irrefutable = was
}

func (c *patternChecker) alternatives(x *Pattern) {
	var first map[string]bool
	var order []string
	for i, sub := range x.Subs {
		alt := patternChecker{c.placer, make(map[string]bool), c.irrefutable && i == len(x.Subs)-1, c.at}
		alt.pattern(sub)
		if i == 0 {
			first = alt.names
			sub.EachName(func(id *Ident) { order = append(order, id.Name) })
			continue
		}
		same := len(alt.names) == len(first)
		for name := range alt.names {
			same = same && first[name]
		}
		if !same {
			c.fail(*c.at, "alternative patterns bind different names")
		}
	}
	for _, name := range order {
		c.store(name)
	}
}

func (c *patternChecker) bind(id *Ident) {
	if id != nil {
		c.debug(id.Name, *c.at)
		c.store(id.Name)
	}
}

func (c *patternChecker) store(name string) {
	if c.names[name] {
		c.fail(*c.at, "multiple assignments to name %s in pattern", quoteName(name))
	}
	c.names[name] = true
}

func quoteName(name string) string { return "'" + name + "'" }

// keys checks that no literal is twice a key of a mapping.
func (c *patternChecker) keys(x *Pattern) {
	seen := make(map[string]bool, len(x.Keys))
	for _, k := range x.Keys {
		if _, ok := k.(*JoinedStr); ok {
			c.fail(x.Span, "mapping pattern keys may only match literals and attribute lookups")
		}
		value, text := literalKey(k)
		if value == "" {
			continue
		}
		if seen[value] {
			c.fail(x.Span, "mapping pattern checks duplicate key (%s)", text)
		}
		seen[value] = true
	}
}

// literalKey returns a text that is the same for literals that are equal, and how CPython shows the value; empty for what is no literal.
func literalKey(e Expr) (value, text string) {
	switch e := e.(type) {
	case *Str:
		return "s" + e.Value, quoteText(e.Value)
	case *Bytes:
		return "b" + e.Value, "b" + quoteText(e.Value)
	case *Constant:
		switch e.Kind {
		case None:
			return "None", "None"
		case True:
			return "1", "True"
		case False:
			return "0", "False"
		}
	case *Imag:
		if e.Value == 0 {
			return "0", "0j"
		}
		s := strconv.FormatFloat(e.Value, 'g', -1, 64) + "j"
		return s, s
	case *Int:
		if e.Big != nil {
			return e.Big.String(), e.Big.String()
		}
		s := strconv.FormatInt(e.Value, 10)
		return s, s
	case *Float:
		s := floatText(e.Value)
		if n, acc := big.NewFloat(e.Value).Int(nil); acc == big.Exact {
			return n.String(), s
		}
		return s, s
	case *UnaryOp:
		if value, text = literalKey(e.X); value != "" && e.Op == USub {
			if value == "0" {
				return value, text
			}
			return "-" + value, "-" + text
		}
	case *BinOp:
		x, xt := literalKey(e.X)
		y, yt := literalKey(e.Y)
		op := "+"
		if e.Op == Sub {
			op = "-"
		}
		return x + op + y, "(" + xt + op + yt + ")"
	}
	return "", ""
}

// floatText is CPython's repr of a float that is no infinity.
func floatText(f float64) string {
	if s := strconv.FormatFloat(f, 'f', -1, 64); f != 0 && (f >= 1e16 || f < 1e-4) {
		return strconv.FormatFloat(f, 'g', -1, 64)
	} else if n, acc := big.NewFloat(f).Int(nil); acc == big.Exact {
		return n.String() + ".0"
	} else {
		return s
	}
}

// quoteText is a str as CPython shows it, where it has no characters that need an escape.
func quoteText(s string) string {
	q := strconv.Quote(s)
	q = q[1 : len(q)-1]
	for i := range len(s) {
		if s[i] == '\'' || s[i] == '"' {
			return "\"" + s + "\""
		}
	}
	return "'" + q + "'"
}
