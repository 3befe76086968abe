package runtime_test

import (
	"context"
	"errors"
	"io"
	"os"
	goruntime "runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

const (
	// cancelBound is how long a script may go on after its context has ended. BenchmarkCancel measures it; on a machine that has other
	// things to do it can't be told apart from a pause of the machine, so the test fails only what goes far beyond it, time after time.
	cancelBound = 10 * time.Millisecond
	// cancelTries is how often a script is cancelled, each time at another moment, before it is judged. Two ends in time suffice.
	cancelTries = 9
	// cancelUnits is what a script may compute after its context has ended in most of the tries, in workUnits, some 80 ms of an idle
	// machine. An operation that takes 400 ms and asks nothing goes on for 200 of them in most tries. What goes through much new memory
	// takes up to four times as long where several programs share a processor, and a unit does not.
	cancelUnits = 80
	// cancelHang is when a script will never end.
	cancelHang = 5 * time.Minute
)

// cancelScripts reads testdata/cancel.txt.
func cancelScripts(t testing.TB) (list []hostileScript) {
	data, err := os.ReadFile("testdata/cancel.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n-- ")[1:] {
		head, body, _ := strings.Cut(part, "\n")
		setup, again, ok := strings.Cut("\n"+body, "\n...\n")
		if !ok {
			t.Fatalf("%s: no ...", head)
		}
		head = strings.TrimSuffix(head, " --")
		begin := "begin()"
		if dialectOf(head) == ".star" { // names are resolved before anything runs
			begin = "import host\nhost.begin()"
		}
		src := setup + "\n" + begin + "\nwhile True:\n    " + strings.ReplaceAll(strings.TrimRight(again, "\n"), "\n", "\n    ") + "\n"
		list = append(list, hostileScript{head, "", src})
	}
	return list
}

// TestCancel cancels scripts in the middle of all kinds of things, and fails those that go on as if nothing had happened.
func TestCancel(t *testing.T) {
	scripts := cancelScripts(t)
	if len(scripts) < 100 {
		t.Fatalf("only %d scripts", len(scripts))
	}
	for i, s := range scripts {
		if testing.Short() && raceEnabled && i%16 != 0 {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			if testing.Short() || raceEnabled {
				cancelOnce(t, s, 10*time.Millisecond, nil)
				return
			}
			if took, ok := stopsInTime(t, s, nil); !ok {
				t.Errorf("went on for %v", took)
			}
		})
	}
}

// TestCancelNeedsLooks is the test of TestCancel: it finds a Go function that computes for a second and asks nothing.
func TestCancelNeedsLooks(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("measures time")
	}
	busy := func() {
		for range 1000 {
			workUnit()
		}
	}
	s := hostileScript{src: "begin()\nwhile True: busy()\n"}
	if took, ok := stopsInTime(t, s, busy); ok {
		t.Errorf("not found: %v", took)
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkCancel measures how long after their contexts have ended scripts return, and how long until nothing of them is left: the median, and the
// longest of all tries. Run it on a machine
// that does nothing else, with -benchtime=20x or more.
func BenchmarkCancel(b *testing.B) {
	for _, s := range cancelScripts(b) {
		b.Run(s.name, func(b *testing.B) {
			var returned, gone []time.Duration
			for i := range b.N {
				r, g := cancelOnce(b, s, time.Duration(3+17*(i%20))*time.Millisecond, nil)
				returned, gone = append(returned, r), append(gone, g)
			}
			b.ReportMetric(0, "ns/op")
			report(b, "", returned)
			report(b, "gone-", gone)
		})
	}
}

func report(b *testing.B, prefix string, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(milliseconds(took[len(took)/2]), prefix+"median-ms")
	b.ReportMetric(milliseconds(took[len(took)-1]), prefix+"longest-ms")
}

// BenchmarkCancelGo is what BenchmarkCancel is to be compared with: goroutines that run no script and look at their context every few microseconds. What
// makes them late is Go's scheduler, which lets its collector have a processor for 10 ms at a time where there are few, and the system.
func BenchmarkCancelGo(b *testing.B) {
	list := make([]any, 1e6)
	for i := range list {
		list[i] = new(int)
	}
	for _, kind := range []struct {
		name string
		body func(ctx context.Context)
	}{
		{"loop", func(ctx context.Context) {}},
		{"list copied", func(ctx context.Context) {
			to := make([]any, len(list))
			for at := 0; at < len(list) && ctx.Err() == nil; at += 1000 {
				copy(to[at:at+1000], list[at:])
			}
		}},
		{"text filled", func(ctx context.Context) {
			to := make([]byte, 20e6)
			for at := 0; at < len(to) && ctx.Err() == nil; at += 1e5 {
				copy(to[at:], "text")
			}
		}},
		{"small things", func(ctx context.Context) {
			var all []any
			for len(all) < 1e6 && ctx.Err() == nil {
				all = append(all, new([4]int))
			}
		}},
	} {
		b.Run(kind.name, func(b *testing.B) {
			var returned []time.Duration
			for i := range b.N {
				ctx, cancel := context.WithCancel(context.Background())
				done := make(chan struct{})
				go func() {
					for ctx.Err() == nil {
						kind.body(ctx)
					}
					close(done)
				}()
				time.Sleep(time.Duration(3+17*(i%20)) * time.Millisecond)
				since := stopwatch()
				cancel()
				<-done
				returned = append(returned, since())
			}
			b.ReportMetric(0, "ns/op")
			report(b, "", returned)
		})
	}
}

// stopsInTime cancels a script several times, and reports whether it ends as it should: twice within the bound, or within cancelUnits in
// most tries. How long a unit takes is measured after each try, so that a slow machine or one with other things to do is no fault of the script's.
func stopsInTime(t testing.TB, s hostileScript, busy func()) (took []time.Duration, ok bool) {
	good, bearable := 0, 0
	for try := range cancelTries {
		_, d := cancelOnce(t, s, time.Duration(3+17*try)*time.Millisecond, busy)
		if t.Failed() {
			return nil, true
		}
		took = append(took, d)
		if d <= cancelBound {
			if good++; good == 2 {
				return took, true
			}
			bearable++
		} else if d <= cancelUnits*max(timeWorkUnit(), cancelBound/10) {
			bearable++
		}
	}
	return took, bearable > cancelTries/2
}

// workUnit computes for about a millisecond, in caches and in memory.
func workUnit() {
	m := make(map[int][]byte)
	for i := range 6000 {
		m[i*7919%10007] = make([]byte, 24)
	}
	goruntime.KeepAlive(m)
}

// timeWorkUnit measures a workUnit as cancelOnce measures a script.
func timeWorkUnit() time.Duration {
	const n = 5
	since := stopwatch()
	for range n {
		workUnit()
	}
	return since() / n
}

// stopwatch measures the time that passes or, on a machine that does other things too, what this program computes meanwhile.
func stopwatch() (since func() time.Duration) {
	computed, began := processTime(), time.Now()
	return func() time.Duration {
		took := time.Since(began)
		if cpu := processTime() - computed; cpu > 0 {
			took = min(took, cpu)
		}
		return took
	}
}

// cancelOnce runs a script, which may call busy, cancels it some time after it has begun what it does, and returns how long it took to
// return, and until nothing was left of it.
func cancelOnce(t testing.TB, s hostileScript, after time.Duration, busy func()) (returned, gone time.Duration) {
	begun := make(chan struct{})
	r, w := io.Pipe()
	defer w.Close()
	globals := map[string]any{"begin": func() { close(begun) }}
	if busy != nil {
		globals["busy"] = busy
	}
	host, err := runtime.NewModule("host", "", globals)
	if err != nil {
		t.Fatal(err)
	}
	rt := runtime.New(runtime.Config{Modules: append(modules.All(), host), Stdin: r, Stdout: io.Discard, Limits: runtime.Limits{HeapBytes: 4 << 30},
		Globals: globals, FS: runtime.HostFS(), Dir: t.TempDir()})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	p := compileAs(t, "test"+dialectOf(s.name), s.src)
	done := make(chan error, 1)
	go func() { done <- rt.Run(ctx, p) }()
	select {
	case <-begun:
	case err := <-done:
		t.Errorf("ended: %v", err)
		return 0, 0
	}
	timer := time.NewTimer(after)
	select {
	case <-timer.C:
	case err := <-done:
		t.Errorf("ended: %v", err)
		return 0, 0
	}
	since := stopwatch()
	cancel()
	select {
	case err = <-done:
	case <-time.After(cancelHang):
		buf := make([]byte, 1<<20)
		t.Fatalf("does not end\n%s", buf[:min(8000, goruntime.Stack(buf, true))])
	}
	returned = since()
	rt.Close()
	gone = since()
	var cancelled *runtime.CancelError
	if !errors.As(err, &cancelled) {
		t.Errorf("%v", err)
	}
	return returned, gone
}
