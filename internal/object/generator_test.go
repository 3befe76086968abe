package object_test

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestGeneratorsLeaveNothing checks that no goroutine of a generator outlives its
// interpreter, however the generator was left.
func TestGeneratorsLeaveNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for name, src := range map[string]string{
		"abandoned": "def g():\n    try:\n        yield 1\n    finally:\n        print('no script code runs')\nfor i in range(300):\n    next(g())\n",
		"kept":      "def g():\n    while True:\n        yield 1\nkeep = [g() for i in range(300)]\nfor x in keep: next(x)\n",
		"cyclic":    "def g():\n    yield me\nfor i in range(50):\n    me = g()\n    next(me)\n",
		"failed":    "def g():\n    yield 1\n    1 / 0\nkeep = [g() for i in range(20)]\nfor x in keep: next(x)\nnext(keep[3])\n",
		"exit":      "import sys\ndef g():\n    yield 1\n    sys.exit(3)\na = g(); b = g()\nnext(a); next(b); next(a)\n",
		"nested":    "def g(n):\n    if n: yield from g(n - 1)\n    yield n\nkeep = [g(20) for i in range(10)]\nfor x in keep: next(x)\n",
	} {
		out, errs := run(t, name, src)
		if out != "" || errs != "" && name != "failed" {
			t.Errorf("%s: printed %q, %q", name, out, errs)
		}
	}
	// One that has handed over for the last time is counted until it has returned.
	for end := time.Now().Add(time.Minute); runtime.NumGoroutine() > before && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines are left over", n-before)
	}
}

// TestCollectedGenerators checks that generators which nothing refers to do not
// pile up while the script goes on.
func TestCollectedGenerators(t *testing.T) {
	src := `
def g():
    yield 1
for i in range(150_000):
    next(g())
print("done")
`
	if testing.Short() {
		t.Skip("makes many generators")
	}
	out, errs := run(t, "collected", src)
	if out != "done\n" {
		t.Errorf("printed %q, %q", out, errs)
	}
}

// TestBounds checks that scripts which nest without end get an exception.
func TestBounds(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"call", "class A: pass\nA.__call__ = A()\nA()()\n", "RecursionError"},
		{"getattr", "class A:\n    def __getattr__(self, n): return getattr(self, n)\nA().x\n", "RecursionError"},
		{"repr", "l = []\nfor i in range(100000): l = [l]\nrepr(l)\n", "RecursionError"},
		{"repr of instances", "class A:\n    def __repr__(self): return repr([self])\nrepr(A())\n", "RecursionError"},
		{"eq", "a, b = [], []\nfor i in range(100000): a, b = [a], [b]\nx = {'a': a} == {'a': b}\n", "RecursionError"},
		{"hash", "t = ()\nfor i in range(20000): t = (t,)\nhash(t)\n", "RecursionError"},
		{"generators", "def g(n):\n    yield from g(n + 1)\nlist(g(0))\n", "RecursionError"},
		{"instancecheck", "t = ()\nfor i in range(5000): t = (t,)\nisinstance(1, t)\n", "RecursionError"},
		{"power", "2 ** (10 ** 12)\n", "MemoryError"},
		{"shift", "1 << (10 ** 12)\n", "MemoryError"},
		{"str", "class A:\n    def __str__(self): return str(self)\nstr(A())\n", "RecursionError"},
		{"bool", "class A:\n    def __bool__(self): return not self\nbool(A())\n", "RecursionError"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, errs := run(t, "bounds.py", test.src)
			lines := strings.Split(strings.TrimSpace(errs), "\n")
			if last := lines[len(lines)-1]; !strings.HasPrefix(last, test.want) {
				t.Errorf("ended with %q, want %s", last, test.want)
			}
		})
	}
}
