// Command record writes the golden files that the tests compare mpstar with: what
// python3 prints for each script in scripts/ and tests/conformance/.
//
//	go run ./tests/record [-star mpstar] [script ...]
//
// It is run from the root of the repository, where a python3 of version 3.11 is
// present. CPython knows no Starlark: with -star, the .star scripts are recorded
// from the given mpstar command, and the change is to be read before it is
// committed. The other scripts are never recorded from mpstar.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mpstar/mpstar/tests/oracle"
)

func main() {
	star := flag.String("star", "", "record the .star scripts from this mpstar command")
	flag.Parse()
	if err := run(*star, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}

func run(star string, scripts []string) error {
	if len(scripts) == 0 {
		ext := ".py"
		if star != "" {
			ext = ".star"
		}
		for _, dir := range []string{"scripts", "tests/conformance"} {
			found, err := filepath.Glob(filepath.Join(dir, "*"+ext))
			if err != nil {
				return err
			}
			scripts = append(scripts, found...)
		}
	}
	python, ok := oracle.Python()
	if !ok && star == "" {
		return fmt.Errorf("there is no python3 of version 3.11")
	}
	seen := make(map[string]string)
	for _, script := range scripts {
		golden := oracle.GoldenFile("tests", script)
		if other := seen[golden]; other != "" {
			return fmt.Errorf("%s and %s have the same name", other, script)
		}
		seen[golden] = script
		var r *oracle.Result
		var err error
		by := "CPython 3.11"
		if filepath.Ext(script) == ".star" {
			if star == "" {
				return fmt.Errorf("%s: needs -star", script)
			}
			by = "mpstar"
			r, err = oracle.Command(star, script)
		} else {
			r, err = oracle.Run(python, script)
		}
		if err != nil {
			return err
		}
		anyOrder, err := oracle.Says(script, oracle.AnyOrder)
		if err != nil {
			return err
		}
		text := r.Golden(script, anyOrder).Marshal(script, by)
		if old, err := os.ReadFile(golden); err == nil && bytes.Equal(old, text) {
			continue
		}
		fmt.Println(golden)
		if err := os.WriteFile(golden, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
