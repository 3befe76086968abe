package lower_test

import (
	"reflect"
	"testing"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
)

const compiledSource = `"""doc"""
import sys
text = "ü"
def plain(a, b=2, *, c="ü"):
    "says"
    return a + b + len(text)
class C:
    def method(self, x):
        try:
            return [y / x for y in range(3)]
        except ZeroDivisionError:
            return lambda: x
def gen():
    yield plain(1)
`

// TestCompiled loads a code from its compiled form, and asks both for everything.
func TestCompiled(t *testing.T) {
	opts := lower.Options{IsPredeclared: newWorld().pre.Has, Key: "compiled.py"}
	code := lowerSource(t, "compiled.py", compiledSource, syntax.Python, opts)
	compiled := 0
	loaded, err := lower.Load(code.Compiled(), code.Source(), code.Dialect(), opts, func() (*lower.Code, error) {
		compiled++
		return lowerSource(t, "compiled.py", compiledSource, syntax.Python, opts), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	same := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	same("plain", loaded.Plain(), code.Plain())
	same("key", loaded.Key(), code.Key())
	same("module", loaded.ModuleName(), code.ModuleName())
	gotDoc, _ := loaded.Doc()
	wantDoc, _ := code.Doc()
	same("doc", gotDoc, wantDoc)
	for _, f := range code.Functions() {
		want := *f
		want.Tree = nil
		got := loaded.Function(f.Index)
		if got == nil {
			t.Fatalf("no %s", f.Name)
		}
		if len(got.Params) == 0 && len(want.Params) == 0 {
			want.Params = got.Params
		}
		if len(got.Free) == 0 && len(want.Free) == 0 {
			want.Free = got.Free
		}
		same(f.Qualname, *got, want)
	}
	replica, err := code.Replica()
	if err != nil {
		t.Fatal(err)
	}
	again, err := loaded.Replica()
	if err != nil {
		t.Fatal(err)
	}
	same("layout", loaded.Layout(again), code.Layout(replica))
	same("compiled form", len(loaded.Compiled()), len(code.Compiled()))
	if compiled != 0 {
		t.Errorf("compiled %d times before that was needed", compiled)
	}
	for col := int32(0); col < 200; col++ {
		got, gotOK := loaded.Span(col)
		want, wantOK := code.Span(col)
		if got != want || gotOK != wantOK {
			t.Errorf("span %d: %v, want %v", col, got, want)
		}
		if got, want := loaded.FunctionAt(col), code.FunctionAt(col); (got == nil) != (want == nil) || got != nil && got.Index != want.Index {
			t.Errorf("function at %d: %v, want %v", col, got, want)
		}
		same("variables", loaded.Variables(col), code.Variables(col))
		same("comprehensions", loaded.Comprehensions(col), code.Comprehensions(col))
	}
	if compiled != 1 {
		t.Errorf("compiled %d times", compiled)
	}
}

// TestLoadDamaged cuts a compiled form off at every place before the program: that must be an error, and no panic.
func TestLoadDamaged(t *testing.T) {
	opts := lower.Options{IsPredeclared: newWorld().pre.Has, Key: "compiled.py"}
	code := lowerSource(t, "compiled.py", compiledSource, syntax.Python, opts)
	for n := range 40 {
		if _, err := lower.Load(code.Compiled()[:n], code.Source(), code.Dialect(), opts, nil); err == nil {
			t.Errorf("loaded from the first %d bytes", n)
		}
	}
}
