package builtin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/system"
	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// runScript runs a Python script in an interpreter of its own and returns what it
// prints, with the last line of a traceback.
func runScript(t *testing.T, name, src string) string {
	t.Helper()
	var out bytes.Buffer
	dir := t.TempDir()
	rt := interp.New(interp.Config{Stdout: &out, Stderr: &out, System: system.Host(), Dir: dir})
	code, err := rt.Compile(name, name, []byte(src), syntax.Python, lower.Options{ModuleName: "__main__"})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	rt.Run(context.Background(), func(in *interp.Interp, t *starlark.Thread) error {
		return in.RunMain(t, code, name)
	})
	return out.String()
}

const scriptOracle = `
import contextlib, io, json, os, sys, tempfile, traceback
res = {}
for name, src in json.load(sys.stdin).items():
    out = io.StringIO()
    with tempfile.TemporaryDirectory() as d, contextlib.redirect_stdout(out):
        os.chdir(d)
        try:
            exec(compile(src, name, 'exec'), {'__name__': '__main__'})
        except BaseException as e:
            print('Traceback\n' + traceback.format_exception_only(e)[-1], end='')
        os.chdir('/')
    res[name] = out.getvalue()
print(json.dumps(res))
`

var (
	address   = regexp.MustCompile(`0x[0-9a-f]+`)
	traceback = regexp.MustCompile(`(?s)Traceback.*\n(\S[^\n]*\n)$`)
)

// TestScripts runs the scripts of scriptTable here and in CPython 3.11.
func TestScripts(t *testing.T) {
	path, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3 to compare with")
	}
	in, _ := json.Marshal(scriptTable)
	cmd := exec.Command(path, "-W", "ignore", "-c", scriptOracle)
	cmd.Stdin = bytes.NewReader(in)
	outp, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	var want map[string]string
	if err := json.Unmarshal(outp, &want); err != nil {
		t.Fatal(err)
	}
	for name, src := range scriptTable {
		t.Run(name, func(t *testing.T) {
			clean := func(s string) []string {
				s = traceback.ReplaceAllString(s, "Traceback\n$1")
				return strings.Split(address.ReplaceAllString(s, "0x"), "\n")
			}
			got, want := clean(runScript(t, name, src)), clean(want[name])
			for i := 0; i < max(len(got), len(want)); i++ {
				var g, w string
				if i < len(got) {
					g = got[i]
				}
				if i < len(want) {
					w = want[i]
				}
				if g != w {
					t.Errorf("line %d:\n got %s\nwant %s", i+1, g, w)
					break
				}
			}
		})
	}
}
