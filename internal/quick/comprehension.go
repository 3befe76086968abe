package quick

import (
	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/object"
)

// comprehension makes a list or a dict.
func (c *compiler) comprehension(x *star.Comprehension) expr {
	result := c.slot("")
	var each func() stmt
	if entry, ok := x.Body.(*star.DictEntry); ok {
		at := c.pos(entry.Colon)
		each = func() stmt {
			k, v := c.expr(entry.Key), c.expr(entry.Value)
			return func(f *frame) control {
				key := k(f)
				if key.k == failed {
					return toError
				}
				val := v(f)
				if val.k == failed || !f.setKey(at, f.slots[result].v.(*starlark.Dict), key, val) {
					return toError
				}
				return toNext
			}
		}
	} else {
		at := c.pos(x.Lbrack)
		each = func() stmt {
			e := c.expr(x.Body.(star.Expr))
			return func(f *frame) control {
				v := e(f)
				if v.k == failed {
					return toError
				}
				if err := object.Append(f.m.thread, f.slots[result].v.(*starlark.List), v.box()); err != nil {
					f.fail(at, err)
					return toError
				}
				return toNext
			}
		}
	}
	loop := c.clauses(x, each)
	return func(f *frame) value {
		if x.Curly {
			f.slots[result] = value{k: boxed, v: new(starlark.Dict)}
		} else {
			f.slots[result] = value{k: boxed, v: new(starlark.List)}
		}
		if loop(f) == toError {
			return value{k: failed}
		}
		v := f.slots[result]
		f.slots[result] = value{}
		return v
	}
}

// clauses makes the loops of a comprehension round what is done with each element.
func (c *compiler) clauses(x *star.Comprehension, each func() stmt) stmt {
	depth := len(c.scopes)
	steps := cost(x.Body)
	var next func(i int) stmt
	next = func(i int) stmt {
		if i == len(x.Clauses) {
			return each()
		}
		switch clause := x.Clauses[i].(type) {
		case *star.IfClause:
			return when(c.test(clause.Cond), next(i+1))
		case *star.ForClause:
			return c.clauseLoop(clause, func() stmt { return next(i + 1) }, steps)
		}
		unsupported(x)
		return nil
	}
	loop := next(0)
	c.scopes = c.scopes[:depth]
	return loop
}

// clauseLoop makes the loop of a clause, whose variables are new ones.
func (c *compiler) clauseLoop(clause *star.ForClause, body func() stmt, steps int) stmt {
	// The iterable is evaluated before the variables are there.
	depth := len(c.scopes)
	declare := func() {
		scope := map[string]int{}
		var names func(x star.Expr)
		names = func(x star.Expr) {
			switch x := unparen(x).(type) {
			case *star.Ident:
				scope[x.Name] = c.slot(x.Name)
			case *star.TupleExpr:
				for _, e := range x.List {
					names(e)
				}
			case *star.ListExpr:
				for _, e := range x.List {
					names(e)
				}
			}
		}
		names(clause.Vars)
		c.scopes = append(c.scopes[:depth:depth], scope)
	}
	return c.iterationOf(clause.X, clause.For, clause.Vars, declare, body, steps)
}

// sum makes the sum of a comprehension's elements without the list. fn is the builtin, which sums what is no number. Where the sum of ints does not fit in a
// word, what there is of it goes to another slot, and summing begins anew.
func (c *compiler) sum(x *star.Comprehension, fn starlark.Value, at int32) expr {
	result, rest := c.slot(""), c.slot("")
	// whole takes the rest back.
	whole := func(f *frame) value {
		acc := &f.slots[result]
		if r := f.slots[rest]; r.k == boxed {
			*acc = unbox(r.v.(starlark.Int).Add(starlark.MakeInt64(acc.n)))
			f.slots[rest] = value{}
		}
		return *acc
	}
	loop := c.clauses(x, func() stmt {
		e := c.expr(x.Body.(star.Expr))
		return func(f *frame) control {
			v := e(f)
			acc := &f.slots[result]
			if v.k == integer && acc.k == integer {
				if s, ok := addWords(acc.n, v.n); ok {
					acc.n = s
					return toNext
				}
				sum := starlark.MakeInt64(acc.n)
				if r := f.slots[rest]; r.k == boxed {
					sum = sum.Add(r.v.(starlark.Int))
				}
				f.slots[rest], acc.n = value{k: boxed, v: sum}, v.n
				return toNext
			} else if v.k == failed {
				return toError
			}
			if acc.k == integer {
				whole(f)
			}
			a, b, ok := numbers(*acc, v)
			if ok {
				*acc = floatValue(a + b)
				return toNext
			}
			f.at = at
			v = f.result(starlark.Call(f.m.thread, fn, starlark.Tuple{starlark.Tuple{v.box()}, acc.box()}, nil))
			f.slots[result] = v
			if v.k == failed {
				return toError
			}
			return toNext
		}
	})
	return func(f *frame) value {
		f.slots[result], f.slots[rest] = intValue(0), value{}
		if loop(f) == toError {
			return value{k: failed}
		}
		if f.slots[result].k == integer {
			return whole(f)
		}
		return f.slots[result]
	}
}
