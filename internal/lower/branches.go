package lower

import (
	"fmt"

	star "go.starlark.net/syntax"
)

// This file counts the branches of functions. The engine's compiler follows a function's jumps by recursion, with 224 bytes of stack for each piece of code between
// two of them, and Go ends a program one of whose stacks would have 1 GB.

const (
	// maxBranches is how many branches a function may have: with 4 pieces each they are 230 MB of stack.
	maxBranches = 1 << 18
	// branchText is less than the text of any branch.
	branchText = 2
)

// countBranches refuses a tree that has a function with too many branches.
func (l *lowerer) countBranches(tree *star.File) {
	size := 0
	for _, line := range l.analysis.file.Source.Lines {
		size += len(line) + 1
	}
	if size/branchText < maxBranches {
		return
	}
	l.branchesOf(tree, new(int))
}

// branchesOf adds the branches of a node of a function to n. Those of the functions in it are counted apart.
func (l *lowerer) branchesOf(root star.Node, n *int) {
	star.Walk(root, func(node star.Node) bool {
		l.look.step()
		switch x := node.(type) {
		case *star.DefStmt, *star.LambdaExpr:
			if node != root {
				l.branchesOf(node, new(int))
				return false
			}
		case *star.BinaryExpr:
			if x.Op == star.AND || x.Op == star.OR {
				l.branch(x.OpPos, n)
			}
		case *star.IfStmt:
			l.branch(x.If, n)
		case *star.CondExpr:
			l.branch(x.If, n)
		case *star.WhileStmt:
			l.branch(x.While, n)
		case *star.ForStmt:
			l.branch(x.For, n)
		case *star.ForClause:
			l.branch(x.For, n)
		case *star.IfClause:
			l.branch(x.If, n)
		}
		return true
	})
}

func (l *lowerer) branch(pos star.Position, n *int) {
	if *n++; *n > maxBranches {
		span, _ := l.spans.span(pos.Col)
		l.fail(span, fmt.Sprintf("too many branches in one function (more than %d)", maxBranches))
	}
}
