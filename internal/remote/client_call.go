package remote

import (
	"runtime"
	"sync/atomic"
	"time"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// This file is the child's side of operations on far objects.

// A pending is an operation under way.
type pending struct {
	c       *Client
	id      uint64
	task    *ipc.Task
	far     *far          // of a get or receive: what is lent goes there
	sent    atomic.Uint64 // which of the frames asks for it; 0 if unknown
	ended   atomic.Bool
	ch      chan struct{}
	r       ipc.Result
	objects []any // of an answer
	err     error
}

func (p *pending) finish(r ipc.Result, err error) {
	if p == nil {
		return // it was given up
	}
	p.r, p.err = r, err
	p.ended.Store(true)
	close(p.ch)
	if p.task != nil {
		p.task.Wakeup()
	}
}

// Done reports whether the operation has ended.
func (p *pending) Done() bool { return p.ended.Load() }

// Cancel asks the root to end it.
func (p *pending) Cancel(hard bool) {
	p.c.out.send(frameCancel, func(e *wire.Encoder) {
		e.Uint(p.id)
		e.Bool(hard)
	})
}

// Result waits for the end.
func (p *pending) Result() (ipc.Result, error) {
	<-p.ch
	return p.r, p.err
}

// ended is an operation that has ended before it began.
func ended(r ipc.Result, err error) *pending {
	p := &pending{ch: closed, r: r, err: err}
	p.ended.Store(true)
	return p
}

func failed(err error) *pending { return ended(ipc.Result{}, err) }

var closed = make(chan struct{})

func init() { close(closed) }

func (c *Client) begin(t *ipc.Task, f *far) *pending {
	p := &pending{c: c, id: c.lastCall.Add(1), task: t, far: f, ch: make(chan struct{})}
	c.mu.Lock()
	if c.lost != nil {
		c.mu.Unlock()
		return failed(ipc.ErrLost)
	}
	c.pending[p.id] = p
	c.mu.Unlock()
	return p
}

// abort ends an operation that could not be sent.
func (c *Client) abort(p *pending, err error) *pending {
	if c.take(p.id) == p {
		p.finish(ipc.Result{}, err)
	}
	return p
}

func (c *Client) take(id uint64) *pending {
	c.mu.Lock()
	p := c.pending[id]
	delete(c.pending, id)
	c.mu.Unlock()
	return p
}

// answered is take for what the root has answered: it handles frames in order, so all before that one have been. It is called by Serve alone.
func (c *Client) answered(id uint64) *pending {
	p := c.take(id)
	if p != nil {
		c.handled.Store(max(c.handled.Load(), p.sent.Load()))
	}
	return p
}

// settled reports whether the root has handled everything that was sent.
func (c *Client) settled() bool {
	sent := c.out.sent.Load()
	return c.handled.Load() >= sent || c.progress != nil && c.progress.Load() >= sent
}

// result ends a call.
func (c *Client) result(d *wire.Decoder) error {
	id := d.Uint()
	code := d.Byte()
	var r ipc.Result
	var err error
	if code == textError {
		err = c.codec.Error(d.String())
	} else {
		err = ipc.CodeError(int(code))
	}
	flags := d.Byte()
	r.OK = flags&hasOK != 0
	if flags&hasNumbers != 0 {
		r.N, r.M = d.Int(), d.Int()
	}
	if flags&hasData != 0 {
		r.Data = d.Bytes()
	}
	if flags&hasReady != 0 {
		r.Ready = make([]int, d.Count())
		for i := range r.Ready {
			r.Ready[i] = d.Int()
		}
	}
	if flags&hasMessage != 0 {
		parcel := c.parcel(d)
		if d.Bad() {
			return errFrame
		}
		m, derr := c.codec.Decode(parcel, func() { closeEnds(parcel.Objects) })
		if derr != nil {
			err = derr
		} else {
			r.Msg = m
		}
	}
	var loans []loaned
	if flags&hasLoans != 0 {
		loans = decodeLoans(d)
	}
	var lock ipc.Loan
	if flags&hasLock != 0 {
		lock = ipc.Loan{Slot: d.Int(), ID: d.Uint()}
	}
	if !d.OK() {
		return errFrame
	}
	p := c.answered(id)
	if p != nil && p.far != nil {
		p.far.purse.add(loans)
		if lock.ID != 0 {
			p.far.borrow(lock, p.task)
		}
	}
	p.finish(r, err)
	return nil
}

// far is the ipc.Far of one object. The two refer to each other, and are collected together.
type far struct {
	c     *Client
	id    uint64
	o     any
	purse purse
	lock  atomic.Pointer[borrowedLock]
	lanes lanes
}

// Start asks for an operation.
func (f *far) Start(t *ipc.Task, op ipc.Op, deadline time.Time, a ipc.Args) ipc.Pending {
	if r, ok := f.borrowed(op); ok {
		return ended(r, nil)
	}
	var parcel Parcel
	if a.Msg != nil {
		var err error
		if parcel, err = f.c.codec.Encode(a.Msg); err != nil {
			return failed(err)
		}
	}
	p := f.c.begin(t, f)
	if p.c == nil {
		return p
	}
	err := f.c.out.send(frameCall, func(e *wire.Encoder) {
		p.sent.Store(f.c.out.sent.Load())
		e.Uint(p.id)
		encodeTask(e, t)
		e.Uint(f.id)
		encodeOp(e, f.c, t, op, deadline, a, parcel)
	})
	runtime.KeepAlive(parcel)
	if err != nil {
		return f.c.abort(p, sendError(f.c, err))
	}
	return p
}

func sendError(c *Client, err error) error {
	if err == errTooLarge {
		return c.codec.Error("a message of more than 1 GiB cannot go to another process")
	}
	return ipc.ErrLost
}

// Post asks for an operation without a result.
func (f *far) Post(t *ipc.Task, op ipc.Op, a ipc.Args) error {
	var parcel Parcel
	if a.Msg != nil {
		var err error
		if parcel, err = f.c.codec.Encode(a.Msg); err != nil {
			return err
		}
	}
	err := f.c.out.send(framePost, func(e *wire.Encoder) {
		encodeTask(e, t)
		e.Uint(f.id)
		encodeOp(e, f.c, t, op, ipc.NoWait, a, parcel)
	})
	runtime.KeepAlive(parcel)
	if err != nil {
		return sendError(f.c, err)
	}
	return nil
}

// Any waits for one of several objects.
func (f *far) Any(t *ipc.Task, objs []ipc.Far, deadline time.Time) ipc.Pending {
	p := f.c.begin(t, nil)
	if p.c == nil {
		return p
	}
	err := f.c.out.send(frameAny, func(e *wire.Encoder) {
		e.Uint(p.id)
		encodeTask(e, t)
		encodeDeadline(e, t, deadline)
		e.Uint(uint64(len(objs)))
		for _, o := range objs {
			e.Uint(o.(*far).id)
		}
	})
	if err != nil {
		return f.c.abort(p, ipc.ErrLost)
	}
	return p
}

// What a frame holds beside the fixed parts.
const (
	hasNumbers = 1 << iota
	hasData
	hasMessage
	hasReady
	hasOK
	hasLoans
	hasLock
)

func encodeOp(e *wire.Encoder, c *Client, t *ipc.Task, op ipc.Op, deadline time.Time, a ipc.Args, parcel Parcel) {
	e.Byte(byte(op))
	encodeDeadline(e, t, deadline)
	flags := byte(0)
	if a.N != 0 || a.M != 0 {
		flags |= hasNumbers
	}
	if a.Data != nil {
		flags |= hasData
	}
	if a.Msg != nil {
		flags |= hasMessage
	}
	e.Byte(flags)
	if flags&hasNumbers != 0 {
		e.Int(a.N)
		e.Int(a.M)
	}
	if flags&hasData != 0 {
		e.Bytes(a.Data)
	}
	if flags&hasMessage != 0 {
		c.encodeParcel(e, parcel)
	}
}

func encodeTask(e *wire.Encoder, t *ipc.Task) {
	if t == nil {
		e.Int(0)
		e.Uint(0)
		return
	}
	e.Int(t.Holder().ID())
	e.Uint(t.Serial())
}
