package terminal

import (
	"bytes"
	"io"
	"sync"
	"testing"
)

// A tty gives one chunk a read, as a terminal does.
type tty struct {
	chunks chan string
}

func (t *tty) Read(p []byte) (int, error) {
	s, ok := <-t.chunks
	if !ok {
		return 0, io.EOF
	}
	return copy(p, s), nil
}

func (t *tty) waiting() bool { return len(t.chunks) > 0 }

// An editor ends its line at the keys that liner's ends at.
type editor struct {
	mu    sync.Mutex
	got   bytes.Buffer
	lines chan string
}

func (e *editor) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range p {
		e.got.WriteByte(c)
		if c == '\r' || c == '\n' || c == ctrlC || c == ctrlD {
			e.lines <- e.got.String()
			e.got.Reset()
		}
	}
	return len(p), nil
}

func TestKeyboard(t *testing.T) {
	type read struct {
		indent, line, rest string
		interrupted        bool
	}
	for _, test := range []struct {
		name   string
		chunks []string
		want   []read
	}{
		{"keys", []string{"a", "b", "\r"}, []read{{"", "ab\r", "", false}}},
		{"two lines at once", []string{"a\rb\r"}, []read{{"", "a\r", "b\n", false}, {"", "b\r", "", false}}},
		{"CR and LF", []string{"a\r\nb\r\n"}, []read{{"", "a\r", "b\n", false}, {"", "b\r", "", false}}},
		{"an indentation is kept", []string{"x", "\r"}, []read{{"    ", "x\r", "", false}}},
		{"an indentation gives way", []string{"  x\r"}, []read{{"    ", "\x15  x\r", "", false}}},
		{"the space key", []string{" ", "x\r"}, []read{{"    ", " x\r", "", false}}},
		{"tab at the start of a line", []string{"\tx\r"}, []read{{"", "    x\r", "", false}}},
		{"tab as a key", []string{"\t", "x\t", "\r"}, []read{{"", "\tx\t\r", "", false}}},
		{"paste", []string{"\x1b[200~a\x03\tb\n\n", "c\x1b[201~\r"}, []read{{"", "a    b\n", "\nc\n", false}, {"", "\n", "c\n", false}, {"", "c\r", "", false}}},
		{"the marks of a paste in pieces", []string{"\x1b[20", "0~a\x1b[2", "01~b\r"}, []read{{"", "ab\r", "", false}}},
		{"escape", []string{"\x1b", "x\r"}, []read{{"", "\x1bx\r", "", false}}},
		{"Ctrl-C", []string{"ab\x03"}, []read{{"", "ab\x03", "", false}}},
		{"Ctrl-C behind a line", []string{"ab\rxy\x03z\r"}, []read{{"", "ab\r", "", true}, {"", "z\r", "", false}}},
		{"the end", []string{"ab"}, []read{{"", "ab\x15\x0b\x04", "", false}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := &tty{make(chan string, len(test.chunks))}
			for _, c := range test.chunks {
				in.chunks <- c
			}
			e := &editor{lines: make(chan string, 10)}
			k := newKeyboard(in, in.waiting, e)
			for i, want := range test.want {
				if i == len(test.want)-1 {
					close(in.chunks)
				}
				l := k.begin(want.indent)
				line := <-e.lines
				rest, interrupted := k.end(l)
				if got := (read{want.indent, line, rest, interrupted}); got != want {
					t.Errorf("got %+v, want %+v", got, want)
				}
			}
		})
	}
}

// Scripts read what the editor leaves, a line at a time.
func TestKeyboardScripts(t *testing.T) {
	in := &tty{make(chan string, 4)}
	in.chunks <- "edited\rfor input\rmore\n"
	e := &editor{lines: make(chan string, 10)}
	k := newKeyboard(in, in.waiting, e)
	l := k.begin("")
	if line := <-e.lines; line != "edited\r" {
		t.Errorf("the editor got %q", line)
	}
	k.end(l)
	buf := make([]byte, 100)
	for _, want := range []string{"for input\n", "more\n"} {
		if n, err := k.Read(buf); string(buf[:n]) != want || err != nil {
			t.Errorf("read %q (%v), want %q", buf[:n], err, want)
		}
	}
	in.chunks <- "\x04"
	if n, err := k.Read(buf); n != 0 || err != io.EOF {
		t.Errorf("after Ctrl-D: %d bytes, %v", n, err)
	}
	close(in.chunks)
	if n, err := k.Read(buf); n != 0 || err != io.EOF {
		t.Errorf("at the end: %d bytes, %v", n, err)
	}
}
