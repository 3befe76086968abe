//go:build unix

package os

import (
	"fmt"
	"strings"
	"syscall"
)

func posixErrno(e syscall.Errno) syscall.Errno { return e }

// strerror returns the system's text for an error number: Go's are the C library's
// with a small first letter.
func strerror(e syscall.Errno) string {
	if e == 0 {
		return "Success"
	}
	s := e.Error()
	if strings.HasPrefix(s, "errno ") {
		return fmt.Sprintf("Unknown error %d", int(e))
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
