package object

import (
	"sync"
	"testing"

	"go.starlark.net/starlark"
)

var (
	lazyTestClass = Later(func() *Class { return NewClass(Spec{Name: "Lazy", Module: "test"}) })
	lazyTestFuncs = Later(func() starlark.StringDict {
		nothing := func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, nil
		}
		return starlark.StringDict{"a": NewFunc("same", nothing), "b": NewFunc("same", nothing), "c": starlark.None}
	})
)

func TestLazyOnce(t *testing.T) {
	got := make([]*Class, 16)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() { got[i] = lazyTestClass.Get() })
	}
	wg.Wait()
	for _, c := range got {
		if c == nil || c != got[0] {
			t.Fatalf("several classes: %v", got)
		}
	}
	if c, ok := lazyTestClass.Made(); !ok || c != got[0] {
		t.Error("Made does not return what Get did")
	}
}

// What a Lazy has made is found by its name, also by a process that has not made it: here, before anything else has asked.
func TestLazyNames(t *testing.T) {
	SealNatives()
	b := NativeFunc(NativeName{lazyMark + "b", lazyTestFuncs.n})
	if b == nil || b != lazyTestFuncs.Get()["b"] {
		t.Fatalf("NativeFunc = %v", b)
	}
	for _, v := range []starlark.Value{lazyTestFuncs.Get()["a"], b} {
		name, ok := NativeNameOf(v)
		if f := NativeFunc(name); !ok || f != v {
			t.Errorf("%v has the name %v, %v, which is that of %v", v, name, ok, f)
		}
	}
	name, ok := NativeNameOf(lazyTestClass.Get())
	if c := NativeClass(name); !ok || c != lazyTestClass.Get() {
		t.Errorf("the class has the name %v, %v, which is that of %v", name, ok, c)
	}
	for _, name := range []NativeName{{lazyMark + "c", lazyTestFuncs.n}, {lazyMark + "x", lazyTestFuncs.n}, {lazyMark, -1}, {lazyMark, 1 << 30},
		{lazyMark, lazyTestClass.n}} {
		if f := NativeFunc(name); f != nil {
			t.Errorf("NativeFunc(%v) = %v", name, f)
		}
	}
}

func TestLazyTooLate(t *testing.T) {
	SealNatives()
	defer func() {
		if recover() == nil {
			t.Error("Later after the initialisation did not panic")
		}
	}()
	Later(func() int { return 1 })
}
