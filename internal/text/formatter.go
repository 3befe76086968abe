package text

import (
	"errors"
	"math"
	"math/big"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
	"go.starlark.net/starlark"
)

// A Formatter turns values into text for str.format, %, and the methods of str and
// bytes. Its hooks say how to treat values that this package doesn't know; where a
// hook is nil, primitives still come out right and other values show their engine's
// text. A Formatter belongs to one interpreter. It must not be changed after first
// use.
type Formatter struct {
	// Str, Repr and ASCII are str(v), repr(v) and ascii(v). They are called for
	// values other than str, int, float, bool and None.
	Str, Repr, ASCII func(v starlark.Value) (string, error)
	// Format is format(v, spec) for values other than str, int, float and bool. It may
	// be called for these too: see FormatValue.
	Format func(v starlark.Value, spec string) (string, error)
	// GetAttr and GetItem are the .name and [key] of replacement fields. GetItem is
	// also the mapping of '%(name)s', format_map and translate.
	GetAttr func(v starlark.Value, name string) (starlark.Value, error)
	GetItem func(v, key starlark.Value) (starlark.Value, error)
	// Index is v's __index__, Int its __int__ or __index__, Float its __float__ or
	// __index__. They are called for values that are no int, bool or float, and report
	// false if v has no such method.
	Index func(v starlark.Value) (starlark.Int, bool, error)
	Int   func(v starlark.Value) (starlark.Int, bool, error)
	Float func(v starlark.Value) (float64, bool, error)
	// Bytes is bytes(v) by v's __bytes__, for %b. It reports false if v has none.
	Bytes func(v starlark.Value) (string, bool, error)
	// Iterate is iter(v); Pending is an exception that an iterator could not return.
	Iterate func(v starlark.Value) (starlark.Iterator, error)
	Pending func() error
	// IsMapping reports whether v has __getitem__, so that '%(name)s' may look into it.
	IsMapping func(v starlark.Value) bool
	// Truth is bool(v).
	Truth func(v starlark.Value) (bool, error)
	// TypeName is the name of v's class as messages show it.
	TypeName func(v starlark.Value) string
	// Matches reports whether err is an exception of class kind or derived from it.
	Matches func(err error, kind exception.Kind) bool
	// Check, if it is set, is asked every millisecond or so by what takes long. An error ends it.
	Check func() error
	// Reserve, if it is set, is asked whether something of so many bytes may be made, before what is small makes it: a wide format.
	Reserve func(bytes int64) error
	// ParseBig, if it is set, reads an int of many digits, all of which are good in the radix.
	ParseBig func(digits string, radix int) (*big.Int, error)
	// BigText, if it is set, writes the absolute value of an int of many digits in base 2, 8, 10 or 16.
	BigText func(x *big.Int, base int) (string, error)
	// MaxDigits is the most decimal digits that an int may have when it is turned into
	// text or read from it: 0 means DefaultMaxDigits, a negative number no limit. As
	// sys.set_int_max_str_digits.
	MaxDigits int
}

// reserve asks Reserve if n is large.
func (f *Formatter) reserve(n int) error {
	if f.Reserve == nil || n < paceBytes {
		return nil
	}
	return f.Reserve(int64(n))
}

// specSize returns how long the width and the precision of a format specification make a text.
func specSize(spec string) int {
	if len(spec) < 6 {
		return 0
	}
	total, n := 0, 0
	for _, c := range []byte(spec) {
		if isByteDigit(c) {
			n = min(n*10+int(c-'0'), MaxSize)
			continue
		}
		total, n = total+n, 0
	}
	return total + n
}

// localKey is where a thread keeps its Formatter.
const localKey = "mpstar.formatter"

// noFormatter serves threads without a Formatter. It has no hooks and no state.
var noFormatter Formatter

// SetFormatter sets the Formatter that methods called on thread use. It is kept in
// the thread's local "mpstar.formatter".
func SetFormatter(thread *starlark.Thread, f *Formatter) { thread.SetLocal(localKey, f) }

// A FormatterMaker has a Formatter that it need not make before somebody asks for it.
type FormatterMaker interface{ Formatter() *Formatter }

// SetFormatterMaker is SetFormatter for the Formatter that m will have: most processes that live shortly format nothing.
func SetFormatterMaker(thread *starlark.Thread, m FormatterMaker) { thread.SetLocal(localKey, m) }

// FormatterOf returns thread's Formatter, or one without hooks if it has none. It
// is never nil.
func FormatterOf(thread *starlark.Thread) *Formatter {
	if thread != nil {
		switch f := thread.Local(localKey).(type) {
		case *Formatter:
			if f != nil {
				return f
			}
		case FormatterMaker:
			return f.Formatter()
		}
	}
	return &noFormatter
}

func (f *Formatter) typeName(v starlark.Value) string {
	if f.TypeName != nil {
		return f.TypeName(v)
	}
	return TypeName(v)
}

// exactString is AsString without instances of derived classes, which may have a
// __str__ or __repr__ of their own.
func exactString(v starlark.Value) (string, bool) {
	switch v := v.(type) {
	case starlark.String:
		return string(v), true
	case *Text:
		return v.s, true
	}
	return "", false
}

// str is str(v).
func (f *Formatter) str(v starlark.Value) (string, error) {
	if s, ok := exactString(v); ok {
		return s, nil
	}
	if s, ok, err := f.primitive(v); ok || err != nil {
		return s, err
	}
	if f.Str != nil {
		return f.Str(v)
	}
	return f.repr(v)
}

// repr is repr(v).
func (f *Formatter) repr(v starlark.Value) (string, error) {
	if s, ok := exactString(v); ok {
		return ReprPaced(f.Check, s)
	}
	if s, ok, err := f.primitive(v); ok || err != nil {
		return s, err
	}
	if f.Repr != nil {
		return f.Repr(v)
	}
	return v.String(), nil
}

// ascii is ascii(v).
func (f *Formatter) ascii(v starlark.Value) (string, error) {
	if s, ok := exactString(v); ok {
		return ASCIIPaced(f.Check, s)
	}
	if s, ok, err := f.primitive(v); ok || err != nil {
		return s, err
	}
	if f.ASCII != nil {
		return f.ASCII(v)
	}
	s, err := f.repr(v)
	if err != nil {
		return "", err
	}
	return EscapePaced(f.Check, s)
}

// EscapePaced returns s with all characters outside ASCII escaped; check is asked now and then, and ends it by an error.
func EscapePaced(check func() error, s string) (string, error) {
	return paceString(check, func(p *pace) string { return p.escapeNonASCII(s) })
}

func escapeNonASCII(s string) string { return (*pace)(nil).escapeNonASCII(s) }

func (p *pace) escapeNonASCII(s string) string {
	if p.isASCII(s) {
		return s
	}
	var t pieces.Text
	b := make([]byte, 0, min(len(s)+16, pieces.Size))
	p.eachRune(s, func(r rune) bool {
		if r < 0x80 {
			b = append(b, byte(r))
		} else {
			b = appendHexEscape(b, r)
		}
		if len(b) >= pieces.Full {
			b = t.Keep(b)
		}
		return true
	})
	return p.done(&t, b)
}

// primitive returns the text of an int, float, bool or None, whose str and repr
// are the same.
func (f *Formatter) primitive(v starlark.Value) (string, bool, error) {
	switch v := v.(type) {
	case starlark.Int:
		s, err := f.intRepr(v)
		return s, true, err
	case starlark.Float:
		return FloatRepr(float64(v)), true, nil
	case starlark.Bool, starlark.NoneType:
		return v.String(), true, nil
	}
	return "", false, nil
}

// format is format(v, spec).
func (f *Formatter) format(v starlark.Value, spec string) (string, error) {
	if s, ok, err := f.FormatValue(v, spec); ok || err != nil {
		return s, err
	}
	if f.Format != nil {
		return f.Format(v, spec)
	}
	if spec != "" {
		return "", exception.New(exception.TypeError, "unsupported format string passed to %s.__format__", f.typeName(v))
	}
	return f.str(v)
}

func (f *Formatter) getAttr(v starlark.Value, name string) (starlark.Value, error) {
	if f.GetAttr != nil {
		return f.GetAttr(v, name)
	}
	if v, ok := v.(starlark.HasAttrs); ok {
		if a, err := v.Attr(name); a != nil || err != nil {
			return a, err
		}
	}
	return nil, exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", f.typeName(v), name)
}

func (f *Formatter) getItem(v, key starlark.Value) (starlark.Value, error) {
	if d, ok := v.(*starlark.Dict); ok {
		item, found, err := d.Get(key)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, exception.WithArgs(exception.KeyError, key)
		}
		return item, nil
	}
	if f.GetItem != nil {
		return f.GetItem(v, key)
	}
	switch v := v.(type) {
	case starlark.Mapping:
		item, found, err := v.Get(key)
		if err == nil && !found {
			err = exception.WithArgs(exception.KeyError, key)
		}
		return item, err
	case starlark.Indexable:
		n, ok, err := f.index(key)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, f.badIndex(v, key)
		}
		i, fits := n.Int64()
		if i < 0 {
			i += int64(v.Len())
		}
		if !fits || i < 0 || i >= int64(v.Len()) {
			return nil, f.outOfRange(v)
		}
		return v.Index(int(i)), nil
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not subscriptable", f.typeName(v))
}

// badIndex is the TypeError of v[key] where key is no int.
func (f *Formatter) badIndex(v, key starlark.Value) error {
	name := f.typeName(v)
	switch v.(type) {
	case starlark.String, *Text:
		return typeError("string indices must be integers, not '%s'", f.typeName(key))
	case Bytes:
		name = "byte"
	}
	return typeError("%s indices must be integers or slices, not %s", name, f.typeName(key))
}

// outOfRange is the IndexError of an index into v.
func (f *Formatter) outOfRange(v starlark.Value) error {
	name := f.typeName(v) + " "
	switch v.(type) {
	case starlark.String, *Text:
		name = "string "
	case Bytes:
		name = ""
	}
	return exception.New(exception.IndexError, "%sindex out of range", name)
}

// index returns v as an int by __index__. It reports false if v has none.
func (f *Formatter) index(v starlark.Value) (starlark.Int, bool, error) {
	switch v := v.(type) {
	case starlark.Int:
		return v, true, nil
	case starlark.Bool:
		return boolInt(v), true, nil
	case starlark.Float, starlark.String, *Text:
		return starlark.Int{}, false, nil
	}
	if f.Index != nil {
		return f.Index(v)
	}
	return starlark.Int{}, false, nil
}

// integer returns v as an int by __int__, as %d does: a float is truncated. It
// reports false if v is no number.
func (f *Formatter) integer(v starlark.Value) (starlark.Int, bool, error) {
	switch v := v.(type) {
	case starlark.Float:
		i, err := TruncFloat(float64(v))
		return i, true, err
	case starlark.Int, starlark.Bool, starlark.String, *Text:
		return f.index(v)
	}
	if f.Int != nil {
		return f.Int(v)
	}
	return f.index(v)
}

// TruncFloat is int(x).
func TruncFloat(x float64) (starlark.Int, error) {
	if math.IsInf(x, 0) {
		return starlark.Int{}, exception.New(exception.OverflowError, "cannot convert float infinity to integer")
	}
	if x != x {
		return starlark.Int{}, exception.New(exception.ValueError, "cannot convert float NaN to integer")
	}
	return starlark.NumberToInt(starlark.Float(x))
}

// float returns v as a float. It reports false if v is no number.
func (f *Formatter) float(v starlark.Value) (float64, bool, error) {
	switch v := v.(type) {
	case starlark.Float:
		return float64(v), true, nil
	case starlark.Int:
		x, err := intFloat(v)
		return x, true, err
	case starlark.Bool:
		if v {
			return 1, true, nil
		}
		return 0, true, nil
	case starlark.String, *Text:
		return 0, false, nil
	}
	if f.Float != nil {
		return f.Float(v)
	}
	return 0, false, nil
}

func intFloat(i starlark.Int) (float64, error) {
	x := float64(i.Float())
	if math.IsInf(x, 0) {
		return 0, exception.New(exception.OverflowError, "int too large to convert to float")
	}
	return x, nil
}

func boolInt(b starlark.Bool) starlark.Int {
	if b {
		return starlark.MakeInt(1)
	}
	return starlark.MakeInt(0)
}

// iterate returns an iterator over v. It reports false if v is not iterable.
func (f *Formatter) iterate(v starlark.Value) (starlark.Iterator, error) {
	if s, ok := exactString(v); ok {
		return &charIterator{s}, nil
	}
	if f.Iterate != nil {
		return f.Iterate(v)
	}
	if it := starlark.Iterate(v); it != nil {
		return it, nil
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not iterable", f.typeName(v))
}

func (f *Formatter) pending() error {
	if f.Pending != nil {
		return f.Pending()
	}
	return nil
}

// isMapping reports whether '%(name)s' may look into v.
func (f *Formatter) isMapping(v starlark.Value) bool {
	switch v.(type) {
	case starlark.String, *Text, starlark.Tuple:
		return false
	case *starlark.Dict, *starlark.List, Bytes, *ByteArray:
		return true
	}
	if _, isStr := AsString(v); isStr {
		return false
	}
	if f.IsMapping != nil {
		return f.IsMapping(v)
	}
	_, mapping := v.(starlark.Mapping)
	_, indexable := v.(starlark.Indexable)
	return mapping || indexable
}

// matches reports whether err is an exception of class kind or derived from it.
func (f *Formatter) matches(err error, kind exception.Kind) bool {
	if f.Matches != nil {
		return f.Matches(err, kind)
	}
	var e *exception.Error
	if !errors.As(err, &e) {
		return false
	}
	if kind == exception.LookupError && (e.Kind == exception.KeyError || e.Kind == exception.IndexError) {
		return true
	}
	return e.Kind == kind
}
