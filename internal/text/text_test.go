package text

import (
	"math/rand/v2"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

func TestTextCountsCharacters(t *testing.T) {
	v := Str("naïve€😀\xed\xa0\x80z").(*Text)
	if v.Len() != 9 {
		t.Errorf("Len = %d, want 9", v.Len())
	}
	for i, want := range []string{"n", "a", "ï", "v", "e", "€", "😀", "\xed\xa0\x80", "z"} {
		if got, _ := AsString(v.Index(i)); got != want {
			t.Errorf("Index(%d) = %q, want %q", i, got, want)
		}
		if got := v.char(nil, v.offset(nil, i)); got != i {
			t.Errorf("char(offset(%d)) = %d", i, got)
		}
	}
	if got, _ := AsString(v.Slice(8, -1, -2)); got != "z😀eïn" {
		t.Errorf("reverse slice = %q", got)
	}
	if _, ok := v.Slice(3, 5, 1).(starlark.String); !ok {
		t.Errorf("an ASCII slice is not a String")
	}
}

// TestTextMarks looks for characters of a text of several parts, in which characters of all sizes go beyond the ends of parts.
func TestTextMarks(t *testing.T) {
	for _, n := range []int{40, markPart / 2, 3*markPart + 1, 5 * markPart} {
		random := rand.New(rand.NewPCG(1, uint64(n)))
		var b strings.Builder
		var at []int // of each character
		for b.Len() < n {
			at = append(at, b.Len())
			b.WriteString([]string{"a", "é", "€", "😀"}[random.IntN(4)])
		}
		for range 3 { // from other ends
			v := Str(b.String()).(*Text)
			if v.Len() != len(at) {
				t.Fatalf("%d characters, want %d", v.Len(), len(at))
			}
			for _, i := range random.Perm(len(at)) {
				if got := v.offset(nil, i); got != at[i] {
					t.Fatalf("character %d of %d at %d, want %d", i, n, got, at[i])
				}
				if got := v.char(nil, at[i]); got != i {
					t.Fatalf("at %d of %d character %d, want %d", at[i], n, got, i)
				}
			}
		}
	}
}

func TestTextOperators(t *testing.T) {
	env := starlark.StringDict{"t": Str("né"), "s": starlark.String("ab"), "b": Bytes("xy"), "a": NewByteArray([]byte("q"))}
	for _, test := range []struct{ expr, want string }{
		{"t + s", "'néab'"}, {"s + t", "'abné'"}, {"t + t", "'néné'"}, {"t * 2", "'néné'"}, {"2 * t", "'néné'"},
		{"t * 0", `""`}, {"t == t[:]", "True"}, {"t == s", "False"}, {"t < t + t", "True"},
		{"t[1] in t", "True"}, {"s in t", "False"}, {"len(t)", "2"}, {"t[-1]", "'é'"}, {"{t: 1}[t]", "1"}, {"{b: 1}.get(b'xy', 2)", "2"},
		{"[c for c in t]", `["n", 'é']`}, {"b + b", "b'xyxy'"}, {"b + a", "b'xyq'"}, {"a + b", "bytearray(b'qxy')"},
		{"b * 2", "b'xyxy'"}, {"b[0]", "120"}, {"b[::-1]", "b'yx'"}, {"120 in b", "True"}, {"b'xy' == b", "False"}, {"b == b'xy'", "False"}, {"b == b[:]", "True"},
		{"t.upper()", "'NÉ'"}, {"b.hex()", `"7879"`}, {"list(b)", "[120, 121]"},
	} {
		expr := test.expr
		v, err := starlark.EvalOptions(&syntax.FileOptions{}, new(starlark.Thread), "t", expr, env)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
		} else if v.String() != test.want {
			t.Errorf("%s = %s, want %s", expr, v, test.want)
		}
	}
}
