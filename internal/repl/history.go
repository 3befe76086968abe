package repl

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// HistoryLimit is how many lines of the history are kept from one session to the
// next.
const HistoryLimit = 1000

// A History is a file of the lines typed before. Each line is written when it is
// entered, so a session that is killed loses none. Sessions that run at once share
// the file. The zero History keeps nothing.
type History struct{ path string }

// OpenHistory returns the history in the file that MPSTAR_HISTORY names or, if that
// is not set, in the state directory of the user. An empty MPSTAR_HISTORY
// is a history that is not kept.
func OpenHistory(getenv func(string) (string, bool)) *History {
	if path, ok := getenv("MPSTAR_HISTORY"); ok {
		return &History{path}
	}
	dir, _ := getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) { // the XDG specification ignores others
		dir = stateHome(getenv)
	}
	if dir == "" {
		return &History{}
	}
	return &History{filepath.Join(dir, "mpstar", "history")}
}

// Load returns the lines of earlier sessions, the oldest first. A file that is not
// there yet has none. It shortens a file that has grown to more than twice
// HistoryLimit.
func (h *History) Load() ([]string, error) {
	if h.path == "" {
		return nil, nil
	}
	f, err := os.Open(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var lines []string
	total := 0
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, maxEntry)
	for scan.Scan() {
		line := scan.Text()
		if !utf8.ValidString(line) || line == "" {
			continue
		}
		total++
		if lines = append(lines, line); len(lines) > 2*HistoryLimit {
			lines = append(lines[:0], lines[HistoryLimit:]...)
		}
	}
	if err := scan.Err(); err != nil {
		return nil, err
	}
	if len(lines) > HistoryLimit {
		lines = lines[len(lines)-HistoryLimit:]
	}
	if total > 2*HistoryLimit {
		return lines, h.replace(lines)
	}
	return lines, nil
}

// replace writes the file anew, whole or not at all.
func (h *History) replace(lines []string) error {
	f, err := os.CreateTemp(filepath.Dir(h.path), ".history-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(strings.Join(lines, "\n") + "\n")
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), h.path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// Add appends a line. What a person types may be secret, so only they can read the
// file.
func (h *History) Add(line string) error {
	if h.path == "" || strings.ContainsAny(line, "\r\n\x00") {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(h.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line + "\n")
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}
