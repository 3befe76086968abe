package interp

import (
	"context"
	"encoding/binary"
	"io"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// An Interp is the interpreter of one process. Its fields, unless said
// otherwise, belong to whoever holds its lock.
type Interp struct {
	rt   *Runtime
	proc *Process
	env  *object.Env

	gil     lock
	phase   atomic.Int32 // below phases; read by a thread that is being made, without the lock
	pace    pace
	running *Thread       // who holds the lock; nil if nobody does
	flags   atomic.Uint32 // flagDying, flagInterrupted

	threadMu   sync.Mutex // guards threads, started, closed, ctx, cancel and died; under it, only a Task's mutex is taken
	threads    map[*Thread]struct{}
	started    int64
	named      int  // threads that ThreadName has named
	closed     bool // no thread may be attached any more
	ctx        context.Context
	cancel     context.CancelCauseFunc
	died       chan struct{}  // see Died; nil before it is asked for
	goroutines sync.WaitGroup // of Go and Attach

	modules map[string]*object.Module
	order   []string // names in modules and lateModules, in the order of import
	// lateModules are names of modules compiled in that the parent has imported, and that the process has too once somebody asks for them. The
	// list is its parent's.
	lateModules []string
	units       map[string]*unit
	loading     []*unit // files being initialised, the innermost last
	registry    *registry

	formatter *text.Formatter // nil before Formatter is asked for it
	shown     starlark.Value  // what the prompt showed last, the value of _

	state     map[any]any
	onExit    []func(t *starlark.Thread)
	onCollect []func(t *starlark.Thread)

	signals signals

	shortage shortage

	plan   *plan // of the last snapshot, or nil
	starts int   // snapshots so far
	plans  int   // plans so far

	restoring int // how many functions are being made; the lock is not given up meanwhile

	leaving       bool // the main thread's body has returned
	status        int  // then: the exit code it asks for
	lateInterrupt bool // KeyboardInterrupt was raised after that

	stdout, stderr Stream
	stdin          *Input

	args    []string
	path    []string
	environ map[string]string
	// Parent and child have one map until one of them asks for it. A shared map is never written.
	environShared bool
	dir           string
	recursion     int
}

const (
	flagDying       = 1 << iota // the process is being ended
	flagInterrupted             // KeyboardInterrupt is to be raised in the main thread
	flagMemory                  // MemoryError is to be raised in the thread that runs
	flagSignal                  // handlers of signals are to be called on the main thread
	flagFailed                  // one has raised an exception, which is to be raised in the main thread

	flagsRaise = flagInterrupted | flagSignal | flagFailed // what the main thread is to look at soon
)

// defaultRecursion is CPython's recursion limit.
const defaultRecursion = 1000

func newInterp(rt *Runtime, p *Process) *Interp {
	in := &Interp{
		rt:        rt,
		proc:      p,
		threads:   make(map[*Thread]struct{}),
		modules:   make(map[string]*object.Module),
		units:     make(map[string]*unit),
		state:     make(map[any]any),
		recursion: defaultRecursion,
	}
	in.env = object.NewEnv(in)
	in.registry = newRegistry(in)
	in.stdout.sink, in.stdout.in, in.stdout.fd = rt.stdout, in, 1
	in.stderr.sink, in.stderr.in, in.stderr.fd = rt.stderr, in, 2
	in.stdin = rt.stdin
	p.here = true
	p.in.Store(in)
	return in
}

// inherit copies what a child has from its parent besides script values. The
// caller holds the parent's lock.
func (in *Interp) inherit(parent *Interp) {
	in.stdin = newInput(nil)
	in.args = append([]string(nil), parent.args...)
	in.path = append([]string(nil), parent.path...)
	in.environ, in.environShared, parent.environShared = parent.environ, true, true
	in.dir = parent.dir
	in.recursion = parent.recursion
	if n := parent.env.MaxDigits(); n != text.DefaultMaxDigits {
		in.SetMaxDigits(max(0, n))
	}
	in.named = parent.named
	in.signals.inherit(parent.signals.sets())
}

// Env returns the interpreter's object world.
func (in *Interp) Env() *object.Env { return in.env }

// Runtime returns the tree of processes that the interpreter is part of.
func (in *Interp) Runtime() *Runtime { return in.rt }

// Process returns the interpreter's entry in the process table.
func (in *Interp) Process() *Process { return in.proc }

// Root reports whether this is the interpreter of the main script's process.
func (in *Interp) Root() bool { return in.proc.parent == nil }

// Pid returns the id of the interpreter's process, by which it is known from then on: see [Process.Pid].
func (in *Interp) Pid() int { return in.proc.Pid() }

// Reveal notes that the script may learn the process's number in another way than from Pid.
func (in *Interp) Reveal() { in.proc.Pid() }

// Name returns the name that the process was started under.
func (in *Interp) Name() string { return in.proc.name }

// ParentPid returns the id of the process that started this one; for the root
// the operating system's answer, and 1 if the parent has ended.
func (in *Interp) ParentPid() int {
	p := in.proc.parent
	if p == nil {
		return in.rt.cfg.ParentPid
	}
	if _, done := p.ExitCode(); done {
		return 1
	}
	return p.pid
}

// Stdout returns the process's standard output.
func (in *Interp) Stdout() *Stream { return &in.stdout }

// Stderr returns the process's standard error.
func (in *Interp) Stderr() *Stream { return &in.stderr }

// Stdin returns the tree's standard input. In a child it is at its end, as the
// input of CPython's children is.
func (in *Interp) Stdin() *Input { return in.stdin }

// Args returns the command's arguments (sys.argv as it was at the start).
func (in *Interp) Args() []string { return in.args }

// Path returns the directories in which imports look.
func (in *Interp) Path() []string { return in.path }

// SetPath replaces the directories in which imports look.
func (in *Interp) SetPath(p []string) { in.path = p }

// Environ returns the process's environment, which the caller may change.
func (in *Interp) Environ() map[string]string {
	if in.environShared {
		in.environ, in.environShared = maps.Clone(in.environ), false
	}
	return in.environ
}

// Dir returns the process's working directory, an absolute path; "" if the command was started in one that is gone.
func (in *Interp) Dir() string { return in.dir }

// SetDir changes the process's working directory. It does not check that the
// directory exists.
func (in *Interp) SetDir(dir string) { in.dir = dir }

// RecursionLimit returns the number of nested calls at which RecursionError is
// raised.
func (in *Interp) RecursionLimit() int { return in.recursion }

// maxRecursion bounds what a script may ask for. One level takes about 2 KB of
// Go stack, whose limit is 1 GB.
const maxRecursion = 30_000

// SetMaxDigits is sys.set_int_max_str_digits; 0 is no limit. The caller holds the lock.
func (in *Interp) SetMaxDigits(n int) {
	in.env.SetMaxDigits(n)
	in.Formatter().MaxDigits = in.env.MaxDigits()
}

// SetRecursionLimit changes the recursion limit; values above 30,000 count as
// 30,000.
func (in *Interp) SetRecursionLimit(n int) { in.recursion = n }

// maxDepth is the recursion limit in engine frames: a script's call takes up to
// three of them (the function, an intrinsic, the body of a try).
func (in *Interp) maxDepth() int { return 3*min(in.recursion, maxRecursion) + 50 }

func (in *Interp) depth(t *starlark.Thread) int { return t.CallStackDepth() }

// State returns what a module keeps per interpreter under key, made by create on
// first use. The key is a value of a type that the module does not export.
func (in *Interp) State(key any, create func() any) any {
	s, ok := in.state[key]
	if !ok {
		s = create()
		in.state[key] = s
	}
	return s
}

// OnExit registers fn to be called when the process ends by itself, before its
// other threads are stopped; what was registered last is called first. A process
// that is terminated or killed does not call it.
func (in *Interp) OnExit(fn func(t *starlark.Thread)) { in.onExit = append(in.onExit, fn) }

// Seed returns a random seed that differs from every other process's.
func (in *Interp) Seed() uint64 {
	var b [8]byte
	io.ReadFull(in.rt.system.Random, b[:]) // a source that ends goes on with zeros
	return binary.LittleEndian.Uint64(b[:])
}

// ExitStatus returns the exit code that a process on its way out is about to leave: for functions that OnExit has
// registered.
func (in *Interp) ExitStatus() int { return in.status }

// Dying reports whether the process is being ended. It may be called from any
// goroutine.
func (in *Interp) Dying() bool { return in.flags.Load()&flagDying != 0 }

// Died is closed when Dying becomes true. It may be called from any goroutine.
func (in *Interp) Died() <-chan struct{} {
	in.threadMu.Lock()
	defer in.threadMu.Unlock()
	if in.died == nil {
		in.died = make(chan struct{})
		if in.Dying() {
			close(in.died)
		}
	}
	return in.died
}

// die stops every thread of the interpreter: those that wait, at once; those that
// compute, at their next turn.
func (in *Interp) die() {
	in.flags.Or(flagDying)
	in.threadMu.Lock()
	defer in.threadMu.Unlock()
	if in.died != nil {
		select {
		case <-in.died:
		default:
			close(in.died)
		}
	}
	if t := in.env.Active.Load(); t != nil {
		t.Cancel("process ended") // at its next instruction, not at its next turn
	}
	if in.cancel != nil {
		in.cancel(in.endReason())
	}
	for th := range in.threads {
		th.task.Cancel()
	}
}

// printEngine serves the engine's own print, which .star files see only as ours.
func (in *Interp) printEngine(t *starlark.Thread, msg string) {
	in.stdout.WriteString(msg + "\n")
}

// ImportClass returns the class that a module defines under this name.
func (in *Interp) ImportClass(module, name string) (*object.Class, error) {
	m, err := in.Import(in.env.Thread, module)
	if err != nil {
		return nil, err
	}
	v, _ := m.Get(name)
	cls, ok := v.(*object.Class)
	if !ok {
		return nil, exception.New(exception.ImportError, "cannot import name '%s' from '%s'", name, module)
	}
	return cls, nil
}
