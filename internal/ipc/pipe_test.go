package ipc

import (
	"io"
	"testing"
	"testing/synctest"
)

func recv(e *End, p *proc, into *int) *call {
	return start(func() error {
		m, err := e.Recv(p.Task, Forever)
		if err == nil {
			*into = m.(num).v
		}
		return err
	})
}

func TestPipeDirections(t *testing.T) {
	p := newProc(t, nil, "p")
	for _, duplex := range []bool{false, true} {
		a, b := NewPipe(duplex)
		e, f := a.Open(p.h), b.Open(p.h)
		want(t, "a receives", e.Readable(), true)
		want(t, "a sends", e.Writable(), duplex)
		want(t, "b receives", f.Readable(), duplex)
		want(t, "b sends", f.Writable(), true)
		want(t, "b to a", f.Send(p.Task, n(1), NoWait), nil)
		m, err := e.Recv(p.Task, NoWait)
		if err != nil || m.(num).v != 1 {
			t.Error(m, err)
		}
		if duplex {
			want(t, "a to b", e.Send(p.Task, n(2), NoWait), nil)
			want(t, "poll", f.Poll(p.Task, NoWait), nil)
			continue
		}
		want(t, "a to b", e.Send(p.Task, n(2), NoWait), ErrReadOnly)
		want(t, "poll", f.Poll(p.Task, NoWait), ErrWriteOnly)
		_, err = f.Recv(p.Task, NoWait)
		want(t, "receive", err, ErrWriteOnly)
	}
}

func TestPipeEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, child := newProc(t, nil, "p"), newProc(t, nil, "child")
		a, b := NewPipe(true)
		e, f := a.Open(p.h), b.Open(p.h)
		f2 := f.Dup(child.h)
		var got int
		c := recv(e, newProc(t, nil, "reader", e), &got)
		f.Close()
		f.Close()
		c.want(t, waits) // the child has it open
		want(t, "send on a closed handle", f.Send(p.Task, n(1), NoWait), ErrClosed)
		_, err := f.Recv(p.Task, NoWait)
		want(t, "receive on a closed handle", err, ErrClosed)
		want(t, "poll of a closed handle", f.Poll(p.Task, NoWait), ErrClosed)
		want(t, "dup of a closed handle", f.Dup(p.h).Closed(), true)
		child.h.Close()
		c.want(t, io.EOF)
		want(t, "closed with its process", f2.Closed(), true)
		want(t, "send to nobody", e.Send(p.Task, n(1), Forever), ErrBroken)
		want(t, "poll at the end", e.Poll(p.Task, NoWait), nil)
		want(t, "open what is gone", b.Open(p.h).Closed(), true)
		want(t, "open for the dead", a.Open(child.h).Closed(), true)
		want(t, "still open", e.Closed(), false)
	})
}

func TestPipeEndOfData(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		a, b := NewPipe(true)
		e, f := a.Open(p.h), b.Open(p.h)
		for i := range 2 {
			f.Send(p.Task, n(i), NoWait)
		}
		f.Close()
		for i := range 2 {
			m, err := e.Recv(p.Task, Forever)
			if err != nil || m.(num).v != i {
				t.Error(m, err)
			}
		}
		for range 2 {
			_, err := e.Recv(p.Task, Forever)
			want(t, "at the end", err, io.EOF)
		}
	})
}

func TestPipeReaderGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		dropped := 0
		a, b := NewPipe(false)
		a.LimitBytes(1)
		e, f := a.Open(p.h), b.Open(p.h)
		e2 := e.Dup(nil) // in a message
		f.Send(p.Task, num{1, &dropped}, NoWait)
		send := start(func() error { return f.Send(newProc(t, nil, "writer", f).Task, num{2, &dropped}, Forever) })
		send.want(t, waits)
		second := start(func() error { return f.Send(newProc(t, nil, "writer", f).Task, num{3, &dropped}, Forever) })
		second.want(t, waits)
		e.Close()
		send.want(t, waits)
		want(t, "to a closed holder", e2.Move(newClosed()), false)
		send.want(t, ErrBroken)
		second.want(t, ErrBroken)
		want(t, "dropped", dropped, 1)
		want(t, "left", a.Bytes(), 0)
	})
}

func newClosed() *Holder {
	h := NewHolder("closed", 9)
	h.Close()
	return h
}

func TestPipeClosedUnderneath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		a, b := NewPipe(true)
		b.LimitBytes(1)
		e, f := a.Open(p.h), b.Open(p.h)
		e.Send(p.Task, n(1), NoWait)
		e2 := e.Dup(p.h)
		var got int
		receive := recv(e, newProc(t, nil, "reader", e), &got)
		other := recv(e2, newProc(t, nil, "reader", e2), &got)
		send := start(func() error { return e.Send(newProc(t, nil, "writer", e).Task, n(2), Forever) })
		poll := start(func() error { return e.Poll(newProc(t, nil, "poller", e).Task, Forever) })
		for _, c := range []*call{receive, other, send, poll} {
			c.want(t, waits)
		}
		e.Close()
		for _, c := range []*call{receive, send, poll} {
			c.want(t, ErrClosed)
		}
		other.want(t, waits)
		f.Send(p.Task, n(3), NoWait)
		other.want(t, nil)
		want(t, "got", got, 3)
	})
}

func TestPipeMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, child := newProc(t, nil, "p"), newProc(t, nil, "child")
		a, b := NewPipe(false)
		e, f := a.Open(p.h), b.Open(p.h)
		way := f.Dup(nil)
		f.Close()
		p.h.Close()
		want(t, "reader is closed", e.Closed(), true)
		want(t, "on its way is not", way.Closed(), false)
		want(t, "move", way.Move(child.h), true)
		want(t, "send", way.Send(child.Task, n(1), NoWait), ErrBroken)
		child.h.Close()
		want(t, "closed", way.Closed(), true)
		want(t, "move what is closed", way.Move(nil), false)
	})
}

// holds counts what a holder has.
func holds(h *Holder) (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for x := h.held.next; x != nil && x != &h.held; x = x.next {
		n++
	}
	if n != h.n {
		panic("length of the list")
	}
	return n
}

func TestHolderForgets(t *testing.T) {
	p, q := newProc(t, nil, "p"), newProc(t, nil, "q")
	a, _ := NewPipe(true)
	e := a.Open(p.h)
	l, s := NewLock(), NewSemaphore(2)
	l.Acquire(p.Task, NoWait)
	s.Acquire(p.Task, NoWait)
	s.Acquire(p.Task, NoWait)
	want(t, "held by p", holds(p.h), 3)
	l.Release(q.Task)
	l.Acquire(q.Task, NoWait)
	s.Release(q.Task)
	want(t, "held by p", holds(p.h), 2)
	s.Release(q.Task)
	want(t, "held by p", s.HeldBy(p.h), 0)
	want(t, "value", s.Value(), 2)
	s.Acquire(q.Task, NoWait)
	s.Release(q.Task)
	want(t, "held by p", holds(p.h), 1)
	want(t, "move", e.Move(q.h), true)
	want(t, "held by p and q", holds(p.h)+10*holds(q.h), 30)
	p.h.Close()
	want(t, "closed", e.Closed(), false)
	// Holder.Close may have listed what is moved before it comes to it.
	e.giveBack(p.h)
	l.core().giveBack(p.h)
	want(t, "closed", e.Closed(), false)
	want(t, "mine", l.IsMine(q.Task), true)
	e.Close()
	want(t, "held by q", holds(q.h), 2)

	// Locks that are free don't pile up, locks that are held are kept.
	q = newProc(t, nil, "q")
	var locks []*Lock
	for i := range 1000 {
		l := NewLock()
		l.Acquire(q.Task, NoWait)
		if i%100 == 0 {
			locks = append(locks, l)
		} else {
			l.Release(q.Task)
		}
		s := NewSemaphore(1)
		s.Acquire(q.Task, NoWait)
		s.Release(q.Task)
	}
	if n := holds(q.h); n > 100 {
		t.Errorf("%d locks held, of which 10 are not free", n)
	}
	q.h.Close()
	for _, l := range locks {
		want(t, "abandoned", l.Abandoned(), true)
		want(t, "free", l.IsZero(), false)
	}
}

// TestPipeHolds compares with what CPython's pipes hold, 64 KiB of 4 bytes and the pickled value per message.
func TestPipeHolds(t *testing.T) {
	p := newProc(t, nil, "p")
	for _, size := range []int{1, 10, 100, 1000, 10000, 65532} {
		a, b := NewPipe(false)
		a.Open(p.h)
		f := b.Open(p.h)
		held := 0
		for f.Send(p.Task, sized(size), NoWait) == nil {
			held++
		}
		if least := 65536 / (size + 4); held < least || held > 20000 {
			t.Errorf("%d messages of %d bytes, want at least %d", held, size, least)
		}
	}
	a, b := NewPipe(false)
	a.Open(p.h)
	want(t, "a single one of any size", b.Open(p.h).Send(p.Task, sized(100<<20), NoWait), nil)
}
