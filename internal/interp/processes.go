package interp

import (
	"slices"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"go.starlark.net/starlark"
)

// firstChildPid is the first in-process pid. Linux's largest is 1<<22, so no
// process of the operating system has one of ours.
const firstChildPid = 1<<22 + 1

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
			rt.callObserver(func() { o.End(p.event(code)) })
		}
		rt.gate.leave()
	}
	if rt.home != nil {
		rt.home.ended(p, code)
		return
	}
	p.exited.SetTo(code)
}

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
	return (handled|ignored|blocked)&SignalBit(sig) != 0
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
