package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers try; with.go has with. Their bodies become functions that are handed to an intrinsic;
// return, break and continue that leave a body become its result, a signal.

// body emits the def of a function that runs statements as part of the current one.
// It returns the function's name and adds the signals that it can return to sig.
func (l *lowerer) body(prefix string, n syntax.Node, part int, key blockKey, param string, sig *signals, lower func()) star.Expr {
	pos := l.at(n)
	name := l.temp(prefix)
	i := l.spans.function(n, part, n.Extent(), l.fn())
	l.describe(i, Function{Kind: Body, Tree: n})
	fnPos := star.MakePosition(&l.spans.file, pos.Line, i)

	b := l.blocks[key]
	outer := l.fr
	fr := &frame{parent: outer, scope: outer.scope, block: b, fn: i, body: true, cond: outer.cond + 1, assigned: outer.assigned}
	comp := l.comp
	l.fr, l.comp = fr, nil
	l.cells(b, pos, param)
	lower()
	l.fr, l.comp = outer, comp
	sig.ret = sig.ret || fr.sig.ret
	sig.brk = sig.brk || fr.sig.brk
	sig.cont = sig.cont || fr.sig.cont

	var params []star.Expr
	if param != "" {
		params = []star.Expr{ident(param, pos)}
	}
	l.once(def(fnPos, name, params, fr.out))
	return ident(name, pos)
}

// once emits a statement that makes a function of lowering's, or a value of some: before the loops around rather than each time round.
func (l *lowerer) once(s star.Stmt) {
	if len(l.fr.loops) > 0 && l.scope.function().kind != classScope {
		l.fr.before = append(l.fr.before, s)
	} else {
		l.emit(s)
	}
}

func (l *lowerer) try(s *syntax.Try) {
	pos := l.at(s)
	var sig signals
	args := []star.Expr{
		l.body("body", s, 1, blockKey{s, tryBody}, "", &sig, func() { l.stmts(s.Body) }),
	}
	var handlers []star.Expr
	for _, h := range s.Handlers {
		handlers = append(handlers, l.handler(h, &sig))
	}
	if len(handlers) > 0 {
		name := l.temp("handlers")
		l.once(assign(ident(name, pos), tuple(pos, handlers...), pos))
		args = append(args, ident(name, pos))
	} else {
		args = append(args, tuple(pos))
	}
	if len(s.Else) > 0 {
		args = append(args, l.body("else", s, 2, blockKey{s, tryElse}, "", &sig, func() { l.stmts(s.Else) }))
	} else {
		args = append(args, none(pos))
	}
	if len(s.Finally) > 0 {
		args = append(args, l.body("finally", s, 3, blockKey{s, tryFinally}, "", &sig, func() { l.stmts(s.Finally) }))
	} else {
		args = append(args, none(pos))
	}
	l.signalled(intrinsic(pos, "try", args...), sig, pos)
}

// handler makes the pair of an except clause: what evaluates its types, and its body.
func (l *lowerer) handler(h *syntax.ExceptHandler, sig *signals) star.Expr {
	pos := l.at(h)
	var types star.Expr = none(pos)
	if h.Type != nil {
		types = l.thunk(l.at(h.Type), func() star.Expr { return l.expr(h.Type) })
	}
	param := l.temp("exc")
	store := func() {}
	clear := false
	if h.Name != nil {
		b := l.blocks[blockKey{h, 0}]
		name := mangle(l.scope.class, h.Name.Name)
		sym := l.scope.resolve(name)
		if l.localTo(sym, b) {
			param = name
		} else {
			exc := param
			clear = true
			store = func() {
				at := l.at(h.Name)
				l.emit(assign(l.store(h.Name.Name, at), ident(exc, at), at))
			}
		}
	}
	key := blockKey{h, 0}
	fn := l.body("except", h, 0, key, param, sig, func() {
		store()
		if !clear {
			l.stmts(h.Body)
			return
		}
		// The name is unbound at the end, whatever the end.
		at := l.at(h.Name)
		var inner signals
		body := l.body("body", h, 1, key, "", &inner, func() { l.stmts(h.Body) })
		final := l.body("finally", h, 2, key, "", &signals{}, func() {
			r := l.lookup(h.Name.Name)
			l.emit(assign(l.storeRef(r, at), none(at), at))
			l.emit(exprStmt(intrinsic(at, "clear", l.container(r, at), str(r.name, at))))
		})
		l.signalled(intrinsic(pos, "try", body, tuple(pos), none(pos), final), inner, pos)
	})
	return tuple(pos, types, fn)
}

// localTo reports whether a variable lives in a block.
func (l *lowerer) localTo(sym *symbol, b *block) bool {
	if sym == nil || sym.scope.kind != functionScope && sym.scope.kind != lambdaScope || sym.scope != l.scope {
		return false
	}
	if !sym.isHome {
		sym.place()
	}
	_, ok := sym.homes[b]
	return ok
}
