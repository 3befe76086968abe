package remote

import (
	"errors"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// This file performs what a child asks for on the objects of the root.

// A call is an operation under way, guarded by the connection's mutex.
type call struct {
	id        uint64
	task      *ipc.Task
	from      any // the object of a get, receive or acquire
	cancelled bool
	act       chan bool
}

// operation performs what the child asks for: at once if that is possible, otherwise on a goroutine that waits.
func (c *Conn) operation(wanted bool, d *wire.Decoder) error {
	var id uint64
	if wanted {
		id = d.Uint()
	}
	t, err := c.task(d)
	if err != nil {
		return err
	}
	obj := c.lookup(d.Uint())
	op := ipc.Op(d.Byte())
	left, forever := decodeDeadline(d)
	flags := d.Byte()
	var a ipc.Args
	if flags&hasNumbers != 0 {
		a.N, a.M = d.Int(), d.Int()
	}
	if flags&hasData != 0 {
		a.Data = d.Bytes()
	}
	if flags&hasMessage != 0 {
		if a.Msg, err = c.message(d); err != nil {
			return err
		}
	}
	if !d.OK() || obj == nil || !op.Valid() || op == ipc.OpAny {
		if a.Msg != nil {
			a.Msg.Drop()
		}
		return errFrame
	}
	ahead := op == ipc.OpSend && a.N == ipc.Ahead
	if op.Waits() && t == nil && op != ipc.OpCall || !wanted && op.Waits() && op != ipc.OpPut && op != ipc.OpCall && !ahead {
		if a.Msg != nil {
			a.Msg.Drop()
		}
		return errFrame
	}
	x := &call{id: id, task: t}
	if op == ipc.OpGet || op == ipc.OpRecv || op == ipc.OpAcquire {
		x.from = obj
	}
	if b, ok := obj.(*ipc.Barrier); ok && op == ipc.OpWait {
		if a.N >= 2 {
			return c.acted(t, id, a.N == 3)
		}
		if a.N == 1 {
			a.Action = func() error { return c.action(x, b) }
		}
	}
	now := !op.Waits() || op == ipc.OpCall && t == nil || ahead
	if now || op.Tries(obj) {
		var then func()
		a.Then = &then
		r, err := ipc.Do(t, obj, op, ipc.NoWait, a)
		a.Then = nil
		if then != nil {
			then()
		}
		if err != ipc.ErrTimeout || now || !wanted || left == 0 && !forever {
			c.finish(x, wanted, r, err, a.Msg)
			return nil
		}
	}
	deadline := deadlineOf(t, left, forever)
	c.mu.Lock()
	c.calls[id] = x
	c.mu.Unlock()
	if forever && c.ring != nil && ipc.GetLater(t, obj, func(m ipc.Message, err error) { c.got(x, m, err) }) {
		return nil
	}
	go func() {
		r, err := ipc.Do(t, obj, op, deadline, a)
		c.finish(x, wanted, r, err, a.Msg)
	}()
	return nil
}

// got ends a get or receive that waited without a goroutine.
func (c *Conn) got(x *call, m ipc.Message, err error) {
	finish := func() { c.finish(x, true, ipc.Result{Msg: m}, err, nil) }
	if m != nil && m.Size() <= smallMessage {
		c.unwaited(finish)
	} else {
		go finish()
	}
}

// unwaited does what sends a short frame: at once if it need not wait until somebody else has sent, or until the child reads, and else on a goroutine of its own.
func (c *Conn) unwaited(send func()) {
	if c.out.mu.TryLock() {
		c.out.mu.Unlock()
		if c.ring.roomy() {
			send()
			return
		}
	}
	go send()
}

// smallMessage is the size, in bytes, up to which a message is passed on by whoever put it.
const smallMessage = 4 << 10

// finish ends a call. If the operation failed, sent, a message that was to be sent, belongs to nobody: the child has it still.
func (c *Conn) finish(x *call, wanted bool, r ipc.Result, err error, sent ipc.Message) {
	c.mu.Lock()
	delete(c.calls, x.id)
	if x.cancelled {
		x.task.Uncancel()
	}
	id := x.id
	c.mu.Unlock()
	if err != nil && sent != nil {
		sent.Drop()
	}
	if !wanted {
		if r.Msg != nil {
			r.Msg.Drop()
		}
		return
	}
	c.result(x, id, r, err)
}

// textError is the code of an error that goes as text.
const textError = 255

func (c *Conn) result(x *call, id uint64, r ipc.Result, err error) {
	t := x.task
	code, text := byte(ipc.ErrorCode(err)), ""
	var parcel Parcel
	var loans []loaned
	flags := byte(0)
	if r.Msg != nil {
		var merr error
		if parcel, merr = c.codec.Encode(r.Msg); merr != nil {
			r.Msg.Drop()
			code, text = textError, merr.Error()
		} else {
			flags |= hasMessage
			// What is lent keeps the frame that it came in, so it goes with no large message.
			if parcel.Data.Len() <= room {
				loans = c.lend(x.from)
			}
			if len(loans) > 0 {
				flags |= hasLoans
			} else if end, ok := x.from.(*ipc.End); ok && c.Lanes != nil {
				end.LendLane()
			}
		}
	}
	var lock ipc.Loan
	if lender, ok := x.from.(ipc.LockLender); ok && err == nil {
		if lock, ok = c.lendLock(lender, t); ok {
			flags |= hasLock
		}
	}
	if r.N != 0 || r.M != 0 {
		flags |= hasNumbers
	}
	if r.OK {
		flags |= hasOK
	}
	if r.Data != nil {
		flags |= hasData
	}
	if r.Ready != nil {
		flags |= hasReady
	}
	err = c.out.send(frameResult, func(e *wire.Encoder) {
		e.Uint(id)
		e.Byte(code)
		if code == textError {
			e.String(text)
		}
		e.Byte(flags)
		if flags&hasNumbers != 0 {
			e.Int(r.N)
			e.Int(r.M)
		}
		if flags&hasData != 0 {
			e.Bytes(r.Data)
		}
		if flags&hasReady != 0 {
			e.Uint(uint64(len(r.Ready)))
			for _, n := range r.Ready {
				e.Int(n)
			}
		}
		if flags&hasMessage != 0 {
			e.Byte(parcel.Kind)
			e.String(parcel.Note)
			e.Parts(parcel.Data)
			c.encodeRefs(e, parcel.Objects, t.Holder())
		}
		if flags&hasLoans != 0 {
			encodeLoans(e, loans)
		}
		if flags&hasLock != 0 {
			e.Int(lock.Slot)
			e.Uint(lock.ID)
		}
	})
	if err != nil && r.Msg != nil {
		closeEnds(parcel.Objects)
	}
}

var errActionFailed = errors.New("remote: a barrier's action failed")

// action asks the child for a barrier's action, which it runs in the middle of its call x, and waits for the outcome.
func (c *Conn) action(x *call, b *ipc.Barrier) error {
	c.mu.Lock()
	x.act = make(chan bool, 1)
	c.acting[x.task] = x
	delete(c.calls, x.id)
	id := x.id
	c.mu.Unlock()
	c.result(x, id, ipc.Result{M: 1}, nil)
	select {
	case ok := <-x.act:
		if ok {
			return nil
		}
	case <-c.done:
	}
	return errActionFailed
}

// acted notes how an action went; the call goes on as one of another number.
func (c *Conn) acted(t *ipc.Task, id uint64, ok bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.acting[t]
	if x == nil {
		return errFrame
	}
	delete(c.acting, t)
	x.id = id
	c.calls[id] = x
	x.act <- ok
	return nil
}

// any waits for one of several objects.
func (c *Conn) any(d *wire.Decoder) error {
	id := d.Uint()
	t, err := c.task(d)
	if err != nil {
		return err
	}
	left, forever := decodeDeadline(d)
	objs := make([]ipc.Waitable, d.Count())
	for i := range objs {
		w, ok := c.lookup(d.Uint()).(ipc.Waitable)
		if !ok {
			return errFrame
		}
		objs[i] = w
	}
	if !d.OK() || t == nil {
		return errFrame
	}
	x := &call{id: id, task: t}
	ready, err := ipc.Wait(t, objs, ipc.NoWait)
	if err != ipc.ErrTimeout || left == 0 && !forever {
		c.finish(x, true, ipc.Result{Ready: ready}, err, nil)
		return nil
	}
	deadline := deadlineOf(t, left, forever)
	c.mu.Lock()
	c.calls[id] = x
	c.mu.Unlock()
	go func() {
		ready, err := ipc.Wait(t, objs, deadline)
		c.finish(x, true, ipc.Result{Ready: ready}, err, nil)
	}()
	return nil
}
