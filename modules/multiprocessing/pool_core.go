package multiprocessing

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
	"weak"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file holds what a pool is apart from its methods: who does which task, what
// becomes of a task whose worker dies, and how the pool ends.
//
// Tasks go through one kernel queue; a worker hands its result straight to the job
// that the task is part of. Three kinds of goroutine meet here: threads of the
// process that owns the pool, the workers, and the cleanup of a pool that nobody
// refers to any more. What they share is guarded by pool.mu and job.mu (in that
// order where both are held), and is never a script value, but for the fields of
// which it is said that only the owner's threads use them.

type poolState uint8

const (
	poolRunning    poolState = iota // "RUN"
	poolClosed                      // "CLOSE": no new jobs
	poolTerminated                  // "TERMINATE"
)

func (s poolState) String() string { return [...]string{"RUN", "CLOSE", "TERMINATE"}[s] }

// A pool is the core of a Pool or ThreadPool.
type pool struct {
	size     int
	maxTasks int    // after which a worker is replaced; 0: never
	threads  bool   // workers are threads of the owner
	method   string // the start method of those that are processes
	direct   bool   // they are interpreters in this process: what all may share needs no message
	// foreground: workers are no daemons, and may have children. CPython has no such pools.
	foreground bool
	tasks      *ipc.Queue
	results    *ipc.Queue // jobs whose callback is to be called
	feeds      *ipc.Queue // *feeder: iterables to be read

	failure    atomic.Pointer[string] // why workers are not replaced any more
	changed    *ipc.Event             // for the thread that looks after the workers
	terminated atomic.Bool            // nothing will come of the jobs that are left

	mu      sync.Mutex
	state   poolState
	workers []*worker
	// Jobs that are not complete.
	oldest, newest *job
	open           bool // it was collected while it was running, and nobody has warned of it
	shown          int  // how many workers repr shows: those there were when the pool ended

	// For the owner's threads only.
	initializer starlark.Value // None if there is none
	initargs    starlark.Tuple
	owner       weak.Pointer[object.Instance] // the Pool
	ctx         starlark.Value                // a script's own context; nil if it is one of the package's
	class       string                        // the Pool's class, for its repr
	custom      bool                          // the script says what makes the workers' process objects
	keeper      *interp.Thread                // looks after the workers
	caller      *interp.Thread                // calls callbacks
	feeder      *interp.Thread                // reads iterables
	feeding     bool                          // it does so now
	finalizer   *finalizer
	labelled    *starlark.Function // see label
	lastLabel   string
}

// A worker is one process or thread of a pool.
type worker struct {
	name   string
	exited *ipc.Event
	begun  bool                 // past its initializer; guarded by pool.mu
	task   atomic.Pointer[task] // what it works on: whoever takes it away says what has become of it
	until  time.Time            // when task must be done, if it has a limit; guarded by pool.mu

	// For workers that are processes.
	gone    bool // it has been buried; guarded by pool.mu
	process *interp.Process
	object  *object.Instance // the owner's process object; for its threads only
	tended  *ipc.Event       // the goroutine that tends it has ended; nil if none does

	// For workers that are threads.
	thread *interp.Thread
	why    string // the exception that ended it; guarded by pool.mu
}

func newPool(size, maxTasks int, threads bool) *pool {
	return &pool{
		size: size, maxTasks: maxTasks, threads: threads,
		tasks: ipc.NewQueue(0), results: ipc.NewQueue(0), feeds: ipc.NewQueue(0),
		changed: ipc.NewEvent(),
	}
}

// take notes that w works on t. by is the task of whoever calls.
func (p *pool) take(w *worker, t *task, by *ipc.Task) {
	limit := t.job.errand.limit
	if limit == 0 {
		w.task.Store(t)
		return
	}
	p.mu.Lock()
	w.until = by.Now().Add(limit)
	w.task.Store(t)
	p.mu.Unlock()
	p.changed.Set()
}

// done notes that w has finished its task. It reports false if that came too late: the task has
// failed already.
func (w *worker) done() bool { return w.task.Swap(nil) != nil }

// expire ends the workers whose tasks have taken too long, and returns the moment at which the next
// one will have; ipc.Forever if none has a limit. t is the task of whoever calls.
func (p *pool) expire(t *ipc.Task) (next time.Time) {
	now := t.Now()
	var late []*worker
	var works []*task
	p.mu.Lock()
	for _, w := range p.workers {
		work := w.task.Load()
		switch {
		case work == nil || work.job.errand.limit == 0:
		case !w.until.After(now):
			if w.task.CompareAndSwap(work, nil) {
				late, works = append(late, w), append(works, work)
			}
		case next.IsZero() || w.until.Before(next):
			next = w.until
		}
	}
	p.mu.Unlock()
	for i, w := range late {
		w.process.Terminate()
		e := &works[i].job.errand
		works[i].job.deliver(t, works[i].index, outcome{fault: &fault{late: true, died: fmt.Sprintf(
			"%s took longer than %v; worker %s (pid %d) was terminated", e.label, e.limit, w.name, w.process.Pid())}})
	}
	return next
}

// add enters a job; false if the pool takes none any more.
func (p *pool) add(j *job) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.state != poolRunning {
		return false
	}
	j.entered = true
	j.before = p.newest
	if p.newest != nil {
		p.newest.after = j
	} else {
		p.oldest = j
	}
	p.newest = j
	return true
}

// remove forgets a job that is complete.
func (p *pool) remove(j *job) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !j.entered {
		return
	}
	j.entered = false
	if j.before != nil {
		j.before.after = j.after
	} else {
		p.oldest = j.after
	}
	if j.after != nil {
		j.after.before = j.before
	} else {
		p.newest = j.before
	}
	j.before, j.after = nil, nil
	p.drained()
}

// list of the jobs that are not complete, the oldest first.
func (p *pool) pending() []*job {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []*job
	for j := p.oldest; j != nil; j = j.after {
		list = append(list, j)
	}
	return list
}

// drained ends the workers once a closed pool has nothing left to do. p.mu is held.
func (p *pool) drained() {
	if p.state == poolClosed && p.oldest == nil {
		p.endQueues()
		p.changed.Set()
	}
}

func (p *pool) endQueues() {
	p.tasks.Close()
	p.results.Close()
	p.feeds.Close()
}

// submit queues a task. t is the task of whoever submits it.
func (p *pool) submit(t *ipc.Task, work *task) {
	if p.tasks.Put(t, work, ipc.NoWait) != nil {
		// Closed by terminate: the job is left as it is.
		work.Drop()
		return
	}
	p.refuseAll(t)
	if work.index < p.size {
		// Of goroutines that are woken in a row the last runs first. Let each worker begin in turn, as
		// processes would: of tasks that fail at once, the first is then most often the first to have failed.
		runtime.Gosched()
	}
}

// submitAll queues tasks that no worker waits for.
func (p *pool) submitAll(t *ipc.Task, list []task) {
	if p.tasks.PutAll(t, len(list), func(i int) ipc.Message { return &list[i] }) != nil {
		for i := range list {
			list[i].Drop()
		}
		return
	}
	p.refuseAll(t)
}

// close lets the pool finish what it has.
func (p *pool) close() {
	p.mu.Lock()
	if p.state == poolRunning {
		p.state = poolClosed
		p.drained()
	}
	p.mu.Unlock()
	p.changed.Set()
}

// stop ends the pool at once: what is queued is dropped, workers are terminated.
// It waits for nothing and may be called from any goroutine.
func (p *pool) stop() []*worker {
	p.mu.Lock()
	p.state = poolTerminated
	workers := append([]*worker(nil), p.workers...)
	p.mu.Unlock()
	jobs := p.pending()
	p.endQueues()
	for _, w := range workers {
		if w.process != nil {
			w.process.Terminate()
		}
	}
	p.terminated.Store(true)
	for _, j := range jobs {
		j.lose()
	}
	p.changed.Set()
	return workers
}

// fail makes every task, present and future, fail for this reason. t is the task
// of whoever calls.
func (p *pool) fail(t *ipc.Task, why string) {
	p.failure.Store(&why)
	p.refuseAll(t)
}

// refuseAll fails the tasks in the queue if there will be no worker to do them.
func (p *pool) refuseAll(t *ipc.Task) {
	why := p.failure.Load()
	if why == nil {
		return
	}
	for {
		m, err := p.tasks.Get(t, ipc.NoWait)
		if err != nil {
			return
		}
		work := m.(*task)
		work.Drop()
		work.job.deliver(t, work.index, lost(*why))
	}
}

// keep looks after the workers until the pool has ended. It runs on a thread of
// the owner.
func (p *pool) keep(st *state, thread *starlark.Thread) error {
	for {
		p.changed.Clear()
		p.lament(st, thread)
		workers := p.list()
		waitables := []ipc.Waitable{p.changed}
		for _, w := range workers {
			waitables = append(waitables, w.exited)
		}
		t := st.in.Task(thread)
		for _, w := range workers {
			if w.exited.IsSet() {
				p.buried(t, w)
			}
		}
		p.mu.Lock()
		lost := len(workers) - len(p.workers)
		over := p.over()
		broken := p.failure.Load() != nil
		left := len(p.workers)
		p.mu.Unlock()
		switch {
		case over && left == 0:
			st.cancel(p.finalizer)
			p.lament(st, thread)
			st.pools = slices.DeleteFunc(st.pools, func(q *pool) bool { return q == p })
			return nil
		case lost > 0 && !over && !broken:
			if err := p.populate(st, thread); err != nil {
				if st.in.Dying() {
					return err // nobody will ask for what becomes of thousands of tasks
				}
				p.fail(t, "no worker could be started: "+err.Error())
			}
			continue
		case lost > 0:
			continue
		}
		if _, err := ipc.Wait(t, waitables, p.expire(t)); err != nil && err != ipc.ErrTimeout {
			return st.in.Err(thread, err)
		}
	}
}

// over reports whether no task will be done any more. p.mu is held.
func (p *pool) over() bool {
	return p.state == poolTerminated || p.state == poolClosed && p.oldest == nil
}

func (p *pool) list() []*worker {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]*worker(nil), p.workers...)
}

// buried deals with a worker that has ended: its task fails.
func (p *pool) buried(t *ipc.Task, w *worker) {
	if w.tended != nil {
		// Its last outcome may still be in the pipe. The tending ends with the pipe, which the worker alone had.
		w.tended.Wait(t, ipc.Forever)
	}
	p.mu.Lock()
	for i, x := range p.workers {
		if x == w {
			p.workers = append(p.workers[:i:i], p.workers[i+1:]...)
			break
		}
	}
	work, begun, state := w.task.Swap(nil), w.begun, p.state
	if !p.over() {
		p.shown = len(p.workers)
	}
	w.gone = true
	p.mu.Unlock()
	if w.process == nil {
		if work != nil && state != poolTerminated {
			work.job.deliver(t, work.index, lost(fmt.Sprintf("worker %s ended while it ran %s: %s", w.name, work.job.errand.label, w.why)))
		}
		return
	}
	code, _ := w.process.ExitCode()
	if work != nil && state != poolTerminated {
		p.lost(t, w, work)
	}
	// A worker that a signal ended is replaced. One whose initializer fails would
	// be replaced for ever, as it is in CPython.
	if !begun && code >= 0 && state != poolTerminated {
		p.fail(t, fmt.Sprintf("worker %s (pid %d) ended with exit code %s before it was ready for work", w.name, w.process.Pid(), exitName(code)))
	}
}

// join waits until the workers have ended and all callbacks have been called.
func (p *pool) join(st *state, thread *starlark.Thread, workers []*worker) error {
	t := st.in.Task(thread)
	events := make([]*ipc.Event, 0, len(workers)+2)
	for _, w := range workers {
		events = append(events, w.exited)
	}
	threads := []*interp.Thread{p.keeper, p.caller}
	if !p.feeding {
		// An iterable may take for ever; nobody asks for what comes of it any more.
		threads = append(threads, p.feeder)
	}
	for _, th := range threads {
		if th != st.in.Running() {
			events = append(events, th.Done())
		}
	}
	for _, e := range events {
		if err := e.Wait(t, ipc.Forever); err != nil {
			return st.in.Err(thread, err)
		}
	}
	return nil
}

// wait waits until e is set, which is at the latest when the pool is terminated, and reports whether the deadline has not passed.
func (p *pool) wait(in *interp.Interp, thread *starlark.Thread, e *ipc.Event, until time.Time) (bool, error) {
	err := e.Wait(in.Task(thread), until)
	if err != nil && err != ipc.ErrTimeout {
		return false, in.Err(thread, err)
	}
	return err == nil, nil
}
