package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// TestRecursion nests calls up to Limits.Recursion, and beyond it.
func TestRecursion(t *testing.T) {
	for _, c := range []struct{ name, def string }{
		{"function", "def f(n):\n    note(n)\n    if n: f(n - 1)\n"},
		{"lambda", "f = lambda n: note(n) or n and f(n - 1)\n"},
		{"method", "class A:\n    def f(self, n):\n        note(n)\n        if n: self.f(n - 1)\nf = A().f\n"},
		{"in a try", "def f(n):\n    note(n)\n    try:\n        if n: f(n - 1)\n    finally: pass\n"},
		{"in a thread", "import threading\ndef g(n):\n    note(n)\n    if n: g(n - 1)\ndef f(n):\n    t = threading.Thread(target=g, args=(n,))\n    t.start()\n    t.join()\n"},
	} {
		for _, max := range []int{20, 400, 3000} {
			deepest := 0
			cfg := runtime.Config{Modules: modules.All(), Limits: runtime.Limits{Recursion: max}}
			var n int
			cfg.Globals = map[string]any{"note": func(left int) { deepest = n - left }}
			run := func(depth int) error {
				n, deepest = depth, 0
				return runtime.New(cfg).Run(context.Background(), compile(t, fmt.Sprintf("%s\nimport sys\nsys.setrecursionlimit(10**6)\nf(%d)\n", c.def, depth)))
			}
			if err := run(max / 3); err != nil {
				t.Errorf("%s, %d of %d: %v", c.name, max/3, max, err)
			}
			var limit *runtime.LimitError
			if err := run(20 * max); !errors.As(err, &limit) || limit.Limit != "Recursion" {
				t.Errorf("%s, %d of %d: %v", c.name, 20*max, max, err)
			}
			t.Logf("%s, %d: %d deep", c.name, max, deepest)
			if deepest > 3*max+20 {
				t.Errorf("%s: %d deep, limit %d", c.name, deepest, max)
			}
		}
	}
}
