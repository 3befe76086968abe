package lower

import (
	"strings"

	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file lowers a function with a loop twice where that makes its operators native: once for parameters that are small numbers or plain
// sequences, which is found out when it is called, and once for all others.
//
//	def power(x, n):
//	    if x in ·number and n in ·number:
//	        ...             # y * x is the engine's
//	    else:
//	        ...             # ·mul(y, x)

// The kinds of arguments: an int of one word or a float; a list, a tuple or an ASCII str.
const (
	kindNumber   = 'n'
	kindSequence = 's'
)

// kindNames are the intrinsics that contain what is of a kind.
var kindNames = map[byte]string{kindNumber: "number", kindSequence: "sequence"}

// maxVersioned bounds the lines of a function that is lowered twice.
const maxVersioned = 200

// functionStmts lowers the body of a def statement.
func (l *lowerer) functionStmts(n *syntax.FunctionDef) {
	s := l.scope
	kinds, params := l.guards(n, s)
	if len(params) == 0 {
		l.stmts(n.Body)
		return
	}
	functions := len(l.funcs)
	slow := l.statements(n.Body)
	if len(l.funcs) != functions {
		l.emit(slow...)
		return
	}
	types, typed := l.types, saveTypes(s)
	l.types = map[syntax.Expr]typ{}
	for i, sym := range params {
		sym.assumed = kinds[i]
	}
	fast := l.statements(n.Body)
	for _, sym := range params {
		sym.assumed = 0
	}
	l.types = types
	typed.restore()
	if len(l.funcs) != functions || intrinsicsInLoops(fast) >= intrinsicsInLoops(slow) {
		l.emit(slow...)
		return
	}
	pos := l.at(n.Name)
	var test star.Expr
	for i, sym := range params {
		one := binary(ident(sym.name, pos), star.IN, ident(mark+kindNames[kinds[i]], pos), pos)
		if test == nil {
			test = one
		} else {
			test = binary(test, star.AND, one, pos)
		}
	}
	l.emit(ifStmt(pos, test, fast, slow))
}

// guards returns the parameters whose kinds are to be found out, if a function may gain by being lowered twice.
func (l *lowerer) guards(n *syntax.FunctionDef, s *scope) (kinds []byte, params []*symbol) {
	if l.dialect != syntax.Python || l.opts.Library || l.opts.Quick || !s.loops || s.parts || s.generator || n.End.Line-n.Start.Line > maxVersioned {
		return nil, nil
	}
	for _, sym := range s.order {
		if !sym.param || sym.captured || sym.outer || sym.deleted || sym.walrus || l.isCell(sym, s.root) {
			continue
		}
		if _, many := s.variadic(sym); many {
			continue
		}
		switch {
		case sym.sliced && sym.bindings == 0:
			kinds, params = append(kinds, kindSequence), append(params, sym)
		case sym.operand && !sym.sliced && !sym.item:
			kinds, params = append(kinds, kindNumber), append(params, sym)
		}
	}
	if len(params) > maxMethodArgs {
		return nil, nil
	}
	return kinds, params
}

// savedTypes is what infer.go knows of a function's scope and of those of its comprehensions.
type savedTypes struct {
	scopes []*scope
	typed  []bool
	types  []typ
}

// saveTypes returns the types of a scope's variables, and forgets them.
func saveTypes(s *scope) *savedTypes {
	saved := &savedTypes{scopes: append([]*scope{s}, s.comps...)}
	for _, s := range saved.scopes {
		for _, sym := range s.order {
			saved.types = append(saved.types, sym.typ)
			sym.typ = typNone
		}
		saved.typed = append(saved.typed, s.typed)
		s.typed = false
	}
	return saved
}

func (saved *savedTypes) restore() {
	types := saved.types
	for i, s := range saved.scopes {
		for _, sym := range s.order {
			sym.typ, types = types[0], types[1:]
		}
		s.typed = saved.typed[i]
	}
}

// intrinsicsInLoops counts the calls of intrinsics in the loops among statements.
func intrinsicsInLoops(stmts []star.Stmt) int {
	n := 0
	for _, s := range stmts {
		star.Walk(s, func(node star.Node) bool {
			switch loop := node.(type) {
			case *star.ForStmt:
				n += intrinsicsIn(loop.Body)
				return false
			case *star.WhileStmt:
				n += intrinsicsIn(loop.Body)
				star.Walk(loop.Cond, func(node star.Node) bool { n += isIntrinsic(node); return true })
				return false
			}
			return true
		})
	}
	return n
}

func intrinsicsIn(stmts []star.Stmt) int {
	n := 0
	for _, s := range stmts {
		star.Walk(s, func(node star.Node) bool { n += isIntrinsic(node); return true })
	}
	return n
}

func isIntrinsic(n star.Node) int {
	if c, ok := n.(*star.CallExpr); ok {
		if id, ok := c.Fn.(*star.Ident); ok && strings.HasPrefix(strings.TrimPrefix(id.Name, ConstantMark), mark) {
			return 1
		}
	}
	return 0
}
