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
