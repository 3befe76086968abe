package runtime

import (
	"errors"
	"fmt"

	"github.com/mpstar/mpstar/internal/govalue"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/syntax"
)

// A SyntaxError says what is wrong with a source text, and where: Filename, Span, Msg. Its Format method returns what CPython prints.
type SyntaxError = syntax.Error

// A ScriptError reports an exception that ended a script, or a call of one of its functions. errors.As and errors.Is also find the error of
// a Go function that the script called, if that was the exception's cause. The traceback of an exception that ended a main script has also been
// written to its standard error.
type ScriptError = govalue.Exception

// A Frame is one line of a ScriptError's traceback.
type Frame = govalue.Frame

// An ExitError reports a script that ended with an exit code other than 0: sys.exit(n), or -N if signal N ended it.
type ExitError struct{ Code int }

func (e *ExitError) Error() string {
	if e.Code < 0 {
		return fmt.Sprintf("ended by signal %d", -e.Code)
	}
	return fmt.Sprintf("exit status %d", e.Code)
}

// A LimitError says which of the Limits ended a run.
type LimitError = interp.LimitError

// A CancelError reports a run that was ended because its context was. It wraps the context's cause, so errors.Is finds context.Canceled
// and context.DeadlineExceeded.
type CancelError struct {
	Name  string // the program's
	Cause error
}

func (e *CancelError) Error() string { return e.Name + ": " + e.Cause.Error() }
func (e *CancelError) Unwrap() error { return e.Cause }

// A PanicError reports a panic: of a Go function that the script called, or a defect of this library. It has ended the run.
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
