//go:build !linux && !windows

package interp

import (
	"os/signal"
	"syscall"
)

// hearDropped lets signals from outside the tree end a child of which the Go runtime would make nothing, or a dump.
func (h *home) hearDropped() { signal.Notify(h.signals, syscall.SIGABRT, syscall.SIGXCPU) }

// signalHarmless are the signals that do nothing to a process that does not handle them: by POSIX, or because the interpreter ignores them.
var signalHarmless = map[int]bool{13: true, 16: true, 19: true, 20: true, 23: true, 25: true, 28: true, 29: true}

// signalStops are those that stop and continue a process.
var signalStops = map[int]bool{17: true, 18: true, 21: true, 22: true}

// signalNames are the signals of the platform, by their names.
func signalNames() map[string]int {
	return map[string]int{
		"SIGHUP":    1,
		"SIGINT":    2,
		"SIGQUIT":   3,
		"SIGILL":    4,
		"SIGTRAP":   5,
		"SIGABRT":   6,
		"SIGIOT":    6,
		"SIGEMT":    7,
		"SIGFPE":    8,
		"SIGKILL":   9,
		"SIGBUS":    10,
		"SIGSEGV":   11,
		"SIGSYS":    12,
		"SIGPIPE":   13,
		"SIGALRM":   14,
		"SIGTERM":   15,
		"SIGURG":    16,
		"SIGSTOP":   17,
		"SIGTSTP":   18,
		"SIGCONT":   19,
		"SIGCHLD":   20,
		"SIGTTIN":   21,
		"SIGTTOU":   22,
		"SIGIO":     23,
		"SIGXCPU":   24,
		"SIGXFSZ":   25,
		"SIGVTALRM": 26,
		"SIGPROF":   27,
		"SIGWINCH":  28,
		"SIGINFO":   29,
		"SIGUSR1":   30,
		"SIGUSR2":   31,
	}
}
