package threading

import (
	"math"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// seconds reads a number of seconds.
func seconds(thread *starlark.Thread, v starlark.Value) (float64, error) {
	if _, ok := object.Unwrap(v).(starlark.Float); !ok {
		if _, err := number.Index(thread, v); err != nil {
			return 0, err
		}
	}
	s, err := number.Float(thread, v)
	switch {
	case err != nil:
		return 0, err
	case math.IsNaN(s):
		return 0, exception.New(exception.ValueError, "Invalid value NaN (not a number)")
	case s > timeoutMax:
		return 0, exception.New(exception.OverflowError, "timeout value is too large")
	}
	return s, nil
}

// deadline returns when a wait with this timeout gives up: never for None.
func deadline(thread *starlark.Thread, timeout starlark.Value) (time.Time, error) {
	if isNone(timeout) {
		return ipc.Forever, nil
	}
	s, err := seconds(thread, timeout)
	if err != nil {
		return time.Time{}, err
	}
	return after(thread, s), nil
}

func after(thread *starlark.Thread, s float64) time.Time {
	if s <= 0 {
		return ipc.NoWait
	}
	return interp.Of(thread).Task(thread).Deadline(time.Duration(min(s*1e9, math.MaxInt64/4)))
}
