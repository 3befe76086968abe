package runtime

import (
	"errors"
	"fmt"

	"github.com/mpstar/mpstar/internal/govalue"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/syntax"
)

// A SyntaxError says what is wrong with a source text, and where. Its fields are
//
//	Kind     string // the exception's class: "SyntaxError", "IndentationError", "TabError"
//	Msg      string // CPython's words
//	Filename string
//	Span     ...    // Start and End, each with Line and Col, which count from 1
//	Text     string // the line of the source
//
// Its Format method returns what CPython prints: the line with a mark below it.
type SyntaxError = syntax.Error

// A ScriptError reports an exception that ended a script, or a call of one of its functions. errors.As and errors.Is also find the error of
// a Go function that the script called, if that was the exception's cause. The traceback of an exception that ended a main script has also been
// written to its standard error.
//
// Its fields are copies: nothing of the script is kept alive by it.
//
//	Class     string       // "ValueError"; with its module if that is not builtins: "queue.Empty", "__main__.MyError"
//	Message   string       // what str() makes of it
//	Args      []any        // its args as Go values; the repr of those that have no counterpart
//	Frames    []Frame      // where it came from, outermost first
//	Notes     []string     // what add_note has added
//	Cause     *ScriptError // what it was raised from, or while
//	Traceback string       // as CPython prints it, with causes and marks
type ScriptError = govalue.Exception

// A Frame is one line of a ScriptError's traceback: File, Line, which counts from 1,
// Function ("<module>" outside functions) and Source, the text of the line.
type Frame = govalue.Frame

// An ExitError reports a script that ended with an exit code other than 0: sys.exit(n), or -N if signal N ended it.
type ExitError struct{ Code int }

func (e *ExitError) Error() string {
	if e.Code < 0 {
		return fmt.Sprintf("ended by signal %d", -e.Code)
	}
	return fmt.Sprintf("exit status %d", e.Code)
}

// A CancelError reports a run that was ended because its context was. It wraps the context's cause, so errors.Is finds context.Canceled
// and context.DeadlineExceeded.
type CancelError struct {
	Name  string // the program's
	Cause error
}

func (e *CancelError) Error() string { return e.Name + ": " + e.Cause.Error() }
func (e *CancelError) Unwrap() error { return e.Cause }

// A PanicError reports a panic: of a Go function that the script called, of something that the Config holds, or a defect of this library. It has ended the run. Where says what has panicked,
// Value is what was passed to panic, Stack the goroutine's stack.
type PanicError = interp.PanicError

// ErrClosed is returned by what is asked of a Script or Runtime that has been closed.
var ErrClosed = errors.New("closed")

// Errorf returns an error for Go functions to return: it raises an exception of that class in the script. A class that is not built in is
// named with its module: "queue.Empty". The error wraps what %w names, as fmt.Errorf does.
func Errorf(class, format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	return &govalue.RaiseError{Class: class, Message: err.Error(), Err: errors.Unwrap(err)}
}

// ExitCode returns the exit code that a command would end with after err: 0 for nil, the script's own, or 1.
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
