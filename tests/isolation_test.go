package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mpstar/mpstar/tests/oracle"
)

// TestIsolation runs the scripts of testdata/isolation, which change everything that
// can be changed on both sides of a fork, a queue, a pipe and a pool, and compares
// what they print with what CPython printed. In messages.want one thing is other than
// in CPython, whose queues pickle in the background: what changes after put() does
// not show in what was put.
func TestIsolation(t *testing.T) {
	files, err := filepath.Glob("testdata/isolation/*.py")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".py"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(strings.TrimSuffix(file, ".py") + ".want")
			if err != nil {
				t.Fatal(err)
			}
			got, err := oracle.Command(mpstar, file)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.Stdout, "\n")); d != "" || got.Exit != 0 {
				t.Errorf("exit code %d, standard output (-want +got):\n%s\n%s", got.Exit, d, got.Stderr)
			}
		})
	}
}
