package quick

import (
	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"
)

func (c *compiler) whileStmt(st *star.WhileStmt) stmt {
	cond, body, steps := c.test(st.Cond), c.block(st.Body), cost(st)
	return func(f *frame) control {
		m := f.m
		for {
			if m.budget -= steps; m.budget < 0 && !f.look() {
				return toError
			}
			switch cond(f) {
			case no:
				return toNext
			case unknown:
				return toError
			}
			switch to := body(f); to {
			case toNext, toContinue:
			case toBreak:
				return toNext
			default:
				return to
			}
		}
	}
}

func (c *compiler) forStmt(st *star.ForStmt) stmt {
	loop := c.iteration(st.X, st.For, st.Vars, func() stmt { return c.block(st.Body) }, cost(st))
	return func(f *frame) control {
		if to := loop(f); to != toBreak {
			return to
		}
		return toNext
	}
}

// iteration makes a loop over what x yields. Its closure ends with toNext, or as the body has ended, but for toContinue.
func (c *compiler) iteration(x star.Expr, pos position, vars star.Expr, makeBody func() stmt, steps int) stmt {
	return c.iterationOf(x, pos, vars, func() {}, makeBody, steps)
}

// iterationOf is iteration for variables that declare makes, once x is compiled.
func (c *compiler) iterationOf(x star.Expr, pos position, vars star.Expr, declare func(), makeBody func() stmt, steps int) stmt {
	if call, ok := unparen(x).(*star.CallExpr); ok {
		switch c.builtinName(call.Fn) {
		case "range":
			if n := len(call.Args); n >= 1 && n <= 3 && plain(call.Args) {
				return c.rangeLoop(call, pos, vars, declare, makeBody, steps)
			}
		case "·iter":
			if len(call.Args) == 1 {
				// Whatever changes meanwhile, a list is gone through by index.
				iter := c.predeclared("·iter")
				at := c.pos(call.Lparen)
				over := c.expr(call.Args[0])
				declare()
				return c.sequenceLoop(over, func(f *frame, v value) value {
					return f.call1(at, iter, v.box())
				}, pos, vars, makeBody, steps)
			}
		}
	}
	over := c.expr(x)
	declare()
	return c.sequenceLoop(over, nil, pos, vars, makeBody, steps)
}

// plain reports whether arguments are positional.
func plain(args []star.Expr) bool {
	for _, x := range args {
		switch x := x.(type) {
		case *star.BinaryExpr:
			if x.Op == star.EQ {
				return false
			}
		case *star.UnaryExpr:
			if x.Op == star.STAR || x.Op == star.STARSTAR {
				return false
			}
		}
	}
	return true
}

// rangeLoop makes a loop over range(...).
func (c *compiler) rangeLoop(call *star.CallExpr, pos position, vars star.Expr, declare func(), makeBody func() stmt, steps int) stmt {
	args := make([]expr, len(call.Args))
	for i, x := range call.Args {
		args[i] = c.expr(x)
	}
	declare()
	fn, at := c.predeclared("range"), c.pos(call.Lparen)
	slot := -1
	if id, ok := unparen(vars).(*star.Ident); ok {
		if i, ok := c.local(id.Name); ok {
			slot = i
		}
	}
	set := c.target(vars, pos)
	body := makeBody()
	general := c.over(set, body, c.pos(pos), steps)
	return func(f *frame) control {
		start, stop, step := value{k: integer}, value{}, intValue(1)
		var given [3]value
		for i, x := range args {
			if given[i] = x(f); given[i].k == failed {
				return toError
			}
		}
		switch len(args) {
		case 1:
			stop = given[0]
		case 2:
			start, stop = given[0], given[1]
		case 3:
			start, stop, step = given[0], given[1], given[2]
		}
		const far = 1 << 61 // so that nothing overflows
		if start.k != integer || stop.k != integer || step.k != integer || step.n == 0 || max(abs(start.n), abs(stop.n), abs(step.n)) > far {
			t := make(starlark.Tuple, len(args))
			for i := range args {
				t[i] = given[i].box()
			}
			f.at = at
			v := f.result(starlark.Call(f.m.thread, fn, t, nil))
			if v.k == failed {
				return toError
			}
			return general(f, v)
		}
		m := f.m
		for i := start.n; step.n > 0 && i < stop.n || step.n < 0 && i > stop.n; i += step.n {
			if m.budget -= steps; m.budget < 0 && !f.look() {
				return toError
			}
			if slot >= 0 {
				p := &f.slots[slot]
				p.k, p.n = integer, i
				if p.v != nil {
					p.v = nil
				}
			} else if !set(f, intValue(i)) {
				return toError
			}
			switch to := body(f); to {
			case toNext, toContinue:
			default:
				return to
			}
		}
		return toNext
	}
}

// abs is the absolute value, for the least int the largest.
func abs(n int64) int64 {
	if n < 0 {
		return max(-n, ^n)
	}
	return n
}

// sequenceLoop makes a loop over a value. If it is no list or tuple, convert makes an iterable of it.
func (c *compiler) sequenceLoop(x expr, convert func(*frame, value) value, pos position, vars star.Expr, makeBody func() stmt, steps int) stmt {
	set := c.target(vars, pos)
	body := makeBody()
	loop := c.over(set, body, c.pos(pos), steps)
	return func(f *frame) control {
		v := x(f)
		if v.k == failed {
			return toError
		}
		if convert != nil {
			switch v.v.(type) {
			case *starlark.List, starlark.Tuple:
			default:
				if v = convert(f, v); v.k == failed {
					return toError
				}
			}
		}
		return loop(f, v)
	}
}

// over makes a loop over any value.
func (c *compiler) over(set target, body stmt, at int32, steps int) func(f *frame, v value) control {
	round := func(f *frame, v value) control {
		if f.m.budget -= steps; f.m.budget < 0 && !f.look() || !set(f, v) {
			return toError
		}
		return body(f)
	}
	return func(f *frame, v value) control {
		if v.k == boxed {
			switch s := v.v.(type) {
			case *starlark.List:
				for i := 0; i < s.Len(); i++ {
					if to := round(f, unbox(s.Index(i))); to != toNext && to != toContinue {
						return to
					}
				}
				return toNext
			case starlark.Tuple:
				for _, x := range s {
					if to := round(f, unbox(x)); to != toNext && to != toContinue {
						return to
					}
				}
				return toNext
			}
		}
		f.at = at
		return f.iterate(at, v, round)
	}
}

// iterate goes through what an iterator yields.
func (f *frame) iterate(at int32, v value, round func(*frame, value) control) control {
	boxed := v.box()
	it := starlark.Iterate(boxed)
	if it == nil {
		// The engine's own complaint.
		f.fail(at, notIterable(boxed))
		return toError
	}
	defer it.Done()
	var x starlark.Value
	for {
		f.at = at
		if !it.Next(&x) {
			break
		}
		if f.m.env.Pending() != nil {
			break
		}
		if to := round(f, unbox(x)); to != toNext && to != toContinue {
			return to
		}
	}
	if err := f.m.stopped(); err != nil {
		f.err = err
		return toError
	}
	return toNext
}
