package lower

import "github.com/mpstar/mpstar/internal/syntax"

// This file is the part of the walk that is about expressions.

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
			w.wide = w.wide || !isASCII(k.Name)
		}
		w.expr(k.Value)
	}
}

func (w *analyzer) expr(e syntax.Expr) {
	w.look.step()
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
		if !isASCII(e.Value) {
			w.nonASCII, w.wide = true, true
		}
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
