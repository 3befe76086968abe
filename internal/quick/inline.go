package quick

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/lower"
)

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
