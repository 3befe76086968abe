package interp

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
