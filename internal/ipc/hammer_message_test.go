package ipc

import (
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// ledger counts, per message, how often it was sent (0 or 1), received and dropped.
type ledger struct {
	next atomic.Int64
	mu   sync.Mutex
	sent map[int64]bool
	got  map[int64]int
}

func newLedger() *ledger { return &ledger{sent: make(map[int64]bool), got: make(map[int64]int)} }

type entry struct {
	l  *ledger
	id int64
}

func (e entry) Size() int { return int(e.id % 50) }
func (e entry) Drop()     { e.l.receive(e) }

func (l *ledger) entry() entry { return entry{l, l.next.Add(1)} }

func (l *ledger) put(e entry) {
	l.mu.Lock()
	l.sent[e.id] = true
	l.mu.Unlock()
}

func (l *ledger) receive(m Message) {
	l.mu.Lock()
	l.got[m.(entry).id]++
	l.mu.Unlock()
}

// enough says whether there are so many messages that check has something to say.
func (l *ledger) enough() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.sent) >= 100
}

func (l *ledger) check(t *testing.T) {
	t.Helper()
	lost, twice, invented := 0, 0, 0
	for id := range l.sent {
		if l.got[id] == 0 {
			lost++
		}
	}
	for id, n := range l.got {
		if n > 1 {
			twice++
		}
		if !l.sent[id] {
			invented++
		}
	}
	if lost+twice+invented > 0 {
		t.Errorf("of %d messages %d lost, %d received twice, %d received that were not sent", len(l.sent), lost, twice, invented)
	}
	if len(l.sent) < 100 {
		t.Errorf("only %d messages", len(l.sent))
	}
}

func TestHammerQueue(t *testing.T) {
	for _, max := range []int{0, 3} {
		q := NewQueue(max)
		h, l := newHammer(t, q), newLedger()
		h.enough = l.enough
		h.work("putter", 4, func(p *proc, r *rand.Rand) {
			e := l.entry()
			err := q.Put(p.Task, e, someDeadline(r))
			h.expected(err, ErrClosed)
			if err == nil {
				l.put(e)
			}
			if q.Len() > 1000 {
				time.Sleep(time.Millisecond)
			}
		})
		h.work("getter", 4, func(p *proc, r *rand.Rand) {
			var m Message
			var err error
			if r.IntN(4) == 0 {
				if _, err = Wait(p.Task, []Waitable{q}, someDeadline(r)); err == nil {
					m, err = q.Get(p.Task, NoWait)
				}
			} else {
				m, err = q.Get(p.Task, someDeadline(r))
			}
			h.expected(err, ErrClosed)
			if err == nil {
				l.receive(m)
				if err := q.TaskDone(); err != nil {
					t.Error(err)
				}
			}
		})
		h.work("joiner", 1, func(p *proc, r *rand.Rand) { h.expected(q.Join(p.Task, someDeadline(r))) })
		h.chaos(cancel, kill, interrupt, kill, uncancel)
		h.finish()
		last := NewTask(NewHolder("last", 1), Hooks{})
		for {
			m, err := q.Get(last, NoWait)
			if err != nil {
				break
			}
			l.receive(m)
			q.TaskDone()
		}
		want(t, "unfinished", q.Unfinished(), 0)
		want(t, "task done", q.TaskDone(), ErrTooMany)
		want(t, "bytes", q.Bytes(), 0)
		want(t, "waiting", q.s.getters.n+q.s.putters.n+q.joiners.n+len(q.s.watchers), 0)
		l.check(t)
	}
}

func (h *hammer) allGone() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.live) == 0
}

// finish ends the work: it cancels everybody until all have gone.
func (h *hammer) finish() {
	h.t.Helper()
	h.stop.Store(true)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for !h.allGone() {
			h.mu.Lock()
			for p := range h.live {
				p.Cancel()
			}
			h.mu.Unlock()
			time.Sleep(100 * time.Microsecond)
		}
	}()
	h.join()
	<-ended
}

func TestHammerPipe(t *testing.T) {
	a, b := NewPipe(true)
	a.LimitBytes(300)
	b.LimitBytes(300)
	keepA, keepB := a.Open(nil), b.Open(nil)
	h, l := newHammer(t, keepA, keepB), newLedger()
	h.enough = l.enough
	side := func(c *Conn) func(p *proc, r *rand.Rand) {
		return func(p *proc, r *rand.Rand) {
			e := c.Open(p.h)
			if r.IntN(4) == 0 {
				way := e.Dup(nil)
				e.Close()
				way.Move(p.h)
				e = way
			}
			for range r.IntN(20) {
				var err error
				switch r.IntN(3) {
				case 0:
					m := l.entry()
					if err = e.Send(p.Task, m, someDeadline(r)); err == nil {
						l.put(m)
					}
				case 1:
					var m Message
					if m, err = e.Recv(p.Task, someDeadline(r)); err == nil {
						l.receive(m)
					}
				default:
					err = e.Poll(p.Task, someDeadline(r))
				}
				h.expected(err, ErrClosed)
			}
			if r.IntN(2) == 0 {
				e.Close()
			} else {
				p.h.Close()
			}
		}
	}
	h.work("a", 3, side(a))
	h.work("b", 3, side(b))
	h.chaos(cancel, kill, interrupt, uncancel)
	h.finish()
	want(t, "handles", a.ends+b.ends, 2)
	// What is left is dropped when its readers are gone, and received otherwise.
	last := NewTask(NewHolder("last", 1), Hooks{})
	keepA.Close()
	for {
		m, err := keepB.Recv(last, Forever)
		if err != nil {
			want(t, "at the end", err, io.EOF)
			break
		}
		l.receive(m)
	}
	want(t, "send", keepB.Send(last, l.entry(), Forever), ErrBroken)
	keepB.Close()
	for _, s := range a.p.way {
		want(t, "left", s.n+s.bytes+s.getters.n+s.putters.n+len(s.watchers), 0)
	}
	l.check(t)
}

// TestHammerPipeEnds has both sides of many short-lived pipes die at random.
func TestHammerPipeEnds(t *testing.T) {
	h, l := newHammer(t), newLedger()
	h.enough = l.enough
	type pair struct{ e, f *End }
	fresh := func() *pair {
		a, b := NewPipe(true)
		a.LimitBytes(100)
		return &pair{a.Open(nil), b.Open(nil)}
	}
	var current atomic.Pointer[pair]
	current.Store(fresh())
	h.work("user", 6, func(p *proc, r *rand.Rand) {
		x := current.Load()
		e := x.e
		if r.IntN(2) == 0 {
			e = x.f
		}
		if r.IntN(3) > 0 {
			e = e.Dup(p.h)
			defer e.Close()
		}
		var err error
		if r.IntN(2) == 0 {
			m := l.entry()
			if err = e.Send(p.Task, m, someDeadline(r)); err == nil {
				l.put(m)
			}
		} else {
			var m Message
			if m, err = e.Recv(p.Task, someDeadline(r)); err == nil {
				l.receive(m)
			}
		}
		h.expected(err, ErrClosed, ErrBroken, io.EOF)
	})
	h.work("renewer", 1, func(p *proc, r *rand.Rand) {
		Sleep(p.Task, time.Duration(r.IntN(300))*time.Microsecond)
		old := current.Swap(fresh())
		old.e.Close()
		old.f.Close()
	})
	h.chaos(cancel, kill, uncancel)
	h.finish()
	x := current.Load()
	x.e.Close()
	x.f.Close()
	l.check(t)
}
