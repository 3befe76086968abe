package queue

import (
	"github.com/mpstar/mpstar/internal/pickle"
)

// Transfer copies the queue with its items, as a fork copies it: what either process
// puts afterwards the other does not get, and nobody waits in the copy.
func (q *queue) Transfer(p *pickle.Packer) (pickle.Import, error) {
	var refs []pickle.Ref
	for _, v := range q.items.all() {
		r, err := p.Pack(v)
		if err != nil {
			return nil, err
		}
		refs = append(refs, r)
	}
	kind := 0
	switch q.items.(type) {
	case *stack:
		kind = 1
	case *heap:
		kind = 2
	}
	return p.Portable("queue.queue", pickle.Numbers(kind, q.max, q.unfinished), refs)
}

func init() {
	pickle.Register("queue.queue", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(3)
		if err != nil || n[0] < 0 || n[0] > 2 {
			return nil, p.Damaged()
		}
		items := make([]value, len(p.Refs))
		for i := range items {
			if items[i], err = p.Value(u, i); err != nil {
				return nil, err
			}
		}
		store := [...]store{new(fifo), new(stack), new(heap)}[n[0]].empty()
		store.fill(items)
		return &queue{max: n[1], unfinished: n[2], items: store}, nil
	})
}
