package runtime

import (
	"time"

	"github.com/mpstar/mpstar/internal/interp"
)

// An Observer is told what scripts do. Each function may be nil; what is not watched costs nothing.
//
// The functions are called on the goroutines of the scripts, from several at once, and the scripts wait for them. They must not call into a script.
// Once a run that was cancelled has returned they are not called for it any more.
type Observer struct {
	// Start is called when a process begins, before its first instruction: the main script's, and each Process, worker of a pool and manager's server.
	Start func(ProcessEvent)

	// End is called when a process has ended and what it held is given back: locks of a multiprocessing.Lock stay taken, as in CPython, but
	// nobody waits for its messages any more. It is called once for each Start.
	End func(ProcessEvent)

	// Call is called after each operation on a lock, semaphore, condition, event, barrier, queue or pipe, whether it has waited or not and
	// whether it has succeeded or not. Those of module threading are among them.
	Call func(CallEvent)

	// Output is called when a process has written to its standard output or standard error, before Config.Stdout or Stderr gets it.
	Output func(OutputEvent)
}

// A ProcessEvent is the start or the end of a process.
type ProcessEvent struct {
	Pid      int       // what os.getpid() returns in it
	Parent   int       // the Pid of the process that started it; 0 for the main script's
	Name     string    // as in Process.name: "MainProcess", "Process-1", "SpawnPoolWorker-2"
	ExitCode int       // at its end: 0 to 255, or -N if signal N ended it, as in Process.exitcode; 0 at its start
	Time     time.Time // by Config.Clock
}

// A CallEvent is an operation on an object through which processes or threads talk to each other.
type CallEvent struct {
	Pid    int           // of the process that made it
	Thread string        // the name of the thread that made it: "MainThread"
	Object string        // what the object is: "queue", "pipe", "lock", "semaphore", "condition", "event", "barrier"
	ID     uintptr       // tells objects of one kind apart, as long as they live
	Op     string        // "put", "acquire", "wait"
	Wait   time.Duration // how long it has waited; 0 if not at all
	Err    error         // nil, or why it did not succeed: a timeout, the end of the process
}

// An OutputEvent is something that a process has written.
type OutputEvent struct {
	Pid  int    // of the process
	Fd   int    // 1 is standard output, 2 standard error
	Text string // whole lines, but for the last of a process and what was flushed
}

// interp returns the observer of one run.
func (o *Observer) interp() *interp.Observer {
	if o == nil {
		return nil
	}
	var to interp.Observer
	if fn := o.Start; fn != nil {
		to.Start = func(e interp.ProcessEvent) { fn(ProcessEvent(e)) }
	}
	if fn := o.End; fn != nil {
		to.End = func(e interp.ProcessEvent) { fn(ProcessEvent(e)) }
	}
	if fn := o.Call; fn != nil {
		to.Call = func(e interp.CallEvent) { fn(CallEvent(e)) }
	}
	if fn := o.Output; fn != nil {
		to.Output = func(e interp.OutputEvent) { fn(OutputEvent(e)) }
	}
	return &to
}
