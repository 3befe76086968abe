package remote

import (
	"time"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// A Parcel is a message in the form in which it goes between processes.
type Parcel struct {
	Kind    byte
	Note    string
	Data    wire.Parts
	Objects []any // of the kernel
}

// A Codec turns messages into parcels and back. Both may be called from any goroutine.
type Codec interface {
	// Encode's error is the script's: the message cannot go.
	Encode(m ipc.Message) (Parcel, error)
	// Decode takes over the parcel's objects: drop gives back those that the message holds if it is dropped.
	Decode(p Parcel, drop func()) (ipc.Message, error)
	// Error makes the script's error of one that Encode returned in the other process.
	Error(text string) error
}

// The deadline of an operation goes as the time that is left: below zero for none.
func encodeDeadline(e *wire.Encoder, t *ipc.Task, deadline time.Time) {
	switch {
	case deadline.IsZero():
		e.Int(-1)
	case deadline.Equal(ipc.NoWait) || t == nil:
		e.Int(0)
	default:
		e.Int(max(0, int(deadline.Sub(t.Now()))))
	}
}

func decodeDeadline(d *wire.Decoder) (left time.Duration, forever bool) {
	n := d.Int64()
	return time.Duration(max(n, 0)), n < 0
}

func deadlineOf(t *ipc.Task, left time.Duration, forever bool) time.Time {
	switch {
	case forever:
		return ipc.Forever
	case left == 0 || t == nil:
		return ipc.NoWait
	}
	return t.Deadline(left)
}
