package json

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"

	dialect "github.com/mpstar/mpstar/internal/syntax"
)

// An encoder writes one value.
type encoder struct {
	thread *starlark.Thread
	env    *object.Env

	skipkeys, ascii, circular, nan, sort bool
	indented                             bool
	indent, item, key                    string
	fallback                             starlark.Value // what default= was, or nil

	before pieces.Text // what has been written, up to out
	out    []byte
	path   []starlark.Value // the containers that are being written
	depth  int
	limit  int
	tick   builtin.Tick
	asked  int   // how much had been written when it was last asked whether to go on
	err    error // what has ended it meanwhile
}

func newEncoder(thread *starlark.Thread) *encoder {
	return &encoder{
		thread: thread, env: object.EnvOf(thread), ascii: true, circular: true, nan: true,
		item: ", ", key: ": ", limit: depthLimit(thread), tick: builtin.NewTick(thread),
	}
}

// option sets what an argument of dumps says.
func (e *encoder) option(name string, v starlark.Value) error {
	flags := map[string]*bool{"skipkeys": &e.skipkeys, "ensure_ascii": &e.ascii, "check_circular": &e.circular, "allow_nan": &e.nan, "sort_keys": &e.sort}
	switch flag := flags[name]; {
	case flag != nil:
		b, err := object.Truth(e.env, v)
		*flag = b
		return err
	case v == starlark.None:
		return nil
	case name == "indent":
		custom := e.item != ", "
		if err := e.setIndent(v); err != nil {
			return err
		}
		if !custom {
			e.item = ","
		}
	case name == "separators":
		var both [2]starlark.Value
		elems, err := object.Elements(e.env, v)
		if err != nil {
			return err
		}
		if len(elems) < 2 {
			return exception.New(exception.ValueError, "not enough values to unpack (expected 2, got %d)", len(elems))
		}
		if len(elems) > 2 {
			return exception.New(exception.ValueError, "too many values to unpack (expected 2)")
		}
		copy(both[:], elems)
		if err := e.setText(&e.item, both[0], "item_separator"); err != nil {
			return err
		}
		return e.setText(&e.key, both[1], "key_separator")
	case name == "default":
		e.fallback = v
	}
	return nil
}

func (e *encoder) setText(s *string, v starlark.Value, name string) error {
	str, ok := text.AsString(v)
	if !ok {
		return exception.New(exception.TypeError, "make_encoder() argument %d must be str, not %s", map[string]int{"key_separator": 5, "item_separator": 6}[name], object.TypeName(v))
	}
	*s = str
	return nil
}

func (e *encoder) setIndent(v starlark.Value) error {
	e.indented = true
	if s, ok := text.AsString(v); ok {
		e.indent = s
		return nil
	}
	n, err := object.Index(e.env, v)
	if err != nil {
		return exception.New(exception.TypeError, "can't multiply sequence by non-int of type '%s'", object.TypeName(v))
	}
	i, ok := n.Int64()
	if !ok || i > text.MaxSize {
		return exception.New(exception.MemoryError, "")
	}
	e.indent = strings.Repeat(" ", max(int(i), 0))
	return nil
}

// result returns v as JSON.
func (e *encoder) result(v starlark.Value) (starlark.Value, error) {
	if err := cmp.Or(e.value(v), e.err); err != nil {
		return nil, err
	}
	s, err := e.before.JoinWith(e.out, e.env.Check)
	if err != nil {
		return nil, err
	}
	return e.env.Text(s)
}

func (e *encoder) value(v starlark.Value) error {
	if err := e.tick.Next(); err != nil {
		return err
	}
	if e.err != nil {
		return e.err
	}
	switch x := object.Unwrap(v).(type) {
	case starlark.NoneType:
		e.out = append(e.out, "null"...)
	case starlark.Bool:
		e.out = append(e.out, boolText(x)...)
	case starlark.String:
		return e.string(string(x))
	case *text.Text:
		return e.string(x.GoString())
	case starlark.Int:
		s, err := object.Repr(object.EnvOf(e.thread), x)
		if err != nil {
			return err
		}
		e.add(s)
	case starlark.Float:
		s, err := e.float(float64(x))
		if err != nil {
			return err
		}
		e.add(s)
	case *starlark.List, starlark.Tuple:
		return e.array(v, x.(starlark.Indexable))
	case *starlark.Dict:
		items, err := object.Items(e.env, x)
		if err != nil {
			return err
		}
		return e.object(v, items)
	default:
		if object.IsInstance(v, object.DictType) {
			items, err := itemsOf(e.thread, v)
			if err != nil {
				return err
			}
			return e.object(v, items)
		}
		return e.other(v)
	}
	return nil
}

// add writes s, unless an error has ended it. Separators and indents may be long, and be written a thousand times for one value.
func (e *encoder) add(s string) {
	if e.err != nil {
		return
	}
	e.out = addTo(&e.before, e.out, s)
	if n := e.before.Len(); n-e.asked >= stringPiece {
		e.asked = n
		if e.err = e.env.Check(); e.err == nil && n > text.MaxSize {
			e.err = exception.New(exception.MemoryError, "")
		}
	}
}

func itemsOf(thread *starlark.Thread, v starlark.Value) ([]starlark.Tuple, error) {
	method, err := object.GetAttr(thread, v, "items")
	if err != nil {
		return nil, err
	}
	view, err := object.Call(thread, method)
	if err != nil {
		return nil, err
	}
	elems, err := object.Elements(object.EnvOf(thread), view)
	if err != nil {
		return nil, err
	}
	items := make([]starlark.Tuple, len(elems))
	for i, el := range elems {
		t, ok := el.(starlark.Tuple)
		if !ok || len(t) != 2 {
			return nil, exception.New(exception.ValueError, "items must return 2-tuples")
		}
		items[i] = t
	}
	return items, nil
}

func boolText(b starlark.Bool) string {
	if b {
		return "true"
	}
	return "false"
}

func (e *encoder) float(f float64) (string, error) {
	switch {
	case !math.IsNaN(f) && !math.IsInf(f, 0):
		return text.FloatRepr(f), nil
	case !e.nan:
		return "", exception.New(exception.ValueError, "Out of range float values are not JSON compliant")
	case math.IsNaN(f):
		return "NaN", nil
	case f > 0:
		return "Infinity", nil
	}
	return "-Infinity", nil
}

// enter begins a container, or the value that default returned for one.
func (e *encoder) enter(v starlark.Value) error {
	if e.circular {
		for _, p := range e.path {
			if object.Is(p, v) {
				return exception.New(exception.ValueError, "Circular reference detected")
			}
		}
		e.path = append(e.path, v)
	}
	if e.depth++; e.depth > e.limit {
		return exception.New(exception.RecursionError, "maximum recursion depth exceeded while encoding a JSON object")
	}
	return nil
}

func (e *encoder) leave() {
	e.depth--
	if e.circular {
		e.path = e.path[:len(e.path)-1]
	}
}

func (e *encoder) newline(level int) {
	if e.indented {
		e.out = append(e.out, '\n')
		for i := 0; i < level && e.err == nil; i++ {
			e.add(e.indent)
		}
	}
}

func (e *encoder) array(v starlark.Value, list starlark.Indexable) error {
	if list.Len() == 0 {
		e.out = append(e.out, "[]"...)
		return nil
	}
	if err := e.enter(v); err != nil {
		return err
	}
	level := e.depth
	e.out = append(e.out, '[')
	e.newline(level)
	// default may change the list meanwhile.
	for i := 0; i < list.Len(); i++ {
		if i > 0 {
			e.add(e.item)
			e.newline(level)
		}
		if err := e.value(list.Index(i)); err != nil {
			return err
		}
	}
	e.leave()
	e.newline(level - 1)
	e.out = append(e.out, ']')
	return nil
}

func (e *encoder) object(v starlark.Value, items []starlark.Tuple) error {
	if len(items) == 0 {
		e.out = append(e.out, "{}"...)
		return nil
	}
	if err := e.enter(v); err != nil {
		return err
	}
	if e.sort {
		var err error
		if items, err = e.sorted(items); err != nil {
			return err
		}
	}
	level := e.depth
	e.out = append(e.out, '{')
	e.newline(level)
	first := true
	for _, item := range items {
		key, ok, err := e.keyText(item[0])
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if !first {
			e.add(e.item)
			e.newline(level)
		}
		first = false
		if err := e.string(key); err != nil {
			return err
		}
		e.add(e.key)
		if err := e.value(item[1]); err != nil {
			return err
		}
	}
	e.leave()
	e.newline(level - 1)
	e.out = append(e.out, '}')
	return nil
}

// fewItems is how many items are sorted without a look at whether to stop.
const fewItems = 1 << 12

// sorted orders the items of an object by their keys.
func (e *encoder) sorted(items []starlark.Tuple) ([]starlark.Tuple, error) {
	keys := make([]string, len(items))
	plain := len(items) <= fewItems
	for i, item := range items {
		var ok bool
		keys[i], ok = text.AsString(item[0])
		plain = plain && ok
	}
	order := slices.Clone(items)
	if plain {
		slices.SortStableFunc(order, func(a, b starlark.Tuple) int {
			x, _ := text.AsString(a[0])
			y, _ := text.AsString(b[0])
			return cmp.Compare(x, y)
		})
		return order, nil
	}
	values := make([]starlark.Value, len(items))
	for i, item := range items {
		values[i] = item
	}
	v, err := object.Call(e.thread, builtin.Predeclared(dialect.Python)["sorted"], starlark.NewList(values))
	if err != nil {
		return nil, err
	}
	list := v.(*starlark.List)
	for i := range order {
		order[i] = list.Index(i).(starlark.Tuple)
	}
	return order, nil
}

// keyText returns an object's key; ok is false if it is to be skipped.
func (e *encoder) keyText(k starlark.Value) (s string, ok bool, err error) {
	switch x := object.Unwrap(k).(type) {
	case starlark.String:
		return string(x), true, nil
	case *text.Text:
		return x.GoString(), true, nil
	case starlark.NoneType:
		return "null", true, nil
	case starlark.Bool:
		return boolText(x), true, nil
	case starlark.Int:
		s, err := object.Repr(object.EnvOf(e.thread), x)
		return s, err == nil, err
	case starlark.Float:
		s, err := e.float(float64(x))
		return s, true, err
	}
	if e.skipkeys {
		return "", false, nil
	}
	return "", false, exception.New(exception.TypeError, "keys must be str, int, float, bool or None, not %s", object.TypeName(k))
}

// other writes what default makes of v.
func (e *encoder) other(v starlark.Value) error {
	if e.fallback == nil {
		return errNotSerializable(v)
	}
	if err := e.enter(v); err != nil {
		return err
	}
	indented := e.depth
	r, err := object.Call(e.thread, e.fallback, v)
	if err != nil {
		return err
	}
	// It takes a level of recursion but none of indentation.
	e.depth--
	e.limit--
	if e.limit <= e.depth {
		return exception.New(exception.RecursionError, "maximum recursion depth exceeded while encoding a JSON object")
	}
	err = e.value(r)
	e.limit++
	e.depth = indented
	if err != nil {
		return err
	}
	e.leave()
	return nil
}

func errNotSerializable(v starlark.Value) error {
	return exception.New(exception.TypeError, "Object of type %s is not JSON serializable", object.TypeOf(v).Name())
}

const hexDigits = "0123456789abcdef"

// stringPiece is how much of a string is written or read between two looks at whether to stop.
const stringPiece = 1 << 16

func (e *encoder) string(s string) error {
	e.out = append(e.out, '"')
	next := stringPiece
	for i := 0; i < len(s); {
		if i >= next {
			next = i + stringPiece
			if err := e.env.Check(); err != nil {
				return err
			}
		}
		start, end := i, min(len(s), i+stringPiece)
		for i < end && s[i] >= ' ' && s[i] != '"' && s[i] != '\\' && (s[i] < 0x7F || !e.ascii) {
			i++
		}
		e.add(s[start:i])
		if i == end {
			continue
		}
		switch c := s[i]; c {
		case '"', '\\':
			e.out = append(e.out, '\\', c)
			i++
			continue
		case '\n', '\r', '\t', '\f', '\b':
			e.out = append(e.out, '\\', "btn\x00fr"[c-'\b'])
			i++
			continue
		}
		r, size := text.DecodeRune(s[i:])
		i += size
		if r >= 0x10000 {
			r -= 0x10000
			e.unit(0xD800 | r>>10)
			r = 0xDC00 | r&0x3FF
		}
		e.unit(r)
	}
	e.out = append(e.out, '"')
	return nil
}

func (e *encoder) unit(r rune) {
	e.out = append(e.out, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}
