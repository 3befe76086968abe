package interp

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/remote"
	"github.com/mpstar/mpstar/internal/wire"
	"go.starlark.net/starlark"
)

// This file is the root's side of processes of the operating system.

// hosts are the processes of the operating system that a runtime has started.
type hosts struct {
	used  atomic.Bool
	lanes atomic.Int32 // how many there are

	mu     sync.Mutex
	closed bool
	live   map[*host]struct{}
	spare  spares
}

// A host is one process of the operating system. Besides its main process it may hold
// interpreters that it has started with the method fork.
type host struct {
	rt     *Runtime
	cmd    *child
	warm   chan struct{} // closed once it waits for what to do, or has ended
	warmed sync.Once

	mu       sync.Mutex
	conn     *remote.Conn
	main     *Process // nil until it is told what to do
	procs    map[int]*Process
	ready    bool  // it can take signals
	signaled bool  // it was sent one
	early    []int // signals that wait until it can
	code     int   // what it says that it ends with
	whole    bool
	said     bool
	renewing bool // the root has decided that the process is used again, and has not said so yet

	usage usage
}

// link is the connection to those that live in the process now.
func (h *host) link() *remote.Conn {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.conn
}

// opted says that this program serves as a child where it is one: see ServeChild.
var opted atomic.Bool

// canHost returns an error that says why no process of the operating system can be
// started, if none can.
func (rt *Runtime) canHost() error {
	if opted.Load() {
		return nil
	}
	return exception.New(exception.RuntimeError,
		"start methods 'spawn' and 'forkserver' run this program again as the child, and it does not say that it can be one: "+
			"call runtime.ServeChild first thing in main, or use the start method 'fork'")
}

// exec starts a process of the operating system that waits for what to do.
func (hs *hosts) exec(rt *Runtime, title string) (*host, error) {
	hs.used.Store(true)
	cmd, nc, err := startChild(title)
	if err != nil {
		var errno syscall.Errno
		switch errors.As(err, &errno); errno {
		case 0:
		case syscall.EAGAIN, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM: // not the fault of the file that the error names
			return nil, errno
		default:
			return nil, err
		}
		return nil, exception.WithArgs(exception.BlockingIOError, starlark.MakeInt(11), starlark.String("cannot start a process: "+err.Error()))
	}
	h := &host{rt: rt, cmd: cmd, warm: make(chan struct{}), procs: make(map[int]*Process)}
	h.conn = remote.NewConn(nc, codec{rt}, h.handle)
	h.conn.Again, h.conn.Lanes = h.again, hs.newLane
	if m := cmd.loans; m != nil {
		h.conn.Share(m.words(), m.release)
	}
	hs.mu.Lock()
	if hs.live == nil {
		hs.live = make(map[*host]struct{})
	}
	hs.live[h] = struct{}{}
	closed := hs.closed
	hs.mu.Unlock()
	rt.goroutines.Add(1)
	go h.watch(nc)
	if closed {
		cmd.signal(SIGKILL)
	}
	return h, nil
}

// watch serves the child and buries it.
func (h *host) watch(nc io.ReadWriteCloser) {
	defer h.rt.goroutines.Done()
	waited := make(chan int, 1)
	go func() { waited <- h.cmd.wait() }()
	for h.link().Serve() == remote.ErrAgain {
		h.renew()
	}
	// A child that has cut its connection, or was cut off, has nothing left to do.
	var code int
	select {
	case code = <-waited:
	default:
		if !h.leaving() {
			h.cmd.signal(SIGKILL)
		}
		code = <-waited
	}
	h.bury(code)
}

// bury ends what lived in the process, which has ended with code.
func (h *host) bury(code int) {
	hs := &h.rt.hosts
	h.mu.Lock()
	renewing := h.renewing
	h.mu.Unlock()
	hs.mu.Lock()
	delete(hs.live, h)
	hs.spare.lost(h)
	if renewing { // it ended before it heard that it was to be a spare
		hs.spare.starting--
		hs.spare.came.Broadcast()
	}
	hs.mu.Unlock()
	h.rt.countThreads(-h.usage.threads.Load())
	h.mu.Lock()
	h.ready = true
	h.warmed.Do(func() { close(h.warm) })
	procs := h.procs
	h.procs = nil
	main, whole := h.main, h.whole && h.said && code == h.code
	if h.said && h.code < 0 && code == -SIGKILL {
		code = h.code // it asked for a signal that the Go runtime would answer with a dump
	}
	h.mu.Unlock()
	for _, p := range procs {
		p.mu.Lock()
		p.code, p.whole = -SIGKILL, false
		if p == main {
			p.code, p.whole, p.lent = code, whole, false
		}
		p.mu.Unlock()
		h.rt.exited(p)
	}
}

// leaving reports whether the child has said that it ends.
func (h *host) leaving() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.said
}

// spawn starts a child. parent may be in another process.
func (hs *hosts) spawn(rt *Runtime, parent *Process, l *launch) (*Process, error) {
	rt.mu.Lock()
	full, closed := len(rt.procs) >= rt.maxProcesses(), rt.closed
	rt.mu.Unlock()
	if max := rt.limits.Processes; full && max > 0 {
		rt.exceed("Processes", int64(max))
		return nil, errEnded{}
	}
	if full {
		return nil, exception.WithArgs(exception.BlockingIOError, starlark.MakeInt(11), starlark.String("Resource temporarily unavailable"))
	}
	if closed {
		return nil, exception.New(exception.RuntimeError, "cannot start a process after the main script has ended")
	}
	p := &Process{rt: rt, parent: parent, depth: parent.depth + 1, name: l.name, daemon: l.daemon, exited: ipc.NewEvent()}
	for {
		h := hs.take(l.method == "forkserver")
		spare := h != nil
		if !spare {
			var err error
			if h, err = hs.exec(rt, title(rt, l.name)); err != nil {
				return nil, err
			}
		}
		p.pid, p.host = h.cmd.pid(), h
		p.holder = rt.kernel.NewHolder(l.name, p.pid)
		rt.mu.Lock()
		rt.procs[p.pid] = p
		over := rt.limits.Processes > 0 && len(rt.procs) > rt.limits.Processes
		rt.mu.Unlock()
		if over { // others have started meanwhile
			rt.exceed("Processes", int64(rt.limits.Processes))
		}
		h.mu.Lock()
		dead := h.procs == nil
		if !dead {
			h.main = p
			h.procs[p.pid] = p
		}
		h.mu.Unlock()
		if !dead {
			break
		}
		rt.mu.Lock()
		delete(rt.procs, p.pid)
		rt.mu.Unlock()
		p.holder.Close()
		if !spare {
			return nil, exception.WithArgs(exception.BlockingIOError, starlark.MakeInt(11), starlark.String("cannot start a process: it has ended at once"))
		}
	}
	conn := p.host.link()
	if l.port != nil {
		l.port.ServeBy(p.holder)
	}
	conn.Host(p.pid, p.holder)
	e := wire.Encoder{Refer: true}
	e.Int(p.pid)
	e.Int(rt.cfg.Pid)
	e.Bool(rt.cfg.Interactive)
	e.String(rt.cfg.StartMethod)
	e.String(title(rt, l.name))
	e.Int(runtime.GOMAXPROCS(0))
	rt.limits.encode(&e)
	if rt.limits.Steps > 0 {
		rt.countSteps(rt.limits.stepPortion())
	}
	if max := rt.limits.HeapBytes; max > 0 {
		l.limits = l.limits.within(OSLimits{Memory: max + childHeap})
	}
	l.encode(&e)
	objects := append([]any{parent.exited}, l.objects...)
	rt.observeStart(p)
	conn.Notify(tellStart, e.Data(), objects, p.holder)
	hs.refill(rt)
	return p, nil
}

// title is what the list of the system's processes shows.
func title(rt *Runtime, name string) string { return titleOf(rt.cfg.Args, name) }

func titleOf(args []string, name string) string {
	script := ""
	if len(args) > 0 {
		script = filepath.Base(args[0])
	}
	return fmt.Sprintf("mpstar: %s of %s", name, script)
}

// close ends all processes that are left.
func (hs *hosts) close() {
	hs.mu.Lock()
	hs.closed = true
	hs.spare.stop()
	all := make([]*host, 0, len(hs.live))
	for h := range hs.live {
		all = append(all, h)
	}
	hs.mu.Unlock()
	for _, h := range all {
		h.cmd.signal(SIGKILL)
	}
}

// handle answers a child.
func (h *host) handle(c *remote.Conn, kind byte, data []byte, objects []any, reply func([]byte, []any, error)) {
	d := wire.NewDecoder(data)
	switch kind {
	case noteOutput:
		fd := d.Byte()
		text := d.String()
		if h.rt.wrote(len(text)) != nil {
			return
		}
		h.observeOutput(int(fd), text)
		if fd == 2 {
			h.rt.stderr.write(text)
		} else {
			h.rt.stdout.write(text)
		}
	case noteCode:
		if s := decodeSource(d); d.OK() {
			s.compiled = nil // it would have to be trusted
			h.rt.sources.LoadOrStore(s.key, s)
		}
	case noteSteps, noteThreads, noteHeap, noteExceeded:
		h.used(kind, d)
	case noteEnded:
		h.ended(d.Int(), d.Int(), d.Bool())
	case noteReady:
		h.mu.Lock()
		h.warmed.Do(func() { close(h.warm) })
		h.ready = true
		for _, sig := range h.early {
			h.cmd.signal(sig)
		}
		h.early = nil
		h.mu.Unlock()
	case noteSignal:
		pid, sig := d.Int(), d.Int()
		if p, ok := h.rt.Lookup(pid); ok {
			p.end(-sig)
		}
	case noteInterrupt:
		if p, ok := h.rt.Lookup(d.Int()); ok {
			p.Interrupt()
		}
	case askCode:
		reply(h.rt.answerCode(string(data)), nil, nil)
	case askMemory:
		h.memory(d, reply)
	case askFork:
		h.fork(d, reply)
	case askServe:
		h.mu.Lock()
		p := h.procs[d.Int()]
		h.mu.Unlock()
		if len(objects) == 1 && p != nil {
			if port, ok := objects[0].(*ipc.Port); ok {
				port.ServeBy(p.holder)
			}
		}
		reply(nil, nil, nil)
	case askLookup:
		var e wire.Encoder
		if p, ok := h.rt.Lookup(d.Int()); ok {
			e.String(p.name)
			reply(e.B, []any{p.exited}, nil)
			return
		}
		reply(nil, nil, nil)
	case askSpawn:
		l := decodeLaunch(d)
		hasPort := d.Bool()
		if hasPort && len(objects) > 0 {
			l.port, _ = objects[0].(*ipc.Port)
			objects = objects[1:]
		}
		parent, ok := h.rt.Lookup(l.parent)
		if !d.OK() || !ok || parent.host != h {
			reply(nil, nil, errSnapshot)
			return
		}
		l.objects = objects
		h.rt.goroutines.Add(1)
		go func() {
			defer h.rt.goroutines.Done()
			p, err := h.rt.hosts.spawn(h.rt, parent, l)
			if err != nil {
				reply(nil, nil, err)
				return
			}
			var e wire.Encoder
			e.Int(p.pid)
			reply(e.B, []any{p.exited}, nil)
		}()
	default:
		c.Close()
	}
}

// ended notes that a process of the child has ended.
func (h *host) ended(pid, code int, whole bool) {
	h.mu.Lock()
	p := h.procs[pid]
	if p == nil {
		h.mu.Unlock()
		return
	}
	if p == h.main {
		// It has ended when the operating system says so.
		h.code, h.whole, h.said = code, whole, true
		h.mu.Unlock()
		return
	}
	delete(h.procs, pid)
	h.mu.Unlock()
	p.mu.Lock()
	p.code, p.whole = code, whole
	p.mu.Unlock()
	h.rt.exited(p)
}

// fork enters an interpreter that the child has started in its own process.
func (h *host) fork(d *wire.Decoder, reply func([]byte, []any, error)) {
	rt := h.rt
	parent, name, daemon := d.Int(), d.String(), d.Bool()
	h.mu.Lock()
	pp := h.procs[parent]
	h.mu.Unlock()
	if pp == nil || !d.OK() {
		reply(nil, nil, errSnapshot)
		return
	}
	p := &Process{rt: rt, parent: pp, depth: pp.depth + 1, name: name, daemon: daemon, exited: ipc.NewEvent(), host: h}
	rt.mu.Lock()
	if closed := rt.closed; closed || len(rt.procs) >= rt.maxProcesses() {
		rt.mu.Unlock()
		if max := rt.limits.Processes; max > 0 && !closed {
			rt.exceed("Processes", int64(max))
		}
		reply(nil, nil, errFull)
		return
	}
	p.pid = rt.nextPid
	rt.nextPid++
	p.holder = rt.kernel.NewHolder(name, p.pid)
	rt.procs[p.pid] = p
	rt.mu.Unlock()
	h.mu.Lock()
	if h.procs != nil {
		h.procs[p.pid] = p
	}
	h.mu.Unlock()
	h.link().Host(p.pid, p.holder)
	rt.observeStart(p)
	var e wire.Encoder
	e.Int(p.pid)
	reply(e.B, []any{p.exited}, nil)
}

var errFull = errors.New("Resource temporarily unavailable")

// elsewhere sends a signal to a process that is in another process of the operating
// system.
func (p *Process) elsewhere(sig int) {
	if home := p.rt.home; home != nil {
		var e wire.Encoder
		e.Int(p.pid)
		if sig == SIGINT {
			home.client.Notify(noteInterrupt, e.Data())
			return
		}
		e.Int(sig)
		home.client.Notify(noteSignal, e.Data())
		return
	}
	h := p.host
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.procs[p.pid] != p {
		return
	}
	h.signaled = true
	var e wire.Encoder
	e.Int(p.pid)
	switch {
	case sig == SIGINT:
		// A child that does not read must not hold up whoever interrupts.
		go h.conn.Notify(tellInterrupt, e.Data(), nil, nil)
	case p == h.main && bySystem(sig):
		if wait := !h.ready && osSignal(sig) != nil; wait {
			h.early = append(h.early, sig)
		} else {
			h.cmd.signal(sig)
		}
	default:
		e.Int(sig)
		go h.conn.Notify(tellSignal, e.Data(), nil, nil)
	}
}
