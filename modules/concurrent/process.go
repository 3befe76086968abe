package concurrent

import (
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"go.starlark.net/starlark"
)

// processes is a process pool. Threads of its owner and workers of other
// interpreters meet here; mu is taken before a future's.
type processes struct {
	size   int
	most   int // tasks after which a worker is replaced; 0: never
	method string
	// What the executor is: its exception, what that says, and how to ask for others.
	brokenError  *object.Class
	brokenTask   string
	brokenSubmit string
	calls        *ipc.Queue // of *task; a nil one ends a worker, which passes it on
	changed      *ipc.Event // for the manager

	mu      sync.Mutex
	waiting []*task // not in calls yet: these can be cancelled
	queued  int     // in calls
	left    int     // have no outcome yet
	over    bool    // shut down
	broken  bool
	calling []*future // whose callbacks are to be called
	workers []*worker

	// For the owner's threads only.
	init     starlark.Value
	initargs starlark.Tuple
	manager  *interp.Thread // nil until the first call
	forget   func()
}

// A worker is a process of the pool.
type worker struct {
	process *interp.Process
	object  starlark.Value // its process object, for the owner's threads
	task    *task          // guarded by processes.mu
	tended  *ipc.Event     // nobody hands in its outcomes any more; nil if it does so itself
	retired bool           // it has done its number of tasks; guarded by processes.mu
}

// A task is a submitted call, or a chunk of a map's.
type task struct {
	f     *future
	msg   *pickle.Message
	chunk bool
}

// Size implements [ipc.Message].
func (t *task) Size() int {
	if t == nil {
		return 0
	}
	return 64 + t.msg.Size()
}

// Drop implements [ipc.Message].
func (t *task) Drop() {
	if t != nil {
		t.msg.Drop()
	}
}

// extraCalls is how many calls beyond the number of workers are handed out in
// advance. CPython has the same number, and scripts see which futures they can
// cancel.
const extraCalls = 1

// end lets the workers finish what was submitted. Any goroutine may call it.
func (p *processes) end() {
	p.mu.Lock()
	p.over = true
	p.mu.Unlock()
	p.changed.Set()
}

func (p *processes) submit(thread *starlark.Thread, call starlark.Tuple, chunk bool) (*future, error) {
	in := interp.Of(thread)
	p.mu.Lock()
	broken, over := p.broken, p.over
	p.mu.Unlock()
	switch {
	case broken:
		return nil, raise(in.Env(), p.brokenError, p.brokenSubmit)
	case over:
		return nil, exception.New(exception.RuntimeError, "cannot schedule new futures after shutdown")
	case stateOf(in).exiting:
		return nil, exception.New(exception.RuntimeError, "cannot schedule new futures after interpreter shutdown")
	}
	first := p.manager == nil
	if first {
		if err := p.start(in, thread); err != nil {
			return nil, err
		}
	}
	f := newFuture(in.Env())
	msg, err := in.Pack(thread, call)
	if err != nil {
		exc, ok := object.AsException(in.Env(), err)
		if !ok {
			return nil, err
		}
		setCause(in.Env(), exc, object.FormatException(in.Env(), exc))
		f.finish(outcome{local: exc})
		return f, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken {
		msg.Drop()
		f.finish(outcome{died: p})
		return f, nil
	}
	p.left++
	p.waiting = append(p.waiting, &task{f, msg, chunk})
	if first {
		p.admit()
	} else {
		// As in CPython the manager hands it out at its turn; until then the script sees a future that is pending.
		p.changed.Set()
	}
	return f, nil
}

// admit hands out calls until there are enough. p.mu is held.
func (p *processes) admit() {
	for p.queued < p.size+extraCalls && len(p.waiting) > 0 {
		t := p.waiting[0]
		p.waiting[0] = nil
		p.waiting = p.waiting[1:]
		if ok, _ := t.f.start(); !ok {
			p.left--
			t.Drop()
			continue
		}
		p.queued++
		p.calls.Put(nil, t, ipc.NoWait)
	}
}

// start starts the workers and the thread that looks after them.
func (p *processes) start(in *interp.Interp, thread *starlark.Thread) error {
	for range p.size {
		if err := p.startWorker(thread); err != nil {
			for _, w := range p.workers {
				w.process.Terminate()
			}
			p.mu.Lock()
			p.workers = nil
			p.mu.Unlock()
			return err
		}
	}
	p.forget = atExit(thread, p)
	p.manager = in.Go(in.ThreadName(""), true, func(thread *starlark.Thread) error { return p.manage(in, thread) })
	p.manager.Joined()
	return nil
}

func (p *processes) startWorker(thread *starlark.Thread) error {
	if p.method != "fork" {
		w, err := p.startElsewhere(interp.Of(thread), thread)
		if err != nil {
			return err
		}
		p.mu.Lock()
		p.workers = append(p.workers, w)
		p.mu.Unlock()
		return nil
	}
	w := new(worker)
	process, object, err := multiprocessing.StartWorker(thread, p.method, p.init, p.initargs,
		func(child *interp.Interp, thread *starlark.Thread, init starlark.Value, initargs starlark.Tuple) error {
			return p.work(child, thread, w, init, initargs)
		})
	if err != nil {
		return err
	}
	w.process, w.object = process, object
	p.mu.Lock()
	p.workers = append(p.workers, w)
	p.mu.Unlock()
	return nil
}

// bury drops the workers that have done their number of tasks, and starts others in their
// place. dead reports whether one has ended in any other way.
func (p *processes) bury(in *interp.Interp, thread *starlark.Thread) (dead bool) {
	p.mu.Lock()
	var left []*worker
	lost := 0
	for _, w := range p.workers {
		ended := w.process.Exited().IsSet()
		code, _ := w.process.ExitCode()
		switch {
		case ended && w.retired && code == 0:
			lost++
			continue
		case ended:
			dead = true
		}
		left = append(left, w)
	}
	p.workers = left
	p.mu.Unlock()
	for ; lost > 0 && !dead; lost-- {
		if err := p.startWorker(thread); err != nil {
			if exc, ok := object.AsException(in.Env(), err); ok {
				log(in, thread, "A process in place of one that has done its tasks cannot be started:", exc)
			}
			dead = true
		}
	}
	return dead
}

func (p *processes) pids() (starlark.Value, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := starlark.NewDict(len(p.workers))
	for _, w := range p.workers {
		if err := d.SetKey(starlark.MakeInt(w.process.Pid()), w.object); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// pending returns a dict with a key for each call that has no outcome yet. What CPython keeps there with each is not part of it.
func (p *processes) pending() (starlark.Value, error) {
	p.mu.Lock()
	n := p.left
	p.mu.Unlock()
	d := starlark.NewDict(n)
	for i := range n {
		if err := d.SetKey(starlark.MakeInt(i), starlark.None); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// manage calls callbacks and watches the workers until the pool has ended.
func (p *processes) manage(in *interp.Interp, thread *starlark.Thread) error {
	for {
		p.changed.Clear()
		p.mu.Lock()
		p.admit()
		calling := p.calling
		p.calling = nil
		over := p.over && p.left == 0
		p.mu.Unlock()
		for _, f := range calling {
			if err := f.callBack(thread); err != nil {
				return err
			}
		}
		if over {
			if len(calling) > 0 {
				continue
			}
			p.calls.Put(nil, (*task)(nil), ipc.NoWait)
			return p.join(in, thread)
		}
		if p.bury(in, thread) {
			return p.fail(in, thread)
		}
		things := []ipc.Waitable{p.changed}
		for _, w := range p.workers {
			things = append(things, w.process.Exited())
		}
		if _, err := ipc.Wait(in.Task(thread), things, ipc.Forever); err != nil {
			return in.Err(thread, err)
		}
	}
}

func (p *processes) join(in *interp.Interp, thread *starlark.Thread) error {
	for _, w := range p.workers {
		if err := w.process.Exited().Wait(in.Task(thread), ipc.Forever); err != nil {
			return in.Err(thread, err)
		}
	}
	p.forget()
	return nil
}

// fail ends the other workers once one has died, and with them all calls.
func (p *processes) fail(in *interp.Interp, thread *starlark.Thread) error {
	p.mu.Lock()
	p.broken = true
	p.mu.Unlock()
	for _, w := range p.workers {
		w.process.Terminate()
	}
	if err := p.join(in, thread); err != nil {
		return err
	}
	// What a worker had sent before it died counts.
	for _, w := range p.workers {
		if w.tended == nil {
			continue
		}
		if err := w.tended.Wait(in.Task(thread), ipc.Forever); err != nil {
			return in.Err(thread, err)
		}
	}
	p.mu.Lock()
	var tasks []*task
	for _, w := range p.workers {
		if w.task != nil {
			tasks = append(tasks, w.task)
		}
	}
	for {
		m, err := p.calls.Get(in.Task(thread), ipc.NoWait)
		if err != nil {
			break
		}
		m.Drop()
		tasks = append(tasks, m.(*task))
	}
	for _, t := range p.waiting {
		t.Drop()
		tasks = append(tasks, t)
	}
	p.waiting, p.left = nil, 0
	calling := p.calling
	p.calling = nil
	p.mu.Unlock()
	for _, t := range tasks {
		was, call := t.f.finish(outcome{died: p})
		if was == cancelled {
			t.f.start()
		}
		if call {
			calling = append(calling, t.f)
		}
	}
	for _, f := range calling {
		if err := f.callBack(thread); err != nil {
			return err
		}
	}
	return nil
}

func (p *processes) shutdown(thread *starlark.Thread, wait, cancel bool) error {
	in := interp.Of(thread)
	p.mu.Lock()
	p.over = true
	var dropped []*task
	if cancel {
		dropped, p.waiting = p.waiting, nil
		p.left -= len(dropped)
	}
	p.mu.Unlock()
	for _, t := range dropped {
		t.Drop()
		_, call := t.f.cancel()
		t.f.start()
		if call {
			if err := t.f.callBack(thread); err != nil {
				return err
			}
		}
	}
	p.changed.Set()
	if !wait || p.manager == nil {
		return nil
	}
	if p.manager == in.Running() {
		return exception.New(exception.RuntimeError, "cannot join current thread")
	}
	if err := p.manager.Done().Wait(in.Task(thread), ipc.Forever); err != nil {
		return in.Err(thread, err)
	}
	return nil
}

// atExit registers what ends an executor that the script has not.
func atExit(thread *starlark.Thread, e executor) (cancel func()) {
	return multiprocessing.BeforeExit(thread, func(thread *starlark.Thread) {
		stateOf(interp.Of(thread)).exiting = true
		// An error means that the process is being ended.
		_ = e.shutdown(thread, true, false)
	})
}
