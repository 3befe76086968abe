package time

import (
	"time"

	"golang.org/x/sys/unix"
)

// sinceBoot is the system's monotonic clock at the start of this process, as every
// process of the machine reads it.
func sinceBoot() time.Duration {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) != nil {
		return 0
	}
	return time.Duration(ts.Nano())
}
