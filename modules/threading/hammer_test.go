package threading_test

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/modules"
	"go.starlark.net/starlark"
)

// hammer has threads that contend for everything the package has, in a process
// that is killed again and again.
const hammer = `
import multiprocessing, threading

def work(lock, rlock, cond, sem, bar, local, n):
    local.n = n
    while True:
        with lock:
            with rlock, rlock:
                with sem:
                    pass
        with cond:
            cond.notify()
            cond.wait(0.0005)
        try:
            bar.wait(0.001)
        except threading.BrokenBarrierError:
            bar.reset()
        if local.n != n:
            raise SystemExit("local")
        t = threading.Thread(target=len, args=("",))
        t.start()
        t.join()

def child():
    rlock = threading.RLock()
    parts = (threading.Lock(), rlock, threading.Condition(), threading.BoundedSemaphore(2), threading.Barrier(2), threading.local())
    for n in range(4):
        threading.Thread(target=work, args=parts + (n,), daemon=n % 2 == 0).start()
    ready.set()
    work(*parts, 4)

ready = multiprocessing.Event()
for i in range(12):
    ready.clear()
    p = multiprocessing.Process(target=child)
    p.start()
    ready.wait()
    p.join(0.005 * i)
    p.kill()
    p.join()
    print(p.exitcode, threading.active_count())
`

// TestHammerKill kills processes whose threads are busy. Nothing may hang, and no
// goroutine may be left.
func TestHammerKill(t *testing.T) {
	before := runtime.NumGoroutine()
	var out, errs bytes.Buffer
	rt := interp.New(interp.Config{Modules: modules.All(), Stdout: &out, Stderr: &errs, Pid: 1000, ParentPid: 1, Dir: "/"})
	code, err := rt.Compile("hammer.py", "hammer.py", []byte(hammer), syntax.Python, lower.Options{ModuleName: "__main__"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	exit := rt.Run(ctx, func(in *interp.Interp, th *starlark.Thread) error { return in.RunMain(th, code, "hammer.py") })
	if want := strings.Repeat("-9 1\n", 12); exit != 0 || out.String() != want || errs.Len() > 0 {
		t.Errorf("exit code %d, output\n%s%s", exit, out.String(), errs.String())
	}
	deadline := time.Now().Add(time.Minute)
	for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines, %d before\n%s", n, before, buf[:runtime.Stack(buf, true)])
	}
}
