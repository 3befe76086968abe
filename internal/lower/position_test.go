package lower_test

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// printFrames is a Python program that runs each source text on its standard input (NUL between
// them) and prints the frames of the exception it ends with.
const printFrames = `
import sys
for src in sys.stdin.read().split('\0'):
    try:
        exec(compile(src, '<s>', 'exec'), {'__name__': '__main__'})
    except Exception as e:
        tb = e.__traceback__.tb_next
        out = []
        while tb:
            a, b, c, d = list(tb.tb_frame.f_code.co_positions())[tb.tb_lasti // 2]
            out.append('%s %d:%d-%d:%d' % (tb.tb_frame.f_code.co_name, a, c + 1, b, d + 1))
            tb = tb.tb_next
        print('; '.join(out))
    else:
        print('no error')
`

// TestPositions compares where errors are reported with CPython's positions: the names of all
// frames, and their extents.
func TestPositions(t *testing.T) {
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3")
	}
	tests := []string{
		"assert 1 == 2, 'x'",
		"x = 1\nassert x == 2",
		"raise ValueError('x') from None",
		"a, b = 1, 2, 3",
		"a, b = [1]",
		"for x in 5: pass",
		"for a, b in [(1,)]: pass",
		"[x // 0 for x in [1]]",
		"def f():\n  return [1 + x // 0 for x in [1] if x]\nf()",
		"print({x: y // 0 for x, y in [(1, 2)]})",
		"print({x // 0 for x in [1]})",
		"print(sum(x // 0 for x in [1]))",
		"print([[y // 0 for y in [x]] for x in [1]])",
		"fs = [(lambda: x // 0)() for x in [1]]",
		"x = {[]: 1, 2: 3}",
		"x = 5\nx.foo.bar = 1",
		"x = []\nx[3] = 1",
		"x = []\nx[3] += 1",
		"x = []\nx[3]",
		"x = 1\nx += 'a'",
		"del zz",
		"x = []\ndel x[1]",
		"import nosuch",
		"from nosuch import path, x",
		"@zz\ndef f(): pass",
		"def f(x=zz): pass",
		"x = (5\n .foo(2)\n .bar())",
		"class A:\n  def f(self): return self\n  def g(self): return zz\nx = (A()\n .f()\n .g())",
		"-'a'",
		"not zz",
		"f'{zz}'",
		"x: int = zz",
		"while zz: pass",
		"if zz: pass",
		"1 + 2 * (3 // 0)",
		"def f(a):\n  x = a + 1\n  return g(x)\ndef g(y): return 1 // (y - 2)\nprint(f(1))",
		"def f():\n  try:\n    g()\n  finally:\n    pass\ndef g():\n  raise KeyError(1)\nf()",
		"def f():\n  try:\n    x = 1\n  except zz:\n    pass\n  else:\n    1 // 0\nf()",
		"def f():\n  try:\n    1 // 0\n  except zz:\n    pass\nf()",
		"class M:\n  def __enter__(self): pass\n  def __exit__(self, *a): pass\ndef f():\n  with M():\n    with M() as m:\n      1 // 0\nf()",
		"class C:\n  x = 1\n  y = zz",
		"class C:\n  class D:\n    y = 1 // 0",
		"class C:\n  def m(self): return zz\nC().m()",
		"(lambda x: x // 0)(1)",
		"def f():\n  x = zz\nf()",
		"def f():\n  print(x)\n  x = 1\nf()",
		"print(any(x // 0 for x in [1]))",
		"def f(n): return n if n == 0 else f(n - 1) // 0\nf(2)",
		"x = [1, 2]\nx[0][1]",
		"x = 'a' 'b'\ny = x + \\\n  1",
		"print(1,\n  zz,\n  3)",
		"for x in 5:\n  pass",
		"x = 1\ny = [x for x in 5]",
		"def f(): return [x for y in [1] for x in 5]\nf()",
		"def f():\n  for a in [1]:\n    for a, b in [5]: pass\nf()",
	}
	cmd := exec.Command(python, "-c", printFrames)
	cmd.Stdin = strings.NewReader(strings.Join(tests, "\x00"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(want) != len(tests) {
		t.Fatalf("python3 printed %d lines for %d tests", len(want), len(tests))
	}
	for i, src := range tests {
		code := lowerSource(t, "<s>", src, syntax.Python, lower.Options{})
		w := newWorld()
		_, err := code.Program().Init(&starlark.Thread{}, w.pre)
		if got := frames(code, err); got != want[i] {
			t.Errorf("%q:\n got %s\nwant %s\n(%v)\n%s", src, got, want[i], err, lower.Dump(code))
		}
	}
}

// frames lists the frames of an error as a traceback of Python has them.
func frames(code *lower.Code, err error) string {
	var out []string
	for err != nil {
		var eval *starlark.EvalError
		if !errors.As(err, &eval) {
			break
		}
		var part []string
		body := false
		for i := range eval.CallStack {
			f := eval.CallStack[i]
			if f.Pos.Filename() != code.Key() {
				continue // a builtin
			}
			name := "<module>"
			fn := code.FunctionAt(f.Pos.Col)
			if fn != nil {
				name = fn.Name
			}
			if body = fn != nil && fn.Kind == lower.Body; body && len(part) > 0 {
				part = part[:len(part)-1]
			}
			for _, c := range code.Comprehensions(f.Pos.Col) {
				part = append(part, show(name, c.Span))
				name = c.Name
			}
			span, _ := code.Span(f.Pos.Col)
			part = append(part, show(name, span))
		}
		out = append(out, part...)
		err = eval.Unwrap()
	}
	if out == nil {
		return "no error"
	}
	return strings.Join(out, "; ")
}

func show(name string, s syntax.Span) string {
	return fmt.Sprintf("%s %d:%d-%d:%d", name, s.Start.Line, s.Start.Col, s.End.Line, s.End.Col)
}
