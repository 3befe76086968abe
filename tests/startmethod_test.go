package tests

import (
	"flag"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/mpstar/mpstar/tests/oracle"
)

var everyMethod = flag.Bool("startmethods", false, "run all scripts, not a few, with each start method")

// fewScripts are run with each start method by plain go test.
var fewScripts = []string{"mp_process_life.py", "mp_queue.py", "mp_pipe.py", "mp_pool_methods.py", "mp_manager.py", "mp_lock.py", "mp_condition.py",
	"mp_barrier.py", "mp_value.py", "mp_semaphore.py", "module_futures.py", "pool.py", "pipe.py"}

// methodShows are scripts that print what differs by the start method under CPython too: its name, names of classes and workers
// that hold it, or that a process is an interpreter of this one.
var methodShows = map[string]string{
	"mp_pool.py":                  "shows that workers are called ForkPoolWorker",
	"module_logging_processes.py": "shows that workers are called ForkPoolWorker",
	"mp_contexts.py":              "shows the usual start method",
	"mp_api.py":                   "shows the usual start method",
	"mp_pool_own_process.py":      "shows the usual start method",
	"os_descriptors.py":           "children have their parent's descriptors only after a fork",
	"module_codecs.py":            "its child writes to a stream that only a fork hands on",
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
				if why := methodShows[name]; why != "" {
					t.Skip(why)
				}
				if posix, err := oracle.Says(script, oracle.POSIX); err != nil {
					t.Fatal(err)
				} else if posix && runtime.GOOS == "windows" {
					t.Skip("written for POSIX systems")
				}
				r, err := oracle.Command(mpstar, "--start-method="+method, script)
				if err != nil {
					t.Fatal(err)
				}
				// The children's ids are the operating system's: those after the command's own.
				for n := range 1000 {
					r.Pids = append(r.Pids, r.Pids[0]+n)
				}
				compareGolden(t, script, r, "mpstar --start-method="+method)
			})
		}
	}
}
