package ipc

import (
	"fmt"
	"sync"
	"time"
)

// A Queue carries messages from any number of tasks to any number of tasks, first in, first out. Waiting getters are served in the
// order in which they came, so are waiting putters. Unlike that of CPython's multiprocessing, a message is in the queue when Put
// returns: Len, Empty and Full are exact. The zero value is a queue without limit.
type Queue struct {
	label
	ending
	far        Far // nil if the state is here
	mu         sync.Mutex
	s          stream
	unfinished int
	joiners    waitList
}

// NewQueue makes a queue for at most max messages; max <= 0 is no limit.
func NewQueue(max int) *Queue {
	q := new(Queue)
	q.s.maxCount = max
	return q
}

// LimitBytes makes Put wait while the messages in the queue amount to more than n bytes; 0 is no limit. A single message
// may be larger.
func (q *Queue) LimitBytes(n int) {
	if q.far != nil {
		q.far.Post(nil, OpLimit, Args{N: n})
		return
	}
	q.mu.Lock()
	q.s.maxBytes = n
	q.s.admit()
	q.mu.Unlock()
}

// Put adds m at the end, waiting for room if the queue is full. If it returns an error, m still belongs to the caller. If the task is cancelled
// when there already was room, the message is in the queue and Put returns nil. The task may be nil if the queue has no bound and is in this process.
func (q *Queue) Put(t *Task, m Message, deadline time.Time) error { return q.put(t, m, deadline, nil) }

func (q *Queue) put(t *Task, m Message, deadline time.Time, then *func()) error {
	if q.far != nil {
		if q.s.maxCount <= 0 || q.s.maxCount >= MaxSemaphore {
			// There is always room: nothing to wait for. Whatever anybody does who knows of it comes later.
			return q.far.Post(t, OpPut, Args{Msg: m})
		}
		_, err := ask(t, q.far, q, "put", OpPut, deadline, Args{Msg: m})
		return err
	}
	p := parcel{m, m.Size()}
	q.mu.Lock()
	if q.s.closed {
		q.mu.Unlock()
		return ErrClosed
	}
	q.s.of(t)
	if q.s.offerThen(p, then) {
		q.unfinished++
		q.mu.Unlock()
		t.did(q, "put")
		return nil
	}
	w := q.s.putters.push(t)
	w.parcel = p
	q.unfinished++ // whoever gets it may be done with it before this task runs again
	err := t.wait(&q.mu, q, "put", deadline, interrupted, func() bool { return w.granted || q.s.closed })
	if err == nil && !w.granted {
		err = ErrClosed
	}
	err = q.s.leavePut(w, err)
	if err != nil {
		q.finish()
	}
	q.mu.Unlock()
	t.resume()
	return err
}

// PutAll adds n messages at the end, of which at returns the i'th, as that many Puts into a queue that has no bound and is in this process would. If
// it returns an error, all still belong to the caller.
func (q *Queue) PutAll(t *Task, n int, at func(i int) Message) error {
	if q.far != nil || q.s.maxCount > 0 || q.s.maxBytes > 0 {
		return ErrUnsupported
	}
	q.mu.Lock()
	if q.s.closed {
		q.mu.Unlock()
		return ErrClosed
	}
	q.s.of(t)
	for i := range n {
		m := at(i)
		q.s.offer(parcel{m, m.Size()})
	}
	q.unfinished += n
	q.mu.Unlock()
	for range n {
		t.did(q, "put")
	}
	return nil
}

// Get takes the oldest message, waiting for one if the queue is empty.
func (q *Queue) Get(t *Task, deadline time.Time) (Message, error) {
	if q.far != nil {
		r, err := ask(t, q.far, q, "get", OpGet, deadline, Args{})
		return r.Msg, err
	}
	q.mu.Lock()
	q.s.recall()
	if p, ok := q.s.poll(); ok {
		q.mu.Unlock()
		t.did(q, "get")
		return p.m, nil
	}
	if q.s.closed {
		q.mu.Unlock()
		return nil, ErrClosed
	}
	return q.await(t, q.s.getters.push(t), deadline)
}

// await is the rest of a get that waits. q.mu is held, and is not when it returns.
func (q *Queue) await(t *Task, w *waiter, deadline time.Time) (Message, error) {
	err := t.wait(&q.mu, q, "get", deadline, interrupted, func() bool { return w.granted || q.s.n > 0 || q.s.closed })
	if err == nil && q.s.closed {
		err = ErrClosed
	}
	m, err := q.s.leaveGet(w, err)
	q.mu.Unlock()
	t.resume()
	return m, err
}

// PutBack puts a message that was taken out at the front again, whether there is room or not.
func (q *Queue) PutBack(m Message) error {
	if q.far != nil {
		return ErrUnsupported
	}
	p := parcel{m, m.Size()}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.s.closed {
		return ErrClosed
	}
	if !q.s.hand(p) {
		q.s.recall()
		q.s.pushFront(p)
	}
	return nil
}

// Len returns the number of messages in the queue.
func (q *Queue) Len() int {
	if q.far != nil {
		return query(q.far, OpLen).N
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.s.size()
}

// Bytes returns the size of the messages in the queue.
func (q *Queue) Bytes() int {
	if q.far != nil {
		return query(q.far, OpBytes).N
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.s.bytes
}

// Max returns the number of messages that the queue is limited to, or 0.
func (q *Queue) Max() int { return max(q.s.maxCount, 0) }

// Empty reports whether Get would wait.
func (q *Queue) Empty() bool { return q.Len() == 0 }

// Full reports whether Put would wait for room.
func (q *Queue) Full() bool {
	if q.far != nil {
		return query(q.far, OpFull).OK
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return !q.s.closed && !q.s.room(0)
}

// Close drops all messages, and makes all puts and gets, waiting and to come, return ErrClosed. A queue need not be closed.
func (q *Queue) Close() {
	if q.far != nil {
		post(q.far, OpClose)
		return
	}
	q.mu.Lock()
	lost := q.s.close()
	q.s.getters.wakeAll()
	q.s.putters.wakeAll()
	q.s.watchers.notify()
	q.mu.Unlock()
	drop(lost)
}

// TaskDone tells that one message that was taken out has been dealt with. If all have been already it returns ErrTooMany.
func (q *Queue) TaskDone() error {
	if q.far != nil {
		_, err := q.far.Start(nil, OpTaskDone, NoWait, Args{}).Result()
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.unfinished <= q.pending() {
		return ErrTooMany
	}
	q.finish()
	return nil
}

// pending is the number of messages that are counted as unfinished but not put yet.
func (q *Queue) pending() int { return q.s.putters.n }

func (q *Queue) finish() {
	q.unfinished--
	if q.unfinished <= q.pending() {
		q.joiners.grantAll()
	}
}

// Unfinished returns how many of the messages ever put have not been reported by TaskDone.
func (q *Queue) Unfinished() int {
	if q.far != nil {
		return query(q.far, OpUnfinished).N
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.unfinished - q.pending()
}

// Join waits until TaskDone has been called for every message put.
func (q *Queue) Join(t *Task, deadline time.Time) error {
	if q.far != nil {
		_, err := ask(t, q.far, q, "join", OpJoin, deadline, Args{})
		return err
	}
	q.mu.Lock()
	if q.unfinished <= q.pending() {
		q.mu.Unlock()
		return nil
	}
	w := q.joiners.push(t)
	err := t.wait(&q.mu, q, "join", deadline, interrupted, func() bool { return w.granted })
	q.joiners.remove(w)
	q.mu.Unlock()
	err = t.unlessCancelled(err)
	t.resume()
	return err
}

// Ready reports whether Get would return at once.
func (q *Queue) Ready() bool {
	if q.far != nil {
		return query(q.far, OpReady).OK
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.s.size() > 0 || q.s.closed
}

func (q *Queue) watch(t *Task)   { q.mu.Lock(); q.s.watchers.add(t); q.mu.Unlock() }
func (q *Queue) unwatch(t *Task) { q.mu.Lock(); q.s.watchers.remove(t); q.mu.Unlock() }

func (q *Queue) String() string {
	if q.far != nil {
		return q.kind("queue")
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.s.maxCount > 0 {
		return fmt.Sprintf("%s (%d of at most %d messages)", q.kind("queue"), q.s.n, q.s.maxCount)
	}
	return fmt.Sprintf("%s (%d messages)", q.kind("queue"), q.s.size())
}
