package text

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// StrFormat is format.format(*args, **kwargs): automatic and manual numbering,
// attributes, indexes, conversions, nested specifications.
func (f *Formatter) StrFormat(format string, args starlark.Tuple, kwargs []starlark.Tuple) (string, error) {
	t := &template{f: f, args: args, kwargs: kwargs}
	return t.run(format)
}

// StrFormatMap is format.format_map(mapping).
func (f *Formatter) StrFormatMap(format string, mapping starlark.Value) (string, error) {
	t := &template{f: f, mapping: mapping}
	return t.run(format)
}

func (t *template) run(format string) (string, error) {
	t.pace.check = t.f.Check
	if err := t.expand(format, maxNesting); err != nil {
		return "", err
	}
	return t.out.Join(t.pace.check)
}

// maxNesting is how deep replacement fields may be: one in the specification of
// another.
const maxNesting = 2

// A template is one evaluation of str.format.
type template struct {
	f       *Formatter
	args    starlark.Tuple
	kwargs  []starlark.Tuple
	mapping starlark.Value // for format_map; else nil
	next    int            // of automatic numbering
	mode    numbering
	out     gather
	pace    pace
}

type numbering uint8

const (
	undecided numbering = iota
	automatic
	manual
)

// A field is one replacement field: {name!conversion:spec}.
type field struct {
	name       string
	conversion rune // 0 if there is none
	spec       string
	nested     bool // spec holds braces
}

// expand appends the expansion of s. All that has a meaning is ASCII, so it goes
// by bytes.
func (t *template) expand(s string, depth int) error {
	if depth <= 0 {
		return valueError("Max string recursion exceeded")
	}
	for s != "" {
		n := min(len(s), paceBytes)
		i := strings.IndexAny(s[:n], "{}")
		if i < 0 {
			i = n
		}
		t.out.WriteString(s[:i])
		if t.out.Len() > MaxSize {
			return errMemory()
		}
		if i == n {
			s = s[n:]
			if err := t.pace.ask(n); err != nil {
				return err
			}
			continue
		}
		brace := s[i]
		s = s[i+1:]
		if s != "" && s[0] == brace {
			t.out.WriteString(string(rune(brace)))
			s = s[1:]
			continue
		}
		if brace == '}' {
			return valueError("Single '}' encountered in format string")
		}
		if s == "" {
			return valueError("Single '{' encountered in format string")
		}
		fld, n, err := parseField(s)
		if err != nil {
			return err
		}
		s = s[n:]
		if err := t.render(fld, depth); err != nil {
			return err
		}
	}
	return nil
}

// parseField reads a field, which begins after its brace, and returns its size.
func parseField(s string) (fld field, n int, err error) {
	i := 0
name:
	for ; i < len(s); i++ {
		switch s[i] {
		case '{':
			return fld, 0, valueError("unexpected '{' in field name")
		case '[':
			for i < len(s) && s[i] != ']' {
				i++
			}
		case '}', ':', '!':
			break name
		}
	}
	if i >= len(s) {
		return fld, 0, valueError("expected '}' before end of string")
	}
	fld.name = s[:i]
	end := s[i]
	i++
	if end == '}' {
		return fld, i, nil
	}
	if end == '!' {
		if i >= len(s) {
			return fld, 0, valueError("end of string while looking for conversion specifier")
		}
		r, size := decodeRune(s[i:])
		fld.conversion = r
		i += size
		if i < len(s) {
			i++
			if s[i-1] == '}' {
				return fld, i, nil
			}
			if s[i-1] != ':' {
				return fld, 0, valueError("expected ':' after conversion specifier")
			}
		}
	}
	open := 1
	for start := i; i < len(s); i++ {
		switch s[i] {
		case '{':
			fld.nested = true
			open++
		case '}':
			if open--; open == 0 {
				fld.spec = s[start:i]
				return fld, i + 1, nil
			}
		}
	}
	return fld, 0, valueError("unmatched '{' in format spec")
}

func (t *template) render(fld field, depth int) error {
	v, err := t.lookup(fld.name)
	if err != nil {
		return err
	}
	if fld.conversion != 0 {
		var s string
		switch fld.conversion {
		case 's':
			s, err = t.f.str(v)
		case 'r':
			s, err = t.f.repr(v)
		case 'a':
			s, err = t.f.ascii(v)
		default:
			if 0x20 < fld.conversion && fld.conversion < 0x7F {
				return valueError("Unknown conversion specifier %c", fld.conversion)
			}
			return valueError("Unknown conversion specifier \\x%s", hexString(uint32(fld.conversion)))
		}
		if err != nil {
			return err
		}
		v = Str(s)
	}
	spec := fld.spec
	if fld.nested {
		inner := &template{f: t.f, args: t.args, kwargs: t.kwargs, mapping: t.mapping, next: t.next, mode: t.mode, pace: t.pace}
		if err := inner.expand(spec, depth-1); err != nil {
			return err
		}
		t.next, t.mode = inner.next, inner.mode
		if spec, err = inner.out.Join(t.pace.check); err != nil {
			return err
		}
	}
	s, err := t.f.format(v, spec)
	if err != nil {
		return err
	}
	if err := t.f.grow(&t.out, len(s)); err != nil {
		return err
	}
	t.out.WriteString(s)
	return t.pace.ask(directiveCost + len(s))
}

// lookup finds the value that a field names: "0.attr[key]".
func (t *template) lookup(name string) (starlark.Value, error) {
	end := strings.IndexAny(name, ".[")
	if end < 0 {
		end = len(name)
	}
	v, err := t.argument(name[:end])
	if err != nil {
		return nil, err
	}
	for rest := name[end:]; rest != ""; {
		isAttr := rest[0] == '.'
		if !isAttr && rest[0] != '[' {
			return nil, valueError("Only '.' or '[' may follow ']' in format field specifier")
		}
		rest = rest[1:]
		var key string
		if isAttr {
			end := strings.IndexAny(rest, ".[")
			if end < 0 {
				end = len(rest)
			}
			key, rest = rest[:end], rest[end:]
		} else {
			end := strings.IndexByte(rest, ']')
			if end < 0 {
				return nil, valueError("Missing ']' in format string")
			}
			key, rest = rest[:end], rest[end+1:]
		}
		if key == "" {
			return nil, valueError("Empty attribute in format string")
		}
		if isAttr {
			v, err = t.f.getAttr(v, key)
		} else {
			var n int
			if n, err = fieldNumber(key); err != nil {
				return nil, err
			}
			if n >= 0 {
				v, err = t.f.getItem(v, starlark.MakeInt(n))
			} else {
				v, err = t.f.getItem(v, Str(key))
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return v, nil
}

// argument finds the argument that the first part of a field's name selects.
func (t *template) argument(name string) (starlark.Value, error) {
	n, err := fieldNumber(name)
	if err != nil {
		return nil, err
	}
	if n >= 0 || name == "" {
		mode := manual
		if name == "" {
			mode = automatic
		}
		switch {
		case t.mode == undecided:
			t.mode = mode
		case t.mode == manual && mode == automatic:
			return nil, valueError("cannot switch from manual field specification to automatic field numbering")
		case t.mode == automatic && mode == manual:
			return nil, valueError("cannot switch from automatic field numbering to manual field specification")
		}
		if name == "" {
			n = t.next
			t.next++
		}
		if t.mapping != nil {
			return nil, valueError("Format string contains positional fields")
		}
		if n >= len(t.args) {
			return nil, exception.New(exception.IndexError, "Replacement index %d out of range for positional args tuple", n)
		}
		return t.args[n], nil
	}
	if t.mapping != nil {
		return t.f.getItem(t.mapping, Str(name))
	}
	for _, kw := range t.kwargs {
		if s, ok := AsString(kw[0]); ok && s == name {
			return kw[1], nil
		}
	}
	return nil, exception.WithArgs(exception.KeyError, Str(name))
}

// fieldNumber returns the value of name if it is all decimal digits, else -1.
func fieldNumber(name string) (int, error) {
	r := &specReader{s: name}
	n, err := r.number()
	if err == nil && !r.done() {
		n = -1
	}
	return n, err
}
