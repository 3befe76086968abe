package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

func compile(t testing.TB, src string) *runtime.Program {
	t.Helper()
	return compileAs(t, "test.py", src)
}

func compileAs(t testing.TB, name, src string) *runtime.Program {
	t.Helper()
	p, err := runtime.Compile(name, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func load(t testing.TB, cfg runtime.Config, src string) *runtime.Script {
	t.Helper()
	rt := runtime.New(cfg)
	s, err := rt.Load(context.Background(), compile(t, src))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
		rt.Close()
	})
	return s
}

type point struct {
	X, Y   int
	UserID string
	Hidden int `mpstar:"-"`
	Other  *int
}

type counter struct {
	N    int
	Name string
}

func (c *counter) Add(n int) int                { c.N += n; return c.N }
func (c *counter) GetValue() (int, error)       { return c.N, nil }
func (c *counter) String() string               { return fmt.Sprintf("counter at %d", c.N) }
func (c *counter) Fail() error                  { return errBase }
func (c *counter) Each(f func(int) error) error { return f(c.N) }

var errBase = errors.New("base error")

// TestRoundTrip passes Go values through a script's identity function.
func TestRoundTrip(t *testing.T) {
	s := load(t, runtime.Config{}, "def same(x): return x\ndef show(x): return repr(x)\n")
	huge, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	for _, c := range []struct {
		in   any
		repr string
		out  any
	}{
		{nil, "None", nil},
		{true, "True", true},
		{uint8(3), "3", int64(3)},
		{huge, huge.String(), huge},
		{1.5, "1.5", 1.5},
		{"a\u00e9", "'a\u00e9'", "a\u00e9"},
		{[]byte("ab"), "b'ab'", []byte("ab")},
		{[]string{"a"}, "['a']", []any{"a"}},
		{[]int(nil), "[]", []any{}},
		{[2]int{1, 2}, "(1, 2)", runtime.Tuple{int64(1), int64(2)}},
		{map[string]int{"b": 2, "a": 1}, "{'a': 1, 'b': 2}", map[string]any{"a": int64(1), "b": int64(2)}},
		{map[int]string{10: "x", 9: "y"}, "{9: 'y', 10: 'x'}", map[any]any{int64(9): "y", int64(10): "x"}},
		{map[int]struct{}{1: {}}, "{1}", runtime.Set{int64(1): struct{}{}}},
		{point{X: 1, UserID: "u"}, "namespace(x=1, y=0, user_id='u', other=None)", &runtime.Object{Class: "types.SimpleNamespace",
			Attrs: map[string]any{"x": int64(1), "y": int64(0), "user_id": "u", "other": nil}}},
		{time.Unix(12, 5e8), "12.5", 12.5},
		{1500 * time.Millisecond, "1.5", 1.5},
		{runtime.Tuple{1, "a"}, "(1, 'a')", runtime.Tuple{int64(1), "a"}},
	} {
		shown, err := s.Call(context.Background(), "show", c.in)
		if err != nil || shown != c.repr {
			t.Errorf("%T: repr %v, %v; want %s", c.in, shown, err, c.repr)
		}
		out, err := s.Call(context.Background(), "same", c.in)
		if err != nil || !reflect.DeepEqual(out, c.out) {
			t.Errorf("%T: %#v, %v; want %#v", c.in, out, err, c.out)
		}
	}
}

func TestInto(t *testing.T) {
	s := load(t, runtime.Config{}, `
p = {'x': 1, 'user_id': 'u', 'other': 3}
class P: pass
q = P()
q.x = 7
xs = [1, 2, 3]
loop = []
loop.append(loop)
nested = {'a': [{'port': 70000}]}
f = lambda x: x * 2
b = b'xyz'
`)
	ctx := context.Background()
	var p point
	if err := s.GetInto(ctx, &p, "p"); err != nil || p.X != 1 || p.UserID != "u" || *p.Other != 3 {
		t.Error(p, err)
	}
	if err := s.GetInto(ctx, &p, "q"); err != nil || p.X != 7 {
		t.Error(p, err)
	}
	var xs [3]uint8
	if err := s.GetInto(ctx, &xs, "xs"); err != nil || xs != [3]uint8{1, 2, 3} {
		t.Error(xs, err)
	}
	var f func(int) (string, error)
	var g func(context.Context, int) (int, error)
	if err := s.GetInto(ctx, &g, "f"); err != nil {
		t.Fatal(err)
	}
	if n, err := g(ctx, 21); n != 42 || err != nil {
		t.Error(n, err)
	}
	if err := s.GetInto(ctx, &f, "f"); err != nil {
		t.Fatal(err)
	}
	if _, err := f(1); err == nil || !strings.Contains(err.Error(), "must be str, not int") {
		t.Error(err)
	}
	var conv *runtime.ConversionError
	var ports map[string][]struct{ Port uint16 }
	if err := s.GetInto(ctx, &ports, "nested"); !errors.As(err, &conv) || err.Error() != "nested['a'][0]['port']: 70000 does not fit into a Go uint16" {
		t.Error(err)
	}
	if _, err := s.Get(ctx, "loop"); !errors.As(err, &conv) || err.Error() != "[0]: contains itself" {
		t.Error(err)
	}
	var wrong struct{ Z int }
	if err := s.GetInto(ctx, &wrong, "p"); err == nil || !strings.Contains(err.Error(), "has no such field") {
		t.Error(err)
	}
}

func TestHostFunctions(t *testing.T) {
	c := &counter{Name: "c"}
	type opts struct{ Sep string }
	m, err := runtime.NewModule("host", "", map[string]any{
		"join":    func(o ...string) string { return strings.Join(o, "-") },
		"opt":     func(a int, o opts) string { return fmt.Sprint(a, o.Sep) },
		"kw":      func(kw runtime.Keywords) int { return len(kw) },
		"div":     func(a, b int) (int, int, error) { return a / b, a % b, nil },
		"fail":    func() error { return errBase },
		"raise_":  func() error { return runtime.Errorf("ValueError", "bad %d", 3) },
		"missing": func() error { return &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist} },
		"twice": func(ctx context.Context, f *runtime.Func) (any, error) {
			if _, err := f.Call(ctx, 1); err != nil {
				return nil, err
			}
			return f.Call(ctx, 2)
		},
		"counter": c,
		"limit":   10,
	})
	if err != nil {
		t.Fatal(err)
	}
	s := load(t, runtime.Config{Modules: append(modules.All(), m), Globals: map[string]any{"who": "ada"}}, `
import host
def calls():
    return [host.join("a", "b"), host.opt(1, sep="x"), host.kw(a=1, b=2), host.div(7, 2), host.limit, who]
def raises(name):
    try:
        getattr(host, name)()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
def back():
    seen = []
    r = host.twice(lambda n: seen.append(n) or len(seen))
    return seen, r
class Mine(Exception): pass
def through():
    def f(n): raise Mine("m", n)
    try:
        host.twice(f)
    except Mine as e:
        return e.args
def obj():
    c = host.counter
    c.add(3)
    c.name = "d"
    got = []
    c.each(lambda n: got.append(n))
    return c.get_value(), c.n, c.name, str(c), got
def uncaught(): host.fail()
from multiprocessing import Process, Pool
def pool():
    with Pool(2) as p:
        return p.map(host.join, ["x", "y"])
def target():
    p = Process(target=host.join, args=("a",))
    p.start(); p.join()
    return p.exitcode
`)
	ctx := context.Background()
	for _, c := range []struct {
		fn   string
		args []any
		want string
	}{
		{"calls", nil, "[a-b 1x 2 [3 1] 10 ada]"},
		{"raises", []any{"fail"}, "RuntimeError: base error"},
		{"raises", []any{"raise_"}, "ValueError: bad 3"},
		{"raises", []any{"missing"}, "FileNotFoundError: [Errno 2] No such file or directory: 'x'"},
		{"raises", []any{"div"}, "TypeError: div() takes 2 positional arguments but 0 were given"},
		{"back", nil, "[[1 2] 2]"},
		{"through", nil, "[m 1]"},
		{"obj", nil, "[3 3 d counter at 3 [3]]"},
		{"pool", nil, "[x y]"},
		{"target", nil, "0"},
	} {
		v, err := s.Call(ctx, c.fn, c.args...)
		if got := fmt.Sprint(v); err != nil || got != c.want {
			t.Errorf("%s%v = %s, %v; want %s", c.fn, c.args, got, err, c.want)
		}
	}
	_, err = s.Call(ctx, "uncaught")
	var script *runtime.ScriptError
	if !errors.Is(err, errBase) || !errors.As(err, &script) || script.Frames[len(script.Frames)-1].Function != "uncaught" {
		t.Error(err)
	}
}
