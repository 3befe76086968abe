package lower

import (
	"go.starlark.net/resolve"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// freeNames returns the names of a resolved function's free variables.
func freeNames(function any) []string {
	fn, ok := function.(*resolve.Function)
	if !ok {
		return nil
	}
	names := make([]string, len(fn.FreeVars))
	for i, b := range fn.FreeVars {
		names[i] = b.First.Name
	}
	return names
}

// replicaFile makes the program that defines the file's functions and runs nothing: a factory per
// function, called with the free variables and defaults of a function in a snapshot, and then the
// static globals.
func (l *lowerer) replicaFile(records []*funcRecord) *star.File {
	l.replica = true
	l.fr = &frame{scope: l.module, block: l.module.root}
	pos := l.start()
	body := l.collect(func() {
		var entries []star.Expr
		for _, rec := range records {
			name := l.temp("factory")
			l.emit(def(pos, name, nil, l.factory(rec, pos)))
			entries = append(entries, entry(integer(int64(rec.fn.Index), pos), ident(name, pos), pos))
		}
		l.emit(exprStmt(intrinsic(pos, "factories", dict(pos, entries...))))
		for _, sym := range l.module.order {
			if !sym.bound || sym.dynamic {
				continue
			}
			cond := intrinsic(pos, "has", str(sym.name, pos))
			value := intrinsic(pos, "global", str(sym.name, pos))
			l.emit(ifStmt(pos, cond, []star.Stmt{assign(ident(sym.name, pos), value, pos)}, nil))
		}
	})
	stmts := l.prologue(pos)
	return &star.File{Path: l.spans.file, Stmts: append(stmts, body...), Options: fileOptions}
}

// factory makes the body of a function's factory. The function's free variables are locals of
// the factory, which get their values once the function can be referred to.
func (l *lowerer) factory(rec *funcRecord, pos star.Position) []star.Stmt {
	free := rec.fn.Free
	vars := make([]star.Expr, len(free))
	for i, name := range free {
		vars[i] = ident(name, pos)
	}
	made := mark + "made_"
	outerFrame, outerScope := l.fr, l.scope
	l.fr, l.scope = &frame{scope: rec.scope.parent, block: rec.scope.defBlock, fn: rec.outer}, rec.scope.parent
	l.comp = rec.comp
	l.emit(declare(vars, pos)...)
	switch n := rec.node.(type) {
	case *syntax.FunctionDef:
		// Not under its own name, which in its body means something else: a global, or a free variable.
		name := defMark + n.Name.Name
		l.emit(l.def(n, name))
		l.emit(assign(ident(made, pos), ident(name, pos), pos))
	case *syntax.Lambda:
		x := l.lambda(n)
		l.emit(assign(ident(made, pos), x, pos))
	}
	l.emit(exprStmt(intrinsic(pos, "made", ident(made, pos))))
	for _, name := range free {
		get := assign(ident(name, pos), intrinsic(pos, "free", str(name, pos)), pos)
		l.emit(ifStmt(pos, intrinsic(pos, "hasfree", str(name, pos)), []star.Stmt{get}, nil))
	}
	l.emit(ret(pos, ident(made, pos)))
	out := l.fr.out
	l.fr, l.scope, l.comp = outerFrame, outerScope, nil
	return out
}
