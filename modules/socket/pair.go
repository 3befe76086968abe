package socket

import (
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/mpstar/mpstar/internal/system"
)

// This file defines the two ends that socketpair() makes. They are memory of the program: no network is needed.

// pairRoom is how many bytes can be under way in one direction.
const pairRoom = 208 << 10

// A flow is one direction.
type flow struct {
	mu     sync.Mutex
	moved  sync.Cond
	data   []byte
	ended  bool // by the writer
	unread bool // the reader is gone
}

func newFlow() *flow {
	f := new(flow)
	f.moved.L = &f.mu
	return f
}

func (f *flow) read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.data) == 0 && !f.ended && !f.unread {
		f.moved.Wait()
	}
	if f.unread {
		return 0, net.ErrClosed
	}
	if len(f.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.data)
	f.data = f.data[n:]
	f.moved.Broadcast()
	return n, nil
}

func (f *flow) write(p []byte, late func() bool) (n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(p) > 0 {
		switch {
		case f.unread || f.ended:
			return n, syscall.EPIPE
		case late():
			return n, system.ErrLate
		case len(f.data) >= pairRoom:
			f.moved.Wait()
			continue
		}
		k := min(len(p), pairRoom-len(f.data))
		f.data = append(f.data, p[:k]...)
		p, n = p[k:], n+k
		f.moved.Broadcast()
	}
	return n, nil
}

func (f *flow) end(reader bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if reader {
		f.unread = true
	} else {
		f.ended = true
	}
	f.moved.Broadcast()
}

// A pairEnd is a system.Conn.
type pairEnd struct {
	in, out *flow
	late    bool // guarded by out.mu: writes are over
}

func newPair() (a, b *pairEnd) {
	x, y := newFlow(), newFlow()
	return &pairEnd{in: x, out: y}, &pairEnd{in: y, out: x}
}

func (c *pairEnd) Read(p []byte) (int, error)  { return c.in.read(p) }
func (c *pairEnd) Write(p []byte) (int, error) { return c.out.write(p, func() bool { return c.late }) }
func (c *pairEnd) CloseWrite() error           { c.out.end(false); return nil }
func (c *pairEnd) Close() error                { c.in.end(true); c.out.end(false); return nil }
func (c *pairEnd) RemoteAddr() net.Addr        { return nil }

// SetDeadline implements system.Conn; nothing here sets one for reading.
func (c *pairEnd) SetDeadline(t time.Time) error { return c.SetWriteDeadline(t) }

// SetWriteDeadline ends a write that waits, if t is in the past; the endpoint sets no other but none.
func (c *pairEnd) SetWriteDeadline(t time.Time) error {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	c.late = !t.IsZero()
	c.out.moved.Broadcast()
	return nil
}
