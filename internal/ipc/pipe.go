package ipc

import (
	"fmt"
	"sync"
)

// PipeBytes is how much of what is sent one way, and not yet received, a pipe holds before Send waits, unless LimitBytes
// says otherwise. Each message counts a little more than its size; a single one may be larger. It is more than
// CPython's pipes hold, so what does not wait there does not wait here.
const PipeBytes = 1 << 20

// A pipe is the two directions between two Conns, and the mutex for all of it.
type pipe struct {
	mu   sync.Mutex
	side [2]Conn
	// way[i] carries what side i receives; nil if it only sends.
	way [2]*stream
}

// A Conn is one side of a pipe. Processes use it by the Ends they have open on it. A side that has had Ends is gone for
// good when the last one is closed.
type Conn struct {
	label
	p      *pipe
	i      int
	opened bool
	ends   int
	// alerts are called when the other side is gone.
	alerts map[*End]func()
}

// An End is one process's handle on a Conn. Several tasks may use it at once. An End without a holder
// belongs to a message on its way.
type End struct {
	c      *Conn
	far    Far     // nil if the pipe is here
	holder *Holder // nil: nobody's
	closed bool
	node   node
	user   LaneUser // by which another process has it; nil if none does
	broken bool     // of a far end: its process has said that the other side is gone
	ahead  int      // of a far end: bytes sent since it was last known that there is room
}

// NewPipe makes the two sides of a pipe. Unless it is duplex a only receives and b only sends, as with
// CPython's Pipe.
func NewPipe(duplex bool) (a, b *Conn) {
	p := new(pipe)
	p.way[0] = &stream{maxBytes: PipeBytes}
	if duplex {
		p.way[1] = &stream{maxBytes: PipeBytes}
	}
	for i := range p.side {
		p.side[i].p = p
		p.side[i].i = i
	}
	return &p.side[0], &p.side[1]
}

// in and out are the streams that the side receives from and sends into, nil if it doesn't.
func (c *Conn) in() *stream  { return c.p.way[c.i] }
func (c *Conn) out() *stream { return c.p.way[1-c.i] }
func (c *Conn) other() *Conn { return &c.p.side[1-c.i] }
func (c *Conn) gone() bool   { return c.opened && c.ends == 0 }

// Readable reports whether the side can receive.
func (c *Conn) Readable() bool { return c.in() != nil }

// Writable reports whether the side can send.
func (c *Conn) Writable() bool { return c.out() != nil }

// LimitBytes sets how much of what is sent to this side the pipe holds; 0 is no limit.
func (c *Conn) LimitBytes(n int) {
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	if s := c.in(); s != nil {
		s.reclaim()
		s.maxBytes = n
		s.admit()
	}
}

// Bytes returns the size of the messages that wait to be received on this side.
func (c *Conn) Bytes() int {
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	if s := c.in(); s != nil {
		s.reclaim()
		return s.bytes
	}
	return 0
}

// Open makes a handle for the process h, or for a message if h is nil. If the side is gone, or h is closed, the handle is
// closed from the start.
func (c *Conn) Open(h *Holder) *End {
	e := &End{c: c, holder: h}
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	if c.gone() || h != nil && !h.link(&e.node, e) {
		e.closed = true
		return e
	}
	c.opened = true
	c.ends++
	return e
}

// Conn returns the side of the pipe that the handle is for.
func (e *End) Conn() *Conn { return e.c }

// Holder returns the process whose handle it is, nil if it is nobody's.
func (e *End) Holder() *Holder {
	e.c.p.mu.Lock()
	defer e.c.p.mu.Unlock()
	return e.holder
}

// Readable reports whether the handle can receive.
func (e *End) Readable() bool { return e.c.Readable() }

// Writable reports whether the handle can send.
func (e *End) Writable() bool { return e.c.Writable() }

// Closed reports whether the handle is closed.
func (e *End) Closed() bool {
	e.c.p.mu.Lock()
	defer e.c.p.mu.Unlock()
	return e.closed
}

// Dup makes another handle on the same side, as Open does. If e is closed so is the new one.
func (e *End) Dup(h *Holder) *End {
	if e.far != nil {
		panic("ipc: an end of a pipe in another process goes there in a message")
	}
	d := e.c.Open(h)
	if e.Closed() {
		d.Close()
	}
	return d
}

// Move makes the handle h's, or nobody's if h is nil. If h is closed so is the handle, and the result is false, as it
// is if the handle was closed before.
func (e *End) Move(h *Holder) bool {
	if e.far != nil {
		return !e.Closed() // it was made for h
	}
	var lost leftover
	defer func() { lost.settle() }()
	e.c.p.mu.Lock()
	defer e.c.p.mu.Unlock()
	if e.closed {
		return false
	}
	if e.holder != nil {
		e.holder.unlink(&e.node)
	}
	e.holder = nil
	if h != nil && !h.link(&e.node, e) {
		lost = e.close()
		return false
	}
	e.holder = h
	return true
}

// Close closes the handle; what waits on it returns ErrClosed. With the last handle of a side goes the side: those on the other get io.EOF
// once they have received everything, and ErrBroken when they send. Closing a handle again does nothing.
func (e *End) Close() {
	e.c.p.mu.Lock()
	if e.far != nil {
		if !e.closed {
			e.closed = true
			post(e.far, OpClose)
		}
		e.c.p.mu.Unlock()
		return
	}
	lost := e.close()
	e.c.p.mu.Unlock()
	lost.settle()
}

// A leftover is what closing a handle leaves to be done once no mutex is held.
type leftover struct {
	messages []Message
	alerts   []func()
}

func (l leftover) settle() {
	for _, f := range l.alerts {
		f()
	}
	drop(l.messages)
}

func (e *End) close() (lost leftover) {
	if e.closed {
		return lost
	}
	e.closed = true
	delete(e.c.alerts, e)
	if e.holder != nil {
		e.holder.unlink(&e.node)
		e.holder = nil
	}
	c := e.c
	c.ends--
	in, out := c.in(), c.out()
	for _, s := range []*stream{in, out} {
		if s == nil {
			continue
		}
		s.reclaim()
		if w := &s.way; w.from == e || w.to == e {
			s.dropLane()
			w.from, w.to = nil, nil
		}
	}
	if in != nil {
		in.getters.wakeAll()
		in.watchers.notify()
		if c.gone() {
			lost.messages = in.close()
			in.putters.wakeAll()
		}
	}
	if c.gone() {
		for _, f := range c.other().alerts {
			lost.alerts = append(lost.alerts, f)
		}
		c.other().alerts = nil
	}
	if out != nil {
		out.putters.wakeAll()
		if c.gone() {
			out.getters.wakeAll()
			out.watchers.notify()
		}
	}
	return lost
}

func (e *End) forget(*Holder) {} // it is taken off the list when it is closed

func (e *End) giveBack(h *Holder) {
	e.c.p.mu.Lock()
	var lost leftover
	if e.holder == h {
		lost = e.close()
	}
	e.c.p.mu.Unlock()
	lost.settle()
}

// Alert has f called when the other side is gone, in the goroutine that closes its last handle, with no mutex held. It reports whether the other side is
// gone already: then f is not called.
func (e *End) Alert(f func()) (gone bool) {
	e.c.p.mu.Lock()
	defer e.c.p.mu.Unlock()
	if e.closed || e.c.other().gone() {
		return e.c.other().gone()
	}
	if e.c.alerts == nil {
		e.c.alerts = make(map[*End]func())
	}
	e.c.alerts[e] = f
	return false
}

// Break tells a far end that the other side is gone.
func (e *End) Break() {
	e.c.p.mu.Lock()
	e.broken = true
	e.c.p.mu.Unlock()
}

// Orphaned reports whether nobody has the other side open any more. It is false for an end that is far.
func (e *End) Orphaned() bool {
	if e.far != nil {
		return false
	}
	e.c.p.mu.Lock()
	defer e.c.p.mu.Unlock()
	return e.c.other().gone()
}

// Ready reports whether Recv would return at once.
func (e *End) Ready() bool {
	if e.far != nil {
		return query(e.far, OpReady).OK
	}
	e.c.p.mu.Lock()
	defer e.c.p.mu.Unlock()
	if s := e.c.in(); s != nil {
		s.reclaim()
	}
	return e.receivable() != nil || e.c.in().size() > 0
}

func (e *End) watch(t *Task) {
	e.c.p.mu.Lock()
	if s := e.c.in(); s != nil {
		s.reclaim()
		s.watchers.add(t)
	}
	e.c.p.mu.Unlock()
}

func (e *End) unwatch(t *Task) {
	e.c.p.mu.Lock()
	if s := e.c.in(); s != nil {
		s.watchers.remove(t)
	}
	e.c.p.mu.Unlock()
}

func (e *End) String() string {
	if e.far != nil {
		return e.c.kind("pipe end")
	}
	c := e.c
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	n := 0
	if s := c.in(); s != nil {
		s.reclaim()
		n = s.size()
	}
	return fmt.Sprintf("%s (%d messages to receive)", c.kind("pipe end"), n)
}
