package ipc

import (
	"math"
	"time"
)

// This file opens and closes the lanes of pipes: see lane.go.
//
// A direction of a pipe gets a lane when laneAfter messages in a row have gone from one End to another, and the processes that have these are both others than this
// one. It is open only while the direction has no message here, none is lent, and nobody waits here for one: then who sends and who receives are the only ones to
// whom it matters. Everything else that is asked of the direction here closes the lane first (reclaim). A receiver that finds nothing for laneWait asks here, too.
// There is none where somebody counts the bytes that pipes hold, or observes what is done with them.

// laneAfter is how many messages in a row go from one process to another before there is a lane.
const laneAfter = 4

// A LaneUser is the connection to a process that has Ends. NewLane and Record are called with a pipe's mutex held.
type LaneUser interface {
	// NewLane makes memory for a lane, nil if there is none to be had.
	NewLane() *LaneMemory
	// TellLane tells the process that e can send, or else receive, by a lane. It must not wait.
	TellLane(e *End, m *LaneMemory, send bool)
	// Record makes a message of what the process has sent by a lane; nil if it makes no sense.
	Record(b []byte) Message
}

// SetUser says by which connection a process has the handle.
func (e *End) SetUser(u LaneUser) {
	e.c.p.mu.Lock()
	e.user = u
	e.c.p.mu.Unlock()
}

// A lending is what a stream knows about its lane, and about who is to have one.
type lending struct {
	from, to *End // of the last message that was sent, and of the last one that another process got
	pairs    int  // how many went from one to the other in a row
	lane     *Lane
	out      bool // it is open
}

// sentBy notes who sends.
func (s *stream) sentBy(e *End) {
	if s.way.from != e {
		s.dropLane()
		s.way.from, s.way.pairs = e, 0
	}
}

// reclaim closes the lane: what is in it comes behind nothing, since nothing is here while it is open.
func (s *stream) reclaim() {
	w := &s.way
	if !w.out {
		return
	}
	w.out = false
	for _, b := range w.lane.close() {
		if m := w.from.user.Record(b); m != nil {
			s.pushBack(parcel{m, m.Size()})
		}
	}
}

// dropLane ends the lane for good.
func (s *stream) dropLane() {
	s.reclaim()
	if l := s.way.lane; l != nil {
		s.way.lane = nil
		l.mem.Release()
	}
}

// LendLane opens the lane to the process that has e, which has just received a message, if there is a point in it.
func (e *End) LendLane() {
	e.c.p.mu.Lock()
	s := e.c.in()
	w := &s.way
	if w.to != e {
		s.dropLane()
		w.to, w.pairs = e, 0
	}
	w.pairs++
	from := w.from
	if w.out || w.pairs < laneAfter || from == nil || from.closed || from.user == nil || e.closed || e.user == nil || from.user == e.user ||
		s.closed || s.size() > 0 || s.getters.head != nil || s.putters.head != nil || len(s.watchers) > 0 || e.holder.watched() {
		e.c.p.mu.Unlock()
		return
	}
	if w.lane != nil {
		w.out = true
		w.lane.open()
		e.c.p.mu.Unlock()
		return
	}
	m := e.user.NewLane()
	if m == nil {
		w.pairs = math.MinInt
		e.c.p.mu.Unlock()
		return
	}
	w.lane = NewLane(m)
	e.c.p.mu.Unlock()
	// From the next message on it may be open. Who has not heard of it by then asks here, which closes it.
	e.user.TellLane(e, m, false)
	from.user.TellLane(from, m, true)
}

// watched reports whether what the process does with pipes is counted or observed.
func (h *Holder) watched() bool {
	return h == nil || h.kernel != nil && (h.kernel.Observe != nil || h.kernel.MaxBytes > 0)
}

// laneIn returns the lane by which a far end receives, nil if it has none that is open.
func (e *End) laneIn() *Lane {
	if l := e.far.Lane(); l != nil && l.Open() && !e.Closed() {
		return l
	}
	return nil
}

// recvLane receives by the lane to a far end, if it has one. For as long as it waits there t is not on the books of the kernel.
func (e *End) recvLane(t *Task, deadline time.Time) (m Message, ok bool) {
	l := e.laneIn()
	if l == nil {
		return nil, false
	}
	if atLane(l, t, deadline, func() bool {
		m, ok = e.far.Take(l)
		return ok
	}) {
		t.resume()
	}
	return m, ok
}

// pollLane is Poll by the lane; known is false if only the kernel can tell.
func (e *End) pollLane(t *Task, deadline time.Time) (ready, known bool) {
	l := e.laneIn()
	if l == nil {
		return false, false
	}
	if deadline == NoWait && l.Empty() {
		return false, true
	}
	if ready = atLane(l, t, deadline, func() bool { return l.Open() && !l.Empty() }); ready {
		t.resume()
	}
	return ready, ready
}

// atLane waits at the lane for done, which may be called after the lane has been closed. It is false if the kernel must be asked.
func atLane(l *Lane, t *Task, deadline time.Time, done func() bool) bool {
	if t == nil || t.Cancelled() {
		return false
	}
	if done() {
		return true
	}
	if deadline == NoWait {
		return false
	}
	if l.spin() && done() {
		return true
	}
	end := time.Now().Add(laneWait)
	if !deadline.IsZero() {
		if d := deadline.Sub(t.clock.Now()); d < laneWait {
			end = time.Now().Add(d)
		}
	}
	if !t.blocked && t.hooks.Block != nil {
		t.hooks.Block()
	}
	t.blocked = true
	for l.Open() && !t.Cancelled() && !t.alert.Load() {
		if done() {
			return true
		}
		d := time.Until(end)
		if d <= 0 {
			break
		}
		l.sleep(d)
	}
	return false
}
