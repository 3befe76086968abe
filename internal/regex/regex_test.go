package regex

import (
	"errors"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/exception"
)

var errEnough = errors.New("enough")

// limited returns a Poll that gives up after n calls.
func limited(n int) func() error {
	return func() error {
		if n--; n < 0 {
			return errEnough
		}
		return nil
	}
}

// TestPolled: searches that would take for ever ask again and again whether to go on.
func TestPolled(t *testing.T) {
	many := strings.Repeat("a", 1<<20)
	for _, c := range []struct{ pattern, subject string }{
		{`(a+)+$`, many[:60] + "b"},
		{`(a*)*b`, many[:60]},
		{`(?:a|a)*b`, many[:60]},
		{`(a|aa)+$`, many[:60] + "b"},
		{`(?=(a+)+$)a`, many[:60] + "b"},
		{`(?>(?:a|aa)+)*$`, many + "b"},
		{`.*.*.*.*=`, many},
		{`(.*)(.*)(.*)\1\2x`, many[:4000]},
		{`(?:.*x)*y`, many},
		{`(?i)(ä*)*b`, strings.Repeat("Ä", 60)},
		{`(?<!b)[ab]*c`, many},
		{`(x+x+)+y`, strings.Repeat("x", 60)},
	} {
		p, err := Compile(c.pattern, 0, false, nil)
		if err != nil {
			t.Fatal(c.pattern, err)
		}
		m := Matcher{Program: p, Poll: limited(50)}
		m.Reset(c.subject)
		if _, err := m.Search(0, Anywhere, false); err != errEnough {
			t.Errorf("%s: %v, want to be asked often", c.pattern, err)
		}
	}
}

// TestBounded: what would take memory without bound is an error.
func TestBounded(t *testing.T) {
	for _, pattern := range []string{
		strings.Repeat("(", 100000) + strings.Repeat(")", 100000),
		strings.Repeat("(?=", 1000) + strings.Repeat(")", 1000),
		strings.Repeat("(?(1)", 1000) + strings.Repeat(")", 1000),
	} {
		_, err := Compile(pattern, 0, false, nil)
		var e *exception.Error
		if !errors.As(err, &e) || e.Kind != exception.RecursionError {
			t.Errorf("%.10s...: %v, want RecursionError", pattern, err)
		}
	}
	p, err := Compile(`(?:(a)|b)*c`, 0, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := Matcher{Program: p, limit: 1000}
	m.Reset(strings.Repeat("a", 1000))
	_, err = m.Search(0, AtStart, false)
	var e *exception.Error
	if !errors.As(err, &e) || e.Kind != exception.MemoryError {
		t.Errorf("%v, want MemoryError", err)
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{
		`(?P<a>x+)(?P=a)`, `(?i)[^a-z\d]{2,3}?`, `(?<=ab)c|(?!d)\b$`, `(a)?(?(1)b|c)`, `(?>a*)++`, `[\x41-\u00e9]`, `(?x) a # b`,
		`(((((a*)*)*)*)*)*`, `\`, `[`, `(?`, `a{1,`, `\g<1>`, `(?a-i:x)`, "\xff", "(?P<\u00e9>\u00e9)",
	} {
		f.Add(s, "aab\nÄ", 0, false)
		f.Add(s, "ab", 2, true)
	}
	f.Fuzz(func(t *testing.T, pattern, subject string, flags int, isBytes bool) {
		if !isBytes {
			subject = strings.ToValidUTF8(subject, "?")
		}
		p, err := Compile(pattern, Flags(flags)&511, isBytes, nil)
		if err != nil {
			return
		}
		m := Matcher{Program: p, Poll: limited(5)}
		m.Reset(subject)
		pos, avoid := 0, false
		for range 20 {
			ok, err := m.Search(pos, Anywhere, avoid)
			if err != nil || !ok {
				break
			}
			from, to := m.Slots[0], m.Slots[1]
			if from < pos || to < from || to > len(subject) || avoid && to == pos && from == pos {
				t.Fatalf("match %d:%d from %d", from, to, pos)
			}
			for g := 1; g <= p.Groups; g++ {
				if a, b := m.Slots[2*g], m.Slots[2*g+1]; a >= 0 && b >= a && b > len(subject) {
					t.Fatalf("group %d is %d:%d", g, a, b)
				}
			}
			pos, avoid = to, to == from
		}
		p.ParseTemplate(pattern, nil)
	})
}

// TestManySpans: a set of many characters holds what it should.
func TestManySpans(t *testing.T) {
	var pattern strings.Builder
	pattern.WriteString("[")
	for r := rune(0x4000); r < 0x4000+1000; r += 3 {
		pattern.WriteRune(r)
	}
	pattern.WriteString("b-dc-fz]")
	p, err := Compile(pattern.String(), 0, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "abcdefgyz\u3fff\u4000\u4001\u4002\u4003\u43e7\u43e8\u43e9" {
		want := 'b' <= r && r <= 'f' || r == 'z' || r >= 0x4000 && r < 0x4000+1000 && (r-0x4000)%3 == 0
		m := Matcher{Program: p}
		m.Reset(string(r))
		if got, err := m.Search(0, Whole, false); got != want || err != nil {
			t.Errorf("%q: %v, %v", r, got, err)
		}
	}
}

// TestPoll: compiling asks, and stops with what it is told.
func TestPoll(t *testing.T) {
	stop := errors.New("stop")
	for _, pattern := range []string{strings.Repeat("a", 1<<13), strings.Repeat("x|", 1<<13), "[" + strings.Repeat("ab", 1<<13) + "]"} {
		asked := 0
		_, err := Compile(pattern, 0, false, func() error {
			if asked++; asked == 3 {
				return stop
			}
			return nil
		})
		if err != stop || asked != 3 {
			t.Errorf("%.10s: %v after %d questions", pattern, err, asked)
		}
	}
}
