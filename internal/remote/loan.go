package remote

import (
	"sync"
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/wire"
)

// With the result of a get or a receive the root lends the child the messages behind it: see ipc.Borrower. The child receives them without asking.

// A lender is what a Conn knows about loans to its child; nil where there is no shared memory.
type lender struct {
	borrower *ipc.Borrower

	mu   sync.Mutex
	over bool
	from map[any]struct{} // what has ever lent
}

func newLender(b *ipc.Borrower) *lender { return &lender{borrower: b, from: make(map[any]struct{})} }

// A loaned is a message on its way to the borrower.
type loaned struct {
	ipc.Loan
	parcel Parcel
}

// lend lends messages of o, from which the child has just got one.
func (c *Conn) lend(o any) []loaned {
	from, ok := o.(ipc.Lender)
	if !ok || c.lender == nil || !c.lender.enter(from) {
		return nil
	}
	var list []loaned
	loans := from.Lend(c.lender.borrower, func(m ipc.Message) bool {
		p, err := c.codec.Encode(m)
		// What goes along with a message changes hands with it.
		if err != nil || len(p.Objects) > 0 {
			return false
		}
		list = append(list, loaned{parcel: p})
		return true
	})
	for i, l := range loans {
		list[i].Loan = l
	}
	return list[:len(loans)]
}

func (l *lender) enter(o any) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.over {
		l.from[o] = struct{}{}
	}
	return !l.over
}

// forget is told that the child has no way to an object any more.
func (l *lender) forget(o any) {
	if l == nil || o == nil {
		return
	}
	l.mu.Lock()
	_, ok := l.from[o]
	delete(l.from, o)
	l.mu.Unlock()
	if ok {
		l.unlend(o)
	}
}

// end takes everything back.
func (l *lender) end() {
	if l == nil {
		return
	}
	l.mu.Lock()
	l.over = true
	from := l.from
	l.from = nil
	l.mu.Unlock()
	for o := range from {
		l.unlend(o)
	}
}

func (l *lender) unlend(o any) {
	switch o := o.(type) {
	case ipc.Lender:
		o.Unlend(l.borrower)
	case ipc.LockLender:
		o.UnlendLock(l.borrower)
	}
}

func encodeLoans(e *wire.Encoder, list []loaned) {
	e.Uint(uint64(len(list)))
	for _, l := range list {
		e.Int(l.Slot)
		e.Uint(l.ID)
		e.Byte(l.parcel.Kind)
		e.String(l.parcel.Note)
		e.Parts(l.parcel.Data)
	}
}

func decodeLoans(d *wire.Decoder) []loaned {
	list := make([]loaned, d.Count())
	for i := range list {
		list[i].Slot, list[i].ID = d.Int(), d.Uint()
		list[i].parcel = Parcel{Kind: d.Byte(), Note: d.String(), Data: wire.Whole(d.Bytes())}
	}
	return list
}

// A purse holds what was lent to a child from one object.
type purse struct {
	n    atomic.Int32 // len(list)
	mu   sync.Mutex
	list []loaned
}

func (p *purse) add(list []loaned) {
	p.mu.Lock()
	p.list = append(p.list, list...)
	p.n.Store(int32(len(p.list)))
	p.mu.Unlock()
}

// take returns the oldest message that has not been taken back.
func (p *purse) take(words []atomic.Uint64) (parcel Parcel, ok bool) {
	if p.n.Load() == 0 {
		return parcel, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.list) > 0 && !ok {
		l := p.list[0]
		p.list[0] = loaned{}
		p.list = p.list[1:]
		if ok = l.Take(words); ok {
			parcel = l.parcel
		}
	}
	p.n.Store(int32(len(p.list)))
	return parcel, ok
}

// borrowed performs an operation with what was lent, if that is possible.
func (f *far) borrowed(op ipc.Op) (r ipc.Result, ok bool) {
	if op != ipc.OpGet && op != ipc.OpRecv {
		return r, false
	}
	parcel, ok := f.purse.take(f.c.words)
	if !ok {
		return r, false
	}
	m, err := f.c.codec.Decode(parcel, nil)
	if err != nil {
		return r, false
	}
	r.Msg = m
	return r, true
}
