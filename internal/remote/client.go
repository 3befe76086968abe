package remote

import (
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// A ClientHandler is told in a child what the root says. It is called on the goroutine that reads, and must not wait.
type ClientHandler func(kind byte, data []byte, objects []any)

// A Client is a child's connection to the root. Its methods may be called from any goroutine.
type Client struct {
	nc    io.ReadWriteCloser
	out   sender
	in    *receiver
	codec Codec
	hear  ClientHandler
	words []atomic.Uint64 // shared with the root; nil if nothing is lent

	// Lane opens the memory of a lane. It is false if that fails: then the lane is not used, as none is if Lane is nil. It is set before Serve is called.
	Lane func(m *ipc.LaneMemory) bool

	handled  atomic.Uint64  // so many frames the root has handled at least
	progress *atomic.Uint64 // so many it says in shared memory; nil where there is none
	lastCall atomic.Uint64
	lastID   atomic.Uint64

	mu      sync.Mutex
	pending map[uint64]*pending
	objects map[uint64]*entry
	lost    error
}

// NewClient makes a client; Serve must be called.
func NewClient(nc io.ReadWriteCloser, codec Codec, hear ClientHandler) *Client {
	return newClient(nc, newReceiver(nc), codec, hear)
}

func newClient(nc io.ReadWriteCloser, in *receiver, codec Codec, hear ClientHandler) *Client {
	return &Client{
		nc: nc, out: sender{w: nc}, in: in, codec: codec, hear: hear,
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

func (c *Client) handle(kind byte, d *wire.Decoder) error {
	switch kind {
	case frameResult:
		return c.result(d)
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
		p := c.answered(id)
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
		if e := c.objects[id]; e != nil {
			if f := e.far.Value(); f != nil {
				o = f.o
			}
		}
		c.mu.Unlock()
		if end, ok := o.(*ipc.End); ok {
			end.Break()
		}
	case frameLane:
		return c.lane(d)
	case frameAgain:
		return ErrAgain
	case frameLeave:
		return ErrLeave
	default:
		return errFrame
	}
	return nil
}

// CloseHolder says that a process of this child has ended; CloseTask that a thread has.
func (c *Client) CloseHolder(pid int) {
	c.out.send(frameCloseHolder, func(e *wire.Encoder) { e.Int(pid) })
}

// CloseTask says that a thread has ended.
func (c *Client) CloseTask(t *ipc.Task) {
	c.out.send(frameCloseTask, func(e *wire.Encoder) { encodeTask(e, t) })
}

// Notify tells the root's handler something.
func (c *Client) Notify(kind byte, data wire.Parts) error {
	return c.out.send(frameNotify, func(e *wire.Encoder) {
		e.Byte(kind)
		e.Parts(data)
	})
}

// Request asks the root's handler something and waits for the answer.
func (c *Client) Request(kind byte, data wire.Parts, objects []any) ([]byte, []any, error) {
	p := c.begin(nil, nil)
	if p.c != nil {
		err := c.out.send(frameRequest, func(e *wire.Encoder) {
			p.sent.Store(c.out.sent.Load())
			e.Uint(p.id)
			e.Byte(kind)
			e.Parts(data)
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
