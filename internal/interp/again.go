package interp

import (
	"runtime"
	"time"

	"github.com/mpstar/mpstar/internal/remote"
	"github.com/mpstar/mpstar/internal/system"
)

// This file has a process of the operating system, in which a child has ended, serve as a spare for another one. Starting a process takes milliseconds; what a
// child needs beyond one that runs already, some hundred microseconds. Interpreters share nothing, so the next child finds what it would find in a new process,
// but for the process's number: a process that ends is used again only if nobody has asked for the number meanwhile. Who asks later is told one that no
// other process has had: the process that had it is gone, so that there is nothing else to be known about it.
//
// A child that was sent a signal, that has limits of its own, that has started processes or programs, or whose process has grown or computed for
// long, ends together with its process.

const (
	// mostMemory is what a process that is used again may have of the operating system, in bytes.
	mostMemory = 48 << 20
	// mostComputed is how long it may have computed: the next child's process_time() begins there. CPython's children begin with some 30 ms.
	mostComputed = 50 * time.Millisecond
)

// again decides in the root whether the process is used again. Its child has sent the last it will send.
func (h *host) again() bool {
	rt, hs := h.rt, &h.rt.hosts
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.main
	if p == nil || !h.said || h.signaled || len(h.procs) != 1 || h.code < 0 || p.parent.host != nil || rt.cfg.Observer != nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known {
		return false
	}
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if hs.closed || len(hs.spare.ready)+hs.spare.starting >= maxSpares {
		return false
	}
	p.lent, h.renewing = true, true
	hs.spare.starting++ // a start that comes before renew waits for it
	return true
}

// renew buries the child and makes its process a spare, unless the child was sent a signal meanwhile: the next one must not get that.
func (h *host) renew() {
	rt, hs := h.rt, &h.rt.hosts
	rt.countThreads(-h.usage.threads.Swap(0))
	h.usage.heap.Store(0)
	h.mu.Lock()
	p, code, whole, signaled := h.main, h.code, h.whole, h.signaled
	h.conn = h.conn.Next()
	h.main, h.procs = nil, make(map[int]*Process)
	h.ready, h.early, h.said, h.renewing = false, nil, false, false
	h.mu.Unlock()
	p.mu.Lock()
	p.code, p.whole = code, whole
	p.mu.Unlock()
	rt.exited(p)
	hs.mu.Lock()
	s := &hs.spare
	s.starting--
	s.ended = true
	spare := !signaled && !hs.closed
	if spare {
		s.ready = append([]*host{h}, s.ready...)
		hs.wake()
	}
	s.came.Broadcast()
	hs.mu.Unlock()
	if !spare {
		h.cmd.signal(SIGKILL)
	}
}

// fit reports in a child whose main process has ended whether the process may be used again.
func (h *home) fit(p *Process, l *launch) bool {
	p.mu.Lock()
	known, code := p.known || p.quick, p.code
	p.mu.Unlock()
	if known || code < 0 || h.parent.Load() || l.limits != (OSLimits{}) || h.rt.limits.HeapBytes > 0 || memoryInUse() > mostMemory {
		return false
	}
	if used, err := (system.HostClock{}).CPU(); err != nil || used > mostComputed {
		return false
	}
	// One more waits for signals. Those that have just ended may not be gone yet.
	for range 10 {
		if runtime.NumGoroutine() <= h.routines+1 {
			return true
		}
		runtime.Gosched()
	}
	return false
}

// finish offers the process to the root. It reports whether there is more to do.
func (h *home) finish(served <-chan error) bool {
	if h.client.Finish() != nil {
		return false
	}
	return <-served == remote.ErrAgain
}
