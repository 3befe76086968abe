// Package runtime embeds mpstar in a Go application: it compiles scripts and runs
// them, each in a tree of processes of its own, all inside the host's process.
//
//	prog, err := runtime.Compile("job.py", src)
//	...
//	rt := runtime.New(runtime.Config{Modules: modules.All(), Stdout: os.Stdout})
//	err = rt.Run(ctx, prog)
//
// A [Program] is immutable and may be run by any number of runtimes at once. A
// [Runtime] runs one main script, and with it every child that the script starts.
// A script that misbehaves cannot crash the host: its errors come back as
// [*ScriptError], [*ExitError] or a [*syntax.Error].
package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/system"
	"go.starlark.net/starlark"
)

// A Module is a module that scripts can import. Package modules has the standard
// ones.
type Module = interp.Def

// A SyntaxError says what is wrong with a source text, and where.
type SyntaxError = syntax.Error

// A Config says what a script may use. The zero Config gives it no module, no
// input, and discards what it prints.
type Config struct {
	// Modules are what scripts can import. The default is none.
	Modules []Module

	// Stdin is the main script's standard input; nil is an empty input.
	// Children have an empty input, as in CPython.
	Stdin io.Reader
	// Stdout and Stderr receive whole lines, one write at a time; nil
	// discards them.
	Stdout, Stderr io.Writer

	// Args is sys.argv; its first element names the script.
	Args []string
	// FS holds the files that scripts can read, from its root on; nil is none.
	FS fs.FS
	// Path lists the directories in which imports look for files. The default
	// is none: then scripts import only Modules.
	Path []string
	// Environ is the script's environment in the form of os.Environ. The
	// default is an empty one.
	Environ []string
	// Dir is the script's working directory, "" for the root.
	Dir string
}

// A Program is a compiled script.
type Program struct {
	file *syntax.File
	name string
}

// Compile parses a script. The name decides its dialect, Starlark for .star and
// Python for all others, and appears in tracebacks. The error is a *SyntaxError.
func Compile(name string, src []byte) (*Program, error) {
	file, err := syntax.Parse(name, src, interp.DialectOf(name))
	if err != nil {
		return nil, err
	}
	return &Program{file: file, name: name}, nil
}

// A Runtime runs one script and the processes it starts.
type Runtime struct {
	rt *interp.Runtime
}

// New returns a runtime.
func New(cfg Config) *Runtime {
	dir := cfg.Dir
	if dir == "" {
		dir = string(filepath.Separator)
	}
	sys := new(system.System)
	if cfg.FS != nil {
		sys.Files = system.Reading(cfg.FS)
	}
	return &Runtime{rt: interp.New(interp.Config{
		Modules: cfg.Modules,
		Stdin:   cfg.Stdin, Stdout: cfg.Stdout, Stderr: cfg.Stderr,
		System: sys,
		Args:   cfg.Args, Path: cfg.Path, Environ: cfg.Environ, Dir: dir,
		Pid: os.Getpid(), ParentPid: os.Getppid(),
	})}
}

// Run runs the script to its end, and waits until nothing that it started is left.
// It returns nil if the script ended well, an *ExitError if it left with another
// exit code, a *ScriptError if an exception ended it, and an error that wraps
// ctx's if ctx was cancelled, which kills every process of the script at once. Run
// may be called once.
func (r *Runtime) Run(ctx context.Context, p *Program) error {
	code, err := r.rt.CompileFile(p.name, p.file, lower.Options{ModuleName: "__main__"})
	if err != nil {
		return err
	}
	exit := r.rt.Run(ctx, func(in *interp.Interp, t *starlark.Thread) error {
		return in.RunMain(t, code, p.name)
	})
	if err := context.Cause(ctx); err != nil && exit != 0 {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	if f := r.rt.Failure(); f != nil {
		return &ScriptError{Class: f.Class, Message: f.Message, Traceback: f.Traceback}
	}
	if exit != 0 {
		return &ExitError{Code: exit}
	}
	return nil
}

// Interrupt raises KeyboardInterrupt in the main thread of every process of the
// script, as Ctrl-C does. It may be called from any goroutine.
func (r *Runtime) Interrupt() { r.rt.Interrupt() }

// An ExitError reports a script that ended with an exit code other than 0:
// sys.exit(n), or -N if signal N ended it.
type ExitError struct{ Code int }

func (e *ExitError) Error() string { return fmt.Sprintf("exit status %d", e.Code) }

// A ScriptError reports a script that an exception ended. The traceback has also
// been written to the script's standard error.
type ScriptError struct {
	Class     string // "ValueError", "queue.Empty"
	Message   string // str() of the exception
	Traceback string // as CPython prints it
}

func (e *ScriptError) Error() string {
	if e.Message == "" {
		return e.Class
	}
	return e.Class + ": " + e.Message
}

// ExitCode returns the exit code that a command would end with after err: 0 for
// nil, the script's own, or 1.
func ExitCode(err error) int {
	var exit *ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.Code
	}
	return 1
}
