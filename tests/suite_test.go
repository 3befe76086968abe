package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/tests/oracle"
)

// listMethods prints the test methods of CPython's test of multiprocessing, if it
// is installed.
const listMethods = `
import ast, importlib.util
spec = importlib.util.find_spec("test._test_multiprocessing")
if spec is not None:
    for c in ast.parse(open(spec.origin, encoding="utf-8").read()).body:
        if isinstance(c, ast.ClassDef):
            for f in c.body:
                if isinstance(f, ast.FunctionDef) and f.name.startswith("test"):
                    print(c.name + "." + f.name)
`

// suiteVersion is the version of CPython whose test methods docs/multiprocessing-tests.md lists.
const suiteVersion = "3.11.7"

// suiteStates are the states of docs/multiprocessing-tests.md, and whether such a
// row must name a test.
var suiteStates = map[string]bool{"same": true, "differs": true, "absent": true, "does not apply": false, "not checked": false}

// TestSuiteTable checks docs/multiprocessing-tests.md: each row has a state, what it
// names exists, and the rows are the test methods that CPython 3.11 has.
func TestSuiteTable(t *testing.T) {
	page, err := os.ReadFile("../docs/multiprocessing-tests.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string]bool)
	counts := make(map[string]int)
	for i, line := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") || strings.HasPrefix(line, "| method") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), " | ")
		if len(cells) != 3 {
			t.Errorf("line %d has %d cells, want 3: %s", i+1, len(cells), line)
			continue
		}
		method, state := strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1])
		if rows[method] {
			t.Errorf("line %d: %s is there twice", i+1, method)
		}
		rows[method] = true
		word, reason, _ := strings.Cut(state, ":")
		tested, ok := suiteStates[word]
		counts[word]++
		switch {
		case !ok:
			t.Errorf("line %d: state %q", i+1, word)
		case (word != "same" && word != "not checked") != (strings.TrimSpace(reason) != ""):
			t.Errorf("line %d: a row of state %q says why it is not \"same\"", i+1, word)
		}
		links := link.FindAllStringSubmatch(cells[2], -1)
		if tested && len(links) == 0 {
			t.Errorf("line %d names no test: %s", i+1, line)
		}
		for _, l := range links {
			checkTestLink(t, i+1, l[1], filepath.Join("..", "docs", filepath.FromSlash(l[2])))
		}
	}
	t.Log(counts)

	python, ok := oracle.Python()
	if !ok {
		return
	}
	if v, err := exec.Command(python, "-c", "import platform; print(platform.python_version())").Output(); err != nil {
		t.Fatal(err)
	} else if v := strings.TrimSpace(string(v)); v != suiteVersion {
		t.Skipf("CPython is %s, whose tests may be others than those of %s", v, suiteVersion)
	}
	out, err := exec.Command(python, "-c", listMethods).Output()
	if err != nil {
		t.Fatal(err)
	}
	methods := strings.Fields(string(out))
	if len(methods) == 0 {
		t.Skip("CPython is installed without its tests")
	}
	for _, m := range methods {
		if !rows[m] {
			t.Errorf("no row for %s", m)
		}
		delete(rows, m)
	}
	for m := range rows {
		t.Errorf("CPython has no test %s", m)
	}
}

// checkTestLink checks that a test that a page names exists: a function of a script or of
// a Go test, or a row of a Go table.
func checkTestLink(t *testing.T, line int, name, file string) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("line %d: %v", line, err)
		return
	}
	pattern := `(?m)^\s*def ` + regexp.QuoteMeta(name) + `\(`
	switch filepath.Ext(file) {
	case ".go":
		pattern = `(?m)^func ` + regexp.QuoteMeta(name) + `\(|^\t\t\{"` + regexp.QuoteMeta(name) + `", `
	case ".py":
		if name == filepath.Base(file) {
			return
		}
	default:
		t.Errorf("line %d: %s is no test", line, file)
		return
	}
	if !regexp.MustCompile(pattern).Match(src) {
		t.Errorf("line %d: %s has no test %s", line, file, name)
	}
}
