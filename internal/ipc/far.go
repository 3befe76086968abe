package ipc

import "time"

// This file lets an object live in the kernel of another process. Such an object is far: it has a Far in place of a state, and each of its
// methods asks for the same operation there, where [Do] performs it on the real object. So what an operation means is written once.

// A Far is the way to an object in another process. Its methods may be called from any goroutine.
type Far interface {
	// Start asks for an operation. t is the task that will wait for it; nil if no task does.
	Start(t *Task, op Op, deadline time.Time, a Args) Pending
	// Try performs an operation of t on a lock, without asking, if the lock was lent to t.
	Try(t *Task, op Op) (r Result, ok bool)
	// Post asks for an operation whose result nobody wants. It happens before everything that this process asks for later. An error says that the
	// message cannot go.
	Post(t *Task, op Op, a Args) error
	// Pass sends a message by a lane to whoever receives at the other side. If it is false nothing has happened.
	Pass(m Message) bool
	// Lane returns the lane by which messages come, nil if there is none.
	Lane() *Lane
	// Take receives a message from the lane, if there is one.
	Take(l *Lane) (Message, bool)
	// Any starts to wait for one of several far objects of the same process to become ready: Result.Ready has those that are.
	Any(t *Task, objs []Far, deadline time.Time) Pending
}

// A Pending is an operation under way in another process. When it has ended it wakes its task.
type Pending interface {
	Done() bool
	// Cancel makes the operation end soon: as by Task.Cancel, or as by Interrupt unless hard is set. It may have ended otherwise meanwhile.
	Cancel(hard bool)
	// Result waits for the end.
	Result() (Result, error)
}

// Wakeup makes the task look again at what it waits for. It is for implementations of Pending, and takes no mutex.
func (t *Task) Wakeup() { t.wakeup() }

// ask performs an operation on a far object. op names it in reports.
func ask(t *Task, f Far, obj Object, name string, op Op, deadline time.Time, a Args) (Result, error) {
	p := f.Start(t, op, deadline, a)
	return finish(t, p, obj, name)
}

// finish waits for p on behalf of t, which may be nil.
func finish(t *Task, p Pending, obj Object, name string) (Result, error) {
	if t == nil {
		return p.Result()
	}
	if !p.Done() {
		if t.wait(nil, obj, name, Forever, interrupted, p.Done) != nil {
			hard := t.stop.Load() >= cancelled
			p.Cancel(hard)
			// After an interrupt a condition takes its lock back first, which may last.
			if !hard && t.wait(nil, obj, name, Forever, cancelled, p.Done) != nil {
				p.Cancel(true)
			}
		}
	}
	r, err := p.Result()
	t.resume()
	return r, err
}

// query performs an operation that does not wait and cannot fail but by the loss of the other process.
func query(f Far, op Op) Result {
	r, _ := f.Start(nil, op, NoWait, Args{}).Result()
	return r
}

// post is Far.Post for operations without arguments.
func post(f Far, op Op) { f.Post(nil, op, Args{}) }

// FarOf returns the way to the object x if it is far, else nil.
func FarOf(x any) Far {
	if o, ok := x.(interface{ farSide() Far }); ok {
		return o.farSide()
	}
	return nil
}

func (q *Queue) farSide() Far     { return q.far }
func (l *Lock) farSide() Far      { return l.m.far }
func (l *RLock) farSide() Far     { return l.m.far }
func (s *Semaphore) farSide() Far { return s.far }
func (c *Condition) farSide() Far { return c.far }
func (e *Event) farSide() Far     { return e.far }
func (b *Barrier) farSide() Far   { return b.far }
func (m *Memory) farSide() Far    { return m.far }
func (p *Port) farSide() Far      { return p.far }
func (e *End) farSide() Far       { return e.far }
