package tests

import (
	"flag"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mpstar/mpstar/tests/oracle"
)

var (
	repeat     = flag.Int("repeat", 1, "how often TestSeedsRepeatedly runs each tutorial")
	repeatFor  = flag.Duration("repeat-for", 10*time.Minute, "wall time after which TestSeedsRepeatedly starts no more runs")
	repeatWide = flag.Int("repeat-wide", 2, "how many tutorials TestSeedsRepeatedly runs at once; those that sleep count little, so it can be far more than there are processors")
	repeatLoad = flag.Int("repeat-load", 1, "how many busy loops run beside TestSeedsRepeatedly")
)

// TestSeedsRepeatedly runs the tutorials over and over, several at once and beside a
// busy loop: none may hang, fail, or print other lines than in its first run.
//
//	go test ./tests -run TestSeedsRepeatedly -repeat 200 -repeat-wide 40 -timeout 15m
func TestSeedsRepeatedly(t *testing.T) {
	if *repeat == 1 && testing.Short() {
		t.Skip("short")
	}
	files, _ := filepath.Glob(filepath.Join(seedDir, "*.py"))
	if len(files) == 0 {
		t.Skip("the tutorials are not here")
	}
	var stop atomic.Bool
	defer stop.Store(true)
	for range *repeatLoad {
		go func() {
			for !stop.Load() {
			}
		}()
	}
	deadline := time.Now().Add(*repeatFor)
	var mu sync.Mutex
	first := make(map[string]string)
	var runs, failures atomic.Int64
	jobs := make(chan string)
	var wg sync.WaitGroup
	for range *repeatWide {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for file := range jobs {
				runs.Add(1)
				r, err := oracle.Command(mpstar, file)
				if err != nil {
					failures.Add(1)
					t.Errorf("%s: %v", filepath.Base(file), err)
					continue
				}
				now := strings.Join(stable(lines(r)), "\n") + "\n" + lastLine(r.Stderr)
				mu.Lock()
				was, ok := first[file]
				if !ok {
					first[file] = now
				}
				mu.Unlock()
				if ok && was != now || strings.Contains(r.Stderr, "internal error") {
					failures.Add(1)
					t.Errorf("%s, exit code %d, printed\n%s\nand before\n%s\n%s", filepath.Base(file), r.Exit, now, was, r.Stderr)
				}
			}
		}()
	}
	rounds := 0
all:
	for ; rounds < *repeat; rounds++ {
		for _, file := range files {
			if time.Now().After(deadline) {
				break all
			}
			jobs <- file
		}
	}
	close(jobs)
	wg.Wait()
	t.Logf("%d tutorials, %d whole rounds of %d, %d runs, %d failures", len(files), rounds, *repeat, runs.Load(), failures.Load())
}

// stable drops what depends on time in a run under load: how often a daemon prints its
// line before it is ended, and how wide a process id is.
func stable(lines []string) []string {
	var out []string
	for _, l := range lines {
		l = strings.ReplaceAll(l, " ", "")
		if len(out) == 0 || out[len(out)-1] != l {
			out = append(out, l)
		}
	}
	return out
}
