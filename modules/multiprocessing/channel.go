package multiprocessing

import (
	gocontext "context"
	"time"

	"github.com/mpstar/mpstar/internal/govalue"
)

// This file lets a Go channel of the host's be one end of a queue or pipe. The values below are given to scripts as globals, members of modules
// or arguments: see package runtime.

// FromChannel returns the receiving end of a queue whose other end is ch: scripts take out what Go code sends. Scripts see get(block=True, timeout=None),
// get_nowait(), empty() and qsize() as those of Queue, the arguments by keyword. When ch is closed and empty, get raises EOFError. Any number of
// processes may share it; each value goes to one of them. What is received is converted as package runtime says.
func FromChannel[T any](ch <-chan T) *Receiver[T] { return &Receiver[T]{ch} }

// ToChannel returns the sending end of a queue whose other end is ch: Go code receives what scripts put in. Scripts see put(value, block=True,
// timeout=None), put_nowait(value) and full() as those of Queue, the arguments but for the value by keyword. A value that has no counterpart in T raises
// TypeError. ch must not be closed while scripts run. Without a receiver put waits, and is ended with the script.
func ToChannel[T any](ch chan<- T) *Sender[T] { return &Sender[T]{ch} }

// Channels returns one end of a pipe whose other end are two channels: scripts send to out and receive from in. Scripts see send(value), recv()
// and close() as those of Connection. recv raises EOFError when in is closed and empty.
func Channels[In, Out any](in <-chan In, out chan<- Out) *Duplex[In, Out] {
	return &Duplex[In, Out]{Receiver[In]{in}, Sender[Out]{out}}
}

// A Receiver is what FromChannel returns. Its methods are for scripts; they may be called from any goroutine.
type Receiver[T any] struct{ ch <-chan T }

// A Sender is what ToChannel returns. Its methods are for scripts; they may be called from any goroutine.
type Sender[T any] struct{ ch chan<- T }

// A Duplex is what Channels returns. Its methods are for scripts; they may be called from any goroutine.
type Duplex[In, Out any] struct {
	in  Receiver[In]
	out Sender[Out]
}

// Waiting are the keyword arguments of what may wait.
type Waiting struct {
	Block   *bool
	Timeout *time.Duration
}

// begin returns a channel that ends the wait, nil if none does, and whether to wait at all.
func (w Waiting) begin() (timeout <-chan time.Time, wait bool, stop func()) {
	if w.Block != nil && !*w.Block || w.Timeout != nil && *w.Timeout <= 0 {
		return nil, false, func() {}
	}
	if w.Timeout == nil {
		return nil, true, func() {}
	}
	t := time.NewTimer(*w.Timeout)
	return t.C, true, func() { t.Stop() }
}

func raised(class, message string) error { return &govalue.RaiseError{Class: class, Message: message} }

// Get takes the next value.
func (r *Receiver[T]) Get(ctx gocontext.Context, w Waiting) (v T, err error) {
	var ok bool
	select {
	case v, ok = <-r.ch:
	default:
		timeout, wait, stop := w.begin()
		defer stop()
		if !wait {
			return v, raised("queue.Empty", "")
		}
		select {
		case v, ok = <-r.ch:
		case <-timeout:
			return v, raised("queue.Empty", "")
		case <-ctx.Done():
			return v, ctx.Err()
		}
	}
	if !ok {
		return v, raised("EOFError", "the channel is closed")
	}
	return v, nil
}

// GetNowait takes the next value if there is one.
func (r *Receiver[T]) GetNowait(ctx gocontext.Context) (T, error) {
	never := false
	return r.Get(ctx, Waiting{Block: &never})
}

// Empty reports whether no value waits in the channel's buffer.
func (r *Receiver[T]) Empty() bool { return len(r.ch) == 0 }

// Qsize returns how many values wait in the channel's buffer.
func (r *Receiver[T]) Qsize() int { return len(r.ch) }

// Put hands a value to whoever receives from the channel.
func (s *Sender[T]) Put(ctx gocontext.Context, v T, w Waiting) error {
	select {
	case s.ch <- v:
		return nil
	default:
	}
	timeout, wait, stop := w.begin()
	defer stop()
	if !wait {
		return raised("queue.Full", "")
	}
	select {
	case s.ch <- v:
		return nil
	case <-timeout:
		return raised("queue.Full", "")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// PutNowait hands a value over if that is possible at once.
func (s *Sender[T]) PutNowait(ctx gocontext.Context, v T) error {
	never := false
	return s.Put(ctx, v, Waiting{Block: &never})
}

// Full reports whether the channel's buffer is full.
func (s *Sender[T]) Full() bool { return len(s.ch) == cap(s.ch) }

// Send hands a value to whoever receives from the channel.
func (d *Duplex[In, Out]) Send(ctx gocontext.Context, v Out) error {
	return d.out.Put(ctx, v, Waiting{})
}

// Recv takes the next value.
func (d *Duplex[In, Out]) Recv(ctx gocontext.Context) (In, error) { return d.in.Get(ctx, Waiting{}) }

// Close does nothing: the channels are the host's.
func (d *Duplex[In, Out]) Close() {}
