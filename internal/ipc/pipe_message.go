package ipc

import (
	"io"
	"time"
)

// This file is about what goes through a pipe: sending, receiving, and waiting for what can be received.

// sendable and receivable say why an operation can't go on, or nil.
func (e *End) sendable() error {
	switch {
	case e.closed:
		return ErrClosed
	case e.c.out() == nil:
		return ErrReadOnly
	case e.broken || e.c.other().gone():
		return ErrBroken
	}
	return nil
}

func (e *End) receivable() error {
	switch {
	case e.closed:
		return ErrClosed
	case e.c.in() == nil:
		return ErrWriteOnly
	case e.c.other().gone() && e.c.in().size() == 0:
		return io.EOF
	}
	return nil
}

// Send sends m to the other side, waiting for room if too much is on the way already. If it returns an error, m still belongs to the caller.
// If the task is cancelled when there already was room, the message has been sent and Send returns nil.
func (e *End) Send(t *Task, m Message, deadline time.Time) error {
	if e.far != nil {
		return e.sendFar(t, m, deadline)
	}
	p := parcel{m, m.Size()}
	mu := &e.c.p.mu
	mu.Lock()
	if err := e.sendable(); err != nil {
		mu.Unlock()
		return err
	}
	s := e.c.out()
	s.reclaim()
	s.sentBy(e)
	s.of(t)
	if s.offer(p) {
		mu.Unlock()
		t.did(e, "send")
		return nil
	}
	w := s.putters.push(t)
	w.parcel = p
	err := t.wait(mu, e, "send", deadline, interrupted, func() bool { return w.granted || e.sendable() != nil })
	if err == nil {
		err = e.sendable()
	}
	err = s.leavePut(w, err)
	mu.Unlock()
	t.resume()
	return err
}

// sendAhead is how much a far end sends before it asks whether there is room.
const sendAhead = 256 << 10

// sendFar sends without waiting for an answer: the other process says by itself when nobody is left to receive, and says it before anything else from which
// this one could learn it. Only now and then, so that a fast sender waits for a slow receiver, is an answer awaited.
func (e *End) sendFar(t *Task, m Message, deadline time.Time) error {
	size := m.Size() + perMessage
	e.c.p.mu.Lock()
	err := e.sendable()
	wait := e.ahead+size > sendAhead
	if wait {
		e.ahead = 0
	} else {
		e.ahead += size
	}
	e.c.p.mu.Unlock()
	if err != nil {
		return err
	}
	if e.far.Pass(m) {
		return nil
	}
	if wait {
		_, err = ask(t, e.far, e, "send", OpSend, deadline, Args{Msg: m})
		return err
	}
	return e.far.Post(t, OpSend, Args{N: Ahead, Msg: m})
}

// push is Send for one who must not wait: a message for which there is no room is stored all the same.
func (e *End) push(t *Task, m Message, then *func()) error {
	e.c.p.mu.Lock()
	defer e.c.p.mu.Unlock()
	if err := e.sendable(); err != nil {
		return err
	}
	s, p := e.c.out(), parcel{m, m.Size()}
	s.reclaim()
	s.sentBy(e)
	s.of(t)
	if !s.offerThen(p, then) {
		s.pushBack(p)
	}
	return nil
}

// Recv receives the oldest message from the other side, waiting for one if need be. When the other side is gone and everything
// it sent has been received, it returns io.EOF.
func (e *End) Recv(t *Task, deadline time.Time) (Message, error) {
	if e.far != nil {
		if m, ok := e.recvLane(t, deadline); ok {
			return m, nil
		}
		r, err := ask(t, e.far, e, "receive", OpRecv, deadline, Args{})
		return r.Msg, err
	}
	mu := &e.c.p.mu
	mu.Lock()
	if s := e.c.in(); s != nil {
		s.reclaim()
		s.recall()
	}
	if err := e.receivable(); err != nil {
		mu.Unlock()
		return nil, err
	}
	s := e.c.in()
	if p, ok := s.poll(); ok {
		mu.Unlock()
		t.did(e, "receive")
		return p.m, nil
	}
	return e.await(t, s.getters.push(t), deadline)
}

// await is the rest of a receive that waits. The pipe's mutex is held, and is not when it returns.
func (e *End) await(t *Task, w *waiter, deadline time.Time) (Message, error) {
	mu, s := &e.c.p.mu, e.c.in()
	err := t.wait(mu, e, "receive", deadline, interrupted, func() bool { return w.granted || s.n > 0 || e.receivable() != nil })
	if err == nil {
		err = e.receivable()
	}
	m, err := s.leaveGet(w, err)
	mu.Unlock()
	t.resume()
	return m, err
}

// Poll waits until Recv would return at once, be it with io.EOF; nil says that it would.
func (e *End) Poll(t *Task, deadline time.Time) error {
	if e.far != nil {
		if ready, known := e.pollLane(t, deadline); ready {
			return nil
		} else if known {
			return ErrTimeout
		}
		_, err := ask(t, e.far, e, "poll", OpPoll, deadline, Args{})
		return err
	}
	mu := &e.c.p.mu
	mu.Lock()
	if s := e.c.in(); s != nil {
		s.reclaim()
	}
	err := e.receivable()
	if s := e.c.in(); err == nil && s.size() == 0 {
		s.watchers.add(t)
		err = t.wait(mu, e, "poll", deadline, interrupted, func() bool { return s.size() > 0 || e.receivable() != nil })
		s.watchers.remove(t)
		if err == nil {
			err = e.receivable()
		}
	}
	mu.Unlock()
	if err == io.EOF {
		err = nil
	}
	err = t.unlessCancelled(err)
	t.resume()
	return err
}
