package interp

import (
	"bufio"
	"io"
	"strings"
	"sync"

	"github.com/mpstar/mpstar/internal/ipc"
	"go.starlark.net/starlark"
)

// An Input is standard input. A goroutine of its own reads, on demand, so that a
// script that waits for a line can be interrupted; a line that arrives after its
// reader was interrupted is kept for the next.
type Input struct {
	mu      sync.Mutex
	r       *bufio.Reader
	reading bool
	arrived *ipc.Event // set when the read under way has ended
	buf     strings.Builder
	err     error // the end of the input, or why it can't be read
}

// maxLine bounds one read, so that an endless line can't exhaust the host.
const maxLine = 64 << 20

func newInput(r io.Reader) *Input {
	in := &Input{}
	if r == nil {
		in.err = io.EOF
	} else {
		in.r = bufio.NewReader(r)
	}
	return in
}

// ReadLine returns the next line with its line end. At the end of the input it
// returns what is left, and io.EOF once nothing is.
func (s *Input) ReadLine(t *starlark.Thread) (string, error) {
	in := Of(t)
	for {
		s.mu.Lock()
		text := s.buf.String()
		if i := strings.IndexByte(text, '\n'); i >= 0 || s.err != nil || len(text) >= maxLine {
			if i < 0 {
				i = len(text) - 1
			}
			s.buf.Reset()
			s.buf.WriteString(text[i+1:])
			err := s.err
			if i < 0 && s.r != nil {
				s.err = nil // a terminal goes on after Ctrl-D; a file is at its end again
			}
			s.mu.Unlock()
			if i < 0 {
				return "", err
			}
			return text[:i+1], nil
		}
		if !s.reading {
			s.reading = true
			s.arrived = ipc.NewEvent()
			go s.readLine()
		}
		arrived := s.arrived
		s.mu.Unlock()
		if err := arrived.Wait(in.Task(t), ipc.Forever); err != nil {
			return "", in.Err(t, err)
		}
	}
}

// ReadAll returns everything up to the end of the input.
func (s *Input) ReadAll(t *starlark.Thread) (string, error) {
	var all strings.Builder
	for {
		line, err := s.ReadLine(t)
		all.WriteString(line)
		if err == io.EOF {
			return all.String(), nil
		}
		if err != nil {
			return "", err
		}
	}
}

func (s *Input) readLine() {
	line, err := s.r.ReadSlice('\n')
	text := string(line)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buf.WriteString(text)
	if err != nil && err != bufio.ErrBufferFull {
		s.err = err
	}
	s.reading = false
	s.arrived.Set()
}
