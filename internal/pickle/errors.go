package pickle

import (
	"errors"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
)

// An Error says which part of a value could not be pickled. What it wraps is the
// exception that a script sees, in CPython's words.
type Error struct {
	Path string // from the value that was to be pickled: "[1]['conn'].lock"; "" for the value itself
	Err  error
}

// Error returns the path and the message: "[1]['conn']: cannot pickle 'generator' object".
func (e *Error) Error() string {
	msg := e.Err.Error()
	var x *exception.Error
	if errors.As(e.Err, &x) {
		msg = x.Msg
	}
	if e.Path == "" {
		return msg
	}
	return e.Path + ": " + msg
}

// Unwrap returns the exception.
func (e *Error) Unwrap() error { return e.Err }

// failed adds the path to an error.
func (w *Writer) failed(err error) error {
	var inner *Error
	if errors.As(err, &inner) {
		return err
	}
	var where strings.Builder
	for _, s := range w.path {
		where.WriteString(s.String())
	}
	return &Error{Path: where.String(), Err: err}
}
