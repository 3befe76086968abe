package object

import (
	"errors"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// maxIntBits bounds the ints that ** and << make. Multiplying larger ones takes
// seconds in which nothing can interrupt it.
const maxIntBits = 1 << 24

// An operator is a binary operator: the engine's token, if it has one, and the
// methods.
type operator struct {
	token                syntax.Token
	left, right, inplace string
	assign               string // "+="
}

var operators = map[string]*operator{
	"+":  {token: syntax.PLUS, left: "__add__", right: "__radd__", inplace: "__iadd__", assign: "+="},
	"-":  {token: syntax.MINUS, left: "__sub__", right: "__rsub__", inplace: "__isub__", assign: "-="},
	"*":  {token: syntax.STAR, left: "__mul__", right: "__rmul__", inplace: "__imul__", assign: "*="},
	"/":  {token: syntax.SLASH, left: "__truediv__", right: "__rtruediv__", inplace: "__itruediv__", assign: "/="},
	"//": {token: syntax.SLASHSLASH, left: "__floordiv__", right: "__rfloordiv__", inplace: "__ifloordiv__", assign: "//="},
	"%":  {token: syntax.PERCENT, left: "__mod__", right: "__rmod__", inplace: "__imod__", assign: "%="},
	"@":  {left: "__matmul__", right: "__rmatmul__", inplace: "__imatmul__", assign: "@="},
	"**": {left: "__pow__", right: "__rpow__", inplace: "__ipow__", assign: "**="},
	"<<": {token: syntax.LTLT, left: "__lshift__", right: "__rlshift__", inplace: "__ilshift__", assign: "<<="},
	">>": {token: syntax.GTGT, left: "__rshift__", right: "__rrshift__", inplace: "__irshift__", assign: ">>="},
	"&":  {token: syntax.AMP, left: "__and__", right: "__rand__", inplace: "__iand__", assign: "&="},
	"|":  {token: syntax.PIPE, left: "__or__", right: "__ror__", inplace: "__ior__", assign: "|="},
	"^":  {token: syntax.CIRCUMFLEX, left: "__xor__", right: "__rxor__", inplace: "__ixor__", assign: "^="},
}

// Binary returns x op y, where op is one of + - * / // % @ ** << >> & | ^.
func Binary(env *Env, op string, x, y starlark.Value) (starlark.Value, error) {
	o := operators[op]
	if o == nil {
		return nil, exception.New(exception.SystemError, "bad operator %q", op)
	}
	return env.binary(op, op, o, x, y)
}

// binary computes x op y; label is the operator as errors show it.
func (e *Env) binary(op, label string, o *operator, x, y starlark.Value) (starlark.Value, error) {
	x0, y0 := x, y
	fail := func() error {
		name := TypeName(x0)
		switch x.(type) {
		case starlark.String, *text.Text, *starlark.List, starlark.Tuple, starlark.Bytes, *text.ByteArray:
			if op == "+" {
				name = TypeName(x) // they say what they can be joined with, also those of a class that derives from str
			}
		}
		if label == "*=" && isInstance(x) { // CPython asks no sequence on the right then
			return exception.New(exception.TypeError, "unsupported operand type(s) for *=: '%s' and '%s'", name, TypeName(y0))
		}
		return binaryError(label, name, TypeName(y0))
	}
	cx, cy := methodClass(x), methodClass(y)
	if cx != nil || cy != nil {
		v, err := e.binaryByMethod(o, cx, cy, x, y)
		if err != nil || v != NotImplemented {
			return v, err
		}
		ux, uy := Unwrap(x), Unwrap(y)
		if op == "*" {
			if ux, uy, err = e.repeatCounts(ux, uy, label == o.assign); err != nil {
				return nil, err
			}
		}
		_, xi := ux.(*Instance)
		_, yi := uy.(*Instance)
		if op == "%" && !xi {
			if v, err := e.formatted(ux, y); v != nil || err != nil {
				return v, err
			}
		}
		if xi || yi {
			if op == "+" {
				x = ux
			}
			return nil, fail()
		}
		x, y = ux, uy
	}
	if op == "**" {
		if v, err := complexPower(x, y); v != nil || err != nil {
			return v, err
		}
	}
	if nx, ny, ok := numbers(x, y); ok {
		bx, xb := x.(starlark.Bool)
		by, yb := y.(starlark.Bool)
		if xb && yb {
			switch op {
			case "&":
				return bx && by, nil
			case "|":
				return bx || by, nil
			case "^":
				return starlark.Bool(bx != by), nil
			}
		}
		v, err := arithmetic(e, op, nx, ny)
		if err != nil || v != nil {
			return v, err
		}
		return nil, fail()
	}
	if op == "*" {
		// A bool repeats a sequence like the int it is.
		if b, ok := x.(starlark.Bool); ok {
			x = boolInt(b)
		} else if b, ok := y.(starlark.Bool); ok {
			y = boolInt(b)
		}
	}
	if c, ok := x.(*Class); ok && op == "|" {
		return unionOf(c, y)
	}
	if c, ok := y.(*Class); ok && op == "|" {
		return unionOf(x, c)
	}
	if isClass(x) || isClass(y) {
		// The engine would ask the class, and the class this function.
		return nil, fail()
	}
	if _, ok := x.(*starlark.List); ok && op == "+" {
		if _, ok := y.(*starlark.List); !ok {
			return nil, fail()
		}
	}
	if o.token == 0 {
		return nil, fail()
	}
	var err error
	switch op {
	case "%":
		if v, err := e.formatted(x, y); v != nil || err != nil {
			return v, err
		}
	case "*":
		if err = e.reserveRepeat(x, y); err == nil {
			var v starlark.Value
			if v, err = e.repeat(x, y); v != nil || err != nil {
				return v, err
			}
		}
	case "+":
		if err = e.reserveJoin(x, y); err == nil {
			var v starlark.Value
			if v, err = e.joined(x, y); v != nil || err != nil {
				return v, err
			}
		}
	}
	if err != nil {
		return nil, err
	}
	if a, ok := x.(*starlark.Set); ok {
		if b, ok := y.(*starlark.Set); ok && max(a.Len(), b.Len()) > checkEvery {
			if v, err := e.combineSets(op, a, b); v != nil || err != nil {
				return v, err
			}
		}
	}
	if a, b, ok := setsOf(x, y); ok {
		v, err := e.combineSets(op, a, b)
		if err != nil {
			return nil, err
		}
		if f, ok := x.(frozenSet); ok && v != nil {
			return f.With(v.(*starlark.Set)), nil
		}
		if v != nil {
			return v, nil
		}
	}
	if a, ok := x.(*starlark.Dict); ok && op == "|" {
		if b, ok := y.(*starlark.Dict); ok && a.Len()+b.Len() > checkEvery {
			return e.joinDicts(a, b)
		}
	}
	v, err := starlark.Binary(o.token, x, y)
	if p := e.TakePending(); p != nil {
		err = p
	}
	if err != nil {
		if _, _, ok := matchEngine(err.Error(), engineRows().binary); ok && !isPython(err) {
			return nil, fail()
		}
		return nil, err
	}
	return v, nil
}

// complexPower is x ** y if one of them is complex, else nil.
func complexPower(x, y starlark.Value) (starlark.Value, error) {
	if p, ok := x.(powered); ok {
		return p.Power(y, starlark.Left)
	}
	if p, ok := y.(powered); ok {
		return p.Power(x, starlark.Right)
	}
	return nil, nil
}

// isPython reports whether err already names its exception class.
func isPython(err error) bool {
	var python *exception.Error
	var raised *Raised
	return errors.As(err, &python) || errors.As(err, &raised)
}

// binaryByMethod tries the operator methods of both operands; the result is
// NotImplemented if none applies.
func (e *Env) binaryByMethod(o *operator, cx, cy *Class, x, y starlark.Value) (starlark.Value, error) {
	var left, right *slot
	if cx != nil {
		if left = cx.find(o.left); left != nil && valueMethod(left) {
			left = nil
		}
	}
	if cy != nil && cx != cy {
		if right = cy.find(o.right); right != nil && valueMethod(right) {
			right = nil
		}
	}
	try := func(s *slot, self, other starlark.Value) (starlark.Value, error) {
		if s == nil || s.value == starlark.None {
			return NotImplemented, nil
		}
		return callSlot(e.Thread, s, self, other)
	}
	if right != nil && TypeOf(x) != cy && cy.IsSubclass(TypeOf(x)) && (cx == nil || cx.find(o.right) == nil || cx.find(o.right).value != right.value) {
		if v, err := try(right, y, x); err != nil || v != NotImplemented {
			return v, err
		}
		right = nil
	}
	if v, err := try(left, x, y); err != nil || v != NotImplemented {
		return v, err
	}
	return try(right, y, x)
}

// binaryError is CPython's complaint about operands of the given types.
func binaryError(label, x, y string) error {
	switch label {
	case "+", "+=":
		switch x {
		case "str", "list", "tuple":
			if label == "+=" && x == "list" {
				return exception.New(exception.TypeError, "'%s' object is not iterable", y)
			}
			return exception.New(exception.TypeError, "can only concatenate %s (not \"%s\") to %s", x, y, x)
		case "bytes", "bytearray":
			return exception.New(exception.TypeError, "can't concat %s to %s", y, x)
		}
	case "*", "*=":
		if sequenceName(x) && !sequenceName(y) || sequenceName(x) && sequenceName(y) {
			return exception.New(exception.TypeError, "can't multiply sequence by non-int of type '%s'", y)
		}
		if sequenceName(y) {
			return exception.New(exception.TypeError, "can't multiply sequence by non-int of type '%s'", x)
		}
	case "**":
		label = "** or pow()"
	case "**=":
		label = "**="
	}
	return exception.New(exception.TypeError, "unsupported operand type(s) for %s: '%s' and '%s'", label, x, y)
}

func sequenceName(name string) bool {
	switch name {
	case "str", "list", "tuple", "bytes", "bytearray":
		return true
	}
	return false
}

func isClass(v starlark.Value) bool {
	_, ok := v.(*Class)
	return ok
}

// Binary lets the engine apply operators to instances.
func (i *Instance) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	return binaryForEngine(i.env, i, op, y, side)
}

// Binary lets the engine apply operators to classes: int | None.
func (c *Class) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	env := c.env
	if env == nil {
		if env = envOfValue(y); env == nil {
			env = noEnv
		}
	}
	return binaryForEngine(env, c, op, y, side)
}

func binaryForEngine(env *Env, x starlark.Value, op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op == syntax.IN {
		if side == starlark.Left {
			return nil, exception.New(exception.TypeError, "argument of type '%s' is not iterable", TypeName(y))
		}
		return nil, exception.New(exception.TypeError, "argument of type '%s' is not iterable", TypeName(x))
	}
	o := operators[op.String()]
	if o == nil {
		return nil, nil
	}
	if side == starlark.Right {
		x, y = y, x
	}
	return env.binary(op.String(), op.String(), o, x, y)
}

var unaryNames = map[string]string{"-": "__neg__", "+": "__pos__", "~": "__invert__"}

// Unary returns op x, where op is "-", "+", "~" or "not".
func Unary(env *Env, op string, x starlark.Value) (starlark.Value, error) {
	if op == "not" {
		t, err := Truth(env, x)
		return starlark.Bool(!t), err
	}
	if c := methodClass(x); c != nil {
		if s := c.find(unaryNames[op]); s != nil && !valueMethod(s) {
			return callSlot(env.Thread, s, x)
		}
	}
	switch n := number(Unwrap(x)).(type) {
	case starlark.Int:
		switch op {
		case "-":
			return starlark.MakeInt(0).Sub(n), nil
		case "+":
			return n, nil
		}
		return n.Not(), nil
	case starlark.Float:
		switch op {
		case "-":
			return -n, nil
		case "+":
			return n, nil
		}
	}
	if u, ok := x.(starlark.HasUnary); ok {
		if _, ok := x.(*Instance); !ok {
			if v, err := u.Unary(unaryTokens[op]); v != nil || err != nil {
				return v, err
			}
		}
	}
	return nil, unaryError(op, TypeName(x))
}

var unaryTokens = map[string]syntax.Token{"-": syntax.MINUS, "+": syntax.PLUS, "~": syntax.TILDE}

func unaryError(op, x string) error {
	return exception.New(exception.TypeError, "bad operand type for unary %s: '%s'", op, x)
}

// Unary lets the engine apply operators to instances.
func (i *Instance) Unary(op syntax.Token) (starlark.Value, error) {
	return Unary(i.env, op.String(), i)
}
