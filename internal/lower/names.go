package lower

import (
	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

type refKind uint8

const (
	refPlain   refKind = iota // a variable of the engine: local, free or global
	refCell                   // a variable that holds a Cell
	refDynamic                // an attribute of the module
	refClass                  // a name in a class body's namespace
	refBuiltin                // a predeclared name
)

// A ref is what a name means where it stands.
type ref struct {
	kind refKind
	name string // mangled
	sym  *symbol
}

func universe(name string) bool { return starlark.Universe.Has(name) }

// lookup finds out what a name means in the current scope and block.
func (l *lowerer) lookup(name string) ref { return l.lookupIn(l.scope, name) }

func (l *lowerer) lookupIn(s *scope, name string) ref {
	name = mangle(s.class, name)
	return l.refTo(s, name, s.resolve(name))
}

func (l *lowerer) refTo(s *scope, name string, sym *symbol) ref {
	r := ref{name: name, sym: sym}
	if sym == nil {
		switch {
		case l.opts.Dynamic || l.starImport || l.allDynamic && !l.opts.IsPredeclared(name):
			r.kind = refDynamic
		case l.opts.IsPredeclared(name) || l.dialect == syntax.Starlark && !isModuleAttr(name):
			r.kind = refBuiltin
		default:
			r.kind = refDynamic
		}
		return r
	}
	switch sym.scope.kind {
	case moduleScope:
		if sym.dynamic {
			r.kind = refDynamic
		}
	case classScope:
		r.kind = refClass
	case functionScope, lambdaScope:
		if !sym.isHome {
			sym.place()
		}
		b := blockOf(sym, s, l.fr.block)
		if sym.homes[sym.home(b)] {
			r.kind = refCell
		}
	}
	return r
}

// load makes the expression that reads a name.
func (l *lowerer) load(name string, pos star.Position) star.Expr {
	if name == "__class__" && l.scope.inClass && l.scope.resolve(name) == nil && l.scope.kind != classScope {
		return dot(ident(mark+"classcell", pos), "v", pos)
	}
	return l.read(l.lookup(name), pos)
}

func (l *lowerer) read(r ref, pos star.Position) star.Expr {
	switch r.kind {
	case refCell:
		return dot(ident(r.name, pos), "v", pos)
	case refDynamic:
		return dot(ident(mark+"g", pos), r.name, pos)
	case refClass:
		if l.fr.assigned[r.name] {
			return dot(ident(mark+"ns", pos), r.name, pos)
		}
		outer := l.thunk(pos, func() star.Expr {
			return l.read(l.refTo(l.scope.outer(), r.name, l.scope.resolveOutside(r.name)), pos)
		})
		return intrinsic(pos, "nsget", ident(mark+"ns", pos), str(r.name, pos), outer)
	case refBuiltin:
		if l.opts.Constants && l.dialect == syntax.Python {
			return ident(ConstantMark+r.name, pos)
		}
	}
	return ident(r.name, pos)
}

// outer returns the scope around that names of a class scope may come from.
func (s *scope) outer() *scope {
	s = s.function()
	for s = s.parent; s.kind == classScope; s = s.parent {
	}
	return s
}

// store makes the expression that a name is assigned through.
func (l *lowerer) store(name string, pos star.Position) star.Expr {
	return l.storeRef(l.lookup(name), pos)
}

func (l *lowerer) storeRef(r ref, pos star.Position) star.Expr {
	switch r.kind {
	case refCell:
		return dot(ident(r.name, pos), "v", pos)
	case refDynamic:
		return dot(ident(mark+"g", pos), r.name, pos)
	case refClass:
		return dot(ident(mark+"ns", pos), r.name, pos)
	}
	return ident(r.name, pos)
}

// bound notes that a name has just been assigned.
func (l *lowerer) bound(name string) {
	if fr := l.fr; fr.assigned != nil && fr.cond == 0 {
		fr.assigned[mangle(l.scope.class, name)] = true
	}
}

// container returns what holds a name that is not an engine variable.
func (l *lowerer) container(r ref, pos star.Position) star.Expr {
	switch r.kind {
	case refCell:
		return ident(r.name, pos)
	case refClass:
		return ident(mark+"ns", pos)
	}
	return ident(mark+"g", pos)
}

// builtin reports whether a name, where it stands, means the builtin of that name.
func (l *lowerer) builtin(e syntax.Expr, names ...string) bool {
	id, ok := e.(*syntax.Ident)
	if !ok || l.scope.resolve(mangle(l.scope.class, id.Name)) != nil || l.module.resolve(id.Name) != nil {
		return false
	}
	for _, n := range names {
		if n == id.Name {
			return true
		}
	}
	return false
}

// thunk is a lambda without parameters, of lowering's making, that evaluates an expression.
func (l *lowerer) thunk(pos star.Position, body func() star.Expr) star.Expr {
	return l.hidden(pos, nil, body)
}

// hidden is a lambda of lowering's making: part of the current function.
func (l *lowerer) hidden(pos star.Position, params []star.Expr, body func() star.Expr) star.Expr {
	span, _ := l.spans.span(pos.Col)
	i := l.spans.function(nil, int(l.fr.fn), span, l.fn())
	l.describe(i, Function{Kind: Body})
	x := l.within(i, body)
	return lambda(star.MakePosition(&l.spans.file, pos.Line, i), params, x)
}

// within makes an expression as code of the engine function numbered i.
func (l *lowerer) within(i int32, body func() star.Expr) star.Expr {
	outer := l.fr.fn
	l.fr.fn = i
	x := body()
	l.fr.fn = outer
	return x
}

// describe records an engine function that is part of the current one.
func (l *lowerer) describe(i int32, fn Function) {
	s := l.scope.function()
	fn.Index = i
	fn.Module = l.opts.ModuleName
	fn.Name, fn.Qualname = s.name, s.qualname
	if s.kind == moduleScope {
		fn.Name, fn.Qualname = "<module>", "<module>"
	}
	if fn.Tree == nil {
		fn.Tree = s.node
	}
	fn.Span, _ = l.spans.span(i)
	l.funcs[i] = &fn
}
