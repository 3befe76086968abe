package ipc

import (
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// num is a message that counts how often it is dropped.
type num struct {
	v       int
	dropped *int
}

func (m num) Size() int { return 8 }
func (m num) Drop() {
	if m.dropped != nil {
		*m.dropped++
	}
}

func n(v int) Message { return num{v: v} }

// hooked is a process with one task whose hooks check that they come in pairs and with no mutex of the objects held.
type proc struct {
	*Task
	h      *Holder
	blocks int
	inside bool
}

func newProc(tb testing.TB, k *Kernel, name string, objs ...Object) *proc {
	p := &proc{h: k.NewHolder(name, 1)}
	look := func() {
		for _, o := range objs {
			_ = o.String()
		}
	}
	p.Task = NewTask(p.h, Hooks{
		Block: func() {
			look()
			if p.inside {
				tb.Errorf("%s: Block twice", name)
			}
			p.inside = true
			p.blocks++
		},
		Unblock: func() {
			look()
			if !p.inside {
				tb.Errorf("%s: Unblock without Block", name)
			}
			p.inside = false
		},
	})
	return p
}

// A call is an operation that runs on a goroutine of its own.
type call struct {
	done chan struct{}
	err  error
	at   time.Time
}

func start(f func() error) *call {
	c := &call{done: make(chan struct{})}
	go func() {
		c.err = f()
		c.at = time.Now()
		close(c.done)
	}()
	return c
}

// result is nil for "waits", otherwise a pointer to the error.
func (c *call) state() string {
	synctest.Wait()
	select {
	case <-c.done:
		return fmt.Sprint(c.err)
	default:
		return "waits"
	}
}

func (c *call) want(t *testing.T, want any) {
	t.Helper()
	if err, ok := want.(error); ok || want == nil {
		want = fmt.Sprint(err)
	}
	if got := c.state(); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// waits is what want expects of a call that has not returned.
const waits = "waits"

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// TestWaits puts every operation that can wait through the ways in which a wait can end.
func TestWaits(t *testing.T) {
	type object struct {
		Object
		op   func(p *Task, deadline time.Time) error
		free func() // lets op go on
		// after says what is left when op has not happened; it must be as if it had never been tried.
		after func() string
	}
	other := NewTask(NewHolder("other", 2), Hooks{})
	makers := map[string]func() object{
		"queue get": func() object {
			q := NewQueue(0)
			return object{q,
				func(p *Task, d time.Time) error { _, err := q.Get(p, d); return err },
				func() { q.Put(other, n(1), Forever) },
				func() string { return fmt.Sprint(q.Len(), q.s.getters.n) }}
		},
		"queue put": func() object {
			q := NewQueue(1)
			q.Put(other, n(1), Forever)
			return object{q,
				func(p *Task, d time.Time) error { return q.Put(p, n(2), d) },
				func() { q.Get(other, Forever) },
				func() string { return fmt.Sprint(q.Len(), q.s.putters.n, q.Unfinished()) }}
		},
		"queue join": func() object {
			q := NewQueue(0)
			q.Put(other, n(1), Forever)
			return object{q,
				func(p *Task, d time.Time) error { return q.Join(p, d) },
				func() { q.TaskDone() },
				func() string { return fmt.Sprint(q.joiners.n) }}
		},
		"pipe receive": func() object {
			a, b := NewPipe(true)
			e, f := a.Open(other.holder), b.Open(other.holder)
			return object{e,
				func(p *Task, d time.Time) error { _, err := e.Recv(p, d); return err },
				func() { f.Send(other, n(1), Forever) },
				func() string { return fmt.Sprint(a.in().n, a.in().getters.n) }}
		},
		"pipe poll": func() object {
			a, b := NewPipe(false)
			e, f := a.Open(other.holder), b.Open(other.holder)
			return object{e,
				func(p *Task, d time.Time) error { return e.Poll(p, d) },
				func() { f.Send(other, n(1), Forever) },
				func() string { return fmt.Sprint(len(a.in().watchers)) }}
		},
		"pipe send": func() object {
			a, b := NewPipe(false)
			a.LimitBytes(1)
			e, f := a.Open(other.holder), b.Open(other.holder)
			f.Send(other, n(1), Forever)
			return object{f,
				func(p *Task, d time.Time) error { return f.Send(p, n(2), d) },
				func() { e.Recv(other, Forever) },
				func() string { return fmt.Sprint(a.Bytes(), a.in().putters.n) }}
		},
		"lock": func() object {
			l := NewLock()
			l.Acquire(other, Forever)
			return object{l,
				func(p *Task, d time.Time) error { _, err := l.Acquire(p, d); return err },
				func() { l.Release(other) },
				func() string { return fmt.Sprint(l.Owner() == other, l.m.waiters.n) }}
		},
		"rlock": func() object {
			l := NewRLock()
			l.Acquire(other, Forever)
			return object{l,
				func(p *Task, d time.Time) error { _, err := l.Acquire(p, d); return err },
				func() { l.Release(other) },
				func() string { return fmt.Sprint(l.Owner() == other, l.Count(), l.m.waiters.n) }}
		},
		"semaphore": func() object {
			s := NewSemaphore(0)
			return object{s,
				func(p *Task, d time.Time) error { return s.Acquire(p, d) },
				func() { s.Release(other) },
				func() string { return fmt.Sprint(s.Value(), s.waiters.n) }}
		},
		"event": func() object {
			e := NewEvent()
			return object{e,
				func(p *Task, d time.Time) error { return e.Wait(p, d) },
				func() { e.Set() },
				func() string { return fmt.Sprint(e.IsSet(), e.waiters.n) }}
		},
		"condition": func() object {
			c := NewCondition(nil)
			return object{c,
				func(p *Task, d time.Time) error {
					c.Lock().Acquire(p, Forever)
					defer c.Lock().Release(p)
					return c.Wait(p, d)
				},
				func() {
					c.Lock().Acquire(other, Forever)
					c.Notify(other, 1)
					c.Lock().Release(other)
				},
				func() string { return fmt.Sprint(c.Lock().Owner() == nil, c.Waiters()) }}
		},
		"several": func() object {
			e, q := NewEvent(), NewQueue(0)
			return object{e,
				func(p *Task, d time.Time) error { _, err := Wait(p, []Waitable{q, e, e}, d); return err },
				func() { e.Set() },
				func() string { return fmt.Sprint(e.IsSet(), len(e.watchers), len(q.s.watchers)) }}
		},
	}
	for name, make := range makers {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := make()
				p := newProc(t, nil, "p", o.Object)
				before := o.after()
				began := time.Now()

				want(t, "no wait", o.op(p.Task, NoWait), ErrTimeout)
				want(t, "past", o.op(p.Task, time.Now().Add(-time.Hour)), ErrTimeout)
				want(t, "now", o.op(p.Task, time.Now()), ErrTimeout)
				want(t, "time passed", time.Since(began), time.Duration(0))
				want(t, "blocks", p.blocks, 0)

				for i, d := range []time.Duration{1, time.Hour, time.Millisecond} { // the timer is used again
					began = time.Now()
					want(t, "timeout", o.op(p.Task, time.Now().Add(d)), ErrTimeout)
					want(t, "time passed", time.Since(began), d)
					want(t, "blocks", p.blocks, i+1)
				}
				want(t, "after timeouts", o.after(), before)

				c := start(func() error { return o.op(p.Task, Forever) })
				c.want(t, waits)
				w, ok := p.WaitingFor()
				want(t, "waiting", ok, true)
				want(t, "waiting task", w.Task, p.Task)
				want(t, "since", w.Since, time.Now())
				if w.Op == "" || w.Object.String() == "" {
					t.Errorf("waits for %q, %q", w.Op, w.Object)
				}
				p.Cancel()
				c.want(t, ErrCancelled)
				_, ok = p.WaitingFor()
				want(t, "waiting", ok, false)
				want(t, "next wait", o.op(p.Task, Forever), ErrCancelled)
				p.Uncancel()
				p.Interrupt()
				want(t, "interrupted", o.op(p.Task, time.Now().Add(time.Hour)), ErrCancelled)
				p.Uncancel()
				want(t, "after cancels", o.after(), before)
				want(t, "blocks", p.blocks, 4)

				c = start(func() error { return o.op(p.Task, Forever) })
				c.want(t, waits)
				p.h.Close()
				c.want(t, ErrCancelled)
				p.Uncancel() // in vain
				want(t, "dead", p.Cancelled(), true)
				want(t, "born dead", NewTask(p.h, Hooks{}).Cancelled(), true)
				want(t, "after death", o.after(), before)

				p = newProc(t, nil, "p", o.Object)
				c = start(func() error { return o.op(p.Task, time.Now().Add(time.Hour)) })
				c.want(t, waits)
				time.Sleep(time.Minute)
				o.free()
				c.want(t, nil)
				want(t, "blocks", p.blocks, 1)
				want(t, "in a wait", p.inside, false)
			})
		})
	}
}

// TestCompletesAtOnce holds that what need not wait calls no hook, allocates nothing, and works in a task that is cancelled.
func TestCompletesAtOnce(t *testing.T) {
	p := newProc(t, nil, "p")
	p.Cancel()
	q := NewQueue(4)
	a, b := NewPipe(true)
	e, f := a.Open(p.h), b.Open(p.h)
	l, r, s, ev := NewLock(), NewRLock(), NewSemaphore(2), NewEvent()
	ev.Set()
	m := n(1)
	for _, c := range []struct {
		name string
		op   func()
	}{
		{"queue", func() { q.Put(p.Task, m, Forever); q.Get(p.Task, Forever) }},
		{"pipe", func() { e.Send(p.Task, m, Forever); f.Poll(p.Task, Forever); f.Recv(p.Task, Forever) }},
		{"lock", func() { l.Acquire(p.Task, Forever); l.Release(p.Task) }},
		{"rlock", func() { r.Acquire(p.Task, Forever); r.Acquire(p.Task, NoWait); r.Release(p.Task); r.Release(p.Task) }},
		{"semaphore", func() { s.Acquire(p.Task, Forever); s.Release(p.Task) }},
		{"event", func() { ev.Wait(p.Task, Forever) }},
	} {
		if allocs := testing.AllocsPerRun(100, c.op); allocs != 0 {
			t.Errorf("%s: %v allocations", c.name, allocs)
		}
		want(t, c.name+": blocks", p.blocks, 0)
	}
}

// TestWaitAllocates holds that a wait allocates nothing either, deadline or not.
func TestWaitAllocates(t *testing.T) {
	p := newProc(t, nil, "p")
	other := NewTask(NewHolder("other", 2), Hooks{})
	ping, pong := NewQueue(0), NewQueue(0)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			m, err := ping.Get(other, Forever)
			if err != nil {
				return
			}
			pong.Put(other, m, Forever)
		}
	}()
	m := n(1)
	far := time.Now().Add(time.Hour)
	allocs := testing.AllocsPerRun(1000, func() {
		ping.Put(p.Task, m, Forever)
		if _, err := pong.Get(p.Task, far); err != nil {
			t.Fatal(err)
		}
	})
	ping.Close()
	<-ended
	want(t, "allocations", allocs, 0.0)
}

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		began := time.Now()
		for _, d := range []time.Duration{-1, 0, 1, time.Second} {
			want(t, "sleep", Sleep(p.Task, d), nil)
		}
		want(t, "slept", time.Since(began), time.Second+1)
		want(t, "blocks", p.blocks, 2)
		c := start(func() error { return Sleep(p.Task, time.Hour) })
		c.want(t, waits)
		p.Interrupt()
		c.want(t, ErrCancelled)
		want(t, "sleep(0), cancelled", Sleep(p.Task, 0), ErrCancelled)
	})
}

// handClock is moved by hand.
type handClock struct {
	now    time.Time
	timers []*handTimer
}

type handTimer struct {
	c  *handClock
	f  func()
	at time.Time
	on bool
}

func (c *handClock) Now() time.Time { return c.now }

func (c *handClock) AfterFunc(d time.Duration, f func()) Timer {
	t := &handTimer{c: c, f: f, at: c.now.Add(d), on: true}
	c.timers = append(c.timers, t)
	return t
}

func (t *handTimer) Reset(d time.Duration) bool {
	was := t.on
	t.at, t.on = t.c.now.Add(d), true
	return was
}
func (t *handTimer) Stop() bool { was := t.on; t.on = false; return was }

func TestClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := &handClock{now: time.Unix(1e6, 0)}
		k := &Kernel{Clock: clock}
		p := newProc(t, k, "p")
		for range 2 {
			c := start(func() error { return Sleep(p.Task, time.Minute) })
			c.want(t, waits)
			time.Sleep(time.Hour) // not ours
			c.want(t, waits)
			clock.now = clock.now.Add(time.Minute - 1)
			clock.timers[0].f() // early: the sleeper must not believe it
			c.want(t, waits)
			clock.now = clock.now.Add(1)
			clock.timers[0].f()
			c.want(t, nil)
			want(t, "timers", len(clock.timers), 1)
			want(t, "timer on", clock.timers[0].on, false)
		}
		want(t, "deadline", p.Deadline(time.Second), clock.now.Add(time.Second))
		want(t, "deadline", p.Deadline(0), NoWait)
	})
}

func TestTwoWaitsOfOneTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProc(t, nil, "p")
		c := start(func() error { return Sleep(p.Task, time.Hour) })
		c.want(t, waits)
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a second wait at the same time was let through")
				}
			}()
			Sleep(p.Task, 1)
		}()
		c.want(t, waits)
		time.Sleep(time.Hour)
		c.want(t, nil)
	})
}

func TestDeadlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := new(Kernel)
		p, q := newProc(t, k, "p"), newProc(t, k, "q")
		l1, l2, ev := NewLock(), NewLock(), NewEvent()
		l1.SetName("first")
		acquire := func(l *Lock, p *proc, d time.Time) *call {
			return start(func() error { _, err := l.Acquire(p.Task, d); return err })
		}
		acquire(l1, p, Forever).want(t, nil)
		acquire(l2, q, Forever).want(t, nil)
		want(t, "deadlock of the idle", len(k.Deadlock()), 0)
		c1 := acquire(l2, p, Forever)
		c1.want(t, waits)
		want(t, "one runs", len(k.Deadlock()), 0)
		c2 := acquire(l1, q, time.Now().Add(time.Minute))
		c2.want(t, waits)
		want(t, "one has a deadline", len(k.Deadlock()), 0)
		time.Sleep(time.Minute)
		c2.want(t, ErrTimeout)
		c2 = acquire(l1, q, Forever)
		c2.want(t, waits)
		waiting := k.Deadlock()
		want(t, "deadlock", len(waiting), 2)
		for _, w := range waiting {
			if w.Task == q.Task {
				want(t, "object", w.Object.String(), "lock first (held by p)")
				want(t, "op", w.Op, "acquire")
			}
		}
		r := newProc(t, k, "r")
		want(t, "another runs", len(k.Deadlock()), 0)
		c3 := start(func() error { return ev.Wait(r.Task, Forever) })
		c3.want(t, waits)
		want(t, "deadlock of three", len(k.Deadlock()), 3)
		r.Task.Cancel()
		c3.want(t, ErrCancelled)
		want(t, "another runs again", len(k.Deadlock()), 0)
		r.Task.Close()
		want(t, "deadlock of two", len(k.Deadlock()), 2)
		p.h.Close()
		c1.want(t, ErrCancelled)
		c2.want(t, nil)
		want(t, "over", len(k.Deadlock()), 0)
		want(t, "tasks", len(k.Tasks()), 1)
	})
}

func TestWaitSeveral(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, other := newProc(t, nil, "p"), NewTask(NewHolder("other", 2), Hooks{})
		objs := make([]Waitable, 3000)
		events := make([]*Event, 0, len(objs))
		for i := range objs {
			e := NewEvent()
			events = append(events, e)
			objs[i] = e
		}
		q := NewQueue(0)
		a, b := NewPipe(false)
		e, f := a.Open(p.h), b.Open(other.holder)
		objs[0], objs[1], objs[2] = q, e, q
		var got []int
		wait := func() *call {
			return start(func() (err error) { got, err = Wait(p.Task, objs, time.Now().Add(time.Hour)); return })
		}
		c := wait()
		c.want(t, waits)
		events[2999].Set()
		c.want(t, nil)
		want(t, "ready", fmt.Sprint(got), "[2999]")
		events[7].Set()
		wait().want(t, nil)
		want(t, "ready", fmt.Sprint(got), "[7 2999]")
		events[7].Clear()
		events[2999].Clear()
		c = wait()
		c.want(t, waits)
		q.Put(other, n(1), Forever)
		c.want(t, nil)
		want(t, "ready", fmt.Sprint(got), "[0 2]")
		q.Get(other, Forever)
		c = wait()
		c.want(t, waits)
		f.Close()
		c.want(t, nil)
		want(t, "ready at the end of a pipe", fmt.Sprint(got), "[1]")
		if _, err := e.Recv(p.Task, Forever); err != io.EOF {
			t.Error(err)
		}
		e.Close()
		wait().want(t, nil)
		want(t, "ready when closed", fmt.Sprint(got), "[1]")
		objs = objs[2:]
		c = wait()
		time.Sleep(time.Hour)
		c.want(t, ErrTimeout)
		for i, o := range objs {
			switch o := o.(type) {
			case *Event:
				want(t, "watchers", len(o.watchers), 0)
			case *Queue:
				want(t, "watchers", len(o.s.watchers), 0)
			default:
				t.Fatal(i)
			}
		}
		objs = nil
		c = wait()
		c.want(t, waits)
		time.Sleep(time.Hour)
		c.want(t, ErrTimeout)
	})
}
