// Package mmap is the module mmap: memory that a process shares with those it forks. Maps of files are not part of it.
//
//	flag = mmap.mmap(-1, 1)
package mmap

import (
	"fmt"
	"syscall"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// The ways of access, as the module numbers them.
const (
	accessDefault = iota
	accessRead
	accessWrite
	accessCopy
)

var accessNames = [...]string{"ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"}

// pageSize is that of most systems; nothing here depends on it.
const pageSize = 4096

// maxLength is how large one map can be.
const maxLength = 1 << 30

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "mmap",
		Doc:  "Memory that a process shares with those it forks.",
		Init: func(_ *interp.Interp, m *object.Module) error {
			m.Set("mmap", class.Get())
			m.Set("error", object.OSError)
			for name, n := range map[string]int{
				"MAP_SHARED": 1, "MAP_PRIVATE": 2, "MAP_ANON": 32, "MAP_ANONYMOUS": 32, "PROT_READ": 1, "PROT_WRITE": 2, "PROT_EXEC": 4,
				"PAGESIZE": pageSize, "ALLOCATIONGRANULARITY": pageSize,
			} {
				m.Set(name, starlark.MakeInt(n))
			}
			for n, name := range accessNames {
				m.Set(name, starlark.MakeInt(n))
			}
			return nil
		},
	}
}

// A region is a process's map: the memory, and where the process stands in it.
type region struct {
	memory *ipc.Memory // nil once it is closed
	size   int
	pos    int
	access int
}

// Transfer implements [pickle.Transferer]: children inherit maps, nothing else gets them.
func (r *region) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if !p.Keep && !p.Fork {
		return nil, exception.New(exception.TypeError, "cannot pickle 'mmap.mmap' object")
	}
	closed := 0
	if r.memory == nil {
		closed = 1
		return p.Portable("mmap.mmap", pickle.Numbers(r.size, r.pos, r.access, closed), nil)
	}
	return p.Portable("mmap.mmap", pickle.Numbers(r.size, r.pos, r.access, closed), nil, r.memory)
}

func init() {
	pickle.Register("mmap.mmap", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(4)
		if err != nil {
			return nil, err
		}
		r := &region{size: n[0], pos: n[1], access: n[2]}
		if n[3] == 0 {
			if r.memory, err = pickle.Object[*ipc.Memory](p, 0); err != nil {
				return nil, err
			}
			r.size = r.memory.Len()
		}
		if r.pos < 0 || r.pos > r.size || r.access < 0 || r.access > accessCopy {
			return nil, p.Damaged()
		}
		return r, nil
	})
}

// Len implements [text.Store].
func (r *region) Len() int {
	if r.memory == nil {
		return 0
	}
	return r.size
}

// ReadOnly implements [text.Store].
func (r *region) ReadOnly() bool { return r.access == accessRead }

// Load implements [text.Store].
func (r *region) Load(p []byte, off int) {
	if r.memory != nil {
		r.memory.Read(p, off)
	}
}

// Save implements [text.Store].
func (r *region) Save(p []byte, off int) {
	if r.memory != nil {
		r.memory.Write(p, off)
	}
}

func (r *region) repr() string {
	if r.memory == nil {
		return "<mmap.mmap closed=True>"
	}
	return fmt.Sprintf("<mmap.mmap closed=False, access=%s, length=%d, pos=%d, offset=0>", accessNames[r.access], r.size, r.pos)
}

var newSignature = text.Signature{Func: "function", Params: []string{"fileno", "length", "flags", "prot", "access", "offset"}}

func create(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := newSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	for i, name := range newSignature.Params[:2] {
		if a[i] == nil {
			return nil, exception.New(exception.TypeError, "function missing required argument '%s' (pos %d)", name, i+1)
		}
	}
	n := [6]int{5: 0}
	for i, v := range a {
		if v != nil {
			if n[i], err = number.Int(thread, v); err != nil {
				return nil, err
			}
		}
	}
	switch length, access := n[1], n[4]; {
	case length < 0:
		return nil, exception.New(exception.OverflowError, "memory mapped length must be positive")
	case access < 0 || access > accessCopy:
		return nil, exception.New(exception.ValueError, "mmap invalid access parameter.")
	case n[0] != -1:
		return nil, exception.New(exception.NotImplementedError, "mmap of a file is not part of mpstar: only anonymous memory, mmap.mmap(-1, length)")
	case n[2]&2 != 0:
		return nil, exception.New(exception.NotImplementedError, "mmap with MAP_PRIVATE is not part of mpstar: a bytearray is private")
	case length == 0:
		return nil, syscall.EINVAL
	case length > maxLength:
		return nil, exception.New(exception.MemoryError, "")
	}
	env := object.EnvOf(thread)
	if err := env.Reserve(int64(n[1])); err != nil {
		return nil, err
	}
	i := object.NewInstance(env, cls)
	memory, _ := interp.Of(thread).NewShared(ipc.Spec{Kind: ipc.KindMemory, N: n[1]}).(*ipc.Memory)
	i.Native = &region{memory: memory, size: n[1], access: n[4]}
	return i, nil
}
