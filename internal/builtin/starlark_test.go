package builtin

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	psyntax "github.com/mpstar/mpstar/internal/syntax"
)

// starlarkExprs are calls whose arguments are too large or too nested to be left to the engine.
var starlarkExprs = lines(`
str(many)
repr(many)
str(nested)
repr(nested)
str((1,) * 70)
str([(1,)])
str(((),))
str([""])
str(["a\"b\\", "\n\t\x00", "é\U0001F600"] * 40)
str(dict([(i, [i]) for i in range(70)]))
str(set(range(70)))
str([set([1])])
str([{}, [], (), None, True, 1.5, -3, 1 << 100, b"x"])
str(cyclic)
str([cyclic, cyclic])
repr("x" * 100000)
repr("é\"" * 50000)
str("x" * 100000) == "x" * 100000
str(int("7" * 100000))
sorted(many)
sorted(many, reverse = True)
sorted(many, key = lambda x: -x)
sorted([[2], [1], [1, 0]])
sorted(words, key = len, reverse = True)
min(many)
max(many)
max(many, key = lambda x: -x)
min([[2], [1]])
any([[]] * 70)
all([[]] * 70)
any(many)
list(many)
tuple(many)
list(range(100))
tuple(range(100))
list(words)
set(many)
list(set(words + words))
dict([(w, [w]) for w in words])
dict([["a", [1]]])
dict(many_dict)
dict(many_dict, z = 1)
enumerate(many)
enumerate(many, 3)
zip(many, many)
zip(many, [1, 2])
zip(nested, nested)
reversed(many)
reversed(nested)
list(many_dict)
sorted(many_dict)
int("1" * 70000) == int("1" * 70000)
float("0." + "1" * 70000)
int("-" + "1" * 70000) + 1 == 0
getattr(many_dict, "get")(3)
getattr("{} {}", "format")(1, [many])
getattr(many, "index")(7)
hash("aé" * 300000)
hash(bytes("ab") * 300000)
bytes(many * 50) == bytes(many * 50)
repr(bytes("aé\"" * 100000))
getattr("ab" * 1000000, "count")("b")
getattr(",", "join")(words * 50)
`)

// TestStarlarkLarge checks that what is done here for large and nested values has the engine's results.
func TestStarlarkLarge(t *testing.T) {
	const values = `
many = [(i * 37) % 101 for i in range(100)]
many_dict = dict([(i, str(i)) for i in range(100)])
words = [str(i) * (i % 5) for i in range(100)]
nested = [1, [2, (3, {"a": [4]})], "b", (5,)]
cyclic = [1]
cyclic.append(cyclic)
cyclic.append({"c": cyclic})
`
	options := &syntax.FileOptions{Set: true, GlobalReassign: true, TopLevelControl: true}
	ours := starlark.StringDict{}
	addStarlark(ours)
	run := func(expr string, names starlark.StringDict) string {
		thread := newThread(&host{})
		globals, err := starlark.ExecFileOptions(options, thread, "values.star", values, nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, v := range names {
			globals[name] = v
		}
		v, err := starlark.EvalOptions(options, thread, "expr.star", expr, globals)
		if err != nil {
			return "error: " + err.Error()
		}
		return v.Type() + " " + v.String()
	}
	for _, expr := range starlarkExprs {
		got, want := run(expr, ours), run(expr, nil)
		if got != want || strings.HasPrefix(want, "error") {
			t.Errorf("%s: got %.200s, want %.200s", expr, got, want)
		}
	}
	simple := Predeclared(psyntax.Starlark)
	if v, err := starlark.Call(newThread(&host{}), simple["fail"], starlark.Tuple{starlark.NewList([]starlark.Value{starlark.NewList(nil)})}, nil); v != nil || err == nil || err.Error() != "RuntimeError: [[]]" {
		t.Errorf("fail([[]]): %v, %v", v, err)
	}
}
