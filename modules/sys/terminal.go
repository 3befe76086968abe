package sys

import "github.com/mpstar/mpstar/internal/interp"

// isTerminal reports whether a person is at the other end of a stream.
func isTerminal(in *interp.Interp, fd int) bool {
	if !in.Runtime().Interactive() {
		return false
	}
	return in.System().Machine.Terminal(fd)
}
