package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/quick"
	"github.com/mpstar/mpstar/internal/syntax"
	"go.starlark.net/starlark"
)

// TestQuickCompiles compiles every loop of the conformance scripts, the examples and the tutorials, in the program and in its replica: what lowering
// takes out of a program the other side must be able to run.
func TestQuickCompiles(t *testing.T) {
	var files []string
	for _, pattern := range []string{"conformance/*.py", "../scripts/*.py", "../scripts/*.star", "../scripts/bench/*.py", "../../shared/seeds/*.py"} {
		list, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, list...)
	}
	n := 0
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		dialect := syntax.Python
		if strings.HasSuffix(name, ".star") {
			dialect = syntax.Starlark
		}
		f, err := syntax.Parse(name, src, dialect)
		if err != nil {
			continue // a test of syntax errors
		}
		code, err := interp.Lower(name, f, lower.Options{})
		if err != nil {
			continue
		}
		replica, err := code.Replica()
		if err != nil {
			t.Fatal(name, err)
		}
		for _, p := range []*starlark.Program{code.Program(), replica} {
			quicks := code.Quicks(p)
			program := quick.NewProgram(p, true, func() []*lower.Quick { return quicks }, func(string) starlark.Value { return starlark.None })
			for i := range quicks {
				program.Compile(i)
				n++
			}
		}
	}
	if n < 500 {
		t.Errorf("only %d loops", n)
	}
}
