package multiprocessing

import (
	"sync"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// A job is what one call of a pool's methods has asked for: one task, or the
// chunks of a map.
type job struct {
	pool   *pool
	number int // among the jobs of its process's pools
	errand errand
	called bool // the outcome goes through a callback before the job is complete

	// over is set, to jobComplete or to jobLost, once nothing more will come.
	over ipc.Event

	// The job's place among the pool's, guarded by pool.mu.
	before, after *job
	entered       bool

	mu       sync.Mutex
	keep     *object.Instance // keeps the Pool from being collected until all is done; never looked into
	view     *object.Instance // what scripts have of the job, until it is complete; never looked into
	complete bool
	ok       bool    // nothing has failed yet
	left     int     // tasks that have no outcome yet
	out      outcome // of apply; or what failed first

	// Of a map: how many items there are, and how many make a task; the results; the outcomes of tasks whose results came as
	// messages. The last two are nil before there are any.
	items, chunk int
	values       []starlark.Value
	outs         []outcome

	stream *stream // of imap; nil for others

	// result is what callbacks are called for. For the owner's threads only.
	result *asyncResult
}

// What a job's event says.
const (
	jobLost     = iota // the pool was terminated first
	jobComplete        // all tasks have an outcome
)

// ready reports whether the result is there.
func (j *job) ready() bool {
	v, set := j.over.Value()
	return set && v == jobComplete
}

// lose says that nothing will come of a job whose pool is terminated.
func (j *job) lose() {
	if s := j.stream; s != nil {
		s.news.Set()
		if s.credit != nil {
			s.credit.Release(nil) // whoever feeds it sees that the pool is over
		}
		return
	}
	j.mu.Lock()
	if !j.complete {
		j.over.SetTo(jobLost)
	}
	j.mu.Unlock()
}

// deliver records the outcome of a task. t is the task of whoever calls, which
// may be in any process.
func (j *job) deliver(t *ipc.Task, index int, out outcome) {
	if j.stream != nil {
		j.deliverItem(index, out)
		return
	}
	j.mu.Lock()
	if j.left == 0 {
		// Its worker's end was noticed and the result came all the same.
		j.mu.Unlock()
		return
	}
	j.left--
	switch {
	case !j.ok:
	case !out.ok:
		j.ok = false
		j.out, j.outs, j.values = out, nil, nil
	case j.chunk == 0:
		j.out = out
	default:
		if j.outs == nil {
			j.outs = make([]outcome, (j.items+j.chunk-1)/j.chunk)
		}
		j.outs[index] = out
	}
	over := j.left == 0
	j.mu.Unlock()
	if over {
		j.allIn(t)
	}
}

// deliverValues is deliver for a chunk that has as many results as items, all of which any process may have. They are copied.
func (j *job) deliverValues(t *ipc.Task, index int, values []starlark.Value) {
	if j.stream != nil {
		j.deliverItem(index, outcome{ok: true, local: starlark.NewList(append([]starlark.Value(nil), values...))})
		return
	}
	j.mu.Lock()
	if j.left == 0 {
		j.mu.Unlock()
		return
	}
	j.left--
	if j.ok {
		if j.values == nil {
			j.values = make([]starlark.Value, j.items)
		}
		copy(j.values[index*j.chunk:], values)
	}
	over := j.left == 0
	j.mu.Unlock()
	if over {
		j.allIn(t)
	}
}

// allIn ends a job whose tasks all have an outcome.
func (j *job) allIn(t *ipc.Task) {
	if j.called && j.pool.results.Put(t, j, ipc.NoWait) == nil {
		return
	}
	j.finish()
}

// finish makes the result available.
func (j *job) finish() {
	j.mu.Lock()
	j.keep, j.view = nil, nil
	j.complete = true
	j.over.SetTo(jobComplete)
	j.mu.Unlock()
	j.pool.remove(j)
}

// success reports whether nothing has failed.
func (j *job) success() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.ok
}

// Size and Drop make a job a message, for the thread that calls callbacks.
func (j *job) Size() int { return 0 }

// Drop implements [ipc.Message].
func (j *job) Drop() {}
