package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers comprehensions and generator expressions.

// comprehension lowers a list, set or dict comprehension to one of the engine's. If a
// nested function captures a variable of it, it gets a function of its own, so that each
// evaluation has its own variables.
func (l *lowerer) comprehension(e syntax.Expr, gens []*syntax.Comprehension, elt func() star.Expr, curly bool) star.Expr {
	s := l.scopes[e]
	pos := l.at(e)
	first := l.iterable(gens[0].Iter, pos)
	var param string
	if s.captured {
		param = l.temp("it")
	}
	source := first
	if param != "" {
		source = ident(param, pos)
	}
	if param == "" {
		return l.clauses(e, s, e.Extent(), gens, source, elt, curly)
	}
	fn := l.hidden(pos, []star.Expr{ident(param, pos)}, func() star.Expr {
		return l.clauses(e, s, e.Extent(), gens, source, elt, curly)
	})
	return call(pos, fn, first)
}

// clauses makes the engine's comprehension, with first as the first iterable.
func (l *lowerer) clauses(e syntax.Expr, s *scope, span syntax.Span, gens []*syntax.Comprehension, first star.Expr, elt func() star.Expr, curly bool) *star.Comprehension {
	pos := l.at(e)
	outerScope, outerComp := l.scope, l.comp
	if !l.replica {
		s.outerComp, s.callSpan = outerComp, span
	}
	l.scope, l.comp = s, s
	defer func() { l.scope, l.comp = outerScope, outerComp }()

	comp := &star.Comprehension{Curly: curly, Lbrack: pos, Rbrack: pos}
	for i, g := range gens {
		x := first
		if i > 0 {
			x = l.iterable(g.Iter, l.at(e))
		}
		at := l.at(g.Target)
		if i == 0 {
			at = pos
		}
		// Targets that take statements to assign become further clauses.
		var vars star.Expr
		after := l.collect(func() { vars = l.assignTarget(g.Target) })
		comp.Clauses = append(comp.Clauses, &star.ForClause{For: at, Vars: vars, In: at, X: x})
		for _, st := range after {
			as, ok := st.(*star.AssignStmt)
			if !ok {
				l.fail(g.Target, "this target of a comprehension is not supported by mpstar")
			}
			comp.Clauses = append(comp.Clauses, &star.ForClause{For: at, Vars: as.LHS, In: at, X: tuple(at, as.RHS)})
		}
		for _, c := range g.Ifs {
			comp.Clauses = append(comp.Clauses, &star.IfClause{If: l.at(c), Cond: l.test(c)})
		}
	}
	comp.Body = elt()
	return comp
}

// genAsList lowers a generator expression whose elements are all taken at once.
func (l *lowerer) genAsList(e *syntax.GeneratorExp, span syntax.Span) star.Expr {
	s := l.scopes[e]
	pos := l.at(e)
	first := l.iterable(e.Generators[0].Iter, pos)
	elt := func() star.Expr { return l.expr(e.Elt) }
	if !s.captured {
		return l.clauses(e, s, span, e.Generators, first, elt, false)
	}
	param := l.temp("it")
	fn := l.hidden(pos, []star.Expr{ident(param, pos)}, func() star.Expr {
		return l.clauses(e, s, span, e.Generators, ident(param, pos), elt, false)
	})
	return call(pos, fn, first)
}

// generatorExp lowers a generator expression to a generator whose body is a comprehension that
// keeps nothing: ·yield stands in a condition, and returns None.
func (l *lowerer) generatorExp(e *syntax.GeneratorExp) star.Expr {
	s := l.scopes[e]
	pos := l.at(e)
	first := star.Expr(intrinsic(pos, "iter", l.expr(e.Generators[0].Iter)))
	param := l.temp("it")
	i := l.spans.function(e, 0, e.Extent(), l.fn())
	l.describe(i, Function{Kind: Generator, Generator: true, Tree: e})
	l.funcs[i].Name, l.funcs[i].Qualname = s.name, s.qualname
	fnPos := star.MakePosition(&l.spans.file, pos.Line, i)

	outerScope, outerComp, outerFn := l.scope, l.comp, l.fr.fn
	l.scope, l.comp, l.fr.fn = s, nil, i
	comp := &star.Comprehension{Lbrack: pos, Rbrack: pos}
	for j, g := range e.Generators {
		var x star.Expr = ident(param, pos)
		if j > 0 {
			x = l.iterable(g.Iter, l.at(e))
		}
		at := l.at(g.Target)
		var vars star.Expr
		after := l.collect(func() { vars = l.assignTarget(g.Target) })
		comp.Clauses = append(comp.Clauses, &star.ForClause{For: at, Vars: vars, In: at, X: x})
		for _, st := range after {
			as, ok := st.(*star.AssignStmt)
			if !ok {
				l.fail(g.Target, "this target of a comprehension is not supported by mpstar")
			}
			comp.Clauses = append(comp.Clauses, &star.ForClause{For: at, Vars: as.LHS, In: at, X: tuple(at, as.RHS)})
		}
		for _, c := range g.Ifs {
			comp.Clauses = append(comp.Clauses, &star.IfClause{If: l.at(c), Cond: l.test(c)})
		}
	}
	elt := l.at(e.Elt)
	yield := binary(intrinsic(elt, "yield", l.expr(e.Elt)), star.AND, ident("False", elt), elt)
	comp.Clauses = append(comp.Clauses, &star.IfClause{If: elt, Cond: yield})
	comp.Body = none(pos)
	l.scope, l.comp, l.fr.fn = outerScope, outerComp, outerFn

	body := lambda(fnPos, []star.Expr{keyword(param, first, pos)}, comp)
	return intrinsic(pos, "generator", body, str(s.name, pos), str(s.qualname, pos))
}

// anyAll lowers any(... for ...) and all(... for ...): they stop at the first element
// that decides. The loop goes into a function before the statement if no variable of an
// expression around is used in it; otherwise the builtin gets a generator.
func (l *lowerer) anyAll(e *syntax.GeneratorExp, any bool, span syntax.Span, pos star.Position) star.Expr {
	s := l.scopes[e]
	if l.opts.Dynamic {
		return nil // earlier code may have bound the name
	}
	if l.scope != l.fr.stmtScope || l.fr.stmtScope != l.fr.scope || l.scope.kind == lambdaScope || l.scope.kind == classScope {
		return nil
	}
	if !l.simpleTargetsOf(e.Generators) {
		return nil
	}
	first := l.iterable(e.Generators[0].Iter, l.at(e))
	name, param := l.temp("gen"), l.temp("it")
	i := l.spans.function(e, 0, e.Extent(), l.fn())
	l.describe(i, Function{Kind: Generator, Tree: e})
	l.funcs[i].Name, l.funcs[i].Qualname = s.name, s.qualname
	fnPos := star.MakePosition(&l.spans.file, pos.Line, i)

	outerScope, outerComp, outerFn := l.scope, l.comp, l.fr.fn
	l.scope, l.comp, l.fr.fn = s, nil, i
	var loop func(j int) []star.Stmt
	loop = func(j int) []star.Stmt {
		if j == len(e.Generators) {
			cond := l.test(e.Elt)
			at := l.at(e.Elt)
			result := "True"
			if !any {
				cond, result = unary(star.NOT, cond, at), "False"
			}
			return []star.Stmt{ifStmt(at, cond, []star.Stmt{ret(at, ident(result, at))}, nil)}
		}
		g := e.Generators[j]
		at := l.at(g.Target)
		var x star.Expr = ident(param, pos)
		if j > 0 {
			x = l.iterable(g.Iter, l.at(e))
		}
		vars := l.assignTarget(g.Target)
		var conds []star.Expr
		for _, c := range g.Ifs {
			conds = append(conds, l.test(c))
		}
		body := loop(j + 1)
		for k := len(conds) - 1; k >= 0; k-- {
			body = []star.Stmt{ifStmt(l.at(g.Ifs[k]), conds[k], body, nil)}
		}
		return []star.Stmt{forStmt(at, vars, x, body)}
	}
	body := loop(0)
	l.scope, l.comp, l.fr.fn = outerScope, outerComp, outerFn
	otherwise := "False"
	if !any {
		otherwise = "True"
	}
	l.emit(def(fnPos, name, []star.Expr{ident(param, pos)}, append(body, ret(pos, ident(otherwise, pos)))))
	return call(pos, ident(name, pos), first)
}

func (l *lowerer) simpleTargetsOf(gens []*syntax.Comprehension) bool {
	for _, g := range gens {
		var names func(t syntax.Expr) bool
		names = func(t syntax.Expr) bool {
			switch t := t.(type) {
			case *syntax.Ident:
				return true
			case *syntax.Tuple:
				for _, e := range t.Elts {
					if !names(e) {
						return false
					}
				}
				return true
			}
			return false
		}
		if !names(g.Target) {
			return false
		}
	}
	return true
}
