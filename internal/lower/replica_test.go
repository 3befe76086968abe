package lower_test

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
)

// child runs a code's replica with a snapshot of a parent's state: functions are made anew by
// their factories, cells are copied, all else is shared.
type child struct {
	*world
	code     *lower.Code
	parent   *world
	maker    starlark.Value
	made     map[*starlark.Function]starlark.Value
	building []*starlark.Function
	cells    map[*cell]*cell
	classes  map[*class]*class
	thread   *starlark.Thread
	t        *testing.T
}

// runReplica runs the replica. If plain is set, it defines the plain functions itself wherever the
// parent's globals still are what the file defines.
func runReplica(t *testing.T, code *lower.Code, parent *world, plain bool) *child {
	t.Helper()
	c := &child{world: newWorld(), code: code, parent: parent, made: map[*starlark.Function]starlark.Value{},
		cells: map[*cell]*cell{}, classes: map[*class]*class{}, thread: &starlark.Thread{}, t: t}
	add := func(name string, f func(args starlark.Tuple) starlark.Value) {
		c.pre[name] = builtin(name, func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return f(args), nil
		})
	}
	text := func(v starlark.Value) string { return string(v.(starlark.String)) }
	add("·factories", func(args starlark.Tuple) starlark.Value {
		c.maker = args[0]
		for name, v := range parent.module.values {
			c.module.values[name] = c.copy(v)
		}
		return starlark.None
	})
	for _, p := range code.Plain() {
		fn, ok := parent.globals()[p.Name].(*starlark.Function)
		plain = plain && ok && fn.Position().Col == p.Index
	}
	add("·plain", func(starlark.Tuple) starlark.Value { return starlark.Bool(plain) })
	top := func() *starlark.Function { return c.building[len(c.building)-1] }
	add("·made", func(args starlark.Tuple) starlark.Value {
		c.made[top()] = args[0]
		return starlark.None
	})
	find := func(name string) starlark.Value {
		fn := top()
		for i := range fn.NumFreeVars() {
			if b, v := fn.FreeVar(i); b.Name == name {
				return v
			}
		}
		return nil
	}
	add("·hasfree", func(args starlark.Tuple) starlark.Value { return starlark.Bool(find(text(args[0])) != nil) })
	add("·free", func(args starlark.Tuple) starlark.Value { return c.copy(find(text(args[0]))) })
	add("·default", func(args starlark.Tuple) starlark.Value {
		i, _ := starlark.AsInt32(args[0])
		v := top().ParamDefault(i)
		if v == nil {
			t.Errorf("%s has no default %d", top().Name(), i)
			return starlark.None
		}
		return c.copy(v)
	})
	add("·has", func(args starlark.Tuple) starlark.Value { return starlark.Bool(parent.globals().Has(text(args[0]))) })
	add("·global", func(args starlark.Tuple) starlark.Value { return c.copy(parent.globals()[text(args[0])]) })
	replica, err := code.Replica()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := replica.Init(c.thread, c.pre); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *child) copy(v starlark.Value) starlark.Value {
	switch v := v.(type) {
	case *starlark.Function:
		if f, ok := c.made[v]; ok {
			return f
		}
		factory, err := starlark.Call(c.thread, c.maker, starlark.Tuple{starlark.MakeInt(int(v.Position().Col))}, nil)
		if err != nil {
			c.t.Fatal(err)
		}
		c.building = append(c.building, v)
		f, err := starlark.Call(c.thread, factory, nil, nil)
		c.building = c.building[:len(c.building)-1]
		if err != nil {
			c.t.Fatal(err)
		}
		return f
	case *cell:
		k, ok := c.cells[v]
		if !ok {
			k = &cell{w: c.world, name: v.name}
			c.cells[v] = k
			if v.v != nil {
				k.v = c.copy(v.v)
			}
		}
		return k
	case *starlark.List:
		var l []starlark.Value
		for x := range starlark.Elements(v) {
			l = append(l, c.copy(x))
		}
		return starlark.NewList(l)
	case *class:
		if v.w.pre[v.name] == v {
			return c.pre[v.name]
		}
		if k, ok := c.classes[v]; ok {
			return k
		}
		k := &class{w: c.world, name: v.name, qualname: v.qualname, doc: v.doc, ns: starlark.StringDict{}}
		c.classes[v] = k
		for _, b := range v.bases {
			k.bases = append(k.bases, c.copy(b).(*class))
		}
		for name, x := range v.ns {
			k.ns[name] = c.copy(x)
		}
		return k
	}
	return v
}

func TestReplicaRuns(t *testing.T) {
	const src = `
state = "unset"
items = [1, 2]

def plain(a, b=2, *args, k=3, **kw):
    return (a, b, args, k, sorted(kw), state)

def closure():
    n = 10
    def inc(by=n + 1):
        nonlocal n
        n += by
        return n
    def both(x):
        return inc() + x + even(x)
    def even(x):
        return 0 if x == 0 else odd(x - 1)
    def odd(x):
        return 1 if x == 0 else even(x - 1)
    return both, (lambda y, z=[5]: (y, z, n))

both, lam = closure()
both(1)

def deco(f):
    def wrapper(*args):
        return ("wrapped", f(*args))
    return wrapper

@deco
def decorated(x):
    if x > 0:
        return decorated(x - 1)
    return x

class C:
    tag = "C"
    def __init__(self, v=items):
        self.v = v
    def get(self):
        try:
            return self.v, __class__.tag
        finally:
            state
class D(C):
    def __init__(self):
        super().__init__(7)

def gen(n):
    for i in range(n):
        with_try = None
        try:
            yield i * factor
        except ValueError as e:
            yield str(e)

try:
    factor = 3
finally:
    state = "set"

def make(tag):
    class Local:
        def get(self):
            return tag, [lambda: t for t in [tag]][0]()
    return Local
L = make("tag")

def report():
    return [
        plain(1), plain(1, 5, 6, k=7, q=8), both(2), lam(1), decorated(2),
        C().get(), D().get(), list(gen(3)), L().get(), any(i > 1 for i in items),
        [f(2) for f in [lambda q: q * factor]], sum(i for i in gen(2)),
    ]
`
	for i := range 4 {
		dynamic, plainDefs := i&1 != 0, i&2 != 0
		code := lowerSource(t, "script.py", src, syntax.Python, lower.Options{Dynamic: dynamic})
		parent := newWorld()
		if _, err := code.Program().Init(&starlark.Thread{}, parent.pre); err != nil {
			t.Fatal(err)
		}
		c := runReplica(t, code, parent, plainDefs)
		report := func(w *world) string {
			fn := w.globals()["report"]
			if v, ok := w.module.values["report"]; ok {
				fn = v
			}
			v, err := starlark.Call(&starlark.Thread{}, fn, nil, nil)
			if err != nil {
				t.Fatalf("dynamic=%v: %v", dynamic, err)
			}
			return w.repr(v)
		}
		first := report(c.world) // before the parent's state changes
		if want := report(parent); first != want {
			t.Errorf("dynamic=%v: replica reports\n%s\nthe parent\n%s", dynamic, first, want)
		}
		if !strings.Contains(first, "'wrapped'") {
			t.Errorf("unexpected report %s", first)
		}
		if n := lower.Missed(code); n != 0 {
			t.Errorf("the replica refers to %d extents that the program has not", n)
		}
	}
}

func TestReplicaDeterministic(t *testing.T) {
	const src = "x = 1\ndef f(a=x):\n  def g(): return a, x\n  return g\nclass C:\n  def m(self): return lambda: self\n"
	var dumps []string
	for range 2 {
		code := lowerSource(t, "s.py", src, syntax.Python, lower.Options{})
		dump, err := lower.DumpReplica(code)
		if err != nil {
			t.Fatal(err)
		}
		dumps = append(dumps, lower.Dump(code)+dump)
	}
	if dumps[0] != dumps[1] {
		t.Errorf("lowering differs from run to run:\n%s\n%s", dumps[0], dumps[1])
	}
}

// TestConcurrentUse uses a Code from many goroutines; run with -race.
func TestConcurrentUse(t *testing.T) {
	code := lowerSource(t, "s.py", "def f(x): return [y for y in x if y]\nz = f([1])\n", syntax.Python, lower.Options{})
	done := make(chan bool)
	for range 8 {
		go func() {
			if _, err := code.Replica(); err != nil {
				t.Error(err)
			}
			for col := int32(-1); col < 40; col++ {
				code.Span(col)
				code.Function(col)
				code.FunctionAt(col)
				code.InComprehension(col)
			}
			code.Names()
			code.Program().Init(&starlark.Thread{}, newWorld().pre)
			done <- true
		}()
	}
	for range 8 {
		<-done
	}
}
