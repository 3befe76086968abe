package multiprocessing_test

import (
	"bytes"
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
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

var (
	kills     = flag.Int("kills", 480, "how many processes TestHammerKills kills in all")
	killsSeed = flag.Uint64("kills.seed", 0, "the seed of TestHammerKills; 0: a new one")
)

// TestHammerKills runs testdata/kills/*.py and kills their processes at random moments: while
// they hold locks, sit in queues, pipes, conditions and barriers, do tasks of pools and
// executors. The script starts others in their place, keeps account of what it sent and got back,
// and prints what does not add up. What must hold:
//
//   - an item is in a queue or pipe, or was returned to a get, once: a process that was killed takes at most
//     the one it has just got with it, and what a killed producer had put arrives without a gap;
//   - a lock or semaphore that a killed process held can be taken;
//   - who waits and can be woken is woken;
//   - a task of a pool or executor has its result or an error.
//
// A script goes on until its process named Stop is gone. Processes named Keep and managers are left alone.
func TestHammerKills(t *testing.T) {
	files, err := filepath.Glob("testdata/kills/*.py")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	seed := *killsSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-kills=%d -kills.seed=%d", *kills, seed)
	for i, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".py"), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			hammerKills(t, filepath.Base(file), script, (*kills+len(files)-1)/len(files), rand.New(rand.NewPCG(seed, uint64(i))))
		})
	}
}

// hammerKills runs a script until n of its processes were killed, and then until it ends.
func hammerKills(t *testing.T, name string, script []byte, n int, random *rand.Rand) {
	before := runtime.NumGoroutine()
	var out, errs bytes.Buffer
	rt := interp.New(interp.Config{Modules: modules.All(), Stdout: &out, Stderr: &errs, Pid: 1000, ParentPid: 1, Dir: "/"})
	code, err := rt.Compile(name, name, script, syntax.Python, lower.Options{ModuleName: "__main__"})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan int, 1)
	go func() {
		done <- rt.Run(context.Background(), func(in *interp.Interp, th *starlark.Thread) error { return in.RunMain(th, code, name) })
	}()
	hung := time.NewTimer(scriptTimeout)
	defer hung.Stop()
	for killed := 0; killed <= n; {
		select {
		case <-done:
			t.Fatalf("ended after %d kills\n%s%s", killed, out.String(), errs.String())
		case <-hung.C:
			buf := make([]byte, 1<<20)
			buf = buf[:runtime.Stack(buf, true)]
			rt.Kill()
			<-done
			t.Fatalf("nothing to kill after %d kills; so far: %s\n%s\n%s", killed, out.String(), errs.String(), buf)
		case <-time.After(time.Duration(random.IntN(1500)) * time.Microsecond):
		}
		if kill(rt, random, killed == n) {
			killed++
			hung.Reset(scriptTimeout)
		}
	}
	select {
	case exit := <-done:
		if exit != 0 || out.String() != "" || strings.Contains(errs.String(), "internal error") {
			t.Errorf("exit code %d\n%s%s", exit, out.String(), errs.String())
		}
	case <-hung.C:
		buf := make([]byte, 1<<20)
		buf = buf[:runtime.Stack(buf, true)]
		rt.Kill()
		<-done
		t.Fatalf("hangs after the last kill; so far: %s\n%s\n%s", out.String(), errs.String(), buf)
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

// kill ends one process; with stop, the one named Stop. It reports false if there is none.
func kill(rt *interp.Runtime, random *rand.Rand, stop bool) bool {
	var victims []*interp.Process
	for _, p := range rt.Processes() {
		if p.Parent() != nil && !strings.HasPrefix(p.Name(), "Keep") && !strings.HasPrefix(p.Name(), "SyncManager") && (p.Name() == "Stop") == stop {
			victims = append(victims, p)
		}
	}
	if len(victims) == 0 {
		return false
	}
	p := victims[random.IntN(len(victims))]
	if random.IntN(2) == 0 {
		p.Kill()
	} else {
		p.Terminate()
	}
	return true
}
