package multiprocessing

import (
	"encoding/binary"
	"errors"
	"io"
	"time"

	"github.com/mpstar/mpstar/internal/system"
)

// This file is CPython's format for messages on a stream of bytes: the length as four bytes, the highest first,
// then the message. A length that does not fit comes as -1 and eight bytes more.

// The largest message that is read from a peer. Memory is taken as the bytes come, so a peer that only announces a large
// message costs nothing.
const (
	maxFrame         = 1 << 30 // from one that knows the key, or that the script has called
	maxUnknownFrame  = 1 << 28 // from one that anybody could be
	maxHandshake     = 256     // before a peer is known
	longFrame        = 1<<31 - 1
	frameStep        = 1 << 16 // how much memory is taken before more has come
	smallFrameToCopy = 1 << 14
)

var errFrame = errors.New("bad message length")

// readFrame reads one message of at most max bytes. io.EOF means that there was none.
func readFrame(r io.Reader, max uint64) (string, error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:4]); err != nil {
		return "", err
	}
	size := uint64(binary.BigEndian.Uint32(head[:4]))
	if size == 1<<32-1 {
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return "", err
		}
		size = binary.BigEndian.Uint64(head[:])
	} else if size > longFrame {
		return "", errFrame // a negative number
	}
	if size > max {
		return "", errFrame
	}
	buf := make([]byte, min(size, frameStep))
	for n := uint64(0); ; {
		if _, err := io.ReadFull(r, buf[n:]); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return "", err
		}
		n = uint64(len(buf))
		if n == size {
			return string(buf), nil
		}
		// What has come doubles what is waited for.
		more := make([]byte, min(size, 2*n))
		copy(more, buf)
		buf = more
	}
}

// appendFrameHead appends what goes before a message of that size.
func appendFrameHead(b []byte, size int) []byte {
	if size > longFrame {
		b = append(b, 0xff, 0xff, 0xff, 0xff)
		return binary.BigEndian.AppendUint64(b, uint64(size))
	}
	return binary.BigEndian.AppendUint32(b, uint32(size))
}

// writeFrame writes one message. A short one goes in one piece, so that no peer waits for its second half.
func writeFrame(w io.Writer, m string) error {
	head := appendFrameHead(make([]byte, 0, 12+min(len(m), smallFrameToCopy)), len(m))
	if len(m) <= smallFrameToCopy {
		_, err := w.Write(append(head, m...))
		return err
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := io.WriteString(stringWriter{w}, m)
	return err
}

// A stringWriter writes a string piece by piece, without a copy of the whole.
type stringWriter struct{ w io.Writer }

func (s stringWriter) Write(p []byte) (int, error) { return s.w.Write(p) }

func (s stringWriter) WriteString(m string) (n int, err error) {
	buf := make([]byte, min(len(m), frameStep))
	for len(m) > 0 {
		k, err := s.w.Write(buf[:copy(buf, m)])
		n += k
		if err != nil {
			return n, err
		}
		m = m[k:]
	}
	return n, nil
}

// A patientWriter writes to a connection for as long as somebody wants it to.
type patientWriter struct {
	conn   system.Conn
	wanted func() bool
}

// writeTick is how often a write that gets on slowly asks whether it is still wanted.
const writeTick = 500 * time.Millisecond

func (p patientWriter) Write(b []byte) (n int, err error) {
	for {
		if err := p.conn.SetWriteDeadline(system.Within(writeTick)); err != nil {
			return n, err
		}
		k, err := p.conn.Write(b[n:])
		n += k
		if err == nil || !timedOut(err) || !p.wanted() {
			return n, err
		}
	}
}

func timedOut(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}
