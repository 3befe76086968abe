package pickle

import (
	"bytes"
	"io"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
)

// A Stream is where a Reader reads pickles from. Neither method reads beyond what it
// is asked for.
type Stream interface {
	// Read returns n bytes, or fewer at the end.
	Read(n int) ([]byte, error)
	// ReadLine returns what there is up to and including a line end.
	ReadLine() ([]byte, error)
}

// chunk is how much of a length that a pickle announces is asked of a stream at a
// time: a length alone allocates nothing.
const chunk = 64 << 10

// mostRead is how much is asked of a stream at once.
const mostRead = 4 << 20

// An input is a stream, or bytes at hand.
type input struct {
	buf    []byte // what is at hand: all there is, or the rest of a frame
	stream Stream // nil: buf is all
	check  func() error
}

func errTruncated() error { return exception.New(unpicklingError, "pickle data was truncated") }

// next returns the next n bytes. The result is valid until the next call.
func (in *input) next(n int) ([]byte, error) {
	if n <= len(in.buf) {
		b := in.buf[:n]
		in.buf = in.buf[n:]
		return b, nil
	}
	if in.stream == nil {
		return nil, in.short()
	}
	if len(in.buf) > 0 {
		return nil, exception.New(unpicklingError, "pickle exhausted before end of frame")
	}
	return in.read(n)
}

func (in *input) short() error { return errTruncated() }

// read gets n bytes from the stream.
func (in *input) read(n int) ([]byte, error) {
	if n <= chunk {
		b, err := in.stream.Read(n)
		if err == nil && len(b) != n {
			err = errTruncated()
		}
		return b, err
	}
	var all pieces.Text
	for all.Len() < n {
		want := min(n-all.Len(), max(chunk, min(all.Len(), mostRead)))
		b, err := in.stream.Read(want)
		if err != nil {
			return nil, err
		}
		all.Write(b)
		if len(b) != want {
			return nil, errTruncated()
		}
	}
	s, err := all.Join(in.check)
	if err != nil {
		return nil, err
	}
	return pieces.Bytes(s, in.check)
}

// code returns the next opcode.
func (in *input) code() (byte, error) {
	if len(in.buf) > 0 {
		c := in.buf[0]
		in.buf = in.buf[1:]
		return c, nil
	}
	if in.stream != nil {
		b, err := in.stream.Read(1)
		if err != nil {
			return 0, err
		}
		if len(b) == 1 {
			return b[0], nil
		}
	}
	return 0, exception.New(exception.EOFError, "Ran out of input")
}

// line returns the next line without its end.
func (in *input) line() ([]byte, error) {
	if i := bytes.IndexByte(in.buf, '\n'); i >= 0 {
		b := in.buf[:i]
		in.buf = in.buf[i+1:]
		return b, nil
	}
	if in.stream == nil || len(in.buf) > 0 {
		return nil, errTruncated()
	}
	b, err := in.stream.ReadLine()
	if err != nil {
		return nil, err
	}
	if len(b) == 0 || b[len(b)-1] != '\n' {
		return nil, errTruncated()
	}
	return b[:len(b)-1], nil
}

// startFrame reads a frame of n bytes.
func (in *input) startFrame(n int) error {
	if in.stream == nil {
		if n > len(in.buf) {
			return errTruncated()
		}
		return nil
	}
	if len(in.buf) > 0 {
		return exception.New(unpicklingError, "beginning of a new frame before end of current frame")
	}
	b, err := in.read(n)
	in.buf = b
	return err
}

// A readerStream is an io.Reader as a Stream.
type readerStream struct {
	r   io.Reader
	buf []byte
}

// NewStream returns a Stream that reads from r, byte by byte where pickles have lines.
func NewStream(r io.Reader) Stream { return &readerStream{r: r} }

func (s *readerStream) Read(n int) ([]byte, error) {
	if cap(s.buf) < n {
		s.buf = make([]byte, n)
	}
	n, err := io.ReadFull(s.r, s.buf[:n])
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return s.buf[:n], err
}

func (s *readerStream) ReadLine() ([]byte, error) {
	var line []byte
	for {
		b, err := s.Read(1)
		if err != nil || len(b) == 0 {
			return line, err
		}
		if line = append(line, b[0]); b[0] == '\n' {
			return line, nil
		}
	}
}
