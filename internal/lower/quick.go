package lower

import (
	"strconv"
	"strings"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file takes loops, and functions that have loops or call themselves, out of the tree that the engine gets, and puts calls of
// ·quick.N in their places. Package quick runs what was taken out: the same nodes with the same meaning, in less time. What stays with the
// engine is all that makes functions, and so the bodies of try and with statements and generators; in those, and around them, only
// the loops go.
//
//	def f(n):                      def f(n):
//	    s = 0                          return ·quick.0(n)
//	    for i in range(n): s += i
//	    return s

// QuickMark comes after ConstantMark, and before the number of a Quick.
const QuickMark = mark + "quick."

// A Quick is a part of a program that package quick runs. It is immutable.
type Quick struct {
	// Params are the names of the variables that the call passes, in its order: parameters, and free variables of the function.
	Params []string
	// Locals are the names of the other variables.
	Locals []string
	// Body is what is run: a function's body, or one loop.
	Body []star.Stmt
	// Outs are the variables of a function around a loop that the loop assigns. The call returns a tuple: a 1-tuple of what the loop returned
	// from the function, or None; and the values of Outs.
	Outs []string
	// Sure says which of them surely have values before the loop; of the others the tuple has a 1-tuple, or None.
	Sure []bool
	// Around are the indexes of the functions that it is in, outermost first.
	Around []int32
	// Function is the index of the function whose whole body this is, 0 if it is a part of one.
	Function int32
	// Arity is the number of the function's parameters, if it can be called with as many positional arguments and no others; else -1.
	Arity int
}

// A quickener takes parts out of one program.
type quickener struct {
	*lowerer
	list []*Quick
}

// declared reports whether a global variable is one from the beginning, and no builtin until it is assigned: see prologue.
func (q *quickener) declared(name string) bool {
	return q.dialect != syntax.Starlark || strings.HasPrefix(name, mark) || !q.opts.IsPredeclared(name) && !universe(name)
}

// quicken takes out of a program what package quick can run.
func (l *lowerer) quicken(tree *star.File) []*Quick {
	if !l.opts.Quick || l.eval || l.opts.Interactive || l.opts.Library {
		return nil
	}
	q := &quickener{lowerer: l}
	tree.Stmts = q.block(tree.Stmts, &quickScope{})
	return q.list
}

// A quickScope is a function whose statements are gone through, or the top level.
type quickScope struct {
	outer    *quickScope
	index    int32 // of the function
	locals   map[string]bool
	captured map[string]bool // by functions in it
	changes  map[string]bool // bound more than once
	bound    map[string]bool // surely bound where we are
	maybe    map[string]bool // bound somewhere before where we are
}

func (s *quickScope) top() bool { return s.outer == nil }

// block goes through statements in their order, and returns what is to stand for them.
func (q *quickener) block(list []star.Stmt, s *quickScope) []star.Stmt {
	var out []star.Stmt
	for _, st := range list {
		out = append(out, q.one(st, s)...)
	}
	return out
}

func (q *quickener) one(st star.Stmt, s *quickScope) []star.Stmt {
	switch st := st.(type) {
	case *star.ForStmt:
		if t, ok := st.X.(*star.TupleExpr); ok && len(t.List) == 0 {
			return []star.Stmt{st} // declares names
		}
		if guard, ok := st.X.(*star.Ident); ok && strings.HasPrefix(guard.Name, mark) {
			s.inside(func() {
				q.mayBind(st.Body, s)
				st.Body = q.block(st.Body, s)
			})
			break // the body of a with statement: no loop
		}
		if out := q.take(st, st.For, s); out != nil {
			q.binds(st, s)
			return out
		}
		s.inside(func() {
			Assigned([]star.Stmt{&star.AssignStmt{LHS: st.Vars}}, s.binds)
			q.mayBind(st.Body, s)
			st.Body = q.block(st.Body, s)
		})
	case *star.WhileStmt:
		if out := q.take(st, st.While, s); out != nil {
			q.binds(st, s)
			return out
		}
		s.inside(func() {
			q.mayBind(st.Body, s)
			st.Body = q.block(st.Body, s)
		})
	case *star.IfStmt:
		then := s.inside(func() { st.True = q.block(st.True, s) })
		els := s.inside(func() { st.False = q.block(st.False, s) })
		s.join(then, els)
	case *star.DefStmt:
		s.binds(st.Name.Name)
		q.function(st, s)
	case *star.AssignStmt:
		out := q.take(st, st.OpPos, s)
		q.binds(st, s)
		if out != nil {
			return out
		}
	case *star.ExprStmt:
		start, _ := st.Span()
		if out := q.take(st, start, s); out != nil {
			return out
		}
	case *star.ReturnStmt:
		if out := q.take(st, st.Return, s); out != nil {
			return out
		}
	}
	return []star.Stmt{st}
}

// around returns the indexes of the functions that the scope is in, its own last.
func (s *quickScope) around() []int32 {
	if s.top() {
		return nil
	}
	return append(s.outer.around(), s.index)
}

func (s *quickScope) binds(name string) {
	if s.top() {
		return
	}
	if s.bound == nil {
		s.bound, s.maybe = map[string]bool{}, map[string]bool{}
	}
	s.bound[name], s.maybe[name] = true, true
}

// binds notes what a statement surely binds, and what it may bind.
func (q *quickener) binds(st star.Stmt, s *quickScope) {
	if s.top() {
		return
	}
	if _, ok := st.(*star.AssignStmt); ok {
		Assigned([]star.Stmt{st}, s.binds)
		return
	}
	q.mayBind([]star.Stmt{st}, s)
}

func (q *quickener) mayBind(list []star.Stmt, s *quickScope) {
	if s.top() {
		return
	}
	if s.maybe == nil {
		s.bound, s.maybe = map[string]bool{}, map[string]bool{}
	}
	Assigned(list, func(name string) { s.maybe[name] = true })
}

// inside runs f for a branch, and returns what is surely bound at its end. What was before is as it was.
func (s *quickScope) inside(f func()) map[string]bool {
	if s.top() {
		f()
		return nil
	}
	before := s.bound
	s.bound = map[string]bool{}
	for name := range before {
		s.bound[name] = true
	}
	if s.maybe == nil {
		s.maybe = map[string]bool{}
	}
	f()
	after := s.bound
	s.bound = before
	return after
}

func (s *quickScope) join(a, b map[string]bool) {
	for name := range a {
		if b[name] {
			s.binds(name)
		}
	}
}

// function goes through a function, or takes its whole body.
func (q *quickener) function(d *star.DefStmt, outer *quickScope) {
	s := &quickScope{outer: outer, index: d.Def.Col, locals: map[string]bool{}, captured: map[string]bool{}, changes: map[string]bool{}}
	var params []string
	arity := 0
	for _, p := range d.Params {
		name, plain := paramName(p)
		if name != "" {
			params = append(params, name)
			s.locals[name] = true
			s.binds(name)
		}
		if plain && arity >= 0 {
			arity++
		} else {
			arity = -1
		}
	}
	Assigned(d.Body, func(name string) {
		s.changes[name] = s.locals[name]
		s.locals[name] = true
	})
	inLoops(d.Body, func(name string) { s.changes[name] = true })
	if pays(d.Body, strings.TrimPrefix(d.Name.Name, defMark)) && supported(d.Body) {
		free, ok := q.free(&star.DefStmt{Body: d.Body}, s)
		if ok {
			k := &Quick{Params: append(params, free...), Body: d.Body, Function: d.Def.Col, Arity: arity, Around: s.around()}
			if len(free) > 0 {
				k.Arity = -1
			}
			inParams := map[string]bool{}
			for _, p := range params {
				inParams[p] = true
			}
			inlineNames(d.Body, func(name string) { inParams[name] = true })
			Assigned(d.Body, func(name string) {
				if !inParams[name] {
					inParams[name] = true
					k.Locals = append(k.Locals, name)
				}
			})
			d.Body = []star.Stmt{ret(d.Def, q.callOf(k, d.Def))}
			return
		}
	}
	functionsIn(d.Body, func(n star.Node) {
		star.Walk(n, func(n star.Node) bool {
			if id, ok := n.(*star.Ident); ok && s.locals[id.Name] {
				s.captured[id.Name] = true
			}
			return true
		})
	})
	d.Body = q.block(d.Body, s)
}

func (q *quickener) callOf(k *Quick, pos star.Position) *star.CallExpr {
	args := make([]star.Expr, len(k.Params))
	for i, p := range k.Params {
		args[i] = ident(p, pos)
	}
	name := QuickMark + strconv.Itoa(len(q.list))
	q.list = append(q.list, k)
	return call(pos, str(ConstantMark+name, pos), args...)
}

// inLoops calls f for the names that loops among these statements bind.
func inLoops(list []star.Stmt, f func(name string)) {
	for _, st := range list {
		switch st := st.(type) {
		case *star.ForStmt, *star.WhileStmt:
			Assigned([]star.Stmt{st}, f)
		case *star.IfStmt:
			inLoops(st.True, f)
			inLoops(st.False, f)
		}
	}
}

// free returns the variables of functions around s that a part of it refers to. It is not ok if one may have no value, or if it may get another
// while the part runs: on another thread, or between two values that a generator yields.
func (q *quickener) free(n star.Node, s *quickScope) (names []string, ok bool) {
	seen := map[string]bool{}
	ok = true
	identifiers(n, func(name string) {
		if seen[name] || s.locals[name] {
			return
		}
		seen[name] = true
		for o := s.outer; o != nil; o = o.outer {
			if o.locals[name] {
				if o.bound[name] && !o.changes[name] {
					names = append(names, name)
				} else {
					ok = false
				}
				return
			}
		}
	})
	return names, ok
}

// take takes a loop out, nil if it must stay.
func (q *quickener) take(st star.Stmt, pos star.Position, s *quickScope) []star.Stmt {
	body := []star.Stmt{st}
	if !pays(body, "") || !supported(body) {
		return nil
	}
	k := &Quick{Body: body, Arity: -1, Around: s.around()}
	if s.top() {
		ok := true
		Assigned(body, func(name string) { ok = ok && q.declared(name) })
		if !ok {
			return nil
		}
		return []star.Stmt{exprStmt(q.callOf(k, pos))}
	}
	free, ok := q.free(st, s)
	if !ok {
		return nil
	}
	mine := map[string]bool{}
	Assigned(body, func(name string) { mine[name] = true })
	seen := map[string]bool{}
	inlineNames(body, func(name string) { mine[name], seen[name] = false, true })
	identifiers(st, func(name string) {
		if seen[name] || !s.locals[name] {
			return
		}
		seen[name] = true
		switch {
		case s.bound[name]:
			k.Params = append(k.Params, name)
		case s.maybe[name]:
			ok = false
		default:
			k.Locals = append(k.Locals, name)
		}
	})
	Assigned(body, func(name string) {
		if mine[name] {
			mine[name] = false
			if s.captured[name] {
				ok = false
			}
			k.Outs = append(k.Outs, name)
			k.Sure = append(k.Sure, s.bound[name])
		}
	})
	if !ok {
		return nil
	}
	k.Params = append(k.Params, free...)
	result := QuickMark + "result"
	out := []star.Stmt{assign(ident(result, pos), q.callOf(k, pos), pos)}
	for i, name := range k.Outs {
		value := index(ident(result, pos), integer(int64(i+1), pos), pos)
		st := star.Stmt(assign(ident(name, pos), value, pos))
		if !k.Sure[i] {
			// What the loop has not come to has no value after it either: it comes in a tuple of one.
			value = index(value, integer(0, pos), pos)
			st = ifStmt(pos, index(ident(result, pos), integer(int64(i+1), pos), pos), []star.Stmt{assign(ident(name, pos), value, pos)}, nil)
		}
		out = append(out, st)
	}
	if returns(body) {
		first := func() star.Expr { return index(ident(result, pos), integer(0, pos), pos) }
		out = append(out, ifStmt(pos, first(), []star.Stmt{ret(pos, index(first(), integer(0, pos), pos))}, nil))
	}
	return out
}

// Quicks returns what was taken out of p, which is the code's program or its replica.
func (c *Code) Quicks(p *starlark.Program) []*Quick {
	main := p == c.program
	if whole := c.trees(); whole != c {
		if _, err := whole.Replica(); err != nil {
			return nil
		}
		c = whole
	}
	if main {
		return c.quicks
	}
	return c.replicaQuicks
}
