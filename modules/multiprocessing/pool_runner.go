package multiprocessing

import (
	"slices"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file does tasks: what a worker does between taking one and handing in its outcome.

// A runner does tasks in one interpreter.
type runner struct {
	pool   *pool
	in     *interp.Interp
	thread *starlark.Thread

	// The function of the last task without a message: the next one mostly has the same.
	callee pickle.Callee
	fn     starlark.Callable

	arg    starlark.Tuple   // of one call of a map
	values []starlark.Value // results of a chunk, valid until the next task
	plain  bool             // values is all there is to say about the last task
}

// perform does one task. Its error is one that ends the worker.
func (r *runner) perform(work *task) (outcome, error) {
	r.plain = false
	var (
		fn   starlark.Value
		args = work.args
		kw   []starlark.Tuple
		e    = &work.job.errand
	)
	switch {
	case work.msg != nil:
		v, err := r.in.Unpack(r.thread, work.msg)
		if err != nil {
			return r.failed(err)
		}
		parts := v.(starlark.Tuple)
		fn, args = parts[0], parts[1].(starlark.Tuple)
		if len(parts) > 2 {
			if d, ok := parts[2].(*starlark.Dict); ok {
				kw = d.Items()
			}
		}
	case r.pool.threads:
		fn = e.fn
		if work.local != nil {
			kw = work.local.Items()
		}
	default:
		if r.callee != e.callee {
			f, err := r.in.Callee(e.callee)
			if err != nil {
				return r.failed(err)
			}
			r.callee, r.fn = e.callee, f
		}
		fn = r.fn
	}
	if e.mode != applyTask {
		return r.chunk(e.mode, fn, args)
	}
	v, err := object.CallKw(r.thread, fn, args, kw)
	if err != nil {
		return r.failed(err)
	}
	return r.result(v)
}

// result is the outcome of a task whose function has returned v.
func (r *runner) result(v starlark.Value) (outcome, error) {
	if r.pool.threads {
		return outcome{ok: true, local: v}, nil
	}
	if _, ok := pickle.Shareable(v); ok && r.pool.direct {
		return outcome{ok: true, local: v}, nil
	}
	m, err := r.in.Pack(r.thread, v)
	if err == nil {
		return outcome{ok: true, msg: m}, nil
	}
	return r.unsendable(err, v)
}

// chunk calls fn for each of items. The results are r.values where all interpreters may share them.
func (r *runner) chunk(mode taskMode, fn starlark.Value, items starlark.Tuple) (outcome, error) {
	env := r.in.Env()
	if r.pool.threads {
		r.values = nil // the owner gets the list itself
	}
	results := slices.Grow(r.values[:0], len(items))[:len(items)]
	r.values = results
	// A script's function copies its arguments; anything else may keep the tuple.
	_, script := fn.(*starlark.Function)
	if r.arg == nil {
		r.arg = make(starlark.Tuple, 1)
	}
	plain := r.pool.direct
	for i, item := range items {
		if err := env.Tick(); err != nil { // nothing else asks where fn is a builtin
			return r.failed(err)
		}
		args := r.arg
		if mode == starmapTask {
			var err error
			if args, err = tupleOf(env, item); err != nil {
				return r.failed(err)
			}
		} else {
			if !script {
				args = make(starlark.Tuple, 1)
			}
			args[0] = item
		}
		v, err := object.CallKw(r.thread, fn, args, nil)
		if err != nil {
			exc, ok := object.AsException(env, err)
			if !ok || !exc.Class().IsSubclass(object.StopIteration) {
				return r.failed(err)
			}
			results, plain = results[:i], false // as in CPython, where it ends the loop over the chunk
			break
		}
		results[i] = v
		if plain {
			_, plain = pickle.Shareable(v)
		}
	}
	if plain {
		r.plain = true
		return outcome{}, nil
	}
	return r.result(starlark.NewList(results))
}

// failed is the outcome of a task that raised err, if that is an Exception. Any
// other error ends the worker.
func (r *runner) failed(err error) (outcome, error) {
	env := r.in.Env()
	exc, ok := object.AsException(env, err)
	if !ok {
		return outcome{}, err
	}
	if !exc.Class().IsSubclass(object.ExceptionClass) {
		return outcome{}, object.Raise(exc)
	}
	if r.pool.threads {
		return outcome{local: exc}, nil
	}
	trace := object.FormatException(env, exc)
	m, err := r.in.Pack(r.thread, exc)
	if err != nil {
		return r.unsendable(err, exc)
	}
	return outcome{msg: m, fault: &fault{trace: trace}}, nil
}

// unsendable is the outcome of a task whose result or exception v cannot be
// sent.
func (r *runner) unsendable(why error, v starlark.Value) (outcome, error) {
	env := r.in.Env()
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
	exc := object.NewException(env, maybeEncodingError.Get(), text.Str(shown[0]), text.Str(shown[1]))
	m, err := r.in.Pack(r.thread, exc)
	if err != nil {
		return outcome{}, err
	}
	return outcome{msg: m}, nil
}
