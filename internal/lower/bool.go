package lower

import (
	"strings"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file finds out which expressions may be bools. To the engine bools are no numbers, so arithmetic
// with such an operand goes through ·binary. All others stay native.

// predicates are methods and builtins that return a bool, besides those whose names begin with "is".
var predicates = map[string]bool{
	"bool": true, "callable": true, "any": true, "all": true, "hasattr": true,
	"startswith": true, "endswith": true, "acquire": true, "locked": true, "wait": true, "wait_for": true, "empty": true, "full": true,
	"poll": true, "ready": true, "successful": true, "exists": true, "cancel": true, "cancelled": true, "done": true, "running": true,
}

func isPredicate(name string) bool { return strings.HasPrefix(name, "is") || predicates[name] }

// maxBoolDepth bounds how far a value is followed through variables and calls.
const maxBoolDepth = 8

// mayBeBool reports whether the source shows that an expression may be a bool: by its form, by what is
// assigned to the variable that it is, or by what the function that it calls returns.
func (a *analysis) mayBeBool(e syntax.Expr, s *scope) bool { return a.boolish(e, s, maxBoolDepth) }

func (a *analysis) boolish(e syntax.Expr, s *scope, depth int) bool {
	if depth == 0 {
		return false
	}
	switch e := e.(type) {
	case *syntax.Constant:
		return e.Kind == syntax.True || e.Kind == syntax.False
	case *syntax.Compare:
		return true
	case *syntax.UnaryOp:
		return e.Op == syntax.Not
	case *syntax.BoolOp:
		for _, v := range e.Values {
			if a.boolish(v, s, depth) {
				return true
			}
		}
	case *syntax.IfExp:
		return a.boolish(e.Body, s, depth-1) || a.boolish(e.OrElse, s, depth-1)
	case *syntax.NamedExpr:
		return a.boolish(e.Value, s, depth)
	case *syntax.Ident:
		sym := s.resolve(mangle(s.class, e.Name))
		if sym == nil {
			return false
		}
		for _, src := range sym.sources {
			if src.kind == fromValue && a.boolish(src.expr, src.scope, depth-1) {
				return true
			}
		}
	case *syntax.Call:
		switch fn := e.Fn.(type) {
		case *syntax.Attribute:
			return isPredicate(fn.Name)
		case *syntax.Ident:
			sym := s.resolve(mangle(s.class, fn.Name))
			if sym == nil {
				return isPredicate(fn.Name)
			}
			for _, def := range a.defsOf(sym) {
				if a.returnsBool(def, depth-1) {
					return true
				}
			}
		}
	}
	return false
}

// defsOf returns the def statements that bind a symbol.
func (a *analysis) defsOf(sym *symbol) []*syntax.FunctionDef {
	if !sym.defs {
		return nil
	}
	if a.defs == nil {
		a.defs = make(map[*symbol][]*syntax.FunctionDef)
		for n, s := range a.scopes {
			if def, ok := n.(*syntax.FunctionDef); ok && s.parent != nil {
				if bound := s.parent.resolve(mangle(s.parent.class, def.Name.Name)); bound != nil {
					a.defs[bound] = append(a.defs[bound], def)
				}
			}
		}
	}
	return a.defs[sym]
}

func (a *analysis) returnsBool(def *syntax.FunctionDef, depth int) bool {
	if known, ok := a.bools[def]; ok {
		return known
	}
	if a.bools == nil {
		a.bools = make(map[*syntax.FunctionDef]bool)
	}
	a.bools[def] = false // while it is being found out: a function that calls itself adds nothing
	s := a.scopes[def]
	found := false
	eachReturn(def.Body, func(x syntax.Expr) {
		found = found || a.boolish(x, s, depth)
	})
	a.bools[def] = found
	return found
}

// eachReturn calls f with the values of the return statements of a function's own body.
func eachReturn(body []syntax.Stmt, f func(x syntax.Expr)) {
	for _, stmt := range body {
		switch stmt := stmt.(type) {
		case *syntax.Return:
			if stmt.Value != nil {
				f(stmt.Value)
			}
		case *syntax.If:
			// An elif is an If alone in Else, and there may be thousands.
			for stmt != nil {
				eachReturn(stmt.Body, f)
				next := stmt
				stmt = nil
				if len(next.Else) == 1 {
					stmt, _ = next.Else[0].(*syntax.If)
				}
				if stmt == nil {
					eachReturn(next.Else, f)
				}
			}
		case *syntax.For:
			eachReturn(stmt.Body, f)
			eachReturn(stmt.Else, f)
		case *syntax.While:
			eachReturn(stmt.Body, f)
			eachReturn(stmt.Else, f)
		case *syntax.With:
			eachReturn(stmt.Body, f)
		case *syntax.Match:
			for _, c := range stmt.Cases {
				eachReturn(c.Body, f)
			}
		case *syntax.Try:
			eachReturn(stmt.Body, f)
			for _, h := range stmt.Handlers {
				eachReturn(h.Body, f)
			}
			eachReturn(stmt.Else, f)
			eachReturn(stmt.Finally, f)
		}
	}
}
