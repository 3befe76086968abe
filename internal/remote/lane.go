package remote

import (
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// Where messages go from one child to another again and again the root gives the two a lane: see ipc.Lane. A record of it is a parcel without objects: what goes along
// with a message changes hands with it, which is the root's to do.

// NewLane implements [ipc.LaneUser].
func (c *Conn) NewLane() *ipc.LaneMemory {
	if c.Lanes == nil || c.ring == nil {
		return nil
	}
	return c.Lanes()
}

// TellLane implements [ipc.LaneUser].
func (c *Conn) TellLane(e *ipc.End, m *ipc.LaneMemory, send bool) {
	c.mu.Lock()
	id, ok := c.numbers[e]
	c.mu.Unlock()
	if !ok {
		return // the child has let go of it
	}
	c.unwaited(func() {
		c.out.send(frameLane, func(e *wire.Encoder) {
			e.Uint(id)
			e.Bool(send)
			e.Int(m.Pid)
			e.Int(m.File)
			e.Uint(m.Key)
		})
	})
}

// Record implements [ipc.LaneUser].
func (c *Conn) Record(b []byte) ipc.Message { return record(c.codec, b) }

func record(codec Codec, b []byte) ipc.Message {
	d := wire.NewDecoder(b)
	p := Parcel{Kind: d.Byte(), Note: d.String(), Data: wire.Whole(d.Bytes())}
	if !d.OK() {
		return nil
	}
	m, err := codec.Decode(p, nil)
	if err != nil {
		return nil
	}
	return m
}

// lanes are those of a far end; the zero value has none.
type lanes struct{ in, out atomic.Pointer[ipc.Lane] }

// lane is told of a lane of one of the child's ends.
func (c *Client) lane(d *wire.Decoder) error {
	id, send := d.Uint(), d.Bool()
	m := &ipc.LaneMemory{Pid: d.Int(), File: d.Int(), Key: d.Uint()}
	if !d.OK() {
		return errFrame
	}
	c.mu.Lock()
	var f *far
	if e := c.objects[id]; e != nil {
		f = e.far.Value()
	}
	c.mu.Unlock()
	if f == nil || c.Lane == nil || !c.Lane(m) {
		return nil // the root sees that it is not used
	}
	if send {
		f.lanes.out.Store(ipc.NewLane(m))
	} else {
		f.lanes.in.Store(ipc.NewLane(m))
	}
	return nil
}

// Pass implements [ipc.Far]. What this process has asked for before must have happened before the message can be received.
func (f *far) Pass(m ipc.Message) bool {
	l := f.lanes.out.Load()
	if l == nil || !l.Open() || !f.c.settled() {
		return false
	}
	p, err := f.c.codec.Encode(m)
	if err != nil || len(p.Objects) > 0 || p.Data.Len() > ipc.LargestRecord {
		return false
	}
	e := wire.Encoder{B: make([]byte, 0, len(p.Note)+p.Data.Len()+16)}
	e.Byte(p.Kind)
	e.String(p.Note)
	e.Parts(p.Data)
	return l.Put(e.B)
}

// Lane implements [ipc.Far].
func (f *far) Lane() *ipc.Lane { return f.lanes.in.Load() }

// Take implements [ipc.Far].
func (f *far) Take(l *ipc.Lane) (ipc.Message, bool) {
	b, ok := l.Take()
	if !ok {
		return nil, false
	}
	m := record(f.c.codec, b)
	return m, m != nil
}
