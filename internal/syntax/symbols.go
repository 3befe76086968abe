package syntax

import "fmt"

// This file checks names: what global, nonlocal, parameters, comprehensions and
// := may and may not do together. It follows the order in which CPython builds
// its symbol table, since the first mistake found is the one reported.

// symbols checks the names of a file.
type symbols struct {
	look   *look
	source *Source
	*scope
	scopes     []*scope
	depth      int
	generators map[*FunctionDef]bool // the async defs that yield
	awaiting   map[Expr]bool         // the comprehensions, not generators, that await
}

// maxTree is how deep a tree may be. It is more than the longest chain. Comparisons after the first, elif clauses, the items of a with and the clauses of a
// comprehension count as if each were in the one before it, as they are once they are lowered.
const maxTree = maxChain + 2*maxNesting

func (c *symbols) fail(span Span, format string, args ...any) {
	panic(&Error{
		Kind: "SyntaxError", Msg: fmt.Sprintf(format, args...), Filename: c.source.Name,
		Span: span, Text: c.source.line(span.Start.Line),
	})
}

func (c *symbols) enter(n Node) {
	c.depth++
	if c.depth > maxTree {
		c.fail(n.Extent(), "too many nested expressions (more than %d levels)", maxTree)
	}
}

func (c *symbols) open(kind scopeKind, what string) *scope {
	s := &scope{kind: kind, what: what, parent: c.scope}
	if c.scope != nil {
		s.inIter = c.scope.inIter
	}
	c.scopes = append(c.scopes, s)
	c.scope = s
	return s
}

func (c *symbols) close() { c.scope = c.scope.parent }

// bind makes a name a variable of the current scope.
func (c *symbols) bind(name string, span Span) { c.note(name, span, bound) }

// note says what is done with a name. In the target of a comprehension a name is taken for its variable even
// where it is only used, as in CPython.
func (c *symbols) note(name string, span Span, u use) {
	if c.inTarget {
		if c.names[name]&(global|nonlocal) != 0 {
			c.fail(span, "comprehension inner loop cannot rebind assignment expression target '%s'", name)
		}
		u |= iterated
	}
	c.add(name, u)
}

func (c *symbols) stmts(body []Stmt) {
	for _, s := range body {
		c.stmt(s)
	}
}

func (c *symbols) exprs(l []Expr) {
	for _, x := range l {
		if x != nil {
			c.expr(x)
		}
	}
}

func (c *symbols) opt(x Expr) {
	if x != nil {
		c.expr(x)
	}
}

func (c *symbols) stmt(s Stmt) {
	c.look.step()
	depth := c.depth
	c.enter(s)
	defer func() { c.depth = depth }()
	switch s := s.(type) {
	case *FunctionDef:
		c.bind(s.Name.Name, s.Name.Span)
		c.defaults(s.Args)
		c.annotations(s.Args)
		c.opt(s.Returns)
		c.exprs(s.Decorators)
		f := c.open(functionScope, "")
		c.params(s.Args)
		c.stmts(s.Body)
		if f.yields && s.Async {
			if c.generators == nil {
				c.generators = make(map[*FunctionDef]bool)
			}
			c.generators[s] = true
		}
		c.close()
	case *ClassDef:
		c.bind(s.Name.Name, s.Name.Span)
		c.exprs(s.Bases)
		c.keywords(s.Keywords)
		c.exprs(s.Decorators)
		c.open(classScope, "")
		c.stmts(s.Body)
		c.close()
	case *Return:
		c.opt(s.Value)
	case *Delete:
		c.targets(s.Targets)
	case *Assign:
		c.targets(s.Targets)
		c.expr(s.Value)
	case *AugAssign:
		c.target(s.Target)
		if id, ok := s.Target.(*Ident); ok {
			c.add(id.Name, used)
		}
		c.expr(s.Value)
	case *AnnAssign:
		if id, ok := s.Target.(*Ident); ok {
			u := c.names[id.Name]
			if s.Simple && c.kind != moduleScope {
				if u&global != 0 {
					c.fail(s.Span, "annotated name '%s' can't be global", id.Name)
				}
				if u&nonlocal != 0 {
					c.fail(s.Span, "annotated name '%s' can't be nonlocal", id.Name)
				}
			}
			if s.Simple {
				c.add(id.Name, annotated|bound)
			} else if s.Value != nil {
				c.add(id.Name, bound)
			}
		} else {
			c.target(s.Target)
		}
		c.expr(s.Annotation)
		c.opt(s.Value)
	case *For:
		c.target(s.Target)
		c.expr(s.Iter)
		c.stmts(s.Body)
		c.stmts(s.Else)
	case *While:
		c.expr(s.Test)
		c.stmts(s.Body)
		c.stmts(s.Else)
	case *If:
		for {
			c.expr(s.Test)
			c.stmts(s.Body)
			next := elif(s)
			if next == nil {
				c.stmts(s.Else)
				return
			}
			c.enter(next)
			s = next
		}
	case *With:
		for _, i := range s.Items {
			c.enter(i)
			c.expr(i.Context)
			if i.Vars != nil {
				c.target(i.Vars)
			}
		}
		c.stmts(s.Body)
	case *Raise:
		c.opt(s.Exc)
		c.opt(s.Cause)
	case *Try:
		c.stmts(s.Body)
		for _, h := range s.Handlers {
			c.opt(h.Type)
			if h.Name != nil {
				c.bind(h.Name.Name, h.Name.Span)
			}
			c.stmts(h.Body)
		}
		c.stmts(s.Else)
		c.stmts(s.Finally)
	case *Assert:
		c.expr(s.Test)
		c.opt(s.Msg)
	case *Import:
		for _, a := range s.Names {
			c.alias(a)
		}
	case *ImportFrom:
		for _, a := range s.Names {
			c.alias(a)
		}
	case *Global:
		c.directive(s.Span, s.Names, global, "global")
	case *Nonlocal:
		c.directive(s.Span, s.Names, nonlocal, "nonlocal")
	case *ExprStmt:
		c.expr(s.X)
	case *Load:
		for _, id := range s.To {
			c.bind(id.Name, id.Span)
		}
	case *Match:
		c.expr(s.Subject)
		for _, m := range s.Cases {
			m.Pattern.EachName(func(id *Ident) { c.bind(id.Name, id.Span) })
			c.opt(m.Guard)
			c.stmts(m.Body)
		}
	}
}

// elif returns the elif clause after an if, or nil.
func elif(s *If) *If {
	if len(s.Else) != 1 {
		return nil
	}
	next, _ := s.Else[0].(*If)
	return next
}

func (c *symbols) alias(a *Alias) {
	name := a.Name
	switch {
	case a.AsName != nil:
		name = a.AsName.Name
	case name == "*":
		if c.kind != moduleScope {
			c.fail(a.Span, "import * only allowed at module level")
		}
		return
	default:
		for i := range len(name) {
			if name[i] == '.' {
				name = name[:i]
				break
			}
		}
	}
	c.bind(name, a.Span)
}

func (c *symbols) directive(span Span, names []*Ident, u use, what string) {
	for _, id := range names {
		old := c.names[id.Name]
		switch {
		case old&param != 0:
			c.fail(span, "name '%s' is parameter and %s", id.Name, what)
		case old&used != 0:
			c.fail(span, "name '%s' is used prior to %s declaration", id.Name, what)
		case old&annotated != 0:
			c.fail(span, "annotated name '%s' can't be %s", id.Name, what)
		case old&bound != 0:
			c.fail(span, "name '%s' is assigned to before %s declaration", id.Name, what)
		}
		c.add(id.Name, u)
		c.directives = append(c.directives, directive{id.Name, span})
	}
}

func (c *symbols) defaults(a *Arguments) {
	c.exprs(a.Defaults)
	c.exprs(a.KwDefaults)
}

func (c *symbols) annotations(a *Arguments) {
	for _, l := range [][]*Arg{a.PosOnly, a.Args, {a.Vararg, a.Kwarg}, a.KwOnly} {
		for _, x := range l {
			if x != nil {
				c.opt(x.Annotation)
			}
		}
	}
}

func (c *symbols) params(a *Arguments) {
	for _, l := range [][]*Arg{a.PosOnly, a.Args, a.KwOnly, {a.Vararg, a.Kwarg}} {
		for _, x := range l {
			if x == nil {
				continue
			}
			if c.names[x.Name]&param != 0 {
				c.fail(x.Span, "duplicate argument '%s' in function definition", x.Name)
			}
			c.add(x.Name, param|bound)
		}
	}
}

func (c *symbols) keywords(l []*Keyword) {
	for _, k := range l {
		c.expr(k.Value)
	}
}

func (c *symbols) targets(l []Expr) {
	for _, x := range l {
		c.target(x)
	}
}

// target visits an expression that is assigned to or deleted.
func (c *symbols) target(x Expr) {
	switch x := x.(type) {
	case *Ident:
		c.bind(x.Name, x.Span)
	case *Starred:
		c.target(x.X)
	case *Tuple:
		c.targets(x.Elts)
	case *List:
		c.targets(x.Elts)
	default:
		c.expr(x)
	}
}

func (c *symbols) expr(x Expr) {
	c.look.step()
	c.enter(x)
	defer func() { c.depth-- }()
	switch x := x.(type) {
	case *Ident:
		c.note(x.Name, x.Span, used)
	case *NamedExpr:
		c.named(x)
	case *Lambda:
		c.defaults(x.Args)
		c.open(functionScope, "")
		c.params(x.Args)
		c.expr(x.Body)
		c.close()
	case *Dict:
		c.exprs(x.Keys)
		c.exprs(x.Values)
	case *ListComp:
		c.comprehension(x, "list comprehension", x.Generators, x.Elt, nil)
	case *SetComp:
		c.comprehension(x, "set comprehension", x.Generators, x.Elt, nil)
	case *DictComp:
		c.comprehension(x, "dict comprehension", x.Generators, x.Key, x.Value)
	case *GeneratorExp:
		c.comprehension(x, "generator expression", x.Generators, x.Elt, nil)
	case *Await:
		c.expr(x.X)
		c.awaits = true
	case *Yield:
		c.opt(x.Value)
		c.yield(x.Span)
	case *YieldFrom:
		c.expr(x.X)
		c.yield(x.Span)
	case *Call:
		c.expr(x.Fn)
		c.exprs(x.Args)
		c.keywords(x.Keywords)
	case *Compare:
		c.expr(x.Left)
		depth := c.depth
		for _, y := range x.Comparators {
			c.enter(y)
			c.expr(y)
		}
		c.depth = depth
	default:
		operands(x, c)
	}
}

func (c *symbols) yield(span Span) {
	c.yields = true
	if c.kind == comprehensionScope {
		c.fail(span, "'yield' inside %s", c.what)
	}
}
