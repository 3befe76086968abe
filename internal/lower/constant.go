package lower

import (
	"strings"

	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file makes the predeclared values that a program uses some of its constants. The engine looks up a predeclared name in a table
// whenever it is read, None and True among them; a constant it has at hand.

// ConstantMark begins the constants that Options.Constants asks to replace; the rest is the predeclared name. No string of a
// script is invalid UTF-8.
const ConstantMark = "\xff"

// MethodMark comes after ConstantMark, and before the name of a method, for a function that calls the method: ·method without its second argument.
const MethodMark = mark + "method."

// constants replaces the predeclared names in a tree, but for ·module, whose call puts the values in place.
func (l *lowerer) constants(tree *star.File) *star.File {
	if !l.opts.Constants {
		return tree
	}
	star.Walk(tree, func(n star.Node) bool {
		l.look.step()
		switch n := n.(type) {
		case *star.File:
			n.Stmts = l.divide(n.Stmts)
		case *star.DefStmt:
			n.Body = l.divide(n.Body)
		case *star.AssignStmt:
			l.keyed(&n.RHS)
			l.augmented(n)
			l.constant(&n.RHS)
		case *star.ExprStmt: // a literal would be a docstring
			unmark(n.X)
		case *star.IfStmt:
			n.True, n.False = l.divide(n.True), l.divide(n.False)
			l.constant(&n.Cond)
		case *star.WhileStmt:
			n.Body = l.divide(n.Body)
			l.constant(&n.Cond)
		case *star.ForStmt:
			n.Body = l.divide(n.Body)
			l.constant(&n.X)
		case *star.ReturnStmt:
			l.constant(&n.Result)
		case *star.CallExpr:
			for i := range n.Args {
				l.keyed(&n.Args[i])
			}
			l.caller(n)
			l.constant(&n.Fn)
			l.constantsOf(n.Args)
		case *star.BinaryExpr:
			l.keyed(&n.X)
			l.vasts[n].read(n)
			switch n.Op {
			case star.EQ: // X is the name of an argument
				l.constant(&n.Y)
			case star.PLUS: // the engine's compiler joins adjacent literals
				unmark(n.X)
				unmark(n.Y)
			default:
				l.constant(&n.X)
				l.constant(&n.Y)
			}
		case *star.UnaryExpr:
			l.constant(&n.X)
		case *star.CondExpr:
			l.constant(&n.Cond)
			l.constant(&n.True)
			l.constant(&n.False)
		case *star.DotExpr:
			l.vasts[n].room(&n.X, n.Dot)
			l.constant(&n.X)
		case *star.IndexExpr:
			l.vasts[n].room(&n.X, n.Lbrack)
			l.keyed(&n.Y)
			l.constant(&n.X)
			l.constant(&n.Y)
		case *star.SliceExpr:
			l.vasts[n].room(&n.X, n.Lbrack)
			l.constant(&n.X)
			l.constant(&n.Lo)
			l.constant(&n.Hi)
			l.constant(&n.Step)
		case *star.ListExpr:
			l.constantsOf(n.List)
		case *star.TupleExpr:
			l.constantsOf(n.List)
		case *star.DictEntry:
			l.keyed(&n.Key)
			l.constant(&n.Key)
			l.constant(&n.Value)
		case *star.LambdaExpr:
			l.constant(&n.Body)
		case *star.ParenExpr:
			l.constant(&n.X)
		case *star.Comprehension:
			if x, ok := n.Body.(star.Expr); ok {
				l.constant(&x)
				n.Body = x
			}
		case *star.ForClause:
			l.constant(&n.X)
		case *star.IfClause:
			l.constant(&n.Cond)
		}
		return true
	})
	return tree
}

func (l *lowerer) constantsOf(list []star.Expr) {
	for i := range list {
		l.constant(&list[i])
	}
}

// unmark makes a builtin an ordinary predeclared name again.
func unmark(x star.Expr) {
	if id, ok := x.(*star.Ident); ok {
		id.Name = strings.TrimPrefix(id.Name, ConstantMark)
	}
}

func (l *lowerer) constant(x *star.Expr) {
	id, ok := (*x).(*star.Ident)
	if !ok {
		return
	}
	name, builtin := strings.CutPrefix(id.Name, ConstantMark)
	switch {
	case builtin:
	case l.dialect == syntax.Python && (name == "None" || name == "True" || name == "False"):
	case strings.HasPrefix(name, mark) && name != mark+"module" && l.opts.IsPredeclared(name):
	default:
		return
	}
	*x = str(ConstantMark+name, id.NamePos)
}
