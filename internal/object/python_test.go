package object_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/modules"
	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// tracebackModule has as much of Python's traceback module as the scripts here use.
func tracebackModule() interp.Def {
	return interp.Def{Name: "traceback", Init: func(in *interp.Interp, m *object.Module) error {
		m.Set("format_exc", object.NewFunc("format_exc", func(t *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			env := object.EnvOf(t)
			return starlark.String(object.FormatException(env, env.Handling(t))), nil
		}))
		return nil
	}}
}

// run runs a script and returns what it prints on both streams.
func run(t testing.TB, name, src string) (stdout, stderr string) {
	var out, errs bytes.Buffer
	defs := modules.All()
	for i, d := range defs {
		if d.Name == "traceback" {
			defs = append(defs[:i:i], defs[i+1:]...)
			break
		}
	}
	rt := interp.New(interp.Config{Modules: append(defs, tracebackModule()), Stdout: &out, Stderr: &errs, Args: []string{name}, Pid: os.Getpid()})
	code, err := rt.Compile(name, name, []byte(src), syntax.Python, lower.Options{ModuleName: "__main__"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	rt.Run(ctx, func(in *interp.Interp, th *starlark.Thread) error { return in.RunMain(th, code, name) })
	if err := ctx.Err(); err != nil {
		t.Errorf("%s did not end: %v", name, err)
	}
	return out.String(), errs.String()
}

// TestPython runs the scripts in testdata and compares what they print with
// what CPython printed, and with what it prints now where it is installed.
func TestPython(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.py")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".py"), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden, err := os.ReadFile(strings.TrimSuffix(file, ".py") + ".out")
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(file)
			stdout, stderr := run(t, name, string(src))
			if diff := cmp.Diff(string(golden), stdout+stderr); diff != "" {
				t.Errorf("prints something else than CPython (-want +got):\n%s", diff)
			}
			if want, ok := python(file, name); ok && want != string(golden) {
				t.Errorf("the recorded output is stale (-recorded +python3):\n%s", cmp.Diff(string(golden), want))
			}
		})
	}
}

// python returns what python3 prints; ok is false if there is no CPython 3.11.
func python(file, name string) (out string, ok bool) {
	path, ok := cpython.Python()
	if !ok {
		return "", false
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(path, file)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Run() // some scripts end with an exception
	abs, _ := filepath.Abs(file)
	return strings.ReplaceAll(strings.ReplaceAll(stdout.String()+stderr.String(), abs, name), file, name), true
}
