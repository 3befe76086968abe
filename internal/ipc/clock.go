package ipc

import "time"

// A Clock tells the time and wakes those who wait for it. A Kernel with a Clock of its own runs in that clock's time.
// Its methods may be called from any goroutine.
type Clock interface {
	Now() time.Time
	// AfterFunc arranges for f to be called, on any goroutine, once d has passed.
	AfterFunc(d time.Duration, f func()) Timer
}

// A Timer is a call that a Clock will make. A *time.Timer is one.
type Timer interface {
	// Reset makes the call due in d from now, whether or not it has been made before.
	Reset(d time.Duration) bool
	// Stop calls it off. A call that is already under way goes on.
	Stop() bool
}

type systemClock struct{}

func (systemClock) Now() time.Time                            { return time.Now() }
func (systemClock) AfterFunc(d time.Duration, f func()) Timer { return time.AfterFunc(d, f) }
