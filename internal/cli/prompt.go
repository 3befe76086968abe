package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/repl"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/terminal"
	"go.starlark.net/starlark"
)

// This file implements the prompt: alone, or after a script.

// prompt runs s, if there is one, and then what is typed.
func prompt(name string, c command, s *script, stdin io.Reader, stdout, stderr io.Writer) int {
	alone := s == nil
	if alone {
		s = &script{argv0: c.file}
		if c.dialect == "starlark" {
			s.dialect = syntax.Starlark
		}
	}
	opts := repl.Options{
		Dialect: s.dialect,
		Colour:  isTerminal(stderr) && os.Getenv("NO_COLOR") == "" && terminal.Supported(),
	}
	var leave func()
	if isTerminal(stdin) && isTerminal(stdout) && terminal.Supported() {
		t, err := terminal.Open(repl.OpenHistory(os.LookupEnv))
		if t == nil {
			fmt.Fprintf(stderr, "%s: %v\n", name, err)
			return exitUsage
		}
		if err != nil {
			fmt.Fprintf(stderr, "%s: %v\n", name, err)
		}
		leave = t.Close
		defer leave()
		opts.Terminal = t
		stdin = t.Stdin()
	}
	if alone {
		opts.Banner = versionText() + "\nType \"help()\" for help, \"exit\" or Ctrl-D to leave.\n"
	}
	signals := newSignals()
	cfg := config(c, s, stdin, stdout, stderr)
	cfg.WatchSignal = signals.watch
	rt := interp.New(cfg)
	var code *lower.Code
	if !alone {
		var ok bool
		// All names are in the module, where the prompt finds and changes them.
		if code, ok = compile(rt, name, s, stderr, lower.Options{ModuleName: "__main__", Dynamic: true}); !ok {
			alone = true
		}
	}
	ctx, stop := watchSignals(rt, signals, true, leave)
	defer stop()
	return exitCode(rt.Run(ctx, func(in *interp.Interp, t *starlark.Thread) error {
		m := in.NewMain(s.file)
		if code != nil {
			opts.First = func() error { return in.RunIn(t, code, m) }
		}
		return repl.Run(in, t, m, opts)
	}))
}
