package remote

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"sync"
	"sync/atomic"
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
func (s *sender) send(kind byte, body func(*Encoder)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	start := len(s.buf)
	e := Encoder{append(s.buf, 0, 0, 0, 0, kind)}
	s.sent.Add(1)
	body(&e)
	n := len(e.B) - start - 4
	if n > MaxFrame {
		s.sent.Add(^uint64(0))
		return errTooLarge
	}
	binary.LittleEndian.PutUint32(e.B[start:], uint32(n))
	s.buf = e.B
	if s.held && len(s.buf) < room {
		return nil
	}
	return s.flush()
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
	err := s.send(kind, func(*Encoder) {})
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
func (r *receiver) next() (kind byte, d *Decoder, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r.r, head[:]); err != nil {
		return 0, nil, err
	}
	n := int64(binary.LittleEndian.Uint32(head[:])) - 1
	if n < 0 || n > int64(r.max) {
		return 0, nil, errFrame
	}
	body := make([]byte, min(n, chunk))
	for read := int64(0); ; {
		if _, err := io.ReadFull(r.r, body[read:]); err != nil {
			return 0, nil, err
		}
		read = int64(len(body))
		if read == n {
			break
		}
		body = append(body, make([]byte, min(n-read, read))...)
	}
	return head[4], &Decoder{b: body}, nil
}

// An Encoder appends the parts of a frame.
type Encoder struct{ B []byte }

func (e *Encoder) Uint(n uint64) { e.B = binary.AppendUvarint(e.B, n) }
func (e *Encoder) Int(n int)     { e.B = binary.AppendVarint(e.B, int64(n)) }
func (e *Encoder) Byte(c byte)   { e.B = append(e.B, c) }
func (e *Encoder) Bytes(p []byte) {
	e.Uint(uint64(len(p)))
	e.B = append(e.B, p...)
}
func (e *Encoder) String(s string) {
	e.Uint(uint64(len(s)))
	e.B = append(e.B, s...)
}
func (e *Encoder) Bool(b bool) {
	if b {
		e.Byte(1)
	} else {
		e.Byte(0)
	}
}

// A Decoder takes the parts of a frame. After the first that is not there ok is false.
type Decoder struct {
	b   []byte
	bad bool
}

func (d *Decoder) fail() {
	d.bad = true
	d.b = nil
}

func (d *Decoder) OK() bool { return !d.bad && len(d.b) == 0 }

func (d *Decoder) Uint() uint64 {
	n, size := binary.Uvarint(d.b)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[size:]
	return n
}

func (d *Decoder) int64() int64 {
	n, size := binary.Varint(d.b)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[size:]
	return n
}

func (d *Decoder) Int() int { return int(d.int64()) }

func (d *Decoder) Byte() byte {
	if len(d.b) == 0 {
		d.fail()
		return 0
	}
	c := d.b[0]
	d.b = d.b[1:]
	return c
}

func (d *Decoder) Bool() bool { return d.Byte() != 0 }

// bytes returns a part of the frame itself.
func (d *Decoder) Bytes() []byte {
	n := d.Uint()
	if n > uint64(len(d.b)) {
		d.fail()
		return nil
	}
	b := d.b[:n:n]
	d.b = d.b[n:]
	return b
}

func (d *Decoder) String() string { return string(d.Bytes()) }

// count reads the number of parts that follow, each of at least one byte.
func (d *Decoder) Count() int {
	n := d.Uint()
	if n > uint64(len(d.b)) {
		d.fail()
		return 0
	}
	return int(n)
}

// NewDecoder returns a decoder of b.
func NewDecoder(b []byte) *Decoder { return &Decoder{b: b} }

// Strings appends several texts.
func (e *Encoder) Strings(ss []string) {
	e.Uint(uint64(len(ss)))
	for _, s := range ss {
		e.String(s)
	}
}

// Strings reads what Strings appended.
func (d *Decoder) Strings() []string {
	ss := make([]string, d.Count())
	for i := range ss {
		ss[i] = d.String()
	}
	return ss
}
