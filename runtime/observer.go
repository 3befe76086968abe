package runtime

import "github.com/mpstar/mpstar/internal/interp"

// An Observer is told what scripts do. Each function may be nil; what is not watched costs nothing. They are called on the goroutines of the
// scripts, from several at once, and what they take the scripts wait for; they must not call into a script.
type Observer = interp.Observer

// A ProcessEvent is the start or the end of a process.
type ProcessEvent = interp.ProcessEvent

// A CallEvent is an operation on a lock, queue, pipe or the like.
type CallEvent = interp.CallEvent

// An OutputEvent is something that a process writes.
type OutputEvent = interp.OutputEvent
