package multiprocessing

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file asks servers: the side of the proxies.

// shifted makes the path of a packing error in (args, kwargs) that of one in
// (func, args, kwargs).
func shifted(err error) error {
	if e, ok := err.(*exception.Error); ok && e.Kind == exception.TypeError {
		for i, to := range []string{"[1]", "[2]"} {
			if rest, ok := strings.CutPrefix(e.Where, []string{"[0]", "[1]"}[i]); ok {
				return e.In(to + rest)
			}
		}
	}
	return err
}

// caller says who asks: this thread.
func (st *state) caller(thread *starlark.Thread) caller {
	name := nameOf(st.currentProcess())
	if th := st.in.Running().Name(); th != "MainThread" {
		name += "|" + th
	}
	return caller{st.in.Pid(), st.in.Task(thread).Serial(), name}
}

// ask sends a request to a server and waits for the answer.
func (st *state) ask(thread *starlark.Thread, h *hub, req *request) (starlark.Value, error) {
	if st.server != nil && st.server.hub.port == h.port {
		// The server itself uses one of its proxies: nobody else could answer.
		if err := st.server.answer(thread, req); err != nil {
			return nil, err
		}
		return st.answered(thread, req)
	}
	if req.plain != nil {
		done, task := false, st.in.Task(thread)
		st.in.Unlocked(func() { done = h.port.Direct(task, req) })
		if done {
			return st.answered(thread, req)
		}
	}
	reply, err := h.port.Call(st.in.Task(thread), req, ipc.Forever)
	switch err {
	case nil:
	case ipc.ErrClosed:
		if req.op == opCall {
			return nil, brokenPipe()
		}
		return nil, connectionRefused() // in CPython each of these has a connection of its own
	case ipc.ErrBroken, ipc.ErrLost:
		return nil, exception.New(exception.EOFError, "")
	default:
		return nil, st.in.Err(thread, err)
	}
	if err := req.answer(reply); err != nil {
		return nil, err
	}
	if req.far && req.result != nil && !req.failed {
		v, err := interp.Unpack(thread, req.result)
		if err != nil {
			return nil, err
		}
		i, _ := v.(*object.Instance)
		if i != nil {
			req.remote, _ = i.Native.(*remote)
		}
		if req.remote == nil {
			return nil, exception.New(exception.EOFError, "")
		}
		req.result = nil
	}
	return st.answered(thread, req)
}

func (st *state) answered(thread *starlark.Thread, req *request) (starlark.Value, error) {
	switch {
	case req.value != nil:
		return req.value, nil
	case req.result == nil && req.remote == nil && (req.failed || req.op != opCreate):
		if req.op == opDispose {
			return starlark.None, nil
		}
		return nil, exception.New(exception.EOFError, "")
	case req.result == nil:
		return starlark.None, nil
	}
	v, err := interp.Unpack(thread, req.result)
	if err != nil || !req.failed {
		return v, err
	}
	exc, ok := v.(*object.Instance)
	if !ok {
		return nil, exception.New(exception.SystemError, "the manager sent no exception")
	}
	if e := object.ExceptionOf(exc); e != nil {
		// As of an exception that was pickled.
		e.Frames, e.Cause, e.Context, e.SuppressContext = nil, nil, nil, false
	}
	return nil, object.Raise(exc)
}
