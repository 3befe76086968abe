package signal

import (
	"runtime"
	"strconv"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

// realTime is the number of the first real-time signal of Linux.
const realTime = 34

// describe returns the C library's words for a signal, "" for none.
func describe(sig int) string {
	for name, n := range interp.SignalNames() {
		if n == sig && words.Get()[name] != "" {
			return words.Get()[name]
		}
	}
	if runtime.GOOS == "linux" && sig >= realTime {
		return "Real-time signal " + strconv.Itoa(sig-realTime)
	}
	return ""
}

var words = object.Later(func() map[string]string {
	return map[string]string{
		"SIGHUP":    "Hangup",
		"SIGINT":    "Interrupt",
		"SIGQUIT":   "Quit",
		"SIGILL":    "Illegal instruction",
		"SIGTRAP":   "Trace/breakpoint trap",
		"SIGABRT":   "Aborted",
		"SIGBUS":    "Bus error",
		"SIGFPE":    "Floating point exception",
		"SIGKILL":   "Killed",
		"SIGUSR1":   "User defined signal 1",
		"SIGSEGV":   "Segmentation fault",
		"SIGUSR2":   "User defined signal 2",
		"SIGPIPE":   "Broken pipe",
		"SIGALRM":   "Alarm clock",
		"SIGTERM":   "Terminated",
		"SIGSTKFLT": "Stack fault",
		"SIGCHLD":   "Child exited",
		"SIGCONT":   "Continued",
		"SIGSTOP":   "Stopped (signal)",
		"SIGTSTP":   "Stopped",
		"SIGTTIN":   "Stopped (tty input)",
		"SIGTTOU":   "Stopped (tty output)",
		"SIGURG":    "Urgent I/O condition",
		"SIGXCPU":   "CPU time limit exceeded",
		"SIGXFSZ":   "File size limit exceeded",
		"SIGVTALRM": "Virtual timer expired",
		"SIGPROF":   "Profiling timer expired",
		"SIGWINCH":  "Window changed",
		"SIGIO":     "I/O possible",
		"SIGPWR":    "Power failure",
		"SIGSYS":    "Bad system call",
		"SIGEMT":    "EMT trap",
		"SIGINFO":   "Information request",
		"SIGBREAK":  "Break",
	}
})
