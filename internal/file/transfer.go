package file

import (
	"os"
	"sync/atomic"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pickle"
)

// A sharedHandle is open until the last File that uses it is closed: a child process
// has its parent's open files, at the same position, as after fork(2).
type sharedHandle struct {
	Handle
	users atomic.Int32
}

func share(h Handle) *sharedHandle {
	s := &sharedHandle{Handle: h}
	s.users.Store(1)
	return s
}

// Close gives up one use.
func (s *sharedHandle) Close() error {
	if s.users.Add(-1) > 0 {
		return nil
	}
	return s.Handle.Close()
}

// SetReadDeadline is that of the file, if it has deadlines.
func (s *sharedHandle) SetReadDeadline(t time.Time) error {
	if d, ok := s.Handle.(interface{ SetReadDeadline(time.Time) error }); ok {
		return d.SetReadDeadline(t)
	}
	return os.ErrNoDeadline
}

// SetWriteDeadline is that of the file, if it has deadlines.
func (s *sharedHandle) SetWriteDeadline(t time.Time) error {
	if d, ok := s.Handle.(interface{ SetWriteDeadline(time.Time) error }); ok {
		return d.SetWriteDeadline(t)
	}
	return os.ErrNoDeadline
}

// ReadOn is that of the file, which may wait for other processes.
func (s *sharedHandle) ReadOn(thread *starlark.Thread, p []byte) (int, error) {
	if w, ok := s.Handle.(Waiter); ok {
		return w.ReadOn(thread, p)
	}
	return s.Handle.Read(p)
}

// Transfer lets a child process inherit the file. It can't be sent otherwise.
func (f *File) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if !p.Keep {
		return nil, typeError("cannot pickle '_io.%s' object", f.class.Name())
	}
	if !f.closed {
		// CPython would copy what waits, and both would write it.
		if err := f.flush(); err != nil {
			return nil, err
		}
	}
	h, _ := f.handle.(*sharedHandle)
	if h == nil || f.closed || p.Elsewhere {
		h = nil
	} else {
		h.users.Add(1)
	}
	was := *f
	was.buffer = f.buffer.inherited()
	var received atomic.Bool
	if h != nil {
		p.OnDrop(func() {
			if !received.Swap(true) {
				h.Close()
			}
		})
	}
	return func(u *pickle.Unpacker) (any, error) {
		if h != nil && received.Swap(true) {
			h.users.Add(1) // the first receiver takes over the message's use
		}
		g := was
		g.env = u.World.Env()
		g.buffer = was.buffer.inherited()
		if !g.closed {
			registryOf(u.World.Thread()).add(&g)
		}
		return &g, nil
	}, nil
}

// inherited returns a buffer of another process on the same handle. Both may look at what was read, and neither changes it.
func (b *buffer) inherited() *buffer {
	return &buffer{
		handle: b.handle, seekable: b.seekable, regular: b.regular, appending: b.appending, size: b.size,
		closed: b.closed, lineBuffered: b.lineBuffered, in: b.in[:len(b.in):len(b.in)], pos: b.pos, eof: b.eof,
	}
}

var _ pickle.Transferer = (*File)(nil)
