package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers def and lambda.

// A funcRecord remembers a def or lambda for the replica.
type funcRecord struct {
	fn    *Function
	node  syntax.Node
	scope *scope
	free  func() []string // known once the program is resolved

	outer int32  // the engine function around
	comp  *scope // the comprehension around
}

func (l *lowerer) functionDef(n *syntax.FunctionDef) {
	r := l.lookup(n.Name.Name)
	name := r.name
	if r.kind != refPlain || l.decoratorsUse(n.Decorators, n.Name.Name) {
		name = defMark + name
	}
	d := l.def(n, name)
	pos := d.Def
	l.emit(d)
	l.annotations(n, name, pos)
	if name == r.name && len(n.Decorators) == 0 {
		return
	}
	// The decorators are evaluated in the order in which they stand.
	l.emit(assign(l.storeRef(r, pos), l.decorate(n.Decorators, ident(name, pos)), pos))
	l.bound(n.Name.Name)
}

func (l *lowerer) decorate(decorators []syntax.Expr, x star.Expr) star.Expr {
	fns := make([]star.Expr, len(decorators))
	for i, d := range decorators {
		fns[i] = l.expr(d)
	}
	for i := len(fns) - 1; i >= 0; i-- {
		x = call(l.at(decorators[i]), fns[i], x)
	}
	return x
}

// decoratorsUse reports whether decorators may refer to the old value of the name they rebind.
func (l *lowerer) decoratorsUse(decorators []syntax.Expr, name string) bool {
	for _, d := range decorators {
		if mayMention(d, name) {
			return true
		}
	}
	return false
}

func mayMention(e syntax.Expr, name string) bool {
	switch e := e.(type) {
	case *syntax.Ident:
		return e.Name == name
	case *syntax.Attribute:
		return mayMention(e.X, name)
	case *syntax.Int, *syntax.Float, *syntax.Str, *syntax.Constant:
		return false
	case *syntax.Call:
		found := mayMention(e.Fn, name)
		for _, arg := range e.Args {
			found = found || mayMention(arg, name)
		}
		for _, k := range e.Keywords {
			found = found || mayMention(k.Value, name)
		}
		return found
	}
	return true
}

// annotations hands a function's annotations, unevaluated, to ·annotate if the file asks for them, or decorators may.
func (l *lowerer) annotations(n *syntax.FunctionDef, name string, pos star.Position) {
	if !l.annotate && len(n.Decorators) == 0 {
		return
	}
	add := func(param string, x syntax.Expr) {
		if x != nil {
			l.emit(exprStmt(intrinsic(pos, "annotate", ident(name, pos), str(param, pos), l.annotation(x))))
		}
	}
	a := n.Args
	for _, list := range [][]*syntax.Arg{a.PosOnly, a.Args, {a.Vararg}, a.KwOnly, {a.Kwarg}} {
		for _, arg := range list {
			if arg != nil {
				add(arg.Name, arg.Annotation)
			}
		}
	}
	add("return", n.Returns)
}

// annotation makes a function that evaluates an annotation.
func (l *lowerer) annotation(x syntax.Expr) star.Expr {
	pos := l.at(x)
	if l.futureAnn {
		return l.thunk(pos, func() star.Expr { return l.text(sourceText(l.analysis.file.Source, x.Extent()), pos) })
	}
	return l.thunk(pos, func() star.Expr { return l.expr(x) })
}

// sourceText returns the text of an extent.
func sourceText(src *syntax.Source, span syntax.Span) string {
	var text []rune
	for line := span.Start.Line; line <= span.End.Line && int(line) <= len(src.Lines); line++ {
		runes := []rune(src.Lines[line-1])
		lo, hi := 0, len(runes)
		if line == span.End.Line {
			hi = min(hi, int(span.End.Col)-1)
		}
		if line == span.Start.Line {
			lo = min(int(span.Start.Col)-1, hi)
		}
		text = append(text, runes[lo:hi]...)
	}
	return string(text)
}

// newFunction describes a def or lambda and returns its position.
func (l *lowerer) newFunction(n syntax.Node, kind Kind, args *syntax.Arguments, body []syntax.Stmt) (*funcRecord, star.Position) {
	s := l.scopes[n]
	i := l.spans.function(n, 0, n.Extent(), l.fn())
	fn := &Function{
		Name: s.name, Qualname: s.qualname, Module: l.opts.ModuleName, Kind: kind, Index: i, Span: n.Extent(), Tree: n,
		Generator: s.generator, Method: s.method,
	}
	if args != nil {
		fn.PosOnly = len(args.PosOnly)
		for _, list := range [][]*syntax.Arg{args.PosOnly, args.Args, args.KwOnly} {
			for _, a := range list {
				fn.Params = append(fn.Params, mangle(s.class, a.Name))
			}
		}
	}
	fn.Doc, fn.HasDoc = docstring(body)
	l.funcs[i] = fn
	rec := &funcRecord{fn: fn, node: n, scope: s, outer: l.fr.fn, comp: l.comp}
	l.records = append(l.records, rec)
	line := max(n.Extent().Start.Line, 1)
	return rec, star.MakePosition(&l.spans.file, line, i)
}

// docstring returns the string that a body begins with.
func docstring(body []syntax.Stmt) (string, bool) {
	if len(body) > 0 {
		if x, ok := body[0].(*syntax.ExprStmt); ok {
			if s, ok := x.X.(*syntax.Str); ok {
				return s.Value, true
			}
		}
	}
	return "", false
}

// def makes the engine's def of a def statement under an engine name.
func (l *lowerer) def(n *syntax.FunctionDef, name string) *star.DefStmt {
	rec, pos := l.newFunction(n, Def, n.Args, n.Body)
	params := l.params(n.Args, rec.scope)
	body := l.functionBody(rec, pos, func() { l.functionStmts(n) })
	d := def(pos, name, params, body)
	rec.free = func() []string { return freeNames(d.Function) }
	return d
}

// functionBody lowers the body of a function.
func (l *lowerer) functionBody(rec *funcRecord, pos star.Position, lower func()) []star.Stmt {
	s := rec.scope
	return l.inFunction(&frame{scope: s, block: s.root, fn: rec.fn.Index}, func() {
		if n, ok := rec.node.(*syntax.FunctionDef); ok {
			for _, arg := range n.Args.PosOnly {
				name := mangle(s.class, arg.Name)
				l.emit(assign(ident(name, pos), ident(positionOnly+name, pos), pos))
			}
			if k := n.Args.Kwarg; k != nil && l.wideKeywords() {
				name := mangle(s.class, k.Name)
				l.emit(assign(ident(name, pos), intrinsic(pos, "keywords", ident(name, pos)), pos))
			}
		}
		if !s.generator {
			l.cells(s.root, pos, "")
			lower()
			return
		}
		// The parameters that the body changes become its own variables by way of defaults.
		var own []star.Expr
		for _, sym := range s.order {
			if sym.param && (sym.bindings > 0 || l.isCell(sym, s.root)) {
				own = append(own, keyword(sym.name, ident(sym.name, pos), pos))
			}
		}
		name := l.temp("body")
		i := l.spans.function(s.node, 1, s.node.Extent(), l.fn())
		bodyPos := star.MakePosition(&l.spans.file, pos.Line, i)
		l.describe(i, Function{Kind: Body, Generator: true})
		body := l.inFunction(&frame{scope: s, block: s.root, fn: i}, func() {
			l.cells(s.root, pos, "")
			lower()
		})
		l.emit(def(bodyPos, name, own, body))
		l.emit(ret(pos, intrinsic(pos, "generator", ident(name, pos), str(s.name, pos), str(s.qualname, pos))))
	})
}

// wideKeywords reports whether names of keyword arguments may be no ASCII: by then ** has them under the engine's names, which are no strs of the script's.
func (l *lowerer) wideKeywords() bool {
	return l.dialect == syntax.Python && (l.wide || l.opts.Library)
}

// inFunction collects the statements of a new frame.
func (l *lowerer) inFunction(fr *frame, lower func()) []star.Stmt {
	outerFrame, outerScope, outerComp := l.fr, l.scope, l.comp
	fr.parent = outerFrame
	l.fr, l.scope, l.comp = fr, fr.scope, nil
	lower()
	l.fr, l.scope, l.comp = outerFrame, outerScope, outerComp
	return fr.out
}

func (l *lowerer) isCell(sym *symbol, home *block) bool {
	if !sym.isHome {
		sym.place()
	}
	return sym.homes[home]
}

// cells makes the cells of the variables that live in a block. param is the block's
// own parameter, if it has one.
func (l *lowerer) cells(b *block, pos star.Position, param string) {
	if b == nil || b.scope.kind != functionScope && b.scope.kind != lambdaScope {
		return
	}
	for _, sym := range b.scope.order {
		if !sym.bound || sym.global || sym.nonlocal || !l.isCell(sym, b) {
			continue
		}
		args := []star.Expr{str(sym.name, pos)}
		if sym.param && b.parent == nil || sym.name == param {
			args = append(args, ident(sym.name, pos))
		}
		l.emit(assign(ident(sym.name, pos), intrinsic(pos, "cell", args...), pos))
	}
}

// positionOnly begins the engine's names of parameters that have none for callers.
const positionOnly = "·/"

// params lowers parameters. Defaults are evaluated in the current scope; in a replica they come from
// the snapshot, by their index among the engine's parameters.
func (l *lowerer) params(a *syntax.Arguments, s *scope) []star.Expr {
	var params []star.Expr
	i := 0
	param := func(arg *syntax.Arg, dflt syntax.Expr) {
		pos := l.at(arg)
		name := mangle(s.class, arg.Name)
		if _, ok := s.node.(*syntax.FunctionDef); ok && i < len(a.PosOnly) {
			name = positionOnly + name
		}
		switch {
		case dflt == nil:
			params = append(params, ident(name, pos))
		case l.replica && l.fr.parent == nil && !l.ownDefaults:
			params = append(params, keyword(name, intrinsic(pos, "default", integer(int64(i), pos)), pos))
		default:
			params = append(params, keyword(name, l.expr(dflt), pos))
		}
		i++
	}
	positional := append(append([]*syntax.Arg(nil), a.PosOnly...), a.Args...)
	for j, arg := range positional {
		var dflt syntax.Expr
		if k := j - (len(positional) - len(a.Defaults)); k >= 0 {
			dflt = a.Defaults[k]
		}
		param(arg, dflt)
	}
	if a.Vararg != nil {
		pos := l.at(a.Vararg)
		params = append(params, starArg(ident(mangle(s.class, a.Vararg.Name), pos), pos))
	} else if len(a.KwOnly) > 0 {
		params = append(params, starArg(nil, l.at(a)))
	}
	for j, arg := range a.KwOnly {
		param(arg, a.KwDefaults[j])
	}
	if a.Kwarg != nil {
		pos := l.at(a.Kwarg)
		params = append(params, starStarArg(ident(mangle(s.class, a.Kwarg.Name), pos), pos))
	}
	return params
}

// lambda lowers a lambda expression.
func (l *lowerer) lambda(n *syntax.Lambda) star.Expr {
	rec, pos := l.newFunction(n, Lambda, n.Args, nil)
	s := rec.scope
	params := l.params(n.Args, s)
	var body star.Expr
	l.inFunction(&frame{scope: s, block: s.root, fn: rec.fn.Index}, func() {
		at := l.at(n.Body)
		// Cells are the arguments of an inner lambda: there is no room for statements.
		var inner, args []star.Expr
		for _, sym := range s.order {
			arg := star.Expr(ident(sym.name, pos))
			wide := l.wideKeywords() && n.Args != nil && n.Args.Kwarg != nil && sym.name == mangle(s.class, n.Args.Kwarg.Name)
			if wide {
				arg = intrinsic(pos, "keywords", arg)
			}
			if sym.bound && l.isCell(sym, s.root) {
				cell := []star.Expr{str(sym.name, pos)}
				if sym.param {
					cell = append(cell, arg)
				}
				arg = intrinsic(pos, "cell", cell...)
			} else if !wide {
				continue
			}
			inner = append(inner, ident(sym.name, pos))
			args = append(args, arg)
		}
		make := func() star.Expr {
			if len(inner) > 0 {
				return call(pos, l.hidden(at, inner, func() star.Expr { return l.expr(n.Body) }), args...)
			}
			return l.expr(n.Body)
		}
		if s.generator {
			body = intrinsic(pos, "generator", l.thunk(at, make), str(s.name, pos), str(s.qualname, pos))
		} else {
			body = make()
		}
	})
	e := lambda(pos, params, body)
	rec.free = func() []string { return freeNames(e.Function) }
	return e
}
