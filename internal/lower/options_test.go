package lower_test

import (
	"slices"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
)

// TestInteractive runs chunks that share a module, as a prompt does.
func TestInteractive(t *testing.T) {
	w := newWorld()
	var shown []string
	w.pre["·display"] = builtin("·display", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		shown = append(shown, w.repr(args[0]))
		return starlark.None, nil
	})
	for _, chunk := range []string{
		"x = 1",
		"x + 1",
		"def f():\n  x\n  return len([x])",
		"f()",
		"len = lambda l: 'mine'",
		"f()",
		"for i in [1, 2]:\n  i * 10",
		"try:\n  y = 5\n  y\nfinally:\n  pass",
		"y",
		"'doc'",
		"any(e for e in [1])",
	} {
		code := lowerSource(t, "<stdin>", chunk, syntax.Python, lower.Options{Dynamic: true, Interactive: true, IsPredeclared: w.pre.Has})
		if _, err := code.Program().Init(&starlark.Thread{}, w.pre); err != nil {
			t.Fatalf("%s: %v\n%s", chunk, err, lower.Dump(code))
		}
	}
	want := "2 1 'mine' 10 20 5 5 'doc' True"
	if got := strings.Join(shown, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestExpr(t *testing.T) {
	w := newWorld()
	w.module.values["x"] = starlark.MakeInt(20)
	var result starlark.Value
	w.pre["·result"] = builtin("·result", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		result = args[0]
		return starlark.None, nil
	})
	x, src, err := syntax.ParseExpr("<string>", []byte("[i + x for i in range(3)]"), syntax.Python)
	if err != nil {
		t.Fatal(err)
	}
	code, err := lower.Expr(x, src, syntax.Python, lower.Options{IsPredeclared: w.pre.Has})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := code.Program().Init(&starlark.Thread{}, w.pre); err != nil {
		t.Fatal(err)
	}
	if got := w.repr(result); got != "[20, 21, 22]" {
		t.Errorf("got %s", got)
	}
}

func TestNames(t *testing.T) {
	const src = `
import os
a = 1
def f():
    global b
    b = 2
try:
    c = 3
finally:
    pass
d = 4
del d
if (e := 5): pass
len = 6
for i in a: j = i
class K: pass
`
	pre := newWorld().pre
	code := lowerSource(t, "s.py", src, syntax.Python, lower.Options{})
	static, dynamic := code.Names()
	if want := []string{"os", "a", "f", "i", "j", "K"}; !slices.Equal(static, want) {
		t.Errorf("static names %v, want %v", static, want)
	}
	if want := []string{"b", "c", "d", "e", "len"}; !slices.Equal(dynamic, want) {
		t.Errorf("dynamic names %v, want %v", dynamic, want)
	}
	for _, line := range []string{"from m import *", "exec('x')", "globals()['x'] = 1"} {
		static, _ := lowerSource(t, "s.py", "a = 1\n"+line, syntax.Python, lower.Options{IsPredeclared: pre.Has}).Names()
		if len(static) != 0 {
			t.Errorf("%s: static names %v", line, static)
		}
	}
}

func TestFunctions(t *testing.T) {
	const src = `"module doc"
class C:
    def m(self, a, /, b, *args, c=1, **kw):
        "doc of m"
        return [lambda: (yield) for x in a]
def outer():
    def gen():
        yield 1
    global inner
    def inner(): pass
    return (x for x in gen())
`
	code := lowerSource(t, "s.py", src, syntax.Python, lower.Options{ModuleName: "mod", Key: "key#1"})
	var got []string
	for _, fn := range code.Functions() {
		if fn.Module != "mod" || code.Function(fn.Index) != fn {
			t.Errorf("%+v", fn)
		}
		got = append(got, fn.Qualname)
	}
	want := []string{"C.m", "C.m.<locals>.<lambda>", "outer", "outer.<locals>.gen", "inner"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	m := code.Functions()[0]
	if m.Doc != "doc of m" || m.PosOnly != 2 || !slices.Equal(m.Params, []string{"self", "a", "b", "c"}) || !m.Method {
		t.Errorf("%+v", m)
	}
	if doc, ok := code.Doc(); !ok || doc != "module doc" {
		t.Errorf("module doc %q", doc)
	}
	if !code.Functions()[3].Generator || code.Key() != "key#1" {
		t.Errorf("generator %+v, key %s", code.Functions()[3], code.Key())
	}
}

func TestIntercepted(t *testing.T) {
	// The hot methods of queues, processes and lists stay native.
	for _, name := range []string{"append", "get", "put", "start", "send", "recv", "acquire", "release", "add"} {
		if lower.Intercepted(name) {
			t.Errorf("%s is intercepted", name)
		}
	}
	for _, name := range []string{"encode", "sort", "items", "pop", "__name__", "format"} {
		if !lower.Intercepted(name) {
			t.Errorf("%s is not intercepted", name)
		}
	}
}
