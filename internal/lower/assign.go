package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers assignments and del.

func (l *lowerer) assignStmt(s *syntax.Assign, pos star.Position) {
	if len(s.Targets) == 1 {
		l.assignValue(s.Targets[0], s.Value, l.expr(s.Value), pos)
		return
	}
	value := func() star.Expr { return l.expr(s.Value) }
	if !constant(s.Value) {
		name := l.temp("v")
		l.emit(assign(ident(name, pos), l.expr(s.Value), pos))
		value = func() star.Expr { return ident(name, pos) }
	}
	for _, t := range s.Targets {
		l.assignValue(t, s.Value, value(), pos)
	}
}

// constant reports whether lowering an expression twice makes the same value.
func constant(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.Int, *syntax.Float, *syntax.Str, *syntax.Constant, *syntax.Bytes:
		return true
	}
	return false
}

// assignValue assigns x, which is source's value lowered, to a target.
func (l *lowerer) assignValue(t syntax.Expr, source syntax.Expr, x star.Expr, pos star.Position) {
	var held string
	switch t := t.(type) {
	case *syntax.Tuple:
		x, held = l.unpackable(source, x, t.Elts, pos)
	case *syntax.List:
		x, held = l.unpackable(source, x, t.Elts, pos)
	}
	var lhs star.Expr
	after := l.collect(func() { lhs = l.assignTo(t, &x) })
	if lhs != nil {
		l.emit(assign(lhs, x, l.targetPos(t, pos)))
	}
	if held != "" {
		l.emit(assign(ident(held, pos), none(pos), pos)) // what was unpacked may end before the function does
	}
	l.emit(after...)
}

// targetPos is where the engine reports that a value can't be unpacked.
func (l *lowerer) targetPos(t syntax.Expr, pos star.Position) star.Position {
	switch t.(type) {
	case *syntax.Tuple, *syntax.List:
		return l.at(t)
	}
	return pos
}

// unpackable makes a value that the engine can unpack into targets: str is not iterable there, and
// a starred target needs the middle as a list. held is a variable that has the value, "" for none.
func (l *lowerer) unpackable(source syntax.Expr, x star.Expr, targets []syntax.Expr, pos star.Position) (_ star.Expr, held string) {
	if i := l.starredIndex(targets); i >= 0 {
		at := l.pos(syntax.Span{Start: targets[0].Extent().Start, End: targets[len(targets)-1].Extent().End})
		return intrinsic(at, "unpack", x, integer(int64(i), pos), integer(int64(len(targets)-1-i), pos)), ""
	}
	if l.dialect != syntax.Python || source == nil {
		return x, ""
	}
	switch t := l.typeIn(source, l.scope); {
	case t.text():
		return intrinsic(pos, "iter", x), ""
	case t != typUnknown || len(l.fr.loops) > 0: // in a loop the question would cost as much as the unpacking
		return x, ""
	}
	switch source.(type) {
	case *syntax.Ident, *syntax.Attribute, *syntax.Subscript, *syntax.Call, *syntax.IfExp, *syntax.BoolOp, *syntax.BinOp:
	default:
		return x, ""
	}
	id, ok := x.(*star.Ident)
	if !ok {
		held = l.temp("v")
		id = ident(held, pos)
		l.emit(assign(id, x, pos))
	}
	again := func() *star.Ident { return ident(id.Name, pos) }
	text := binary(again(), star.IN, ident(mark+"characters", pos), pos)
	return &star.CondExpr{If: pos, Cond: text, True: intrinsic(pos, "iter", again()), ElsePos: pos, False: again()}, held
}

func (l *lowerer) starredIndex(targets []syntax.Expr) int {
	found := -1
	for i, t := range targets {
		if s, ok := t.(*syntax.Starred); ok {
			if found >= 0 {
				l.fail(s, "multiple starred expressions in assignment")
			}
			found = i
		}
	}
	return found
}

// assignTarget lowers the target of a loop or with: what the engine assigns to. Statements that
// finish the assignment are emitted.
func (l *lowerer) assignTarget(t syntax.Expr) star.Expr {
	switch tt := t.(type) {
	case *syntax.Tuple:
		if l.starredIndex(tt.Elts) >= 0 {
			return l.viaTemp(t)
		}
	case *syntax.List:
		if l.starredIndex(tt.Elts) >= 0 {
			return l.viaTemp(t)
		}
	}
	x := star.Expr(nil)
	lhs := l.assignTo(t, &x)
	if lhs == nil {
		return l.viaTemp(t)
	}
	return lhs
}

// viaTemp assigns to a target by way of a variable of lowering's own.
func (l *lowerer) viaTemp(t syntax.Expr) star.Expr {
	pos := l.at(t)
	name := l.temp("v")
	l.assignValue(t, nil, ident(name, pos), pos)
	return ident(name, pos)
}

// assignTo returns the left side through which the engine assigns *x to a target, or nil if
// it has emitted the whole assignment itself, where *x must not be nil. What has to follow the
// assignment is emitted too.
func (l *lowerer) assignTo(t syntax.Expr, x *star.Expr) star.Expr {
	pos := l.at(t)
	switch t := t.(type) {
	case *syntax.Ident:
		lhs := l.store(t.Name, pos)
		l.bound(t.Name)
		return lhs
	case *syntax.Attribute:
		at := l.attrPos(t)
		name := mangle(l.scope.class, t.Name)
		if l.plainSetattr(t) {
			return dot(l.expr(t.X), name, at)
		}
		if x == nil || *x == nil {
			return nil
		}
		if _, ok := (*x).(*star.Ident); !ok && !evaluatesFirst(t.X) {
			// The value is evaluated before the target.
			tmp := l.temp("v")
			l.emit(assign(ident(tmp, pos), *x, pos))
			*x = ident(tmp, pos)
		}
		l.emit(exprStmt(intrinsic(at, "setattr", l.expr(t.X), str(name, at), *x)))
		return nil
	case *syntax.Subscript:
		at := l.subscriptPos(t)
		if sl, ok := t.Index.(*syntax.Slice); ok {
			if x == nil || *x == nil {
				return nil
			}
			l.keep(x, pos)
			l.emit(exprStmt(intrinsic(at, "setslice", l.expr(t.X), l.orNone(sl.Lo, at), l.orNone(sl.Hi, at), l.orNone(sl.Step, at), *x)))
			return nil
		}
		if l.oddIndex(t) {
			if x == nil || *x == nil {
				return nil
			}
			l.keep(x, pos)
			l.emit(exprStmt(intrinsic(at, "setitem", l.expr(t.X), l.subscript(t.Index), *x)))
			return nil
		}
		base, i := l.expr(t.X), l.subscript(t.Index)
		if l.hasKeys(t.X) {
			l.key(t.Index, i)
		}
		x := index(base, i, at)
		if l.dialect == syntax.Python && l.typeIn(t.X, l.scope) != typList {
			l.guarded(x, guardRoom)
		}
		return x
	case *syntax.Tuple:
		return l.assignElements(t.Elts, pos)
	case *syntax.List:
		return l.assignElements(t.Elts, pos)
	case *syntax.Starred:
		l.fail(t, "starred assignment target must be in a list or tuple")
	}
	l.fail(t, "cannot assign to this expression")
	return nil
}

// keep evaluates *x now, before the target that it is assigned to.
func (l *lowerer) keep(x *star.Expr, pos star.Position) {
	if _, ok := (*x).(*star.Ident); !ok {
		tmp := l.temp("v")
		l.emit(assign(ident(tmp, pos), *x, pos))
		*x = ident(tmp, pos)
	}
}

// assignElements lowers the targets of an unpacking. From the first one that takes more than
// the engine's assignment on, they are assigned after the unpacking, in order.
func (l *lowerer) assignElements(elts []syntax.Expr, pos star.Position) star.Expr {
	lhs := make([]star.Expr, len(elts))
	deferred := false
	for i, t := range elts {
		if s, ok := t.(*syntax.Starred); ok {
			t = s.X
		}
		if !deferred && !l.simpleTarget(t) {
			deferred = true
		}
		if !deferred {
			lhs[i] = l.assignTo(t, nil)
			continue
		}
		lhs[i] = l.viaTemp(t)
	}
	return tuple(pos, lhs...)
}

// simpleTarget reports whether the engine can assign to a target.
func (l *lowerer) simpleTarget(t syntax.Expr) bool {
	switch t := t.(type) {
	case *syntax.Ident:
		return true
	case *syntax.Attribute:
		return l.plainSetattr(t)
	case *syntax.Subscript:
		_, slice := t.Index.(*syntax.Slice)
		return !slice && !l.oddIndex(t)
	case *syntax.Tuple:
		return l.simpleTargets(t.Elts)
	case *syntax.List:
		return l.simpleTargets(t.Elts)
	}
	return false
}

func (l *lowerer) simpleTargets(list []syntax.Expr) bool {
	for _, t := range list {
		if !l.simpleTarget(t) {
			return false
		}
	}
	return true
}

// evaluatesFirst reports whether evaluating an expression before another makes no difference.
func evaluatesFirst(e syntax.Expr) bool {
	_, ok := e.(*syntax.Ident)
	return ok
}

// plainSetattr reports whether an attribute can be assigned the engine's way. Functions
// have attributes in Python, but not in the engine.
func (l *lowerer) plainSetattr(t *syntax.Attribute) bool {
	id, ok := t.X.(*syntax.Ident)
	var sym *symbol
	if ok {
		sym = l.scope.resolve(mangle(l.scope.class, id.Name))
	}
	switch {
	case sym != nil && sym.defs:
		return false
	case l.dialect == syntax.Starlark:
		return true
	case isDunder(t.Name):
		return false
	}
	if l.selfAttrs[t.Name] || wellKnownAttr(t.Name) {
		return true
	}
	return l.isSelfSym(sym)
}

// wellKnownAttr reports whether a name is commonly assigned on objects of multiprocessing,
// and so no attribute of functions.
func wellKnownAttr(name string) bool {
	switch name {
	case "value", "daemon", "name", "raw", "authkey":
		return true
	}
	return false
}

var augTokens = [syntax.NotIn + 1]star.Token{
	syntax.Add: star.PLUS_EQ, syntax.Sub: star.MINUS_EQ, syntax.Mult: star.STAR_EQ, syntax.Div: star.SLASH_EQ,
	syntax.FloorDiv: star.SLASHSLASH_EQ, syntax.Mod: star.PERCENT_EQ, syntax.BitAnd: star.AMP_EQ, syntax.BitOr: star.PIPE_EQ,
	syntax.BitXor: star.CIRCUMFLEX_EQ, syntax.LShift: star.LTLT_EQ, syntax.RShift: star.GTGT_EQ,
}

func (l *lowerer) augAssign(s *syntax.AugAssign, pos star.Position) {
	native := l.nativeAug(s) && (s.Op != syntax.Mult || l.boundedProduct(s.Target, s.Value)) &&
		!((s.Op == syntax.Add || s.Op == syntax.Mult) && l.vastText(s.Target, s.Value))
	if t, ok := s.Target.(*syntax.Attribute); ok && native {
		// What can be assigned is no object of the engine's, unless the file gives functions attributes.
		native = !isDunder(t.Name) && !l.functionAttr(t)
	}
	if t, ok := s.Target.(*syntax.Subscript); ok && native {
		_, slice := t.Index.(*syntax.Slice)
		native = !slice && !l.oddIndex(t)
	}
	if id, ok := s.Target.(*syntax.Ident); ok && l.lookup(id.Name).kind == refClass && !l.fr.assigned[mangle(l.scope.class, id.Name)] {
		native = false
	}
	if native {
		var lhs star.Expr
		if t, ok := s.Target.(*syntax.Attribute); ok {
			lhs = dot(l.expr(t.X), mangle(l.scope.class, t.Name), l.attrPos(t))
		} else {
			lhs = l.assignTo(s.Target, nil)
		}
		st := &star.AssignStmt{OpPos: pos, Op: augTokens[s.Op], LHS: lhs, RHS: l.expr(s.Value)}
		if l.dialect == syntax.Python {
			l.guardAugmented(s, st)
		}
		l.emit(st)
		return
	}
	op := func(x star.Expr) star.Expr {
		if l.dialect == syntax.Starlark && s.Op == syntax.Mult {
			return intrinsic(pos, "enginemul", x, l.expr(s.Value))
		}
		if l.dialect == syntax.Starlark && augTokens[s.Op] != 0 {
			return binary(x, augTokens[s.Op]-star.PLUS_EQ+star.PLUS, l.expr(s.Value), pos)
		}
		return intrinsic(pos, "inplace", str(opText[s.Op], pos), x, l.expr(s.Value))
	}
	save := func(e syntax.Expr) func() star.Expr {
		if e == nil {
			return func() star.Expr { return none(pos) }
		}
		if constant(e) {
			return func() star.Expr { return l.expr(e) }
		}
		at := l.at(e)
		name := l.temp("v")
		l.emit(assign(ident(name, at), l.expr(e), at))
		return func() star.Expr { return ident(name, at) }
	}
	switch t := s.Target.(type) {
	case *syntax.Ident:
		at := l.at(t)
		x := op(l.load(t.Name, at))
		l.emit(assign(l.store(t.Name, at), x, pos))
		l.bound(t.Name)
	case *syntax.Attribute:
		at := l.attrPos(t)
		x := save(t.X)
		name := mangle(l.scope.class, t.Name)
		value := op(intrinsic(at, "attr", x(), str(name, at)))
		l.emit(exprStmt(intrinsic(at, "setattr", x(), str(name, at), value)))
	case *syntax.Subscript:
		at := l.subscriptPos(t)
		x := save(t.X)
		if sl, ok := t.Index.(*syntax.Slice); ok {
			lo, hi, step := save(sl.Lo), save(sl.Hi), save(sl.Step)
			value := op(intrinsic(at, "getslice", x(), lo(), hi(), step()))
			l.emit(exprStmt(intrinsic(at, "setslice", x(), lo(), hi(), step(), value)))
			return
		}
		name := l.temp("v")
		i := l.subscript(t.Index)
		if l.hasKeys(t.X) {
			l.key(t.Index, i)
		}
		l.emit(assign(ident(name, at), i, at))
		if l.oddIndex(t) {
			value := op(intrinsic(at, "getitem", x(), ident(name, at)))
			l.emit(exprStmt(intrinsic(at, "setitem", x(), ident(name, at), value)))
			return
		}
		value := op(index(x(), ident(name, at), at))
		l.emit(assign(l.guarded(index(x(), ident(name, at), at), guardRoom), value, at))
	default:
		l.fail(s.Target, "illegal expression for augmented assignment")
	}
}

// nativeAug reports whether the engine's operator is right for an augmented assignment.
func (l *lowerer) nativeAug(s *syntax.AugAssign) bool {
	if augTokens[s.Op] == 0 {
		return false
	}
	if l.dialect == syntax.Starlark {
		return true
	}
	x, y := l.typeIn(s.Target, l.scope), l.typeIn(s.Value, l.scope)
	if l.boolOperand(s.Value) || l.boolOperand(s.Target) {
		return false
	}
	switch s.Op {
	case syntax.RShift:
		if !smallShift(s.Value) {
			return false
		}
	case syntax.Div, syntax.FloorDiv, syntax.Mod:
		if !l.engineDivides(s.Op, s.Target, s.Value) {
			return false
		}
	}
	if x.number() && y.number() {
		switch s.Op {
		case syntax.LShift:
			return smallShift(s.Value)
		case syntax.FloorDiv, syntax.Mod:
			return l.small(s.Value, smallDepth) || !l.vast(s.Target)
		}
		return true
	}
	if l.inplace && !x.number() && !x.text() {
		return false
	}
	switch s.Op {
	case syntax.Add:
		if x == typList || sameTerm(s.Target, s.Value) && !x.number() {
			_, display := s.Value.(*syntax.List)
			return display // whatever else may be as long as the list itself, and takes all memory before anybody sees it
		}
		return true
	case syntax.Sub:
		return x.number() || y.number() || !l.usesSets
	case syntax.Mult:
		return x != typList
	case syntax.Mod:
		return l.notText(s.Target, l.scope)
	case syntax.BitAnd, syntax.BitOr, syntax.BitXor:
		return x == typInt || y == typInt
	case syntax.LShift:
		return false
	}
	return true
}

func (l *lowerer) annAssign(s *syntax.AnnAssign, pos star.Position) {
	if s.Value != nil {
		l.assignValue(s.Target, s.Value, l.expr(s.Value), pos)
	}
	if id, ok := s.Target.(*syntax.Ident); ok && s.Simple && l.scope.kind == classScope {
		name := mangle(l.scope.class, id.Name)
		l.emit(exprStmt(intrinsic(pos, "annotate", ident(mark+"ns", pos), str(name, pos), l.annotation(s.Annotation))))
	}
}

func (l *lowerer) delete(t syntax.Expr) {
	pos := l.at(t)
	switch t := t.(type) {
	case *syntax.Ident:
		r := l.lookup(t.Name)
		l.emit(exprStmt(intrinsic(pos, "clear", l.container(r, pos), str(r.name, pos))))
		if l.fr.assigned != nil {
			delete(l.fr.assigned, r.name)
		}
	case *syntax.Attribute:
		at := l.attrPos(t)
		l.emit(exprStmt(intrinsic(at, "delattr", l.expr(t.X), str(mangle(l.scope.class, t.Name), at))))
	case *syntax.Subscript:
		at := l.subscriptPos(t)
		if sl, ok := t.Index.(*syntax.Slice); ok {
			l.emit(exprStmt(intrinsic(at, "delslice", l.expr(t.X), l.orNone(sl.Lo, at), l.orNone(sl.Hi, at), l.orNone(sl.Step, at))))
			return
		}
		l.emit(exprStmt(intrinsic(at, "delitem", l.expr(t.X), l.subscript(t.Index))))
	case *syntax.Tuple:
		for _, e := range t.Elts {
			l.delete(e)
		}
	case *syntax.List:
		for _, e := range t.Elts {
			l.delete(e)
		}
	default:
		l.fail(t, "cannot delete this expression")
	}
}
