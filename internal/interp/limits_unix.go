//go:build unix

package interp

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// HasOSLimits says that the limits of [OSLimits] hold on this operating system.
const HasOSLimits = true

// applyLimits bounds this process. spent is called before a signal ends it for having spent its time.
func applyLimits(l OSLimits, spent func(sig int)) {
	if l.Files > 0 {
		setLimit(unix.RLIMIT_NOFILE, uint64(l.Files), uint64(l.Files))
	}
	if l.CPU > 0 {
		// The collector ignores SIGXCPU, so that it is taken here; the hard limit kills.
		c := make(chan os.Signal, 1)
		signal.Notify(c, unix.SIGXCPU)
		go func() {
			<-c
			spent(int(unix.SIGXCPU))
			dieBySignal(int(unix.SIGXCPU))
		}()
		setLimit(unix.RLIMIT_CPU, uint64(l.CPU), uint64(l.CPU)+1)
	}
	if l.Memory > 0 {
		debug.SetMemoryLimit(l.Memory * 9 / 10)
		go watchMemory(l.Memory, func() { spent(int(unix.SIGKILL)) })
	}
}

// watchMemory ends the process as the system does one that takes too much, some 20 ms after tell: what that says must have time to leave.
func watchMemory(limit int64, tell func()) {
	over := 0
	for range time.Tick(5 * time.Millisecond) {
		if memoryInUse() <= limit {
			continue
		}
		if over++; over == 1 {
			tell()
		} else if over > 4 {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	}
}
