package multiprocessing

import (
	"sync"
	"sync/atomic"
	"weak"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
)

// A job is what one call of a pool's methods has asked for: one task, or the
// chunks of a map.
type job struct {
	pool   *pool
	number int // among the jobs of its process's pools
	ready  *ipc.Event
	view   weak.Pointer[object.Instance] // what scripts have of it
	// called: the outcome goes through a callback before ready is set.
	called bool

	mu   sync.Mutex
	keep *object.Instance // keeps the Pool from being collected until all is done; never looked into
	ok   bool             // nothing has failed yet
	left int              // tasks that have no outcome yet
	outs []outcome        // of apply: the one; of a map: by chunk, or the one that failed first
	done bool

	// For imap: what has come and not been asked for, in order.
	stream    bool
	unordered bool
	items     []outcome
	waiting   map[int]outcome // came before those ahead of them
	index     int             // of the next one in order; or how many have come
	length    int             // how many there will be; -1 while that is not known
	news      *ipc.Event      // items or the end
	credit    *ipc.Semaphore  // bounds how many tasks are under way; may be nil
	consumed  atomic.Bool     // a task is under way until its outcome is asked for

	// result is what callbacks are called for. For the owner's threads only.
	result *asyncResult
}

// deliver records the outcome of a task. t is the task of whoever calls, which
// may be in any process.
func (j *job) deliver(t *ipc.Task, index int, out outcome) {
	if j.stream {
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
	case !out.ok && j.ok:
		j.ok = false
		j.outs = []outcome{out}
	case j.ok:
		j.outs[index] = out
	}
	over := j.left == 0
	j.mu.Unlock()
	if !over {
		return
	}
	if j.called && j.pool.results.Put(t, j, ipc.NoWait) == nil {
		return
	}
	j.complete()
}

// complete makes the result available.
func (j *job) complete() {
	j.mu.Lock()
	j.keep = nil
	j.mu.Unlock()
	j.ready.Set()
	j.pool.remove(j)
}

// Size and Drop make a job a message, for the thread that calls callbacks.
func (j *job) Size() int { return 0 }

// Drop implements [ipc.Message].
func (j *job) Drop() {}

func (j *job) deliverItem(index int, out outcome) {
	j.mu.Lock()
	switch {
	case j.unordered:
		j.items = append(j.items, out)
		j.index++
	case index == j.index:
		j.items = append(j.items, out)
		j.index++
		for {
			next, ok := j.waiting[j.index]
			if !ok {
				break
			}
			delete(j.waiting, j.index)
			j.items = append(j.items, next)
			j.index++
		}
	default:
		j.waiting[index] = out
	}
	over := j.finished()
	j.news.Set()
	j.mu.Unlock()
	if j.credit != nil && !j.consumed.Load() {
		j.credit.Release(nil)
	}
	if over {
		j.pool.remove(j)
	}
}

// abandon says that nobody will ask for outcomes: nothing is gained by holding tasks back.
func (j *job) abandon() {
	j.consumed.Store(false)
	for range imapAhead {
		j.credit.Release(nil)
	}
}

// setLength says how many items there are in all.
func (j *job) setLength(n int) {
	j.mu.Lock()
	j.length = n
	over := j.finished()
	j.news.Set()
	j.mu.Unlock()
	if over {
		j.pool.remove(j)
	}
}

// finished notes that all items have come. j.mu is held.
func (j *job) finished() bool {
	if j.length < 0 || j.index < j.length {
		return false
	}
	j.done = true
	j.keep = nil
	return true
}

// next takes the next item. more is false if it has not come yet, end is true if
// none will.
func (j *job) next() (out outcome, more, end bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.items) > 0 {
		out = j.items[0]
		j.items[0] = outcome{}
		j.items = j.items[1:]
		return out, true, false
	}
	if j.done {
		return outcome{}, false, true
	}
	j.news.Clear()
	return outcome{}, false, false
}
