package lower

import (
	"slices"

	"go.starlark.net/resolve"
	star "go.starlark.net/syntax"
)

// Uses returns the indexes, in rising order, of the global variables of the main program that a call of the function with this index
// may read, as far as the file itself shows: those that it and the functions in it name, and those that plain functions
// among them need in turn. It is for interpreters that set their globals when they are first needed. The result must not be changed.
func (c *Code) Uses(index int32) []int {
	if uses, ok := c.uses.Load(index); ok {
		return uses.([]int)
	}
	c.namedOnce.Do(c.findNamed)
	l := c.Layout(c.program)
	seen := make(map[int]bool)
	var all []int
	var add func(index int32)
	add = func(index int32) {
		for _, i := range c.named[index] {
			if seen[i] {
				continue
			}
			seen[i] = true
			all = append(all, i)
			if l != nil && l.PlainAt[i] >= 0 {
				add(c.plain[l.PlainAt[i]].Index)
			}
		}
	}
	add(index)
	slices.Sort(all)
	c.uses.Store(index, all)
	return all
}

// findNamed finds the globals that each function of the main program names, those in it included.
func (c *Code) findNamed() {
	c.named = make(map[int32][]int)
	var functions []int32 // the functions around, outermost first
	var opened []bool     // for each node around: whether it is one of them
	star.Walk(c.main, func(n star.Node) bool {
		if n == nil {
			last := len(opened) - 1
			if opened[last] {
				functions = functions[:len(functions)-1]
			}
			opened = opened[:last]
			return true
		}
		var made any
		switch n := n.(type) {
		case *star.DefStmt:
			made = n.Function
		case *star.LambdaExpr:
			made = n.Function
		case *star.Ident:
			if b, ok := n.Binding.(*resolve.Binding); ok && b.Scope == resolve.Global {
				for _, fn := range functions {
					c.named[fn] = append(c.named[fn], b.Index)
				}
			}
		}
		fn, ok := made.(*resolve.Function)
		if ok {
			functions = append(functions, fn.Pos.Col)
		}
		opened = append(opened, ok)
		return true
	})
}
