package syntax

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// No text may exhaust the stack or take more than linear time: each of these is
// parsed or refused, fast.
func TestHostile(t *testing.T) {
	const n = 100_000
	rep := strings.Repeat
	indents := func(n int, head string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(rep(" ", i) + head + "\n")
		}
		b.WriteString(rep(" ", n) + "pass\n")
		return b.String()
	}
	for _, test := range []struct{ name, src, want string }{
		{"parentheses", rep("(", n), "too many nested parentheses"},
		{"parentheses closed", rep("(", n) + rep(")", n), "too many nested parentheses"},
		{"brackets", rep("[", 200) + rep("]", 200), ""},
		{"brackets, unclosed", rep("[", 200), "'[' was never closed"},
		{"subscripts", rep("a[", 200) + "a" + rep("]", 200), ""},
		{"subscripts, wrong", rep("a[", 199) + "$" + rep("]", 199), "invalid syntax"},
		{"calls, wrong", rep("f(", 199) + "$" + rep(")", 199), "invalid syntax"},
		{"calls with keywords, wrong", rep("f(x=", 199) + "$" + rep(")", 199), "invalid syntax"},
		{"calls with stars, wrong", rep("f(*", 199) + "$" + rep(")", 199), "invalid syntax"},
		{"dicts, wrong", rep("{1:", 199) + "$" + rep("}", 199), "invalid syntax"},
		{"sets, wrong", rep("{", 199) + "$" + rep("}", 199), "invalid syntax"},
		{"groups, wrong", rep("(a, ", 199) + "$" + rep(")", 199), "invalid syntax"},
		{"groups with names, wrong", rep("(a := ", 199) + "$" + rep(")", 199), "invalid syntax"},
		{"comprehensions, wrong", rep("[a for a in ", 199) + "$" + rep("]", 199), "invalid syntax"},
		{"indentation", indents(99, "if x:"), ""},
		{"too much indentation", indents(101, "if x:"), "too many levels of indentation"},
		{"minus", rep("-", n) + "1", "too many nested expressions"},
		{"not", rep("not ", n) + "1", "too many nested expressions"},
		{"lambda", rep("lambda: ", n) + "1", "too many nested expressions"},
		{"lambda with defaults", rep("lambda x=", n) + "1", ""}, // refused, one way or another
		{"power", rep("1**", n) + "1", "too many nested expressions"},
		{"conditional", rep("a if b else ", n) + "1", "too many nested expressions"},
		{"sum", rep("a+", n) + "a", "too many nested expressions"},
		{"sum of 5000", rep("a+", 4999) + "a", ""},
		{"concatenation, wrong", rep("'a'+", 4999) + "$", "invalid syntax"},
		{"nested sums", rep("("+rep("a+", 4000), 150) + "a" + rep(")", 150), ""},
		{"sums of sums", rep("(", 150) + "a" + rep(rep("+a", 4000)+")", 150), "too many nested expressions"},
		{"attributes", "a" + rep(".a", n), "too many nested expressions"},
		{"calls", "a" + rep("()", n), "too many nested expressions"},
		{"method calls", "a" + rep(".f()", 2500), ""},
		{"subscript chain", "a" + rep("[0]", n), "too many nested expressions"},
		{"and", rep("a and ", n) + "a", ""},
		{"comparison", rep("a < ", n) + "a", "too many nested expressions"},
		{"tuple", rep("a, ", n), ""},
		{"targets", rep("a = ", n) + "1", ""},
		{"targets, wrong", rep("a = ", n), "invalid syntax"},
		{"elif", "if a: pass\n" + rep("elif a: pass\n", 4900), ""},
		{"too many elif", "if a: pass\n" + rep("elif a: pass\n", n), "too many nested expressions"},
		{"for clauses", "[a " + rep("for a in b ", 4900) + "]", ""},
		{"too many for clauses", "[a " + rep("for a in b ", n) + "]", "too many nested expressions"},
		{"if clauses", "[a for a in b " + rep("if c ", 4900) + "]", ""},
		{"too many if clauses", "[a for a in b " + rep("if c ", n) + "]", "too many nested expressions"},
		{"comparisons", rep("a < ", 4900) + "a", ""},
		{"too many comparisons", rep("a < ", n) + "a", "too many nested expressions"},
		{"comparisons in comparisons", rep(rep("a < ", 2000)+"(", 5) + "a" + rep(")", 5), "too many nested expressions"},
		{"elif in else", func() string {
			var b strings.Builder
			for i := range 5 {
				b.WriteString(rep(" ", i) + "if a: pass\n" + rep(rep(" ", i)+"elif a: pass\n", 2000) + rep(" ", i) + "else:\n")
			}
			return b.String() + rep(" ", 5) + "pass"
		}(), "too many nested expressions"},
		{"items of a with", "with " + rep("a, ", 4900) + "a: pass", ""},
		{"too many items of a with", "with " + rep("a, ", n) + "a: pass", "too many nested expressions"},
		{"adjacent strings", rep("'a' ", n), ""},
		{"adjacent f-strings", rep("f'{a}' ", n), ""},
		{"f-string fields", "f'" + rep("{a}", n) + "'", ""},
		{"f-string nested", `f"""{f'''{f'{f"{1}"}'}'''}"""`, ""},
		{"f-string parentheses", "f'{" + rep("(", 300) + "}'", "f-string: too many nested parenthesis"},
		{"names", rep("a ", n), "invalid syntax"},
		{"names in brackets", "(" + rep("a ", n) + ")", "invalid syntax. Perhaps you forgot a comma?"},
		{"print", rep("print ", n), "Missing parentheses in call to 'print'. Did you mean print(...)?"},
		{"strings and names", rep("a 'b' ", n), "invalid syntax"},
		{"keywords", rep("if ", n), "invalid syntax"},
		{"colons", rep("a:", n), "invalid syntax"},
		{"with", "with " + rep("(", 200) + rep(")", 200) + ": pass", ""},
		{"with, wrong", "with (" + rep("a, ", n) + "$): pass", "invalid syntax"},
		{"match", "match " + rep("(", 200) + rep(")", 200) + ":\n case " + rep("(", 200) + "a" + rep(")", 200) + ": pass", ""},
		{"match statements", rep("match (a)\n", n), ""},
		{"decorators", rep("@a\n", n) + "def f(): pass", ""},
		{"decorators alone", rep("@a\n", n), "invalid syntax"},
		{"async", rep("async ", n), "invalid syntax"},
		{"await", rep("await ", n) + "a", "invalid syntax"},
		{"stars", rep("*", n) + "a", "invalid syntax"},
		{"backslashes", rep("\\\n", n), "unexpected EOF while parsing"},
		{"dots", "from " + rep(".", n) + " import a", ""},
		{"zeros", rep("0", n), ""},
		{"digits", rep("1", n), "Exceeds the limit"},
		{"hexadecimal digits", "0x" + rep("f", n), ""},
		{"exponent", "1e" + rep("9", n), ""},
		{"blank lines", rep("\n", n), ""},
		{"spaces", rep(" ", n), ""},
		{"comments", rep("#\n", n), ""},
		{"semicolons", rep("a;", n), ""},
		{"one string", "'" + rep("\\n", n) + "'", ""},
		{"open string", "'" + rep("a", n), "unterminated string literal"},
		{"open string, many lines", "'''" + rep("a\n", n), "unterminated triple-quoted string literal"},
		{"global", "def f():\n global " + rep("a, ", n) + "a", ""},
		{"parameters", "def f(" + rep("a, ", 100) + "): pass", "duplicate argument"},
		{"nested functions", func() string {
			var b strings.Builder
			for i := range 90 {
				b.WriteString(rep(" ", i) + "def f(x):\n")
			}
			return b.String() + rep(" ", 90) + "nonlocal x"
		}(), "name 'x' is"},
	} {
		var err error
		inTime(t, test.name, 5*time.Second, func() { _, err = Parse("x.py", []byte(test.src), Python) })
		switch {
		case err == nil && test.want != "":
			t.Errorf("%s: parsed, want %s", test.name, test.want)
		case err != nil && test.want == "" && test.name != "lambda with defaults":
			t.Errorf("%s: %.200v", test.name, err)
		case err != nil && !strings.Contains(err.Error(), test.want):
			t.Errorf("%s: got %.200v, want %s", test.name, err, test.want)
		}
	}
}

// inTime runs f, up to five times until a run takes no longer than most: now and then a machine has other things to do.
func inTime(t *testing.T, name string, most time.Duration, f func()) {
	t.Helper()
	var took time.Duration
	for range 5 {
		start := time.Now()
		f()
		if took = time.Since(start); took <= most {
			return
		}
	}
	t.Errorf("%s took %v", name, took)
}

// benchSource is about a megabyte of Python.
func benchSource(b *testing.B) []byte {
	var src []byte
	for _, name := range []string{"argparse", "typing", "datetime", "inspect", "_pydecimal", "tarfile", "turtle"} {
		text, err := os.ReadFile(filepath.Join(stdlib(b), name+".py"))
		if err != nil {
			b.Skip(err)
		}
		// As a module of its own: future imports stand at the top.
		for _, line := range strings.SplitAfter(string(text), "\n") {
			if !strings.HasPrefix(line, "from __future__") {
				src = append(src, line...)
			}
		}
		src = append(src, '\n')
	}
	for len(src) < 1<<20 {
		src = append(src, src...)
	}
	return src
}

func BenchmarkParse(b *testing.B) {
	src := benchSource(b)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("x.py", src, Python); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	src := string(benchSource(b))
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		s := &scanner{src: src, source: &Source{}, line: 1}
		s.run()
	}
}

// BenchmarkError has the mistake at the end.
func BenchmarkError(b *testing.B) {
	src := append(benchSource(b), "x = (a b)\n"...)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := Parse("x.py", src, Python); err == nil {
			b.Fatal("no error")
		}
	}
}

func ExampleParse() {
	_, err := Parse("x.py", []byte("x = 1\nfoo(\n"), Python)
	fmt.Print(err.(*Error).Format())
	// Output:
	//   File "x.py", line 2
	//     foo(
	//        ^
	// SyntaxError: '(' was never closed
}
