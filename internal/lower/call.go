package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers calls.

func callSpan(e *syntax.Call) syntax.Span {
	if attr, ok := e.Fn.(*syntax.Attribute); ok && attr.NamePos.Line > e.Start.Line {
		return syntax.Span{Start: attr.NamePos, End: e.End}
	}
	return e.Span
}

func (l *lowerer) call(e *syntax.Call) star.Expr {
	pos := l.pos(callSpan(e))
	if x := l.specialCall(e, pos); x != nil {
		return x
	}
	if x := l.methodCall(e); x != nil {
		return x
	}
	fn := l.expr(e.Fn)
	if gen, ok := soleGenerator(e); ok && l.consumes(e.Fn) {
		return call(pos, fn, l.genAsList(gen, e.Extent()))
	}
	return call(pos, fn, l.args(e, pos)...)
}

// consumes reports whether a function takes all elements of its argument, in order, and nothing
// else of it: it can have a list in place of a generator.
func (l *lowerer) consumes(fn syntax.Expr) bool {
	if attr, ok := fn.(*syntax.Attribute); ok {
		_, lit := attr.X.(*syntax.Str)
		return attr.Name == "join" && lit
	}
	return l.builtin(fn, "list", "tuple", "set", "dict", "frozenset", "sorted", "sum", "min", "max")
}

// args lowers arguments. The engine takes them in the order positional, named, *args, **kwargs,
// with at most one of each star.
func (l *lowerer) args(e *syntax.Call, pos star.Position) []star.Expr {
	var args []star.Expr
	plain := 0
	for plain < len(e.Args) {
		if _, ok := e.Args[plain].(*syntax.Starred); ok {
			break
		}
		plain++
	}
	rest := e.Args[plain:]
	if plain > maxArgs {
		plain, rest = 0, e.Args
	}
	args = l.exprs(e.Args[:plain])
	var varargs star.Expr
	switch {
	case len(rest) == 0:
	case len(rest) == 1:
		x := rest[0].(*syntax.Starred).X
		varargs = l.expr(x)
		if l.dialect == syntax.Python {
			switch l.typeIn(x, l.scope) {
			case typTuple, typList, typDict, typSet: // not a range: it may be endless
			default:
				// The engine would make the call even if the iteration failed.
				varargs = intrinsic(pos, "star", varargs)
			}
		}
	default:
		varargs = l.starList(rest, pos)
	}

	// Keywords before the first ** are the engine's; that and what follows make one dict.
	var maps, entries []star.Expr
	flush := func() {
		if len(entries) > 0 {
			maps = append(maps, dict(pos, entries...))
			entries = nil
		}
	}
	seen := map[string]bool{}
	named := 0
	for _, k := range e.Keywords {
		switch {
		case k.Name == "":
			flush()
			maps = append(maps, l.expr(k.Value))
			continue
		case seen[k.Name]:
			l.fail(k, "keyword argument repeated: "+k.Name)
		}
		seen[k.Name] = true
		if len(maps) > 0 || len(entries) > 0 || named == maxArgs {
			entries = append(entries, entry(str(k.Name, pos), l.expr(k.Value), l.at(k)))
			continue
		}
		named++
		args = append(args, keyword(k.Name, l.expr(k.Value), l.at(k)))
	}
	flush()
	if varargs != nil {
		args = append(args, starArg(varargs, pos))
	}
	switch len(maps) {
	case 0:
	case 1:
		if e := lastMap(e.Keywords); l.dialect == syntax.Python && e != nil && l.typeIn(e, l.scope) != typDict {
			maps[0] = intrinsic(pos, "kwargs", maps[0])
		}
		args = append(args, starStarArg(maps[0], pos))
	default:
		args = append(args, starStarArg(l.many(pos, "kwargs", maps), pos))
	}
	return args
}

// lastMap returns what the last ** of a call is applied to, or nil.
func lastMap(keywords []*syntax.Keyword) syntax.Expr {
	for i := len(keywords) - 1; i >= 0; i-- {
		if keywords[i].Name == "" {
			return keywords[i].Value
		}
	}
	return nil
}

// specialCall lowers calls of builtins that depend on where they are called. It returns
// nil for all others.
func (l *lowerer) specialCall(e *syntax.Call, pos star.Position) star.Expr {
	id, ok := e.Fn.(*syntax.Ident)
	if !ok || !l.builtin(id, id.Name) {
		return nil
	}
	none := len(e.Args) == 0 && len(e.Keywords) == 0
	switch id.Name {
	case "super":
		if none && l.scope.inClass {
			return l.superCall(pos)
		}
	case "locals", "vars":
		if none {
			return l.locals(pos)
		}
	case "globals":
		if none {
			return intrinsic(pos, "globals", ident(mark+"g", pos))
		}
	case "dir":
		if none {
			return intrinsic(pos, "dir", l.locals(pos))
		}
	case "eval", "exec":
		// At module level the builtin finds the caller's module.
		if len(e.Args) == 1 && len(e.Keywords) == 0 && !hasStar(e.Args) && l.scope.function().kind != moduleScope {
			return call(pos, l.expr(e.Fn), l.expr(e.Args[0]), intrinsic(pos, "globals", ident(mark+"g", pos)), l.locals(pos))
		}
	case "any", "all":
		if len(e.Args) == 1 && len(e.Keywords) == 0 {
			if gen, ok := e.Args[0].(*syntax.GeneratorExp); ok {
				return l.anyAll(gen, id.Name == "any", e.Extent(), pos)
			}
		}
	}
	return nil
}

// superCall lowers super() without arguments: the class is in a cell, the object is the
// first parameter.
func (l *lowerer) superCall(pos star.Position) star.Expr {
	s := l.scope
	for s.kind == compScope {
		s = s.parent
	}
	if s.kind != functionScope && s.kind != lambdaScope || s.self == nil {
		return nil
	}
	self := l.read(l.refTo(l.scope, s.self.name, s.self), pos)
	if fn, ok := s.node.(*syntax.FunctionDef); ok && fn.Args.Vararg != nil && len(fn.Args.PosOnly)+len(fn.Args.Args) == 0 {
		self = index(self, integer(0, pos), pos)
	}
	return intrinsic(pos, "super", ident(mark+"classcell", pos), self)
}

// locals makes the current names: in a function, functions that read its variables.
func (l *lowerer) locals(pos star.Position) star.Expr {
	s := l.scope.function()
	switch s.kind {
	case moduleScope:
		return intrinsic(pos, "globals", ident(mark+"g", pos))
	case classScope:
		return intrinsic(pos, "locals", ident(mark+"ns", pos))
	}
	var entries []star.Expr
	for cur := s; cur != nil && cur.kind != moduleScope; cur = cur.parent {
		if cur.kind == classScope {
			continue
		}
		for _, sym := range cur.order {
			if !sym.bound || cur != s && !s.uses(sym) {
				continue
			}
			if !sym.isHome {
				sym.place()
			}
			b := blockOf(sym, s, l.fr.block)
			if _, ok := sym.homes[sym.home(b)]; !ok && cur.kind != compScope {
				continue // lives in another block: it has no value here
			}
			r := l.refTo(s, sym.name, sym)
			entries = append(entries, entry(str(sym.name, pos), l.thunk(pos, func() star.Expr { return l.read(r, pos) }), pos))
		}
	}
	return intrinsic(pos, "locals", dict(pos, entries...))
}

// uses reports whether code of the scope itself refers to a variable of a scope around.
func (s *scope) uses(sym *symbol) bool {
	own := s.symbols[sym.name]
	return own != nil && !own.bound && s.resolve(sym.name) == sym
}
