package ipc

import (
	"io"
	"time"
)

// This file lets an object live in the kernel of another process. Such an object is far: it has a Far in place of a state, and each of its
// methods asks for the same operation there, where [Do] performs it on the real object. So what an operation means is written once.

// A Far is the way to an object in another process. Its methods may be called from any goroutine.
type Far interface {
	// Start asks for an operation. t is the task that will wait for it; nil if no task does.
	Start(t *Task, op Op, deadline time.Time, a Args) Pending
	// Post asks for an operation whose result nobody wants. It happens before everything that this process asks for later. An error says that the
	// message cannot go.
	Post(t *Task, op Op, a Args) error
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

// An Op is an operation on a kernel object.
type Op uint8

// The operations; the comment says which of Args and Result they use.
const (
	OpPut        Op = iota + 1 // Msg
	OpGet                      // -> Msg
	OpLen                      // -> N
	OpBytes                    // -> N
	OpFull                     // -> OK
	OpLimit                    // N
	OpClose                    // of a queue or an end
	OpTaskDone                 //
	OpJoin                     //
	OpUnfinished               // -> N
	OpSend                     // Msg
	OpRecv                     // -> Msg
	OpPoll                     //
	OpClosed                   // -> OK
	OpAcquire                  // -> OK: abandoned
	OpRelease                  //
	OpWhose                    // -> N: an Ownership, M: the holder's ID
	OpCount                    // -> N
	OpAbandoned                // -> OK
	OpValue                    // -> N
	OpWait                     // of a condition, event or barrier; N: of a barrier, whether there is an action -> N
	OpNotify                   // N
	OpWaiters                  // -> N
	OpSet                      //
	OpClear                    //
	OpIsSet                    // -> OK
	OpReset                    //
	OpAbort                    //
	OpBroken                   // -> OK
	OpReady                    // -> OK
	OpLoad                     // N: offset, M: length -> Data
	OpStore                    // N: offset, Data
	OpAny                      // on []Waitable -> Ready
	OpCall                     // Msg -> Msg
	OpAccept                   // -> N: which call, Msg
	OpReply                    // N: which call, Msg
	lastOp
)

// Valid reports whether there is such an operation.
func (op Op) Valid() bool { return op > 0 && op < lastOp }

// Waits reports whether the operation may wait.
func (op Op) Waits() bool {
	switch op {
	case OpPut, OpGet, OpJoin, OpSend, OpRecv, OpPoll, OpAcquire, OpWait, OpAny, OpCall, OpAccept:
		return true
	}
	return false
}

// Tries reports whether the operation on obj, with NoWait as its deadline, has no effect if it cannot be completed at once.
func (op Op) Tries(obj any) bool {
	switch op {
	case OpCall:
		return false
	case OpWait:
		_, ok := obj.(*Event)
		return ok
	}
	return true
}

// Ahead is the N of a send that nobody waits for.
const Ahead = 1

// Args are what an operation is given.
type Args struct {
	N, M   int
	Msg    Message
	Data   []byte
	Action func() error // of a barrier; it never leaves the process
}

// A Result is what an operation gives.
type Result struct {
	N, M  int
	OK    bool
	Msg   Message
	Data  []byte
	Ready []int
}

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

// waitFar is Wait where some of the objects are far.
func waitFar(t *Task, objs []Waitable, deadline time.Time) ([]int, error) {
	var fars []Far
	var at []int // where in objs each of fars is
	near := make([]Waitable, 0, len(objs))
	var nearAt []int
	for i, o := range objs {
		if f := o.farSide(); f != nil {
			fars, at = append(fars, f), append(at, i)
		} else {
			near, nearAt = append(near, o), append(nearAt, i)
		}
	}
	collect := func(farReady []int) []int {
		ready := make([]int, 0, len(objs))
		is := make([]bool, len(objs))
		for _, i := range farReady {
			if i >= 0 && i < len(at) {
				is[at[i]] = true
			}
		}
		for _, i := range appendReady(nil, near) {
			is[nearAt[i]] = true
		}
		for i, ok := range is {
			if ok {
				ready = append(ready, i)
			}
		}
		return ready
	}
	if deadline == NoWait || len(appendReady(nil, near)) > 0 {
		r, err := finish(t, fars[0].Any(t, fars, NoWait), some(objs), "wait")
		if err != nil && err != ErrTimeout {
			return nil, err
		}
		if ready := collect(r.Ready); len(ready) > 0 {
			return ready, nil
		}
		if deadline == NoWait {
			return nil, ErrTimeout
		}
	}
	p := fars[0].Any(t, fars, deadline)
	for _, o := range near {
		o.watch(t)
	}
	err := t.wait(nil, some(objs), "wait", Forever, interrupted, func() bool {
		return p.Done() || len(appendReady(nil, near)) > 0
	})
	for _, o := range near {
		o.unwatch(t)
	}
	if !p.Done() {
		p.Cancel(t.stop.Load() >= cancelled)
	}
	r, farErr := p.Result()
	t.resume()
	if err != nil {
		return nil, err
	}
	ready := collect(r.Ready)
	if len(ready) > 0 {
		return ready, nil
	}
	if farErr == nil {
		farErr = ErrTimeout
	}
	return nil, farErr
}

// Do performs an operation that another process asks for on an object of this one. t is the task here that stands for the one there.
func Do(t *Task, obj any, op Op, deadline time.Time, a Args) (r Result, err error) {
	switch o := obj.(type) {
	case *Queue:
		return o.do(t, op, deadline, a)
	case *End:
		return o.do(t, op, deadline, a)
	case *Lock:
		return doLock(t, o, op, deadline)
	case *RLock:
		if op == OpCount {
			return Result{N: o.Count()}, nil
		}
		return doLock(t, o, op, deadline)
	case *Semaphore:
		switch op {
		case OpAcquire:
			return r, o.Acquire(t, deadline)
		case OpRelease:
			return r, o.Release(t)
		case OpValue:
			return Result{N: o.Value()}, nil
		}
	case *Condition:
		switch op {
		case OpWait:
			return r, o.Wait(t, deadline)
		case OpNotify:
			return r, o.Notify(t, a.N)
		case OpWaiters:
			return Result{N: o.Waiters()}, nil
		}
	case *Event:
		switch op {
		case OpWait:
			return r, o.Wait(t, deadline)
		case OpSet:
			o.Set()
			return r, nil
		case OpClear:
			o.Clear()
			return r, nil
		case OpIsSet, OpReady:
			n, set := o.Value()
			return Result{OK: set, N: n}, nil
		}
	case *Barrier:
		switch op {
		case OpWait:
			r.N, err = o.Wait(t, deadline, a.Action)
			return r, err
		case OpReset:
			o.Reset()
			return r, nil
		case OpAbort:
			o.Abort()
			return r, nil
		case OpWaiters:
			return Result{N: o.Waiting()}, nil
		case OpBroken:
			return Result{OK: o.Broken()}, nil
		}
	case *Memory:
		return o.do(op, a)
	case *Port:
		return o.do(t, op, deadline, a)
	case []Waitable:
		if op == OpAny {
			r.Ready, err = Wait(t, o, deadline)
			return r, err
		}
	}
	return r, ErrUnsupported
}

func (q *Queue) do(t *Task, op Op, deadline time.Time, a Args) (r Result, err error) {
	switch op {
	case OpPut:
		if a.Msg == nil {
			return r, ErrUnsupported
		}
		return r, q.Put(t, a.Msg, deadline)
	case OpGet:
		r.Msg, err = q.Get(t, deadline)
		return r, err
	case OpLen:
		return Result{N: q.Len()}, nil
	case OpBytes:
		return Result{N: q.Bytes()}, nil
	case OpFull:
		return Result{OK: q.Full()}, nil
	case OpLimit:
		q.LimitBytes(a.N)
		return r, nil
	case OpClose:
		q.Close()
		return r, nil
	case OpTaskDone:
		return r, q.TaskDone()
	case OpJoin:
		return r, q.Join(t, deadline)
	case OpUnfinished:
		return Result{N: q.Unfinished()}, nil
	case OpReady:
		return Result{OK: q.Ready()}, nil
	}
	return r, ErrUnsupported
}

func (e *End) do(t *Task, op Op, deadline time.Time, a Args) (r Result, err error) {
	switch op {
	case OpSend:
		if a.Msg == nil {
			return r, ErrUnsupported
		}
		if a.N == Ahead {
			return r, e.push(t, a.Msg)
		}
		return r, e.Send(t, a.Msg, deadline)
	case OpRecv:
		r.Msg, err = e.Recv(t, deadline)
		return r, err
	case OpPoll:
		return r, e.Poll(t, deadline)
	case OpClose:
		e.Close()
		return r, nil
	case OpClosed:
		return Result{OK: e.Closed()}, nil
	case OpReady:
		return Result{OK: e.Ready()}, nil
	}
	return r, ErrUnsupported
}

func doLock(t *Task, l Locker, op Op, deadline time.Time) (r Result, err error) {
	switch op {
	case OpAcquire:
		r.OK, err = l.Acquire(t, deadline)
		return r, err
	case OpRelease:
		return r, l.Release(t)
	case OpWhose:
		own, id := l.Whose(t)
		return Result{N: int(own), M: id}, nil
	case OpAbandoned:
		return Result{OK: l.core().isAbandoned()}, nil
	}
	return r, ErrUnsupported
}

// An Ownership says who owns a lock, as a task sees it.
type Ownership int

const (
	Nobody        Ownership = iota
	ThisTask                // the task that asks
	OtherTask               // another task of its process
	OtherProcess            // a task of another process
	lastOwnership = OtherProcess
)

// errorCodes are the errors of operations by the number that goes between processes.
var errorCodes = []error{nil, ErrTimeout, ErrCancelled, ErrClosed, ErrBroken, ErrReadOnly, ErrWriteOnly, ErrNotOwner, ErrTooMany,
	ErrBrokenBarrier, io.EOF, ErrUnsupported, ErrLost}

// ErrorCode returns the number by which an operation's error goes between processes, 0 for nil.
func ErrorCode(err error) int {
	for i, e := range errorCodes {
		if err == e {
			return i
		}
	}
	return len(errorCodes) - 2 // ErrUnsupported
}

// CodeError is the inverse of ErrorCode.
func CodeError(code int) error {
	if code < 0 || code >= len(errorCodes) {
		return ErrUnsupported
	}
	return errorCodes[code]
}

// A Kind names a type of object between processes.
type Kind uint8

// The kinds of objects; the comment says what N and M of a Spec are.
const (
	KindQueue     Kind = iota + 1 // N: at most so many messages
	KindEnd                       // N: 1 readable, 2 writable, 4 closed
	KindLock                      //
	KindRLock                     //
	KindSemaphore                 // N: value (when it is made), M: 1 bounded
	KindCondition                 // Lock
	KindEvent                     //
	KindBarrier                   // N: parties
	KindMemory                    // N: length
	KindPort                      //
	KindToken                     // Port, Msg
)

// A Spec says what an object is, without its state.
type Spec struct {
	Kind Kind
	N, M int
	Lock Locker  // of a condition that is to be made
	Port *Port   // of a token that is to be made
	Msg  Message // likewise
}

// Describe returns the Spec of a kernel object; ok is false if x is none.
func Describe(x any) (s Spec, ok bool) {
	switch o := x.(type) {
	case *Queue:
		return Spec{Kind: KindQueue, N: o.Max()}, true
	case *End:
		s = Spec{Kind: KindEnd}
		if o.Readable() {
			s.N |= 1
		}
		if o.Writable() {
			s.N |= 2
		}
		if o.Closed() {
			s.N |= 4
		}
		return s, true
	case *Lock:
		return Spec{Kind: KindLock}, true
	case *RLock:
		return Spec{Kind: KindRLock}, true
	case *Semaphore:
		s = Spec{Kind: KindSemaphore, N: o.max}
		if o.bounded {
			s.M = 1
		}
		return s, true
	case *Condition:
		return Spec{Kind: KindCondition}, true
	case *Event:
		return Spec{Kind: KindEvent}, true
	case *Barrier:
		return Spec{Kind: KindBarrier, N: o.parties}, true
	case *Memory:
		return Spec{Kind: KindMemory, N: o.Len()}, true
	case *Port:
		return Spec{Kind: KindPort}, true
	case *Token:
		return Spec{Kind: KindToken}, true
	}
	return s, false
}

// MaxMemory bounds a Memory, in bytes.
const MaxMemory = 1 << 30

// Make makes an object that another process has asked for; nil if there can be no such one. Ends are not made this way.
func Make(s Spec) any {
	switch s.Kind {
	case KindQueue:
		return NewQueue(s.N)
	case KindLock:
		return NewLock()
	case KindRLock:
		return NewRLock()
	case KindSemaphore:
		if s.N < 0 || s.N > MaxSemaphore {
			return nil
		}
		return newSemaphore(s.N, map[bool]int{true: s.N, false: MaxSemaphore}[s.M == 1], s.M == 1)
	case KindCondition:
		if s.Lock == nil {
			return nil
		}
		return NewCondition(s.Lock)
	case KindEvent:
		return NewEvent()
	case KindBarrier:
		if s.N < 1 {
			return nil
		}
		return NewBarrier(s.N)
	case KindMemory:
		if s.N < 0 || s.N > MaxMemory {
			return nil
		}
		return NewMemory(s.N)
	case KindPort:
		return NewPort()
	case KindToken:
		if s.Port == nil || s.Msg == nil {
			return nil
		}
		return NewToken(s.Port, s.Msg)
	}
	return nil
}

// NewFar makes an object whose state is in another process; nil if the kind is unknown.
func NewFar(s Spec, f Far) any {
	switch s.Kind {
	case KindQueue:
		return &Queue{far: f, s: stream{maxCount: s.N}}
	case KindEnd:
		return newFarEnd(s, f)
	case KindLock:
		return &Lock{mutex{far: f}}
	case KindRLock:
		return &RLock{mutex{far: f}}
	case KindSemaphore:
		return &Semaphore{far: f, max: s.N, bounded: s.M == 1}
	case KindCondition:
		return &Condition{far: f, lock: s.Lock}
	case KindEvent:
		return &Event{far: f}
	case KindBarrier:
		return &Barrier{far: f, parties: s.N}
	case KindMemory:
		return &Memory{far: f, n: s.N}
	case KindPort:
		return &Port{far: f}
	case KindToken:
		return &Token{far: f}
	}
	return nil
}

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

// newFarEnd makes an End whose pipe is in another process. The pipe that it has here only says what it can do.
func newFarEnd(s Spec, f Far) *End {
	p := new(pipe)
	p.side[0].p, p.side[1].p = p, p
	p.side[1].i = 1
	if s.N&1 != 0 {
		p.way[0] = new(stream)
	}
	if s.N&2 != 0 {
		p.way[1] = new(stream)
	}
	return &End{c: &p.side[0], far: f, closed: s.N&4 != 0, broken: s.M != 0}
}
