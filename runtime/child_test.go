package runtime_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// The test's own program is what its scripts' OS children run.
func TestMain(m *testing.M) {
	runtime.ServeChild(runtime.Config{Modules: modules.All(), Machine: true})
	os.Exit(m.Run())
}

func TestServeChild(t *testing.T) {
	prog, err := runtime.Compile("script.py", []byte(`
import multiprocessing, os
def child(q, n):
    q.put((n * 2, os.getpid() != os.getppid()))
for method in "spawn", "forkserver":
    ctx = multiprocessing.get_context(method)
    q = ctx.Queue()
    p = ctx.Process(target=child, args=(q, 21))
    p.start()
    print(method, q.get())
    p.join()
    print(p.exitcode)
    p = ctx.Process(target=lambda: 1 // 0)
    p.start()
    p.join()
    print(p.exitcode)
`))
	if err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	rt := runtime.New(runtime.Config{Modules: modules.All(), Machine: true, Stdout: &out, Stderr: &errs})
	defer rt.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := rt.Run(ctx, prog); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	if want := "spawn (42, True)\n0\n1\nforkserver (42, True)\n0\n1\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	if n := strings.Count(errs.String(), "ZeroDivisionError"); n != 2 {
		t.Errorf("the children's tracebacks: %s", errs.String())
	}
}

// A tree with limits has no such children, and says so.
func TestServeChildLimits(t *testing.T) {
	prog, err := runtime.Compile("script.py", []byte("from multiprocessing import get_context\nget_context('spawn').Process(target=print).start()\n"))
	if err != nil {
		t.Fatal(err)
	}
	rt := runtime.New(runtime.Config{Modules: modules.All(), Limits: runtime.Limits{Processes: 5}})
	defer rt.Close()
	if err := rt.Run(context.Background(), prog); err == nil || !strings.Contains(err.Error(), "Limits") && !strings.Contains(err.Error(), "limits") {
		t.Errorf("got %v", err)
	}
}
