// Package io is the module io: files in memory, in io.py, text over binary files of the script's, in text.py, and the names of the classes
// of files.
package io

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
)

//go:embed io.py
var source string

//go:embed text.py
var textSource string

// Modules returns the definitions of io and _io.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "io", Doc: "Files and their classes, in memory and on disk.", Source: source},
		{Name: "_text_io", Doc: "Text over binary files of the script's.", Source: textSource},
		{Name: "_io", Doc: "The classes of files.", Init: func(in *interp.Interp, m *object.Module) error {
			for _, c := range []*object.Class{
				file.IOBase, file.RawIOBase, file.BufferedIOBase, file.TextIOBase, file.TextIOWrapper,
				file.BufferedReader, file.BufferedWriter, file.BufferedRandom, file.FileIO, file.UnsupportedOperation,
			} {
				m.Set(c.Name(), c)
			}
			m.Set("open", builtin.Predeclared(syntax.Python)["open"])
			return nil
		}},
	}
}
