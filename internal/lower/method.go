package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers calls of methods whose attribute ·attr would look up: "s.strip(x)" becomes ·method(s, "strip", x), one call of Go code
// where reading the attribute and calling it would be two.

// maxMethodArgs bounds the arguments of a call that goes through ·method.
const maxMethodArgs = 4

// methodCall lowers a call through ·method. It returns nil for those that need the attribute by itself: with keywords or stars, of
// names that the file defines methods by, and those whose arguments may do something before it is known whether there is such a method.
func (l *lowerer) methodCall(e *syntax.Call) star.Expr {
	attr, ok := e.Fn.(*syntax.Attribute)
	if !ok || l.dialect != syntax.Python || !intercepted()[attr.Name] || !l.methodAtOnce(e) || !l.viaAttr(attr) {
		return nil
	}
	pos := l.pos(callSpan(e))
	l.calls(e, pos)
	x := l.expr(attr.X)
	var args []star.Expr
	if gen, ok := soleGenerator(e); ok && l.consumes(e.Fn) {
		args = []star.Expr{l.genAsList(gen, e.Extent())}
	} else {
		args = l.exprs(e.Args)
	}
	if l.opts.Constants {
		return call(pos, ident(ConstantMark+MethodMark+attr.Name, pos), append([]star.Expr{x}, args...)...)
	}
	return intrinsic(pos, "method", append([]star.Expr{x, str(attr.Name, pos)}, args...)...)
}

// methodAtOnce reports whether a method may be looked up when its arguments have been evaluated.
func (l *lowerer) methodAtOnce(e *syntax.Call) bool {
	attr := e.Fn.(*syntax.Attribute)
	if len(e.Keywords) > 0 || len(e.Args) > maxMethodArgs || hasStar(e.Args) || l.defines(attr.Name) {
		return false
	}
	if !l.hasMethods(attr.X) {
		for _, x := range e.Args {
			if !plainArg(x, smallDepth) {
				return false
			}
		}
	}
	return true
}

// calls notes that the call of a method at pos is one of ·method, where its attribute may not be found.
func (l *lowerer) calls(e *syntax.Call, pos star.Position) {
	if !l.spans.frozen {
		l.spans.callees[pos.Col] = attrSpan(e.Fn.(*syntax.Attribute))
	}
}

// hasMethods reports whether an expression is surely of a type of the engine, whose methods are there.
func (l *lowerer) hasMethods(e syntax.Expr) bool {
	switch l.typeIn(e, l.scope) {
	case typStr, typASCII, typList, typDict, typSet:
		return true
	}
	return false
}

// defines reports whether the file has a function of that name, which may be a method.
func (l *lowerer) defines(name string) bool {
	if l.defNames == nil {
		l.defNames = make(map[string]bool)
		for n := range l.scopes {
			if def, ok := n.(*syntax.FunctionDef); ok {
				l.defNames[def.Name.Name] = true
			}
		}
	}
	return l.defNames[name]
}

// plainArg reports whether an expression does nothing that could be seen but having a value.
func plainArg(e syntax.Expr, depth int) bool {
	if depth == 0 {
		return false
	}
	switch e := e.(type) {
	case *syntax.Ident, *syntax.Constant, *syntax.Int, *syntax.Float, *syntax.Str, *syntax.Bytes, *syntax.Lambda:
		return true
	case *syntax.UnaryOp:
		return plainArg(e.X, depth-1)
	case *syntax.BinOp:
		return plainArg(e.X, depth-1) && plainArg(e.Y, depth-1)
	case *syntax.Attribute:
		return plainArg(e.X, depth-1)
	case *syntax.Subscript:
		return plainArg(e.X, depth-1) && plainArg(e.Index, depth-1)
	case *syntax.Tuple:
		for _, x := range e.Elts {
			if !plainArg(x, depth-1) {
				return false
			}
		}
		return true
	}
	return false
}

// soleGenerator returns the generator expression that is the only argument of a call.
func soleGenerator(e *syntax.Call) (*syntax.GeneratorExp, bool) {
	if len(e.Args) != 1 || len(e.Keywords) > 0 {
		return nil, false
	}
	gen, ok := e.Args[0].(*syntax.GeneratorExp)
	return gen, ok
}
