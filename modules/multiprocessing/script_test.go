package multiprocessing_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mpstar/mpstar/internal/cli"
	cpython "github.com/mpstar/mpstar/tests/oracle"
)

var update = flag.Bool("update", false, "record what python3 prints as the expected output")

// scriptTimeout is how long a script may take before it counts as hung.
const scriptTimeout = 4 * time.Minute

var address = regexp.MustCompile(`0x[0-9a-f]{6,}`)

// mask hides what differs from run to run.
func mask(s string) string { return address.ReplaceAllString(s, "0xADDR") }

// runScript runs a script under mpstar and returns its standard output, its
// standard error and its exit code.
func runScript(t *testing.T, file string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	done := make(chan int, 1)
	go func() { done <- cli.Main([]string{"mpstar", file}, strings.NewReader(""), &out, &errs) }()
	select {
	case code = <-done:
	case <-time.After(scriptTimeout):
		t.Fatalf("%s is still running after %v", file, scriptTimeout)
	}
	return out.String(), errs.String(), code
}

// TestOwn runs testdata/own/*.py, which show what CPython does not do: there it
// waits for ever, or refuses. Their golden output is written by hand.
func TestOwn(t *testing.T) {
	files, err := filepath.Glob("testdata/own/*.py")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".py"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(strings.TrimSuffix(file, ".py") + ".golden")
			if err != nil {
				t.Fatal(err)
			}
			out, errs, code := runScript(t, file)
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(mask(out), "\n")); diff != "" || code != 0 {
				t.Errorf("exit code %d; expected (-) and printed (+) differ:\n%s\nstandard error:\n%s", code, diff, errs)
			}
		})
	}
}

// TestScripts runs testdata/*.py and compares what they print with what CPython
// 3.11 printed (testdata/*.golden). Where python3 is that version, it runs too: with
// -update its output is recorded.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.py")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	python := python311()
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".py"), func(t *testing.T) {
			t.Parallel()
			golden := strings.TrimSuffix(file, ".py") + ".golden"
			if python != "" && *update {
				text, err := runPython(t, python, file)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if python != "" && !*update && !testing.Short() {
				var text string
				for range pythonTries {
					if text, err = runPython(t, python, file); err == nil && text == string(want) {
						break
					}
				}
				if err != nil || text != string(want) {
					t.Errorf("%s is not what python3 prints; run with -update and look at the change: %v\n%s", golden, err,
						cmp.Diff(strings.Split(string(want), "\n"), strings.Split(text, "\n")))
				}
			}
			out, errs, code := runScript(t, file)
			if code != 0 {
				t.Errorf("exit code %d", code)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(mask(out), "\n")); diff != "" {
				t.Errorf("CPython (-) and mpstar (+) differ:\n%s\nstandard error:\n%s", diff, errs)
			}
		})
	}
}

// pythonTries is how often CPython may run a script: it loses races of its own on a loaded machine, or hangs.
const pythonTries = 5

// runPython returns what a script prints under CPython.
func runPython(t *testing.T, python, file string) (string, error) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, python, file)
	cmd.WaitDelay = 10 * time.Second // it may leave children that keep the pipe
	out, err := cmd.Output()
	return mask(string(out)), err
}

// python311 returns the command of a CPython 3.11, or "".
func python311() string {
	path, err := cpython.LookPath()
	if err != nil {
		return ""
	}
	out, err := exec.Command(path, "-c", "import sys; print(sys.version_info[:2], sys.platform)").Output()
	if err != nil || !strings.HasPrefix(string(out), "(3, 11) linux") {
		return ""
	}
	return path
}
