package remote

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/wire"
)

// A frame is four bytes with the length of what follows, one byte with its type, and the rest.

// MaxFrame bounds a frame, and so a message, in bytes.
const MaxFrame = 1 << 30

// Types of frames that a child sends.
const (
	frameCall        = iota + 1 // an operation; its result is wanted
	framePost                   // an operation; its result is not
	frameCancel                 // of a call
	frameAny                    // a wait for one of several objects
	frameMake                   // a new object
	framePipe                   // a new pipe
	frameRelease                // an object was collected
	frameCloseHolder            // a process of the child has ended
	frameCloseTask              // a thread has
	frameRequest                // for the handler; an answer is wanted
	frameNotify                 // for the handler; either way
	frameAnswer                 // to a request; either way
	frameResult                 // of a call; from the root
	frameBroken                 // nobody has the other side of a pipe's end; from the root
	frameAgain                  // the last before the connection begins anew; either way
	frameLeave                  // the last before it ends; from the root
	frameLane                   // an end has a lane; from the root
)

var errFrame = errors.New("remote: a frame that makes no sense")

// A sender writes frames. Its methods may be called from any goroutine.
type sender struct {
	mu   sync.Mutex
	w    io.Writer
	buf  []byte // frames to be written
	held bool   // more frames are about to come: don't write yet
	sent atomic.Uint64
	err  error
}

// room is how much a sender collects before it writes whatever it was told.
const room = 64 << 10

// send appends a frame, whose body write appends, and writes it unless more are about to come.
func (s *sender) send(kind byte, body func(*wire.Encoder)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	start := len(s.buf)
	e := wire.Encoder{B: append(s.buf, 0, 0, 0, 0, kind), Refer: true}
	s.sent.Add(1)
	body(&e)
	n := e.Len() - start - 4
	if n > MaxFrame {
		s.sent.Add(^uint64(0))
		return errTooLarge
	}
	if n >= wire.Long {
		return s.large(e.Data(), start, n)
	}
	binary.LittleEndian.PutUint32(e.B[start:], uint32(n))
	s.buf = e.B
	if s.held && len(s.buf) < room {
		return nil
	}
	return s.flush()
}

// large writes what is in the buffer and a frame of n bytes, which begins at start. What the frame refers to is not copied.
func (s *sender) large(p wire.Parts, start, n int) error {
	head := true
	for b := range p.All() {
		if head {
			binary.LittleEndian.PutUint32(b[start:], uint32(n))
			head = false
		}
		if _, s.err = s.w.Write(b); s.err != nil {
			break
		}
	}
	s.buf = nil
	return s.err
}

var errTooLarge = errors.New("remote: a message of more than 1 GiB")

func (s *sender) flush() error {
	if len(s.buf) == 0 || s.err != nil {
		return s.err
	}
	_, s.err = s.w.Write(s.buf)
	if cap(s.buf) > 16*room {
		s.buf = nil
	} else {
		s.buf = s.buf[:0]
	}
	return s.err
}

// last sends a frame without a body. Nothing can be sent after it.
func (s *sender) last(kind byte) error {
	err := s.send(kind, func(*wire.Encoder) {})
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		err = s.flush()
	}
	if err == nil {
		s.err = ErrAgain
	}
	return err
}

// hold makes send collect frames until release.
func (s *sender) hold() {
	s.mu.Lock()
	s.held = true
	s.mu.Unlock()
}

func (s *sender) release() {
	s.mu.Lock()
	s.held = false
	s.flush()
	s.mu.Unlock()
}

// A receiver reads frames.
type receiver struct {
	r   *bufio.Reader
	max int // bound of a frame
}

func newReceiver(nc io.Reader) *receiver {
	return &receiver{r: bufio.NewReaderSize(nc, room), max: MaxFrame}
}

// more reports whether a whole frame has been read already.
func (r *receiver) more() bool {
	if r.r.Buffered() < 5 {
		return false
	}
	head, err := r.r.Peek(4)
	return err == nil && r.r.Buffered() >= 4+int(binary.LittleEndian.Uint32(head))
}

// chunk is how much memory a frame gets before that much of it has come.
const chunk = 1 << 20

// next reads a frame.
func (r *receiver) next() (kind byte, d *wire.Decoder, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r.r, head[:]); err != nil {
		return 0, nil, err
	}
	n := int64(binary.LittleEndian.Uint32(head[:])) - 1
	if n < 0 || n > int64(r.max) {
		return 0, nil, errFrame
	}
	body := make([]byte, min(n, chunk))
	if _, err := io.ReadFull(r.r, body); err != nil {
		return 0, nil, err
	}
	if n > chunk {
		if body, err = r.long(body, n); err != nil {
			return 0, nil, err
		}
	}
	return head[4], wire.NewDecoder(body), nil
}

// long reads the rest of a frame of n bytes that begins with first. Room for all of it is made when an eighth has come.
func (r *receiver) long(first []byte, n int64) ([]byte, error) {
	some := [][]byte{first}
	read := int64(len(first))
	for read < n/8 {
		b := make([]byte, min(n/8-read, read))
		if _, err := io.ReadFull(r.r, b); err != nil {
			return nil, err
		}
		some = append(some, b)
		read += int64(len(b))
	}
	body := make([]byte, n)
	at := 0
	for i, b := range some {
		at += copy(body[at:], b)
		some[i] = nil // the collector may have it
	}
	_, err := io.ReadFull(r.r, body[at:])
	return body, err
}
