package quick

import (
	"slices"
	"unsafe"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/object"
)

// call makes a call.
func (c *compiler) call(x *star.CallExpr) expr {
	if name := c.builtinName(x.Fn); name != "" && plain(x.Args) {
		if e := c.builtin(name, x); e != nil {
			return e
		}
	}
	switch name := c.builtinName(x.Fn); name {
	case "·callstar", "·callmap", "·callboth":
		return c.starCall(name, x)
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
		return f.call(at, callee.box(), t)
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
	return f.call(at, fn, starlark.Tuple{arg})
}

// call calls a function that is not run here.
func (f *frame) call(at int32, fn starlark.Value, args starlark.Tuple) value {
	f.at = at
	if b, ok := fn.(*starlark.Builtin); ok { // perhaps set.add
		if err := f.m.env.Ready(b, args); err != nil {
			f.err = err
			return value{k: failed}
		}
	}
	return f.result(starlark.Call(f.m.thread, fn, args, nil))
}

// generalCall makes a call with keywords, or with more arguments than the engine takes.
func (c *compiler) generalCall(fn expr, list []star.Expr, at int32) expr {
	var args []argument
	var starred, mapping expr
	for _, arg := range list {
		x, ok := arg.(*star.UnaryExpr)
		switch {
		case ok && x.Op == star.STAR:
			starred = c.expr(x.X)
		case ok && x.Op == star.STARSTAR:
			mapping = c.expr(x.X)
		default:
			args = append(args, c.argument(arg))
		}
	}
	return callOf(fn, args, starred, mapping, at)
}

// starCall makes a call with stars.
func (c *compiler) starCall(name string, x *star.CallExpr) expr {
	fn, list := c.expr(x.Args[0]), x.Args[1:]
	var args []argument
	for _, x := range list {
		args = append(args, c.argument(x))
	}
	var starred, mapping expr
	n := len(args)
	if name != "·callstar" { // what comes last, even after keyword arguments
		mapping, args = args[n-1].eval, args[:n-1]
	}
	if name != "·callmap" {
		for i := len(args) - 1; i >= 0; i-- {
			if args[i].name == "" {
				starred = args[i].eval
				args = slices.Delete(args, i, i+1)
				break
			}
		}
	}
	return callOf(fn, args, starred, mapping, c.pos(x.Lparen))
}

// An argument is one of a call without stars.
type argument struct {
	name string // "": positional
	eval expr
}

func (c *compiler) argument(x star.Expr) argument {
	if x, ok := x.(*star.BinaryExpr); ok && x.Op == star.EQ {
		return argument{x.X.(*star.Ident).Name, c.expr(x.Y)}
	}
	return argument{"", c.expr(x)}
}

// callOf makes a call; starred and mapping, what stands after stars, may be nil. Keyword arguments come after positional ones.
func callOf(fn expr, args []argument, starred, mapping expr, at int32) expr {
	n := len(args)
	for n > 0 && args[n-1].name != "" {
		n--
	}
	args, named := args[:n], args[n:]
	return func(f *frame) value {
		callee := fn(f)
		if callee.k == failed {
			return callee
		}
		positional := make(starlark.Tuple, len(args))
		for i, arg := range args {
			v := arg.eval(f)
			if v.k == failed {
				return v
			}
			positional[i] = v.box()
		}
		var elems, items starlark.Value
		if starred != nil {
			v := starred(f)
			if v.k == failed {
				return v
			}
			elems = v.box()
		}
		var keywords []starlark.Tuple
		for _, arg := range named {
			v := arg.eval(f)
			if v.k == failed {
				return v
			}
			keywords = append(keywords, starlark.Tuple{starlark.String(arg.name), v.box()})
		}
		if mapping != nil {
			v := mapping(f)
			if v.k == failed {
				return v
			}
			items = v.box()
		}
		f.at = at
		if err := f.m.stopped(); err != nil {
			return f.fail(at, err)
		}
		return f.result(object.CallStarsOnTop(f.m.thread, callee.box(), positional, elems, keywords, items))
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
			if object.Append(f.m.thread, list, boxed) == nil {
				return none
			}
			if fn = get(f, attr, b); fn.k == failed { // for the engine's complaint
				return fn
			}
		}
		return f.call1(at, fn.box(), boxed)
	}
}
