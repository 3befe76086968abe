package engine

import "time"

// This file lets operations be given up that Go does not interrupt.

// A Halt says whether a long operation is to stop.
type Halt struct {
	// Asked reports whether it is. It takes some nanoseconds.
	Asked func() bool
	// Soon returns a channel that is closed when Asked is to be called again at once. It may be nil.
	Soon func() <-chan struct{}
}

// Await calls allocate, which only takes memory, on a goroutine of its own, and asks while it waits whether to stop: each millisecond, and when it
// is told to, for where every processor is busy Go may look at its timers 10 ms late. ok is false if it was stopped; then what is allocated is garbage.
// A panic in allocate is one of the caller's.
func Await[T any](allocate func() T, halt Halt) (v T, ok bool) {
	made := make(chan T, 1)
	broken := make(chan any, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				broken <- r
			}
		}()
		made <- allocate()
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	var soon <-chan struct{}
	if halt.Soon != nil {
		soon = halt.Soon()
	}
	for {
		select {
		case v := <-made:
			return v, true
		case r := <-broken:
			panic(r)
		case <-soon:
			soon = nil
		case <-tick.C:
		}
		if halt.Asked() {
			return v, false
		}
	}
}
