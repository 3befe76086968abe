// Package tests runs whole scripts: the examples in scripts/ against output
// recorded from CPython, other people's tutorials where they are present, and the
// engine's own test suite.
package tests

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// mpstar is the path of the command, built once for all tests.
var mpstar string

func TestMain(m *testing.M) {
	if os.Getenv(panicking) != "" {
		os.Exit(panickingPrompt())
	}
	os.Exit(run(m))
}

// parallel is how many scripts run at once if the command line does not say: they
// sleep more than they compute.
const parallel = "8"

// heedSignals has the programs that tests start heed the signals that this one was told to ignore, as by nohup or by a shell that started it in the
// background: Go hands on what is ignored, but not what it listens to.
func heedSignals() {
	for _, sig := range []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		if signal.Ignored(sig) {
			signal.Notify(make(chan os.Signal, 1), sig)
		}
	}
}

func run(m *testing.M) int {
	flag.Parse()
	heedSignals()
	set := false
	flag.Visit(func(f *flag.Flag) { set = set || f.Name == "test.parallel" })
	if !set {
		flag.Set("test.parallel", parallel)
	}
	dir, err := os.MkdirTemp("", "mpstar")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	mpstar = filepath.Join(dir, "mpstar")
	if runtime.GOOS == "windows" {
		mpstar += ".exe"
	}
	args := []string{"build", "-o", mpstar}
	if raceEnabled {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, "github.com/mpstar/mpstar/cmd/mpstar")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v: %v\n%s", cmd, err, out)
		return 1
	}
	return m.Run()
}
