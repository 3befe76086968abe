package interp

import (
	"runtime"
	"time"
)

// Starting a process of the operating system takes far longer than handing one its snapshot. So a root that has started one keeps another ready, and a
// few once starts are known to go on: with forkserver from the first one on, with spawn once a start follows the end of another child. A spare has run nothing
// of the script: it is as fresh as a child started on demand.

// spares are the children that wait for what to do. They are guarded by hosts.mu.
type spares struct {
	ready   []*host
	ended   bool // a child has ended
	keep    bool // starts are known to go on
	filling int  // spares being started
	idle    *time.Timer
}

// maxSpares bounds how many are kept ready.
const maxSpares = 4

// spareIdle is how long spares wait for a start before they are ended.
const spareIdle = 20 * time.Second

// take returns a spare, nil if there is none.
func (hs *hosts) take(rt *Runtime, server bool) *host {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	s := &hs.spare
	s.keep = s.keep || server || s.ended
	if s.idle == nil {
		s.idle = time.AfterFunc(spareIdle, func() { hs.dismiss() })
	} else {
		s.idle.Reset(spareIdle)
	}
	if len(s.ready) == 0 {
		return nil
	}
	h := s.ready[0]
	s.ready = s.ready[1:]
	return h
}

// refill starts spares in the background.
func (hs *hosts) refill(rt *Runtime) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	s := &hs.spare
	if hs.closed {
		return
	}
	want := 1
	if s.keep {
		want = min(maxSpares, 1+runtime.GOMAXPROCS(0))
	}
	for len(s.ready)+s.filling < want {
		s.filling++
		rt.goroutines.Add(1)
		go func() {
			defer rt.goroutines.Done()
			h, err := hs.exec(rt, title(rt, "ready"))
			hs.mu.Lock()
			defer hs.mu.Unlock()
			s.filling--
			if err != nil {
				return // a start will say why
			}
			if _, live := hs.live[h]; live {
				s.ready = append(s.ready, h)
			}
		}()
	}
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
	s.ready, s.keep, s.ended = nil, false, false
	hs.mu.Unlock()
	for _, h := range all {
		h.cmd.signal(SIGKILL)
	}
}

// stop ends the waiting for dismiss. hosts.mu is held; the root is ending.
func (s *spares) stop() {
	s.keep = false
	if s.idle != nil {
		s.idle.Stop()
	}
}
