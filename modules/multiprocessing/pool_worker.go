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
	cls := processClasses[p.method]
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
	err = st.start(thread, proc, starlark.Tuple{p.initializer, p.initargs},
		func(child *state, thread *starlark.Thread, extra starlark.Value) error {
			init := extra.(starlark.Tuple)
			return p.work(child.in, thread, w, init[0], init[1].(starlark.Tuple))
		}, lifeWorker)
	if err != nil {
		return err
	}
	w.object = proc
	w.process = popenOf(proc).process
	w.exited = w.process.Exited()
	p.enlist(w)
	return nil
}

// processClasses are the classes of the package's own processes, by start method.
var processClasses = map[string]*object.Class{"fork": forkProcess, "spawn": spawnProcess, "forkserver": forkServerProcess}

func (p *pool) startThread(st *state, thread *starlark.Thread) error {
	w := &worker{name: st.in.ThreadName("worker")}
	w.thread = st.in.Go(w.name, true, func(thread *starlark.Thread) error {
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
	return nil
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
	for n := 0; p.maxTasks == 0 || n < p.maxTasks; n++ {
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
		out, err := p.perform(in, thread, work)
		if err != nil {
			return err
		}
		if !p.done(w) {
			return nil
		}
		work.job.deliver(in.Task(thread), work.index, out)
	}
	return nil
}

// perform does one task. Its error is one that ends the worker.
func (p *pool) perform(in *interp.Interp, thread *starlark.Thread, work *task) (outcome, error) {
	parts := work.local
	if work.msg != nil {
		v, err := interp.Unpack(thread, work.msg)
		if err != nil {
			return p.failed(in, thread, err)
		}
		parts = v.(starlark.Tuple)
	}
	v, err := call(thread, in.Env(), work.mode, parts)
	if err != nil {
		return p.failed(in, thread, err)
	}
	if p.threads {
		return outcome{ok: true, local: v}, nil
	}
	m, err := interp.Pack(thread, v)
	if err == nil {
		return outcome{ok: true, msg: m}, nil
	}
	return p.unsendableResult(in, thread, err, v)
}

// call calls the function of a task.
func call(thread *starlark.Thread, env *object.Env, mode taskMode, parts starlark.Tuple) (starlark.Value, error) {
	fn := parts[0]
	if mode == applyTask {
		var keywords []starlark.Tuple
		if d, ok := parts[2].(*starlark.Dict); ok {
			keywords = d.Items()
		}
		return object.CallKw(thread, fn, parts[1].(starlark.Tuple), keywords)
	}
	items := parts[1].(starlark.Tuple)
	results := make([]starlark.Value, len(items))
	// A script's function copies its arguments; anything else may keep the tuple.
	_, script := fn.(*starlark.Function)
	args := make(starlark.Tuple, 1)
	for i, item := range items {
		var err error
		if mode == mapTask {
			if !script && i > 0 {
				args = make(starlark.Tuple, 1)
			}
			args[0] = item
		} else if args, err = tupleOf(env, item); err != nil {
			return nil, err
		}
		if results[i], err = object.CallKw(thread, fn, args, nil); err != nil {
			if exc, ok := object.AsException(env, err); ok && exc.Class().IsSubclass(object.StopIteration) {
				return starlark.NewList(results[:i]), nil // as in CPython, where it ends the loop over the chunk
			}
			return nil, err
		}
	}
	return starlark.NewList(results), nil
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

// failed is the outcome of a task that raised err, if that is an Exception. Any
// other error ends the worker.
func (p *pool) failed(in *interp.Interp, thread *starlark.Thread, err error) (outcome, error) {
	env := in.Env()
	exc, ok := object.AsException(env, err)
	if !ok {
		return outcome{}, err
	}
	if !exc.Class().IsSubclass(object.ExceptionClass) {
		return outcome{}, object.Raise(exc)
	}
	if p.threads {
		return outcome{local: exc}, nil
	}
	trace := object.FormatException(env, exc)
	m, err := interp.Pack(thread, exc)
	if err != nil {
		return p.unsendableResult(in, thread, err, exc)
	}
	return outcome{msg: m, trace: trace}, nil
}

// unsendableResult is the outcome of a task whose result or exception v cannot be
// sent.
func (p *pool) unsendableResult(in *interp.Interp, thread *starlark.Thread, why error, v starlark.Value) (outcome, error) {
	env := in.Env()
	reason, ok := object.AsException(env, why)
	if !ok {
		return outcome{}, why
	}
	shown := make([]string, 2)
	for i, x := range []starlark.Value{reason, v} {
		s, err := object.Repr(env, x)
		if err != nil {
			if _, ok := object.AsException(env, err); !ok {
				return outcome{}, err
			}
			s = "<" + object.TypeName(x) + " whose repr() failed>"
		}
		shown[i] = s
	}
	exc := object.NewException(env, maybeEncodingError, text.Str(shown[0]), text.Str(shown[1]))
	m, err := interp.Pack(thread, exc)
	if err != nil {
		return outcome{}, err
	}
	return outcome{msg: m}, nil
}
