package remote

import (
	"errors"
	"net"
	"sync"
	"time"

	"github.com/mpstar/mpstar/internal/ipc"
)

// A Handler answers in the root what a child asks for beside operations on objects. It is called on the goroutine that reads, and must not wait; reply, nil if no
// answer is wanted, may be called later, once, from any goroutine. Ends of pipes among the objects are the handler's to close.
type Handler func(c *Conn, kind byte, data []byte, objects []any, reply func(data []byte, objects []any, err error))

// A Conn is the root's connection to one child.
type Conn struct {
	nc     net.Conn
	out    sender
	in     *receiver
	codec  Codec
	handle Handler
	done   chan struct{} // closed when the connection has ended
	lender *lender

	mu      sync.Mutex
	holders map[int]*ipc.Holder
	tasks   map[taskKey]*ipc.Task
	calls   map[uint64]*call
	acting  map[*ipc.Task]*call // tasks that run a barrier's action
	objects map[uint64]*exported
	numbers map[any]uint64
	lastID  uint64
}

type taskKey struct {
	pid    int
	serial uint64
}

// exported is an object that the child has.
type exported struct {
	o     any
	count int // how often it was sent and has not been released
}

// A call is an operation under way, guarded by the connection's mutex.
type call struct {
	id        uint64
	task      *ipc.Task
	from      any // the object of a get or receive
	cancelled bool
	act       chan bool
}

// NewConn makes a connection; Serve must be called.
func NewConn(nc net.Conn, codec Codec, handle Handler) *Conn {
	return &Conn{
		nc: nc, out: sender{w: nc}, in: newReceiver(nc), codec: codec, handle: handle, done: make(chan struct{}),
		holders: make(map[int]*ipc.Holder), tasks: make(map[taskKey]*ipc.Task), calls: make(map[uint64]*call),
		acting: make(map[*ipc.Task]*call), objects: make(map[uint64]*exported), numbers: make(map[any]uint64), lastID: 1,
	}
}

// Host says that the process pid, whose holder is h, lives in the child.
func (c *Conn) Host(pid int, h *ipc.Holder) {
	c.mu.Lock()
	c.holders[pid] = h
	c.mu.Unlock()
}

// Done is closed when the connection has ended and everything that came has been handled.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Close ends the connection.
func (c *Conn) Close() { c.nc.Close() }

// Serve handles what the child sends until the connection ends, and returns why it did.
func (c *Conn) Serve() error {
	defer c.end()
	for {
		kind, d, err := c.in.next()
		if err == nil {
			if c.in.more() {
				c.out.hold()
				err = c.dispatch(kind, d)
			} else {
				err = c.dispatch(kind, d)
				c.out.release()
			}
		}
		if err != nil {
			return err
		}
	}
}

func (c *Conn) end() {
	c.nc.Close()
	c.mu.Lock()
	for _, t := range c.tasks {
		t.Cancel()
	}
	c.objects, c.numbers = nil, nil
	c.mu.Unlock()
	c.lender.end()
	close(c.done)
}

// task returns the task that stands for one of the child's; nil for serial 0, which means that no task asks.
func (c *Conn) task(d *Decoder) (*ipc.Task, error) {
	pid, serial := d.Int(), d.Uint()
	if serial == 0 {
		return nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	key := taskKey{pid, serial}
	if t := c.tasks[key]; t != nil {
		return t, nil
	}
	h := c.holders[pid]
	if h == nil {
		return nil, errFrame
	}
	t := ipc.NewTask(h, ipc.Hooks{})
	c.tasks[key] = t
	return t, nil
}

// lookup returns an object that the child has.
func (c *Conn) lookup(id uint64) any {
	c.mu.Lock()
	defer c.mu.Unlock()
	if x := c.objects[id]; x != nil {
		return x.o
	}
	return nil
}

// refs reads objects that the child has sent.
func (c *Conn) refs(d *Decoder) ([]any, error) {
	n := d.Count()
	if n == 0 {
		return nil, nil
	}
	objects := make([]any, n)
	for i := range objects {
		o := c.lookup(d.Uint())
		if o == nil {
			closeEnds(objects)
			return nil, errFrame
		}
		if e, ok := o.(*ipc.End); ok && !e.Closed() {
			o = e.Dup(nil) // open while it is on its way
		}
		objects[i] = o
	}
	return objects, nil
}

// encodeRefs sends objects; ends of pipes become h's. It is called with what must be sent next held back by c.out's mutex.
func (c *Conn) encodeRefs(e *Encoder, objects []any, h *ipc.Holder) {
	e.Uint(uint64(len(objects)))
	for _, o := range objects {
		if end, ok := o.(*ipc.End); ok && !end.Closed() {
			own := end.Conn().Open(h)
			end.Close()
			o = own
		}
		s, _ := ipc.Describe(o)
		id := c.export(o)
		if end, ok := o.(*ipc.End); ok && end.Writable() && c.alert(id, end) {
			s.M = 1
		}
		e.Uint(id)
		e.Byte(byte(s.Kind))
		e.Int(s.N)
		e.Int(s.M)
	}
}

// alert has the child told when the other side of an end is gone. It reports whether it is already.
func (c *Conn) alert(id uint64, end *ipc.End) (gone bool) {
	return end.Alert(func() {
		c.out.send(frameBroken, func(e *Encoder) { e.Uint(id) })
	})
}

func (c *Conn) export(o any) uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.objects == nil {
		return 0 // the connection has ended
	}
	if id, ok := c.numbers[o]; ok {
		c.objects[id].count++
		return id
	}
	c.lastID += 2
	c.numbers[o] = c.lastID
	c.objects[c.lastID] = &exported{o, 1}
	return c.lastID
}

// enter notes an object that the child has numbered.
func (c *Conn) enter(id uint64, o any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if id == 0 || id%2 != 0 || o == nil || c.objects[id] != nil {
		return errFrame
	}
	if c.objects != nil {
		c.objects[id] = &exported{o, 1}
		c.numbers[o] = id
	}
	return nil
}

func (c *Conn) dispatch(kind byte, d *Decoder) error {
	switch kind {
	case frameCall, framePost:
		return c.operation(kind == frameCall, d)
	case frameAny:
		return c.any(d)
	case frameCancel:
		id, hard := d.Uint(), d.Bool()
		c.mu.Lock()
		if x := c.calls[id]; x != nil {
			x.cancelled = true
			if hard {
				x.task.Cancel()
			} else {
				x.task.Interrupt()
			}
		}
		c.mu.Unlock()
	case frameMake:
		return c.make(d)
	case framePipe:
		pid, duplex, ida, idb := d.Int(), d.Bool(), d.Uint(), d.Uint()
		c.mu.Lock()
		h := c.holders[pid]
		c.mu.Unlock()
		if h == nil || !d.OK() {
			return errFrame
		}
		x, y := ipc.NewPipe(duplex)
		a, b := x.Open(h), y.Open(h)
		c.alert(ida, a)
		c.alert(idb, b)
		if err := c.enter(ida, a); err != nil {
			return err
		}
		return c.enter(idb, b)
	case frameRelease:
		id, n := d.Uint(), d.Int()
		var gone any
		c.mu.Lock()
		if x := c.objects[id]; x != nil {
			if x.count -= n; x.count <= 0 {
				delete(c.objects, id)
				delete(c.numbers, x.o)
				gone = x.o
			}
		}
		c.mu.Unlock()
		c.lender.forget(gone)
	case frameCloseHolder:
		pid := d.Int()
		c.mu.Lock()
		h := c.holders[pid]
		delete(c.holders, pid)
		for key, t := range c.tasks {
			if key.pid == pid {
				t.Cancel()
				delete(c.tasks, key)
			}
		}
		c.mu.Unlock()
		if h != nil {
			h.Close()
		}
	case frameCloseTask:
		key := taskKey{d.Int(), d.Uint()}
		c.mu.Lock()
		t := c.tasks[key]
		delete(c.tasks, key)
		c.mu.Unlock()
		if t != nil {
			t.Close()
		}
	case frameRequest, frameNotify:
		return c.request(kind == frameRequest, d)
	default:
		return errFrame
	}
	if !d.OK() {
		return errFrame
	}
	return nil
}

func (c *Conn) make(d *Decoder) error {
	id := d.Uint()
	s := ipc.Spec{Kind: ipc.Kind(d.Byte()), N: d.Int(), M: d.Int()}
	with, err := c.refs(d)
	if err != nil {
		return err
	}
	for _, o := range with {
		switch o := o.(type) {
		case ipc.Locker:
			s.Lock = o
		case *ipc.Port:
			s.Port = o
		}
	}
	if d.Bool() {
		if s.Msg, err = c.message(d); err != nil {
			return err
		}
	}
	if !d.OK() {
		return errFrame
	}
	return c.enter(id, ipc.Make(s))
}

func (c *Conn) message(d *Decoder) (ipc.Message, error) {
	p := Parcel{Kind: d.Byte(), Note: d.String(), Data: d.Bytes()}
	var err error
	if p.Objects, err = c.refs(d); err != nil || d.bad {
		closeEnds(p.Objects)
		return nil, errFrame
	}
	return c.codec.Decode(p, func() { closeEnds(p.Objects) })
}

// operation performs what the child asks for: at once if that is possible, otherwise on a goroutine that waits.
func (c *Conn) operation(wanted bool, d *Decoder) error {
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
	if op == ipc.OpGet || op == ipc.OpRecv {
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
		r, err := ipc.Do(t, obj, op, ipc.NoWait, a)
		if err != ipc.ErrTimeout || now || !wanted || left == 0 && !forever {
			c.finish(x, wanted, r, err, a.Msg)
			return nil
		}
	}
	deadline := deadlineOf(t, left, forever)
	c.mu.Lock()
	c.calls[id] = x
	c.mu.Unlock()
	go func() {
		r, err := ipc.Do(t, obj, op, deadline, a)
		c.finish(x, wanted, r, err, a.Msg)
	}()
	return nil
}

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
			if loans = c.lend(x.from); len(loans) > 0 {
				flags |= hasLoans
			}
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
	err = c.out.send(frameResult, func(e *Encoder) {
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
			e.Bytes(parcel.Data)
			c.encodeRefs(e, parcel.Objects, t.Holder())
		}
		if flags&hasLoans != 0 {
			encodeLoans(e, loans)
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
func (c *Conn) any(d *Decoder) error {
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

func (c *Conn) request(wanted bool, d *Decoder) error {
	var id uint64
	if wanted {
		id = d.Uint()
	}
	kind, data := d.Byte(), d.Bytes()
	var objects []any
	if wanted {
		var err error
		if objects, err = c.refs(d); err != nil {
			return err
		}
	}
	if !d.OK() {
		closeEnds(objects)
		return errFrame
	}
	var reply func([]byte, []any, error)
	if wanted {
		reply = func(data []byte, objects []any, err error) {
			text := ""
			if err != nil {
				text = err.Error()
			}
			c.out.send(frameAnswer, func(e *Encoder) {
				e.Uint(id)
				e.String(text)
				e.Bytes(data)
				c.encodeRefs(e, objects, nil)
			})
		}
	}
	c.handle(c, kind, data, objects, reply)
	return nil
}

// Notify tells the child something. Ends of pipes among the objects become h's.
func (c *Conn) Notify(kind byte, data []byte, objects []any, h *ipc.Holder) error {
	return c.out.send(frameNotify, func(e *Encoder) {
		e.Byte(kind)
		e.Bytes(data)
		c.encodeRefs(e, objects, h)
	})
}

// SetDeadline bounds how long the child may take to take what is sent.
func (c *Conn) SetDeadline(t time.Time) { c.nc.SetWriteDeadline(t) }
