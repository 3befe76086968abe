// Package exception carries Python exceptions through Go code that knows no
// Python objects.
//
// Go code that must fail the way CPython fails returns an [*Error]: the name of
// the class and the message. The object model turns it into an instance of that
// class when a script catches it or when it is printed.
//
//	return nil, exception.New(exception.ValueError, "math domain error")
package exception

import (
	"fmt"

	"go.starlark.net/starlark"
)

// A Kind is the name of a built-in exception class, or the dotted name of a
// class that a module defines ("queue.Empty").
type Kind string

// The built-in classes that Go code raises.
const (
	ArithmeticError     Kind = "ArithmeticError"
	AssertionError      Kind = "AssertionError"
	AttributeError      Kind = "AttributeError"
	BlockingIOError     Kind = "BlockingIOError"
	BrokenPipeError     Kind = "BrokenPipeError"
	BufferError         Kind = "BufferError"
	EOFError            Kind = "EOFError"
	FileExistsError     Kind = "FileExistsError"
	FileNotFoundError   Kind = "FileNotFoundError"
	ImportError         Kind = "ImportError"
	IndexError          Kind = "IndexError"
	IsADirectoryError   Kind = "IsADirectoryError"
	KeyError            Kind = "KeyError"
	KeyboardInterrupt   Kind = "KeyboardInterrupt"
	LookupError         Kind = "LookupError"
	MemoryError         Kind = "MemoryError"
	ModuleNotFoundError Kind = "ModuleNotFoundError"
	NameError           Kind = "NameError"
	NotADirectoryError  Kind = "NotADirectoryError"
	NotImplementedError Kind = "NotImplementedError"
	OSError             Kind = "OSError"
	OverflowError       Kind = "OverflowError"
	PermissionError     Kind = "PermissionError"
	ProcessLookupError  Kind = "ProcessLookupError"
	RecursionError      Kind = "RecursionError"
	RuntimeError        Kind = "RuntimeError"
	StopIteration       Kind = "StopIteration"
	SyntaxError         Kind = "SyntaxError"
	SystemError         Kind = "SystemError"
	SystemExit          Kind = "SystemExit"
	TimeoutError        Kind = "TimeoutError"
	TypeError           Kind = "TypeError"
	UnboundLocalError   Kind = "UnboundLocalError"
	UnicodeDecodeError  Kind = "UnicodeDecodeError"
	UnicodeEncodeError  Kind = "UnicodeEncodeError"
	ValueError          Kind = "ValueError"
	ZeroDivisionError   Kind = "ZeroDivisionError"
)

// An Error is a Python exception that has no object yet. If Args is nil the
// exception's args are (Msg,), or () when Msg is empty too.
type Error struct {
	Kind Kind
	Msg  string
	Args starlark.Tuple

	// Name is the name attribute of an ImportError, NameError or
	// AttributeError.
	Name string
	// Obj is the obj attribute of an AttributeError: whose attribute it is about.
	Obj starlark.Value

	// Where says which part of what was to be pickled the error is about, "args[1].lock": a script finds it in the exception's notes.
	Where string
}

// Error returns "ValueError: message", or the bare class name when the message
// is empty.
func (e *Error) Error() string {
	if e.Msg == "" {
		return string(e.Kind)
	}
	if e.Where != "" {
		return string(e.Kind) + ": " + e.Where + ": " + e.Msg
	}
	return string(e.Kind) + ": " + e.Msg
}

// In returns the error with another place.
func (e *Error) In(where string) *Error {
	x := *e
	x.Where = where
	return &x
}

// New returns an exception of the given kind with a formatted message.
func New(kind Kind, format string, args ...any) *Error {
	msg := format
	if len(args) > 0 {
		msg = fmt.Sprintf(format, args...)
	}
	return &Error{Kind: kind, Msg: msg}
}

// WithArgs returns an exception whose args are the given values.
func WithArgs(kind Kind, args ...starlark.Value) *Error {
	e := &Error{Kind: kind, Args: starlark.Tuple(args)}
	if len(args) == 1 {
		if s, ok := args[0].(starlark.String); ok {
			e.Msg = string(s)
		}
	}
	return e
}
