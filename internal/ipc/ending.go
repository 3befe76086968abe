package ipc

import (
	"slices"
	"sync"
	"sync/atomic"
	"weak"
)

// This file has objects end with the port of a server, to which they belong: whoever waits at one of them waits for that server.

// An ender is an object that can end.
type ender interface {
	// end makes those who wait, and those who will, return ErrClosed. What can be had without waiting they get.
	end()
}

// An ending is whether an object has ended. Its zero value has not.
type ending struct{ over atomic.Bool }

func (e *ending) ended() bool { return e.over.Load() }

// endAll ends an object whose state mu guards, at which those in the lists wait.
func (e *ending) endAll(mu *sync.Mutex, lists ...*waitList) {
	e.over.Store(true)
	mu.Lock()
	for _, l := range lists {
		l.wakeAll()
	}
	mu.Unlock()
}

func (m *mutex) end()     { m.endAll(&m.mu, &m.waiters) }
func (l *Lock) end()      { l.m.end() }
func (l *RLock) end()     { l.m.end() }
func (s *Semaphore) end() { s.endAll(&s.mu, &s.waiters) }
func (e *Event) end()     { e.endAll(&e.mu, &e.waiters) }
func (c *Condition) end() { c.endAll(&c.mu, &c.waiters) }
func (b *Barrier) end()   { b.endAll(&b.mu, &b.waiters, &b.later) }

func (l *Lock) ended() bool  { return l.m.ended() }
func (l *RLock) ended() bool { return l.m.ended() }

// end also drops the queue's messages.
func (q *Queue) end() {
	q.Close()
	q.endAll(&q.mu, &q.joiners)
}

// weakly returns a function that returns p as long as somebody else refers to it.
func weakly[T any, P interface {
	*T
	ender
}](p P) func() ender {
	w := weak.Make((*T)(p))
	return func() ender {
		if p := w.Value(); p != nil {
			return P(p)
		}
		return nil
	}
}

// endWith has an object of this process end when the port closes.
func (p *Port) endWith(x any) {
	var of func() ender
	switch x := x.(type) {
	case *Queue:
		of = weakly(x)
	case *Lock:
		of = weakly(x)
	case *RLock:
		of = weakly(x)
	case *Semaphore:
		of = weakly(x)
	case *Event:
		of = weakly(x)
	case *Condition:
		of = weakly(x)
	case *Barrier:
		of = weakly(x)
	}
	if of == nil || p.far != nil {
		return
	}
	p.mu.Lock()
	closed := p.closed
	if n := len(p.ends); n == cap(p.ends) {
		p.ends = slices.DeleteFunc(p.ends, func(of func() ender) bool { return of() == nil })
	}
	p.ends = append(p.ends, of)
	p.mu.Unlock()
	if closed {
		x.(ender).end()
	}
}
