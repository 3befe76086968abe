package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/modules"
)

// This file implements --check and --dump, which run nothing.

// inspect looks at the program, with --check at each of the files that are named.
func inspect(name string, c command, stdin io.Reader, stdout, stderr io.Writer) int {
	status := exitOK
	files := []string{c.file}
	if c.check && !c.hasCmd && c.file != "" {
		files = append(files, c.args...)
	}
	for _, file := range files {
		c.file = file
		s, err := load(c, stdin)
		if err == nil {
			err = show(c, s, stdout)
		}
		if err == nil {
			continue
		}
		status = exitUsage
		var se *syntax.Error
		if errors.As(err, &se) {
			io.WriteString(stderr, se.Format())
		} else {
			fmt.Fprintf(stderr, "%s: %v\n", name, err)
		}
	}
	return status
}

// show writes the stage of a program that --dump names.
func show(c command, s *script, w io.Writer) error {
	switch c.dump {
	case "tokens":
		return syntax.DumpTokens(w, s.name, s.src, s.dialect)
	case "ast":
		f, err := syntax.Parse(s.name, s.src, s.dialect)
		if err != nil {
			return err
		}
		syntax.Dump(w, f)
		return nil
	}
	rt := interp.New(interp.Config{Modules: modules.All()})
	code, err := rt.Compile(s.name, s.name, s.src, s.dialect, lower.Options{ModuleName: "__main__"})
	if err != nil || c.dump == "" {
		return err
	}
	_, err = io.WriteString(w, lower.Dump(code))
	return err
}
