package syntax

// check reports what the grammar allows and the language does not. CPython does so
// in three passes, of which the first that finds a mistake reports it: future
// imports, names, and the statements and expressions that need a certain place.
func check(f *File, l *look) (err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			err = e
		}
	}()
	s := &symbols{source: f.Source, look: l}
	future := checkFuture(s, f.Body)
	s.open(moduleScope, "")
	s.stmts(f.Body)
	s.resolve()
	c := &placer{symbols: s, future: future}
	c.stmts(f.Body)
	f.Warnings = c.warnings
	return nil
}

// checkFuture checks the from __future__ imports at the top of a file and returns
// the line of the last.
func checkFuture(c *symbols, body []Stmt) int32 {
	var last int32
	for i, s := range body {
		if x, ok := s.(*ExprStmt); ok && i == 0 {
			if _, doc := x.X.(*Str); doc {
				continue
			}
		}
		from, ok := s.(*ImportFrom)
		if !ok || from.Module != "__future__" {
			return last
		}
		for _, a := range from.Names {
			switch a.Name {
			case "nested_scopes", "generators", "division", "absolute_import", "with_statement",
				"print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations":
			case "braces":
				c.fail(Span{Start: from.Start}, "not a chance")
			default:
				c.fail(Span{Start: from.Start}, "future feature %s is not defined", a.Name)
			}
		}
		last = from.Start.Line
	}
	return last
}

// A placer checks that statements and expressions stand where they may.
type placer struct {
	*symbols
	future int32 // the line of the last future import at the top
	place  place

	warnings []Warning
}

// A place is what surrounds a statement.
type place struct {
	kind      scopeKind
	async     bool // in an async def, or a comprehension in one
	generator bool // in an async def that yields
	loop      bool // in a loop of this scope
	handler   bool // in an except* clause, within the loop if there is one
	star      bool // in an except* clause of this function
}

func (c *placer) stmts(body []Stmt) {
	for _, s := range body {
		c.stmt(s)
	}
}

// in calls f with another place around.
func (c *placer) in(p place, f func()) {
	old := c.place
	c.place = p
	f()
	c.place = old
}

const inExceptStar = "'break', 'continue' and 'return' cannot appear in an except* block"

func (c *placer) stmt(s Stmt) {
	c.look.step()
	switch s := s.(type) {
	case *FunctionDef:
		c.exprs(s.Decorators)
		c.defaults(s.Args)
		c.annotations(s.Args)
		c.opt(s.Returns)
		c.debugArgs(s.Args)
		c.debug(s.Name.Name, s.Span)
		c.in(place{kind: functionScope, async: s.Async, generator: c.generators[s]}, func() { c.stmts(s.Body) })
	case *ClassDef:
		c.exprs(s.Decorators)
		c.in(place{kind: classScope}, func() { c.stmts(s.Body) })
		c.arguments(s.Bases)
		c.keywords(s.Keywords)
		c.debug(s.Name.Name, s.Span)
	case *Return:
		switch {
		case c.place.kind != functionScope:
			c.fail(s.Span, "'return' outside function")
		case s.Value != nil && c.place.generator:
			c.fail(s.Span, "'return' with value in async generator")
		}
		c.opt(s.Value)
		if c.place.star {
			span := s.Span
			switch s.Value.(type) {
			case *Constant, *Int, *Float, *Imag, *Str, *Bytes:
				span = s.Value.Extent()
			}
			c.fail(span, inExceptStar)
		}
	case *Delete:
		for _, t := range s.Targets {
			c.target(t)
		}
	case *Assign:
		c.expr(s.Value)
		for _, t := range s.Targets {
			c.store(t)
		}
	case *AugAssign:
		c.store(s.Target)
		c.expr(s.Value)
	case *AnnAssign:
		c.opt(s.Value)
		if sub, ok := s.Target.(*Subscript); ok && s.Value == nil {
			c.evaluated(sub)
		} else {
			c.store(s.Target)
		}
		c.expr(s.Annotation)
	case *For:
		if s.Async && !(c.place.kind == functionScope && c.place.async) {
			c.fail(s.Span, "'async for' outside async function")
		}
		c.expr(s.Iter)
		c.store(s.Target)
		c.inLoop(s.Body)
		c.stmts(s.Else)
	case *While:
		before := len(c.warnings)
		c.expr(s.Test)
		test := c.warnings[before:]
		c.inLoop(s.Body)
		c.again(test) // CPython compiles it at both ends of the loop
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
			s = next
		}
	case *With:
		if s.Async && !(c.place.kind == functionScope && c.place.async) {
			c.fail(s.Span, "'async with' outside async function")
		}
		for _, i := range s.Items {
			c.expr(i.Context)
			if i.Vars != nil {
				c.store(i.Vars)
			}
		}
		c.stmts(s.Body)
	case *Raise:
		c.opt(s.Exc)
		c.opt(s.Cause)
	case *Try:
		c.try(s)
	case *Assert:
		c.asserted(s)
		c.expr(s.Test)
		c.opt(s.Msg)
	case *Import:
		for _, a := range s.Names {
			if a.AsName != nil {
				c.debug(a.AsName.Name, s.Span)
			}
		}
	case *ImportFrom:
		if s.Module == "__future__" && s.Start.Line > c.future {
			c.fail(s.Span, "from __future__ imports must occur at the beginning of the file")
		}
		for _, a := range s.Names {
			if a.AsName != nil {
				c.debug(a.AsName.Name, s.Span)
			}
		}
	case *ExprStmt:
		c.expr(s.X)
	case *Break:
		if !c.place.loop {
			if c.place.handler {
				c.fail(s.Span, inExceptStar)
			}
			c.fail(s.Span, "'break' outside loop")
		}
		if c.place.handler {
			c.fail(s.Span, inExceptStar)
		}
	case *Continue:
		if !c.place.loop {
			if c.place.handler {
				c.fail(s.Span, inExceptStar)
			}
			c.fail(s.Span, "'continue' not properly in loop")
		}
		if c.place.handler {
			c.fail(s.Span, inExceptStar)
		}
	case *Match:
		c.expr(s.Subject)
		c.cases(s.Cases)
	}
}

func (c *placer) inLoop(body []Stmt) {
	p := c.place
	p.loop, p.handler = true, false
	c.in(p, func() { c.stmts(body) })
}

func (c *placer) try(s *Try) {
	c.stmts(s.Body)
	for i, h := range s.Handlers {
		if h.Type == nil && i < len(s.Handlers)-1 {
			c.fail(h.Span, "default 'except:' must be last")
		}
		c.opt(h.Type)
		if h.Name != nil {
			c.debug(h.Name.Name, h.Span)
		}
		p := c.place
		if s.Star {
			p.handler, p.star = true, true
		}
		c.in(p, func() { c.stmts(h.Body) })
	}
	c.stmts(s.Else)
	before := len(c.warnings)
	c.stmts(s.Finally)
	c.again(c.warnings[before:]) // CPython compiles it for errors, and once more without
}

// debug refuses to bind the one name that is a constant without being a keyword.
func (c *placer) debug(name string, span Span) {
	if name == "__debug__" {
		c.fail(span, "cannot assign to __debug__")
	}
}

func (c *placer) debugArgs(a *Arguments) {
	for _, l := range [][]*Arg{a.PosOnly, a.Args, a.KwOnly, {a.Vararg, a.Kwarg}} {
		for _, x := range l {
			if x != nil {
				c.debug(x.Name, x.Span)
			}
		}
	}
}

func (c *placer) defaults(a *Arguments) {
	c.exprs(a.Defaults)
	c.exprs(a.KwDefaults)
}

func (c *placer) annotations(a *Arguments) {
	for _, l := range [][]*Arg{a.PosOnly, a.Args, {a.Vararg, a.Kwarg}, a.KwOnly} {
		for _, x := range l {
			if x == nil || x.Annotation == nil {
				continue
			}
			if star, ok := x.Annotation.(*Starred); ok {
				c.expr(star.X)
				continue
			}
			c.expr(x.Annotation)
		}
	}
}

func (c *placer) keywords(l []*Keyword) {
	seen := make(map[string]bool, len(l))
	for _, k := range l {
		if k.Name == "" {
			continue
		}
		c.debug(k.Name, k.Span)
		if seen[k.Name] {
			c.fail(k.Span, "keyword argument repeated: %s", k.Name)
		}
		seen[k.Name] = true
	}
	for _, k := range l {
		c.expr(k.Value)
	}
}

// arguments visits expressions of which some may be starred.
func (c *placer) arguments(l []Expr) {
	for _, x := range l {
		if star, ok := x.(*Starred); ok {
			c.expr(star.X)
			continue
		}
		c.expr(x)
	}
}

// store visits a target of an assignment.
func (c *placer) store(x Expr) {
	if s, ok := x.(*Starred); ok {
		c.fail(s.Span, "starred assignment target must be in a list or tuple")
	}
	c.target(x)
}

// evaluated visits a subscript that is annotated and not assigned to: its parts are evaluated one by one, so none may be starred.
func (c *placer) evaluated(x *Subscript) {
	c.expr(x.X)
	if t, ok := x.Index.(*Tuple); ok {
		c.exprs(t.Elts)
		return
	}
	c.expr(x.Index)
}

func (c *placer) target(x Expr) {
	switch x := x.(type) {
	case *Ident:
		c.debug(x.Name, x.Span)
	case *Tuple:
		c.unpack(x.Span, x.Elts)
	case *List:
		c.unpack(x.Span, x.Elts)
	case *Attribute:
		c.debug(x.Name, x.Span)
		c.expr(x.X)
	case *Starred:
		c.target(x.X)
	default:
		c.expr(x)
	}
}

func (c *placer) unpack(span Span, elts []Expr) {
	seen := false
	for i, e := range elts {
		if _, ok := e.(*Starred); !ok {
			continue
		}
		if seen {
			c.fail(span, "multiple starred expressions in assignment")
		}
		if i >= 1<<8 {
			c.fail(span, "too many expressions in star-unpacking assignment")
		}
		seen = true
	}
	for _, e := range elts {
		c.target(e)
	}
}

func (c *placer) opt(x Expr) {
	if x != nil {
		c.expr(x)
	}
}

func (c *placer) exprs(l []Expr) {
	for _, x := range l {
		c.opt(x)
	}
}

func (c *placer) expr(x Expr) {
	c.look.step()
	c.suspect(x)
	switch x := x.(type) {
	case *NamedExpr:
		c.expr(x.Value)
		c.debug(x.Target.Name, x.Target.Span)
	case *Lambda:
		c.debugArgs(x.Args)
		c.defaults(x.Args)
		c.in(place{kind: functionScope}, func() { c.expr(x.Body) })
	case *Dict:
		for i, k := range x.Keys {
			c.opt(k)
			c.expr(x.Values[i])
		}
	case *Set:
		c.arguments(x.Elts)
	case *ListComp:
		c.comprehension(x, x.Generators, x.Elt, nil)
	case *SetComp:
		c.comprehension(x, x.Generators, x.Elt, nil)
	case *DictComp:
		c.comprehension(x, x.Generators, x.Key, x.Value)
	case *GeneratorExp:
		c.comprehension(x, x.Generators, x.Elt, nil)
	case *Await:
		switch {
		case c.place.kind != functionScope && c.place.kind != comprehensionScope:
			c.fail(x.Span, "'await' outside function")
		case c.place.kind == functionScope && !c.place.async:
			c.fail(x.Span, "'await' outside async function")
		}
		c.expr(x.X)
	case *Yield:
		if c.place.kind != functionScope {
			c.fail(x.Span, "'yield' outside function")
		}
		c.opt(x.Value)
	case *YieldFrom:
		if c.place.kind != functionScope {
			c.fail(x.Span, "'yield' outside function")
		}
		if c.place.async {
			c.fail(x.Span, "'yield from' inside async function")
		}
		c.expr(x.X)
	case *Call:
		c.expr(x.Fn)
		c.arguments(x.Args)
		c.keywords(x.Keywords)
	case *Starred:
		c.fail(x.Span, "can't use starred expression here")
	case *List:
		c.arguments(x.Elts)
	case *Tuple:
		c.arguments(x.Elts)
	default:
		operands(x, c)
	}
}

func (c *placer) comprehension(x Expr, gens []*Comprehension, elt, value Expr) {
	p := place{kind: comprehensionScope, async: c.place.async}
	if c.awaiting[x] && !c.place.async && c.place.kind != comprehensionScope {
		c.fail(x.Extent(), "asynchronous comprehension outside of an asynchronous function")
	}
	c.expr(gens[0].Iter)
	c.in(p, func() {
		for i, g := range gens {
			if i > 0 {
				c.expr(g.Iter)
			}
			c.store(g.Target)
			c.exprs(g.Ifs)
		}
		c.expr(elt)
		c.opt(value)
	})
}
