package text

import (
	"fmt"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// spec makes a random format specification, mostly well-formed.
func (g gen) spec() string {
	var b strings.Builder
	maybe := func(p int, options ...string) {
		if g.IntN(p) == 0 {
			b.WriteString(pick(g, options))
		}
	}
	maybe(3, "<", ">", "^", "=", "*<", "é>", "0=", "x^", "😀<", "{=", "<<", "0<")
	maybe(4, "+", "-", " ")
	maybe(10, "z")
	maybe(6, "#")
	maybe(5, "0")
	maybe(2, "1", "5", "7", "8", "9", "10", "11", "12", "20", "30", "٣", "0", "99999999999999999999")
	maybe(5, ",", "_", ",", "_", ",_", "_,", ",,")
	maybe(3, ".0", ".1", ".2", ".3", ".5", ".10", ".17", ".20", ".50", ".", ".2147483648", ".99999999999999999999")
	maybe(2, "d", "e", "f", "g", "s", "x", "b", "o", "c", "n", "E", "F", "G", "X", "%")
	maybe(25, "y", "é", " ", "\x01", "ss", "€", "\x7f", "}", "d,")
	return b.String()
}

func formatCase(v starlark.Value, spec string) oracleCase {
	return oracleCase{fmt.Sprintf("format(%s, %s)", literal(v), ASCII(spec)), func() (starlark.Value, error) {
		s, _, err := FormatValue(v, spec)
		return Str(s), err
	}}
}

func TestOracleFormat(t *testing.T) {
	g := newGen()
	var cases []oracleCase
	for range 5000 * *scale {
		cases = append(cases, formatCase(g.float(), g.spec()), formatCase(g.int(), g.spec()))
	}
	for range 2000 * *scale {
		cases = append(cases, formatCase(g.str(), g.spec()), formatCase(starlark.Bool(g.IntN(2) == 0), g.spec()))
	}
	for range 3000 * *scale {
		cases = append(cases, formatCase(starlark.Float(g.NormFloat64()*pick(g, []float64{1, 1e3, 1e8, 1e-5, 1e20})),
			pick(g, []string{"", ".2f", ".0f", "g", ".3g", "e", ".1e", ",.2f", "010.3f", "%", ".15g", ".17g", "#.3g", ".1", ".16", "_", "n"})))
	}
	compare(t, cases)
}

func TestOracleFormatComplex(t *testing.T) {
	g := newGen()
	var cases []oracleCase
	for range 4000 * *scale {
		x, y, spec := float64(g.float().(starlark.Float)), float64(g.float().(starlark.Float)), g.spec()
		if strings.Contains(spec, "999") {
			continue
		}
		cases = append(cases, oracleCase{fmt.Sprintf("format(complex(%s, %s), %s)", literal(starlark.Float(x)), literal(starlark.Float(y)), ASCII(spec)), func() (starlark.Value, error) {
			s, err := FormatComplex(x, y, spec)
			return Str(s), err
		}})
	}
	compare(t, cases)
}

func TestOraclePercent(t *testing.T) {
	g := newGen()
	directive := func(mapped bool) string {
		var b strings.Builder
		b.WriteString("%")
		if mapped && g.IntN(8) != 0 || !mapped && g.IntN(40) == 0 {
			b.WriteString(pick(g, []string{"(a)", "(b)", "(é)", "(a)", "(b)", "((x))", "()", "(zz)", "(a"}))
		}
		for range g.IntN(3) {
			b.WriteString(pick(g, []string{"-", "+", " ", "#", "0"}))
		}
		if g.IntN(2) == 0 {
			b.WriteString(pick(g, []string{"1", "5", "8", "12", "20", "*", "99999999999999999999"}))
		}
		if g.IntN(3) == 0 {
			b.WriteString(pick(g, []string{".", ".0", ".1", ".2", ".5", ".10", ".20", ".*", ".2147483648"}))
		}
		if g.IntN(12) == 0 {
			b.WriteString(pick(g, []string{"l", "h", "L", "ll"}))
		}
		b.WriteString(pick(g, []string{"s", "d", "i", "f", "s", "d", "r", "a", "x", "X", "o", "u", "e", "E", "F", "g", "G", "c", "%", "b", "y", "é", ""}))
		return b.String()
	}
	format := func(mapped bool) string {
		var b strings.Builder
		for range 1 + g.IntN(2) {
			b.WriteString(pick(g, []string{"", "x", "é", "%%", "a="}))
			b.WriteString(directive(mapped))
		}
		b.WriteString(pick(g, []string{"", "|", "é", "%%"}))
		return b.String()
	}
	mapping := func(key func(s string) starlark.Value) *starlark.Dict {
		d := new(starlark.Dict)
		for _, k := range []string{"a", "b", "é", "(x)", ""} {
			d.SetKey(key(k), g.any())
		}
		return d
	}
	args := func(key func(s string) starlark.Value, mapped bool) starlark.Value {
		switch {
		case mapped:
			return mapping(key)
		case g.IntN(3) == 0:
			return g.any()
		}
		t := starlark.Tuple{g.any()}
		for range g.IntN(3) {
			t = append(t, pick(g, []func() starlark.Value{g.int, g.float, g.str, g.any})())
		}
		return t
	}
	var f Formatter
	f.Str = func(v starlark.Value) (string, error) { return pyText(v), nil }
	f.Repr = f.Str
	var cases []oracleCase
	for range 8000 * *scale {
		mapped := g.IntN(4) == 0
		fs, a := format(mapped), args(Str, mapped)
		cases = append(cases, oracleCase{ASCII(fs) + " % " + literal(a), func() (starlark.Value, error) {
			s, err := f.Percent(fs, a)
			return Str(s), err
		}})
	}
	for range 5000 * *scale {
		mapped := g.IntN(4) == 0
		fs, a := format(mapped), args(func(s string) starlark.Value { return Bytes(s) }, mapped)
		cases = append(cases, oracleCase{BytesRepr(fs) + " % " + literal(a), func() (starlark.Value, error) {
			s, err := f.PercentBytes(fs, a)
			return Bytes(s), err
		}})
	}
	compare(t, cases)
}

// pyText is repr(v), which for containers is the object model's.
func pyText(v starlark.Value) string {
	switch v := v.(type) {
	case *Text:
		return v.String()
	case starlark.String:
		return Repr(string(v))
	case *starlark.List:
		var parts []string
		for x := range v.Elements() {
			parts = append(parts, pyText(x))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case starlark.Tuple:
		var parts []string
		for _, x := range v {
			parts = append(parts, pyText(x))
		}
		if len(parts) == 1 {
			return "(" + parts[0] + ",)"
		}
		return "(" + strings.Join(parts, ", ") + ")"
	case starlark.Float:
		return FloatRepr(float64(v))
	case *starlark.Dict:
		var parts []string
		for k, x := range v.Entries() {
			parts = append(parts, pyText(k)+": "+pyText(x))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return v.String()
}

func TestOracleStrFormat(t *testing.T) {
	g := newGen()
	var f Formatter
	f.Str = func(v starlark.Value) (string, error) { return pyText(v), nil }
	f.Repr = f.Str
	field := func() string {
		return "{" + pick(g, []string{"", "", "", "0", "1", "2", "5", "a", "b", "é", "0[0]", "a[x]", "[0]", "0[", "0[]", "0.", "1[0]x", "99999999999999999999", "0 ", "-1", "a[1][0]", "٣", "b[é]", "0[a]b", "{", "[", "a]"}) +
			pick(g, []string{"", "", "", "", "!r", "!s", "!a", "!x", "!", "!rr", "!é", "!r "}) +
			pick(g, []string{"", "", "", ":", ":5", ":>8", ":.2f", ":{}", ":{0}", ":{a}", ":>{b}", ":{{}}", ":{1}d", ":{:{}}", ":x{0!r}", ":{", ":}"}) + pick(g, []string{"}", "}", "}", "}", "}", "}", "}", "}", ""})
	}
	var cases []oracleCase
	for range 10000 * *scale {
		var b strings.Builder
		for range 1 + g.IntN(2) {
			b.WriteString(pick(g, []string{"", "x", "é", "{{", "}}", "a ", "{", "}"}[:6+max(g.IntN(10)-7, 0)]))
			b.WriteString(field())
		}
		b.WriteString(pick(g, []string{"", "|", "é", "{{}}", "", "", "}", "{"}))
		fs := b.String()
		var args starlark.Tuple
		var shown []string
		for range g.IntN(4) {
			v := pick(g, []func() starlark.Value{g.int, g.float, g.str, g.any})()
			args = append(args, v)
			shown = append(shown, literal(v))
		}
		var kwargs []starlark.Tuple
		for _, k := range []string{"a", "b", "é"}[:g.IntN(4)] {
			v := g.any()
			if g.IntN(3) == 0 {
				d := new(starlark.Dict)
				d.SetKey(starlark.String("x"), g.any())
				d.SetKey(Str("é"), g.any())
				d.SetKey(starlark.MakeInt(1), g.str())
				v = d
			}
			kwargs = append(kwargs, starlark.Tuple{Str(k), v})
			shown = append(shown, "**{"+ASCII(k)+": "+literal(v)+"}")
		}
		cases = append(cases, oracleCase{ASCII(fs) + ".format(" + strings.Join(shown, ", ") + ")", func() (starlark.Value, error) {
			s, err := f.StrFormat(fs, args, kwargs)
			return Str(s), err
		}})
	}
	compare(t, cases)
}

func TestOracleNumbers(t *testing.T) {
	g := newGen()
	var cases []oracleCase
	piece := []string{"", "1", "0", "12", "_", "+", "-", " ", ".", "e", "E5", "x", "0x", "0b", "0o", "a", "f", "1_0", "٣", "é", "inf", "nan", "Infinity", "\t", "\u3000", "\x00", "\xed\xa0\x80", "00", "1e5", "1e400", "9999999999999999999999", "1.5", "_1", "\x85"}
	for range 6000 * *scale {
		s := ""
		for range 1 + g.IntN(4) {
			s += pick(g, piece)
		}
		base := pick(g, []int{10, 10, 0, 2, 8, 16, 36, 7, 1, 37, -1})
		cases = append(cases, oracleCase{fmt.Sprintf("int(%s, %d)", ASCII(s), base), func() (starlark.Value, error) { return ParseInt(s, base) }},
			oracleCase{fmt.Sprintf("float(%s)", ASCII(s)), func() (starlark.Value, error) {
				x, err := ParseFloat(s)
				return starlark.Float(x), err
			}},
			oracleCase{fmt.Sprintf("int(%s, %d)", BytesRepr(s), base), func() (starlark.Value, error) { return noFormatter.ParseIntBytes(s, base) }},
			oracleCase{fmt.Sprintf("float(%s)", BytesRepr(s)), func() (starlark.Value, error) {
				x, err := ParseFloatPaced(nil, s, true)
				return starlark.Float(x), err
			}})
	}
	for _, s := range []string{strings.Repeat("9", 4300), strings.Repeat("9", 4301), "-" + strings.Repeat("1_", 4300) + "1", strings.Repeat("z", 300), strings.Repeat("é", 300)} {
		cases = append(cases, oracleCase{fmt.Sprintf("int(%s)", ASCII(s)), func() (starlark.Value, error) { return ParseInt(s, 10) }})
	}
	for range 2000 * *scale {
		x, y := float64(g.float().(starlark.Float)), g.NormFloat64()*1e10
		cases = append(cases, oracleCase{fmt.Sprintf("complex(%s, %s)", literal(starlark.Float(x)), literal(starlark.Float(y))), func() (starlark.Value, error) {
			return quoted(ComplexRepr(x, y)), nil
		}}, oracleCase{literal(starlark.Float(y)), func() (starlark.Value, error) { return starlark.Float(y), nil }})
	}
	compare(t, cases)
}

// quoted is a value whose repr is its text.
type quoted string

func (q quoted) String() string        { return string(q) }
func (q quoted) Type() string          { return "quoted" }
func (q quoted) Freeze()               {}
func (q quoted) Truth() starlark.Bool  { return true }
func (q quoted) Hash() (uint32, error) { return 0, nil }
