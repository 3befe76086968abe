package json

import (
	"math"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// A decoder reads one value.
type decoder struct {
	thread *starlark.Thread
	s      string
	pos    int
	strict bool
	// What makes objects, numbers and constants instead of the usual ones, or nil.
	objectHook, pairsHook, floatHook, intHook, constantHook starlark.Value

	depth, limit int
	tick         builtin.Tick
	stopped      error                     // what has ended it in the middle of spaces or digits
	keys         map[string]starlark.Value // keys are often the same
}

func newDecoder(thread *starlark.Thread, s string) *decoder {
	return &decoder{thread: thread, s: s, strict: true, limit: depthLimit(thread), tick: builtin.NewTick(thread)}
}

func (d *decoder) option(name string, v starlark.Value) {
	if v == nil || v == starlark.None {
		return
	}
	switch name {
	case "object_hook":
		d.objectHook = v
	case "object_pairs_hook":
		d.pairsHook = v
	case "parse_float":
		if v != starlark.Value(object.FloatType) {
			d.floatHook = v
		}
	case "parse_int":
		if v != starlark.Value(object.IntType) {
			d.intHook = v
		}
	case "parse_constant":
		d.constantHook = v
	}
}

func (d *decoder) error(msg string, off int) error {
	if d.stopped != nil {
		return d.stopped
	}
	return raise(d.thread, msg, d.s, off)
}

// goesOn asks, after each stringPiece characters, whether to go on. What comes after spaces or digits is then not what anybody expects.
func (d *decoder) goesOn(i int) bool {
	if i%stringPiece == 0 && d.stopped == nil {
		d.stopped = object.EnvOf(d.thread).Check()
	}
	return d.stopped == nil
}

func (d *decoder) space() {
	for d.pos < len(d.s) && d.goesOn(d.pos) {
		switch d.s[d.pos] {
		case ' ', '\t', '\n', '\r':
			d.pos++
		default:
			return
		}
	}
}

// all reads a value that is the whole text.
func (d *decoder) all() (starlark.Value, error) {
	d.space()
	v, err := d.value()
	if err != nil {
		return nil, err
	}
	d.space()
	if d.pos != len(d.s) {
		return nil, d.error("Extra data", d.pos)
	}
	return v, nil
}

var constants = []struct {
	name  string
	value starlark.Value
	hook  bool // parse_constant is asked
}{
	{"null", starlark.None, false}, {"true", starlark.True, false}, {"false", starlark.False, false},
	{"NaN", starlark.Float(math.NaN()), true}, {"Infinity", starlark.Float(math.Inf(1)), true}, {"-Infinity", starlark.Float(math.Inf(-1)), true},
}

func (d *decoder) value() (starlark.Value, error) {
	if err := d.tick.Next(); err != nil {
		return nil, err
	}
	if d.pos >= len(d.s) {
		return nil, d.error("Expecting value", len(d.s))
	}
	switch d.s[d.pos] {
	case '"':
		s, err := d.string()
		return text.Str(s), err
	case '{', '[':
		what := "object"
		read := d.object
		if d.s[d.pos] == '[' {
			what, read = "array", d.array
		}
		if d.depth++; d.depth > d.limit {
			return nil, exception.New(exception.RecursionError, "maximum recursion depth exceeded while decoding a JSON %s from a unicode string", what)
		}
		v, err := read()
		d.depth--
		return v, err
	}
	for i := range constants {
		c := &constants[i]
		if !strings.HasPrefix(d.s[d.pos:], c.name) {
			continue
		}
		d.pos += len(c.name)
		if c.hook && d.constantHook != nil {
			return object.Call(d.thread, d.constantHook, starlark.String(c.name))
		}
		return c.value, nil
	}
	return d.number()
}

// digits returns where the digits that begin at i end.
func (d *decoder) digits(i int) int {
	for i < len(d.s) && '0' <= d.s[i] && d.s[i] <= '9' && d.goesOn(i) {
		i++
	}
	return i
}

func (d *decoder) number() (starlark.Value, error) {
	start, i := d.pos, d.pos
	if d.s[i] == '-' {
		i++
	}
	end := d.digits(i)
	if end > i && d.s[i] == '0' {
		end = i + 1
	}
	if end == i {
		return nil, d.error("Expecting value", start)
	}
	isFloat := false
	if end < len(d.s) && d.s[end] == '.' {
		if e := d.digits(end + 1); e > end+1 {
			end, isFloat = e, true
		}
	}
	if end < len(d.s) && d.s[end]|0x20 == 'e' {
		i := end + 1
		if i < len(d.s) && (d.s[i] == '+' || d.s[i] == '-') {
			i++
		}
		if e := d.digits(i); e > i {
			end, isFloat = e, true
		}
	}
	if d.stopped != nil {
		return nil, d.stopped
	}
	s := d.s[start:end]
	d.pos = end
	if isFloat {
		if d.floatHook != nil {
			return object.Call(d.thread, d.floatHook, starlark.String(s))
		}
		if len(s) >= stringPiece {
			f, err := text.ParseFloatPaced(object.EnvOf(d.thread).Check, s, false)
			return starlark.Float(f), err
		}
		f, _ := strconv.ParseFloat(s, 64) // out of range is an infinity
		return starlark.Float(f), nil
	}
	if d.intHook != nil {
		return object.Call(d.thread, d.intHook, starlark.String(s))
	}
	if len(s) < 18 {
		n, _ := strconv.ParseInt(s, 10, 64)
		return starlark.MakeInt64(n), nil
	}
	n, err := text.FormatterOf(d.thread).ParseInt(s, 10)
	return n, err
}

func (d *decoder) array() (starlark.Value, error) {
	d.pos++
	d.space()
	if d.pos < len(d.s) && d.s[d.pos] == ']' {
		d.pos++
		return starlark.NewList(nil), nil
	}
	var elems []starlark.Value
	for {
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		if elems, err = object.EnvOf(d.thread).Push(elems, v); err != nil {
			return nil, err
		}
		d.space()
		switch {
		case d.pos < len(d.s) && d.s[d.pos] == ',':
			d.pos++
			d.space()
		case d.pos < len(d.s) && d.s[d.pos] == ']':
			d.pos++
			return starlark.NewList(elems), nil
		default:
			return nil, d.error("Expecting ',' delimiter", d.pos)
		}
	}
}

func (d *decoder) object() (starlark.Value, error) {
	d.pos++
	d.space()
	dict := new(starlark.Dict)
	var pairs []starlark.Value
	if d.pos < len(d.s) && d.s[d.pos] == '}' {
		d.pos++
		return d.made(dict, pairs)
	}
	for {
		if d.pos >= len(d.s) || d.s[d.pos] != '"' {
			return nil, d.error("Expecting property name enclosed in double quotes", d.pos)
		}
		key, err := d.key()
		if err != nil {
			return nil, err
		}
		d.space()
		if d.pos >= len(d.s) || d.s[d.pos] != ':' {
			return nil, d.error("Expecting ':' delimiter", d.pos)
		}
		d.pos++
		d.space()
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		if d.pairsHook != nil {
			if pairs, err = object.EnvOf(d.thread).Push(pairs, starlark.Tuple{key, v}); err != nil {
				return nil, err
			}
		} else if err := object.EnvOf(d.thread).SetKey(dict, key, v); err != nil {
			return nil, err
		}
		d.space()
		switch {
		case d.pos < len(d.s) && d.s[d.pos] == ',':
			d.pos++
			d.space()
		case d.pos < len(d.s) && d.s[d.pos] == '}':
			d.pos++
			return d.made(dict, pairs)
		default:
			return nil, d.error("Expecting ',' delimiter", d.pos)
		}
	}
}

// made is what becomes of an object.
func (d *decoder) made(dict *starlark.Dict, pairs []starlark.Value) (starlark.Value, error) {
	if d.pairsHook != nil {
		return object.Call(d.thread, d.pairsHook, starlark.NewList(pairs))
	}
	if d.objectHook != nil {
		return object.Call(d.thread, d.objectHook, dict)
	}
	return dict, nil
}

func (d *decoder) key() (starlark.Value, error) {
	s, err := d.string()
	if err != nil {
		return nil, err
	}
	if v := d.keys[s]; v != nil {
		return v, nil
	}
	if d.keys == nil {
		d.keys = make(map[string]starlark.Value)
	}
	v := text.Str(s)
	d.keys[s] = v
	return v, nil
}

// string reads a string, whose opening quote is next.
func (d *decoder) string() (string, error) {
	begin := d.pos
	d.pos++
	var before pieces.Text // what is read, up to b, if it is not just a part of s
	var b []byte
	escaped := false
	start := d.pos
	next := begin + stringPiece
	for {
		i := d.pos
		if i >= next {
			next = i + stringPiece
			if err := object.EnvOf(d.thread).Check(); err != nil {
				return "", err
			}
		}
		for end := min(len(d.s), i+stringPiece); i < end && d.s[i] != '"' && d.s[i] != '\\' && (d.s[i] >= ' ' || !d.strict); {
			i++
		}
		if i-d.pos == stringPiece && i < len(d.s) {
			d.pos = i
			continue
		}
		switch {
		case i == len(d.s):
			return "", d.error("Unterminated string starting at", begin)
		case d.s[i] == '"':
			d.pos = i + 1
			if !escaped {
				return d.s[start:i], nil
			}
			b = addTo(&before, b, d.s[start:i])
			return before.JoinWith(b, object.EnvOf(d.thread).Check)
		case d.s[i] != '\\':
			return "", d.error("Invalid control character at", i)
		}
		b, escaped = addTo(&before, b, d.s[start:i]), true
		if i+1 == len(d.s) {
			return "", d.error("Unterminated string starting at", begin)
		}
		c := d.s[i+1]
		d.pos = i + 2
		if c == 'u' {
			r, err := d.unicode(i + 1)
			if err != nil {
				return "", err
			}
			b = text.AppendRune(b, r)
		} else {
			at := strings.IndexByte(`"\/bfnrt`, c)
			if at < 0 {
				return "", d.error(`Invalid \escape`, i)
			}
			b = append(b, "\"\\/\b\f\n\r\t"[at])
		}
		start = d.pos
	}
}

// addTo appends s to what before and b have.
func addTo(before *pieces.Text, b []byte, s string) []byte {
	if len(b)+len(s) >= pieces.Full {
		b = before.Keep(b)
		if len(s) >= pieces.Full {
			before.WriteString(s)
			return b
		}
	}
	return append(b, s...)
}

// unit reads four hexadecimal digits after the u at i.
func (d *decoder) unit(i int) (rune, bool) {
	if i+5 > len(d.s) {
		return 0, false
	}
	var r rune
	for _, c := range []byte(d.s[i+1 : i+5]) {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// unicode reads the escape whose u is at i, and its second half if it has one.
func (d *decoder) unicode(i int) (rune, error) {
	r, ok := d.unit(i)
	if !ok {
		return 0, d.error(`Invalid \uXXXX escape`, i)
	}
	d.pos = i + 5
	if r>>10 == 0xD800>>10 && strings.HasPrefix(d.s[d.pos:], `\u`) {
		if low, ok := d.unit(d.pos + 1); ok && low>>10 == 0xDC00>>10 {
			d.pos += 6
			return 0x10000 + (r&0x3FF)<<10 | low&0x3FF, nil
		}
	}
	return r, nil
}
