package ipc

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"
)

// loopback is a Far that performs operations at once.
type loopback struct {
	Far
	m *Memory
}

type answered struct {
	Pending
	r   Result
	err error
}

func (a answered) Result() (Result, error) { return a.r, a.err }

func (l loopback) Start(_ *Task, op Op, _ time.Time, a Args) Pending {
	r, err := l.m.do(op, a)
	return answered{r: r, err: err}
}

func (l loopback) Post(_ *Task, op Op, a Args) error {
	_, err := l.m.do(op, a)
	return err
}

// TestMemory compares memories with a slice, over the ends of pages too.
func TestMemory(t *testing.T) {
	for _, n := range []int{0, 1, memoryPage - 1, memoryPage, memoryPage + 1, 3 * memoryPage, 3*memoryPage + 5} {
		local := NewMemory(n)
		for name, m := range map[string]*Memory{"local": local, "far": {n: n, far: loopback{m: NewMemory(n)}}} {
			rnd := rand.New(rand.NewPCG(1, uint64(n)))
			want := make([]byte, n)
			for i := range 60 {
				at := rnd.IntN(n + 1)
				p := make([]byte, rnd.IntN(n-at+1))
				for k := range p {
					p[k] = byte(rnd.Uint32())
				}
				if i%2 == 0 {
					m.Write(p, at)
					copy(want[at:], p)
				} else if m.Read(p, at); !bytes.Equal(p, want[at:at+len(p)]) {
					t.Fatalf("%s of %d: wrong from %d on", name, n, at)
				}
				if n == 0 {
					continue
				}
				step := 1 + rnd.IntN(n)
				at = rnd.IntN(n)
				count := min((n-1-at)/step+1, 2000)
				if i%3 == 0 {
					at, step = n-1-at, -step
				}
				p = make([]byte, count)
				m.Gather(p, at, step)
				for k := range p {
					if p[k] != want[at+k*step] {
						t.Fatalf("%s of %d: gathered wrong from %d by %d", name, n, at, step)
					}
					p[k] = byte(k)
					want[at+k*step] = byte(k)
				}
				m.Scatter(p, at, step)
			}
			m.Write(nil, n)
			m.Read(nil, n)
			all := make([]byte, n)
			if m.Read(all, 0); !bytes.Equal(all, want) {
				t.Errorf("%s of %d: wrong in the end", name, n)
			}
		}
	}
}
