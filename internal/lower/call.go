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
	attr, isMethod := e.Fn.(*syntax.Attribute)
	var fn star.Expr
	if isMethod {
		fn = l.attribute(attr, !hasStar(e.Args) && !l.hasStarStar(e.Keywords))
	} else {
		fn = l.expr(e.Fn)
	}
	if l.vasts[fn] == guardRoom && l.methodAtOnce(e) {
		l.vasts[fn] = guardMethod
		l.calls(e, pos)
	}
	if gen, ok := soleGenerator(e); ok && l.consumes(e.Fn) {
		return call(pos, fn, l.genAsList(gen, e.Extent()))
	}
	if hasStar(e.Args) || l.hasStarStar(e.Keywords) {
		return l.starCall(fn, e, pos)
	}
	args := l.args(e, pos)
	if isMethod && len(e.Args) > 0 && l.vasts[fn] != guardMethod && l.takesKey(attr.Name) {
		l.key(e.Args[0], args[0])
	}
	return call(pos, fn, args...)
}

func isStarred(e syntax.Expr) bool {
	_, ok := e.(*syntax.Starred)
	return ok
}

// hasStarStar reports whether there is a **, or a name that needs one: the engine's names beyond ASCII are no strs of the script's.
func (l *lowerer) hasStarStar(keywords []*syntax.Keyword) bool {
	for _, k := range keywords {
		if k.Name == "" || !isASCII(k.Name) && l.dialect == syntax.Python {
			return true
		}
	}
	return false
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

// args lowers arguments without stars. The engine takes them in the order positional, named, and no more than maxArgs of each.
func (l *lowerer) args(e *syntax.Call, pos star.Position) []star.Expr {
	args, rest := e.Args, l.manyArgs(e.Args)
	if rest != nil {
		args = nil
	}
	list := l.exprs(args)
	named, maps := l.keywords(e.Keywords, pos)
	list = append(list, named...)
	if rest != nil {
		list = append(list, starArg(l.starList(rest, pos), pos))
	}
	if maps != nil {
		list = append(list, starStarArg(maps[0], pos))
	}
	return list
}

// manyArgs returns all arguments if they are too many for the engine.
func (l *lowerer) manyArgs(args []syntax.Expr) []syntax.Expr {
	if len(args) > maxArgs {
		return args
	}
	return nil
}

// keywords lowers keyword arguments: those before the first **, and no more of them than the engine takes, are the engine's. What follows
// is in maps.
func (l *lowerer) keywords(keywords []*syntax.Keyword, pos star.Position) (named, maps []star.Expr) {
	var entries []star.Expr
	flush := func() {
		if len(entries) > 0 {
			maps = append(maps, dict(pos, entries...))
			entries = nil
		}
	}
	seen := map[string]bool{}
	for _, k := range keywords {
		switch {
		case k.Name == "":
			flush()
			maps = append(maps, l.expr(k.Value))
			continue
		case seen[k.Name]:
			l.fail(k, "keyword argument repeated: "+k.Name)
		}
		seen[k.Name] = true
		if len(maps) > 0 || len(entries) > 0 || len(named) == maxArgs-1 || !isASCII(k.Name) && l.dialect == syntax.Python {
			entries = append(entries, entry(l.text(k.Name, pos), l.expr(k.Value), l.at(k)))
			continue
		}
		named = append(named, keyword(k.Name, l.expr(k.Value), l.at(k)))
	}
	flush()
	return named, maps
}

// starCall lowers a call with stars, which ·callstar, ·callmap or ·callboth makes: the engine would collect the arguments in one instruction.
func (l *lowerer) starCall(fn star.Expr, e *syntax.Call, pos star.Position) star.Expr {
	plain := 0
	for plain < len(e.Args) && !isStarred(e.Args[plain]) {
		plain++
	}
	rest := e.Args[plain:]
	if plain > maxArgs-3 {
		plain, rest = 0, e.Args
	}
	args := append([]star.Expr{fn}, l.exprs(e.Args[:plain])...)
	var starred star.Expr
	switch {
	case len(rest) == 1 && isStarred(rest[0]):
		starred = l.starred(rest[0].(*syntax.Starred).X, plain > 0 && len(e.Keywords) > 0, pos)
	case len(rest) > 0:
		starred = l.starList(rest, pos)
	}
	named, maps := l.keywords(e.Keywords, pos)
	var mapping star.Expr
	switch len(maps) {
	case 0:
	case 1:
		mapping = maps[0]
	default:
		mapping = l.many(pos, "maps", maps)
	}
	if starred != nil && len(named) > 0 && l.dialect == syntax.Starlark {
		// There they are evaluated in the order of the source.
		args = append(append(args, named...), keyword(starsName, starred, pos))
		if mapping != nil {
			args = append(args, keyword(mappingName, mapping, pos))
		}
		return intrinsic(pos, "callnamed", args...)
	}
	if starred != nil {
		args = append(args, starred)
	}
	args = append(args, named...)
	if mapping != nil && len(named) > 0 {
		mapping = keyword(mappingName, mapping, pos)
	}
	switch {
	case mapping == nil:
		return intrinsic(pos, "callstar", args...)
	case starred == nil:
		return intrinsic(pos, "callmap", append(args, mapping)...)
	}
	return intrinsic(pos, "callboth", append(args, mapping)...)
}

// The names of the last keyword arguments of ·callmap, ·callboth and ·callnamed, where others come before them: what stands after * and **.
const (
	starsName   = mark + "args"
	mappingName = mark + "kw"
)

// starred lowers what the only star of a call is applied to. If it is to be iterated over before what follows is evaluated, or as the Starlark dialect
// does, ·star does that.
func (l *lowerer) starred(e syntax.Expr, first bool, pos star.Position) star.Expr {
	x := l.expr(e)
	switch l.typeIn(e, l.scope) {
	case typTuple, typList:
		return x
	}
	if first || l.dialect == syntax.Starlark {
		return intrinsic(pos, "star", x)
	}
	return x
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
