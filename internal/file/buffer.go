package file

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
)

// bufferSize is how much is read ahead and written late: CPython's default.
const bufferSize = 8192

// maxRead bounds what one call reads: 1 GiB.
const maxRead = 1 << 30

// A buffer is the bytes of an open file. Only code that holds the interpreter's lock
// reads and writes; flush and close may also come from the registry, when the File is
// unreachable or its interpreter ends.
type buffer struct {
	handle    Handle
	seekable  bool
	regular   bool
	appending bool
	size      int // of writes that wait; 0: none do

	mu           sync.Mutex // guards out, closed and the handle against the registry
	out          []byte     // written, not yet passed on
	closed       bool
	lineBuffered bool

	in  []byte // read, not yet asked for
	pos int64  // where the handle stands in the file
	eof bool   // the last read found the end
	reg *registry
	env *object.Env // nil once it is closed: who waits for the File to be lost must not keep the interpreter
}

// osError strips what the operating system's error says of the file's name, which
// CPython does not tell for reads and writes.
func osError(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		if errors.Is(path.Err, os.ErrClosed) {
			return errClosed()
		}
		return path.Err
	}
	return err
}

// pollInterval is how often a wait for input that may never come (a pipe, a terminal)
// looks whether the process is being ended.
const pollInterval = 50 * time.Millisecond

// read reads once from the handle.
func (b *buffer) read(thread *starlark.Thread, p []byte) (int, error) {
	if d, ok := b.handle.(interface{ SetReadDeadline(time.Time) error }); ok && !b.regular {
		for d.SetReadDeadline(time.Now().Add(pollInterval)) == nil {
			n, err := b.handle.Read(p)
			if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
				return b.didRead(n, err)
			}
			if err := check(thread); err != nil {
				return 0, err
			}
		}
	}
	if h, ok := b.handle.(Waiter); ok {
		n, err := h.ReadOn(thread, p)
		return b.didRead(n, err)
	}
	n, err := b.handle.Read(p)
	return b.didRead(n, err)
}

func (b *buffer) didRead(n int, err error) (int, error) {
	b.pos += int64(n)
	if n > 0 {
		return n, nil
	}
	if err == io.EOF {
		return 0, nil
	}
	return 0, osError(err)
}

// A checker is an interpreter that wants to be asked during long waits.
type checker interface {
	Check(thread *starlark.Thread) error
}

func check(thread *starlark.Thread) error {
	if c, ok := object.EnvOf(thread).Host.(checker); ok {
		return c.Check(thread)
	}
	return nil
}

// writePiece bounds what is written in one go, likewise.
const writePiece = 1 << 20

// maxPiece bounds what is read in one go, between two looks whether the process is being ended: the system copies it in a millisecond or so.
const maxPiece = 1 << 22

// fill reads up to want bytes more into in, but no fewer than it reads ahead anyway. It reports false at the end of the file.
func (b *buffer) fill(thread *starlark.Thread, want int) (bool, error) {
	if err := b.flush(); err != nil {
		return false, err
	}
	if len(b.in)+want > maxRead {
		return false, exception.New(exception.MemoryError, "")
	}
	ended := object.EnvOf(thread).Ended
	if err := ended(); err != nil {
		return false, err
	}
	// What take has handed out shares memory with in, but ends before it, so there may be room behind in that nobody has.
	have := len(b.in)
	want = max(want, bufferSize)
	if cap(b.in)-have < want {
		room := have + want
		if have > bufferSize {
			room = max(room, 2*have)
		}
		next, err := pieces.Make[byte](room, ended)
		if err == nil {
			err = pieces.Copy(next, b.in, ended)
		}
		if err != nil {
			return false, err
		}
		b.in = next[:have]
	}
	n, err := b.read(thread, b.in[have:have+min(want, maxPiece)])
	if err != nil {
		return false, err
	}
	b.in = b.in[:have+n]
	b.eof = n == 0
	return n > 0, nil
}

// take removes n bytes from in.
func (b *buffer) take(n int) []byte {
	p := b.in[:n:n]
	b.in = b.in[n:]
	return p
}

// readN returns up to n bytes: fewer only at the end of the file.
func (b *buffer) readN(thread *starlark.Thread, n int) ([]byte, error) {
	for len(b.in) < n {
		more, err := b.fill(thread, min(n-len(b.in), 1<<20))
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
	}
	return b.take(min(n, len(b.in))), nil
}

// readAll returns the rest of the file.
func (b *buffer) readAll(thread *starlark.Thread) ([]byte, error) {
	want := bufferSize
	if b.regular {
		if info, err := b.handle.Stat(); err == nil {
			if rest := info.Size() - b.pos; rest > maxRead {
				return nil, exception.New(exception.MemoryError, "")
			} else if rest > 0 {
				want = int(rest) + 1 // one more, to meet the end in the same read
			}
		}
	}
	for end := len(b.in) + want; ; {
		more, err := b.fill(thread, want)
		if err != nil {
			return nil, err
		}
		if !more {
			return b.take(len(b.in)), nil
		}
		if err := check(thread); err != nil {
			return nil, err
		}
		if want = end - len(b.in); want <= 0 {
			want = max(bufferSize, min(len(b.in), 1<<24))
		}
	}
}

// unread moves the handle back to where the script thinks it is.
func (b *buffer) unread() error {
	if len(b.in) == 0 {
		return nil
	}
	back := int64(len(b.in))
	b.in = nil
	if !b.seekable {
		return nil
	}
	pos, err := b.handle.Seek(b.pos-back, io.SeekStart)
	if err != nil {
		return osError(err)
	}
	b.pos = pos
	return nil
}

// write adds s to what waits to be written, or passes on both where that is more than may wait.
func (b *buffer) write(s string) error {
	if err := b.unread(); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(s) <= writePiece {
		if b.out = append(b.out, s...); len(b.out) < b.size {
			return nil
		}
		return b.flushLocked(b.ended)
	}
	err := b.flushLocked(b.ended)
	piece := make([]byte, 0, writePiece)
	for err == nil && len(s) > 0 {
		n := min(len(s), writePiece)
		if err = b.passOn(append(piece, s[:n]...), b.ended); err == nil {
			err = b.ended()
		}
		s = s[n:]
	}
	return err
}

// ended is [object.Env.Ended] of who holds the interpreter's lock.
func (b *buffer) ended() error { return b.env.Ended() }

// flush passes on what waits to be written. If that fails it is lost, so that the error
// is told once.
func (b *buffer) flush() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.flushLocked(b.ended)
}

func (b *buffer) flushLocked(ended func() error) error {
	if len(b.out) == 0 {
		return nil
	}
	p := b.out
	if b.out = b.out[:0]; cap(b.out) > 16*bufferSize {
		b.out = nil
	}
	return b.passOn(p, ended)
}

// passOn writes p to the handle.
func (b *buffer) passOn(p []byte, ended func() error) error {
	if b.closed {
		return nil
	}
	n, err := b.pass(p, ended)
	b.pos += int64(n)
	if err != nil {
		return osError(err)
	}
	if b.appending && b.seekable {
		if pos, err := b.handle.Seek(0, io.SeekCurrent); err == nil {
			b.pos = pos
		}
	}
	return nil
}

// pass writes p, and looks whether the process is being ended while nobody takes it.
func (b *buffer) pass(p []byte, ended func() error) (n int, err error) {
	d, ok := b.handle.(interface{ SetWriteDeadline(time.Time) error })
	waits := ok && !b.regular
	for n < len(p) {
		if waits {
			if err := ended(); err != nil {
				return n, err
			}
		}
		waits = waits && d.SetWriteDeadline(time.Now().Add(pollInterval)) == nil
		k, err := b.handle.Write(p[n:])
		n += k
		if err != nil && !(waits && errors.Is(err, os.ErrDeadlineExceeded)) {
			return n, err
		}
	}
	return n, nil
}

// tell returns the position that the script thinks the file is at.
func (b *buffer) tell() int64 {
	return b.pos - int64(len(b.in)) + int64(len(b.out))
}

// seek moves to a position and returns it.
func (b *buffer) seek(off int64, whence int) (int64, error) {
	if err := b.flush(); err != nil {
		return 0, err
	}
	if whence == io.SeekCurrent {
		off, whence = b.tell()+off, io.SeekStart
	}
	if whence == io.SeekStart && off < 0 {
		return 0, syscall.EINVAL
	}
	// A position among what is read already costs nothing.
	if start := b.pos - int64(len(b.in)); whence == io.SeekStart && off >= start && off <= b.pos && len(b.in) > 0 {
		b.in = b.in[off-start:]
		return off, nil
	}
	b.in = nil
	b.eof = false
	pos, err := b.handle.Seek(off, whence)
	if err != nil {
		return 0, osError(err)
	}
	b.pos = pos
	return pos, nil
}

func (b *buffer) truncate(size int64) error {
	if err := b.flush(); err != nil {
		return err
	}
	if size < 0 {
		return syscall.EINVAL
	}
	return osError(b.handle.Truncate(size))
}

// close writes what waits and closes the handle. Closing again does nothing.
func (b *buffer) close() error { return b.closeWith(b.ended) }

// abandon is close for who does not hold the interpreter's lock.
func (b *buffer) abandon() error {
	return b.closeWith(func() error {
		if b.env != nil && b.env.Host != nil && b.env.Host.Dying() {
			return os.ErrClosed
		}
		return nil
	})
}

func (b *buffer) closeWith(ended func() error) error {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return nil
	}
	err := b.flushLocked(ended)
	b.closed = true
	if cerr := b.handle.Close(); err == nil && cerr != nil {
		err = osError(cerr)
	}
	b.in, b.out, b.env = nil, nil, nil
	b.mu.Unlock()
	if b.reg != nil {
		b.reg.remove(b)
	}
	return err
}
