package concurrent

import (
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// A mapping is the state of what map returns: the results, in order, each waited
// for when it is asked for.
type mapping struct {
	fs     []*future
	timed  bool
	until  time.Time
	chunks bool
	chunk  *starlark.List // the results of a chunk
	used   int            // how many of them were returned
}

func (m *mapping) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	for {
		if m.chunk != nil {
			if m.used < m.chunk.Len() {
				m.used++
				return m.chunk.Index(m.used - 1), true, nil
			}
			m.chunk = nil
		}
		if len(m.fs) == 0 {
			return nil, false, nil
		}
		f := m.fs[0]
		m.fs[0] = nil
		m.fs = m.fs[1:]
		until := ipc.Forever
		if m.timed {
			until = m.until
		}
		v, err := f.result(thread, until)
		if err != nil {
			for _, f := range append([]*future{f}, m.fs...) {
				if _, call := f.cancel(); call {
					if err := f.callBack(thread); err != nil {
						return nil, false, err
					}
				}
			}
			m.fs = nil
			return nil, false, err
		}
		if !m.chunks {
			return v, true, nil
		}
		list, ok := v.(*starlark.List)
		if !ok {
			return nil, false, exception.New(exception.SystemError, "a worker sent a %s for a chunk", object.TypeName(v))
		}
		m.chunk, m.used = list, 0
	}
}
