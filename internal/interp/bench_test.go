package interp

import (
	"context"
	"io"
	"os"
	"testing"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
	"go.starlark.net/starlark"
)

// bench runs a script whose function work(n) does something n times.
func bench(b *testing.B, src string) {
	b.Helper()
	b.ReportAllocs()
	rt := New(Config{Stdout: io.Discard, Stderr: os.Stderr, Pid: os.Getpid(), Modules: []Def{{Name: "proc", Init: func(in *Interp, m *object.Module) error {
		m.Set("start", object.NewFunc("start", func(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			in := Of(t)
			p, err := in.Start(t, Spawn{Name: "child", Value: args, Run: func(child *Interp, t *starlark.Thread, v starlark.Value) error {
				args := v.(starlark.Tuple)
				_, err := starlark.Call(t, args[0], args[1:], nil)
				return err
			}})
			if err != nil {
				return nil, err
			}
			return starlark.None, in.Err(t, p.Exited().Wait(in.Task(t), ipc.Forever))
		}))
		return nil
	}}}})
	c, err := rt.Compile("bench.py", "bench.py", []byte(src), syntax.Python, lower.Options{})
	if err != nil {
		b.Fatal(err)
	}
	code := rt.Run(context.Background(), func(in *Interp, t *starlark.Thread) error {
		if err := in.RunMain(t, c, "bench.py"); err != nil {
			return err
		}
		work, _ := in.modules["__main__"].Get("work")
		b.ResetTimer()
		_, err := starlark.Call(t, work, starlark.Tuple{starlark.MakeInt(b.N)}, nil)
		b.StopTimer()
		return err
	})
	if code != 0 {
		b.Fatalf("exit code %d", code)
	}
}

// BenchmarkStart is a snapshot, a child that calls a function, and its end.
func BenchmarkStart(b *testing.B) {
	bench(b, "import proc\ndef f(): pass\ndef work(n):\n    for _ in range(n): proc.start(f)\n")
}

// BenchmarkStartGlobals is the same with a hundred globals, half of them mutable.
func BenchmarkStartGlobals(b *testing.B) {
	src := "import proc\ndef f(): pass\n"
	for i := range 50 {
		n := string(rune('a'+i%26)) + string(rune('a'+i/26))
		src += "x" + n + " = 1\ny" + n + " = [1, 2]\n"
	}
	bench(b, src+"def work(n):\n    for _ in range(n): proc.start(f)\n")
}

// BenchmarkStartFunctions is BenchmarkStart in a file with a hundred functions, which the child does not call.
func BenchmarkStartFunctions(b *testing.B) {
	src := "import proc\ndef f(): pass\n"
	for i := range 100 {
		n := string(rune('a'+i%26)) + string(rune('a'+i/26))
		src += "def g" + n + "(x, y=1):\n    return [x for _ in range(y)]\n"
	}
	bench(b, src+"def work(n):\n    for _ in range(n): proc.start(f)\n")
}

// BenchmarkWith is a with statement whose manager and body do nothing.
func BenchmarkWith(b *testing.B) {
	bench(b, "class M:\n    def __enter__(self): pass\n    def __exit__(self, *args): pass\ndef work(n):\n    m = M()\n"+
		"    for _ in range(n):\n        with m:\n            pass\n")
}

func BenchmarkTry(b *testing.B) {
	bench(b, "def work(n):\n    for _ in range(n):\n        try:\n            pass\n        except ValueError:\n            pass\n")
}

func BenchmarkFormat(b *testing.B) {
	bench(b, "def work(n):\n    for i in range(n): f'{i:>5} of {n!r}'\n")
}
