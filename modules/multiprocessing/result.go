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
var applyResultClass = object.NewClass(object.Spec{
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
			if !r.job.ready.IsSet() {
				shown, err := object.Repr(object.EnvOf(thread), self)
				if err != nil {
					return nil, err
				}
				return nil, exception.New(exception.ValueError, "%s not ready", shown)
			}
			return starlark.Bool(r.job.success()), nil
		},
	},
	Properties: resultProperties,
})

var mapResultClass = object.NewClass(object.Spec{
	Name: "MapResult", Module: "multiprocessing.pool", Bases: []*object.Class{applyResultClass},
	Properties: mapResultProperties,
})

func (j *job) success() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.ok
}

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
	if r.job.ready.IsSet() {
		return true, nil
	}
	in := interp.Of(thread)
	until, err := deadlineAbove(in.Task(thread), timeout)
	if err != nil {
		return false, err
	}
	return r.job.pool.await(in, thread, r.job.ready, until)
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
		return nil, raise(object.EnvOf(thread), timeoutError)
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
	return starlark.Bool(r.job.ready.IsSet()), nil
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
	r.job.mu.Lock()
	outs := r.job.outs
	r.job.outs = nil
	r.job.mu.Unlock()
	var list []starlark.Value
	for _, out := range outs {
		v, err := out.value(thread)
		if err != nil {
			exc, ok := object.AsException(object.EnvOf(thread), err)
			if !ok {
				return err
			}
			r.exc, r.settled = exc, true
			return nil
		}
		if !r.mapped {
			r.value, r.settled = v, true
			return nil
		}
		part, ok := v.(*starlark.List)
		if !ok {
			return exception.New(exception.SystemError, "a worker sent no list for a chunk")
		}
		if list == nil && len(outs) == 1 {
			r.value, r.settled = part, true
			return nil
		}
		if list == nil {
			list = make([]starlark.Value, 0, len(outs)*part.Len())
		}
		for i := range part.Len() {
			list = append(list, part.Index(i))
		}
	}
	r.value, r.settled = starlark.NewList(list), true
	return nil
}

// value makes the owner's value of an outcome, or raises its exception.
func (out outcome) value(thread *starlark.Thread) (starlark.Value, error) {
	env := object.EnvOf(thread)
	if out.late {
		return nil, raiseText(env, timeoutError, out.died)
	}
	if out.died != "" {
		return nil, raiseText(env, workerDied, out.died)
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
	if out.trace != "" {
		if e := object.ExceptionOf(exc); e != nil {
			e.Cause = object.NewException(env, remoteTraceback, text.Str("\n\"\"\"\n"+out.trace+"\"\"\""))
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
		j.complete()
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
