package tests

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A shell makes the surroundings and then becomes the command, $0.
var surroundings = []struct {
	name, shell string
	args        []string
	out, err    string
	code        int
	address     bool // the address space is bounded, which no program built with -race bears
}{
	{
		name: "full device", shell: `exec "$0" "$@" >/dev/full`, args: []string{"-c", "print(1)"}, code: 120,
		err: "Exception ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>\nOSError: [Errno 28] No space left on device\n",
	},
	{
		name: "full device, flushed", shell: `exec "$0" "$@" >/dev/full`, code: 120,
		args: []string{"-c", "import sys\ntry:\n    print(1, flush=True)\nexcept OSError as e:\n    sys.stderr.write(str(e) + '\\n')"},
		err:  "[Errno 28] No space left on device\nException ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>\nOSError: [Errno 28] No space left on device\n",
	},
	{
		name: "working directory that is gone", shell: `mkdir d && cd d && rmdir ../d && exec "$0" "$@"`,
		args: []string{"-c", `
import os
for f in os.getcwd, os.getcwdb, lambda: os.path.abspath("x"), lambda: open("etc/passwd"), lambda: os.listdir("etc"), lambda: os.stat("etc"):
    try:
        print(f())
    except FileNotFoundError as e:
        print(e.errno, e.filename)
`},
		out: "2 None\n2 None\n2 None\n2 etc/passwd\n2 etc\n2 etc\n",
	},
	{
		name: "module where the working directory is gone", shell: `mkdir d && cd d && rmdir ../d && exec "$0" "$@"`, args: []string{"-m", "m"}, code: 1,
		err: "mpstar: No module named m\n",
	},
	{
		name: "few open files", shell: `ulimit -n 40 && exec "$0" "$@"`,
		args: []string{"--start-method=spawn", "-c", `
from multiprocessing import Event, Process
if __name__ == "__main__":
    e, ps = Event(), []
    try:
        for i in range(100):
            p = Process(target=e.wait)
            p.start()
            ps.append(p)
    except OSError as x:
        print(type(x).__name__, x)
    e.set()
    for p in ps:
        p.join()
    print({p.exitcode for p in ps})
`},
		out: "OSError [Errno 24] Too many open files\n{0}\n",
	},
	{
		name: "little address space", shell: `ulimit -v 2097152 && exec "$0" "$@"`, args: []string{"-c", "print(2 ** 70, 7 * 6)"}, address: true,
		out: "1180591620717411303424 42\n",
	},
	{
		name: "script without read permission", shell: `touch s.py && chmod 0 s.py && exec "$0" "$@"`, args: []string{"s.py"}, code: 2,
		err: "mpstar: can't open file 's.py': [Errno 13] Permission denied\n",
	},
	{
		name: "loop of links", shell: `ln -s b a && ln -s a b && exec "$0" "$@"`, args: []string{"a"}, code: 2,
		err: "mpstar: can't open file 'a': [Errno 40] Too many levels of symbolic links\n",
	},
	{
		name: "pipe that nobody reads", shell: `{ "$0" "$@"; echo $? >&2; } | head -1`, args: []string{"-c", "while True: print('x')"},
		out: "x\n", err: "141\n",
	},
	{
		name: "closed standard streams", shell: `exec "$0" "$@" <&- 2>&-`,
		args: []string{"-c", "import sys\nprint(sys.stdin is None, sys.stderr is None, repr(sys.stdin.read()), sys.stderr.write('lost'))"},
		out:  "False False '' 4\n",
	},
	{
		name: "other encoding", shell: `LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 PYTHONIOENCODING=latin-1 exec "$0" "$@"`, args: []string{"-c", `print("\u00fc")`},
		out: "\u00fc\n",
	},
	{
		name: "too little address space", shell: `ulimit -v 200000 && exec "$0" "$@"`, args: []string{"-c", "print(1)"}, address: true, code: 2,
		err: anyText,
	},
}

// anyText stands for what Go's runtime writes, which changes.
const anyText = "*"

func TestSurroundings(t *testing.T) {
	for _, s := range surroundings {
		t.Run(s.name, func(t *testing.T) {
			if _, err := os.Stat("/dev/full"); err != nil && strings.Contains(s.shell, "/dev/full") {
				t.Skip(err)
			}
			if s.address && raceEnabled {
				t.Skip("needs more address space")
			}
			if strings.Contains(s.shell, "chmod") && os.Getuid() == 0 {
				t.Skip("root may read everything")
			}
			cmd := exec.Command("sh", append([]string{"-c", s.shell, mpstar}, s.args...)...)
			cmd.Dir = t.TempDir()
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			var exit *exec.ExitError
			if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			if code := cmd.ProcessState.ExitCode(); code != s.code || stdout.String() != s.out || stderr.String() != s.err && (s.err != anyText || stderr.Len() == 0) {
				t.Errorf("exit code %d, not %d\nstdout %q\nnot    %q\nstderr %q\nnot    %q", code, s.code, stdout.String(), s.out, stderr.String(), s.err)
			}
		})
	}
}

// TestQuitEarly sends SIGQUIT to a command that has not come to its script yet: it reads it.
func TestQuitEarly(t *testing.T) {
	cmd := exec.Command(mpstar, "-")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	cmd.Dir = filepath.Dir(mpstar)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	if _, err := in.Write(bytes.Repeat([]byte("#"), 1<<20)); err != nil { // more than a pipe holds
		t.Fatal(err)
	}
	cmd.Process.Signal(syscall.SIGQUIT)
	cmd.Wait()
	if s, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !s.Signaled() || s.Signal() != syscall.SIGQUIT || stderr.Len() > 0 {
		t.Errorf("%v\n%s", cmd.ProcessState, stderr.String())
	}
}
