package tests

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mpstar/mpstar/tests/oracle"
)

// seedDir holds the tutorials that the project was born from, where they are
// present. They are other people's texts and stay outside the repository.
const seedDir = "../../shared/seeds"

// tries is how often a tutorial is run until both print the same: some end a process at the moment at which it prints, so that how much it prints
// is a matter of luck, under CPython too.
const tries = 5

// TestSeeds runs each tutorial under CPython and under mpstar and compares what
// they print, but for process ids, times, and the order of concurrent lines. With
// -startmethods they run with each start method.
func TestSeeds(t *testing.T) {
	python, ok := oracle.Python()
	if !ok {
		t.Skip("no python3 of version 3.11")
	}
	files, _ := filepath.Glob(filepath.Join(seedDir, "*.py"))
	if len(files) == 0 {
		t.Skip("the tutorials are not here")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".py"), func(t *testing.T) {
			t.Parallel()
			var want *oracle.Result
			methods := []string{"fork"}
			if *everyMethod {
				methods = append(methods, "spawn", "forkserver")
			}
			for _, method := range methods {
				diff := ""
				for try := range tries {
					if try > 0 || want == nil {
						var err error
						if want, err = (oracle.Limits{Timeout: pythonTimeout(try)}).Run(python, file); err != nil {
							diff = "CPython: " + err.Error()
							continue
						}
					}
					if diff = seedDiff(want, runWith(t, method, file)); diff == "" {
						break
					}
				}
				if diff != "" {
					t.Errorf("-CPython +mpstar --start-method=%s:\n%s", method, diff)
				}
			}
		})
	}
}

// seedDiff compares the exit code, the lines of standard output in any order, and the last line of standard error, which names the exception.
func seedDiff(want, got *oracle.Result) string {
	if got.Exit != want.Exit {
		return fmt.Sprintf("exit code %d, want %d\n%s", got.Exit, want.Exit, got.Stderr)
	}
	want, got = oracle.Share(want, got)
	if d := cmp.Diff(lines(want), lines(got)); d != "" {
		return fmt.Sprintf("standard output:\n%s\n%s", d, got.Stderr)
	}
	if w, g := lastLine(want.Stderr), lastLine(got.Stderr); w != g {
		return fmt.Sprintf("standard error ends with %q, want %q", g, w)
	}
	return ""
}

// workers is a set of worker ids and its size: how many workers of a pool get
// something to do is up to the scheduler.
var workers = regexp.MustCompile(`(\{|set\(\[)<pid>(, <pid>)*(\}|\]\)) \d+`)

func lines(r *oracle.Result) []string {
	return oracle.Lines(workers.ReplaceAllString(r.Normalize(r.Stdout), "<workers>"))
}

func lastLine(s string) string {
	s = strings.TrimRight(s, "\n")
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// TestSeedsAsStarlark runs the same tutorials as .star files: they must run, with
// Starlark's quotes and type names.
func TestSeedsAsStarlark(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(seedDir, "*.py"))
	if len(files) == 0 {
		t.Skip("the tutorials are not here")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".py"), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			star := filepath.Join(t.TempDir(), strings.TrimSuffix(filepath.Base(file), ".py")+".star")
			if err := os.WriteFile(star, src, 0o600); err != nil {
				t.Fatal(err)
			}
			for try := range tries {
				python, err := oracle.Command(mpstar, file)
				if err != nil {
					t.Fatal(err)
				}
				got, err := oracle.Command(mpstar, star)
				if err != nil {
					t.Fatal(err)
				}
				python, got = oracle.Share(python, got)
				d := cmp.Diff(starlarkLines(lines(python)), starlarkLines(lines(got)))
				if got.Exit == python.Exit && d == "" {
					break
				}
				if try == tries-1 {
					t.Errorf("exit code %d, want %d; standard output (-.py +.star):\n%s\n%s", got.Exit, python.Exit, d, got.Stderr)
				}
			}
		})
	}
}

// starlarkLines gives both dialects' lines the same quotes and type names.
func starlarkLines(lines []string) []string {
	r := strings.NewReplacer(`"`, `'`, "<class 'int'>", "int", "<class 'ValueError'>", "ValueError")
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = r.Replace(l)
	}
	return out
}
