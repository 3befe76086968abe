package syntax

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// seeds are small sources that between them use the whole grammar.
var seeds = []string{
	"",
	"x = 1\n",
	"def f(a, /, b: int = 1, *args: t, c=2, **kw) -> x:\n    '''doc'''\n    return lambda *a, b=1, **k: (yield)\n",
	"@d.e(1)\nclass C(B, metaclass=M):\n\tx: int = 1\n\tdef f(self): super().f(); pass\n",
	"for i, *j in a, *b:\n  if i: continue\n  elif j: break\n  else: pass\nelse: x += 1\n",
	"while (n := f()) is not None: del a[0], b.c\n",
	"try:\n  raise E from e\nexcept (A, B) as e:\n  pass\nelse:\n  pass\nfinally:\n  assert x, 'y'\n",
	"try: pass\nexcept* A: pass\n",
	"with (a as b, c as (d, e)), f: pass\nwith (a, b): pass\nwith (a): pass\n",
	"async def f():\n  async with a as b:\n    async for c in d: await e\n  return [x async for x in y if await z]\n",
	"match x, y:\n  case [1, *_, {'a': b, **c}] | C(d, e=f) as g if h: pass\n  case -1+2j | None | 'a' | a.b: pass\n",
	"match = case = _ = type = 1\nmatch[1] = match.a\nmatch(1)\n",
	"f'{a!r:>{w}.{p}} {{}} {b=} {c[\"d\"]:%H:%M} {lambda: 1}' 'x' rf'\\{d}'\n",
	"b'\\x00\\377' rb'\\d' u'\\u1234\\U0001F600\\x41\\101\\\n'\n",
	"0x_ff + 0o17 + 0b1_0 + 1_000.5e-3j + .5 + 1. + 10**100 + 123456789012345678901234567890\n",
	"a = b = c < d <= e != f in g not in h is i is not j and not k or l if m else n\n",
	"[*a, b][1:2, ::3, ...] @ {**a, 'b': c} | {d, *e} << -f ** ~g // h % i\n",
	"x = {k: v for k, v in a if b if c for d in e}, {i for i in j}, (i for i in j)\n",
	"f(a, *b, c=d, *e, **g)(x for x in y)[z].w\n",
	"import a.b as c, d\nfrom . import (e as f, g,)\nfrom ...h.i import *\n",
	"global a\nnonlocal b\nprint >>f, x\nprint 'x'\nexec 'y'\n",
	"if x:\n\ty\n        z\n", "if x:\n  y\n z\n", "  x\n", "x = (1,\n", "x = '''a\n", "x = 'a\n", "a \\\n", "\\",
	"(a b)", "f(a for b in c, d)", "f(a=1, b)", "f(1=2)", "{1: 2, 3}", "{1:}", "[a, b for c in d]", "a = 1 if b", "(*a)",
	"1 = x", "f() += 1", "(a, b): c", "x = y = f() = 1", "del f()", "for f() in x: pass", "with a as f(): pass", "yield = 1",
	"def f(a=1, b): pass", "def f(*): pass", "def f(**a, b): pass", "def f(a, a): pass", "lambda *: 1", "def f((a)): pass",
	"0777", "1_", "0xg", "1a", "\"\\N{x}\"", "'\\x1'", "f'{'", "f'{a b}'", "f'}'", "f'{a!x}'", "b'é'", "é = 'é' + ü", "a\u00a0b", "“x”", "$", "a ? b",
	"if x\n  y\n", "try:\n  x\ny\n", "class A\n  pass\n", "else: pass\n", "return\n", "break\n", "await x\n", "yield x\n", "*a\n", "a, *b, *c = d\n",
	"load('a', 'b', c='d')\nassert.eq(1, 2)\n", "\ufeffx = 1\n", "# coding: latin-1\nx = '\xe9'\n", "x = 1\r\ny = '''a\rb'''\r\n", "\f x\n", "x\x00y",
	"def f():\n  global x\n  nonlocal x\n", "[i := 0 for i in j]", "from __future__ import braces\n",
}

// FuzzParse: whatever the text, each way of parsing it ends, and its errors have
// a message and can be printed.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		inTime(t, "parsing", 5*time.Second+time.Duration(len(src))*20*time.Microsecond, func() {
			for _, d := range []Dialect{Python, Starlark} {
				file, err := Parse("x.py", src, d)
				problem(t, err)
				if err == nil && file == nil {
					t.Fatal("neither file nor error")
				}
				if err == nil {
					if len(file.Body) > 0 {
						dumpable(t, file)
					}
				}
				_, _, err = ParseExpr("x.py", src, d)
				problem(t, err)
				_, err = ParseInteractive("x.py", src, d)
				problem(t, err)
			}
		})
	})
}

// dumpable walks a tree. Load statements have no place in the dump.
func dumpable(t *testing.T, file *File) {
	for _, s := range file.Body {
		if _, load := s.(*Load); !load && file.Dialect == Python {
			dump([]Stmt{s})
		}
	}
}

func problem(t *testing.T, err error) {
	if err == nil {
		return
	}
	e, ok := err.(*Error)
	if !ok {
		t.Fatalf("error of type %T", err)
	}
	if e.Msg == "" || e.Kind != "SyntaxError" && e.Kind != "IndentationError" && e.Kind != "TabError" {
		t.Errorf("error without message or kind: %#v", e)
	}
	if e.Span.Start.Line < 0 || e.Span.Start.Col < 0 {
		t.Errorf("error at %v: %v", e.Span, e)
	}
	e.Format()
	_ = e.Error()
}

// FuzzVerdict: CPython and we accept the same texts.
func FuzzVerdict(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	o := newOracle(f)
	f.Fuzz(func(t *testing.T, src string) {
		if !utf8.ValidString(src) || len(src) > 2000 || strings.HasPrefix(src, "\ufeff") {
			return
		}
		v := o.ask(t, "compile", src)
		_, err := Parse("x.py", []byte(src), Python)
		if !comparable(v, src, err) || v.Kind != "" && v.Kind != "SyntaxError" && v.Kind != "IndentationError" && v.Kind != "TabError" {
			return
		}
		if v.OK != (err == nil) {
			t.Errorf("%q: CPython says %s %s, we say %v", src, v.Kind, v.Msg, err)
		}
	})
}
