package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
)

type sliceIterator struct {
	env   *Env // or nil
	elems []starlark.Value
}

func (it *sliceIterator) Next(p *starlark.Value) bool {
	if len(it.elems) == 0 {
		return false
	}
	if it.env.ended() {
		return false
	}
	*p = it.elems[0]
	it.elems = it.elems[1:]
	return true
}

func (*sliceIterator) Done() {}

type listIterator struct {
	env  *Env
	list *starlark.List
	i    int
}

func (it *listIterator) Next(p *starlark.Value) bool {
	if it.list == nil || it.i >= it.list.Len() {
		it.list = nil // a list that grows later has no more for this iterator
		return false
	}
	if it.env.ended() {
		return false
	}
	*p = it.list.Index(it.i)
	it.i++
	return true
}

func (*listIterator) Done() {}

// A loopIterator is a listIterator for the engine's loops, which count their steps themselves.
type loopIterator struct {
	list *starlark.List
	i    int
}

func (it *loopIterator) Next(p *starlark.Value) bool {
	l := it.list
	if l == nil || it.i >= l.Len() {
		it.list = nil
		return false
	}
	*p = l.Index(it.i)
	it.i++
	return true
}

func (*loopIterator) Done() {}

// A dictIterator iterates over the keys of a dict.
type dictIterator struct {
	env        *Env
	dict       *starlark.Dict
	size, left int
	entries    engine.Entries
	loop       bool // of the engine, which counts the steps itself
}

func (it *dictIterator) Next(p *starlark.Value) bool {
	if it.dict == nil {
		return false
	}
	if it.dict.Len() != it.size {
		return it.fail("dictionary changed size during iteration")
	}
	if it.left == 0 {
		it.dict = nil
		return false
	}
	if !it.loop && it.env.ended() {
		return false
	}
	it.left--
	key, _ := it.entries.Next()
	if key == nil {
		return it.fail("dictionary keys changed during iteration")
	}
	*p = key
	return true
}

func (it *dictIterator) fail(msg string) bool {
	it.dict = nil
	it.env.Raise(exception.New(exception.RuntimeError, "%s", msg))
	return false
}

func (*dictIterator) Done() {}

// A keyIterator iterates over what were the keys of a dict or set when it began.
type keyIterator struct {
	env   *Env
	keys  []starlark.Value
	size  func() int
	begun int // size when it began, plus 1
	what  string
	i     int
}

func (it *keyIterator) Next(p *starlark.Value) bool {
	if it.i > len(it.keys) {
		return false
	}
	if it.size() != len(it.keys) {
		it.i = len(it.keys) + 1
		it.env.Raise(exception.New(exception.RuntimeError, "%s changed size during iteration", it.what))
		return false
	}
	if it.i == len(it.keys) {
		it.i++
		return false
	}
	if it.env.ended() {
		return false
	}
	*p = it.keys[it.i]
	it.i++
	return true
}

func (*keyIterator) Done() {}
