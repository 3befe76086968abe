package interp

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"go.starlark.net/starlark"
)

// threadKey is where an engine thread keeps its interpreter.
const threadKey = "mpstar.interp"

// A Thread is one thread of control of an interpreter: a goroutine that takes
// turns with the others under the interpreter's lock.
type Thread struct {
	in      *Interp
	name    string
	daemon  bool
	main    bool
	joined  bool  // see Joined
	hidden  bool  // scripts don't see it
	guest   bool  // a Visit's: it has no goroutine, and is counted nowhere
	seq     int64 // the order of starts
	task    *ipc.Task
	engine  *starlark.Thread
	current *starlark.Thread // the engine thread to go on with: a generator's while one runs
	done    *ipc.Event
	pause   func() // see OnPause
}

// Of returns the interpreter that an engine thread belongs to. It panics for a
// thread that no interpreter made.
func Of(t *starlark.Thread) *Interp { return t.Local(threadKey).(*Interp) }

// NewThread returns an engine thread of this interpreter. It takes part in the
// turn of whichever Thread runs it, so a generator's body can be resumed from any.
func (in *Interp) NewThread(name string) *starlark.Thread {
	t := &starlark.Thread{Name: name, Print: in.printEngine, Load: in.load}
	t.SetLocal(threadKey, in)
	in.env.Bind(t)
	in.bindText(t)
	in.arm(t)
	return t
}

func (in *Interp) newThread(name string, main bool) *Thread {
	th := in.makeThread(name, main)
	in.rt.countThreads(1)
	return th
}

func (in *Interp) makeThread(name string, main bool) *Thread {
	th := &Thread{in: in, name: name, main: main, done: ipc.NewEvent()}
	th.task = ipc.NewTask(in.proc.holder, ipc.Hooks{
		Block:   func() { in.release(th) },
		Unblock: func() { in.acquire(th) },
		Alert:   func() { in.alerted(th) },
	})
	th.engine = in.NewThread(name)
	th.current = th.engine
	in.threadMu.Lock()
	in.started++
	th.seq = in.started
	in.threads[th] = struct{}{}
	ended := in.flags.Load()&flagDying != 0
	in.threadMu.Unlock()
	if ended {
		th.task.Cancel()
	}
	return th
}

func (in *Interp) dropThread(th *Thread) {
	in.threadMu.Lock()
	delete(in.threads, th)
	in.threadMu.Unlock()
	if !th.guest {
		in.rt.countThreads(-1)
	}
	in.rt.countSteps(th.engine.Steps)
	th.task.Close()
	if in.rt.home != nil && !th.main {
		in.rt.home.client.CloseTask(th.task)
	}
	th.done.Set()
}

// Go runs fn on a new thread of this interpreter, which gets the lock before fn
// is called. A daemon thread is stopped when the process ends, any other is
// waited for. fn's error is its own affair: whoever starts the thread reports it
// inside fn. The caller holds the lock.
func (in *Interp) Go(name string, daemon bool, fn func(t *starlark.Thread) error) *Thread {
	th := in.newThread(name, false)
	th.daemon = daemon
	in.carry(th, fn)
	return th
}

// GoHidden is Go for a daemon thread that scripts don't see.
func (in *Interp) GoHidden(name string, fn func(t *starlark.Thread) error) {
	th := in.newThread(name, false)
	th.daemon, th.hidden = true, true
	in.carry(th, fn)
}

func (in *Interp) carry(th *Thread, fn func(t *starlark.Thread) error) {
	in.goroutines.Add(1)
	in.rt.carriers.carry(func() {
		defer in.goroutines.Done()
		in.acquire(th)
		defer func() {
			in.dropThread(th)
			in.release(th)
		}()
		defer in.recoverPanic("thread " + th.name)
		fn(th.engine)
	})
}

// Done is set when the thread has ended.
func (th *Thread) Done() *ipc.Event { return th.done }

// Main reports whether it is the process's main thread.
func (th *Thread) Main() bool { return th.main }

// Daemon reports whether scripts see a daemon thread.
func (th *Thread) Daemon() bool { return th.daemon && !th.joined }

// Joined says that whoever started the thread waits for it before the process ends,
// so that scripts see no daemon although the interpreter does not wait for it.
// The caller holds the lock.
func (th *Thread) Joined() { th.joined = true }

// Threads returns the threads that run, in the order of their starts: the main
// thread first.
func (in *Interp) Threads() []*Thread {
	in.threadMu.Lock()
	list := make([]*Thread, 0, len(in.threads))
	for th := range in.threads {
		if !th.hidden {
			list = append(list, th)
		}
	}
	in.threadMu.Unlock()
	slices.SortFunc(list, func(a, b *Thread) int { return cmp.Compare(a.seq, b.seq) })
	return list
}

// ThreadName returns the name of a new thread that has none of its own, as CPython
// counts them: "Thread-3 (f)" for target "f", "Thread-3" for "". A child goes on from its
// parent's number. The caller holds the lock.
func (in *Interp) ThreadName(target string) string {
	in.named++
	name := "Thread-" + strconv.Itoa(in.named)
	if target != "" {
		name += " (" + target + ")"
	}
	return name
}

// DummyName is ThreadName for a thread that no Thread stands for.
func (in *Interp) DummyName() string {
	in.named++
	return "Dummy-" + strconv.Itoa(in.named)
}

// Task returns the task of the thread's kernel calls.
func (th *Thread) Task() *ipc.Task { return th.task }

// Name returns the name that the thread was started under.
func (th *Thread) Name() string { return th.name }

// Engine returns the engine thread on which fn was called.
func (th *Thread) Engine() *starlark.Thread { return th.engine }

// Current returns the engine thread on which th is, or was when it gave up the lock: a generator's while one runs. The caller holds the
// lock.
func (in *Interp) Current(th *Thread) *starlark.Thread {
	if th == in.running {
		return in.env.Thread
	}
	return th.current
}

// Task returns the task for a kernel call made from t, whose caller holds the
// lock.
func (in *Interp) Task(t *starlark.Thread) *ipc.Task { return in.running.task }

// Running returns the thread that holds the lock.
func (in *Interp) Running() *Thread { return in.running }

// errEnded unwinds the threads of a process that is being ended. No script can
// catch it.
type errEnded struct{}

func (errEnded) Error() string { return "the process is being ended" }
func (errEnded) Uncatchable()  {}

var errRecursion = exception.New(exception.RecursionError, "maximum recursion depth exceeded")

// Err turns the error of a kernel call into the script's. ipc.ErrCancelled
// becomes KeyboardInterrupt or, if the process is being ended, an error that
// nothing catches; any other error is returned as it is.
func (in *Interp) Err(t *starlark.Thread, err error) error {
	if err != ipc.ErrCancelled {
		return err
	}
	if err := in.Check(t); err != nil {
		return err
	}
	return errEnded{}
}

// Check returns the error with which a long computation must stop: the process
// is being ended, or was interrupted and this is its main thread. Go code that
// scripts call asks it every few thousand steps of a loop.
func (in *Interp) Check(t *starlark.Thread) error {
	flags := in.flags.Load() &^ flagSignal
	if flags == 0 {
		return nil
	}
	if flags&flagDying != 0 {
		t.Cancel("process ended")
		return errEnded{}
	}
	if flags&flagMemory != 0 {
		in.MemoryShort(t)
		return exception.New(exception.MemoryError, "")
	}
	if flags&flagFailed != 0 && in.running != nil && in.running.main {
		return in.takeFailure()
	}
	if flags&flagInterrupted != 0 && in.running != nil && in.running.main {
		in.flags.And(^uint32(flagInterrupted))
		in.running.task.Uncancel()
		if in.flags.Load()&flagDying != 0 {
			in.running.task.Cancel()
			return errEnded{}
		}
		in.lateInterrupt = in.leaving
		return exception.New(exception.KeyboardInterrupt, "")
	}
	return nil
}

// Sleep waits for d, or until the process is ended or interrupted.
func (in *Interp) Sleep(t *starlark.Thread, d time.Duration) error {
	return in.Err(t, ipc.Sleep(in.Task(t), d))
}

// recoverPanic turns a panic on one of the interpreter's goroutines into an
// error message and the end of that process: a defect of ours must not take the
// host down.
func (in *Interp) recoverPanic(where string) {
	if r := recover(); r != nil {
		err := &PanicError{where, r, string(debug.Stack())}
		in.stderr.WriteString(err.report())
		if in.Root() {
			reason := error(err)
			in.rt.reason.CompareAndSwap(nil, &reason)
		}
		in.proc.ExitNow(exitInternal)
	}
}

// A PanicError reports a panic in Go code: a defect of ours, or of a function of the host's.
type PanicError struct {
	Where string // "process MainProcess"
	Value any    // what was passed to panic
	Stack string
}

func (e *PanicError) Error() string { return fmt.Sprintf("internal error in %s: %v", e.Where, e.Value) }

func (e *PanicError) report() string { return fmt.Sprintf("mpstar: %v\n%s", e, e.Stack) }

// exitInternal is the exit code after an internal error (EX_SOFTWARE).
const exitInternal = 70
