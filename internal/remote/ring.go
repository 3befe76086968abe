package remote

import (
	"encoding/binary"
	"io"
	"os"
	"sync/atomic"
	"unsafe"
)

// Where a root and a child share memory, what one writes to the other goes through a ring in it, so that neither asks the operating system as long as the other is
// awake. The connection wakes a reader that sleeps, ends when either process does, and carries what is too much for the ring. These invariants hold:
//
//   - The writer alone changes tail and switches, the reader alone head and turned. What lies between head and tail is complete: a process that is killed at
//     any moment has written all of a piece or none of it.
//   - A reader that finds nothing sets asleep, looks again, and reads one byte from the connection. Whoever sets asleep back to 0 decides: the writer then
//     writes that byte, and the reader reads it, also if it has found something meanwhile. So no more than one byte is ever on its way.
//   - When a piece has no room the writer counts switches up, and writes chunks to the connection from then on. The reader comes to them when the ring is empty,
//     and says so in turned. After that the writer may go back to the ring, which a byte between the chunks says.
//   - Neither believes what the other has written there: indices out of range end the connection.

// Bytes of a connection beside a ring.
const (
	ringWake  = iota // look into the ring
	ringChunk        // four bytes with a length, and as many
	ringBack         // what follows is in the ring
)

const (
	ringBytes = 64 << 10
	ringLarge = ringBytes / 4 // pieces of more go by the connection
	ringLine  = 16            // words between what one side writes and what the other does
	ringWords = 3*ringLine + ringBytes/8
)

// A ring is one direction.
type ring struct {
	tail, switches *atomic.Uint64 // of the writer
	head, turned   *atomic.Uint64 // of the reader
	asleep         *atomic.Uint64 // of both
	data           []byte
}

func newRing(words []atomic.Uint64) ring {
	data := words[3*ringLine : ringWords]
	return ring{
		tail: &words[0], switches: &words[1], head: &words[ringLine], turned: &words[ringLine+1], asleep: &words[2*ringLine],
		data: unsafe.Slice((*byte)(unsafe.Pointer(&data[0])), ringBytes),
	}
}

// A ringWriter writes into a ring. It is used by one goroutine at a time.
type ringWriter struct {
	ring
	to       io.Writer
	at       uint64 // tail
	n        uint64 // switches
	chunks   bool   // between a switch and the way back
	closed   atomic.Bool
	heldBack any // the memory's owner
}

func (w *ringWriter) Write(b []byte) (int, error) {
	if w.closed.Load() {
		return 0, os.ErrClosed
	}
	if w.chunks {
		if len(b) > ringLarge || w.turned.Load() != w.n {
			return w.chunk(b)
		}
		if _, err := w.to.Write([]byte{ringBack}); err != nil {
			return 0, err
		}
		w.chunks = false
	}
	used := w.at - w.head.Load()
	if used > ringBytes {
		return 0, errFrame
	}
	if len(b) > ringLarge || len(b) > ringBytes-int(used) {
		w.n++
		w.switches.Store(w.n)
		w.chunks = true
		if err := w.wake(); err != nil {
			return 0, err
		}
		return w.chunk(b)
	}
	i := int(w.at % ringBytes)
	copy(w.data, b[copy(w.data[i:], b):])
	w.at += uint64(len(b))
	w.tail.Store(w.at)
	return len(b), w.wake()
}

// roomy reports whether a small piece could be written without waiting. It may be called from any goroutine.
func (w *ringWriter) roomy() bool {
	return w.turned.Load() == w.switches.Load() && w.tail.Load()-w.head.Load() <= ringBytes/2
}

// wake wakes a reader that sleeps.
func (w *ringWriter) wake() error {
	if w.asleep.Load() == 0 || w.asleep.Swap(0) == 0 {
		return nil
	}
	_, err := w.to.Write([]byte{ringWake})
	return err
}

// chunk writes to the connection.
func (w *ringWriter) chunk(b []byte) (n int, err error) {
	for len(b) > 0 && err == nil {
		var m int
		part := b[:min(len(b), MaxFrame)]
		if _, err = w.to.Write(binary.LittleEndian.AppendUint32([]byte{ringChunk}, uint32(len(part)))); err == nil {
			m, err = w.to.Write(part)
		}
		n += m
		b = b[len(part):]
	}
	return n, err
}

// A ringReader reads from a ring. It is used by one goroutine.
type ringReader struct {
	ring
	from     io.Reader
	at       uint64 // head
	n        uint64 // switches that it has followed
	chunks   bool
	left     int // of a chunk
	heldBack any
}

func (r *ringReader) Read(b []byte) (int, error) {
	for {
		if r.chunks {
			n, err := r.chunk(b)
			if n > 0 || err != nil {
				return n, err
			}
			continue
		}
		n := r.switches.Load() // before tail: nothing is added after a switch
		if m, err := r.take(b); m > 0 || err != nil {
			return m, err
		}
		if n != r.n {
			r.n++
			r.turned.Store(r.n)
			r.chunks = true
			continue
		}
		r.asleep.Store(1)
		if (r.tail.Load() != r.at || r.switches.Load() != r.n) && r.asleep.CompareAndSwap(1, 0) {
			continue
		}
		c, err := r.byte()
		if err != nil {
			// The other process is gone. What it wrote until then is there.
			if m, _ := r.take(b); m > 0 {
				return m, nil
			}
			return 0, err
		}
		if c != ringWake {
			return 0, errFrame
		}
	}
}

// take reads what is in the ring.
func (r *ringReader) take(b []byte) (int, error) {
	used := r.tail.Load() - r.at
	if used > ringBytes {
		return 0, errFrame
	}
	b = b[:min(len(b), int(used))]
	if len(b) == 0 {
		return 0, nil
	}
	i := int(r.at % ringBytes)
	n := copy(b, r.data[i:])
	copy(b[n:], r.data)
	r.at += uint64(len(b))
	r.head.Store(r.at)
	return len(b), nil
}

func (r *ringReader) byte() (byte, error) {
	var c [1]byte
	_, err := io.ReadFull(r.from, c[:])
	return c[0], err
}

// chunk reads from the connection. It may return nothing.
func (r *ringReader) chunk(b []byte) (int, error) {
	if r.left > 0 {
		n, err := r.from.Read(b[:min(len(b), r.left)])
		r.left -= n
		return n, err
	}
	c, err := r.byte()
	if err != nil {
		return 0, err
	}
	switch c {
	case ringWake:
	case ringChunk:
		var size [4]byte
		if _, err := io.ReadFull(r.from, size[:]); err != nil {
			return 0, err
		}
		n := binary.LittleEndian.Uint32(size[:])
		if n > MaxFrame {
			return 0, errFrame
		}
		r.left = int(n)
	case ringBack:
		r.chunks = false
	default:
		return 0, errFrame
	}
	return 0, nil
}
