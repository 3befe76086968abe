// Command embedded runs a script as an application would that gives it everything: what works under the command mpstar works in a library too. Its collector
// is always at work, which finds what is given back while it is still in use.
//
//	go run ./tests/embedded script.py [argument ...]
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

func main() {
	debug.SetGCPercent(5)
	cfg := runtime.Config{
		Modules: modules.All(),
		Stdin:   os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Args: os.Args[1:], Environ: os.Environ(),
		FS: runtime.HostFS(), Clock: runtime.HostClock(), Programs: true, Network: true, Machine: true,
	}
	runtime.ServeChild(cfg)
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: embedded script.py [argument ...]")
		os.Exit(2)
	}
	os.Exit(run(cfg, os.Args[1]))
}

func run(cfg runtime.Config, script string) int {
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	cfg.Dir, cfg.Path = dir, []string{filepath.Dir(script)}
	src, err := os.ReadFile(script)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	p, err := runtime.Compile(script, src)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	rt := runtime.New(cfg)
	defer rt.Close()
	return runtime.ExitCode(rt.Run(context.Background(), p))
}
