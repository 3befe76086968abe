package text

import (
	"strings"

	"go.starlark.net/starlark"
)

// A gather puts a long text together out of many pieces. It copies in portions, between which it asks whether the script is to stop, and keeps
// what is long as it is. The zero value is empty.
type gather struct {
	full []string // what comes before b
	b    strings.Builder
	n    int // the length of full
	room int // that grow has asked for
}

// gatherPiece is how long a piece is that is not copied together with others.
const gatherPiece = 1 << 18

func (g *gather) len() int { return g.n + g.b.Len() }

func (g *gather) add(s string) {
	if len(s) < gatherPiece && g.b.Len() < gatherPiece {
		g.b.WriteString(s)
		return
	}
	g.flush()
	if len(s) < gatherPiece {
		g.b.WriteString(s)
		return
	}
	g.full = append(g.full, s)
	g.n += len(s)
}

func (g *gather) flush() {
	if n := g.b.Len(); n > 0 {
		g.full = append(g.full, g.b.String())
		g.n += n
		g.b.Reset()
	}
}

// fill adds n copies of an ASCII character.
func (g *gather) fill(c byte, n int) {
	if n <= 0 {
		return
	}
	piece := byteString(c, min(n, gatherPiece))
	for ; n > len(piece); n -= len(piece) {
		g.add(piece)
	}
	g.add(piece[:n])
}

// text returns what was gathered.
func (g *gather) text(p *pace) (string, error) {
	if len(g.full) == 0 {
		return g.b.String(), nil
	}
	g.flush()
	if len(g.full) == 1 {
		return g.full[0], nil
	}
	var b strings.Builder
	b.Grow(g.n)
	for _, s := range g.full {
		for s != "" {
			n := min(len(s), paceBytes)
			b.WriteString(s[:n])
			s = s[n:]
			if err := p.ask(n); err != nil {
				return "", err
			}
		}
	}
	return b.String(), nil
}

// grow asks for what g takes when n bytes more come to it: an error is a MemoryError, or the end of the script.
func (f *Formatter) grow(g *gather, n int) error {
	n += g.len()
	if n > MaxSize {
		return errMemory()
	}
	if n <= g.room || n < paceBytes {
		return nil
	}
	g.room = 2 * n
	return f.reserve(g.room)
}

// value is [Str] of what a format has made.
func (f *Formatter) value(s string) (starlark.Value, error) {
	if len(s) <= paceBytes {
		return Str(s), nil
	}
	return StrPaced(f.Check, s)
}

// StrPaced is [Str] for something long; check is asked now and then, and ends it by an error.
func StrPaced(check func() error, s string) (starlark.Value, error) {
	return keepPace(func() (starlark.Value, error) { return (&pace{check: check}).str(s), nil })
}
