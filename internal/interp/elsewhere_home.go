package interp

import (
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/remote"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/wire"
	"go.starlark.net/starlark"
)

// This file is the child's side of processes of the operating system.

// A home is a child's way to the root.
type home struct {
	rt         *Runtime
	client     *remote.Client
	signals    chan os.Signal // what the operating system has sent to this child
	interrupts interrupts
	leased     atomic.Uint64 // steps taken from the tree's
	processors int           // that the root uses
	spread     sync.Once
	early      []func(*Process) // signals that came before there was a process; guarded by rt.mu
	parent     atomic.Bool      // a process of this child has started others
	routines   int              // how many goroutines the process had before its first start
}

// oneProcessor makes the Go runtime of a child use one processor: there is one interpreter in it, with one lock, and waking up idle threads for each answer from
// the root would take longer than all else. See home.newProcess.
const oneProcessor = "GOMAXPROCS=1"

// loansVariable tells a child which of its files is the memory for loans.
const loansVariable = "MPSTAR_CHILD_MEMORY"

// childEnvironment is what children get of the Go runtime's settings: those that take time to find out. They are not in the environment that scripts see.
func childEnvironment() []string {
	env := []string{oneProcessor}
	if os.Getenv("GODEBUG") == "" {
		env = append(env, "GODEBUG="+noContainer)
	}
	if limit := debug.SetMemoryLimit(-1); limit != math.MaxInt64 {
		env = append(env, fmt.Sprintf("GOMEMLIMIT=%d", limit))
	}
	return env
}

// noContainer spares the Go runtime the look at the container's limits: oneProcessor stands.
const noContainer = "containermaxprocs=0"

// forgetEnvironment undoes childEnvironment, once the Go runtime has seen it.
func forgetEnvironment() {
	os.Unsetenv("GOMAXPROCS")
	os.Unsetenv("GOMEMLIMIT")
	if os.Getenv("GODEBUG") == noContainer {
		os.Unsetenv("GODEBUG")
	}
}

// ServeChild makes this program one that can be a child. In a process that mpstar has
// started as a child it serves as that and never returns. cfg holds what scripts may
// use: Modules and System, which must be the root's. tune, if not nil, is called in a
// child before it begins.
func ServeChild(cfg Config, tune func()) {
	opted.Store(true)
	nc, err := parentConn()
	if err != nil {
		os.Stderr.WriteString("mpstar: " + err.Error() + "\n")
		os.Exit(exitInternal)
	}
	if nc == nil {
		return
	}
	words, err := parentLoans()
	if err != nil {
		os.Stderr.WriteString("mpstar: " + err.Error() + "\n")
		os.Exit(exitInternal)
	}
	if tune != nil {
		tune()
	}
	os.Exit(serve(cfg, nc, words))
}

// serve is the life of a process of the operating system: that of one child after the other. It returns the exit code.
func serve(cfg Config, nc io.ReadWriteCloser, words []atomic.Uint64) (code int) {
	cfg.Stdin, cfg.Stdout, cfg.Stderr = nil, nil, nil
	cfg.Limits, cfg.Observer = Limits{}, nil // the root has them
	var h *home
	for again := true; again; {
		h, code, again = h.next(cfg, nc, words)
	}
	if code < 0 {
		signal.Reset()
		dieBySignal(-code)
	}
	return code & 0xff
}

// next is the life of a child, the one after last's. It reports whether there is to be another.
func (last *home) next(cfg Config, nc io.ReadWriteCloser, words []atomic.Uint64) (h *home, code int, again bool) {
	h = &home{}
	type beginning struct {
		data    []byte
		objects []any
	}
	start := make(chan beginning, 1)
	var rt *Runtime
	hear := func(kind byte, data []byte, objects []any) {
		if kind == tellStart {
			select {
			case start <- beginning{data, objects}:
			default:
			}
			return
		}
		h.hear(kind, data)
	}
	rt = New(cfg)
	rt.home, h.rt = h, rt
	if last == nil {
		h.client = remote.NewClient(nc, codec{rt}, hear)
		h.client.Lane = openLane
		if words != nil {
			h.client.Share(words)
		}
	} else {
		h.client = last.client.Next(codec{rt}, hear)
	}
	leaving := make(chan struct{})
	served := make(chan error, 1)
	go func() {
		err := h.client.Serve()
		if err == remote.ErrAgain || err == remote.ErrLeave {
			served <- err
			return
		}
		select {
		case <-leaving:
		default:
			os.Exit(exitOrphan) // the root is gone
		}
	}()
	h.signals = make(chan os.Signal, 16)
	// Whether a signal is ignored comes with the start: until then all wait.
	h.hearDropped()
	signal.Notify(h.signals, append(startSignals(), os.Interrupt)...)
	if last != nil {
		signal.Stop(last.signals)
		close(last.signals)
	}
	warmUp()
	if last == nil {
		h.routines = runtime.NumGoroutine()
	} else {
		h.routines = last.routines
	}
	h.client.Notify(noteReady, wire.Parts{})
	b := <-start

	d := wire.NewDecoder(b.data)
	pid, rootPid, interactive, method, title := d.Int(), d.Int(), d.Bool(), d.String(), d.String()
	h.processors = d.Int()
	rt.limits = decodeLimits(d)
	h.leased.Store(rt.limits.stepPortion()) // the root has counted them
	l := decodeLaunch(d)
	life, ok := lives[l.life]
	if !d.OK() || len(b.objects) == 0 || !ok {
		os.Stderr.WriteString("mpstar: damaged start of a process\n")
		return h, exitInternal, false
	}
	setTitle(title)
	rt.osLimits = l.limits
	applyLimits(l.limits, func(sig int) {
		if sig == int(syscall.SIGKILL) {
			if max := rt.limits.HeapBytes; max > 0 && l.limits.Memory == max+childHeap {
				h.exceeded("HeapBytes") // the bound is the tree's
			}
			return
		}
		var e wire.Encoder
		e.Int(pid)
		e.Int(-sig)
		e.Bool(false)
		h.client.Notify(noteEnded, e.Data())
	})
	if max := rt.limits.HeapBytes; max > 0 {
		go h.reportHeap(max)
	}
	if last == nil {
		rt.sequence.Store(uint64(pid) << 32) // so that no two processes name their texts alike
	} else {
		rt.sequence.Store(last.rt.sequence.Load())
	}
	rt.cfg.Pid, rt.cfg.ParentPid, rt.cfg.Interactive = pid, rootPid, interactive
	rt.cfg.Args, rt.cfg.StartMethod = l.args, method
	rt.cfg.Executable, _ = os.Executable()
	rt.stdout = newSink(&outlet{h, 1}, 0)
	rt.stderr = newSink(&outlet{h, 2}, 0)

	parentExit, _ := b.objects[0].(*ipc.Event)
	if parentExit == nil {
		return h, exitInternal, false
	}
	parent := &Process{rt: rt, pid: l.parent, name: l.parentNm, depth: l.depth - 1, exited: parentExit}
	p := &Process{rt: rt, pid: pid, parent: parent, depth: l.depth, name: l.name, daemon: l.daemon, exited: ipc.NewEvent()}
	p.holder = rt.kernel.NewHolder(l.name, pid)
	in := newInterp(rt, p)
	in.stdin = newInput(nil)
	in.args, in.path, in.dir, in.recursion, in.named = l.args, l.path, l.dir, l.recursion, l.named
	in.signals.inherit(l.signals)
	for set := l.signals[0] | l.signals[1] | l.signals[3]; set != 0; set &= set - 1 {
		h.watch(lowest(set))
	}
	in.environ = make(map[string]string, len(l.environ))
	for _, kv := range l.environ {
		if k, v, ok := strings.Cut(kv, "="); ok {
			in.environ[k] = v
		}
	}
	th := in.newThread("MainThread", true)
	rt.mu.Lock()
	rt.root = p
	rt.procs[pid] = p
	early := h.early
	h.early = nil
	rt.mu.Unlock()
	for _, signal := range early {
		signal(p)
	}
	go func() {
		for sig := range h.signals {
			switch n := signalNumber(sig); {
			case n == SIGINT:
				if h.interrupts.fromSystem(time.Now()) {
					h.rt.Interrupt()
				}
			case in.signals.fatal(n):
				// At once, as if the system had done it: whatever the interpreter is busy with. (To let go of a signal again, so that the system does, would lose one
				// that comes meanwhile.)
				if n != sigHangup && n != SIGTERM {
					h.ended(p, -n)
				}
				dieBySignal(n)
			default:
				h.rt.Signal(n)
			}
		}
	}()
	rt.goroutines.Add(1)
	in.live(th, func() (err error) {
		s, up, err := in.decodeSnapshot(l.snapshot.Joined(), b.objects[1:])
		if err != nil {
			return err
		}
		v, err := in.restoreFrom(th.engine, s, up)
		if err != nil {
			return err
		}
		return life.Run(in, th.engine, v)
	}, life.Report)
	rt.mu.Lock()
	rt.closed = true
	rt.mu.Unlock()
	rt.endAll(-SIGKILL)
	rt.goroutines.Wait()
	rt.carriers.close()
	rt.stdout.close()
	rt.stderr.close()
	code, _ = p.ExitCode()
	h.giveBack()
	if h.fit(p, l) && h.finish(served) {
		setTitle(titleOf(l.args, "ready"))
		return h, 0, true
	}
	close(leaving)
	return h, code, false
}

// exitOrphan is the exit code of a child whose root is gone. Nobody asks for it.
const exitOrphan = 1

// warmUp does what nearly every child does, while there is nothing to do yet.
func warmUp() { predeclared(syntax.Python) }

// watch has a signal of the operating system passed on to the child's script.
func (h *home) watch(sig int) {
	if s := osSignal(sig); s != nil {
		signal.Notify(h.signals, s)
	}
}

// interruptOnce is how long after the operating system's SIGINT one of the root's counts as the same, and the other way round: a Ctrl-C reaches a
// child from the terminal and from the root.
const interruptOnce = 100 * time.Millisecond

// interrupts are the latest of a child. The zero value has none.
type interrupts struct {
	mu     sync.Mutex
	system time.Time    // when the operating system last interrupted
	root   time.Time    // when the root did; zero if the operating system's that belongs to it has come
	had    map[int]bool // the processes that the root has interrupted since system
}

// fromSystem reports whether SIGINT is not what the root has told already.
func (i *interrupts) fromSystem(now time.Time) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if now.Sub(i.root) < interruptOnce {
		i.root = time.Time{}
		return false
	}
	i.system, i.had = now, nil
	return true
}

// fromRoot reports whether what the root tells a process is not what SIGINT has told it already.
func (i *interrupts) fromRoot(pid int, now time.Time) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if now.Sub(i.system) < interruptOnce && !i.had[pid] {
		if i.had == nil {
			i.had = make(map[int]bool)
		}
		i.had[pid] = true
		return false
	}
	i.root = now
	return true
}

func (h *home) hear(kind byte, data []byte) {
	d := wire.NewDecoder(data)
	switch kind {
	case tellInterrupt:
		if pid := d.Int(); h.interrupts.fromRoot(pid, time.Now()) {
			h.local(pid, (*Process).Interrupt)
		}
	case tellSignal:
		pid, sig := d.Int(), d.Int()
		h.local(pid, func(p *Process) { p.Signal(sig) })
	}
}

// local passes a signal on to a process of this child; to the first one also before it is there.
func (h *home) local(pid int, signal func(*Process)) {
	h.rt.mu.Lock()
	p := h.rt.procs[pid]
	if h.rt.root == nil {
		h.early = append(h.early, signal)
	}
	h.rt.mu.Unlock()
	if p != nil {
		signal(p)
	}
}

// An outlet is one of the child's output streams: what is written goes to the root,
// which handles it before whatever the child does next.
type outlet struct {
	h  *home
	fd byte
}

func (o *outlet) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		part := rest[:min(len(rest), 1<<20)]
		rest = rest[len(part):]
		var e wire.Encoder
		e.Byte(o.fd)
		e.Bytes(part)
		if err := o.h.client.Notify(noteOutput, e.Data()); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// ended tells the root that a process has ended.
func (h *home) ended(p *Process, code int) {
	var e wire.Encoder
	e.Int(p.pid)
	e.Int(code)
	e.Bool(p.endedWhole())
	h.client.Notify(noteEnded, e.Data())
}

// spawn has the root start a process of the operating system.
func (h *home) spawn(l *launch) (*Process, error) {
	h.parent.Store(true)
	e := wire.Encoder{Refer: true}
	l.encode(&e)
	objects := l.objects
	e.Bool(l.port != nil)
	if l.port != nil {
		objects = append([]any{l.port}, objects...)
	}
	data, got, err := h.client.Request(askSpawn, e.Data(), objects)
	if err != nil {
		return nil, exception.WithArgs(exception.BlockingIOError, starlark.MakeInt(11), starlark.String(err.Error()))
	}
	return h.process(data, got, l.name)
}

func (h *home) process(data []byte, objects []any, name string) (*Process, error) {
	d := wire.NewDecoder(data)
	pid := d.Int()
	if !d.OK() || len(objects) != 1 {
		return nil, errSnapshot
	}
	exited, ok := objects[0].(*ipc.Event)
	if !ok {
		return nil, errSnapshot
	}
	return &Process{rt: h.rt, pid: pid, name: name, exited: exited}, nil
}

// newProcess enters an interpreter of this process in the root's table.
func (h *home) newProcess(parent *Process, name string, daemon bool) (*Interp, error) {
	h.parent.Store(true)
	var e wire.Encoder
	e.Int(parent.pid)
	e.String(name)
	e.Bool(daemon)
	data, objects, err := h.client.Request(askFork, e.Data(), nil)
	if err != nil {
		return nil, exception.WithArgs(exception.BlockingIOError, starlark.MakeInt(11), starlark.String("Resource temporarily unavailable"))
	}
	p, err := h.process(data, objects, name)
	if err != nil {
		return nil, err
	}
	h.spread.Do(func() { runtime.GOMAXPROCS(h.processors) }) // several interpreters in one process run side by side
	p.parent, p.depth, p.daemon = parent, parent.depth+1, daemon
	p.holder = h.rt.kernel.NewHolder(name, p.pid)
	in := newInterp(h.rt, p)
	h.rt.mu.Lock()
	h.rt.procs[p.pid] = p
	h.rt.mu.Unlock()
	return in, nil
}

// lookup finds a process of the tree that is not in this child. rt.mu is held.
func (h *home) lookup(pid int) (*Process, bool) {
	h.rt.mu.Unlock()
	defer h.rt.mu.Lock()
	var e wire.Encoder
	e.Int(pid)
	data, objects, err := h.client.Request(askLookup, e.Data(), nil)
	if err != nil || len(objects) != 1 {
		return nil, false
	}
	exited, ok := objects[0].(*ipc.Event)
	if !ok {
		return nil, false
	}
	return &Process{rt: h.rt, pid: pid, name: wire.NewDecoder(data).String(), exited: exited}, true
}

// serveBy says that the end of a process closes a port.
func (rt *Runtime) serveBy(port *ipc.Port, p *Process) {
	if rt.home == nil {
		port.ServeBy(p.holder)
		return
	}
	var e wire.Encoder
	e.Int(p.pid)
	rt.home.client.Request(askServe, e.Data(), []any{port})
}

// Known returns the process with that number, which has come with its exited event
// from another process.
func (rt *Runtime) Known(pid int, name string, exited *ipc.Event) *Process {
	rt.mu.Lock()
	p := rt.procs[pid]
	rt.mu.Unlock()
	if p != nil && (p.exited == exited || rt.home != nil) {
		return p
	}
	return &Process{rt: rt, pid: pid, name: name, exited: exited}
}
