package multiprocessing

import (
	"fmt"
	"runtime"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A poolHandle is the owner's handle on a pool. When it is collected the pool is
// terminated.
type poolHandle struct{ core *pool }

// Transfer implements [pickle.Transferer]: a pool belongs to the process that made
// it. A child's copy of its parent's says so when it is used.
func (h *poolHandle) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if !p.Keep {
		return nil, exception.New(exception.NotImplementedError, "pool objects cannot be passed between processes or pickled")
	}
	return p.Portable("multiprocessing.foreign", pickle.Strings("pool"), nil)
}

// poolClass is multiprocessing.pool.Pool.
var poolClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Pool", Module: "multiprocessing.pool",
		Doc: "Worker processes that share out calls among them.",
		Methods: map[string]object.Method{
			"__reduce__":     noPool,
			"__init__":       poolInit,
			"__repr__":       poolRepr,
			"__enter__":      poolEnter,
			"__exit__":       poolExit,
			"apply":          poolApply,
			"apply_async":    poolApplyAsync,
			"map":            poolMap("map", mapTask),
			"map_async":      poolMapAsync("map_async", mapTask),
			"starmap":        poolMap("starmap", starmapTask),
			"starmap_async":  poolMapAsync("starmap_async", starmapTask),
			"imap":           poolImap("imap", false),
			"imap_unordered": poolImap("imap_unordered", true),
			"close":          poolClose,
			"terminate":      poolTerminate,
			"join":           poolJoin,
			"_check_running": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("Pool._check_running", args, kwargs); err != nil {
					return nil, err
				}
				_, err := runningPool(self)
				return starlark.None, err
			},
		},
		Static:     map[string]object.Method{"Process": poolProcess},
		Properties: poolProperties.Get(),
	})
})

// threadPoolClass is multiprocessing.pool.ThreadPool: a Pool whose workers are
// threads of the process itself.
var threadPoolClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "ThreadPool", Module: "multiprocessing.pool", Bases: []*object.Class{poolClass.Get()},
		Methods: map[string]object.Method{"__init__": threadPoolInit},
	})
})

var (
	poolParams       = params.Method("Pool.__init__", "processes=, initializer=, initargs=, maxtasksperchild=, context=, *, daemon=")
	threadPoolParams = params.Method("ThreadPool.__init__", "processes=, initializer=, initargs=")
)

func poolInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := poolParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	return starlark.None, initPool(thread, self.(*object.Instance), "", a[4], a[0], a[1], a[2], a[3], a[5], false)
}

func threadPoolInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := threadPoolParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	return starlark.None, initPool(thread, self.(*object.Instance), "", nil, a[0], a[1], a[2], nil, nil, true)
}

// exitPool is when pools end as the process exits: before managers.
const exitPool = 15

func initPool(thread *starlark.Thread, self *object.Instance, method string, ctx, processes, initializer, initargs, maxTasks, daemon starlark.Value, threads bool) error {
	st := stateOf(thread)
	size := runtime.NumCPU()
	if !isNone(processes) {
		f, err := real(processes)
		if err != nil {
			return exception.New(exception.TypeError, "'<' not supported between instances of '%s' and 'int'", object.TypeName(processes))
		}
		if f < 1 {
			return valueError("Number of processes must be at least 1")
		}
		if size, err = smallInt(processes); err != nil {
			return err
		}
	}
	most := 0
	if !isNone(maxTasks) {
		n, err := integer(maxTasks)
		if err != nil || n.Sign() <= 0 {
			return valueError("maxtasksperchild must be a positive int or None")
		}
		if i, ok := n.Int64(); ok && i < maxQueue {
			most = int(i)
		}
	}
	p := newPool(size, most, threads)
	p.choose(st, self, method, ctx)
	p.initializer = given(initializer, starlark.None)
	if p.initializer != starlark.None && !callable(p.initializer) {
		return exception.New(exception.TypeError, "initializer must be a callable")
	}
	if initargs != nil {
		var err error
		if p.initargs, err = tupleOf(st.env, initargs); err != nil {
			return err
		}
	}
	if p.initargs == nil {
		p.initargs = starlark.Tuple{}
	}
	if !isNone(daemon) {
		yes, err := object.Truth(st.env, daemon)
		if err != nil {
			return err
		}
		p.foreground = !yes
	}
	if err := p.populate(st, thread); err != nil {
		p.stop()
		return err
	}
	p.keeper = st.in.Go(st.in.ThreadName("_handle_workers"), true, func(thread *starlark.Thread) error {
		return p.keep(st, thread)
	})
	p.feeder = st.in.Go(st.in.ThreadName("_handle_tasks"), true, func(thread *starlark.Thread) error {
		return p.feed(st, thread)
	})
	p.caller = st.in.Go(st.in.ThreadName("_handle_results"), true, func(thread *starlark.Thread) error {
		return p.callbacks(st, thread)
	})
	p.class = self.Class().Module() + "." + self.Class().Qualname()
	p.finalizer = st.finalize(exitPool, func(thread *starlark.Thread) {
		if p.owner.Value() != nil {
			p.warnUnclosed(st, thread)
		}
		p.terminate(st, thread)
	})
	self.Native = &poolHandle{p}
	st.cleanups = append(st.cleanups, runtime.AddCleanup(self, (*pool).abandoned, p))
	st.pools = append(st.pools, p)
	return nil
}

// callable is callable(v).
func callable(v starlark.Value) bool {
	if _, ok := v.(*object.Instance); ok {
		_, ok := object.TypeOf(v).Lookup("__call__")
		return ok
	}
	_, ok := v.(starlark.Callable)
	return ok
}

func poolOf(self starlark.Value) (*pool, error) {
	if i, ok := self.(*object.Instance); ok {
		switch native := i.Native.(type) {
		case *poolHandle:
			return native.core, nil
		case *foreign:
			return nil, native.err()
		}
	}
	return nil, noAttribute(self, "_state")
}

// runningPool is poolOf for calls that add a job.
func runningPool(self starlark.Value) (*pool, error) {
	p, err := poolOf(self)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.state != poolRunning {
		return nil, errNotRunning()
	}
	return p, nil
}

func errNotRunning() error { return valueError("Pool not running") }

func poolRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p, err := poolOf(self)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	state := p.state
	p.mu.Unlock()
	return text.Str(p.describe(state)), nil
}

// describe is a pool's repr.
func (p *pool) describe(state poolState) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Sprintf("<%s state=%s pool_size=%d>", p.class, state, p.shown)
}

// abandoned ends a pool that nobody refers to any more. It runs on a goroutine of the collector's: whichever of
// the owner's threads comes first warns of a pool that was open.
func (p *pool) abandoned() {
	p.mu.Lock()
	p.open = p.state == poolRunning
	p.mu.Unlock()
	p.stop()
}

// lament warns of a pool that was open when it was collected.
func (p *pool) lament(st *state, thread *starlark.Thread) {
	p.mu.Lock()
	open := p.open
	p.open = false
	p.mu.Unlock()
	if open {
		p.warn(st, thread, poolRunning)
	}
}

// warnUnclosed warns, as CPython does, of a pool that is still open when the process ends.
func (p *pool) warnUnclosed(st *state, thread *starlark.Thread) {
	p.mu.Lock()
	state := p.state
	p.mu.Unlock()
	if state == poolRunning {
		p.warn(st, thread, state)
	}
}

// warn warns of a pool that was not closed. Without the module warnings nobody can have asked for it: by default the
// category is not shown.
func (p *pool) warn(st *state, thread *starlark.Thread, state poolState) {
	m, ok := st.in.Module("warnings")
	if !ok {
		return
	}
	shown := p.describe(state)
	warn, err := object.GetAttr(thread, m, "warn")
	if err == nil {
		_, err = object.Call(thread, warn, text.Str("unclosed running multiprocessing pool "+shown), object.ResourceWarning)
	}
	if err == nil {
		return
	}
	if exc, ok := object.AsException(st.env, err); ok { // a filter has made it one; there is nobody to catch it
		st.in.WriteError(thread, "Exception ignored in: "+shown+"\n"+object.FormatException(st.env, exc))
	}
}

func poolEnter(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := runningPool(self); err != nil {
		return nil, err
	}
	return self, nil
}

func poolExit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	fn, err := object.GetAttr(thread, self, "terminate")
	if err != nil {
		return nil, err
	}
	_, err = object.Call(thread, fn)
	return starlark.None, err
}

func poolClose(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Pool.close", args, kwargs); err != nil {
		return nil, err
	}
	p, err := poolOf(self)
	if err != nil {
		return nil, err
	}
	p.close()
	return starlark.None, nil
}

func poolTerminate(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Pool.terminate", args, kwargs); err != nil {
		return nil, err
	}
	p, err := poolOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.None, p.terminate(stateOf(thread), thread)
}

// terminate ends the pool at once and waits for its workers to be gone.
func (p *pool) terminate(st *state, thread *starlark.Thread) error {
	st.cancel(p.finalizer)
	workers := p.stop()
	t := st.in.Task(thread)
	for _, w := range workers {
		if w.process == nil {
			// Threads can't be stopped: CPython lets them go on, too.
			continue
		}
		if err := w.exited.Wait(t, ipc.Forever); err != nil {
			return st.in.Err(thread, err)
		}
	}
	return nil
}

func poolJoin(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Pool.join", args, kwargs); err != nil {
		return nil, err
	}
	p, err := poolOf(self)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	state := p.state
	p.mu.Unlock()
	if state == poolRunning {
		return nil, valueError("Pool is still running")
	}
	st := stateOf(thread)
	if err := p.join(st, thread, p.list()); err != nil {
		return nil, err
	}
	st.cancel(p.finalizer)
	return starlark.None, nil
}

// newJob makes a job and enters it in the pool.
func (p *pool) newJob(st *state, self starlark.Value, tasks int) (*job, error) {
	j := &job{pool: p, number: st.jobs, ok: true, left: tasks}
	st.jobs++
	j.keep, _ = self.(*object.Instance)
	if !p.add(j) {
		return nil, errNotRunning()
	}
	return j, nil
}

// newResult makes the script's view of a job.
func (st *state) newResult(cls *object.Class, p *pool, j *job, callback, errorCallback starlark.Value) (*object.Instance, *asyncResult) {
	r := &asyncResult{job: j, callback: callback, errorCallback: errorCallback}
	if !isNone(callback) || !isNone(errorCallback) {
		j.called = true
		j.result = r
	}
	i := object.NewInstance(st.env, cls)
	i.Native = r
	j.view = i
	return i, r
}
