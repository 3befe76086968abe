package ipc

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func get(q *Queue, p *proc, into *int) *call {
	return start(func() error {
		m, err := q.Get(p.Task, Forever)
		if err == nil {
			*into = m.(num).v
		}
		return err
	})
}

func TestQueueOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		q := NewQueue(0)
		next := 0
		for put := range 1000 { // grows, wraps and shrinks
			want(t, "put", q.Put(p.Task, n(put), NoWait), nil)
			if put%3 == 2 && put < 800 || put == 999 {
				for q.Len() > (999-put)/4 {
					m, err := q.Get(p.Task, NoWait)
					if err != nil || m.(num).v != next {
						t.Fatalf("got %v, %v, want %d", m, err, next)
					}
					next++
				}
			}
		}
		want(t, "got", next, 1000)
		want(t, "bytes", q.Bytes(), 0)
	})
}

// TestQueuePutByNobody puts without a task, as the threads of executors do, before and after a task whose
// kernel counts bytes.
func TestQueuePutByNobody(t *testing.T) {
	k := &Kernel{MaxBytes: 1 << 20}
	p := NewTask(k.NewHolder("p", 1), Hooks{})
	defer p.Close()
	q := NewQueue(0)
	want(t, "put", q.Put(nil, n(1), NoWait), nil)
	want(t, "put", q.Put(p, n(2), NoWait), nil)
	want(t, "put", q.Put(nil, n(3), NoWait), nil)
	for i := 1; i <= 3; i++ {
		m, err := q.Get(p, NoWait)
		if err != nil || m.(num).v != i {
			t.Fatalf("got %v, %v, want %d", m, err, i)
		}
	}
	want(t, "put", q.Put(p, n(4), NoWait), nil)
	want(t, "put", q.Put(nil, n(5), NoWait), nil)
	for range 2 {
		q.Get(p, NoWait)
	}
	want(t, "counted", k.Bytes(), int64(0))
}

func TestQueueServesInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		q := NewQueue(2)
		var got [4]int
		var calls [4]*call
		for i := range got {
			calls[i] = get(q, newProc(t, nil, "getter", q), &got[i])
			calls[i].want(t, waits)
		}
		for i := range got {
			q.Put(p.Task, n(10+i), NoWait)
		}
		for i := range got {
			calls[i].want(t, nil)
			want(t, "got", got[i], 10+i)
		}
		want(t, "empty", q.Empty(), true)
		for i := range calls {
			calls[i] = start(func() error { return q.Put(newProc(t, nil, "putter", q).Task, n(20+i), Forever) })
			synctest.Wait()
		}
		want(t, "full", q.Full(), true)
		want(t, "bytes", q.Bytes(), 16)
		calls[1].want(t, nil)
		calls[2].want(t, waits)
		for i := range got {
			m, err := q.Get(p.Task, NoWait)
			want(t, "error", err, nil)
			want(t, "got", m.(num).v, 20+i)
			calls[i].want(t, nil)
		}
	})
}

// TestQueueLosesNothing cancels a getter that has been given a message and has not run yet.
func TestQueueLosesNothing(t *testing.T) {
	for _, end := range []struct {
		name string
		do   func(p *proc)
	}{
		{"cancel", func(p *proc) { p.Cancel() }},
		{"interrupt", func(p *proc) { p.Interrupt() }},
		{"close", func(p *proc) { p.h.Close() }},
	} {
		t.Run(end.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newProc(t, nil, "p")
				for _, next := range []bool{false, true} {
					q := NewQueue(1)
					dying, other := newProc(t, nil, "dying"), newProc(t, nil, "other")
					var got, gotOther int
					c := get(q, dying, &got)
					c.want(t, waits)
					var c2 *call
					if next {
						c2 = get(q, other, &gotOther)
						c2.want(t, waits)
					}
					// The getter can't run between these two: the mutex is held.
					q.mu.Lock()
					q.s.offer(parcel{n(1), 8})
					q.unfinished++
					end.do(dying)
					q.mu.Unlock()
					c.want(t, ErrCancelled)
					if next {
						c2.want(t, nil)
						want(t, "went to", gotOther, 1)
						want(t, "len", q.Len(), 0)
					} else {
						want(t, "len", q.Len(), 1)
						want(t, "put", q.Put(p.Task, n(2), NoWait), ErrTimeout)
					}

					// One that is cancelled is not given anything.
					q = NewQueue(0)
					dying = newProc(t, nil, "dying")
					c = get(q, dying, &got)
					c.want(t, waits)
					q.mu.Lock()
					end.do(dying)
					q.s.offer(parcel{n(3), 8})
					q.unfinished++
					want(t, "len", q.s.n, 1)
					dying.Uncancel()
					q.mu.Unlock()
					if dying.Cancelled() {
						c.want(t, ErrCancelled)
					} else {
						c.want(t, nil)
						want(t, "got", got, 3)
					}
				}
			})
		})
	}
}

func TestQueueClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		dropped := 0
		q := NewQueue(2)
		for i := range 2 {
			q.Put(p.Task, num{i, &dropped}, NoWait)
		}
		put := start(func() error { return q.Put(newProc(t, nil, "putter", q).Task, num{2, &dropped}, Forever) })
		put.want(t, waits)
		q.Close()
		put.want(t, ErrClosed)
		want(t, "dropped", dropped, 2)
		want(t, "len", q.Len(), 0)
		want(t, "unfinished", q.Unfinished(), 2)
		want(t, "put", q.Put(p.Task, n(1), NoWait), ErrClosed)
		_, err := q.Get(p.Task, Forever)
		want(t, "get", err, ErrClosed)
		want(t, "ready", q.Ready(), true)
		q.Close()

		q = NewQueue(0)
		var got int
		c := get(q, newProc(t, nil, "getter", q), &got)
		c.want(t, waits)
		q.Close()
		c.want(t, ErrClosed)
	})
}

func TestQueueTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		q := NewQueue(1)
		want(t, "task done", q.TaskDone(), ErrTooMany)
		want(t, "join", q.Join(p.Task, NoWait), nil)
		q.Put(p.Task, n(1), NoWait)
		putter := newProc(t, nil, "putter", q)
		put := start(func() error { return q.Put(putter.Task, n(2), Forever) })
		put.want(t, waits)
		want(t, "unfinished", q.Unfinished(), 1) // what waits to be put does not count
		join := start(func() error { return q.Join(newProc(t, nil, "joiner", q).Task, Forever) })
		join.want(t, waits)
		want(t, "task done", q.TaskDone(), nil)
		join.want(t, nil)
		want(t, "task done", q.TaskDone(), ErrTooMany)
		q.Get(p.Task, NoWait)
		put.want(t, nil)
		want(t, "unfinished", q.Unfinished(), 1)
		q.Get(p.Task, NoWait)
		join = start(func() error { return q.Join(newProc(t, nil, "joiner", q).Task, Forever) })
		join.want(t, waits)
		want(t, "task done", q.TaskDone(), nil)
		join.want(t, nil)

		// A put that gives up leaves no trace.
		q.Put(p.Task, n(3), NoWait)
		put = start(func() error { return q.Put(putter.Task, n(4), time.Now().Add(time.Second)) })
		put.want(t, waits)
		want(t, "task done", q.TaskDone(), nil)
		time.Sleep(time.Second)
		put.want(t, ErrTimeout)
		want(t, "unfinished", q.Unfinished(), 0)
		want(t, "join", q.Join(p.Task, NoWait), nil)
	})
}

type sized int

func (s sized) Size() int { return int(s) }
func (sized) Drop()       {}

func TestQueueLimitBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		q := new(Queue)
		q.LimitBytes(1000)
		want(t, "a single one of any size", q.Put(p.Task, sized(5000), NoWait), nil)
		want(t, "another", q.Put(p.Task, sized(0), NoWait), ErrTimeout)
		big, small := newProc(t, nil, "big"), newProc(t, nil, "small")
		first := start(func() error { return q.Put(big.Task, sized(900), Forever) })
		first.want(t, waits)
		second := start(func() error { return q.Put(small.Task, sized(100), Forever) })
		second.want(t, waits)
		q.Get(p.Task, NoWait)
		first.want(t, nil)
		second.want(t, waits)
		q.LimitBytes(0)
		second.want(t, nil)
		want(t, "bytes", q.Bytes(), 1000)

		// When one that needs much room gives up, those behind it that need little go on.
		q.LimitBytes(1100)
		first = start(func() error { return q.Put(big.Task, sized(500), Forever) })
		first.want(t, waits)
		second = start(func() error { return q.Put(small.Task, sized(0), Forever) })
		second.want(t, waits)
		big.Cancel()
		first.want(t, ErrCancelled)
		second.want(t, waits)
		want(t, "text", fmt.Sprint(q), "queue (2 messages)")
		q.LimitBytes(1000 + 3*perMessage)
		second.want(t, nil)
		big.Uncancel()
		first = start(func() error { return q.Put(big.Task, sized(500), Forever) })
		first.want(t, waits)
		q.mu.Lock()
		q.s.maxBytes = 1000 + 4*perMessage
		q.mu.Unlock()
		second = start(func() error { return q.Put(small.Task, sized(0), Forever) })
		second.want(t, waits)
		big.Cancel()
		second.want(t, nil)
		first.want(t, ErrCancelled)
	})
}
