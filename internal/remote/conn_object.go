package remote

import (
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// This file is about the objects of the root that a child has.

// exported is an object that the child has.
type exported struct {
	o     any
	count int // how often it was sent and has not been released
}

// lookup returns an object that the child has.
func (c *Conn) lookup(id uint64) any {
	c.mu.Lock()
	defer c.mu.Unlock()
	if x := c.objects[id]; x != nil {
		return x.o
	}
	return nil
}

// refs reads objects that the child has sent.
func (c *Conn) refs(d *wire.Decoder) ([]any, error) {
	n := d.Count()
	if n == 0 {
		return nil, nil
	}
	objects := make([]any, n)
	for i := range objects {
		o := c.lookup(d.Uint())
		if o == nil {
			closeEnds(objects)
			return nil, errFrame
		}
		if e, ok := o.(*ipc.End); ok && !e.Closed() {
			o = e.Dup(nil) // open while it is on its way
		}
		objects[i] = o
	}
	return objects, nil
}

// encodeRefs sends objects; ends of pipes become h's. It is called with what must be sent next held back by c.out's mutex.
func (c *Conn) encodeRefs(e *wire.Encoder, objects []any, h *ipc.Holder) {
	e.Uint(uint64(len(objects)))
	for _, o := range objects {
		if end, ok := o.(*ipc.End); ok && !end.Closed() {
			own := end.Conn().Open(h)
			own.SetUser(c)
			end.Close()
			o = own
		}
		s, _ := ipc.Describe(o)
		id := c.export(o)
		if end, ok := o.(*ipc.End); ok && end.Writable() && c.alert(id, end) {
			s.M = 1
		}
		e.Uint(id)
		e.Byte(byte(s.Kind))
		e.Int(s.N)
		e.Int(s.M)
	}
}

// alert has the child told when the other side of an end is gone. It reports whether it is already.
func (c *Conn) alert(id uint64, end *ipc.End) (gone bool) {
	return end.Alert(func() {
		c.out.send(frameBroken, func(e *wire.Encoder) { e.Uint(id) })
	})
}

func (c *Conn) export(o any) uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.objects == nil {
		return 0 // the connection has ended
	}
	if id, ok := c.numbers[o]; ok {
		c.objects[id].count++
		return id
	}
	c.lastID += 2
	c.numbers[o] = c.lastID
	c.objects[c.lastID] = &exported{o, 1}
	return c.lastID
}

// enter notes an object that the child has numbered.
func (c *Conn) enter(id uint64, o any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if id == 0 || id%2 != 0 || o == nil || c.objects[id] != nil {
		return errFrame
	}
	if c.objects != nil {
		c.objects[id] = &exported{o, 1}
		c.numbers[o] = id
	}
	return nil
}

func (c *Conn) make(d *wire.Decoder) error {
	id := d.Uint()
	s := ipc.Spec{Kind: ipc.Kind(d.Byte()), N: d.Int(), M: d.Int()}
	with, err := c.refs(d)
	if err != nil {
		return err
	}
	for _, o := range with {
		switch o := o.(type) {
		case ipc.Locker:
			s.Lock = o
		case *ipc.Port:
			s.Port = o
		}
	}
	if d.Bool() {
		if s.Msg, err = c.message(d); err != nil {
			return err
		}
	}
	if !d.OK() {
		return errFrame
	}
	return c.enter(id, ipc.Make(s))
}

func (c *Conn) message(d *wire.Decoder) (ipc.Message, error) {
	p := Parcel{Kind: d.Byte(), Note: d.String(), Data: wire.Whole(d.Bytes())}
	var err error
	if p.Objects, err = c.refs(d); err != nil || d.Bad() {
		closeEnds(p.Objects)
		return nil, errFrame
	}
	return c.codec.Decode(p, func() { closeEnds(p.Objects) })
}
