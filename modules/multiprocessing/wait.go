package multiprocessing

import (
	"errors"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"go.starlark.net/starlark"
)

var connectionWaitParams = params.Func("wait", "object_list, timeout=")

// connectionWait is connection.wait(): which of the connections, sentinels and
// handles are ready.
func connectionWait(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := connectionWaitParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	objs, err := object.Elements(st.env, a[0])
	if err != nil {
		return nil, err
	}
	waitables := make([]ipc.Waitable, len(objs))
	for i, o := range objs {
		if waitables[i], err = st.waitable(thread, o); err != nil {
			return nil, err
		}
	}
	task := st.in.Task(thread)
	until, err := deadlineSum(task, a[1])
	if err != nil {
		return nil, err
	}
	if len(waitables) == 0 && isNone(a[1]) {
		// Nothing could ever become ready: CPython waits for ever.
		return starlark.NewList(nil), nil
	}
	ready, err := ipc.Wait(task, waitables, until)
	if err != nil && !errors.Is(err, ipc.ErrTimeout) {
		return nil, st.in.Err(thread, err)
	}
	list := make([]starlark.Value, len(ready))
	for i, n := range ready {
		list[i] = objs[n]
	}
	return starlark.NewList(list), nil
}

// Waitable implements [ipc.Source].
func (c *connection) Waitable() (ipc.Waitable, error) {
	if c.end.Closed() {
		return nil, exception.New(exception.OSError, "handle is closed")
	}
	return c.end, nil
}

// waitable returns what connection.wait waits for: an end of a pipe, or what a
// number that sentinel or fileno() gave out stands for.
func (st *state) waitable(thread *starlark.Thread, v starlark.Value) (ipc.Waitable, error) {
	if i, ok := v.(*object.Instance); ok {
		if s, ok := i.Native.(ipc.Source); ok {
			return s.Waitable()
		}
		if ok, err := object.HasAttr(thread, v, "fileno"); err != nil {
			return nil, err
		} else if ok {
			fn, err := object.GetAttr(thread, v, "fileno")
			if err != nil {
				return nil, err
			}
			if v, err = object.Call(thread, fn); err != nil {
				return nil, err
			}
		}
	}
	n, err := integer(v)
	if err != nil {
		shown, err := object.Repr(st.env, v)
		if err != nil {
			return nil, err
		}
		return nil, exception.New(exception.ValueError, "Invalid file object: %s", shown)
	}
	if fd, ok := n.Int64(); ok {
		if w, ok := st.handles[int(fd)]; ok {
			return w, nil
		}
	}
	return nil, exception.New(exception.ValueError, "%s is no sentinel of a process and no fileno() of a Connection", n)
}
