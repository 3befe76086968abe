package interp

import (
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// A sink is one of the tree's output streams. Every process writes whole lines
// to it, so lines of different processes never mix.
type sink struct {
	mu    sync.Mutex
	w     io.Writer
	buf   []byte
	delay time.Duration // how long output may stay in buf; 0: not at all
	timer *time.Timer
	armed bool
	err   error // the first write error; later writes repeat it

	ended func() bool // whether the tree is being ended; nil: it never is
}

const (
	// sinkSize is how much output is gathered before it is written.
	sinkSize = 32 << 10
	// sinkPiece bounds what is written in one go.
	sinkPiece = 1 << 20
	// sinkDelay bounds how long a line may wait for others to join it. It is
	// below what a person notices, and turns a loop of prints into few writes.
	sinkDelay = 5 * time.Millisecond
)

func newSink(w io.Writer, delay time.Duration) *sink {
	return &sink{w: w, delay: delay}
}

func (s *sink) write(p string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	for len(p) > sinkPiece {
		// Of a tree that is being ended the host need not take what is left.
		if s.ended != nil && s.ended() {
			return ErrEnded
		}
		n := strings.LastIndexByte(p[:sinkPiece], '\n') + 1
		if n == 0 {
			n = sinkPiece
		}
		s.buf = append(s.buf, p[:n]...)
		p = p[n:]
		if err := s.flushLocked(); err != nil {
			return err
		}
	}
	s.buf = append(s.buf, p...)
	if s.delay == 0 || len(s.buf) >= sinkSize {
		return s.flushLocked()
	}
	if !s.armed {
		s.armed = true
		if s.timer == nil {
			s.timer = time.AfterFunc(s.delay, s.tick)
		} else {
			s.timer.Reset(s.delay)
		}
	}
	return nil
}

func (s *sink) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed = false
	s.flushLocked()
}

func (s *sink) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flushLocked()
}

func (s *sink) flushLocked() error {
	if s.err != nil || len(s.buf) == 0 {
		return s.err
	}
	_, s.err = s.w.Write(s.buf)
	if cap(s.buf) > 4*sinkSize {
		s.buf = nil
	} else {
		s.buf = s.buf[:0]
	}
	return s.err
}

// close writes what is left and stops the timer.
func (s *sink) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.timer != nil {
		s.timer.Stop()
	}
	return s.flushLocked()
}

// A Stream is one process's standard output or error. It passes whole lines on,
// as CPython does on a terminal; a part of a line waits for its end, a Flush, or
// the end of the process. Only code that holds the interpreter's lock may use it.
type Stream struct {
	sink    *sink
	in      *Interp // whose it is
	fd      int
	partial strings.Builder
}

// maxPartial is how long a line without end may grow before it is passed on.
const maxPartial = 64 << 10

// WriteString adds to the stream.
func (s *Stream) WriteString(p string) error {
	tail := max(0, len(p)-maxPartial) // what is before it need not wait
	nl := strings.LastIndexByte(p[tail:], '\n')
	switch {
	case nl >= 0:
		nl += tail
		if err := s.passOn(p[:nl+1]); err != nil {
			return err
		}
		s.partial.WriteString(p[nl+1:])
		return nil
	case tail > 0:
		return s.passOn(p)
	}
	s.partial.WriteString(p)
	if s.partial.Len() < maxPartial {
		return nil
	}
	return s.passOn("")
}

func (s *Stream) passOn(p string) error {
	if s.partial.Len() > 0 {
		had := s.partial.String()
		s.partial.Reset()
		if len(p) > sinkPiece { // and not copied
			end := strings.IndexByte(p[:sinkPiece], '\n') + 1
			if end == 0 {
				end = sinkPiece
			}
			if err := s.emit(had + p[:end]); err != nil {
				return err
			}
			p = p[end:]
		} else {
			p = had + p
		}
	}
	return s.emit(p)
}

// emit passes p on.
func (s *Stream) emit(p string) error {
	if p == "" {
		return nil
	}
	if s.in != nil {
		if err := s.in.rt.wrote(len(p)); err != nil {
			return err
		}
		if o := s.in.rt.cfg.Observer; o != nil && o.Output != nil {
			s.in.rt.observe(func() { o.Output(OutputEvent{s.in.proc.pid, s.fd, p}) })
		}
	}
	return s.sink.write(p)
}

// Flush passes on a line that has no end yet, and writes out the tree's output.
func (s *Stream) Flush() error {
	if err := s.passOn(""); err != nil {
		return err
	}
	return s.sink.flush()
}

// isClosedPipe reports whether err says that nobody reads the output any more.
func isClosedPipe(err error) bool {
	return errors.Is(err, io.ErrClosedPipe) || errors.Is(err, os.ErrClosed) || isEPIPE(err)
}
