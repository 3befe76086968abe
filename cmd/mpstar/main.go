// Command mpstar runs Python multiprocessing scripts without Python.
package main

import (
	"os"

	"github.com/mpstar/mpstar/internal/cli"
)

func main() {
	cli.ServeChild()
	cli.TuneGC()
	os.Exit(cli.Main(os.Args, os.Stdin, os.Stdout, os.Stderr))
}
