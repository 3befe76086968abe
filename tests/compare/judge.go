package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/mpstar/mpstar/tests/oracle"
)

// judge compares what a script did under CPython and here.
func judge(s *script, want, got *oracle.Result) {
	want, got = oracle.Share(want, got)
	wantLast, gotLast := mask(want, lastLine(want.Stderr)), mask(got, lastLine(got.Stderr))
	missing, extra := difference(oracle.Lines(mask(want, want.Stdout)), oracle.Lines(mask(got, got.Stdout)))
	wantLast, gotLast = loose(wantLast), loose(gotLast)
	if !exceptionLine.MatchString(wantLast) && !exceptionLine.MatchString(gotLast) {
		// No exception but what was logged there: in any order, as standard output.
		m, e := difference(oracle.Lines(mask(want, want.Stderr)), oracle.Lines(mask(got, got.Stderr)))
		if len(m)+len(e) == 0 {
			wantLast = gotLast
		} else if wantLast == gotLast {
			wantLast, gotLast = strings.Join(m, "\n"), strings.Join(e, "\n")
		}
	}
	if len(missing)+len(extra) == 0 && want.Exit == got.Exit && wantLast == gotLast {
		s.result = same
		return
	}
	s.result = differs
	if exceptionLine.MatchString(gotLast) && gotLast != wantLast {
		s.result, s.cause = fails, cause(gotLast)
	} else if want.Exit != got.Exit {
		s.cause = fmt.Sprintf("exit code %d for %d", got.Exit, want.Exit)
	} else if wantLast != gotLast {
		s.cause = "standard error ends differently"
	} else {
		s.cause = "output"
	}
	if want.Exit != got.Exit {
		s.lines = append(s.lines, fmt.Sprintf("exit code %d, CPython's %d", got.Exit, want.Exit))
	}
	for i := 0; i < len(missing) && i < 3; i++ {
		s.lines = append(s.lines, "CPython: "+missing[i])
	}
	for i := 0; i < len(extra) && i < 3; i++ {
		s.lines = append(s.lines, "mpstar:  "+extra[i])
	}
	if wantLast != gotLast {
		s.lines = append(s.lines, "stderr of CPython: "+wantLast)
		_, tail, _ := cutLines(got.Stderr, 5)
		for _, l := range tail {
			s.lines = append(s.lines, "stderr of mpstar:  "+l)
		}
	}
}

var (
	exceptionLine = regexp.MustCompile(`^(\w+\.)*\w*(Error|Exception|Interrupt|Exit|Empty|Full)\b`)
	quoted        = regexp.MustCompile(`'[^']*'`)
	clock         = regexp.MustCompile(`\d\d?:\d\d:\d\d([.,]\d+)?`)
	day           = regexp.MustCompile(`\d{4}-\d\d-\d\d`)
	decimals      = regexp.MustCompile(`\d+\.\d+(e-?\d+)?|<seconds>`)
	workers       = regexp.MustCompile(`(ForkPoolWorker|SpawnPoolWorker|SyncManager|ForkProcess|Process|Thread|ThreadPoolExecutor)-[\d:_]+`)
	directory     = regexp.MustCompile(`[^\s'"]*compare\d+[/\\]+cwd\d+`) // where it ran
	spaces        = regexp.MustCompile(` +`)
)

var (
	digits = regexp.MustCompile(`-?\d+|<(pid|seconds|decimals|time|date|day|n)>`)
	series = regexp.MustCompile(`['"]?#['"]?((: |, | )['"]?#['"]?)+`)
)

// kind is what remains of a line without its numbers.
func kind(line string) string {
	return series.ReplaceAllString(digits.ReplaceAllString(line, "#"), "#")
}

// variable reports whether two runs of one script differ.
func variable(a, b *oracle.Result) bool {
	onlyA, onlyB := difference(oracle.Lines(mask(a, a.Stdout)+mask(a, a.Stderr)), oracle.Lines(mask(b, b.Stdout)+mask(b, b.Stderr)))
	return len(onlyA)+len(onlyB) > 0
}

// sameKinds reports whether got has the kinds of lines that both runs of CPython
// have, and no others than they.
func sameKinds(one, other, got *oracle.Result) bool {
	a, b, g := kinds(one), kinds(other), kinds(got)
	for k := range g {
		if !a[k] && !b[k] {
			return false
		}
	}
	for k := range a {
		if b[k] && !g[k] {
			return false
		}
	}
	return true
}

func kinds(r *oracle.Result) map[string]bool {
	m := make(map[string]bool)
	for _, l := range oracle.Lines(mask(r, r.Stdout) + mask(r, r.Stderr)) {
		m[kind(l)] = true
	}
	return m
}

// mask takes away what differs from run to run.
func mask(r *oracle.Result, text string) string {
	return loose(r.Normalize(directory.ReplaceAllString(text, "<directory>")))
}

func loose(text string) string {
	text = clock.ReplaceAllString(text, "<time>")
	text = day.ReplaceAllString(text, "<day>")
	text = decimals.ReplaceAllString(text, "<decimals>")
	text = workers.ReplaceAllString(text, "$1-<n>")
	return spaces.ReplaceAllString(text, " ")
}

// cause makes of an exception's line one that other scripts share.
func cause(line string) string {
	if line == "" {
		return "nothing on standard error"
	}
	if strings.HasPrefix(line, "ModuleNotFoundError") || strings.HasPrefix(line, "ImportError") || strings.HasPrefix(line, "AttributeError") ||
		strings.HasPrefix(line, "NameError") || strings.HasPrefix(line, "NotImplementedError") {
		return line
	}
	return quoted.ReplaceAllString(line, "'...'")
}

// difference returns the lines that only one of two sorted lists has.
func difference(a, b []string) (onlyA, onlyB []string) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			onlyA, a = append(onlyA, a[0]), a[1:]
		case len(a) == 0 || b[0] < a[0]:
			onlyB, b = append(onlyB, b[0]), b[1:]
		default:
			a, b = a[1:], b[1:]
		}
	}
	return onlyA, onlyB
}

func lastLine(s string) string {
	s = strings.TrimRight(s, "\n")
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// cutLines splits off the last n lines.
func cutLines(s string, n int) (head, tail []string, whole int) {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	k := max(len(lines)-n, 0)
	return lines[:k], lines[k:], len(lines)
}
