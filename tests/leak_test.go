package tests

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/modules"
	"go.starlark.net/starlark"
)

// inProcess runs a script in this process and returns the exit code and what it
// printed. during, if it is not nil, is called with the runtime on a goroutine of its
// own.
func inProcess(ctx context.Context, file, src string, during func(rt *interp.Runtime)) (code int, out string, err error) {
	var buf strings.Builder
	dir := filepath.Dir(file)
	rt := interp.New(interp.Config{
		Modules: modules.All(), Stdin: strings.NewReader(""), Stdout: &buf, Stderr: &buf,
		System: system.Host(), Args: []string{file}, Path: []string{dir}, Dir: dir, Pid: os.Getpid(), MaxProcesses: 1000,
	})
	c, err := rt.Compile(file, file, []byte(src), syntax.Python, lower.Options{ModuleName: "__main__"})
	if err != nil {
		return 0, "", err
	}
	if during != nil {
		done := make(chan struct{})
		defer func() { <-done }()
		go func() { during(rt); close(done) }()
	}
	code = rt.Run(ctx, func(in *interp.Interp, t *starlark.Thread) error { return in.RunMain(t, c, file) })
	return code, buf.String(), nil
}

// interruptSoon waits until the script has started n processes and then does what
// Ctrl-C does.
func interruptSoon(n int) func(*interp.Runtime) {
	return func(rt *interp.Runtime) {
		for end := time.Now().Add(time.Minute); len(rt.Processes()) < n && time.Now().Before(end); {
			time.Sleep(time.Millisecond)
		}
		rt.Interrupt()
	}
}

const imports = "import multiprocessing as mp, os, sys, time\n"

// After each of these scripts nothing may be left in the host: no goroutine, no open
// file, no process of the operating system.
var leaks = []struct {
	name, src string
	code      int
	during    func(*interp.Runtime)
}{
	{name: "nothing", src: "x = 1\n"},
	{name: "process", src: "p = mp.Process(target=print, args=(1,))\np.start()\np.join()\n"},
	{name: "process not joined", src: "mp.Process(target=time.sleep, args=(0.01,)).start()\n"},
	{name: "process never started", src: "p = mp.Process(target=print)\n"},
	{name: "daemons", src: "for i in range(5):\n    mp.Process(target=time.sleep, args=(3000,), daemon=True).start()\n"},
	{name: "computing daemon", src: "def f():\n    while True: pass\nmp.Process(target=f, daemon=True).start()\n"},
	{name: "pool not closed", src: "pool = mp.Pool(3)\npool.map(abs, range(10))\n"},
	{name: "pool with work", src: "pool = mp.Pool(3)\npool.map_async(time.sleep, [3000] * 10)\n"},
	{name: "pool iterator left", src: "pool = mp.Pool(2)\nfor x in pool.imap(abs, range(100)):\n    break\n"},
	{name: "pool terminated", src: "with mp.Pool(2) as pool:\n    pool.map_async(time.sleep, [3000] * 10)\n"},
	{name: "pool from a pool's error", code: 1, src: "def f(x): raise ValueError(x)\nwith mp.Pool(2) as pool:\n    pool.map(f, range(3))\n"},
	{name: "generator left", src: "def g():\n    try:\n        yield 1\n        yield 2\n    finally:\n        print('closed')\nit = g()\nnext(it)\n"},
	{name: "many generators left", src: "def g():\n    while True: yield 1\nkeep = []\nfor i in range(500):\n    it = g()\n    next(it)\n    if i % 2: keep.append(it)\n"},
	{name: "generator in a killed child", src: "def g():\n    while True: yield 1\ndef f(e):\n    for x in g():\n        e.set()\ne = mp.Event()\np = mp.Process(target=f, args=(e,))\np.start()\ne.wait()\np.kill()\np.join()\n"},
	{name: "killed while sleeping", src: "ps = [mp.Process(target=time.sleep, args=(3000,)) for i in range(5)]\nfor p in ps: p.start()\nfor p in ps: p.kill()\n"},
	{name: "killed holding a lock", src: "def f(l, e):\n    l.acquire()\n    e.set()\n    time.sleep(3000)\nl, e = mp.Lock(), mp.Event()\np = mp.Process(target=f, args=(l, e))\np.start()\ne.wait()\np.kill()\np.join()\n"},
	{name: "orphans", src: "def f(e):\n    mp.Process(target=time.sleep, args=(3000,)).start()\n    e.set()\n    time.sleep(3000)\ne = mp.Event()\np = mp.Process(target=f, args=(e,))\np.start()\ne.wait()\np.kill()\np.join()\n"},
	{name: "orphans of os._exit", src: "def f():\n    mp.Process(target=time.sleep, args=(3000,)).start()\n    os._exit(3)\np = mp.Process(target=f)\np.start()\np.join()\n"},
	{name: "unread queue", src: "q = mp.Queue()\nfor i in range(1000): q.put([i] * 10)\n"},
	{name: "queue of queues", src: "q = mp.Queue()\na, b = mp.Pipe()\nq.put((q, a, b, mp.Lock()))\n"},
	{name: "blocked putter", src: "def f(q):\n    q.put(1)\n    q.put(2)\nq = mp.Queue(1)\nmp.Process(target=f, args=(q,), daemon=True).start()\ntime.sleep(0.01)\n"},
	{name: "pipes", src: "ends = [mp.Pipe() for i in range(50)]\nends[0][0].send(1)\n"},
	{name: "manager", src: "m = mp.Manager()\nd = m.dict()\nd[1] = m.list([1])\n"},
	{name: "manager shut down", src: "with mp.Manager() as m:\n    q = m.Queue()\n    q.put(1)\n"},
	{name: "open files", src: "fs = [open(__file__) for i in range(20)]\ndef f():\n    g = open(__file__)\n    fs.append(g)\np = mp.Process(target=f)\np.start()\np.join()\n"},
	{name: "file in a killed child", src: "def f(e):\n    with open(__file__) as g:\n        e.set()\n        time.sleep(3000)\ne = mp.Event()\np = mp.Process(target=f, args=(e,))\np.start()\ne.wait()\np.terminate()\np.join()\n"},
	{name: "exception", code: 1, src: "mp.Process(target=time.sleep, args=(3000,), daemon=True).start()\n1 / 0\n"},
	{name: "recursion", code: 1, src: "def f(): f()\nf()\n"},
	{name: "exit", code: 4, src: "mp.Process(target=time.sleep, args=(3000,), daemon=True).start()\nsys.exit(4)\n"},
	{name: "os._exit", code: 5, src: "mp.Process(target=time.sleep, args=(3000,), daemon=True).start()\nmp.Pool(2)\nos._exit(5)\n"},
	{name: "interrupted", code: 130, during: interruptSoon(4), src: "for i in range(3): mp.Process(target=time.sleep, args=(3000,)).start()\ntime.sleep(3000)\n"},
	{name: "interrupted pool", code: 130, during: interruptSoon(3), src: "with mp.Pool(2) as pool:\n    pool.map(time.sleep, [3000] * 8)\n"},
	{name: "interrupted computing", code: 130, during: interruptSoon(1), src: "while True: pass\n"},
	{name: "ended from outside", code: -interp.SIGTERM, during: func(rt *interp.Runtime) { waitProcesses(rt, 3); rt.End(interp.SIGTERM) }, src: "for i in range(2): mp.Process(target=time.sleep, args=(3000,)).start()\nwhile True: pass\n"},
	{name: "fork bomb", code: -interp.SIGTERM, during: func(rt *interp.Runtime) {
		waitProcesses(rt, 100)
		time.Sleep(50 * time.Millisecond)
		rt.End(interp.SIGTERM)
	}, src: "def bomb():\n    while True:\n        try:\n            mp.Process(target=bomb).start()\n        except BlockingIOError as e:\n            assert e.errno == 11\n            time.sleep(0.01)\nbomb()\n"},
	{name: "50 deep", src: "def f(n):\n    if n:\n        p = mp.Process(target=f, args=(n - 1,))\n        p.start()\n        p.join()\n        if p.exitcode != 0: sys.exit(p.exitcode)\nf(50)\n"},
	{name: "500 at once", src: "ps = [mp.Process(target=time.sleep, args=(0.05,)) for i in range(500)]\nfor p in ps: p.start()\nfor p in ps: p.join()\nassert all(p.exitcode == 0 for p in ps)\n"},
}

func waitProcesses(rt *interp.Runtime, n int) {
	for end := time.Now().Add(time.Minute); len(rt.Processes()) < n && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
}

func TestNothingIsLeft(t *testing.T) {
	file := filepath.Join(t.TempDir(), "script.py")
	for _, tt := range leaks {
		t.Run(tt.name, func(t *testing.T) {
			src := imports + tt.src
			if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
				t.Fatal(err)
			}
			before := hostState()
			begin := time.Now()
			code, out, err := inProcess(context.Background(), file, src, tt.during)
			if err != nil {
				t.Fatal(err)
			}
			if code != tt.code {
				t.Errorf("exit code %d, want %d\n%s", code, tt.code, out)
			}
			if took := time.Since(begin); took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
			var after host
			for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
				if after = hostState(); after.within(before) {
					return
				}
			}
			stacks := make([]byte, 1<<16)
			stacks = stacks[:runtime.Stack(stacks, true)]
			t.Errorf("before: %+v, after: %+v\n%s", before, after, stacks)
		})
	}
}

// A host is what a run may leave behind.
type host struct{ goroutines, files, children int }

func (h host) within(o host) bool {
	return h.goroutines <= o.goroutines && h.files <= o.files && h.children <= o.children
}

// hostState counts what there is. Files and processes can be counted on Linux only.
func hostState() host {
	h := host{goroutines: runtime.NumGoroutine()}
	if fds, err := os.ReadDir("/proc/self/fd"); err == nil {
		h.files = len(fds)
	}
	if f, err := os.Open("/proc/thread-self/children"); err == nil {
		b, _ := io.ReadAll(f)
		f.Close()
		h.children = len(strings.Fields(string(b)))
	}
	return h
}
