package main

import (
	"testing"

	"github.com/mpstar/mpstar/tests/oracle"
)

func TestJudge(t *testing.T) {
	for _, test := range []struct {
		name      string
		want, got oracle.Result
		result    result
		cause     string
	}{
		{"any order", oracle.Result{Stdout: "a\nb\n"}, oracle.Result{Stdout: "b\na\n"}, same, ""},
		{"ids and times", oracle.Result{Stdout: "pid 77, took 1.25 s at 0x7f00aabbcc\n", Pids: []int{77}},
			oracle.Result{Stdout: "pid 88, took 0.5 s at 0x7f00aabbdd\n", Pids: []int{88}}, same, ""},
		{"workers", oracle.Result{Stdout: "ForkPoolWorker-1\n"}, oracle.Result{Stdout: "ForkPoolWorker-12\n"}, same, ""},
		{"output", oracle.Result{Stdout: "1\n"}, oracle.Result{Stdout: "2\n"}, differs, "output"},
		{"a line too many", oracle.Result{Stdout: "1\n"}, oracle.Result{Stdout: "1\n1\n"}, differs, "output"},
		{"exit code", oracle.Result{}, oracle.Result{Exit: 3}, differs, "exit code 3 for 0"},
		{"same exception", oracle.Result{Exit: 1, Stderr: "Traceback\nValueError: no\n"}, oracle.Result{Exit: 1, Stderr: "Other\nValueError: no\n"}, same, ""},
		{"exception", oracle.Result{}, oracle.Result{Exit: 1, Stderr: "Traceback\nKeyError: 'k'\n"}, fails, "KeyError: '...'"},
		{"missing module", oracle.Result{}, oracle.Result{Exit: 1, Stderr: "ModuleNotFoundError: No module named 'x'\n"}, fails, "ModuleNotFoundError: No module named 'x'"},
	} {
		s := new(script)
		judge(s, &test.want, &test.got)
		if s.result != test.result || s.cause != test.cause {
			t.Errorf("%s: %s [%s], want %s [%s]", test.name, s.result, s.cause, test.result, test.cause)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, test := range []struct {
		one, other, got string
		want            bool
	}{
		{"got [1, 2]\n", "got [3]\n", "got [7, 8, 9]\n", true},
		{"a 1\n", "a 2\nb\n", "a 3\n", true},
		{"a 1\n", "a 2\n", "a 3\nc\n", false},
		{"a 1\nb\n", "a 2\nb\n", "a 3\n", false},
		{"{1: 2, 3: 4}\n", "{3: 4, 1: 2}\n", "{5: 6}\n", true},
	} {
		r := func(s string) *oracle.Result { return &oracle.Result{Stdout: s} }
		if got := sameKinds(r(test.one), r(test.other), r(test.got)); got != test.want {
			t.Errorf("%q, %q, %q: %v, want %v", test.one, test.other, test.got, got, test.want)
		}
	}
}
