package tests

import (
	"flag"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/tests/oracle"
)

var everyMethod = flag.Bool("startmethods", false, "run all scripts, not a few, with each start method")

// fewScripts are run with each start method by plain go test.
var fewScripts = []string{"mp_process_life.py", "mp_queue.py", "mp_pipe.py", "mp_pool_methods.py", "mp_manager.py", "mp_lock.py", "mp_condition.py",
	"mp_barrier.py", "mp_value.py", "mp_semaphore.py", "module_futures.py", "pool.py", "pipe.py"}

// methodLines are the lines in which the start method shows under CPython too, in place of those recorded of fork. In them "method"
// stands for its name and "Method" for what names of classes begin with.
var methodLines = map[string]map[string]string{
	"mp_pool.py":             {"{'ForkPoolWorker-'}": "{'MethodPoolWorker-'}"},
	"mp_contexts.py":         {"None fork None None fork": "None fork None None method"},
	"mp_api.py":              {"fork ['fork', 'spawn', 'forkserver'] True": "method ['fork', 'spawn', 'forkserver'] True"},
	"mp_pool_own_process.py": {"ForkContext None () 3 0": "MethodContext None () 3 0"},
	"module_logging_processes.py": {
		"ForkPoolWorker-3 MainThread app.work INFO work 0": "MethodPoolWorker-3 MainThread app.work INFO work 0",
		"ForkPoolWorker-3 MainThread app.work INFO work 1": "MethodPoolWorker-3 MainThread app.work INFO work 1",
		"ForkPoolWorker-3 MainThread app WARNING other":    "MethodPoolWorker-3 MainThread app WARNING other",
	},
}

// methodGolden is what a script prints, by what it was recorded to print, with a start method that is not fork.
func methodGolden(t *testing.T, name, stdout, method string) string {
	t.Helper()
	words := strings.NewReplacer("method", method, "Method", map[string]string{"spawn": "Spawn", "forkserver": "ForkServer"}[method])
	lines := strings.Split(stdout, "\n")
	for line, other := range methodLines[name] {
		if !slices.Contains(lines, line) {
			t.Errorf("%s does not print %q any more", name, line)
		}
		for i, l := range lines {
			if l == line {
				lines[i] = words.Replace(other)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// runWith runs a script with a start method.
func runWith(t *testing.T, method, script string) *oracle.Result {
	t.Helper()
	for {
		r, err := oracle.Command(mpstar, "--start-method="+method, script)
		if err != nil {
			t.Fatal(err)
		}
		// The children's ids are the operating system's: those after the command's own, before that of whatever is started next.
		next, err := oracle.Command(mpstar, "--version")
		if err != nil {
			t.Fatal(err)
		}
		first, last := r.Pids[0], next.Pids[0]
		if last < first {
			continue // ids have begun again at the smallest
		}
		for pid := first + 1; pid < last; pid++ {
			r.Pids = append(r.Pids, pid)
		}
		return r
	}
}

// TestStartMethods runs scripts whose children are processes of the operating system, and compares what they print with what was recorded of
// children that are not: a script sees no difference.
func TestStartMethods(t *testing.T) {
	all := scripts(t, ".py", ".star")
	for _, method := range []string{"spawn", "forkserver"} {
		for _, script := range all {
			name := filepath.Base(script)
			if !*everyMethod && !slices.Contains(fewScripts, name) {
				continue
			}
			t.Run(method+"/"+name, func(t *testing.T) {
				t.Parallel()
				if posix, err := oracle.Says(script, oracle.POSIX); err != nil {
					t.Fatal(err)
				} else if posix && runtime.GOOS == "windows" {
					t.Skip("written for POSIX systems")
				}
				r := runWith(t, method, script)
				if d := goldenDiff(t, script, r, func(stdout string) string { return methodGolden(t, name, stdout, method) }); d != "" {
					t.Errorf("-golden +mpstar --start-method=%s:\n%s", method, d)
				}
			})
		}
	}
}
