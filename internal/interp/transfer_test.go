package interp

import "testing"

// TestTransfer packs values and unpacks them again: what comes back is equal, shares
// what was shared, and is never the same mutable value.
func TestTransfer(t *testing.T) {
	tests := []struct{ name, script, want string }{
		{"atoms", `print(echo(None, True, 1, 10**30, 1.5, "a", "é", b"b"))`, "(None, True, 1, 1000000000000000000000000000000, 1.5, 'a', 'é', b'b')\n"},
		{"containers are copied", `
a = [1, {"k": [2]}, {3}]
b = echo(a)[0]
b[1]["k"].append(9); b[2].add(4); b.append(5)
print(a, b)`, "[1, {'k': [2]}, {3}] [1, {'k': [2, 9]}, {3, 4}, 5]\n"},
		{"sharing", `
x = []
a, b, c = echo(x, x, [x])
print(a is b, c[0] is a, a is x)`, "True True False\n"},
		{"cycles", `
x = [1]; x.append(x)
d = {}; d["d"] = (d, x)
y, e = echo(x, d)
print(y[1] is y, e["d"][0] is e, e["d"][1] is y)`, "True True True\n"},
		{"instances meet their class", `
class A:
    total = []
    def __init__(self, n): self.n = n
    def twice(self): return self.n * 2
a = A([1])
b, m = echo(a, a.twice)
b.n.append(2)
print(type(b) is A, a.n, b.n, m(), b.total is A.total)`, "True [1] [1, 2] [1, 2, 1, 2] True\n"},
		{"functions", `
def f(): return base
def make(k):
    n = [k]
    def g(x=[7]): return n, x
    return g
base = 1
g = make(3)
h, k = echo(f, g)
print(h is f, k() == g(), k()[0] is g()[0], k()[1] is g()[1])`, "True True False False\n"},
		{"exceptions", `
e = ValueError("bad", 3); e.extra = [1]
r = echo(e)[0]
print(repr(r), r.args, r.extra, r is e)`, "ValueError('bad', 3) ('bad', 3) [1] False\n"},
		{"keys with a hash of their own", `
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(self.n)
    def __eq__(self, o): return self.n == o.n
d = echo({K(1): "one"})[0]
print(d[K(1)])`, "one\n"},
		{"bytearray", `
b = bytearray(b"ab"); c = echo(b)[0]
c.append(99)
print(b, c)`, "bytearray(b'ab') bytearray(b'abc')\n"},
		{"what cannot go is named", `
def gen(): yield
class A: pass
a = A(); a.x = {"k": [1, (2, gen())]}
for v in (gen(), [gen()], {"a": {3: gen()}}, a):
    try: echo(v)
    except TypeError as e: print(e, getattr(e, "__notes__", ""))`, "cannot pickle 'generator' object ['in [0]']\ncannot pickle 'generator' object ['in [0][0]']\n" +
			"cannot pickle 'generator' object [\"in [0]['a'][3]\"]\ncannot pickle 'generator' object [\"in [0].x['k'][1][1]\"]\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, code := runScript(t, "from proc import echo\n"+test.script+"\n")
			if out != test.want || code != 0 {
				t.Errorf("exit code %d, printed\n%swant\n%s", code, out, test.want)
			}
		})
	}
}
