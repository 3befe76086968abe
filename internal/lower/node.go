package lower

import (
	"math/big"

	star "go.starlark.net/syntax"
)

// This file has constructors for the engine's nodes.

// mark begins every name that lowering invents; defMark the engine names of functions whose own name
// is no variable of the engine. Literals are numbered in each program on its own, so those of a replica
// have names that its main program does not: statics go from one to the other by name.
const (
	mark               = "·"
	literalMark        = mark + "t"
	replicaLiteralMark = literalMark + "r"
	defMark            = "·."
)

func ident(name string, pos star.Position) *star.Ident {
	return &star.Ident{Name: name, NamePos: pos}
}

func call(pos star.Position, fn star.Expr, args ...star.Expr) *star.CallExpr {
	return &star.CallExpr{Fn: fn, Lparen: pos, Args: args, Rparen: pos}
}

// intrinsic makes a call of the predeclared function "·"+name.
func intrinsic(pos star.Position, name string, args ...star.Expr) *star.CallExpr {
	return call(pos, ident(mark+name, pos), args...)
}

func dot(x star.Expr, name string, pos star.Position) *star.DotExpr {
	return &star.DotExpr{X: x, Dot: pos, NamePos: pos, Name: ident(name, pos)}
}

func index(x, i star.Expr, pos star.Position) *star.IndexExpr {
	return &star.IndexExpr{X: x, Lbrack: pos, Y: i, Rbrack: pos}
}

func binary(x star.Expr, op star.Token, y star.Expr, pos star.Position) *star.BinaryExpr {
	return &star.BinaryExpr{X: x, OpPos: pos, Op: op, Y: y}
}

func unary(op star.Token, x star.Expr, pos star.Position) *star.UnaryExpr {
	return &star.UnaryExpr{OpPos: pos, Op: op, X: x}
}

func str(s string, pos star.Position) *star.Literal {
	return &star.Literal{Token: star.STRING, TokenPos: pos, Value: s}
}

func integer(i int64, pos star.Position) *star.Literal {
	return &star.Literal{Token: star.INT, TokenPos: pos, Value: i}
}

func bigInteger(i *big.Int, pos star.Position) *star.Literal {
	if i.IsInt64() {
		return integer(i.Int64(), pos)
	}
	return &star.Literal{Token: star.INT, TokenPos: pos, Value: i}
}

func none(pos star.Position) *star.Ident { return ident("None", pos) }

func tuple(pos star.Position, elems ...star.Expr) *star.TupleExpr {
	return &star.TupleExpr{Lparen: pos, List: elems, Rparen: pos}
}

func list(pos star.Position, elems ...star.Expr) *star.ListExpr {
	return &star.ListExpr{Lbrack: pos, List: elems, Rbrack: pos}
}

func dict(pos star.Position, entries ...star.Expr) *star.DictExpr {
	return &star.DictExpr{Lbrace: pos, List: entries, Rbrace: pos}
}

func entry(k, v star.Expr, pos star.Position) *star.DictEntry {
	return &star.DictEntry{Key: k, Colon: pos, Value: v}
}

func lambda(pos star.Position, params []star.Expr, body star.Expr) *star.LambdaExpr {
	return &star.LambdaExpr{Lambda: pos, Params: params, Body: body}
}

func assign(lhs, rhs star.Expr, pos star.Position) *star.AssignStmt {
	return &star.AssignStmt{OpPos: pos, Op: star.EQ, LHS: lhs, RHS: rhs}
}

func exprStmt(x star.Expr) *star.ExprStmt { return &star.ExprStmt{X: x} }

func ifStmt(pos star.Position, cond star.Expr, then, els []star.Stmt) *star.IfStmt {
	if len(then) == 0 {
		then = []star.Stmt{pass(pos)}
	}
	return &star.IfStmt{If: pos, Cond: cond, True: then, ElsePos: pos, False: els}
}

func ret(pos star.Position, x star.Expr) *star.ReturnStmt {
	return &star.ReturnStmt{Return: pos, Result: x}
}

func pass(pos star.Position) *star.BranchStmt {
	return &star.BranchStmt{Token: star.PASS, TokenPos: pos}
}

func forStmt(pos star.Position, vars, x star.Expr, body []star.Stmt) *star.ForStmt {
	if len(body) == 0 {
		body = []star.Stmt{pass(pos)}
	}
	return &star.ForStmt{For: pos, Vars: vars, X: x, Body: body}
}

func def(pos star.Position, name string, params []star.Expr, body []star.Stmt) *star.DefStmt {
	if len(body) == 0 {
		body = []star.Stmt{pass(pos)}
	}
	return &star.DefStmt{Def: pos, Name: ident(name, pos), Lparen: pos, Params: params, Rparen: pos, Body: body}
}

// starArg and starStarArg are *x and **x, as arguments or parameters.
func starArg(x star.Expr, pos star.Position) star.Expr     { return unary(star.STAR, x, pos) }
func starStarArg(x star.Expr, pos star.Position) star.Expr { return unary(star.STARSTAR, x, pos) }

// keyword is name=x, as an argument or a parameter.
func keyword(name string, x star.Expr, pos star.Position) star.Expr {
	return binary(ident(name, pos), star.EQ, x, pos)
}

// bind evaluates exprs once, in order, and then body, in which names stand for them. It is
// a comprehension over one tuple, which costs no function call.
func bind(names []string, exprs []star.Expr, body star.Expr, pos star.Position) star.Expr {
	var vars, x star.Expr
	if len(names) == 1 {
		vars, x = ident(names[0], pos), exprs[0]
	} else {
		elems := make([]star.Expr, len(names))
		for i, name := range names {
			elems[i] = ident(name, pos)
		}
		vars, x = tuple(pos, elems...), tuple(pos, exprs...)
	}
	comp := &star.Comprehension{
		Lbrack: pos, Rbrack: pos, Body: body,
		Clauses: []star.Node{&star.ForClause{For: pos, Vars: vars, In: pos, X: tuple(pos, x)}},
	}
	return index(comp, integer(0, pos), pos)
}
