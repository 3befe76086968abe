package multiprocessing

import (
	"sync/atomic"
	"weak"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
)

// A stream is what a job of imap has besides: outcomes are asked for one by one, while others are still to come. Its fields are
// guarded by job.mu, but for those that never change.
type stream struct {
	unordered bool
	viewer    weak.Pointer[object.Instance] // in place of job.view: the iterator's end says that nobody asks any more

	items   []outcome       // what has come and not been asked for, in order
	waiting map[int]outcome // came before those ahead of them
	index   int             // of the next one in order; what is unordered counts with it, as CPython does (_index)
	came    int             // how many have come, in whatever order
	behind  bool            // the next one in order is among waiting
	length  int             // how many there will be; -1 while that is not known
	done    bool
	asked   bool // somebody waits for news

	news     ipc.Event      // items, or the end
	credit   *ipc.Semaphore // bounds how many tasks are under way; may be nil
	consumed atomic.Bool    // a task is under way until its outcome is asked for
}

func (j *job) deliverItem(index int, out outcome) {
	s := j.stream
	j.mu.Lock()
	switch {
	case s.unordered:
		s.items = append(s.items, out)
		s.index++
	case index == s.index:
		s.items = append(s.items, out)
		s.index++
		s.advance()
	default:
		if s.waiting == nil {
			s.waiting = make(map[int]outcome)
		}
		s.waiting[index] = out
		if s.behind {
			s.advance()
		}
	}
	s.came++
	over := j.ended()
	j.tell()
	j.mu.Unlock()
	if s.credit != nil && !s.consumed.Load() {
		s.credit.Release(nil)
	}
	if over {
		j.pool.remove(j)
	}
}

// advanceMost bounds how many outcomes are put in order in one go: one that was slow may have hundreds of thousands wait for it, and nothing stops the loop.
const advanceMost = 1024

// advance puts outcomes in order that have waited for those ahead of them. job.mu is held.
func (s *stream) advance() {
	for range advanceMost {
		next, ok := s.waiting[s.index]
		if s.behind = ok; !ok {
			return
		}
		delete(s.waiting, s.index)
		s.items = append(s.items, next)
		s.index++
	}
}

// tell wakes whoever waits for news, if there are any that it asked for. j.mu is held.
func (j *job) tell() {
	if s := j.stream; s.asked && (len(s.items) > 0 || s.done) {
		s.asked = false
		s.news.Set()
	}
}

// abandon says that nobody will ask for outcomes: nothing is gained by holding tasks back.
func (j *job) abandon() {
	j.stream.consumed.Store(false)
	for range imapAhead {
		j.stream.credit.Release(nil)
	}
}

// setLength says how many items there are in all.
func (j *job) setLength(n int) {
	j.mu.Lock()
	j.stream.length = n
	over := j.ended()
	j.tell()
	j.mu.Unlock()
	if over {
		j.pool.remove(j)
	}
}

// ended notes that all items have come. j.mu is held.
func (j *job) ended() bool {
	s := j.stream
	if s.length < 0 || s.came < s.length {
		return false
	}
	s.done = true
	j.keep = nil
	return true
}

// next takes all items that have come, in exchange for an empty list. end is true if none will come; if there
// are none yet, news will be set.
func (j *job) next(empty []outcome) (items []outcome, end bool) {
	s := j.stream
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(s.items) == 0 && s.behind {
		s.advance()
	}
	if len(s.items) > 0 {
		items, s.items = s.items, empty
		return items, false
	}
	if s.done {
		return nil, true
	}
	s.asked = true
	s.news.Clear()
	return nil, false
}

// shown returns what the script has of a job; nil if it has thrown that away.
func (j *job) shown() *object.Instance {
	if j.stream != nil {
		return j.stream.viewer.Value()
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.view
}
