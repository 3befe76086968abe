package concurrent

import (
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// threadExecutorClass is concurrent.futures.ThreadPoolExecutor.
var threadExecutorClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "ThreadPoolExecutor", Module: "concurrent.futures.thread", Bases: []*object.Class{executorClass.Get()},
		Methods: map[string]object.Method{
			"__init__": threadInit,
			"submit":   submitMethod("ThreadPoolExecutor"),
		},
		Properties: map[string]object.Property{
			"_max_workers":        threadsProperty(func(_ *object.Env, p *threads) starlark.Value { return starlark.MakeInt(p.size) }),
			"_shutdown":           threadsProperty(func(_ *object.Env, p *threads) starlark.Value { return starlark.Bool(p.ended()) }),
			"_thread_name_prefix": threadsProperty(func(_ *object.Env, p *threads) starlark.Value { return text.Str(p.prefix) }),
			"_threads":            {Get: threadsOf},
			"_work_queue": threadsProperty(func(env *object.Env, p *threads) starlark.Value {
				i := object.NewInstance(env, workQueueClass.Get())
				i.Native = p.queue
				return i
			}),
		},
	})
})

func threadsProperty(read func(env *object.Env, p *threads) starlark.Value) object.Property {
	return object.Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		e, err := executorOf(self)
		if err != nil {
			return nil, err
		}
		return read(object.EnvOf(thread), e.(*threads)), nil
	}}
}

// threadsOf returns the pool's threads, as a set.
func threadsOf(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	e, err := executorOf(self)
	if err != nil {
		return nil, err
	}
	p := e.(*threads)
	m, err := interp.Of(thread).Import(thread, "threading")
	if err != nil {
		return nil, err
	}
	enumerate, err := object.GetAttr(thread, m, "enumerate")
	if err != nil {
		return nil, err
	}
	all, err := object.Call(thread, enumerate)
	if err != nil {
		return nil, err
	}
	alive, err := object.Elements(object.EnvOf(thread), all)
	if err != nil {
		return nil, err
	}
	set := starlark.NewSet(len(p.workers))
	for _, t := range alive {
		name, err := object.GetAttr(thread, t, "name")
		if err != nil {
			return nil, err
		}
		if s, _ := text.AsString(name); strings.HasPrefix(s, p.prefix+"_") {
			if err := set.Insert(t); err != nil {
				return nil, err
			}
		}
	}
	return set, nil
}

// workQueueClass is what scripts see of the calls that wait for a thread: how many there are.
var workQueueClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SimpleQueue", Module: "_queue",
		New: func(_ *starlark.Thread, _ *object.Class, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return nil, exception.New(exception.TypeError, "cannot create '_queue.SimpleQueue' instances of an executor")
		},
		Methods: map[string]object.Method{
			"qsize": workQueueMethod("qsize", func(n int) starlark.Value { return starlark.MakeInt(n) }),
			"empty": workQueueMethod("empty", func(n int) starlark.Value { return starlark.Bool(n == 0) }),
		},
	})
})

func workQueueMethod(name string, read func(n int) starlark.Value) object.Method {
	list := params.Method("SimpleQueue."+name, "")
	return func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := list.Bind(args, kwargs); err != nil {
			return nil, err
		}
		if i, ok := self.(*object.Instance); ok {
			if q, ok := i.Native.(*ipc.Queue); ok {
				return read(q.Len()), nil
			}
		}
		return nil, exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", object.TypeName(self), name)
	}
}

// threads is a thread pool. It belongs to whoever holds the interpreter's lock,
// but for what the mutex guards: the collector may end it.
type threads struct {
	size     int
	prefix   string
	init     starlark.Value
	initargs starlark.Tuple
	workers  []*interp.Thread
	idle     int
	broken   string
	queue    *ipc.Queue // of *call; a nil one ends a worker, which passes it on
	forget   func()     // cancels what is registered for the exit

	mu   sync.Mutex
	over bool
}

// A work is a submitted call.
type work struct {
	f    *future
	call starlark.Tuple
}

// Size implements [ipc.Message].
func (*work) Size() int { return 64 }

// Drop implements [ipc.Message].
func (*work) Drop() {}

// state is what the package keeps per interpreter.
type state struct {
	prefixes int
	exiting  bool
}

type stateKey struct{}

func stateOf(in *interp.Interp) *state {
	return in.State(stateKey{}, func() any { return new(state) }).(*state)
}

var threadParams = params.Method("ThreadPoolExecutor.__init__", "max_workers=, thread_name_prefix=, initializer=, initargs=")

func threadInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := threadParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	p := &threads{queue: ipc.NewQueue(0)}
	if p.size, err = workers(in.Env(), a[0], min(32, runtime.NumCPU()+4)); err != nil {
		return nil, err
	}
	if p.init, p.initargs, err = initializer(in.Env(), a[2], a[3]); err != nil {
		return nil, err
	}
	if a[1] != nil && a[1] != starlark.None {
		if p.prefix, err = object.Str(in.Env(), a[1]); err != nil {
			return nil, err
		}
	}
	if p.prefix == "" {
		st := stateOf(in)
		p.prefix = "ThreadPoolExecutor-" + strconv.Itoa(st.prefixes)
		st.prefixes++
	}
	adopt(self, p, p.end)
	return starlark.None, nil
}

// workers returns the number of workers asked for.
func workers(env *object.Env, v starlark.Value, fallback int) (int, error) {
	if isNone(v) {
		return fallback, nil
	}
	if f, ok := v.(starlark.Float); ok {
		if f <= 0 {
			return 0, exception.New(exception.ValueError, "max_workers must be greater than 0")
		}
		return int(min(float64(f)+0.999999, 1<<30)), nil
	}
	n, err := object.Index(env, v)
	if err != nil {
		return 0, exception.New(exception.TypeError, "'<=' not supported between instances of '%s' and 'int'", object.TypeName(v))
	}
	if n.Sign() <= 0 {
		return 0, exception.New(exception.ValueError, "max_workers must be greater than 0")
	}
	if i, ok := n.Int64(); ok && i < 1<<30 {
		return int(i), nil
	}
	return 1 << 30, nil
}

func initializer(env *object.Env, fn, args starlark.Value) (starlark.Value, starlark.Tuple, error) {
	list := starlark.Tuple{}
	if args != nil {
		elems, err := object.Elements(env, args)
		if err != nil {
			return nil, nil, err
		}
		list = elems
	}
	if isNone(fn) {
		return starlark.None, list, nil
	}
	if !object.Callable(fn) {
		return nil, nil, exception.New(exception.TypeError, "initializer must be a callable")
	}
	return fn, list, nil
}

// end lets the workers finish what is queued. Any goroutine may call it.
func (p *threads) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.over {
		p.over = true
		p.queue.Put(nil, (*work)(nil), ipc.NoWait)
	}
}

func (p *threads) ended() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.over
}

func (p *threads) submit(thread *starlark.Thread, call starlark.Tuple, _ bool) (*future, error) {
	in := interp.Of(thread)
	switch {
	case p.broken != "":
		return nil, raise(in.Env(), brokenThreadPool.Get(), p.broken)
	case stateOf(in).exiting:
		return nil, exception.New(exception.RuntimeError, "cannot schedule new futures after interpreter shutdown")
	case p.ended():
		return nil, exception.New(exception.RuntimeError, "cannot schedule new futures after shutdown")
	}
	f := newFuture(in.Env())
	if err := p.queue.Put(in.Task(thread), &work{f, call}, ipc.NoWait); err != nil {
		return nil, in.Err(thread, err)
	}
	if p.idle > 0 {
		p.idle--
		return f, nil
	}
	if len(p.workers) < p.size {
		if p.forget == nil {
			p.forget = atExit(thread, p)
		}
		// As Thread.start does, wait until the thread has had its first turn.
		started := ipc.NewEvent()
		w := in.Go(p.prefix+"_"+strconv.Itoa(len(p.workers)), true, func(thread *starlark.Thread) error {
			started.Set()
			return p.work(in, thread)
		})
		w.Joined()
		p.workers = append(p.workers, w)
		if err := started.Wait(in.Task(thread), ipc.Forever); err != nil {
			return nil, in.Err(thread, err)
		}
	}
	return f, nil
}

// work is the life of a worker.
func (p *threads) work(in *interp.Interp, thread *starlark.Thread) error {
	if p.init != starlark.None {
		if _, err := object.CallKw(thread, p.init, p.initargs, nil); err != nil {
			exc, ok := object.AsException(in.Env(), err)
			if !ok {
				return err
			}
			log(in, thread, "Exception in initializer:", exc)
			return p.fail(in, thread)
		}
	}
	for {
		m, err := p.queue.Get(in.Task(thread), ipc.Forever)
		if err != nil {
			return in.Err(thread, err)
		}
		w := m.(*work)
		if w == nil {
			p.queue.Put(nil, w, ipc.NoWait)
			return nil
		}
		if ok, _ := w.f.start(); ok {
			v, err := call(thread, w.call)
			out := outcome{ok: true, local: v}
			if err != nil {
				exc, ok := object.AsException(in.Env(), err)
				if !ok {
					return err
				}
				out = outcome{local: exc}
			}
			if _, call := w.f.finish(out); call {
				if err := w.f.callBack(thread); err != nil {
					exc, ok := object.AsException(in.Env(), err)
					if !ok {
						return err
					}
					log(in, thread, "Exception in worker", exc)
					return nil
				}
			}
		}
		p.idle++
	}
}

// fail makes all that is queued fail.
func (p *threads) fail(in *interp.Interp, thread *starlark.Thread) error {
	p.broken = "A thread initializer failed, the thread pool is not usable anymore"
	return p.drain(in, thread, func(f *future) bool {
		_, call := f.finish(outcome{local: object.NewException(in.Env(), brokenThreadPool.Get(), text.Str(p.broken))})
		return call
	})
}

// drain takes all that is queued.
func (p *threads) drain(in *interp.Interp, thread *starlark.Thread, do func(f *future) (call bool)) error {
	end := false
	for {
		m, err := p.queue.Get(in.Task(thread), ipc.NoWait)
		if err != nil {
			break
		}
		w := m.(*work)
		if w == nil {
			end = true
			continue
		}
		if do(w.f) {
			if err := w.f.callBack(thread); err != nil {
				return err
			}
		}
	}
	if end {
		p.queue.Put(nil, (*work)(nil), ipc.NoWait)
	}
	return nil
}

func (p *threads) shutdown(thread *starlark.Thread, wait, cancel bool) error {
	in := interp.Of(thread)
	if cancel {
		err := p.drain(in, thread, func(f *future) bool {
			_, call := f.cancel()
			f.start()
			return call
		})
		if err != nil {
			return err
		}
	}
	p.end()
	if !wait {
		return nil
	}
	for _, w := range p.workers {
		if w == in.Running() {
			return exception.New(exception.RuntimeError, "cannot join current thread")
		}
		if err := w.Done().Wait(in.Task(thread), ipc.Forever); err != nil {
			return in.Err(thread, err)
		}
	}
	if p.forget != nil {
		p.forget()
	}
	return nil
}
