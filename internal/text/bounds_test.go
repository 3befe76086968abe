package text

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// kindOf returns the class of an exception, or "" if err is none.
func kindOf(err error) exception.Kind {
	var e *exception.Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// TestHugeResults asks for results that no memory holds. They must fail at once.
func TestHugeResults(t *testing.T) {
	huge := starlark.MakeInt64(1 << 50)
	str := func(recv starlark.Value, name string, args ...starlark.Value) func() error {
		return func() error {
			_, err := starlark.Call(new(starlark.Thread), StrMethod(recv, name), args, nil)
			return err
		}
	}
	format := func(v starlark.Value, spec string) func() error {
		return func() error {
			_, _, err := FormatValue(v, spec)
			return err
		}
	}
	percent := func(s string, args starlark.Value) func() error {
		return func() error {
			_, err := noFormatter.Percent(s, args)
			return err
		}
	}
	binary := func(op syntax.Token, x, y starlark.Value) func() error {
		return func() error {
			_, err := starlark.Binary(op, x, y)
			return err
		}
	}
	long := starlark.String(strings.Repeat("a", 1<<16))
	one := starlark.MakeInt(1)
	for name, test := range map[string]struct {
		run  func() error
		want exception.Kind
	}{
		"center":      {str(long, "center", huge), "MemoryError"},
		"ljust é":     {str(long, "ljust", starlark.MakeInt(MaxSize-1), Str("é")), "MemoryError"},
		"rjust":       {str(Str("é"), "rjust", huge), "MemoryError"},
		"zfill":       {str(long, "zfill", huge), "MemoryError"},
		"expandtabs":  {str(starlark.String("\t\t\t"), "expandtabs", starlark.MakeInt(1<<31-1)), "MemoryError"},
		"replace":     {str(long, "replace", starlark.String(""), long), "MemoryError"},
		"replace a":   {str(long, "replace", starlark.String("a"), long), "MemoryError"},
		"join":        {str(long, "join", starlark.String(strings.Repeat("a", 1<<15))), "MemoryError"},
		"translate":   {str(long, "translate", dictOf(starlark.MakeInt('a'), long)), "MemoryError"},
		"repeat":      {binary(syntax.STAR, Str("é"), starlark.MakeInt(1<<40)), "MemoryError"},
		"repeat big":  {binary(syntax.STAR, Str("é"), starlark.MakeInt64(1<<62).Mul(huge)), "OverflowError"},
		"bytes":       {binary(syntax.STAR, Bytes("xx"), starlark.MakeInt(1<<40)), "MemoryError"},
		"format s":    {format(long, "9999999999"), "MemoryError"},
		"format d":    {format(one, "09999999999"), "MemoryError"},
		"format ,d":   {format(one, "09999999999,"), "MemoryError"},
		"format .f":   {format(starlark.Float(1), ".2147483647f"), "MemoryError"},
		"format .e":   {format(starlark.Float(1), ".2147483647e"), "MemoryError"},
		"format #.g":  {format(starlark.Float(1), "#.2147483647g"), "MemoryError"},
		"format big":  {format(one, "99999999999999999999"), "ValueError"},
		"format é":    {format(one, "é<1000000000"), "MemoryError"},
		"% width":     {percent("%9999999999d", one), "MemoryError"},
		"% precision": {percent("%.2000000000d", one), "MemoryError"},
		"% float":     {percent("%.2147483647f", one), "MemoryError"},
		"% star":      {percent("%*d", starlark.Tuple{huge, one}), "MemoryError"},
		"digits":      {format(one.Lsh(1<<20), "d"), "ValueError"},
		"% digits":    {percent("%d", one.Lsh(1<<20)), "ValueError"},
		"str.format":  {func() error { _, err := noFormatter.StrFormat("{:9999999999}", starlark.Tuple{one}, nil); return err }, "MemoryError"},
		"nested":      {func() error { _, err := noFormatter.StrFormat("{:{}}", starlark.Tuple{one, huge}, nil); return err }, "MemoryError"},
		"inplace":     {func() error { _, err := NewByteArray([]byte("xx")).Inplace(syntax.STAR, huge); return err }, "MemoryError"},
	} {
		inTime(t, name, 2*time.Second, func() {
			err := test.run()
			if got := kindOf(err); got != test.want {
				t.Errorf("%s: %v, want %s", name, err, test.want)
			}
		})
	}
}

// inTime runs f, up to five times until a run takes no longer than most: now and then a machine has other things to do.
func inTime(t *testing.T, name string, most time.Duration, f func()) {
	t.Helper()
	var took time.Duration
	for range 5 {
		start := time.Now()
		f()
		if took = time.Since(start); took <= most {
			return
		}
	}
	t.Errorf("%s took %v", name, took)
}

func dictOf(kv ...starlark.Value) *starlark.Dict {
	d := new(starlark.Dict)
	for i := 0; i < len(kv); i += 2 {
		d.SetKey(kv[i], kv[i+1])
	}
	return d
}

// TestLinear runs operations on long hostile input: twice the input may take about
// twice the time, and certainly not minutes.
func TestLinear(t *testing.T) {
	const n = 1 << 20
	for name, test := range map[string]struct {
		recv starlark.Value
		call string
		args starlark.Tuple
	}{
		"sigmas":       {Str(strings.Repeat("Σ", n)), "lower", nil},
		"ignorables":   {Str(strings.Repeat("'Σ", n)), "lower", nil},
		"dots":         {Str("Σ" + strings.Repeat(".", n)), "swapcase", nil},
		"split":        {Str(strings.Repeat("é ", n)), "split", nil},
		"rsplit":       {Str(strings.Repeat("é ", n)), "rsplit", starlark.Tuple{starlark.String(" ")}},
		"splitlines":   {Str(strings.Repeat("é\r\n", n)), "splitlines", nil},
		"strip":        {Str(strings.Repeat("é", n)), "strip", starlark.Tuple{Str(strings.Repeat("abcdefgh", n/8) + "é")}},
		"lstrip bytes": {Bytes(strings.Repeat("x", n)), "lstrip", starlark.Tuple{Bytes(strings.Repeat("abcdefgh", n/8) + "x")}},
		"find":         {Str(strings.Repeat("é", n)), "find", starlark.Tuple{Str(strings.Repeat("é", n/2) + "x")}},
		"count":        {Str(strings.Repeat("é", n)), "count", starlark.Tuple{starlark.String("")}},
		"expandtabs":   {Str(strings.Repeat("é\t", n)), "expandtabs", nil},
		"translate":    {Str(strings.Repeat("é", n)), "translate", starlark.Tuple{new(starlark.Dict)}},
		"encode":       {Str(strings.Repeat("é", n)), "encode", starlark.Tuple{starlark.String("ascii"), starlark.String("backslashreplace")}},
		"encode alt":   {Str(strings.Repeat("éa", n)), "encode", starlark.Tuple{starlark.String("ascii"), starlark.String("xmlcharrefreplace")}},
		"decode":       {Bytes(strings.Repeat("\xe2\x82", n)), "decode", starlark.Tuple{starlark.String("utf-8"), starlark.String("replace")}},
		"format":       {Str("é" + strings.Repeat("{}", n/4)), "format", make(starlark.Tuple, 0)},
		"braces":       {Str("é" + strings.Repeat("{{", n)), "format", nil},
		"title":        {Str(strings.Repeat("aé", n)), "title", nil},
		"format spec":  {Str("é{:" + strings.Repeat("<", n) + "}"), "format", starlark.Tuple{starlark.MakeInt(1)}},
	} {
		inTime(t, name, 10*time.Second, func() {
			var m starlark.Value
			if _, ok := AsString(test.recv); ok {
				m = StrMethod(test.recv, test.call)
			} else {
				m, _ = test.recv.(starlark.HasAttrs).Attr(test.call)
			}
			starlark.Call(new(starlark.Thread), m, test.args, nil)
		})
	}
	// Indexing anywhere is constant.
	long := Str(strings.Repeat("aé€😀", n)).(*Text)
	inTime(t, "indexing", 5*time.Second, func() {
		for i := range n {
			long.Index((i * 7919) % long.Len())
		}
	})
}

// TestHooks checks that methods find the Formatter of their thread, and that its
// hooks decide about values that this package doesn't know.
func TestHooks(t *testing.T) {
	thread := new(starlark.Thread)
	if FormatterOf(thread) == nil || FormatterOf(nil) == nil {
		t.Fatal("FormatterOf is nil")
	}
	thing := quoted("thing")
	failure := exception.New(exception.RuntimeError, "from a hook")
	SetFormatter(thread, &Formatter{
		Str:      func(v starlark.Value) (string, error) { return "str!", nil },
		Repr:     func(v starlark.Value) (string, error) { return "répr!", nil },
		Format:   func(v starlark.Value, spec string) (string, error) { return "fmt:" + spec, nil },
		GetAttr:  func(v starlark.Value, name string) (starlark.Value, error) { return Str("attr " + name), nil },
		GetItem:  func(v, key starlark.Value) (starlark.Value, error) { return Str(fmt.Sprintf("item %v", key)), nil },
		Index:    func(v starlark.Value) (starlark.Int, bool, error) { return starlark.MakeInt(3), true, nil },
		Int:      func(v starlark.Value) (starlark.Int, bool, error) { return starlark.MakeInt(4), true, nil },
		Float:    func(v starlark.Value) (float64, bool, error) { return 2.5, true, nil },
		Iterate:  func(v starlark.Value) (starlark.Iterator, error) { return nil, failure },
		TypeName: func(v starlark.Value) string { return "Thing" },
	})
	call := func(recv, name string, args ...starlark.Value) string {
		v, err := starlark.Call(thread, StrMethod(Str(recv), name), args, nil)
		if err != nil {
			return err.Error()
		}
		if s, ok := AsString(v); ok {
			return s
		}
		return v.String()
	}
	for _, test := range []struct{ got, want string }{
		{call("{} {!s} {!r} {!a} {:x}", "format", thing, thing, thing, thing, thing), `fmt: str! répr! r\xe9pr! fmt:x`},
		{call("{0.a.b} {0[k]} {0[7]}", "format", thing), `attr b item "k" item 7`},
		{call("{k}", "format_map", thing), `item "k"`},
		{call("a", "center", thing), " a "},
		{call("abcdef", "find", starlark.String("f"), thing), "5"},
		{call("a,b", "join", thing), "RuntimeError: from a hook"},
		{call("abc", "startswith", thing), "TypeError: startswith first arg must be str or a tuple of str, not Thing"},
	} {
		if test.got != test.want {
			t.Errorf("got %s, want %s", test.got, test.want)
		}
	}
	f := FormatterOf(thread)
	for _, test := range []struct{ format, want string }{
		{"%s", "str!"}, {"%r", "répr!"}, {"%a", `r\xe9pr!`}, {"%d", "4"}, {"%x", "3"}, {"%.1f", "2.5"}, {"%c", "\x03"},
	} {
		got, err := f.Percent(test.format, starlark.Tuple{thing})
		if err != nil || got != test.want {
			t.Errorf("%s = %q, %v; want %q", test.format, got, err, test.want)
		}
	}
}

// derived is an instance of a class derived from a built-in type.
type derived struct{ starlark.Value }

func (d derived) Type() string         { return "Mine" }
func (d derived) Base() starlark.Value { return d.Value }

// TestDerived uses instances of classes derived from str and bytes as arguments.
func TestDerived(t *testing.T) {
	s, b := derived{Str("é")}, derived{Bytes("x")}
	v, err := starlark.Call(new(starlark.Thread), StrMethod(Str("a"), "join"), starlark.Tuple{starlark.NewList([]starlark.Value{s, s})}, nil)
	if got, _ := AsString(v); err != nil || got != "éaé" {
		t.Errorf("join = %v, %v", v, err)
	}
	if got, err := noFormatter.PercentBytes("%s", starlark.Tuple{b}); err != nil || got != "x" {
		t.Errorf("%%s = %q, %v", got, err)
	}
	if _, ok := AsString(b); ok {
		t.Error("bytes taken for str")
	}
}
