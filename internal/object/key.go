package object

import (
	"iter"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// This file looks at keys before they are hashed. The engine hashes a tuple, and the tuples in it, without asking anybody, as often as it finds them and
// as deep: one that has itself twice in it forty times over keeps it busy for days, and one that is nested a million deep takes all stack there is.

const (
	// keyItems is how many items a key may have, with those of the tuples in it each time that they occur: the engine takes some 5 ms for so many.
	keyItems = 1 << 18
	// flatItems is how many a tuple may have that has no others in it: what has so many takes 9 ms.
	flatItems = 1 << 19
	// keyText is how many bytes of text there may be in a key, each time that they occur: the engine takes some 4 ms to hash so many, and as many to
	// compare them.
	keyText = 32 << 20
	// keyDepth is how deep tuples may be nested in a key; the engine takes some 150 bytes of stack for each.
	keyDepth = 10_000
	// shortText is how many bytes of text are not counted.
	shortText = 1 << 10
)

var (
	errLargeKey = exception.New(exception.OverflowError, "cannot hash more than %d items of tuples within tuples", keyItems)
	errFlatKey  = exception.New(exception.OverflowError, "cannot hash a tuple of more than %d items", flatItems)
	errTextKey  = exception.New(exception.OverflowError, "cannot hash more than %d bytes of text", keyText)
	errDeepKey  = exception.New(exception.RecursionError, "maximum recursion depth exceeded while hashing an object")
)

// A Compound is a value whose hash is made of those of its parts.
type Compound interface {
	starlark.Value
	Parts() iter.Seq[starlark.Value]
}

// CheckKey returns an error if hashing a key takes too long, or too much stack. It is to be called before a script's value is given to the engine as a
// key of a dict or an element of a set, and takes no time for what is no tuple or text.
func (e *Env) CheckKey(k starlark.Value) error {
	switch k := k.(type) {
	case starlark.String:
		if len(k) > keyText {
			return errTextKey
		}
	case text.Bytes, *text.Text, starlark.Bytes:
		if text.Size(k) > keyText {
			return errTextKey
		}
	case starlark.Tuple:
		if len(k) > flatItems {
			return errFlatKey
		}
		if isNested(k) {
			return e.checkParts(k)
		}
	case *Instance:
		if b := k.hashBase(); b != nil {
			return e.CheckKey(b)
		}
	case Compound:
		return e.checkParts(k)
	}
	return nil
}

// isNested reports whether a key is a tuple with others in it, with what may be or have one, or with long texts.
func isNested(k starlark.Value) bool {
	t, _ := k.(starlark.Tuple)
	for _, x := range t {
		switch x := x.(type) {
		case starlark.Int:
		case starlark.String:
			if len(x) > shortText {
				return true
			}
		case text.Bytes, *text.Text, starlark.Bytes:
			if text.Size(x) > shortText {
				return true
			}
		case starlark.Tuple, *Instance, Compound:
			return true
		}
	}
	return false
}

func (e *Env) checkParts(k starlark.Value) error {
	return e.countParts(k, &keyRoom{items: keyItems, text: keyText}, keyDepth)
}

// A keyRoom is what there may still be in a key. The items of a tuple that turns out to have no others in it are not counted.
type keyRoom struct{ items, text int }

func (r *keyRoom) bytes(n int) error {
	if n > shortText {
		if r.text -= n; r.text < 0 {
			return errTextKey
		}
	}
	return nil
}

func (e *Env) countParts(k starlark.Value, left *keyRoom, depth int) error {
	if depth == 0 {
		return errDeepKey
	}
	if i, ok := k.(*Instance); ok {
		k = i.hashBase()
	}
	var parts iter.Seq[starlark.Value]
	switch k := k.(type) {
	case starlark.Tuple:
		nested := depth < keyDepth
		for _, x := range k {
			var err error
			switch x := x.(type) {
			case starlark.Int:
			case starlark.String:
				err = left.bytes(len(x))
			case text.Bytes, *text.Text, starlark.Bytes:
				err = left.bytes(text.Size(x))
			case starlark.Tuple, *Instance, Compound:
				nested = true
				if left.items < 0 {
					return errLargeKey
				}
				err = e.countParts(x, left, depth-1)
			}
			if err != nil {
				return err
			}
		}
		if nested {
			if left.items -= len(k); left.items < 0 {
				return errLargeKey
			}
		}
		return e.Tick()
	case Compound:
		parts = k.Parts()
	default:
		return left.bytes(text.Size(k))
	}
	for x := range parts {
		if left.items--; left.items < 0 {
			return errLargeKey
		}
		if err := e.countParts(x, left, depth-1); err != nil {
			return err
		}
	}
	return e.Tick()
}

// Item returns d[k], if it is there.
func (e *Env) Item(d starlark.Mapping, k starlark.Value) (starlark.Value, bool, error) {
	if err := e.CheckKey(k); err != nil {
		return nil, false, err
	}
	return d.Get(k)
}

// HasElement reports whether x is in s.
func (e *Env) HasElement(s *starlark.Set, x starlark.Value) (bool, error) {
	if err := e.CheckKey(x); err != nil {
		return false, err
	}
	return s.Has(x)
}

// DeleteKey deletes d[k], if it is there, and returns it.
func (e *Env) DeleteKey(d *starlark.Dict, k starlark.Value) (starlark.Value, bool, error) {
	if err := e.CheckKey(k); err != nil {
		return nil, false, err
	}
	return d.Delete(k)
}

// DeleteElement deletes x from s, and reports whether it was there.
func (e *Env) DeleteElement(s *starlark.Set, x starlark.Value) (bool, error) {
	if err := e.CheckKey(x); err != nil {
		return false, err
	}
	return s.Delete(x)
}

// hashBase returns the value that an instance's hash is of, or nil.
func (i *Instance) hashBase() starlark.Value {
	s := i.class.made().overrides.hash
	if s == nil || s.value == starlark.None || s.owner.env != nil || !valueMethod(s) {
		return nil
	}
	return i.base()
}

// Parts returns class and arguments.
func (a *Alias) Parts() iter.Seq[starlark.Value] {
	return func(yield func(starlark.Value) bool) {
		_ = yield(a.Origin) && yield(a.Args)
	}
}

// Parts returns the members.
func (u *Union) Parts() iter.Seq[starlark.Value] {
	return func(yield func(starlark.Value) bool) { yield(u.Args) }
}

// hashable returns the complaint that a value has no hash.
func hashable(v starlark.Value) error {
	var e *Env
	if err := e.CheckKey(v); err != nil {
		return err
	}
	if _, err := v.Hash(); err != nil {
		return errNoHash(v)
	}
	return nil
}
