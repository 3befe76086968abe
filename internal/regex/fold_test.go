package regex

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// foldScript prints, for each character that others differ from in case only, all of
// them, as module re sees it.
const foldScript = `
import _sre
from re import _casefix
classes = {}
for c in range(0x110000):
    classes.setdefault(_sre.unicode_tolower(c), set()).add(c)
for c in range(0x110000):
    lo = _sre.unicode_tolower(c)
    same = set(classes[lo])
    for o in _casefix._EXTRA_CASES.get(lo, ()):
        same |= classes[o]
    if len(same) > 1:
        print(c, *sorted(same))
`

func TestFolds(t *testing.T) {
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3 to compare with")
	}
	out, err := exec.Command(python, "-c", foldScript).Output()
	if err != nil {
		t.Skip("python3 has no such tables:", err)
	}
	want := make(map[rune]string)
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		var c rune
		fmt.Sscan(line, &c)
		_, rest, _ := strings.Cut(line, " ")
		want[c] = rest
	}
	bad := 0
	for c := rune(0); c < 0x110000; c++ {
		got := ""
		if f := slices.Clone(folds(c, false)); len(f) > 1 {
			slices.Sort(f)
			got = strings.Trim(fmt.Sprint(f), "[]")
		}
		if got != want[c] && bad < 40 {
			bad++
			t.Errorf("folds(%#x) = %s, want %s", c, got, want[c])
		}
	}
}
