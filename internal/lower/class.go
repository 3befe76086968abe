package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// classDef lowers a class statement: the body becomes a function that fills the namespace, ·class
// makes the class.
func (l *lowerer) classDef(n *syntax.ClassDef) {
	s := l.scopes[n]
	pos := l.at(n)
	name := l.temp("class_" + n.Name.Name)
	i := l.spans.function(n, 0, n.Extent(), l.fn())
	doc, hasDoc := docstring(n.Body)
	l.describe(i, Function{Kind: ClassBody, Tree: n, Doc: doc, HasDoc: hasDoc})
	l.funcs[i].Name, l.funcs[i].Qualname = s.name, s.qualname
	fnPos := star.MakePosition(&l.spans.file, pos.Line, i)

	decorators := make([]star.Expr, len(n.Decorators))
	for j, d := range n.Decorators {
		decorators[j] = l.expr(d)
	}
	var bases star.Expr
	if hasStar(n.Bases) {
		bases = intrinsic(pos, "tuple", l.starList(n.Bases, pos))
	} else {
		bases = tuple(pos, l.exprs(n.Bases)...)
	}
	kwargs := l.classKeywords(n.Keywords, pos)

	body := l.inFunction(&frame{scope: s, fn: i, block: s.root, assigned: map[string]bool{}}, func() {
		l.stmts(n.Body)
	})
	params := []star.Expr{ident(mark+"ns", pos), ident(mark+"classcell", pos)}
	l.emit(def(fnPos, name, params, body))

	docExpr := star.Expr(none(pos))
	if hasDoc {
		docExpr = l.text(doc, pos)
	}
	var x star.Expr = intrinsic(pos, "class", str(n.Name.Name, pos), str(s.qualname, pos), ident(name, pos), bases, kwargs, docExpr)
	for j := len(decorators) - 1; j >= 0; j-- {
		x = call(l.at(n.Decorators[j]), decorators[j], x)
	}
	l.emit(assign(l.store(n.Name.Name, pos), x, pos))
	l.bound(n.Name.Name)
}

func (l *lowerer) classKeywords(keywords []*syntax.Keyword, pos star.Position) star.Expr {
	var parts, entries []star.Expr
	seen := map[string]bool{}
	for _, k := range keywords {
		if k.Name != "" {
			if seen[k.Name] {
				l.fail(k, "keyword argument repeated: "+k.Name)
			}
			seen[k.Name] = true
			entries = append(entries, entry(str(k.Name, pos), l.expr(k.Value), pos))
		}
	}
	for _, k := range keywords {
		if k.Name == "" {
			parts = append(parts, l.expr(k.Value))
		}
	}
	named := dict(pos, entries...)
	if len(parts) == 0 {
		return named
	}
	return l.many(pos, "kwargs", append([]star.Expr{named}, parts...))
}
