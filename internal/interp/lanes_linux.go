package interp

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"github.com/mpstar/mpstar/internal/ipc"
	"golang.org/x/sys/unix"
)

// The memory of a lane is a file without a name, which the root has open for as long as there is the lane. The two processes that are to use it open it by way of the
// root's entry in /proc. Where that is not allowed they go on without.

const laneBytes = ipc.LaneWords * 8

// Operations of futex(2) on memory that processes share.
const (
	futexWait = 0
	futexWake = 1
)

// maxLanes bounds how many there are at once in a runtime: each takes the root a file.
const maxLanes = 64

// newLane makes memory for a lane, nil if there can be no more.
func (hs *hosts) newLane() *ipc.LaneMemory {
	if hs.lanes.Add(1) > maxLanes {
		hs.lanes.Add(-1)
		return nil
	}
	fd, b, err := laneFile()
	if err != nil {
		hs.lanes.Add(-1)
		return nil
	}
	m := &ipc.LaneMemory{Pid: os.Getpid(), File: fd, Key: rand.Uint64()}
	useLane(m, b)
	m.SetKey()
	m.Release = func() {
		unix.Close(fd)
		unix.Munmap(b)
		hs.lanes.Add(-1)
	}
	return m
}

func laneFile() (fd int, b []byte, err error) {
	if fd, err = unix.MemfdCreate("mpstar", unix.MFD_CLOEXEC); err != nil {
		return fd, nil, err
	}
	if err = unix.Ftruncate(fd, laneBytes); err == nil {
		if b, err = unix.Mmap(fd, 0, laneBytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED); err == nil {
			return fd, b, nil
		}
	}
	unix.Close(fd)
	return fd, nil, err
}

// openLane opens memory that the root has made.
func openLane(m *ipc.LaneMemory) bool {
	fd, err := unix.Open(fmt.Sprintf("/proc/%d/fd/%d", m.Pid, m.File), unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFREG || st.Size != laneBytes {
		return false
	}
	b, err := unix.Mmap(fd, 0, laneBytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return false
	}
	useLane(m, b)
	if !m.HasKey() { // the file that has the number now is another one
		unix.Munmap(b)
		return false
	}
	runtime.AddCleanup(m, func(b []byte) { unix.Munmap(b) }, b)
	return true
}

func useLane(m *ipc.LaneMemory, b []byte) {
	m.Words = unsafe.Slice((*atomic.Uint64)(unsafe.Pointer(&b[0])), ipc.LaneWords)
	m.Wait, m.Wake = waitAt, wakeAt
}

func waitAt(word *atomic.Uint32, old uint32, d time.Duration) {
	limit := unix.NsecToTimespec(int64(d))
	syscall.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexWait, uintptr(old), uintptr(unsafe.Pointer(&limit)), 0, 0)
}

func wakeAt(word *atomic.Uint32) {
	syscall.RawSyscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexWake, 1, 0, 0, 0)
}
