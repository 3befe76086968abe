package interp

import (
	"os"
)

func osSignal(sig int) os.Signal {
	if sig == SIGINT {
		return os.Interrupt
	}
	return nil
}

func signalNumber(s os.Signal) int {
	if s == os.Interrupt {
		return SIGINT
	}
	return SIGTERM
}

// signalHarmless are the signals that do nothing to a process that does not handle them: by POSIX, or because the interpreter ignores them.
var signalHarmless = map[int]bool{}

// signalStops are those that stop and continue a process.
var signalStops = map[int]bool{}

// signalNames are the signals of the platform, by their names.
func signalNames() map[string]int {
	return map[string]int{
		"SIGINT":   2,
		"SIGILL":   4,
		"SIGFPE":   8,
		"SIGSEGV":  11,
		"SIGTERM":  15,
		"SIGBREAK": 21,
		"SIGABRT":  22,
	}
}

// bySystem reports whether the process is ended.
func bySystem(int) bool { return true }

func startSignals() []os.Signal { return nil }

func (h *home) hearDropped() {}
