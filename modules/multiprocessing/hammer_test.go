package multiprocessing_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/modules"
)

// runWhile runs a script and calls disturb every so often until the script ends by
// itself. It returns what the script printed.
func runWhile(t *testing.T, script string, every time.Duration, disturb func(rt *interp.Runtime)) string {
	t.Helper()
	var out, errs bytes.Buffer
	rt := interp.New(interp.Config{Modules: modules.All(), Stdout: &out, Stderr: &errs, Pid: 1000, ParentPid: 1, Dir: "/"})
	code, err := rt.Compile("hammer.py", "hammer.py", []byte(script), syntax.Python, lower.Options{ModuleName: "__main__"})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan int, 1)
	go func() {
		done <- rt.Run(context.Background(), func(in *interp.Interp, th *starlark.Thread) error {
			return in.RunMain(th, code, "hammer.py")
		})
	}()
	deadline := time.After(scriptTimeout)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case exit := <-done:
			if exit != 0 {
				t.Errorf("exit code %d\n%s", exit, errs.String())
			}
			return out.String()
		case <-deadline:
			rt.Kill()
			<-done
			t.Fatalf("the script hangs; so far: %s\n%s", out.String(), errs.String())
		case <-tick.C:
			disturb(rt)
		}
	}
}

// killOne ends one process other than the root, if there is any whose name has the
// prefix.
func killOne(prefix string) func(rt *interp.Runtime) {
	return func(rt *interp.Runtime) {
		var victims []*interp.Process
		for _, p := range rt.Processes() {
			if p.Parent() != nil && strings.HasPrefix(p.Name(), prefix) {
				victims = append(victims, p)
			}
		}
		if len(victims) == 0 {
			return
		}
		p := victims[rand.IntN(len(victims))]
		if rand.IntN(2) == 0 {
			p.Kill()
		} else {
			p.Terminate()
		}
	}
}

// TestHammerPool kills workers at random moments. Every task must come out as its
// result or as WorkerDied, and the pool must go on.
func TestHammerPool(t *testing.T) {
	out := runWhile(t, `
import time
from multiprocessing import Pool
from multiprocessing.pool import WorkerDied

def f(x):
    return [x, str(x)]

def g(x):
    n = 0
    for i in range(200):
        n += i
    return x

wrong = 0
died = 0
end = time.time() + 2
p = Pool(3)
while time.time() < end or not died:
    results = [p.apply_async(f, (i,)) for i in range(50)]
    for i, r in enumerate(results):
        try:
            if r.get() != [i, str(i)]:
                wrong += 1
        except WorkerDied:
            died += 1
    try:
        if p.map(g, range(100), 7) != list(range(100)):
            wrong += 1
    except WorkerDied:
        died += 1
    seen = 0
    it = p.imap_unordered(g, range(100))
    while True:
        try:
            next(it)
            seen += 1
        except WorkerDied:
            seen += 1
            died += 1
        except StopIteration:
            break
    if seen != 100:
        wrong += 1
p.close()
p.join()
print(wrong, died > 0)
`, 3*time.Millisecond, killOne("ForkPoolWorker"))
	if out != "0 True\n" {
		t.Errorf("printed %q", out)
	}
}

// TestHammerQueue kills processes that put into and get from a queue, and ones that
// hold a lock. What the others see stays whole, and the lock never stays taken.
func TestHammerQueue(t *testing.T) {
	out := runWhile(t, `
import time
from multiprocessing import *
from queue import Empty

def produce(q, lock, v):
    i = 0
    while True:
        q.put(('item', i, [i]))
        with lock:
            v.value += 1
        i += 1

def consume(q, lock, v):
    while True:
        kind, i, l = q.get()
        with lock:
            v.value -= 1

q, lock, v = Queue(10), Lock(), Value('i', 0)
end = time.time() + 2
ps = []
starts = 0
wrong = 0
while time.time() < end or starts < 20:
    ps = [p for p in ps if p.is_alive()]
    while len(ps) < 6:
        p = Process(target=[produce, consume][starts % 2], args=(q, lock, v), daemon=True)
        p.start()
        ps.append(p)
        starts += 1
    try:
        item = q.get(timeout=0.01)
    except Empty:
        item = None  # every producer may have been killed meanwhile
    if item is not None and (item[0] != 'item' or item[2] != [item[1]]):
        wrong += 1
    if not lock.acquire(timeout=100):
        wrong += 1
        break
    lock.release()
    with v.get_lock():
        v.value = 0
for p in ps:
    p.kill()
for p in ps:
    p.join()
while not q.empty():
    item = q.get(timeout=100)
    if item[2] != [item[1]]:
        wrong += 1
print(wrong, starts > 6, lock.acquire(timeout=100), active_children())
`, 2*time.Millisecond, killOne("Process"))
	if out != "0 True True []\n" {
		t.Errorf("printed %q", out)
	}
}

// TestHammerManager kills clients of a manager while they use it.
func TestHammerManager(t *testing.T) {
	out := runWhile(t, `
import time
from multiprocessing import *

def use(d, l, n):
    while True:
        with l:
            d[n] = d.get(n, 0) + 1

m = Manager()
d, l = m.dict(), m.Lock()
end = time.time() + 2
ps = []
n = 0
while time.time() < end or n < 20:
    ps = [p for p in ps if p.is_alive()]
    while len(ps) < 4:
        p = Process(target=use, args=(d, l, n % 4))
        p.start()
        ps.append(p)
        n += 1
    with l:
        d['main'] = d.get('main', 0) + 1
for p in ps:
    p.kill()
    p.join()
print(l.acquire(timeout=100), d['main'] > 0, n > 4)
`, 3*time.Millisecond, killOne("Process"))
	if out != "True True True\n" {
		t.Errorf("printed %q", out)
	}
}

// TestNothingLeft checks that a script that leaves everything open leaves no
// goroutine behind.
func TestNothingLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	out := runWhile(t, `
import time
from multiprocessing import *
from multiprocessing.pool import ThreadPool

def sleep(x):
    time.sleep(60)

def family():
    Process(target=sleep, args=(1,), daemon=True).start()
    sleep(1)

p = Pool(2)
r = p.map_async(sleep, range(10))
m = Manager()
d = m.dict()
t = ThreadPool(2)
q = Queue()
q.put(1)
a, b = Pipe()
Process(target=family, daemon=True).start()
Process(target=sleep, args=(1,), daemon=True).start()
print('end')
`, time.Hour, nil)
	if out != "end\n" {
		t.Errorf("printed %q", out)
	}
	deadline := time.Now().Add(time.Minute)
	for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines more than before:\n%s", n-before, buf[:runtime.Stack(buf, true)])
	}
}
