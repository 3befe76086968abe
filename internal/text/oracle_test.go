package text

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/exception"
	cpython "github.com/mpstar/mpstar/tests/oracle"
	"go.starlark.net/starlark"
)

var (
	seed  = flag.Uint64("seed", 11, "what the generated cases begin from")
	scale = flag.Int("scale", 1, "how many times as many cases to generate")
)

// The oracle is CPython 3.11: each case is an expression for it and a function that
// does the same here. Results are compared as ascii(), exceptions by class and text.

type oracleCase struct {
	expr string
	run  func() (starlark.Value, error)
}

const oracleScript = `
import sys, json
for line in sys.stdin:
    try:
        out = ascii(eval(line))
        out = "ok", out if len(out) < 1000000 else "%d characters" % len(out)
    except BaseException as e:
        out = type(e).__name__, ascii(str(e))
    print(json.dumps(out))
`

// python returns the path of python3, or skips the test if it is not CPython 3.11.
func python(t *testing.T) string {
	t.Helper()
	path, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3")
	}
	return path
}

// compare runs all cases in one python3 and reports those that differ.
func compare(t *testing.T, cases []oracleCase) {
	t.Helper()
	var in bytes.Buffer
	for _, c := range cases {
		in.WriteString(c.expr + "\n")
	}
	cmd := exec.Command(python(t), "-c", oracleScript)
	cmd.Stdin = &in
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v\n%s", err, stderr.Bytes())
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<26)
	failed := 0
	for _, c := range cases {
		if !lines.Scan() {
			t.Fatalf("python3 stopped before %s", c.expr)
		}
		var want [2]string
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatalf("%s: %v", c.expr, err)
		}
		v, err := c.run()
		if got := outcome(v, err); got != want {
			if failed++; failed <= 40 {
				t.Errorf("%s\n\tgot  %s: %s\n\twant %s: %s", c.expr, got[0], got[1], want[0], want[1])
			}
		}
	}
	t.Logf("%d cases, %d differ", len(cases), failed)
}

func outcome(v starlark.Value, err error) [2]string {
	var e *exception.Error
	switch {
	case err == nil:
		if s := pyRepr(v); len(s) < 1e6 {
			return [2]string{"ok", s}
		} else {
			return [2]string{"ok", fmt.Sprintf("%d characters", len(s))}
		}
	case !errors.As(err, &e):
		return [2]string{"(Go error)", err.Error()}
	case e.Kind == exception.KeyError && e.Args != nil:
		return [2]string{"KeyError", ASCII(pyText(e.Args[0]))}
	}
	return [2]string{string(e.Kind), ASCII(e.Msg)}
}

// pyRepr is ascii(v).
func pyRepr(v starlark.Value) string {
	switch v := v.(type) {
	case starlark.String:
		return ASCII(string(v))
	case *Text:
		return ASCII(v.s)
	case starlark.Float:
		return FloatRepr(float64(v))
	case *starlark.List:
		var parts []string
		for x := range v.Elements() {
			parts = append(parts, pyRepr(x))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case starlark.Tuple:
		var parts []string
		for _, x := range v {
			parts = append(parts, pyRepr(x))
		}
		if len(parts) == 1 {
			return "(" + parts[0] + ",)"
		}
		return "(" + strings.Join(parts, ", ") + ")"
	case *starlark.Dict:
		var parts []string
		for k, x := range v.Entries() {
			parts = append(parts, pyRepr(k)+": "+pyRepr(x))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return v.String()
}

// literal is an expression that CPython evaluates to v.
func literal(v starlark.Value) string {
	switch v := v.(type) {
	case starlark.Float:
		return "float('" + FloatRepr(float64(v)) + "')"
	case *starlark.List:
		var parts []string
		for x := range v.Elements() {
			parts = append(parts, literal(x))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case starlark.Tuple:
		s := "("
		for _, x := range v {
			s += literal(x) + ", "
		}
		return s + ")"
	case *starlark.Dict:
		var parts []string
		for k, x := range v.Entries() {
			parts = append(parts, literal(k)+": "+literal(x))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case starlark.Int:
		return "(" + v.String() + ")"
	}
	return pyRepr(v)
}

// A gen makes random values from pools in which the corner cases are.
type gen struct{ *rand.Rand }

func newGen() gen { return gen{rand.New(rand.NewPCG(3, *seed))} }

func pick[T any](g gen, from []T) T { return from[g.IntN(len(from))] }

var strPool = []string{
	"", "a", "ab", "abc", "hello world", "Hello World", "HELLO", "a,b,,c", "  x y  ", "\t\r\n x\x0b\x0c\x1c\x1dy\x85z\u2028w",
	"é", "naïve café", "ÀÉÎ", "ß", "Straße", "ﬁx", "ΑΣΣ ΟΔΟΣ. ΑΣ", "ΣΑΣ'Σ", "İstanbul", "ǆ ǅ Ǆ", "日本語テキスト", "😀a😀b", "x\u0301y",
	"123", "-12", "+7", "--5", "٣٤٥", "½²³", "一二三", "Ⅷ", "_id1", "9x", "x y", "aaaa", "abababab", "αβγ", "ŉ", "ΐ", "\u1fbc", "\u1fb3",
	"\x00\x01\x7f", "'", "\"", "'\"", "\\", "a\nb\r\nc\rd", "line1\nline2\n", "\u200b\u00ad\ufeff", "\ud7ff\ue000", "\U0010ffff",
	"\xed\xa0\x80", "a\xed\xb2\x80b", "\xed\xa0\x80\xed\xb0\x80", "ab\tc\td", "\t", "é\tö\n\tü", "%", "{}", "Ǆabc", "ªº", "ⓐⒶ", "\u0345", "A\u0345", "\U0001d400", "𐐀𐐨", "Ꭰꭰ",
}

func (g gen) str() starlark.Value {
	s := pick(g, strPool)
	for g.IntN(3) == 0 {
		s += pick(g, strPool)
	}
	return Str(s)
}

func (g gen) bytes() starlark.Value {
	pool := []string{"", "a", "ab", "abc", "Hello World", "HELLO", "a,b,,c", " x y ", "\t\n\x0b\x0c\r\x1c \x85", "\xff\xfe", "é", "123", "-12",
		"+7", "aaaa", "abab", "\x00", "'", "\"", "'\"", "a\nb\r\nc\rd", "ab\tc\td", "日本", "\xe2\x82", "\xed\xa0\x80", "z9_"}
	s := pick(g, pool)
	for g.IntN(3) == 0 {
		s += pick(g, pool)
	}
	return Bytes(s)
}

func (g gen) int() starlark.Value {
	if g.IntN(12) == 0 {
		b := new(big.Int).Lsh(big.NewInt(int64(g.IntN(9)+1)), uint(g.IntN(90)+62))
		if g.IntN(2) == 0 {
			b.Neg(b)
		}
		return starlark.MakeBigInt(b)
	}
	return starlark.MakeInt(pick(g, []int{-1000, -5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 65, 97, 128, 233, 255, 256, 1000, 12345, 1234567, 1114111, 1114112}))
}

func (g gen) float() starlark.Value {
	return starlark.Float(pick(g, []float64{0, 1, -1, 0.5, 1.5, 2.5, -2.5, 0.1, 1.0 / 3, 3.14159, 1e5, 123456789.125, 1e15, 1e16, 1.5e16, 1e17, 1e22, 1e23,
		1e-4, 1e-5, 1.5e-7, 5e-324, 1.7976931348623157e308, 1e100, 9.995, 0.045, 99.5, 999999.5, 0.99999, 1e-10, -0.0001, 12345.678, 100, 1e6, 1e7})) *
		starlark.Float(pick(g, []float64{1, 1, -1, 1}))
}

func (g gen) any() starlark.Value {
	switch g.IntN(12) {
	case 0, 1, 2:
		return g.str()
	case 3, 4:
		return g.bytes()
	case 5, 6:
		return g.int()
	case 7:
		return g.float()
	case 8:
		return starlark.Bool(g.IntN(2) == 0)
	case 9:
		return starlark.None
	case 10:
		return starlark.Tuple{g.str(), g.bytes()}[:g.IntN(3)]
	}
	return starlark.NewList([]starlark.Value{g.str(), g.int()}[:g.IntN(3)])
}

// argument makes a value of the sort that k says: s of the receiver's family, i an
// int, N None or int, o None or of the family, t a tuple, l a list, e an encoding, h
// an error handler, m a dict, ? anything.
func (g gen) argument(k byte, family func() starlark.Value) starlark.Value {
	if g.IntN(25) == 0 {
		k = '?'
	}
	switch k {
	case 's':
		return family()
	case 'c':
		if g.IntN(2) == 0 {
			return family()
		}
		if _, ok := family().(Bytes); ok {
			return Bytes("*")
		}
		return Str(pick(g, []string{"*", "é", "😀", "0"}))
	case 'i':
		for {
			v := g.int()
			if n, ok := v.(starlark.Int).Int64(); !ok || n < 1<<15 || n > 1<<61 {
				return v // what lies between makes long texts
			}
		}
	case 'N':
		if g.IntN(3) == 0 {
			return starlark.None
		}
		return g.int()
	case 'o':
		if g.IntN(4) == 0 {
			return starlark.None
		}
		return family()
	case 't':
		t := starlark.Tuple{family(), family(), family()}[:g.IntN(4)]
		if g.IntN(10) == 0 {
			t = append(t, g.any())
		}
		if g.IntN(2) == 0 {
			return family()
		}
		return t
	case 'l':
		var l []starlark.Value
		for range g.IntN(4) {
			l = append(l, family())
		}
		if g.IntN(8) == 0 {
			l = append(l, g.any())
		}
		return starlark.NewList(l)
	case 'e':
		return starlark.String(pick(g, []string{"utf-8", "utf8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf_16_be", "utf-32", "utf-32-le", "UTF-32BE", "utf-8-sig", "foo", "hex"}))
	case 'h':
		return starlark.String(pick(g, []string{"strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace", "foo"}))
	case 'm':
		d := new(starlark.Dict)
		for range g.IntN(4) {
			var key starlark.Value = starlark.MakeInt(pick(g, []int{97, 98, 233, 0x1F600, 65}))
			if g.IntN(4) == 0 {
				key = starlark.String(pick(g, []string{"a", "b", "ab"}))
			}
			d.SetKey(key, pick(g, []starlark.Value{starlark.None, g.int(), g.str(), starlark.Float(1)}))
		}
		return d
	}
	return g.any()
}

// display is str() and repr() of what is no str.
func display(v starlark.Value) (string, error) { return pyText(v), nil }

// methodCase makes a call of a method with the arguments that plan describes, of
// which some may be left out.
func (g gen) methodCase(recv func() starlark.Value, name, plan string) oracleCase {
	self := recv()
	family := recv
	if _, ok := self.(*ByteArray); ok {
		family = g.bytes
	}
	n := len(plan)
	if n > 0 && g.IntN(2) == 0 {
		n = 1 + g.IntN(n)
	}
	if g.IntN(40) == 0 {
		n = g.IntN(len(plan) + 2)
	}
	var args starlark.Tuple
	for i := range n {
		k := byte('?')
		if i < len(plan) {
			k = plan[i]
		}
		args = append(args, g.argument(k, family))
	}
	var shown []string
	for _, a := range args {
		shown = append(shown, literal(a))
	}
	var kwargs []starlark.Tuple
	if g.IntN(30) == 0 {
		key := pick(g, []string{"sep", "maxsplit", "encoding", "errors", "tabsize", "keepends", "x"})
		v := g.any()
		kwargs = append(kwargs, starlark.Tuple{starlark.String(key), v})
		shown = append(shown, key+"="+literal(v))
	}
	expr := fmt.Sprintf("%s.%s(%s)", literal(self), name, strings.Join(shown, ", "))
	array, mutable := self.(*ByteArray)
	if mutable {
		expr = fmt.Sprintf("(lambda b: (b.%s(%s), b))(%s)", name, strings.Join(shown, ", "), literal(self))
	}
	return oracleCase{expr, func() (starlark.Value, error) {
		var m starlark.Value
		switch self := self.(type) {
		case starlark.HasAttrs:
			m, _ = self.Attr(name)
		}
		if _, isStr := AsString(self); isStr {
			m = StrMethod(self, name)
		}
		thread := new(starlark.Thread)
		SetFormatter(thread, &Formatter{Str: display, Repr: display})
		v, err := starlark.Call(thread, m, args, kwargs)
		var evalErr *starlark.EvalError
		if errors.As(err, &evalErr) {
			err = evalErr.Unwrap()
		}
		if err == nil && mutable {
			v = starlark.Tuple{v, array}
		}
		return v, err
	}}
}

var strPlans = map[string]string{
	"capitalize": "", "casefold": "", "center": "ic", "count": "sNN", "encode": "eh", "endswith": "tNN", "expandtabs": "i", "find": "sNN",
	"format": "???", "format_map": "m", "index": "sNN", "isalnum": "", "isalpha": "", "isascii": "", "isdecimal": "", "isdigit": "",
	"isidentifier": "", "islower": "", "isnumeric": "", "isprintable": "", "isspace": "", "istitle": "", "isupper": "", "join": "l",
	"ljust": "ic", "lower": "", "lstrip": "o", "maketrans": "sss", "partition": "s", "removeprefix": "s", "removesuffix": "s",
	"replace": "ssi", "rfind": "sNN", "rindex": "sNN", "rjust": "ic", "rpartition": "s", "rsplit": "oi", "rstrip": "o", "split": "oi",
	"splitlines": "i", "startswith": "tNN", "strip": "o", "swapcase": "", "title": "", "translate": "m", "upper": "", "zfill": "i",
}

var bytesPlans = map[string]string{
	"capitalize": "", "center": "ic", "count": "sNN", "decode": "eh", "endswith": "tNN", "expandtabs": "i", "find": "sNN", "fromhex": "?", "hex": "?i",
	"index": "sNN", "isalnum": "", "isalpha": "", "isascii": "", "isdigit": "", "islower": "", "isspace": "", "istitle": "", "isupper": "",
	"join": "l", "ljust": "ic", "lower": "", "lstrip": "o", "maketrans": "ss", "partition": "s", "removeprefix": "s", "removesuffix": "s",
	"replace": "ssi", "rfind": "sNN", "rindex": "sNN", "rjust": "ic", "rpartition": "s", "rsplit": "oi", "rstrip": "o", "split": "oi",
	"splitlines": "i", "startswith": "tNN", "strip": "o", "swapcase": "", "title": "", "translate": "?s", "upper": "", "zfill": "i",
}

var arrayPlans = map[string]string{"append": "i", "clear": "", "copy": "", "extend": "?", "insert": "ii", "pop": "i", "remove": "i", "reverse": ""}

func TestOracleMethods(t *testing.T) {
	g := newGen()
	var cases []oracleCase
	for _, name := range StrMethodNames() {
		plan, ok := strPlans[name]
		if !ok {
			t.Errorf("str.%s is not compared", name)
		}
		for range 250 {
			cases = append(cases, g.methodCase(g.str, name, plan))
		}
	}
	for _, name := range BytesMethodNames() {
		plan, ok := bytesPlans[name]
		if !ok {
			t.Errorf("bytes.%s is not compared", name)
		}
		for range 120 {
			cases = append(cases, g.methodCase(g.bytes, name, plan))
		}
	}
	array := func() starlark.Value { return NewByteArray([]byte(g.bytes().(Bytes))) }
	for _, name := range ByteArrayMethodNames() {
		plan, ok := arrayPlans[name]
		n := 100
		if !ok {
			plan, n = bytesPlans[name], 20
		}
		for range n {
			cases = append(cases, g.methodCase(array, name, plan))
		}
	}
	compare(t, cases)
}
