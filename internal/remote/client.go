package remote

import (
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"weak"

	"github.com/mpstar/mpstar/internal/ipc"
)

// A ClientHandler is told in a child what the root says. It is called on the goroutine that reads, and must not wait.
type ClientHandler func(kind byte, data []byte, objects []any)

// A Client is a child's connection to the root. Its methods may be called from any goroutine.
type Client struct {
	nc    net.Conn
	out   sender
	in    *receiver
	codec Codec
	hear  ClientHandler
	words []atomic.Uint64 // shared with the root; nil if nothing is lent

	lastCall atomic.Uint64
	lastID   atomic.Uint64

	mu      sync.Mutex
	pending map[uint64]*pending
	objects map[uint64]*entry
	lost    error
}

// An entry is an object that the child has, or had until a moment ago.
type entry struct {
	get   func() any // nil once it is collected
	count int        // how often the root has sent it
	turn  int        // of how manieth object of this number get is
}

// NewClient makes a client; Serve must be called.
func NewClient(nc net.Conn, codec Codec, hear ClientHandler) *Client {
	return &Client{
		nc: nc, out: sender{w: nc}, in: newReceiver(nc), codec: codec, hear: hear,
		pending: make(map[uint64]*pending), objects: make(map[uint64]*entry),
	}
}

// Serve reads what the root sends until the connection ends, and returns why it did.
func (c *Client) Serve() error {
	for {
		kind, d, err := c.in.next()
		if err == nil {
			err = c.handle(kind, d)
		}
		if err != nil {
			c.fail(err)
			return err
		}
	}
}

// Close ends the connection.
func (c *Client) Close() { c.nc.Close() }

func (c *Client) fail(err error) {
	c.mu.Lock()
	c.lost = err
	all := c.pending
	c.pending = nil
	c.mu.Unlock()
	for _, p := range all {
		p.finish(ipc.Result{}, ipc.ErrLost)
	}
}

func (c *Client) handle(kind byte, d *Decoder) error {
	switch kind {
	case frameResult:
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
			if d.bad {
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
		if !d.OK() {
			return errFrame
		}
		p := c.take(id)
		if p != nil && p.far != nil {
			p.far.purse.add(loans)
		}
		p.finish(r, err)
	case frameAnswer:
		id := d.Uint()
		text := d.String()
		data := d.Bytes()
		objects := c.refs(d)
		if !d.OK() {
			return errFrame
		}
		var err error
		if text != "" {
			err = c.codec.Error(text)
		}
		p := c.take(id)
		if p != nil {
			p.objects = objects
			p.finish(ipc.Result{Data: data}, err)
		}
	case frameNotify:
		k, data, objects := d.Byte(), d.Bytes(), c.refs(d)
		if !d.OK() {
			return errFrame
		}
		c.hear(k, data, objects)
	case frameBroken:
		id := d.Uint()
		if !d.OK() {
			return errFrame
		}
		c.mu.Lock()
		var o any
		if e := c.objects[id]; e != nil && e.get != nil {
			o = e.get()
		}
		c.mu.Unlock()
		if end, ok := o.(*ipc.End); ok {
			end.Break()
		}
	default:
		return errFrame
	}
	return nil
}

func (c *Client) take(id uint64) *pending {
	c.mu.Lock()
	p := c.pending[id]
	delete(c.pending, id)
	c.mu.Unlock()
	return p
}

// A pending is an operation under way.
type pending struct {
	c       *Client
	id      uint64
	task    *ipc.Task
	far     *far // of a get or receive: what is lent goes there
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
	p.c.out.send(frameCancel, func(e *Encoder) {
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

func encodeTask(e *Encoder, t *ipc.Task) {
	if t == nil {
		e.Int(0)
		e.Uint(0)
		return
	}
	e.Int(t.Holder().ID())
	e.Uint(t.Serial())
}

// far is the ipc.Far of one object.
type far struct {
	c     *Client
	id    uint64
	purse purse
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
	err := f.c.out.send(frameCall, func(e *Encoder) {
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
	err := f.c.out.send(framePost, func(e *Encoder) {
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
	err := f.c.out.send(frameAny, func(e *Encoder) {
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
)

func encodeOp(e *Encoder, c *Client, t *ipc.Task, op ipc.Op, deadline time.Time, a ipc.Args, parcel Parcel) {
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

func (c *Client) encodeParcel(e *Encoder, p Parcel) {
	e.Byte(p.Kind)
	e.String(p.Note)
	e.Bytes(p.Data)
	c.encodeRefs(e, p.Objects)
}

// encodeRefs writes far objects by their numbers.
func (c *Client) encodeRefs(e *Encoder, objects []any) {
	e.Uint(uint64(len(objects)))
	for _, o := range objects {
		id := uint64(0) // nothing: the root takes that for damage
		if f, ok := ipc.FarOf(o).(*far); ok && f.c == c {
			id = f.id
		}
		e.Uint(id)
	}
}

func (c *Client) parcel(d *Decoder) Parcel {
	return Parcel{Kind: d.Byte(), Note: d.String(), Data: d.Bytes(), Objects: c.refs(d)}
}

// refs reads the objects that the root has sent.
func (c *Client) refs(d *Decoder) []any {
	n := d.Count()
	if n == 0 {
		return nil
	}
	objects := make([]any, n)
	for i := range objects {
		id := d.Uint()
		s := ipc.Spec{Kind: ipc.Kind(d.Byte()), N: d.Int(), M: d.Int()}
		if d.bad {
			return nil
		}
		objects[i] = c.object(id, s, 1)
		if objects[i] == nil {
			d.fail()
			return nil
		}
	}
	return objects
}

// object returns the far object of that number; sent says whether the root has just sent it.
func (c *Client) object(id uint64, s ipc.Spec, sent int) any {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.objects[id]
	if e == nil {
		e = &entry{}
		c.objects[id] = e
	}
	e.count += sent
	if e.get != nil {
		if o := e.get(); o != nil {
			return o
		}
	}
	o := ipc.NewFar(s, &far{c: c, id: id})
	e.turn++
	switch o := o.(type) {
	case *ipc.Queue:
		track(c, e, o, id)
	case *ipc.End:
		track(c, e, o, id)
	case *ipc.Lock:
		track(c, e, o, id)
	case *ipc.RLock:
		track(c, e, o, id)
	case *ipc.Semaphore:
		track(c, e, o, id)
	case *ipc.Condition:
		track(c, e, o, id)
	case *ipc.Event:
		track(c, e, o, id)
	case *ipc.Barrier:
		track(c, e, o, id)
	case *ipc.Memory:
		track(c, e, o, id)
	case *ipc.Port:
		track(c, e, o, id)
	case *ipc.Token:
		track(c, e, o, id)
	}
	return o
}

// track notes when o is collected. c.mu is held.
func track[T any](c *Client, e *entry, o *T, id uint64) {
	w := weak.Make(o)
	e.get = func() any {
		if o := w.Value(); o != nil {
			return o
		}
		return nil
	}
	runtime.AddCleanup(o, c.collected, collected{id, e.turn})
}

type collected struct {
	id   uint64
	turn int
}

func (c *Client) collected(x collected) {
	c.mu.Lock()
	e := c.objects[x.id]
	if e == nil || e.turn != x.turn {
		c.mu.Unlock()
		return // it has come again since
	}
	delete(c.objects, x.id)
	count := e.count
	c.mu.Unlock()
	c.out.send(frameRelease, func(e *Encoder) {
		e.Uint(x.id)
		e.Int(count)
	})
}

// Make makes an object in the root. The numbers that a child gives are even, those of the root odd.
func (c *Client) Make(s ipc.Spec) any {
	id := 2 * c.lastID.Add(1)
	var parcel Parcel
	if s.Msg != nil {
		var err error
		if parcel, err = c.codec.Encode(s.Msg); err != nil {
			return nil
		}
	}
	c.out.send(frameMake, func(e *Encoder) {
		e.Uint(id)
		e.Byte(byte(s.Kind))
		e.Int(s.N)
		e.Int(s.M)
		var with []any
		if s.Lock != nil {
			with = append(with, s.Lock)
		}
		if s.Port != nil {
			with = append(with, s.Port)
		}
		c.encodeRefs(e, with)
		e.Bool(s.Msg != nil)
		if s.Msg != nil {
			c.encodeParcel(e, parcel)
		}
	})
	return c.object(id, s, 1)
}

// MakePipe makes a pipe in the root, and opens both of its sides for the process pid.
func (c *Client) MakePipe(pid int, duplex bool) (a, b *ipc.End) {
	ida, idb := 2*c.lastID.Add(1), 2*c.lastID.Add(1)
	c.out.send(framePipe, func(e *Encoder) {
		e.Int(pid)
		e.Bool(duplex)
		e.Uint(ida)
		e.Uint(idb)
	})
	can := func(first bool) ipc.Spec {
		s := ipc.Spec{Kind: ipc.KindEnd}
		if duplex || first {
			s.N |= 1
		}
		if duplex || !first {
			s.N |= 2
		}
		return s
	}
	return c.object(ida, can(true), 1).(*ipc.End), c.object(idb, can(false), 1).(*ipc.End)
}

// CloseHolder says that a process of this child has ended; CloseTask that a thread has.
func (c *Client) CloseHolder(pid int) {
	c.out.send(frameCloseHolder, func(e *Encoder) { e.Int(pid) })
}

// CloseTask says that a thread has ended.
func (c *Client) CloseTask(t *ipc.Task) {
	c.out.send(frameCloseTask, func(e *Encoder) { encodeTask(e, t) })
}

// Notify tells the root's handler something.
func (c *Client) Notify(kind byte, data []byte) error {
	return c.out.send(frameNotify, func(e *Encoder) {
		e.Byte(kind)
		e.Bytes(data)
	})
}

// Request asks the root's handler something and waits for the answer.
func (c *Client) Request(kind byte, data []byte, objects []any) ([]byte, []any, error) {
	p := c.begin(nil, nil)
	if p.c != nil {
		err := c.out.send(frameRequest, func(e *Encoder) {
			e.Uint(p.id)
			e.Byte(kind)
			e.Bytes(data)
			c.encodeRefs(e, objects)
		})
		runtime.KeepAlive(objects)
		if err != nil {
			c.abort(p, sendError(c, err))
		}
	}
	r, err := p.Result()
	return r.Data, p.objects, err
}

// Hold makes what is sent from now on wait for Release, to go together.
func (c *Client) Hold() { c.out.hold() }

// Release ends Hold.
func (c *Client) Release() { c.out.release() }

func closeEnds(objects []any) {
	for _, o := range objects {
		if e, ok := o.(*ipc.End); ok {
			e.Close()
		}
	}
}
