package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing/fstest"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

func Example() {
	prog, err := runtime.Compile("squares.py", []byte(`
from multiprocessing import Pool

def square(n):
    return n * n

with Pool(4) as pool:
    print(pool.map(square, range(5)))
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	rt := runtime.New(runtime.Config{Modules: modules.All(), Stdout: os.Stdout})
	if err := rt.Run(context.Background(), prog); err != nil {
		fmt.Println(err)
	}
	// Output: [0, 1, 4, 9, 16]
}

// run compiles and runs a script.
func run(ctx context.Context, cfg runtime.Config, name, src string) error {
	prog, err := runtime.Compile(name, []byte(src))
	if err != nil {
		return err
	}
	return runtime.New(cfg).Run(ctx, prog)
}

// The name decides the dialect: a string's repr has Starlark's quotes in a .star
// file, Python's in all others.
func ExampleCompile() {
	cfg := runtime.Config{Stdout: os.Stdout}
	run(context.Background(), cfg, "a.star", `print(repr("x"), type(1))`)
	run(context.Background(), cfg, "a.py", `print(repr("x"), type(1))`)
	// Output:
	// "x" int
	// 'x' <class 'int'>
}

func ExampleSyntaxError() {
	_, err := runtime.Compile("bad.py", []byte("x = (1,\n"))
	var bad *runtime.SyntaxError
	fmt.Println(errors.As(err, &bad))
	fmt.Println(err)
	// Output:
	// true
	// bad.py:1:5: SyntaxError: '(' was never closed
}

// A script without modules can compute and print, and import nothing.
func ExampleConfig_modules() {
	err := run(context.Background(), runtime.Config{}, "a.py", "import os")
	fmt.Println(err)
	// Output: ModuleNotFoundError: No module named 'os' (this module of Python's standard library is not part of mpstar)
}

// Some modules only: those that a script may have.
func ExampleModule() {
	var some []runtime.Module
	for _, m := range modules.All() {
		if m.Name == "math" {
			some = append(some, m)
		}
	}
	run(context.Background(), runtime.Config{Modules: some, Stdout: os.Stdout}, "a.py", "import math\nprint(math.pi)")
	// Output: 3.141592653589793
}

// Standard input is the main script's; what it prints arrives by whole lines.
func ExampleConfig_stdin() {
	var errors strings.Builder
	cfg := runtime.Config{
		Modules: modules.All(),
		Stdin:   strings.NewReader("Ada\n"),
		Stdout:  os.Stdout,
		Stderr:  &errors,
	}
	run(context.Background(), cfg, "a.py", `
import sys
print("hello,", input())
print("for the log", file=sys.stderr)
`)
	fmt.Print(errors.String())
	// Output:
	// hello, Ada
	// for the log
}

// Args, Environ and Dir are what the script finds in sys.argv, os.environ and
// os.getcwd(); the host's own stay hidden unless they are passed on.
func ExampleConfig_args() {
	cfg := runtime.Config{
		Modules: modules.All(),
		Stdout:  os.Stdout,
		Args:    []string{"job.py", "--fast"},
		Environ: []string{"STAGE=test"},
		Dir:     string(filepath.Separator),
	}
	run(context.Background(), cfg, "job.py", `
import os, sys
print(sys.argv, dict(os.environ), os.getcwd() == os.sep)
`)
	// Output: ['job.py', '--fast'] {'STAGE': 'test'} True
}

// FS holds the files that scripts can read, and Path the directories in it where
// imports look.
func ExampleConfig_path() {
	files := fstest.MapFS{"lib/greet.py": {Data: []byte("def hello(name):\n    return 'hello, ' + name\n")}}
	cfg := runtime.Config{Stdout: os.Stdout, FS: files, Path: []string{"/lib"}}
	run(context.Background(), cfg, "a.py", "import greet\nprint(greet.hello('Ada'))")
	// Output: hello, Ada
}

// A program may be run any number of times, by any number of runtimes at once.
func ExampleProgram() {
	prog, err := runtime.Compile("a.py", []byte("import sys\nprint('run', sys.argv[1])"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, arg := range []string{"1", "2"} {
		runtime.New(runtime.Config{Modules: modules.All(), Stdout: os.Stdout, Args: []string{"a.py", arg}}).Run(context.Background(), prog)
	}
	// Output:
	// run 1
	// run 2
}

// When the context ends, every process of the script is killed.
func ExampleRuntime_Run() {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err := run(ctx, runtime.Config{Modules: modules.All()}, "forever.py", `
from multiprocessing import Process

def forever():
    while True:
        pass

Process(target=forever).start()
forever()
`)
	fmt.Println(err, errors.Is(err, context.DeadlineExceeded))
	// Output: forever.py: context deadline exceeded true
}

// Interrupt does what Ctrl-C does: the script sees KeyboardInterrupt.
func ExampleRuntime_Interrupt() {
	prog, err := runtime.Compile("a.py", []byte(`
import time
try:
    print("working", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("interrupted")
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	var rt *runtime.Runtime
	rt = runtime.New(runtime.Config{Modules: modules.All(), Stdout: writer(func(p []byte) {
		os.Stdout.Write(p)
		if string(p) == "working\n" {
			go rt.Interrupt()
		}
	})})
	fmt.Println(rt.Run(context.Background(), prog))
	// Output:
	// working
	// interrupted
	// <nil>
}

type writer func(p []byte)

func (w writer) Write(p []byte) (int, error) { w(p); return len(p), nil }

func ExampleExitError() {
	err := run(context.Background(), runtime.Config{Modules: modules.All()}, "a.py", "import sys\nsys.exit(3)")
	var exit *runtime.ExitError
	if errors.As(err, &exit) {
		fmt.Println(exit.Code, err)
	}
	// Output: 3 exit status 3
}

func ExampleScriptError() {
	err := run(context.Background(), runtime.Config{}, "a.py", "x = {'a': 1}\nx['b']")
	var failed *runtime.ScriptError
	if errors.As(err, &failed) {
		fmt.Println(failed.Class, failed.Message)
		fmt.Print(failed.Traceback)
	}
	// Output:
	// KeyError 'b'
	// Traceback (most recent call last):
	//   File "a.py", line 2, in <module>
	//     x['b']
	//     ~^^^^^
	// KeyError: 'b'
}

func ExampleExitCode() {
	ctx := context.Background()
	fmt.Println(runtime.ExitCode(run(ctx, runtime.Config{}, "a.py", "pass")))
	fmt.Println(runtime.ExitCode(run(ctx, runtime.Config{}, "a.py", "raise SystemExit(5)")))
	fmt.Println(runtime.ExitCode(run(ctx, runtime.Config{}, "a.py", "1 / 0")))
	// Output:
	// 0
	// 5
	// 1
}

// Limits hold for the script and all that it starts, and no script can swallow them.
func ExampleConfig_limits() {
	cfg := runtime.Config{Limits: runtime.Limits{Steps: 100_000}}
	err := run(context.Background(), cfg, "a.py", `
while True:
    try:
        while True: pass
    except BaseException:
        pass
`)
	var limit *runtime.LimitError
	fmt.Println(errors.As(err, &limit), err)
	// Output: true the script has made more than 100000 steps
}

// An Observer is told of processes and what they write.
func ExampleObserver() {
	cfg := runtime.Config{Modules: modules.All(), Observer: &runtime.Observer{
		Start:  func(e runtime.ProcessEvent) { fmt.Println("start", e.Name) },
		End:    func(e runtime.ProcessEvent) { fmt.Println("end", e.Name, e.ExitCode) },
		Output: func(e runtime.OutputEvent) { fmt.Printf("output %q\n", e.Text) },
	}}
	run(context.Background(), cfg, "a.py", `
from multiprocessing import Process
p = Process(target=print, args=("hello",))
p.start()
p.join()
`)
	// Output:
	// start MainProcess
	// start Process-1
	// output "hello\n"
	// end Process-1 0
	// end MainProcess 0
}

// A Script lives on after it has run, so that its functions can be called.
func ExampleScript() {
	prog, err := runtime.Compile("rules.py", []byte(`
seen = []

def price(item, quantity=1):
    seen.append(item["name"])
    return item["price"] * quantity
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
	type item struct {
		Name  string
		Price float64
	}
	v, err := s.Call(ctx, "price", map[string]any{"name": "tea", "price": 2.5}, 4)
	fmt.Println(v, err)
	_, err = s.Call(ctx, "price", item{"cup", 3})
	fmt.Println(err)
	seen, err := s.Get(ctx, "seen")
	fmt.Println(seen, err, s.Close(ctx))
	// Output:
	// 10 <nil>
	// TypeError: 'SimpleNamespace' object is not subscriptable
	// [tea] <nil> <nil>
}

// A module of the host's: Go functions that scripts call.
func ExampleNewModule() {
	m, err := runtime.NewModule("host", "What the application offers.", map[string]any{
		"repeat": strings.Repeat,
		"check": func(n int) (int, error) {
			if n < 0 {
				return 0, runtime.Errorf("ValueError", "%d is negative", n)
			}
			return n, nil
		},
		"each": func(ctx context.Context, f *runtime.Func) (any, error) { return f.Call(ctx, "called back") },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	run(context.Background(), runtime.Config{Modules: []runtime.Module{m}, Stdout: os.Stdout}, "a.py", `
import host
print(host.repeat("ab", 3), host.each(lambda s: s.upper()))
try:
    host.check(-1)
except ValueError as e:
    print("ValueError:", e)
`)
	// Output:
	// ababab CALLED BACK
	// ValueError: -1 is negative
}

// Without a Clock scripts live in a time of their own; with one, in the host's.
func ExampleConfig_clock() {
	cfg := runtime.Config{Modules: modules.All(), Stdout: os.Stdout}
	run(context.Background(), cfg, "a.py", "import time\nprint(time.gmtime().tm_year)")
	cfg.Clock = runtime.HostClock()
	run(context.Background(), cfg, "a.py", "import time\nprint(time.gmtime().tm_year > 2020)")
	// Output:
	// 2000
	// True
}

// FS gives scripts files to read.
func ExampleConfig_fS() {
	cfg := runtime.Config{Stdout: os.Stdout, FS: fstest.MapFS{"data/a.txt": {Data: []byte("text")}}, Dir: "/data"}
	run(context.Background(), cfg, "a.py", `
print(open("a.txt").read())
try:
    open("b.txt", "w")
except OSError as e:
    print(e)
`)
	// Output:
	// text
	// [Errno 30] Read-only file system: 'b.txt'
}

// Check finds what is wrong with a script and runs nothing.
func ExampleCheck() {
	fmt.Println(runtime.Check("a.py", []byte("print('never printed')")))
	fmt.Println(runtime.Check("a.py", []byte("def f(:\n    pass\n")))
	// Output:
	// <nil>
	// a.py:1:7: SyntaxError: invalid syntax
}
