package multiprocessing

import (
	"errors"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// populate starts workers until there are as many as there should be.
func (p *pool) populate(st *state, thread *starlark.Thread) error {
	for {
		p.mu.Lock()
		enough := len(p.workers) >= p.size || p.state == poolTerminated
		p.mu.Unlock()
		if enough {
			return nil
		}
		start := p.startProcess
		if p.threads {
			start = p.startThread
		}
		if err := start(st, thread); err != nil {
			return err
		}
	}
}

// enlist adds a worker that has been started. If the pool was terminated
// meanwhile the worker is too.
func (p *pool) enlist(w *worker) {
	p.mu.Lock()
	p.workers = append(p.workers, w)
	p.shown = len(p.workers)
	late := p.state == poolTerminated
	p.mu.Unlock()
	if late && w.process != nil {
		w.process.Terminate()
	}
}

func (p *pool) startProcess(st *state, thread *starlark.Thread) error {
	if p.custom {
		return p.startCustom(st, thread)
	}
	cls := processClasses.Get()[p.method]
	proc, err := st.newProcess(cls)
	if err != nil {
		return err
	}
	name := strings.Replace(nameOf(proc), "Process", "PoolWorker", 1)
	proc.Set("_name", text.Str(name))
	if err := configOf(proc).SetKey(starlark.String("daemon"), starlark.Bool(!p.foreground)); err != nil {
		return err
	}
	w := &worker{name: name}
	if p.method != "fork" {
		return p.startElsewhere(st, thread, proc, w)
	}
	pp, err := st.start(thread, proc, starlark.Tuple{p.initializer, p.initargs},
		func(child *state, thread *starlark.Thread, extra starlark.Value) error {
			init := extra.(starlark.Tuple)
			return p.work(child.in, thread, w, init[0], init[1].(starlark.Tuple))
		}, lifeWorker)
	if err != nil {
		return err
	}
	w.object = proc
	w.process = pp.process
	w.exited = w.process.Exited()
	p.enlist(w)
	return nil
}

// processClasses are the classes of the package's own processes, by start method.
var processClasses = object.Later(func() map[string]*object.Class {
	return map[string]*object.Class{"fork": forkProcess.Get(), "spawn": spawnProcess.Get(), "forkserver": forkServerProcess.Get()}
})

// startThread starts a worker that is a thread and, as Thread.start does, waits until it has begun: so are two billion
// of them stopped, or refused.
func (p *pool) startThread(st *state, thread *starlark.Thread) error {
	if err := st.in.RoomForThread(); err != nil {
		return err
	}
	w := &worker{name: st.in.ThreadName("worker")}
	begun := ipc.NewEvent()
	w.thread = st.in.Go(w.name, true, func(thread *starlark.Thread) error {
		begun.Set()
		err := p.work(st.in, thread, w, p.initializer, p.initargs)
		exc, ok := catch(st.env, err)
		if !ok {
			return nil
		}
		p.mu.Lock()
		w.why = exc.Class().Name()
		begun := w.begun
		p.mu.Unlock()
		if !exc.Class().IsSubclass(object.SystemExit) {
			st.in.WriteError(thread, "Exception in thread "+w.name+":\n"+object.FormatException(st.env, exc))
		}
		if !begun {
			// It would be replaced for ever, as it is in CPython.
			p.fail(st.in.Task(thread), "the initializer of worker "+w.name+" failed: "+w.why)
		}
		return nil
	})
	w.exited = w.thread.Done()
	p.enlist(w)
	return st.in.Err(thread, begun.Wait(st.in.Task(thread), ipc.Forever))
}

// catch is object.AsException for an error that may be nil.
func catch(env *object.Env, err error) (*object.Instance, bool) {
	if err == nil {
		return nil, false
	}
	return object.AsException(env, err)
}

// work is the life of a worker: it does tasks until there are no more, or it has
// done its number. It runs in the worker's interpreter. An error ends the worker,
// and the task at hand fails with it.
func (p *pool) work(in *interp.Interp, thread *starlark.Thread, w *worker, initializer starlark.Value, initargs starlark.Tuple) error {
	if initializer != starlark.None {
		if _, err := object.CallKw(thread, initializer, initargs, nil); err != nil {
			return err
		}
	}
	p.mu.Lock()
	w.begun = true
	p.mu.Unlock()
	r := runner{pool: p, in: in, thread: thread}
	for n := 0; p.maxTasks == 0 || n < p.maxTasks; n++ {
		if err := in.Env().Ended(); err != nil {
			return err // tasks of builtins ask nothing themselves
		}
		t := in.Task(thread)
		m, err := p.tasks.Get(t, ipc.Forever)
		if errors.Is(err, ipc.ErrClosed) {
			return nil
		}
		if err != nil {
			return in.Err(thread, err)
		}
		work := m.(*task)
		p.take(w, work, t)
		out, err := r.perform(work)
		if err != nil {
			return err
		}
		if !w.done() {
			return nil
		}
		t = in.Task(thread)
		if r.plain {
			work.job.deliverValues(t, work.index, r.values)
			clear(r.values)
			continue
		}
		work.job.deliver(t, work.index, out)
	}
	return nil
}

// afterStar words the error for f(*v) where v can't be iterated over.
func afterStar(env *object.Env, fn, v starlark.Value, err error) error {
	var e *exception.Error
	if errors.As(err, &e) && e.Kind == exception.TypeError {
		return exception.New(exception.TypeError, "%s() argument after * must be an iterable, not %s", functionName(env, fn), object.TypeName(v))
	}
	return err
}

// afterStars is afterStar for keywords.
func afterStars(env *object.Env, fn, v starlark.Value, err error) error {
	var e *exception.Error
	if errors.As(err, &e) && e.Kind == exception.TypeError {
		return exception.New(exception.TypeError, "%s() argument after ** must be a mapping, not %s", functionName(env, fn), object.TypeName(v))
	}
	return err
}

// functionName returns how messages call a function: "__main__.f".
func functionName(env *object.Env, fn starlark.Value) string {
	if f, ok := fn.(*starlark.Function); ok {
		if info := env.Host.Function(f); info != nil {
			if info.Module != "" {
				return info.Module + "." + info.Qualname
			}
			return info.Qualname
		}
	}
	if f, ok := fn.(starlark.Callable); ok {
		return f.Name()
	}
	return object.TypeName(fn)
}
