package tests

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestCommand runs the txtar scripts in testdata/cli: the command line, exit codes,
// signals.
func TestCommand(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/cli",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(mpstar)+string(filepath.ListSeparator)+env.Getenv("PATH"))
			return nil
		},
	})
}
