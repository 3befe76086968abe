package time

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// oracle runs a Python script and returns the lines that it prints; the test is
// skipped where there is no python3.
func oracle(t *testing.T, script string) []string {
	t.Helper()
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3 to compare with")
	}
	cmd := exec.Command(python, "-")
	cmd.Stdin = strings.NewReader("# coding: utf-8\n" + script)
	cmd.Env = []string{"TZ=UTC", "PYTHONIOENCODING=utf-8"}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

func TestStrftimeAgainstCPython(t *testing.T) {
	formats := []string{"%%", "%Q", "%", "%5", "%-", "%E", "100%", "%5d %-d %_d %05d %-5d", "%^a %#a %^B %#p %#Z", "%10A|%-10A|%010A", "%Y-%m-%dT%H:%M:%S", "é %Y", "%Ey %Od", "%3Y %-j %_H %-I"}
	for c := byte('A'); c <= 'z'; c++ {
		// %+ and letters beyond C's are left out; %s depends on the day's zone and is tested below.
		if c <= 'Z' || c >= 'a' {
			formats = append(formats, "%"+string(c))
		}
	}
	var script strings.Builder
	script.WriteString("import time\n")
	var moments []time.Time
	for _, sec := range []int64{0, -1, 951782400, 1e9, 1234567890, 1577836799, 1577836800, 1609459199, 1704067200, 4102444800, -6e10, 1798329111, 1293839999, 1262304000} {
		moments = append(moments, time.Unix(sec, 0).UTC())
	}
	for _, m := range moments {
		for _, f := range formats {
			fmt.Fprintf(&script, "print(repr(time.strftime(%q, time.gmtime(%d)))[1:-1])\n", f, m.Unix())
		}
	}
	lines := oracle(t, script.String())
	for _, m := range moments {
		c := civilOf(m)
		c.zone = "GMT"
		for _, f := range formats {
			got, err := c.strftime(f, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			got = strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(got)
			if got != lines[0] {
				t.Errorf("strftime(%q) of %v = %q, want %q", f, m, got, lines[0])
			}
			lines = lines[1:]
		}
	}
}

func TestStrptimeAgainstCPython(t *testing.T) {
	tests := []struct{ s, format string }{
		{"2020", "%Y-%m"}, {"2020x", "%Y"}, {"a", "%Q"}, {"a", "%"}, {"a", "%."}, {"a", "% "}, {"", ""}, {"x", ""},
		{"Sat Nov 21 22:11:51 2026", "%a %b %d %H:%M:%S %Y"}, {"sat nov  1 22:11:51 2026", "%c"}, {"11/21/26", "%x"}, {"1:02:03", "%X"},
		{"2024-02-29", "%Y-%m-%d"}, {"2023-02-29", "%Y-%m-%d"}, {"02-29", "%m-%d"}, {"29 February", "%d %B"}, {"68", "%y"}, {"69", "%y"},
		{"12 AM", "%I %p"}, {"12 pm", "%I %p"}, {"1 PM", "%I %p"}, {"11", "%I"}, {"12", "%I"}, {"366", "%j"}, {"2023 366", "%Y %j"}, {"2024 060", "%Y %j"},
		{"2024 10 1", "%Y %U %w"}, {"2024 0 0", "%Y %U %w"}, {"2024 53 6", "%Y %W %w"}, {"2023 00 Sunday", "%Y %W %A"}, {"2021 10", "%Y %U"},
		{"2020 53 5", "%G %V %u"}, {"2021 01 1", "%G %V %u"}, {"2021 1", "%G %V"}, {"2021 1", "%Y %V"}, {"2021 1 1", "%Y %V %u"}, {"2021 1 1 1", "%G %V %u %j"},
		{"+0530", "%z"}, {"-05:30:15", "%z"}, {"Z", "%z"}, {"z", "%z"}, {"+05:3015", "%z"}, {"+05:30:15.123456", "%z"}, {"UTC", "%Z"}, {"gmt", "%Z"}, {"EST", "%Z"},
		{"0000", "%Y"}, {"0001", "%Y"}, {"12.5.2020 3", "%d.%m.%Y %H"}, {"12 5", "%d  %m"}, {"12   5", "%d %m"}, {"100%", "100%%"},
		{"3 1", "%d%m"}, {"311", "%d%m"}, {"1230", "%H%M%S"}, {"2020-01-01T10:20:30.123456", "%Y-%m-%dT%H:%M:%S.%f"}, {"60", "%S"}, {"61", "%S"}, {"62", "%S"},
		{"(2020) [x]", "(%Y) [x]"}, {"é2020", "é%Y"}, {"2020", "é"}, {"1", "%é"}, {"Monday", "%A"}, {"mon", "%a"}, {"7 x", "%u x"}, {"0", "%w"}, {"it's", "%Y"},
	}
	var script strings.Builder
	script.WriteString("import time\n")
	for _, c := range tests {
		fmt.Fprintf(&script, "try: print(list(time.strptime(%q, %q)))\nexcept Exception as e: print(type(e).__name__ + ': ' + str(e))\n", c.s, c.format)
	}
	lines := oracle(t, script.String())
	z := &zone{location: time.UTC, names: [2]string{"UTC", "UTC"}}
	for i, c := range tests {
		parsed, err := strptime(z, c.s, c.format)
		got := strings.ReplaceAll(fmt.Sprint(parsed.numbers()), " ", ", ")
		if err != nil {
			got = err.Error()
		}
		if got != lines[i] {
			t.Errorf("strptime(%q, %q):\ngot  %s\nwant %s", c.s, c.format, got, lines[i])
		}
	}
}

func FuzzStrptime(f *testing.F) {
	f.Add("2020-01-02 03:04:05", "%Y-%m-%d %H:%M:%S")
	f.Add("Mon 5 %", "%a %w %%")
	f.Add("\xff", "%\xff")
	z := &zone{location: time.UTC, names: [2]string{"UTC", "UTC"}}
	f.Fuzz(func(t *testing.T, s, format string) {
		c, err := strptime(z, s, format)
		if err == nil {
			if _, err := c.strftime(format, time.UTC); err != nil && len(format) < 100 {
				t.Log(err)
			}
		}
	})
}

func TestLocation(t *testing.T) {
	for _, c := range []struct {
		tz, name string
		offset   int
	}{
		{"", "UTC", 0}, {"UTC", "UTC", 0}, {"EST5", "EST", -18000}, {"<+0330>-3:30", "+0330", 12600}, {"ABC-1:00:30", "ABC", 3630}, {"Nowhere", "Nowhere", 0},
		{":UTC", "UTC", 0}, {"<", "<", 0}, {"5", "5", 0},
	} {
		name, offset := time.Unix(0, 0).In(location(c.tz)).Zone()
		if name != c.name || offset != c.offset {
			t.Errorf("TZ=%q: %s %d, want %s %d", c.tz, name, offset, c.name, c.offset)
		}
	}
}
