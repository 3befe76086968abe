package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A sample is one run of a piece of work: the number that the script printed, microseconds per
// unit in most rows, and the processor time of the whole run, children included.
type sample struct {
	us  float64
	cpu time.Duration
}

// A result is what all rounds of a row gave; theirs[i] and ours[i] ran one after
// the other.
type result struct {
	row          row
	theirs, ours []sample
}

func (b *bench) table(progress io.Writer, names []string) ([]result, error) {
	var all []result
	for _, r := range rows {
		if len(names) > 0 && !slices.Contains(names, r.name) || len(names) == 0 && b.short && !r.short {
			continue
		}
		res, err := b.row(r)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(progress, "%s: %.1f\n", r.name, res.ratio())
		all = append(all, res)
	}
	return all, nil
}

// row measures both sides in turn. Every other round begins with the other side.
func (b *bench) row(r row) (result, error) {
	res := result{row: r}
	for round := range b.rounds {
		for side := range 2 {
			exe, into := b.python, &res.theirs
			if side != round%2 {
				exe, into = b.mpstar, &res.ours
			}
			s, err := b.sample(exe, r)
			if err != nil {
				return res, err
			}
			*into = append(*into, s)
		}
	}
	return res, nil
}

func (b *bench) sample(exe string, r row) (sample, error) {
	switch r.script {
	case "-":
		const runs = 5
		var s sample
		begin := time.Now()
		for range runs {
			_, cpu, err := command(exe, "-c", "pass")
			if err != nil {
				return s, err
			}
			s.cpu += cpu
		}
		s.us = float64(time.Since(begin).Nanoseconds()) / 1e3 / runs
		return s, nil
	case "":
		return script(exe, filepath.Join(b.dir, "work.py"), r.name)
	}
	return script(exe, filepath.Join(b.dir, r.script), r.name)
}

// script runs a script that prints a number.
func script(exe string, args ...string) (sample, error) {
	out, cpu, err := command(exe, args...)
	if err != nil {
		return sample{}, err
	}
	us, err := strconv.ParseFloat(strings.TrimSpace(out), 64)
	if err != nil {
		return sample{}, fmt.Errorf("%s %s printed %q, not a number", exe, strings.Join(args, " "), out)
	}
	return sample{us, cpu}, nil
}

func command(exe string, args ...string) (string, time.Duration, error) {
	cmd := exec.Command(exe, args...)
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "PYTHON") { // PYTHONUNBUFFERED and the like
			cmd.Env = append(cmd.Env, kv)
		}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", 0, fmt.Errorf("%s %s: %v\n%s", exe, strings.Join(args, " "), err, out)
	}
	return string(out), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

func micros(s sample) float64  { return s.us }
func cpuTime(s sample) float64 { return float64(s.cpu) }

func median(samples []sample, of func(sample) float64) float64 {
	xs := make([]float64, len(samples))
	for i, s := range samples {
		xs[i] = of(s)
	}
	return middle(xs)
}

func middle(xs []float64) float64 {
	slices.Sort(xs)
	n := len(xs)
	return (xs[(n-1)/2] + xs[n/2]) / 2
}

// ratios returns, per round, how many times better mpstar was.
func (r *result) ratios() []float64 {
	xs := make([]float64, len(r.ours))
	for i := range xs {
		xs[i] = r.row.measure.better(r.theirs[i].us, r.ours[i].us)
	}
	return xs
}

// ratio is the ratio of the medians.
func (r *result) ratio() float64 {
	return r.row.measure.better(median(r.theirs, micros), median(r.ours, micros))
}

// spread is the least and the largest ratio of a round.
func (r *result) spread() (low, high float64) {
	xs := r.ratios()
	return slices.Min(xs), slices.Max(xs)
}

// cpu is the ratio of the processor times of whole runs, which waiting for a
// processor does not change.
func (r *result) cpu() float64 {
	return median(r.theirs, cpuTime) / math.Max(median(r.ours, cpuTime), 1)
}

// A point is what a piece of work of a size took, in microseconds. theirs is 0
// where CPython was not asked.
type point struct {
	size         int
	ours, theirs float64
}

// A series is a curve's points, by size.
type series struct {
	curve  curve
	points []point
}

func (b *bench) growth(progress io.Writer) ([]series, error) {
	var all []series
	for _, c := range curves {
		s := series{curve: c}
		for _, n := range c.sizes {
			if b.short && n > 1000 && c.unit != "bytes" {
				break
			}
			p := point{size: n}
			var ours, theirs []float64
			for range min(b.rounds, 3) {
				one, err := script(b.mpstar, filepath.Join(b.dir, "growth.py"), c.name, strconv.Itoa(n))
				if err != nil {
					return nil, err
				}
				ours = append(ours, one.us)
				if n > c.most || b.short && n > 100 && n == c.most {
					continue
				}
				if one, err = script(b.python, filepath.Join(b.dir, "growth.py"), c.name, strconv.Itoa(n)); err != nil {
					return nil, err
				}
				theirs = append(theirs, one.us)
			}
			p.ours = middle(ours)
			if len(theirs) > 0 {
				p.theirs = middle(theirs)
			}
			fmt.Fprintf(progress, "%s of %d: %.0f us\n", c.name, n, p.ours)
			s.points = append(s.points, p)
		}
		all = append(all, s)
	}
	return all, nil
}

// steepest is the largest exponent k, over neighbouring sizes of which the smaller took at least a
// millisecond, for which cost grows as size to the power of k: 1 is linear.
func (s *series) steepest() (k float64, ok bool) {
	for i := 1; i < len(s.points); i++ {
		a, b := s.points[i-1], s.points[i]
		if a.ours < 1000 {
			continue
		}
		k, ok = math.Max(k, math.Log(b.ours/a.ours)/math.Log(float64(b.size)/float64(a.size))), true
	}
	return k, ok
}
