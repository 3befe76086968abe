package lower_test

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// frontEnd parses and lowers; the parser may be the one to find what is wrong.
func frontEnd(src string, d syntax.Dialect) error {
	f, err := syntax.Parse("s.py", []byte(src), d)
	if err != nil {
		return err
	}
	_, err = lower.File(f, lower.Options{IsPredeclared: newWorld().pre.Has})
	return err
}

// TestUnsupported has what is Python but not supported: it is refused by name.
func TestUnsupported(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"async def f(): pass", "'async' functions are not supported by mpstar"},
		{"try: pass\nexcept* ValueError: pass", "'except*' is not supported by mpstar"},
		{"from __future__ import barry_as_FLUFL", "future feature barry_as_FLUFL is not supported by mpstar"},
	} {
		err := frontEnd(test.src, syntax.Python)
		var e *syntax.Error
		if !errors.As(err, &e) || e.Kind != "SyntaxError" || e.Msg != test.want || e.Text == "" || e.Span.Start.Line != 1 {
			t.Errorf("%q: got %#v, want %s", test.src, err, test.want)
		}
	}
}

// TestErrorsAgainstPython compares what the compiler refuses, message and line.
func TestErrorsAgainstPython(t *testing.T) {
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3")
	}
	tests := []string{
		"return 1",
		"class C:\n  return 1",
		"break",
		"for x in y:\n  def f():\n    break",
		"if x:\n  continue",
		"yield 1",
		"def f():\n  [(yield x) for x in y]",
		"def f(a, a): pass",
		"lambda a, *a: 1",
		"def f():\n  x = 1\n  global x",
		"def f():\n  print(x)\n  global x",
		"def f(x):\n  global x",
		"def f():\n  nonlocal x",
		"nonlocal x",
		"x = 1\ndef f():\n  nonlocal x",
		"def f():\n  x = 1\n  def g():\n    global x\n    nonlocal x",
		"def f():\n  global x\n  x: int = 1",
		"[x := 1 for x in y]",
		"[y for x in (z := 1)]",
		"class C:\n  [y := x for x in z]",
		"def f():\n  from os import *",
		"from __future__ import nothing",
		"from __future__ import braces",
		"a, *b, *c = x",
		"*a = x",
		"f(a=1, a=2)",
		"try: pass\nexcept: pass\nexcept ValueError: pass",
		"x = *y",
		"print(*x for x in y)",
		"def f():\n  x: int\n  nonlocal x",
		"del f()",
		"f() += 1",
		"(a, b) += 1",
		"class C(a=1, a=2): pass",
	}
	cmd := exec.Command(python, "-c", `
import sys
for src in sys.stdin.read().split('\0'):
    try:
        compile(src, 's', 'exec')
        print('ok')
    except SyntaxError as e:
        print(e.lineno, e.msg)
`)
	cmd.Stdin = strings.NewReader(strings.Join(tests, "\x00"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := strings.Split(strings.TrimSpace(string(out)), "\n")
	for i, src := range tests {
		got := "ok"
		var e *syntax.Error
		if err := frontEnd(src, syntax.Python); errors.As(err, &e) {
			got = fmt.Sprint(e.Span.Start.Line, " ", e.Msg)
		} else if err != nil {
			got = err.Error()
		}
		if got != want[i] {
			t.Errorf("%q: got %s, want %s", src, got, want[i])
		}
	}
}

// TestStarlarkStaticErrors checks that the engine's resolver speaks for itself.
func TestStarlarkStaticErrors(t *testing.T) {
	for src, want := range map[string]string{
		"x = 1\ny = undefined_name": "undefined: undefined_name",
		"def f():\n  return zz":     "undefined: zz",
	} {
		err := frontEnd(src, syntax.Starlark)
		var e *syntax.Error
		if !errors.As(err, &e) || e.Msg != want || e.Span.Start.Line != 2 || e.Text == "" {
			t.Errorf("%q: got %v, want %s", src, err, want)
		}
	}
	if err := frontEnd("from m import *\nx = name_of_m", syntax.Starlark); err != nil {
		t.Errorf("star import: %v", err)
	}
}

// TestHostile lowers texts that are made to be costly.
func TestHostile(t *testing.T) {
	deep := func(n int, open, mid, end string) string {
		return strings.Repeat(open, n) + mid + strings.Repeat(end, n)
	}
	var trys, names strings.Builder
	trys.WriteString("def f():\n")
	for i := range 2000 {
		trys.WriteString("  try:\n    x = 1\n    y = x\n  finally: pass\n")
		names.WriteString("v" + strings.Repeat("x", i%50) + strconv.Itoa(i) + " = " + strconv.Itoa(i) + "\n")
	}
	nested := ""
	for i := range 90 {
		nested += strings.Repeat(" ", i) + "def f():\n"
	}
	nested += strings.Repeat(" ", 90) + "pass\n"
	for name, src := range map[string]string{
		"mod chain":     "def f(a):\n  return a" + strings.Repeat(" % a", 4000),
		"plus chain":    "def f(a):\n  return a" + strings.Repeat(" + 1", 4000),
		"parens":        "x = " + deep(150, "(", "1", ")"),
		"lambdas":       "x = " + strings.Repeat("lambda: ", 500) + "1",
		"trys":          trys.String(),
		"names":         names.String() + "def f():\n  return locals()\n",
		"compare chain": "x = 1" + strings.Repeat(" < f()", 800),
		"elifs":         "if a: pass\n" + strings.Repeat("elif a: pass\n", 2000),
		"nested defs":   nested,
		"args":          "f(" + strings.Repeat("1,", 3000) + ")",
		"set":           "x = {" + strings.Repeat("1,", 3000) + "}",
		"fstring":       "x = f'" + strings.Repeat("{x}", 2000) + "'",
		"unpack":        strings.Repeat("a,", 3000) + " = x",
		"decorators":    strings.Repeat("@f\n", 2000) + "def g(): pass\n",
		"with items":    "with " + strings.Repeat("a,", 200) + "b: pass\n",
	} {
		f, err := syntax.Parse("s.py", []byte(src), syntax.Python)
		if err != nil {
			t.Logf("%s: %v", name, err) // refused by the parser
			continue
		}
		code, err := lower.File(f, lower.Options{})
		var e *syntax.Error
		if err != nil {
			if !errors.As(err, &e) {
				t.Errorf("%s: %v", name, err)
			}
			t.Logf("%s: %v", name, err)
			continue
		}
		if _, err := code.Replica(); err != nil {
			t.Errorf("%s: replica: %v", name, err)
		}
	}
}

// TestBranches has functions with more branches than the engine's compiler has stack for: they are refused, and as many in several functions are not.
func TestBranches(t *testing.T) {
	const half = 140_000
	chain := "x = 1\ny = " + strings.Repeat("x or ", half) + "1\n"
	if err := frontEnd(chain, syntax.Python); err != nil {
		t.Errorf("half as many: %v", err)
	}
	def := "def f(x):\n    return " + strings.Repeat("x and ", half) + "1\n"
	if err := frontEnd(chain+def, syntax.Python); err != nil {
		t.Errorf("half as many in two functions: %v", err)
	}
	var e *syntax.Error
	for _, src := range []string{chain + chain, def + "    if x:\n        pass\n" + strings.Repeat("    x = 1 if x else 2\n", half)} {
		if err := frontEnd(src, syntax.Python); !errors.As(err, &e) || e.Kind != "SyntaxError" || !strings.HasPrefix(e.Msg, "too many branches in one function") || e.Text == "" {
			t.Errorf("twice half as many: %v", err)
		}
	}
}
