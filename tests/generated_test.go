package tests

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mpstar/mpstar/tests/oracle"
)

var generated = flag.Int("generated", 8, "how many programs TestGenerated makes")

// TestGenerated runs programs made at random under both: functions with loops that do whatever operators do to arguments of all types, so that
// all versions a function is lowered to meet values that they were not made for. Results must be the same, and the classes of exceptions.
// What docs/compatibility.md says of bools among numbers, of infinities and of the sign of zero is left out.
//
//	go test ./tests -run TestGenerated -generated 500
func TestGenerated(t *testing.T) {
	python, ok := oracle.Python()
	if !ok {
		t.Skip("no python3 of version 3.11")
	}
	dir := t.TempDir()
	for seed := range *generated {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			g := generator{Rand: rand.New(rand.NewPCG(uint64(seed), 311))}
			file := filepath.Join(dir, fmt.Sprintf("generated%d.py", seed))
			if err := os.WriteFile(file, []byte(g.program()), 0o600); err != nil {
				t.Fatal(err)
			}
			want, err := oracle.Limits{Timeout: 5 * time.Second}.Command(python, "-W", "ignore", file)
			if errors.Is(err, oracle.ErrTimeout) {
				t.Skip("something in it grows without end")
			} else if err != nil {
				t.Fatal(err)
			}
			got, err := oracle.Command(mpstar, file)
			if err != nil {
				t.Fatal(err)
			}
			if want.Exit != 0 {
				t.Fatalf("CPython: %s", want.Stderr)
			}
			if d := cmp.Diff(strings.Split(want.Stdout, "\n"), strings.Split(got.Stdout, "\n")); d != "" || got.Exit != 0 {
				t.Errorf("seed %d: exit %d, -CPython +mpstar:\n%s\n%s", seed, got.Exit, d, got.Stderr)
			}
		})
	}
}

// argumentTexts are what functions of generated programs are called with.
var argumentTexts = strings.Fields(`0 1 2 -3 7 True False 1.5 -0.0 2.0 1000 None "" "ab" "é" "x"*3 [] [1,2] (1,) () b"q"
	range(3) [[1],[2]] "12" frozenset([1]) Str("sub") List([5]) len`)

const generatedHead = `class Str(str): pass
class List(list): pass
def show(v):
    return repr(v).split(" at 0x")[0][:200].replace("-0.0", "0.0") + " " + type(v).__name__
`

type generator struct{ *rand.Rand }

func (g generator) of(list ...string) string { return list[g.IntN(len(list))] }

func (g generator) expr(depth int) string {
	if depth == 0 || g.IntN(4) == 0 {
		return g.of("a", "b", "c", "i", "acc", g.of("0", "1", "2", "3", "-1", "1.5", "True", `"s"`, "[]"))
	}
	e := func() string { return g.expr(depth - 1) }
	switch k := g.IntN(14); {
	case k < 6:
		return "(" + e() + " " + g.of("+", "-", "*", "//", "%", "/", "&", "|", "^") + " " + e() + ")"
	case k < 8:
		return "(" + e() + " " + g.of("<", "<=", "==", "!=", ">", ">=", "in", "not in") + " " + e() + ")"
	case k == 8:
		return "(" + g.of("-", "+", "~", "not ") + e() + ")"
	case k == 9:
		return "(" + e() + g.of(" and ", " or ") + e() + ")"
	case k == 10:
		return e() + "[" + e() + "]"
	case k == 11:
		return g.of("len", "abs", "int", "str", "bool", "sum", "max", "min", "sorted", "list", "tuple", "repr", "float", "range", "type") + "(" + e() + ")"
	case k == 12:
		return e() + "[" + g.of("", "1", "0", "-1", "i") + ":" + g.of("", "2", "-1", "a") + "]"
	}
	return "(" + e() + " if " + e() + " else " + e() + ")"
}

func (g generator) stmt(depth int, indent string) string {
	switch k := g.IntN(12); {
	case k < 3:
		return indent + "acc = " + g.expr(2) + "\n"
	case k < 6:
		return indent + "acc " + g.of("+=", "-=", "*=", "//=", "%=", "/=", "|=", "&=") + " " + g.expr(1) + "\n"
	case k == 6:
		return indent + g.of("a", "b", "c") + " = " + g.expr(2) + "\n"
	case k == 7:
		return indent + g.of("a", "b", "c") + " " + g.of("+=", "-=", "*=") + " " + g.expr(1) + "\n"
	case k == 8 && depth > 0:
		return indent + "if " + g.expr(2) + ":\n" + g.stmt(depth-1, indent+"    ") + indent + "else:\n" + g.stmt(depth-1, indent+"    ")
	case k == 9 && depth > 0:
		return indent + "for j in " + g.of("range(3)", "b", "[1, 2, True]", "acc", "range(i)") + ":\n" + g.stmt(depth-1, indent+"    ") +
			indent + "    k += 1\n" + indent + "    if k > 40: break\n"
	case k == 10:
		return indent + "out.append(" + g.expr(2) + ")\n"
	case k == 11:
		return indent + g.of("b", "c") + "[" + g.expr(1) + "] = " + g.expr(1) + "\n"
	}
	return indent + "k += 1\n"
}

var subscripted = regexp.MustCompile(`\d\[`)

// program makes functions and calls of them.
func (g generator) program() string {
	var b strings.Builder
	b.WriteString(generatedHead)
	for n := range 40 {
		fmt.Fprintf(&b, "def f%d(a, b, c):\n    acc = %s; k = 0; i = 0; out = []\n", n, g.of("0", "1", "0.0", `""`, "[]", "a"))
		b.WriteString(g.of("    for i in range(4):\n", "    while i < 4:\n        i += 1\n",
			"    for i in "+g.of("b", "a", "c", "[1, 2, 3]", "(True, 2)")+":\n        k += 1\n        if k > 60: break\n"))
		for range 1 + g.IntN(3) {
			b.WriteString(g.stmt(2, "        "))
		}
		b.WriteString("        if len(str(acc)) > 200: acc = 1\n    return acc, out[:5], a, b, c\n")
		for range 10 {
			fmt.Fprintf(&b, "try: print('f%d', show(f%[1]d(%s, %s, %s)))\nexcept Exception as e: print('f%[1]d', type(e).__name__)\n",
				n, g.of(argumentTexts...), g.of(argumentTexts...), g.of(argumentTexts...))
		}
	}
	return subscripted.ReplaceAllStringFunc(b.String(), func(s string) string { return s[:1] + " [" })
}
