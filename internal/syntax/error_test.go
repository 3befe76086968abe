package syntax

import (
	"fmt"
	"testing"
)

// The messages that users meet, as CPython 3.11 gives them.
func TestErrors(t *testing.T) {
	for _, test := range []struct{ src, at, msg string }{
		{"a b", "SyntaxError:1:3", "invalid syntax"},
		{"x = (1,", "SyntaxError:1:5", "'(' was never closed"},
		{"x = (\n1]", "SyntaxError:2:2", "closing parenthesis ']' does not match opening parenthesis '(' on line 1"},
		{"f)", "SyntaxError:1:2", "unmatched ')'"},
		{"x = 'a", "SyntaxError:1:5", "unterminated string literal (detected at line 1)"},
		{"x = '''a\n", "SyntaxError:1:5", "unterminated triple-quoted string literal (detected at line 1)"},
		{"  x", "IndentationError:1:2", "unexpected indent"},
		{"if x:\npass", "IndentationError:2:1", "expected an indented block after 'if' statement on line 1"},
		{"if x:\n    y\n  z", "IndentationError:3:4", "unindent does not match any outer indentation level"},
		{"if x:\n\ty\n        z", "TabError:3:1", "inconsistent use of tabs and spaces in indentation"},
		{"if x\n    y", "SyntaxError:1:5", "expected ':'"},
		{"while x: y z", "SyntaxError:1:12", "invalid syntax"},
		{"1 = x", "SyntaxError:1:1", "cannot assign to literal here. Maybe you meant '==' instead of '='?"},
		{"f() = 1", "SyntaxError:1:1", "cannot assign to function call here. Maybe you meant '==' instead of '='?"},
		{"a + 1 = 2", "SyntaxError:1:1", "cannot assign to expression here. Maybe you meant '==' instead of '='?"},
		{"x = f() = 1", "SyntaxError:1:5", "cannot assign to function call"},
		{"None = 1", "SyntaxError:1:1", "cannot assign to None"},
		{"(a, b): int", "SyntaxError:1:1", "only single target (not tuple) can be annotated"},
		{"(x y)", "SyntaxError:1:2", "invalid syntax. Perhaps you forgot a comma?"},
		{"if x = 1: pass", "SyntaxError:1:4", "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
		{"f(a=1, b)", "SyntaxError:1:9", "positional argument follows keyword argument"},
		{"f(**a, b)", "SyntaxError:1:9", "positional argument follows keyword argument unpacking"},
		{"f(a=1, a=2)", "SyntaxError:1:8", "keyword argument repeated: a"},
		{"f(1=2)", "SyntaxError:1:3", "expression cannot contain assignment, perhaps you meant \"==\"?"},
		{"f(a for b in c, d)", "SyntaxError:1:3", "Generator expression must be parenthesized"},
		{"f(True=1)", "SyntaxError:1:3", "cannot assign to True"},
		{"del f()", "SyntaxError:1:5", "cannot delete function call"},
		{"for f() in x: pass", "SyntaxError:1:5", "cannot assign to function call"},
		{"with a as f(): pass", "SyntaxError:1:11", "cannot assign to function call"},
		{"{1: 2, 3}", "SyntaxError:1:8", "':' expected after dictionary key"},
		{"{1:}", "SyntaxError:1:3", "expression expected after dictionary key and ':'"},
		{"[a, b for c in d]", "SyntaxError:1:2", "did you forget parentheses around the comprehension target?"},
		{"x = 1 if y", "SyntaxError:1:5", "expected 'else' after 'if' expression"},
		{"(*a)", "SyntaxError:1:2", "cannot use starred expression here"},
		{"*a", "SyntaxError:1:1", "can't use starred expression here"},
		{"a, *b, *c = d", "SyntaxError:1:1", "multiple starred expressions in assignment"},
		{"print 'x'", "SyntaxError:1:1", "Missing parentheses in call to 'print'. Did you mean print(...)?"},
		{"return", "SyntaxError:1:1", "'return' outside function"},
		{"break", "SyntaxError:1:1", "'break' outside loop"},
		{"continue", "SyntaxError:1:1", "'continue' not properly in loop"},
		{"yield x", "SyntaxError:1:1", "'yield' outside function"},
		{"await x", "SyntaxError:1:1", "'await' outside function"},
		{"def f():\n    await x", "SyntaxError:2:5", "'await' outside async function"},
		{"def f(a, a): pass", "SyntaxError:1:10", "duplicate argument 'a' in function definition"},
		{"def f(a=1, b): pass", "SyntaxError:1:12", "non-default argument follows default argument"},
		{"def f(*): pass", "SyntaxError:1:7", "named arguments must follow bare *"},
		{"def f(**a, b): pass", "SyntaxError:1:12", "arguments cannot follow var-keyword argument"},
		{"def f(a):\n    global a", "SyntaxError:2:5", "name 'a' is parameter and global"},
		{"def f():\n    print(a)\n    global a", "SyntaxError:3:5", "name 'a' is used prior to global declaration"},
		{"def f():\n    a = 1\n    global a", "SyntaxError:3:5", "name 'a' is assigned to before global declaration"},
		{"nonlocal a", "SyntaxError:1:1", "nonlocal declaration not allowed at module level"},
		{"def f():\n    nonlocal a", "SyntaxError:2:5", "no binding for nonlocal 'a' found"},
		{"def f():\n    from a import *", "SyntaxError:2:19", "import * only allowed at module level"},
		{"x = 1\nfrom __future__ import division", "SyntaxError:2:1", "from __future__ imports must occur at the beginning of the file"},
		{"try:\n    x\ny", "SyntaxError:3:1", "expected 'except' or 'finally' block"},
		{"try: x\nexcept A, B: y", "SyntaxError:2:8", "multiple exception types must be parenthesized"},
		{"try: x\nexcept: y\nexcept A: z", "SyntaxError:2:1", "default 'except:' must be last"},
		{"from a import b,", "SyntaxError:1:17", "trailing comma not allowed without surrounding parentheses"},
		{"1__0", "SyntaxError:1:2", "invalid decimal literal"},
		{"0777", "SyntaxError:1:1", "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"},
		{"1a", "SyntaxError:1:1", "invalid decimal literal"},
		{"0b2", "SyntaxError:1:3", "invalid digit '2' in binary literal"},
		{"a \\ b", "SyntaxError:1:4", "unexpected character after line continuation character"},
		{"\u201cx\u201d", "SyntaxError:1:1", "invalid character '\u201c' (U+201C)"},
		{"a\u00a0b", "SyntaxError:1:2", "invalid non-printable character U+00A0"},
		{"$", "SyntaxError:1:1", "invalid syntax"},
		{"f'{'", "SyntaxError:1:5", "f-string: expecting '}'"},
		{"f'{}'", "SyntaxError:1:6", "f-string: empty expression not allowed"},
		{"f'{a b}'", "SyntaxError:1:2", "f-string: invalid syntax. Perhaps you forgot a comma?"},
		{"f'}'", "SyntaxError:1:5", "f-string: single '}' is not allowed"},
		{"f'{a!x}'", "SyntaxError:1:9", "f-string: invalid conversion character: expected 's', 'r', or 'a'"},
		{"b'\u00e9'", "SyntaxError:1:1", "bytes can only contain ASCII literal characters"},
		{"'\\x1'", "SyntaxError:1:6", "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \\xXX escape"},
		{"'a' b'b'", "SyntaxError:1:9", "cannot mix bytes and nonbytes literals"},
		{"class A\n    pass", "SyntaxError:1:8", "expected ':'"},
		{"def f:\n    pass", "SyntaxError:1:6", "expected '('"},
		{"lambda x=: 1", "SyntaxError:1:10", "invalid syntax"},
		{"[i := 0 for i in j]", "SyntaxError:1:2", "assignment expression cannot rebind comprehension iteration variable 'i'"},
		{"x := 1", "SyntaxError:1:3", "invalid syntax"},
		{"(a.b := 1)", "SyntaxError:1:2", "cannot use assignment expressions with attribute"},
	} {
		_, err := Parse("x.py", []byte(test.src), Python)
		if err == nil {
			t.Errorf("%q: parsed, want %s", test.src, test.msg)
			continue
		}
		e := err.(*Error)
		at := fmt.Sprintf("%s:%d:%d", e.Kind, e.Span.Start.Line, e.Span.Start.Col)
		if at != test.at || e.Msg != test.msg {
			t.Errorf("%q:\ngot  %s %s\nwant %s %s", test.src, at, e.Msg, test.at, test.msg)
		}
	}
}

// What is wrong with a file before it is text.
func TestSource(t *testing.T) {
	for _, test := range []struct{ src, msg string }{
		{"x = '\xe9'\n", "Non-UTF-8 code starting with '\\xe9' in file x.py on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details"},
		{"# coding: latin-1\nx = '\xe9'\n", ""},
		{"#!/bin/x\n# -*- coding: UTF-8 -*-\n", ""},
		{"# coding: koi8-r\n", "encoding problem: koi8-r (source files are UTF-8, Latin-1 or ASCII)"},
		{"x\x00y", "source code cannot contain null bytes"},
		{"\ufeffx = 1\n", ""},
		{"\ufeff# coding: latin-1\n", "encoding problem: latin-1 with BOM"},
		{"x = 1\ry = '''a\r\nb'''\r\n", ""},
		{"\fx = 1\n", ""},
	} {
		_, err := Parse("x.py", []byte(test.src), Python)
		msg := ""
		if err != nil {
			msg = err.(*Error).Msg
		}
		if msg != test.msg {
			t.Errorf("%q: got %q, want %q", test.src, msg, test.msg)
		}
	}
	f, err := Parse("x.py", []byte("x = 1\ry = '''a\r\nb'''\r\n"), Python)
	if err != nil || len(f.Body) != 2 || f.Body[1].(*Assign).Value.(*Str).Value != "a\nb" {
		t.Errorf("line ends: %v, %v", f, err)
	}
}

func TestFormat(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"if 1:\n\tx = (a b)\n", "  File \"x.py\", line 2\n    x = (a b)\n         ^^^\nSyntaxError: invalid syntax. Perhaps you forgot a comma?\n"},
		{"x = 1\n  y = 2\n", "  File \"x.py\", line 2\n    y = 2\nIndentationError: unexpected indent\n"},
		{"@tag", "  File \"x.py\", line 1\n    @tag\nSyntaxError: invalid syntax\n"},
		{"x = f'{a b}'\n", "  File \"x.py\", line 1\n    (a b)\n     ^^^\nSyntaxError: f-string: invalid syntax. Perhaps you forgot a comma?\n"},
		{"é = 'é' é\n", "  File \"x.py\", line 1\n    é = 'é' é\n            ^\nSyntaxError: invalid syntax\n"},
		{"\xff", "SyntaxError: Non-UTF-8 code starting with '\\xff' in file x.py on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details\n"},
	} {
		_, err := Parse("x.py", []byte(test.src), Python)
		if err == nil {
			t.Errorf("%q: parsed", test.src)
		} else if got := err.(*Error).Format(); got != test.want {
			t.Errorf("%q:\n%swant\n%s", test.src, got, test.want)
		}
	}
}
