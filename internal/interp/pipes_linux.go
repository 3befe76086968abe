package interp

import (
	"io"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Beside rings in shared memory the pipes carry single bytes, which wake whoever sleeps. An ordinary system call of a process that was idle wakes the monitor of
// the Go runtime too, a thread of its own that then looks on for some 20 us: more switches between threads than the byte takes itself. So single bytes are read and
// written by calls of which the runtime knows nothing. They never wait, since the pipes do not block.
//
// The monitor must be awake all the same while something is computed, since it is what interrupts it. It sleeps no longer than to the next timer: while
// bytes go by, there is one.

// briskTime is for how long at most the monitor sleeps while a process is busy.
const briskTime = 5 * time.Millisecond

// A brisk says whether there is a timer. The zero value has none.
type brisk struct {
	on    atomic.Bool // there is
	used  atomic.Bool // a byte has gone by since the timer was set
	once  sync.Once
	timer *time.Timer
}

// begin reports whether a byte may go by without the runtime. If it may not, the caller makes an ordinary call, and the next byte may.
func (b *brisk) begin() bool {
	b.used.Store(true)
	if b.on.Load() {
		return true
	}
	b.once.Do(func() {
		b.timer = time.AfterFunc(time.Hour, b.look)
	})
	if b.on.CompareAndSwap(false, true) {
		b.timer.Reset(briskTime)
	}
	return false
}

// look is called by the timer.
func (b *brisk) look() {
	if !b.used.Swap(false) {
		b.on.Store(false)
		// Who has begun before that takes it that there is a timer.
		if !b.used.Load() || !b.on.CompareAndSwap(false, true) {
			return
		}
	}
	b.timer.Reset(briskTime)
}

func (p *pipes) Read(b []byte) (n int, err error) {
	if len(b) != 1 {
		return p.r.Read(b)
	}
	c, err := p.r.SyscallConn()
	if err != nil {
		return 0, err
	}
	var errno syscall.Errno
	err = c.Read(func(fd uintptr) bool {
		n, errno = single(unix.SYS_READ, fd, b)
		return errno != syscall.EAGAIN
	})
	if !p.begin() { // asked now, since it may have slept for long
		syscall.Syscall(unix.SYS_GETPPID, 0, 0, 0) // wakes the monitor
	}
	switch {
	case err != nil:
		return 0, err
	case errno != 0:
		return 0, errno
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}

func (p *pipes) Write(b []byte) (n int, err error) {
	if len(b) != 1 || !p.begin() {
		return p.w.Write(b)
	}
	c, err := p.w.SyscallConn()
	if err != nil {
		return 0, err
	}
	var errno syscall.Errno
	err = c.Write(func(fd uintptr) bool {
		n, errno = single(unix.SYS_WRITE, fd, b)
		return errno != syscall.EAGAIN
	})
	if err == nil && errno != 0 {
		err = errno
	}
	return n, err
}

// single reads or writes one byte.
func single(trap, fd uintptr, b []byte) (int, syscall.Errno) {
	for {
		n, _, errno := syscall.RawSyscall(trap, fd, uintptr(unsafe.Pointer(&b[0])), 1)
		if errno == 0 {
			return int(n), 0
		}
		if errno != syscall.EINTR {
			return 0, errno
		}
	}
}
