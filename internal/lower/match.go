package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers match statements. A pattern becomes a description, nested tuples that begin with
// the pattern's kind, which the intrinsic ·match compares the subject with. What it returns is None, or
// a tuple of the captured values. So
//
//	match x:
//	    case [a, 1] if a > 0: f(a)
//	    case _: g()
//
// becomes
//
//	·m = x
//	·more = True
//	·c = ·match(·m, ("seq", -1, (("capture", 0), ("value", 1))), 1)
//	if ·c != None:
//	    a = ·c[0]
//	    if a > 0:
//	        ·more = False
//	        f(a)
//	if ·more: g()

// match walks a match statement.
func (w *analyzer) match(s *syntax.Match) {
	w.expr(s.Subject)
	for i, c := range s.Cases {
		if w.pass == declaring {
			w.checkPattern(c.Pattern, i == len(s.Cases)-1 || c.Guard != nil)
		}
		w.inRegion(false, func() {
			w.patternValues(c.Pattern)
			c.Pattern.EachName(func(id *syntax.Ident) { w.bind(id, id.Name, bindOther, source{}) })
			w.expr(c.Guard)
			w.stmts(c.Body)
		})
	}
}

func (w *analyzer) patternValues(p *syntax.Pattern) {
	if p.Value != nil {
		w.expr(p.Value)
	}
	w.exprs(p.Keys)
	for _, k := range p.Keywords {
		w.mention(k)
	}
	for _, sub := range p.Subs {
		w.patternValues(sub)
	}
}

// checkPattern refuses what CPython's compiler refuses. last says that the pattern may match all.
func (w *analyzer) checkPattern(p *syntax.Pattern, last bool) {
	seen := map[string]bool{}
	p.EachName(func(id *syntax.Ident) {
		if seen[id.Name] {
			w.fail(id, "multiple assignments to name '"+id.Name+"' in pattern")
		}
		seen[id.Name] = true
	})
	w.checkAlternatives(p, last)
}

func (w *analyzer) checkAlternatives(p *syntax.Pattern, last bool) {
	switch p.Kind {
	case syntax.CapturePattern:
		switch {
		case last:
		case p.Name == nil:
			w.fail(p, "wildcard makes remaining patterns unreachable")
		default:
			w.fail(p, "name capture '"+p.Name.Name+"' makes remaining patterns unreachable")
		}
		return
	case syntax.OrPattern:
		names := func(p *syntax.Pattern) map[string]bool {
			m := map[string]bool{}
			p.EachName(func(id *syntax.Ident) { m[id.Name] = true })
			return m
		}
		first := names(p.Subs[0])
		for i, sub := range p.Subs {
			w.checkAlternatives(sub, last && i == len(p.Subs)-1)
			other := names(sub)
			same := len(other) == len(first)
			for n := range other {
				same = same && first[n]
			}
			if !same {
				w.fail(p, "alternative patterns bind different names")
			}
		}
		return
	case syntax.AsPattern:
		w.checkAlternatives(p.Subs[0], last)
		return
	}
	stars := 0
	for _, sub := range p.Subs {
		if sub.Kind == syntax.StarPattern {
			stars++
		}
		w.checkAlternatives(sub, true)
	}
	if stars > 1 {
		w.fail(p, "multiple starred expressions in sequence pattern")
	}
}

func (l *lowerer) match(s *syntax.Match, pos star.Position) {
	subject, more := l.temp("m"), l.temp("more")
	l.emit(assign(ident(subject, pos), l.expr(s.Subject), pos))
	l.emit(assign(ident(more, pos), ident("True", pos), pos))
	for i, c := range s.Cases {
		at := l.at(c.Pattern)
		out := l.collect(func() {
			l.fr.cond++
			defer func() { l.fr.cond-- }()
			l.matchCase(c, subject, more, at)
		})
		if i > 0 {
			out = []star.Stmt{ifStmt(at, ident(more, at), out, nil)}
		}
		l.emit(out...)
	}
}

func (l *lowerer) matchCase(c *syntax.MatchCase, subject, more string, at star.Position) {
	then := func() {
		l.emit(assign(ident(more, at), ident("False", at), at))
		l.stmts(c.Body)
	}
	guarded := then
	if c.Guard != nil {
		guarded = func() {
			cond := l.test(c.Guard)
			l.emit(ifStmt(at, cond, l.collect(then), nil))
		}
	}
	if c.Pattern.Kind == syntax.CapturePattern && c.Pattern.Name == nil {
		guarded()
		return
	}
	var names []*syntax.Ident
	c.Pattern.EachName(func(id *syntax.Ident) { names = append(names, id) })
	place := make(map[string]int, len(names))
	for i, id := range names {
		place[id.Name] = i
	}
	made := l.temp("c")
	l.emit(assign(ident(made, at), intrinsic(at, "match", ident(subject, at), l.pattern(c.Pattern, place), integer(int64(len(names)), at)), at))
	l.emit(ifStmt(at, binary(ident(made, at), star.NEQ, none(at), at), l.collect(func() {
		for i, id := range names {
			l.assignValue(id, nil, index(ident(made, at), integer(int64(i), at), at), l.at(id))
		}
		guarded()
	}), nil))
}

// pattern makes the description of a pattern. place tells where in the result the value of a name goes.
func (l *lowerer) pattern(p *syntax.Pattern, place map[string]int) star.Expr {
	at := l.at(p)
	describe := func(kind string, parts ...star.Expr) star.Expr {
		return tuple(at, append([]star.Expr{str(kind, at)}, parts...)...)
	}
	number := func(n int) star.Expr { return integer(int64(n), at) }
	slot := func(id *syntax.Ident) star.Expr {
		if id == nil {
			return number(-1)
		}
		return number(place[id.Name])
	}
	subs := func(list []*syntax.Pattern) star.Expr {
		out := make([]star.Expr, len(list))
		for i, sub := range list {
			out[i] = l.pattern(sub, place)
		}
		return tuple(at, out...)
	}
	switch p.Kind {
	case syntax.ValuePattern:
		return describe("value", l.expr(p.Value))
	case syntax.SingletonPattern:
		return describe("is", l.expr(p.Value))
	case syntax.CapturePattern, syntax.StarPattern:
		return describe("capture", slot(p.Name))
	case syntax.SequencePattern:
		starred := -1
		for i, sub := range p.Subs {
			if sub.Kind == syntax.StarPattern {
				starred = i
			}
		}
		return describe("seq", number(starred), subs(p.Subs))
	case syntax.MappingPattern:
		return describe("map", tuple(at, l.exprs(p.Keys)...), subs(p.Subs), slot(p.Name), ident(map[bool]string{true: "True", false: "False"}[p.Name != nil], at))
	case syntax.ClassPattern:
		names := make([]star.Expr, len(p.Keywords))
		for i, k := range p.Keywords {
			names[i] = str(mangle(l.scope.class, k), at)
		}
		return describe("class", l.expr(p.Value), subs(p.Subs), tuple(at, names...))
	case syntax.OrPattern:
		return describe("or", subs(p.Subs))
	}
	return describe("as", l.pattern(p.Subs[0], place), slot(p.Name))
}
