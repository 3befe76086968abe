package concurrent

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/wire"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"go.starlark.net/starlark"
)

// This file is about workers that are processes of the operating system. Calls and outcomes go
// through a pipe, and a goroutine of the owner does for each what an interpreter that is a worker
// does itself.

const lifeWorker = "concurrent.worker"

func init() { multiprocessing.RegisterWorker(lifeWorker, workElsewhere) }

func (p *processes) startElsewhere(in *interp.Interp, thread *starlark.Thread) (*worker, error) {
	process, object, end, err := multiprocessing.StartElsewhere(thread, p.method, lifeWorker, starlark.Tuple{p.init, p.initargs})
	if err != nil {
		return nil, err
	}
	w := &worker{process: process, object: object, tended: ipc.NewEvent()}
	go p.tend(ipc.NewTask(in.Task(thread).Holder(), ipc.Hooks{}), w, end)
	return w, nil
}

// tend gives a worker one call after the other.
func (p *processes) tend(t *ipc.Task, w *worker, end *ipc.End) {
	defer t.Close()
	defer w.tended.Set()
	defer end.Close()
	for n := 1; ; n++ {
		work := p.next(t, w, end)
		if work == nil {
			return
		}
		var e wire.Encoder
		e.Bool(work.chunk)
		work.msg.Note, work.msg.Names = string(e.B), nil
		var out outcome
		err := end.Send(t, work.msg, ipc.Forever)
		if err == nil {
			var m ipc.Message
			if m, err = end.Recv(t, ipc.Forever); err != nil {
				return // the manager deals with workers that have ended
			}
			if out, err = readOutcome(m); err != nil {
				w.process.Kill()
				return
			}
		} else if _, script := err.(*exception.Error); !script {
			return
		} else {
			out = outcome{died: p}
		}
		last := n == p.most
		if last {
			p.mu.Lock()
			w.retired = true
			p.mu.Unlock()
		}
		p.finish(w, out)
		if last {
			return
		}
	}
}

// next takes a call for w; nil if there will be none.
func (p *processes) next(t *ipc.Task, w *worker, end *ipc.End) *task {
	for {
		p.mu.Lock()
		if p.broken {
			p.mu.Unlock()
			return nil
		}
		m, err := p.calls.Get(t, ipc.NoWait)
		if err == nil {
			work := m.(*task)
			if work == nil {
				p.mu.Unlock()
				p.calls.Put(nil, work, ipc.NoWait)
				return nil
			}
			w.task = work
			p.queued--
			p.admit()
			p.mu.Unlock()
			return work
		}
		p.mu.Unlock()
		if err != ipc.ErrTimeout {
			return nil
		}
		ready, err := ipc.Wait(t, []ipc.Waitable{p.calls, end}, ipc.Forever)
		if err != nil {
			return nil
		}
		for _, i := range ready {
			if i == 1 {
				return nil
			}
		}
	}
}

func readOutcome(m ipc.Message) (outcome, error) {
	msg, ok := m.(*pickle.Message)
	if !ok {
		m.Drop()
		return outcome{}, errOutcome
	}
	d := wire.NewDecoder([]byte(msg.Note))
	out := outcome{ok: d.Bool(), trace: d.String(), msg: msg}
	if !d.OK() {
		m.Drop()
		return outcome{}, errOutcome
	}
	return out, nil
}

var errOutcome = exception.New(exception.RuntimeError, "a worker sent something else than an outcome")

// workElsewhere is the life of such a worker.
func workElsewhere(in *interp.Interp, thread *starlark.Thread, end *ipc.End, extra starlark.Tuple) error {
	if extra[0] != starlark.None {
		if _, err := object.CallKw(thread, extra[0], extra[1].(starlark.Tuple), nil); err != nil {
			exc, ok := object.AsException(in.Env(), err)
			if !ok {
				return err
			}
			log(in, thread, "Exception in initializer:", exc)
			return nil
		}
	}
	for {
		m, err := end.Recv(in.Task(thread), ipc.Forever)
		if err == ipc.ErrCancelled {
			return in.Err(thread, err)
		}
		msg, ok := m.(*pickle.Message)
		if err != nil || !ok {
			return nil // the pool has ended
		}
		d := wire.NewDecoder([]byte(msg.Note))
		out, err := perform(in, thread, &task{msg: msg, chunk: d.Bool()})
		if err != nil {
			return err
		}
		for {
			var e wire.Encoder
			e.Bool(out.ok)
			e.String(out.trace)
			out.msg.Note = string(e.B)
			err = end.Send(in.Task(thread), out.msg, ipc.Forever)
			e2, script := err.(*exception.Error)
			if !script {
				break
			}
			// The result cannot go to another process.
			exc, _ := object.AsException(in.Env(), e2)
			out = outcome{trace: object.FormatException(in.Env(), exc)}
			if out.msg, err = in.Pack(thread, exc); err != nil {
				return err
			}
		}
		if err == ipc.ErrCancelled {
			return in.Err(thread, err)
		}
		if err != nil {
			return nil
		}
	}
}
