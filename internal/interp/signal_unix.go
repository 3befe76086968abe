//go:build !windows

package interp

import (
	"os"
	"slices"
	"syscall"
)

// osSignal returns the operating system's signal of that number, nil if there is none that a program can handle: the Go runtime needs
// some itself.
func osSignal(sig int) os.Signal {
	switch s := syscall.Signal(sig); s {
	case syscall.SIGKILL, syscall.SIGSTOP, syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGPROF, syscall.SIGURG:
		return nil
	default:
		return s
	}
}

// bySystem reports whether the root has the operating system send a child this signal. Of the others the Go runtime of a child that has not settled them
// would make nothing, or a dump: of them the root tells the child.
func bySystem(sig int) bool {
	s := syscall.Signal(sig)
	return s == syscall.SIGKILL || s == syscall.SIGCONT || signalStops[sig] || slices.Contains(startSignals(), os.Signal(s))
}

// startSignals are those that end a process that has settled nothing, and that its parent may have settled.
func startSignals() []os.Signal {
	return []os.Signal{syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM, syscall.SIGTERM, syscall.SIGVTALRM}
}

func signalNumber(s os.Signal) int {
	n, _ := s.(syscall.Signal)
	return int(n)
}
