package interp

import (
	"io/fs"
	"sync"
	"syscall"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// This file keeps the memory that processes find by a name: what
// multiprocessing.shared_memory is made of. The table is the root's, for the whole tree; nothing of it is the
// operating system's, so nothing of it is left when the tree has ended.

// maxNamed bounds all memory of a tree that has a name, in bytes.
const maxNamed = 8 << 30

// memories are the memories of a tree by their names.
type memories struct {
	mu    sync.Mutex
	named map[string]*ipc.Memory
	bytes int
}

// create makes a memory of n bytes. The error is fs.ErrExist, or syscall.ENOSPC.
func (ms *memories) create(name string, n int) (*ipc.Memory, error) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	if ms.named[name] != nil {
		return nil, fs.ErrExist
	}
	if n < 0 || n > ipc.MaxMemory || n > maxNamed-ms.bytes {
		return nil, syscall.ENOSPC
	}
	if ms.named == nil {
		ms.named = make(map[string]*ipc.Memory)
	}
	m := ipc.NewMemory(n)
	ms.named[name] = m
	ms.bytes += n
	return m, nil
}

// open finds a memory. The error is fs.ErrNotExist.
func (ms *memories) open(name string) (*ipc.Memory, error) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	if m := ms.named[name]; m != nil {
		return m, nil
	}
	return nil, fs.ErrNotExist
}

// unlink takes the name away. Whoever has the memory keeps it. The error is fs.ErrNotExist.
func (ms *memories) unlink(name string) error {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	m := ms.named[name]
	if m == nil {
		return fs.ErrNotExist
	}
	ms.bytes -= m.Len()
	delete(ms.named, name)
	return nil
}

// What a child asks of the table.
const (
	memoryCreate = iota
	memoryOpen
	memoryUnlink
)

// CreateMemory makes n bytes of memory that all processes of the tree find under the name. The error is fs.ErrExist if
// there are such, syscall.ENOSPC if they are too many.
func (in *Interp) CreateMemory(name string, n int) (*ipc.Memory, error) {
	return in.rt.named(memoryCreate, name, n)
}

// OpenMemory finds what CreateMemory has made in any process. The error is fs.ErrNotExist.
func (in *Interp) OpenMemory(name string) (*ipc.Memory, error) {
	return in.rt.named(memoryOpen, name, 0)
}

// UnlinkMemory takes the name away; who has opened the memory keeps it. The error is fs.ErrNotExist.
func (in *Interp) UnlinkMemory(name string) error {
	_, err := in.rt.named(memoryUnlink, name, 0)
	return err
}

func (rt *Runtime) named(op int, name string, n int) (*ipc.Memory, error) {
	if rt.home != nil {
		return rt.home.memory(op, name, n)
	}
	switch op {
	case memoryCreate:
		return rt.memories.create(name, n)
	case memoryOpen:
		return rt.memories.open(name)
	}
	return nil, rt.memories.unlink(name)
}

// memoryErrors are the errors above by the number that goes between processes.
var memoryErrors = []error{nil, fs.ErrExist, fs.ErrNotExist, syscall.ENOSPC}

// memory asks the root.
func (h *home) memory(op int, name string, n int) (*ipc.Memory, error) {
	var e wire.Encoder
	e.Int(op)
	e.String(name)
	e.Int(n)
	data, objects, err := h.client.Request(askMemory, e.Data(), nil)
	if err != nil {
		return nil, err
	}
	d := wire.NewDecoder(data)
	code := d.Int()
	if !d.OK() || code < 0 || code >= len(memoryErrors) {
		return nil, errSnapshot
	}
	if err := memoryErrors[code]; err != nil || len(objects) == 0 {
		return nil, err
	}
	m, ok := objects[0].(*ipc.Memory)
	if !ok {
		return nil, errSnapshot
	}
	return m, nil
}

// memory answers a child.
func (h *host) memory(d *wire.Decoder, reply func([]byte, []any, error)) {
	op, name, n := d.Int(), d.String(), d.Int()
	if !d.OK() || op < memoryCreate || op > memoryUnlink {
		reply(nil, nil, errSnapshot)
		return
	}
	m, err := h.rt.named(op, name, n)
	var e wire.Encoder
	for code, known := range memoryErrors {
		if known == err {
			e.Int(code)
		}
	}
	if m == nil {
		reply(e.B, nil, nil)
		return
	}
	reply(e.B, []any{m}, nil)
}
