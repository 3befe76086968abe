package lower_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	cpython "github.com/mpstar/mpstar/tests/oracle"
)

func lowerSource(t testing.TB, name, src string, d syntax.Dialect, opts lower.Options) *lower.Code {
	t.Helper()
	f, err := syntax.Parse(name, []byte(src), d)
	if err != nil {
		t.Fatal(err)
	}
	if opts.IsPredeclared == nil {
		opts.IsPredeclared = newWorld().pre.Has
	}
	code, err := lower.File(f, opts)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// TestAgainstPython runs testdata/run/*.py over the reference intrinsics and under python3, once
// with static and once with dynamic names.
func TestAgainstPython(t *testing.T) {
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3")
	}
	files, _ := filepath.Glob("testdata/run/*.py")
	if len(files) == 0 {
		t.Fatal("no scripts")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := exec.Command(python, file).CombinedOutput()
			if err != nil {
				t.Fatalf("python3: %v\n%s", err, want)
			}
			for _, dynamic := range []bool{false, true} {
				code := lowerSource(t, file, string(src), syntax.Python, lower.Options{Dynamic: dynamic})
				w := newWorld()
				_, err = code.Program().Init(&starlark.Thread{}, w.pre)
				if err != nil {
					t.Errorf("dynamic=%v: %v\n%s", dynamic, err, lower.Dump(code))
				}
				if got := w.out.String(); got != strings.ReplaceAll(string(want), "\r\n", "\n") {
					t.Errorf("dynamic=%v: got\n%s\nwant\n%s\nlowered:\n%s", dynamic, got, want, lower.Dump(code))
				}
				if _, err := code.Replica(); err != nil {
					t.Errorf("replica: %v", err)
				}
				var buf bytes.Buffer
				if err := code.Program().Write(&buf); err != nil {
					t.Errorf("write: %v", err)
				}
			}
		})
	}
}
