// Command bench measures mpstar beside CPython: it runs each piece of work under
// both, in turn, several rounds, and reports the medians, their ratio and its
// spread.
//
//	go run ./scripts/bench [-rounds 5] [name ...]   # a table
//	go run ./scripts/bench -growth                  # how cost grows with size
//	go run ./scripts/bench -write                   # both, into README.md and docs
//	go run ./scripts/bench -short -check            # fails if mpstar has become slow
//
// The work is in work.py, compute.py, memory.py and growth.py, which run unchanged under
// both; rows.go lists it. Load on the machine makes single numbers wander; ratios
// less so, since both sides run within the same second.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	var b bench
	flag.IntVar(&b.rounds, "rounds", 5, "how often each piece of work is run")
	flag.BoolVar(&b.short, "short", false, "only the rows that matter most")
	check := flag.Bool("check", false, "exit with 1 if a ratio is below its floor; skip where python3 is missing")
	growth := flag.Bool("growth", false, "how cost grows with size, instead of the table")
	write := flag.Bool("write", false, "rewrite the generated parts of README.md and docs (from the repository's root)")
	format := flag.String("format", "markdown", "markdown or csv")
	plot := flag.String("plot", "", "write a picture of the table, or of the growth, to this SVG file")
	flag.StringVar(&b.mpstar, "mpstar", "", "the command to measure; built if empty")
	flag.Parse()
	if err := b.main(*check, *growth, *write, *format, *plot, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A bench is one run of the command.
type bench struct {
	rounds         int
	short          bool
	dir            string // of the scripts
	python, mpstar string
}

func (b *bench) main(check, growth, write bool, format, plot string, names []string) error {
	if b.rounds < 1 {
		return fmt.Errorf("-rounds must be at least 1")
	}
	if format != "markdown" && format != "csv" {
		return fmt.Errorf("-format must be markdown or csv")
	}
	for _, name := range names {
		if !known(name) {
			return fmt.Errorf("no work is called %s", name)
		}
	}
	var err error
	if b.python, err = exec.LookPath("python3"); err != nil {
		if check {
			fmt.Println("bench: skipped, python3 is not in PATH")
			return nil
		}
		return fmt.Errorf("python3, to compare with, is not in PATH")
	}
	if b.dir, err = scripts(); err != nil {
		return err
	}
	if b.mpstar == "" {
		tmp, err := os.MkdirTemp("", "mpstar-bench")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		if b.mpstar, err = build(tmp); err != nil {
			return err
		}
	}
	switch {
	case write:
		return b.write()
	case growth:
		all, err := b.growth(os.Stderr)
		if err != nil {
			return err
		}
		if err := writeGrowth(os.Stdout, format, all); err != nil || plot == "" {
			return err
		}
		return os.WriteFile(plot, growthPlot(all), 0o644)
	}
	results, err := b.table(os.Stderr, names)
	if err != nil {
		return err
	}
	if check {
		return b.check(os.Stdout, results)
	}
	if format == "markdown" {
		fmt.Printf("%s\n\n", b.machine())
	}
	if err := writeTable(os.Stdout, format, results); err != nil || plot == "" {
		return err
	}
	return os.WriteFile(plot, tablePlot(results), 0o644)
}

// machine says what the numbers were measured on.
func (b *bench) machine() string {
	version, _ := exec.Command(b.python, "-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))").Output()
	s := fmt.Sprintf("%d cores, %s/%s, CPython %s, %s, median of %d rounds", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH,
		strings.TrimSpace(string(version)), runtime.Version(), b.rounds)
	if data, err := os.ReadFile("/proc/loadavg"); err == nil {
		if load, _, ok := strings.Cut(string(data), " "); ok {
			s += ", load average at the end " + load
		}
	}
	return s
}

func build(dir string) (string, error) {
	exe := filepath.Join(dir, "mpstar")
	if runtime.GOOS == "windows" {
		exe += ".exe"
	}
	cmd := exec.Command("go", "build", "-o", exe, "github.com/mpstar/mpstar/cmd/mpstar")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // as the README says how to install it
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %v\n%s", err, out)
	}
	return exe, nil
}

// scripts finds the folder of the scripts from the repository's root or from
// itself.
func scripts() (string, error) {
	for _, dir := range []string{"scripts/bench", "."} {
		if _, err := os.Stat(filepath.Join(dir, "growth.py")); err == nil {
			return dir, nil
		}
	}
	return "", fmt.Errorf("growth.py not found: run this from the root of the repository")
}

// check reports the rows that are slower than they may be. The best round counts, and a row that has none good enough is measured
// again: what else runs on the machine can spoil one measurement, hardly all.
func (b *bench) check(w io.Writer, results []result) error {
	var slow []string
	for _, r := range results {
		if r.row.floor == 0 {
			continue
		}
		_, best := r.spread()
		for try := 0; best < r.row.floor && try < 3; try++ {
			fmt.Fprintf(w, "again  %-22s %6.2f times better, must be %g\n", r.row.name, best, r.row.floor)
			again, err := b.row(r.row)
			if err != nil {
				return err
			}
			_, best = again.spread()
		}
		verdict := "ok"
		if best < r.row.floor {
			verdict = "SLOW"
			slow = append(slow, r.row.name)
		}
		fmt.Fprintf(w, "%-6s %-22s %6.2f times better, must be %g\n", verdict, r.row.name, best, r.row.floor)
	}
	if len(slow) > 0 {
		return fmt.Errorf("slower than they may be: %s", strings.Join(slow, ", "))
	}
	return nil
}
