package os

import (
	"errors"
	"io"
	"io/fs"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// This file has the functions of file descriptors. Pipes are pipes of the kernel: children have the ends that their parent had open when
// they were forked.

var descriptorFunctions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		native("pipe", nothing, func(thread *starlark.Thread, _ []starlark.Value) (starlark.Value, error) {
			r, w := interp.Of(thread).NewPipe(false)
			return register(thread, &pipeEnd{end: r}, &pipeEnd{end: w})
		}),
		native("open", text.Signature{Params: []string{"path", "flags", "mode", "dir_fd"}, Required: 2, MaxPos: 3}, openDescriptor),
		native("read", text.Signature{Params: []string{"fd", "length"}, Required: 2, Style: text.Positional}, readDescriptor),
		native("write", text.Signature{Params: []string{"fd", "data"}, Required: 2, Style: text.Positional}, writeDescriptor),
		native("close", text.Signature{Params: []string{"fd"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			d, err := descriptorOf(thread, a[0])
			if err != nil {
				return nil, err
			}
			if err := d.Close(); err != nil {
				return nil, failed(thread, err)
			}
			return starlark.None, nil
		}),
		object.NewFunc("fdopen", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) > 0 {
				if _, ok := number.IsInt(args[0]); !ok {
					return nil, exception.New(exception.TypeError, "invalid fd type (%s, expected integer)", typeShown(args[0]))
				}
			}
			return file.Open(thread, args, kwargs)
		}),
	}
})

func typeShown(v starlark.Value) string { return "<class '" + object.TypeName(v) + "'>" }

// openFlags are the names of os.open's flags. Their numbers are Linux's; nativeFlags turns them into the system's.
var openFlags = object.Later(func() map[string]int {
	return map[string]int{
		"O_RDONLY": 0, "O_WRONLY": 1, "O_RDWR": 2, "O_CREAT": 0o100, "O_EXCL": 0o200, "O_TRUNC": 0o1000, "O_APPEND": 0o2000,
	}
})

func nativeFlags(flags int) (int, bool) {
	n := flags & 3
	rest := flags &^ 3
	for name, to := range map[string]int{
		"O_CREAT": syscall.O_CREAT, "O_EXCL": syscall.O_EXCL, "O_TRUNC": syscall.O_TRUNC, "O_APPEND": syscall.O_APPEND,
	} {
		if rest&openFlags.Get()[name] != 0 {
			rest &^= openFlags.Get()[name]
			n |= to
		}
	}
	return n, rest == 0
}

func openDescriptor(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
	if err := given("open", "dir_fd", a[3]); err != nil {
		return nil, err
	}
	f, err := readFile(thread, "open", pathOnly, a[0])
	if err != nil {
		return nil, err
	}
	flags, err := number.Int(thread, a[1])
	if err != nil {
		return nil, err
	}
	mode := 0o777
	if a[2] != nil {
		if mode, err = number.Int(thread, a[2]); err != nil {
			return nil, err
		}
	}
	n, ok := nativeFlags(flags)
	if !ok {
		return nil, exception.New(exception.NotImplementedError, "os.open() with flags 0x%x is not part of mpstar", flags)
	}
	h, err := interp.Of(thread).OpenFile(thread, f.path, n, fs.FileMode(mode)&fs.ModePerm)
	if err != nil {
		return nil, failed(thread, err, f)
	}
	fds, err := register(thread, h)
	if err != nil {
		return nil, err
	}
	return fds[0], nil
}

// register gives handles numbers. From then on children inherit them, by a name of the module that no script can write.
func register(thread *starlark.Thread, handles ...file.Handle) (starlark.Tuple, error) {
	in := interp.Of(thread)
	m, err := in.Import(thread, "os")
	if err != nil {
		return nil, err
	}
	table := file.DescriptorsOf(thread)
	fds := make(starlark.Tuple, len(handles))
	for i, h := range handles {
		d, err := table.Add(h)
		if err != nil {
			for _, h := range handles[i:] {
				h.Close()
			}
			return nil, failed(thread, err)
		}
		fds[i] = starlark.MakeInt(d.Number())
	}
	if _, ok := m.Get(tableName); !ok {
		i := object.NewInstance(in.Env(), tableClass.Get())
		i.Native = table
		if err := m.SetField(tableName, i); err != nil {
			return nil, err
		}
	}
	return fds, nil
}

const tableName = "·descriptors"

var tableClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{Name: "descriptors", Module: "os", Final: true})
})

// descriptorOf returns what a number stands for.
func descriptorOf(thread *starlark.Thread, v starlark.Value) (*file.Descriptor, error) {
	n, err := number.Int(thread, v)
	if err != nil {
		return nil, err
	}
	d := file.DescriptorsOf(thread).Get(n)
	if d == nil {
		if 0 <= n && n <= 2 {
			return nil, exception.New(exception.NotImplementedError, "descriptor %d is not part of mpstar here: use sys.stdin, sys.stdout and sys.stderr", n)
		}
		return nil, failed(thread, syscall.EBADF)
	}
	return d, nil
}

func readDescriptor(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
	n, err := number.Int(thread, a[1])
	if err != nil {
		return nil, err
	}
	if n < 0 {
		return nil, failed(thread, syscall.EINVAL)
	}
	d, err := descriptorOf(thread, a[0])
	if err != nil {
		return nil, err
	}
	if n > maxRandom {
		return nil, exception.New(exception.MemoryError, "")
	}
	if err := object.EnvOf(thread).Reserve(int64(n)); err != nil {
		return nil, err
	}
	b := make([]byte, n)
	k, err := d.ReadOn(thread, b)
	if err != nil && err != io.EOF {
		return nil, failed(thread, err)
	}
	return text.Bytes(b[:k]), nil
}

func writeDescriptor(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
	b, ok := text.AsBytes(object.Unwrap(a[1]))
	if !ok {
		return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(a[1]))
	}
	if n, ok := number.IsInt(a[0]); ok {
		if fd, _ := n.Int64(); fd == 1 || fd == 2 {
			return starlark.MakeInt(len(b)), interp.Of(thread).Write(thread, int(fd), b)
		}
	}
	d, err := descriptorOf(thread, a[0])
	if err != nil {
		return nil, err
	}
	var n int
	if p, ok := d.Handle.(*pipeEnd); ok {
		n, err = p.writeOn(interp.Of(thread).Task(thread), b)
		err = interp.Of(thread).Err(thread, err)
	} else {
		n, err = d.Write([]byte(b))
	}
	if err != nil {
		return nil, failed(thread, err)
	}
	return starlark.MakeInt(n), nil
}

// A pipeEnd is one end of a pipe as a [file.Handle]. What is written at once is one message of the kernel's pipe.
type pipeEnd struct {
	end  *ipc.End // nil once it is closed
	rest []byte   // received and not yet read
}

// ReadOn implements [file.Waiter].
func (p *pipeEnd) ReadOn(thread *starlark.Thread, b []byte) (int, error) {
	in := interp.Of(thread)
	n, err := p.readOn(in.Task(thread), b)
	if err == io.EOF {
		return n, err
	}
	return n, in.Err(thread, err)
}

func (p *pipeEnd) readOn(t *ipc.Task, b []byte) (int, error) {
	if p.end == nil || !p.end.Readable() {
		return 0, syscall.EBADF
	}
	for len(p.rest) == 0 && len(b) > 0 {
		m, err := p.end.Recv(t, ipc.Forever)
		if err != nil {
			return 0, err
		}
		s, _ := m.(ipc.Bytes)
		p.rest = []byte(s)
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *pipeEnd) writeOn(t *ipc.Task, b string) (int, error) {
	if p.end == nil || !p.end.Writable() {
		return 0, syscall.EBADF
	}
	if b == "" {
		return 0, nil
	}
	err := p.end.Send(t, ipc.Bytes(b), ipc.Forever)
	if errors.Is(err, ipc.ErrBroken) {
		err = syscall.EPIPE
	}
	if err != nil {
		return 0, err
	}
	return len(b), nil
}

// Read is not used: reading waits, for which it needs the thread.
func (p *pipeEnd) Read([]byte) (int, error) { return 0, syscall.EAGAIN }

// Write is for what a file has kept in its buffer. It waits with a task of its own.
func (p *pipeEnd) Write(b []byte) (int, error) {
	if p.end == nil {
		return 0, syscall.EBADF
	}
	t := ipc.NewTask(p.end.Holder(), ipc.Hooks{})
	defer t.Close()
	return p.writeOn(t, string(b))
}

func (p *pipeEnd) Seek(int64, int) (int64, error) { return 0, syscall.ESPIPE }
func (p *pipeEnd) Truncate(int64) error           { return syscall.EINVAL }
func (p *pipeEnd) Fd() uintptr                    { return ^uintptr(0) }

// Stat tells that it is a pipe.
func (p *pipeEnd) Stat() (fs.FileInfo, error) { return pipeInfo{}, nil }

// Close closes the end and lets go of the process that has it.
func (p *pipeEnd) Close() error {
	if p.end != nil {
		p.end.Close()
		p.end = nil
	}
	return nil
}

// Inherit implements [file.Inheritable].
func (p *pipeEnd) Inherit(to *pickle.Packer) func(u *pickle.Unpacker) (file.Handle, error) {
	if p.end == nil || ipc.FarOf(p.end) != nil {
		return func(*pickle.Unpacker) (file.Handle, error) { return &pipeEnd{}, nil }
	}
	end, rest := p.end.Dup(nil), append([]byte(nil), p.rest...)
	to.OnDrop(end.Close)
	return func(u *pickle.Unpacker) (file.Handle, error) {
		own := end.Conn().Open(interp.Of(u.World.Thread()).Task(nil).Holder())
		end.Close()
		u.OnFail(own.Close)
		return &pipeEnd{end: own, rest: rest}, nil
	}
}

type pipeInfo struct{}

func (pipeInfo) Name() string       { return "" }
func (pipeInfo) Size() int64        { return 0 }
func (pipeInfo) Mode() fs.FileMode  { return fs.ModeNamedPipe | 0o600 }
func (pipeInfo) ModTime() time.Time { return time.Time{} }
func (pipeInfo) IsDir() bool        { return false }
func (pipeInfo) Sys() any           { return nil }
