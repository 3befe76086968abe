package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

func (l *lowerer) stmts(list []syntax.Stmt) {
	for _, s := range list {
		l.stmt(s)
	}
}

// under lowers statements that may not be reached.
func (l *lowerer) under(list []syntax.Stmt) []star.Stmt {
	l.fr.cond++
	defer func() { l.fr.cond-- }()
	return l.statements(list)
}

func (l *lowerer) stmt(s syntax.Stmt) {
	l.look.step()
	pos := l.at(s)
	l.fr.stmtScope = l.scope
	switch s := s.(type) {
	case *syntax.FunctionDef:
		l.functionDef(s)
	case *syntax.ClassDef:
		l.classDef(s)
	case *syntax.Return:
		l.returnStmt(s, pos)
	case *syntax.Delete:
		for _, t := range s.Targets {
			l.delete(t)
		}
	case *syntax.Assign:
		l.assignStmt(s, pos)
	case *syntax.AugAssign:
		l.augAssign(s, pos)
	case *syntax.AnnAssign:
		l.annAssign(s, pos)
	case *syntax.For:
		l.forLoop(s, pos)
	case *syntax.While:
		l.whileLoop(s, pos)
	case *syntax.If:
		cond := l.test(s.Test)
		l.emit(ifStmt(pos, cond, l.under(s.Body), l.under(s.Else)))
	case *syntax.With:
		l.with(s, s.Items)
	case *syntax.Match:
		l.match(s, pos)
	case *syntax.Raise:
		switch {
		case s.Exc == nil:
			l.emit(exprStmt(intrinsic(pos, "reraise")))
		case s.Cause == nil:
			l.emit(exprStmt(intrinsic(pos, "raise", l.expr(s.Exc))))
		default:
			l.emit(exprStmt(intrinsic(pos, "raise", l.expr(s.Exc), l.expr(s.Cause))))
		}
	case *syntax.Try:
		l.try(s)
	case *syntax.Assert:
		at := l.at(s.Test)
		cond := unary(star.NOT, l.test(s.Test), at)
		var args []star.Expr
		if s.Msg != nil {
			args = append(args, l.expr(s.Msg))
		}
		l.emit(ifStmt(pos, cond, []star.Stmt{exprStmt(intrinsic(at, "assert", args...))}, nil))
	case *syntax.Import:
		l.importStmt(s, pos)
	case *syntax.ImportFrom:
		l.importFrom(s, pos)
	case *syntax.Global, *syntax.Nonlocal:
	case *syntax.ExprStmt:
		l.exprStmt(s, pos)
	case *syntax.Pass:
		l.emit(pass(pos))
	case *syntax.Break:
		l.breakStmt(pos)
	case *syntax.Continue:
		l.continueStmt(pos)
	case *syntax.Load:
		l.load_(s, pos)
	default:
		l.fail(s, "this statement is not supported by mpstar")
	}
}

func (l *lowerer) exprStmt(s *syntax.ExprStmt, pos star.Position) {
	if l.opts.Interactive && l.scope.kind == moduleScope {
		l.emit(exprStmt(intrinsic(pos, "display", l.expr(s.X))))
		return
	}
	switch s.X.(type) {
	case *syntax.Str, *syntax.Int, *syntax.Float, *syntax.Constant, *syntax.Bytes, *syntax.Imag:
		return
	}
	l.emit(exprStmt(l.expr(s.X)))
}

// returnStmt returns from the function; from a body, which is another function to the
// engine, the value goes out in a tuple.
func (l *lowerer) returnStmt(s *syntax.Return, pos star.Position) {
	var x star.Expr
	if s.Value != nil {
		x = l.expr(s.Value)
	}
	if !l.fr.body {
		l.emit(ret(pos, x))
		return
	}
	if x == nil {
		x = none(pos)
	}
	l.fr.sig.ret = true
	if l.fr.inline != nil {
		l.leave(signalReturn, x, pos)
		return
	}
	l.emit(ret(pos, tuple(pos, x)))
}

// The signals of break and continue; that of return is a 1-tuple.
const (
	signalBreak    = 1
	signalContinue = 2
	signalReturn   = 3 // of a body in place: with.go
)

func (l *lowerer) breakStmt(pos star.Position) {
	if n := len(l.fr.loops); n > 0 {
		if broke := l.fr.loops[n-1].broke; broke != "" {
			l.emit(assign(ident(broke, pos), ident("True", pos), pos))
		}
		l.emit(&star.BranchStmt{Token: star.BREAK, TokenPos: pos})
		return
	}
	l.fr.sig.brk = true
	if l.fr.inline != nil {
		l.leave(signalBreak, nil, pos)
		return
	}
	l.emit(ret(pos, integer(signalBreak, pos)))
}

func (l *lowerer) continueStmt(pos star.Position) {
	if len(l.fr.loops) > 0 {
		l.emit(&star.BranchStmt{Token: star.CONTINUE, TokenPos: pos})
		return
	}
	l.fr.sig.cont = true
	if l.fr.inline != nil {
		l.leave(signalContinue, nil, pos)
		return
	}
	l.emit(ret(pos, integer(signalContinue, pos)))
}

// signalled emits a call that returns a signal, and acts on those that it can return.
func (l *lowerer) signalled(x star.Expr, sig signals, pos star.Position) {
	if sig == (signals{}) {
		l.emit(exprStmt(x))
		return
	}
	name := l.temp("s")
	l.emit(assign(ident(name, pos), x, pos))
	l.act(name, sig, pos, func() {
		if l.fr.body {
			l.fr.sig.ret = true
			l.emit(ret(pos, ident(name, pos)))
		} else {
			l.emit(ret(pos, index(ident(name, pos), integer(0, pos), pos)))
		}
	})
}

// act emits what acts on the signal in a variable: one of sig, or nothing that is true. returns emits what acts on that of return.
func (l *lowerer) act(name string, sig signals, pos star.Position, returns func()) {
	type action struct {
		value int64
		act   func()
	}
	var actions []action
	if sig.brk {
		actions = append(actions, action{signalBreak, func() { l.breakStmt(pos) }})
	}
	if sig.cont {
		actions = append(actions, action{signalContinue, func() { l.continueStmt(pos) }})
	}
	if sig.ret {
		actions = append(actions, action{0, returns})
	}
	var chain func(i int) []star.Stmt
	chain = func(i int) []star.Stmt {
		then := l.collect(actions[i].act)
		if i == len(actions)-1 {
			return then
		}
		cond := binary(ident(name, pos), star.EQL, integer(actions[i].value, pos), pos)
		return []star.Stmt{ifStmt(pos, cond, then, chain(i+1))}
	}
	l.emit(ifStmt(pos, ident(name, pos), chain(0), nil))
}

// inLoop lowers a loop's body, which the caller emits next.
func (l *lowerer) inLoop(lp *loop, f func()) []star.Stmt {
	l.fr.loops = append(l.fr.loops, lp)
	l.fr.cond++
	out := l.collect(f)
	l.fr.cond--
	l.fr.loops = l.fr.loops[:len(l.fr.loops)-1]
	if len(l.fr.loops) == 0 {
		l.emit(l.fr.before...)
		l.fr.before = nil
	}
	return out
}

// newLoop prepares for a loop's else.
func (l *lowerer) newLoop(els []syntax.Stmt, pos star.Position) *loop {
	lp := &loop{}
	if len(els) > 0 {
		lp.broke = l.temp("broke")
		l.emit(assign(ident(lp.broke, pos), ident("False", pos), pos))
	}
	return lp
}

func (l *lowerer) loopElse(lp *loop, els []syntax.Stmt, pos star.Position) {
	if len(els) > 0 {
		l.emit(ifStmt(pos, unary(star.NOT, ident(lp.broke, pos), pos), l.under(els), nil))
	}
}

func (l *lowerer) forLoop(s *syntax.For, pos star.Position) {
	x := l.iterable(s.Iter, pos)
	lp := l.newLoop(s.Else, pos)
	var vars star.Expr
	body := l.inLoop(lp, func() {
		vars = l.assignTarget(s.Target)
		l.stmts(s.Body)
	})
	at := pos
	switch s.Target.(type) {
	case *syntax.Tuple, *syntax.List:
		at = l.at(s.Target) // the engine has one position for iterating and unpacking
	}
	l.emit(forStmt(at, vars, x, body))
	l.afterLoop(lp, pos)
	l.loopElse(lp, s.Else, pos)
}

func (l *lowerer) whileLoop(s *syntax.While, pos star.Position) {
	lp := l.newLoop(s.Else, pos)
	cond := l.test(s.Test)
	body := l.inLoop(lp, func() { l.stmts(s.Body) })
	if len(body) == 0 {
		body = []star.Stmt{pass(pos)}
	}
	l.emit(&star.WhileStmt{While: pos, Cond: cond, Body: body})
	l.afterLoop(lp, pos)
	l.loopElse(lp, s.Else, pos)
}
