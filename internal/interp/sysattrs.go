package interp

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file implements what scripts set by assigning to attributes of sys.

// A Standard is the Native of an object in sys that stands for one of the standard
// streams.
type Standard interface {
	// Standard returns the number of the stream, and whether print and input may
	// use the interpreter's own instead of calling the object's methods.
	Standard() (fd int, direct bool)
}

// Redirected returns the object that sys.stdin (fd 0), sys.stdout (1) or sys.stderr
// (2) was set to, or nil if it is the interpreter's own stream.
func (in *Interp) Redirected(t *starlark.Thread, fd int) starlark.Value {
	m, ok := in.modules["sys"] // one that has not been looked into was not changed
	if !ok {
		return nil
	}
	v, ok := m.Get([...]string{"stdin", "stdout", "stderr"}[fd])
	if !ok {
		return nil
	}
	if i, ok := v.(*object.Instance); ok {
		if s, ok := i.Native.(Standard); ok {
			if n, direct := s.Standard(); n == fd && direct {
				return nil
			}
		}
	}
	return v
}

// WriteError writes about an error that nobody handles: to sys.stderr, as a script may have set it, and to the standard error
// that the process has if that is not possible. The caller holds the lock.
func (in *Interp) WriteError(t *starlark.Thread, s string) {
	if to := in.Redirected(t, 2); to != nil && !in.Dying() {
		if to == starlark.None {
			return
		}
		write, err := object.GetAttr(t, to, "write")
		if err == nil {
			_, err = object.Call(t, write, text.Str(s))
		}
		if err == nil {
			if flush, err := object.GetAttr(t, to, "flush"); err == nil {
				_, _ = object.Call(t, flush)
			}
			return
		}
	}
	in.stderr.WriteString(s)
}

// searchPath returns the directories in which import looks: sys.path as scripts have
// changed it.
func (in *Interp) searchPath() []string {
	m, ok := in.modules["sys"] // as above
	if !ok {
		return in.path
	}
	v, _ := m.Get("path")
	list, ok := v.(*starlark.List)
	if !ok {
		return in.path
	}
	in.path = in.path[:0:0]
	for i := range list.Len() {
		if dir, ok := text.AsString(list.Index(i)); ok {
			in.path = append(in.path, dir)
		}
	}
	return in.path
}

// Interactive reports whether a person watches the output.
func (rt *Runtime) Interactive() bool { return rt.cfg.Interactive }
