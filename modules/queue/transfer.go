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
	max, unfinished, empty := q.max, q.unfinished, q.items.empty
	return func(u *pickle.Unpacker) (any, error) {
		items := make([]value, len(refs))
		for i, r := range refs {
			var err error
			if items[i], err = u.Value(r); err != nil {
				return nil, err
			}
		}
		store := empty()
		store.fill(items)
		return &queue{max: max, unfinished: unfinished, items: store}, nil
	}, nil
}
