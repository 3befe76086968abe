package time

import (
	"strconv"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A zone is the time zone of a process, as its environment's TZ named it when the
// module was imported or tzset was called.
type zone struct {
	location *time.Location
	// What the module's attributes tell: seconds west of Greenwich.
	standard, alternative int
	daylight              bool
	names                 [2]string
}

type zoneKey struct{}

func zoneOf(in *interp.Interp) *zone {
	return in.State(zoneKey{}, func() any { return newZone(in) }).(*zone)
}

func newZone(in *interp.Interp) *zone {
	z := new(zone)
	z.read(in)
	return z
}

// read sets z from the environment. The names and offsets are those of January
// and July of this year: where January has the larger one, it is summer then.
func (z *zone) read(in *interp.Interp) {
	z.location = in.System().Clock.Local()
	if tz, ok := in.Environ()["TZ"]; ok {
		z.location = location(tz)
	}
	year := in.System().Clock.Now().Year()
	winter, east1 := time.Date(year, 1, 1, 0, 0, 0, 0, z.location).Zone()
	summer, east2 := time.Date(year, 7, 1, 0, 0, 0, 0, z.location).Zone()
	z.daylight = east1 != east2
	if east1 <= east2 {
		z.standard, z.alternative, z.names = -east1, -east2, [2]string{winter, summer}
	} else {
		z.standard, z.alternative, z.names = -east2, -east1, [2]string{summer, winter}
	}
}

// set makes z visible in the module.
func (z *zone) set(m *object.Module) {
	daylight := 0
	if z.daylight {
		daylight = 1
	}
	m.Set("timezone", starlark.MakeInt(z.standard))
	m.Set("altzone", starlark.MakeInt(z.alternative))
	m.Set("daylight", starlark.MakeInt(daylight))
	m.Set("tzname", starlark.Tuple{text.Str(z.names[0]), text.Str(z.names[1])})
}

// location returns the zone that a value of TZ names: a file of the zone
// database, or a fixed offset in POSIX's form ("EST5", "<+0330>-3:30"). As in C,
// a name that is neither means UTC under that name.
func location(tz string) *time.Location {
	tz = strings.TrimPrefix(tz, ":")
	if tz == "" {
		return time.UTC
	}
	if loc, err := time.LoadLocation(tz); err == nil && tz != "Local" {
		return loc
	}
	name, rest := tz, ""
	if i := strings.IndexByte(tz, '>'); tz[0] == '<' && i > 0 {
		name, rest = tz[1:i], tz[i+1:]
	} else if i := strings.IndexFunc(tz, func(r rune) bool { return r >= '0' && r <= '9' || r == '+' || r == '-' }); i > 0 {
		name, rest = tz[:i], tz[i:]
	}
	if len(name) < 3 {
		return time.FixedZone(name, 0)
	}
	return time.FixedZone(name, -posixOffset(rest))
}

// posixOffset reads [+-]hh[:mm[:ss]], seconds west of Greenwich; what follows is ignored.
func posixOffset(s string) int {
	sign := 1
	if strings.HasPrefix(s, "-") {
		sign = -1
	}
	s = strings.TrimLeft(s, "+-")
	seconds, unit := 0, 3600
	for unit > 0 {
		end := 0
		for end < len(s) && end < 2 && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		n, err := strconv.Atoi(s[:end])
		if err != nil {
			break
		}
		seconds += n * unit
		if unit /= 60; end == len(s) || s[end] != ':' {
			break
		}
		s = s[end+1:]
	}
	return sign * seconds
}

// moment returns the time that c shows in the zone, where c need not be
// normalised. Its dst says which of the zone's offsets is meant: -1 leaves it to the
// zone's rules.
func (z *zone) moment(c civil) time.Time {
	t := time.Date(c.year, time.Month(c.month), c.day, c.hour, c.minute, c.second, 0, z.location)
	if c.dst >= 0 && z.daylight && t.IsDST() != (c.dst > 0) {
		shift := time.Duration(z.standard-z.alternative) * time.Second
		if c.dst > 0 {
			shift = -shift
		}
		t = t.Add(shift)
	}
	if c.dst > 0 && !z.daylight {
		t = t.Add(-time.Hour) // what the C library takes summer time for where there is none
	}
	return t
}
