package text

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

func TestOracleCodecs(t *testing.T) {
	g := newGen()
	names := []string{"utf-8", "UTF8", "ascii", "latin-1", "iso-8859-1", "utf-16", "utf-16-le", "utf_16_be", "utf-32", "utf-32-le", "UTF-32BE", "utf-8-sig"}
	handlers := []string{"strict", "strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace", "foo"}
	piece := []string{"a", "é", "€", "😀", "\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf0\x9f\x98", "\xf4\x90", "\x80", "\x00", "\x00\x00", "\xd8", "\x00\xd8", "\xdc\x00",
		"\xff\xfe", "\xfe\xff", "\x00\x00\xfe\xff", "\xef\xbb\xbf", "\x00\x00\x00\x41", "\x11\x00", "abcd", "\xc0\x80"}
	chars := []string{"a", "é", "€", "😀", "\xed\xa0\x80", "\xed\xb2\x80", "\xed\xb3\xbf", "\xed\xb0\x80", "\x00", "\ufeff", "\U0010ffff"}
	text := func(from []string) string {
		var b strings.Builder
		for range g.IntN(6) {
			b.WriteString(pick(g, from))
		}
		return b.String()
	}
	var cases []oracleCase
	for range 10000 * *scale {
		b, s, name, handler := text(piece), text(chars), pick(g, names), pick(g, handlers)
		cases = append(cases, oracleCase{fmt.Sprintf("%s.decode(%q, %q)", BytesRepr(b), name, handler), func() (starlark.Value, error) {
			s, err := Decode(b, name, handler)
			return Str(s), err
		}}, oracleCase{fmt.Sprintf("%s.encode(%q, %q)", ASCII(s), name, handler), func() (starlark.Value, error) {
			b, err := Encode(s, name, handler)
			return Bytes(b), err
		}})
	}
	compare(t, cases)
}

// TestOracleArrays compares slice assignment, deletion and in-place operators.
func TestOracleArrays(t *testing.T) {
	g := newGen()
	var cases []oracleCase
	bound := func() (starlark.Value, string) {
		if g.IntN(4) == 0 {
			return starlark.None, ""
		}
		n := g.IntN(14) - 7
		return starlark.MakeInt(n), fmt.Sprint(n)
	}
	for range 4000 * *scale {
		content := g.bytes().(Bytes)
		lo, loText := bound()
		hi, hiText := bound()
		step := pick(g, []int{1, 1, 1, 2, 3, -1, -2})
		v := pick(g, []starlark.Value{g.bytes(), Bytes(""), Bytes("xy"), starlark.NewList([]starlark.Value{starlark.MakeInt(7)}), g.any(), NewByteArray([]byte("q")), nil})
		stepText := fmt.Sprint(step)
		if step == 1 && g.IntN(2) == 0 {
			stepText = ""
		}
		index := fmt.Sprintf("slice(%s, %s, %s)", orNone(loText), orNone(hiText), orNone(stepText))
		expr := fmt.Sprintf("(lambda b: (b.__delitem__(%s), b))(%s)", index, literal(NewByteArray([]byte(content))))
		if v != nil {
			expr = fmt.Sprintf("(lambda b: (b.__setitem__(%s, %s), b))(%s)", index, literal(v), literal(NewByteArray([]byte(content))))
		}
		cases = append(cases, oracleCase{expr, func() (starlark.Value, error) {
			b := NewByteArray([]byte(content))
			start, end := bounds(lo, hi, step, b.Len())
			if err := b.SetSlice(&noFormatter, start, end, step, v); err != nil {
				return nil, err
			}
			return starlark.Tuple{starlark.None, b}, nil
		}})
	}
	for range 500 {
		content, y := g.bytes().(Bytes), g.any()
		cases = append(cases, oracleCase{fmt.Sprintf("bytearray(%s).__iadd__(%s)", literal(content), literal(y)), func() (starlark.Value, error) {
			return NewByteArray([]byte(content)).Inplace(syntax.PLUS, y)
		}})
	}
	compare(t, cases)
}

func orNone(s string) string {
	if s == "" {
		return "None"
	}
	return s
}

// bounds makes slice bounds absolute, as the engine does for Sliceable.
func bounds(lo, hi starlark.Value, step, n int) (start, end int) {
	at := func(v starlark.Value, def, least, most int) int {
		if v == starlark.None {
			return def
		}
		i, _ := starlark.AsInt32(v)
		if i < 0 {
			i += n
		}
		return min(max(i, least), most)
	}
	if step > 0 {
		start, end = at(lo, 0, 0, n), at(hi, n, 0, n)
		return start, max(start, end)
	}
	start, end = at(lo, n-1, -1, n-1), at(hi, -1, -1, n-1)
	return start, min(start, end)
}

// TestArrayChangesWhileIterated grows and shrinks an array inside a loop over it.
func TestArrayChangesWhileIterated(t *testing.T) {
	b := NewByteArray([]byte("abc"))
	it := b.Iterate()
	defer it.Done()
	var seen []byte
	var v starlark.Value
	for it.Next(&v) {
		n, _ := starlark.AsInt32(v)
		seen = append(seen, byte(n))
		switch n {
		case 'a':
			b.splice(nil, 3, 3, "d")
		case 'c':
			b.splice(nil, 2, 4, "")
		}
	}
	b.splice(nil, 2, 2, "zzz")
	if it.Next(&v) || string(seen) != "abc" {
		t.Errorf("saw %q, exhausted %v", seen, !it.Next(&v))
	}
}

// TestFrozenArray checks that nothing changes a frozen array.
func TestFrozenArray(t *testing.T) {
	b := NewByteArray([]byte("abc"))
	b.Freeze()
	for name, args := range map[string]starlark.Tuple{"append": {starlark.MakeInt(1)}, "clear": nil, "extend": {Bytes("x")},
		"insert": {starlark.MakeInt(0), starlark.MakeInt(1)}, "pop": nil, "remove": {starlark.MakeInt('a')}, "reverse": nil} {
		m, _ := b.Attr(name)
		if _, err := starlark.Call(new(starlark.Thread), m, args, nil); err == nil {
			t.Errorf("%s changed a frozen array", name)
		}
	}
	if err := b.SetIndex(0, starlark.MakeInt(1)); err == nil {
		t.Error("SetIndex changed a frozen array")
	}
	if err := b.SetSlice(&noFormatter, 0, 3, 2, nil); err == nil {
		t.Error("SetSlice changed a frozen array")
	}
	if string(b.Bytes()) != "abc" {
		t.Errorf("frozen array is now %q", b.Bytes())
	}
}

// TestTextIsShared uses one Text from many goroutines, which all may be the first
// to need its index.
func TestTextIsShared(t *testing.T) {
	for range 50 {
		v := Str(strings.Repeat("aé€😀", 100)).(*Text)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if got, _ := AsString(v.Index(i * 4)); got != "a" {
					t.Errorf("Index(%d) = %q", i*4, got)
				}
			})
		}
		wg.Wait()
	}
}
