package file

import (
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
)

// Descriptors are the numbers under which one interpreter has files and pipes open, for os.open, os.pipe and open(number). They count
// from 3 and have nothing to do with those of the operating system.
type Descriptors struct {
	mu   sync.Mutex // files that are collected give up their numbers
	open map[int]*Descriptor
}

// A Descriptor is an open file or pipe, or a standard stream, under a number. It is the Handle of the File that os.fdopen makes of it, and
// is closed with it.
type Descriptor struct {
	Handle
	number int
	table  *Descriptors
	once   sync.Once
}

type descriptorsKey struct{}

// firstDescriptor comes after the standard streams.
const firstDescriptor = 3

// maxDescriptors is how many can be open at a time.
const maxDescriptors = 1 << 16

// DescriptorsOf returns those of a thread's interpreter.
func DescriptorsOf(thread *starlark.Thread) *Descriptors {
	if k, ok := object.EnvOf(thread).Host.(stateKeeper); ok {
		return k.State(descriptorsKey{}, func() any { return new(Descriptors) }).(*Descriptors)
	}
	return new(Descriptors)
}

// Add gives h the lowest number that is free.
func (t *Descriptors) Add(h Handle) (*Descriptor, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.open) >= maxDescriptors {
		return nil, syscall.EMFILE
	}
	n := firstDescriptor
	for t.open[n] != nil {
		n++
	}
	return t.set(n, h), nil
}

func (t *Descriptors) set(n int, h Handle) *Descriptor {
	if t.open == nil {
		t.open = make(map[int]*Descriptor)
	}
	d := &Descriptor{Handle: h, number: n, table: t}
	t.open[n] = d
	return d
}

// Get returns what is open under a number, nil if nothing is.
func (t *Descriptors) Get(n int) *Descriptor {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.open[n]
}

// Number returns the descriptor's number.
func (d *Descriptor) Number() int { return d.number }

// Fd returns the number, which is what fileno() tells.
func (d *Descriptor) Fd() uintptr { return uintptr(d.number) }

// Close closes it, and the number is free again.
func (d *Descriptor) Close() (err error) {
	d.once.Do(func() {
		d.table.mu.Lock()
		if d.table.open[d.number] == d {
			delete(d.table.open, d.number)
		}
		d.table.mu.Unlock()
		err = d.Handle.Close()
	})
	return err
}

// SetReadDeadline is that of the handle, if it has deadlines.
func (d *Descriptor) SetReadDeadline(t time.Time) error {
	if h, ok := d.Handle.(interface{ SetReadDeadline(time.Time) error }); ok {
		return h.SetReadDeadline(t)
	}
	return os.ErrNoDeadline
}

// A Waiter is a Handle whose Read may wait for other processes of the tree.
type Waiter interface {
	ReadOn(thread *starlark.Thread, p []byte) (int, error)
}

// ReadOn reads, waiting as the thread does.
func (d *Descriptor) ReadOn(thread *starlark.Thread, p []byte) (int, error) {
	if h, ok := d.Handle.(Waiter); ok {
		return h.ReadOn(thread, p)
	}
	return d.Read(p)
}

// An Inheritable is a Handle that children have as their parent has it.
type Inheritable interface {
	Inherit(p *pickle.Packer) func(u *pickle.Unpacker) (Handle, error)
}

// Transfer lets a child that is forked inherit what is open.
func (t *Descriptors) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if !p.Fork || p.Elsewhere {
		return p.Portable("file.descriptors", nil, nil)
	}
	made := make(map[int]func(u *pickle.Unpacker) (Handle, error))
	t.mu.Lock()
	defer t.mu.Unlock()
	for n, d := range t.open {
		if h, ok := d.Handle.(Inheritable); ok {
			made[n] = h.Inherit(p)
		}
	}
	return func(u *pickle.Unpacker) (any, error) {
		own := DescriptorsOf(u.World.Thread())
		for n, receive := range made {
			h, err := receive(u)
			if err != nil {
				return nil, err
			}
			own.mu.Lock()
			own.set(n, h)
			own.mu.Unlock()
		}
		return own, nil
	}, nil
}

func init() {
	pickle.Register("file.descriptors", func(u *pickle.Unpacker, _ *pickle.Portable) (any, error) {
		return DescriptorsOf(u.World.Thread()), nil
	})
}

// CloseState closes what is still open at the end of the interpreter.
func (t *Descriptors) CloseState() {
	t.mu.Lock()
	open := slices.Collect(maps.Values(t.open))
	t.mu.Unlock()
	for _, d := range open {
		d.Close()
	}
}

// byNumber returns the handle that open(number) is to use. With closefd false, closing the file leaves the number open.
func byNumber(thread *starlark.Thread, v starlark.Value, closefd bool) (Handle, error) {
	n, err := number.Int(thread, v)
	if err != nil {
		return nil, err
	}
	if n < 0 {
		return nil, valueError("negative file descriptor")
	}
	if n < firstDescriptor {
		if out, ok := object.EnvOf(thread).Host.(output); ok && n > 0 {
			return &stream{out: out, thread: object.EnvOf(thread).Thread, fd: n}, nil
		}
		return nil, exception.New(exception.NotImplementedError, "open() of descriptor %d is not supported: use sys.stdin", n)
	}
	d := DescriptorsOf(thread).Get(n)
	if d == nil {
		return nil, syscall.EBADF
	}
	if !closefd {
		return keptOpen{d}, nil
	}
	return d, nil
}

// keptOpen is a descriptor that is not closed with its file.
type keptOpen struct{ *Descriptor }

func (keptOpen) Close() error { return nil }

// output is what a Host writes to its standard streams with.
type output interface {
	Write(thread *starlark.Thread, fd int, s string) error
}

// A stream is standard output or standard error as a Handle.
type stream struct {
	out    output
	thread *starlark.Thread
	fd     int
}

func (s *stream) Read([]byte) (int, error) { return 0, syscall.EBADF }

func (s *stream) Write(p []byte) (int, error) {
	if s.out == nil {
		return 0, os.ErrClosed
	}
	return len(p), s.out.Write(s.thread, s.fd, string(p))
}

func (s *stream) Seek(int64, int) (int64, error) { return 0, syscall.ESPIPE }

// Close lets go of the interpreter.
func (s *stream) Close() error {
	s.out, s.thread = nil, nil
	return nil
}

func (s *stream) Truncate(int64) error       { return syscall.EINVAL }
func (s *stream) Stat() (fs.FileInfo, error) { return nil, syscall.EBADF }
func (s *stream) Fd() uintptr                { return uintptr(s.fd) }

var _ io.Writer = (*stream)(nil)
