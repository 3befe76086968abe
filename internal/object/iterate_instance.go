package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

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
