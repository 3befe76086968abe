package runtime

import "github.com/mpstar/mpstar/internal/govalue"

// A Func is a function, class or other callable of a script, held by Go code.
//
// Go functions get one as an argument by a parameter of type *Func, or of a function type whose last result is an error. It belongs to the process that it came
// from and may be called from any goroutine until that process ends: Call waits for its turn among the process's threads. A Go function that was itself
// called by the script should pass its own context on, so that the call runs on the same thread of the script; it needs it to call while the
// script holds a lock, and for tracebacks to be complete.
type Func = govalue.Func

// A Tuple is a script's tuple. Converted to a script it makes one.
type Tuple = govalue.Tuple

// A Set is a script's set or frozenset. Converted to a script it makes a set.
type Set = govalue.Set

// An Object is what an instance of a script's class becomes in Go.
type Object = govalue.Object

// A ConversionError says which part of a value has no counterpart on the other side. Scripts see it as a TypeError.
type ConversionError = govalue.Error
