// Package startup has what the command must do before anything else is initialised. It imports hardly anything: of the packages whose imports are ready Go
// initialises the one first whose path is least, so this one comes before those of go.starlark.net.
package startup

import (
	"io"
	"log"
	"os"
)

func init() {
	// The engine says in the log that it got no 4 GB of address space, as under ulimit -v. It works without, and standard error is the script's.
	log.SetOutput(io.Discard)
	quit()
}

// Done is called once all is initialised.
func Done() { log.SetOutput(os.Stderr) }
