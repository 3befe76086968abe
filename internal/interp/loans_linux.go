package interp

import (
	"os"
	"strconv"
	"sync/atomic"
	"unsafe"

	"github.com/mpstar/mpstar/internal/remote"
	"golang.org/x/sys/unix"
)

// loanMemory is the memory that the root shares with a child, so that it can lend it messages: a file without a name.
type loanMemory struct {
	file  *os.File
	bytes []byte
}

// newLoanMemory makes the memory for a child that is about to start. Without it nothing is lent, and all else is the same.
func newLoanMemory() *loanMemory {
	fd, err := unix.MemfdCreate("mpstar", unix.MFD_CLOEXEC)
	if err != nil {
		return nil
	}
	f := os.NewFile(uintptr(fd), "loans")
	if err = unix.Ftruncate(fd, remote.LoanBytes); err == nil {
		var b []byte
		if b, err = mapLoans(fd); err == nil {
			return &loanMemory{f, b}
		}
	}
	f.Close()
	return nil
}

func mapLoans(fd int) ([]byte, error) {
	return unix.Mmap(fd, 0, remote.LoanBytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
}

// words is the memory as both sides use it.
func (m *loanMemory) words() []atomic.Uint64 {
	return unsafe.Slice((*atomic.Uint64)(unsafe.Pointer(&m.bytes[0])), len(m.bytes)/8)
}

// release is called once nobody uses the words.
func (m *loanMemory) release() {
	if m != nil {
		unix.Munmap(m.bytes)
	}
}

// parentLoans returns the memory that this process, a child, shares with the root.
func parentLoans() []atomic.Uint64 {
	fd, err := strconv.Atoi(os.Getenv(loansVariable))
	if err != nil || fd < 3 {
		return nil
	}
	os.Unsetenv(loansVariable)
	defer unix.Close(fd)
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || st.Size != remote.LoanBytes {
		return nil
	}
	b, err := mapLoans(fd)
	if err != nil {
		return nil
	}
	return (&loanMemory{bytes: b}).words()
}
