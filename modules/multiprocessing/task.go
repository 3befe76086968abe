package multiprocessing

import (
	"strconv"
	"strings"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// This file is about tasks on their way to the workers. Where workers are interpreters in this process, the function is one that
// brings nothing along and the arguments are values that all interpreters may share, a task is the place of the function's code and a
// part of the list of arguments: nothing is packed. Any other task is a message of its own.

// An errand is what the tasks of one job have in common.
type errand struct {
	mode  taskMode
	label string        // for messages: the function's name
	limit time.Duration // how long one task may take; 0: as long as it likes

	// For tasks that have no message.
	callee pickle.Callee
	fn     starlark.Value // in place of callee, where workers are threads of the owner
}

type taskMode uint8

const (
	applyTask   taskMode = iota // func(*args, **kwargs): a message is (func, args, kwargs or None)
	mapTask                     // func(item) for each: (func, items)
	starmapTask                 // func(*item) for each: likewise
)

// A task is a unit of work: one call, or one chunk of a map.
type task struct {
	job   *job
	index int             // among the job's
	msg   *pickle.Message // what to call, and with what
	args  starlark.Tuple  // if msg is nil: what to call the errand's function with, or the items
	size  int             // then: of args
	local *starlark.Dict  // where workers are threads: the keywords
}

// Size implements [ipc.Message].
func (t *task) Size() int {
	if t.msg == nil {
		return 64 + t.size
	}
	return 64 + t.msg.Size()
}

// Drop implements [ipc.Message].
func (t *task) Drop() {
	if t.msg != nil {
		t.msg.Drop()
	}
}

// An outcome is what has become of a task.
type outcome struct {
	ok    bool
	msg   *pickle.Message // the result or the exception
	local starlark.Value  // the same, in place of msg, if it is the owner's already or everybody's
	fault *fault          // what else there is to know of a failure
}

// A fault belongs to the outcome of a task that failed.
type fault struct {
	trace string // the traceback of an exception in a worker
	died  string // in place of an exception: what happened to the worker
	late  bool   // that is: it was ended because the task took too long
}

// lost is the outcome of a task whose worker came to grief.
func lost(why string) outcome { return outcome{fault: &fault{died: why}} }

// errandFor prepares the tasks of a job that call fn. direct says that those whose arguments allow it need no message.
func (p *pool) errandFor(in *interp.Interp, mode taskMode, fn starlark.Value, limit time.Duration) (e errand, direct bool) {
	e = errand{mode: mode, label: p.label(in, fn), limit: limit}
	if p.threads {
		e.fn = fn
		return e, true
	}
	if f, ok := fn.(*starlark.Function); ok && p.direct {
		e.callee, direct = in.CalleeOf(f)
	}
	return e, direct
}

// share gives t its arguments as they are, if it may have them so.
func (p *pool) share(t *task, args starlark.Tuple) bool {
	t.size = 0
	for _, a := range args {
		if p.threads {
			t.size += 16
			continue
		}
		n, ok := pickle.Shareable(a)
		if !ok {
			return false
		}
		t.size += n
	}
	t.args = args
	return true
}

// label is functionName for the function of a task: most have the same as the one before.
func (p *pool) label(in *interp.Interp, fn starlark.Value) string {
	f, ok := fn.(*starlark.Function)
	if !ok {
		return functionName(in.Env(), fn)
	}
	if f != p.labelled {
		p.labelled, p.lastLabel = f, functionName(in.Env(), f)
	}
	return p.lastLabel
}

// pack makes a task's message. An error that scripts can catch is the task's outcome, as it is in CPython, where tasks are
// pickled by a thread of the pool; only one that ends the process is returned. first is the index of the first item.
func (p *pool) pack(in *interp.Interp, thread *starlark.Thread, t *task, parts starlark.Tuple, first int) (ok bool, err error) {
	if c, isClass := parts[0].(*object.Class); isClass && c.Native() {
		if _, _, err := in.PickleWriter(thread, 4).Global(c, ""); err != nil {
			return false, p.refuse(in, thread, t, err) // type(f), say, which a worker could only fail to call
		}
	}
	t.msg, err = in.Pack(thread, parts)
	if err == nil {
		return true, nil
	}
	return false, p.refuse(in, thread, t, taskError(err, t.job.errand.mode, first))
}

// refuse makes err the outcome of a task that was never submitted.
func (p *pool) refuse(in *interp.Interp, thread *starlark.Thread, t *task, err error) error {
	exc, ok := object.AsException(in.Env(), err)
	if !ok {
		return err
	}
	t.job.deliver(in.Task(thread), t.index, outcome{local: exc})
	return nil
}

// taskError rewrites the path in a packing error, which begins in the tuple that a
// task is, to the arguments of the call: "[1][2]" becomes "args[2]".
func taskError(err error, mode taskMode, first int) error {
	e, ok := err.(*exception.Error)
	if !ok || e.Kind != exception.TypeError {
		return err
	}
	names := []string{"func", "args", "kwds"}
	if mode != applyTask {
		names[1] = "iterable"
	}
	for i, name := range names {
		rest, ok := strings.CutPrefix(e.Where, "["+strconv.Itoa(i)+"]")
		if !ok {
			continue
		}
		if i == 1 && first > 0 && strings.HasPrefix(rest, "[") {
			if n, tail, ok := strings.Cut(rest[1:], "]"); ok {
				if k, err := strconv.Atoi(n); err == nil {
					rest = "[" + strconv.Itoa(first+k) + "]" + tail
				}
			}
		}
		return e.In(name + rest)
	}
	return err
}

// A batch is tasks that are on their way into the queue together: what is put one by one wakes a worker each time.
type batch struct {
	pool  *pool
	tasks []task // of a job, allocated at once
	ready int    // tasks[sent:ready] are to be put
	sent  int
}

// batchSize is how many tasks are put at once: so many take the owner less time to prepare than a worker takes to begin.
const batchSize = 128

// next returns the task to fill in next.
func (b *batch) next() *task { return &b.tasks[b.ready] }

// add submits the task that next has returned, sooner or later.
func (b *batch) add(t *ipc.Task) {
	b.ready++
	// Each worker begins at once.
	if b.ready-b.sent >= batchSize || b.ready <= b.pool.size && b.ready == b.sent+1 {
		b.flush(t)
	}
}

// skip leaves out the task that next has returned, which has failed.
func (b *batch) skip(t *ipc.Task) {
	b.flush(t)
	b.ready++
	b.sent = b.ready
}

// flush submits what has been added.
func (b *batch) flush(t *ipc.Task) {
	list := b.tasks[b.sent:b.ready]
	b.sent = b.ready
	switch len(list) {
	case 0:
	case 1:
		b.pool.submit(t, &list[0])
	default:
		b.pool.submitAll(t, list)
	}
}
