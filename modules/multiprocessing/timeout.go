package multiprocessing

import (
	"math"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// maxTimeout is the longest wait that is told from one for ever: 146 years.
const maxTimeout = float64(math.MaxInt64/2) / float64(time.Second)

// deadline returns the moment at which a call with this timeout in seconds gives
// up: never for None, at once for zero and below.
func deadline(t *ipc.Task, timeout starlark.Value) (time.Time, error) {
	if isNone(timeout) {
		return ipc.Forever, nil
	}
	s, err := real(timeout)
	switch {
	case err != nil:
		return time.Time{}, err
	case math.IsNaN(s):
		return time.Time{}, exception.New(exception.ValueError, "cannot convert float NaN to integer")
	case s <= 0:
		return ipc.NoWait, nil
	case s > maxTimeout:
		return ipc.Forever, nil
	}
	return t.Deadline(time.Duration(s * float64(time.Second))), nil
}

// blockDeadline is deadline for calls that have a block parameter too.
func blockDeadline(env *object.Env, t *ipc.Task, block, timeout starlark.Value) (time.Time, error) {
	if block != nil {
		b, err := object.Truth(env, block)
		if err != nil {
			return time.Time{}, err
		}
		if !b {
			_, err := deadline(t, timeout)
			return ipc.NoWait, err
		}
	}
	return deadline(t, timeout)
}

// real returns the float64 of a number.
func real(v starlark.Value) (float64, error) {
	switch v := object.Unwrap(v).(type) {
	case starlark.Float:
		return float64(v), nil
	case starlark.Int:
		f := float64(v.Float())
		if math.IsInf(f, 0) {
			return 0, exception.New(exception.OverflowError, "int too large to convert to float")
		}
		return f, nil
	case starlark.Bool:
		if v {
			return 1, nil
		}
		return 0, nil
	}
	return 0, exception.New(exception.TypeError, "must be real number, not %s", object.TypeName(v))
}

// integer returns the int of an integral value, as operator.index does.
func integer(v starlark.Value) (starlark.Int, error) {
	switch v := object.Unwrap(v).(type) {
	case starlark.Int:
		return v, nil
	case starlark.Bool:
		if v {
			return starlark.MakeInt(1), nil
		}
		return starlark.MakeInt(0), nil
	}
	return starlark.Int{}, exception.New(exception.TypeError, "'%s' object cannot be interpreted as an integer", object.TypeName(v))
}

// smallInt returns a C int.
func smallInt(v starlark.Value) (int, error) {
	i, err := integer(v)
	if err != nil {
		return 0, err
	}
	n, ok := i.Int64()
	if !ok || n > math.MaxInt32 || n < math.MinInt32 {
		return 0, exception.New(exception.OverflowError, "Python int too large to convert to C int")
	}
	return int(n), nil
}

// deadlineSum is deadline for methods that CPython writes as time + timeout, which
// complain in other words.
func deadlineSum(t *ipc.Task, timeout starlark.Value) (time.Time, error) {
	if isNone(timeout) {
		return ipc.Forever, nil
	}
	if _, err := real(timeout); err != nil {
		if e, ok := err.(*exception.Error); ok && e.Kind == exception.TypeError {
			return time.Time{}, exception.New(exception.TypeError, "unsupported operand type(s) for +: 'float' and '%s'", object.TypeName(timeout))
		}
		return time.Time{}, err
	}
	return deadline(t, timeout)
}

// deadlineAbove is deadline for methods that CPython writes as a comparison of the
// timeout with 0, which complain in yet other words.
func deadlineAbove(t *ipc.Task, timeout starlark.Value) (time.Time, error) {
	until, err := deadline(t, timeout)
	if e, ok := err.(*exception.Error); ok && e.Kind == exception.TypeError {
		err = exception.New(e.Kind, "'>' not supported between instances of '%s' and 'int'", object.TypeName(timeout))
	}
	return until, err
}

// chunkSize is smallInt for a chunksize, which CPython compares with a number first.
func chunkSize(v starlark.Value, op string) (int, error) {
	n, err := smallInt(v)
	if _, isFloat := object.Unwrap(v).(starlark.Float); err != nil && !isFloat {
		if e, ok := err.(*exception.Error); ok && e.Kind == exception.TypeError {
			err = exception.New(e.Kind, "'%s' not supported between instances of '%s' and 'int'", op, object.TypeName(v))
		}
	}
	return n, err
}
