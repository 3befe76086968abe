package engine_test

import (
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/engine"
)

func TestPC(t *testing.T) {
	const src = "def f():\n    n = 0\n    for i in range(7):\n        n = n + 1\n        n = n - 1\n    return n\nf()\n"
	thread := new(starlark.Thread)
	var back, last int
	inside := false
	thread.SetMaxExecutionSteps(1)
	thread.OnMaxSteps = func(thread *starlark.Thread) {
		pc, ok := engine.PC(thread)
		if !ok {
			t.Fatal("this version of the engine keeps the program counter elsewhere")
		}
		if in := thread.CallStackDepth() == 2; in && inside && int(pc) < last {
			back++
		} else {
			inside = in
		}
		last = int(pc)
	}
	if _, err := starlark.ExecFileOptions(&syntax.FileOptions{}, thread, "f.star", src, nil); err != nil {
		t.Fatal(err)
	}
	if back != 7 {
		t.Errorf("%d jumps back in a loop of 7 turns", back)
	}
}

func TestCancelled(t *testing.T) {
	if !engine.CancelKnown() {
		t.Fatal("this version of the engine has the reason elsewhere")
	}
	thread := new(starlark.Thread)
	if reason := engine.Cancelled(thread); reason != nil {
		t.Error(*reason)
	}
	thread.Cancel("why")
	if reason := engine.Cancelled(thread); reason == nil || *reason != "why" {
		t.Error(reason)
	}
}

func TestSetVariable(t *testing.T) {
	if !engine.CanSetVariable() {
		t.Fatal("this version of the engine has variables elsewhere")
	}
	const src = "def f(a, b):\n    def g(): return b\n    return (a, g())\nx = f(1, 2)\n"
	thread := new(starlark.Thread)
	thread.SetMaxExecutionSteps(1)
	thread.OnMaxSteps = func(thread *starlark.Thread) {
		if fn, ok := thread.DebugFrame(0).Callable().(*starlark.Function); ok && fn.Name() == "f" {
			engine.SetVariable(thread, 0, starlark.String("a"))
			engine.SetVariable(thread, 1, starlark.String("b"))
			thread.OnMaxSteps = func(*starlark.Thread) {}
		}
	}
	globals, err := starlark.ExecFileOptions(&syntax.FileOptions{}, thread, "f.star", src, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := globals["x"].String(); got != `("a", "b")` {
		t.Error(got)
	}
}

// TestAtHand: what functions are working with is seen, in functions with variables and without, and in those around them.
func TestAtHand(t *testing.T) {
	const src = `
def f(a, b):
    [b][0][7] = "key"
def g():
    e = "e"
    f("a", {"d": 1})
def h():
    g()
h()
`
	thread := new(starlark.Thread)
	seen := make(map[string]bool)
	deepest := 0
	thread.SetMaxExecutionSteps(1)
	thread.OnMaxSteps = func(thread *starlark.Thread) {
		deepest = max(deepest, thread.CallStackDepth())
		engine.AtHand(thread, 3, func(v starlark.Value) { seen[v.String()] = true })
	}
	if _, err := starlark.ExecFileOptions(&syntax.FileOptions{}, thread, "f.star", src, nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"a"`, `"e"`, `"key"`, "7", `{"d": 1}`, "<function f>", "<function g>", "<function h>"} {
		if !seen[want] {
			t.Errorf("%s is not seen", want)
		}
	}
	if deepest != 4 {
		t.Errorf("%d functions deep", deepest)
	}
}
