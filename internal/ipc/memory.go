package ipc

import (
	"bytes"
	"sync"
)

// A Memory is a number of bytes that several processes see: what Value and Array are made of. Each single access is indivisible.
type Memory struct {
	label
	far Far
	n   int

	mu sync.Mutex
	b  []byte
}

// NewMemory makes n bytes, all zero.
func NewMemory(n int) *Memory { return &Memory{n: n, b: make([]byte, n)} }

// Len returns how many bytes there are.
func (m *Memory) Len() int { return m.n }

// Read fills p with the bytes from offset on. It panics if there are not as many.
func (m *Memory) Read(p []byte, offset int) {
	if offset < 0 || len(p) > m.n-offset {
		panic("ipc: read beyond the end of a memory")
	}
	if m.far != nil {
		r, _ := m.far.Start(nil, OpLoad, NoWait, Args{N: offset, M: len(p)}).Result()
		copy(p, r.Data)
		return
	}
	m.mu.Lock()
	copyBytes(p, m.b[offset:])
	m.mu.Unlock()
}

// copyBytes is copy, in pieces: Go can stop nobody in the middle of one, and whoever waits for all to be stopped, as its collector does, keeps all others waiting
// meanwhile. 100 MB took 60 ms and more.
func copyBytes(dst, src []byte) {
	const piece = 128 << 10
	for len(dst) > piece && len(src) > piece {
		copy(dst[:piece], src[:piece])
		dst, src = dst[piece:], src[piece:]
	}
	copy(dst, src)
}

// Write stores p from offset on. It panics if there is no room.
func (m *Memory) Write(p []byte, offset int) {
	if offset < 0 || len(p) > m.n-offset {
		panic("ipc: write beyond the end of a memory")
	}
	if m.far != nil {
		m.far.Post(nil, OpStore, Args{N: offset, Data: p})
		return
	}
	m.mu.Lock()
	copyBytes(m.b[offset:], p)
	m.mu.Unlock()
}

// Do calls f with the bytes while nobody else can see them, if they are in this process; otherwise with a copy, of which those bytes that f has
// changed are stored afterwards if it returns true: what others write to other bytes meanwhile stays. f must be quick, must not wait, and must not
// keep the slice.
func (m *Memory) Do(f func(b []byte) (changed bool)) {
	if m.far != nil {
		b := make([]byte, m.n)
		m.Read(b, 0)
		old := bytes.Clone(b)
		if !f(b) {
			return
		}
		for i := 0; i < len(b); i++ {
			start := i
			for i < len(b) && b[i] != old[i] {
				i++
			}
			if i > start {
				m.Write(b[start:i], start)
			}
		}
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	f(m.b)
}

func (m *Memory) String() string { return m.kind("memory") }

func (m *Memory) do(op Op, a Args) (r Result, err error) {
	switch op {
	case OpLoad:
		if a.N < 0 || a.M < 0 || a.M > m.n-a.N {
			return r, ErrUnsupported
		}
		r.Data = make([]byte, a.M)
		m.Read(r.Data, a.N)
		return r, nil
	case OpStore:
		if a.N < 0 || len(a.Data) > m.n-a.N {
			return r, ErrUnsupported
		}
		m.Write(a.Data, a.N)
		return r, nil
	}
	return r, ErrUnsupported
}
