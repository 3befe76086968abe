package runtime

import (
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
)

// A Program is a compiled script. It is immutable: any number of runtimes may run it, any number of times, at once.
type Program struct {
	name string
	code *lower.Code
}

// Compile parses and compiles a script. The name decides its dialect, Starlark for .star and Python for all others, and appears in
// tracebacks. The error is a *SyntaxError.
func Compile(name string, src []byte) (*Program, error) {
	object.SealNatives()
	file, err := syntax.Parse(name, src, interp.DialectOf(name))
	if err != nil {
		return nil, err
	}
	code, err := interp.Lower(name, file, lower.Options{ModuleName: "__main__"})
	if err != nil {
		return nil, err
	}
	return &Program{name: name, code: code}, nil
}

// Name returns the name that the program was compiled under.
func (p *Program) Name() string { return p.name }

// Check reports what Compile would, and runs nothing.
func Check(name string, src []byte) error {
	_, err := Compile(name, src)
	return err
}
