package lower

import "github.com/mpstar/mpstar/internal/syntax"

// This file infers types within a function from literals, loops and arithmetic, so that
// operators whose engine meaning is Python's for those types stay native. It never looks at the
// flow of control: a variable has a type if all that is ever assigned to it has.

type typ uint8

const (
	typNone    typ = iota // nothing known yet: the bottom of the lattice
	typUnknown            // anything: the top
	typInt
	typFloat
	typNumber // int or float
	typBool
	typStr   // a str with ASCII characters alone, or one that is no operand of a native operation that minds
	typASCII // surely a starlark.String
	typList
	typTuple
	typDict
	typSet
	typRange
	typIter  // a fresh iterable of some other type
	typOther // None, a function: none of the above
)

func (t typ) number() bool { return t == typInt || t == typFloat || t == typNumber }
func (t typ) text() bool   { return t == typStr || t == typASCII }

func join(x, y typ) typ {
	switch {
	case x == y || y == typNone:
		return x
	case x == typNone:
		return y
	case x.number() && y.number():
		return typNumber
	case x.text() && y.text():
		return typStr
	}
	return typUnknown
}

// symbolType returns the type of everything bound to a symbol.
func (a *analysis) symbolType(sym *symbol) typ {
	s := sym.scope
	if !s.typed {
		if a.inferring != nil && !s.encloses(a.inferring) {
			return typUnknown // depends on what is being inferred
		}
		s.typed = true
		outer := a.inferring
		a.inferring = s
		a.inferScope(s)
		a.inferring = outer
	}
	return sym.typ
}

// maxPasses bounds the iteration to the fixed point; code that needs more has no types.
const maxPasses = 6

func (a *analysis) inferScope(s *scope) {
	fixed := func(sym *symbol) bool {
		return sym.param && sym.assumed != kindNumber || sym.outer || sym.deleted || !sym.bound || s.kind == classScope ||
			sym.defs || sym.classes || sym.imports ||
			s.kind == moduleScope && a.allDynamic
	}
	for _, sym := range s.order {
		if fixed(sym) {
			sym.typ = typUnknown
			if p, ok := s.variadic(sym); ok && sym.bindings == 0 && !sym.outer {
				sym.typ = p
			}
		}
	}
	for pass := 0; ; pass++ {
		changed := false
		for _, sym := range s.order {
			if fixed(sym) {
				continue
			}
			t := typNone
			if sym.assumed == kindNumber {
				t = typNumber
			}
			for _, src := range sym.sources {
				a.look.step()
				t = join(t, a.sourceType(sym, src))
			}
			if t != sym.typ {
				sym.typ, changed = t, true
			}
		}
		if !changed {
			break
		}
		if pass == maxPasses {
			for _, sym := range s.order {
				sym.typ = typUnknown
			}
			break
		}
	}
	for _, sym := range s.order {
		if sym.typ == typNone {
			sym.typ = typUnknown
		}
	}
}

// variadic returns the type of *args and **kwargs.
func (s *scope) variadic(sym *symbol) (typ, bool) {
	var args *syntax.Arguments
	switch n := s.node.(type) {
	case *syntax.FunctionDef:
		args = n.Args
	case *syntax.Lambda:
		args = n.Args
	default:
		return typUnknown, false
	}
	if v := args.Vararg; v != nil && mangle(s.class, v.Name) == sym.name {
		return typTuple, true
	}
	if v := args.Kwarg; v != nil && mangle(s.class, v.Name) == sym.name {
		return typDict, true
	}
	return typUnknown, false
}

func (a *analysis) sourceType(sym *symbol, src source) typ {
	switch src.kind {
	case fromValue:
		return a.typeIn(src.expr, src.scope)
	case fromElement:
		switch a.typeIn(src.expr, src.scope) {
		case typRange:
			return typInt
		case typNone:
			return typNone
		}
		return a.elementType(src.expr, src.scope)
	case fromAug:
		if sym.typ == typList && (src.op == syntax.Add || src.op == syntax.Mult) {
			return typList // it takes the items of whatever is added to it
		}
		return a.opType(src.op, sym.typ, a.typeIn(src.expr, src.scope))
	}
	return typUnknown
}

// elementType is the common type of a display's elements.
func (a *analysis) elementType(e syntax.Expr, s *scope) typ {
	var elts []syntax.Expr
	switch e := e.(type) {
	case *syntax.List:
		elts = e.Elts
	case *syntax.Tuple:
		elts = e.Elts
	default:
		return typUnknown
	}
	t := typNone
	for _, x := range elts {
		if t = join(t, a.typeIn(x, s)); t == typUnknown {
			return t
		}
	}
	if t == typNone {
		return typUnknown
	}
	return t
}

// typeIn returns the type of an expression evaluated in a scope.
func (a *analysis) typeIn(e syntax.Expr, s *scope) typ {
	if a.inferring != nil {
		return a.typeOf(e, s) // not final yet
	}
	switch e.(type) {
	case *syntax.BinOp, *syntax.BoolOp, *syntax.IfExp, *syntax.UnaryOp, *syntax.Call, *syntax.NamedExpr:
		t, ok := a.types[e]
		if !ok {
			t = a.typeOf(e, s)
			a.types[e] = t
		}
		return t
	}
	return a.typeOf(e, s)
}

func (a *analysis) typeOf(e syntax.Expr, s *scope) typ {
	switch e := e.(type) {
	case *syntax.Int:
		return typInt
	case *syntax.Float:
		return typFloat
	case *syntax.Str:
		if isASCII(e.Value) || a.dialect == syntax.Starlark {
			return typASCII
		}
		return typStr
	case *syntax.JoinedStr:
		return typStr
	case *syntax.Constant:
		if e.Kind == syntax.True || e.Kind == syntax.False {
			return typBool
		}
		return typOther
	case *syntax.List, *syntax.ListComp:
		return typList
	case *syntax.Tuple:
		return typTuple
	case *syntax.Dict, *syntax.DictComp:
		return typDict
	case *syntax.Set, *syntax.SetComp:
		return typSet
	case *syntax.Lambda:
		return typOther
	case *syntax.GeneratorExp:
		return typIter
	case *syntax.Ident:
		sym := s.resolve(mangle(s.class, e.Name))
		if sym == nil {
			return typUnknown
		}
		if sym.scope.kind == moduleScope && sym.dynamic && (sym.outer || a.allDynamic) {
			return typUnknown
		}
		return a.symbolType(sym)
	case *syntax.NamedExpr:
		return a.typeIn(e.Value, s)
	case *syntax.IfExp:
		return join(a.typeIn(e.Body, s), a.typeIn(e.OrElse, s))
	case *syntax.BoolOp:
		t := typNone
		for _, v := range e.Values {
			t = join(t, a.typeIn(v, s))
		}
		return t
	case *syntax.UnaryOp:
		if e.Op == syntax.Not {
			return typBool
		}
		switch t := a.typeIn(e.X, s); t {
		case typInt, typFloat, typNumber, typNone:
			return t
		}
		return typUnknown
	case *syntax.BinOp:
		x := a.typeIn(e.X, s)
		if e.Op == syntax.Mod && x.text() {
			return typStr
		}
		return a.opType(e.Op, x, a.typeIn(e.Y, s))
	case *syntax.Compare:
		for _, op := range e.Ops {
			switch op {
			case syntax.Is, syntax.IsNot, syntax.In, syntax.NotIn:
			default:
				return typUnknown // an instance's __eq__ may return anything
			}
		}
		return typBool
	case *syntax.Call:
		return a.callType(e, s)
	}
	return typUnknown
}

func (a *analysis) opType(op syntax.Op, x, y typ) typ {
	if x == typNone || y == typNone {
		return typNone
	}
	switch op {
	case syntax.Add, syntax.Sub, syntax.Mult, syntax.FloorDiv, syntax.Mod:
		switch {
		case x == typInt && y == typInt:
			return typInt
		case x.number() && y.number():
			if x == typFloat || y == typFloat {
				return typFloat
			}
			return typNumber
		}
		if op == syntax.Add && x == y && (x == typList || x == typTuple || x.text()) {
			return x
		}
		if op == syntax.Add && x.text() && y.text() {
			return typStr
		}
		if op == syntax.Mult && (y == typInt && (x == typList || x == typTuple || x.text())) {
			return x
		}
		if op == syntax.Mult && (x == typInt && (y == typList || y == typTuple || y.text())) {
			return y
		}
		if op == syntax.Sub && x == typSet && y == typSet {
			return typSet
		}
	case syntax.Div:
		if x.number() && y.number() {
			return typFloat
		}
	case syntax.Pow:
		if x.number() && y.number() {
			return typNumber
		}
	case syntax.LShift, syntax.RShift:
		if x == typInt && y == typInt {
			return typInt
		}
	case syntax.BitAnd, syntax.BitOr, syntax.BitXor:
		if x == y && (x == typInt || x == typSet) {
			return x
		}
	}
	return typUnknown
}

// callType knows the results of the builtins whose results are sure.
func (a *analysis) callType(e *syntax.Call, s *scope) typ {
	if attr, ok := e.Fn.(*syntax.Attribute); ok && attr.Name == "fromkeys" {
		if id, ok := attr.X.(*syntax.Ident); ok && id.Name == "dict" && s.resolve("dict") == nil && !(a.opts.Dynamic && a.eval) {
			return typDict
		}
		return typUnknown
	}
	id, ok := e.Fn.(*syntax.Ident)
	if !ok || s.resolve(mangle(s.class, id.Name)) != nil || a.opts.Dynamic && a.eval {
		return typUnknown
	}
	switch id.Name {
	case "len", "ord", "hash", "id", "int":
		return typInt
	case "float":
		return typFloat
	case "range":
		return typRange
	case "list", "sorted":
		return typList
	case "tuple":
		return typTuple
	case "set":
		return typSet
	case "dict":
		return typDict
	case "enumerate", "zip", "reversed", "map", "filter", "iter":
		return typIter
	case "chr", "repr", "hex", "bin", "oct":
		return typStr
	case "str", "input":
		return typStr
	case "round":
		if len(e.Args) == 1 && len(e.Keywords) == 0 && a.typeIn(e.Args[0], s).number() {
			return typInt
		}
	case "abs":
		if len(e.Args) == 1 {
			if t := a.typeIn(e.Args[0], s); t.number() || t == typNone {
				return t
			}
		}
	case "min", "max":
		if len(e.Args) >= 2 && len(e.Keywords) == 0 {
			t := typNone
			for _, arg := range e.Args {
				t = join(t, a.typeIn(arg, s))
			}
			if t.number() || t == typNone {
				return t
			}
		}
	}
	return typUnknown
}

// notText reports whether an expression's value is surely no str: then % means what
// it means in the engine.
func (a *analysis) notText(e syntax.Expr, s *scope) bool {
	switch t := a.typeIn(e, s); t {
	case typUnknown, typNone, typStr, typASCII:
	default:
		return true
	}
	switch e := e.(type) {
	case *syntax.Ident:
		sym := s.resolve(mangle(s.class, e.Name))
		return sym != nil && sym.numeric && !sym.tested && (sym.scope.kind != moduleScope || !sym.outer && !a.allDynamic)
	case *syntax.UnaryOp:
		return true
	case *syntax.BinOp:
		switch e.Op {
		case syntax.Sub, syntax.Div, syntax.FloorDiv, syntax.Pow, syntax.LShift, syntax.RShift,
			syntax.BitAnd, syntax.BitOr, syntax.BitXor, syntax.MatMult:
			return true
		case syntax.Add:
			return a.notText(e.X, s) || a.notText(e.Y, s)
		case syntax.Mult:
			return a.notText(e.X, s) && a.notText(e.Y, s)
		case syntax.Mod:
			return a.notText(e.X, s)
		}
	case *syntax.Call:
		if id, ok := e.Fn.(*syntax.Ident); ok && s.resolve(mangle(s.class, id.Name)) == nil {
			switch id.Name {
			case "round", "abs", "sum", "pow", "divmod", "bool":
				return true
			}
		}
	}
	return false
}
