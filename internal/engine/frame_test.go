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
