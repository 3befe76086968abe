package lower_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden compares the lowered text of testdata/golden/*.py and *.star with the file of the
// same name and ending .lowered.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/golden/*.*")
	n := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".lowered") {
			continue
		}
		n++
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dialect := syntax.Python
			if strings.HasSuffix(file, ".star") {
				dialect = syntax.Starlark
			}
			code := lowerSource(t, file, string(src), dialect, lower.Options{})
			got := lower.Dump(code)
			if strings.Contains(file, "replica") {
				if got, err = lower.DumpReplica(code); err != nil {
					t.Fatal(err)
				}
			}
			golden := file + ".lowered"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
	if n == 0 {
		t.Fatal("no golden files")
	}
}
