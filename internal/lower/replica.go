package lower

import (
	"slices"
	"sort"

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

// A Plain function is one that a def statement of the module itself binds to a static global, without
// decorators and free variables, and with no defaults but literals: a replica can define it as the file does.
type Plain struct {
	Name  string
	Index int32
}

// Plain returns the plain functions of the file. If a name is bound by several defs the last counts.
func (c *Code) Plain() []Plain { return c.plain }

// PlainIndex returns which of them the function with this index is.
func (c *Code) PlainIndex(index int32) (i int, ok bool) {
	i = sort.Search(len(c.plain), func(i int) bool { return c.plain[i].Index >= index })
	return i, i < len(c.plain) && c.plain[i].Index == index
}

// IsPlain reports whether the function with this index is one of them.
func (c *Code) IsPlain(index int32) bool {
	_, ok := c.PlainIndex(index)
	return ok
}

// plainFunctions finds the records of plain functions, in the order of the source.
func (l *lowerer) plainFunctions(records []*funcRecord) []*funcRecord {
	l.fr, l.scope = &frame{scope: l.module, block: l.module.root}, l.module
	byNode := make(map[syntax.Node]*funcRecord, len(records))
	for _, rec := range records {
		byNode[rec.node] = rec
	}
	last := make(map[string]*funcRecord)
	for _, stmt := range l.analysis.file.Body {
		n, ok := stmt.(*syntax.FunctionDef)
		if !ok {
			continue
		}
		r, rec := l.lookup(n.Name.Name), byNode[n]
		a := n.Args
		if r.kind == refPlain && rec != nil && len(n.Decorators) == 0 && literals(a.Defaults) && literals(a.KwDefaults) && len(rec.fn.Free) == 0 {
			last[n.Name.Name] = rec
		} else {
			delete(last, n.Name.Name)
		}
	}
	var plain []*funcRecord
	for _, rec := range records {
		if n, ok := rec.node.(*syntax.FunctionDef); ok && last[n.Name.Name] == rec {
			plain = append(plain, rec)
		}
	}
	return plain
}

// literals reports whether defaults are immutable values that stand in the source.
func literals(defaults []syntax.Expr) bool {
	for _, d := range defaults {
		switch d.(type) {
		case nil, *syntax.Int, *syntax.Float, *syntax.Str, *syntax.Bytes, *syntax.Constant:
		default:
			return false
		}
	}
	return true
}

// replicaFile makes the program that defines the file's functions and runs nothing: a function that
// makes the factory of the function with a given index, the plain functions as the file defines them
// if the snapshot says that they are what their names are bound to, and the other static globals.
func (l *lowerer) replicaFile(records []*funcRecord) *star.File {
	plain := l.plainFunctions(records)
	l.replica = true
	l.fr, l.scope = &frame{scope: l.module, block: l.module.root}, l.module
	pos := l.start()
	body := l.collect(func() {
		byIndex := slices.Clone(records)
		slices.SortFunc(byIndex, func(a, b *funcRecord) int { return int(a.fn.Index) - int(b.fn.Index) })
		maker := mark + "maker"
		l.emit(def(pos, maker, []star.Expr{ident(mark+"i", pos)}, l.choose(byIndex, pos)))
		l.emit(exprStmt(intrinsic(pos, "factories", ident(maker, pos))))
		isPlain := make(map[string]bool)
		if len(plain) > 0 {
			defs := l.collect(func() {
				for _, rec := range plain {
					n := rec.node.(*syntax.FunctionDef)
					isPlain[rec.fn.Name] = true
					l.ownDefaults = true
					l.emit(l.def(n, n.Name.Name))
					l.ownDefaults = false
				}
			})
			slow := l.collect(func() {
				if l.opts.Direct {
					return
				}
				for _, rec := range plain {
					l.global(rec.fn.Name, pos)
				}
			})
			l.emit(ifStmt(pos, intrinsic(pos, "plain"), defs, slow))
		}
		var others []star.Expr
		for _, sym := range l.module.order {
			if !sym.bound || sym.dynamic || isPlain[sym.name] {
				continue
			}
			if l.opts.Direct {
				others = append(others, ident(sym.name, pos))
			} else {
				l.global(sym.name, pos)
			}
		}
		if len(others) > 0 {
			// Never executed: it makes the names variables of the program.
			l.emit(ifStmt(pos, none(pos), []star.Stmt{assign(tuple(pos, others...), none(pos), pos)}, nil))
		}
	})
	stmts := l.prologue(pos)
	return &star.File{Path: l.spans.file, Stmts: append(stmts, body...), Options: fileOptions}
}

// global sets a static global to its value in the snapshot, if it has one.
func (l *lowerer) global(name string, pos star.Position) {
	set := assign(ident(name, pos), intrinsic(pos, "global", str(name, pos)), pos)
	l.emit(ifStmt(pos, intrinsic(pos, "has", str(name, pos)), []star.Stmt{set}, nil))
}

// choose makes the statements that return the factory of function ·i: a search among the records, which
// are in order of their indexes. Most children need few factories, so none is made before it is
// asked for.
func (l *lowerer) choose(records []*funcRecord, pos star.Position) []star.Stmt {
	switch len(records) {
	case 0:
		return []star.Stmt{ret(pos, ident("None", pos))}
	case 1:
		name := mark + "factory"
		return []star.Stmt{def(pos, name, nil, l.factory(records[0], pos)), ret(pos, ident(name, pos))}
	}
	mid := len(records) / 2
	less := binary(ident(mark+"i", pos), star.LT, integer(int64(records[mid].fn.Index), pos), pos)
	return []star.Stmt{ifStmt(pos, less, l.choose(records[:mid], pos), l.choose(records[mid:], pos))}
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
