package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers with. The body becomes a function that is handed to an intrinsic, as those of try do; where the context manager may be a lock
// it is lowered a second time, in place, as the body of a loop that runs once if ·guard knows the manager (package object has the other side):
//
//	·m = lock
//	·h = ·guard | ·m
//	if ·h:
//	    for ·v in ·h:
//	        ...             # return x:  ·s = 3; ·r = x; continue
//	    ...                 # acts on ·s
//	else:
//	    def ·with(·v): ...
//	    ·with(·m, ·with)
//
// So a lock costs neither the function nor the call.

// maxInPlace bounds the lines of a with statement that is lowered twice.
const maxInPlace = 40

// An inlined is the body of a with statement in place: the variables that say how it was left.
type inlined struct {
	signal, value string
}

// leave emits what ends the body of a with statement in place.
func (l *lowerer) leave(signal int64, x star.Expr, pos star.Position) {
	in := l.fr.inline
	if x != nil {
		l.emit(assign(ident(in.value, pos), x, pos))
	}
	l.emit(assign(ident(in.signal, pos), integer(signal, pos), pos))
	l.emit(l.leaving(pos))
}

// leaving makes the statement that leaves a loop of the body, which the statement after that loop goes on with, or the body itself.
func (l *lowerer) leaving(pos star.Position) star.Stmt {
	if n := len(l.fr.loops); n > 0 {
		l.fr.loops[n-1].left = true
		return &star.BranchStmt{Token: star.BREAK, TokenPos: pos}
	}
	return &star.BranchStmt{Token: star.CONTINUE, TokenPos: pos}
}

// afterLoop emits what follows a loop that leaving has left.
func (l *lowerer) afterLoop(lp *loop, pos star.Position) {
	if lp.left {
		l.emit(ifStmt(pos, ident(l.fr.inline.signal, pos), []star.Stmt{l.leaving(pos)}, nil))
	}
}

// with lowers the items one inside the other.
func (l *lowerer) with(s *syntax.With, items []*syntax.WithItem) {
	if len(items) == 0 {
		l.stmts(s.Body)
		return
	}
	item := items[0]
	pos := l.at(s)
	manager := l.expr(item.Context)
	key := blockKey{item, 0}
	param := ""
	if id, ok := item.Vars.(*syntax.Ident); ok {
		name := mangle(l.scope.class, id.Name)
		if l.localTo(l.scope.resolve(name), l.blocks[key]) {
			param = name
		}
	}
	own := param != ""
	if !own {
		param = l.temp("v")
	}
	body := func() {
		if item.Vars != nil && !own {
			at := l.at(item.Vars)
			l.assignValue(item.Vars, nil, ident(param, at), at)
		}
		l.with(s, items[1:])
	}
	functions := len(l.funcs)
	var sig signals
	var fn star.Expr
	made := l.collect(func() { fn = l.body("with", item, 0, key, param, &sig, body) })
	if l.mayGuard(s, item) && len(l.funcs) == functions+1 {
		m, h := l.temp("m"), l.temp("h")
		if direct := l.inPlace(h, key, param, pos, body); direct != nil {
			l.emit(assign(ident(m, pos), manager, pos), assign(ident(h, pos), binary(ident(mark+"guard", pos), star.PIPE, ident(m, pos), pos), pos))
			l.emit(ifStmt(pos, ident(h, pos), direct, l.collect(func() {
				l.emit(made...)
				l.signalled(intrinsic(pos, "with", ident(m, pos), fn), sig, pos)
			})))
			return
		}
	}
	l.emit(made...)
	l.signalled(intrinsic(pos, "with", manager, fn), sig, pos)
}

// mayGuard reports whether an item may be a lock, and the statement is worth lowering twice.
func (l *lowerer) mayGuard(s *syntax.With, item *syntax.WithItem) bool {
	if l.scope.kind != functionScope || l.scope.generator || s.End.Line-s.Start.Line > maxInPlace {
		return false
	}
	switch x := item.Context.(type) {
	case *syntax.Ident, *syntax.Attribute, *syntax.Subscript:
		return true
	case *syntax.Call: // most calls make what the statement is about
		f, ok := x.Fn.(*syntax.Attribute)
		return ok && f.Name == "get_lock"
	}
	return false
}

// inPlace lowers the body of a with statement as that of a loop over h. It returns nil if that can't be.
func (l *lowerer) inPlace(h string, key blockKey, param string, pos star.Position, body func()) []star.Stmt {
	in := &inlined{signal: l.temp("s"), value: l.temp("r")}
	b := l.blocks[key]
	outer, comp := l.fr, l.comp
	l.fr = &frame{parent: outer.parent, scope: outer.scope, block: b, fn: outer.fn, body: true, inline: in, cond: outer.cond + 1, assigned: outer.assigned}
	l.comp = nil
	functions := len(l.funcs)
	l.cells(b, pos, param)
	body()
	fr := l.fr
	l.fr, l.comp = outer, comp
	if len(l.funcs) != functions {
		return nil
	}
	return l.collect(func() {
		if fr.sig != (signals{}) {
			l.emit(assign(ident(in.signal, pos), none(pos), pos))
		}
		if len(fr.out) == 0 {
			fr.out = []star.Stmt{pass(pos)}
		}
		l.emit(forStmt(pos, ident(param, pos), ident(h, pos), fr.out))
		if fr.sig != (signals{}) {
			l.act(in.signal, fr.sig, pos, func() {
				x := ident(in.value, pos)
				if l.fr.body {
					l.fr.sig.ret = true
					l.emit(ret(pos, tuple(pos, x)))
				} else {
					l.emit(ret(pos, x))
				}
			})
		}
	})
}
