package runtime_test

import (
	"context"
	"errors"
	"io"
	"os"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

const (
	// cancelBound is how long a script may go on after its context has ended.
	cancelBound = 10 * time.Millisecond
	// cancelTries is how often each script is cancelled in a round, at another moment each time; twice it must end within the bound.
	// An operation of 100 ms that asks nothing passes one round in 35.
	cancelTries = 3
	// cancelRounds is how many rounds a script gets on a machine that has other things to do.
	cancelRounds = 8
	// cancelHang is when a script will never end.
	cancelHang = time.Minute
	// oneOperation marks what ends when an operation under way does, and operationBound is how long that may compute.
	oneOperation   = "(one operation)"
	operationBound = 3 * time.Second
)

// cancelScripts reads testdata/cancel.txt.
func cancelScripts(t *testing.T) (list []hostileScript) {
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
		src := setup + "\nbegin()\nwhile True:\n    " + strings.ReplaceAll(strings.TrimRight(again, "\n"), "\n", "\n    ") + "\n"
		list = append(list, hostileScript{strings.TrimSuffix(head, " --"), "", src})
	}
	return list
}

// TestCancel cancels scripts in the middle of all kinds of things and measures how long they go on.
func TestCancel(t *testing.T) {
	scripts := cancelScripts(t)
	if len(scripts) < 100 {
		t.Fatalf("only %d scripts", len(scripts))
	}
	for _, s := range scripts {
		t.Run(s.name, func(t *testing.T) {
			if testing.Short() || raceEnabled || strings.HasSuffix(s.name, oneOperation) {
				if took := cancelOnce(t, s, 10*time.Millisecond); took > operationBound && !raceEnabled {
					t.Errorf("went on for %v", took)
				}
				return
			}
			for round := 1; ; round++ {
				var took []time.Duration
				good := 0
				for try := range cancelTries {
					d := cancelOnce(t, s, time.Duration(3+17*try)*time.Millisecond)
					if t.Failed() {
						return
					}
					if took = append(took, d); d <= cancelBound {
						good++
					}
					if good == 2 {
						return
					}
				}
				if round == cancelRounds {
					t.Errorf("went on for %v", took)
					return
				}
			}
		})
	}
}

// cancelOnce runs a script, cancels it some time after it has begun what it does, and returns how long it went on: on a machine that does
// other things too no longer than this program has computed.
func cancelOnce(t *testing.T, s hostileScript, after time.Duration) time.Duration {
	begun := make(chan struct{})
	r, w := io.Pipe()
	defer w.Close()
	rt := runtime.New(runtime.Config{Modules: modules.All(), Stdin: r, Stdout: io.Discard, Limits: runtime.Limits{HeapBytes: 4 << 30},
		Globals: map[string]any{"begin": func() { close(begun) }}})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	p := compile(t, s.src)
	done := make(chan error, 1)
	go func() { done <- rt.Run(ctx, p) }()
	select {
	case <-begun:
	case err := <-done:
		t.Errorf("ended: %v", err)
		return 0
	}
	timer := time.NewTimer(after)
	select {
	case <-timer.C:
	case err := <-done:
		t.Errorf("ended: %v", err)
		return 0
	}
	computed, began := processTime(), time.Now()
	cancel()
	var err error
	select {
	case err = <-done:
	case <-time.After(cancelHang):
		buf := make([]byte, 1<<20)
		t.Fatalf("does not end\n%s", buf[:min(8000, goruntime.Stack(buf, true))])
	}
	took := time.Since(began)
	if cpu := processTime() - computed; cpu > 0 {
		took = min(took, cpu)
	}
	var cancelled *runtime.CancelError
	if !errors.As(err, &cancelled) {
		t.Errorf("%v", err)
	}
	return took
}
