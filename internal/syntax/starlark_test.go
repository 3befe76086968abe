package syntax

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	starlark "go.starlark.net/syntax"
)

// starlarkChunks returns the files that go.starlark.net is tested with, cut at
// their "---" lines. Each chunk keeps its lines.
func starlarkChunks(t testing.TB) map[string]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "go.starlark.net").Output()
	if err != nil {
		t.Skip("no source of go.starlark.net: ", err)
	}
	chunks := make(map[string]string)
	for _, dir := range []string{"syntax/testdata", "starlark/testdata", "resolve/testdata"} {
		files, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), dir, "*.star"))
		for _, name := range files {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			line := 1
			for _, chunk := range strings.Split(string(src), "\n---") {
				chunks[fmt.Sprintf("%s:%d", filepath.Base(name), line)] = chunk
				line += strings.Count(chunk, "\n") + 1
			}
		}
	}
	return chunks
}

// What go.starlark.net's parser accepts must parse here, unless its resolver is
// going to refuse it.
func TestStarlark(t *testing.T) {
	// Texts that only the resolver of go.starlark.net refuses, and what we say.
	later := []string{
		"positional argument follows keyword argument",
		"arguments cannot follow var-keyword argument",
		"iterable argument unpacking follows keyword argument unpacking",
		"* argument may appear only once", "named arguments must follow bare *",
		"non-default argument follows default argument",
		"' outside function", "' outside loop", "not properly in loop",
		"duplicate argument", "keyword argument repeated", "cannot assign to", "illegal expression for augmented",
	}
	accepted := 0
	for name, src := range starlarkChunks(t) {
		if _, err := starlark.Parse(name, src, 0); err != nil {
			Parse(name, []byte(src), Starlark) // whatever it says
			continue
		}
		accepted++
		_, err := Parse(name, []byte(src), Starlark)
		if err == nil {
			continue
		}
		ok := false
		for _, m := range later {
			ok = ok || strings.Contains(err.Error(), m)
		}
		if !ok {
			t.Errorf("%v", err)
		}
	}
	if accepted < 100 {
		t.Errorf("only %d sources tried", accepted)
	}
}

func TestLoad(t *testing.T) {
	f, err := Parse("x.star", []byte("load('m.star', 'a', c='b',)\nload(\"n\", \"x\"); y = 1\n"), Starlark)
	if err != nil {
		t.Fatal(err)
	}
	l := f.Body[0].(*Load)
	got := l.Module.Value
	for i := range l.From {
		got += " " + l.From[i].Name + ">" + l.To[i].Name
	}
	if got != "m.star a>a b>c" {
		t.Errorf("load reads %s", got)
	}
	for _, test := range []struct{ src, want string }{
		{`load("m")`, "load statement must import at least 1 symbol"},
		{`load(m, "x")`, "first operand of load statement must be a string literal"},
		{`load("m", x)`, `load operand must be "name" or localname="name"`},
		{`load("m", x=y)`, `original name of loaded symbol must be quoted: x="originalname"`},
	} {
		_, err := Parse("x.star", []byte(test.src), Starlark)
		if err == nil || !strings.HasSuffix(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.src, err, test.want)
		}
	}
	if _, err := Parse("x.py", []byte("load(m)\nload = 1\nload('m', 'x')\n"), Python); err != nil {
		t.Errorf("in Python load is a name: %v", err)
	}
}

// The literals in which the dialects differ.
func TestDialectLiterals(t *testing.T) {
	for _, test := range []struct {
		src  string
		d    Dialect
		want string // or "" for an error
	}{
		{`b"é"`, Starlark, "é"},
		{`b"é"`, Python, ""},
		{`b"\u00e9"`, Starlark, "é"},
		{`b"\u00e9"`, Python, `\u00e9`},
		{`b"\xff\377"`, Starlark, "\xff\xff"},
		{`rb"\n"`, Starlark, `\n`},
		{`b"""a
b"""`, Starlark, "a\nb"},
	} {
		x, _, err := ParseExpr("x", []byte(test.src), test.d)
		if err != nil {
			if test.want != "" {
				t.Errorf("%s: %v", test.src, err)
			}
			continue
		}
		if got := x.(*Bytes).Value; got != test.want {
			t.Errorf("%s in dialect %d is %q, want %q", test.src, test.d, got, test.want)
		}
	}
}
