package ipc

import "sync"

// A Memory is a number of bytes that several processes see: what Value and Array are made of. Each single access to up to a page of bytes is indivisible.
//
// What is large is made page by page, when it is written: who asks for a gigabyte neither waits for it nor takes it from others.
type Memory struct {
	label
	far Far
	n   int

	mu    sync.Mutex
	b     []byte   // all of it if it is no more than a page
	pages [][]byte // otherwise; nil ones hold zeros
}

// memoryPage is how many bytes a page has. One is copied in some 30 microseconds, and larger accesses let others in after each.
const memoryPage = 256 << 10

// NewMemory makes n bytes, all zero.
func NewMemory(n int) *Memory {
	if n <= memoryPage {
		return &Memory{n: n, b: make([]byte, n)}
	}
	return &Memory{n: n, pages: make([][]byte, (n+memoryPage-1)/memoryPage)}
}

// Len returns how many bytes there are.
func (m *Memory) Len() int { return m.n }

// page returns the bytes from offset on, up to the end of the page. They are nil if they are zeros and not to be written.
func (m *Memory) page(offset int, write bool) []byte {
	if m.pages == nil {
		return m.b[offset:]
	}
	i := offset / memoryPage
	if m.pages[i] == nil {
		if !write {
			return nil
		}
		m.pages[i] = make([]byte, min(memoryPage, m.n-i*memoryPage))
	}
	return m.pages[i][offset%memoryPage:]
}

// Read fills p with the bytes from offset on. It panics if there are not as many.
func (m *Memory) Read(p []byte, offset int) {
	if offset < 0 || len(p) > m.n-offset {
		panic("ipc: read beyond the end of a memory")
	}
	for len(p) > 0 {
		n := min(len(p), memoryPage-offset%memoryPage)
		m.readPage(p[:n], offset)
		p, offset = p[n:], offset+n
	}
}

func (m *Memory) readPage(p []byte, offset int) {
	if m.far != nil {
		r, _ := m.far.Start(nil, OpLoad, NoWait, Args{N: offset, M: len(p)}).Result()
		copy(p, r.Data)
		return
	}
	m.mu.Lock()
	if b := m.page(offset, false); b != nil {
		copy(p, b)
	} else {
		clear(p)
	}
	m.mu.Unlock()
}

// Write stores p from offset on. It panics if there is no room.
func (m *Memory) Write(p []byte, offset int) {
	if offset < 0 || len(p) > m.n-offset {
		panic("ipc: write beyond the end of a memory")
	}
	for len(p) > 0 {
		n := min(len(p), memoryPage-offset%memoryPage)
		m.writePage(p[:n], offset)
		p, offset = p[n:], offset+n
	}
}

func (m *Memory) writePage(p []byte, offset int) {
	if m.far != nil {
		m.far.Post(nil, OpStore, Args{N: offset, Data: p})
		return
	}
	m.mu.Lock()
	copy(m.page(offset, true), p)
	m.mu.Unlock()
}

// Gather fills p with the bytes at offset, offset+step and so on.
func (m *Memory) Gather(p []byte, offset, step int) {
	if m.far != nil {
		m.gatherFar(p, offset, step)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range p {
		if b := m.page(offset+i*step, false); b != nil {
			p[i] = b[0]
		} else {
			p[i] = 0
		}
	}
}

// gatherFar fetches what lies between, as much as a page at a time.
func (m *Memory) gatherFar(p []byte, offset, step int) {
	width := max(step, -step)
	room := make([]byte, max(memoryPage, width))
	for most := len(room) / width; len(p) > 0; {
		n := min(len(p), most)
		low := min(offset, offset+(n-1)*step)
		b := room[:(n-1)*width+1]
		m.Read(b, low)
		for i := range n {
			p[i] = b[offset+i*step-low]
		}
		p, offset = p[n:], offset+n*step
	}
}

// Scatter stores p at offset, offset+step and so on.
func (m *Memory) Scatter(p []byte, offset, step int) {
	if m.far != nil {
		for i := range p {
			m.writePage(p[i:i+1], offset+i*step)
		}
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, x := range p {
		m.page(offset+i*step, true)[0] = x
	}
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
