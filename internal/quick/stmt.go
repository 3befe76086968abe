package quick

import (
	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
)

// block makes one closure of statements.
func (c *compiler) block(list []star.Stmt) stmt {
	var stmts []stmt
	for _, st := range list {
		if s := c.stmt(st); s != nil {
			stmts = append(stmts, s)
		}
	}
	switch len(stmts) {
	case 0:
		return func(*frame) control { return toNext }
	case 1:
		return stmts[0]
	case 2:
		a, b := stmts[0], stmts[1]
		return func(f *frame) control {
			if to := a(f); to != toNext {
				return to
			}
			return b(f)
		}
	case 3:
		a, b, d := stmts[0], stmts[1], stmts[2]
		return func(f *frame) control {
			if to := a(f); to != toNext {
				return to
			}
			if to := b(f); to != toNext {
				return to
			}
			return d(f)
		}
	}
	return func(f *frame) control {
		for _, s := range stmts {
			if to := s(f); to != toNext {
				return to
			}
		}
		return toNext
	}
}

// stmt makes the closure of a statement, nil for one that does nothing.
func (c *compiler) stmt(st star.Stmt) stmt {
	switch st := st.(type) {
	case *star.AssignStmt:
		return c.assignStmt(st)
	case *star.BranchStmt:
		switch st.Token {
		case star.BREAK:
			return func(*frame) control { return toBreak }
		case star.CONTINUE:
			return func(*frame) control { return toContinue }
		}
		return nil
	case *star.ExprStmt:
		if lit, ok := st.X.(*star.Literal); ok && lit.Token == star.STRING {
			return nil // a docstring
		}
		x := c.expr(st.X)
		return func(f *frame) control {
			if x(f).k == failed {
				return toError
			}
			return toNext
		}
	case *star.IfStmt:
		return c.ifStmt(st)
	case *star.ForStmt:
		return c.forStmt(st)
	case *star.WhileStmt:
		return c.whileStmt(st)
	case *star.ReturnStmt:
		if st.Result == nil {
			none := value{k: boxed, v: starlark.None}
			return func(f *frame) control {
				f.ret = none
				return toReturn
			}
		}
		x := c.expr(st.Result)
		return func(f *frame) control {
			v := x(f)
			if v.k == failed {
				return toError
			}
			f.ret = v
			return toReturn
		}
	case *star.DefStmt:
		if lower.IsInline(st) {
			c.inlineDef(st)
			return nil
		}
	}
	unsupported(st)
	return nil
}

func (c *compiler) ifStmt(st *star.IfStmt) stmt {
	cond, then := c.test(st.Cond), c.block(st.True)
	if len(st.False) == 0 {
		return when(cond, then)
	}
	els := c.block(st.False)
	return func(f *frame) control {
		switch cond(f) {
		case yes:
			return then(f)
		case no:
			return els(f)
		}
		return toError
	}
}

// when runs then if cond holds.
func when(cond test, then stmt) stmt {
	return func(f *frame) control {
		switch cond(f) {
		case yes:
			return then(f)
		case no:
			return toNext
		}
		return toError
	}
}

func (c *compiler) assignStmt(st *star.AssignStmt) stmt {
	if st.Op != star.EQ {
		return c.augmented(st)
	}
	lhs := unparen(st.LHS)
	if id, ok := lhs.(*star.Ident); ok {
		if slot, ok := c.local(id.Name); ok {
			x := c.expr(st.RHS)
			return func(f *frame) control {
				v := x(f)
				if v.k == failed {
					return toError
				}
				f.slots[slot] = v
				return toNext
			}
		}
	}
	if s := c.parallel(lhs, st.RHS); s != nil {
		return s
	}
	x, set := c.expr(st.RHS), c.target(st.LHS, st.OpPos)
	return func(f *frame) control {
		v := x(f)
		if v.k == failed || !set(f, v) {
			return toError
		}
		return toNext
	}
}

// parallel makes a, b = x, y without a tuple, nil if it is not of this form.
func (c *compiler) parallel(lhs, rhs star.Expr) stmt {
	l, ok := lhs.(*star.TupleExpr)
	r, ok2 := unparen(rhs).(*star.TupleExpr)
	if !ok || !ok2 || len(l.List) != len(r.List) || len(l.List) > 4 {
		return nil
	}
	n := len(l.List)
	for _, x := range l.List {
		switch unparen(x).(type) {
		case *star.TupleExpr, *star.ListExpr:
			return nil
		}
	}
	exprs, targets := make([]expr, n), make([]target, n)
	for i := range n {
		exprs[i], targets[i] = c.expr(r.List[i]), c.target(l.List[i], position{})
	}
	if n == 2 {
		x, y, a, b := exprs[0], exprs[1], targets[0], targets[1]
		return func(f *frame) control {
			v := x(f)
			if v.k == failed {
				return toError
			}
			w := y(f)
			if w.k == failed || !a(f, v) || !b(f, w) {
				return toError
			}
			return toNext
		}
	}
	return func(f *frame) control {
		var values [4]value
		for i, x := range exprs {
			if values[i] = x(f); values[i].k == failed {
				return toError
			}
		}
		for i, set := range targets {
			if !set(f, values[i]) {
				return toError
			}
		}
		return toNext
	}
}

// A target is where a value is assigned to. It reports false after a failure.
type target func(f *frame, v value) bool

// target makes a target. pos is where a sequence is unpacked.
func (c *compiler) target(x star.Expr, pos position) target {
	switch x := unparen(x).(type) {
	case *star.Ident:
		if slot, ok := c.local(x.Name); ok {
			return func(f *frame, v value) bool {
				f.slots[slot] = v
				return true
			}
		}
		if i, ok := c.p.global(x.Name); ok {
			return func(f *frame, v value) bool {
				f.globals[i] = v.box()
				return true
			}
		}
	case *star.IndexExpr:
		base, index, at := c.expr(x.X), c.expr(x.Y), c.pos(x.Lbrack)
		return func(f *frame, v value) bool {
			b := base(f)
			if b.k == failed {
				return false
			}
			i := index(f)
			return i.k != failed && f.setIndex(at, b, i, v)
		}
	case *star.DotExpr:
		base, at, set := c.expr(x.X), c.pos(x.Dot), setAttr(x.Name.Name)
		return func(f *frame, v value) bool {
			b := base(f)
			return b.k != failed && set(f, at, b, v)
		}
	case *star.TupleExpr:
		return c.sequenceTarget(x.List, pos)
	case *star.ListExpr:
		return c.sequenceTarget(x.List, pos)
	}
	unsupported(x)
	return nil
}

func (c *compiler) sequenceTarget(list []star.Expr, pos position) target {
	targets := make([]target, len(list))
	for i, x := range list {
		targets[i] = c.target(x, pos)
	}
	at := c.pos(pos)
	assign := func(f *frame, elems []starlark.Value) bool {
		for i, set := range targets {
			if !set(f, unbox(elems[i])) {
				return false
			}
		}
		return true
	}
	return func(f *frame, v value) bool {
		if v.k == boxed {
			switch s := v.v.(type) {
			case starlark.Tuple:
				if len(s) == len(targets) {
					return assign(f, s)
				}
			case *starlark.List:
				if s.Len() == len(targets) {
					var elems [8]starlark.Value
					some := elems[:0]
					for i := range targets {
						some = append(some, s.Index(i))
					}
					return assign(f, some)
				}
			}
		}
		f.at = at
		r := f.result(starlark.Call(f.m.thread, unpackOp(len(targets)), starlark.Tuple{v.box()}, nil))
		return r.k != failed && assign(f, r.v.(starlark.Tuple))
	}
}

// setAttr makes the assignment to an attribute.
func setAttr(name string) func(f *frame, at int32, x, v value) bool {
	ops := attrOps(name)
	return func(f *frame, at int32, x, v value) bool {
		if cell, ok := x.v.(*object.Cell); ok && name == "v" {
			cell.SetValue(v.box())
			return true
		}
		f.at = at
		_, set := ops()
		return f.result(starlark.Call(f.m.thread, set, starlark.Tuple{x.box(), v.box()}, nil)).k != failed
	}
}

// augmented makes x op= y.
func (c *compiler) augmented(st *star.AssignStmt) stmt {
	op := st.Op - star.PLUS_EQ + star.PLUS
	at := c.pos(st.OpPos)
	combine := operators[op]
	switch op {
	case star.PLUS:
		combine = inplaceAdd
	case star.PIPE:
		combine = inplaceOr
	}
	switch lhs := unparen(st.LHS).(type) {
	case *star.Ident:
		y := c.operand(st.RHS)
		if slot, ok := c.local(lhs.Name); ok {
			read := c.pos(lhs.NamePos)
			if y.constant() {
				k := y.value
				return func(f *frame) control {
					x := f.slots[slot]
					if x.k == integer && op == star.PLUS && k.k == integer {
						if s := x.n + k.n; (s^x.n)&(s^k.n) >= 0 {
							f.slots[slot].n = s
							return toNext
						}
					}
					if x.k == unbound {
						f.unboundLocal(read, slot)
						return toError
					}
					v := combine(f, at, x, k)
					if v.k == failed {
						return toError
					}
					f.slots[slot] = v
					return toNext
				}
			}
			eval := y.eval
			return func(f *frame) control {
				x := f.slots[slot]
				if x.k == unbound {
					f.unboundLocal(read, slot)
					return toError
				}
				v := eval(f)
				if v.k == failed {
					return toError
				}
				if v = combine(f, at, x, v); v.k == failed {
					return toError
				}
				f.slots[slot] = v
				return toNext
			}
		}
		x, set := c.expr(lhs), c.target(lhs, position{})
		return func(f *frame) control {
			a := x(f)
			if a.k == failed {
				return toError
			}
			b := y.eval(f)
			if b.k == failed {
				return toError
			}
			if v := combine(f, at, a, b); v.k == failed || !set(f, v) {
				return toError
			}
			return toNext
		}
	case *star.IndexExpr:
		base, index, y, there := c.expr(lhs.X), c.expr(lhs.Y), c.expr(st.RHS), c.pos(lhs.Lbrack)
		return func(f *frame) control {
			b := base(f)
			if b.k == failed {
				return toError
			}
			i := index(f)
			if i.k == failed {
				return toError
			}
			x := f.index(there, b, i)
			if x.k == failed {
				return toError
			}
			v := y(f)
			if v.k == failed {
				return toError
			}
			if v = combine(f, at, x, v); v.k == failed || !f.setIndex(there, b, i, v) {
				return toError
			}
			return toNext
		}
	case *star.DotExpr:
		name := lhs.Name.Name
		base, get, set, y, there := c.expr(lhs.X), getAttr(name), setAttr(name), c.expr(st.RHS), c.pos(lhs.Dot)
		return func(f *frame) control {
			b := base(f)
			if b.k == failed {
				return toError
			}
			x := get(f, there, b)
			if x.k == failed {
				return toError
			}
			v := y(f)
			if v.k == failed {
				return toError
			}
			if v = combine(f, at, x, v); v.k == failed || !set(f, there, b, v) {
				return toError
			}
			return toNext
		}
	}
	unsupported(st)
	return nil
}
