package runtime_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// A broken is one of everything that a Config may hold, and panics.
type broken struct{}

func (broken) Write([]byte) (int, error)                         { panic("broken") }
func (broken) Read([]byte) (int, error)                          { panic("broken") }
func (broken) Open(string) (fs.File, error)                      { panic("broken") }
func (broken) Now() time.Time                                    { panic("broken") }
func (broken) AfterFunc(d time.Duration, f func()) runtime.Timer { panic("broken") }
func (broken) Local() *time.Location                             { panic("broken") }
func (broken) Monotonic() time.Duration                          { panic("broken") }
func (broken) CPU() (time.Duration, error)                       { panic("broken") }

// A brokenTimers is a clock whose timers can't be made.
type brokenTimers struct{ runtime.Clock }

func (brokenTimers) AfterFunc(d time.Duration, f func()) runtime.Timer { panic("broken") }

// TestPanics has what a Config holds panic, on goroutines of the script's and on ours: Run returns an error that says what has, and nothing else happens to
// the host.
func TestPanics(t *testing.T) {
	const children = "from multiprocessing import Process\ndef f(): %s\nps = [Process(target=f) for i in range(3)]\nfor p in ps: p.start()\nfor p in ps: p.join()\n"
	many := "import threading\nts = [threading.Thread(target=%s) for i in range(4)]\nfor t in ts: t.start()\nfor t in ts: t.join()\nwhile True: pass\n"
	wait := "import threading\nthreading.Event().wait(1000)\n"
	for _, test := range []struct {
		name, where, script string
		config              runtime.Config
	}{
		{"a line", "Stdout", "print(1)\nwhile True: pass", runtime.Config{Stdout: broken{}}},
		{"the last line", "Stdout", "print(1)", runtime.Config{Stdout: broken{}}},
		{"a child's line", "Stdout", strings.ReplaceAll(children, "%s", "print(1, flush=True)"), runtime.Config{Stdout: broken{}}},
		{"an error", "Stderr", "import sys\nprint(1, file=sys.stderr)\nwhile True: pass", runtime.Config{Stderr: broken{}}},
		{"a traceback", "Stderr", "1/0", runtime.Config{Stderr: broken{}}},
		{"the input", "Stdin", "input()", runtime.Config{Stdin: broken{}}},
		{"threads", "Stdin", strings.ReplaceAll(many, "%s", "input"), runtime.Config{Stdin: broken{}}},
		{"the time", "the Clock", "import time\ntime.time()\nwhile True: pass", runtime.Config{Clock: broken{}}},
		{"the monotonic time", "the Clock", "import time\ntime.monotonic()\nwhile True: pass", runtime.Config{Clock: broken{}}},
		{"processor time", "the Clock", "import time\ntime.process_time()\nwhile True: pass", runtime.Config{Clock: broken{}}},
		{"the time zone", "the Clock", "import time\ntime.localtime(0)\nwhile True: pass", runtime.Config{Clock: broken{}}},
		{"a sleep", "the Clock", "import time\ntime.sleep(1000)", runtime.Config{Clock: broken{}}},
		{"a timer", "the Clock", wait, runtime.Config{Clock: brokenTimers{runtime.HostClock()}}},
		{"sleeping threads", "the Clock", "import time\n" + strings.ReplaceAll(many, "%s", "time.sleep, args=(1000,)"), runtime.Config{Clock: brokenTimers{runtime.HostClock()}}},
		{"a queue", "the Clock", "from multiprocessing import Queue\nQueue().get(timeout=1000)", runtime.Config{Clock: broken{}}},
		{"random numbers", "the source of random numbers", "import os\nos.urandom(8)\nwhile True: pass", runtime.Config{Random: broken{}}},
		{"a start", "the Observer", "while True: pass", runtime.Config{Observer: &runtime.Observer{Start: func(runtime.ProcessEvent) { panic("broken") }}}},
		{"the end", "the Observer", "pass", runtime.Config{Observer: &runtime.Observer{End: func(runtime.ProcessEvent) { panic("broken") }}}},
		{"a child's end", "the Observer", strings.ReplaceAll(children, "%s", "pass"), runtime.Config{Observer: &runtime.Observer{End: func(runtime.ProcessEvent) { panic("broken") }}}},
		{"a call", "the Observer", "from multiprocessing import Lock\nl = Lock()\nwith l: pass\nwhile True: pass",
			runtime.Config{Observer: &runtime.Observer{Call: func(runtime.CallEvent) { panic("broken") }}}},
		{"output", "the Observer", "print(1)\nwhile True: pass", runtime.Config{Observer: &runtime.Observer{Output: func(runtime.OutputEvent) { panic("broken") }}}},
		{"a file", "process MainProcess", "open('/x')\nwhile True: pass", runtime.Config{FS: broken{}}},
		{"a directory", "process MainProcess", "import os\nos.listdir('/')\nwhile True: pass", runtime.Config{FS: broken{}}},
		{"an import", "process MainProcess", "import other\nwhile True: pass", runtime.Config{FS: broken{}, Path: []string{"/"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.config.Modules = modules.All()
			rt := runtime.New(test.config)
			defer rt.Close()
			err := rt.Run(context.Background(), compileAs(t, "test.py", test.script))
			var crash *runtime.PanicError
			if !errors.As(err, &crash) || crash.Where != test.where || crash.Value != "broken" {
				t.Errorf("%v", err)
			}
		})
	}
}

// A slowPipe is a file system with a named pipe that panics when it is opened.
type slowPipe struct{ fstest.MapFS }

func (p slowPipe) Open(name string) (fs.File, error) {
	if name == "pipe" {
		panic("broken")
	}
	return p.MapFS.Open(name)
}

func (p slowPipe) Stat(name string) (fs.FileInfo, error) { return p.MapFS.Stat(name) }

// TestPanicOfPipe opens a named pipe, which happens on a goroutine of its own.
func TestPanicOfPipe(t *testing.T) {
	rt := runtime.New(runtime.Config{Modules: modules.All(), Stdout: io.Discard, FS: slowPipe{fstest.MapFS{"pipe": {Mode: fs.ModeNamedPipe}}}})
	defer rt.Close()
	err := rt.Run(context.Background(), compileAs(t, "test.py", "open('/pipe')\nwhile True: pass\n"))
	var crash *runtime.PanicError
	if !errors.As(err, &crash) || crash.Where != "the FS" {
		t.Errorf("%v", err)
	}
}

// TestPanicOfChild has what a child alone uses panic: the child ends, its parent sees how and goes on, and the host is told on its Stderr.
func TestPanicOfChild(t *testing.T) {
	const script = `
from multiprocessing import Process, Pool
def f(x=0): open('/pipe')
if __name__ == '__main__':
    p = Process(target=f)
    p.start()
    p.join()
    print(p.exitcode)
    with Pool(2) as pool:
        print(pool.map(abs, [-1, 2]))
`
	var out, errs strings.Builder
	rt := runtime.New(runtime.Config{Modules: modules.All(), Stdout: &out, Stderr: &errs, FS: slowPipe{fstest.MapFS{"pipe": {}}}})
	defer rt.Close()
	if err := rt.Run(context.Background(), compileAs(t, "test.py", script)); err != nil {
		t.Fatal(err)
	}
	if out.String() != "70\n[1, 2]\n" {
		t.Errorf("%q", out.String())
	}
	if !strings.Contains(errs.String(), "broken") {
		t.Errorf("stderr: %q", errs.String())
	}
}
