package multiprocessing_test

import (
	"context"
	"io"
	"os"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/modules"
)

// bench runs a script, and then its function work(n), which does something n times.
func bench(b *testing.B, script string) {
	b.ReportAllocs()
	inScript(b, script, func(work func(n int) error) error {
		b.ResetTimer()
		defer b.StopTimer()
		return work(b.N)
	})
}

// inScript runs a script, and then f with the script's function work(n).
func inScript(b testing.TB, script string, f func(work func(n int) error) error) {
	rt := interp.New(interp.Config{Modules: modules.All(), Stdout: io.Discard, Stderr: os.Stderr, Pid: 1000, ParentPid: 1, Dir: "/"})
	code, err := rt.Compile("bench.py", "bench.py", []byte(script), syntax.Python, lower.Options{ModuleName: "__main__"})
	if err != nil {
		b.Fatal(err)
	}
	exit := rt.Run(context.Background(), func(in *interp.Interp, th *starlark.Thread) error {
		if err := in.RunMain(th, code, "bench.py"); err != nil {
			return err
		}
		m, _ := in.Module("__main__")
		work, _ := m.Get("work")
		return f(func(n int) error {
			_, err := object.Call(th, work, starlark.MakeInt(n))
			return err
		})
	})
	if exit != 0 {
		b.Fatalf("exit code %d", exit)
	}
}

// BenchmarkProcess is a process object, its start and its join.
func BenchmarkProcess(b *testing.B) {
	bench(b, `
from multiprocessing import Process
def f(): pass
def work(n):
    for _ in range(n):
        p = Process(target=f)
        p.start()
        p.join()
`)
}

const benchPool = `
from multiprocessing import Pool
def f(x): return x
p = Pool(2)
`

// BenchmarkPoolApply is a task and its result, one after the other.
func BenchmarkPoolApply(b *testing.B) {
	bench(b, benchPool+"def work(n):\n    for i in range(n): p.apply(f, (i,))\n")
}

// BenchmarkPoolMap is a task of one item among many, BenchmarkPoolMapLists the same with an item that has to be copied.
func BenchmarkPoolMap(b *testing.B) {
	bench(b, benchPool+"def work(n): p.map(f, range(n), 1)\n")
}

func BenchmarkPoolMapLists(b *testing.B) {
	bench(b, benchPool+"def work(n): p.map(f, [[i] for i in range(n)], 1)\n")
}

func BenchmarkPoolImap(b *testing.B) {
	bench(b, benchPool+"def work(n):\n    for _ in p.imap(f, range(n)): pass\n")
}

// BenchmarkManager is a request to a manager's server and its answer.
func BenchmarkManager(b *testing.B) {
	bench(b, `
from multiprocessing import Manager
m = Manager()
d = m.dict()
def work(n):
    for i in range(n): d[0] = i
`)
}

// BenchmarkQueue is an item that one process puts and another gets.
func BenchmarkQueue(b *testing.B) {
	bench(b, benchQueue+"        q.put(i)\n")
}

// BenchmarkQueueDicts is that of a list of dicts, which are copied.
func BenchmarkQueueDicts(b *testing.B) {
	bench(b, benchQueue+`        q.put([{"id": i, "name": "item", "tags": ["a", "b"], "price": 1.5}] * 3)`+"\n")
}

const benchQueue = `
from multiprocessing import Process, Queue
def work(n):
    q = Queue()
    p = Process(target=produce, args=(q, n))
    p.start()
    for _ in range(n):
        q.get()
    p.join()
def produce(q, n):
    for i in range(n):
`

// BenchmarkLock is a with statement on a lock that is free.
func BenchmarkLock(b *testing.B) {
	bench(b, "from multiprocessing import Lock\ndef work(n):\n    lock = Lock()\n    for _ in range(n):\n        with lock: pass\n")
}

// BenchmarkValue is an increment of a shared value under its lock.
func BenchmarkValue(b *testing.B) {
	bench(b, `
from multiprocessing import Value
def work(n):
    v = Value("i", 0)
    for _ in range(n):
        with v.get_lock():
            v.value += 1
`)
}
