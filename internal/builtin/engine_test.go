package builtin_test

import (
	"context"
	"io"
	"slices"
	"testing"
	"time"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
)

// enginePairs are functions that mean the same in the bare engine and in the Python dialect.
var enginePairs = []struct{ name, src string }{
	{"call", "def fib(n):\n  if n < 2: return n\n  return fib(n - 1) + fib(n - 2)\ndef main(): return fib(12)\n"},
	{"call defaults", "def f(a, b=2, c=3): return a\ndef main():\n  for i in range(300): f(i); f(i, 1); f(i, c=4)\n"},
	{"call *args", "def f(*a, **k): return a\ndef main():\n  t = (1, 2)\n  for i in range(300): f(*t); f(1, x=2)\n"},
	{"call passed on", "def f(*a, **k): return a\ndef g(*a, **k): return f(*a, **k)\ndef main():\n  for i in range(300): g(i); g(1, x=2); g(i, 2, y=3)\n"},
	{"call of a method's kind", "def f(a, *b): return b\ndef g(*a): return f(1, *a)\ndef main():\n  for i in range(300): g(i); g(1, 2)\n"},
	{"call **keywords", "def f(a=1, b=2, c=3): return a\nD = {'a': 1, 'b': 2}\ndef g(d): return f(**d)\ndef main():\n  for i in range(300): g(D)\n"},
	{"closure", "def main():\n  k = 3\n  def f(x): return x + k\n  for i in range(500): f(i)\n"},
	{"lambda", "def main():\n  f = lambda x: x + 1\n  for i in range(500): f(i)\n"},
	{"primes", "def main():\n  count = 0\n  for n in range(2, 100):\n    prime = True\n    for d in range(2, n):\n      if n % d == 0:\n        prime = False\n        break\n    if prime: count += 1\n  return count\n"},
	{"primes of a parameter", "def prime(n):\n  for d in range(2, n):\n    if n % d == 0: return False\n  return True\ndef main():\n  for n in range(2, 100): prime(n)\n"},
	{"while", "def main():\n  total = 0\n  i = 0\n  while i < 1000:\n    total += i * 2 // 3\n    i += 1\n  return total\n"},
	{"for range", "def main():\n  t = 0\n  for i in range(1000): t += i\n  return t\n"},
	{"for list", "def f(xs):\n  t = 0\n  for x in xs: t = t + x\n  return t\nL = list(range(1000))\ndef main(): return f(L)\n"},
	{"int arithmetic", "def f(a, b, n):\n  for i in range(n):\n    c = a + b - i\n    d = c // 7\n    e = d - a\n  return e\ndef main(): return f(12, 5, 400)\n"},
	{"product of parameters", "def f(a, b, n):\n  for i in range(n):\n    c = a * b\n  return c\ndef main(): return f(12, 5, 500)\n"},
	{"product with a loop variable", "def f(n):\n  t = 0\n  for i in range(n):\n    t += i * i\n  return t\ndef main(): return f(500)\n"},
	{"remainder of parameters", "def f(a, b, n):\n  for i in range(n):\n    c = a % b\n  return c\ndef main(): return f(12, 5, 500)\n"},
	{"gcd", "def gcd(a, b):\n  while b: a, b = b, a % b\n  return a\ndef main():\n  for i in range(1, 100): gcd(360, i)\n"},
	{"bits", "def f(a, n):\n  for i in range(n):\n    a = (a ^ i) & 1023 | 1\n  return a\ndef main(): return f(77, 500)\n"},
	{"shift", "def f(a, n):\n  for i in range(n):\n    b = a << 3\n    b = b >> 1\n  return b\ndef main(): return f(77, 500)\n"},
	{"float arithmetic", "def f(x, n):\n  for i in range(n):\n    y = x * 0.5 + 1.0\n    y = y / 3.0 - x\n  return y\ndef main(): return f(2.5, 400)\n"},
	{"float and int", "def f(n):\n  t = 0.0\n  for i in range(n): t += i * 0.5\n  return t\ndef main(): return f(500)\n"},
	{"Monte Carlo", "def f(n):\n  s = 42\n  hits = 0\n  for i in range(n):\n    s = (s * 1103515245 + 12345) % 2147483648\n    x = s / 2147483648\n    if x * x + x * x <= 1.0: hits += 1\n  return hits\ndef main(): return f(300)\n"},
	{"comparison of parameters", "def f(a, b, n):\n  t = 0\n  for i in range(n):\n    if a < b: t += 1\n    if a == b: t += 1\n    if a != i: t += 1\n  return t\ndef main(): return f(3, 4, 400)\n"},
	{"and", "def f(a, n):\n  t = 0\n  for i in range(n):\n    if 0 <= a and a < n: t += 1\n  return t\ndef main(): return f(3, 500)\n"},
	{"function that compares", "def f(a, b): return a == b\ndef main():\n  for i in range(500): f(i, 7)\n"},
	{"function that adds", "def f(a, b): return a + b\ndef main():\n  for i in range(500): f(i, 7)\n"},
	{"function that orders", "def f(a, b): return a < b\ndef main():\n  for i in range(500): f(i, 7)\n"},
	{"function that doubles", "def f(a): return a * 2\ndef main():\n  for i in range(500): f(i)\n"},
	{"function that searches", "L = [1, 2, 3]\ndef f(l): return 3 in l\ndef main():\n  for i in range(500): f(L)\n"},
	{"function that looks up", "D = {i: i for i in range(50)}\ndef f(d): return 'a' in d\ndef main():\n  for i in range(500): f(D)\n"},
	{"function that sets an item", "def f(d, k): d[k] = 1\ndef main():\n  d = {}\n  for i in range(500): f(d, i % 50)\n"},
	{"function that appends", "def f(l, k): l.append(k)\ndef main():\n  l = []\n  for i in range(500): f(l, i)\n"},
	{"comparison of float and int", "def f(x, n):\n  t = 0\n  for i in range(n):\n    if x > i: t += 1\n  return t\ndef main(): return f(30.5, 500)\n"},
	{"comparison of str", "def f(a, b, n):\n  t = 0\n  for i in range(n):\n    if a == b: t += 1\n    if a == 'abc': t += 1\n  return t\ndef main(): return f('abc', 'abd', 500)\n"},
	{"truth", "def f(x, y, n):\n  t = 0\n  for i in range(n):\n    if x and not y: t += 1\n    z = x or y\n  return t\ndef main(): return f([1], '', 500)\n"},
	{"in", "D = {i: i for i in range(50)}\nL = [1, 2, 3]\ndef f(d, l, n):\n  t = 0\n  for i in range(n):\n    if i in d: t += 1\n    if 3 in l: t += 1\n  return t\ndef main(): return f(D, L, 500)\n"},
	{"is None", "def f(x, n):\n  t = 0\n  for i in range(n):\n    if x == None: t += 1\n  return t\ndef main(): return f(3, 500)\n"},
	{"list index", "def f(l, n):\n  t = 0\n  for i in range(n): t += l[i % 10]\n  return t\nL = list(range(10))\ndef main(): return f(L, 500)\n"},
	{"list assignment", "def main():\n  l = [0] * 100\n  for i in range(500): l[i % 100] = i\n  return l\n"},
	{"list item +=", "def main():\n  l = [0] * 100\n  for i in range(500): l[i % 100] += i\n  return l\n"},
	{"list append", "def main():\n  l = []\n  for i in range(500): l.append(i)\n  return l\n"},
	{"list pop", "def f(l):\n  while l: l.pop()\ndef main(): f(list(range(300)))\n"},
	{"list slice", "def f(l, n):\n  for i in range(n): x = l[2:5]\n  return x\nL = list(range(10))\ndef main(): return f(L, 300)\n"},
	{"list display", "def f(n):\n  for i in range(n): x = [i, 1, 2]\n  return x\ndef main(): return f(300)\n"},
	{"list comprehension", "def main(): return [x * 2 for x in range(500) if x % 3 == 0]\n"},
	{"matrix", "N = 10\nA = [[i + j for j in range(N)] for i in range(N)]\ndef main():\n  n = 10\n  a = A\n  c = [[0] * n for _ in range(n)]\n  for i in range(n):\n    for j in range(n):\n      s = 0\n      for k in range(n):\n        s += a[i][k] * a[k][j]\n      c[i][j] = s\n  return c\n"},
	{"sieve", "def main():\n  n = 500\n  s = [True] * (n + 1)\n  p = 2\n  while p * p <= n:\n    if s[p]:\n      for i in range(p * p, n + 1, p): s[i] = False\n    p += 1\n  return s\n"},
	{"bubble sort", "def f(a):\n  n = len(a)\n  for i in range(n):\n    for j in range(0, n - i - 1):\n      if a[j] > a[j + 1]: a[j], a[j + 1] = a[j + 1], a[j]\n  return a\ndef main(): return f([7, 3, 9, 1, 4, 8, 2, 6, 5, 0, 7, 3, 9, 1, 4])\n"},
	{"dict index", "D = {'a': 1, 'b': 2}\ndef f(d, n):\n  t = 0\n  for i in range(n): t += d['a']\n  return t\ndef main(): return f(D, 500)\n"},
	{"dict assignment", "def main():\n  d = {}\n  for i in range(500): d[i % 50] = i\n  return d\n"},
	{"dict get", "def main():\n  d = {}\n  for i in range(500):\n    k = i % 50\n    d[k] = d.get(k, 0) + 1\n  return d\n"},
	{"dict items", "D = {i: i for i in range(300)}\ndef f(d):\n  t = 0\n  for k, v in d.items(): t += v\n  return t\ndef main(): return f(D)\n"},
	{"dict keys", "D = {i: i for i in range(300)}\ndef f(d):\n  t = 0\n  for k in d: t += d[k]\n  return t\ndef main(): return f(D)\n"},
	{"dict values", "D = {i: i for i in range(300)}\ndef f(d):\n  t = 0\n  for k in d.values(): t += k\n  return t\ndef main(): return f(D)\n"},
	{"dict comprehension", "def main(): return {x: x + 1 for x in range(300)}\n"},
	{"enumerate", "L = list(range(300))\ndef f(l):\n  t = 0\n  for i, x in enumerate(l): t += i\n  return t\ndef main(): return f(L)\n"},
	{"zip", "L = list(range(300))\ndef f(l):\n  t = 0\n  for x, y in zip(l, l): t += x\n  return t\ndef main(): return f(L)\n"},
	{"len", "def f(l, n):\n  for i in range(n): k = len(l)\n  return k\nL = [1, 2]\ndef main(): return f(L, 500)\n"},
	{"min and max", "def f(a, b, n):\n  for i in range(n): k = min(a, b) + max(a, i)\n  return k\ndef main(): return f(1, 2, 300)\n"},
	{"abs, int, str", "def f(a, n):\n  for i in range(n):\n    k = abs(a)\n    k = int(a)\n    k = str(i)\n  return k\ndef main(): return f(-3, 300)\n"},
	{"sorted", "L = [7, 3, 9, 1, 4, 8, 2, 6, 5, 0] * 10\ndef main(): return sorted(L)\n"},
	{"str +", "def f(a, n):\n  for i in range(n): b = a + 'x'\n  return b\ndef main(): return f('abc', 500)\n"},
	{"str upper", "def f(s, n):\n  for i in range(n): b = s.upper()\n  return b\ndef main(): return f('abc', 300)\n"},
	{"str split", "def f(s, n):\n  for i in range(n): b = s.split(',')\n  return b\ndef main(): return f('abc,def,ghi', 300)\n"},
	{"str join", "def f(l, n):\n  for i in range(n): b = ','.join(l)\n  return b\nL = ['a', 'b', 'c']\ndef main(): return f(L, 300)\n"},
	{"str startswith", "def f(s, n):\n  for i in range(n): b = s.startswith('ab')\n  return b\ndef main(): return f('abc', 300)\n"},
	{"str replace", "def f(s, n):\n  for i in range(n): b = s.replace('b', 'x')\n  return b\ndef main(): return f('abc', 300)\n"},
	{"str strip", "def f(s, n):\n  for i in range(n): b = s.strip()\n  return b\ndef main(): return f(' abc ', 300)\n"},
	{"str %", "def f(s, n):\n  for i in range(n): b = '%s=%d' % (s, i)\n  return b\ndef main(): return f('abc', 300)\n"},
	{"str format", "def f(s, n):\n  for i in range(n): b = '{}={}'.format(s, i)\n  return b\ndef main(): return f('abc', 300)\n"},
	{"str index", "def f(s, n):\n  for i in range(n): b = s[i % 3]\n  return b\ndef main(): return f('abc', 500)\n"},
	{"tuple", "def f(a, b, n):\n  for i in range(n):\n    t = (a, b)\n    a, b = t\n  return t\ndef main(): return f(1, 2, 500)\n"},
	{"conditional", "def f(a, n):\n  t = 0\n  for i in range(n): t = i if a else t\n  return t\ndef main(): return f(1, 500)\n"},
	{"set", "def main():\n  s = set()\n  for i in range(300): s.add(i % 20)\n  return s\n"},
}

var engineOptions = &star.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}

// engineRun returns a function that runs main of a source in the bare engine.
func engineRun(b *testing.B, src string) func() {
	thread := &starlark.Thread{}
	globals, err := starlark.ExecFileOptions(engineOptions, thread, "b.star", src, nil)
	if err != nil {
		b.Fatal(err)
	}
	main := globals["main"]
	return func() {
		if _, err := starlark.Call(thread, main, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// leastTime runs f for some time and returns the least that one of its runs took.
func leastTime(f func(), least time.Duration) time.Duration {
	for range 3 {
		start := time.Now()
		f()
		least = min(least, time.Since(start))
	}
	return least
}

// BenchmarkEngine runs functions in the bare engine and lowered from the Python dialect with all its builtins, taking turns, and reports
// how many times as long the lowered ones take: ratios of the least times, which what else the machine does hardly changes.
func BenchmarkEngine(b *testing.B) {
	for _, pair := range enginePairs {
		b.Run(pair.name, func(b *testing.B) {
			bare := engineRun(b, pair.src)
			rt := interp.New(interp.Config{Stdout: io.Discard, Stderr: io.Discard})
			code, err := rt.Compile("b.py", "b.py", []byte(pair.src), syntax.Python, lower.Options{ModuleName: "__main__"})
			if err != nil {
				b.Fatal(err)
			}
			exit := rt.Run(context.Background(), func(in *interp.Interp, t *starlark.Thread) error {
				if err := in.RunMain(t, code, "b.py"); err != nil {
					return err
				}
				m, _ := in.Module("__main__")
				main, ok := m.Get("main")
				if !ok {
					b.Fatal("no main")
				}
				lowered := func() {
					if _, err := starlark.Call(t, main, nil, nil); err != nil {
						b.Error(err)
					}
				}
				least := [2]time.Duration{1 << 60, 1 << 60}
				for b.Loop() {
					least[0] = leastTime(bare, least[0])
					least[1] = leastTime(lowered, least[1])
				}
				b.ReportMetric(float64(least[1])/float64(least[0]), "times")
				b.ReportMetric(float64(least[0].Nanoseconds()), "bare-ns")
				b.ReportMetric(float64(least[1].Nanoseconds()), "lowered-ns")
				return nil
			})
			if exit != 0 {
				b.Fatalf("exit code %d", exit)
			}
		})
	}
}

// TestEnginePairs: the sources of BenchmarkEngine run in both.
func TestEnginePairs(t *testing.T) {
	var names []string
	for _, pair := range enginePairs {
		if slices.Contains(names, pair.name) {
			t.Errorf("%s is there twice", pair.name)
		}
		names = append(names, pair.name)
		if out := runScript(t, "pair.py", pair.src+"main()\n"); out != "" {
			t.Errorf("%s: %s", pair.name, out)
		}
		if _, err := starlark.ExecFileOptions(engineOptions, new(starlark.Thread), "b.star", pair.src+"main()\n", nil); err != nil {
			t.Errorf("%s: %v", pair.name, err)
		}
	}
}
