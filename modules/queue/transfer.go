package queue

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pickle"
)

// Transfer copies the queue with its items, as a fork copies it: what either process
// puts afterwards the other does not get, and nobody waits in the copy.
func (q *queue) Transfer(p *pickle.Packer) (pickle.Import, error) {
	var refs []pickle.Ref
	shut := 0
	if q.shut {
		shut = 1
	}
	if w := q.whole; w != nil {
		for _, v := range []value{w.items, w.mutex, w.notEmpty, w.notFull, w.done} {
			if v == nil {
				v = starlark.None
			}
			r, err := p.Pack(v)
			if err != nil {
				return nil, err
			}
			refs = append(refs, r)
		}
		return p.Portable("queue.queue", pickle.Numbers(isWhole, q.max, q.unfinished, shut), refs)
	}
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
	return p.Portable("queue.queue", pickle.Numbers(kind, q.max, q.unfinished, shut), refs)
}

// isWhole is the kind of a queue that crosses with its parts; those of the others are the stores in their order below.
const isWhole = 3

func init() {
	pickle.Register("queue.queue", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(4)
		if err != nil || n[0] < 0 || n[0] > isWhole || n[0] == isWhole && len(p.Refs) != 5 {
			return nil, p.Damaged()
		}
		items := make([]value, len(p.Refs))
		for i := range items {
			if items[i], err = p.Value(u, i); err != nil {
				return nil, err
			}
		}
		q := &queue{max: n[1], unfinished: n[2], shut: n[3] != 0}
		if n[0] == isWhole {
			q.whole = &whole{items[0], items[1], items[2], items[3], items[4]}
			return q, nil
		}
		store := [...]store{new(fifo), new(stack), new(heap)}[n[0]].empty()
		store.fill(items)
		q.items = store
		return q, nil
	})
}
