package interp

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
	"go.starlark.net/starlark"
)

// runScript runs a script in a runtime that has one module, "proc", whose
// run(fn, *args) starts a child that calls fn, waits for it, and returns its exit
// code. short() finds that memory runs out.
func runScript(t *testing.T, src string) (out string, code int) {
	t.Helper()
	var buf strings.Builder
	rt := New(Config{
		Stdout: &buf, Stderr: &buf, Pid: os.Getpid(),
		Modules: []Def{{Name: "proc", Init: func(in *Interp, m *object.Module) error {
			m.Set("run", object.NewFunc("run", runChild))
			m.Set("short", object.NewFunc("short", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				in.rt.outOfMemory()
				return starlark.None, nil
			}))
			for name, do := range map[string]func(*starlark.Thread, starlark.Tuple) error{
				"interrupt": func(*starlark.Thread, starlark.Tuple) error { in.proc.Interrupt(); return nil },
				"unlocked":  func(*starlark.Thread, starlark.Tuple) error { in.Unlocked(in.proc.Interrupt); return nil },
				"joined": func(th *starlark.Thread, _ starlark.Tuple) error {
					ended := ipc.NewEvent()
					ended.Set()
					return in.Err(th, ended.Wait(in.Task(th), ipc.Forever))
				},
				"atexit": func(_ *starlark.Thread, args starlark.Tuple) error {
					in.OnExit(func(th *starlark.Thread) { starlark.Call(th, args[0], nil, nil) })
					return nil
				},
			} {
				m.Set(name, object.NewFunc(name, func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
					return starlark.None, do(th, args)
				}))
			}
			m.Set("echo", object.NewFunc("echo", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				msg, err := Pack(th, args)
				if err != nil {
					return nil, err
				}
				return Unpack(th, msg)
			}))
			return nil
		}}},
	})
	c, err := rt.Compile("test.py", "test.py", []byte(src), syntax.Python, lower.Options{})
	if err != nil {
		t.Fatal(err)
	}
	code = rt.Run(context.Background(), func(in *Interp, th *starlark.Thread) error {
		return in.RunMain(th, c, "test.py")
	})
	return buf.String(), code
}

func runChild(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	in := Of(t)
	p, err := in.Start(t, Spawn{
		Name:  "child",
		Value: args,
		Run: func(child *Interp, t *starlark.Thread, v starlark.Value) error {
			args := v.(starlark.Tuple)
			_, err := starlark.Call(t, args[0], args[1:], nil)
			return err
		},
	})
	if err != nil {
		return nil, err
	}
	if err := p.Exited().Wait(in.Task(t), ipc.Forever); err != nil {
		return nil, in.Err(t, err)
	}
	code, _ := p.ExitCode()
	return starlark.MakeInt(code), nil
}

func TestChildHasItsOwnGlobals(t *testing.T) {
	out, code := runScript(t, `
from proc import run
xs = [1]
d = {"a": xs}
def later(): return d
def f(n):
    xs.append(n)
    print("child", xs, later(), d["a"] == xs)
def outer(k):
    def rec(n):
        return k if n == 0 else rec(n - 1)
    return rec
print(run(f, 2))
print(run(lambda: print("lambda", outer(7)(3))))
g = outer(5)
print(run(lambda: print("closure", g(2))))
print(xs, d)
`)
	want := "child [1, 2] {'a': [1, 2]} True\n0\nlambda 7\n0\nclosure 5\n0\n[1] {'a': [1]}\n"
	if out != want || code != 0 {
		t.Errorf("exit code %d, output:\n%s\nwant:\n%s", code, out, want)
	}
}
