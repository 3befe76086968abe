package text

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

func BenchmarkStrASCII(b *testing.B) {
	s := strings.Repeat("hello ", 200)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Str(s)
	}
}

func BenchmarkStrText(b *testing.B) {
	s := strings.Repeat("héllo ", 200)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Str(s)
	}
}

func BenchmarkUpper(b *testing.B) {
	thread, s := new(starlark.Thread), Str("hello world")
	for b.Loop() {
		if _, err := starlark.Call(thread, StrMethod(s, "upper"), nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	thread, s, args := new(starlark.Thread), Str("a,b,c,d,e,f,g"), starlark.Tuple{starlark.String(",")}
	for b.Loop() {
		if _, err := starlark.Call(thread, StrMethod(s, "split"), args, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFormat(b *testing.B) {
	args := starlark.Tuple{starlark.Float(3.14159), Str("é"), starlark.MakeInt(7)}
	for b.Loop() {
		if _, err := noFormatter.StrFormat("{:.2f} {} {:>5}", args, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPercent(b *testing.B) {
	args := starlark.Tuple{starlark.Float(3.14159), Str("é"), starlark.MakeInt(7)}
	for b.Loop() {
		if _, err := noFormatter.Percent("%.2f %s %5d", args); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	t := Str(strings.Repeat("héllo", 1000)).(*Text)
	i := 0
	for b.Loop() {
		t.Index(i % 5000)
		i += 7
	}
}

func BenchmarkIndexLong(b *testing.B) {
	t := Str(strings.Repeat("héllo", 1e6)).(*Text)
	i := 0
	for b.Loop() {
		t.Index(i % 5e6)
		i += 7919
	}
}

func BenchmarkIndexFirst(b *testing.B) {
	s := strings.Repeat("héllo", 20)
	for b.Loop() {
		Str(s).(*Text).Index(50)
	}
}
