package builtin

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/object"
	psyntax "github.com/mpstar/mpstar/internal/syntax"
)

// A host is the little of an interpreter that the builtins need in tests.
type host struct {
	object.Host
	out   strings.Builder
	lines []string
	state map[any]any
}

func (h *host) Write(_ *starlark.Thread, fd int, s string) error { h.out.WriteString(s); return nil }
func (h *host) Flush(*starlark.Thread, int) error                { return nil }
func (h *host) ReadLine(_ *starlark.Thread, prompt string) (string, error) {
	h.out.WriteString(prompt)
	if len(h.lines) == 0 {
		return "", io.EOF
	}
	line := h.lines[0]
	h.lines = h.lines[1:]
	return line, nil
}
func (h *host) Dying() bool                                                            { return false }
func (h *host) Died() <-chan struct{}                                                  { return nil }
func (h *host) Frame(starlark.CallFrame) (f object.Frame, k object.FrameKind, ok bool) { return }
func (h *host) Function(*starlark.Function) *object.FunctionInfo                       { return nil }
func (h *host) FunctionAt(starlark.CallFrame) *object.FunctionInfo                     { return nil }
func (h *host) ImportClass(string, string) (*object.Class, error)                      { return nil, nil }

func newThread(h *host) *starlark.Thread {
	env := object.NewEnv(h)
	t := &starlark.Thread{Name: "test"}
	env.Bind(t)
	env.Thread = t
	return t
}

// evaluate returns repr(x), or the exception, of an expression in the engine's own
// syntax with Python's builtins.
func evaluate(thread *starlark.Thread, expr string) string {
	env := object.EnvOf(thread)
	opts := &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}
	v, err := starlark.EvalOptions(opts, thread, "test.py", expr, Predeclared(psyntax.Python))
	if err == nil {
		err = env.TakePending()
	}
	var s string
	if err == nil {
		s, err = object.Repr(env, v)
	}
	if err != nil {
		exc, ok := object.AsException(env, err)
		if !ok {
			return "uncatchable " + err.Error()
		}
		msg, _ := object.Str(env, exc)
		return strings.TrimSpace(exc.Class().Name() + " " + msg)
	}
	return s
}

var address = regexp.MustCompile(`0x[0-9a-f]+`)

// compareExprs evaluates each expression here and in CPython.
func compareExprs(t *testing.T, exprs []string) {
	t.Helper()
	var want []string
	oracle(t, `
import json, sys
def run(s):
    try: return repr(eval(s))
    except BaseException as e: return (type(e).__name__ + ' ' + str(e)).strip()
print(json.dumps([run(s) for s in json.load(sys.stdin)]))`, exprs, &want)
	for i, e := range exprs {
		got := evaluate(newThread(&host{}), e)
		if address.ReplaceAllString(got, "0x") != address.ReplaceAllString(want[i], "0x") {
			t.Errorf("%s\n got %s\nwant %s", e, got, want[i])
		}
	}
}

func lines(s string) []string {
	var all []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" && l[0] != '#' {
			all = append(all, l)
		}
	}
	return all
}

// TestExpressions compares calls of builtins with CPython's, results and errors alike.
func TestExpressions(t *testing.T) {
	for name, table := range exprTables {
		t.Run(name, func(t *testing.T) { compareExprs(t, lines(table)) })
	}
}

func TestPrint(t *testing.T) {
	for _, c := range []struct{ expr, want string }{
		{`print(1, "a", None)`, "1 a None\n"},
		{`print(1, 2, sep="", end="!")`, "12!"},
		{`print()`, "\n"},
		{`print(sep="x")`, "\n"},
		{`print([1, "a"], sep=None, end=None, flush=True, file=None)`, "[1, 'a']\n"},
	} {
		h := &host{}
		if got := evaluate(newThread(h), c.expr); got != "None" || h.out.String() != c.want {
			t.Errorf("%s: got %q, result %s; want %q", c.expr, h.out.String(), got, c.want)
		}
	}
}

func TestInput(t *testing.T) {
	h := &host{lines: []string{"first"}}
	thread := newThread(h)
	if got := evaluate(thread, `input("? ")`); got != "'first'" {
		t.Errorf("got %s", got)
	}
	if got := evaluate(thread, `input()`); got != "EOFError EOF when reading a line" {
		t.Errorf("got %s", got)
	}
	if h.out.String() != "? " {
		t.Errorf("prompt: got %q", h.out.String())
	}
}

// TestNames checks that each name in CPython's builtins is here, or listed as absent.
func TestNames(t *testing.T) {
	var names []string
	oracle(t, "import builtins, json; print(json.dumps(dir(builtins)))", nil, &names)
	absent := make(map[string]bool)
	for _, a := range Absent {
		absent[a.Name] = true
	}
	have := Predeclared(psyntax.Python)
	for _, n := range names {
		switch n {
		case "__name__", "__doc__", "__package__", "_":
			continue // the module's own
		}
		if absent[n] {
			continue
		}
		if have[n] == nil {
			t.Errorf("%s is neither here nor listed as absent", n)
		}
	}
	for _, a := range Absent {
		if _, ok := have[a.Name]; ok && !strings.HasPrefix(evaluate(newThread(&host{}), a.Name+"()"), "NotImplementedError "+a.Name+"() is not part of mpstar: ") {
			t.Errorf("%s is here and listed as absent", a.Name)
		}
	}
}

func TestStarlarkNames(t *testing.T) {
	have := Predeclared(psyntax.Starlark)
	own := starlark.StringDict{}
	addStarlark(own)
	for name, v := range starlark.Universe {
		if !own.Has(name) && have[name] != v {
			t.Errorf("%s is not the engine's", name)
		}
	}
	for _, name := range []string{"ValueError", "isinstance", "open", "sum", "object"} {
		if have[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}
}

// TestBounds calls builtins with arguments that would exhaust the host.
func TestBounds(t *testing.T) {
	for _, c := range []struct{ expr, want string }{
		{`list(range(10 * 1000 * 1000 * 1000 * 1000))`, "MemoryError"},
		{`tuple(range(1 << 40))`, "MemoryError"},
		{`set(range(1 << 40))`, "MemoryError"},
		{`[].extend(range(1 << 40))`, "MemoryError"},
		{`sorted(range(1 << 40))`, "MemoryError"},
		{`bytes(1 << 40)`, "MemoryError"},
		{`bytearray(1 << 40)`, "MemoryError"},
		{`pow(3, pow(2, 400000), pow(2, 400000) + 1)`, "OverflowError pow() with numbers of 2, 400001 and 400001 bits is more work than is allowed"},
	} {
		if got := evaluate(newThread(&host{}), strings.ReplaceAll(c.expr, "[].extend", "getattr([], 'extend')")); got != c.want {
			t.Errorf("%s: got %s, want %s", c.expr, got, c.want)
		}
	}
}

// A dyingHost refuses to go on.
type dyingHost struct{ host }

func (*dyingHost) Check(*starlark.Thread) error { return fmt.Errorf("stop") }

// TestCancel checks that loops in Go end when the interpreter says so.
func TestCancel(t *testing.T) {
	for _, expr := range []string{
		`sum(range(1 << 60))`, `max(range(1 << 60))`, `all(map(lambda x: True, range(1 << 60)))`,
		`list(filter(lambda x: False, range(1 << 60)))`, `list(zip(range(1 << 60)))`, `any(enumerate(iter(int, 1)))`,
		`dict.fromkeys(map(lambda x: 0, range(1 << 60)))`, `sorted(map(lambda x: 0, range(1 << 60)))`,
		`bytes(map(lambda x: 0, range(1 << 60)))`,
	} {
		h := &dyingHost{}
		env := object.NewEnv(h)
		thread := &starlark.Thread{}
		env.Bind(thread)
		env.Thread = thread
		if got := evaluate(thread, strings.ReplaceAll(expr, "any(enumerate", "all(enumerate")); !strings.Contains(got, "stop") {
			t.Errorf("%s: got %s", expr, got)
		}
	}
}

// TestNesting checks that iterators over iterators can't exhaust the Go stack.
func TestNesting(t *testing.T) {
	for _, name := range []string{"zip", "enumerate", "iter"} {
		thread := newThread(&host{})
		fn := Predeclared(psyntax.Python)[name]
		var it starlark.Value = starlark.NewList([]starlark.Value{starlark.None})
		var err error
		for range 20_000 {
			if it, err = starlark.Call(thread, fn, starlark.Tuple{it}, nil); err != nil {
				break
			}
		}
		if name == "iter" {
			if err != nil {
				t.Errorf("iter: %v", err)
			}
		} else if err == nil || !strings.Contains(err.Error(), "RecursionError") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
