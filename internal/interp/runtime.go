package interp

import (
	"context"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/system"
	"go.starlark.net/starlark"
)

// A Def is a module that scripts can import.
type Def struct {
	Name string // as imported: "os.path"
	Doc  string

	// Init fills in the attributes of m, the interpreter's own instance of the
	// module. Functions among them must not capture in: they may be called in
	// other interpreters.
	Init func(in *Interp, m *object.Module) error

	// Source is the text of a module written in the language, in place of Init:
	// one for which speed does not matter. What it needs of Go it imports from a
	// module with an underscore before its name. It is compiled when a script
	// first imports it. Its __doc__ is Doc.
	Source string

	// Signal calls the script's handler of a signal. The module signal has it.
	Signal func(in *Interp, t *starlark.Thread, sig int) error
}

// A Member is a function or a class that a module has under its own name.
type Member interface {
	starlark.Value
	Name() string
}

// Native returns the definition of a module that has members, and a list of their names as its __all__. What depends on the interpreter
// needs an Init.
func Native[M Member](name, doc string, members *object.Lazy[[]M]) Def {
	return Def{Name: name, Doc: doc, Init: func(_ *Interp, m *object.Module) error {
		all := make([]starlark.Value, len(members.Get()))
		for i, v := range members.Get() {
			m.Set(v.Name(), v)
			all[i] = starlark.String(v.Name())
		}
		m.Set("__all__", starlark.NewList(all))
		return nil
	}}
}

// A Config says what a tree of processes may use.
type Config struct {
	Modules []Def

	Stdin          io.Reader // nil: at its end
	Stdout, Stderr io.Writer // nil: discarded

	// Interactive is set if a person watches Stdout: then every line is
	// written at once.
	Interactive bool

	// MaxProcesses is how many processes may live at once, the root among them; 0
	// means Limits.Processes, or DefaultMaxProcesses if that is 0 too. One more raises BlockingIOError (EAGAIN), as
	// under a limit of the operating system.
	MaxProcesses int

	// Limits bound the tree.
	Limits Limits
	// Observer is told what the tree does; nil is nobody.
	Observer *Observer

	// MemoryBytes is the size of this program's heap beyond which scripts get a MemoryError; 0 is no bound. Unlike
	// Limits.HeapBytes it leaves them alive.
	MemoryBytes int64
	// OutOfMemory is called when the heap is a quarter beyond MemoryBytes and stays there although scripts were told to
	// stop: the engine is in one operation that asks nothing, such as adding an endless range to a list. The program is
	// about to die, and can do it in order. nil is nothing.
	OutOfMemory func()

	// System is what scripts may reach outside the tree: files, programs, the
	// clock. nil is nothing; system.Host() is everything.
	System *system.System

	// StartMethod is the start method of children of scripts that choose none; "" is
	// fork.
	StartMethod string

	Args       []string // sys.argv
	Path       []string // where imports look for files
	Environ    []string // as os.Environ gives it
	Dir        string   // the working directory
	Executable string   // sys.executable
	Pid        int      // the root's process id
	ParentPid  int

	// WatchSignal is called when the main script settles something about a signal: from then on the
	// program should pass it on with Runtime.Signal. nil: scripts see only the signals that they send each other.
	WatchSignal func(sig int)
}

// A Runtime is a tree of processes: the main script's and its children. Its
// methods may be called from any goroutine, unless they say otherwise.
type Runtime struct {
	cfg  Config
	defs map[string]*Def

	onSignal func(in *Interp, t *starlark.Thread, sig int) error // a Def's Signal

	system *system.System // complete
	kernel *ipc.Kernel

	stdout, stderr *sink
	stdin          *Input
	osLimits       OSLimits // of this process, if it is a child

	mu         sync.Mutex
	procs      map[int]*Process
	nextPid    int
	root       *Process
	closed     bool
	goroutines sync.WaitGroup // one per child process
	carriers   carriers
	home       *home // in a child that is a process of the operating system: the way to the root
	hosts      hosts // in the root: such children

	ctx     context.Context // Run's
	limits  Limits
	reason  atomic.Pointer[error] // why the tree was stopped
	steps   atomic.Uint64
	threads atomic.Int64
	output  atomic.Int64
	heap    atomic.Int64 // the last sample
	grown   atomic.Int64 // by how much it was more than base then
	base    atomic.Int64 // what the heap was when the run began

	gate     *gate         // to the host
	severed  chan struct{} // see Severed; nil: it is not severed
	severing sync.Once

	memories memories // in the root: those that have names
	codes    sync.Map // key -> *lower.Code
	sources  sync.Map // key -> codeSource: compiled when it is needed
	protos   sync.Map // protoKey -> *engine.Proto
	quicks   sync.Map // *starlark.Program -> *quick.Program
	sequence atomic.Uint64
	failure  *Failure
}

// A Failure is the exception that ended the main script.
type Failure struct {
	Class, Message, Traceback string
}

// Failure returns the exception that ended the main script, nil if none did. It
// may be called after Run has returned.
func (rt *Runtime) Failure() *Failure { return rt.failure }

// firstChildPid is the first in-process pid. Linux's largest is 1<<22, so no
// process of the operating system has one of ours.
const firstChildPid = 1<<22 + 1

// New returns a runtime without processes.
func New(cfg Config) *Runtime {
	object.SealNatives()
	rt := &Runtime{
		cfg:     cfg,
		ctx:     context.Background(),
		limits:  cfg.Limits,
		defs:    make(map[string]*Def, len(cfg.Modules)),
		procs:   make(map[int]*Process),
		nextPid: firstChildPid,
		gate:    newGate(),
	}
	for i := range cfg.Modules {
		rt.defs[cfg.Modules[i].Name] = &cfg.Modules[i]
		if fn := cfg.Modules[i].Signal; fn != nil {
			rt.onSignal = fn
		}
	}
	if cfg.System == nil {
		cfg.System = new(system.System)
	}
	rt.system = cfg.System.Complete()
	rt.kernel = &ipc.Kernel{Clock: kernelClock(cfg.System.Clock)}
	if max := cfg.Limits.QueueBytes; max > 0 {
		rt.kernel.MaxBytes = max
		rt.kernel.Exceeded = func() { rt.exceed("QueueBytes", max) }
	}
	if o := cfg.Observer; o != nil && o.Call != nil {
		rt.kernel.Observe = func(t *ipc.Task, c ipc.Call) { rt.observe(func() { o.Call(callEvent(t, c)) }) }
	}
	rt.stdin = newInput(cfg.Stdin)
	delay := sinkDelay
	if cfg.Interactive {
		delay = 0
	}
	rt.stdout = newSink(orDiscard(cfg.Stdout), delay)
	rt.stderr = newSink(&after{first: rt.stdout, w: orDiscard(cfg.Stderr)}, 0)
	return rt
}

func orDiscard(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}

// after writes out the standard output before each error, so that the two come
// in the order in which they were written.
type after struct {
	first *sink
	w     io.Writer
}

func (a *after) Write(p []byte) (int, error) {
	a.first.flush()
	return a.w.Write(p)
}

// kernelClock returns the clock that deadlines are measured by: the operating system's, unless the tree has one that
// goes its own way.
func kernelClock(c system.Clock) ipc.Clock {
	switch c.(type) {
	case nil, system.HostClock:
		return nil
	}
	return ownClock{c}
}

type ownClock struct{ system.Clock }

func (c ownClock) AfterFunc(d time.Duration, f func()) ipc.Timer { return c.Clock.AfterFunc(d, f) }

// Executable returns the path of the program that runs scripts, or "".
func (rt *Runtime) Executable() string { return rt.cfg.Executable }

// Run runs body as the main script: on the calling goroutine, as the root
// process. It returns when the process and all it started have ended. The exit
// code is the process's: -N if signal N ended it. Cancelling ctx kills the tree.
// A runtime runs one main script.
func (rt *Runtime) Run(ctx context.Context, body func(in *Interp, t *starlark.Thread) error) (code int) {
	rt.ctx = ctx
	p := &Process{rt: rt, pid: rt.cfg.Pid, name: "MainProcess", exited: ipc.NewEvent()}
	p.holder = rt.kernel.NewHolder(p.name, p.pid)
	in := newInterp(rt, p)
	in.args = rt.cfg.Args
	in.path = rt.cfg.Path
	in.dir = rt.cfg.Dir
	in.environ = make(map[string]string, len(rt.cfg.Environ))
	for _, kv := range rt.cfg.Environ {
		for i := 1; i < len(kv); i++ { // from 1: Windows has names that begin with '='
			if kv[i] == '=' {
				in.environ[kv[:i]] = kv[i+1:]
				break
			}
		}
	}
	rt.mu.Lock()
	if rt.root != nil {
		rt.mu.Unlock()
		panic("interp: a Runtime runs one main script")
	}
	rt.root = p
	rt.procs[p.pid] = p
	rt.mu.Unlock()

	if rt.cfg.MemoryBytes > 0 || rt.limits.HeapBytes > 0 {
		stopWatch := make(chan struct{})
		var watch sync.WaitGroup
		rt.base.Store(heapInUse())
		watch.Go(func() { rt.watchHeap(stopWatch) })
		defer func() { close(stopWatch); watch.Wait() }()
	}
	stop := context.AfterFunc(ctx, func() { rt.Stop(context.Cause(ctx)) })
	defer stop()
	if d := rt.limits.Time; d > 0 {
		timer := time.AfterFunc(d, func() { rt.exceed("Time", int64(d)) })
		defer timer.Stop()
	}

	th := in.newThread("MainThread", true)
	rt.goroutines.Add(1)
	in.live(th, func() error { return body(in, th.engine) }, nil)

	// What is left are children of processes that were killed.
	rt.mu.Lock()
	rt.closed = true
	rt.mu.Unlock()
	rt.endAll(-SIGKILL)
	rt.hosts.close()
	rt.goroutines.Wait()
	rt.carriers.close()
	rt.stdout.close()
	rt.stderr.close()
	code, _ = p.ExitCode()
	return code
}

// newProcess makes a process and its interpreter, and enters them in the process
// table.
func (rt *Runtime) newProcess(parent *Process, name string, daemon bool) (*Interp, error) {
	if rt.home != nil {
		return rt.home.newProcess(parent, name, daemon)
	}
	p := &Process{rt: rt, parent: parent, depth: parent.depth + 1, name: name, daemon: daemon, exited: ipc.NewEvent()}
	in := newInterp(rt, p)
	rt.mu.Lock()
	defer rt.mu.Unlock()
	if max := rt.limits.Processes; max > 0 && len(rt.procs) >= max {
		go rt.exceed("Processes", int64(max)) // it takes rt.mu
		return nil, errEnded{}
	}
	if rt.reason.Load() != nil {
		return nil, errEnded{}
	}
	if len(rt.procs) >= rt.maxProcesses() {
		return nil, exception.WithArgs(exception.BlockingIOError, starlark.MakeInt(11), starlark.String("Resource temporarily unavailable"))
	}
	if rt.closed {
		return nil, exception.New(exception.RuntimeError, "cannot start a process after the main script has ended")
	}
	p.pid = rt.nextPid
	rt.nextPid++
	p.holder = rt.kernel.NewHolder(name, p.pid)
	rt.procs[p.pid] = p
	return in, nil
}

// freePid returns a number that no process has.
func (rt *Runtime) freePid() int {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	rt.nextPid++
	return rt.nextPid - 1
}

// DefaultMaxProcesses bounds a tree whose Config does not. An idle process takes
// 25 to 60 KB, so a script that forks without end stops below 1 GB.
const DefaultMaxProcesses = 10_000

func (rt *Runtime) maxProcesses() int {
	if rt.cfg.MaxProcesses > 0 {
		return rt.cfg.MaxProcesses
	}
	if rt.limits.Processes > 0 { // whoever has set it wants no other bound
		return rt.limits.Processes
	}
	return DefaultMaxProcesses
}

// exited closes a process's entry: everything it held goes back first, so whoever
// is woken by its end finds it free.
func (rt *Runtime) exited(p *Process) {
	if p.endedWhole() {
		p.holder.Spend()
	}
	p.holder.Close()
	open := rt.gate.enter()
	if !open && rt.severed != nil {
		<-rt.severed // sever tells the Observer of all processes that are in the table
	}
	rt.mu.Lock()
	if rt.procs[p.pid] == p {
		delete(rt.procs, p.pid)
	}
	rt.mu.Unlock()
	p.mu.Lock()
	p.done = true
	code := p.code
	p.mu.Unlock()
	p.in.Store(nil)
	if open {
		if o := rt.cfg.Observer; o != nil && o.End != nil {
			o.End(p.event(code))
		}
		rt.gate.leave()
	}
	if rt.home != nil {
		rt.home.ended(p, code)
		return
	}
	p.exited.SetTo(code)
}

// StartMethod returns the start method of children of scripts that choose none, "" if
// it is the usual one.
func (rt *Runtime) StartMethod() string { return rt.cfg.StartMethod }

// HostPid returns the id of the process of the operating system that the tree is in.
func (rt *Runtime) HostPid() int { return rt.cfg.Pid }

// Lookup returns the live process with this id.
func (rt *Runtime) Lookup(pid int) (*Process, bool) {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	p, ok := rt.procs[pid]
	if !ok && rt.home != nil {
		return rt.home.lookup(pid)
	}
	return p, ok
}

// Processes returns the live processes, in no order.
func (rt *Runtime) Processes() []*Process {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	ps := make([]*Process, 0, len(rt.procs))
	for _, p := range rt.procs {
		ps = append(ps, p)
	}
	return ps
}

// Interrupt does what Ctrl-C does: it raises KeyboardInterrupt in every process.
func (rt *Runtime) Interrupt() {
	for _, p := range rt.parentsFirst() {
		p.Interrupt()
	}
}

// Settled reports whether the main script handles, blocks or ignores a signal.
func (rt *Runtime) Settled(sig int) bool {
	rt.mu.Lock()
	p := rt.root
	rt.mu.Unlock()
	if p == nil || sig <= 0 || sig >= NSIG {
		return false
	}
	in := p.in.Load()
	if in == nil {
		return false
	}
	handled, ignored, _ := in.Dispositions()
	blocked, _ := in.BlockedSignals()
	return (handled|ignored|blocked)&(1<<sig) != 0
}

// Signal passes a signal that this program has got on to the main script's process.
func (rt *Runtime) Signal(sig int) {
	rt.mu.Lock()
	p := rt.root
	rt.mu.Unlock()
	if p != nil && sig > 0 && sig < NSIG {
		p.Signal(sig)
	}
}

// parentsFirst returns the live processes, parents before their children: so none
// sees a child end and goes on before its own turn has come.
func (rt *Runtime) parentsFirst() []*Process {
	ps := rt.Processes()
	slices.SortFunc(ps, func(a, b *Process) int { return a.depth - b.depth })
	return ps
}

// Kill ends every process at once.
func (rt *Runtime) Kill() { rt.End(SIGKILL) }

// End ends every process at once, as if this signal had ended it: no handler and no
// finally block runs. The root's exit code is -sig.
func (rt *Runtime) End(sig int) { rt.endAll(-sig) }

func (rt *Runtime) endAll(code int) {
	for _, p := range rt.parentsFirst() {
		p.end(code)
	}
}

// descendants returns the live processes below p.
func (rt *Runtime) descendants(p *Process) []*Process {
	var list []*Process
	for _, q := range rt.Processes() {
		for a := q.parent; a != nil; a = a.parent {
			if a == p {
				list = append(list, q)
				break
			}
		}
	}
	return list
}

func (rt *Runtime) interruptChildren(p *Process) {
	for _, q := range rt.descendants(p) {
		q.Interrupt()
	}
}

func (rt *Runtime) endChildren(p *Process) {
	for _, q := range rt.descendants(p) {
		q.end(-SIGTERM)
	}
}
