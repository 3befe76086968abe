// Command bench measures mpstar beside CPython: it runs each piece of work in
// work.py under both, in turn, several rounds, and prints the medians and their
// ratio as a Markdown table.
//
//	go run ./scripts/bench [-rounds 5] [name ...]
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
)

// A row is a piece of work: its name in work.py, what it is, the unit, and the
// ratio to CPython that the design aims at.
type row struct {
	name, what, unit string
	target           float64
}

var rows = []row{
	{"start_join", "Process start + join", "process", 80},
	{"hundred", "100 Processes started, then joined", "all", 60},
	{"pool_apply_async", "Pool(2) + 100 apply_async + close + join", "all", 20},
	{"pool_map", "pool.map, 200,000 items, default chunks", "item", 1.2},
	{"pool_map_single", "pool.map, chunksize=1", "item", 30},
	{"pool_imap_unordered", "pool.imap_unordered", "item", 40},
	{"pool_apply", "pool.apply round trip", "call", 60},
	{"queue", "Queue, one producer, one consumer", "item", 10},
	{"pipe", "Pipe round trip", "trip", 15},
	{"lock_alone", "with lock:, nobody else wants it", "pair", 1},
	{"lock_contended", "with lock:, two processes", "pair", 1},
	{"value", "Value += 1 under its lock, two processes", "step", 1.2},
	{"manager_dict", "manager dict, one set", "set", 20},
	{"cpu_one_child", "prime numbers, one child", "all", 0},
	{"cpu_two_children", "prime numbers, two children", "all", 0},
}

func main() {
	rounds := flag.Int("rounds", 5, "how often each piece of work is run")
	flag.Parse()
	if err := run(*rounds, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rounds int, names []string) error {
	if rounds < 1 {
		return fmt.Errorf("-rounds must be at least 1")
	}
	dir, err := os.MkdirTemp("", "mpstar-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	mpstar := filepath.Join(dir, "mpstar")
	if runtime.GOOS == "windows" {
		mpstar += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", mpstar, "github.com/mpstar/mpstar/cmd/mpstar").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %v\n%s", err, out)
	}
	script, err := workFile()
	if err != nil {
		return err
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		return fmt.Errorf("python3, to compare with, is not in PATH")
	}
	fmt.Printf("%d cores, %s/%s, median of %d rounds, microseconds per unit\n\n", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, rounds)
	fmt.Println("| work | unit | CPython | mpstar | times faster | aim |")
	fmt.Println("|---|---|---:|---:|---:|---:|")
	for _, r := range rows {
		if len(names) > 0 && !contains(names, r.name) {
			continue
		}
		var theirs, ours []float64
		for range rounds {
			for _, side := range []struct {
				exe  string
				into *[]float64
			}{{python, &theirs}, {mpstar, &ours}} {
				us, err := measure(side.exe, script, r.name)
				if err != nil {
					return err
				}
				*side.into = append(*side.into, us)
			}
		}
		t, o := median(theirs), median(ours)
		aim := "-"
		if r.target > 0 {
			aim = strconv.FormatFloat(r.target, 'g', -1, 64)
		}
		fmt.Printf("| %s | %s | %s | %s | %.1f | %s |\n", r.what, r.unit, micro(t), micro(o), t/o, aim)
	}
	return nil
}

// workFile finds work.py from the module's root or from this folder.
func workFile() (string, error) {
	for _, p := range []string{"scripts/bench/work.py", "work.py"} {
		if _, err := os.Stat(p); err == nil {
			return p, nil
		}
	}
	return "", fmt.Errorf("work.py not found: run this from the root of the repository")
}

func measure(exe, script, name string) (float64, error) {
	out, err := exec.Command(exe, script, name).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s %s %s: %v\n%s", exe, script, name, err, out)
	}
	return strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
}

func median(xs []float64) float64 {
	sort.Float64s(xs)
	return xs[len(xs)/2]
}

func micro(us float64) string {
	switch {
	case us >= 100:
		return fmt.Sprintf("%.0f", us)
	case us >= 10:
		return fmt.Sprintf("%.1f", us)
	}
	return fmt.Sprintf("%.2f", us)
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}
