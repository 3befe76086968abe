package concurrent

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// work is the life of a worker, in its own interpreter. A worker that returns
// before it got the nil task breaks the pool.
func (p *processes) work(in *interp.Interp, thread *starlark.Thread, w *worker, init starlark.Value, initargs starlark.Tuple) error {
	if init != starlark.None {
		if _, err := object.CallKw(thread, init, initargs, nil); err != nil {
			exc, ok := object.AsException(in.Env(), err)
			if !ok {
				return err
			}
			log(in, thread, "Exception in initializer:", exc)
			return nil
		}
	}
	for n := 1; ; n++ {
		m, err := p.calls.Get(in.Task(thread), ipc.Forever)
		if err != nil {
			return in.Err(thread, err)
		}
		t := m.(*task)
		if t == nil {
			p.calls.Put(nil, t, ipc.NoWait)
			return nil
		}
		p.mu.Lock()
		w.task = t
		p.queued--
		p.admit()
		p.mu.Unlock()
		out, err := perform(in, thread, t)
		if err != nil {
			return err
		}
		last := n == p.most
		if last {
			p.mu.Lock()
			w.retired = true
			p.mu.Unlock()
		}
		p.finish(w, out)
		if last {
			return nil
		}
	}
}

// finish hands in the outcome of w's task.
func (p *processes) finish(w *worker, out outcome) {
	t := w.task
	_, call := t.f.finish(out)
	p.mu.Lock()
	w.task = nil
	p.left--
	if call {
		p.calling = append(p.calling, t.f)
	}
	wake := call || p.over && p.left == 0
	p.mu.Unlock()
	if wake {
		p.changed.Set()
	}
}

// perform makes the call. Its error is one that ends the worker; all that scripts
// can catch is an outcome, SystemExit too.
func perform(in *interp.Interp, thread *starlark.Thread, t *task) (outcome, error) {
	v, err := unpackAndCall(thread, in.Env(), t)
	if err == nil {
		var m *pickle.Message
		if m, err = in.Pack(thread, v); err == nil {
			return outcome{ok: true, msg: m}, nil
		}
	}
	// The second round is for an exception that can't be sent.
	for range 2 {
		exc, ok := object.AsException(in.Env(), err)
		if !ok {
			return outcome{}, err
		}
		trace := object.FormatException(in.Env(), exc)
		var m *pickle.Message
		if m, err = in.Pack(thread, exc); err == nil {
			return outcome{msg: m, trace: trace}, nil
		}
	}
	return outcome{}, err
}

func unpackAndCall(thread *starlark.Thread, env *object.Env, t *task) (starlark.Value, error) {
	v, err := interp.Unpack(thread, t.msg)
	if err != nil {
		return nil, err
	}
	parts, ok := v.(starlark.Tuple)
	if !ok || len(parts) != 3 {
		return nil, exception.New(exception.SystemError, "a call came as a %s", object.TypeName(v))
	}
	if !t.chunk {
		return call(thread, parts)
	}
	rows := parts[1].(starlark.Tuple)
	list := make([]starlark.Value, len(rows))
	for i, row := range rows {
		if list[i], err = object.CallKw(thread, parts[0], row.(starlark.Tuple), nil); err != nil {
			return nil, err
		}
	}
	return starlark.NewList(list), nil
}
