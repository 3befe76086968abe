package os

import (
	"os"
	"strconv"
	"strings"
	"time"

	"go.starlark.net/starlark"
	"golang.org/x/sys/unix"

	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/text"
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

func loadAverage() (l [3]float64, ok bool) {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return l, false
	}
	fields := strings.Fields(string(b))
	if len(fields) < len(l) {
		return l, false
	}
	for i := range l {
		if l[i], err = strconv.ParseFloat(fields[i], 64); err != nil {
			return l, false
		}
	}
	return l, true
}

// elapsed is a clock that only serves to be subtracted from itself.
func elapsed() time.Duration {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) != nil {
		return time.Since(started)
	}
	return time.Duration(ts.Nano())
}

// linuxFunctions are those that only Linux has.
var linuxFunctions = []*starlark.Builtin{
	native("sched_getaffinity", text.Signature{Params: []string{"pid"}, Required: 1, Style: text.Single}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		pid, err := number.Int(thread, a[0])
		if err != nil {
			return nil, err
		}
		if pid > 1<<22 {
			pid = 0 // a child inside this process
		}
		var set unix.CPUSet
		if err := unix.SchedGetaffinity(pid, &set); err != nil {
			return nil, failed(thread, err)
		}
		cpus := starlark.NewSet(set.Count())
		for i := 0; i < len(set)*64; i++ {
			if set.IsSet(i) {
				if err := cpus.Insert(starlark.MakeInt(i)); err != nil {
					return nil, err
				}
			}
		}
		return cpus, nil
	}),
}
