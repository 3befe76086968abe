package lower_test

import (
	"slices"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
)

// TestUses checks which globals go with a function.
func TestUses(t *testing.T) {
	if !engine.Known() {
		t.Skip("this version of the engine keeps global variables elsewhere")
	}
	const src = `
a = b = c = d = e = g = 1
hidden = lambda: d

def leaf():
    return a

def alone():
    a = 2
    return a

def nested():
    def inner():
        return [b for _ in range(3)]
    return inner

def tried():
    try:
        return c
    except ValueError:
        return leaf()

def twice(n, m):
    for i in range(n):
        n = n * m + e
    return n

def loop(): return ring()
def ring(): return loop() + g

def default(x=leaf):
    return x()

def far():
    return hidden()

class C:
    size = a
    def method(self):
        return leaf(), [C]
`
	code := lowerSource(t, "uses.py", src, syntax.Python, lower.Options{IsPredeclared: newWorld().pre.Has})
	replica, err := code.Replica()
	if err != nil {
		t.Fatal(err)
	}
	for fn, want := range map[string]string{
		"leaf": "a", "alone": "", "nested": "b", "inner": "b", "tried": "a c leaf", "twice": "e", "loop": "g loop ring", "ring": "g loop ring",
		"default": "", "far": "hidden", "method": "C a leaf",
	} {
		found := false
		for _, f := range code.Functions() {
			if f.Name != fn {
				continue
			}
			found = true
			for _, p := range []*starlark.Program{code.Program(), replica} {
				names := engine.Names(p)
				var got []string
				for _, i := range code.Uses(p, f.Index) {
					if !strings.HasPrefix(names[i], "·") {
						got = append(got, names[i])
					}
				}
				slices.Sort(got)
				if s := strings.Join(got, " "); s != want {
					t.Errorf("%s uses %q, want %q (replica: %v)", fn, s, want, p == replica)
				}
			}
		}
		if !found {
			t.Errorf("no function is called %s", fn)
		}
	}
}
