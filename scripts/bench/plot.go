package main

import (
	"bytes"
	"fmt"
	"math"
)

// The colours of both plots; the background is drawn, so that they can be read on
// pages of any colour.
const (
	ink, grid, paper     = "#222222", "#dddddd", "#ffffff"
	faster, slower, them = "#1f77b4", "#c44e52", "#999999"
)

func svg(buf *bytes.Buffer, width, height int) {
	fmt.Fprintf(buf, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", width, height, width, height)
	fmt.Fprintf(buf, `<rect width="%d" height="%d" fill="%s"/>`+"\n", width, height, paper)
}

func line(buf *bytes.Buffer, x1, y1, x2, y2 float64, colour string) {
	fmt.Fprintf(buf, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s"/>`+"\n", x1, y1, x2, y2, colour)
}

func label(buf *bytes.Buffer, x, y float64, anchor, text string) {
	fmt.Fprintf(buf, `<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>`+"\n", x, y, anchor, ink, escape(text))
}

func escape(s string) string {
	var buf bytes.Buffer
	for _, r := range s {
		switch r {
		case '&':
			buf.WriteString("&amp;")
		case '<':
			buf.WriteString("&lt;")
		default:
			buf.WriteRune(r)
		}
	}
	return buf.String()
}

// tablePlot draws one bar per row, from 1 to its ratio, on a logarithmic scale.
func tablePlot(results []result) []byte {
	const left, right, top, step = 300, 60, 50, 20
	width, height := 860, top+step*len(results)+20
	low, high := 0.1, 10.0
	for _, r := range results {
		low, high = math.Min(low, r.ratio()), math.Max(high, r.ratio())
	}
	from, to := math.Floor(math.Log10(low)), math.Ceil(math.Log10(high))
	x := func(v float64) float64 {
		return left + (math.Log10(v)-from)/(to-from)*float64(width-left-right)
	}
	var buf bytes.Buffer
	svg(&buf, width, height)
	label(&buf, left, 18, "start", "times better than CPython: faster, smaller (logarithmic)")
	for e := from; e <= to; e++ {
		v := math.Pow(10, e)
		line(&buf, x(v), top-8, x(v), float64(height-15), grid)
		label(&buf, x(v), top-14, "middle", fmt.Sprintf("%g", v))
	}
	for i, r := range results {
		y := float64(top + step*i)
		a, b, colour := x(1), x(r.ratio()), faster
		if b < a {
			a, b, colour = b, a, slower
		}
		fmt.Fprintf(&buf, `<rect x="%.1f" y="%.1f" width="%.1f" height="13" fill="%s"/>`+"\n", a, y, math.Max(b-a, 1), colour)
		label(&buf, left-8, y+11, "end", r.row.what)
		label(&buf, math.Max(b, x(1))+5, y+11, "start", short(r.ratio()))
	}
	line(&buf, x(1), top-8, x(1), float64(height-15), ink)
	buf.WriteString("</svg>\n")
	return buf.Bytes()
}

// growthPlot draws each curve on axes of its own, both logarithmic: a straight
// line at 45 degrees is cost in proportion to size.
func growthPlot(all []series) []byte {
	const cell, high, margin = 300, 260, 50
	const columns = 3
	lines := (len(all) + columns - 1) / columns
	var buf bytes.Buffer
	svg(&buf, columns*cell, lines*high+25)
	for i, s := range all {
		x0, y0 := float64(i%columns*cell+margin), float64(i/columns*high+35)
		w, h := float64(cell-margin-15), float64(high-75)
		least, most := math.Inf(1), 0.0
		for _, p := range s.points {
			for _, v := range []float64{p.ours, p.theirs} {
				if v > 0 {
					least, most = math.Min(least, v), math.Max(most, v)
				}
			}
		}
		ylow, yhigh := math.Floor(math.Log10(least)), math.Ceil(math.Log10(most))
		xhigh := math.Log10(float64(s.points[len(s.points)-1].size))
		at := func(n int, v float64) (float64, float64) {
			return x0 + math.Log10(float64(n))/xhigh*w, y0 + h - (math.Log10(v)-ylow)/(yhigh-ylow)*h
		}
		label(&buf, x0+w/2, y0-10, "middle", s.curve.what)
		for e := ylow; e <= yhigh; e++ {
			_, y := at(1, math.Pow(10, e))
			line(&buf, x0, y, x0+w, y, grid)
			label(&buf, x0-5, y+4, "end", microName(e))
		}
		for _, p := range s.points {
			x, _ := at(p.size, 1)
			label(&buf, x, y0+h+16, "middle", fmt.Sprintf("%.0e", float64(p.size)))
		}
		label(&buf, x0+w/2, y0+h+31, "middle", s.curve.unit)
		draw := func(colour string, of func(point) float64) {
			var path bytes.Buffer
			for _, p := range s.points {
				if v := of(p); v > 0 {
					x, y := at(p.size, v)
					fmt.Fprintf(&path, "%.1f,%.1f ", x, y)
					fmt.Fprintf(&buf, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`+"\n", x, y, colour)
				}
			}
			fmt.Fprintf(&buf, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", path.String(), colour)
		}
		draw(them, func(p point) float64 { return p.theirs })
		draw(faster, func(p point) float64 { return p.ours })
	}
	label(&buf, 10, float64(lines*high+15), "start", "blue: mpstar, grey: CPython")
	buf.WriteString("</svg>\n")
	return buf.Bytes()
}

// microName is 10 to the power of e microseconds.
func microName(e float64) string {
	switch {
	case e >= 6:
		return fmt.Sprintf("%g s", math.Pow(10, e-6))
	case e >= 3:
		return fmt.Sprintf("%g ms", math.Pow(10, e-3))
	}
	return fmt.Sprintf("%g us", math.Pow(10, e))
}
