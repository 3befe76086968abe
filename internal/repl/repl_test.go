package repl_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/repl"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/modules"
	"go.starlark.net/starlark"
)

// A script types lines. A step is a line, or one of the steps below.
type script struct {
	t       *testing.T
	out     *buffer
	steps   []any
	history []string

	remembered func(line string) // called when a line has been read
}

type (
	ctrlC struct{}
	// tab asks for completions of a line and compares them.
	tab struct{ line, want string }
	// paste is several lines at once.
	paste string
	// indent is what the prompt must offer, and the line typed behind it.
	indent struct{ want, line string }
	// call is a function to call while the prompt waits.
	call func()
)

func (s *script) ReadLine(prompt, offered string, complete repl.Completer) (repl.Line, error) {
	fmt.Fprint(s.out, prompt)
	for {
		if len(s.steps) == 0 {
			return repl.Line{}, io.EOF
		}
		step := s.steps[0]
		s.steps = s.steps[1:]
		text, rest := "", ""
		switch step := step.(type) {
		case string:
			text = step
		case ctrlC:
			fmt.Fprintln(s.out)
			return repl.Line{}, repl.ErrInterrupted
		case call:
			step()
			continue
		case tab:
			head, list, tail := complete(step.line, len([]rune(step.line)))
			if got := head + "|" + strings.Join(list, " ") + "|" + tail; got != step.want {
				s.t.Errorf("Tab after %q: got %s, want %s", step.line, got, step.want)
			}
			continue
		case indent:
			if offered != step.want {
				s.t.Errorf("before %q: indentation %q, want %q", step.line, offered, step.want)
			}
			text = offered + step.line
		case paste:
			text, rest, _ = strings.Cut(string(step), "\n")
			if rest != "" {
				s.steps = append([]any{paste(rest)}, s.steps...)
			}
		}
		fmt.Fprintln(s.out, text)
		return repl.Line{Text: text, Rest: rest}, nil
	}
}

func (s *script) Remember(line string) {
	s.history = append(s.history, line)
	if s.remembered != nil {
		s.remembered(line)
	}
}

// A buffer may be written from any goroutine.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// session runs a prompt and returns what the terminal shows, and the exit code.
func session(t *testing.T, prepare func(rt *interp.Runtime, s *script), steps ...any) (string, int) {
	t.Helper()
	out := &buffer{}
	s := &script{t: t, out: out, steps: steps}
	rt := interp.New(interp.Config{
		Modules: modules.All(), Stdout: out, Stderr: out, System: system.Host(), Interactive: true, Dir: t.TempDir(), Path: []string{""}, Pid: 1,
	})
	if prepare != nil {
		prepare(rt, s)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	code := rt.Run(ctx, func(in *interp.Interp, th *starlark.Thread) error {
		return repl.Run(in, th, in.NewMain(""), repl.Options{Terminal: s})
	})
	if ctx.Err() != nil {
		t.Errorf("the session did not end; it shows:\n%s", out)
	}
	return out.String(), code
}

func TestSession(t *testing.T) {
	for _, test := range []struct {
		name  string
		steps []any
		want  string // the terminal, without the last prompt
		code  int
	}{
		{"values", []any{"1 + 1", "None", "'a'", "_ + 'b'", "x = 3", "x", "_"}, ">>> 1 + 1\n2\n>>> None\n>>> 'a'\n'a'\n>>> _ + 'b'\n'ab'\n>>> x = 3\n>>> x\n3\n>>> _\n3\n", 0},
		{"own underscore", []any{"_ = 7", "5", "_"}, ">>> _ = 7\n>>> 5\n5\n>>> _\n7\n", 0},
		{"function", []any{"def f(x):", "  return x * 2", "", "f(4)"}, ">>> def f(x):\n...   return x * 2\n... \n>>> f(4)\n8\n", 0},
		{"loop", []any{"for i in range(2): i", ""}, ">>> for i in range(2): i\n... \n0\n1\n", 0},
		{"blank lines", []any{"", "  ", "# nothing", "1"}, ">>> \n>>>   \n>>> # nothing\n>>> 1\n1\n", 0},
		{"brackets", []any{"[1,", "", "2]"}, ">>> [1,\n... \n... 2]\n[1, 2]\n", 0},
		{"string", []any{"'''a", "", "b'''"}, ">>> '''a\n... \n... b'''\n'a\\n\\nb'\n", 0},
		{"syntax error", []any{"x = = 1", "2"}, ">>> x = = 1\n  File \"<stdin>\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n>>> 2\n2\n", 0},
		{"syntax error within", []any{"def f():", "  x y", "3"}, ">>> def f():\n...   x y\n  File \"<stdin>\", line 2\n    x y\n      ^\nSyntaxError: invalid syntax\n>>> 3\n3\n", 0},
		{"found by lowering", []any{"return 1"}, ">>> return 1\n  File \"<stdin>\", line 1\n    return 1\n    ^^^^^^^^\nSyntaxError: 'return' outside function\n", 0},
		{"traceback", []any{"def f(): return 1 // 0", "", "f()"}, ">>> def f(): return 1 // 0\n... \n>>> f()\nTraceback (most recent call last):\n" +
			"  File \"<stdin>\", line 1, in <module>\n    f()\n  File \"<stdin>\", line 1, in f\n    def f(): return 1 // 0\n                    ~~^^~~\n" +
			"ZeroDivisionError: integer division or modulo by zero\n", 0},
		{"partial output", []any{"print('a', end='')", "1"}, ">>> print('a', end='')\na>>> 1\n1\n", 0},
		{"Ctrl-C", []any{"def f():", ctrlC{}, "1"}, ">>> def f():\n... \nKeyboardInterrupt\n>>> 1\n1\n", 0},
		{"exit", []any{"exit"}, ">>> exit\n", 0},
		{"quit", []any{"quit()"}, ">>> quit()\n", 0},
		{"exit with a code", []any{"exit(3)"}, ">>> exit(3)\n", 3},
		{"exit is a variable", []any{"exit = 4", "exit"}, ">>> exit = 4\n>>> exit\n4\n", 0},
		{"SystemExit", []any{"raise SystemExit(5)", "1"}, ">>> raise SystemExit(5)\n", 5},
		{"the end within a statement", []any{"for i in range(2):", "  i"}, ">>> for i in range(2):\n...   i\n... 0\n1\n", 0},
		{"indentation", []any{"def f(x):", indent{"    ", "if x:"}, indent{"        ", "return 1  # :"}, indent{"    ", "return 2"}, indent{"", ""}, "f(0)"},
			">>> def f(x):\n...     if x:\n...         return 1  # :\n...     return 2\n... \n>>> f(0)\n2\n", 0},
		{"only the indentation", []any{"def f():", "    pass", "    ", "f()"}, ">>> def f():\n...     pass\n...     \n>>> f()\n", 0},
		{"paste", []any{paste("def f():\n    x = 1\n\n    return x\n\nf()\n")}, ">>> def f():\n...     x = 1\n... \n...     return x\n... \n>>> f()\n1\n", 0},
		{"paste of a script", []any{paste("def f():\n    return 5\nf()\nif f():\n    6\nelse:\n    7\nf()\n")},
			">>> def f():\n...     return 5\n>>> f()\n5\n>>> if f():\n...     6\n... else:\n...     7\n6\n>>> f()\n5\n", 0},
		{"lines of a paste keep their numbers", []any{paste("def f():\n    x = 1\n\n    return y\n\nf()\n")},
			">>> def f():\n...     x = 1\n... \n...     return y\n... \n>>> f()\nTraceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\n    f()\n" +
				"  File \"<stdin>\", line 4, in f\n    return y\n           ^\nNameError: name 'y' is not defined\n", 0},
		{"help", []any{"def f(a, *b, c=3):", " '''Does it.'''", "", "help(f)", "help(len)"}, ">>> def f(a, *b, c=3):\n...  '''Does it.'''\n... \n>>> help(f)\nHelp on function f in module __main__:\n\n" +
			"f(a, *b, c=3)\n    Does it.\n\n>>> help(len)\nHelp on built-in function len in module builtins:\n\nlen(obj, /)\n    How many items obj has.\n\n", 0},
		{"a module that is misspelt", []any{"import multiprocesing", "import os.pth"}, ">>> import multiprocesing\nTraceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\n" +
			"    import multiprocesing\nModuleNotFoundError: No module named 'multiprocesing'. Did you mean: 'multiprocessing'?\n" +
			">>> import os.pth\nTraceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\n    import os.pth\n" +
			"ModuleNotFoundError: No module named 'os.pth'; 'os' is not a package. Did you mean: 'os.path'?\n", 0},
		{"prompts", []any{"import sys", "sys.ps1 = '\\x1b[1mmp> '", "sys.ps2 = '.'", "[", "]"}, ">>> import sys\n>>> sys.ps1 = '\\x1b[1mmp> '\n[1mmp> sys.ps2 = '.'\n[1mmp> [\n.]\n[]\n[1mmp> \n", 0},
		{"children", []any{"from multiprocessing import *", "q = Queue()", "def child(n): q.put(n + 1)", "", "p = Process(target=child, args=(1,)); p.start(); q.get()",
			"p2 = Process(target=lambda: q.put(child.__name__)); p2.start(); q.get()", "class C:", "  def m(self): return 3", "", "def made(): return C().m()", "",
			"with Pool(2) as pool: pool.apply(made)", ""},
			">>> from multiprocessing import *\n>>> q = Queue()\n>>> def child(n): q.put(n + 1)\n... \n>>> p = Process(target=child, args=(1,)); p.start(); q.get()\n2\n" +
				">>> p2 = Process(target=lambda: q.put(child.__name__)); p2.start(); q.get()\n'child'\n>>> class C:\n...   def m(self): return 3\n... \n" +
				">>> def made(): return C().m()\n... \n>>> with Pool(2) as pool: pool.apply(made)\n... \n3\n", 0},
		{"names are shared by what was typed", []any{"n = 0", "def a():", " global n", " n += 1", "", "def b():", " a(); return n", "",
			"from multiprocessing import Pool", "p = Pool(1)", "p.apply(b), p.apply(b), n"},
			">>> n = 0\n>>> def a():\n...  global n\n...  n += 1\n... \n>>> def b():\n...  a(); return n\n... \n" +
				">>> from multiprocessing import Pool\n>>> p = Pool(1)\n>>> p.apply(b), p.apply(b), n\n(1, 2, 0)\n", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, code := session(t, nil, test.steps...)
			got = strings.TrimSuffix(got, ">>> \n") // at the end of the input
			if got != test.want || code != test.code {
				t.Errorf("got %d:\n%s\nwant %d:\n%s", code, got, test.code, test.want)
			}
		})
	}
}

func TestComplete(t *testing.T) {
	shows, _ := session(t, nil,
		"import multiprocessing as mp, os", "class A:", "  one = 1", "  def two(self): pass", "  @property", "  def three(self): 1/0", "", "a = A(); a.own = {'k1': {}, 'k2': 2, 'x': 3}",
		tab{"", "|    |"}, tab{"  ", "  |  |"},
		tab{"retu", "|return|"}, tab{"x = pri", "x = |print(|"}, tab{"a.", "a.|one own three two(|"}, tab{"print(a.t", "print(a.|three two(|"},
		tab{"A.o", "A.|one|"}, tab{"mp.Qu", "mp.|Queue(|"}, tab{"mp.Process.joi", "mp.Process.|join(|"}, tab{"a.__cl", "a.|__class__|"},
		tab{"a.three.r", "a.three.r||"}, tab{"nothing.x", "nothing.x||"}, tab{"(1).", "(1).||"}, tab{"5.", "5.||"},
		tab{"a.own['k", "a.own['|k1'] k2']|"}, tab{"'abc", "'||"},
		tab{"import multip", "import |multiprocessing|"}, tab{"import os.pa", "import os.|path|"}, tab{"from collections im", "from collections |import |"},
		tab{"from os import getp", "from os import |getpgrp getpid getppid|"}, tab{"# pri", "# |print(|"},
	)
	if t.Failed() {
		t.Log(shows)
	}
}

func TestCompleteFiles(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if err := os.WriteFile(filepath.Join(home, "at home"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	sep := string(filepath.Separator)
	shows, _ := session(t, nil,
		"import os",
		"for name in ('data 1.txt', 'data2', 'dätä', '.hidden', 'other'): open(name, 'w').close()", "",
		"os.mkdir('dir'); open('dir/inner.py', 'w').close(); os.mkdir('dir/deep')",
		tab{"open('da", "open('|data 1.txt data2|"}, tab{`open("dä`, `open("|dätä|`}, tab{"open('data ", "open('|data 1.txt|"},
		tab{"open('d", "open('|data 1.txt data2 dir" + sep + " dätä|"}, tab{"open('.h", "open('|.hidden|"}, tab{"open('", "open('|data 1.txt data2 dir" + sep + " dätä other|"},
		tab{"open('dir/", "open('dir/|deep" + sep + " inner.py|"}, tab{"open('dir/in", "open('dir/|inner.py|"}, tab{"open('./dir/../oth", "open('./dir/../|other|"},
		tab{"open('~/at", "open('~/|at home|"}, tab{"open('none/x", "open('none/x||"}, tab{"open('zz", "open('||"},
		tab{"x = ['" + filepath.ToSlash(home) + "/a", "x = ['" + filepath.ToSlash(home) + "/|at home|"},
		"os.chdir('dir')", tab{"open('in", "open('|inner.py|"},
	)
	if t.Failed() {
		t.Log(shows)
	}
}

func TestHistoryLines(t *testing.T) {
	var s *script
	session(t, func(_ *interp.Runtime, sc *script) { s = sc }, "1", "", "def f():", "  return 2", "")
	if got, want := strings.Join(s.history, "|"), "1|def f():|  return 2"; got != want {
		t.Errorf("remembered %s, want %s", got, want)
	}
}

// A signal while a statement runs ends the statement; while the prompt waits, nothing
// but the line.
func TestInterrupt(t *testing.T) {
	var rt *interp.Runtime
	var term *script
	got, _ := session(t, func(r *interp.Runtime, s *script) {
		rt, term = r, s
		s.remembered = func(line string) {
			if line == "q.put(2)" {
				go rt.Interrupt()
			}
		}
	},
		"from multiprocessing import Queue", "q = Queue(1)", "q.put(1)", "q.put(2)", "q.get()",
		call(func() {
			rt.Interrupt()
			for !strings.Contains(term.out.String(), ">>> KeyboardInterrupt\n") {
				time.Sleep(time.Millisecond)
			}
		}),
		"3")
	want := ">>> from multiprocessing import Queue\n>>> q = Queue(1)\n>>> q.put(1)\n>>> q.put(2)\nTraceback (most recent call last):\n" +
		"  File \"<stdin>\", line 1, in <module>\n    q.put(2)\nKeyboardInterrupt\n>>> q.get()\n1\n>>> KeyboardInterrupt\n3\n3\n>>> \n"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// 10,000 lines of anything.
func TestHostileLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"def f(", "):", "  ", "\t", "x", "=", "1", "(", ")", "[", "]", "{", "}", "'", "\"", "'''", "\\", "#", ":", "return", "class A", "for i in", "range(3)",
		"while", "try", "except", "lambda", "yield", "import os", "import nothing", "raise x", "f'{x", "!r}'", "哈", "\x00", "\xff", "\x1b[A", "if", "else", "pass", "del x",
		"print(", "*", "**", "@", "->", "...", ";", "with", "x.y", "_", "help", "async", "await", "None", "1e999", "0x", "9**99", "\u2028", "match x", "case", "global x", "sys.ps1"}
	lines := 10_000
	if testing.Short() {
		lines = 1000
	}
	steps := make([]any, 0, lines)
	for range lines {
		var b strings.Builder
		for range rng.IntN(7) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
			if rng.IntN(2) == 0 {
				b.WriteByte(' ')
			}
		}
		switch rng.IntN(12) {
		case 0:
			steps = append(steps, ctrlC{})
		case 1:
			steps = append(steps, paste(b.String()+"\n\n  x\n"))
		case 2:
			steps = append(steps, "", b.String())
		default:
			steps = append(steps, b.String())
		}
	}
	steps = append(steps, ctrlC{}, "print('at', 'the', 'end')")
	got, _ := session(t, nil, steps...)
	if !strings.Contains(got, "at the end\n") {
		t.Errorf("the session ended early:\n%s", got[max(0, len(got)-2000):])
	}
	if i := strings.Index(got, "internal error"); i >= 0 {
		t.Errorf("%s", got[i:min(len(got), i+3000)])
	}
}
