// Package time is the module time.
//
// Clocks are in clock.go, struct_time and its checks in civil.go, the time zone in
// zone.go, strftime in format.go and strptime in parse.go.
package time

import (
	"strings"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "time",
		Doc:  "Clocks, dates and sleep.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for _, f := range functions.Get() {
				m.Set(f.Name(), f)
			}
			m.Set("struct_time", structTime.Get().Class)
			m.Set("CLOCK_REALTIME", starlark.MakeInt(clockRealtime))
			m.Set("CLOCK_MONOTONIC", starlark.MakeInt(clockMonotonic))
			m.Set("CLOCK_PROCESS_CPUTIME_ID", starlark.MakeInt(clockProcess))
			m.Set("CLOCK_THREAD_CPUTIME_ID", starlark.MakeInt(clockThread))
			zoneOf(in).set(m)
			return nil
		},
	}
}

var functions = object.Later(func() []*starlark.Builtin {
	fs := []*starlark.Builtin{
		sleepFunc.Get(), strftimeFunc.Get(), strptimeFunc.Get(), tzset.Get(), clockInfo.Get(),
		clockByID("clock_gettime", asSeconds), clockByID("clock_gettime_ns", asNanoseconds),
		fromSeconds("gmtime", func(env *object.Env, z *zone, t time.Time) starlark.Value {
			c := civilOf(t.UTC())
			c.zone = "GMT"
			return c.value(env)
		}),
		fromSeconds("localtime", func(env *object.Env, z *zone, t time.Time) starlark.Value {
			return civilOf(t.In(z.location)).value(env)
		}),
		fromSeconds("ctime", func(env *object.Env, z *zone, t time.Time) starlark.Value {
			return starlark.String(civilOf(t.In(z.location)).asctime())
		}),
		asctimeFunc.Get(), mktimeFunc.Get(),
	}
	for _, c := range clocks {
		seconds, nanoseconds := c.functions()
		fs = append(fs, seconds, nanoseconds)
	}
	return fs
})

var sleepSignature = &text.Signature{Owner: "time", Func: "sleep", Style: text.Single, Params: []string{"seconds"}, Required: 1}

var sleepFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("sleep", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := sleepSignature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		whole, fraction, err := seconds(thread, args[0])
		if err == errTimestamp {
			if _, ok := object.Unwrap(args[0]).(starlark.Float); !ok {
				err = exception.New(exception.OverflowError, "timestamp too large to convert to C _PyTime_t")
			}
		}
		if err != nil {
			return nil, err
		}
		if whole < 0 {
			return nil, exception.New(exception.ValueError, "sleep length must be non-negative")
		}
		const most = int64(1<<63-1) / int64(time.Second)
		if whole >= most {
			return nil, exception.New(exception.OverflowError, "timestamp too large to convert to C _PyTime_t")
		}
		// Rounded up: the sleep is never shorter than what was asked for.
		d := time.Duration(whole)*time.Second + time.Duration(fraction*1e9+0.999999)
		return starlark.None, interp.Of(thread).Sleep(thread, d)
	})
})

// maxTime is the first second that C's struct tm can't show: its year has 32 bits.
const maxTime = 67768036191676799

// fromSeconds returns a function of an optional number of seconds since 1970, by
// default now.
func fromSeconds(name string, fn func(env *object.Env, z *zone, t time.Time) starlark.Value) *starlark.Builtin {
	signature := &text.Signature{Owner: "time", Func: name, Style: text.Packed, Params: []string{"seconds"}}
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		t := interp.Of(thread).System().Clock.Now()
		if v := slots[0]; v != nil && v != starlark.None {
			whole, _, err := seconds(thread, v)
			if err != nil {
				return nil, err
			}
			if whole > maxTime || whole < -maxTime {
				return nil, syscall.EOVERFLOW
			}
			t = time.Unix(whole, 0)
		}
		return fn(object.EnvOf(thread), zoneOf(interp.Of(thread)), t), nil
	})
}

// givenOrNow reads an optional struct_time; without one it is the local time.
func givenOrNow(thread *starlark.Thread, fn string, v starlark.Value) (civil, error) {
	if v == nil {
		return civilOf(interp.Of(thread).System().Clock.Now().In(zoneOf(interp.Of(thread)).location)), nil
	}
	c, err := readCivil(thread, fn, v)
	if err != nil {
		return c, err
	}
	return c, c.check()
}

var asctimeSignature = &text.Signature{Owner: "time", Func: "asctime", Style: text.Positional, Params: []string{"tuple"}}

var asctimeFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("asctime", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := asctimeSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		c, err := givenOrNow(thread, "asctime", slots[0])
		if err != nil {
			return nil, err
		}
		return starlark.String(c.asctime()), nil
	})
})

var mktimeSignature = &text.Signature{Owner: "time", Func: "mktime", Style: text.Single, Params: []string{"tuple"}, Required: 1}

var mktimeFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("mktime", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := mktimeSignature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		c, err := readCivil(thread, "mktime", args[0])
		if err != nil {
			return nil, err
		}
		return starlark.Float(zoneOf(interp.Of(thread)).moment(c).Unix()), nil
	})
})

var strftimeSignature = &text.Signature{Owner: "time", Func: "strftime", Style: text.Packed, Params: []string{"format", "tuple"}, Required: 1}

var strftimeFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("strftime", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := strftimeSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		format, ok := text.AsString(slots[0])
		if !ok {
			return nil, exception.New(exception.TypeError, "strftime() argument 1 must be str, not %s", object.TypeName(slots[0]))
		}
		if strings.IndexByte(format, 0) >= 0 {
			return nil, exception.New(exception.ValueError, "embedded null character")
		}
		c, err := givenOrNow(thread, "strftime", slots[1])
		if err != nil {
			return nil, err
		}
		z := zoneOf(interp.Of(thread))
		if slots[1] != nil && c.zone == "" {
			// A plain tuple says by its dst which of the zone's names is meant, and
			// nothing of the offset.
			c.zone = z.names[0]
			if c.dst > 0 {
				c.zone = z.names[1]
			}
		}
		s, err := c.strftime(format, z.location)
		if err != nil {
			return nil, err
		}
		return text.Str(s), nil
	})
})

var strptimeSignature = &text.Signature{Func: "_strptime_time", Params: []string{"data_string", "format"}, Required: 1}

var strptimeFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("strptime", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := strptimeSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		given := [2]string{1: "%a %b %d %H:%M:%S %Y"}
		for i, v := range slots {
			if v == nil {
				continue
			}
			s, ok := text.AsString(v)
			if !ok {
				return nil, exception.New(exception.TypeError, "strptime() argument %d must be str, not %s", i, object.TypeOf(v))
			}
			given[i] = s
		}
		c, err := strptime(zoneOf(interp.Of(thread)), given[0], given[1])
		if err != nil {
			return nil, err
		}
		return c.value(object.EnvOf(thread)), nil
	})
})

var tzsetSignature = &text.Signature{Owner: "time", Func: "tzset", Style: text.Nothing}

var tzset = object.Later(func() *starlark.Builtin {
	return object.NewFunc("tzset", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := tzsetSignature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		in := interp.Of(thread)
		z := zoneOf(in)
		z.read(in)
		if m, ok := in.Module("time"); ok {
			z.set(m)
		}
		return starlark.None, nil
	})
})
