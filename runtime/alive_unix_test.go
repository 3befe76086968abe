//go:build unix

package runtime_test

import (
	"strconv"
	"syscall"
)

// ownLimits says that children may have limits of their own.
const ownLimits = true

// alive reports whether there is a process.
func alive(pid string) bool {
	n, err := strconv.Atoi(pid)
	return err != nil || syscall.Kill(n, 0) == nil
}
