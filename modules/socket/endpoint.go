package socket

import (
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/system"
)

const (
	// maxIncoming is how many bytes are read ahead of the script.
	maxIncoming = 64 << 10
	// maxWaiting is how many connections or datagrams are taken ahead of the script; others wait in the operating system.
	maxWaiting = 128
	// maxDatagram is the longest datagram.
	maxDatagram = 64 << 10
)

// An endpoint is what a socket is connected or bound to. The processes of the tree that have the socket share it; it is closed when the last
// of them has closed it. One goroutine receives what comes, so that any number of threads can wait for it, also by select.
type endpoint struct {
	readable *ipc.Event // something has come, or nothing will any more

	mu       sync.Mutex
	holds    int
	closed   bool
	conn     system.Conn       // of a stream that is connected
	listener system.Listener   // of one that is bound
	packets  system.PacketConn // of datagrams
	peer     string            // datagrams from others are dropped; "" is everybody
	incoming []arrival
	size     int        // of incoming, in bytes
	room     *sync.Cond // incoming has room again
	err      error      // why nothing more will come; io.EOF if the other side has ended
}

// An arrival is a part of a stream, a datagram, or a connection.
type arrival struct {
	data []byte
	from string
	conn system.Conn
}

func newEndpoint() *endpoint {
	e := &endpoint{readable: ipc.NewEvent(), holds: 1}
	e.room = sync.NewCond(&e.mu)
	return e
}

func streamOver(c system.Conn) *endpoint {
	e := newEndpoint()
	e.conn = c
	go e.receive(func() (arrival, error) {
		buf := make([]byte, maxIncoming/2)
		n, err := c.Read(buf)
		if n > 0 {
			err = nil // it comes again
		}
		return arrival{data: buf[:n:n]}, err
	})
	return e
}

func listenerOver(l system.Listener) *endpoint {
	e := newEndpoint()
	e.listener = l
	go e.receive(func() (arrival, error) {
		c, err := l.Accept()
		if err != nil {
			return arrival{}, err
		}
		return arrival{conn: c, from: remoteAddress(c)}, nil
	})
	return e
}

func datagramsOver(p system.PacketConn) *endpoint {
	e := newEndpoint()
	e.packets = p
	buf := make([]byte, maxDatagram)
	go e.receive(func() (arrival, error) {
		n, from, err := p.ReadFrom(buf)
		if err != nil {
			return arrival{}, err
		}
		return arrival{data: append([]byte(nil), buf[:n]...), from: from}, nil
	})
	return e
}

// receive takes what next returns, until it fails.
func (e *endpoint) receive(next func() (arrival, error)) {
	for {
		a, err := next()
		e.mu.Lock()
		if err != nil {
			if e.err == nil {
				e.err = err
			}
			e.readable.Set()
			e.mu.Unlock()
			return
		}
		switch {
		case e.closed:
			if a.conn != nil {
				a.conn.Close()
			}
		case e.packets != nil && e.peer != "" && a.from != e.peer:
		case e.err == nil: // else the script has shut it
			e.incoming = append(e.incoming, a)
			e.size += len(a.data)
			e.readable.Set()
		}
		for !e.closed && (e.size >= maxIncoming || len(e.incoming) >= maxWaiting) {
			e.room.Wait()
		}
		e.mu.Unlock()
	}
}

// take waits for something to come and has first use it; first says whether it used all of it, and what is left.
func (e *endpoint) take(t *ipc.Task, deadline time.Time, first func(a *arrival) (done bool)) error {
	for {
		if err := e.readable.Wait(t, deadline); err != nil {
			return err
		}
		e.mu.Lock()
		if len(e.incoming) > 0 {
			a := &e.incoming[0]
			before := len(a.data)
			if first(a) {
				e.size -= before
				e.incoming[0] = arrival{}
				e.incoming = e.incoming[1:]
			} else {
				e.size -= before - len(a.data)
			}
			if len(e.incoming) == 0 {
				e.incoming = nil
				if e.err == nil {
					e.readable.Clear()
				}
			}
			e.room.Signal()
			e.mu.Unlock()
			return nil
		}
		err := e.err
		e.mu.Unlock()
		if err != nil {
			return err
		}
	}
}

// read returns at most n bytes of a stream, none at its end. With peek they can be read again.
func (e *endpoint) read(t *ipc.Task, deadline time.Time, n int, peek bool) (data []byte, err error) {
	if n == 0 {
		return nil, nil
	}
	err = e.take(t, deadline, func(a *arrival) bool {
		data = a.data[:min(n, len(a.data)):min(n, len(a.data))]
		if peek {
			return false
		}
		a.data = a.data[len(data):]
		return len(a.data) == 0
	})
	if err == io.EOF {
		err = nil
	}
	return data, err
}

// write sends all of data, unless the deadline comes first.
func (e *endpoint) write(t *ipc.Task, deadline time.Time, data []byte) (n int, err error) {
	e.mu.Lock()
	conn := e.conn
	e.mu.Unlock()
	if conn == nil {
		return 0, syscall.EPIPE
	}
	var (
		written = make(chan struct{})
		done    = ipc.NewEvent()
	)
	go func() {
		n, err = conn.Write(data)
		close(written)
		done.Set()
	}()
	if werr := done.Wait(t, deadline); werr != nil {
		conn.SetWriteDeadline(system.Within(-time.Second))
		<-written
		conn.SetWriteDeadline(time.Time{})
		if err != nil {
			return n, werr
		}
	}
	<-written
	return n, err
}

// shut ends receiving, sending, or both.
func (e *endpoint) shut(reading, writing bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.conn == nil {
		if e.listener != nil && reading {
			e.err = syscall.EINVAL
			e.readable.Set()
			return nil
		}
		return syscall.ENOTCONN
	}
	if reading {
		if e.err == nil {
			e.err = io.EOF
		}
		e.readable.Set()
	}
	if c, ok := e.conn.(interface{ CloseWrite() error }); ok && writing {
		return c.CloseWrite()
	}
	return nil
}

// hold is for one process more that has the socket. It is false if the socket was closed before.
func (e *endpoint) hold() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	e.holds++
	return true
}

// drop is for one less. The last one closes the socket.
func (e *endpoint) drop() {
	e.mu.Lock()
	e.holds--
	last := e.holds == 0 && !e.closed
	e.closed = e.closed || last
	var waiting []arrival
	if last {
		waiting, e.incoming = e.incoming, nil
		if e.err == nil || e.err == io.EOF {
			e.err = net.ErrClosed
		}
		e.readable.Set()
		e.room.Broadcast()
	}
	e.mu.Unlock()
	if !last {
		return
	}
	for _, a := range waiting {
		if a.conn != nil {
			a.conn.Close()
		}
	}
	switch {
	case e.conn != nil:
		e.conn.Close()
	case e.listener != nil:
		e.listener.Close()
	case e.packets != nil:
		e.packets.Close()
	}
}

func remoteAddress(c system.Conn) string {
	if a := c.RemoteAddr(); a != nil {
		return a.String()
	}
	return ""
}

// names returns the addresses of both sides, "" for what has none.
func (e *endpoint) names() (local, remote string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.listener != nil:
		return e.listener.Address(), ""
	case e.packets != nil:
		return e.packets.Address(), e.peer
	case e.conn != nil:
		if c, ok := e.conn.(interface{ LocalAddr() net.Addr }); ok {
			if a := c.LocalAddr(); a != nil {
				local = a.String()
			}
		}
		return local, remoteAddress(e.conn)
	}
	return "", ""
}

// A share is one process's part in an endpoint. It knows nothing of the interpreter, so that a cleanup may have it.
type share struct {
	e    *endpoint
	once sync.Once
}

func (s *share) release() { s.once.Do(s.e.drop) }
