package builtin

import "go.starlark.net/starlark"

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

type setEntry struct {
	used bool
	hash uint64
	elem starlark.Value
}

// SetOrder returns the elements in the order in which CPython would list a set
// made of them, if it can be known, else as they are. It may reuse elems.
func SetOrder(elems []starlark.Value) []starlark.Value {
	if len(elems) < 2 || len(elems) > maxOrderedSet {
		return elems
	}
	hashes := make([]uint64, len(elems))
	ascending := true
	for i, e := range elems {
		h, ok := exactHash(e)
		if !ok {
			return elems
		}
		hashes[i] = uint64(h)
		ascending = ascending && uint64(h) == uint64(i)
	}
	if ascending { // 0, 1, 2 ...: each in the slot of its own number
		return elems
	}
	table := make([]setEntry, setMinSize)
	used := 0
	for i, e := range elems {
		setPlace(table, setEntry{true, hashes[i], e})
		used++
		if used*5 < (len(table)-1)*3 {
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
		grown := make([]setEntry, size)
		for _, old := range table {
			if old.used {
				setPlace(grown, old)
			}
		}
		table = grown
	}
	out := elems[:0]
	for _, e := range table {
		if e.used {
			out = append(out, e.elem)
		}
	}
	return out
}

// setPlace puts e into the first free slot of its probe sequence: runs of ten
// neighbours that don't wrap, then a jump mixed from the hash's upper bits.
func setPlace(table []setEntry, e setEntry) {
	mask := uint64(len(table) - 1)
	perturb := e.hash
	i := e.hash & mask
	for {
		last := i
		if i+setLinearProbes <= mask {
			last = i + setLinearProbes
		}
		for j := i; j <= last; j++ {
			if !table[j].used {
				table[j] = e
				return
			}
		}
		perturb >>= setPerturbShift
		i = (i*5 + 1 + perturb) & mask
	}
}
