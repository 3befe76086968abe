package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
)

// CPython iterates over a set in the order of its hash table. For strings that
// order changes from run to run, so nobody relies on it; for numbers it never
// does, and scripts print such sets. So sets whose elements all have exact
// hashes are listed in the order that CPython's table would have if the
// elements had been added one by one in the order of the engine's set (which is
// that of insertion). Deletions and unions can leave a table of another size in
// CPython; those histories are not followed.

const (
	setMinSize      = 8
	setLinearProbes = 9
	setPerturbShift = 5

	// maxOrderedSet bounds the work that listing a set may cost.
	maxOrderedSet = 1 << 20
)

// A setTable has numbers of elements, counted from 1, in the places that CPython's table has the elements in; hashes are theirs.
type setTable struct {
	places []uint32
	hashes []uint64
}

// SetOrder returns the elements in the order in which CPython would list a set
// made of them, if it can be known, else as they are. It can be stopped.
func SetOrder(env *object.Env, elems []starlark.Value) ([]starlark.Value, error) {
	if len(elems) < 2 || len(elems) > maxOrderedSet {
		return elems, nil
	}
	hashes := make([]uint64, len(elems))
	ascending := true
	for i, e := range elems {
		h, ok := exactHash(env, e)
		if !ok {
			return elems, nil
		}
		hashes[i] = uint64(h)
		ascending = ascending && uint64(h) == uint64(i)
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	if ascending { // 0, 1, 2 ...: each in the slot of its own number
		return elems, nil
	}
	table := setTable{make([]uint32, setMinSize), hashes}
	for i := range elems {
		table.place(uint32(i + 1))
		if err := env.Tick(); err != nil {
			return nil, err
		}
		used := i + 1
		if used*5 < (len(table.places)-1)*3 {
			continue
		}
		want := used * 4
		if used > 50000 {
			want = used * 2
		}
		size := setMinSize
		for size <= want {
			size <<= 1
		}
		old := table.places
		table.places = make([]uint32, size)
		for _, n := range old {
			if n != 0 {
				table.place(n)
			}
			if err := env.Tick(); err != nil {
				return nil, err
			}
		}
	}
	ordered := make([]starlark.Value, 0, len(elems))
	for _, n := range table.places {
		if n != 0 {
			ordered = append(ordered, elems[n-1])
		}
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}

// place puts an element into the first free slot of its probe sequence: runs of ten
// neighbours that don't wrap, then a jump mixed from the hash's upper bits.
func (t setTable) place(n uint32) {
	mask := uint64(len(t.places) - 1)
	perturb := t.hashes[n-1]
	i := perturb & mask
	for {
		last := i
		if i+setLinearProbes <= mask {
			last = i + setLinearProbes
		}
		for j := i; j <= last; j++ {
			if t.places[j] == 0 {
				t.places[j] = n
				return
			}
		}
		perturb >>= setPerturbShift
		i = (i*5 + 1 + perturb) & mask
	}
}
