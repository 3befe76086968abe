package object

import (
	"slices"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

const (
	// maxReprDepth bounds the nesting of values that are printed.
	maxReprDepth = 1000
	// maxPlainParts bounds the parts of a repr that nothing can stop.
	maxPlainParts = 1 << 16
)

// A printer writes the repr of values. It remembers the containers it is inside
// of, so that one which contains itself prints as [...].
type printer struct {
	env  *Env
	out  pieces.Text
	path []starlark.Value
	left int // if not 0: how many parts may yet be written, and one more
}

// Repr returns repr(v).
func Repr(env *Env, v starlark.Value) (string, error) {
	switch v := v.(type) {
	case starlark.String:
		if len(v) < longText {
			return strRepr(string(v)), nil
		}
		return text.ReprPaced(env.Check, string(v))
	case starlark.Int:
		return intRepr(env, v)
	}
	p := printer{env: env, path: env.reprPath}
	if err := p.repr(v); err != nil {
		return "", err
	}
	return p.out.Join(env.Check)
}

// safeRepr is Repr where no error can be returned and no environment is at hand.
func safeRepr(v starlark.Value) (string, error) {
	env := envOfValue(v)
	if env == nil {
		return plainRepr(v), nil
	}
	had := env.waiting() != nil
	s, err := Repr(env, v)
	if err == nil && !had && env.waiting() != nil {
		err = env.TakePending()
	}
	if err != nil {
		if i, ok := v.(*Instance); ok {
			return i.defaultRepr(), err
		}
		return addressRepr(TypeName(v)+" object", env), err
	}
	return s, nil
}

// plainRepr is Repr without an interpreter, for values that have no script's code
// in them.
func plainRepr(v starlark.Value) string {
	env := envOfValue(v)
	if env == nil {
		env = noEnv
	}
	p := printer{env: env, left: maxPlainParts}
	if err := p.repr(v); err != nil {
		return "<" + TypeName(v) + " object>"
	}
	s, _ := p.out.Join(nil)
	return s
}

// envOfValue returns the Env that a value knows of, or nil.
func envOfValue(v starlark.Value) *Env {
	switch v := v.(type) {
	case *Instance:
		return v.env
	case *Class:
		return v.env
	case *BoundMethod:
		return envOfValue(v.Self)
	case *Generator:
		return v.env
	case *Super:
		return envOfValue(v.self)
	}
	return nil
}

func intRepr(env *Env, i starlark.Int) (string, error) {
	if _, ok := i.Int64(); ok {
		return i.String(), nil
	}
	x, most := i.BigInt(), env.MaxDigits()
	if err := text.CheckBits(x, most); err != nil {
		return "", err
	}
	s, err := DecimalBig(env, x)
	if err != nil {
		return "", err
	}
	return s, text.CheckDecimal(s, most)
}

// MaxDigits is how many decimal digits an int may have when it becomes text, or text becomes it; a negative number is no limit.
func (e *Env) MaxDigits() int {
	if e == nil || e.formatter == nil {
		return text.DefaultMaxDigits
	}
	if n := e.formatter.MaxDigits; n != 0 {
		return n
	}
	return text.DefaultMaxDigits
}

// SetMaxDigits sets what MaxDigits returns; 0 is no limit.
func (e *Env) SetMaxDigits(n int) {
	if n == 0 {
		n = -1
	}
	e.Formatter().MaxDigits = n
}

// longText is the size from which on a string is written in pieces.
const longText = 1 << 16

func (p *printer) write(s string, err error) error {
	p.out.WriteString(s)
	return err
}

func (p *printer) inside(v starlark.Value) bool {
	for _, x := range p.path {
		if x == v {
			return true
		}
	}
	return false
}

// enter notes that v is being printed; it fails where values are nested too deep.
func (p *printer) enter(v starlark.Value) error {
	if len(p.path) >= maxReprDepth {
		return exception.New(exception.RecursionError, "maximum recursion depth exceeded while getting the repr of an object")
	}
	p.path = append(p.path, v)
	return nil
}

func (p *printer) leave() { p.path = p.path[:len(p.path)-1] }

// A Displayed value is a container whose repr is that of its elements between two
// words: "frozenset({", "})".
type Displayed interface {
	starlark.Value
	// Display may have no Env; then nothing can stop it.
	Display(env *Env) (open string, elems []starlark.Value, close string, err error)
}

// A nested value is one whose repr has those of other values in it, and which is no container.
type nested interface {
	starlark.Value
	show(p *printer) error
}

// around writes the repr of v between two words.
func (p *printer) around(open string, v starlark.Value, close string) error {
	p.out.WriteString(open)
	err := p.repr(v)
	p.out.WriteString(close)
	return err
}

func (p *printer) seq(open, close string, elems func(yield func(starlark.Value) bool)) error {
	p.out.WriteString(open)
	first := true
	var err error
	for e := range elems {
		if !first {
			p.out.WriteString(", ")
		}
		first = false
		if err = p.repr(e); err != nil {
			return err
		}
	}
	p.out.WriteString(close)
	return nil
}

func (p *printer) repr(v starlark.Value) error {
	if err := p.env.Tick(); err != nil {
		return err
	}
	if p.left > 0 {
		if p.left--; p.left == 0 {
			return exception.New(exception.OverflowError, "too many parts")
		}
	}
	switch v := v.(type) {
	case starlark.String:
		if len(v) < longText {
			p.out.WriteString(strRepr(string(v)))
			return nil
		}
		return p.write(text.ReprPaced(p.env.Check, string(v)))
	case *text.Text:
		return p.write(text.ReprPaced(p.env.Check, v.GoString()))
	case text.Bytes:
		return p.write(text.BytesReprPaced(p.env.Check, string(v)))
	case *text.ByteArray:
		return p.write(v.ReprPaced(p.env.Check))
	case starlark.Int:
		s, err := intRepr(p.env, v)
		if err != nil {
			return err
		}
		p.out.WriteString(s)
	case starlark.Float:
		p.out.WriteString(floatRepr(float64(v)))
	case starlark.NoneType, starlark.Bool:
		p.out.WriteString(v.String())
	case starlark.Bytes:
		p.out.WriteString(bytesRepr(string(v)))
	case *starlark.List:
		if p.inside(v) {
			p.out.WriteString("[...]")
			return nil
		}
		if err := p.enter(v); err != nil {
			return err
		}
		defer p.leave()
		p.out.WriteByte('[')
		for i := 0; i < v.Len(); i++ {
			if i > 0 {
				p.out.WriteString(", ")
			}
			if err := p.repr(v.Index(i)); err != nil {
				return err
			}
		}
		p.out.WriteByte(']')
	case starlark.Tuple:
		if err := p.enter(starlark.None); err != nil {
			return err
		}
		defer p.leave()
		close := ")"
		if len(v) == 1 {
			close = ",)"
		}
		return p.seq("(", close, v.Elements())
	case *starlark.Dict:
		items, err := Items(p.env, v)
		if err != nil {
			return err
		}
		return p.dict(v, items)
	case *AttrDict:
		if v.readonly {
			p.out.WriteString("mappingproxy(")
			defer p.out.WriteByte(')')
		}
		return p.dict(v, v.Items())
	case *starlark.Set:
		if v.Len() == 0 {
			p.out.WriteString("set()")
			return nil
		}
		if err := p.enter(v); err != nil {
			return err
		}
		defer p.leave()
		elems, err := SetElements(p.env, v)
		if err != nil {
			return err
		}
		return p.seq("{", "}", slices.Values(elems))
	case Displayed:
		if p.inside(v) {
			p.out.WriteString("...")
			return nil
		}
		if err := p.enter(v); err != nil {
			return err
		}
		defer p.leave()
		open, elems, close, err := v.Display(p.env)
		if err != nil {
			return err
		}
		return p.seq(open, close, slices.Values(elems))
	case *starlark.Function:
		p.out.WriteString(addressRepr("function "+p.env.Info(v).Qualname, v))
	case *starlark.Builtin:
		return p.builtin(v)
	case *BoundMethod:
		if err := p.enter(v); err != nil {
			return err
		}
		defer p.leave()
		return p.method(v)
	case nested:
		if err := p.enter(v); err != nil {
			return err
		}
		defer p.leave()
		return v.show(p)
	case *Class:
		return p.class(v)
	case *Instance:
		return p.instance(v)
	default:
		s := v.String()
		if err := p.env.TakePending(); err != nil {
			return err
		}
		p.out.WriteString(s)
	}
	return nil
}

func (p *printer) dict(d starlark.Value, items []starlark.Tuple) error {
	if p.inside(d) {
		p.out.WriteString("{...}")
		return nil
	}
	if err := p.enter(d); err != nil {
		return err
	}
	defer p.leave()
	p.out.WriteByte('{')
	for i, item := range items {
		if i > 0 {
			p.out.WriteString(", ")
		}
		if err := p.repr(item[0]); err != nil {
			return err
		}
		p.out.WriteString(": ")
		if err := p.repr(item[1]); err != nil {
			return err
		}
	}
	p.out.WriteByte('}')
	return nil
}
