package multiprocessing

import (
	"maps"
	"slices"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines the attributes of pools and results that CPython does not document and that scripts
// read all the same, to show progress or to hold back. They are views, made when they are asked for.

func poolProperty(get func(st *state, p *pool) (starlark.Value, error)) object.Property {
	return object.Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		p, err := poolOf(self)
		if err != nil {
			return nil, err
		}
		return get(stateOf(thread), p)
	}}
}

var poolProperties = object.Later(func() map[string]object.Property {
	return map[string]object.Property{
		"_processes": poolProperty(func(_ *state, p *pool) (starlark.Value, error) { return starlark.MakeInt(p.size), nil }),
		"_pool": poolProperty(func(_ *state, p *pool) (starlark.Value, error) {
			var list []starlark.Value
			for _, w := range p.list() {
				if w.object == nil {
					list = append(list, text.Str(w.name)) // a thread
					continue
				}
				list = append(list, w.object)
			}
			return starlark.NewList(list), nil
		}),
		"_state": poolProperty(func(_ *state, p *pool) (starlark.Value, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			return starlark.String(p.state.String()), nil
		}),
		"_cache":       poolProperty(func(_ *state, p *pool) (starlark.Value, error) { return p.cache() }),
		"_ctx":         poolProperty(func(st *state, p *pool) (starlark.Value, error) { return p.context(st), nil }),
		"_initializer": poolProperty(func(_ *state, p *pool) (starlark.Value, error) { return given(p.initializer, starlark.None), nil }),
		"_initargs":    poolProperty(func(_ *state, p *pool) (starlark.Value, error) { return p.initargs, nil }),
		"_maxtasksperchild": poolProperty(func(_ *state, p *pool) (starlark.Value, error) {
			if p.maxTasks == 0 {
				return starlark.None, nil
			}
			return starlark.MakeInt(p.maxTasks), nil
		}),
		"_taskqueue": poolProperty(func(st *state, p *pool) (starlark.Value, error) {
			i := object.NewInstance(st.env, taskQueueClass.Get())
			i.Native = p.tasks
			return i, nil
		}),
	}
})

// cache is the attribute _cache: the calls that are not complete, by their numbers. Scripts wait for it to be empty.
func (p *pool) cache() (starlark.Value, error) {
	jobs := p.pending()
	d := starlark.NewDict(len(jobs))
	for _, j := range jobs {
		v := starlark.Value(starlark.None) // its iterator has been thrown away
		if i := j.shown(); i != nil {
			v = i
		}
		if err := d.SetKey(starlark.MakeInt(j.number), v); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// taskQueueClass is the class of the attribute _taskqueue, by whose length scripts hold back.
var taskQueueClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SimpleQueue", Module: "_queue", New: cannotCreate("_queue.SimpleQueue"),
		Methods: map[string]object.Method{
			"qsize": taskQueueMethod("qsize", func(n int) starlark.Value { return starlark.MakeInt(n) }),
			"empty": taskQueueMethod("empty", func(n int) starlark.Value { return starlark.Bool(n == 0) }),
		},
	})
})

// resultEventClass is the class of the attribute _event. Only the pool can set it.
var resultEventClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Event", Module: "threading", New: cannotCreate("threading.Event"),
		Methods: map[string]object.Method{
			"is_set": eventMethod("is_set", func(e *ipc.Event) starlark.Value {
				v, set := e.Value()
				return starlark.Bool(set && v == jobComplete)
			}),
			"wait": eventWait,
		},
	})
})

// resultProperty is an attribute of results. There is none before it is known: then get returns nil.
func resultProperty(name string, get func(thread *starlark.Thread, r *asyncResult) (starlark.Value, error)) object.Property {
	return object.Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		r, err := resultOf(self)
		if err != nil {
			return nil, err
		}
		v, err := get(thread, r)
		if v == nil && err == nil {
			return nil, noAttribute(self, name)
		}
		return v, err
	}}
}

func jobView(j *job, thread *starlark.Thread, name string) (starlark.Value, error) {
	switch name {
	case "_job":
		return starlark.MakeInt(j.number), nil
	case "_cache":
		return j.pool.cache()
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.keep == nil {
		return starlark.None, nil
	}
	return j.keep, nil
}

func makeResultProperties() map[string]object.Property {
	m := map[string]object.Property{
		"_event": resultProperty("_event", func(thread *starlark.Thread, r *asyncResult) (starlark.Value, error) {
			i := object.NewInstance(object.EnvOf(thread), resultEventClass.Get())
			i.Native = &event{&r.job.over}
			return i, nil
		}),
		"_callback": resultProperty("_callback", func(_ *starlark.Thread, r *asyncResult) (starlark.Value, error) {
			return given(r.callback, starlark.None), nil
		}),
		"_error_callback": resultProperty("_error_callback", func(_ *starlark.Thread, r *asyncResult) (starlark.Value, error) {
			return given(r.errorCallback, starlark.None), nil
		}),
		"_success": resultProperty("_success", func(_ *starlark.Thread, r *asyncResult) (starlark.Value, error) {
			if !r.mapped && !r.job.ready() {
				return nil, nil
			}
			return starlark.Bool(r.job.success()), nil
		}),
		"_value": resultProperty("_value", func(thread *starlark.Thread, r *asyncResult) (starlark.Value, error) { return r.view(thread) }),
	}
	for _, name := range []string{"_job", "_cache", "_pool"} {
		m[name] = resultProperty(name, func(thread *starlark.Thread, r *asyncResult) (starlark.Value, error) {
			return jobView(r.job, thread, name)
		})
	}
	return m
}

var resultProperties = object.Later(func() map[string]object.Property { return makeResultProperties() })

var mapResultProperties = object.Later(func() map[string]object.Property {
	return map[string]object.Property{
		// Scripts show progress with these two.
		"_number_left": resultProperty("_number_left", func(_ *starlark.Thread, r *asyncResult) (starlark.Value, error) {
			r.job.mu.Lock()
			defer r.job.mu.Unlock()
			return starlark.MakeInt(r.job.left), nil
		}),
		"_chunksize": resultProperty("_chunksize", func(_ *starlark.Thread, r *asyncResult) (starlark.Value, error) {
			return starlark.MakeInt(r.chunk), nil
		}),
	}
})

// view is the attribute _value: the result or the exception; of a map that is not complete, a list with None
// for what has not come. It makes values of what workers sent, anew each time.
func (r *asyncResult) view(thread *starlark.Thread) (starlark.Value, error) {
	if r.settled || r.job.ready() {
		v, err := r.get(thread)
		if err != nil && r.exc != nil {
			return r.exc, nil
		}
		return v, err
	}
	if !r.mapped {
		return nil, nil
	}
	r.job.mu.Lock()
	outs := slices.Clone(r.job.outs)
	values := slices.Clone(r.job.values)
	r.job.mu.Unlock()
	list := make([]starlark.Value, r.length)
	copy(list, values)
	for i := range list {
		if list[i] == nil {
			list[i] = starlark.None
		}
	}
	for i, out := range outs {
		if !out.ok {
			continue
		}
		part, err := out.list(thread)
		if err != nil {
			return nil, err
		}
		for k := range min(part.Len(), len(list)-i*r.chunk) {
			list[i*r.chunk+k] = part.Index(k)
		}
	}
	return starlark.NewList(list), nil
}

func imapProperty(get func(thread *starlark.Thread, it *imapIterator) (starlark.Value, error)) object.Property {
	return object.Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		it, err := imapOf(self)
		if err != nil {
			return nil, err
		}
		return get(thread, it)
	}}
}

func makeImapProperties() map[string]object.Property {
	m := map[string]object.Property{
		// How many have come, and how many there will be, which is None until it is known.
		"_index": imapProperty(func(_ *starlark.Thread, it *imapIterator) (starlark.Value, error) {
			j := it.job
			j.mu.Lock()
			defer j.mu.Unlock()
			return starlark.MakeInt(j.stream.index), nil
		}),
		"_length": imapProperty(func(_ *starlark.Thread, it *imapIterator) (starlark.Value, error) {
			j := it.job
			j.mu.Lock()
			defer j.mu.Unlock()
			if j.stream.length < 0 {
				return starlark.None, nil
			}
			return starlark.MakeInt(j.stream.length), nil
		}),
		"_items": imapProperty(func(thread *starlark.Thread, it *imapIterator) (starlark.Value, error) {
			j := it.job
			j.mu.Lock()
			items := append(slices.Clone(it.items), j.stream.items...)
			j.mu.Unlock()
			list := make([]starlark.Value, len(items))
			for i, out := range items {
				v, err := out.pair(thread)
				if err != nil {
					return nil, err
				}
				list[i] = v
			}
			m, err := interp.Of(thread).Import(thread, "collections")
			if err != nil {
				return nil, err
			}
			deque, err := object.GetAttr(thread, m, "deque")
			if err != nil {
				return nil, err
			}
			return object.Call(thread, deque, starlark.NewList(list))
		}),
		"_unsorted": imapProperty(func(thread *starlark.Thread, it *imapIterator) (starlark.Value, error) {
			j := it.job
			j.mu.Lock()
			waiting := maps.Clone(j.stream.waiting)
			j.mu.Unlock()
			d := starlark.NewDict(len(waiting))
			for _, n := range slices.Sorted(maps.Keys(waiting)) {
				v, err := waiting[n].pair(thread)
				if err != nil {
					return nil, err
				}
				if err := d.SetKey(starlark.MakeInt(n), v); err != nil {
					return nil, err
				}
			}
			return d, nil
		}),
	}
	for _, name := range []string{"_job", "_cache", "_pool"} {
		m[name] = imapProperty(func(thread *starlark.Thread, it *imapIterator) (starlark.Value, error) {
			return jobView(it.job, thread, name)
		})
	}
	return m
}

var imapProperties = object.Later(func() map[string]object.Property { return makeImapProperties() })

// pair is an outcome as (whether it is a result, the result or the exception).
func (out outcome) pair(thread *starlark.Thread) (starlark.Value, error) {
	v, err := out.value(thread)
	if err == nil {
		return starlark.Tuple{starlark.True, v}, nil
	}
	exc, ok := object.AsException(object.EnvOf(thread), err)
	if !ok {
		return nil, err
	}
	return starlark.Tuple{starlark.False, exc}, nil
}

func taskQueueMethod(name string, f func(n int) starlark.Value) object.Method {
	return func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("SimpleQueue."+name, args, kwargs); err != nil {
			return nil, err
		}
		i, ok := self.(*object.Instance)
		if !ok {
			return nil, noAttribute(self, name)
		}
		q, ok := i.Native.(interface{ Len() int })
		if !ok {
			return nil, noAttribute(self, name)
		}
		return f(q.Len()), nil
	}
}
