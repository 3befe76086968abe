package object_test

import (
	"fmt"
	"testing"
)

// benchmark runs a statement b.N times in a function of a script.
func benchmark(b *testing.B, setup, stmt string) {
	src := fmt.Sprintf("%s\ndef bench(n):\n    for i in range(n):\n%s\nbench(%d)\n", setup, stmt, b.N)
	b.ReportAllocs()
	if out, errs := run(b, "bench.py", src); out+errs != "" {
		b.Fatal(out, errs)
	}
}

const benchClass = `
class A:
    def __init__(self): self.x = 1; self.y = 2
    def m(self): return 1
    def __enter__(self): return self
    def __exit__(self, *a): pass
a = A()
def g(n):
    for i in range(n): yield i
`

func BenchmarkEmptyLoop(b *testing.B) { benchmark(b, "", "        pass") }
func BenchmarkAttribute(b *testing.B) { benchmark(b, benchClass, "        a.x") }
func BenchmarkMethod(b *testing.B)    { benchmark(b, benchClass, "        a.m()") }
func BenchmarkInstance(b *testing.B)  { benchmark(b, benchClass, "        A()") }
func BenchmarkTry(b *testing.B) {
	benchmark(b, "", "        try: pass\n        except ValueError: pass")
}
func BenchmarkRaise(b *testing.B) {
	benchmark(b, "", "        try: raise ValueError('x')\n        except ValueError: pass")
}
func BenchmarkKeyError(b *testing.B) {
	benchmark(b, "d = {}", "        try: d['x']\n        except KeyError: pass")
}
func BenchmarkWith(b *testing.B)      { benchmark(b, benchClass, "        with a: pass") }
func BenchmarkGenerator(b *testing.B) { benchmark(b, benchClass, "        for x in g(1): pass") }
func BenchmarkYield(b *testing.B) {
	src := fmt.Sprintf("%s\nfor i in g(%d): pass\n", benchClass, b.N)
	if out, errs := run(b, "bench.py", src); out+errs != "" {
		b.Fatal(out, errs)
	}
}
