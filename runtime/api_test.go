package runtime_test

import (
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"
)

var updateAPI = flag.Bool("update-api", false, "rewrite testdata/api.txt")

// TestAPI compares the exported API with the one that is recorded, so that no change of it goes unnoticed:
// go test ./runtime -run TestAPI -update-api records a new one.
func TestAPI(t *testing.T) {
	var all strings.Builder
	for _, pkg := range []string{"runtime", "modules", "modules/multiprocessing", "internal/interp.LimitError", "internal/interp.PanicError",
		"internal/interp.Def", "internal/govalue.Func",
		"internal/govalue.Exception", "internal/govalue.Frame", "internal/govalue.Object", "internal/govalue.Error", "internal/system.Clock", "internal/system.Timer"} {
		path, name, _ := strings.Cut(pkg, ".")
		args := []string{"doc", "-all", "github.com/mpstar/mpstar/" + path}
		if name != "" {
			args[1] = "-u=false"
			args = append(args, name)
		}
		out, err := exec.Command("go", args...).Output()
		if err != nil {
			t.Skipf("go doc: %v", err)
		}
		all.WriteString("== " + pkg + "\n")
		for _, line := range strings.Split(strings.ReplaceAll(string(out), "\r\n", "\n"), "\n") {
			// Declarations, without their comments.
			code, _, _ := strings.Cut(line, "//")
			trimmed := strings.TrimSpace(code)
			if declaration(line) && trimmed != "" {
				all.WriteString(strings.TrimRight(code, " \t") + "\n")
			}
		}
	}
	const golden = "testdata/api.txt"
	if *updateAPI {
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := all.String(); got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("the exported API has changed; see the difference with: go test ./runtime -run TestAPI -update-api && git diff runtime/testdata/api.txt\n%s", firstDifference(got, string(want)))
	}
}

// declaration reports whether a line of go doc's output is Go, not prose: that is indented by four spaces.
func declaration(line string) bool {
	for _, word := range []string{"func ", "type ", "var ", "const ", "\t", "}", ")"} {
		if strings.HasPrefix(line, word) {
			return true
		}
	}
	return false
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "got:  " + g[i]
		}
	}
	return "lines are missing"
}
