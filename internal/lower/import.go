package lower

import (
	"strings"

	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

func (l *lowerer) importStmt(s *syntax.Import, pos star.Position) {
	for _, alias := range s.Names {
		if alias.AsName != nil {
			l.assignName(alias.AsName.Name, intrinsic(pos, "import", str(alias.Name, pos), integer(0, pos)), pos)
			continue
		}
		top, _, _ := strings.Cut(alias.Name, ".")
		l.assignName(top, intrinsic(pos, "import_top", str(alias.Name, pos)), pos)
	}
}

func (l *lowerer) assignName(name string, x star.Expr, pos star.Position) {
	l.emit(assign(l.store(name, pos), x, pos))
	l.bound(name)
}

func (l *lowerer) importFrom(s *syntax.ImportFrom, pos star.Position) {
	module := func() star.Expr {
		return intrinsic(pos, "import", str(s.Module, pos), integer(int64(s.Level), pos))
	}
	if len(s.Names) == 1 && s.Names[0].Name == "*" {
		l.emit(exprStmt(intrinsic(pos, "import_star", module())))
		return
	}
	from := module
	if len(s.Names) > 1 {
		name := l.temp("m")
		l.emit(assign(ident(name, pos), module(), pos))
		from = func() star.Expr { return ident(name, pos) }
	}
	for _, alias := range s.Names {
		name := alias.Name
		if alias.AsName != nil {
			name = alias.AsName.Name
		}
		l.assignName(name, intrinsic(pos, "import_from", from(), str(alias.Name, pos)), pos)
	}
}

// load_ lowers Starlark's load statement to the engine's. Names that don't live in engine
// variables get their values after it.
func (l *lowerer) load_(s *syntax.Load, pos star.Position) {
	module := str(s.Module.Value, l.at(s.Module))
	out := &star.LoadStmt{Load: pos, Module: module, Rparen: pos}
	var after []star.Stmt
	for i, id := range s.To {
		at := l.at(id)
		out.From = append(out.From, ident(s.From[i].Name, at))
		r := l.lookup(id.Name)
		if r.kind == refPlain {
			out.To = append(out.To, ident(id.Name, at))
			continue
		}
		name := l.temp("l")
		out.To = append(out.To, ident(name, at))
		after = append(after, assign(l.storeRef(r, at), ident(name, at), at))
	}
	l.emit(out)
	l.emit(after...)
}
