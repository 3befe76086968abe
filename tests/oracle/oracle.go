// Package oracle runs scripts under CPython, to see what they must print.
//
// CPython runs with standard output buffered by lines, as on a terminal, and
// tells the ids of its processes, so that they can be masked: see [Normalize].
package oracle

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed driver.py
var driver string

// Timeout bounds one run of a script: it ends those that hang, on a slow machine too.
const Timeout = 4 * time.Minute

// A Result is what a script did.
type Result struct {
	Stdout, Stderr string
	Exit           int
	Pids           []int // of the script's processes
}

// Python returns the path of a python3 of version 3.11.7 or a later 3.11 (earlier ones have faults that we do not have), or false if there is
// none. From then on the environment of this program is one in which CPython prints what it prints by default: its own variables are gone, and
// the locale is UTF-8.
func Python() (string, bool) {
	path, err := LookPath()
	return path, err == nil
}

// LookPath is Python with an error that says what is missing.
var LookPath = sync.OnceValues(func() (string, error) {
	path, err := exec.LookPath("python3")
	if err != nil {
		return "", err
	}
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "PYTHON") && name != "PYTHONDONTWRITEBYTECODE" {
			os.Unsetenv(name)
		}
	}
	os.Setenv("LC_ALL", "C.UTF-8")
	out, err := exec.Command(path, "-c", "import sys; print(sys.version_info[:2] == (3, 11) and sys.version_info >= (3, 11, 7))").Output()
	if err == nil && strings.TrimSpace(string(out)) != "True" {
		err = fmt.Errorf("%s is not of version 3.11.7 or a later 3.11", path)
	}
	return path, err
})

// Limits is how and where a command runs. The zero value is what tests use.
type Limits struct {
	Timeout time.Duration // 0 means [Timeout]
	Dir     string        // the working directory; "" means the caller's
}

// ErrTimeout is what the error wraps when a command was not done in time.
var ErrTimeout = errors.New("not done in time")

// Run runs a script under CPython.
func Run(python, script string, args ...string) (*Result, error) {
	return Limits{}.Run(python, script, args...)
}

// Command runs a command without standard input and collects what it prints.
func Command(argv ...string) (*Result, error) { return Limits{}.Command(argv...) }

// Run runs a script under CPython.
func (l Limits) Run(python, script string, args ...string) (*Result, error) {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	drv := filepath.Join(dir, "driver.py")
	log := filepath.Join(dir, "pids")
	if err := os.WriteFile(drv, []byte(driver), 0o600); err != nil {
		return nil, err
	}
	r, err := l.Command(append([]string{python, drv, log, script}, args...)...)
	if err != nil {
		return nil, err
	}
	pids, err := os.ReadFile(log)
	if err != nil {
		return nil, err
	}
	for _, f := range strings.Fields(string(pids)) {
		pid, err := strconv.Atoi(f)
		if err != nil {
			return nil, err
		}
		r.Pids = append(r.Pids, pid)
	}
	return r, nil
}

// Command runs a command without standard input and collects what it prints.
// When the time is up, the command and its children are killed.
func (l Limits) Command(argv ...string) (*Result, error) {
	if l.Timeout == 0 {
		l.Timeout = Timeout
	}
	ctx, cancel := context.WithTimeout(context.Background(), l.Timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	// CPython's resource tracker outlives the script for as long as a busy machine takes to run it once more.
	cmd.WaitDelay = 20 * time.Second
	cmd.Dir = l.Dir
	group(cmd)
	cmd.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8", "PYTHONHASHSEED=0", "PYTHONUNBUFFERED=")
	err := cmd.Run()
	var exit *exec.ExitError
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s: %w: %v\n%s%s", strings.Join(argv, " "), ErrTimeout, l.Timeout, stdout.String(), stderr.String())
	}
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	r := &Result{Stdout: stdout.String(), Stderr: stderr.String(), Exit: cmd.ProcessState.ExitCode()}
	r.Pids = append(r.Pids, cmd.Process.Pid, os.Getpid())
	return r, nil
}

var (
	ctime   = regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d \d{4}`)
	address = regexp.MustCompile(`0x[0-9a-f]{6,}`)
	number  = regexp.MustCompile(`\d+`)
	padding = regexp.MustCompile(` +<pid>`)
	seconds = regexp.MustCompile(`\d+\.\d{3,}(e-\d+)?`)
)

// inProcess is the smallest id of a child that mpstar runs in its own process.
const inProcess = 1<<22 + 1

// Normalize masks what differs from run to run: process ids, addresses, dates,
// and numbers with at least three decimals.
func (r *Result) Normalize(text string) string {
	pids := make(map[string]bool)
	for _, p := range r.Pids {
		pids[strconv.Itoa(p)] = true
	}
	text = ctime.ReplaceAllString(text, "<date>")
	text = address.ReplaceAllString(text, "<address>")
	text = seconds.ReplaceAllString(text, "<seconds>")
	text = number.ReplaceAllStringFunc(text, func(s string) string {
		if n, err := strconv.Atoi(s); pids[s] || err == nil && n >= inProcess && n < inProcess+1<<20 {
			return "<pid>"
		}
		return s
	})
	return padding.ReplaceAllString(text, " <pid>")
}

// Share returns copies of two results in which Normalize masks the process ids of both: a number that happens to be an id in
// one run only is then no difference.
func Share(a, b *Result) (*Result, *Result) {
	one, other := *a, *b
	one.Pids = slices.Concat(a.Pids, b.Pids)
	other.Pids = one.Pids
	return &one, &other
}

// Lines returns the lines of a normalized text in sorted order: what concurrent
// processes print comes in any order.
func Lines(text string) []string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	sort.Strings(lines)
	return lines
}
