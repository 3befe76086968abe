package tests

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

const prompt = ">>> "

func TestPrompt(t *testing.T) {
	for name, talk := range map[string]func(term *terminal){
		"values": func(term *terminal) {
			term.line("1 + 1")
			term.expect("2\n")
			term.line("_ * 21")
			term.expect("42\n")
			term.line(`"哈哈" + "é"`)
			term.expect("'哈哈é'\n")
			term.line("exit")
			term.end(0)
		},
		"a blocking put": func(term *terminal) {
			term.line("from multiprocessing import Queue")
			term.line("q = Queue(1)")
			term.line("q.put(1)")
			term.line("q.put(5)")
			term.send("\x03")
			term.expect("KeyboardInterrupt\n" + prompt)
			term.send("q.get()\r")
			term.expect("1\n" + prompt)
			term.send("\x04")
			term.end(0)
		},
		"a loop": func(term *terminal) {
			for range 3 {
				term.line("while True: pass")
				term.expect("... ")
				term.send("\r")
				term.expect("\n")
				term.send("\x03")
				term.expect("KeyboardInterrupt\n")
			}
			term.line("exit(4)")
			term.end(4)
		},
		"Ctrl-C at the prompt": func(term *terminal) {
			term.expect(prompt)
			term.send("def f(:\x03")
			term.expect("^C\nKeyboardInterrupt\n")
			term.line("2 + 2")
			term.expect("4\n")
			term.expect(prompt)
			term.send("\x04")
			term.end(0)
		},
		"indentation": func(term *terminal) {
			term.line("def f(x):")
			term.expect("...     ")
			term.send("return x + 1\r")
			term.expect("... ")
			term.send("\r")
			term.line("f(6)")
			term.expect("7\n")
			// A line that comes with its own indentation keeps it.
			term.line("def g(x):")
			term.expect("...     ")
			term.send("    y = x + 1\r")
			term.expect("    y = x + 1\n")
			term.send("    return y\r")
			term.expect("    return y\n")
			term.send("\r")
			term.line("g(7)")
			term.expect("8\n")
			term.line("exit()")
			term.end(0)
		},
		"paste": func(term *terminal) {
			term.expect(prompt)
			term.send("\x1b[200~def f():\n\tx = 1\n\n\treturn x\n\nf() + 10\n\x1b[201~")
			term.expect("\n11\n")
			term.send("\x1b[200~f() + \x1b[201~")
			term.send("20\r")
			term.expect("\n21\n")
			term.line("exit")
			term.end(0)
		},
		"typed ahead": func(term *terminal) {
			term.line("import time; time.sleep(0.3)")
			term.send("input('> ')\rabc\r3 * 3\r")
			term.expect("'abc'\n")
			term.expect("9\n")
			term.line("exit")
			term.end(0)
		},
		"input": func(term *terminal) {
			term.line("x = input('name? ')")
			term.expect("name? ")
			term.send("Ada\r")
			term.line("x")
			term.expect("'Ada'\n")
			term.line("input()")
			term.send("\x04")
			term.expect("EOFError: EOF when reading a line\n")
			term.line("input()")
			term.send("\x03")
			term.expect("KeyboardInterrupt\n")
			term.line("5 + 5")
			term.expect("10\n")
			term.line("exit")
			term.end(0)
		},
		"completion": func(term *terminal) {
			term.line("import multiprocessing")
			term.expect(prompt)
			term.send("multipro\t")
			term.expect("multiprocessing")
			term.send(".Que\t")
			term.expect("multiprocessing.Queue(")
			term.send("3).full()\r")
			term.expect("False\n")
			term.line("exit")
			term.end(0)
		},
		"completion of file names": func(term *terminal) {
			term.line("open('the only one', 'w').write('found')")
			term.expect("5\n" + prompt)
			term.send("open('the o\t")
			term.expect("open('the only one")
			term.send("').read()\r")
			term.expect("'found'\n")
			term.line("exit")
			term.end(0)
		},
		"history": func(term *terminal) {
			term.line("a1 = 'needle'")
			term.line("a2 = 2")
			term.expect(prompt)
			term.send("\x12needle")
			term.expect("(reverse-i-search)`needle': ")
			term.send("\r")
			term.line("a1 + '!'")
			term.expect("'needle!'\n")
			term.expect(prompt)
			term.send("\x1b[A\x1b[A\x1b[A\r")
			term.line("exit")
			term.end(0)
		},
		"children write": func(term *terminal) {
			term.line("from multiprocessing import Process")
			term.line("p = Process(target=lambda: print('from the child'))")
			term.line("p.start()")
			term.expect("from the child\n")
			term.send("p.join(); p.exitcode\r")
			term.expect("0\n")
			term.line("exit")
			term.end(0)
		},
		"an error": func(term *terminal) {
			term.line("def f(): return 1 // 0")
			term.expect("... ")
			term.send("\r")
			term.line("f()")
			term.expect("  File \"<stdin>\", line 1, in f\n    def f(): return 1 // 0\n")
			term.expect("ZeroDivisionError: integer division or modulo by zero\n")
			term.line("exit")
			term.end(0)
		},
		"SIGTERM": func(term *terminal) {
			term.expect(prompt)
			term.send("half a li")
			term.expect("half a li")
			term.cmd.Process.Signal(syscall.SIGTERM)
			term.end(128 + 15)
		},
		"SIGTERM while a statement runs": func(term *terminal) {
			term.line("import time")
			term.line("time.sleep(1000)")
			term.cmd.Process.Signal(syscall.SIGTERM)
			term.end(128 + 15)
		},
		"SIGHUP": func(term *terminal) {
			term.expect(prompt)
			term.send("half a li")
			term.expect("half a li")
			term.cmd.Process.Signal(syscall.SIGHUP)
			term.end(128 + 1)
		},
		"SIGQUIT": func(term *terminal) {
			term.expect(prompt)
			term.send("half a li")
			term.expect("half a li")
			term.cmd.Process.Signal(syscall.SIGQUIT)
			term.end(128 + 3)
			term.without("goroutine")
		},
		"Ctrl-\\ while a statement runs": func(term *terminal) {
			term.line("import time; print('be' + 'gun'); time.sleep(1000)")
			term.expect("begun\n")
			term.send("\x1c")
			term.end(128 + 3)
			term.without("goroutine")
		},
		"SIGHUP that is handled": func(term *terminal) {
			term.line("import signal; signal.signal(signal.SIGHUP, lambda *a: print('hang', 'up'))")
			term.expect(prompt)
			term.cmd.Process.Signal(syscall.SIGHUP)
			term.expect("hang up")
			term.send("exit\r")
			term.end(0)
		},
		"SIGINT from elsewhere": func(term *terminal) {
			term.expect(prompt)
			term.cmd.Process.Signal(syscall.SIGINT)
			term.expect("KeyboardInterrupt\n")
			term.send("6 * 7\r")
			term.expect("42\n")
			term.line("exit")
			term.end(0)
		},
		"daemons and other children at the end": func(term *terminal) {
			term.line("from multiprocessing import Process; import time")
			term.line("Process(target=time.sleep, args=(1000,), daemon=True).start()")
			term.line("Process(target=time.sleep, args=(0.2,)).start()")
			term.line("exit")
			term.end(0)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			talk(openTerminal(t, nil))
		})
	}
}

// What is typed at the prompt is a target under every start method.
func TestPromptStartMethods(t *testing.T) {
	for _, method := range []string{"fork", "spawn", "forkserver"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			term := openTerminal(t, []string{"--start-method=" + method})
			term.line("from multiprocessing import Process, Pool, Queue")
			term.line("def square(x): return x * x")
			term.expect("... ")
			term.send("\r")
			term.line("class Adder:")
			term.expect("...     ")
			term.send("def __init__(self, n): self.n = n\r")
			term.expect("...     ")
			term.send("def add(self, x): return self.n + x\r")
			term.expect("... ")
			term.send("\r")
			term.line("q = Queue(); p = Process(target=lambda: q.put(square(5))); p.start(); q.get()")
			term.expect("25\n")
			term.line("with Pool(2) as pool: print(pool.map(square, range(4)), pool.map(Adder(3).add, [1, 2]))")
			term.expect("... ")
			term.send("\r")
			term.expect("[0, 1, 4, 9] [4, 5]\n")
			term.line("exit")
			term.end(0)
		})
	}
}

// The terminal shows colours only where that is wanted.
func TestPromptColour(t *testing.T) {
	for _, test := range []struct {
		env    string
		colour bool
	}{{"A=", true}, {"NO_COLOR=1", false}, {"NO_COLOR=", true}, {"TERM=dumb", false}} {
		term := openTerminal(t, nil, test.env)
		term.line("1 // 0")
		term.expect("by zero\n")
		term.line("exit()")
		term.end(0)
		if got := strings.Contains(term.shown.String(), "\x1b[1;35mZeroDivisionError\x1b[0m"); got != test.colour {
			t.Errorf("%s: coloured is %v, want %v", test.env, got, test.colour)
		}
	}
}

func TestPromptAfterScript(t *testing.T) {
	file := filepath.Join(t.TempDir(), "script.py")
	if err := os.WriteFile(file, []byte("import sys\nx = len(sys.argv)\ndef f(): return x\nprint('ran')\nraise KeyError('at the end')\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	term := openTerminal(t, []string{"-i", file, "a", "b"})
	term.expect("ran\n")
	term.expect("KeyError: 'at the end'\n")
	term.line("x = 10; f()")
	term.expect("10\n")
	term.line("sys.argv[1:]")
	term.expect("['a', 'b']\n")
	term.line("exit()")
	term.end(0)
}

func TestPromptHistoryFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "deep", "history")
	for i, line := range []string{"first = 1", "second = 2"} {
		term := openTerminal(t, nil, "MPSTAR_HISTORY="+file)
		term.line(line)
		term.expect(prompt)
		if i == 1 {
			term.send("\x1b[A\x1b[A\r") // the line of the session before
			term.line("first")
			term.expect("1\n")
			term.expect(prompt)
		}
		term.send("\x04")
		term.end(0)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := "first = 1\nsecond = 2\nfirst = 1\nfirst\n"; string(got) != want {
		t.Errorf("the history is %q, want %q", got, want)
	}
	if st, err := os.Stat(file); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the history's mode is %v (%v), want 0600", st.Mode(), err)
	}
}

// The transcripts of tutorials, typed line by line.
func TestPromptTranscripts(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(seedDir, "*.repl"))
	if len(files) == 0 {
		t.Skip("no transcripts here")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			term := openTerminal(t, nil)
			trace := false
			for line := range strings.Lines(strings.ReplaceAll(string(src), "\r\n", "\n")) {
				line = strings.TrimSuffix(line, "\n")
				typed, ok := strings.CutPrefix(line, prompt)
				switch {
				case ok:
					term.line(typed)
					trace = false
				case line == "...":
					trace = true // stands for the lines of a traceback
				case line != "" && trace:
					term.expect("\n" + line + "\n")
				case line != "":
					term.expect(line + "\n")
				}
			}
			term.line("exit")
			term.end(0)
		})
	}
}

// Keys of any kind, and the terminal is as it was.
func TestPromptHostileKeys(t *testing.T) {
	keys := []string{"\t", "\r", "\n", "\x01", "\x02", "\x05", "\x06", "\x07", "\x08", "\x0b", "\x0c", "\x0e", "\x0f", "\x10", "\x11", "\x12", "\x13", "\x14", "\x15",
		"\x16", "\x17", "\x18", "\x19", "\x1a", "\x1b", "\x1d", "\x1e", "\x1f", "\x7f", "\x00", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[3~", "\x1b[200~", "\x1b[201~",
		"\x1b[1;5C", "\x1bb", "\x1bf", "\x1bd", "\x1by", "\x1bOP", "\xff\xfe", "\xe5\x93", "哈", "é", "(", ")", "'", "[", "x", "=", "1", "print", " ", ".", "import ", "os", "def f():"}
	rounds := 4
	if testing.Short() {
		rounds = 1
	}
	for seed := range rounds {
		rng := rand.New(rand.NewPCG(uint64(seed), 9))
		term := openTerminal(t, nil)
		term.expect(prompt)
		for range 250 {
			var b strings.Builder
			for range 1 + rng.IntN(20) {
				b.WriteString(keys[rng.IntN(len(keys))])
			}
			term.send(b.String())
			if rng.IntN(10) == 0 {
				term.send("\x03")
			}
			if rng.IntN(20) == 0 {
				time.Sleep(60 * time.Millisecond) // longer than the editor waits for the rest of an escape sequence
			}
		}
		// Out of whatever that has led to, and then out. An interrupted statement loses what was typed ahead, so it is typed until it is seen; Ctrl-Q
		// is for a Ctrl-S that the terminal took for itself while a statement ran.
		out := false
		for try := 0; try < 100 && !out; try++ {
			term.send("\x11\x1b[201~\x03\x03\r\x03")
			time.Sleep(100 * time.Millisecond)
			term.send("print(6 * 1111)\r")
			out = term.shows("6666\n", time.Second)
		}
		if !out {
			t.Fatalf("seed %d: the prompt does not come back; the terminal shows:\n%s", seed, term.screen())
		}
		term.send("\x03exit\r")
		term.end(0)
		if m := regexp.MustCompile(`(?s)internal error.*`).FindString(term.screen()); m != "" {
			t.Errorf("seed %d: %s", seed, m)
		}
	}
}
