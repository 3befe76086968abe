package syntax

func (c *symbols) comprehension(x Expr, what string, gens []*Comprehension, elt, value Expr) {
	iter := func(x Expr) {
		old := c.inIter
		c.inIter = true
		c.expr(x)
		c.inIter = old
	}
	iter(gens[0].Iter)
	s := c.open(comprehensionScope, what)
	depth := c.depth
	for i, g := range gens {
		c.enter(g)
		s.awaits = s.awaits || g.Async
		c.inTarget = true
		c.target(g.Target)
		c.inTarget = false
		if i > 0 {
			iter(g.Iter)
		}
		for _, x := range g.Ifs {
			c.enter(x)
			c.expr(x)
		}
	}
	c.opt(value)
	c.expr(elt)
	c.depth = depth
	c.close()
	if _, lazy := x.(*GeneratorExp); s.awaits && !lazy {
		c.awaits = true
		if c.awaiting == nil {
			c.awaiting = make(map[Expr]bool)
		}
		c.awaiting[x] = true
	}
}

// named visits name := value. In a comprehension it binds the name in the
// function or module around it.
func (c *symbols) named(x *NamedExpr) {
	name := x.Target.Name
	if c.inIter {
		c.fail(x.Span, "assignment expression cannot be used in a comprehension iterable expression")
	}
	if c.kind == comprehensionScope {
		s := c.scope
		for ; s.kind == comprehensionScope; s = s.parent {
			if s.names[name]&iterated != 0 {
				c.fail(x.Target.Span, "assignment expression cannot rebind comprehension iteration variable '%s'", name)
			}
		}
		switch s.kind {
		case classScope:
			c.fail(x.Target.Span, "assignment expression within a comprehension cannot be used in a class body")
		case moduleScope:
			c.add(name, global)
			s.add(name, global)
		default:
			if s.names[name]&global != 0 {
				c.add(name, global)
			} else {
				c.add(name, nonlocal)
			}
			s.add(name, bound)
		}
	}
	c.expr(x.Value)
	c.target(x.Target)
}
