package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// expr lowers an expression.
func (l *lowerer) expr(e syntax.Expr) star.Expr {
	l.look.step()
	switch e := e.(type) {
	case *syntax.Ident:
		return l.load(e.Name, l.at(e))
	case *syntax.Constant:
		pos := l.at(e)
		switch e.Kind {
		case syntax.True:
			return ident("True", pos)
		case syntax.False:
			return ident("False", pos)
		case syntax.Ellipsis:
			return ident(mark+"ellipsis", pos)
		}
		return none(pos)
	case *syntax.Int:
		if e.Big != nil {
			return bigInteger(e.Big, l.at(e))
		}
		return integer(e.Value, l.at(e))
	case *syntax.Float:
		return l.float(e.Value, l.at(e))
	case *syntax.Imag:
		pos := l.at(e)
		return intrinsic(pos, "complex", l.float(0, pos), l.float(e.Value, pos))
	case *syntax.Str:
		return l.text(e.Value, l.at(e))
	case *syntax.Bytes:
		pos := l.at(e)
		if l.dialect == syntax.Python {
			return l.literal(e.Value, true, pos)
		}
		lit := str(e.Value, pos)
		lit.Token = star.BYTES
		return lit
	case *syntax.JoinedStr:
		return l.joinedStr(e)
	case *syntax.BoolOp:
		return l.boolOp(e, l.expr)
	case *syntax.NamedExpr:
		return l.namedExpr(e)
	case *syntax.BinOp:
		return l.binOp(e, false)
	case *syntax.UnaryOp:
		return l.unaryOp(e)
	case *syntax.Lambda:
		return l.lambda(e)
	case *syntax.IfExp:
		pos := l.at(e)
		return &star.CondExpr{If: pos, Cond: l.test(e.Test), True: l.expr(e.Body), ElsePos: pos, False: l.expr(e.OrElse)}
	case *syntax.Dict:
		return l.dict(e)
	case *syntax.Set:
		return l.makeset(l.at(e), e.Elts)
	case *syntax.ListComp:
		return l.comprehension(e, e.Generators, func() star.Expr { return l.expr(e.Elt) }, false)
	case *syntax.SetComp:
		pos := l.at(e)
		elems := l.comprehension(e, e.Generators, func() star.Expr { return l.expr(e.Elt) }, false)
		return intrinsic(pos, "setof", elems)
	case *syntax.DictComp:
		return l.comprehension(e, e.Generators, func() star.Expr {
			return entry(l.key(e.Key, l.expr(e.Key)), l.expr(e.Value), l.at(e.Key))
		}, true)
	case *syntax.GeneratorExp:
		return l.generatorExp(e)
	case *syntax.Yield:
		pos := l.at(e)
		x := star.Expr(none(pos))
		if e.Value != nil {
			x = l.expr(e.Value)
		}
		return intrinsic(pos, "yield", x)
	case *syntax.YieldFrom:
		pos := l.at(e)
		return intrinsic(pos, "yieldfrom", l.expr(e.X))
	case *syntax.Compare:
		return l.compare(e)
	case *syntax.Call:
		return l.call(e)
	case *syntax.Attribute:
		return l.attribute(e, false)
	case *syntax.Subscript:
		return l.subscriptExpr(e)
	case *syntax.Slice:
		pos := l.at(e)
		return intrinsic(pos, "slice", l.orNone(e.Lo, pos), l.orNone(e.Hi, pos), l.orNone(e.Step, pos))
	case *syntax.List:
		if hasStar(e.Elts) {
			return l.starList(e.Elts, l.at(e))
		}
		return list(l.at(e), l.exprs(e.Elts)...)
	case *syntax.Tuple:
		if hasStar(e.Elts) {
			pos := l.at(e)
			return intrinsic(pos, "tuple", l.starList(e.Elts, pos))
		}
		return tuple(l.at(e), l.exprs(e.Elts)...)
	case *syntax.Starred:
		l.fail(e, "can't use starred expression here")
	case *syntax.Await:
		l.fail(e, "'await' is not supported by mpstar")
	}
	l.fail(e, "this expression is not supported by mpstar")
	return nil
}

func (l *lowerer) exprs(list []syntax.Expr) []star.Expr {
	out := make([]star.Expr, len(list))
	for i, e := range list {
		out[i] = l.expr(e)
	}
	return out
}

func (l *lowerer) orNone(e syntax.Expr, pos star.Position) star.Expr {
	if e == nil {
		return none(pos)
	}
	return l.expr(e)
}

func (l *lowerer) float(v float64, pos star.Position) star.Expr {
	return &star.Literal{Token: star.FLOAT, TokenPos: pos, Value: v}
}

// text makes a string. In the Python dialect one that isn't ASCII is a text value.
func (l *lowerer) text(s string, pos star.Position) star.Expr {
	if l.dialect == syntax.Starlark || isASCII(s) {
		return str(s, pos)
	}
	return l.literal(s, false, pos)
}

// test lowers a condition.
func (l *lowerer) test(e syntax.Expr) star.Expr {
	switch e := e.(type) {
	case *syntax.BoolOp:
		return l.boolOp(e, l.test)
	case *syntax.UnaryOp:
		if e.Op == syntax.Not {
			return unary(star.NOT, l.test(e.X), l.at(e))
		}
	case *syntax.BinOp:
		return l.binOp(e, true)
	}
	return l.expr(e)
}

// boolOp nests a chain of and or or to the right, which the engine compiles to jumps.
func (l *lowerer) boolOp(e *syntax.BoolOp, lower func(syntax.Expr) star.Expr) star.Expr {
	pos := l.at(e)
	op := star.AND
	if e.Op == syntax.Or {
		op = star.OR
	}
	values := make([]star.Expr, len(e.Values))
	for i, v := range e.Values {
		values[i] = lower(v)
	}
	return boolChain(values, op, pos)
}

// longBool is how many operands of one and or or are nested in each other. More become a balanced tree, which means the same: what walks it needs little stack, and
// the engine, which follows the jumps from each operand to the end of all that it is in, takes no time that grows with the square.
const longBool = 32

func boolChain(values []star.Expr, op star.Token, pos star.Position) star.Expr {
	if n := len(values); n > longBool {
		return binary(boolChain(values[:n/2], op, pos), op, boolChain(values[n/2:], op, pos), pos)
	}
	x := values[len(values)-1]
	for i := len(values) - 2; i >= 0; i-- {
		x = binary(values[i], op, x, pos)
	}
	return x
}

// namedExpr sets a variable that lives in a cell, the module or a namespace.
func (l *lowerer) namedExpr(e *syntax.NamedExpr) star.Expr {
	pos := l.at(e)
	r := l.lookupIn(l.scope.function(), e.Target.Name)
	return intrinsic(pos, "set", l.container(r, pos), str(r.name, pos), l.expr(e.Value))
}

func hasStar(list []syntax.Expr) bool {
	for _, e := range list {
		if _, ok := e.(*syntax.Starred); ok {
			return true
		}
	}
	return false
}

// starList makes the list of a display with stars: [*a, b, *c] is ·extended(·extended(·starlist(a), (b,)), c).
func (l *lowerer) starList(elts []syntax.Expr, pos star.Position) star.Expr {
	var sum star.Expr
	var run []star.Expr
	flush := func() {
		switch {
		case len(run) == 0:
			return
		case sum == nil:
			sum = list(pos, run...)
		default:
			sum = intrinsic(pos, "extended", sum, tuple(pos, run...))
		}
		run = nil
	}
	for _, e := range elts {
		s, ok := e.(*syntax.Starred)
		if !ok {
			run = append(run, l.expr(e))
			continue
		}
		flush()
		if sum == nil {
			sum = intrinsic(l.at(s), "starlist", l.expr(s.X))
		} else {
			sum = intrinsic(l.at(s), "extended", sum, l.expr(s.X))
		}
	}
	flush()
	return sum
}

func (l *lowerer) makeset(pos star.Position, elts []syntax.Expr) star.Expr {
	if s, ok := elts[0].(*syntax.Starred); ok && len(elts) == 1 {
		return intrinsic(pos, "setof", l.expr(s.X))
	}
	if hasStar(elts) {
		return intrinsic(pos, "setof", l.starList(elts, pos))
	}
	name := "makeset"
	if len(elts) > 2 && allNumbers(elts) {
		name = "constset"
	}
	return l.many(pos, name, l.exprs(elts))
}

// allNumbers reports whether all elements are numbers as literals. CPython makes a constant of
// a display of three or more, which shows in the order of the set.
func allNumbers(elts []syntax.Expr) bool {
	for _, e := range elts {
		if u, ok := e.(*syntax.UnaryOp); ok && u.Op == syntax.USub {
			e = u.X
		}
		switch e.(type) {
		case *syntax.Int, *syntax.Float:
		default:
			return false
		}
	}
	return true
}

// maxArgs is the engine's limit on positional and on keyword arguments of a call.
const maxArgs = 255

// many calls an intrinsic with any number of arguments.
func (l *lowerer) many(pos star.Position, name string, args []star.Expr) star.Expr {
	if len(args) > maxArgs {
		return intrinsic(pos, name, starArg(list(pos, args...), pos))
	}
	return intrinsic(pos, name, args...)
}

// dict lowers a dict display. The engine's displays refuse equal keys; a comprehension over the
// items doesn't.
func (l *lowerer) dict(e *syntax.Dict) star.Expr {
	pos := l.at(e)
	var parts []star.Expr
	var keys, values []syntax.Expr
	flush := func() {
		if len(keys) > 0 {
			parts = append(parts, l.items(pos, keys, values))
			keys, values = nil, nil
		}
	}
	stars := false
	for i, k := range e.Keys {
		if k == nil {
			flush()
			stars = true
			parts = append(parts, l.expr(e.Values[i]))
			continue
		}
		keys, values = append(keys, k), append(values, e.Values[i])
	}
	flush()
	switch {
	case len(e.Keys) == 0:
		return dict(pos)
	case !stars:
		return parts[0]
	}
	return l.many(pos, "dict", parts)
}

func (l *lowerer) items(pos star.Position, keys, values []syntax.Expr) star.Expr {
	if l.dialect == syntax.Starlark || distinct(keys) {
		entries := make([]star.Expr, len(keys))
		for i, k := range keys {
			at := pos
			if l.dialect == syntax.Starlark {
				at = l.at(k)
			}
			entries[i] = entry(l.key(k, l.expr(k)), l.expr(values[i]), at)
		}
		return dict(pos, entries...)
	}
	pairs := make([]star.Expr, len(keys))
	for i, k := range keys {
		pairs[i] = tuple(pos, l.expr(k), l.expr(values[i]))
	}
	k, v := l.temp("k"), l.temp("v")
	key := ident(k, pos)
	for _, e := range keys {
		l.key(e, key)
	}
	return &star.Comprehension{
		Curly: true, Lbrack: pos, Rbrack: pos, Body: entry(key, ident(v, pos), pos),
		Clauses: []star.Node{&star.ForClause{For: pos, Vars: tuple(pos, ident(k, pos), ident(v, pos)), In: pos, X: tuple(pos, pairs...)}},
	}
}

// distinct reports whether keys are surely different from each other.
func distinct(keys []syntax.Expr) bool {
	if len(keys) <= 1 {
		return true
	}
	seen := map[any]bool{}
	for _, k := range keys {
		var v any
		switch k := k.(type) {
		case *syntax.Str:
			v = k.Value
		case *syntax.Bytes:
			v = [1]string{k.Value}
		case *syntax.Int:
			if k.Big != nil {
				return false
			}
			v = k.Value
		case *syntax.Constant:
			if k.Kind != syntax.None {
				return false // True equals 1
			}
			v = k.Kind
		default:
			return false
		}
		if seen[v] {
			return false
		}
		seen[v] = true
	}
	return true
}

// iterable lowers what a loop runs over; pos is where the loop is. In the Python dialect it may be a str, which the engine
// doesn't iterate over, or a list that the loop changes, which the engine doesn't allow.
func (l *lowerer) iterable(e syntax.Expr, pos star.Position) star.Expr {
	x := l.expr(e)
	if l.dialect == syntax.Starlark || l.freshIterable(e) {
		return x
	}
	return intrinsic(pos, "iter", x)
}

// freshIterable reports whether an expression's value can be iterated over by the engine and is
// seen by nobody else.
func (l *lowerer) freshIterable(e syntax.Expr) bool {
	switch l.typeIn(e, l.scope) {
	case typTuple, typRange, typIter:
		return true
	case typList, typDict: // a set has the engine's order, not CPython's
		_, variable := e.(*syntax.Ident)
		return !variable
	}
	return false
}
