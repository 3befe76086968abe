package engine_test

import (
	"slices"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/engine"
)

func TestGlobals(t *testing.T) {
	if !engine.Known() {
		t.Fatal("this version of the engine keeps global variables elsewhere")
	}
	const src = "def f(): return x + y\nx = 1\nif False: y = 2\n"
	_, prog, err := starlark.SourceProgramOptions(&syntax.FileOptions{TopLevelControl: true}, "f.star", src, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	thread := new(starlark.Thread)
	globals, err := prog.Init(thread, nil)
	if err != nil {
		t.Fatal(err)
	}
	names := engine.Names(prog)
	if want := []string{"f", "x", "y"}; !slices.Equal(names, want) {
		t.Fatalf("names %v, want %v", names, want)
	}
	f := globals["f"].(*starlark.Function)
	values := engine.Globals(f)
	if values[0] != globals["f"] || values[1] != starlark.Value(starlark.MakeInt(1)) || values[2] != nil {
		t.Fatalf("values %v", values)
	}
	values[2] = starlark.MakeInt(41)
	if v, err := starlark.Call(thread, f, nil, nil); err != nil || v.String() != "42" {
		t.Fatalf("f() = %v, %v after setting y", v, err)
	}
}
