package quick

import (
	"fmt"
	"unsafe"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"
)

// call makes a call.
func (c *compiler) call(x *star.CallExpr) expr {
	if name := c.builtinName(x.Fn); name != "" && plain(x.Args) {
		if e := c.builtin(name, x); e != nil {
			return e
		}
	}
	if id, ok := x.Fn.(*star.Ident); ok {
		if fn := c.inline[id.Name]; fn != nil {
			return c.inlineCall(fn, x)
		}
	}
	if dot, ok := unparen(x.Fn).(*star.DotExpr); ok && dot.Name.Name == "append" && len(x.Args) == 1 && plain(x.Args) {
		return c.append(dot, x)
	}
	fn, at := c.expr(x.Fn), c.pos(x.Lparen)
	if !plain(x.Args) {
		return c.generalCall(fn, x.Args, at)
	}
	args := make([]expr, len(x.Args))
	for i, arg := range x.Args {
		args[i] = c.expr(arg)
	}
	if len(args) == 1 {
		return c.call1(fn, args, at)
	}
	return func(f *frame) value {
		callee := fn(f)
		if callee.k == failed {
			return callee
		}
		if fn, ok := callee.v.(*starlark.Function); ok {
			if e := f.m.find(f, fn); e != nil && e.q.Arity == len(args) {
				return f.direct(e, args, at)
			}
		}
		t := make(starlark.Tuple, len(args))
		for i, arg := range args {
			v := arg(f)
			if v.k == failed {
				return v
			}
			t[i] = v.box()
		}
		f.at = at
		return f.result(starlark.Call(f.m.thread, callee.box(), t, nil))
	}
}

// call1 makes a call with one positional argument, which may be one of a function of a float.
func (c *compiler) call1(fn expr, args []expr, at int32) expr {
	arg := args[0]
	return func(f *frame) value {
		callee := fn(f)
		var of func(float64) float64
		switch fn := callee.v.(type) {
		case *starlark.Function:
			if e := f.m.find(f, fn); e != nil && e.q.Arity == 1 {
				return f.direct(e, args, at)
			}
		case *starlark.Builtin:
			of = floatFunction(fn)
		case nil:
			if callee.k == failed {
				return callee
			}
		}
		v := arg(f)
		if v.k == failed {
			return v
		}
		if of != nil {
			x := v.float()
			if v.k == integer && abs(v.n) <= maxExact {
				x = float64(v.n)
			}
			if v.k == float || v.k == integer && abs(v.n) <= maxExact {
				if y := of(x); y-y == 0 {
					return floatValue(y)
				}
			}
		}
		return f.call1(at, callee.box(), v.box())
	}
}

// find returns the entry of a function of the same module whose whole body is one, nil for all others.
func (m *machine) find(f *frame, fn *starlark.Function) *entry {
	k := &m.known[uintptr(unsafe.Pointer(fn))>>6%uintptr(len(m.known))]
	if k.fn == fn {
		return k.e
	}
	k.fn, k.e = fn, nil
	if fn.Module() == m.caller.Module() && fn.NumFreeVars() == 0 && fn.NumKwonlyParams() == 0 && !fn.HasVarargs() && !fn.HasKwargs() {
		k.e = m.program.byFunc[fn.Position().Col]
	}
	return k.e
}

// direct calls a function here. The engine's stack gets a frame for it.
func (f *frame) direct(e *entry, args []expr, at int32) value {
	m := f.m
	callee := m.frame(e.code())
	callee.globals, callee.name = f.globals, CallName
	for i, arg := range args {
		v := arg(f)
		if v.k == failed {
			m.release(callee)
			return v
		}
		callee.slots[i] = v
	}
	f.at = at
	if m.budget -= callCost; m.budget < 0 && !f.look() {
		m.release(callee)
		return value{k: failed}
	}
	_, err := starlark.Call(m.thread, callee, nil, nil)
	v := callee.ret
	m.release(callee)
	if err != nil {
		f.err = err
		return value{k: failed}
	}
	if v.k == unbound {
		v = value{k: boxed, v: starlark.None}
	}
	return v
}

// callCost is how many steps a call counts for.
const callCost = 16

// call1 calls a function of one argument.
func (f *frame) call1(at int32, fn, arg starlark.Value) value {
	f.at = at
	return f.result(starlark.Call(f.m.thread, fn, starlark.Tuple{arg}, nil))
}

// generalCall makes a call with keywords or stars.
func (c *compiler) generalCall(fn expr, list []star.Expr, at int32) expr {
	type argument struct {
		name string
		eval expr
	}
	var args []argument
	var star1, star2 expr
	for _, x := range list {
		switch x := x.(type) {
		case *star.BinaryExpr:
			if x.Op == star.EQ {
				args = append(args, argument{x.X.(*star.Ident).Name, c.expr(x.Y)})
				continue
			}
		case *star.UnaryExpr:
			if x.Op == star.STAR {
				star1 = c.expr(x.X)
				continue
			}
			if x.Op == star.STARSTAR {
				star2 = c.expr(x.X)
				continue
			}
		}
		args = append(args, argument{"", c.expr(x)})
	}
	return func(f *frame) value {
		callee := fn(f)
		if callee.k == failed {
			return callee
		}
		var positional starlark.Tuple
		var keywords []starlark.Tuple
		for _, arg := range args {
			v := arg.eval(f)
			if v.k == failed {
				return v
			}
			if arg.name == "" {
				positional = append(positional, v.box())
			} else {
				keywords = append(keywords, starlark.Tuple{starlark.String(arg.name), v.box()})
			}
		}
		var rest, named value
		if star1 != nil {
			if rest = star1(f); rest.k == failed {
				return rest
			}
		}
		if star2 != nil {
			if named = star2(f); named.k == failed {
				return named
			}
			d, ok := named.v.(starlark.IterableMapping)
			if !ok {
				return f.fail(at, fmt.Errorf("argument after ** must be a mapping, not %s", named.box().Type()))
			}
			for _, item := range d.Items() {
				if _, ok := item[0].(starlark.String); !ok {
					return f.fail(at, fmt.Errorf("keywords must be strings, not %s", item[0].Type()))
				}
				keywords = append(keywords, item)
			}
		}
		if star1 != nil {
			v := rest.box()
			it := starlark.Iterate(v)
			if it == nil {
				return f.fail(at, fmt.Errorf("argument after * must be iterable, not %s", v.Type()))
			}
			var x starlark.Value
			for it.Next(&x) {
				positional = append(positional, x)
			}
			it.Done()
		}
		f.at = at
		if err := f.m.stopped(); err != nil {
			return f.fail(at, err)
		}
		return f.result(starlark.Call(f.m.thread, callee.box(), positional, keywords))
	}
}

// append makes x.append(y).
func (c *compiler) append(dot *star.DotExpr, x *star.CallExpr) expr {
	base, attr, get, arg, at := c.expr(dot.X), c.pos(dot.Dot), getAttr("append"), c.expr(x.Args[0]), c.pos(x.Lparen)
	none := value{k: boxed, v: starlark.None}
	return func(f *frame) value {
		b := base(f)
		if b.k == failed {
			return b
		}
		list, ok := b.v.(*starlark.List)
		var fn value
		if !ok {
			if fn = get(f, attr, b); fn.k == failed {
				return fn
			}
		}
		v := arg(f)
		if v.k == failed {
			return v
		}
		boxed := v.box()
		if ok {
			if list.Append(boxed) == nil {
				return none
			}
			if fn = get(f, attr, b); fn.k == failed { // for the engine's complaint
				return fn
			}
		}
		return f.call1(at, fn.box(), boxed)
	}
}
