package interp

import (
	"fmt"
	"time"
)

// Limits bound what a tree of processes may use, all of them together. Zero is no limit, or the default that the field names. A tree that exceeds
// one is ended with a *LimitError; no script sees anything of it.
type Limits struct {
	Steps       int64         // steps of the engine
	Time        time.Duration // from the start of Run
	Recursion   int           // nested calls
	Processes   int           // alive at once, with the main one
	Threads     int           // alive at once in all processes, with their main ones
	QueueBytes  int64         // in queues and pipes
	OutputBytes int64         // written to standard output and standard error
	ValueBytes  int64         // in one string, list or number that one operation makes
	HeapBytes   int64         // by which the heap of this program has grown
}

// A LimitError says which limit ended a tree.
type LimitError struct {
	Limit string // the field of Limits: "Steps"
	Max   int64  // what it was set to; nanoseconds for "Time"
}

func (e *LimitError) Error() string {
	switch e.Limit {
	case "Time":
		return fmt.Sprintf("the script has run for longer than %v", time.Duration(e.Max))
	case "Steps":
		return fmt.Sprintf("the script has made more than %d steps", e.Max)
	case "Recursion":
		return fmt.Sprintf("the script has nested calls more than %d deep", e.Max)
	case "Processes":
		return fmt.Sprintf("the script has more than %d processes at once", e.Max)
	case "Threads":
		return fmt.Sprintf("the script has more than %d threads at once", e.Max)
	case "QueueBytes":
		return fmt.Sprintf("the script has more than %d bytes in queues and pipes", e.Max)
	case "OutputBytes":
		return fmt.Sprintf("the script has written more than %d bytes", e.Max)
	case "ValueBytes":
		return fmt.Sprintf("the script would make a value of more than %d bytes", e.Max)
	case "HeapBytes":
		return fmt.Sprintf("the script has used more than %d bytes of memory", e.Max)
	}
	return e.Limit + " exceeded"
}

// Exceed ends the tree because of a limit.
func (rt *Runtime) Exceed(limit string, max int64) { rt.exceed(limit, max) }

// exceed ends the tree because of a limit.
func (rt *Runtime) exceed(limit string, max int64) error {
	if rt.home != nil {
		rt.home.exceeded(limit)
	}
	rt.Stop(&LimitError{limit, max})
	return errEnded{}
}

// Stop ends every process at once, as Kill does, and keeps the reason. The first one stands.
func (rt *Runtime) Stop(reason error) {
	rt.reason.CompareAndSwap(nil, &reason)
	rt.severLater()
	rt.Kill()
}

// Reason returns why the tree was stopped, nil if it was not.
func (rt *Runtime) Reason() error {
	if p := rt.reason.Load(); p != nil {
		return *p
	}
	return nil
}

// stopped returns an error if the tree was stopped. Code that works for no process in particular asks it.
func (rt *Runtime) stopped() error {
	if rt.reason.Load() != nil {
		return errEnded{}
	}
	return nil
}

// countSteps adds to the tree's steps.
func (rt *Runtime) countSteps(n uint64) {
	total := rt.steps.Add(n)
	switch max := rt.limits.Steps; {
	case max <= 0:
	case rt.home != nil:
		rt.home.spend(total)
	case total > uint64(max):
		rt.exceed("Steps", max)
	}
}

// Steps returns how many steps of the engine the tree has made, to about two thousand for each of its threads.
func (rt *Runtime) Steps() int64 { return int64(rt.steps.Load()) }

// countThreads counts threads that begin, or end.
func (rt *Runtime) countThreads(n int64) {
	total := rt.threads.Add(n)
	switch max := int64(rt.limits.Threads); {
	case max <= 0:
	case rt.home != nil:
		rt.home.note(noteThreads, int(n))
	case total > max && n > 0:
		rt.exceed("Threads", max)
	}
}

// wrote counts output.
func (rt *Runtime) wrote(n int) error {
	if rt.limits.OutputBytes > 0 && rt.output.Add(int64(n)) > rt.limits.OutputBytes {
		return rt.exceed("OutputBytes", rt.limits.OutputBytes)
	}
	return nil
}
