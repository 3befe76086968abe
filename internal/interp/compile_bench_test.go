package interp

import (
	"os"
	"testing"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
)

// BenchmarkCompile is what importing a module that is written in the language costs, without running it.
func BenchmarkCompile(b *testing.B) {
	src, err := os.ReadFile("../../modules/logging/logging.py")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := syntax.Parse("x.py", src, syntax.Python); err != nil {
				b.Fatal(err)
			}
		}
	})
	f, _ := syntax.Parse("x.py", src, syntax.Python)
	b.Run("lower", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Lower("x.py", f, lower.Options{Dynamic: true, ModuleName: "x"}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
