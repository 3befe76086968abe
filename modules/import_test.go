package modules_test

import (
	"io"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/cli"
)

// BenchmarkImport is the import of a module by a program that does nothing else, next to one that imports none.
func BenchmarkImport(b *testing.B) {
	for _, src := range []string{"pass", "import logging", "import typing", "import dataclasses", "import collections", "import datetime", "import argparse",
		"import enum", "import random", "import json", "import subprocess", "import signal", "import inspect"} {
		b.Run(strings.TrimPrefix(src, "import "), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if code := cli.Main([]string{"mpstar", "-c", src}, strings.NewReader(""), io.Discard, io.Discard); code != 0 {
					b.Fatalf("exit code %d", code)
				}
			}
		})
	}
}
