package time

import (
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/structseq"
	"github.com/mpstar/mpstar/internal/text"
)

// A civil is a moment as calendars and clocks show it: C's struct tm, with the
// ranges that scripts see (months from 1, days of the week from Monday, 0).
type civil struct {
	year, month, day     int
	hour, minute, second int
	weekday, yearday     int // yearday from 1
	dst                  int // 1, 0, or -1 if unknown
	zone                 string
	offset               int // seconds east of Greenwich
}

var structTime = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{
		Name:   "struct_time",
		Module: "time",
		Doc:    "A moment by calendar and clock: what gmtime() and localtime() return.",
		Fields: []string{"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"},
		Hidden: []string{"tm_zone", "tm_gmtoff"},
	})
})

func civilOf(t time.Time) civil {
	zone, offset := t.Zone()
	c := civil{
		year: t.Year(), month: int(t.Month()), day: t.Day(),
		hour: t.Hour(), minute: t.Minute(), second: t.Second(),
		weekday: (int(t.Weekday()) + 6) % 7, yearday: t.YearDay(),
		zone: zone, offset: offset,
	}
	if t.IsDST() {
		c.dst = 1
	}
	return c
}

func (c civil) numbers() []int {
	return []int{c.year, c.month, c.day, c.hour, c.minute, c.second, c.weekday, c.yearday, c.dst}
}

func (c civil) value(env *object.Env) starlark.Value {
	var vs []starlark.Value
	for _, n := range c.numbers() {
		vs = append(vs, starlark.MakeInt(n))
	}
	if c.zone != "" {
		vs = append(vs, text.Str(c.zone), starlark.MakeInt(c.offset))
	}
	return structTime.Get().Make(env, vs...)
}

// readCivil reads a struct_time or a tuple of nine ints that was given to the
// function of that name. Nothing is checked but its form.
func readCivil(thread *starlark.Thread, fn string, v starlark.Value) (c civil, err error) {
	items, ok := object.Unwrap(v).(starlark.Tuple)
	if !ok {
		return c, exception.New(exception.TypeError, "Tuple or struct_time argument required")
	}
	if len(items) != 9 {
		return c, exception.New(exception.TypeError, "%s(): illegal time tuple argument", fn)
	}
	for i, p := range []*int{&c.year, &c.month, &c.day, &c.hour, &c.minute, &c.second, &c.weekday, &c.yearday, &c.dst} {
		n, err := number.Index(thread, items[i])
		if err != nil {
			return c, err
		}
		k, ok := n.Int64()
		if !ok || int64(int32(k)) != k {
			return c, exception.New(exception.OverflowError, "Python int too large to convert to C int")
		}
		*p = int(k)
	}
	if object.IsInstance(v, structTime.Get().Class) {
		if zone, err := object.GetAttr(thread, v, "tm_zone"); err == nil {
			c.zone, _ = text.AsString(zone)
		}
		if offset, err := object.GetAttr(thread, v, "tm_gmtoff"); err == nil {
			if n, ok := number.IsInt(offset); ok {
				k, _ := n.Int64()
				c.offset = int(k)
			}
		}
	}
	return c, nil
}

// check reports the first field that is out of range. As in C, a day or a month of
// zero counts as the first, and a second may be 61.
func (c *civil) check() error {
	if c.month == 0 {
		c.month = 1
	}
	if c.day == 0 {
		c.day = 1
	}
	if c.yearday == 0 {
		c.yearday = 1
	}
	for _, r := range []struct {
		n, lo, hi int
		name      string
	}{
		{c.month, 1, 12, "month"}, {c.day, 1, 31, "day of month"}, {c.hour, 0, 23, "hour"}, {c.minute, 0, 59, "minute"},
		{c.second, 0, 61, "seconds"}, {c.weekday, -1, 1 << 32, "day of week"}, {c.yearday, 1, 366, "day of year"},
	} {
		if r.n < r.lo || r.n > r.hi {
			return exception.New(exception.ValueError, "%s out of range", r.name)
		}
	}
	c.weekday = (c.weekday + 7) % 7
	return nil
}
