package interp

import (
	"errors"
	"syscall"
)

func isEPIPE(err error) bool { return errors.Is(err, syscall.ERROR_BROKEN_PIPE) }
