package concurrent

import (
	"runtime"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"go.starlark.net/starlark"
)

// processExecutorClass is concurrent.futures.ProcessPoolExecutor.
var processExecutorClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "ProcessPoolExecutor", Module: "concurrent.futures.process", Bases: []*object.Class{executorClass.Get()},
		Methods: map[string]object.Method{
			"__init__": processInit,
			"submit":   submitMethod("ProcessPoolExecutor"),
			// These are Python 3.14's.
			"terminate_workers": endWorkers("terminate_workers", (*interp.Process).Terminate),
			"kill_workers":      endWorkers("kill_workers", (*interp.Process).Kill),
		},
		Properties: map[string]object.Property{
			"_max_workers": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				e, err := executorOf(self)
				if err != nil {
					return nil, err
				}
				return starlark.MakeInt(e.(*processes).size), nil
			}},
			"_processes": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				e, err := executorOf(self)
				if err != nil {
					return nil, err
				}
				return e.(*processes).pids()
			}},
			"_pending_work_items": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				e, err := executorOf(self)
				if err != nil {
					return nil, err
				}
				return e.(*processes).pending()
			}},
		},
	})
})

var processParams = params.Method("ProcessPoolExecutor.__init__", "max_workers=, mp_context=, initializer=, initargs=, *, max_tasks_per_child=")

func processInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := processParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	env := object.EnvOf(thread)
	p := &processes{calls: ipc.NewQueue(0), changed: ipc.NewEvent(), brokenError: brokenProcessPool.Get(),
		brokenTask:   "A process in the process pool was terminated abruptly while the future was running or pending.",
		brokenSubmit: "A child process terminated abruptly, the process pool is not usable anymore"}
	if _, isFloat := a[0].(starlark.Float); isFloat {
		return nil, exception.New(exception.TypeError, "'float' object cannot be interpreted as an integer")
	}
	if p.size, err = workers(env, a[0], runtime.NumCPU()); err != nil {
		return nil, err
	}
	if p.method, err = multiprocessing.StartMethod(thread, a[1]); err != nil {
		return nil, err
	}
	if p.init, p.initargs, err = initializer(env, a[2], a[3]); err != nil {
		return nil, err
	}
	if !isNone(a[4]) {
		n, err := object.Index(env, a[4])
		switch {
		case err != nil:
			return nil, exception.New(exception.TypeError, "max_tasks_per_child must be an integer")
		case n.Sign() <= 0:
			return nil, exception.New(exception.ValueError, "max_tasks_per_child must be >= 1")
		case p.method == "fork" && !isNone(a[1]):
			return nil, exception.New(exception.ValueError,
				"max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; supply a different mp_context.")
		}
		// CPython chooses spawn for them, since its fork does not go well with threads.
		if i, ok := n.Int64(); ok && i < 1<<30 {
			p.most = int(i)
		}
	}
	adopt(self, p, p.end)
	return starlark.None, nil
}

// endWorkers ends the processes at once: what they do and what waits fails.
func endWorkers(name string, end func(*interp.Process)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("ProcessPoolExecutor."+name, args, kwargs); err != nil {
			return nil, err
		}
		e, err := executorOf(self)
		if err != nil {
			return nil, err
		}
		p := e.(*processes)
		p.mu.Lock()
		p.over = true
		left := p.left
		ws := append([]*worker(nil), p.workers...)
		p.mu.Unlock()
		if left == 0 {
			return starlark.None, p.shutdown(thread, false, true)
		}
		for _, w := range ws {
			end(w.process)
		}
		p.changed.Set()
		return starlark.None, nil
	}
}

// interpreterExecutorClass is Python 3.14's InterpreterPoolExecutor. Its interpreters are
// those that processes are made of here.
var interpreterExecutorClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "InterpreterPoolExecutor", Module: "concurrent.futures.interpreter", Bases: []*object.Class{executorClass.Get()},
		Methods: map[string]object.Method{
			"__init__": interpreterInit,
			"submit":   submitMethod("InterpreterPoolExecutor"),
		},
	})
})

var interpreterParams = params.Method("InterpreterPoolExecutor.__init__", "max_workers=, thread_name_prefix=, initializer=, initargs=")

func interpreterInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := interpreterParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	env := object.EnvOf(thread)
	p := &processes{calls: ipc.NewQueue(0), changed: ipc.NewEvent(), method: "fork", brokenError: brokenInterpreterPool.Get(),
		brokenTask:   "An interpreter of the pool ended while the future was running or pending.",
		brokenSubmit: "An interpreter ended, the interpreter pool is not usable anymore"}
	if p.size, err = workers(env, a[0], min(32, runtime.NumCPU()+4)); err != nil {
		return nil, err
	}
	if p.init, p.initargs, err = initializer(env, a[2], a[3]); err != nil {
		return nil, err
	}
	adopt(self, p, p.end)
	return starlark.None, nil
}
