package remote

import (
	"io"
	"sync"
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// A Handler answers in the root what a child asks for beside operations on objects. It is called on the goroutine that reads, and must not wait; reply, nil if no
// answer is wanted, may be called later, once, from any goroutine. Ends of pipes among the objects are the handler's to close.
type Handler func(c *Conn, kind byte, data []byte, objects []any, reply func(data []byte, objects []any, err error))

// A Conn is the root's connection to one child.
type Conn struct {
	nc     io.ReadWriteCloser
	out    sender
	in     *receiver
	codec  Codec
	handle Handler
	done   chan struct{} // closed when the connection has ended
	lender *lender

	// Again decides whether a child that has finished is used again. It is called on the goroutine that reads; nil is no.
	Again func() bool

	// Lanes makes the memory of a lane, nil if there is none to be had; if Lanes is nil there are no lanes. It is called with mutexes held, and set before Serve
	// is called.
	Lanes func() *ipc.LaneMemory

	ring    *ringWriter    // nil where there is no shared memory
	handled *atomic.Uint64 // in shared memory: how many frames have been

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

// NewConn makes a connection; Serve must be called.
func NewConn(nc io.ReadWriteCloser, codec Codec, handle Handler) *Conn {
	return newConn(nc, newReceiver(nc), codec, handle)
}

func newConn(nc io.ReadWriteCloser, in *receiver, codec Codec, handle Handler) *Conn {
	return &Conn{
		nc: nc, out: sender{w: nc}, in: in, codec: codec, handle: handle, done: make(chan struct{}),
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
func (c *Conn) Close() {
	if c.ring != nil {
		c.ring.closed.Store(true)
	}
	c.nc.Close()
}

// Serve handles what the child sends until the connection ends, and returns why it did.
func (c *Conn) Serve() (err error) {
	defer func() {
		if err != ErrAgain {
			c.Close()
		}
		c.end()
	}()
	for n := uint64(1); ; n++ {
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
		if c.handled != nil {
			c.handled.Store(n)
		}
	}
}

func (c *Conn) end() {
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
func (c *Conn) task(d *wire.Decoder) (*ipc.Task, error) {
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

func (c *Conn) dispatch(kind byte, d *wire.Decoder) error {
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
		a.SetUser(c)
		b.SetUser(c)
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
	case frameAgain:
		if !d.OK() {
			return errFrame
		}
		return c.again()
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

func (c *Conn) request(wanted bool, d *wire.Decoder) error {
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
			c.out.send(frameAnswer, func(e *wire.Encoder) {
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
func (c *Conn) Notify(kind byte, data wire.Parts, objects []any, h *ipc.Holder) error {
	return c.out.send(frameNotify, func(e *wire.Encoder) {
		e.Byte(kind)
		e.Parts(data)
		c.encodeRefs(e, objects, h)
	})
}
