package interp

import (
	"os/signal"
	"syscall"
	"unsafe"
)

// dropped are the signals that end a process, and of which the Go runtime would make nothing, or a dump, without being in need of them itself.
const dropped = 1<<(4-1) | 1<<(5-1) | 1<<(6-1) | 1<<(16-1) | 1<<(24-1) | 1<<(27-1) | 1<<(29-1) | 1<<(30-1) | 1<<(31-1) | ^uint64(1<<34-1)

// hearDropped gives them back to the system, so that they end a child when they come from outside the tree. To be notified of each would take 14 us, all together
// a fifth of the time in which a child starts. Notify, once a script has a handler, takes a signal again only after Ignore: else the runtime believes it has it.
func (h *home) hearDropped() {
	for set := uint64(dropped); set != 0; set &= set - 1 {
		sig := lowest(set)
		signal.Ignore(syscall.Signal(sig))
		var standard [4]uint64 // SIG_DFL, without flags and mask
		syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&standard)), 0, 8, 0, 0)
	}
}

// signalHarmless are the signals that do nothing to a process that does not handle them: by POSIX, or because the interpreter ignores them.
var signalHarmless = map[int]bool{13: true, 17: true, 18: true, 23: true, 25: true, 28: true}

// signalStops are those that stop and continue a process.
var signalStops = map[int]bool{19: true, 20: true, 21: true, 22: true}

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
		"SIGBUS":    7,
		"SIGFPE":    8,
		"SIGKILL":   9,
		"SIGUSR1":   10,
		"SIGSEGV":   11,
		"SIGUSR2":   12,
		"SIGPIPE":   13,
		"SIGALRM":   14,
		"SIGTERM":   15,
		"SIGSTKFLT": 16,
		"SIGCHLD":   17,
		"SIGCLD":    17,
		"SIGCONT":   18,
		"SIGSTOP":   19,
		"SIGTSTP":   20,
		"SIGTTIN":   21,
		"SIGTTOU":   22,
		"SIGURG":    23,
		"SIGXCPU":   24,
		"SIGXFSZ":   25,
		"SIGVTALRM": 26,
		"SIGPROF":   27,
		"SIGWINCH":  28,
		"SIGIO":     29,
		"SIGPOLL":   29,
		"SIGPWR":    30,
		"SIGSYS":    31,
		"SIGRTMIN":  34,
		"SIGRTMAX":  64,
	}
}
