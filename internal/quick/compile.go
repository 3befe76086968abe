package quick

import (
	"fmt"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/lower"
)

// The closures. A stmt says how to go on, an expr yields a value, which may be one that has failed, and a test yields yes, no, or not
// known, after a failure.
type (
	stmt func(f *frame) control
	expr func(f *frame) value
	test func(f *frame) truth
)

// A control says what comes after a statement.
type control uint8

const (
	toNext control = iota
	toBreak
	toContinue
	toReturn // f.ret
	toError  // f.err
)

// A truth is what a test yields.
type truth int8

const (
	no truth = iota
	yes
	unknown // f.err
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// A compiler makes the closures of one Quick.
type compiler struct {
	p      *Program
	scopes []map[string]int // the innermost last; the first has the Quick's own variables
	names  []string         // of slots
	at     []position
	index  map[position]int32
	inline map[string]*inline
}

func compile(p *Program, q *lower.Quick) *code {
	c := &compiler{p: p, scopes: []map[string]int{{}}, index: map[position]int32{}, inline: map[string]*inline{}}
	c.at = append(c.at, position{})
	for _, name := range q.Params {
		c.scopes[0][name] = c.slot(name)
	}
	for _, name := range q.Locals {
		if _, ok := c.scopes[0][name]; !ok {
			c.scopes[0][name] = c.slot(name)
		}
	}
	lower.Assigned(q.Body, func(name string) {
		// At the top level what lowering has invented may be used nowhere else.
		if _, ok := c.scopes[0][name]; !ok {
			if _, ok := p.global(name); !ok || q.Function != 0 {
				c.scopes[0][name] = c.slot(name)
			}
		}
	})
	run := c.block(q.Body)
	made := &code{slots: len(c.names), names: c.names, run: run, at: c.at}
	for _, name := range q.Outs {
		made.outs = append(made.outs, c.scopes[0][name])
	}
	return made
}

// slot makes room for a variable.
func (c *compiler) slot(name string) int {
	c.names = append(c.names, name)
	return len(c.names) - 1
}

// pos returns the index of a position.
func (c *compiler) pos(p position) int32 {
	i, ok := c.index[p]
	if !ok {
		i = int32(len(c.at))
		c.at = append(c.at, p)
		c.index[p] = i
	}
	return i
}

// cost is how many steps a part of a program counts for.
func cost(list ...star.Node) int {
	n := 0
	for _, s := range list {
		star.Walk(s, func(n2 star.Node) bool {
			if n2 != nil {
				n++
			}
			return true
		})
	}
	return n
}

// local finds a variable of the frame.
func (c *compiler) local(name string) (slot int, ok bool) {
	for i := len(c.scopes) - 1; i >= 0; i-- {
		if slot, ok = c.scopes[i][name]; ok {
			return slot, true
		}
	}
	return 0, false
}

// predeclared returns the value of a name that the file does not bind.
func (c *compiler) predeclared(name string) starlark.Value {
	if v := c.p.lookup(name); v != nil {
		return v
	}
	return starlark.Universe[name]
}

// builtinName returns the name of the predeclared function that an expression is sure to be, "" if it is none.
func (c *compiler) builtinName(x star.Expr) string {
	id, ok := unparen(x).(*star.Ident)
	if !ok {
		return ""
	}
	if name, ok := cutMark(id.Name); ok {
		return name
	}
	if _, ok := c.local(id.Name); ok {
		return ""
	}
	if _, ok := c.p.global(id.Name); ok {
		return ""
	}
	return id.Name
}

func unparen(x star.Expr) star.Expr {
	for {
		p, ok := x.(*star.ParenExpr)
		if !ok {
			return x
		}
		x = p.X
	}
}

// unsupported ends the compilation of what package lower should have left to the engine.
func unsupported(n star.Node) {
	start, _ := n.Span()
	panic(fmt.Sprintf("quick: a %T at %v", n, start))
}
