package time

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// patterns are what strptime's directives match, ignoring case. Where one
// alternative begins another, the longer one comes first.
var patterns = ['z' + 1]string{
	'a': "Mon|Tue|Wed|Thu|Fri|Sat|Sun",
	'A': "Wednesday|Thursday|Saturday|Tuesday|Monday|Friday|Sunday",
	'b': "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
	'B': "September|February|November|December|January|October|August|March|April|June|July|May",
	'd': "3[01]|[12][0-9]|0[1-9]|[1-9]| [1-9]",
	'f': "[0-9]{1,6}",
	'G': "[0-9]{4}",
	'H': "2[0-3]|[01][0-9]|[0-9]",
	'I': "1[0-2]|0[1-9]|[1-9]",
	'j': "36[0-6]|3[0-5][0-9]|[12][0-9]{2}|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9]",
	'm': "1[0-2]|0[1-9]|[1-9]",
	'M': "[0-5][0-9]|[0-9]",
	'p': "am|pm",
	'S': "6[01]|[0-5][0-9]|[0-9]",
	'u': "[1-7]",
	'U': "5[0-3]|[0-4][0-9]|[0-9]",
	'V': "5[0-3]|0[1-9]|[1-4][0-9]|[0-9]",
	'w': "[0-6]",
	'W': "5[0-3]|[0-4][0-9]|[0-9]",
	'y': "[0-9]{2}",
	'Y': "[0-9]{4}",
	'z': `[+-][0-9]{2}:?[0-5][0-9](?::?[0-5][0-9](?:\.[0-9]{1,6})?)?|(?-i:Z)`,
}

var composites = map[byte]string{'c': "%a %b %d %H:%M:%S %Y", 'x': "%m/%d/%y", 'X': "%H:%M:%S"}

// isSpace reports whether Python's \s matches c.
func isSpace(c rune) bool {
	return c >= '\t' && c <= '\r' || c >= 0x1c && c <= ' ' || c == 0x85 || c > 0x85 && regexpSpace().MatchString(string(c))
}

var regexpSpace = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\p{Z}$`) })

const spaces = `[\t-\r\x1c-\x20\x{85}\p{Z}]+`

// A layout is a compiled format.
type layout struct {
	re     *regexp.Regexp
	groups []byte // the directive of each group
}

func compile(format string, zones []string) (*layout, error) {
	l := new(layout)
	var b strings.Builder
	b.WriteString("^(?i:")
	if err := l.add(&b, format, format, zones); err != nil {
		return nil, err
	}
	b.WriteByte(')')
	re, err := regexp.Compile(b.String())
	if err != nil {
		return nil, exception.New(exception.ValueError, "format %s is too long", text.Repr(format))
	}
	l.re = re
	return l, nil
}

func (l *layout) add(b *strings.Builder, format, whole string, zones []string) error {
	space := false
	for i := 0; i < len(format); {
		r, size := rune(format[i]), 1
		if r >= 0x80 {
			for j, c := range format[i:] {
				if j == 0 {
					r, size = c, 0
				} else {
					size = j
					break
				}
			}
			if size == 0 {
				size = len(format) - i
			}
		}
		chunk := format[i : i+size]
		i += size
		if isSpace(r) {
			if !space {
				b.WriteString(spaces)
			}
			space = true
			continue
		}
		space = false
		if r != '%' {
			b.WriteString(regexp.QuoteMeta(chunk))
			continue
		}
		if i == len(format) {
			return exception.New(exception.ValueError, "stray %% in format '%s'", whole)
		}
		d := format[i]
		i++
		if d == '%' {
			b.WriteByte('%')
			continue
		}
		if c, ok := composites[d]; ok {
			if err := l.add(b, c, whole, zones); err != nil {
				return err
			}
			continue
		}
		pattern, ok := "", false
		if int(d) < len(patterns) {
			pattern, ok = patterns[d], patterns[d] != ""
		}
		if d == 'Z' {
			quoted := make([]string, len(zones))
			for k, z := range zones {
				quoted[k] = regexp.QuoteMeta(z)
			}
			pattern, ok = strings.Join(quoted, "|"), true
		}
		if !ok {
			i--
			bad := format[i:]
			for j := range bad {
				if j > 0 {
					bad = bad[:j]
					break
				}
			}
			if strings.ContainsAny(bad, `\.^$*+?(){}[]|`) || isSpace(rune(bad[0])) {
				bad = "%"
			}
			return exception.New(exception.ValueError, "'%s' is a bad directive in format '%s'", bad, whole)
		}
		if slices.Contains(l.groups, d) {
			return exception.New(exception.ValueError, "directive '%%%c' occurs twice in format '%s'", d, whole)
		}
		l.groups = append(l.groups, d)
		b.WriteString("(" + pattern + ")")
	}
	return nil
}

// zoneNames returns the names that %Z matches, longest first, and which of them
// mean summer time.
func (z *zone) zoneNames() (names []string, summer string) {
	names = []string{"utc", "gmt"}
	if s := strings.ToLower(z.names[0]); !slices.Contains(names, s) {
		names = append(names, s)
	}
	if z.daylight {
		summer = strings.ToLower(z.names[1])
		names = append(names, summer)
	}
	slices.SortStableFunc(names, func(a, b string) int { return len(b) - len(a) })
	return names, summer
}

// parsed is what the directives of a format said; -1 is nothing.
type parsed struct {
	civil
	isoYear, isoWeek int
	week, weekStart  int // %U (weekStart 6) or %W (0)
	hour12           int
	half             string
	hasYear          bool
	hasWeekday       bool
	julian           int
}

// maxParsed bounds the length of a time and its format that are read: a regular expression is made of the format.
const maxParsed = 1 << 14

func strptime(z *zone, s, format string) (civil, error) {
	if len(format) > maxParsed {
		return civil{}, exception.New(exception.ValueError, "format of %d bytes is too long", len(format))
	}
	if len(s) > maxParsed {
		return civil{}, exception.New(exception.ValueError, "time data of %d bytes is too long", len(s))
	}
	names, summer := z.zoneNames()
	l, err := compile(format, names)
	if err != nil {
		return civil{}, err
	}
	m := l.re.FindStringSubmatchIndex(s)
	if m == nil {
		return civil{}, exception.New(exception.ValueError, "time data %s does not match format %s", text.Repr(s), text.Repr(format))
	}
	if m[1] != len(s) {
		return civil{}, exception.New(exception.ValueError, "unconverted data remains: %s", s[m[1]:])
	}
	p := parsed{isoYear: -1, isoWeek: -1, week: -1, hour12: -1, julian: -1}
	p.month, p.day, p.dst = 1, 1, -1
	for i, d := range l.groups {
		value := strings.ToLower(s[m[2*i+2]:m[2*i+3]])
		n, _ := strconv.Atoi(strings.TrimLeft(value, " "))
		switch d {
		case 'a', 'A':
			p.setWeekday(slices.IndexFunc(dayNames[:], func(day string) bool { return strings.EqualFold(day[:3], value[:3]) }))
		case 'b', 'B':
			p.month = 1 + slices.IndexFunc(monthNames[:], func(month string) bool { return strings.EqualFold(month[:3], value[:3]) })
		case 'd':
			p.day = n
		case 'G':
			p.isoYear = n
		case 'H':
			p.hour = n
		case 'I':
			p.hour12 = n
		case 'j':
			p.julian = n
		case 'm':
			p.month = n
		case 'M':
			p.minute = n
		case 'p':
			p.half = value
		case 'S':
			p.second = n
		case 'u':
			p.setWeekday(n - 1)
		case 'U':
			p.week, p.weekStart = n, 6
		case 'V':
			p.isoWeek = n
		case 'w':
			p.setWeekday((n + 6) % 7)
		case 'W':
			p.week, p.weekStart = n, 0
		case 'y':
			p.year, p.hasYear = n+1900, true
			if n <= 68 {
				p.year += 100
			}
		case 'Y':
			p.year, p.hasYear = n, true
		case 'z':
			if p.offset, err = parseOffset(s[m[2*i+2]:m[2*i+3]]); err != nil {
				return civil{}, err
			}
		case 'Z':
			p.zone = s[m[2*i+2]:m[2*i+3]]
			switch {
			case z.names[0] == z.names[1] && z.daylight && value != "utc" && value != "gmt":
			case value == summer && value != "utc" && value != "gmt" && value != strings.ToLower(z.names[0]):
				p.dst = 1
			default:
				p.dst = 0
			}
		}
	}
	if p.hour12 >= 0 {
		p.hour = p.hour12 % 12
		if p.half == "pm" {
			p.hour += 12
		}
	}
	return p.resolve()
}

func (p *parsed) setWeekday(n int) { p.weekday, p.hasWeekday = n, true }

// parseOffset reads +hh:mm:ss.ffffff, where colons may be missing; the fraction is lost.
func parseOffset(s string) (int, error) {
	if s == "Z" {
		return 0, nil
	}
	digits := s[1:]
	if digits[2] == ':' {
		if len(digits) > 5 && digits[5] != ':' {
			return 0, exception.New(exception.ValueError, "Inconsistent use of : in %s", s)
		}
		digits = strings.ReplaceAll(digits, ":", "")
	}
	digits, _, _ = strings.Cut(strings.ReplaceAll(digits, ":", ""), ".")
	seconds := 0
	for i, unit := 0, 3600; i+2 <= len(digits); i, unit = i+2, unit/60 {
		n, _ := strconv.Atoi(digits[i : i+2])
		seconds += n * unit
	}
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, nil
}

// resolve works out the date from whatever names it: a month and day, a day of
// the year, or a week and a weekday.
func (p *parsed) resolve() (civil, error) {
	if !p.hasYear && p.isoYear >= 0 {
		if p.isoWeek < 0 || !p.hasWeekday {
			return civil{}, exception.New(exception.ValueError, "%s", "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u').")
		}
		if p.julian >= 0 {
			return civil{}, exception.New(exception.ValueError, "%s", "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
		}
	} else if p.week < 0 && p.isoWeek >= 0 {
		if !p.hasWeekday {
			return civil{}, exception.New(exception.ValueError, "%s", "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u').")
		}
		return civil{}, exception.New(exception.ValueError, "%s", "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.")
	}
	leapDay := !p.hasYear && p.month == 2 && p.day == 29
	if leapDay {
		p.year = 1904 // the first leap year of the century
	} else if !p.hasYear {
		p.year = 1900
	}
	if p.year < 1 {
		return civil{}, exception.New(exception.ValueError, "year %d is out of range", p.year)
	}
	if p.julian < 0 && p.hasWeekday {
		first := func(year int) int { return civilOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)).weekday }
		switch {
		case p.week >= 0:
			start, day := first(p.year), p.weekday
			if p.weekStart == 6 {
				start, day = (start+1)%7, (day+1)%7
			}
			if p.week == 0 {
				p.julian = 1 + day - start
			} else {
				p.julian = 1 + (7-start)%7 + 7*(p.week-1) + day
			}
			p.fromJulian()
		case p.isoYear >= 0 && p.isoWeek >= 0:
			// Week 1 holds January 4.
			monday := 4 - civilOf(time.Date(p.isoYear, 1, 4, 0, 0, 0, 0, time.UTC)).weekday
			p.year = p.isoYear
			p.julian = monday + 7*(p.isoWeek-1) + p.weekday
			p.fromJulian()
		}
	} else if p.julian >= 0 {
		p.fromJulian()
	}
	t := time.Date(p.year, time.Month(p.month), p.day, 0, 0, 0, 0, time.UTC)
	if t.Day() != p.day {
		return civil{}, exception.New(exception.ValueError, "day is out of range for month")
	}
	date := civilOf(t)
	p.yearday = date.yearday
	if p.julian >= 0 {
		p.yearday = p.julian // as it was given, also where it leads into the next year
	}
	if !p.hasWeekday {
		p.weekday = date.weekday
	}
	if leapDay {
		p.year = 1900
	}
	return p.civil, nil
}

func (p *parsed) fromJulian() {
	if p.julian <= 0 {
		p.year--
		p.julian += daysIn(p.year)
	}
	t := time.Date(p.year, 1, p.julian, 0, 0, 0, 0, time.UTC)
	p.year, p.month, p.day = t.Year(), int(t.Month()), t.Day()
}
