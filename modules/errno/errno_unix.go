//go:build unix

package errno

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// numbers returns the system's table. Of two names for one number the one that
// errorcode gives comes last.
func numbers() (list []number) {
	var aliases []number
	for n := syscall.Errno(1); n < 200; n++ {
		if name := unix.ErrnoName(n); name != "" {
			list = append(list, number{name, int(n)})
		}
	}
	for _, a := range []number{{"EWOULDBLOCK", int(unix.EWOULDBLOCK)}, {"EAGAIN", int(unix.EAGAIN)}, {"EDEADLK", int(unix.EDEADLK)}, {"EDEADLOCK", int(unix.EDEADLK)},
		{"EOPNOTSUPP", int(unix.EOPNOTSUPP)}, {"ENOTSUP", int(unix.ENOTSUP)}} {
		aliases = append(aliases, a)
	}
	return append(list, aliases...)
}
