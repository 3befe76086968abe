//go:build unix

package time

import (
	"time"

	"golang.org/x/sys/unix"
)

// cpuTime returns what this process of the operating system has computed.
func cpuTime() (time.Duration, error) {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0, err
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}
