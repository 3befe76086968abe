package lower

import (
	"strings"

	star "go.starlark.net/syntax"
)

// This file looks at the engine's tree for quick.go: which names there are in a part of it, and what package quick can run.

// Assigned calls f with the names that statements bind, those in functions and comprehensions in them aside.
func Assigned(list []star.Stmt, f func(name string)) {
	var target func(x star.Expr)
	target = func(x star.Expr) {
		switch x := x.(type) {
		case *star.Ident:
			f(x.Name)
		case *star.TupleExpr:
			for _, e := range x.List {
				target(e)
			}
		case *star.ListExpr:
			for _, e := range x.List {
				target(e)
			}
		case *star.ParenExpr:
			target(x.X)
		}
	}
	for _, s := range list {
		switch s := s.(type) {
		case *star.AssignStmt:
			target(s.LHS)
		case *star.ForStmt:
			target(s.Vars)
			Assigned(s.Body, f)
		case *star.WhileStmt:
			Assigned(s.Body, f)
		case *star.IfStmt:
			Assigned(s.True, f)
			Assigned(s.False, f)
		case *star.DefStmt:
			f(s.Name.Name)
		case *star.LoadStmt:
			for _, id := range s.To {
				f(id.Name)
			}
		}
	}
}

// paramName returns the name of a parameter; plain says that it is positional without default.
func paramName(p star.Expr) (name string, plain bool) {
	switch p := p.(type) {
	case *star.Ident:
		return p.Name, true
	case *star.BinaryExpr:
		if id, ok := p.X.(*star.Ident); ok {
			return id.Name, false
		}
	case *star.UnaryExpr:
		if id, ok := p.X.(*star.Ident); ok {
			return id.Name, false
		}
	}
	return "", false
}

// identifiers calls f with the names of the variables that a part of a program refers to, those of comprehensions in it aside.
func identifiers(n star.Node, f func(name string)) {
	var visit func(n star.Node, hidden map[string]bool)
	visit = func(n star.Node, hidden map[string]bool) {
		star.Walk(n, func(m star.Node) bool {
			switch m := m.(type) {
			case *star.Ident:
				if !hidden[m.Name] {
					f(m.Name)
				}
			case *star.DotExpr:
				visit(m.X, hidden)
				return false
			case *star.BinaryExpr:
				if m.Op == star.EQ { // a keyword argument
					visit(m.Y, hidden)
					return false
				}
			case *star.Comprehension:
				inner := map[string]bool{}
				for name := range hidden {
					inner[name] = true
				}
				for i, c := range m.Clauses {
					if fc, ok := c.(*star.ForClause); ok {
						if i == 0 {
							visit(fc.X, hidden)
						}
						Assigned([]star.Stmt{&star.AssignStmt{LHS: fc.Vars}}, func(name string) { inner[name] = true })
					}
				}
				for i, c := range m.Clauses {
					switch c := c.(type) {
					case *star.ForClause:
						if i > 0 {
							visit(c.X, inner)
						}
						visitTargets(c.Vars, func(x star.Expr) { visit(x, inner) })
					case *star.IfClause:
						visit(c.Cond, inner)
					}
				}
				visit(m.Body, inner)
				return false
			case *star.DefStmt: // ·gen: its variables are its own
				inner := map[string]bool{}
				for name := range hidden {
					inner[name] = true
				}
				for _, p := range m.Params {
					if name, _ := paramName(p); name != "" {
						inner[name] = true
					}
				}
				Assigned(m.Body, func(name string) { inner[name] = true })
				for _, st := range m.Body {
					visit(st, inner)
				}
				return false
			}
			return true
		})
	}
	visit(n, nil)
}

// visitTargets calls f for the expressions in what is assigned to: x and i of x[i].
func visitTargets(x star.Expr, f func(star.Expr)) {
	switch x := x.(type) {
	case *star.TupleExpr:
		for _, e := range x.List {
			visitTargets(e, f)
		}
	case *star.ListExpr:
		for _, e := range x.List {
			visitTargets(e, f)
		}
	case *star.ParenExpr:
		visitTargets(x.X, f)
	case *star.IndexExpr, *star.DotExpr:
		f(x)
	}
}

func returns(list []star.Stmt) bool {
	found := false
	for _, st := range list {
		star.Walk(st, func(n star.Node) bool {
			switch n.(type) {
			case *star.ReturnStmt:
				found = true
			case *star.DefStmt:
				return false
			}
			return !found
		})
	}
	return found
}

// functionsIn calls f with the functions in statements, but for those that are part of an expression: see inline.
func functionsIn(list []star.Stmt, f func(n star.Node)) {
	for _, st := range list {
		star.Walk(st, func(n star.Node) bool {
			switch n := n.(type) {
			case *star.DefStmt:
				f(n)
				return false
			case *star.LambdaExpr:
				f(n)
				return false
			}
			return true
		})
	}
}

func mentions(list []star.Stmt, name string) bool {
	found := false
	for _, st := range list {
		star.Walk(st, func(n star.Node) bool {
			if id, ok := n.(*star.Ident); ok && id.Name == name {
				found = true
			}
			return !found
		})
	}
	return found
}

// IsInline reports whether a function is part of an expression, made by any(... for ...) or all(... for ...), and called where it stands.
func IsInline(d *star.DefStmt) bool { return strings.HasPrefix(d.Name.Name, mark+"gen") }

// inlineNames calls f with the names of the functions in statements that are parts of expressions.
func inlineNames(list []star.Stmt, f func(name string)) {
	for _, st := range list {
		star.Walk(st, func(n star.Node) bool {
			if d, ok := n.(*star.DefStmt); ok && IsInline(d) {
				f(d.Name.Name)
			}
			return true
		})
	}
}

// supported reports whether package quick can run statements.
func supported(list []star.Stmt) bool {
	ok := true
	var visit func(n star.Node) bool
	visit = func(n star.Node) bool {
		switch n := n.(type) {
		case *star.LambdaExpr, *star.LoadStmt:
			ok = false
		case *star.DefStmt:
			if !IsInline(n) {
				ok = false
			}
		case *star.Comprehension:
			_, entry := n.Body.(*star.DictEntry)
			ok = ok && n.Curly == entry
		}
		return ok
	}
	for _, st := range list {
		star.Walk(st, visit)
	}
	return ok
}

// pays reports whether statements have a loop, or calls of the function called self, that package quick makes faster: one with arithmetic, comparisons or items.
// What only calls others is as fast in the engine.
func pays(list []star.Stmt, self string) bool {
	for _, st := range list {
		found := false
		star.Walk(st, func(n star.Node) bool {
			switch n := n.(type) {
			case *star.ForStmt:
				found = found || computes(n.Body)
			case *star.WhileStmt:
				found = found || computes(n.Body) || computes([]star.Stmt{&star.ExprStmt{X: n.Cond}})
			case *star.Comprehension:
				found = found || computesIn(n)
			}
			return !found
		})
		if found {
			return true
		}
	}
	return self != "" && mentions(list, self) && computes(list)
}

func computes(list []star.Stmt) bool {
	for _, st := range list {
		if computesIn(st) {
			return true
		}
	}
	return false
}

func computesIn(n star.Node) bool {
	found := false
	star.Walk(n, func(n star.Node) bool {
		switch n := n.(type) {
		case *star.AssignStmt:
			found = found || n.Op != star.EQ
		case *star.BinaryExpr:
			found = found || n.Op != star.EQ && n.Op != star.AND && n.Op != star.OR
		case *star.IndexExpr:
			found = true
		case *star.CallExpr:
			if id, ok := n.Fn.(*star.Ident); ok {
				switch strings.TrimPrefix(id.Name, ConstantMark) {
				case mark + "binary", mark + "inplace", mark + "mul", mark + "mod", mark + "pow", mark + "compare", mark + "getitem", mark + "getslice":
					found = true
				}
			}
		}
		return !found
	})
	return found
}
