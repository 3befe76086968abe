package time

import (
	"strconv"
	"strings"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
)

var (
	monthNames = [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	dayNames   = [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
)

func (c civil) monthName() string { return monthNames[(c.month+11)%12] }
func (c civil) dayName() string   { return dayNames[c.weekday] }

// asctime returns c as "Sat Nov  1 22:11:51 2025".
func (c civil) asctime() string {
	return c.dayName()[:3] + " " + c.monthName()[:3] + padded(c.day, 3, ' ') + " " +
		padded(c.hour, 2, '0') + ":" + padded(c.minute, 2, '0') + ":" + padded(c.second, 2, '0') + " " + strconv.Itoa(c.year)
}

// padded returns n filled up on the left to a width; a sign stays in front of zeros.
func padded(n, width int, fill byte) string {
	s := strconv.Itoa(n)
	if len(s) >= width {
		return s
	}
	if n < 0 && fill == '0' {
		return "-" + strings.Repeat("0", width-len(s)) + s[1:]
	}
	return strings.Repeat(string(fill), width-len(s)) + s
}

// maxFormatted bounds the length of a formatted time; widths in a format can ask
// for any number of zeros.
const maxFormatted = 1 << 20

// A field is how one directive shows: a number with its usual width and filling,
// or text (digits == 0).
type field struct {
	n, digits int
	fill      byte
	text      string
}

// strftime formats c as C's function does in the C locale. Between the percent
// sign and the directive there may be flags (- _ 0 ^ #) and a width; a directive
// that C does not know stays as it is.
func (c civil) strftime(format string, loc *time.Location) (string, error) {
	if len(format) > maxFormatted {
		return "", exception.New(exception.MemoryError, "formatted time longer than %d bytes", maxFormatted)
	}
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b.WriteByte(format[i])
			continue
		}
		start := i
		i++
		var pad byte
		upper, swap := false, false
	flags:
		for ; i < len(format); i++ {
			switch f := format[i]; f {
			case '-', '_', '0':
				pad = f
			case '^':
				upper = true
			case '#':
				swap = true
			default:
				break flags
			}
		}
		width := -1
		for ; i < len(format) && format[i] >= '0' && format[i] <= '9'; i++ {
			width = min(max(width, 0)*10+int(format[i]-'0'), maxFormatted+1)
		}
		if i < len(format) && (format[i] == 'E' || format[i] == 'O') {
			i++ // the C locale has no other forms
		}
		var f field
		known := false
		if i < len(format) {
			var err error
			if f, known, err = c.field(format[i], loc); err != nil {
				return "", err
			}
		}
		if !known {
			f = field{text: format[start:min(i+1, len(format))]}
			upper, swap = false, false
		}
		s := f.text
		fill := byte(' ')
		if f.digits > 0 {
			fill = f.fill
			if pad == '-' {
				s = padded(f.n, min(width, maxFormatted), ' ')
			} else {
				if pad != 0 {
					fill = ' '
					if pad == '0' {
						fill = '0'
					}
				}
				s = padded(f.n, max(f.digits, min(width, maxFormatted)), fill)
			}
		} else {
			if pad == '0' {
				fill = '0'
			}
			if upper || swap && strings.IndexByte("aAbBh", format[i]) >= 0 {
				s = strings.ToUpper(s)
			} else if swap && (format[i] == 'p' || format[i] == 'Z') {
				s = strings.ToLower(s)
			}
			if len(s) < width && width <= maxFormatted {
				s = strings.Repeat(string(fill), width-len(s)) + s
			}
		}
		b.WriteString(s)
		if width > maxFormatted || b.Len() > maxFormatted {
			return "", exception.New(exception.MemoryError, "formatted time longer than %d bytes", maxFormatted)
		}
	}
	return b.String(), nil
}

func (c civil) field(directive byte, loc *time.Location) (f field, ok bool, err error) {
	number := func(n, digits int) (field, bool, error) { return field{n: n, digits: digits, fill: '0'}, true, nil }
	spaced := func(n, digits int) (field, bool, error) { return field{n: n, digits: digits, fill: ' '}, true, nil }
	str := func(s string) (field, bool, error) { return field{text: s}, true, nil }
	as := func(format string) (field, bool, error) {
		s, err := c.strftime(format, loc)
		return field{text: s}, true, err
	}
	hour12 := (c.hour+11)%12 + 1
	switch directive {
	case '%':
		return str("%")
	case 'n':
		return str("\n")
	case 't':
		return str("\t")
	case 'a':
		return str(c.dayName()[:3])
	case 'A':
		return str(c.dayName())
	case 'b', 'h':
		return str(c.monthName()[:3])
	case 'B':
		return str(c.monthName())
	case 'c':
		return as("%a %b %e %H:%M:%S %Y")
	case 'C':
		return number(floorDiv(c.year, 100), 1)
	case 'd':
		return number(c.day, 2)
	case 'D', 'x':
		return as("%m/%d/%y")
	case 'e':
		return spaced(c.day, 2)
	case 'F':
		return as("%Y-%m-%d")
	case 'g', 'G', 'V':
		year, week := c.isoWeek()
		switch directive {
		case 'g':
			return number(floorMod(year, 100), 2)
		case 'G':
			return number(year, 1)
		}
		return number(week, 2)
	case 'H':
		return number(c.hour, 2)
	case 'I':
		return number(hour12, 2)
	case 'j':
		return number(c.yearday, 3)
	case 'k':
		return spaced(c.hour, 2)
	case 'l':
		return spaced(hour12, 2)
	case 'm':
		return number(c.month, 2)
	case 'M':
		return number(c.minute, 2)
	case 'p', 'P':
		s := "AM"
		if c.hour >= 12 {
			s = "PM"
		}
		if directive == 'P' {
			s = strings.ToLower(s)
		}
		return str(s)
	case 'r':
		return as("%I:%M:%S %p")
	case 'R':
		return as("%H:%M")
	case 's':
		z := zone{location: loc}
		return number(int(z.moment(c).Unix()), 1)
	case 'S':
		return number(c.second, 2)
	case 'T', 'X':
		return as("%H:%M:%S")
	case 'u':
		return number(c.weekday+1, 1)
	case 'U':
		return number((c.yearday-1+7-(c.weekday+1)%7)/7, 2)
	case 'w':
		return number((c.weekday+1)%7, 1)
	case 'W':
		return number((c.yearday-1+7-c.weekday)/7, 2)
	case 'y':
		return number(floorMod(c.year, 100), 2)
	case 'Y':
		return number(c.year, 1)
	case 'z':
		sign, o := "+", c.offset
		if o < 0 {
			sign, o = "-", -o
		}
		return str(sign + padded(o/3600*100+o/60%60, 4, '0'))
	case 'Z':
		return str(c.zone)
	}
	return f, false, nil
}

// isoWeek returns the year and week that hold the Thursday of c's week.
func (c civil) isoWeek() (year, week int) {
	thursday := c.yearday - 1 - c.weekday + 3
	year = c.year
	if thursday < 0 {
		year--
		thursday += daysIn(year)
	} else if n := daysIn(year); thursday >= n {
		year++
		thursday -= n
	}
	return year, thursday/7 + 1
}

func daysIn(year int) int {
	if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return 366
	}
	return 365
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int) int { return a - floorDiv(a, b)*b }
