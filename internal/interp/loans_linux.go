package interp

import (
	"errors"
	"fmt"
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
	if err = unix.Ftruncate(fd, remote.SharedBytes); err == nil {
		var b []byte
		if b, err = mapLoans(fd); err == nil {
			return &loanMemory{f, b}
		}
	}
	f.Close()
	return nil
}

func mapLoans(fd int) ([]byte, error) {
	return unix.Mmap(fd, 0, remote.SharedBytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
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

// parentLoans returns the memory that this process, a child, shares with the root, nil if the root has none.
func parentLoans() ([]atomic.Uint64, error) {
	v := os.Getenv(loansVariable)
	if v == "" {
		return nil, nil
	}
	os.Unsetenv(loansVariable)
	fd, err := strconv.Atoi(v)
	if err != nil || fd < 3 {
		return nil, fmt.Errorf("%s=%s is not the number of a file", loansVariable, v)
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || st.Size != remote.SharedBytes {
		return nil, errors.New("this process was started as a child, but not by mpstar")
	}
	b, err := mapLoans(fd)
	if err != nil {
		return nil, fmt.Errorf("the memory that is shared with the root: %v", err)
	}
	return (&loanMemory{bytes: b}).words(), nil
}
