package system

import (
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// onlineCPUs counts the processors of the machine, also those that this process may
// not use. 0 means that it is not known.
func onlineCPUs() int {
	b, err := os.ReadFile("/sys/devices/system/cpu/online")
	if err != nil {
		return 0
	}
	n := 0
	for _, part := range strings.Split(strings.TrimSpace(string(b)), ",") { // "0-3,8"
		first, last, isRange := strings.Cut(part, "-")
		a, err := strconv.Atoi(first)
		if err != nil {
			return 0
		}
		z := a
		if isRange {
			if z, err = strconv.Atoi(last); err != nil {
				return 0
			}
		}
		n += z - a + 1
	}
	return n
}

func loadAverage() (l [3]float64, err error) {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return l, err
	}
	fields := strings.Fields(string(b))
	if len(fields) < len(l) {
		return l, errUnknown
	}
	for i := range l {
		if l[i], err = strconv.ParseFloat(fields[i], 64); err != nil {
			return l, err
		}
	}
	return l, nil
}

func affinity(pid int) ([]int, error) {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(pid, &set); err != nil {
		return nil, err
	}
	var cpus []int
	for i := 0; i < len(set)*64; i++ {
		if set.IsSet(i) {
			cpus = append(cpus, i)
		}
	}
	return cpus, nil
}

// sinceBoot is the system's monotonic clock at the start of this process, as every
// process of the machine reads it.
func sinceBoot() time.Duration {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) != nil {
		return 0
	}
	return time.Duration(ts.Nano())
}
