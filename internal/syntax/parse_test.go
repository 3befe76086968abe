package syntax

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// stdlib is the directory of Python's standard library.
func stdlib(t testing.TB) string {
	t.Helper()
	path, err := cpython.LookPath()
	if err != nil {
		t.Skip(err)
	}
	out, err := exec.Command(path, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))").Output()
	if err != nil {
		t.Skip("no python3")
	}
	return strings.TrimSpace(string(out))
}

// corpus returns Python files to parse: every nth of the standard library.
func corpus(t testing.TB, nth int) []string {
	t.Helper()
	lib := stdlib(t)
	var files []string
	for _, pattern := range []string{"*.py", "multiprocessing/*.py", "asyncio/*.py", "test/*.py", "concurrent/futures/*.py", "unittest/*.py"} {
		l, _ := filepath.Glob(filepath.Join(lib, pattern))
		files = append(files, l...)
	}
	var some []string
	for i := 0; i < len(files); i += nth {
		some = append(some, files[i])
	}
	return some
}

func sameTree(t *testing.T, o *oracle, name, src string) {
	t.Helper()
	v := o.ask(t, "dump", src)
	f, err := Parse(name, []byte(src), Python)
	if !v.OK {
		if err == nil {
			t.Errorf("%s: parsed; CPython says %s: %s (line %d)", name, v.Kind, v.Msg, v.Line)
		}
		return
	}
	if err != nil {
		if !strings.Contains(err.Error(), `\N{...} escapes are not supported`) {
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	if got := dump(f.Body); got != v.Dump {
		i := 0
		for i < len(got) && i < len(v.Dump) && got[i] == v.Dump[i] {
			i++
		}
		from := max(0, i-60)
		t.Errorf("%s: trees differ:\n got ...%s\nwant ...%s", name, got[from:min(len(got), i+80)], v.Dump[from:min(len(v.Dump), i+80)])
	}
}

func TestTreeStdlib(t *testing.T) {
	nth := 9
	if testing.Short() {
		nth = 40
	}
	o := newOracle(t)
	for _, name := range corpus(t, nth) {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sameTree(t, o, name, strings.ToValidUTF8(string(src), "?"))
	}
}
