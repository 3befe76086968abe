package lower

import (
	"strings"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file finds out which expressions may be bools. To the engine bools are no numbers, so arithmetic
// with such an operand goes through ·binary. All others stay native. Where bools get to in a file, through variables,
// parameters, attributes and containers, is in flow.go.

// isPredicate reports whether name is one of the methods and builtins that return a bool: those below, and those whose names begin with "is".
func isPredicate(name string) bool {
	switch name {
	case "bool", "callable", "any", "all", "hasattr", "startswith", "endswith", "acquire", "locked", "wait",
		"wait_for", "empty", "full", "poll", "ready", "successful", "exists", "cancel", "cancelled", "done",
		"running":
		return true
	}
	return strings.HasPrefix(name, "is")
}

// maxBoolDepth bounds how deep an expression is looked into, and maxBoolElements how many elements of a display.
const (
	maxBoolDepth    = 8
	maxBoolElements = 1000
)

// mayBeBool reports whether the source shows that an expression may be a bool.
func (a *analysis) mayBeBool(e syntax.Expr, s *scope) bool {
	switch e.(type) {
	case *syntax.Int, *syntax.Float, *syntax.Str, *syntax.JoinedStr, *syntax.List, *syntax.Tuple:
		return false
	}
	return a.boolFacts().boolish(e, s, maxBoolDepth)
}

// boolish reports whether an expression's value may be a bool.
func (f *boolFacts) boolish(e syntax.Expr, s *scope, depth int) bool {
	if depth--; depth < 0 {
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
		return f.anyBoolish(e.Values, s, depth)
	case *syntax.IfExp:
		return f.boolish(e.Body, s, depth) || f.boolish(e.OrElse, s, depth)
	case *syntax.NamedExpr:
		return f.boolish(e.Value, s, depth)
	case *syntax.BinOp:
		switch e.Op {
		case syntax.BitAnd, syntax.BitOr, syntax.BitXor:
			return f.boolish(e.X, s, depth) && f.boolish(e.Y, s, depth)
		}
	case *syntax.Ident:
		return f.symbols[s.resolve(mangle(s.class, e.Name))].value
	case *syntax.Attribute:
		return f.attrs[e.Name].value
	case *syntax.Subscript:
		_, slice := e.Index.(*syntax.Slice)
		return !slice && f.holds(e.X, s, depth)
	case *syntax.Call:
		return f.callBoolish(e, s, depth)
	}
	return false
}

func (f *boolFacts) anyBoolish(list []syntax.Expr, s *scope, depth int) bool {
	for _, x := range list {
		if f.boolish(x, s, depth) {
			return true
		}
	}
	return false
}

func (f *boolFacts) callBoolish(e *syntax.Call, s *scope, depth int) bool {
	switch fn := e.Fn.(type) {
	case *syntax.Attribute:
		switch fn.Name {
		case "get", "pop", "popleft", "setdefault", "__getitem__":
			return f.holds(fn.X, s, depth) || len(e.Args) > 1 && f.boolish(e.Args[1], s, depth)
		}
		return isPredicate(fn.Name) || f.methods[fn.Name].value
	case *syntax.Ident:
		sym := s.resolve(mangle(s.class, fn.Name))
		if sym != nil {
			return f.results[sym].value
		}
		switch fn.Name {
		case "min", "max", "next":
			for _, x := range e.Args {
				if f.boolish(x, s, depth) || f.holds(x, s, depth) {
					return true
				}
			}
		}
		return isPredicate(fn.Name)
	}
	return false
}

// holds reports whether an expression's value may be a container of bools, or an iterator over some, at any depth.
func (f *boolFacts) holds(e syntax.Expr, s *scope, depth int) bool {
	if depth--; depth < 0 {
		return false
	}
	switch e := e.(type) {
	case *syntax.List:
		return f.anyHeld(e.Elts, s, depth)
	case *syntax.Tuple:
		return f.anyHeld(e.Elts, s, depth)
	case *syntax.Set:
		return f.anyHeld(e.Elts, s, depth)
	case *syntax.Dict:
		return f.anyHeld(e.Keys, s, depth) || f.anyHeld(e.Values, s, depth)
	case *syntax.ListComp:
		return f.held(e.Elt, f.scopes[e], depth)
	case *syntax.SetComp:
		return f.held(e.Elt, f.scopes[e], depth)
	case *syntax.GeneratorExp:
		return f.held(e.Elt, f.scopes[e], depth)
	case *syntax.DictComp:
		return f.held(e.Key, f.scopes[e], depth) || f.held(e.Value, f.scopes[e], depth)
	case *syntax.Starred:
		return f.holds(e.X, s, depth)
	case *syntax.Ident:
		return f.symbols[s.resolve(mangle(s.class, e.Name))].held
	case *syntax.Attribute:
		return f.attrs[e.Name].held
	case *syntax.Subscript:
		return f.holds(e.X, s, depth)
	case *syntax.BinOp:
		return f.holds(e.X, s, depth) || f.holds(e.Y, s, depth)
	case *syntax.BoolOp:
		for _, x := range e.Values {
			if f.holds(x, s, depth) {
				return true
			}
		}
	case *syntax.IfExp:
		return f.holds(e.Body, s, depth) || f.holds(e.OrElse, s, depth)
	case *syntax.Call:
		return f.callHolds(e, s, depth)
	}
	return false
}

// held reports whether a container that has an expression's value holds a bool.
func (f *boolFacts) held(e syntax.Expr, s *scope, depth int) bool {
	return e != nil && (f.boolish(e, s, depth) || f.holds(e, s, depth))
}

func (f *boolFacts) anyHeld(list []syntax.Expr, s *scope, depth int) bool {
	for _, x := range list[:min(len(list), maxBoolElements)] {
		if f.held(x, s, depth) {
			return true
		}
	}
	return false
}

// isMaker reports whether name is that of a builtin whose results have the elements of what they are given.
func isMaker(name string) bool {
	switch name {
	case "list", "tuple", "set", "frozenset", "dict", "sorted", "reversed", "iter", "enumerate", "zip", "map",
		"filter":
		return true
	}
	return false
}

func (f *boolFacts) callHolds(e *syntax.Call, s *scope, depth int) bool {
	mapped := false
	switch fn := e.Fn.(type) {
	case *syntax.Attribute:
		switch fn.Name {
		case "items", "values", "keys", "copy", "get", "pop":
			return f.holds(fn.X, s, depth)
		}
		if f.methods[fn.Name].held {
			return true
		}
		mapped = strings.Contains(fn.Name, "map")
	case *syntax.Ident:
		sym := s.resolve(mangle(s.class, fn.Name))
		if sym != nil {
			return f.results[sym].held
		}
		if !isMaker(fn.Name) {
			return false
		}
		for _, x := range e.Args {
			if f.holds(x, s, depth) {
				return true
			}
		}
		mapped = fn.Name == "map"
	}
	return mapped && len(e.Args) > 0 && f.returnsBool(e.Args[0], s, depth)
}

// returnsBool reports whether calling an expression's value may give a bool, or a container of some.
func (f *boolFacts) returnsBool(e syntax.Expr, s *scope, depth int) bool {
	switch e := e.(type) {
	case *syntax.Ident:
		if sym := s.resolve(mangle(s.class, e.Name)); sym != nil {
			return f.results[sym] != boolFact{}
		}
		return isPredicate(e.Name)
	case *syntax.Attribute:
		return isPredicate(e.Name) || f.methods[e.Name] != boolFact{}
	case *syntax.Lambda:
		return f.held(e.Body, f.scopes[e], depth)
	}
	return false
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
