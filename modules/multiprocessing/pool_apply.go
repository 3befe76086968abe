package multiprocessing

import (
	"time"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"go.starlark.net/starlark"
)

// This file defines apply and apply_async.

var (
	applyParams      = params.Method("Pool.apply", "func, args=, kwds=")
	applyAsyncParams = params.Method("Pool.apply_async", "func, args=, kwds=, callback=, error_callback=, *, timeout=")
)

func poolApply(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := applyParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	_, r, err := applyAsync(thread, self, a[0], a[1], a[2], nil, nil, nil)
	if err != nil {
		return nil, err
	}
	return r.wait(thread)
}

// wait waits for the result and returns it.
func (r *asyncResult) wait(thread *starlark.Thread) (starlark.Value, error) {
	ok, err := r.ready(thread, nil)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errTerminated()
	}
	return r.get(thread)
}

func poolApplyAsync(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := applyAsyncParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	i, _, err := applyAsync(thread, self, a[0], a[1], a[2], a[3], a[4], a[5])
	if err != nil {
		return nil, err
	}
	return i, nil
}

func applyAsync(thread *starlark.Thread, self, fn, args, kwds, callback, errorCallback, timeout starlark.Value) (*object.Instance, *asyncResult, error) {
	p, err := runningPool(self)
	if err != nil {
		return nil, nil, err
	}
	limit, err := p.limit(timeout)
	if err != nil {
		return nil, nil, err
	}
	st := stateOf(thread)
	j, err := p.newJob(st, self, 1)
	if err != nil {
		return nil, nil, err
	}
	i, r := st.newResult(applyResultClass.Get(), p, j, callback, errorCallback)
	var direct bool
	j.errand, direct = p.errandFor(st.in, applyTask, fn, limit)
	work := &task{job: j}
	positional, keywords := starlark.Tuple{}, starlark.Value(starlark.None)
	if args != nil {
		if positional, err = tupleOf(st.env, args); err != nil {
			return i, r, p.refuse(st.in, thread, work, afterStar(st.env, fn, args, err))
		}
	}
	if kwds != nil {
		if keywords, err = dictOf(thread, kwds); err != nil {
			return i, r, p.refuse(st.in, thread, work, afterStars(st.env, fn, kwds, err))
		}
	}
	if p.threads {
		work.local, _ = keywords.(*starlark.Dict)
	}
	if !direct || kwds != nil && !p.threads || !p.share(work, positional) {
		ok, err := p.pack(st.in, thread, work, starlark.Tuple{fn, positional, keywords}, 0)
		if !ok || err != nil {
			return i, r, err
		}
	}
	p.submit(st.in.Task(thread), work)
	return i, r, nil
}

// limit reads timeout: how long, in seconds, a worker may take for one task, which is a chunk of a
// map. Then it is terminated and replaced, and the task fails with TimeoutError. CPython has no such argument.
func (p *pool) limit(timeout starlark.Value) (time.Duration, error) {
	if isNone(timeout) {
		return 0, nil
	}
	seconds, err := real(timeout)
	switch {
	case err != nil:
		return 0, err
	case p.threads:
		return 0, valueError("timeout needs workers that are processes: threads cannot be stopped")
	case !(seconds > 0):
		return 0, valueError("timeout must be greater than 0")
	case seconds > 1e9:
		return 0, nil
	}
	return max(time.Duration(seconds*float64(time.Second)), 1), nil
}
