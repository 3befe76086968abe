package engine

import (
	"reflect"
	"unsafe"

	"go.starlark.net/starlark"
)

// This file reaches into lists and dicts. The types here mirror the engine's; where theirs differ, nothing here is used.

type list struct {
	elems     []starlark.Value
	frozen    bool
	itercount uint32
}

type entry struct {
	hash       uint32
	key, value starlark.Value
	next       *entry
	prevLink   **entry
}

var (
	listKnown                = mirrors(reflect.TypeFor[starlark.List](), reflect.TypeFor[list]())
	headAt, tailAt, hasEntry = lookDict()
)

// mirrors reports whether two structs have the same fields in the same places.
func mirrors(t, mirror reflect.Type) bool {
	if t.Kind() != reflect.Struct || t.NumField() != mirror.NumField() || t.Size() != mirror.Size() {
		return false
	}
	for i := range t.NumField() {
		f, m := t.Field(i), mirror.Field(i)
		same := f.Type == m.Type || f.Type.Kind() == reflect.Pointer && m.Type.Kind() == reflect.Pointer
		if f.Name != m.Name || f.Offset != m.Offset || !same {
			return false
		}
	}
	return true
}

// lookDict finds out where a dict keeps the first of its entries, and the address of the link that the next one will be put into.
func lookDict() (head, tail uintptr, ok bool) {
	ht, ok := reflect.TypeFor[starlark.Dict]().FieldByName("ht")
	if !ok || ht.Type.Kind() != reflect.Struct {
		return 0, 0, false
	}
	first, ok := ht.Type.FieldByName("head")
	if !ok || first.Type.Kind() != reflect.Pointer {
		return 0, 0, false
	}
	link, ok := ht.Type.FieldByName("tailLink")
	if !ok || link.Type != reflect.PointerTo(first.Type) {
		return 0, 0, false
	}
	e := first.Type.Elem()
	if !mirrors(e, reflect.TypeFor[entry]()) {
		return 0, 0, false
	}
	next, _ := e.FieldByName("next")
	return ht.Offset + first.Offset, ht.Offset + link.Offset, next.Type == first.Type
}

// Pop removes the last element of a list and returns it. It returns nil where the engine's own method has to do it or to complain: the list is
// empty, frozen or being iterated over by the engine.
func Pop(l *starlark.List) starlark.Value {
	n := l.Len()
	m := open(l)
	if m == nil || n == 0 {
		return nil
	}
	v := m.elems[n-1]
	m.elems[n-1] = nil
	m.elems = m.elems[:n-1]
	return v
}

// Elements returns the elements of a list as it has them, to be read until the list changes. ok is false if the engine does not tell.
func Elements(l *starlark.List) (elems []starlark.Value, ok bool) {
	if !listKnown {
		return nil, false
	}
	return (*list)(unsafe.Pointer(l)).elems, true
}

// Open returns the elements of a list as it has them, to be changed. ok is false where the engine's own methods have to do it or to complain.
func Open(l *starlark.List) (elems []starlark.Value, ok bool) {
	m := open(l)
	if m == nil {
		return nil, false
	}
	return m.elems, true
}

// Assign makes elems, which nobody else has, the elements of a list. It returns false, and does nothing, where the engine's own methods have
// to do it or to complain.
func Assign(l *starlark.List, elems []starlark.Value) bool {
	m := open(l)
	if m != nil {
		m.elems = elems
	}
	return m != nil
}

// Capacity returns how many elements a list has room for; its length where that is not known.
func Capacity(l *starlark.List) int {
	if !listKnown {
		return l.Len()
	}
	return cap((*list)(unsafe.Pointer(l)).elems)
}

// open returns a list for changes, or nil if it is frozen or being iterated over by the engine.
func open(l *starlark.List) *list {
	if !listKnown {
		return nil
	}
	m := (*list)(unsafe.Pointer(l))
	if m.frozen || m.itercount > 0 {
		return nil
	}
	return m
}

// Entries walks over the entries of a dict in their order, while the dict may change: what is set meanwhile is seen. The zero value has
// none.
type Entries struct {
	last *entry // what Next returned
	next *entry // what came after it then
}

// EntriesOf begins a walk. ok is false if the engine does not tell where the entries are.
func EntriesOf(d *starlark.Dict) (e Entries, ok bool) {
	if !hasEntry {
		return Entries{}, false
	}
	return Entries{next: *(**entry)(unsafe.Add(unsafe.Pointer(d), headAt))}, true
}

// Next returns the next entry; key is nil at the end, and where entries have been deleted such that it is not known where to go on.
func (e *Entries) Next() (key, value starlark.Value) {
	at := e.next.now()
	if at == nil || at.key == nil { // deleted
		last := e.last.now()
		if last == nil || last.key == nil || last.next == nil {
			return nil, nil
		}
		at = last.next
	}
	e.last, e.next = at, at.next
	return at.key, at.value
}

// now returns what an entry has become where GrowDict has doubled its table since.
func (e *entry) now() *entry {
	for e != nil && e.hash == 0 && e.key != nil {
		e = moved(e)
	}
	return e
}

// Last returns the last entry of a dict. ok is false if there is none, or if the engine does not tell.
func Last(d *starlark.Dict) (key, value starlark.Value, ok bool) {
	e := last(d)
	if e == nil {
		return nil, nil, false
	}
	return e.key, e.value, true
}

func last(d *starlark.Dict) *entry {
	if !hasEntry || d.Len() == 0 {
		return nil
	}
	// The link after the last entry is a part of it.
	link := *(**unsafe.Pointer)(unsafe.Add(unsafe.Pointer(d), tailAt))
	return (*entry)(unsafe.Add(unsafe.Pointer(link), -int(unsafe.Offsetof(entry{}.next))))
}

// MoveFirst makes the last entry of a dict, which nobody may be iterating over, the first one. It returns false, and does nothing, if the engine does not
// tell where it is.
func MoveFirst(d *starlark.Dict) bool {
	e := last(d)
	if e == nil {
		return false
	}
	head := (**entry)(unsafe.Add(unsafe.Pointer(d), headAt))
	if *head == e {
		return true
	}
	*e.prevLink = nil
	*(***entry)(unsafe.Add(unsafe.Pointer(d), tailAt)) = e.prevLink
	(*head).prevLink = &e.next
	e.next, e.prevLink, *head = *head, head, e
	return true
}
