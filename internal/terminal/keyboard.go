package terminal

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"time"
)

// A keyboard reads a terminal and shares what is typed between the line editor, which
// gets the keys of one line at a time, and scripts, which Read the rest. One goroutine
// at most waits for the terminal; what it reads stays in buf until somebody wants it.
type keyboard struct {
	tty     io.Reader
	waiting func() bool // whether tty has something to read
	editor  io.Writer   // the editor's end of a pipe

	mu      sync.Mutex // guards what follows; nothing is locked under it
	changed sync.Cond
	buf     []byte
	err     error // why there is no more
	eof     bool  // scripts are to see the end of the input, once
	reading bool
	line    *line // that the editor reads; nil: what is typed is the scripts'
	pasting bool  // between the marks of a bracketed paste
}

// A line is one line that the editor reads.
type line struct {
	fresh bool // nothing was typed yet, and the editor shows an indentation
	ended bool
}

const (
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	ctrlC      = 'C' & 0x1f
	ctrlD      = 'D' & 0x1f
	ctrlU      = 'U' & 0x1f
)

func newKeyboard(tty io.Reader, waiting func() bool, editor io.Writer) *keyboard {
	k := &keyboard{tty: tty, waiting: waiting, editor: editor}
	k.changed.L = &k.mu
	return k
}

// Read is standard input as scripts see it. It waits while a line is edited.
func (k *keyboard) Read(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for {
		if k.line == nil {
			if len(k.buf) > 0 {
				// One line and no more: the next may be the editor's. What was typed while
				// the terminal was still raw has the keys' own codes.
				next := k.buf
				if i := bytes.IndexAny(next, "\r\n"); i >= 0 {
					next = next[:i+1]
				}
				n := copy(p, next)
				k.buf = k.buf[n:]
				if p[0] == ctrlD {
					return 0, io.EOF
				}
				if p[n-1] == '\r' {
					p[n-1] = '\n'
				}
				return n, nil
			}
			if k.eof {
				k.eof = false
				return 0, io.EOF
			}
			if k.err != nil {
				return 0, k.err
			}
			k.fill()
		}
		k.changed.Wait()
	}
}

// fill has the terminal read. The caller holds mu.
func (k *keyboard) fill() {
	if k.reading || k.err != nil {
		return
	}
	k.reading = true
	go func() {
		chunk := make([]byte, 64<<10)
		n, err := k.tty.Read(chunk)
		k.mu.Lock()
		defer k.mu.Unlock()
		k.reading = false
		k.buf = append(k.buf, chunk[:n]...)
		if k.line == nil && err == io.EOF {
			err, k.eof = nil, true // Ctrl-D at input() ends that, not the session
		}
		k.err = err
		k.changed.Broadcast()
	}()
}

// begin lets the editor read a line, until end.
func (k *keyboard) begin(indent string) *line {
	l := &line{fresh: indent != ""}
	k.mu.Lock()
	k.line = l
	k.mu.Unlock()
	go k.pump(l)
	return l
}

// end ends the reading of a line. It returns the whole lines that are typed or pasted
// behind it, and whether Ctrl-C is among the keys: then these are dropped. The mode that
// makes a signal of Ctrl-C must be back, so that none is missed between the two.
func (k *keyboard) end(l *line) (rest string, interrupted bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	l.ended = true
	k.line = nil
	k.changed.Broadcast()
	if !k.reading && k.err == nil && k.waiting() {
		chunk := make([]byte, 64<<10)
		n, err := k.tty.Read(chunk)
		k.buf = append(k.buf, chunk[:n]...)
		k.eof = k.eof || err == io.EOF // Ctrl-D, which the mode has made of it already
	}
	if i := bytes.LastIndexByte(k.buf, ctrlC); i >= 0 && !k.pasting {
		k.buf = k.buf[i+1:]
		return "", true
	}
	whole := bytes.LastIndexAny(k.buf, "\r\n")
	text := strings.ReplaceAll(string(k.buf[:whole+1]), pasteEnd, "")
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), false
}

// lineGrace is how long the editor has to return a line after the key that
// normally ends one. If it does not, that key had another meaning, as in a list of
// completions, and it gets more.
const lineGrace = 100 * time.Millisecond

// pump feeds the editor until it has its line.
func (k *keyboard) pump(l *line) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for !l.ended {
		if len(k.buf) == 0 {
			if k.err != nil {
				k.feed(l, []byte{ctrlU, ctrlK, ctrlD}) // an empty line, and its end
				return
			}
			k.fill()
			k.changed.Wait()
			continue
		}
		keys, ends := k.next(l)
		if len(keys) == 0 {
			k.waitForMore()
			continue
		}
		k.feed(l, keys)
		if ends {
			k.awaitEnd(l)
		}
	}
}

const ctrlK = 'K' & 0x1f

// next takes the keys from buf that come next: up to one that may end the line, of a
// paste without its marks. None means that a mark has not arrived whole.
func (k *keyboard) next(l *line) (keys []byte, ends bool) {
	typed := len(k.buf)
	for len(k.buf) > 0 {
		if mark, whole := markAt(k.buf, k.pasting); mark != "" {
			if !whole {
				return keys, false
			}
			k.pasting = mark == pasteBegin
			k.buf = k.buf[len(mark):]
			continue
		}
		c := k.buf[0]
		// An indentation that was offered gives way to a line that arrives whole and
		// has its own.
		if l.fresh {
			l.fresh = false
			if typed > 1 && (c == ' ' || c == '\t' || k.pasting) {
				keys = append(keys, ctrlU)
			}
		}
		k.buf = k.buf[1:]
		switch {
		case c == '\r' || c == '\n':
			if c == '\r' && len(k.buf) > 0 && k.buf[0] == '\n' {
				k.buf = k.buf[1:]
			}
			return append(keys, c), true
		case c == '\t' && (k.pasting || typed > 1 && blank(keys)):
			keys = append(keys, "    "...)
		case k.pasting && c < ' ':
			// Control characters in a paste are no commands to the editor.
		case c == ctrlC || c == ctrlD:
			return append(keys, c), true
		default:
			keys = append(keys, c)
		}
	}
	return keys, false
}

// markAt returns the mark of a bracketed paste that buf begins with, and whether all of
// it is there. A begin of one byte counts as none: it is the Escape key.
func markAt(buf []byte, pasting bool) (mark string, whole bool) {
	for _, m := range [...]string{pasteBegin, pasteEnd} {
		switch {
		case bytes.HasPrefix(buf, []byte(m)):
			return m, true
		case len(buf) > 2 && strings.HasPrefix(m, string(buf)), pasting && strings.HasPrefix(m, string(buf)):
			return m, false
		}
	}
	return "", false
}

func blank(keys []byte) bool {
	for _, c := range keys {
		if c != ' ' && c != ctrlU {
			return false
		}
	}
	return true
}

// waitForMore waits until more is typed. The caller holds mu.
func (k *keyboard) waitForMore() {
	if k.err != nil {
		k.buf = nil // half a mark, and nothing comes after it
		return
	}
	k.fill()
	k.changed.Wait()
}

// feed writes keys to the editor, without mu, since the pipe may be full.
func (k *keyboard) feed(l *line, keys []byte) {
	k.mu.Unlock()
	k.editor.Write(keys)
	k.mu.Lock()
}

// awaitEnd waits for the editor's line, at most lineGrace.
func (k *keyboard) awaitEnd(l *line) {
	late := false
	timer := time.AfterFunc(lineGrace, func() {
		k.mu.Lock()
		late = true
		k.mu.Unlock()
		k.changed.Broadcast()
	})
	defer timer.Stop()
	for !l.ended && !late {
		k.changed.Wait()
	}
}
