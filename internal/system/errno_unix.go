//go:build !windows

package system

import "syscall"

const errReadOnly = syscall.EROFS
