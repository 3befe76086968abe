package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
)

// A Nexter is an iterator object: what next() takes. Values of Go types that are
// iterators implement it.
type Nexter interface {
	starlark.Value
	// Next returns the next value; ok is false at the end.
	Next(thread *starlark.Thread) (v starlark.Value, ok bool, err error)
}

// maxElements bounds the sequences that Go code makes from iterators without an
// end: 128 Mi elements are 2 GiB.
const maxElements = 1 << 27

// Iterate returns iter(v). Containers may be changed while it runs, as under
// CPython. The caller calls Done, and looks at env.Pending when Next has returned
// false.
func Iterate(env *Env, v starlark.Value) (starlark.Iterator, error) {
	switch x := v.(type) {
	case *starlark.List:
		return &listIterator{env: env, list: x}, nil
	case starlark.Tuple:
		return &sliceIterator{env: env, elems: x}, nil
	case *starlark.Dict:
		if entries, ok := engine.EntriesOf(x); ok {
			return &dictIterator{env: env, dict: x, size: x.Len(), left: x.Len(), entries: entries}, nil
		}
		return &keyIterator{env: env, keys: x.Keys(), size: x.Len, what: "dictionary"}, nil
	case *starlark.Set:
		elems, err := SetElements(env, x)
		if err != nil {
			return nil, err
		}
		return &keyIterator{env: env, keys: elems, size: x.Len, what: "Set"}, nil
	case frozenSet:
		elems, err := SetElements(env, x.Set())
		if err != nil {
			return nil, err
		}
		return &sliceIterator{env: env, elems: elems}, nil
	case *Instance:
		return x.iterator()
	case *Class:
		if x.meta != nil {
			if s := x.meta.find("__iter__"); s != nil {
				return iteratorBy(env, s, x)
			}
		}
	case Nexter:
		return &nexterIterator{env: env, src: x}, nil
	case starlark.String:
		return textIterator(x), nil
	case starlark.Iterable:
		if it := x.Iterate(); it != nil {
			if err := env.TakePending(); err != nil {
				it.Done()
				return nil, err
			}
			return it, nil
		}
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not iterable", TypeName(v))
}

const (
	// checkEvery is how many elements a loop in Go handles between two calls of Check.
	checkEvery = 4096
	// elementSize is what an element of a list takes.
	elementSize = 16
	// maxRoom is for how many elements there is room at once where their number is known: filling in even so many takes time.
	maxRoom = 1 << 20
)

func isInstance(v starlark.Value) bool {
	_, ok := v.(*Instance)
	return ok
}

// Elements returns list(v) as a slice, which the caller may keep.
func Elements(env *Env, v starlark.Value) ([]starlark.Value, error) {
	switch x := v.(type) {
	case starlark.Tuple:
		return env.CopyOf(len(x), x.Index)
	case *starlark.List:
		return env.CopyOf(x.Len(), x.Index)
	}
	var elems []starlark.Value
	if s, ok := v.(starlark.Sequence); ok && !isInstance(v) {
		if err := env.Reserve(int64(s.Len()) * elementSize); err != nil {
			return nil, err
		}
		elems = make([]starlark.Value, 0, min(s.Len(), maxRoom))
	}
	it, err := Iterate(env, v)
	if err != nil {
		return nil, err
	}
	defer it.Done()
	var e starlark.Value
	for it.Next(&e) {
		if len(elems)%checkEvery == checkEvery-1 {
			if len(elems) >= maxElements {
				return nil, exception.New(exception.MemoryError, "")
			}
			if err := env.Check(); err != nil {
				return nil, err
			}
			if len(elems) == cap(elems) {
				if err := env.Reserve(2 * elementSize * int64(len(elems))); err != nil {
					return nil, err
				}
			}
		}
		elems = append(elems, e)
	}
	return elems, env.TakePending()
}

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

// IteratorValue returns the iterator object that an iterator of [Iterate] asks for its values; nil if it has them from
// elsewhere.
func IteratorValue(it starlark.Iterator) starlark.Value {
	switch it := it.(type) {
	case *nexterIterator:
		return it.src
	case *methodIterator:
		return it.self
	}
	return nil
}

// A nexterIterator lets the engine iterate by an iterator object.
type nexterIterator struct {
	env *Env
	src Nexter
}

func (it *nexterIterator) Next(p *starlark.Value) bool {
	if it.env.waiting() != nil {
		return false
	}
	if it.env.ended() {
		return false
	}
	v, ok, err := it.src.Next(it.env.Thread)
	if err != nil {
		it.env.Raise(err)
		return false
	}
	if ok {
		*p = v
	}
	return ok
}
func (*nexterIterator) Done() {}

// ended counts one value that an iterator gives to Go code, and reports whether the loop must stop: it has raised why. No step of the engine passes
// in such a loop.
func (e *Env) ended() bool {
	err := e.Tick()
	if err != nil {
		e.Raise(err)
	}
	return err != nil
}

// iterator is iter(i).
func (i *Instance) iterator() (starlark.Iterator, error) {
	if s := i.class.find("__iter__"); s != nil && !valueMethod(s) {
		if s.value == starlark.None {
			return nil, exception.New(exception.TypeError, "'%s' object is not iterable", TypeName(i))
		}
		return iteratorBy(i.env, s, i)
	}
	if s := i.class.made().overrides.getitem; s != nil && !valueMethod(s) {
		return &itemIterator{env: i.env, self: i}, nil
	}
	switch b := i.base().(type) {
	case starlark.Iterable, starlark.String, Nexter:
		return Iterate(i.env, b)
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not iterable", TypeName(i))
}

// iteratorBy calls __iter__ of self.
func iteratorBy(env *Env, s *slot, self starlark.Value) (starlark.Iterator, error) {
	v, err := callSlot(env.Thread, s, self)
	if err != nil {
		return nil, err
	}
	switch x := v.(type) {
	case *Instance:
		if next := x.class.find("__next__"); next != nil {
			return &methodIterator{env: env, self: x}, nil
		}
	case Nexter:
		return &nexterIterator{env: env, src: x}, nil
	}
	return nil, exception.New(exception.TypeError, "iter() returned non-iterator of type '%s'", TypeName(v))
}

// A methodIterator calls an instance's __next__ until StopIteration.
type methodIterator struct {
	env  *Env
	self *Instance
}

func (it *methodIterator) Next(p *starlark.Value) bool {
	if it.env.waiting() != nil {
		return false
	}
	v, ok, err := nextOf(it.env, it.self)
	if err != nil {
		it.env.Raise(err)
		return false
	}
	if ok {
		*p = v
	}
	return ok
}
func (*methodIterator) Done() {}

func nextOf(env *Env, self *Instance) (starlark.Value, bool, error) {
	s := self.class.find("__next__")
	if s == nil {
		return nil, false, exception.New(exception.TypeError, "'%s' object is not an iterator", TypeName(self))
	}
	v, err := callSlot(env.Thread, s, self)
	if err != nil {
		exc, err := env.match(err, StopIteration)
		if exc != nil {
			return nil, false, nil
		}
		return nil, false, err
	}
	return v, true, nil
}

// Next returns the next value of an iterator; ok is false at its end.
func Next(env *Env, it starlark.Value) (v starlark.Value, ok bool, err error) {
	switch x := it.(type) {
	case Nexter:
		return x.Next(env.Thread)
	case *Instance:
		return nextOf(env, x)
	}
	return nil, false, exception.New(exception.TypeError, "'%s' object is not an iterator", TypeName(it))
}

// An itemIterator calls __getitem__ with 0, 1, 2 ... until IndexError.
type itemIterator struct {
	env  *Env
	self *Instance
	i    int
	done bool
}

func (it *itemIterator) Next(p *starlark.Value) bool {
	if it.done || it.env.waiting() != nil {
		return false
	}
	v, err := GetItem(it.env, it.self, starlark.MakeInt(it.i))
	if err != nil {
		it.done = true
		exc, err := it.env.match(err, IndexError)
		if exc == nil {
			if exc, err = it.env.match(err, StopIteration); exc == nil {
				it.env.Raise(err)
			}
		}
		return false
	}
	it.i++
	*p = v
	return true
}
func (*itemIterator) Done() {}

// Iterate lets the engine iterate over an instance.
func (i *Instance) Iterate() starlark.Iterator { return engineIterator(i.env, i) }

// engineIterator returns an iterator in any case: the engine's own functions do
// not expect that an Iterable has none.
func engineIterator(env *Env, v starlark.Value) starlark.Iterator {
	it, err := Iterate(env, v)
	if err != nil {
		env.Raise(err)
		if p := env.waiting(); p != nil {
			p.source = v
		}
		return &sliceIterator{}
	}
	return it
}

// Items lets the engine take an instance as **kwargs.
func (i *Instance) Items() []starlark.Tuple {
	if b, ok := i.base().(*starlark.Dict); ok {
		return b.Items()
	}
	s := i.class.find("keys")
	if s == nil {
		i.env.Raise(exception.New(exception.TypeError, "argument after ** must be a mapping, not %s", TypeName(i)))
		return nil
	}
	items, err := i.itemsBy(s)
	if err != nil {
		i.env.Raise(err)
		return nil
	}
	return items
}

func (i *Instance) itemsBy(keys *slot) ([]starlark.Tuple, error) {
	v, err := callSlot(i.env.Thread, keys, i)
	if err != nil {
		return nil, err
	}
	elems, err := Elements(i.env, v)
	if err != nil {
		return nil, err
	}
	items := make([]starlark.Tuple, len(elems))
	for n, k := range elems {
		v, err := GetItem(i.env, i, k)
		if err != nil {
			return nil, err
		}
		items[n] = starlark.Tuple{k, v}
	}
	return items, nil
}

// An iterable is a value that does nothing but being iterated over by the engine.
type iterable struct {
	env *Env
	src starlark.Value
}

// Iterable returns v as something that the engine's for loop and calls can iterate over
// with Python's meaning, and an error if v can't be iterated over. What it
// returns is not for scripts to keep.
func Iterable(env *Env, v starlark.Value) (starlark.Value, error) {
	switch x := v.(type) {
	case starlark.Tuple:
		return v, nil
	case *starlark.List, *starlark.Dict, *starlark.Set, frozenSet:
		return &iterable{env, v}, nil
	case *Instance, *Class, Nexter, starlark.String:
		it, err := Iterate(env, v)
		if err != nil {
			return nil, err
		}
		return &started{it: it, src: v}, nil
	case starlark.Iterable:
		return x, nil
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not iterable", TypeName(v))
}

func (i *iterable) Iterate() starlark.Iterator {
	if l, ok := i.src.(*starlark.List); ok {
		return &loopIterator{l, 0}
	}
	it := engineIterator(i.env, i.src)
	if d, ok := it.(*dictIterator); ok {
		d.loop = true
	}
	return it
}
func (i *iterable) String() string        { return i.src.String() }
func (i *iterable) Type() string          { return i.src.Type() }
func (i *iterable) Freeze()               {}
func (i *iterable) Truth() starlark.Bool  { return true }
func (i *iterable) Hash() (uint32, error) { return 0, errNoHash(i.src) }

// started is an iterator that has been asked for and is used once.
type started struct {
	it  starlark.Iterator
	src starlark.Value
}

func (s *started) Iterate() starlark.Iterator { return s.it }
func (s *started) String() string             { return s.src.String() }
func (s *started) Type() string               { return s.src.Type() }
func (s *started) Freeze()                    {}
func (s *started) Truth() starlark.Bool       { return true }
func (s *started) Hash() (uint32, error)      { return 0, errNoHash(s.src) }
