//go:build unix

package tests

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Each script prints "ready" when the moment has come.
var interrupted = []struct {
	name, src string
	runs      bool   // it catches KeyboardInterrupt and goes on to a normal end
	out       string // what it prints after "ready", if it goes on
}{
	{name: "sleep", src: "import time\nprint('ready', flush=True)\ntime.sleep(3000)\n"},
	{name: "compute", src: "print('ready', flush=True)\nwhile True: pass\n"},
	{name: "builtin", src: "print('ready', flush=True)\nsum(range(10**15))\n"},
	{name: "generator", src: "def g():\n    while True: yield 1\nprint('ready', flush=True)\nfor x in g(): pass\n"},
	{name: "try", src: "import time\nprint('ready', flush=True)\ntry:\n    time.sleep(3000)\nexcept Exception:\n    pass\nfinally:\n    x = 1\n"},
	{name: "queue", src: "import multiprocessing as mp\nq = mp.Queue()\nprint('ready', flush=True)\nq.get()\n"},
	{name: "lock", src: "import multiprocessing as mp\nl = mp.Lock()\nl.acquire()\nprint('ready', flush=True)\nl.acquire()\n"},
	{name: "pipe", src: "import multiprocessing as mp\na, b = mp.Pipe()\nprint('ready', flush=True)\na.recv()\n"},
	{name: "join", src: children("p.join()")},
	{name: "computing with children", src: children("while True: pass")},
	{name: "children left at the end", src: children("pass")},
	{name: "pool map", src: "import multiprocessing as mp, time\nif __name__ == '__main__':\n    with mp.Pool(2) as pool:\n        print('ready', flush=True)\n        pool.map(time.sleep, [3000] * 4)\n"},
	{name: "pool computing", src: "import multiprocessing as mp\ndef f(x):\n    while True: pass\nif __name__ == '__main__':\n    with mp.Pool(2) as pool:\n        print('ready', flush=True)\n        pool.map(f, [3000] * 4)\n"},
	{name: "pool join", src: "import multiprocessing as mp, time\nif __name__ == '__main__':\n    pool = mp.Pool(2)\n    pool.apply_async(time.sleep, (3000,))\n    pool.close()\n    print('ready', flush=True)\n    pool.join()\n"},
	{name: "manager", src: "import multiprocessing as mp\nif __name__ == '__main__':\n    q = mp.Manager().Queue()\n    print('ready', flush=True)\n    q.get()\n"},
	{
		name: "stubborn child", src: "import multiprocessing as mp, time\ndef f(e):\n    while True:\n        try:\n            e.set()\n            time.sleep(3000)\n        except BaseException:\n            pass\n" +
			"if __name__ == '__main__':\n    e = mp.Event()\n    p = mp.Process(target=f, args=(e,))\n    p.start()\n    e.wait()\n    print('ready', flush=True)\n    p.join()\n",
	},
	{
		name: "own handler", runs: true, out: "SIGINT\nwoken\n",
		src: "import signal, time\ndef stop(number, frame):\n    global running\n    print(signal.Signals(number).name)\n    running = False\nrunning = True\nsignal.signal(signal.SIGINT, stop)\nprint('ready', flush=True)\nwhile running: time.sleep(0.01)\nprint('woken')\n",
	},
	{
		name: "workers that ignore it", runs: true, out: "main\n",
		src: "import multiprocessing as mp, signal, time\ndef init():\n    signal.signal(signal.SIGINT, signal.SIG_IGN)\n" +
			"if __name__ == '__main__':\n    pool = mp.Pool(1, init)\n    pool.map(abs, range(4))\n    r = pool.map_async(time.sleep, [0.2] * 2)\n    try:\n        print('ready', flush=True)\n        time.sleep(3000)\n    except KeyboardInterrupt:\n        r.get()\n        print('main')\n        pool.terminate()\n        pool.join()\n",
	},
	{
		name: "caught", runs: true, out: "caught\nfinally\nend\n",
		src: "import time\ntry:\n    print('ready', flush=True)\n    time.sleep(3000)\nexcept KeyboardInterrupt:\n    print('caught')\nfinally:\n    print('finally')\ntime.sleep(0.05)\nprint('end')\n",
	},
	{
		name: "caught with a child that catches", runs: true, out: "child\nmain 3\n",
		src: "import multiprocessing as mp, sys, time\ndef f(e):\n    try:\n        e.set()\n        time.sleep(3000)\n    except KeyboardInterrupt:\n        print('child', flush=True)\n        sys.exit(3)\n" +
			"if __name__ == '__main__':\n    e = mp.Event()\n    p = mp.Process(target=f, args=(e,))\n    p.start()\n    e.wait()\n    try:\n        print('ready', flush=True)\n        time.sleep(3000)\n    except KeyboardInterrupt:\n        p.join()\n        print('main', p.exitcode)\n",
	},
}

// children is a script that starts a child that sleeps, one that computes, a daemon,
// and a grandchild.
func children(then string) string {
	return `import multiprocessing as mp, time
def compute():
    while True: pass
def parent(e):
    p = mp.Process(target=time.sleep, args=(3000,))
    p.start()
    e.set()
    p.join()
if __name__ == "__main__":
    e = mp.Event()
    mp.Process(target=compute).start()
    mp.Process(target=time.sleep, args=(3000,), daemon=True).start()
    p = mp.Process(target=parent, args=(e,))
    p.start()
    e.wait()
    print("ready", flush=True)
    ` + then + "\n"
}

// A running is a script under the built command that has said it is ready.
type running struct {
	cmd    *exec.Cmd
	out    *bufio.Reader
	stderr bytes.Buffer
	waited chan error
}

func start(t *testing.T, src string) *running {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.py")
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	r := &running{cmd: exec.Command(mpstar, file), waited: make(chan error, 1)}
	r.cmd.Stderr = &r.stderr
	pipe, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.out = bufio.NewReader(pipe)
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.cmd.Process.Kill() })
	if line, err := r.out.ReadString('\n'); line != "ready\n" {
		t.Fatalf("first line %q, %v\n%s", line, err, r.stderr.String())
	}
	return r
}

// soon is how long the end of a tree may take: a second on a machine of its own. What the scripts wait for takes an hour.
const soon = 2 * time.Minute

// end waits for the command and returns its exit code and what it printed.
func (r *running) end(t *testing.T) (code int, out string) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		b, _ := io.ReadAll(r.out)
		out = string(b)
		r.cmd.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(soon):
		r.cmd.Process.Kill()
		<-done
		t.Fatalf("still running after %v", soon)
	}
	return r.cmd.ProcessState.ExitCode(), out
}

func TestInterrupt(t *testing.T) {
	for _, tt := range interrupted {
		t.Run(tt.name, func(t *testing.T) {
			r := start(t, tt.src)
			r.cmd.Process.Signal(syscall.SIGINT)
			code, out := r.end(t)
			trace := r.stderr.String()
			if tt.runs {
				if code != 0 || out != tt.out || trace != "" {
					t.Errorf("exit code %d, output %q, want %q\n%s", code, out, tt.out, trace)
				}
				return
			}
			if code != 130 {
				t.Errorf("exit code %d", code)
			}
			// At the end of the script nothing of it runs that a traceback could show, unless it comes while that is still printing.
			n := strings.Count(trace, "Traceback")
			if tt.name == "children left at the end" && n == 0 {
				n = 1
			}
			if n != 1 || !strings.HasSuffix("\n"+trace, "\nKeyboardInterrupt\n") {
				t.Errorf("%d tracebacks:\n%s", n, trace)
			}
		})
	}
}

// stubborn catches whatever it can.
const stubborn = `import multiprocessing as mp, time
def f():
    while True:
        try:
            time.sleep(3000)
        except BaseException:
            pass
if __name__ == "__main__":
    mp.Process(target=f).start()
    ready = False
    while True:
        try:
            if not ready:
                ready = True
                print("ready", flush=True)
            time.sleep(3000)
        except BaseException:
            print("once", flush=True)
        finally:
            x = 1
`

func TestSecondInterruptKills(t *testing.T) {
	r := start(t, stubborn)
	r.cmd.Process.Signal(syscall.SIGINT)
	if line, err := r.out.ReadString('\n'); line != "once\n" {
		t.Fatalf("%q, %v", line, err)
	}
	r.cmd.Process.Signal(syscall.SIGINT)
	if code, _ := r.end(t); code != 130 {
		t.Errorf("exit code %d\n%s", code, r.stderr.String())
	}
}

func TestTerminate(t *testing.T) {
	for _, tt := range append(interrupted, struct {
		name, src string
		runs      bool
		out       string
	}{name: "stubborn", src: stubborn}) {
		t.Run(tt.name, func(t *testing.T) {
			r := start(t, tt.src)
			r.cmd.Process.Signal(syscall.SIGTERM)
			code, out := r.end(t)
			if code != 143 || out != "" || r.stderr.Len() > 0 {
				t.Errorf("exit code %d, output %q\n%s", code, out, r.stderr.String())
			}
		})
	}
}

// TestHangupAndQuit: they end the tree as SIGTERM does, without a dump of goroutines; but a SIGHUP that was
// ignored when the command was started, as by nohup, stays so.
func TestHangupAndQuit(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGQUIT} {
		r := start(t, stubborn)
		r.cmd.Process.Signal(sig)
		code, out := r.end(t)
		if code != 128+int(sig) || out != "" || r.stderr.Len() > 0 {
			t.Errorf("%v: exit code %d, output %q\n%s", sig, code, out, r.stderr.String())
		}
	}
	script := "import os, subprocess, time\nsubprocess.run(['kill', '-HUP', str(os.getpid())])\ntime.sleep(0.3)\nprint('still here')"
	cmd := exec.Command("sh", "-c", "trap '' HUP; exec \"$0\" -c \"$1\"", mpstar, script)
	if b, err := cmd.CombinedOutput(); err != nil || string(b) != "still here\n" {
		t.Errorf("SIGHUP ignored: %v, output %q", err, b)
	}
}

// TestTerminateHandled: a script that handles SIGTERM ends as it likes, and its child, to which it passes the signal on, too.
func TestTerminateHandled(t *testing.T) {
	r := start(t, `import multiprocessing as mp, os, signal, sys, time
def child(e):
    def stop(number, frame):
        sys.exit(5)
    signal.signal(signal.SIGTERM, stop)
    e.set()
    time.sleep(3000)
if __name__ == "__main__":
    e = mp.Event()
    p = mp.Process(target=child, args=(e,))
    p.start()
    e.wait()
    def stop(number, frame):
        p.terminate()
        p.join()
        print("child", p.exitcode)
        sys.exit(7)
    signal.signal(signal.SIGTERM, stop)
    print("ready", flush=True)
    p.join()
    print("not reached")
`)
	r.cmd.Process.Signal(syscall.SIGTERM)
	code, out := r.end(t)
	if code != 7 || out != "child 5\n" || r.stderr.Len() > 0 {
		t.Errorf("exit code %d, output %q\n%s", code, out, r.stderr.String())
	}
}
