package concurrent

import (
	"time"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// generator returns a generator object of what next returns. end is called once it has been
// started and is over: at its end, with an error, or because it was closed.
func generator(env *object.Env, name, qualname string, next cursor.Next, end func(*starlark.Thread) error) starlark.Value {
	body := object.NewFunc(name, func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		for {
			v, ok, err := next(thread)
			if ok && err == nil {
				_, err = object.Yield(thread, v)
			}
			if ok && err == nil {
				continue
			}
			if err2 := end(thread); err2 != nil {
				err = err2
			}
			return starlark.None, err
		}
	})
	return object.NewGenerator(env, body, name, qualname)
}

// A mapping is the state of what map returns: the results, in order, each waited
// for when it is asked for.
type mapping struct {
	fs     []*future
	more   func(thread *starlark.Thread) (*future, error) // submits the next call, nil at the end; nil if all are submitted
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
		if m.more != nil {
			f, err := m.more(thread)
			if err != nil {
				return nil, false, err
			}
			if f == nil {
				m.more = nil
			} else {
				m.fs = append(m.fs, f)
			}
		}
		f := m.fs[0]
		until := ipc.Forever
		if m.timed {
			until = m.until
		}
		v, err := f.result(thread, until)
		if err != nil {
			return nil, false, err
		}
		m.fs[0] = nil
		m.fs = m.fs[1:]
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

// end cancels the calls whose results nobody will ask for.
func (m *mapping) end(thread *starlark.Thread) error {
	fs := m.fs
	m.fs, m.more = nil, nil
	env := object.EnvOf(thread)
	for i, f := range fs {
		if i%1024 == 0 {
			if err := env.Ended(); err != nil {
				return err
			}
		}
		if _, call := f.cancel(); call {
			if err := f.callBack(thread); err != nil {
				return err
			}
		}
	}
	return nil
}
