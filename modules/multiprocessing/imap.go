package multiprocessing

import (
	"errors"
	"runtime"
	"time"
	"weak"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/pieces"
	"go.starlark.net/starlark"
)

// This file implements imap and imap_unordered.

// An imapIterator is the owner's view of an imap's job.
type imapIterator struct {
	job   *job
	items []outcome        // what has come and not been asked for
	spare []outcome        // the same array from its beginning, empty once all has been asked for
	chunk []starlark.Value // what is left of a chunk that has come
	multi bool             // items come in chunks
}

// Transfer implements [pickle.Transferer]; see asyncResult.
func (it *imapIterator) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if !p.Keep {
		return nil, exception.New(exception.TypeError, "cannot pickle 'IMapIterator' object")
	}
	return p.Portable("multiprocessing.foreign", pickle.Strings("iterator"), nil)
}

var (
	imapIteratorClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{
			Name: "IMapIterator", Module: "multiprocessing.pool",
			New: cannotCreate("multiprocessing.pool.IMapIterator"),
			Methods: map[string]object.Method{
				"__iter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					return self, nil
				},
				"__next__": imapNext,
				"next":     imapNext,
			},
			Properties: imapProperties.Get(),
		})
	})
	imapUnorderedIteratorClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{
			Name: "IMapUnorderedIterator", Module: "multiprocessing.pool", Bases: []*object.Class{imapIteratorClass.Get()},
		})
	})
)

var imapNextParams = params.Method("IMapIterator.next", "timeout=")

func imapNext(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var timeout starlark.Value
	if len(args)+len(kwargs) > 0 {
		a, err := imapNextParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		timeout = a[0]
	}
	it, err := imapOf(self)
	if err != nil {
		return nil, err
	}
	return it.next(thread, timeout)
}

func imapOf(self starlark.Value) (*imapIterator, error) {
	if i, ok := self.(*object.Instance); ok {
		switch native := i.Native.(type) {
		case *imapIterator:
			return native, nil
		case *foreign:
			return nil, native.err()
		}
	}
	return nil, noAttribute(self, "_cond")
}

// chunks is what imap returns where items come in chunks: a generator, as in CPython. i is the
// iterator's object, whose end says that nobody asks any more.
func (it *imapIterator) chunks(i *object.Instance, name string) *object.Generator {
	return object.NewNativeGenerator(i.Env(), func(thread *starlark.Thread) (starlark.Value, bool, error) {
		v, err := it.next(thread, nil)
		runtime.KeepAlive(i)
		return v, err == nil, err
	}, "<genexpr>", "Pool."+name+".<locals>.<genexpr>")
}

func (it *imapIterator) next(thread *starlark.Thread, timeout starlark.Value) (starlark.Value, error) {
	in := interp.Of(thread)
	var until time.Time
	for waited := false; ; waited = true {
		if len(it.chunk) > 0 {
			v := it.chunk[0]
			it.chunk = it.chunk[1:]
			return v, nil
		}
		if len(it.items) == 0 {
			// Workers go on filling the other list.
			items, end := it.job.next(it.spare[:0])
			if end {
				return nil, exception.New(exception.StopIteration, "")
			}
			if len(items) > 0 {
				it.items, it.spare = items, items
			}
		}
		if len(it.items) > 0 {
			out := it.items[0]
			it.items[0] = outcome{}
			it.items = it.items[1:]
			if s := it.job.stream; s.consumed.Load() {
				s.credit.Release(nil)
			}
			if !it.multi || !out.ok {
				return out.value(thread)
			}
			part, err := out.list(thread)
			if err != nil {
				return nil, err
			}
			for i := range part.Len() {
				it.chunk = append(it.chunk, part.Index(i))
			}
			continue
		}
		if !waited { // before that nothing is asked of timeout
			var err error
			if until, err = deadlineAbove(in.Task(thread), timeout); err != nil {
				return nil, err
			}
		}
		p := it.job.pool
		ok := !p.terminated.Load()
		var err error
		if ok {
			ok, err = p.wait(in, thread, &it.job.stream.news, until)
		} else if !until.IsZero() { // as in CPython, where nothing tells
			err = in.Sleep(thread, until.Sub(in.Task(thread).Now()))
		}
		if err != nil {
			return nil, err
		}
		if !ok {
			if isNone(timeout) {
				return nil, errTerminated()
			}
			return nil, raise(in.Env(), timeoutError.Get())
		}
	}
}

// imapAhead is how many tasks of an imap over an iterator may be under way: the
// iterator is not read further meanwhile.
const imapAhead = 4096

// buffered reads buffersize, as Python 3.15 has it: how many items may have been read from the iterable whose
// results nobody has taken. 0 is None: no such limit.
func buffered(v starlark.Value) (int, error) {
	if isNone(v) {
		return 0, nil
	}
	n, ok := object.Unwrap(v).(starlark.Int)
	if !ok {
		return 0, exception.New(exception.TypeError, "buffersize must be an integer or None")
	}
	if n.Sign() <= 0 {
		return 0, valueError("buffersize must be None or > 0")
	}
	if i, ok := n.Int64(); ok && i < imapAhead {
		return int(i), nil
	}
	return imapAhead, nil
}

func poolImap(name string, unordered bool) object.Method {
	spec := params.Method("Pool."+name, "func, iterable, chunksize=, buffersize=")
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := spec.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := runningPool(self)
		if err != nil {
			return nil, err
		}
		chunk := 1
		if a[2] != nil {
			if chunk, err = chunkSize(a[2], "<"); err != nil {
				return nil, err
			}
			if chunk < 1 {
				return nil, exception.New(exception.ValueError, "Chunksize must be 1+, not %d", chunk)
			}
		}
		st := stateOf(thread)
		f := &feeder{pool: p, fn: a[0], chunk: chunk}
		var elems []starlark.Value
		ahead, err := buffered(a[3])
		if err != nil {
			return nil, err
		}
		whole := sized(a[1]) && ahead == 0
		if whole {
			if elems, err = object.Elements(st.env, a[1]); err != nil {
				return nil, err
			}
		}
		if f.job, err = p.newJob(st, self, 0); err != nil {
			return nil, err
		}
		f.job.stream = &stream{unordered: unordered, length: -1}
		f.job.errand, f.direct = p.errandFor(st.in, mapTask, f.fn, 0)
		if chunk == 1 {
			f.job.errand.mode = applyTask
		}
		cls := imapIteratorClass.Get()
		if unordered {
			cls = imapUnorderedIteratorClass.Get()
		}
		i := object.NewInstance(st.env, cls)
		it := &imapIterator{job: f.job, multi: chunk > 1}
		i.Native = it
		f.job.stream.viewer = weak.Make(i)
		made := starlark.Value(i)
		if it.multi {
			made = it.chunks(i, name)
		}
		if whole {
			if err := f.feedAll(st.in, thread, elems); err != nil {
				return nil, err
			}
			return made, nil
		}
		f.job.stream.credit = ipc.NewSemaphore(imapAhead)
		if ahead > 0 {
			f.job.stream.credit = ipc.NewSemaphore(max(ahead/chunk, 1))
			f.job.stream.consumed.Store(true)
			runtime.AddCleanup(i, (*job).abandon, f.job)
		}
		f.iterable = a[1]
		if !p.feeding && p.feeds.Put(st.in.Task(thread), f, ipc.NoWait) == nil {
			p.feeding = true
			return made, nil
		}
		st.in.Go(p.feeder.Name(), true, func(thread *starlark.Thread) error { return f.feed(st.in, thread) })
		return made, nil
	}
}

// sized reports whether v is one of the containers that can be read at once
// without running script code.
func sized(v starlark.Value) bool {
	switch v := object.Unwrap(v).(type) {
	case *object.Instance:
		return false
	case starlark.Sequence:
		return true
	case starlark.Iterable:
		_, ok := v.(starlark.Sliceable)
		return ok
	}
	return false
}

// A feeder cuts an iterable into the tasks of an imap.
type feeder struct {
	pool  *pool
	job   *job
	fn    starlark.Value
	chunk int
	n     int // tasks so far

	direct bool // tasks need no message if their arguments may be shared

	iterable starlark.Value // for the owner's threads only
}

// Size and Drop make a feeder a message, for the thread that reads iterables.
func (f *feeder) Size() int { return 0 }

// Drop implements [ipc.Message].
func (f *feeder) Drop() {}

// feed reads iterables until the pool has ended. It runs on a thread of the owner.
// An iterable that comes while another is being read gets a thread of its own: what is asked for
// first may not be what was there first.
func (p *pool) feed(st *state, thread *starlark.Thread) error {
	for {
		m, err := p.feeds.Get(st.in.Task(thread), ipc.Forever)
		if errors.Is(err, ipc.ErrClosed) {
			return nil
		}
		if err != nil {
			return st.in.Err(thread, err)
		}
		err = m.(*feeder).feed(st.in, thread)
		p.feeding = false
		if err != nil {
			return err
		}
	}
}

// fill makes work the next task. It reports false if that has failed already; an error ends the process.
func (f *feeder) fill(in *interp.Interp, thread *starlark.Thread, work *task, items starlark.Tuple) (bool, error) {
	work.job, work.index = f.job, f.n
	first := f.n * f.chunk
	f.n++
	if f.direct && f.pool.share(work, items) {
		return true, in.Env().Tick()
	}
	parts := starlark.Tuple{f.fn, items}
	if f.chunk == 1 {
		parts = starlark.Tuple{f.fn, items, starlark.None}
	}
	return f.pool.pack(in, thread, work, parts, first)
}

func (f *feeder) feedAll(in *interp.Interp, thread *starlark.Thread, elems []starlark.Value) error {
	tasks, err := pieces.Make[task]((len(elems)+f.chunk-1)/f.chunk, in.Env().Check)
	if err != nil {
		return err
	}
	b := batch{pool: f.pool, tasks: tasks}
	t := in.Task(thread)
	for i := 0; i < len(elems); i += f.chunk {
		ok, err := f.fill(in, thread, b.next(), starlark.Tuple(elems[i:min(i+f.chunk, len(elems))]))
		if err != nil {
			return err
		}
		if ok {
			b.add(t)
		} else {
			b.skip(t)
		}
	}
	b.flush(t)
	f.job.setLength(f.n)
	return nil
}

// feed reads iterable on a thread of its own. What it raises is the last item, as
// in CPython.
func (f *feeder) feed(in *interp.Interp, thread *starlark.Thread) error {
	err := f.read(in, thread, f.iterable)
	if err != nil {
		exc, ok := object.AsException(in.Env(), err)
		if !ok {
			return err
		}
		f.job.deliver(in.Task(thread), f.n, outcome{local: exc})
		f.n++
	}
	f.job.setLength(f.n)
	return nil
}

func (f *feeder) read(in *interp.Interp, thread *starlark.Thread, iterable starlark.Value) error {
	iter, err := object.Iterate(in.Env(), iterable)
	if err != nil {
		return err
	}
	defer iter.Done()
	for more := true; more; {
		if err := f.job.stream.credit.Acquire(in.Task(thread), ipc.Forever); err != nil {
			return in.Err(thread, err)
		}
		if f.pool.terminated.Load() {
			return nil
		}
		var items starlark.Tuple
		for len(items) < f.chunk {
			var v starlark.Value
			if more = iter.Next(&v); !more {
				break
			}
			items = append(items, v)
		}
		if err := in.Env().TakePending(); err != nil {
			return err
		}
		if len(items) == 0 {
			return nil
		}
		work := new(task)
		ok, err := f.fill(in, thread, work, items)
		if err != nil {
			return err
		}
		if ok {
			f.pool.submit(in.Task(thread), work)
		}
	}
	return nil
}
