package interp

import (
	"sync"
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// Signals that end or interrupt a process. The numbers are POSIX's, which are
// what exit codes show (-9, -15) on every platform.
const (
	sigHangup = 1
	SIGINT    = 2
	SIGKILL   = 9
	SIGTERM   = 15
)

// A Process is an entry of the process table: one interpreter from its start to
// its end. Its methods may be called from any goroutine.
type Process struct {
	rt     *Runtime
	pid    int
	parent *Process // nil for the root
	depth  int      // how many ancestors it has
	name   string
	daemon bool
	holder *ipc.Holder
	exited *ipc.Event
	here   bool  // it has, or had, an interpreter in this process of the operating system
	host   *host // in the root, where it has not: that process

	// in is nil if the interpreter is elsewhere, or has ended: whoever keeps a Process keeps no interpreter alive.
	in atomic.Pointer[Interp]

	mu     sync.Mutex
	ending bool // code is decided, the threads are being unwound
	quick  bool // no handlers, no flushing of partial lines
	known  bool // somebody may know the process by its number
	lent   bool // the number is another process's now: see again.go
	alias  int  // what goes for it then, once somebody has asked
	whole  bool // it came to its end by itself: by returning, or by sys.exit
	done   bool
	code   int
}

// Pid returns the process's id. The root's is the operating system's, and so is that of a child which is a process of it; any other
// child's lies above any that the kernel gives out. From then on the process is known by it: see again.go.
func (p *Process) Pid() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = true
	if !p.lent {
		return p.pid
	}
	if p.alias == 0 {
		p.alias = p.rt.freePid()
	}
	return p.alias
}

// Parent returns the process that started this one, nil for the root.
func (p *Process) Parent() *Process { return p.parent }

// Name returns the name that the process was started under.
func (p *Process) Name() string { return p.name }

// Daemon reports whether the process was started as a daemon.
func (p *Process) Daemon() bool { return p.daemon }

// Exited is set when the process has ended and everything it held is given back.
func (p *Process) Exited() *ipc.Event { return p.exited }

// ExitCode returns the exit code of a process that has ended: 0 to 255, or -N
// if signal N ended it.
func (p *Process) ExitCode() (code int, done bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.done && !p.here && p.host == nil {
		p.code, p.done = p.exited.Value()
	}
	return p.code, p.done
}

// Terminate sends SIGTERM, which ends a process that has settled nothing else: no finally block runs then.
func (p *Process) Terminate() { p.Signal(SIGTERM) }

// Kill ends the process as SIGKILL does.
func (p *Process) Kill() { p.end(-SIGKILL) }

// ExitNow ends the process with this exit code and without any clean-up of its
// own, as os._exit does.
func (p *Process) ExitNow(code int) { p.end(code) }

// Interrupt sends SIGINT, which raises KeyboardInterrupt in the main thread of a process that has settled
// nothing else.
func (p *Process) Interrupt() {
	p.Signal(SIGINT)
}

// Signal sends a signal, whose number is from 1 to NSIG-1. It reports false for one that stops a process and that
// the process does not handle.
func (p *Process) Signal(sig int) bool {
	if sig == SIGKILL {
		p.end(-sig)
		return true
	}
	if !p.here {
		p.elsewhere(sig)
		return true
	}
	in := p.in.Load()
	return in == nil || in.deliver(sig)
}

func (p *Process) end(code int) {
	if !p.here {
		p.elsewhere(-code)
		return
	}
	p.mu.Lock()
	if p.ending || p.done {
		p.mu.Unlock()
		return
	}
	p.ending, p.quick, p.code = true, true, code
	p.mu.Unlock()
	if in := p.in.Load(); in != nil {
		in.die()
	}
}

// settle decides the exit code of a process that ends by itself. If something
// else decided it first, that stands.
func (p *Process) settle(code int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ending {
		p.ending, p.code = true, code
	}
}

// endWhole notes that the process has come to its end by itself.
func (p *Process) endWhole() {
	p.mu.Lock()
	p.whole = true
	p.mu.Unlock()
}

// endedWhole reports whether the process has ended in the regular way, and
// nothing came in between.
func (p *Process) endedWhole() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.whole && !p.quick && p.code >= 0
}

// A Spawn says how to start a child process.
type Spawn struct {
	Name   string
	Daemon bool

	// Method is the start method: "" and "fork" for an interpreter in this
	// process, "spawn" and "forkserver" for a process of the operating system.
	Method string

	// Limits bound a process of the operating system.
	Limits OSLimits

	// Port is what the process will serve: it is closed when the process ends.
	Port *ipc.Port

	// Value crosses together with the snapshot of the parent, so that what
	// it shares with the parent's globals is shared in the child too.
	Value starlark.Value

	// Life names the child's life, in place of Run and Report; a process of the
	// operating system has no other.
	Life string

	// Run is the child's life. It is called on the child's main thread, under
	// the child's lock, with the child's copy of Value. Its error decides the
	// exit code as an error of the main script does; Report is called first
	// with an error that is a script exception.
	Run func(child *Interp, t *starlark.Thread, v starlark.Value) error

	// Report writes about an exception that ends the child, other than
	// SystemExit. If it is nil the traceback is written to standard error.
	Report func(child *Interp, t *starlark.Thread, err error)
}

// Start starts a child of this interpreter's process: an interpreter on its own
// goroutine, whose globals are a copy of this one's. The caller holds the lock.
func (in *Interp) Start(t *starlark.Thread, sp Spawn) (*Process, error) {
	if in.flags.Load()&flagDying != 0 {
		return nil, errEnded{}
	}
	if sp.Life != "" {
		life := lives[sp.Life]
		sp.Run, sp.Report = life.Run, life.Report
	}
	if sp.Method != "" && sp.Method != "fork" {
		return in.startElsewhere(t, sp)
	}
	snap, err := in.snapshot(t, sp.Value, false)
	if err != nil {
		return nil, err
	}
	child, err := in.rt.newProcess(in.proc, sp.Name, sp.Daemon)
	if err != nil {
		snap.Drop()
		return nil, err
	}
	if sp.Port != nil {
		in.rt.serveBy(sp.Port, child.proc)
	}
	child.inherit(in)
	th := child.newThread("MainThread", true)
	in.rt.goroutines.Add(1)
	in.rt.carriers.carry(func() {
		child.live(th, func() error {
			v, err := func() (starlark.Value, error) {
				// A child that is ended while it unpacks must not keep open what it has not come to.
				defer snap.Drop()
				return child.restore(th.engine, snap)
			}()
			if err != nil {
				return err
			}
			return sp.Run(child, th.engine, v)
		}, sp.Report)
	})
	// Go runs the goroutine that was made last before those that wait. Children are to begin in the order in
	// which they were started, as processes do, so another one comes last.
	go func() {}()
	return child.proc, nil
}

// live is the whole life of a process: it runs body on the main thread and then
// takes the one way out.
func (in *Interp) live(th *Thread, body func() error, report func(*Interp, *starlark.Thread, error)) {
	defer in.rt.goroutines.Done()
	in.rt.observeStart(in.proc)
	in.acquire(th)
	err := in.guard("process "+in.proc.name, body)
	if err == nil {
		err = in.unseen(th)
	}
	in.finish(th, err, report)
}

// guard runs body and turns a panic into the end of the process.
func (in *Interp) guard(where string, body func() error) (err error) {
	defer func() {
		if in.flags.Load()&flagDying != 0 && err == nil {
			err = errEnded{}
		}
	}()
	defer in.recoverPanic(where)
	return body()
}

// Pack copies v into a message that another interpreter can unpack. The caller
// holds the lock.
func (in *Interp) Pack(t *starlark.Thread, v starlark.Value) (*pickle.Message, error) {
	m, err := pickle.Pack(in.registry, v)
	if err == nil && in.rt.home != nil {
		m.Names = in.names
	}
	return m, err
}

// Unpack makes this interpreter's value of a message. A message can be unpacked
// once. The caller holds the lock.
func (in *Interp) Unpack(t *starlark.Thread, m *pickle.Message) (starlark.Value, error) {
	return m.Unpack(in.registry)
}

// CalleeOf returns what stands for fn in other interpreters of this program. ok is false if fn brings anything along, or if the script has
// registered how messages are made: then fn goes with Pack. The caller holds the lock.
func (in *Interp) CalleeOf(fn *starlark.Function) (c pickle.Callee, ok bool) {
	if in.Reducers() != nil {
		return pickle.Callee{}, false
	}
	if c, ok = pickle.CalleeOf(in.registry, fn); ok {
		in.registry.SetFunction(fn)
	}
	return c, ok
}

// Callee returns this interpreter's function for what CalleeOf returned in another one. The caller holds the lock.
func (in *Interp) Callee(c pickle.Callee) (*starlark.Function, error) { return c.In(in.registry) }

// Pack is in.Pack for the interpreter of t.
func Pack(t *starlark.Thread, v starlark.Value) (*pickle.Message, error) { return Of(t).Pack(t, v) }

// Unpack is in.Unpack for the interpreter of t.
func Unpack(t *starlark.Thread, m *pickle.Message) (starlark.Value, error) {
	return Of(t).Unpack(t, m)
}
