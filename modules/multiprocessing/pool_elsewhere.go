package multiprocessing

import (
	"fmt"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/wire"
	"go.starlark.net/starlark"
)

// This file is about workers of a pool that are processes of the operating system. Tasks
// and outcomes go through a pipe; in the owner a goroutine for each worker (tend) does what
// an interpreter that is a worker does itself: it takes tasks from the pool's queue and
// hands in what has become of them.

// newEnds makes a pipe between this process and a child that it is about to start, and the
// child's end as a Connection.
func (st *state) newEnds() (own *ipc.End, childs *object.Instance, close func()) {
	own, other := st.in.NewPipe(true)
	i := object.NewInstance(st.env, connectionClass.Get())
	i.Native = &connection{end: other}
	return own, i, other.Close
}

// endOf returns the end of a pipe that a child was given.
func endOf(v starlark.Value) (*ipc.End, error) {
	c, err := connectionOf(v)
	if err != nil {
		return nil, err
	}
	return c.end, nil
}

// startElsewhere starts a worker that is a process of the operating system.
func (p *pool) startElsewhere(st *state, thread *starlark.Thread, proc *object.Instance, w *worker) error {
	end, conn, closeOther := st.newEnds()
	extra := starlark.Tuple{p.initializer, p.initargs, conn, starlark.MakeInt(p.maxTasks), starlark.Bool(p.custom)}
	pp, err := st.start(thread, proc, extra, nil, lifeWorker)
	closeOther()
	if err != nil {
		end.Close()
		return err
	}
	w.object = proc
	w.process = pp.process
	w.exited = w.process.Exited()
	w.tended = ipc.NewEvent()
	p.enlist(w)
	go p.tend(ipc.NewTask(st.in.Task(thread).Holder(), ipc.Hooks{}), w, end)
	return nil
}

// tend gives a worker one task after the other. It ends when the worker or the pool does.
func (p *pool) tend(t *ipc.Task, w *worker, end *ipc.End) {
	defer t.Close()
	defer w.tended.Set()
	defer end.Close()
	m, err := end.Recv(t, ipc.Forever)
	if err != nil {
		return // it ended before it was ready
	}
	m.Drop()
	p.mu.Lock()
	w.begun = true
	p.mu.Unlock()
	for n := 0; p.maxTasks == 0 || n < p.maxTasks; n++ {
		work := p.nextTask(t, end)
		if work == nil {
			return
		}
		p.take(w, work, t)
		if work.msg.Note == "" {
			var e wire.Encoder
			e.Int(int(work.job.errand.mode))
			e.String(work.job.errand.label)
			work.msg.Note = string(e.B)
			work.msg.Names = nil
		}
		if err := end.Send(t, work.msg, ipc.Forever); err != nil {
			if _, script := err.(*exception.Error); script {
				// The task cannot go to another process at all.
				if w.done() {
					work.job.deliver(t, work.index, lost(err.Error()))
				}
				n--
				continue
			}
			// The worker never saw it: another one does it.
			if w.done() && p.tasks.PutBack(work) != nil {
				work.Drop()
			}
			return
		}
		m, err := end.Recv(t, ipc.Forever)
		if err != nil {
			p.mu.Lock()
			late := w.gone && w.done()
			p.mu.Unlock()
			if late {
				p.lost(t, w, work)
			}
			return
		}
		out, err := readOutcome(m)
		if err != nil {
			w.process.Kill()
			continue
		}
		if w.done() {
			work.job.deliver(t, work.index, out)
		} else {
			m.Drop()
		}
	}
}

// nextTask takes a task from the queue; nil if the worker has ended or the pool has.
func (p *pool) nextTask(t *ipc.Task, end *ipc.End) *task {
	for {
		m, err := p.tasks.Get(t, ipc.NoWait)
		if err == nil {
			return m.(*task)
		}
		if err != ipc.ErrTimeout {
			return nil
		}
		ready, err := ipc.Wait(t, []ipc.Waitable{p.tasks, end}, ipc.Forever)
		if err != nil {
			return nil
		}
		for _, i := range ready {
			if i == 1 {
				return nil // nothing is expected of the worker: it has ended
			}
		}
	}
}

// lost fails the task of a worker that has ended.
func (p *pool) lost(t *ipc.Task, w *worker, work *task) {
	code, _ := w.process.ExitCode()
	work.job.deliver(t, work.index, lost(fmt.Sprintf("worker %s (pid %d) ended with exit code %s while it ran %s",
		w.name, w.process.Pid(), exitName(code), work.job.errand.label)))
}

// readOutcome takes apart what a worker has sent.
func readOutcome(m ipc.Message) (outcome, error) {
	msg, ok := m.(*pickle.Message)
	if !ok {
		m.Drop()
		return outcome{}, exception.New(exception.RuntimeError, "a worker sent something else than an outcome")
	}
	d := wire.NewDecoder([]byte(msg.Note))
	out := outcome{ok: d.Bool(), msg: msg}
	if trace := d.String(); trace != "" {
		out.fault = &fault{trace: trace}
	}
	if !d.OK() {
		return outcome{}, exception.New(exception.RuntimeError, "a worker sent a damaged outcome")
	}
	msg.Note = ""
	return out, nil
}

// remoteWorker is the life of a worker that is a process of the operating system. Where the script says what a worker's process object is, run(),
// which it may have overridden, leads to the tasks.
func remoteWorker(child *state, thread *starlark.Thread, extra starlark.Value) error {
	parts := extra.(starlark.Tuple)
	if parts[4] != starlark.True {
		return remoteTasks(child, thread, parts)
	}
	child.target(func(st *state, thread *starlark.Thread) error { return remoteTasks(st, thread, parts) })
	return child.live(thread, nil, nil)
}

// remoteTasks does what the pool sends.
func remoteTasks(child *state, thread *starlark.Thread, parts starlark.Tuple) error {
	end, err := endOf(parts[2])
	if err != nil {
		return err
	}
	defer end.Close()
	most, err := smallInt(parts[3])
	if err != nil {
		return err
	}
	if parts[0] != starlark.None {
		if _, err := object.CallKw(thread, parts[0], parts[1].(starlark.Tuple), nil); err != nil {
			return err
		}
	}
	in := child.in
	if err := end.Send(in.Task(thread), ipc.Bytes("ready"), ipc.Forever); err != nil {
		return in.Err(thread, ended(err))
	}
	r := runner{pool: new(pool), in: in, thread: thread}
	for n := 0; most == 0 || n < most; n++ {
		m, err := end.Recv(in.Task(thread), ipc.Forever)
		if e, script := err.(*exception.Error); script {
			// The task could not be sent after all.
			out, err := r.failed(e)
			if err == nil {
				err = r.send(end, out)
			}
			if err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return in.Err(thread, ended(err))
		}
		msg, ok := m.(*pickle.Message)
		if !ok {
			return exception.New(exception.RuntimeError, "the pool sent something else than a task")
		}
		d := wire.NewDecoder([]byte(msg.Note))
		work := &task{job: &job{errand: errand{mode: taskMode(d.Int()), label: d.String()}}, msg: msg}
		out, err := r.perform(work)
		if err != nil {
			return err
		}
		if err := r.send(end, out); err != nil {
			return err
		}
	}
	return nil
}

// send hands in what has become of a task.
func (r *runner) send(end *ipc.End, out outcome) error {
	note := func(out outcome) {
		var e wire.Encoder
		e.Bool(out.ok)
		trace := ""
		if out.fault != nil {
			trace = out.fault.trace
		}
		e.String(trace)
		out.msg.Note = string(e.B)
	}
	note(out)
	err := end.Send(r.in.Task(r.thread), out.msg, ipc.Forever)
	if e, script := err.(*exception.Error); script {
		// What the function returned cannot go to another process.
		if out, err = r.unsendable(e, starlark.None); err != nil {
			return err
		}
		note(out)
		err = end.Send(r.in.Task(r.thread), out.msg, ipc.Forever)
	}
	return r.in.Err(r.thread, ended(err))
}

// ended makes the end of the owner the regular end of a worker.
func ended(err error) error {
	switch err {
	case nil, ipc.ErrCancelled:
		return err
	}
	return exception.New(exception.SystemExit, "")
}
