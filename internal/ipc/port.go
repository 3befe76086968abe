package ipc

import (
	"fmt"
	"sync"
	"time"
)

// A Port is where processes ask another one for something and get an answer. Calls are accepted first come, first served, by whoever serves the
// port; each gets its own reply. The zero value is open.
type Port struct {
	label
	far Far

	mu      sync.Mutex
	closed  bool
	serial  int
	queue   []*portCall
	under   map[int]*portCall // accepted and not replied to
	accepts waitList
	server  serving
	direct  func(m Message) bool // see ServeDirectly
	ends    []func() ender       // what ends with it; see endWith
}

// serving makes a port close with its server's holder.
type serving struct {
	port *Port
	node node
}

func (s *serving) giveBack(*Holder) { s.port.Close() }
func (s *serving) forget(*Holder)   {}

// ServeBy says whose end closes the port.
func (p *Port) ServeBy(h *Holder) {
	if p.far != nil {
		return // the process that starts the server says it there
	}
	p.server.port = p
	if !h.link(&p.server.node, &p.server) {
		p.Close()
	}
}

// Closed reports whether the port is closed.
func (p *Port) Closed() bool {
	if p.far != nil {
		return query(p.far, OpClosed).OK
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// A portCall is one call, guarded by the port's mutex.
type portCall struct {
	id     int
	holder *Holder // that has accepted it
	port   *Port
	node   node
	msg    Message // the question, then the reply
	done   bool
	err    error
	caller *Task // nil: nobody waits
	asking bool  // the caller still does
}

// NewPort makes a port.
func NewPort() *Port { return new(Port) }

// Call asks m and waits for the reply. If it returns an error, m has been dropped: ErrClosed means that the port is closed, ErrBroken
// that the process that had accepted the call ended before it replied.
func (p *Port) Call(t *Task, m Message, deadline time.Time) (Message, error) {
	if p.far != nil {
		r, err := ask(t, p.far, p, "call", OpCall, deadline, Args{Msg: m})
		return r.Msg, err
	}
	p.mu.Lock()
	c, err := p.ask(t, m)
	if err != nil {
		p.mu.Unlock()
		m.Drop()
		return nil, err
	}
	err = t.wait(&p.mu, p, "call", deadline, interrupted, func() bool { return c.done })
	c.asking = false
	var lost Message
	if err != nil {
		lost = p.withdraw(c)
	} else {
		err = c.err
	}
	reply := c.msg
	p.mu.Unlock()
	t.resume()
	if lost != nil {
		lost.Drop()
	}
	if err != nil {
		return nil, err
	}
	return reply, nil
}

// ServeDirectly has f answer calls on the goroutine of the caller, whom Direct asks, while the server waits in Accept and no other call is on
// its way. f returns false if it can't, having done nothing. The port keeps f until it is closed.
func (p *Port) ServeDirectly(f func(m Message) bool) {
	if p.far != nil {
		return
	}
	p.mu.Lock()
	if !p.closed {
		p.direct = f
	}
	p.mu.Unlock()
}

// Direct asks m of the server, if that can be done without waiting: m is then its answer. Otherwise it returns false, and the caller Calls.
func (p *Port) Direct(t *Task, m Message) bool {
	if p.far != nil || t.Cancelled() {
		return false
	}
	p.mu.Lock()
	f := p.direct
	if p.accepts.head == nil || len(p.queue) > 0 {
		f = nil
	}
	p.mu.Unlock()
	if f == nil || !f(m) {
		return false
	}
	t.did(p, "call")
	return true
}

// Post asks m and wants no reply.
func (p *Port) Post(m Message) error {
	if p.far != nil {
		p.far.Post(nil, OpCall, Args{Msg: m})
		return nil
	}
	p.mu.Lock()
	_, err := p.ask(nil, m)
	p.mu.Unlock()
	if err != nil {
		m.Drop()
	}
	return err
}

func (p *Port) ask(t *Task, m Message) (*portCall, error) {
	if p.closed {
		return nil, ErrClosed
	}
	p.serial++
	c := &portCall{id: p.serial, port: p, msg: m, caller: t, asking: t != nil}
	p.queue = append(p.queue, c)
	if w := p.accepts.head; w != nil {
		p.accepts.nudge()
	}
	return c, nil
}

// withdraw takes back a call whose caller has given up. What it returns is to be dropped.
func (p *Port) withdraw(c *portCall) Message {
	if c.done {
		return c.msg // the reply
	}
	for i, x := range p.queue {
		if x == c {
			p.queue = append(p.queue[:i:i], p.queue[i+1:]...)
			return c.msg
		}
	}
	return nil // the reply will find nobody
}

// Accept waits for a call. id is what Reply needs; it is 0 for one that wants no reply.
func (p *Port) Accept(t *Task, deadline time.Time) (id int, m Message, err error) {
	if p.far != nil {
		r, err := ask(t, p.far, p, "accept", OpAccept, deadline, Args{})
		return r.N, r.Msg, err
	}
	p.mu.Lock()
	if len(p.queue) == 0 && !p.closed {
		w := p.accepts.push(t)
		err = t.wait(&p.mu, p, "accept", deadline, interrupted, func() bool {
			w.woken = false
			return len(p.queue) > 0 || p.closed
		})
		p.accepts.remove(w)
	}
	if err == nil && len(p.queue) == 0 {
		err = ErrClosed
	}
	if err == nil && t.Cancelled() {
		err = ErrCancelled
	}
	if err == nil {
		c := p.queue[0]
		if c.caller != nil && !t.holder.link(&c.node, c) {
			err = ErrCancelled
		} else {
			p.queue[0] = nil
			p.queue = p.queue[1:]
			m = c.msg
			c.msg = nil
			if c.caller != nil {
				c.holder, id = t.holder, c.id
				if p.under == nil {
					p.under = make(map[int]*portCall)
				}
				p.under[id] = c
			}
		}
	}
	if err != nil && len(p.queue) > 0 {
		p.accepts.nudge()
	}
	p.mu.Unlock()
	t.resume()
	return id, m, err
}

// Reply answers a call. If nobody waits for it any more, m is dropped.
func (p *Port) Reply(id int, m Message) {
	if p.far != nil {
		p.far.Post(nil, OpReply, Args{N: id, Msg: m})
		return
	}
	p.mu.Lock()
	c := p.under[id]
	waits := c != nil && c.asking
	if c != nil {
		p.settle(c, m, nil)
	}
	p.mu.Unlock()
	if !waits {
		m.Drop()
	}
}

// settle ends an accepted call.
func (p *Port) settle(c *portCall, m Message, err error) {
	delete(p.under, c.id)
	c.holder.unlink(&c.node)
	c.msg, c.err, c.done = m, err, true
	if c.asking {
		c.caller.wakeup()
	}
}

// Close makes all calls that are not accepted yet, and those to come, return ErrClosed, and Accept too.
func (p *Port) Close() {
	if p.far != nil {
		post(p.far, OpClose)
		return
	}
	p.mu.Lock()
	p.closed, p.direct = true, nil
	var lost []Message
	for _, c := range p.queue {
		lost = append(lost, c.msg)
		c.msg, c.err, c.done = nil, ErrClosed, true
		if c.asking {
			c.caller.wakeup()
		}
	}
	p.queue = nil
	p.accepts.wakeAll()
	ends := p.ends
	p.ends = nil
	p.mu.Unlock()
	drop(lost)
	for _, e := range ends {
		if x := e(); x != nil {
			x.end()
		}
	}
}

func (c *portCall) giveBack(h *Holder) {
	p := c.port
	p.mu.Lock()
	if !c.done && c.holder == h {
		p.settle(c, nil, ErrBroken)
	}
	p.mu.Unlock()
}

func (c *portCall) forget(*Holder) {} // it is taken off the list when it is settled

func (p *Port) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Sprintf("%s (%d calls)", p.kind("port"), len(p.queue)+len(p.under))
}

func (p *Port) do(t *Task, op Op, deadline time.Time, a Args) (r Result, err error) {
	switch op {
	case OpCall:
		if a.Msg == nil {
			return r, ErrUnsupported
		}
		if t == nil {
			return r, p.Post(a.Msg)
		}
		r.Msg, err = p.Call(t, a.Msg, deadline)
		return r, err
	case OpAccept:
		r.N, r.Msg, err = p.Accept(t, deadline)
		return r, err
	case OpReply:
		if a.Msg == nil {
			return r, ErrUnsupported
		}
		p.Reply(a.N, a.Msg)
		return r, nil
	case OpClose:
		p.Close()
		return r, nil
	case OpClosed:
		return Result{OK: p.Closed()}, nil
	}
	return r, ErrUnsupported
}
