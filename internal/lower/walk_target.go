package lower

import "github.com/mpstar/mpstar/internal/syntax"

// This file is the part of the walk that is about what is assigned to.

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
