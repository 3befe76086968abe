package concurrent

import (
	"runtime"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"go.starlark.net/starlark"
)

// An executor is what the two kinds of executors have in common.
type executor interface {
	submit(thread *starlark.Thread, call starlark.Tuple, chunk bool) (*future, error)
	shutdown(thread *starlark.Thread, wait, cancel bool) error
}

// A handle is the native state of an executor object. When it is collected the
// executor finishes what it has and ends.
type handle struct{ executor }

// Transfer implements [pickle.Transferer].
func (h *handle) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if !p.Keep {
		if _, ok := h.executor.(*processes); ok {
			return nil, exception.New(exception.TypeError, "cannot pickle 'weakref.ReferenceType' object")
		}
		return nil, exception.New(exception.TypeError, "cannot pickle '_queue.SimpleQueue' object")
	}
	return p.Portable("concurrent.foreign", pickle.Strings("executor"), nil)
}

// executorClass is concurrent.futures.Executor.
var executorClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Executor", Module: "concurrent.futures._base",
		Doc: "What the pools of threads and of processes have in common.",
		Methods: map[string]object.Method{
			"submit": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return nil, exception.New(exception.NotImplementedError, "")
			},
			"map": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return executorMap(thread, self, args, kwargs)
			},
			"shutdown": executorShutdown,
			"__enter__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return self, nil
			},
			"__exit__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				fn, err := object.GetAttr(thread, self, "shutdown")
				if err != nil {
					return nil, err
				}
				if _, err := object.CallKw(thread, fn, nil, []starlark.Tuple{{starlark.String("wait"), starlark.True}}); err != nil {
					return nil, err
				}
				return starlark.False, nil
			},
		},
	})
})

func executorOf(self starlark.Value) (executor, error) {
	if i, ok := self.(*object.Instance); ok {
		switch native := i.Native.(type) {
		case *handle:
			return native.executor, nil
		case *foreign:
			return nil, native.err()
		}
	}
	return nil, noAttribute(self, "_shutdown_lock")
}

// submitMethod is submit of ThreadPoolExecutor and ProcessPoolExecutor.
func submitMethod(name string) object.Method {
	spec := params.Method(name+".submit", "fn, /, *args, **kwargs")
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 0 {
			if _, err := spec.Bind(args, kwargs); err != nil {
				return nil, err
			}
		}
		e, err := executorOf(self)
		if err != nil {
			return nil, err
		}
		var keywords starlark.Value = starlark.None
		if len(kwargs) > 0 {
			d := starlark.NewDict(len(kwargs))
			for _, kv := range kwargs {
				if err := d.SetKey(kv[0], kv[1]); err != nil {
					return nil, err
				}
			}
			keywords = d
		}
		// The engine may use the array of args again.
		f, err := e.submit(thread, starlark.Tuple{args[0], append(starlark.Tuple(nil), args[1:]...), keywords}, false)
		if err != nil {
			return nil, err
		}
		return f.self, nil
	}
}

// call makes a submitted call: function, arguments, and keywords or None.
func call(thread *starlark.Thread, parts starlark.Tuple) (starlark.Value, error) {
	var kwargs []starlark.Tuple
	if d, ok := parts[2].(*starlark.Dict); ok {
		kwargs = d.Items()
	}
	args, ok := parts[1].(starlark.Tuple)
	if !ok {
		return nil, exception.New(exception.SystemError, "arguments of a call are a %s", object.TypeName(parts[1]))
	}
	return object.CallKw(thread, parts[0], args, kwargs)
}

var shutdownParams = params.Method("Executor.shutdown", "wait=, *, cancel_futures=")

func executorShutdown(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := shutdownParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	i, ok := self.(*object.Instance)
	if ok && i.Native == nil {
		return starlark.None, nil
	}
	e, err := executorOf(self)
	if err != nil {
		return nil, err
	}
	env := object.EnvOf(thread)
	wait, cancel := true, false
	if a[0] != nil {
		if wait, err = object.Truth(env, a[0]); err != nil {
			return nil, err
		}
	}
	if a[1] != nil {
		if cancel, err = object.Truth(env, a[1]); err != nil {
			return nil, err
		}
	}
	return starlark.None, e.shutdown(thread, wait, cancel)
}

// adopt makes e the executor of self.
func adopt(self starlark.Value, e executor, drop func()) {
	i := self.(*object.Instance)
	i.Native = &handle{e}
	in := i.Env().Host.(*interp.Interp)
	c := in.State(cleanupsKey{}, func() any { return new(cleanups) }).(*cleanups)
	c.list = append(c.list, runtime.AddCleanup(i, func(drop func()) { drop() }, drop))
}

// cleanups are those of an interpreter's executors. They refer to the interpreter, and so to executors in its globals:
// they are stopped at the end, or neither would ever go.
type cleanups struct{ list []runtime.Cleanup }

type cleanupsKey struct{}

// CloseState is called at the process's end.
func (c *cleanups) CloseState() {
	for _, x := range c.list {
		x.Stop()
	}
}

var mapParams = params.Method("Executor.map", "fn, *iterables, timeout=, chunksize=, buffersize=")

// executorMap is Executor.map. buffersize is that of Python 3.14: how many calls may be
// submitted whose results nobody has asked for.
func executorMap(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := mapParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	// In the order of slots: fn, timeout, chunksize, buffersize, iterables.
	timeout, chunksize, iterables := a[1], a[2], a[4].(starlark.Tuple)
	in := interp.Of(thread)
	env := in.Env()
	m := &mapping{timed: !isNone(timeout)}
	s := &submitter{self: self, fn: a[0], size: 1}
	if nativeSubmit(self) {
		// An abstract Executor has none: its submit raises.
		s.executor, _ = executorOf(self)
	}
	pool, _ := s.executor.(*processes)
	if pool != nil && chunksize != nil {
		n, err := object.Index(env, chunksize)
		if err != nil {
			return nil, exception.New(exception.TypeError, "'<' not supported between instances of '%s' and 'int'", object.TypeName(chunksize))
		}
		if n.Sign() <= 0 {
			return nil, exception.New(exception.ValueError, "chunksize must be >= 1.")
		}
		s.size = 1 << 30
		if i, ok := n.Int64(); ok && i < int64(s.size) {
			s.size = int(i)
		}
	}
	ahead := -1
	if !isNone(a[3]) {
		n, ok := object.Unwrap(a[3]).(starlark.Int)
		if !ok {
			return nil, exception.New(exception.TypeError, "buffersize must be an integer or None")
		}
		if n.Sign() <= 0 {
			return nil, exception.New(exception.ValueError, "buffersize must be None or > 0")
		}
		if i, ok := n.Int64(); ok && i < 1<<30 {
			ahead = int(i)
		}
	}
	if m.until, err = multiprocessing.DeadlineSum(in.Task(thread), timeout); err != nil {
		return nil, err
	}
	if s.rows, err = newZipped(env, iterables); err != nil {
		return nil, err
	}
	m.chunks = s.size > 1
	for ahead < 0 || len(m.fs) < ahead {
		f, err := s.submit(thread)
		if err == nil {
			err = env.Tick()
		}
		if err != nil {
			return nil, err
		}
		if f == nil {
			break
		}
		m.fs = append(m.fs, f)
	}
	if ahead > 0 && s.rows != nil {
		m.more = s.submit
	}
	if pool != nil {
		return generator(env, "_chain_from_iterable_of_lists", "_chain_from_iterable_of_lists", m.next, m.end), nil
	}
	return generator(env, "result_iterator", "Executor.map.<locals>.result_iterator", m.next, m.end), nil
}

// A submitter submits the calls of a map.
type submitter struct {
	self     starlark.Value
	executor executor // nil: self has a submit of its own
	fn       starlark.Value
	size     int    // calls in a chunk
	rows     zipped // nil once there are no more
}

// submit submits the next call or chunk; nil if there is none.
func (s *submitter) submit(thread *starlark.Thread) (f *future, err error) {
	env := object.EnvOf(thread)
	var chunk starlark.Tuple
	more := s.rows != nil
	for more && len(chunk) < s.size {
		var row starlark.Tuple
		if row, more = s.rows.next(); more {
			chunk = append(chunk, row)
		}
		if err = env.Tick(); err != nil {
			break
		}
	}
	defer func() {
		if s.rows != nil && (!more || err != nil) {
			s.rows.done()
			s.rows = nil
		}
	}()
	if err == nil {
		err = env.TakePending()
	}
	if err != nil {
		return nil, err
	}
	switch {
	case len(chunk) == 0:
		return nil, nil
	case s.size > 1:
		return s.executor.submit(thread, starlark.Tuple{s.fn, chunk, starlark.None}, true)
	case s.executor != nil:
		return s.executor.submit(thread, starlark.Tuple{s.fn, chunk[0], starlark.None}, false)
	}
	v, err := object.GetAttr(thread, s.self, "submit")
	if err != nil {
		return nil, err
	}
	if v, err = object.CallKw(thread, v, append(starlark.Tuple{s.fn}, chunk[0].(starlark.Tuple)...), nil); err != nil {
		return nil, err
	}
	return futureOf(v)
}

// nativeSubmit reports whether self's submit is that of a class of this package.
func nativeSubmit(self starlark.Value) bool {
	for _, c := range object.TypeOf(self).MRO() {
		found := false
		c.Own(func(name string, _ starlark.Value) bool {
			found = name == "submit"
			return !found
		})
		if found {
			return c.Native()
		}
	}
	return false
}

// zipped is zip(*iterables).
type zipped []starlark.Iterator

func newZipped(env *object.Env, iterables starlark.Tuple) (zipped, error) {
	var z zipped
	for _, v := range iterables {
		it, err := object.Iterate(env, v)
		if err != nil {
			z.done()
			return nil, err
		}
		z = append(z, it)
	}
	return z, nil
}

func (z zipped) next() (starlark.Tuple, bool) {
	if len(z) == 0 {
		return nil, false
	}
	row := make(starlark.Tuple, len(z))
	for i, it := range z {
		if !it.Next(&row[i]) {
			return nil, false
		}
	}
	return row, true
}

func (z zipped) done() {
	for _, it := range z {
		it.Done()
	}
}
