//go:build unix && !freebsd && !dragonfly

package interp

import "golang.org/x/sys/unix"

func setLimit(which int, soft, hard uint64) {
	unix.Setrlimit(which, &unix.Rlimit{Cur: soft, Max: hard})
}
