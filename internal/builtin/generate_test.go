package builtin_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	cpython "github.com/mpstar/mpstar/tests/oracle"
)

var (
	seed  = flag.Uint64("seed", 1, "what the generated scripts begin from")
	cases = flag.Int("cases", 1500, "how many generated expressions to compare with CPython")
)

// A formats generator writes expressions that make text of values: f-strings, %, str.format, format().
type formats struct{ *rand.Rand }

func (g formats) pick(options ...string) string { return options[g.IntN(len(options))] }

// preamble defines the values that the expressions use: variables whose types lowering knows, parameters whose types it does not, and
// objects that format themselves.
const preamble = `
class Plain: pass
class Own:
    def __init__(self, x): self.x = x
    def __str__(self): return 'str:%s' % self.x
    def __repr__(self): return 'Own(%r)' % (self.x,)
    def __format__(self, spec): return '<%s|%s>' % (self.x, spec)
    def __getitem__(self, k): return (self.x, k)
class Texty(str):
    def __str__(self): return 'texty'
class Inty(int):
    pass
class Floaty(float):
    def __repr__(self): return 'floaty'
class Bad:
    def __format__(self, spec): return 3
    def __str__(self): return None
    def __repr__(self): raise ValueError('no repr')
class Index:
    def __index__(self): return 65
class Real:
    def __float__(self): return 2.5
    def __int__(self): return 7
i = 42; n = -7; z = 0; big = 12345678901234567890123; t = True; nothing = None
f = 3.14159; h = 0.5; e = 1e22; m = -0.0; inf = float('inf'); nan = float('nan'); tiny = 1.5e-7
s = 'text'; u = 'naïve 😀'; q = "it's"; w = 12; p = 3; b = b'by\xff'; ba = bytearray(b'ar')
l = [1, 'two', 3.0, None, u]; d = {'a': 1, 'b': 'two', 'é': [1]}; tu = (1, 'x'); one = (5,); st = {3}; fs = frozenset()
o = Own(9); ty = Texty('abc'); it = Inty(77); fl = Floaty(1.25); bad = Bad(); ix = Index(); re_ = Real(); r = range(3); cls = Own
class Ns:
    i = 5; s = 'attr'; d = {'k': {'k2': 'deep'}}; l = [[1, 2], 'x']; o = Own('o')
ns = Ns()
def show(name, fn):
    try:
        out = fn()
        print(name, ascii(out), type(out).__name__)
    except Exception as exc:
        print(name, type(exc).__name__, ascii(str(exc)))
`

func (g formats) value() string {
	return g.pick("i", "n", "z", "big", "t", "nothing", "f", "h", "e", "m", "inf", "nan", "tiny", "s", "u", "q", "w", "b", "ba", "l", "d", "tu", "one", "st", "fs",
		"o", "ty", "it", "fl", "bad", "ix", "re_", "r", "cls", "ns.i", "ns.s", "ns.d", "i + 1", "f * 2", "s + u", "-i", "not t", "l[1]", "d['a']", "i > 3", "len(s)",
		"s.upper()", "1", "'lit'", "2.5", "True", "None", "(1, 2)", "[1]", "{'a': 2}")
}

func (g formats) number() string {
	return g.pick("i", "n", "z", "f", "h", "e", "m", "tiny", "w", "t", "it", "fl", "big", "i", "f")
}

// spec is a format specification, perhaps with fields in it.
func (g formats) spec(nested bool) string {
	var b strings.Builder
	maybe := func(n int, options ...string) {
		if g.IntN(n) == 0 {
			b.WriteString(g.pick(options...))
		}
	}
	maybe(3, "<", ">", "^", "=", "*<", "0>", "é^", "_=")
	maybe(5, "+", "-", " ")
	maybe(12, "z")
	maybe(8, "#")
	maybe(6, "0")
	if nested && g.IntN(4) == 0 {
		b.WriteString(g.pick("{w}", "{p}", "{w}.{p}", "{i}", "{s}", "{'>5'}", "{w!r}", "{p:d}", ".{p}f", "{''}"))
	} else {
		maybe(2, "1", "5", "8", "10", "20", "06")
		maybe(6, ",", "_")
		maybe(3, ".0", ".1", ".2", ".3", ".5", ".10", ".")
	}
	maybe(2, "d", "e", "f", "g", "s", "x", "b", "o", "c", "n", "E", "G", "X", "%", "d", "f", "s", "y", "ss")
	return b.String()
}

func (g formats) valueOrNumber() string {
	if g.IntN(2) == 0 {
		return g.number()
	}
	return g.value()
}

func (g formats) fstring() string {
	var b strings.Builder
	for range 1 + g.IntN(2) {
		b.WriteString(g.pick("", "", "x ", "é", "{{", "}}", "%s", "\\n", "a="))
		v := g.valueOrNumber()
		if strings.ContainsAny(v, "'") {
			v = strings.ReplaceAll(v, "'", `"`)
		}
		if strings.HasPrefix(v, "{") {
			v = " " + v
		}
		b.WriteString("{" + v + g.pick("", "", "", "", "=", " = ") + g.pick("", "", "", "!r", "!s", "!a"))
		if g.IntN(2) == 0 {
			b.WriteString(":" + strings.ReplaceAll(g.spec(true), "'", `"`))
		}
		b.WriteString("}")
	}
	return "f'" + b.String() + "'"
}

func (g formats) percent() string {
	mapped := g.IntN(5) == 0
	var b strings.Builder
	n := 1 + g.IntN(3)
	var args []string
	for range n {
		b.WriteString(g.pick("", "", "x ", "é", "%%", "{}", ","))
		b.WriteString("%")
		if mapped {
			b.WriteString(g.pick("(a)", "(b)", "(a)", "(é)", "(zz)"))
		}
		for range g.IntN(2) {
			b.WriteString(g.pick("-", "+", " ", "#", "0"))
		}
		if g.IntN(3) == 0 {
			b.WriteString(g.pick("5", "10", "3", "*"))
			if strings.HasSuffix(b.String(), "*") {
				args = append(args, g.pick("w", "n", "p", "s"))
			}
		}
		if g.IntN(4) == 0 {
			b.WriteString(g.pick(".2", ".0", ".5", ".", ".10"))
		}
		kind := g.pick("s", "d", "r", "f", "s", "d", "x", "i", "g", "e", "c", "a", "o", "X", "E", "G", "u", "y", "%")
		b.WriteString(kind)
		if kind != "%" || g.IntN(20) == 0 {
			if g.IntN(2) == 0 && strings.Contains("dfxigeoXEGu", kind) {
				args = append(args, g.number())
			} else {
				args = append(args, g.value())
			}
		}
	}
	b.WriteString(g.pick("", "", "|"))
	right := "(" + strings.Join(args, ", ") + ",)"
	switch {
	case mapped:
		right = g.pick("d", "{'a': i, 'b': f, 'é': s}", "{'a': "+g.value()+", 'b': o}", "ns.d", "o")
	case len(args) == 0:
		right = g.pick("()", "i", "d", "l")
	case len(args) == 1 && g.IntN(2) == 0:
		right = "(" + args[0] + ")"
	}
	left := g.pick("'"+b.String()+"'", "'"+b.String()+"'", "'"+b.String()+"'", "Texty('"+b.String()+"')")
	if g.IntN(10) == 0 && !strings.Contains(left, "é") {
		left = "b'" + b.String() + "'"
	}
	return left + " % " + right
}

func (g formats) format() string {
	var b strings.Builder
	auto := g.IntN(3) > 0
	for i := range 1 + g.IntN(3) {
		b.WriteString(g.pick("", "", "x ", "é", "{{", "}}"))
		field := ""
		if !auto {
			field = g.pick("0", "1", "k", "2", fmt.Sprint(i), "k")
		}
		field += g.pick("", "", "", "", ".i", ".s", "[0]", "[a]", ".d[k][k2]", ".l[0][1]", ".nope", "[k]", ".o", ".x", "[-1]")
		b.WriteString("{" + field + g.pick("", "", "", "!r", "!s", "!a"))
		if g.IntN(2) == 0 {
			b.WriteString(":" + g.pick(g.spec(false), g.spec(false), "{w}", "{}", "{w}.{p}f", ">{k}"))
		}
		b.WriteString("}")
	}
	args := []string{}
	for range g.IntN(4) {
		args = append(args, g.pick(g.value(), "ns", g.number()))
	}
	args = append(args, "k="+g.value(), "w=w", "p=3")
	call := "'" + b.String() + "'.format(" + strings.Join(args, ", ") + ")"
	if g.IntN(10) == 0 {
		call = "'" + b.String() + "'.format_map({'k': " + g.value() + ", 'w': 8, 'p': 2})"
	}
	return call
}

func (g formats) expression() string {
	switch g.IntN(8) {
	case 0, 1, 2:
		return g.fstring()
	case 3, 4:
		return g.percent()
	case 5, 6:
		return g.format()
	}
	return g.pick("format("+g.valueOrNumber()+", '"+g.spec(false)+"')", "str("+g.value()+")", "repr("+g.value()+")", "ascii("+g.value()+")",
		"str.format('{:"+g.spec(false)+"}', "+g.number()+")", g.number()+".__format__('"+g.spec(false)+"')", "round("+g.number()+", "+g.pick("0", "1", "2", "-1", "None")+")",
		"'{}'.join(["+g.value()+", 'x'])", "hex("+g.number()+")", "str("+g.pick("b", "ba", "i")+", 'latin-1')")
}

// TestGeneratedFormats: f-strings, %, str.format and format() give the texts and the errors that CPython's do. Each expression is run
// at module level, where lowering knows the types of the variables, and in a function.
func TestGeneratedFormats(t *testing.T) {
	path, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3 to compare with")
	}
	g := formats{rand.New(rand.NewPCG(7, *seed))}
	var exprs []string
	var b strings.Builder
	b.WriteString(preamble)
	for k := range *cases {
		e := g.expression()
		exprs = append(exprs, e)
		if k%2 == 0 {
			fmt.Fprintf(&b, "show(%d, lambda: %s)\n", k, e)
		} else {
			fmt.Fprintf(&b, "try:\n    out%d = %s\n    print(%d, ascii(out%d), type(out%d).__name__)\nexcept Exception as exc:\n    print(%d, type(exc).__name__, ascii(str(exc)))\n", k, e, k, k, k, k)
		}
	}
	in, _ := json.Marshal(map[string]string{"generated.py": b.String()})
	cmd := exec.Command(path, "-W", "ignore", "-c", scriptOracle)
	cmd.Stdin = strings.NewReader(string(in))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	var all map[string]string
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	lines := func(s string) []string {
		return strings.Split(address.ReplaceAllString(strings.TrimSpace(s), "0x"), "\n")
	}
	want, got := lines(all["generated.py"]), lines(runScript(t, "generated.py", b.String()))
	if len(want) < *cases {
		t.Fatalf("CPython stopped after %d of %d: %s", len(want), *cases, want[len(want)-1])
	}
	failed := 0
	for i, e := range exprs {
		switch {
		case i >= len(got):
			t.Fatalf("stopped before %s: %s", e, got[len(got)-1])
		case got[i] != want[i]:
			if failed++; failed <= 60 {
				t.Errorf("%s\n got %s\nwant %s", e, got[i], want[i])
			}
		}
	}
	t.Logf("%d expressions, %d differ", len(exprs), failed)
}
