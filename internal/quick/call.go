package quick

import (
	"fmt"
	"math"
	"sync"
	"unsafe"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/lower"
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

// floats are the functions that FloatFunction was told of: *starlark.Builtin -> func(float64) float64.
var floats sync.Map

// FloatFunction says that calling fn with a float, or an int that is one, is f, if what f returns is finite. Packages of modules call it when they are
// initialised.
func FloatFunction(fn *starlark.Builtin, f func(float64) float64) { floats.Store(fn, f) }

func floatFunction(fn *starlark.Builtin) func(float64) float64 {
	f, _ := floats.Load(fn)
	of, _ := f.(func(float64) float64)
	return of
}

// find returns the entry of a function of the same module whose whole body is one, nil for all others.
func (m *machine) find(f *frame, fn *starlark.Function) *Entry {
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
func (f *frame) direct(e *Entry, args []expr, at int32) value {
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

// builtin makes a call of a predeclared function, nil if it is called like any other.
func (c *compiler) builtin(name string, x *star.CallExpr) expr {
	at := c.pos(x.Lparen)
	switch len(x.Args) {
	case 1:
		fn := builtins1[name]
		comp, isComp := unparen(x.Args[0]).(*star.Comprehension)
		if name == "sum" && isComp && !comp.Curly {
			return c.sum(comp, c.predeclared(name), at)
		}
		if fn == nil {
			return nil
		}
		arg, other := c.expr(x.Args[0]), c.predeclared(name)
		return func(f *frame) value {
			v := arg(f)
			if v.k == failed {
				return v
			}
			if r := fn(v); r.k != unbound {
				return r
			}
			return f.call1(at, other, v.box())
		}
	case 2:
		var fn func(x, y value) value
		switch name {
		case "·mul", "·enginemul":
			fn = multiplyNumbers
		case "·mod":
			fn = wordsOf(remainderWords)
		case "·pow":
			fn = wordsOf(powerWords)
		case "min":
			fn = func(x, y value) value { return choose(star.LT, x, y) }
		case "max":
			fn = func(x, y value) value { return choose(star.GT, x, y) }
		case "·getitem":
			return c.getItem(x, at)
		default:
			return nil
		}
		other := c.predeclared(name)
		return c.operation(func(f *frame, at int32, x, y value) value {
			if v := fn(x, y); v.k != unbound {
				return v
			}
			f.at = at
			return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{x.box(), y.box()}, nil))
		}, at, c.operand(x.Args[0]), c.operand(x.Args[1]))
	case 3:
		switch name {
		case "·binary", "·inplace":
			op := operatorText(x)
			if words[op] == nil {
				return nil
			}
			fn, other, text := arithmetic(op), c.predeclared(name), starlark.String(op)
			return c.operation(func(f *frame, at int32, x, y value) value {
				if v := fn(x, y); v.k != unbound {
					return v
				}
				f.at = at
				return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{text, x.box(), y.box()}, nil))
			}, at, c.operand(x.Args[1]), c.operand(x.Args[2]))
		case "·getslice":
			return c.getSlice(x, at)
		case "·compare":
			if t := c.intrinsicTest(x); t != nil {
				return c.intrinsicCompare(x)
			}
		}
	}
	return nil
}

// operatorText returns the operator that an intrinsic gets as its first argument.
func operatorText(x *star.CallExpr) string {
	if lit, ok := x.Args[0].(*star.Literal); ok {
		s, _ := lit.Value.(string)
		return s
	}
	return ""
}

func wordsOf(op func(x, y int64) (int64, bool)) func(x, y value) value {
	return func(x, y value) value {
		if x.k == integer && y.k == integer {
			if n, ok := op(x.n, y.n); ok {
				return value{k: integer, n: n}
			}
		}
		return value{}
	}
}

// arithmetic is an operator on two ints, or on floats if it is + or - or *.
func arithmetic(op string) func(x, y value) value {
	ints := wordsOf(words[op])
	switch op {
	case "*":
		return multiplyNumbers
	case "+", "-":
		return func(x, y value) value {
			if a, b, ok := numbers(x, y); ok {
				if op == "-" {
					b = -b
				}
				return floatValue(a + b)
			}
			return ints(x, y)
		}
	}
	return ints
}

// choose is min or max of two numbers: the second if it is less, or greater, than the first.
func choose(op star.Token, x, y value) value {
	switch compareNumbers(op, y, x) {
	case yes:
		return y
	case no:
		return x
	}
	return value{}
}

// builtins1 are functions of one argument, for those that are simple; they return no value for others.
var builtins1 = map[string]func(v value) value{
	"len": func(v value) value {
		switch s := v.v.(type) {
		case *starlark.List:
			return intValue(int64(s.Len()))
		case starlark.Tuple:
			return intValue(int64(len(s)))
		case starlark.String:
			return intValue(int64(len(s)))
		case *starlark.Dict:
			return intValue(int64(s.Len()))
		}
		return value{}
	},
	"abs": func(v value) value {
		switch {
		case v.k == integer && v.n != math.MinInt64:
			return intValue(abs(v.n))
		case v.k == float:
			return floatValue(math.Abs(v.float()))
		}
		return value{}
	},
	"int": func(v value) value {
		switch {
		case v.k == integer:
			return v
		case v.k == float && math.Abs(v.float()) < 1<<62:
			return intValue(int64(v.float()))
		}
		return value{}
	},
	"float": func(v value) value {
		switch {
		case v.k == float:
			return v
		case v.k == integer && abs(v.n) <= maxExact && v.n != math.MinInt64:
			return floatValue(float64(v.n))
		}
		return value{}
	},
}

// getItem makes ·getitem(x, i).
func (c *compiler) getItem(x *star.CallExpr, at int32) expr {
	other := c.predeclared("·getitem")
	return c.operation(func(f *frame, at int32, b, i value) value {
		if i.k == integer {
			if l, ok := b.v.(*starlark.List); ok && uint64(i.n) < uint64(l.Len()) {
				return unbox(l.Index(int(i.n)))
			}
		}
		f.at = at
		return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{b.box(), i.box()}, nil))
	}, at, c.operand(x.Args[0]), c.operand(x.Args[1]))
}

// getSlice makes ·getslice(x, lo, hi).
func (c *compiler) getSlice(x *star.CallExpr, at int32) expr {
	base, lo, hi, other := c.expr(x.Args[0]), c.expr(x.Args[1]), c.expr(x.Args[2]), c.predeclared("·getslice")
	return func(f *frame) value {
		b := base(f)
		if b.k == failed {
			return b
		}
		from := lo(f)
		if from.k == failed {
			return from
		}
		to := hi(f)
		if to.k == failed {
			return to
		}
		if l, ok := b.v.(*starlark.List); ok && l.Len() <= 1<<16 {
			n := int64(l.Len())
			i, ok := bound(from, 0, n)
			j, ok2 := bound(to, n, n)
			if ok && ok2 {
				return value{k: boxed, v: l.Slice(int(i), int(max(i, j)), 1)}
			}
		}
		f.at = at
		return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{b.box(), from.box(), to.box()}, nil))
	}
}

// bound is what a bound of a slice, None or an int, means for n elements.
func bound(v value, missing, n int64) (int64, bool) {
	switch {
	case v.k == integer && v.n >= 0:
		return min(v.n, n), true
	case v.k == integer:
		return max(v.n+n, 0), true
	}
	return missing, v.k == boxed && v.v == starlark.None
}

var comparisons = map[string]star.Token{
	"==": star.EQL, "!=": star.NEQ, "<": star.LT, "<=": star.LE, ">": star.GT, ">=": star.GE,
}

// intrinsicTest makes the test of ·compare, nil for all other calls. What it yields for other values than numbers may be none of True and False: see
// intrinsicCompare.
func (c *compiler) intrinsicTest(x *star.CallExpr) test {
	if c.builtinName(x.Fn) != "·compare" || len(x.Args) != 3 {
		return nil
	}
	text := operatorText(x)
	op, ok := comparisons[text]
	if !ok {
		return nil
	}
	other := c.predeclared("·compare")
	return c.comparison(op, c.pos(x.Lparen), c.operand(x.Args[1]), c.operand(x.Args[2]), func(f *frame, at int32, x, y value) truth {
		f.at = at
		return f.truth(f.result(starlark.Call(f.m.thread, other, starlark.Tuple{starlark.String(text), x.box(), y.box()}, nil)))
	})
}

// intrinsicCompare makes ·compare where its value counts.
func (c *compiler) intrinsicCompare(x *star.CallExpr) expr {
	text := operatorText(x)
	op, other := comparisons[text], c.predeclared("·compare")
	return c.operation(func(f *frame, at int32, x, y value) value {
		switch compareNumbers(op, x, y) {
		case yes:
			return value{k: boolean, n: 1}
		case no:
			return value{k: boolean}
		}
		f.at = at
		return f.result(starlark.Call(f.m.thread, other, starlark.Tuple{starlark.String(text), x.box(), y.box()}, nil))
	}, c.pos(x.Lparen), c.operand(x.Args[1]), c.operand(x.Args[2]))
}

// An inline is a function that is part of an expression: any(... for ...).
type inline struct {
	param int
	body  stmt
}

// inlineDef compiles it. Its variables are its own.
func (c *compiler) inlineDef(d *star.DefStmt) {
	scope := map[string]int{}
	in := &inline{}
	for _, p := range d.Params {
		name := p.(*star.Ident).Name
		in.param = c.slot(name)
		scope[name] = in.param
	}
	lower.Assigned(d.Body, func(name string) {
		if _, ok := scope[name]; !ok {
			scope[name] = c.slot(name)
		}
	})
	c.scopes = append(c.scopes, scope)
	in.body = c.block(d.Body)
	c.scopes = c.scopes[:len(c.scopes)-1]
	c.inline[d.Name.Name] = in
}

func (c *compiler) inlineCall(in *inline, x *star.CallExpr) expr {
	arg := c.expr(x.Args[0])
	return func(f *frame) value {
		v := arg(f)
		if v.k == failed {
			return v
		}
		f.slots[in.param] = v
		kept := f.ret
		to := in.body(f)
		v, f.ret = f.ret, kept
		if to == toError {
			return value{k: failed}
		}
		return v
	}
}
