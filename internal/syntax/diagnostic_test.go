package syntax

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// sameError compares our verdict on a source with CPython's. It returns what
// differs, or "".
func sameError(v verdict, src string, err error) string {
	switch {
	case v.OK && err == nil:
		return ""
	case v.OK:
		return fmt.Sprintf("got  %v\nwant no error", err)
	}
	want := fmt.Sprintf("%d:%d: %s: %s", v.Line, v.Col, v.Kind, v.Msg)
	switch {
	case v.EndLine > v.Line:
		want += fmt.Sprintf(" (to %d)", v.EndLine) // the column is meaningless
	case v.EndLine == v.Line && v.EndCol > v.Col:
		want += fmt.Sprintf(" (to %d:%d)", v.EndLine, v.EndCol)
	}
	if err == nil {
		return "got  no error\nwant " + want
	}
	e := err.(*Error)
	at := e.Span.Start
	got := fmt.Sprintf("%d:%d: %s: %s", at.Line, at.Col, e.Kind, e.Msg)
	switch end := e.Span.End; {
	case end.Line > at.Line:
		got += fmt.Sprintf(" (to %d)", end.Line)
	case end.Line == at.Line && end.Col > at.Col:
		got += fmt.Sprintf(" (to %d:%d)", end.Line, end.Col)
	}
	if got != want {
		return "got  " + got + "\nwant " + want
	}
	triple := strings.Contains(src, `"""`) || strings.Contains(src, "'''")
	if v.Text != "" && !triple && !strings.Contains(v.Text, "\n") && strings.TrimRight(e.Text, " \t\f") != strings.TrimRight(v.Text, " \t\f") {
		return fmt.Sprintf("text %q\nwant %q", e.Text, v.Text)
	}
	return ""
}

// unlike are the messages of CPython that we do not give: those of limits that we do not have.
var unlike = []string{"too many statically nested blocks", "null bytes", "unknown Unicode character name"}

// comparable says whether our verdict on a source should be CPython's.
func comparable(v verdict, src string, err error) bool {
	for _, m := range unlike {
		if strings.Contains(v.Msg, m) {
			return false
		}
	}
	if err != nil && (strings.Contains(err.Error(), "encoding problem") || strings.Contains(err.Error(), "\\N{...} escapes")) {
		return false
	}
	// The compiler's columns count bytes.
	return err == nil || !strings.Contains(err.Error(), " outside ") || utf8.RuneCountInString(src) == len(src)
}

// TestErrorsHarvest compares our verdicts with CPython's on the sources that
// CPython's own tests compile.
func TestErrorsHarvest(t *testing.T) {
	o := newOracle(t)
	tests := strings.Fields("syntax exceptions fstring grammar positional_only_arg named_expressions " +
		"string_literals eof unpack_ex keywordonlyarg generators genexps listcomps dictcomps setcomps " +
		"global scope future patma with except_star coroutines decorators compile ast " +
		"lambda unparse codeop traceback symtable type_comments super type_annotations inspect doctest")
	total, bad := 0, 0
	for _, name := range tests {
		name = "test_" + name + ".py"
		src, err := os.ReadFile(filepath.Join(stdlib(t), "test", name))
		if err != nil {
			continue // not installed
		}
		for _, s := range o.ask(t, "snippets", strings.ToValidUTF8(string(src), "?")).Snippets {
			v := o.ask(t, "compile", s)
			_, err := Parse("x.py", []byte(s), Python)
			if !comparable(v, s, err) {
				continue
			}
			total++
			if d := sameError(v, s, err); d != "" {
				bad++
				t.Errorf("%s: %q:\n%s", name, s, d)
			}
		}
	}
	t.Logf("%d sources, %d differ", total, bad)
}
