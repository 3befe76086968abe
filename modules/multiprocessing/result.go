package multiprocessing

import (
	"errors"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines ApplyResult and MapResult, what a pool's _async methods
// return.

// An asyncResult is the owner's view of a job.
type asyncResult struct {
	job           *job
	mapped        bool
	chunk         int // of a map: the chunk size
	length        int // of a map: how many items
	callback      starlark.Value
	errorCallback starlark.Value

	settled bool // value or exc is set
	value   starlark.Value
	exc     *object.Instance
}

// Transfer implements [pickle.Transferer]: results stay where they are. A child's
// copy of one that its parent has says so when it is used.
func (r *asyncResult) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if !p.Keep {
		return nil, exception.New(exception.TypeError, "cannot pickle 'ApplyResult' object")
	}
	return p.Portable("multiprocessing.foreign", pickle.Strings("result"), nil)
}

// A foreign stands in a child for something of its parent's that a child can't use.
type foreign struct{ what string }

// Transfer implements [pickle.Transferer].
func (f *foreign) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.foreign", pickle.Strings(f.what), nil)
}

// applyResultClass is multiprocessing.pool.ApplyResult, also called AsyncResult.
var applyResultClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "ApplyResult", Module: "multiprocessing.pool",
		New:          cannotCreate("multiprocessing.pool.ApplyResult"),
		ClassMethods: map[string]object.Method{"__class_getitem__": object.Subscript},
		Methods: map[string]object.Method{
			"get":   resultGet,
			"wait":  resultWait,
			"ready": resultReady,
			"successful": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("ApplyResult.successful", args, kwargs); err != nil {
					return nil, err
				}
				r, err := resultOf(self)
				if err != nil {
					return nil, err
				}
				if !r.job.ready() {
					shown, err := object.Repr(object.EnvOf(thread), self)
					if err != nil {
						return nil, err
					}
					return nil, exception.New(exception.ValueError, "%s not ready", shown)
				}
				return starlark.Bool(r.job.success()), nil
			},
		},
		Properties: resultProperties.Get(),
	})
})

var mapResultClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "MapResult", Module: "multiprocessing.pool", Bases: []*object.Class{applyResultClass.Get()},
		Properties: mapResultProperties.Get(),
	})
})

func resultOf(self starlark.Value) (*asyncResult, error) {
	if i, ok := self.(*object.Instance); ok {
		switch native := i.Native.(type) {
		case *asyncResult:
			return native, nil
		case *foreign:
			return nil, native.err()
		}
	}
	return nil, noAttribute(self, "_event")
}

func (f *foreign) err() error {
	return exception.New(exception.RuntimeError, "this %s belongs to a pool of another process and cannot be used in this one", f.what)
}

var (
	resultGetParams  = params.Method("ApplyResult.get", "timeout=")
	resultWaitParams = params.Method("ApplyResult.wait", "timeout=")
)

// ready waits until the result is there, and reports whether it is.
func (r *asyncResult) ready(thread *starlark.Thread, timeout starlark.Value) (bool, error) {
	if r.job.ready() {
		return true, nil
	}
	in := interp.Of(thread)
	until, err := deadlineAbove(in.Task(thread), timeout)
	if err != nil {
		return false, err
	}
	ok, err := r.job.pool.wait(in, thread, &r.job.over, until)
	if err != nil || !ok || r.job.ready() {
		return ok, err
	}
	if !until.IsZero() { // the pool was terminated: as in CPython, where nothing tells
		return false, in.Sleep(thread, until.Sub(in.Task(thread).Now()))
	}
	return false, nil
}

func resultGet(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := resultGetParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	r, err := resultOf(self)
	if err != nil {
		return nil, err
	}
	ok, err := r.ready(thread, a[0])
	if err != nil {
		return nil, err
	}
	if !ok {
		if isNone(a[0]) {
			return nil, errTerminated()
		}
		return nil, raise(object.EnvOf(thread), timeoutError.Get())
	}
	return r.get(thread)
}

// errTerminated is raised where CPython would wait for ever.
func errTerminated() error {
	return exception.New(exception.RuntimeError, "the pool was terminated before this result was there")
}

func resultWait(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := resultWaitParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	r, err := resultOf(self)
	if err != nil {
		return nil, err
	}
	_, err = r.ready(thread, a[0])
	return starlark.None, err
}

func resultReady(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("ApplyResult.ready", args, kwargs); err != nil {
		return nil, err
	}
	r, err := resultOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.Bool(r.job.ready()), nil
}

// get returns the value of a job all of whose tasks have an outcome, or raises its
// exception.
func (r *asyncResult) get(thread *starlark.Thread) (starlark.Value, error) {
	if !r.settled {
		if err := r.settle(thread); err != nil {
			return nil, err
		}
	}
	if r.exc != nil {
		return nil, object.Raise(r.exc)
	}
	return r.value, nil
}

func (r *asyncResult) settle(thread *starlark.Thread) error {
	j := r.job
	j.mu.Lock()
	failed, out, values, outs := !j.ok, j.out, j.values, j.outs
	j.out, j.values, j.outs = outcome{}, nil, nil
	j.mu.Unlock()
	var err error
	switch {
	case failed || !r.mapped:
		r.value, err = out.value(thread)
	case outs == nil:
		r.value = starlark.NewList(values)
	default:
		r.value, err = joinChunks(thread, j, values, outs)
	}
	if err != nil {
		exc, ok := object.AsException(object.EnvOf(thread), err)
		if !ok {
			return err
		}
		r.value, r.exc = nil, exc
	}
	r.settled = true
	return nil
}

// joinChunks makes the result of a map some of whose chunks have come as messages, the others in values.
func joinChunks(thread *starlark.Thread, j *job, values []starlark.Value, outs []outcome) (starlark.Value, error) {
	var list []starlark.Value
	for k, out := range outs {
		if !out.ok {
			list = append(list, values[k*j.chunk:min((k+1)*j.chunk, j.items)]...)
			continue
		}
		part, err := out.list(thread)
		if err != nil {
			return nil, err
		}
		if len(outs) == 1 {
			return part, nil
		}
		if list == nil {
			list = make([]starlark.Value, 0, j.items)
		}
		for i := range part.Len() {
			list = append(list, part.Index(i))
		}
	}
	return starlark.NewList(list), nil
}

// list is value for the outcome of a chunk.
func (out outcome) list(thread *starlark.Thread) (*starlark.List, error) {
	v, err := out.value(thread)
	if err != nil {
		return nil, err
	}
	part, ok := v.(*starlark.List)
	if !ok {
		return nil, exception.New(exception.SystemError, "a worker sent no list for a chunk")
	}
	return part, nil
}

// value makes the owner's value of an outcome, or raises its exception.
func (out outcome) value(thread *starlark.Thread) (starlark.Value, error) {
	env := object.EnvOf(thread)
	if f := out.fault; f != nil && f.late {
		return nil, raiseText(env, timeoutError.Get(), f.died)
	} else if f != nil && f.died != "" {
		return nil, raiseText(env, workerDied.Get(), f.died)
	}
	v := out.local
	if out.msg != nil {
		var err error
		if v, err = interp.Unpack(thread, out.msg); err != nil {
			return nil, err
		}
	}
	if out.ok {
		return v, nil
	}
	exc := v.(*object.Instance)
	if out.fault != nil {
		if e := object.ExceptionOf(exc); e != nil {
			e.Cause = object.NewException(env, remoteTraceback.Get(), text.Str("\n\"\"\"\n"+out.fault.trace+"\"\"\""))
			e.SuppressContext = true
			e.Frames = nil
		}
	}
	return nil, object.Raise(exc)
}

// callbacks calls the callbacks of jobs, one after the other, until the pool has
// ended. It runs on a thread of the owner.
func (p *pool) callbacks(st *state, thread *starlark.Thread) error {
	for {
		m, err := p.results.Get(st.in.Task(thread), ipc.Forever)
		if errors.Is(err, ipc.ErrClosed) {
			return nil
		}
		if err != nil {
			return st.in.Err(thread, err)
		}
		j := m.(*job)
		err = j.result.call(thread)
		if err != nil {
			exc, ok := object.AsException(st.env, err)
			if !ok {
				return err
			}
			st.in.WriteError(thread, "Exception in thread "+st.in.Running().Name()+":\n"+object.FormatException(st.env, exc))
		}
		j.finish()
	}
}

// call calls the callback that the outcome asks for.
func (r *asyncResult) call(thread *starlark.Thread) error {
	v, err := r.get(thread)
	fn := r.callback
	if err != nil {
		if r.exc == nil {
			return err
		}
		v, fn = r.exc, r.errorCallback
	}
	if isNone(fn) {
		return nil
	}
	_, err = object.Call(thread, fn, v)
	return err
}
