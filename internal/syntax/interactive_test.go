package syntax

import (
	"strings"
	"testing"
)

func TestInteractive(t *testing.T) {
	const more = "more"
	for _, test := range []struct{ src, want string }{
		{"", "0"},
		{"\n", "0"},
		{"# comment\n", "0"},
		{"x = 1\n", "1"},
		{"x = 1", "1"},
		{"x = 1; y = 2\n", "2"},
		{"if x:\n", more},
		{"if x:", more},
		{"if x:\n  y\n", more},
		{"if x: y\n", more},
		{"if x: y\n\n", "1"},
		{"if x:\n  y\n\n", "1"},
		{"if x:\n  y\nelse:\n", more},
		{"if x:\n\n", "expected an indented block after 'if' statement on line 1"},
		{"if x:\n  y z\n", "invalid syntax"},
		{"for x in y:\n", more},
		{"def f(a,\n", more},
		{"def f(a,\n\n", more},
		{"@d\n", more},
		{"@d\ndef f():\n", more},
		{"class C:\n  @d\n", more},
		{"class C:\n  @d\n\n", "unexpected unindent"},
		{"class C:\n  def f(self):\n    pass\n", more},
		{"class C:\n  def f(self):\n    pass\n\n", "1"},
		{"try:\n  x\n", more},
		{"try:\n  x\n\n", "expected 'except' or 'finally' block"},
		{"try:\n  x\nexcept:\n", more},
		{"x = [1,\n", more},
		{"x = [1,\n\n", more},
		{"x = [1,\n2]\n", "1"},
		{"x = '''a\n", more},
		{"x = f'''{a}\n", more},
		{"x = 'a\n", "unterminated string literal (detected at line 1)"},
		{"x = 1 + \\\n", more},
		{"x = 1 +\n", "invalid syntax"},
		{"foo(a b\n", more}, // b may go on
		{"foo(a b c\n", "invalid syntax. Perhaps you forgot a comma?"},
		{"foo(\n a b c\n", "invalid syntax. Perhaps you forgot a comma?"},
		{"foo)\n", "unmatched ')'"},
		{"match x:\n", more},
		{"match x:\n  case 1:\n", more},
		{"match x:\n  case 1: pass\n\n", "1"},
		{"with a:\n", more},
		{"async def f():\n", more},
		{"while 1:\r\n", more},
		{"x = 1\ny = 2\n", "multiple statements found while compiling a single statement"},
		{"return\n", "'return' outside function"},
	} {
		f, err := ParseInteractive("<stdin>", []byte(test.src), Python)
		got := ""
		switch {
		case err == nil:
			got = string(rune('0' + len(f.Body)))
		case err.(*Error).Incomplete:
			got = more
		default:
			got = err.(*Error).Msg
		}
		if got != test.want {
			t.Errorf("%q: got %s (%v), want %s", test.src, got, err, test.want)
		}
	}
}

func TestParseIncomplete(t *testing.T) {
	for src, want := range map[string]bool{
		"f(\n": true, "'''": true, "x \\\n": true, "if x:\n": true, "def f():": true, "try:\n  x\n": true, "class C:\n  def f(self):\n": true,
		"f)\n": false, "x = \n": false, "'a\n": false, "if x:\ny\n": false, "a $ (\n": false,
	} {
		_, err := Parse("x.py", []byte(src), Python)
		if err == nil {
			t.Errorf("%q: parsed", src)
		} else if got := err.(*Error).Incomplete; got != want {
			t.Errorf("%q: Incomplete is %v (%v)", src, got, err)
		}
	}
}

func TestParseExpr(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"1 + 2", "BinOp"},
		{"  \t1\n\n", "Int"},
		{"a, b", "Tuple"},
		{"x := 1", "invalid syntax"},
		{"x = 1", "invalid syntax"},
		{"*a, b", "invalid syntax"},
		{"", "invalid syntax"},
		{"a b", "invalid syntax"},
		{"f(", "'(' was never closed"},
		{"yield 1", "invalid syntax"},
		{"(yield 1)", "'yield' outside function"},
		{"lambda: (yield)", "Lambda"},
		{"print 1", "Missing parentheses in call to 'print'. Did you mean print(...)?"},
	} {
		x, src, err := ParseExpr("<string>", []byte(test.src), Python)
		got := ""
		if err != nil {
			got = err.(*Error).Msg
		} else {
			d := &dumper{}
			d.expr(x)
			got = d.String()
			if src == nil || len(src.Lines) == 0 {
				t.Errorf("%q: no source", test.src)
			}
		}
		if !strings.Contains(got, test.want) {
			t.Errorf("%q: got %s, want %s", test.src, got, test.want)
		}
	}
}

// CPython and we agree about expressions.
func TestParseExprOracle(t *testing.T) {
	o := newOracle(t)
	for _, s := range seeds {
		s = strings.TrimLeft(s, " \t")
		v := o.ask(t, "eval", s)
		_, _, err := ParseExpr("x.py", []byte(s), Python)
		if !comparable(v, s, err) || s == "\\" || strings.HasPrefix(s, "\ufeff") {
			continue
		}
		// Only the message: CPython gives the text no line end here, which moves
		// the errors at its end.
		if v.OK != (err == nil) || err != nil && err.(*Error).Msg != v.Msg {
			t.Errorf("%q: got %v, want %s", s, err, v.Msg)
		}
	}
}
