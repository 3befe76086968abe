//go:build !windows

package interp

import (
	"os"
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

// startSignals are those that end a process that has settled nothing, and that its parent may have settled.
func startSignals() []os.Signal {
	return []os.Signal{syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM, syscall.SIGTERM, syscall.SIGVTALRM}
}

func signalNumber(s os.Signal) int {
	n, _ := s.(syscall.Signal)
	return int(n)
}
