package time

import (
	"math"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/structseq"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
)

// A clock is what time, monotonic, perf_counter, process_time and thread_time read.
type clock struct {
	name string
	// implementation is what get_clock_info calls it.
	implementation        string
	monotonic, adjustable bool
	id                    int // of clock_gettime
	read                  func(c system.Clock) (time.Duration, error)
}

// Clock ids of Linux, under which scripts may ask for a clock.
const (
	clockRealtime  = 0
	clockMonotonic = 1
	clockProcess   = 2
	clockThread    = 3
)

func monotonic(c system.Clock) (time.Duration, error) { return c.Monotonic(), nil }

func realtime(c system.Clock) (time.Duration, error) { return time.Duration(c.Now().UnixNano()), nil }

// clocks: all interpreters of an operating system process share its CPU time, and
// goroutines have none of their own; so thread_time is process_time.
var clocks = []clock{
	{"time", "clock_gettime(CLOCK_REALTIME)", false, true, clockRealtime, realtime},
	{"monotonic", "clock_gettime(CLOCK_MONOTONIC)", true, false, clockMonotonic, monotonic},
	{"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", true, false, clockMonotonic, monotonic},
	{"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false, clockProcess, system.Clock.CPU},
	{"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false, clockThread, system.Clock.CPU},
}

// functions returns the clock's two functions: seconds, and nanoseconds.
func (c clock) functions() (seconds, nanoseconds *starlark.Builtin) {
	make := func(name string, convert func(d time.Duration) starlark.Value) *starlark.Builtin {
		signature := &text.Signature{Owner: "time", Func: name, Style: text.Nothing}
		return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args)+len(kwargs) > 0 {
				if _, err := signature.Parse(args, kwargs); err != nil {
					return nil, err
				}
			}
			d, err := c.read(interp.Of(thread).System().Clock)
			if err != nil {
				return nil, err
			}
			return convert(d), nil
		})
	}
	return make(c.name, asSeconds), make(c.name+"_ns", asNanoseconds)
}

func asSeconds(d time.Duration) starlark.Value     { return starlark.Float(float64(d) / 1e9) }
func asNanoseconds(d time.Duration) starlark.Value { return starlark.MakeInt64(int64(d)) }

// clockByID returns a function that reads the clock its argument names.
func clockByID(name string, convert func(d time.Duration) starlark.Value) *starlark.Builtin {
	signature := &text.Signature{Owner: "time", Func: name, Style: text.Single, Params: []string{"clk_id"}, Required: 1}
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := signature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		id, err := number.Int(thread, args[0])
		if err != nil {
			return nil, err
		}
		for _, c := range clocks {
			if c.id != id {
				continue
			}
			d, err := c.read(interp.Of(thread).System().Clock)
			if err != nil {
				return nil, err
			}
			return convert(d), nil
		}
		return nil, syscall.EINVAL
	})
}

var clockInfoSignature = &text.Signature{Owner: "time", Func: "get_clock_info", Style: text.Packed, Params: []string{"name"}, Required: 1}

var clockInfo = object.Later(func() *starlark.Builtin {
	return object.NewFunc("get_clock_info", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := clockInfoSignature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		name, ok := text.AsString(args[0])
		if !ok {
			return nil, exception.New(exception.TypeError, "get_clock_info() argument 1 must be str, not %s", object.TypeName(args[0]))
		}
		for _, c := range clocks {
			if c.name == name {
				i := object.NewInstance(object.EnvOf(thread), structseq.Namespace)
				i.Set("implementation", starlark.String(c.implementation))
				i.Set("monotonic", starlark.Bool(c.monotonic))
				i.Set("adjustable", starlark.Bool(c.adjustable))
				i.Set("resolution", starlark.Float(1e-9))
				return i, nil
			}
		}
		return nil, exception.New(exception.ValueError, "unknown clock")
	})
})

// seconds reads a number of seconds, a float or an int, as its floor and the rest.
func seconds(thread *starlark.Thread, v starlark.Value) (whole int64, fraction float64, err error) {
	if f, ok := object.Unwrap(v).(starlark.Float); ok {
		x := float64(f)
		if x != x {
			return 0, 0, exception.New(exception.ValueError, "Invalid value NaN (not a number)")
		}
		floor := math.Floor(x)
		if floor < math.MinInt64 || floor >= math.MaxInt64 {
			return 0, 0, errTimestamp
		}
		return int64(floor), x - floor, nil
	}
	n, err := number.Index(thread, v)
	if err != nil {
		return 0, 0, err
	}
	whole, ok := n.Int64()
	if !ok {
		return 0, 0, errTimestamp
	}
	return whole, 0, nil
}

var errTimestamp = exception.New(exception.OverflowError, "timestamp out of range for platform time_t")
