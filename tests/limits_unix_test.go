//go:build unix

package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestChildLimits bounds children that are processes of the operating system, by the context and one by one.
func TestChildLimits(t *testing.T) {
	const src = `
import multiprocessing as mp, os

def opens(q):
    files = []
    try:
        for i in range(200):
            files.append(open(os.devnull))
    except OSError as e:
        q.put((e.errno, len(files) < 60))
    else:
        q.put("no limit")

def count(_):
    files = []
    try:
        for i in range(200):
            files.append(open(os.devnull))
    except OSError as e:
        return e.errno
    return 0

def nested(q):
    p = mp.get_context("spawn").Process(target=opens, args=(q,)); p.start(); p.join()

def spin():
    while True: pass

def grow():
    x = []
    while True: x.append("x" * 1000000)

def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

ctx = mp.get_context("spawn")
q = ctx.Queue()
print(ctx.set_limits(files=60), ctx.get_limits(), mp.get_context("forkserver").get_limits())
for f in opens, nested:
    p = ctx.Process(target=f, args=(q,)); p.start(); print(q.get()); p.join()
with ctx.Pool(1) as pool:
    print(pool.map(count, [0]))
p = ctx.Process(target=opens, args=(q,)); p.limits = {"cpu": 60}; p.start(); print(q.get()); p.join()
ctx.set_limits(cpu=1)
p = ctx.Process(target=spin); p.start(); p.join(); print(p.exitcode)
ctx.set_limits(memory=150 << 20)
p = ctx.Process(target=grow); p.start(); p.join(); print(p.exitcode)
print(ctx.set_limits(), ctx.get_limits())
show(lambda: ctx.set_limits(files=0))
show(lambda: ctx.set_limits(memory="much"))
show(lambda: ctx.set_limits(disk=1))
show(lambda: mp.get_context("fork").set_limits(cpu=1))
`
	const want = `None {'files': 60} {}
(24, True)
(24, True)
[24]
no limit
-24
-9
None {}
ValueError the limit 'files' must be positive
TypeError the limit 'memory' must be an integer, not 'str'
TypeError BaseContext.set_limits() got an unexpected keyword argument 'disk'
ValueError limits are for children that are processes of the operating system: start methods 'spawn' and 'forkserver'
`
	script := filepath.Join(t.TempDir(), "limits.py")
	if err := os.WriteFile(script, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	cmd := exec.Command(mpstar, script)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || string(out) != want {
		t.Errorf("%v\ngot:\n%s\nwant:\n%s\n%s", err, out, want, stderr.String())
	}
}
