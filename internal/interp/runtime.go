package interp

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/system"
	"go.starlark.net/starlark"
)

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
	over     atomic.Bool // nothing is left of the tree

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
	sys := *cfg.System
	sys.Clock, sys.Random = rt.guardClock(sys.Clock), rt.guardReader(sys.Random, "the source of random numbers")
	rt.system = sys.Complete()
	rt.kernel = &ipc.Kernel{Clock: kernelClock(sys.Clock)}
	if max := cfg.Limits.QueueBytes; max > 0 {
		rt.kernel.MaxBytes = max
		rt.kernel.Exceeded = func() { rt.exceed("QueueBytes", max) }
	}
	if o := cfg.Observer; o != nil && o.Call != nil {
		rt.kernel.Observe = func(t *ipc.Task, c ipc.Call) { rt.observe(func() { o.Call(callEvent(t, c)) }) }
	}
	rt.stdin = newInput(rt.guardReader(cfg.Stdin, "Stdin"))
	delay := sinkDelay
	if cfg.Interactive {
		delay = 0
	}
	rt.stdout = newSink(rt.guardWriter(cfg.Stdout, "Stdout"), delay)
	rt.stderr = newSink(&after{first: rt.stdout, w: rt.guardWriter(cfg.Stderr, "Stderr")}, 0)
	stopped := func() bool { return rt.reason.Load() != nil }
	rt.stdout.ended, rt.stderr.ended = stopped, stopped
	return rt
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
	code, _ = p.ExitCode()
	if rt.closeStreams(in) && code >= 0 {
		code = exitUnwritten
	}
	rt.over.Store(true)
	return code
}

// exitUnwritten is the exit code of a main script whose output could not be written, as CPython's.
const exitUnwritten = 120

// closeStreams writes what is left of the output. It reports whether the system has refused to take some; that nobody reads any more is no refusal.
func (rt *Runtime) closeStreams(root *Interp) (lost bool) {
	var errno syscall.Errno
	if err := rt.stdout.close(); errors.As(err, &errno) && !isClosedPipe(err) {
		lost = true
		if exc, ok := object.Convert(root.env, errno); ok {
			rt.stderr.write("Exception ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>\n" + object.FormatUncaught(root.env, exc))
		}
	}
	err := rt.stderr.close()
	return lost || errors.As(err, &errno) && !isClosedPipe(err)
}

// StartMethod returns the start method of children of scripts that choose none, "" if
// it is the usual one.
func (rt *Runtime) StartMethod() string { return rt.cfg.StartMethod }

// HostPid returns the id of the process of the operating system that the tree is in.
func (rt *Runtime) HostPid() int { return rt.cfg.Pid }
