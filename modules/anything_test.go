package modules_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/cli"
	"github.com/mpstar/mpstar/modules"
)

// anything calls all that the modules in sys.argv have, and the methods of their classes, also of instances that were never initialised, with arguments that
// make no sense. It prints the number of calls, and the functions of private modules that accept twenty arguments.
const anything = `
import sys

class X: pass

values = [None, 1, -1, "a", b"a", 1.5, [], {}, (), X(), 1 << 70, object, X, [None], sys, ValueError]
calls = [()] + [(v,) for v in values] + [(v, v) for v in values[:9]] + [(v,) * 3 for v in values[:5]] + [(v,) * 9 for v in values[:5]]
# What waits, ends the process, or reaches what other tests need.
waits = {"pause", "sigwait", "raise_signal", "sleep", "acquire", "__enter__", "wait", "join", "get", "lock", "interrupt_main", "exit",
         "_acquire_restore", "accept", "listen", "_thread_exit", "recv", "_recv", "allocate", "_exit",
         "default_int_handler"}
count = 0

def call(name, f):
    global count
    if name in waits:
        return
    for args in calls:
        count += 1
        try:
            f(*args)
        except (Exception, SystemExit):
            pass

def operate(x):
    for f in (repr, str, hash, len, iter, bool, list, lambda x: x == x, lambda x: x + x, lambda x: x[0], lambda x: x < x, lambda x: -x, int,
              lambda x: x.zz, lambda x: setattr(x, "zz", 1)):
        try:
            f(x)
        except Exception:
            pass

def look(cls):
    for name in sorted(dir(cls)):
        try:
            call(name, getattr(cls, name))
        except Exception:
            pass
    for make in (lambda: cls(), lambda: cls.__new__(cls), lambda: object.__new__(cls)):
        try:
            x = make()
        except Exception:
            continue
        for name in sorted(dir(cls)):
            try:
                f = getattr(x, name)
            except Exception:
                continue
            if name != "__class__" and callable(f):
                call(name, f)
        operate(x)

for module in sys.argv[1:]:
    m = __import__(module)
    for name in sorted(vars(m)):
        f = getattr(m, name)
        if name.startswith("__") or name in waits or not callable(f):
            continue
        call(name, f)
        if isinstance(f, type):
            if f.__module__ != "builtins":
                look(f)
        elif module.startswith("_") and type(f) is type(len):
            try:
                f(*[None] * 20)
            except TypeError as e:
                pass
            else:
                print(module, name, "takes anything")
print(count)
`

// No argument ends a script's process with an internal error: neither of the functions with which modules of the library are made, nor of those that compute.
func TestAnyArguments(t *testing.T) {
	names := []string{"math", "time", "binascii", "bisect", "struct", "zlib", "hashlib", "array", "heapq", "operator", "copyreg"}
	for _, d := range modules.All() {
		if strings.HasPrefix(d.Name, "_") && d.Source == "" {
			names = append(names, d.Name)
		}
	}
	script := filepath.Join(t.TempDir(), "anything.py")
	if err := os.WriteFile(script, []byte(anything), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := cli.Main([]string{"mpstar", script, name}, strings.NewReader(""), &out, &errs)
			var calls int
			if _, err := fmt.Sscan(out.String(), &calls); code != 0 || err != nil {
				t.Fatalf("exit code %d\n%s\n%s", code, out.String(), errs.String())
			}
			t.Log(calls, "calls")
		})
	}
}
