package lower

import (
	"slices"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/engine"
)

// Uses returns the indexes, in rising order, of the global variables of p, the program or its replica, that a call of the function with
// this index may read, as far as the file itself shows: those that it and the functions in it name, and those that plain functions
// among them need in turn. It is for interpreters that set their globals when they are first needed. The result must not be changed.
func (c *Code) Uses(p *starlark.Program, index int32) []int {
	key := usesKey{p == c.program, index}
	if uses, ok := c.uses.Load(key); ok {
		return uses.([]int)
	}
	all := c.trees().mainUses(index)
	if !key.main {
		all = c.inReplica(p, all)
	}
	c.uses.Store(key, all)
	return all
}

type usesKey struct {
	main  bool
	index int32
}

// inReplica translates indexes of the main program's globals to those of the replica.
func (c *Code) inReplica(replica *starlark.Program, main []int) []int {
	names, there := engine.Names(c.trees().program), c.Layout(replica)
	if names == nil || there == nil {
		return nil
	}
	all := make([]int, 0, len(main))
	for _, i := range main {
		if j, ok := there.Index(names[i]); ok {
			all = append(all, j)
		}
	}
	slices.Sort(all)
	return all
}

// mainUses is Uses for the main program.
func (c *Code) mainUses(index int32) []int {
	l := c.Layout(c.program)
	seen := make(map[int]bool)
	var all []int
	var add func(index int32)
	add = func(index int32) {
		for _, i := range c.names(index) {
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
	return all
}

// names returns the globals that the function with this index and those in it name. The first process of a program asks for a function
// or two of the file itself, for which there is no need to look through the rest.
func (c *Code) names(index int32) []int {
	for _, s := range c.main.Stmts {
		def, ok := s.(*star.DefStmt)
		if !ok {
			continue
		}
		if fn, ok := def.Function.(*resolve.Function); !ok || fn.Pos.Col != index {
			continue
		}
		var named []int
		for _, s := range def.Body {
			star.Walk(s, func(n star.Node) bool {
				if i, ok := global(n); ok {
					named = append(named, i)
				}
				return true
			})
		}
		return append(named, c.quickNames(index)...)
	}
	c.namedOnce.Do(c.findNamed)
	return slices.Concat(c.named[index], c.quickNames(index))
}

// global returns the index of the global variable that n is the name of.
func global(n star.Node) (index int, ok bool) {
	if id, ok := n.(*star.Ident); ok {
		if b, ok := id.Binding.(*resolve.Binding); ok && b.Scope == resolve.Global {
			return b.Index, true
		}
	}
	return 0, false
}

// findNamed finds the globals that each function of the main program names, those in it included.
func (c *Code) findNamed() {
	c.named = make(map[int32][]int)
	var around []int32 // the functions around, outermost first
	var visit func(n star.Node) bool
	inside := func(function any, walk func()) {
		fn, ok := function.(*resolve.Function)
		if ok {
			around = append(around, fn.Pos.Col)
		}
		walk()
		if ok {
			around = around[:len(around)-1]
		}
	}
	visit = func(n star.Node) bool {
		switch n := n.(type) {
		case *star.Ident:
			if i, ok := global(n); ok {
				for _, fn := range around {
					c.named[fn] = append(c.named[fn], i)
				}
			}
		case *star.DefStmt:
			star.Walk(n.Name, visit)
			for _, p := range n.Params {
				star.Walk(p, visit)
			}
			inside(n.Function, func() {
				for _, s := range n.Body {
					star.Walk(s, visit)
				}
			})
			return false
		case *star.LambdaExpr:
			for _, p := range n.Params {
				star.Walk(p, visit)
			}
			inside(n.Function, func() { star.Walk(n.Body, visit) })
			return false
		}
		return true
	}
	star.Walk(c.main, visit)
}

// quickNames returns the globals that the parts which were taken out of a function name.
func (c *Code) quickNames(index int32) []int {
	var named []int
	var at map[string]int
	for _, k := range c.quicks {
		if !slices.Contains(k.Around, index) {
			continue
		}
		if at == nil {
			at = make(map[string]int)
			for i, name := range engine.Names(c.program) {
				at[name] = i
			}
		}
		for _, st := range k.Body {
			identifiers(st, func(name string) {
				if i, ok := at[name]; ok && !slices.Contains(k.Params, name) && !slices.Contains(k.Locals, name) {
					named = append(named, i)
				}
			})
		}
	}
	return named
}
