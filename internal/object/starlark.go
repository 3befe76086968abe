package object

import (
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
)

// This file does for the Starlark dialect what the engine does for it in all simple cases, where a value is large, has the same containers in it again
// and again, or is nested without end: the engine's own would go on for ever then, or take all stack there is.

// StarlarkText returns a value as Starlark's repr has it. It can be stopped, and gives up where values are nested too deep.
func StarlarkText(env *Env, v starlark.Value) (string, error) {
	p := starlarkPrinter{env: env}
	if err := p.value(v, maxReprDepth); err != nil {
		return "", err
	}
	return p.out.Join(env.Check)
}

type starlarkPrinter struct {
	env  *Env
	out  pieces.Text
	path []starlark.Value // the lists and dicts around
}

func (p *starlarkPrinter) value(v starlark.Value, depth int) error {
	if depth == 0 {
		return exception.New(exception.RecursionError, "maximum recursion depth exceeded while getting the repr of an object")
	}
	if err := p.env.Tick(); err != nil {
		return err
	}
	switch v := v.(type) {
	case starlark.String:
		return p.quote(string(v))
	case starlark.Bytes:
		if len(v) > longText {
			return p.quoteBytes(string(v))
		}
	case starlark.Int:
		s, err := starlarkInt(p.env, v)
		p.out.WriteString(s)
		return err
	case *starlark.List:
		return p.inside(v, "[", "]", func() error {
			for i := range v.Len() {
				if i >= v.Len() {
					break
				}
				if err := p.element(i, v.Index(i), depth); err != nil {
					return err
				}
			}
			return nil
		})
	case starlark.Tuple:
		p.out.WriteString("(")
		for i, x := range v {
			if err := p.element(i, x, depth); err != nil {
				return err
			}
		}
		if len(v) == 1 {
			p.out.WriteString(",")
		}
		p.out.WriteString(")")
		return nil
	case *starlark.Dict:
		return p.inside(v, "{", "}", func() error {
			n := 0
			for k, x := range v.Entries() {
				if err := p.element(n, k, depth); err != nil {
					return err
				}
				n++
				p.out.WriteString(": ")
				if err := p.value(x, depth-1); err != nil {
					return err
				}
			}
			return nil
		})
	case *starlark.Set:
		p.out.WriteString("set([")
		n := 0
		for x := range v.Elements() {
			if err := p.element(n, x, depth); err != nil {
				return err
			}
			n++
		}
		p.out.WriteString("])")
		return nil
	case *Instance:
		s, err := Repr(p.env, v)
		p.out.WriteString(s)
		return err
	}
	p.out.WriteString(v.String())
	return p.env.TakePending()
}

// starlarkInt is an int's text, which has any number of digits there.
func starlarkInt(env *Env, i starlark.Int) (string, error) {
	if _, ok := i.Int64(); ok {
		return i.String(), nil
	}
	return DecimalBig(env, i.BigInt())
}

func (p *starlarkPrinter) element(i int, x starlark.Value, depth int) error {
	if i > 0 {
		p.out.WriteString(", ")
	}
	return p.value(x, depth-1)
}

func (p *starlarkPrinter) inside(v starlark.Value, open, close string, body func() error) error {
	p.out.WriteString(open)
	defer p.out.WriteString(close)
	for _, x := range p.path {
		if x == v {
			p.out.WriteString("...")
			return nil
		}
	}
	p.path = append(p.path, v)
	err := body()
	p.path = p.path[:len(p.path)-1]
	return err
}

// quote writes a string as the engine quotes it, which knows no escapes that reach over two characters.
func (p *starlarkPrinter) quote(s string) error {
	if len(s) <= longText {
		p.out.WriteString(syntax.Quote(s, false))
		return nil
	}
	p.out.WriteString(`"`)
	for len(s) > 0 {
		if err := p.env.Check(); err != nil {
			return err
		}
		n := min(len(s), longText)
		for n < len(s) && s[n]&0xc0 == 0x80 { // within a character
			n++
		}
		q := syntax.Quote(s[:n], false)
		p.out.WriteString(q[1 : len(q)-1])
		s = s[n:]
	}
	p.out.WriteString(`"`)
	return nil
}

// quoteBytes is quote for bytes, of which those that are no characters stand for themselves.
func (p *starlarkPrinter) quoteBytes(s string) error {
	p.out.WriteString(`b"`)
	for len(s) > 0 {
		if err := p.env.Check(); err != nil {
			return err
		}
		n := min(len(s), longText)
		for i := 0; i < 3 && n < len(s) && !utf8.RuneStart(s[n]); i++ {
			n++
		}
		q := syntax.Quote(s[:n], true)
		p.out.WriteString(q[2 : len(q)-1])
		s = s[n:]
	}
	p.out.WriteString(`"`)
	return nil
}

// IsSimple reports whether what the engine does with a value takes neither long nor much stack.
func IsSimple(v starlark.Value) bool {
	switch v := v.(type) {
	case starlark.NoneType, starlark.Bool, starlark.Float, *starlark.Function, *starlark.Builtin:
		return true
	case starlark.Int:
		if _, ok := v.Int64(); ok {
			return true
		}
		return v.BigInt().BitLen() < manyBits
	case starlark.String:
		return len(v) < longText
	case starlark.Bytes:
		return len(v) < longText
	case *starlark.List, starlark.Tuple, *starlark.Dict, *starlark.Set:
		return !IsDeep(v)
	case *Instance, *Class:
		return false
	case starlark.Sequence:
		return v.Len() <= fewItems
	}
	_, iterates := v.(starlark.Iterable)
	return !iterates
}

// A rendered value stands for one that is formatted, whose text is there already.
type rendered struct {
	starlark.Value
	text string
}

func (r *rendered) String() string { return r.text }

// render returns what the engine is to format in place of a value: the value itself, or for what has containers in it its text. Of a tuple or dict it is the
// elements that are formatted.
func (e *Env) render(v starlark.Value, elements bool) (starlark.Value, error) {
	if IsSimple(v) {
		return v, nil
	}
	switch v := v.(type) {
	case starlark.Tuple:
		if !elements {
			break
		}
		out, err := e.Clone(v, 0)
		if err != nil {
			return nil, err
		}
		for i, x := range out {
			if out[i], err = e.render(x, false); err != nil {
				return nil, err
			}
		}
		return starlark.Tuple(out), nil
	case *starlark.Dict:
		if !elements {
			break
		}
		out, err := e.NewDict(v.Len())
		if err != nil {
			return nil, err
		}
		for k, x := range v.Entries() {
			if x, err = e.render(x, false); err == nil {
				err = e.SetKey(out, k, x)
			}
			if err != nil {
				return nil, err
			}
		}
		return out, nil
	case *starlark.List, *starlark.Set:
	default:
		return v, nil
	}
	s, err := StarlarkText(e, v)
	return &rendered{v, s}, err
}

// bounded returns what the engine is to format in place of a tuple or dict: if it has long texts in it, there must be memory for all that is shown of them.
func (e *Env) bounded(v starlark.Value) (starlark.Value, error) {
	switch v := v.(type) {
	case starlark.Tuple:
		size := int64(0)
		for _, x := range v {
			size += int64(textSize(x))
		}
		if size < vastBytes {
			return v, nil
		}
		return v, e.Reserve(size)
	case *starlark.Dict:
		if v.Len() == 0 {
			break
		}
		for _, x := range v.Entries() {
			if textSize(x) >= longText {
				return &shown{Dict: v, env: e}, nil
			}
		}
	}
	return v, nil
}

// A shown is a dict whose items a format shows, perhaps one of them again and again.
type shown struct {
	*starlark.Dict
	env  *Env
	size int64
	err  error
}

// Get returns an item. Once there is no memory for what has been shown, it returns nothing, and the thread ends with an error.
func (s *shown) Get(k starlark.Value) (v starlark.Value, found bool, err error) {
	if v, found, err = s.Dict.Get(k); err != nil || !found {
		return v, found, err
	}
	if s.err != nil {
		return starlark.String(""), true, nil
	}
	s.size += int64(textSize(v))
	if s.err = s.env.Tick(); s.err == nil && s.size >= vastBytes {
		s.err = s.env.Reserve(s.size)
	}
	if s.err != nil {
		s.env.Raise(s.err)
		return starlark.String(""), true, nil
	}
	return v, true, nil
}

// StarlarkMethods are the names of the methods that StarlarkMethod returns whatever the value is: the engine's take long, or all memory, where values are large or
// nested.
var StarlarkMethods = map[string]bool{
	"index": true, "remove": true, "format": true, "insert": true, "pop": true, "join": true, "replace": true, "extend": true, "rsplit": true,
}

// StarlarkMethod returns a method of a value in the Starlark dialect: the engine's, but for what takes long, or more memory than there is; format of strings, which
// gets the texts of what is large or nested; what compares the elements of such lists, and what moves the elements of long ones.
func StarlarkMethod(thread *starlark.Thread, x starlark.Value, name string) (starlark.Value, error) {
	env := EnvOf(thread)
	if v, err := largeMethod(env, x, name); v != nil || err != nil {
		return v, err
	}
	switch v := x.(type) {
	case *starlark.List:
		if v.Len() > Piece || IsDeep(v) {
			return GetAttr(thread, x, name)
		}
	case *starlark.Dict, *starlark.Set: // pop and remove look at keys
		return GetAttr(thread, x, name)
	case starlark.String:
		if name == "format" {
			return starlarkFormatter(v)
		}
	}
	if a, ok := x.(starlark.HasAttrs); ok {
		m, err := a.Attr(name)
		if _, none := err.(starlark.NoSuchAttrError); !none && (m != nil || err != nil) {
			return m, err
		}
	}
	return GetAttr(thread, x, name)
}

// starlarkFormatter returns the format of a string.
func starlarkFormatter(s starlark.String) (starlark.Value, error) {
	format, err := s.Attr("format")
	if err != nil {
		return nil, err
	}
	return NewFunc("format", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		env := EnvOf(thread)
		list, err := env.render(args, true)
		if err != nil {
			return nil, err
		}
		args = list.(starlark.Tuple)
		longest := 0
		for _, x := range args {
			longest = max(longest, textSize(x))
		}
		named := make([]starlark.Tuple, len(kwargs))
		for i, kw := range kwargs {
			x, err := env.render(kw[1], false)
			if err != nil {
				return nil, err
			}
			longest = max(longest, textSize(x))
			named[i] = starlark.Tuple{kw[0], x}
		}
		if longest >= longText || len(s) >= longText {
			// Each field may show the longest.
			if err := env.Reserve(int64(len(s)) + int64(strings.Count(string(s), "{"))*int64(longest)); err != nil {
				return nil, err
			}
		}
		return starlark.Call(thread, format, args, named)
	}), nil
}

// textSize is how long the text of a value that is formatted may be; 0 stands for short.
func textSize(x starlark.Value) int {
	switch x := x.(type) {
	case starlark.String:
		return len(x)
	case *rendered:
		return len(x.text)
	case starlark.Int:
		if _, ok := x.Int64(); !ok {
			return x.BigInt().BitLen() / 3
		}
	}
	return 64
}

// StarlarkOperand returns what the engine is to have for an operand in the Starlark dialect, which its code reads through the scope of the file:
//
//	·g << x == y
//	x in ·g - y
//	·g / x + y, x + ·g / y
//	x += ·g >> y
//	(·g / x).upper(), (·g / x)[1:]
//	s.format(·g * x)
func (e *Env) StarlarkOperand(op syntax.Token, y starlark.Value) (starlark.Value, error) {
	switch op {
	case syntax.LTLT:
		if IsDeep(y) {
			return &large{Value: y, env: e}, nil
		}
	case syntax.MINUS:
		switch v := y.(type) {
		case *starlark.List, starlark.Tuple:
			if IsDeep(y) {
				return &large{Value: y, env: e}, nil
			}
		case starlark.String:
			if len(v) >= vastBytes {
				return &large{Value: y, env: e}, nil
			}
		}
	case syntax.SLASH:
		if IsVast(y) {
			return &large{Value: y, env: e}, nil
		}
	case syntax.GTGT:
		wrap := IsVast(y)
		switch y.(type) {
		case *starlark.List, starlark.Tuple, *starlark.Dict:
		case starlark.Iterable: // a set, beside which there may be a large one; a range of any length, an iterator without end
			wrap = true
		}
		if wrap {
			return &large{Value: y, env: e, inplace: true}, nil
		}
	case syntax.STAR:
		y, err := e.render(y, true)
		if err != nil {
			return nil, err
		}
		return e.bounded(y)
	}
	return y, nil
}
