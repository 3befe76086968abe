package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/tests/oracle"
)

// TestHostileChildren starts children that go wrong in every way that a script can,
// and checks how each ends and that its parent lives.
func TestHostileChildren(t *testing.T) {
	tests := []struct {
		name, child string
		stop        string // what the parent does before it joins
		exit        string // the child's exit code
		stderr      string // the last line of standard error
	}{
		{name: "endless loop, terminated", child: "while True: pass", stop: "p.terminate()", exit: "-15"},
		{name: "endless loop, killed", child: "while True: pass", stop: "p.kill()", exit: "-9"},
		{name: "endless loop in a handler", child: "while True:\n    try: 1 / 0\n    except ZeroDivisionError: pass", stop: "p.terminate()", exit: "-15"},
		{name: "finally that never ends", child: "try: time.sleep(60)\nfinally:\n    while True: pass", stop: "p.terminate()", exit: "-15"},
		{name: "endless recursion", child: "def f(): return f()\nf()", exit: "1", stderr: "RecursionError: maximum recursion depth exceeded"},
		{name: "recursion across try", child: "def f():\n    try: return g()\n    finally: pass\ndef g(): return f()\nf()", exit: "1",
			stderr: "RecursionError: maximum recursion depth exceeded"},
		{name: "recursion in repr", child: "class A:\n    def __repr__(self): return repr(self)\nrepr(A())", exit: "1",
			stderr: "RecursionError: maximum recursion depth exceeded while getting the repr of an object"},
		{name: "text too long", child: "'a' * 10**12", exit: "1", stderr: "MemoryError"},
		{name: "list too long", child: "[0] * 10**12", exit: "1", stderr: "MemoryError"},
		{name: "list of a range", child: "list(range(10**12))", exit: "1", stderr: "MemoryError"},
		{name: "exception", child: "raise ValueError('bad')", exit: "1", stderr: "ValueError: bad"},
		{name: "sys.exit with a number", child: "sys.exit(7)", exit: "7"},
		{name: "sys.exit with a text", child: "sys.exit('gone')", exit: "1", stderr: "gone"},
		{name: "sys.exit with None", child: "sys.exit()", exit: "0"},
		{name: "sys.exit with True", child: "sys.exit(True)", exit: "1"},
		{name: "os._exit", child: "os._exit(9)", exit: "9"},
		{name: "a lock is held", child: "lock.acquire()\nos._exit(3)", exit: "3"},
		{name: "a megabyte without line ends", child: "print('x' * (1 << 20), end='')", exit: "0"},
		{name: "a megabyte of lines", child: "for i in range(1 << 14): print('x' * 63)", exit: "0"},
		{name: "killed while it prints", child: "while True: print('x' * 1000)", stop: "time.sleep(0.05); p.kill()", exit: "-9"},
		{name: "builtins deleted", child: "global print, len\nprint = len = None\nprint('x')", exit: "1", stderr: "TypeError: 'NoneType' object is not callable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			body := strings.ReplaceAll(test.child, "\n", "\n    ")
			script := "import os, sys, time\nfrom multiprocessing import Lock, Process\nlock = Lock()\n" +
				"def child():\n    " + body + "\n" +
				"p = Process(target=child)\np.start()\n" + test.stop + "\np.join()\n" +
				"with lock:\n    sys.stdout.write('\\nparent alive, child ended with %d\\n' % p.exitcode)\n"
			file := filepath.Join(t.TempDir(), "hostile.py")
			if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
				t.Fatal(err)
			}
			r, err := oracle.Command(mpstar, file)
			if err != nil {
				t.Fatal(err)
			}
			if want := "parent alive, child ended with " + test.exit; lastLine(r.Stdout) != want || r.Exit != 0 {
				t.Errorf("exit code %d, last line of output %q, want %q\n%s", r.Exit, lastLine(r.Stdout), want, r.Stderr)
			}
			if got := lastLine(r.Stderr); got != test.stderr {
				t.Errorf("last line of standard error %q, want %q", got, test.stderr)
			}
		})
	}
}
