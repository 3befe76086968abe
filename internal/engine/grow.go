package engine

import (
	"reflect"
	"unsafe"

	"go.starlark.net/starlark"
)

// This file doubles the tables of large dicts and sets in the engine's place. The engine does it within one instruction, for a million entries in a
// third of a second; here it is done in pieces, and without computing hashes and comparing keys again.

const bucketSize = 8

type bucket struct {
	entries [bucketSize]entry
	next    *bucket
}

// hashtable is all that a Dict or a Set has.
type hashtable struct {
	table     []bucket
	bucket0   [1]bucket
	len       uint32
	itercount uint32
	head      *entry
	tailLink  **entry
	frozen    bool
	_         struct{}
}

var tableKnown = lookTable()

func lookTable() bool {
	d, ok := reflect.TypeFor[starlark.Dict]().FieldByName("ht")
	s, ok2 := reflect.TypeFor[starlark.Set]().FieldByName("ht")
	if !ok || !ok2 || d.Offset != 0 || s.Offset != 0 || d.Type != s.Type || d.Type.Kind() != reflect.Struct {
		return false
	}
	mirror := reflect.TypeFor[hashtable]()
	if d.Type.NumField() != mirror.NumField() || d.Type.Size() != mirror.Size() {
		return false
	}
	for i := range mirror.NumField() {
		f, m := d.Type.Field(i), mirror.Field(i)
		if f.Name != m.Name || f.Offset != m.Offset || f.Type.Kind() != m.Type.Kind() || f.Type.Size() != m.Type.Size() {
			return false
		}
	}
	buckets := d.Type.Field(0).Type
	if buckets.Kind() != reflect.Slice || buckets.Elem().Kind() != reflect.Struct || buckets.Elem().NumField() != 2 {
		return false
	}
	b := buckets.Elem()
	entries := b.Field(0).Type
	return b.Size() == unsafe.Sizeof(bucket{}) && b.Field(1).Type == reflect.PointerTo(b) &&
		entries.Kind() == reflect.Array && entries.Len() == bucketSize && mirrors(entries.Elem(), reflect.TypeFor[entry]())
}

// GrowFrom is how many entries a table has at least that is grown here: one that the engine doubles in some 3 ms.
const GrowFrom = 13 << 10

// full reports whether a table is doubled for the next new key but more: the engine's load factor is 6.5.
func (ht *hashtable) full(more uint32) bool { return 2*uint64(ht.len+more) >= 13*uint64(len(ht.table)) }

// open reports whether a table may be grown here.
func (ht *hashtable) open() bool { return tableKnown && !ht.frozen && ht.itercount == 0 }

func dictTable(d *starlark.Dict) *hashtable { return (*hashtable)(unsafe.Pointer(d)) }
func setTable(s *starlark.Set) *hashtable   { return (*hashtable)(unsafe.Pointer(s)) }

// DictFull reports whether the next new key would make the engine double a large table, which GrowDict does in its place.
func DictFull(d *starlark.Dict) bool { return d.Len() >= GrowFrom && full(dictTable(d), 0) }

// SetFull is DictFull for a set.
func SetFull(s *starlark.Set) bool { return s.Len() >= GrowFrom && full(setTable(s), 0) }

// DictNearlyFull reports whether a sixteenth more entries would.
func DictNearlyFull(d *starlark.Dict) bool {
	return d.Len() >= GrowFrom && full(dictTable(d), uint32(d.Len()/16))
}

// SetNearlyFull is DictNearlyFull for a set.
func SetNearlyFull(s *starlark.Set) bool {
	return s.Len() >= GrowFrom && full(setTable(s), uint32(s.Len()/16))
}

func full(ht *hashtable, more uint32) bool { return ht.open() && ht.full(more) }

// DictGrowth returns how many bytes the table is to have that GrowDict makes.
func DictGrowth(d *starlark.Dict) int64 { return dictTable(d).growth() }

// SetGrowth is DictGrowth for a set.
func SetGrowth(s *starlark.Set) int64 { return setTable(s).growth() }

func (ht *hashtable) growth() int64 {
	if !tableKnown {
		return 0
	}
	return 2 * int64(len(ht.table)) * int64(unsafe.Sizeof(bucket{}))
}

// GrowDict doubles the table of a dict that is full, or nearly. After each millisecond or so it asks whether to stop. If it stops it reports false, and the
// dict may be empty: so only who knows that nobody looks at the dict any more may say so. Nobody may be in the middle of a look-up in the dict.
func GrowDict(d *starlark.Dict, halt Halt) bool { return dictTable(d).grow(halt) }

// GrowSet is GrowDict for a set.
func GrowSet(s *starlark.Set, halt Halt) bool { return setTable(s).grow(halt) }

// growPiece is how many buckets are handled between two questions.
const growPiece = 1 << 10

func (ht *hashtable) grow(halt Halt) bool {
	if !ht.open() || ht.head == nil {
		return true
	}
	old := ht.table
	n := uint32(len(old))
	table := newTable(2*n, halt)
	if table == nil {
		return false
	}
	// What is in bucket i goes to bucket i or n+i. An entry's next is the old one meanwhile, and an old entry's prevLink the new one's next.
	for i := range old {
		if i%growPiece == 0 && halt.Asked() {
			return ht.abandon()
		}
		var to [2]slot
		to[0].b, to[1].b = &table[i], &table[uint32(i)+n]
		for p := &old[i]; p != nil; p = p.next {
			for j := range p.entries {
				e := &p.entries[j]
				if e.hash == 0 {
					continue
				}
				half := 0
				if e.hash&n != 0 {
					half = 1
				}
				to := to[half].free()
				to.hash, to.key, to.value, to.next = e.hash, e.key, e.value, e.next
				e.prevLink = &to.next
			}
		}
	}
	head := moved(ht.head)
	var tail *entry
	for i := range table {
		if i%growPiece == 0 && halt.Asked() {
			return ht.abandon()
		}
		for p := &table[i]; p != nil; p = p.next {
			for j := range p.entries {
				e := &p.entries[j]
				switch {
				case e.hash == 0:
				case e.next == nil:
					tail = e
				default:
					after := moved(e.next)
					e.next, after.prevLink = after, &e.next
				}
			}
		}
	}
	head.prevLink = &ht.head
	ht.table, ht.head, ht.tailLink = table, head, &tail.next
	ht.bucket0 = [1]bucket{}
	// Whoever walks over the old entries goes on with the new ones: see Entries.
	for i := range old {
		if i%growPiece == 0 && halt.Asked() {
			break
		}
		for p := &old[i]; p != nil; p = p.next {
			for j := range p.entries {
				p.entries[j].hash = 0
			}
		}
	}
	return true
}

// waitFor is from how many buckets on a new table, some 15 MB, is worth waiting for: where Go's collector is at work, who wants much memory must help
// it first, for 100 ms and more.
const waitFor = 1 << 15

// newTable returns nil if it was stopped.
func newTable(n uint32, halt Halt) []bucket {
	if n < waitFor {
		return make([]bucket, n)
	}
	table, _ := Await(func() []bucket { return make([]bucket, n) }, halt)
	return table
}

// abandon makes a table empty whose entries have been moved in part.
func (ht *hashtable) abandon() bool {
	ht.table, ht.head, ht.tailLink, ht.len = nil, nil, nil, 0
	return false
}

// A slot is where a bucket has room for an entry.
type slot struct {
	b *bucket
	i int
}

func (s *slot) free() *entry {
	if s.i == bucketSize {
		s.b.next = new(bucket)
		s.b, s.i = s.b.next, 0
	}
	s.i++
	return &s.b.entries[s.i-1]
}

// moved returns the entry that an old one has become.
func moved(e *entry) *entry {
	return (*entry)(unsafe.Add(unsafe.Pointer(e.prevLink), -int(unsafe.Offsetof(e.next))))
}
