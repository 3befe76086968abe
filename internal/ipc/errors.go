package ipc

import (
	"errors"
	"time"
)

// The reasons for which an operation on a kernel object fails. The end of a pipe's data is io.EOF.
var (
	// ErrTimeout means that the deadline passed first. Nothing has happened to the object.
	ErrTimeout = errors.New("ipc: timed out")
	// ErrCancelled means that the task was cancelled, interrupted, or belongs to a holder that has been closed.
	ErrCancelled = errors.New("ipc: cancelled")
	// ErrClosed means that the queue, or this handle of a pipe, has been closed.
	ErrClosed = errors.New("ipc: closed")
	// ErrBroken means that nobody is left who could receive what is sent into a pipe.
	ErrBroken = errors.New("ipc: nobody is left to receive")
	// ErrReadOnly and ErrWriteOnly refuse the direction that an end of a one-way pipe lacks.
	ErrReadOnly  = errors.New("ipc: this end of the pipe only receives")
	ErrWriteOnly = errors.New("ipc: this end of the pipe only sends")
	// ErrNotOwner means that the operation is for the task that owns the lock alone.
	ErrNotOwner = errors.New("ipc: the lock is not owned by this task")
	// ErrTooMany means that a lock, semaphore or count of unfinished messages was given back more often than taken.
	ErrTooMany = errors.New("ipc: released too many times")
	// ErrBrokenBarrier means that the barrier is broken, or was broken or reset while the task waited in it.
	ErrBrokenBarrier = errors.New("ipc: broken barrier")
	// ErrUnsupported means that an object has no such operation, or that its arguments make no sense: another process asked for it.
	ErrUnsupported = errors.New("ipc: no such operation")
	// ErrLost means that the process in which the object lives cannot be reached any more.
	ErrLost = errors.New("ipc: the process that keeps the object is gone")
)

// Forever is the deadline of a wait that has none.
var Forever time.Time

// NoWait is a deadline that has always passed: the operation is tried once. Any other time in the past does as well.
var NoWait = time.Unix(1, 0)
