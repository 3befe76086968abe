package itertools_test

import (
	"context"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/modules/itertools"
)

// TestBounds runs scripts that take CPython to its end: here they raise. What the
// module does otherwise is compared with CPython in tests/conformance.
func TestBounds(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"itself", "l = []\nit = itertools.chain.from_iterable(l)\nl.append(it)\nnext(it)\n", "RecursionError: maximum recursion depth exceeded"},
		{"hidden depth", "it = iter([])\nfor _ in range(100000):\n    it = itertools.chain.from_iterable([it])\nlist(it)\n", "RecursionError: maximum recursion depth exceeded"},
		{"depth", "it = iter([])\nfor _ in range(100000):\n    it = itertools.islice(it, 3)\n", "RecursionError: maximum recursion depth exceeded"},
		{"selection", "itertools.combinations_with_replacement('ab', 10**12)\n", "MemoryError"},
		{"repeat", "itertools.product('ab', repeat=10**12)\n", "MemoryError"},
		{"tee", "itertools.tee([], 10**12)\n", "MemoryError"},
		{"huge count", "print(next(itertools.count(10**30)))\n", "1000000000000000000000000000000"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			rt := interp.New(interp.Config{Stdout: &out, Stderr: &out, Modules: []interp.Def{itertools.Module()}})
			code, err := rt.Compile(test.name, test.name, []byte("import itertools\n"+test.src), syntax.Python, lower.Options{ModuleName: "__main__"})
			if err != nil {
				t.Fatal(err)
			}
			rt.Run(context.Background(), func(in *interp.Interp, th *starlark.Thread) error { return in.RunMain(th, code, test.name) })
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if last := lines[len(lines)-1]; !strings.HasPrefix(last, test.want) {
				t.Errorf("got %q, want %q", last, test.want)
			}
		})
	}
}
