package object

import (
	"slices"
	"unsafe"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
)

// This file copies and moves many elements. Go copies what holds pointers in one go, during which neither the goroutine nor its collector can be
// stopped, nor anything else that needs the collector; and while that marks, each pointer is looked up: 16 MB take 5 ms then, or 60. So what is long
// is copied in pieces, and whether to go on is asked between them.

const (
	// chunk is beyond how many elements memory is asked for, and copying can be stopped: 1 MB of them.
	chunk = 1 << 16
	// pieceBytes is how much is copied at once.
	pieceBytes = 128 << 10
	// Piece is how many elements that is.
	Piece = pieceBytes / elementSize
)

// pieceOf is how many T are copied at once.
func pieceOf[T any]() int {
	var t T
	return max(1, pieceBytes/max(1, int(unsafe.Sizeof(t))))
}

// elements returns a slice without elements that has room for n. It can be stopped: Go clears memory in one go, and who takes much while the collector
// is at work has to help it first.
func (e *Env) elements(n int) ([]starlark.Value, error) {
	return await(e, n > chunk, func() []starlark.Value { return make([]starlark.Value, 0, n) })
}

// NewDict returns a dict with room for n entries. It can be stopped.
func (e *Env) NewDict(n int) (*starlark.Dict, error) {
	return await(e, n > manyEntries, func() *starlark.Dict { return starlark.NewDict(n) })
}

// NewSet returns a set with room for n elements. It can be stopped.
func (e *Env) NewSet(n int) (*starlark.Set, error) {
	return await(e, n > manyEntries, func() *starlark.Set { return starlark.NewSet(n) })
}

// manyEntries is how many entries of a dict take some MB.
const manyEntries = 1 << 15

// Make returns n T that are zero. It can be stopped where they are many.
func Make[T any](e *Env, n int) ([]T, error) {
	return await(e, n > chunk, func() []T { return make([]T, n) })
}

// await returns what allocate does. If that is long it can be stopped.
func await[T any](e *Env, long bool, allocate func() T) (v T, err error) {
	if !long || e == nil || e.Host == nil {
		return allocate(), nil
	}
	v, ok := engine.Await(allocate, engine.Halt{
		Asked: func() bool {
			err = e.Check()
			return err != nil
		},
		Soon: e.died,
	})
	if ok {
		err = nil
	}
	return v, err
}

// Clone returns a copy of elems with room for more. It can be stopped.
func (e *Env) Clone(elems []starlark.Value, more int) ([]starlark.Value, error) {
	n := len(elems)
	if n <= Piece {
		return append(make([]starlark.Value, 0, n+more), elems...), nil
	}
	if n+more > chunk {
		if err := e.Reserve(elementSize * int64(n+more)); err != nil {
			return nil, err
		}
	}
	all, err := e.elements(n + more)
	if err != nil {
		return nil, err
	}
	for at := 0; at < n; at += Piece {
		all = append(all, elems[at:min(n, at+Piece)]...)
		if err := e.Check(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// CloneList returns the elements of a list; the caller may keep the slice. It can be stopped.
func (e *Env) CloneList(l *starlark.List) ([]starlark.Value, error) {
	return e.ClonePart(l, 0, l.Len())
}

// ClonePart returns the elements of l[start:stop].
func (e *Env) ClonePart(l *starlark.List, start, stop int) ([]starlark.Value, error) {
	if elems, ok := engine.Elements(l); ok {
		return e.Clone(elems[start:stop], 0)
	}
	return e.CopyOf(stop-start, func(i int) starlark.Value { return l.Index(start + i) })
}

// Sequence returns the elements of a list or a tuple, to be read until it changes.
func (e *Env) Sequence(v starlark.Indexable) ([]starlark.Value, error) {
	switch v := v.(type) {
	case starlark.Tuple:
		return v, nil
	case *starlark.List:
		if elems, ok := engine.Elements(v); ok {
			return elems, nil
		}
	}
	return e.CopyOf(v.Len(), v.Index)
}

// Join returns the elements of two sequences, with room for more. It can be stopped.
func (e *Env) Join(x, y starlark.Indexable, more int) ([]starlark.Value, error) {
	first, err := e.Sequence(x)
	if err != nil {
		return nil, err
	}
	second, err := e.Sequence(y)
	if err != nil {
		return nil, err
	}
	all, err := e.Clone(first, len(second)+more)
	if err != nil {
		return nil, err
	}
	all = all[:len(first)+len(second)]
	return all, Move(e, all[len(first):], second)
}

// CopyOf returns n elements; from returns the one with an index. It can be stopped.
func (e *Env) CopyOf(n int, from func(i int) starlark.Value) ([]starlark.Value, error) {
	return e.CopyWithRoom(n, 0, from)
}

// CopyFrom is CopyOf for what may fail.
func (e *Env) CopyFrom(n int, from func(i int) (starlark.Value, error)) ([]starlark.Value, error) {
	var failed error
	elems, err := e.CopyOf(n, func(i int) starlark.Value {
		if failed != nil {
			return nil
		}
		var v starlark.Value
		v, failed = from(i)
		return v
	})
	if failed != nil {
		return nil, failed
	}
	return elems, err
}

// CopyWithRoom is CopyOf, and leaves room for more elements.
func (e *Env) CopyWithRoom(n, more int, from func(i int) starlark.Value) ([]starlark.Value, error) {
	if n+more > chunk {
		if err := e.Reserve(elementSize * int64(n+more)); err != nil {
			return nil, err
		}
	}
	elems, err := e.elements(n + more)
	if err != nil {
		return nil, err
	}
	elems = elems[:n]
	for i := 0; i < n; {
		for end := min(n, i+Piece); i < end; i++ {
			elems[i] = from(i)
		}
		if n > Piece {
			if err := e.Check(); err != nil {
				return nil, err
			}
		}
	}
	return elems, nil
}

// Push is append for one element of what may become long. It can be stopped.
func (e *Env) Push(elems []starlark.Value, v starlark.Value) ([]starlark.Value, error) {
	if n := len(elems); n == cap(elems) && n >= Piece {
		var err error
		if elems, err = e.Clone(elems, room(n)); err != nil {
			return nil, err
		}
	}
	return append(elems, v), nil
}

// room is for how many more elements there is room when n have filled what there was.
func room(n int) int { return n/4 + 192 }

// Append appends an element to a list. Making room can be stopped.
func Append(thread *starlark.Thread, l *starlark.List, v starlark.Value) error {
	if n := l.Len(); n >= Piece && n == engine.Capacity(l) {
		if err := EnvOf(thread).grow(l, room(n)); err != nil {
			return err
		}
	}
	return l.Append(v)
}

// grow makes room for more elements, if a list can be changed.
func (e *Env) grow(l *starlark.List, more int) error {
	elems, ok := engine.Open(l)
	if !ok {
		return nil
	}
	all, err := e.Clone(elems, more)
	if err == nil {
		engine.Assign(l, all)
	}
	return err
}

// AppendAll appends elements, which are not the list's own, to a list.
func (e *Env) AppendAll(l *starlark.List, elems []starlark.Value) error {
	if _, ok := engine.Open(l); ok {
		return spliceList(e, l, l.Len(), l.Len(), elems)
	}
	for _, v := range elems {
		if err := l.Append(v); err != nil {
			return err
		}
	}
	return nil
}

// InsertAt inserts an element before the one with an index, which the list has. It returns false, and does nothing, where the engine's own method does
// as well, or has to complain.
func (e *Env) InsertAt(l *starlark.List, i int, v starlark.Value) (bool, error) {
	if _, ok := engine.Open(l); !ok || l.Len()-i <= Piece {
		return false, nil
	}
	return true, spliceList(e, l, i, i, []starlark.Value{v})
}

// DeleteAt removes the element with an index. It returns false as InsertAt does.
func (e *Env) DeleteAt(l *starlark.List, i int) (bool, error) {
	if _, ok := engine.Open(l); !ok || l.Len()-i <= Piece {
		return false, nil
	}
	return true, spliceList(e, l, i, i+1, nil)
}

// Ended returns the error with which what must not be interrupted ends all the same: the process is being ended.
func (e *Env) Ended() error { return e.dying() }

// dying reports whether the process is being ended, so that no script will see what a move has left behind.
func (e *Env) dying() error {
	if e == nil || e.Host == nil || !e.Host.Dying() {
		return nil
	}
	return e.Check()
}

// Move copies as many elements as dst and src both have; they must not overlap, but for a dst that begins before src. Only the end of the process
// stops it.
func Move[T any](e *Env, dst, src []T) error {
	n, piece := min(len(dst), len(src)), pieceOf[T]()
	if n <= piece {
		copy(dst, src)
		return nil
	}
	for at := 0; at < n; at += piece {
		end := min(n, at+piece)
		copy(dst[at:end], src[at:end])
		if err := e.dying(); err != nil {
			return err
		}
	}
	return nil
}

// moveUp copies elems[:len(elems)-by] to elems[by:].
func moveUp[T any](e *Env, elems []T, by int) error {
	for n, piece := len(elems)-by, pieceOf[T](); n > 0; n -= piece {
		at := max(0, n-piece)
		copy(elems[by+at:by+n], elems[at:n])
		if err := e.dying(); err != nil {
			return err
		}
	}
	return nil
}

// splice is [slices.Replace] for what is long: only the end of the process stops it, but for making room.
func (e *Env) splice(elems []starlark.Value, start, stop int, by []starlark.Value) ([]starlark.Value, error) {
	n := len(elems) - (stop - start) + len(by)
	if max(n, len(elems)) <= Piece {
		return slices.Replace(elems, start, stop, by...), nil
	}
	var err error
	switch {
	case n > cap(elems):
		// Room for a quarter more, that many short pieces take no more than a multiple of the time of one.
		more := n - len(elems)
		if len(by) < room(len(elems)) {
			more = max(more, room(len(elems)))
		}
		if elems, err = e.Clone(elems, more); err != nil {
			return nil, err
		}
		fallthrough
	case n > len(elems):
		grown := elems[:n]
		if err = moveUp(e, grown[stop:], n-len(elems)); err == nil {
			err = Move(e, grown[start:], by)
		}
		return grown, err
	}
	if err = Move(e, elems[start:], by); err == nil && n < len(elems) {
		err = Move(e, elems[start+len(by):], elems[stop:])
	}
	for at := n; at < len(elems); at += Piece {
		clear(elems[at:min(len(elems), at+Piece)])
	}
	return elems[:n], err
}
