package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"go.starlark.net/lib/math"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// A module that was written for go.starlark.net.
func ExampleStarlarkModule() {
	run(context.Background(), runtime.Config{Modules: []runtime.Module{runtime.StarlarkModule(math.Module)}, Stdout: os.Stdout}, "a.py", `
import math
print(math.gamma(5), math.pi > 3)
`)
	// Output: 24.0 True
}

// One call of one function.
func ExampleRuntime_Call() {
	prog, err := runtime.Compile("rules.py", []byte("def price(n, each=2): return n * each"))
	if err != nil {
		fmt.Println(err)
		return
	}
	rt := runtime.New(runtime.Config{})
	defer rt.Close()
	fmt.Println(rt.Call(context.Background(), prog, "price", 4))
	_, err = rt.Call(context.Background(), prog, "cost")
	fmt.Println(err)
	// Output:
	// 8 <nil>
	// AttributeError: module '__main__' has no attribute 'cost'
}

func ExampleProgram_Name() {
	prog, err := runtime.Compile("rules.py", nil)
	fmt.Println(prog.Name(), err)
	// Output: rules.py <nil>
}

// Results with the types that the application wants, and what a script offers.
func ExampleScript_CallInto() {
	prog, err := runtime.Compile("plan.py", []byte(`
def split(total, parts):
    return {"share": total // parts, "left": total % parts}

_cache = {}
limit = 10
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	rt := runtime.New(runtime.Config{})
	defer rt.Close()
	s, err := rt.Load(ctx, prog)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close(ctx)
	fmt.Println(s.Names(ctx))
	var plan struct{ Share, Left int }
	fmt.Println(s.CallInto(ctx, &plan, "split", 17, 5), plan)
	var text string
	fmt.Println(s.CallInto(ctx, &text, "split", 17, 5))
	// Output:
	// [limit split] <nil>
	// <nil> {3 2}
	// result of split(): must be str, not dict
}

func TestNames(t *testing.T) {
	s := load(t, runtime.Config{Modules: modules.All()}, "import os.path as p\nfrom math import *\n_x = y = 1\nz: int\nclass C: pass\nfor i in []: pass\ndel y\ndef f(): global g; g = 1")
	names, err := s.Names(context.Background())
	if err != nil || !slices.Contains(names, "C") || !slices.Contains(names, "p") || !slices.Contains(names, "sqrt") || !slices.IsSorted(names) {
		t.Error(names, err)
	}
	for _, name := range []string{"_x", "y", "z", "i", "g", "__name__"} {
		if slices.Contains(names, name) {
			t.Errorf("%s is among %v", name, names)
		}
	}
	if _, err := s.Call(context.Background(), "f"); err != nil {
		t.Fatal(err)
	}
	if names, err := s.Names(context.Background()); err != nil || !slices.Contains(names, "g") {
		t.Error(names, err)
	}
}

func TestDone(t *testing.T) {
	ctx := context.Background()
	open := func(s *runtime.Script) bool {
		select {
		case <-s.Done():
			return false
		default:
			return true
		}
	}
	for _, c := range []struct {
		name, src string
		end       func(s *runtime.Script) error
		check     func(err error) bool
	}{
		{"close", "", func(s *runtime.Script) error { return s.Close(ctx) }, func(err error) bool { return err == nil }},
		{"exit in a thread", "import os, threading\ndef f(): threading.Thread(target=os._exit, args=(3,)).start()", func(s *runtime.Script) error {
			s.Call(ctx, "f")
			<-s.Done()
			return s.Close(ctx)
		}, func(err error) bool {
			var exit *runtime.ExitError
			return errors.As(err, &exit) && exit.Code == 3
		}},
		{"cancelled call", "def f():\n    while True: pass", func(s *runtime.Script) error {
			ctx, cancel := context.WithCancel(ctx)
			called := make(chan error)
			go func() { _, err := s.Call(ctx, "f"); called <- err }()
			cancel()
			err := <-called
			s.Close(context.Background())
			return err
		}, func(err error) bool {
			var cancelled *runtime.CancelError
			return errors.As(err, &cancelled)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			prog, err := runtime.Compile("a.py", []byte(c.src))
			if err != nil {
				t.Fatal(err)
			}
			rt := runtime.New(runtime.Config{Modules: modules.All()})
			defer rt.Close()
			s, err := rt.Load(ctx, prog)
			if err != nil {
				t.Fatal(err)
			}
			if !open(s) {
				t.Fatal("done before it ended")
			}
			err = c.end(s)
			if open(s) || !c.check(err) {
				t.Errorf("open: %t, %v", open(s), err)
			}
			if names, err := s.Names(ctx); err == nil {
				t.Errorf("a script that has ended has names: %v", names)
			}
			<-s.Done()
		})
	}
}
