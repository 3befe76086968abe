package interp

import (
	"io"
	"os"
	"runtime"
	"testing"
)

// TestBrisk sends single bytes there and back, sees that there is a timer meanwhile and none afterwards, and what the ends of the pipes give.
func TestBrisk(t *testing.T) {
	r1, w1, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r2, w2, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	a, b := &pipes{r: r1, w: w2}, &pipes{r: r2, w: w1}
	echoed := make(chan error, 1)
	go func() {
		c := make([]byte, 1)
		for {
			_, err := b.Read(c)
			if err == nil {
				_, err = b.Write(c)
			}
			if err != nil {
				echoed <- err
				return
			}
		}
	}()
	for i := range 3000 {
		c := []byte{byte(i)}
		if n, err := a.Write(c); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		c[0]++
		if n, err := a.Read(c); n != 1 || err != nil || c[0] != byte(i) {
			t.Fatal(n, err, c)
		}
	}
	for a.on.Load() || b.on.Load() { // nothing goes by any more
		runtime.Gosched()
	}
	if a.begin() {
		t.Error("a byte may go by though there was no timer")
	}
	w2.Close()
	if err := <-echoed; err != io.EOF {
		t.Errorf("reading from a pipe without a writer: %v", err)
	}
	r2.Close()
	b.Close()
	if _, err := a.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("reading: %v", err)
	}
	a.Close()
	if _, err := a.Write([]byte{1}); err == nil {
		t.Error("writing to what is closed gives no error")
	}
}
