package tests

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/repl"
	"github.com/mpstar/mpstar/internal/system"
	line "github.com/mpstar/mpstar/internal/terminal"
	"github.com/mpstar/mpstar/modules"
	"go.starlark.net/starlark"
)

// A volatile panics when somebody wants to know its attributes, as completion does.
type volatile struct{ starlark.NoneType }

func (volatile) Attr(string) (starlark.Value, error) { return nil, nil }
func (volatile) AttrNames() []string                 { panic("boom in AttrNames") }

// panickingPrompt is a prompt on standard input with a module whose functions panic.
func panickingPrompt() int {
	t, err := line.Open(&repl.History{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer t.Close()
	boom := interp.Def{Name: "boom", Init: func(_ *interp.Interp, m *object.Module) error {
		m.Set("x", volatile{})
		m.Set("now", object.NewFunc("now", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			panic("boom in now")
		}))
		return nil
	}}
	rt := interp.New(interp.Config{
		Modules: append(modules.All(), boom), Stdin: t.Stdin(), Stdout: os.Stdout, Stderr: os.Stderr, Interactive: true,
		System: system.Host(), Dir: os.TempDir(), Path: []string{""}, Pid: os.Getpid(),
	})
	return rt.Run(context.Background(), func(in *interp.Interp, thread *starlark.Thread) error {
		return repl.Run(in, thread, in.NewMain(""), repl.Options{Terminal: t})
	})
}

// TestPromptPanics shows that the terminal is as it was after a panic in Go code, and what goes on.
func TestPromptPanics(t *testing.T) {
	for name, talk := range map[string]func(term *terminal){
		"while a statement runs": func(term *terminal) {
			term.line("import boom; boom.now()")
			term.expect("internal error in process MainProcess: boom in now")
			term.end(70)
		},
		"in a thread, while a line is typed": func(term *terminal) {
			term.line("import boom, threading, time")
			term.line("threading.Thread(target=lambda: (time.sleep(0.3), boom.now()), daemon=True).start()")
			term.expect(prompt)
			term.send("half a li")
			term.expect("boom in now")
			term.end(70)
		},
		"in a child, while a line is typed": func(term *terminal) {
			term.line("import boom, multiprocessing as mp, time")
			term.line("p = mp.Process(target=lambda: (time.sleep(0.3), boom.now())); p.start()")
			term.expect(prompt)
			term.send("p.join(); ")
			term.expect("internal error in process Process-1: boom in now")
			term.send("p.exitcode\r")
			term.expect("70\n")
			term.line("exit")
			term.end(0)
		},
		"in completion": func(term *terminal) {
			term.line("import boom")
			term.expect(prompt)
			term.send("boom.x.a\t")
			term.expect("internal error in process MainProcess: boom in AttrNames")
			term.end(70)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			talk(openTerminalFor(t, exec.Command(os.Args[0]), panicking+"=1"))
		})
	}
}
