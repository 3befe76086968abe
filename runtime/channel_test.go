package runtime_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"github.com/mpstar/mpstar/runtime"
)

func ExampleConfig_globals() {
	jobs, results := make(chan int, 3), make(chan string, 3)
	for i := range 3 {
		jobs <- i
	}
	close(jobs)
	p, _ := runtime.Compile("work.py", []byte(`
from multiprocessing import Process

def work():
    while True:
        try:
            n = jobs.get()
        except EOFError:
            return
        results.put(f"job {n} is done")

p = Process(target=work)
p.start()
p.join()
`))
	rt := runtime.New(runtime.Config{Modules: modules.All(), Stderr: os.Stderr, Globals: map[string]any{
		"jobs":    multiprocessing.FromChannel(jobs),
		"results": multiprocessing.ToChannel(results),
	}})
	fmt.Println(rt.Run(context.Background(), p))
	for range 3 {
		fmt.Println(<-results)
	}
	// Output:
	// <nil>
	// job 0 is done
	// job 1 is done
	// job 2 is done
}

func TestChannels(t *testing.T) {
	in, out := make(chan int), make(chan string, 1)
	s := load(t, runtime.Config{Modules: modules.All(), Globals: map[string]any{
		"a": multiprocessing.FromChannel(in), "b": multiprocessing.ToChannel(out),
		"c": multiprocessing.Channels(in, out), "new_counter": func() *counter { return new(counter) },
	}}, `
import queue
from multiprocessing import Pipe
from multiprocessing.managers import BaseManager
def timeouts():
    got = []
    for f in (lambda: a.get(timeout=0.001), a.get_nowait, lambda: b.put("y", block=False)):
        try: f()
        except (queue.Empty, queue.Full) as e: got.append(type(e).__name__)
    return got
def wrong():
    try: b.put(1)
    except TypeError as e: return str(e)
def fill(): b.put("x")
class M(BaseManager): pass
M.register("Counter", new_counter)
def managed():
    with M() as m:
        c = m.Counter()
        c.add(2)
        return c.add(3)
`)
	for _, c := range []struct{ fn, want string }{
		{"fill", "<nil>"}, {"timeouts", "[Empty Empty Full]"}, {"wrong", "put() argument 1: must be str, not int"}, {"managed", "5"},
	} {
		v, err := s.Call(context.Background(), c.fn)
		if got := fmt.Sprint(v); got != c.want || err != nil {
			t.Errorf("%s: %s, %v; want %s", c.fn, got, err, c.want)
		}
	}
}
