package concurrent_test

import (
	"bytes"
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/modules"
	"go.starlark.net/starlark"
)

// hammer has threads that submit to executors of every kind, cancel, wait and shut down at the
// same time. Each future must have an outcome, and each callback be called once.
const hammer = `
import random, threading, time
from concurrent.futures import *

def square(x):
    if x % 7 == 3:
        raise ValueError(x)
    return x * x

def use(make, n, called, wrong):
    r = random.Random(n)
    for _ in range(12):
        e = make(r.randint(1, 3))
        fs = []
        for i in range(r.randint(0, 12)):
            f = e.submit(square, i)
            f.add_done_callback(called.append)
            fs.append(f)
            if r.random() < 0.3:
                r.choice(fs).cancel()
        some = None
        if r.random() < 0.5:
            some = e.map(square, range(3), buffersize=2)
            next(some)
        how = r.randint(0, 2)
        if how == 0:
            e.shutdown(wait=False, cancel_futures=r.random() < 0.5)
        elif how == 1:
            if len(list(as_completed(fs, timeout=200))) != len(fs):
                wrong.append("as_completed")
        done, rest = wait(fs, 200)
        if rest:
            wrong.append(rest)
        for i, f in enumerate(fs):
            try:
                if f.result(0) != i * i:
                    wrong.append(f)
            except ValueError as x:
                if i % 7 != 3 or x.args != (i,):
                    wrong.append(f)
            except CancelledError:
                if not f.cancelled():
                    wrong.append(f)
        if some:
            some.close()
        e.shutdown()
        submitted.append(len(fs))

submitted, called, wrong = [], [], []
ts = [threading.Thread(target=use, args=(make, n, called, wrong))
      for n in range(2) for make in (ThreadPoolExecutor, ProcessPoolExecutor, lambda n: ProcessPoolExecutor(n, max_tasks_per_child=2))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(wrong, len(called) == sum(submitted), len(set(called)) == len(called), threading.active_count())
ThreadPoolExecutor(2).submit(time.sleep, 0.01)
ProcessPoolExecutor(2).submit(time.sleep, 0.01)
`

func TestHammer(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 3 {
		var out, errs bytes.Buffer
		rt := interp.New(interp.Config{Modules: modules.All(), Stdout: &out, Stderr: &errs, Pid: 1000, ParentPid: 1, Dir: "/"})
		code, err := rt.Compile("hammer.py", "hammer.py", []byte(hammer), syntax.Python, lower.Options{ModuleName: "__main__"})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		exit := rt.Run(ctx, func(in *interp.Interp, th *starlark.Thread) error { return in.RunMain(th, code, "hammer.py") })
		cancel()
		if exit != 0 || out.String() != "[] True True 1\n" || errs.Len() > 0 {
			t.Fatalf("exit code %d, output\n%s%s", exit, out.String(), errs.String())
		}
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
