package file_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/object"
	psyntax "github.com/mpstar/mpstar/internal/syntax"
	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// A host gives scripts the files of one directory.
type host struct {
	object.Host
	dir   string
	state map[any]any
}

func (h *host) OpenFile(_ *starlark.Thread, name string, flag int, perm fs.FileMode) (file.Handle, error) {
	if !filepath.IsAbs(name) && name != "" {
		name = filepath.Join(h.dir, name)
	}
	return os.OpenFile(name, flag, perm)
}

func (h *host) State(key any, make func() any) any {
	if h.state[key] == nil {
		h.state[key] = make()
	}
	return h.state[key]
}

func (h *host) close() {
	for _, s := range h.state {
		s.(interface{ CloseState() }).CloseState()
	}
}

func (h *host) Dying() bool                                                            { return false }
func (h *host) Died() <-chan struct{}                                                  { return nil }
func (h *host) Frame(starlark.CallFrame) (f object.Frame, k object.FrameKind, ok bool) { return }
func (h *host) Function(*starlark.Function) *object.FunctionInfo                       { return nil }
func (h *host) FunctionAt(starlark.CallFrame) *object.FunctionInfo                     { return nil }
func (h *host) ImportClass(string, string) (*object.Class, error)                      { return nil, nil }

func newHost(t *testing.T) (*host, *starlark.Thread) {
	h := &host{dir: t.TempDir(), state: make(map[any]any)}
	t.Cleanup(h.close)
	env := object.NewEnv(h)
	thread := &starlark.Thread{Name: t.Name()}
	env.Bind(thread)
	env.Thread = thread
	return h, thread
}

// describe returns "Class message" of an exception.
func describe(env *object.Env, err error) string {
	exc, ok := object.AsException(env, err)
	if !ok {
		return "uncatchable " + err.Error()
	}
	msg, _ := object.Str(env, exc)
	return strings.TrimSpace(exc.Class().Name() + " " + msg)
}

// run executes a script in the engine's own syntax. out(x) notes repr(x), err(f) what f
// raises.
func run(thread *starlark.Thread, script string) ([]string, error) {
	env := object.EnvOf(thread)
	var notes []string
	names := make(starlark.StringDict)
	for name, v := range builtin.Predeclared(psyntax.Python) {
		names[name] = v
	}
	names["out"] = object.NewFunc("out", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		for _, a := range args {
			s, err := object.Repr(env, a)
			if err != nil {
				return nil, err
			}
			notes = append(notes, s)
		}
		return starlark.None, nil
	})
	names["err"] = object.NewFunc("err", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		v, err := object.Call(thread, args[0])
		if err == nil {
			err = env.TakePending()
		}
		if err == nil {
			s, _ := object.Repr(env, v)
			notes = append(notes, "no error: "+s)
			return starlark.None, nil
		}
		notes = append(notes, describe(env, err))
		return starlark.None, nil
	})
	opts := &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}
	_, err := starlark.ExecFileOptions(opts, thread, "test.py", script, names)
	if err == nil {
		err = env.TakePending()
	}
	return notes, err
}

const oracleProgram = `
import json, sys, os, tempfile
notes = []
def out(*xs):
    for x in xs: notes.append(repr(x))
def err(f):
    try: notes.append('no error: ' + repr(f()))
    except BaseException as e: notes.append((type(e).__name__ + ' ' + str(e)).strip())
all = {}
for name, script in json.load(sys.stdin).items():
    with tempfile.TemporaryDirectory() as d:
        os.chdir(d)
        notes = []
        exec(script, {'out': out, 'err': err})
        all[name] = notes
        os.chdir('/')
print(json.dumps(all))
`

// TestScripts runs the scripts here and in CPython 3.11, where there is one.
func TestScripts(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("line ends and messages are the system's")
	}
	path, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3 to compare with")
	}
	in, _ := json.Marshal(scripts)
	cmd := exec.Command(path, "-W", "ignore", "-c", oracleProgram)
	cmd.Stdin = bytes.NewReader(in)
	outp, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	var want map[string][]string
	if err := json.Unmarshal(outp, &want); err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`0x[0-9a-f]+`)
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			_, thread := newHost(t)
			got, err := run(thread, script)
			if err != nil {
				t.Errorf("%s", describe(object.EnvOf(thread), err))
			}
			for i := 0; i < max(len(got), len(want[name])); i++ {
				var g, w string
				if i < len(got) {
					g = address.ReplaceAllString(got[i], "0x")
				}
				if i < len(want[name]) {
					w = address.ReplaceAllString(want[name][i], "0x")
				}
				if g != w {
					t.Errorf("note %d:\n got %s\nwant %s", i+1, g, w)
				}
			}
		})
	}
}

var scripts = map[string]string{
	"errors": `
open('a.txt', 'w').write('x')
err(lambda: open('nope'))
err(lambda: open('.'))
err(lambda: open('a.txt','z'))
err(lambda: open('a.txt','rw'))
err(lambda: open('a.txt',''))
err(lambda: open('a.txt','tb'))
err(lambda: open('a.txt','rb',encoding='utf-8'))
err(lambda: open('a.txt','rb',errors='x'))
err(lambda: open('a.txt','rb',newline=''))
err(lambda: open('a.txt',newline='x'))
err(lambda: open('a.txt',encoding='zz'))
err(lambda: open('a.txt',buffering=0))
err(lambda: open())
err(lambda: open(1.5))
err(lambda: open('a.txt',5))
err(lambda: open('a.txt','r',foo=1))
err(lambda: open('a.txt','x'))
err(lambda: open(None))
err(lambda: open('a.txt').write('x'))
err(lambda: open('a.txt','a').read())
err(lambda: open('a.txt','rb').write(b'x'))
err(lambda: open('b.txt','wb').read())
err(lambda: open('b.txt','wb').write('x'))
err(lambda: open('b.txt','w').write(b'x'))
err(lambda: open('b.txt','w').write(5))
err(lambda: open('b.txt','w').writelines([1]))
err(lambda: open('a.txt').seek(1,1))
err(lambda: open('a.txt').seek(1,2))
err(lambda: open('a.txt').seek(-1))
err(lambda: open('a.txt').seek(0,5))
err(lambda: open('a.txt').read('x'))
err(lambda: open('a.txt').readline(1,2))
err(lambda: open('a.txt').truncate())
err(lambda: open('b.txt','w').truncate(-1))
err(lambda: open('a.txt','rb').seek(-1))
err(lambda: open('a.txt','rb').seek(0,9))
err(lambda: open('a.txt','rb').read(-5))
err(lambda: open('d/e/f','w'))
err(lambda: open(''))
err(lambda: open('a.txt').foo)
f = open('a.txt')
f.close()
f.close()
out(f.closed, f.name, f)
err(lambda: f.read())
err(lambda: f.write('x'))
err(lambda: f.tell())
err(lambda: f.flush())
err(lambda: f.readline())
err(lambda: f.fileno())
err(lambda: f.__enter__())
err(lambda: next(f))
f = open('b.txt','wb')
f.close()
err(lambda: f.write(b''))
out(f)
`,
	"text": `
out(open('a.txt','w').write('hello\nworld\n\nlast'))
f = open('a.txt')
out(f, f.mode, f.encoding, f.errors, f.closed, f.readable(), f.writable(), f.seekable(), f.isatty())
out(f.read(3), f.read(0), f.readline(), f.tell(), f.readline(2), f.read(), f.read(), f.readline())
out(f.seek(6), f.read(5), f.seek(0), f.readlines(), f.seek(0, 2))
f.seek(0)
for line in f:
    out(line)
out(f.tell())
f.seek(0)
out(next(f))
err(lambda: f.tell())
out(list(f))
f.seek(0)
out(f.readlines(7), f.readlines(0), f.readlines())
f.close()
f = open('a.txt', 'a')
out(f.tell(), f.write('more'), f.tell())
f.close()
out(open('a.txt').read())
f = open('a.txt', 'r+')
out(f.read(5), f.write('XY'), f.tell(), f.read())
f.seek(2)
out(f.write('zz'), f.tell(), f.seek(0), f.read())
f.truncate(4)
f.seek(0)
out(f.read())
f.close()
f = open('a.txt', 'w+')
f.writelines(['a\n', 'b\n'])
f.seek(0)
out(f.readlines(), f.tell(), f.truncate(), f.truncate(1))
f.close()
out(open('a.txt').read())
f = open('n.txt', 'x')
out(f.mode, f.write(''))
f.close()
`,
	"newlines": `
open('a.txt','wb').write(b'a\nb\r\nc\rd\r\n\r\re')
for nl in [None, '', '\n', '\r', '\r\n']:
    f = open('a.txt', newline=nl)
    out(nl, f.readlines(), f.newlines)
    f.seek(0)
    out(f.read(), f.newlines)
    f.seek(0)
    out(f.read(4), f.read(2), f.readline(), f.readline(1), f.readline(1), f.readline(1))
    f.close()
for nl in [None, '', '\n', '\r', '\r\n']:
    f = open('b.txt', 'w', newline=nl)
    f.write('x\ny\r\nz')
    f.close()
    out(open('b.txt', 'rb').read())
open('c.txt','wb').write(b'a' * 8191 + b'\r\n' + b'b' * 8190 + b'\r')
out([len(l) for l in open('c.txt')])
out(len(open('c.txt').read()))
out(len(open('c.txt').read(8192)))
`,
	"encodings": `
out(open('a.txt','w',encoding='utf-8').write('h\u00e9llo \u20ac\n\U0001f600 x\n'))
out(open('a.txt','rb').read())
f = open('a.txt', encoding='utf-8')
out(f.read(2), f.tell(), f.read(6), f.readline(), f.readline())
f.close()
err(lambda: open('a.txt', encoding='ascii').read())
out(open('a.txt', encoding='ascii', errors='replace').readline())
out(open('a.txt', encoding='ascii', errors='ignore').read())
out(open('a.txt', encoding='latin-1').read(4))
err(lambda: open('b.txt','w',encoding='ascii').write('\u00e9'))
out(open('b.txt','w',encoding='latin-1').write('\u00e9\n'))
out(open('b.txt','rb').read())
err(lambda: open('b.txt', encoding='utf-8').read())
f = open('c.txt', 'w', encoding='utf-16')
out(f.write('a\n'), f.write('\u20ac\n'))
f.close()
out(open('c.txt','rb').read(), open('c.txt', encoding='utf-16').readlines(), open('c.txt', encoding='utf-16').read(2))
f = open('d.txt', 'w', encoding='utf-8-sig')
f.write('a\n')
f.write('b\n')
f.close()
out(open('d.txt','rb').read(), open('d.txt', encoding='utf-8-sig').readlines(), open('d.txt').read())
f = open('d.txt', 'a', encoding='utf-8-sig')
f.write('c')
f.close()
out(open('d.txt','rb').read())
`,
	"binary": `
f = open('a.bin', 'wb')
out(f, f.mode, f.write(b'abc\ndef\n'), f.write(bytearray(b'gh')), f.tell())
f.close()
f = open('a.bin', 'rb')
out(f, f.read(2), f.readline(), f.peek(2)[:2], f.read1(3), f.read(), f.read(), f.read(1))
out(f.seek(-3, 2), f.tell(), f.read(), f.seek(1), f.seek(2, 1), f.read(1))
f.seek(0)
out(f.readlines(), f.seek(0), list(f), f.tell())
b = bytearray(4)
f.seek(1)
out(f.readinto(b), b, f.mode)
f.close()
f = open('a.bin', 'r+b')
out(f, f.mode, f.read(1), f.write(b'XX'), f.read(2), f.tell(), f.seek(0), f.read())
f.close()
f = open('a.bin', 'ab')
out(f.tell(), f.write(b'end'), f.tell(), f.mode)
f.close()
f = open('a.bin', 'rb', 0)
out(f, f.read(3), f.readline(), f.read())
f.close()
out(f)
f = open('a.bin', 'w+b')
f.write(b'0123456789')
f.seek(3)
f.truncate()
f.seek(0)
out(f.read())
f.close()
f = open('big.bin', 'wb')
for i in range(3000):
    f.write(b'0123456789')
f.close()
f = open('big.bin', 'rb')
out(len(f.read(8190)), f.tell(), len(f.read(8190)), f.seek(8200), f.read(4), f.seek(29999), f.read(), len(f.readline()))
f.close()
`,
	"visible": `
open('a.txt', 'w').write('not lost')
out(open('a.txt').read())
f = open('b.txt', 'w', buffering=1)
f.write('one\ntwo')
out(f.line_buffering)
g = open('b.txt')
f.close()
out(g.read())
print('to a file', 1, file=open('c.txt', 'w'))
out(open('c.txt').read())
`,
}

// TestManyLost opens more files than a process may, and closes none.
func TestManyLost(t *testing.T) {
	_, thread := newHost(t)
	notes, err := run(thread, `
open('a.txt', 'w').write('x')
n = 0
for i in range(30000):
    n += len(open('a.txt').read())
out(n)
`)
	if err != nil {
		t.Fatal(describe(object.EnvOf(thread), err))
	}
	if len(notes) != 1 || notes[0] != "30000" {
		t.Errorf("got %v", notes)
	}
}

// TestLongReads checks that what is read in one go is not copied again for each piece of it: that took minutes for 100 MB.
func TestLongReads(t *testing.T) {
	h, thread := newHost(t)
	const size = 20_000_000
	if err := os.WriteFile(filepath.Join(h.dir, "long.txt"), bytes.Repeat([]byte("a"), size), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, expr := range []string{
		"open('long.txt').readline()", "open('long.txt', 'rb').readline()", "open('long.txt').readline(19000000)",
		"open('long.txt').read(19000000)", "open('long.txt', 'rb').read(19000000)", "open('long.txt').read()", "open('long.txt', 'rb').read()",
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		notes, err := run(thread, "out(len("+expr+"))")
		runtime.ReadMemStats(&after)
		if err != nil || len(notes) != 1 || len(notes[0]) != len("20000000") {
			t.Errorf("%s: %v, %v", expr, notes, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 12*size {
			t.Errorf("%s allocated %d bytes for %d", expr, n, size)
		}
	}
}

// TestEnd checks that what a script wrote is in the file at its interpreter's end.
func TestEnd(t *testing.T) {
	h, thread := newHost(t)
	if _, err := run(thread, `
f = open('a.txt', 'w')
f.write('kept')
`); err != nil {
		t.Fatal(err)
	}
	h.close()
	b, err := os.ReadFile(filepath.Join(h.dir, "a.txt"))
	if err != nil || string(b) != "kept" {
		t.Errorf("got %q, %v", b, err)
	}
}

func TestNoFiles(t *testing.T) {
	type bare struct{ object.Host }
	env := object.NewEnv(bare{})
	thread := &starlark.Thread{}
	env.Bind(thread)
	env.Thread = thread
	_, err := file.Open(thread, starlark.Tuple{starlark.String("x")}, nil)
	if err == nil || !strings.Contains(err.Error(), "NotImplementedError") {
		t.Errorf("got %v", err)
	}
}
