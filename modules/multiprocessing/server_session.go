package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/interp"
)

// This file is who asks a server. As in CPython, where each of a client's threads has a connection, and each connection a thread of the server, what one
// thread asks of the methods of registered classes is done by one thread: a threading.RLock that one request acquires the next may release.

// A caller is a thread of a process. Its zero value is nobody in particular.
type caller struct {
	pid  int
	task uint64
	name string // as CPython calls the thread in the server
}

// maxSessions is how many callers' threads a server keeps.
const maxSessions = 1000

// sessions are the threads as which a server does what it is asked. The zero value has none.
type sessions struct {
	visits map[caller]*interp.Visit
	order  []caller // of their beginning
}

// of returns the thread of a caller, nil for nobody's.
func (s *sessions) of(in *interp.Interp, c caller) *interp.Visit {
	if c.pid == 0 {
		return nil
	}
	if v := s.visits[c]; v != nil {
		return v
	}
	if len(s.order) >= maxSessions {
		s.forget()
	}
	if s.visits == nil {
		s.visits = make(map[caller]*interp.Visit)
	}
	v := in.Receive(c.name, true)
	s.visits[c] = v
	s.order = append(s.order, c)
	return v
}

// forget ends the older half of the sessions in which nothing is being done.
func (s *sessions) forget() {
	kept := s.order[:0]
	for i, c := range s.order {
		if v := s.visits[c]; i < maxSessions/2 && !v.Busy() {
			v.End()
			delete(s.visits, c)
		} else {
			kept = append(kept, c)
		}
	}
	s.order = kept
}

func (s *sessions) end() {
	for _, v := range s.visits {
		v.End()
	}
	s.visits, s.order = nil, nil
}
