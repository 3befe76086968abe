package text

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// fuzzLimit is how large a result may be for a fuzzer to look at it: wide formats
// are right, but slow.
const fuzzLimit = 1 << 20

// raised fails the test if err is not an exception.
func raised(t *testing.T, err error) {
	t.Helper()
	var e *exception.Error
	if err != nil && !errors.As(err, &e) {
		t.Errorf("%T is no exception: %v", err, err)
	}
}

// tooWide reports whether s holds a number of more than six digits, which could be
// a width.
func tooWide(s string) bool {
	run := 0
	for _, r := range s {
		if _, ok := digitValue(r); ok {
			run++
		} else {
			run = 0
		}
		if run > 6 {
			return true
		}
	}
	return false
}

func FuzzFormatValue(f *testing.F) {
	for _, s := range []string{"", "5", "<5", "é^10", "+08,.2f", "#_x", "z.0e", ".3", "010.5", "=+#20b", "٣d", "99999999999999999999", ".2147483648f", "{<}"} {
		f.Add(s, int64(-1234567), 1.5, "naïve")
	}
	f.Fuzz(func(t *testing.T, spec string, i int64, x float64, s string) {
		if tooWide(spec) {
			return
		}
		for _, v := range []starlark.Value{starlark.MakeInt64(i), starlark.Float(x), Str(s), starlark.Bool(i > 0)} {
			out, ok, err := FormatValue(v, spec)
			raised(t, err)
			if !ok {
				t.Errorf("FormatValue refuses %v", v)
			}
			if err == nil && utf8.ValidString(spec) && utf8.ValidString(s) && !utf8.ValidString(out) && !strings.ContainsFunc(spec, func(r rune) bool { return r == 'c' }) {
				t.Errorf("format(%v, %q) = %q is not UTF-8", v, spec, out)
			}
		}
	})
}

func FuzzPercent(f *testing.F) {
	for _, s := range []string{"%d", "%s%%", "%(a)s", "%*.*f", "%-05d|", "%#x", "%c", "%r", "%", "%(a", "%5", "%y", "%.99999999999999999999d", "%((x))d", "é%é"} {
		f.Add(s, int64(5), "é")
	}
	f.Fuzz(func(t *testing.T, format string, i int64, s string) {
		if tooWide(format) || i > fuzzLimit || i < -fuzzLimit {
			return
		}
		d := new(starlark.Dict)
		d.SetKey(Str(s), starlark.MakeInt64(i))
		d.SetKey(Str("a"), starlark.Float(i))
		var fm Formatter
		for _, args := range []starlark.Value{starlark.Tuple{starlark.MakeInt64(i), Str(s), starlark.MakeInt64(i)}, d, Str(s), starlark.MakeInt64(i), starlark.Tuple{}} {
			_, err := fm.Percent(format, args)
			raised(t, err)
			_, err = fm.PercentBytes(format, args)
			raised(t, err)
		}
	})
}

func FuzzStrFormat(f *testing.F) {
	for _, s := range []string{"{}", "{0}{1}", "{a.b[0]}", "{!r:>{}}", "{{}}", "{", "}", "{:{:{}}}", "{0[}]}", "{a!x}", "{:", "{[", "{0.}", "é{é}"} {
		f.Add(s, int64(5), "é")
	}
	f.Fuzz(func(t *testing.T, format string, i int64, s string) {
		if tooWide(format) || tooWide(s) || i > 1000 || i < -1000 {
			return
		}
		args := starlark.Tuple{starlark.MakeInt64(i), Str(s), starlark.NewList([]starlark.Value{Str(s)})}
		kwargs := []starlark.Tuple{{starlark.String("a"), Str(s)}}
		var fm Formatter
		_, err := fm.StrFormat(format, args, kwargs)
		raised(t, err)
		d := new(starlark.Dict)
		d.SetKey(Str(s), args[0])
		_, err = fm.StrFormatMap(format, d)
		raised(t, err)
	})
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "a", "é", "\xff", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x00\xd8\x00\xdc", "\xff\xfe\x00", "\x00\x00\x11\x00"} {
		for i := range uint8(9) {
			f.Add(s, i, i)
		}
	}
	names := []string{"utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-8-sig"}
	handlers := []string{"strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace"}
	f.Fuzz(func(t *testing.T, b string, name, handler uint8) {
		n, h := names[int(name)%len(names)], handlers[int(handler)%len(handlers)]
		s, err := Decode(b, n, h)
		raised(t, err)
		if wellFormed(s) != s {
			t.Errorf("Decode(%q, %s, %s) = %q is not well formed", b, n, h, s)
		}
		if err == nil && h == "strict" && n != "utf-16" && n != "utf-32" && n != "utf-8-sig" {
			if back, err := Encode(s, n, h); err != nil || back != b {
				t.Errorf("%s: %q -> %q -> %q, %v", n, b, s, back, err)
			}
		}
		_, err = Encode(wellFormed(b), n, h)
		raised(t, err)
	})
}

func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"12", " -1_000 ", "0x1f", "1e5", "inf", ".5", "5.", "1__0", "٣", "00", "0b2", "1e", "+", "9999999999999999999999999"} {
		f.Add(s, 10)
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, s string, base int) {
		_, err := ParseInt(s, base)
		raised(t, err)
		x, err := ParseFloat(s)
		raised(t, err)
		if err == nil && x == x {
			if y, err := ParseFloat(FloatRepr(x)); err != nil || y != x {
				t.Errorf("repr(float(%q)) = %s, which is %v", s, FloatRepr(x), y)
			}
		}
	})
}

// FuzzMethods calls every method of a str with a few arguments of the right types.
func FuzzMethods(f *testing.F) {
	f.Add("hello\tWörld\r\nΣ", "l", 3, -2)
	f.Add("\xed\xa0\x80a\xff", "", 0, 100)
	f.Fuzz(func(t *testing.T, s, sub string, i, j int) {
		if i > fuzzLimit || j > fuzzLimit {
			return
		}
		a, n, m := Str(sub), starlark.MakeInt(i), starlark.MakeInt(j)
		list := starlark.NewList([]starlark.Value{a, a})
		for _, recv := range []starlark.HasAttrs{attrs{Str(s)}, Bytes(s), NewByteArray([]byte(s))} {
			var x starlark.Value = Bytes(sub)
			if _, isStr := recv.(attrs); isStr {
				x = a
			}
			for _, name := range recv.AttrNames() {
				if strings.HasPrefix(name, "format") && (tooWide(s) || tooWide(sub)) {
					continue
				}
				for _, args := range []starlark.Tuple{{}, {x}, {n}, {x, n, m}, {x, x}, {x, x, n}, {n, x}, {list}, {n, n}} {
					method, _ := recv.Attr(name)
					v, err := starlark.Call(new(starlark.Thread), method, args, nil)
					raised(t, err)
					if out, ok := AsString(v); ok && err == nil {
						if wellFormed(out) != out {
							t.Errorf("%q.%s%v = %q is not well formed", s, name, args, out)
						}
						if tv, ok := v.(*Text); ok && (isASCII(out) || tv.n != countChars(out)) {
							t.Errorf("%q.%s%v is a bad Text", s, name, args)
						}
					}
				}
			}
		}
	})
}

// attrs gives a str its methods.
type attrs struct{ starlark.Value }

func (a attrs) Attr(name string) (starlark.Value, error) { return StrMethod(a.Value, name), nil }
func (a attrs) AttrNames() []string                      { return StrMethodNames() }
