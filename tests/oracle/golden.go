package oracle

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// This file defines the files that keep what a script prints: a txtar archive
// with a comment that names the script, its exit code, and the two streams.

// A Golden is what a script printed, without what differs from run to run.
type Golden struct {
	Exit           int
	Stdout, Stderr string
}

var (
	processID   = regexp.MustCompile(`\b(pid|parent)=\d+`)
	objectID    = regexp.MustCompile(`\bat 0x[0-9a-fA-F]+`)
	frame       = regexp.MustCompile(`(?m)^( *\|? *)File "([^"]*)", line \d+.*\n`)
	exitComment = regexp.MustCompile(`(?m)^exit code (-?\d+)$`)
)

// Golden masks what differs from run to run: ids in reprs, and the directory of
// the script. Frames of the standard library are left out of tracebacks. If the
// script says that its lines come in any order, they are sorted.
func (r *Result) Golden(script string, anyOrder bool) *Golden {
	g := &Golden{Exit: r.Exit, Stdout: mask(r.Stdout, script), Stderr: mask(r.Stderr, script)}
	if anyOrder {
		g.Stdout = strings.Join(Lines(g.Stdout), "\n")
		if g.Stdout != "" {
			g.Stdout += "\n"
		}
	}
	return g
}

func mask(text, script string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = processID.ReplaceAllString(text, "$1=<pid>")
	text = objectID.ReplaceAllString(text, "at <address>")
	text = ownFrames(text, filepath.Base(script))
	if abs, err := filepath.Abs(script); err == nil {
		text = strings.ReplaceAll(text, abs, filepath.Base(script))
	}
	return strings.ReplaceAll(text, script, filepath.Base(script))
}

// ownFrames drops the frames of a traceback that are in other files than the
// script's, with the source lines that follow them.
func ownFrames(text, base string) string {
	var out strings.Builder
	for {
		m := frame.FindStringSubmatchIndex(text)
		if m == nil {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(text[:m[0]])
		indent, file := text[m[2]:m[3]], text[m[4]:m[5]]
		line := text[m[0]:m[1]]
		rest := text[m[1]:]
		end := 0
		for strings.HasPrefix(rest[end:], indent+"  ") {
			n := strings.IndexByte(rest[end:], '\n')
			if n < 0 {
				end = len(rest)
				break
			}
			end += n + 1
		}
		if filepath.Base(file) == base || strings.HasPrefix(file, "<") && !strings.HasPrefix(file, "<frozen ") {
			out.WriteString(strings.Replace(line, file, base, 1))
			out.WriteString(rest[:end])
		}
		text = rest[end:]
	}
}

// Lines that may stand in a script's header.
const (
	AnyOrder = "# output: in any order" // its lines do, as those of processes that run side by side
	POSIX    = "# platform: posix"      // what it prints depends on the system
)

// Says reports whether the comments at a script's beginning have a line.
func Says(script, line string) (bool, error) {
	src, err := os.ReadFile(script)
	for l := range bytes.Lines(src) {
		if !bytes.HasPrefix(l, []byte("#")) {
			break
		}
		if string(bytes.TrimSpace(l)) == line {
			return true, err
		}
	}
	return false, err
}

// Marshal returns the text of a golden file.
func (g *Golden) Marshal(script, by string) []byte {
	return txtar.Format(&txtar.Archive{
		Comment: fmt.Appendf(nil, "%s as %s runs it. Made by: go run ./tests/record\nexit code %d\n", filepath.Base(script), by, g.Exit),
		Files: []txtar.File{
			{Name: "stdout", Data: []byte(g.Stdout)},
			{Name: "stderr", Data: []byte(g.Stderr)},
		},
	})
}

// ReadGolden reads a golden file.
func ReadGolden(name string) (*Golden, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	a := txtar.Parse(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	m := exitComment.FindSubmatch(a.Comment)
	if m == nil || len(a.Files) != 2 || a.Files[0].Name != "stdout" || a.Files[1].Name != "stderr" {
		return nil, fmt.Errorf("%s: not a golden file", name)
	}
	g := &Golden{Stdout: string(a.Files[0].Data), Stderr: string(a.Files[1].Data)}
	g.Exit, err = strconv.Atoi(string(m[1]))
	return g, err
}

// GoldenFile returns the name of a script's golden file in the directory of tests.
func GoldenFile(tests, script string) string {
	return filepath.Join(tests, "golden", filepath.Base(script)+".txt")
}
