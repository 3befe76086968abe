package tests

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/tests/oracle"
)

var update = flag.Bool("update", false, "write the generated tables of docs/")

// memberDifferences are the names of dir(type) that CPython has and mpstar has not,
// and why. A key that begins with a dot is of any type.
var memberDifferences = map[string]string{
	".__getnewargs__":     "made by pickle itself",
	"bytes.__bytes__":     "bytes() knows bytes",
	"bytearray.__alloc__": "says how CPython allocates",
	"float.__getformat__": "says how CPython represents floats",
	"range.__bool__":      "the truth of a range is its length's",
}

const (
	membersBegin = "<!-- members: written by go test ./tests -run TestMembers -update -->\n"
	membersEnd   = "<!-- end of members -->\n"
)

// TestMembers holds the builtins and the members of the built-in types against
// CPython's: each is there or in memberDifferences, calls of each have the same
// outcome, and docs/compatibility.md lists them.
func TestMembers(t *testing.T) {
	python, ok := oracle.Python()
	if !ok {
		t.Skip("no python3 of version 3.11")
	}
	script := filepath.Join("testdata", "members.py")
	lines := func(command string, args ...string) []string {
		r, err := oracle.Command(append([]string{command, script}, args...)...)
		if err != nil {
			t.Fatal(err)
		}
		if r.Exit != 0 {
			t.Fatalf("%s: exit code %d\n%s", command, r.Exit, r.Stderr)
		}
		return strings.Split(strings.TrimSpace(r.Stdout), "\n")
	}
	want, got := lines(python), lines(mpstar)
	have := make(map[string]bool)
	for _, l := range got {
		have[l] = true
	}
	calls := make(map[string]int)
	for _, l := range want {
		name, _, _ := strings.Cut(l, "|")
		calls[name]++
		if strings.HasSuffix(l, "no call in the table") {
			t.Errorf("%s: %s has no call of it", script, name)
		} else if !have[l] {
			t.Errorf("CPython: %s\nmpstar:  %s", l, sameCall(got, l))
		}
	}
	names := lines(python, "names")
	there := make(map[string]bool)
	for _, n := range lines(mpstar, "names") {
		there[n] = true
	}
	used := make(map[string]bool)
	table := make(map[string][]string) // by type
	var order []string
	for _, n := range names {
		owner, name, _ := strings.Cut(n, ".")
		if order == nil || order[len(order)-1] != owner {
			order = append(order, owner)
		}
		key := n
		why, differs := memberDifferences[key]
		if !differs {
			key = "." + name
			why, differs = memberDifferences[key]
		}
		switch {
		case there[n] && differs && key == n:
			t.Errorf("%s is there now: take it out of memberDifferences", n)
		case !there[n] && !differs:
			t.Errorf("%s is absent", n)
		case !there[n]:
			used[key] = true
			table[owner] = append(table[owner], "`"+name+"` (absent: "+why+")")
		default:
			table[owner] = append(table[owner], "`"+name+"`")
		}
	}
	for key := range memberDifferences {
		if !used[key] {
			t.Errorf("memberDifferences: CPython has no %s, or it is there", key)
		}
	}
	var page strings.Builder
	page.WriteString(membersBegin)
	for _, owner := range order {
		page.WriteString("* " + owner + ": " + strings.Join(table[owner], " ") + "\n")
	}
	page.WriteString(membersEnd)
	checkGenerated(t, "../docs/compatibility.md", membersBegin, membersEnd, page.String())
}

// sameCall returns the line of the call that want is a line of.
func sameCall(lines []string, want string) string {
	call := want[:strings.LastIndex(want, "|")+1]
	for _, l := range lines {
		if strings.HasPrefix(l, call) {
			return l
		}
	}
	return "absent"
}

// checkGenerated compares the part of a page between two marks with text, or with
// -update writes it.
func checkGenerated(t *testing.T, page, begin, end, text string) {
	t.Helper()
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no part between %q and %q", page, begin, end)
	}
	now := before + text + after
	if now == string(data) {
		return
	}
	if !*update {
		t.Errorf("%s is stale: go test ./tests -run %s -update", page, t.Name())
		return
	}
	if err := os.WriteFile(page, []byte(now), 0o644); err != nil {
		t.Fatal(err)
	}
}
