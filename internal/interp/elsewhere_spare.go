package interp

import (
	"runtime"
	"sync"
	"time"
)

// Starting a process of the operating system takes far longer than handing one its snapshot. So a root that has started one keeps another ready, and a
// few once starts come faster than spares: with forkserver from the second child on, with spawn once one has ended. A spare has run nothing
// of the script, or is used again: see again.go.

// spares are the children that wait for what to do. They are guarded by hosts.mu.
type spares struct {
	ready    []*host
	ended    bool // a child has ended
	keep     bool // starts come faster than spares
	want     int  // how many there should be
	starting int  // spares that are not among ready yet
	warming  int  // spares that are being started, or have not got as far as they can without a start
	waiting  int  // starts that wait for one of starting
	came     sync.Cond
	idle     *time.Timer
}

// maxSpares bounds how many are kept ready.
const maxSpares = 4

// spareIdle is how long spares wait for a start before they are ended.
const spareIdle = 20 * time.Second

// take returns a spare, nil if there is none.
func (hs *hosts) take(server bool) *host {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	s := &hs.spare
	s.keep = s.keep || len(s.ready) == 0 && (s.ended || server && len(hs.live) > s.starting)
	hs.wake()
	for len(s.ready) == 0 && s.starting > s.waiting && !hs.closed {
		s.waiting++
		s.came.Wait()
		s.waiting--
	}
	if len(s.ready) == 0 {
		return nil
	}
	h := s.ready[0]
	s.ready = s.ready[1:]
	return h
}

// wake puts off the end of the spares. hosts.mu is held.
func (hs *hosts) wake() {
	if s := &hs.spare; s.idle == nil {
		s.idle = time.AfterFunc(spareIdle, func() { hs.dismiss() })
	} else {
		s.idle.Reset(spareIdle)
	}
}

// ahead starts a spare, if there is none, for a start that is about to come: what is to be sent is found out meanwhile.
func (hs *hosts) ahead(rt *Runtime) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if s := &hs.spare; !hs.closed && len(s.ready) == 0 && s.starting <= s.waiting {
		hs.wake()
		hs.prepare(rt)
	}
}

// refill starts spares in the background: few at once, so that they leave processors to the children that have work to do.
func (hs *hosts) refill(rt *Runtime) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	s := &hs.spare
	s.want = 1
	if s.keep {
		s.want = min(maxSpares, 1+runtime.GOMAXPROCS(0))
	}
	hs.fill(rt)
}

// fill starts those of the spares wanted that can be started now. hosts.mu is held.
func (hs *hosts) fill(rt *Runtime) {
	s := &hs.spare
	for !hs.closed && len(s.ready)+s.starting < s.want && s.warming < runtime.GOMAXPROCS(0) {
		hs.prepare(rt)
	}
}

// prepare starts a spare, and then others that are wanted. hosts.mu is held.
func (hs *hosts) prepare(rt *Runtime) {
	s := &hs.spare
	if s.came.L == nil {
		s.came.L = &hs.mu
	}
	s.starting++
	s.warming++
	rt.goroutines.Add(1)
	go func() {
		defer rt.goroutines.Done()
		h, err := hs.exec(rt, title(rt, "ready"))
		hs.mu.Lock()
		s.starting--
		if err == nil {
			if _, live := hs.live[h]; live {
				s.ready = append(s.ready, h)
			}
		}
		s.came.Broadcast()
		hs.mu.Unlock()
		if err == nil {
			<-h.warm
		}
		hs.mu.Lock()
		defer hs.mu.Unlock()
		s.warming--
		if err == nil { // else a start will say why
			hs.fill(rt)
		}
	}()
}

// lost notes that a child has ended. hosts.mu is held.
func (s *spares) lost(h *host) {
	for i, x := range s.ready {
		if x == h {
			s.ready = append(s.ready[:i:i], s.ready[i+1:]...)
			return
		}
	}
	s.ended = true
}

// dismiss ends the spares. The next start that follows the end of a child asks for new ones.
func (hs *hosts) dismiss() {
	hs.mu.Lock()
	s := &hs.spare
	all := s.ready
	s.ready, s.keep, s.ended, s.want = nil, false, false, 0
	hs.mu.Unlock()
	for _, h := range all {
		h.cmd.signal(SIGKILL)
	}
}

// stop ends the waiting for dismiss. hosts.mu is held; the root is ending.
func (s *spares) stop() {
	s.keep, s.want = false, 0
	if s.idle != nil {
		s.idle.Stop()
	}
	if s.came.L != nil {
		s.came.Broadcast()
	}
}
