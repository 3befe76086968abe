package remote

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"sync/atomic"
	"testing"
)

// ringPair connects a writer and a reader by a ring and a pipe.
func ringPair(t testing.TB) (*ringWriter, *ringReader, []atomic.Uint64, io.Closer) {
	words := make([]atomic.Uint64, ringWords)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return &ringWriter{ring: newRing(words), to: w}, &ringReader{ring: newRing(words), from: r}, words, w
}

// TestRing has pieces of all sizes go through, with a reader that is faster or slower, and sees what comes out after the writer is gone.
func TestRing(t *testing.T) {
	for _, sizes := range [][]int{{1}, {0, 7, 100}, {ringLarge, ringLarge + 1}, {3, ringBytes, 5}, {20, 30, 5 * ringBytes, 1, 40, 2}, {ringLarge - 1, 1000}} {
		w, r, _, c := ringPair(t)
		rnd := rand.New(rand.NewPCG(1, uint64(len(sizes))))
		want := make([]byte, 0, 1<<22)
		for i := range 3000 {
			n := sizes[i%len(sizes)]
			for range n {
				want = append(want, byte(len(want)*7+i))
			}
			if len(want) > 1<<22 {
				break
			}
		}
		done := make(chan error, 1)
		go func() {
			defer c.Close()
			for i, rest := 0, want; len(rest) > 0; i++ {
				n := min(sizes[i%len(sizes)], len(rest))
				if m, err := w.Write(rest[:n]); err != nil || m != n {
					done <- err
					return
				}
				rest = rest[n:]
			}
			done <- nil
		}()
		got := make([]byte, 0, len(want))
		for {
			b := make([]byte, 1+rnd.IntN(3000))
			n, err := r.Read(b)
			got = append(got, b[:n]...)
			if err == io.EOF {
				break
			}
			if err != nil || n == 0 {
				t.Fatalf("sizes %v: read %d bytes, %v", sizes, n, err)
			}
		}
		if err := <-done; err != nil {
			t.Errorf("sizes %v: %v", sizes, err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("sizes %v: %d bytes came, want %d, or not the same", sizes, len(got), len(want))
		}
	}
}

// TestRingQuiet sees that a writer whose reader is awake writes nothing to the connection.
func TestRingQuiet(t *testing.T) {
	w, r, _, c := ringPair(t)
	for range 1000 {
		if _, err := w.Write([]byte("0123456789")); err != nil {
			t.Fatal(err)
		}
	}
	c.Close()
	if b, err := io.ReadAll(r); err != nil || len(b) != 10000 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if n := w.switches.Load(); n != 0 {
		t.Errorf("%d switches", n)
	}
}

// TestRingDamaged has the other side write nonsense into the memory.
func TestRingDamaged(t *testing.T) {
	w, r, words, _ := ringPair(t)
	words[0].Store(ringBytes + 1)
	if _, err := r.Read(make([]byte, 10)); err != errFrame {
		t.Errorf("a tail beyond the ring: %v", err)
	}
	words[ringLine].Store(5)
	if _, err := w.Write([]byte("x")); err != errFrame {
		t.Errorf("a head beyond the tail: %v", err)
	}
	w, r, words, c := ringPair(t)
	words[1].Store(3) // switches, and nothing comes
	c.Close()
	if n, err := r.Read(make([]byte, 10)); n != 0 || err != io.EOF {
		t.Errorf("after switches from nowhere: %d, %v", n, err)
	}
	w.closed.Store(true)
	if _, err := w.Write([]byte("x")); err != os.ErrClosed {
		t.Errorf("after Close: %v", err)
	}
}
