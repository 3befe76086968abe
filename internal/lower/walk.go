package lower

import (
	"strings"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file is the analyzer's walk over statements and expressions.

func (w *analyzer) stmts(list []syntax.Stmt) {
	for _, s := range list {
		w.stmt(s)
	}
}

func (w *analyzer) stmt(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.FunctionDef:
		if s.Async {
			w.fail(s, "'async' functions are not supported by mpstar")
		}
		for _, d := range s.Decorators {
			if id, ok := d.(*syntax.Ident); ok && w.pass == declaring {
				w.decorators[id.Name] = true
			}
			w.expr(d)
		}
		w.defaults(s.Args)
		w.bind(s.Name, s.Name.Name, bindDef, source{})
		w.enter(s, functionScope, s.Name.Name, func() {
			w.params(s.Args)
			w.stmts(s.Body)
		})
	case *syntax.ClassDef:
		for _, b := range s.Bases {
			if id, ok := b.(*syntax.Ident); ok && valueTypes[id.Name] {
				w.derives = true
			}
		}
		for _, d := range s.Decorators {
			w.expr(d)
		}
		w.exprs(s.Bases)
		w.keywords(s.Keywords)
		w.enter(s, classScope, s.Name.Name, func() { w.stmts(s.Body) })
		w.bind(s.Name, s.Name.Name, bindClass, source{})
	case *syntax.Return:
		if k := w.scope.kind; k == moduleScope || k == classScope {
			w.fail(s, "'return' outside function")
		}
		w.expr(s.Value)
	case *syntax.Delete:
		for _, t := range s.Targets {
			w.del(t)
		}
	case *syntax.Assign:
		w.expr(s.Value)
		for _, t := range s.Targets {
			w.target(t, source{kind: fromValue, expr: s.Value})
		}
	case *syntax.AugAssign:
		if id, ok := s.Target.(*syntax.Ident); ok {
			w.use(id, id.Name)
			w.expr(s.Value)
			if !isString(s.Value) {
				w.operand(id)
				w.operand(s.Value)
			}
			w.bind(id, id.Name, bindOther, source{kind: fromAug, expr: s.Value, op: s.Op})
			break
		}
		w.expr(s.Target)
		w.expr(s.Value)
		w.augTarget(s.Target)
	case *syntax.AnnAssign:
		if w.scope.kind == classScope || w.pass == declaring {
			w.annotation(s.Annotation)
		}
		w.expr(s.Value)
		if id, ok := s.Target.(*syntax.Ident); ok && s.Simple && w.pass == declaring {
			if sym := w.scope.symbols[w.mangle(id.Name)]; sym != nil && (sym.global || sym.nonlocal) {
				word := "global"
				if sym.nonlocal {
					word = "nonlocal"
				}
				w.fail(s, "annotated name '"+id.Name+"' can't be "+word)
			}
		}
		if s.Value != nil {
			w.target(s.Target, source{kind: fromValue, expr: s.Value})
		} else if id, ok := s.Target.(*syntax.Ident); ok {
			if w.pass == declaring && s.Simple {
				w.mention(id.Name)
				w.scope.symbol(w.mangle(id.Name)).bound = true
			}
		} else {
			w.expr(s.Target)
		}
	case *syntax.For:
		if s.Async {
			w.fail(s, "'async for' is not supported by mpstar")
		}
		w.expr(s.Iter)
		w.scope.function().loops = true
		w.loops++
		w.inRegion(true, func() {
			w.target(s.Target, source{kind: fromElement, expr: s.Iter})
			w.stmts(s.Body)
		})
		w.loops--
		w.inRegion(false, func() { w.stmts(s.Else) })
	case *syntax.While:
		w.scope.function().loops = true
		w.loops++
		w.inRegion(true, func() {
			w.expr(s.Test)
			w.stmts(s.Body)
		})
		w.loops--
		w.inRegion(false, func() { w.stmts(s.Else) })
	case *syntax.If:
		w.expr(s.Test)
		w.inRegion(false, func() { w.stmts(s.Body) })
		w.inRegion(false, func() { w.stmts(s.Else) })
	case *syntax.With:
		if s.Async {
			w.fail(s, "'async with' is not supported by mpstar")
		}
		w.with(s.Items, s.Body)
	case *syntax.Raise:
		w.expr(s.Exc)
		w.expr(s.Cause)
	case *syntax.Try:
		w.try(s)
	case *syntax.Assert:
		w.expr(s.Test)
		w.inRegion(false, func() { w.expr(s.Msg) })
	case *syntax.Import:
		for _, alias := range s.Names {
			name := alias.Name
			w.imports(name)
			if alias.AsName != nil {
				name = alias.AsName.Name
			} else if i := strings.IndexByte(name, '.'); i >= 0 {
				name = name[:i]
			}
			w.bind(alias, name, bindImport, source{})
		}
	case *syntax.ImportFrom:
		w.importFrom(s)
	case *syntax.Global:
		for _, id := range s.Names {
			w.declare(s, id, true)
		}
	case *syntax.Nonlocal:
		for _, id := range s.Names {
			w.declare(s, id, false)
		}
	case *syntax.ExprStmt:
		w.expr(s.X)
	case *syntax.Pass:
	case *syntax.Break:
		if w.loops == 0 {
			w.fail(s, "'break' outside loop")
		}
	case *syntax.Continue:
		if w.loops == 0 {
			w.fail(s, "'continue' not properly in loop")
		}
	case *syntax.Load:
		for _, id := range s.To {
			w.bind(id, id.Name, bindImport, source{})
		}
	case *syntax.Match:
		w.scope.function().parts = true
		w.match(s)
	}
}

func (w *analyzer) with(items []*syntax.WithItem, body []syntax.Stmt) {
	if len(items) == 0 {
		w.stmts(body)
		return
	}
	item := items[0]
	w.expr(item.Context)
	w.inBlock(blockKey{item, 0}, func() {
		if item.Vars != nil {
			w.target(item.Vars, source{})
		}
		w.with(items[1:], body)
	})
}

func (w *analyzer) try(s *syntax.Try) {
	if s.Star {
		w.fail(s, "'except*' is not supported by mpstar")
	}
	w.inBlock(blockKey{s, tryBody}, func() { w.stmts(s.Body) })
	for i, h := range s.Handlers {
		if h.Type == nil && i < len(s.Handlers)-1 {
			w.fail(h, "default 'except:' must be last")
		}
		w.expr(h.Type)
		w.inBlock(blockKey{h, 0}, func() {
			if h.Name != nil {
				w.bind(h.Name, h.Name.Name, bindOther, source{})
			}
			w.stmts(h.Body)
		})
	}
	w.inBlock(blockKey{s, tryElse}, func() { w.stmts(s.Else) })
	w.inBlock(blockKey{s, tryFinally}, func() { w.stmts(s.Finally) })
}

// imports notes that the file imports the module.
func (w *analyzer) imports(module string) {
	if w.pass != declaring {
		return
	}
	for _, part := range strings.Split(module, ".") {
		w.mentions[part] = true
	}
	w.foreign = w.foreign || module != "" && !Standard(module)
}

func (w *analyzer) importFrom(s *syntax.ImportFrom) {
	w.foreign = w.foreign || s.Level > 0
	w.imports(s.Module)
	for _, alias := range s.Names {
		if s.Module == "__future__" && s.Level == 0 {
			w.future(alias)
		}
		if alias.Name == "*" {
			if w.scope.kind != moduleScope {
				w.fail(s, "import * only allowed at module level")
			}
			w.allDynamic, w.starImport = true, true
			continue
		}
		w.mention(alias.Name)
		name := alias.Name
		if alias.AsName != nil {
			name = alias.AsName.Name
		}
		w.bind(alias, name, bindImport, source{kind: fromUnknown})
	}
}

func (w *analyzer) future(alias *syntax.Alias) {
	switch alias.Name {
	case "annotations":
		w.futureAnn = true
	case "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function",
		"unicode_literals", "generator_stop":
	case "barry_as_FLUFL":
		w.fail(alias, "future feature barry_as_FLUFL is not supported by mpstar")
	case "braces":
		w.fail(alias, "not a chance")
	default:
		w.fail(alias, "future feature "+alias.Name+" is not defined")
	}
}

func (w *analyzer) defaults(args *syntax.Arguments) {
	w.exprs(args.Defaults)
	w.exprs(args.KwDefaults)
	for _, list := range [][]*syntax.Arg{args.PosOnly, args.Args, args.KwOnly, {args.Vararg, args.Kwarg}} {
		for _, arg := range list {
			if arg != nil {
				w.annotation(arg.Annotation)
			}
		}
	}
}

// annotation walks an annotation: it is evaluated late, if at all.
func (w *analyzer) annotation(x syntax.Expr) {
	if x != nil && !w.futureAnn {
		w.inRegion(false, func() { w.expr(x) })
	}
}

func (w *analyzer) params(args *syntax.Arguments) {
	param := func(arg *syntax.Arg) {
		if arg == nil {
			return
		}
		w.mention(arg.Name)
		sym := w.scope.symbol(w.mangle(arg.Name))
		if w.pass == recording {
			sym.record(w.scope.root, w.region, true)
			return
		}
		if sym.param {
			w.fail(arg, "duplicate argument '"+arg.Name+"' in function definition")
		}
		sym.param, sym.bound = true, true
		if w.scope.self == nil {
			w.scope.self = sym
		}
	}
	for _, list := range [][]*syntax.Arg{args.PosOnly, args.Args, {args.Vararg}, args.KwOnly, {args.Kwarg}} {
		for _, arg := range list {
			param(arg)
		}
	}
}

// target walks what is assigned to.
func (w *analyzer) target(t syntax.Expr, src source) {
	switch t := t.(type) {
	case *syntax.Ident:
		w.bind(t, t.Name, bindOther, src)
	case *syntax.Tuple:
		w.targets(t.Elts, src)
	case *syntax.List:
		w.targets(t.Elts, src)
	case *syntax.Starred:
		w.target(t.X, source{})
	case *syntax.Attribute:
		w.expr(t)
		w.attrTarget(t)
		w.store(t, src)
	default:
		w.expr(t)
		w.store(t, src)
	}
}

// store notes that an attribute or subscript is assigned to.
func (w *analyzer) store(t syntax.Expr, src source) {
	if w.pass == recording && src.kind == fromValue {
		w.flows = append(w.flows, flow{scope: w.scope, target: t, value: src.expr})
	}
}

func (w *analyzer) targets(list []syntax.Expr, src source) {
	values := elements(src, len(list))
	for i, t := range list {
		if values != nil {
			w.target(t, source{kind: fromValue, expr: values[i]})
		} else {
			w.target(t, w.elementSource(src, i))
		}
	}
}

// elements returns the expressions of a display that n targets are unpacked from.
func elements(src source, n int) []syntax.Expr {
	if src.kind != fromValue {
		return nil
	}
	var elts []syntax.Expr
	switch x := src.expr.(type) {
	case *syntax.Tuple:
		elts = x.Elts
	case *syntax.List:
		elts = x.Elts
	}
	if len(elts) != n {
		return nil
	}
	for _, e := range elts {
		if _, ok := e.(*syntax.Starred); ok {
			return nil
		}
	}
	return elts
}

// elementSource is the source of target i in "for a, b in ...": the first of enumerate is an int.
func (w *analyzer) elementSource(src source, i int) source {
	if src.kind == fromElement && i == 0 {
		if c, ok := src.expr.(*syntax.Call); ok {
			if id, ok := c.Fn.(*syntax.Ident); ok && id.Name == "enumerate" && len(c.Args) == 1 && len(c.Keywords) == 0 &&
				w.scope.resolve("enumerate") == nil {
				return source{kind: fromValue, expr: &syntax.Int{}}
			}
		}
	}
	if src.expr != nil {
		return source{kind: fromPart, expr: src.expr}
	}
	return source{}
}

func (w *analyzer) augTarget(t syntax.Expr) {
	if attr, ok := t.(*syntax.Attribute); ok && w.pass == recording {
		if id, ok := attr.X.(*syntax.Ident); ok && w.isSelf(id) {
			w.selfAttrs[attr.Name] = true
		}
	}
}

// attrTarget sorts attributes that are assigned into those of instances and others, which may
// be functions'.
func (w *analyzer) attrTarget(t *syntax.Attribute) {
	if w.pass != recording {
		return
	}
	if id, ok := t.X.(*syntax.Ident); ok {
		if w.isSelf(id) {
			w.selfAttrs[t.Name] = true
		} else {
			w.otherAttrs[t.Name] = true
		}
	}
}

func (a *analysis) isSelfSym(sym *symbol) bool {
	return sym != nil && sym.scope.method && sym.scope.self == sym && sym.bindings == 0
}

func (w *analyzer) isSelf(id *syntax.Ident) bool {
	return w.isSelfSym(w.scope.resolve(w.mangle(id.Name)))
}

func (w *analyzer) del(t syntax.Expr) {
	switch t := t.(type) {
	case *syntax.Ident:
		w.use(t, t.Name)
		w.bind(t, t.Name, bindDel, source{})
	case *syntax.Tuple:
		for _, e := range t.Elts {
			w.del(e)
		}
	case *syntax.List:
		for _, e := range t.Elts {
			w.del(e)
		}
	default:
		w.expr(t)
	}
}

func (w *analyzer) exprs(list []syntax.Expr) {
	for _, e := range list {
		if e != nil {
			w.expr(e)
		}
	}
}

func (w *analyzer) keywords(list []*syntax.Keyword) {
	for _, k := range list {
		if k.Name != "" {
			w.mention(k.Name)
		}
		w.expr(k.Value)
	}
}

func (w *analyzer) expr(e syntax.Expr) {
	switch e := e.(type) {
	case nil:
	case *syntax.Ident:
		w.use(e, e.Name)
		if e.Name == "set" {
			w.usesSets = true
		}
	case *syntax.Constant, *syntax.Int, *syntax.Float, *syntax.Bytes:
	case *syntax.Imag:
		w.mention("complex")
	case *syntax.Str:
		w.nonASCII = w.nonASCII || !isASCII(e.Value)
	case *syntax.JoinedStr:
		for _, v := range e.Values {
			w.expr(v)
		}
	case *syntax.FormattedValue:
		w.expr(e.Value)
		if e.Spec != nil {
			w.expr(e.Spec)
		}
	case *syntax.BoolOp:
		w.expr(e.Values[0])
		w.inRegion(false, func() { w.exprs(e.Values[1:]) })
	case *syntax.NamedExpr:
		w.expr(e.Value)
		w.namedExpr(e)
	case *syntax.BinOp:
		w.expr(e.X)
		w.expr(e.Y)
		if !isString(e.X) && !isString(e.Y) {
			w.operand(e.X)
			w.operand(e.Y)
		}
		switch e.Op {
		case syntax.Sub, syntax.Div, syntax.FloorDiv, syntax.Pow, syntax.LShift, syntax.RShift:
			w.numeric(e.X)
			w.numeric(e.Y)
		case syntax.Mod:
			w.numeric(e.Y)
		}
	case *syntax.UnaryOp:
		w.expr(e.X)
		if e.Op != syntax.Not {
			w.numeric(e.X)
		}
	case *syntax.Lambda:
		w.defaults(e.Args)
		w.enter(e, lambdaScope, "<lambda>", func() {
			w.params(e.Args)
			w.expr(e.Body)
		})
	case *syntax.IfExp:
		w.expr(e.Test)
		w.inRegion(false, func() { w.expr(e.Body) })
		w.inRegion(false, func() { w.expr(e.OrElse) })
	case *syntax.Dict:
		for i, k := range e.Keys {
			if k != nil {
				w.expr(k)
			}
			w.expr(e.Values[i])
		}
	case *syntax.Set:
		w.usesSets = true
		w.exprs(e.Elts)
	case *syntax.ListComp:
		w.comprehension(e, e.Generators, e.Elt, nil)
	case *syntax.SetComp:
		w.usesSets = true
		w.comprehension(e, e.Generators, e.Elt, nil)
	case *syntax.DictComp:
		w.comprehension(e, e.Generators, e.Key, e.Value)
	case *syntax.GeneratorExp:
		w.comprehension(e, e.Generators, e.Elt, nil)
	case *syntax.Await:
		w.fail(e, "'await' is not supported by mpstar")
	case *syntax.Yield:
		w.yield(e, "'yield'")
		w.expr(e.Value)
	case *syntax.YieldFrom:
		w.yield(e, "'yield'")
		w.expr(e.X)
	case *syntax.Compare:
		w.expr(e.Left)
		w.expr(e.Comparators[0])
		w.inRegion(false, func() { w.exprs(e.Comparators[1:]) })
		w.compareEvidence(e)
	case *syntax.Call:
		w.call(e)
	case *syntax.Attribute:
		w.expr(e.X)
		w.mention(e.Name)
	case *syntax.Subscript:
		w.expr(e.X)
		w.expr(e.Index)
		if sym := w.variable(e.X); sym != nil {
			_, slice := e.Index.(*syntax.Slice)
			sym.sliced, sym.item = sym.sliced || slice, sym.item || !slice
		}
	case *syntax.Slice:
		w.expr(e.Lo)
		w.expr(e.Hi)
		w.expr(e.Step)
	case *syntax.Starred:
		w.expr(e.X)
	case *syntax.List:
		w.exprs(e.Elts)
	case *syntax.Tuple:
		w.exprs(e.Elts)
	}
}

func (w *analyzer) yield(e syntax.Expr, what string) {
	switch w.scope.kind {
	case functionScope, lambdaScope:
		w.scope.generator = true
	case compScope:
		name := map[string]string{"<listcomp>": "list comprehension", "<setcomp>": "set comprehension",
			"<dictcomp>": "dict comprehension", "<genexpr>": "generator expression"}[w.scope.compName()]
		w.fail(e, what+" inside "+name)
	default:
		w.fail(e, what+" outside function")
	}
}

func (w *analyzer) call(e *syntax.Call) {
	w.expr(e.Fn)
	w.exprs(e.Args)
	w.keywords(e.Keywords)
	if w.pass == recording && len(e.Args)+len(e.Keywords) > 0 {
		w.flows = append(w.flows, flow{scope: w.scope, call: e})
	}
	id, ok := e.Fn.(*syntax.Ident)
	if !ok || w.pass != recording {
		return
	}
	switch id.Name {
	case "range":
		for _, arg := range e.Args {
			w.numeric(arg)
		}
	case "isinstance", "type":
		if len(e.Args) > 0 {
			if id, ok := e.Args[0].(*syntax.Ident); ok {
				if sym := w.scope.resolve(w.mangle(id.Name)); sym != nil {
					sym.tested = true
				}
			}
		}
	}
}

// numeric notes that an operand can only be a number (or anything else but a string).
func (w *analyzer) numeric(e syntax.Expr) {
	if sym := w.variable(e); sym != nil {
		sym.numeric = true
	}
}

func (w *analyzer) operand(e syntax.Expr) {
	if sym := w.variable(e); sym != nil {
		sym.operand = true
	}
}

// variable returns the variable that an expression is, once all are known; else nil.
func (w *analyzer) variable(e syntax.Expr) *symbol {
	if id, ok := e.(*syntax.Ident); ok && w.pass == recording {
		return w.scope.resolve(w.mangle(id.Name))
	}
	return nil
}

func isString(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.Str, *syntax.JoinedStr, *syntax.Bytes:
		return true
	}
	return false
}

func (w *analyzer) compareEvidence(e *syntax.Compare) {
	left := e.Left
	for i, right := range e.Comparators {
		switch e.Ops[i] {
		case syntax.Lt, syntax.LtE, syntax.Gt, syntax.GtE:
			if isNumber(right) {
				w.numeric(left)
			}
			if isNumber(left) {
				w.numeric(right)
			}
		}
		left = right
	}
}

func isNumber(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Int, *syntax.Float:
		return true
	case *syntax.UnaryOp:
		return e.Op == syntax.USub && isNumber(e.X)
	}
	return false
}

func (w *analyzer) namedExpr(e *syntax.NamedExpr) {
	name := w.mangle(e.Target.Name)
	if w.pass == declaring {
		if w.iters > 0 {
			w.fail(e, "assignment expression cannot be used in a comprehension iterable expression")
		}
		for s := w.scope; s.kind == compScope; s = s.parent {
			if sym := s.symbols[name]; sym != nil && sym.bound {
				w.fail(e, "assignment expression cannot rebind comprehension iteration variable '"+e.Target.Name+"'")
			}
			if s.parent.kind == classScope {
				w.fail(e, "assignment expression within a comprehension cannot be used in a class body")
			}
		}
	}
	inner := w.scope
	w.scope = inner.function()
	w.bind(e.Target, e.Target.Name, bindWalrus, source{kind: fromValue, expr: e.Value})
	if w.pass == recording {
		if sym := w.scope.resolve(name); sym != nil && len(sym.sources) > 0 {
			sym.sources[len(sym.sources)-1].scope = inner
		}
	}
	w.scope = inner
}

func (w *analyzer) comprehension(e syntax.Expr, gens []*syntax.Comprehension, elt, value syntax.Expr) {
	iterable := func(x syntax.Expr) {
		w.iters++
		w.expr(x)
		w.iters--
	}
	iterable(gens[0].Iter)
	outer := w.scope
	s := w.enter(e, compScope, "", func() {
		if w.pass == declaring {
			w.scope.name = w.scope.compName()
			w.scope.qualname = (&analyzer{scope: outer}).qualname(compScope, w.scope.name)
		}
		w.inRegion(true, func() {
			for i, g := range gens {
				if g.Async {
					w.fail(e, "asynchronous comprehensions are not supported by mpstar")
				}
				if i > 0 {
					iterable(g.Iter)
				}
				w.target(g.Target, source{kind: fromElement, expr: g.Iter})
				w.exprs(g.Ifs)
			}
			w.expr(elt)
			if value != nil {
				w.expr(value)
			}
		})
	})
	s.callSpan = e.Extent()
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
