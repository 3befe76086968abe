package ipc

import (
	"io"
	"time"
)

// This file is about operations on kernel objects as another process asks for them.

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
	Then   *func()      // of a put, or a send ahead: where it may leave what the caller is to call afterwards; likewise
}

// A Result is what an operation gives.
type Result struct {
	N, M  int
	OK    bool
	Msg   Message
	Data  []byte
	Ready []int
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
		return r, q.put(t, a.Msg, deadline, a.Then)
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
			return r, e.push(t, a.Msg, a.Then)
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
