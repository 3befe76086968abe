package interp

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/mpstar/mpstar/internal/ipc"
)

// An Observer is told what the processes of a tree do. Each function may be nil; what is not watched costs nothing. They are called on the
// goroutines of the scripts, from several at once, and what they take the scripts wait for; they must not call into a script.
type Observer struct {
	// Start is called when a process begins, before its first instruction.
	Start func(ProcessEvent)
	// End is called when a process has ended and everything it held is given back.
	End func(ProcessEvent)
	// Call is called after each operation on a lock, semaphore, condition, event, barrier, queue or pipe, whether it has waited or not.
	Call func(CallEvent)
	// Output is called when a process has written to its standard output or standard error, by whole lines.
	Output func(OutputEvent)
}

// A ProcessEvent is the start or the end of a process.
type ProcessEvent struct {
	Pid, Parent int    // Parent is 0 for the main process
	Name        string // "Process-1"
	ExitCode    int    // at the end: 0 to 255, or -N if signal N ended it
	Time        time.Time
}

// A CallEvent is an operation on an object through which processes talk to each other.
type CallEvent struct {
	Pid    int
	Thread string        // the name of the thread
	Object string        // what it is: "queue", "lock"
	ID     uintptr       // tells objects of one kind apart
	Op     string        // "put", "acquire"
	Wait   time.Duration // how long it has waited; 0 if not at all
	Err    error         // nil, or why it did not succeed: a timeout, the end of the process
}

// An OutputEvent is something that a process writes.
type OutputEvent struct {
	Pid  int
	Fd   int    // 1 standard output, 2 standard error
	Text string // whole lines, but for the last of a process and what was flushed
}

func (rt *Runtime) observeStart(p *Process) {
	if o := rt.cfg.Observer; o != nil && o.Start != nil {
		rt.observe(func() { o.Start(p.event(0)) })
	}
}

// observeOutput tells of what a process of the operating system has written.
func (h *host) observeOutput(fd int, text string) {
	o := h.rt.cfg.Observer
	if o == nil || o.Output == nil {
		return
	}
	h.mu.Lock()
	p := h.main
	h.mu.Unlock()
	if p != nil {
		h.rt.observe(func() { o.Output(OutputEvent{p.pid, fd, text}) })
	}
}

func (p *Process) event(code int) ProcessEvent {
	e := ProcessEvent{Pid: p.pid, Name: p.name, ExitCode: code, Time: p.rt.system.Clock.Now()}
	if p.parent != nil {
		e.Parent = p.parent.pid
	}
	return e
}

func callEvent(t *ipc.Task, c ipc.Call) CallEvent {
	return CallEvent{
		Pid: t.Holder().ID(), Thread: t.Name(), Object: kindOf(c.Object), ID: identity(c.Object),
		Op: c.Op, Wait: c.Waited, Err: c.Err,
	}
}

// kindOf names the type of a kernel object: "queue", "lock".
func kindOf(o ipc.Object) string {
	name := fmt.Sprintf("%T", o)
	return strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
}

func identity(o ipc.Object) uintptr {
	if v := reflect.ValueOf(o); v.Kind() == reflect.Pointer {
		return v.Pointer()
	}
	return 0
}
