package interp

import (
	"strings"
	"testing"
)

// TestPlan starts many children of one process, whose globals change in one way after the other between two starts: each sees what its parent
// has at that moment, and only a copy of it.
func TestPlan(t *testing.T) {
	const head = `
from proc import run
import proc
n = 1
name = "first"
xs = [1, [2]]
both = [xs, xs[1]]
d = {"a": [1], "f": None, "m": proc}
pair = ([5], "x")
unbound = None
del unbound
def f(): return n
def g(): return "g"
def other(): return "other"
table = [f, g]
class C:
    size = 1
c = C()
def show():
    try:
        u = unbound
    except NameError:
        u = "unbound"
    print(n, name, xs, both[0] is xs, both[1] is xs[1], sorted(d), d["a"], d["m"] is proc, pair, u, f(), g(), [h() for h in table],
          C.size, c.__dict__, getattr(f, "mark", None))
def child():
    show()
    xs.append("child")
    d["child"] = 1
    pair[0].append("child")
    C.size = c.x = "child"
    f.mark = "child"
def start():
    run(child)
    show()
`
	steps := []string{"", "", "", "n = 2", "name = 'second'", "xs.append(3)", "xs[1].append(4)", "xs[0] = 1.0", "xs.pop()", "d['b'] = 1", "d['a'] = [2]", "del d['b']",
		"d['a'].append(xs)", "pair[0][0] = 6", "unbound = 7", "del unbound", "f.mark = 1", "g = f", "g = other", "table[1] = other", "table = (f, [other])[1]",
		"C.size = 2", "c.x = 1", "xs = both", "xs.append(xs)", "both = [0, xs[1]]", "n = [n]", "n.append(n)", "def f(): return 'new'", "n = None", "n = len(table)", "n = 'end'", "", ""}
	t.Run("static", func(t *testing.T) { testPlan(t, head, steps) })
	t.Run("dynamic", func(t *testing.T) { testPlan(t, head+"exec('late = 1')\n", steps) }) // all names are the module's then
}

func testPlan(t *testing.T, head string, steps []string) {
	var src, want strings.Builder
	src.WriteString(head)
	for _, s := range steps {
		src.WriteString(s + "\nstart()\n")
		want.WriteString(s + "\nshow()\nshow()\n")
	}
	got, code := runScript(t, src.String())
	if code != 0 {
		t.Fatalf("exit code %d:\n%s", code, got)
	}
	expected, code := runScript(t, head+want.String())
	if code != 0 {
		t.Fatalf("exit code %d without children:\n%s", code, expected)
	}
	g, w := strings.Split(got, "\n"), strings.Split(expected, "\n")
	for i := range w {
		if i >= len(g) || g[i] != w[i] {
			t.Errorf("line %d, after %q:\n got %s\nwant %s", i, steps[min(i/2, len(steps)-1)], g[min(i, len(g)-1)], w[i])
		}
	}
}
