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

// TestProto makes a function again in another module, and sees that neither module knows of the other.
func TestProto(t *testing.T) {
	const src = "def root(): return x\ndef f(a, b=2, *, c, d='d'): return [a, b, c, d, x, 'constant', root()]\nx = 1\n"
	_, prog, err := starlark.SourceProgramOptions(&syntax.FileOptions{}, "f.star", src, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	thread := new(starlark.Thread)
	globals, err := prog.Init(thread, nil)
	if err != nil {
		t.Fatal(err)
	}
	root := engine.NewProto(globals["root"].(*starlark.Function)).Root(nil)
	f := engine.NewProto(globals["f"].(*starlark.Function)).In(root)
	if f.Module() != root.Module() || f.Module() == globals["f"].(*starlark.Function).Module() || f.Module().Program() != prog {
		t.Fatal("the function is in the wrong module")
	}
	values := engine.Globals(root)
	if !slices.Equal(values, make([]starlark.Value, 3)) {
		t.Fatalf("a new module has values: %v", values)
	}
	values[0], values[1], values[2] = root, f, starlark.String("own")
	for fn, want := range map[starlark.Value]string{
		f:            `[1, 2, 3, "d", "own", "constant", "own"]`,
		globals["f"]: `[1, 2, 3, "d", 1, "constant", 1]`,
	} {
		v, err := starlark.Call(thread, fn, starlark.Tuple{starlark.MakeInt(1)}, []starlark.Tuple{{starlark.String("c"), starlark.MakeInt(3)}})
		if err != nil || v.String() != want {
			t.Errorf("got %v, %v, want %s", v, err, want)
		}
	}
}
