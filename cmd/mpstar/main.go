// Command mpstar runs Python multiprocessing scripts without Python.
package main

import (
	"os"

	"github.com/mpstar/mpstar/internal/cli"
	"github.com/mpstar/mpstar/internal/startup"
)

func main() {
	startup.Done()
	cli.ServeChild()
	cli.TuneGC()
	os.Exit(cli.Main(os.Args, os.Stdin, os.Stdout, os.Stderr))
}
