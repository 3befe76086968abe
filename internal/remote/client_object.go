package remote

import (
	"runtime"
	"weak"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// This file is about the objects that a child has of its root.

// An entry is an object that the child has, or had until a moment ago.
type entry struct {
	far   weak.Pointer[far] // of the object
	count int               // how often the root has sent it
	turn  int               // of how manieth object of this number far is
}

func (c *Client) encodeParcel(e *wire.Encoder, p Parcel) {
	e.Byte(p.Kind)
	e.String(p.Note)
	e.Parts(p.Data)
	c.encodeRefs(e, p.Objects)
}

// encodeRefs writes far objects by their numbers.
func (c *Client) encodeRefs(e *wire.Encoder, objects []any) {
	e.Uint(uint64(len(objects)))
	for _, o := range objects {
		id := uint64(0) // nothing: the root takes that for damage
		if f, ok := ipc.FarOf(o).(*far); ok && f.c == c {
			id = f.id
		}
		e.Uint(id)
	}
}

func (c *Client) parcel(d *wire.Decoder) Parcel {
	return Parcel{Kind: d.Byte(), Note: d.String(), Data: wire.Whole(d.Bytes()), Objects: c.refs(d)}
}

// refs reads the objects that the root has sent.
func (c *Client) refs(d *wire.Decoder) []any {
	n := d.Count()
	if n == 0 {
		return nil
	}
	objects := make([]any, n)
	for i := range objects {
		id := d.Uint()
		s := ipc.Spec{Kind: ipc.Kind(d.Byte()), N: d.Int(), M: d.Int()}
		if d.Bad() {
			return nil
		}
		objects[i] = c.object(id, s, 1)
		if objects[i] == nil {
			d.Fail()
			return nil
		}
	}
	return objects
}

// object returns the far object of that number; sent says whether the root has just sent it.
func (c *Client) object(id uint64, s ipc.Spec, sent int) any {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.objects[id]
	if e == nil {
		e = &entry{}
		c.objects[id] = e
	}
	e.count += sent
	if f := e.far.Value(); f != nil {
		return f.o
	}
	f := &far{c: c, id: id}
	if f.o = ipc.NewFar(s, f); f.o == nil {
		return nil
	}
	e.turn++
	e.far = weak.Make(f)
	runtime.AddCleanup(f, c.collected, collected{id, e.turn})
	return f.o
}

type collected struct {
	id   uint64
	turn int
}

func (c *Client) collected(x collected) {
	c.mu.Lock()
	e := c.objects[x.id]
	if e == nil || e.turn != x.turn {
		c.mu.Unlock()
		return // it has come again since
	}
	delete(c.objects, x.id)
	count := e.count
	c.mu.Unlock()
	c.out.send(frameRelease, func(e *wire.Encoder) {
		e.Uint(x.id)
		e.Int(count)
	})
}

// Make makes an object in the root. The numbers that a child gives are even, those of the root odd.
func (c *Client) Make(s ipc.Spec) any {
	id := 2 * c.lastID.Add(1)
	var parcel Parcel
	if s.Msg != nil {
		var err error
		if parcel, err = c.codec.Encode(s.Msg); err != nil {
			return nil
		}
	}
	c.out.send(frameMake, func(e *wire.Encoder) {
		e.Uint(id)
		e.Byte(byte(s.Kind))
		e.Int(s.N)
		e.Int(s.M)
		var with []any
		if s.Lock != nil {
			with = append(with, s.Lock)
		}
		if s.Port != nil {
			with = append(with, s.Port)
		}
		c.encodeRefs(e, with)
		e.Bool(s.Msg != nil)
		if s.Msg != nil {
			c.encodeParcel(e, parcel)
		}
	})
	return c.object(id, s, 1)
}

// MakePipe makes a pipe in the root, and opens both of its sides for the process pid.
func (c *Client) MakePipe(pid int, duplex bool) (a, b *ipc.End) {
	ida, idb := 2*c.lastID.Add(1), 2*c.lastID.Add(1)
	c.out.send(framePipe, func(e *wire.Encoder) {
		e.Int(pid)
		e.Bool(duplex)
		e.Uint(ida)
		e.Uint(idb)
	})
	can := func(first bool) ipc.Spec {
		s := ipc.Spec{Kind: ipc.KindEnd}
		if duplex || first {
			s.N |= 1
		}
		if duplex || !first {
			s.N |= 2
		}
		return s
	}
	return c.object(ida, can(true), 1).(*ipc.End), c.object(idb, can(false), 1).(*ipc.End)
}

func closeEnds(objects []any) {
	for _, o := range objects {
		if e, ok := o.(*ipc.End); ok {
			e.Close()
		}
	}
}
