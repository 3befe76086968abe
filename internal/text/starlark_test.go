package text

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// TestStarlarkMethods compares the methods of long strings with the engine's.
func TestStarlarkMethods(t *testing.T) {
	str := func(s string) starlark.Value { return starlark.String(s) }
	n := func(i int) starlark.Value { return starlark.MakeInt(i) }
	long := strings.Repeat("é Ab\n", paceBytes/8)
	texts := []string{
		"", "a", "A", "ß ǆ", "hello World", "Hello World", " \t a  b\u00a0c \n", "aaaa", "a\nb\n\nc", "\n", "ÀÉ", "\xff\xfea\x80\x80\x80\x80\x80b", "12", "١٢", "   ",
		strings.Repeat("x", paceBytes/4-1) + "é" + strings.Repeat(" ", paceBytes), long, "b" + strings.Repeat("a", paceBytes),
	}
	args := map[string][]starlark.Tuple{
		"": {{}},
		"count find rfind index rindex": {
			{str("a")}, {str("")}, {str("aa")}, {str("é A")}, {str("a"), n(1)}, {str("a"), n(-3), n(-1)}, {str("a"), starlark.None, n(2)}, {str("a"), n(9), n(2)}, {str(""), n(99)},
		},
		"startswith endswith":       {{str("a")}, {str("")}, {starlark.Tuple{str("x"), str("He"), str("\n")}}, {str("b"), n(1)}, {str(long)}, {starlark.Tuple{}}, {str(""), n(5), n(2)}},
		"removeprefix removesuffix": {{str("a")}, {str("")}, {str("\n")}, {str("é Ab\n")}},
		"partition rpartition":      {{str("a")}, {str("aa")}, {str("é")}, {str("zz")}},
		"replace": {
			{str("a"), str("bc")}, {str("a"), str("")}, {str(""), str("-")}, {str(""), str("-"), n(2)}, {str("aa"), str("b"), n(1)}, {str("a"), str("b"), n(0)}, {str("a"), str("b"), n(-1)},
			{str(""), str("-"), n(999999)},
		},
		"strip lstrip rstrip": {{}, {str("ax")}, {str("\n é")}, {str("")}, {str("\ufffd")}},
		"split rsplit": {
			{}, {starlark.None, n(0)}, {starlark.None, n(1)}, {starlark.None, n(2)}, {starlark.None, n(-1)}, {str("a")}, {str("aa")}, {str("aa"), n(1)}, {str("a"), n(2)}, {str("a"), n(0)},
			{str("\n"), n(3)}, {str("\n"), n(99999999)},
		},
		"splitlines": {{}, {starlark.True}, {starlark.False}},
	}
	seen := map[string]bool{}
	check := func(method string, list []starlark.Tuple) {
		seen[method] = true
		for _, s := range texts {
			b, err := starlark.String(s).Attr(method)
			if err != nil || b == nil {
				t.Fatal(method, err)
			}
			for _, a := range list {
				want, wantErr := starlark.Call(new(starlark.Thread), b, a, nil)
				c := StarlarkCall{Name: method, Self: s, Args: a, Check: func() error { return nil }}
				got, ok, err := c.Run()
				if !ok {
					t.Fatalf("%.30q.%s%.30v: left to the engine", s, method, a)
				}
				if wantErr != nil || err != nil {
					if wantErr == nil || err == nil || wantErr.Error() != err.Error() {
						t.Errorf("%.30q.%s%.30v: %v, want %v", s, method, a, err, wantErr)
					}
					continue
				}
				if eq, err := starlark.Equal(got, want); !eq || err != nil {
					t.Errorf("%.30q.%s%.30v: %.60v, want %.60v (%v)", s, method, a, got, want, err)
				}
			}
		}
	}
	for names, list := range args {
		for _, name := range strings.Fields(names) {
			check(name, list)
		}
	}
	for name := range starlarkMethods {
		if !seen[name] {
			check(name, args[""])
		}
	}
	list := []starlark.Value{str("a"), str(""), str("é")}
	c := StarlarkCall{Name: "join", Self: ", ", Check: func() error { return nil }}
	if v, err := c.JoinStarlark(list); err != nil || v != starlark.String("a, , é") {
		t.Error(v, err)
	}
	if v, err := c.JoinStarlark(nil); err != nil || v != starlark.String("") {
		t.Error(v, err)
	}
}
