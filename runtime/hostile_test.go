package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	goruntime "runtime"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// hostileLimits are what the hostile scripts run under.
var hostileLimits = runtime.Limits{
	Steps: 100_000_000, Time: 300 * time.Millisecond, Processes: 40, Threads: 200, QueueBytes: 4 << 20,
	OutputBytes: 1 << 20, ValueBytes: 64 << 20, HeapBytes: 128 << 20,
}

const (
	// overrunUnits is what a script may compute after its time has ended, in workUnits: some 10 s of an idle machine.
	overrunUnits = 10_000
	// patience is the time for scripts that are to end for another reason, however slow the machine is.
	patience = 5 * time.Minute
)

// dialectOf returns the end of the name of a file for a script whose name tells its dialect.
func dialectOf(name string) string {
	if strings.HasPrefix(name, "starlark ") {
		return ".star"
	}
	return ".py"
}

// kindOfEnd says how a run ended: "ok", "script", "exit", "cancelled", or the limit.
func kindOfEnd(err error) string {
	var script *runtime.ScriptError
	var exit *runtime.ExitError
	var limit *runtime.LimitError
	var cancelled *runtime.CancelError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &limit):
		return limit.Limit
	case errors.As(err, &cancelled):
		return "cancelled"
	case errors.As(err, &exit):
		return "exit"
	case errors.As(err, &script):
		return "script"
	}
	return fmt.Sprintf("%T", err)
}

type hostileScript struct{ name, want, src string }

func hostileScripts(t testing.TB) []hostileScript {
	data, err := os.ReadFile("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []hostileScript
	for _, part := range strings.Split("\n"+string(data), "\n-- ")[1:] {
		head, src, _ := strings.Cut(part, "\n")
		name, want, ok := strings.Cut(strings.TrimSuffix(head, " --"), ": ")
		if !ok {
			t.Fatalf("bad heading %q", head)
		}
		list = append(list, hostileScript{name, want, src + "\n"})
	}
	return list
}

// TestHostile runs scripts that mean harm, all in one Runtime: each ends in time with an error of a known type, and leaves nothing
// behind in the host.
func TestHostile(t *testing.T) {
	run := func(rt *runtime.Runtime, s hostileScript) (string, error, time.Duration) {
		p, err := runtime.Compile("hostile"+dialectOf(s.name), []byte(s.src))
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		since := stopwatch()
		err = rt.Run(context.Background(), p)
		return kindOfEnd(err), err, since()
	}
	rt := runtime.New(runtime.Config{Modules: modules.All(), Limits: hostileLimits})
	patient := hostileLimits
	patient.Time = patience
	slow := runtime.New(runtime.Config{Modules: modules.All(), Limits: patient})
	run(rt, hostileScript{"warm up", "", "import multiprocessing, threading, re, json, pickle\nmultiprocessing.Pool(1).map(int, [1])\n"})
	warmGoroutines(mostGoroutines)
	scripts := hostileScripts(t)
	if len(scripts) < 100 {
		t.Fatalf("only %d scripts", len(scripts))
	}
	before := stateOf()
	for i, s := range scripts {
		if testing.Short() && raceEnabled && i%24 != 0 {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			on, most := slow, patience
			switch s.want {
			case "any", "limit", "Time", "Steps":
				on, most = rt, hostileLimits.Time
			}
			got, err, took := run(on, s)
			ok := got == s.want
			switch s.want {
			case "any":
				ok = got != "cancelled" && !strings.HasPrefix(got, "*")
			case "Time", "Steps": // whichever comes first
				ok = got == "Time" || got == "Steps"
			case "limit":
				var limit *runtime.LimitError
				ok = errors.As(err, &limit)
			}
			if !ok {
				t.Errorf("%s: %s, want %s: %v", s.name, got, s.want, err)
			}
			if took > most+overrunUnits*time.Millisecond && took > most+overrunUnits*timeWorkUnit() {
				t.Errorf("took %v", took)
			} else if took > hostileLimits.Time+500*time.Millisecond {
				t.Logf("%s took %v: %s", s.name, took, got)
			}
		})
	}
	rt.Close()
	slow.Close()
	before.compare(t, heapSlack)
	if testing.Short() || t.Failed() {
		return
	}

	// What the first pass has left is what caches keep: a second one, of every third script, adds nothing to it.
	limits := hostileLimits
	limits.Time = 100 * time.Millisecond
	rt = runtime.New(runtime.Config{Modules: modules.All(), Limits: limits})
	before = stateOf()
	for i := 0; i < len(scripts); i += 3 {
		run(rt, scripts[i])
	}
	rt.Close()
	before.compare(t, heapSlack/8)
}

// mostGoroutines is more than any of the scripts has at once: that of the generators gets 30,000 before its memory ends.
const mostGoroutines = 60_000

// warmGoroutines makes n goroutines. Go keeps for ever some 450 bytes for each of as many as there have ever been at once, so
// that it depends on how fast a script makes them before its limit how much of the heap is theirs.
func warmGoroutines(n int) {
	stop := make(chan struct{})
	var all sync.WaitGroup
	for range n {
		all.Go(func() { <-stop })
	}
	close(stop)
	all.Wait()
}

// A hostState is what a run must leave as it was.
type hostState struct {
	goroutines, files int
	heap              uint64
}

// heapSlack is what caches of the process may keep: tables of names, what Go keeps of goroutines that wait.
const heapSlack = 4 << 20

func stateOf() hostState {
	goruntime.GC()
	goruntime.GC()
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return hostState{goruntime.NumGoroutine(), openFiles(), m.HeapAlloc}
}

// openFiles counts the process's descriptors, where the system shows them.
func openFiles() int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(entries)
}

// compare waits until the host is as it was, but for slack bytes of the heap, and says what is left if it does not get there.
func (before hostState) compare(t testing.TB, slack uint64) {
	t.Helper()
	var after hostState
	for range 2000 { // at most a minute or two
		after = stateOf()
		if after.goroutines <= before.goroutines && after.files <= before.files && after.heap < before.heap+slack {
			t.Logf("%d KB of heap; %d before", after.heap>>10, before.heap>>10)
			return
		}
		time.Sleep(20 * time.Millisecond) // what has ended is not gone at once
	}
	t.Errorf("%d goroutines, %d files, %d bytes; before %d, %d, %d", after.goroutines, after.files, after.heap,
		before.goroutines, before.files, before.heap)
	buf := make([]byte, 1<<20)
	t.Logf("%s", buf[:min(8000, goruntime.Stack(buf, true))])
	t.Logf("the heap's sampled objects, by who made them:\n%s", heapByMaker(12))
}

// heapByMaker lists the functions whose objects take most of the heap, as the memory profile knows it.
func heapByMaker(n int) string {
	records := make([]goruntime.MemProfileRecord, 100_000)
	found, ok := goruntime.MemProfile(records, false)
	if !ok {
		return "too many"
	}
	sort.Slice(records[:found], func(i, j int) bool { return records[i].InUseBytes() > records[j].InUseBytes() })
	var b strings.Builder
	for _, r := range records[:min(n, found)] {
		fmt.Fprintf(&b, "%d bytes:", r.InUseBytes())
		frames := goruntime.CallersFrames(r.Stack())
		for range 8 {
			f, more := frames.Next()
			fmt.Fprintf(&b, " %s", f.Function[strings.LastIndex(f.Function, "/")+1:])
			if !more {
				break
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
