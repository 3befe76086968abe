package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
)

// writeTable writes the results as Markdown or CSV.
func writeTable(w io.Writer, format string, results []result) error {
	if format == "csv" {
		c := csv.NewWriter(w)
		c.Write([]string{"name", "work", "unit", "measure", "cpython", "mpstar", "ratio", "ratio_low", "ratio_high", "cpu_ratio", "aim"})
		for _, r := range results {
			low, high := r.spread()
			measure := string(r.row.measure)
			if r.row.measure == micro {
				measure = "us"
			}
			c.Write([]string{r.row.name, r.row.what, r.row.unit, measure, decimal(median(r.theirs, micros)), decimal(median(r.ours, micros)),
				decimal(r.ratio()), decimal(low), decimal(high), decimal(r.cpu()), decimal(r.row.aim)})
		}
		c.Flush()
		return c.Error()
	}
	var buf bytes.Buffer
	buf.WriteString("| work | per | CPython, us | mpstar, us | times better | spread | CPU time | aim |\n")
	buf.WriteString("|---|---|---:|---:|---:|---:|---:|---:|\n")
	for _, r := range results {
		low, high := r.spread()
		aim, cpu := "-", short(r.cpu())
		if r.row.aim > 0 {
			aim = strconv.FormatFloat(r.row.aim, 'g', -1, 64)
		}
		if r.row.measure != micro {
			aim, cpu = aim+" "+string(r.row.measure), "-"
		}
		fmt.Fprintf(&buf, "| %s | %s | %s | %s | %s | %s to %s | %s | %s |\n", r.row.what, r.row.unit, r.row.measure.show(median(r.theirs, micros)),
			r.row.measure.show(median(r.ours, micros)), short(r.ratio()), short(low), short(high), cpu, aim)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

func writeGrowth(w io.Writer, format string, all []series) error {
	if format == "csv" {
		c := csv.NewWriter(w)
		c.Write([]string{"name", "unit", "size", "cpython_us", "mpstar_us"})
		for _, s := range all {
			for _, p := range s.points {
				theirs := ""
				if p.theirs > 0 {
					theirs = decimal(p.theirs)
				}
				c.Write([]string{s.curve.name, s.curve.unit, strconv.Itoa(p.size), theirs, decimal(p.ours)})
			}
		}
		c.Flush()
		return c.Error()
	}
	var buf bytes.Buffer
	for _, s := range all {
		fmt.Fprintf(&buf, "\n%s", s.curve.what)
		if k, ok := s.steepest(); ok {
			fmt.Fprintf(&buf, " (steepest: size to the power of %.2f)", k)
		}
		fmt.Fprintf(&buf, "\n\n| %s | CPython, us | mpstar, us | mpstar, us each |\n|---:|---:|---:|---:|\n", s.curve.unit)
		for _, p := range s.points {
			theirs := "-"
			if p.theirs > 0 {
				theirs = short(p.theirs)
			}
			fmt.Fprintf(&buf, "| %d | %s | %s | %s |\n", p.size, theirs, short(p.ours), short(p.ours/float64(p.size)))
		}
	}
	_, err := w.Write(buf.Bytes())
	return err
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'g', 5, 64) }

// short writes a number with about three digits.
func short(x float64) string {
	switch {
	case x >= 100:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case x >= 10:
		return strconv.FormatFloat(x, 'f', 1, 64)
	case x >= 0.1:
		return strconv.FormatFloat(x, 'f', 2, 64)
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}

// The generated parts of a page lie between these two lines.
const beginMark, endMark = "<!-- bench: begin -->\n", "<!-- bench: end -->\n"

// write runs everything, or with -short only what matters most, and rewrites the generated parts of
// README.md and docs/performance.md, and the files they show.
func (b *bench) write() error {
	if b.dir != "scripts/bench" {
		return fmt.Errorf("-write must be run from the root of the repository")
	}
	results, err := b.table(os.Stderr, nil)
	if err != nil {
		return err
	}
	grown, err := b.growth(os.Stderr)
	if err != nil {
		return err
	}
	var whole, brief, asCSV, growthCSV bytes.Buffer
	fmt.Fprintf(&whole, "%s.\n\n", b.machine())
	writeTable(&whole, "markdown", results)
	writeGrowth(&whole, "markdown", grown)
	fmt.Fprintf(&brief, "%s.\n\n", b.machine())
	var first []result
	for _, r := range results {
		if r.row.short {
			first = append(first, r)
		}
	}
	writeTable(&brief, "markdown", first)
	writeTable(&asCSV, "csv", results)
	writeGrowth(&growthCSV, "csv", grown)
	for name, data := range map[string][]byte{
		"docs/performance.svg": tablePlot(results), "docs/growth.svg": growthPlot(grown),
		"docs/performance.csv": asCSV.Bytes(), "docs/growth.csv": growthCSV.Bytes(),
	} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
	if err := replace("README.md", brief.Bytes()); err != nil {
		return err
	}
	return replace("docs/performance.md", whole.Bytes())
}

// replace puts text between the marks of a page.
func replace(name string, text []byte) error {
	page, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before, rest, ok := bytes.Cut(page, []byte(beginMark))
	_, after, ok2 := bytes.Cut(rest, []byte(endMark))
	if !ok || !ok2 {
		return fmt.Errorf("%s has no lines %q and %q", name, beginMark, endMark)
	}
	return os.WriteFile(name, bytes.Join([][]byte{before, []byte(beginMark), text, []byte(endMark), after}, nil), 0o644)
}
