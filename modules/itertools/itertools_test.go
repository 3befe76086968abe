package itertools_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/modules"
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
		t.Run(test.name, func(t *testing.T) { expect(t, "import itertools\n"+test.src, test.want) })
	}
}

// expect runs a script and compares how the last line that it prints begins.
func expect(t *testing.T, src, want string) {
	t.Helper()
	var out strings.Builder
	rt := interp.New(interp.Config{Stdout: &out, Stderr: &out, Modules: modules.All()})
	code, err := rt.Compile("t.py", "t.py", []byte(src), syntax.Python, lower.Options{ModuleName: "__main__"})
	if err != nil {
		t.Fatal(err)
	}
	rt.Run(context.Background(), func(in *interp.Interp, th *starlark.Thread) error { return in.RunMain(th, code, "t.py") })
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, want) {
		t.Errorf("got %q, want %q", last, want)
	}
}

// TestHostilePickles reads pickles of iterators that no honest program writes, and asks for their first value.
func TestHostilePickles(t *testing.T) {
	const deep = "RecursionError: maximum recursion depth exceeded"
	empty := "cbuiltins\niter\n((ltR"
	for _, test := range []struct{ name, pickle, want string }{
		{"a chain over itself", "citertools\nchain\n(tRp0\n(g0\ng0\ntb.", deep},
		{"a chain over a zip over itself", "citertools\nchain\n(tRp0\n(cbuiltins\nzip\n(g0\ntRtb.", deep},
		{"a tee over itself", "citertools\n_tee\n((ltRp0\n(citertools\n_tee_dataobject\n(g0\n(lNtRI0\ntb0g0\n.", "RuntimeError: cannot re-enter the tee iterator"},
		{"many chains", empty + "p1\n0" + strings.Repeat("citertools\nchain\n(tR(g1\ntbp1\n0", 30000) + "g1\n.", deep},
		{"many tees", empty + "p1\n0" + strings.Repeat("citertools\n_tee\n((ltR(citertools\n_tee_dataobject\n(g1\n(lNtRI0\ntbp1\n0", 30000) + "g1\n.", deep},
		{"a program", "cbuiltins\nmap\n(csubprocess\nPopen\n(lS'echo'\natR.", "_pickle.UnpicklingError: a pickle cannot name subprocess.Popen here"},
		{"an indirect call", "cbuiltins\nmap\n(coperator\ncall\n(lS'echo'\natR.", "_pickle.UnpicklingError: a pickle cannot make an iterator that calls call"},
		{"attributes", "citertools\nstarmap\n(cbuiltins\ngetattr\n(ltR.", "_pickle.UnpicklingError: a pickle cannot make an iterator that calls getattr"},
		{"a sentinel", "cbuiltins\niter\n(ccopyreg\n__newobj__\nI1\ntR.", "_pickle.UnpicklingError: a pickle cannot make an iterator that calls __newobj__"},
		{"a large selection", "citertools\ncombinations_with_replacement\n((I1\ntI16000000\ntR.", "MemoryError"},
		{"an endless pool", "citertools\nproduct\n(citertools\ncount\n(tRtR.", "_pickle.UnpicklingError: a pickle cannot call product with a 'itertools.count' object"},
		{"a harmless one", "cbuiltins\nmap\n(cbuiltins\nabs\n(lI-1\natR.", "1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			expect(t, "import pickle, itertools, operator, subprocess\nprint(next(pickle.loads(b"+strconv.Quote(test.pickle)+")))\n", test.want)
		})
	}
}
