package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mpstar/mpstar/tests/oracle"
)

// scripts returns our example and conformance scripts that end in ext.
func scripts(t *testing.T, ext ...string) []string {
	t.Helper()
	var list []string
	for _, dir := range []string{"../scripts", "conformance"} {
		for _, e := range ext {
			found, err := filepath.Glob(filepath.Join(filepath.FromSlash(dir), "*"+e))
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, found...)
		}
	}
	if len(list) == 0 {
		t.Fatal("no scripts")
	}
	return list
}

// compareGolden checks what a script printed against its golden file.
func compareGolden(t *testing.T, script string, r *oracle.Result, by string) {
	t.Helper()
	if d := goldenDiff(t, script, r, nil); d != "" {
		t.Errorf("-golden +%s:\n%s", by, d)
	}
}

// goldenDiff says how a result differs from the golden file, "" if it does not. change, if it is not nil, says what the file's standard output would be for this run.
func goldenDiff(t *testing.T, script string, r *oracle.Result, change func(stdout string) string) string {
	t.Helper()
	anyOrder, err := oracle.Says(script, oracle.AnyOrder)
	if err != nil {
		t.Fatal(err)
	}
	want, err := oracle.ReadGolden(oracle.GoldenFile(".", script))
	if err != nil {
		t.Fatalf("%v\nrun: go run ./tests/record", err)
	}
	if change != nil {
		want.Stdout = change(want.Stdout)
	}
	return cmp.Diff(want, r.Golden(script, anyOrder))
}

// TestGolden runs every script under mpstar and compares what it prints with what
// was recorded from CPython.
func TestGolden(t *testing.T) {
	for _, script := range scripts(t, ".py", ".star") {
		t.Run(filepath.Base(script), func(t *testing.T) {
			t.Parallel()
			if posix, err := oracle.Says(script, oracle.POSIX); err != nil {
				t.Fatal(err)
			} else if posix && runtime.GOOS == "windows" {
				t.Skip("written for POSIX systems")
			}
			r, err := oracle.Command(mpstar, script)
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, script, r, "mpstar")
		})
	}
}

// TestGoldenEmbedded does it with a program that embeds the library.
func TestGoldenEmbedded(t *testing.T) {
	app := filepath.Join(t.TempDir(), "embedded.exe")
	args := []string{"build", "-o", app}
	if raceEnabled {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, "./embedded")...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, script := range scripts(t, ".py", ".star") {
		t.Run(filepath.Base(script), func(t *testing.T) {
			t.Parallel()
			if posix, err := oracle.Says(script, oracle.POSIX); err != nil {
				t.Fatal(err)
			} else if posix && runtime.GOOS == "windows" {
				t.Skip("written for POSIX systems")
			}
			r, err := oracle.Command(app, script)
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, script, r, "embedded")
		})
	}
}

// pythonTries is how often CPython may run a script: its pools and semaphores lose races of their own on a loaded machine, or hang.
const pythonTries = 5

// pythonTimeout bounds the time of a try, the first of which is number 0.
func pythonTimeout(try int) time.Duration { return time.Duration(1+try) * time.Minute }

// TestGoldenIsCPython checks that the golden files hold what CPython prints.
func TestGoldenIsCPython(t *testing.T) {
	python, ok := oracle.Python()
	if !ok {
		t.Skip("no python3 of version 3.11")
	}
	var alone sync.Mutex // those that are run once more take turns
	for _, script := range scripts(t, ".py") {
		t.Run(filepath.Base(script), func(t *testing.T) {
			t.Parallel()
			var diff string
			for try := range pythonTries {
				if try == 1 {
					alone.Lock()
					defer alone.Unlock()
				}
				r, err := oracle.Limits{Timeout: pythonTimeout(try)}.Run(python, script)
				if err != nil {
					diff = err.Error()
					continue
				}
				if diff = goldenDiff(t, script, r, nil); diff == "" {
					return
				}
			}
			t.Errorf("-golden +CPython:\n%s", diff)
		})
	}
}

// TestGoldenFiles checks that each golden file has its script.
func TestGoldenFiles(t *testing.T) {
	have := make(map[string]bool)
	for _, script := range scripts(t, ".py", ".star") {
		have[oracle.GoldenFile(".", script)] = true
	}
	files, err := filepath.Glob(filepath.Join("golden", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !have[f] {
			t.Errorf("%s: no such script", f)
		}
	}
	for f := range have {
		if _, err := os.Stat(f); err != nil {
			t.Errorf("%v: run: go run ./tests/record", err)
		}
	}
}
