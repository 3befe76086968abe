package lower

import (
	"slices"
	"strings"

	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file finds what the source shows to be huge: ints of millions of bits, texts of megabytes. The engine's own operators take long for such
// values and can't be stopped meanwhile, so they become intrinsics there. Where it shows nothing, comparisons, +, in and what gives an item to a
// value are guarded: see guard. All other code pays nothing.

// vastDepth bounds how far vast follows expressions and variables.
const vastDepth = 6

// vast reports whether the source shows that a value may be huge: it is a power, a shift or a repetition by what is no small literal, or made of one.
func (l *lowerer) vast(e syntax.Expr) bool { return l.vastIn(e, l.scope, vastDepth) }

func (l *lowerer) vastIn(e syntax.Expr, s *scope, depth int) bool {
	if depth--; depth < 0 {
		return false
	}
	switch e := e.(type) {
	case *syntax.BinOp:
		switch e.Op {
		case syntax.Pow:
			if n, ok := e.Y.(*syntax.Int); ok && n.Big == nil && n.Value <= 64 {
				return l.vastIn(e.X, s, depth)
			}
			return l.typeIn(e.X, s) != typFloat && l.typeIn(e.Y, s) != typFloat
		case syntax.LShift:
			return !smallShift(e.Y)
		case syntax.Mult:
			if l.typeIn(e.X, s).text() && !fewTimes(e.Y) || l.typeIn(e.Y, s).text() && !fewTimes(e.X) {
				return true
			}
			return l.vastIn(e.X, s, depth) || l.vastIn(e.Y, s, depth)
		case syntax.Add, syntax.Sub, syntax.FloorDiv, syntax.BitOr, syntax.BitXor:
			return l.vastIn(e.X, s, depth) || l.vastIn(e.Y, s, depth)
		}
	case *syntax.UnaryOp:
		return l.vastIn(e.X, s, depth)
	case *syntax.IfExp:
		return l.vastIn(e.Body, s, depth) || l.vastIn(e.OrElse, s, depth)
	case *syntax.Ident:
		sym := s.resolve(mangle(s.class, e.Name))
		if sym == nil {
			return false
		}
		for _, src := range sym.sources {
			if src.kind == fromValue && src.expr != nil && l.vastIn(src.expr, src.scope, depth) {
				return true
			}
		}
	}
	return false
}

// vastText reports whether one of two operands is no number, and the source shows that it may be huge.
func (l *lowerer) vastText(x, y syntax.Expr) bool {
	return !l.typeIn(x, l.scope).number() && l.vast(x) || !l.typeIn(y, l.scope).number() && l.vast(y)
}

// fewTimes reports whether a text may be repeated so often without becoming huge.
func fewTimes(e syntax.Expr) bool {
	n, ok := e.(*syntax.Int)
	return ok && n.Big == nil && n.Value <= 1<<12
}

// unseen reports whether an expression may be a list, a tuple or a dict of any length as far as the source shows, or have one in it.
func (l *lowerer) unseen(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.List:
		return l.anyUnseen(e.Elts)
	case *syntax.Tuple:
		return l.anyUnseen(e.Elts)
	case *syntax.Set:
		return l.anyUnseen(e.Elts)
	case *syntax.Dict:
		return l.anyUnseen(e.Keys) || l.anyUnseen(e.Values)
	case *syntax.Constant, *syntax.Lambda:
		return false
	}
	switch l.typeIn(e, l.scope) {
	case typUnknown, typNone, typList, typTuple, typDict:
		return true // even if it is used as only a number can be: not each use need be reached
	}
	return false
}

func (l *lowerer) anyUnseen(list []syntax.Expr) bool {
	return slices.ContainsFunc(list, func(e syntax.Expr) bool { return e != nil && l.unseen(e) })
}

// A guard says how an operand is read through ·g (object.Scope), which takes 10 to 17 ns, unless package quick runs the operation, which sees to large operands itself.
type guard uint8

const (
	guardLeft     guard = iota + 1 // ·g[x] op y
	guardIn                        // x in ·g & y
	guardRoom                      // (·g | x)[k] = y, (·g | x).append(y)
	guardMethod                    // ·method.append(x, y)
	guardTree                      // ·g << x == y
	guardSearch                    // x in ·g - y
	guardText                      // x % (·g * y)
	guardSum                       // ·g / x + y
	guardTerm                      // x + ·g / y
	guardSelf                      // (·g / x).upper, (·g / x)[1:]
	guardLong                      // ·g // x + 'a'
	guardLongTerm                  // 'a' + ·g // y
	guardLongBoth                  // ·g // x + ·g // y
	guardAny                       // (·g + x) * 1000
	guardAnyTerm                   // 1000 * (·g + y)
)

// guarded notes how an operand of x is to be read.
func (l *lowerer) guarded(x star.Expr, g guard) star.Expr {
	if l.vasts == nil {
		l.vasts = map[star.Expr]guard{}
	}
	l.vasts[x] = g
	return x
}

// keyed lets a key be read so.
func (l *lowerer) keyed(x *star.Expr) {
	if pos, ok := l.keys[*x]; ok {
		delete(l.keys, *x)
		*x = binary(ident(mark+"g", pos), star.CIRCUMFLEX, *x, pos)
	}
}

// operandTokens are the operators by which the operands of a binary expression are read through ·g.
var operandTokens = [...]struct{ x, y star.Token }{
	guardIn:       {y: star.AMP},
	guardTree:     {x: star.LTLT},
	guardSearch:   {y: star.MINUS},
	guardText:     {y: star.STAR},
	guardSum:      {x: star.SLASH},
	guardTerm:     {y: star.SLASH},
	guardLong:     {x: star.SLASHSLASH},
	guardLongTerm: {y: star.SLASHSLASH},
	guardLongBoth: {x: star.SLASHSLASH, y: star.SLASHSLASH},
	guardAny:      {x: star.PLUS},
	guardAnyTerm:  {y: star.PLUS},
}

// read lets the operands of x be read so.
func (g guard) read(x *star.BinaryExpr) {
	if g == guardLeft {
		x.X = &star.IndexExpr{X: ident(mark+"g", x.OpPos), Lbrack: x.OpPos, Y: x.X, Rbrack: x.OpPos}
	}
	if op := operandTokens[g].x; op != 0 {
		x.X = binary(ident(mark+"g", x.OpPos), op, x.X, x.OpPos)
	}
	if op := operandTokens[g].y; op != 0 {
		x.Y = binary(ident(mark+"g", x.OpPos), op, x.Y, x.OpPos)
	}
}

// room lets x, which gets an item or is what a method or a slice is of, be read so.
func (g guard) room(x *star.Expr, pos star.Position) {
	switch g {
	case guardRoom:
		*x = binary(ident(mark+"g", pos), star.PIPE, *x, pos)
	case guardSelf:
		*x = binary(ident(mark+"g", pos), star.SLASH, *x, pos)
	}
}

// caller makes x.append(y), if its method is read so, a call of one function, which sees to it itself.
func (l *lowerer) caller(x *star.CallExpr) {
	if dot, ok := x.Fn.(*star.DotExpr); ok && l.vasts[dot] == guardMethod {
		x.Fn = ident(ConstantMark+MethodMark+dot.Name.Name, x.Lparen)
		x.Args = append([]star.Expr{dot.X}, x.Args...)
	}
}

// key notes that x, which is e lowered, is a key of a dict or set, or what may contain some, if it may be a long text or a tuple with others in it: it is read through
// ·g ^ x, which looks at it before the engine hashes it.
func (l *lowerer) key(e syntax.Expr, x star.Expr) star.Expr {
	if l.nests(e) {
		if l.keys == nil {
			l.keys = map[star.Expr]star.Position{}
		}
		l.keys[x] = l.at(e)
	}
	return x
}

// nests reports whether an expression may be a long text, or a tuple with others in it, as far as the source shows.
func (l *lowerer) nests(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Tuple:
		for _, x := range e.Elts {
			if l.nests(x) {
				return true
			}
		}
		return false
	case *syntax.Int, *syntax.Float, *syntax.Str, *syntax.Bytes, *syntax.Constant, *syntax.Lambda, *syntax.Compare:
		return false
	}
	switch l.typeIn(e, l.scope) {
	case typUnknown, typNone, typTuple, typStr, typASCII:
		return true // even if it is used as only a number can be: not each use need be reached
	}
	return false
}

// hasKeys reports whether the items of an expression may be found by keys.
func (l *lowerer) hasKeys(e syntax.Expr) bool {
	switch t := l.typeIn(e, l.scope); t {
	case typList, typTuple, typRange:
		return false
	default:
		return !t.text()
	}
}

// takesKey reports whether a method of this name, left to the engine, looks for its first argument among the keys of what it is a method of.
func (l *lowerer) takesKey(name string) bool {
	switch name {
	case "get", "setdefault", "add", "discard":
		return true
	case "pop":
		return l.dialect == syntax.Starlark
	}
	return false
}

// takesKeys reports whether a method of this name takes what has keys in it. The engine's own, which only the Starlark dialect has, does not look at them.
func takesKeys(name string) bool {
	switch name {
	case "update", "union", "intersection", "difference", "symmetric_difference", "issubset", "issuperset":
		return true
	}
	return false
}

// ownMethod reports whether ·starlark_method finds a method of this name in the Starlark dialect.
func (l *lowerer) ownMethod(name string) bool {
	if l.dialect != syntax.Starlark {
		return false
	}
	switch name { // object.StarlarkMethods
	case "index", "remove", "format", "insert", "pop", "join", "replace", "extend", "rsplit":
		return true
	}
	return false
}

// LongMethod reports whether the engine's method of this name takes long in the Starlark dialect where what it is a method of is large.
func LongMethod(name string) bool { return longMethods[name] }

var longMethods = map[string]bool{
	"capitalize": true, "title": true, "upper": true, "lower": true, "isalnum": true, "isalpha": true, "isdigit": true, "isspace": true, "islower": true,
	"isupper": true, "count": true, "find": true, "rfind": true, "rindex": true, "startswith": true, "endswith": true, "removeprefix": true,
	"removesuffix": true, "partition": true, "rpartition": true, "strip": true, "lstrip": true, "rstrip": true, "split": true, "rsplit": true,
	"splitlines": true, "items": true, "keys": true, "values": true,
}

// longFormat reports whether an expression is a text that may be a long format, or one with %r: the engine takes long for that.
func (l *lowerer) longFormat(e syntax.Expr) bool {
	if s, ok := e.(*syntax.Str); ok {
		return len(s.Value) > 1<<10 || strings.Contains(s.Value, "%r")
	}
	return l.typeIn(e, l.scope).text()
}

// mayBeLong reports whether an expression may be a list, a tuple, a dict, a set or a text of any length as far as the source shows.
func (l *lowerer) mayBeLong(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.List, *syntax.Tuple, *syntax.Set, *syntax.Dict, *syntax.Str, *syntax.Constant:
		return false
	}
	t := l.typeIn(e, l.scope)
	return l.unseen(e) || t.text() || hashed(t)
}

// gainsItem reports whether a call of a method of this name is left to the engine and gives what it is a method of, which may be large, an item.
func (l *lowerer) gainsItem(e *syntax.Attribute) bool {
	if l.dialect != syntax.Python {
		return false
	}
	switch e.Name {
	case "append", "add", "setdefault":
	default:
		return false
	}
	if id, ok := e.X.(*syntax.Ident); ok {
		if sym := l.scope.resolve(mangle(l.scope.class, id.Name)); sym == nil || sym.imports || l.isSelfSym(sym) {
			return false
		}
	}
	return true
}
