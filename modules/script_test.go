package modules_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/cli"
	cpython "github.com/mpstar/mpstar/tests/oracle"
)

const (
	timeout = 2 * time.Minute // bounds one script under CPython
	tries   = 3               // how often CPython runs a script: on a loaded machine it may lose a race of its own
)

// addresses differ from run to run.
var addresses = regexp.MustCompile(`0x[0-9a-f]+`)

// TestScripts runs the scripts of testdata here and under CPython: both must print the
// same. A first line "# TZ=..." sets the time zone.
func TestScripts(t *testing.T) {
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3 to compare with")
	}
	scripts, err := filepath.Glob("testdata/*.py")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, script := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(script), ".py"), func(t *testing.T) {
			src, err := os.ReadFile(script)
			if err != nil {
				t.Fatal(err)
			}
			zone := "UTC"
			if first, _, _ := strings.Cut(string(src), "\n"); strings.HasPrefix(first, "# TZ=") {
				zone = strings.TrimPrefix(first, "# TZ=")
			}
			t.Setenv("TZ", zone)
			t.Setenv("PYTHONIOENCODING", "utf-8")
			const input = "line1\nline2\r\nmore text\nlast é"

			var out bytes.Buffer
			code := cli.Main([]string{"mpstar", script}, strings.NewReader(input), &out, &out)
			if code != 0 {
				t.Errorf("exit code %d", code)
			}
			var want []byte
			for range tries {
				ctx, cancel := context.WithTimeout(context.Background(), timeout)
				cmd := exec.CommandContext(ctx, python, "-u", "-W", "ignore", script) // else what it prints comes behind its errors
				cmd.Stdin = strings.NewReader(input)
				want, err = cmd.CombinedOutput()
				cancel()
				if err == nil && masked(string(want)) == masked(out.String()) {
					return
				}
			}
			if err != nil {
				t.Fatalf("python3: %v\n%s", err, want)
			}
			compare(t, out.String(), string(want))
		})
	}
}

func masked(s string) string { return addresses.ReplaceAllString(s, "0x") }

// compare reports the first lines that differ.
func compare(t *testing.T, got, want string) {
	t.Helper()
	g := strings.Split(masked(got), "\n")
	w := strings.Split(masked(want), "\n")
	shown := 0
	for i := 0; i < max(len(g), len(w)) && shown < 10; i++ {
		a, b := "<nothing>", "<nothing>"
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			shown++
			t.Errorf("line %d\ngot  %s\nwant %s", i+1, a, b)
		}
	}
}
