package sys

import (
	"os"

	"golang.org/x/term"

	"github.com/mpstar/mpstar/internal/interp"
)

// isTerminal reports whether a person is at the other end of a stream.
func isTerminal(in *interp.Interp, fd int) bool {
	if !in.Runtime().Interactive() {
		return false
	}
	return term.IsTerminal(int([]*os.File{os.Stdin, os.Stdout, os.Stderr}[fd].Fd()))
}
