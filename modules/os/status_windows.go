package os

import (
	"os"

	"go.starlark.net/starlark"
)

// waitStatus returns the exit code.
func waitStatus(p *os.ProcessState) int { return p.ExitCode() }

var statusFunctions []*starlark.Builtin
