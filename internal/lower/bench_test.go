package lower_test

import (
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
)

// BenchmarkLowered runs the same loops lowered from the Python dialect and in the bare engine.
// Where the engine has the operation, both should take the same time.
func BenchmarkLowered(b *testing.B) {
	for _, test := range []struct{ name, src string }{
		{"fib", "def fib(n):\n  if n < 2: return n\n  return fib(n - 1) + fib(n - 2)\ndef main(): return fib(18)\n"},
		{"primes", "def main():\n  count = 0\n  for n in range(2, 400):\n    prime = True\n    for d in range(2, n):\n      if n % d == 0:\n        prime = False\n        break\n    if prime: count += 1\n  return count\n"},
		{"sum", "def main():\n  total = 0\n  i = 0\n  while i < 10000:\n    total += i * 2 // 3\n    i += 1\n  return total\n"},
		{"list", "def main():\n  out = []\n  for i in range(3000):\n    out.append(i * i)\n  return [x for x in out if x % 3 == 0]\n"},
		{"dict", "def main():\n  d = {}\n  for i in range(3000):\n    k = 'k%d' % (i % 50) if False else i % 50\n    d[k] = d.get(k, 0) + 1\n  return d\n"},
		{"matrix", "def main():\n  n = 20\n  a = [[i + j for j in range(n)] for i in range(n)]\n  c = [[0] * n for _ in range(n)]\n  for i in range(n):\n    for j in range(n):\n      s = 0\n      for k in range(n):\n        s += a[i][k] * a[k][j]\n      c[i][j] = s\n  return c\n"},
	} {
		run := func(b *testing.B, prog *starlark.Program, pre starlark.StringDict) {
			globals, err := prog.Init(&starlark.Thread{}, pre)
			if err != nil {
				b.Fatal(err)
			}
			main := globals["main"]
			for b.Loop() {
				if _, err := starlark.Call(&starlark.Thread{}, main, nil, nil); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.Run(test.name+"/bare", func(b *testing.B) {
			_, prog, err := starlark.SourceProgramOptions(lower.EngineOptions(), "b.star", test.src, func(string) bool { return false })
			if err != nil {
				b.Fatal(err)
			}
			run(b, prog, nil)
		})
		b.Run(test.name+"/lowered", func(b *testing.B) {
			w := newWorld()
			run(b, lowerSource(b, "b.py", test.src, syntax.Python, lower.Options{}).Program(), w.pre)
		})
	}
}
