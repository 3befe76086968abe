package quick

import (
	"fmt"
	"math/big"
	"strings"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// cutMark returns the name of a predeclared value that lowering has marked as such.
func cutMark(name string) (string, bool) { return strings.CutPrefix(name, lower.ConstantMark) }

// constant makes the closure of a value that is the same for all.
func constant(v value) expr { return func(*frame) value { return v } }

// An operand is an expression, with what it is if that is simple.
type operand struct {
	eval  expr
	slot  int   // of a local variable, -1 for none
	read  int32 // where the variable is read
	fixed bool
	value value // if fixed
}

func (o operand) constant() bool { return o.fixed }

func (c *compiler) operand(x star.Expr) operand {
	switch x := unparen(x).(type) {
	case *star.Ident:
		if slot, ok := c.local(x.Name); ok {
			return operand{eval: c.expr(x), slot: slot, read: c.pos(x.NamePos)}
		}
	case *star.Literal:
		v := literal(x)
		return operand{eval: constant(v), slot: -1, fixed: true, value: v}
	case *star.UnaryExpr:
		if v, ok := negative(x); ok {
			return operand{eval: constant(v), slot: -1, fixed: true, value: v}
		}
	}
	return operand{eval: c.expr(x), slot: -1}
}

// negative returns the value of a number with a minus.
func negative(x *star.UnaryExpr) (value, bool) {
	if lit, ok := unparen(x.X).(*star.Literal); ok && x.Op == star.MINUS {
		switch v := literal(lit); v.k {
		case integer:
			return intValue(-v.n), true
		case float:
			return floatValue(-v.float()), true
		}
	}
	return value{}, false
}

func literal(x *star.Literal) value {
	switch v := x.Value.(type) {
	case int64:
		return intValue(v)
	case *big.Int:
		return value{k: boxed, v: starlark.MakeBigInt(v)}
	case float64:
		return floatValue(v)
	case string:
		if x.Token == star.BYTES {
			return value{k: boxed, v: starlark.Bytes(v)}
		}
		return value{k: boxed, v: starlark.String(v)}
	}
	unsupported(x)
	return value{}
}

// expr makes the closure of an expression.
func (c *compiler) expr(x star.Expr) expr {
	switch x := x.(type) {
	case *star.ParenExpr:
		return c.expr(x.X)
	case *star.Ident:
		return c.ident(x)
	case *star.Literal:
		return constant(literal(x))
	case *star.BinaryExpr:
		return c.binary(x)
	case *star.UnaryExpr:
		return c.unary(x)
	case *star.CondExpr:
		cond, then, els := c.test(x.Cond), c.expr(x.True), c.expr(x.False)
		return func(f *frame) value {
			switch cond(f) {
			case yes:
				return then(f)
			case no:
				return els(f)
			}
			return value{k: failed}
		}
	case *star.CallExpr:
		return c.call(x)
	case *star.DotExpr:
		return c.dot(x)
	case *star.IndexExpr:
		return c.indexExpr(x)
	case *star.SliceExpr:
		return c.slice(x)
	case *star.TupleExpr:
		elems := c.elems(x.List)
		return func(f *frame) value {
			t, ok := elems(f)
			if !ok {
				return value{k: failed}
			}
			return value{k: boxed, v: starlark.Tuple(t)}
		}
	case *star.ListExpr:
		elems := c.elems(x.List)
		return func(f *frame) value {
			l, ok := elems(f)
			if !ok {
				return value{k: failed}
			}
			return value{k: boxed, v: starlark.NewList(l)}
		}
	case *star.DictExpr:
		return c.dict(x)
	case *star.Comprehension:
		return c.comprehension(x)
	}
	unsupported(x)
	return nil
}

// ident reads a variable.
func (c *compiler) ident(x *star.Ident) expr {
	name := x.Name
	if marked, ok := cutMark(name); ok {
		return c.predeclaredExpr(marked)
	}
	at := c.pos(x.NamePos)
	if slot, ok := c.local(name); ok {
		return func(f *frame) value {
			v := f.slots[slot]
			if v.k == unbound {
				return f.unboundLocal(at, slot)
			}
			return v
		}
	}
	if i, ok := c.p.global(name); ok {
		return func(f *frame) value {
			v := f.globals[i]
			if v == nil {
				return f.fail(at, fmt.Errorf("global variable %s referenced before assignment", name))
			}
			return unbox(v)
		}
	}
	return c.predeclaredExpr(name)
}

func (c *compiler) predeclaredExpr(name string) expr {
	v := c.predeclared(name)
	if v == nil {
		panic("quick: no predeclared " + name)
	}
	return constant(unbox(v))
}

// unboundLocal fails with the engine's complaint.
func (f *frame) unboundLocal(at int32, slot int) value {
	return f.fail(at, fmt.Errorf("local variable %s referenced before assignment", f.code.names[slot]))
}

func notIterable(v starlark.Value) error { return fmt.Errorf("%s value is not iterable", v.Type()) }

// elems evaluates expressions into a new slice.
func (c *compiler) elems(list []star.Expr) func(f *frame) ([]starlark.Value, bool) {
	exprs := make([]expr, len(list))
	for i, x := range list {
		exprs[i] = c.expr(x)
	}
	return func(f *frame) ([]starlark.Value, bool) {
		elems := make([]starlark.Value, len(exprs))
		for i, x := range exprs {
			v := x(f)
			if v.k == failed {
				return nil, false
			}
			elems[i] = v.box()
		}
		return elems, true
	}
}

func (c *compiler) dict(x *star.DictExpr) expr {
	keys, values, at := make([]expr, len(x.List)), make([]expr, len(x.List)), make([]int32, len(x.List))
	for i, e := range x.List {
		entry := e.(*star.DictEntry)
		keys[i], values[i], at[i] = c.expr(entry.Key), c.expr(entry.Value), c.pos(entry.Colon)
	}
	return func(f *frame) value {
		d := starlark.NewDict(len(keys))
		for i := range keys {
			k := keys[i](f)
			if k.k == failed {
				return k
			}
			v := values[i](f)
			if v.k == failed {
				return v
			}
			n := d.Len()
			if !f.setKey(at[i], d, k, v) {
				return value{k: failed}
			}
			if d.Len() == n {
				return f.fail(at[i], fmt.Errorf("duplicate key: %v", k.box()))
			}
		}
		return value{k: boxed, v: d}
	}
}

func (f *frame) setKey(at int32, d *starlark.Dict, k, v value) bool {
	f.at = at
	err := f.m.env.SetKey(d, k.box(), v.box())
	if err == nil {
		err = f.m.stopped()
	}
	f.err = err
	return err == nil
}

// dot reads an attribute.
func (c *compiler) dot(x *star.DotExpr) expr {
	base, at, get := c.expr(x.X), c.pos(x.Dot), getAttr(x.Name.Name)
	long := lower.LongMethod(x.Name.Name)
	return func(f *frame) value {
		b := base(f)
		if b.k == failed {
			return b
		}
		if long && !f.m.program.python {
			v, err := f.m.env.StarlarkOperand(star.SLASH, b.box())
			if err != nil {
				return f.fail(at, err)
			}
			return get(f, at, value{k: boxed, v: v})
		}
		return get(f, at, b)
	}
}

// getAttr makes the reading of an attribute.
func getAttr(name string) func(f *frame, at int32, x value) value {
	ops := attrOps(name)
	return func(f *frame, at int32, x value) value {
		v := x.box()
		if cell, ok := v.(*object.Cell); ok && name == "v" {
			if v := cell.Value(); v != nil {
				return unbox(v)
			}
		}
		f.at = at
		if a, ok := v.(starlark.HasAttrs); ok {
			got, err := a.Attr(name)
			if _, none := err.(starlark.NoSuchAttrError); !none && (got != nil || err != nil) {
				return f.result(got, err)
			}
		}
		get, _ := ops()
		return f.result(starlark.Call(f.m.thread, get, starlark.Tuple{v}, nil))
	}
}

func (c *compiler) indexExpr(x *star.IndexExpr) expr {
	if bind := c.bind(x); bind != nil {
		return bind
	}
	base, at := c.expr(x.X), c.pos(x.Lbrack)
	i := c.operand(x.Y)
	if i.slot >= 0 {
		slot, read := i.slot, i.read
		return func(f *frame) value {
			b := base(f)
			if b.k == failed {
				return b
			}
			i := f.slots[slot]
			if i.k == integer && b.k == boxed {
				if l, ok := b.v.(*starlark.List); ok && uint64(i.n) < uint64(l.Len()) {
					return unbox(l.Index(int(i.n)))
				}
			}
			if i.k == unbound {
				return f.unboundLocal(read, slot)
			}
			return f.index(at, b, i)
		}
	}
	index := i.eval
	return func(f *frame) value {
		b := base(f)
		if b.k == failed {
			return b
		}
		i := index(f)
		if i.k == failed {
			return i
		}
		return f.index(at, b, i)
	}
}

// index is b[i].
func (f *frame) index(at int32, b, i value) value {
	if b.k == boxed {
		switch s := b.v.(type) {
		case *starlark.List:
			if i.k == integer {
				n := int64(s.Len())
				if i.n >= 0 && i.n < n {
					return unbox(s.Index(int(i.n)))
				}
				if i.n < 0 && i.n >= -n {
					return unbox(s.Index(int(i.n + n)))
				}
			}
		case starlark.Tuple:
			if i.k == integer && i.n >= 0 && i.n < int64(len(s)) {
				return unbox(s[i.n])
			}
		case *starlark.Dict:
			f.at = at
			v, found, err := f.m.env.Item(s, i.box())
			if err != nil || found {
				return f.result(v, err)
			}
			if f.m.program.python && object.IsLongKey(i.box()) { // the engine would format it
				return f.fail(at, exception.WithArgs(exception.KeyError, i.box()))
			}
		case starlark.Mapping:
			f.at = at
			v, found, err := f.m.env.Item(s, i.box())
			if err == nil && !found {
				err = fmt.Errorf("key %v not in %s", i.box(), s.Type())
			}
			return f.result(v, err)
		case starlark.Indexable:
			if n := int64(s.Len()); i.k == integer && i.n >= -n && i.n < n {
				if i.n < 0 {
					i.n += n
				}
				f.at = at
				if t, ok := s.(*text.Text); ok {
					if err := t.Seek(f.m.env.Check); err != nil {
						return f.result(nil, err)
					}
				}
				return f.result(s.Index(int(i.n)), nil)
			}
		}
	}
	f.at = at
	return f.result(starlark.Call(f.m.thread, slow().index, starlark.Tuple{b.box(), i.box()}, nil))
}

// setIndex is b[i] = v.
func (f *frame) setIndex(at int32, b, i, v value) bool {
	if b.k == boxed {
		switch s := b.v.(type) {
		case *starlark.List:
			if n := int64(s.Len()); i.k == integer && i.n >= -n && i.n < n {
				j := i.n
				if j < 0 {
					j += n
				}
				if err := s.SetIndex(int(j), v.box()); err != nil {
					f.fail(at, err)
					return false
				}
				return true
			}
		case *starlark.Dict:
			return f.setKey(at, s, i, v)
		case starlark.HasSetKey:
			f.at = at
			err := f.m.env.CheckKey(i.box())
			if err == nil {
				err = s.SetKey(i.box(), v.box())
			}
			return f.result(starlark.None, err).k != failed
		case starlark.HasSetIndex:
			if n := int64(s.Len()); i.k == integer && i.n >= -n && i.n < n {
				if i.n < 0 {
					i.n += n
				}
				f.at = at
				return f.result(starlark.None, s.SetIndex(int(i.n), v.box())).k != failed
			}
		}
	}
	f.at = at
	return f.result(starlark.Call(f.m.thread, slow().setIndex, starlark.Tuple{b.box(), i.box(), v.box()}, nil)).k != failed
}

func (c *compiler) slice(x *star.SliceExpr) expr {
	parts := []expr{c.expr(x.X)}
	for _, p := range []star.Expr{x.Lo, x.Hi, x.Step} {
		if p == nil {
			parts = append(parts, constant(value{k: boxed, v: starlark.None}))
		} else {
			parts = append(parts, c.expr(p))
		}
	}
	at := c.pos(x.Lbrack)
	return func(f *frame) value {
		t := make(starlark.Tuple, 4)
		for i, p := range parts {
			v := p(f)
			if v.k == failed {
				return v
			}
			t[i] = v.box()
		}
		if !f.m.program.python {
			var err error
			if t[0], err = f.m.env.StarlarkOperand(star.SLASH, t[0]); err != nil {
				return f.fail(at, err)
			}
		}
		f.at = at
		return f.result(starlark.Call(f.m.thread, slow().slice, t, nil))
	}
}

// bind makes what lower.bind makes, [body for vars in (values,)][0]: the values are evaluated and bound, and then the body. It is nil for all
// other expressions.
func (c *compiler) bind(x *star.IndexExpr) expr {
	comp, ok := x.X.(*star.Comprehension)
	if !ok || comp.Curly || len(comp.Clauses) != 1 {
		return nil
	}
	clause, ok := comp.Clauses[0].(*star.ForClause)
	if !ok {
		return nil
	}
	outer, ok := clause.X.(*star.TupleExpr)
	zero, ok2 := x.Y.(*star.Literal)
	if !ok || !ok2 || len(outer.List) != 1 || zero.Value != int64(0) {
		return nil
	}
	vars, values := []star.Expr{clause.Vars}, []star.Expr{outer.List[0]}
	if t, ok := clause.Vars.(*star.TupleExpr); ok {
		v, ok := outer.List[0].(*star.TupleExpr)
		if !ok || len(v.List) != len(t.List) || len(t.List) > 4 {
			return nil
		}
		vars, values = t.List, v.List
	}
	exprs := make([]expr, len(values))
	for i, v := range values {
		exprs[i] = c.expr(v)
	}
	scope := map[string]int{}
	slots := make([]int, len(vars))
	for i, v := range vars {
		id, ok := v.(*star.Ident)
		if !ok {
			return nil
		}
		slots[i] = c.slot(id.Name)
		scope[id.Name] = slots[i]
	}
	c.scopes = append(c.scopes, scope)
	body := c.expr(comp.Body.(star.Expr))
	c.scopes = c.scopes[:len(c.scopes)-1]
	return func(f *frame) value {
		var got [4]value
		for i, x := range exprs {
			if got[i] = x(f); got[i].k == failed {
				return got[i]
			}
		}
		for i, slot := range slots {
			f.slots[slot] = got[i]
		}
		return body(f)
	}
}
