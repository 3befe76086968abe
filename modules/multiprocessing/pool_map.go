package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pieces"
	"go.starlark.net/starlark"
)

// This file defines map, starmap and their async forms.

func poolMap(name string, mode taskMode) object.Method {
	p := params.Method("Pool."+name, "func, iterable, chunksize=")
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := p.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		_, r, err := mapAsync(thread, self, mode, a[0], a[1], a[2], nil, nil, nil)
		if err != nil {
			return nil, err
		}
		return r.wait(thread)
	}
}

func poolMapAsync(name string, mode taskMode) object.Method {
	p := params.Method("Pool."+name, "func, iterable, chunksize=, callback=, error_callback=, *, timeout=")
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := p.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		i, _, err := mapAsync(thread, self, mode, a[0], a[1], a[2], a[3], a[4], a[5])
		if err != nil {
			return nil, err
		}
		return i, nil
	}
}

func mapAsync(thread *starlark.Thread, self starlark.Value, mode taskMode, fn, iterable, chunksize, callback, errorCallback, timeout starlark.Value) (*object.Instance, *asyncResult, error) {
	p, err := runningPool(self)
	if err != nil {
		return nil, nil, err
	}
	limit, err := p.limit(timeout)
	if err != nil {
		return nil, nil, err
	}
	st := stateOf(thread)
	elems, err := object.Elements(st.env, iterable)
	if err != nil {
		return nil, nil, err
	}
	n, chunk := len(elems), 0
	if isNone(chunksize) {
		per := 4 * max(p.size, 1)
		chunk = (n + per - 1) / per
	} else if chunk, err = chunkSize(chunksize, "<="); err != nil {
		return nil, nil, err
	}
	if n == 0 || chunk < 0 {
		chunk = 0
	}
	tasks := 0
	if chunk > 0 {
		tasks = (n + chunk - 1) / chunk
	}
	j, err := p.newJob(st, self, tasks)
	if err != nil {
		return nil, nil, err
	}
	i, r := st.newResult(mapResultClass.Get(), p, j, callback, errorCallback)
	r.mapped, r.chunk, r.length = true, chunk, n
	if chunk == 0 {
		// As in CPython: no callback, and with chunksize=0 a None for each element.
		r.settled = true
		nones := make([]starlark.Value, n)
		for k := range nones {
			nones[k] = starlark.None
		}
		r.value = starlark.NewList(nones)
		j.finish()
		return i, r, nil
	}
	j.items, j.chunk = n, chunk
	var direct bool
	j.errand, direct = p.errandFor(st.in, mode, fn, limit)
	t := st.in.Task(thread)
	b := batch{pool: p}
	if b.tasks, err = pieces.Make[task](tasks, st.env.Check); err != nil {
		return nil, nil, err
	}
	for k := range tasks {
		first := k * chunk
		items := starlark.Tuple(elems[first:min(first+chunk, n)])
		work := b.next()
		work.job, work.index = j, k
		if err := st.env.Tick(); err != nil {
			return nil, nil, err
		}
		if direct && p.share(work, items) {
			b.add(t)
			continue
		}
		ok, err := p.pack(st.in, thread, work, starlark.Tuple{fn, items}, first)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			b.add(t)
		} else {
			b.skip(t)
		}
	}
	b.flush(t)
	return i, r, nil
}
