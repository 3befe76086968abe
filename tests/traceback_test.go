package tests

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mpstar/mpstar/tests/oracle"
)

var record = flag.Bool("record-tracebacks", false, "record testdata/traceback/want.txt from CPython")

// Where mpstar shows something else than CPython, why, and what: the text of CPython
// and what stands in its place.
var tracebackDifferences = []struct{ snippet, reason, python, ours string }{
	{"binop", "of an expression over several lines CPython underlines the first line without its operator", "         ^^^\n", "         ~~^\n"},
	{"bool", "CPython's jump on a truth value has no columns of its own", "    if A():\n", "    if A():\n       ^^^\n"},
	{"len", "CPython's jump on a truth value has no columns of its own", "    if A():\n", "    if A():\n       ^^^\n"},
	{"recerr", "the limit counts other frames", "", "*"},
}

// library are the frames of CPython's own library, which mpstar does not have, with
// the source line and the carets below.
var library = regexp.MustCompile(`(?m)^  File "[^"]*/lib/python3[^"]*", line \d+, in \S+\n(    .*\n){0,2}`)

// repeated is how often a line of a traceback came again.
var repeated = regexp.MustCompile(`repeated \d+ more times`)

// TestTracebacks compares the standard error of snippets that end with an exception
// with CPython's, to the column.
func TestTracebacks(t *testing.T) {
	text, err := os.ReadFile("testdata/traceback/snippets.txt")
	if err != nil {
		t.Fatal(err)
	}
	snippets := sections(string(text))
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name+".py") }
	for _, s := range snippets {
		if err := os.WriteFile(path(s.name), []byte(s.text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if *record {
		recordTracebacks(t, snippets, path)
	}
	text, err = os.ReadFile("testdata/traceback/want.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for _, s := range sections(string(text)) {
		want[s.name] = s.text
	}
	for _, s := range snippets {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			got, err := oracle.Command(mpstar, path(s.name))
			if err != nil {
				t.Fatal(err)
			}
			w, g := want[s.name], strings.ReplaceAll(got.Stderr, path(s.name), s.name+".py")
			for _, d := range tracebackDifferences {
				switch {
				case d.snippet != s.name:
				case d.ours == "-":
					w = ""
				case d.ours == "*":
					w, g = repeated.ReplaceAllString(w, "repeated"), repeated.ReplaceAllString(g, "repeated")
				case !strings.Contains(w, d.python):
					t.Errorf("CPython's text has no %q: the difference is out of date", d.python)
				default:
					w = strings.Replace(w, d.python, d.ours, 1)
				}
			}
			if d := cmp.Diff(strings.Split(w, "\n"), strings.Split(g, "\n")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

type section struct{ name, text string }

// sections splits a text at lines like "-- name --".
func sections(text string) []section {
	var list []section
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "-- "); ok {
			if name, ok = strings.CutSuffix(name, " --\n"); ok {
				list = append(list, section{name: name})
				continue
			}
		}
		if len(list) > 0 {
			list[len(list)-1].text += line
		}
	}
	return list
}

func recordTracebacks(t *testing.T, snippets []section, path func(string) string) {
	python, ok := oracle.Python()
	if !ok {
		t.Fatal("no python3 of version 3.11")
	}
	var b strings.Builder
	for _, s := range snippets {
		r, err := oracle.Command(python, path(s.name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(library.ReplaceAllString(r.Stderr, ""), path(s.name), s.name+".py")
		b.WriteString("-- " + s.name + " --\n" + text)
	}
	if err := os.WriteFile("testdata/traceback/want.txt", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
