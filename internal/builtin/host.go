package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// What the builtins ask of the interpreter beyond object.Host. The interpreter's
// Host implements those it offers; what it does not is refused by name.

// A Console is an interpreter's standard streams.
type Console interface {
	// Write writes s to standard output (fd 1) or standard error (fd 2) as one
	// piece.
	Write(thread *starlark.Thread, fd int, s string) error
	// Flush hands on what is buffered of a stream.
	Flush(thread *starlark.Thread, fd int) error
	// ReadLine shows a prompt and reads a line of standard input without its
	// line end. At the end of the input it returns io.EOF.
	ReadLine(thread *starlark.Thread, prompt string) (string, error)
}

// An Evaluator runs source text: exec, eval and compile.
type Evaluator interface {
	// Exec runs statements in the given namespace; nil means the caller's module.
	Exec(thread *starlark.Thread, source starlark.Value, globals, locals starlark.Value) error
	// Eval returns the value of an expression.
	Eval(thread *starlark.Thread, source starlark.Value, globals, locals starlark.Value) (starlark.Value, error)
	// Compile checks source text and returns what Exec and Eval take in its place.
	Compile(thread *starlark.Thread, source, filename, mode string) (starlark.Value, error)
}

// An Importer imports modules by name.
type Importer interface {
	Import(thread *starlark.Thread, name string) (*object.Module, error)
}

// A Scoper knows the module that the running code belongs to.
type Scoper interface {
	// CallerModule returns the module of the innermost function of a script.
	CallerModule(thread *starlark.Thread) *object.Module
}

// A Checker is asked now and then by Go code that computes for long. It may hand
// the interpreter's lock to another thread meanwhile.
type Checker interface {
	// Check returns an error if the computation must end: the process is being
	// ended, or interrupted.
	Check(thread *starlark.Thread) error
}

// checkEvery is how many elements a loop in Go handles between two calls of Check.
const checkEvery = 1024

// A ticker counts the elements that a loop in Go has handled.
type ticker struct {
	thread *starlark.Thread
	n      int
}

// tick is called once per element.
func (t *ticker) tick() error {
	if t.n++; t.n%checkEvery == 0 {
		return check(t.thread)
	}
	return nil
}

func (t *ticker) check() error { return check(t.thread) }

func check(thread *starlark.Thread) error {
	env := object.EnvOf(thread)
	if env == nil {
		return nil
	}
	if c, ok := env.Host.(Checker); ok {
		return c.Check(thread)
	}
	return nil
}

// notOffered is the error for a builtin that needs something of the interpreter that
// the interpreter does not offer.
func notOffered(name string) error {
	return exception.New(exception.NotImplementedError, "%s() is not available in this interpreter", name)
}
