package object

import (
	"math"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// A keyDeleter is a mapping other than dict that items can be deleted from.
type keyDeleter interface{ DeleteKey(k starlark.Value) error }

// Contains returns the truth of x in v.
func Contains(env *Env, v, x starlark.Value) (bool, error) {
	switch c := v.(type) {
	case *Instance:
		if s := c.class.find("__contains__"); s != nil && !valueMethod(s) {
			if s.value == starlark.None {
				return false, exception.New(exception.TypeError, "'%s' object is not a container", TypeName(v))
			}
			r, err := callSlot(env.Thread, s, c, x)
			if err != nil {
				return false, err
			}
			return Truth(env, r)
		}
		switch b := c.base().(type) {
		case nil, starlark.Int, starlark.Float:
		default:
			return Contains(env, b, x)
		}
		return containsByIteration(env, v, x)
	case *Class:
		if c.meta != nil {
			if s := c.meta.find("__contains__"); s != nil {
				r, err := callSlot(env.Thread, s, c, x)
				if err != nil {
					return false, err
				}
				return Truth(env, r)
			}
		}
		return containsByIteration(env, v, x)
	case *starlark.List:
		for i := 0; i < c.Len(); i++ {
			if eq, err := env.same(c.Index(i), x, maxCompareDepth); err != nil || eq {
				return eq, err
			}
			if err := env.Tick(); err != nil {
				return false, err
			}
		}
		return false, nil
	case starlark.Tuple:
		for _, e := range c {
			if eq, err := env.same(e, x, maxCompareDepth); err != nil || eq {
				return eq, err
			}
			if err := env.Tick(); err != nil {
				return false, err
			}
		}
		return false, nil
	case *starlark.Dict:
		_, found, err := env.Item(c, x)
		return found, env.keyError(x, err)
	case *starlark.Set:
		found, err := env.HasElement(c, x)
		return found, env.keyError(x, err)
	case starlark.String:
		if s, ok := plainString(x); ok {
			i, err := text.Find(env.Check, string(c), s)
			return err == nil && i >= 0, err
		}
		return false, exception.New(exception.TypeError, "'in <string>' requires string as left operand, not %s", TypeName(x))
	case starlark.Container:
		found, ok, err := text.HasPaced(env.Check, c, x)
		if !ok {
			found, err = c.Has(x)
		}
		if p := env.TakePending(); p != nil {
			err = p
		}
		return found, err
	case starlark.Iterable:
		return containsByIteration(env, v, x)
	}
	if u, ok := v.(starlark.HasBinary); ok {
		r, err := u.Binary(syntax.IN, x, starlark.Right)
		if err != nil {
			return false, err
		}
		if r != nil {
			return bool(r.Truth()), nil
		}
	}
	return false, exception.New(exception.TypeError, "argument of type '%s' is not iterable", TypeName(v))
}

func containsByIteration(env *Env, v, x starlark.Value) (bool, error) {
	it, err := Iterate(env, v)
	if err != nil {
		if _, err := env.match(err, TypeError); err == nil {
			return false, exception.New(exception.TypeError, "argument of type '%s' is not iterable", TypeName(v))
		}
		return false, err
	}
	defer it.Done()
	var e starlark.Value
	for it.Next(&e) {
		if eq, err := env.same(e, x, maxCompareDepth); err != nil || eq {
			return eq, err
		}
		if err := env.Tick(); err != nil {
			return false, err
		}
	}
	return false, env.TakePending()
}

// keyError returns what a lookup with key failed with: the pending exception, or
// the reason why key can't be one.
func (e *Env) keyError(key starlark.Value, err error) error {
	if p := e.TakePending(); p != nil {
		return p
	}
	if err != nil && !isPython(err) {
		return e.unhashable(key, err)
	}
	return err
}

// unhashable names the part of a key that has no hash.
func (e *Env) unhashable(key starlark.Value, err error) error {
	if t, ok := key.(starlark.Tuple); ok {
		for _, x := range t {
			if _, err := x.Hash(); err != nil {
				return e.unhashable(x, err)
			}
		}
		return err
	}
	if _, herr := key.Hash(); herr != nil {
		return errNoHash(key)
	}
	return err
}

// Has lets the engine ask whether something is in an instance.
func (i *Instance) Has(y starlark.Value) (bool, error) { return Contains(i.env, i, y) }

// GetItem returns v[key]; key may be a *Slice.
func GetItem(env *Env, v, key starlark.Value) (starlark.Value, error) {
	switch c := v.(type) {
	case *Instance:
		if s := c.class.made().overrides.getitem; s != nil && !valueMethod(s) {
			return callSlot(env.Thread, s, c, key)
		}
		if b := c.base(); b != nil {
			return c.baseItem(b, key)
		}
		return nil, exception.New(exception.TypeError, "'%s' object is not subscriptable", TypeName(v))
	case *Class:
		return c.item(env, key)
	case *starlark.Dict:
		x, found, err := env.Item(c, key)
		if err != nil || env.waiting() != nil {
			return nil, env.keyError(key, err)
		}
		if !found {
			return nil, exception.WithArgs(exception.KeyError, key)
		}
		return x, nil
	case starlark.Mapping:
		x, found, err := env.Item(c, key)
		if err != nil || env.waiting() != nil {
			return nil, env.keyError(key, err)
		}
		if !found {
			return nil, exception.WithArgs(exception.KeyError, key)
		}
		return x, nil
	case starlark.Indexable:
		if s, ok := key.(*Slice); ok {
			return getSlice(env, v, s)
		}
		i, err := sequenceIndex(env, v, key, c, "")
		if err != nil {
			return nil, err
		}
		if t, ok := v.(*text.Text); ok {
			if err := t.Seek(env.Check); err != nil {
				return nil, err
			}
		}
		return c.Index(i), nil
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not subscriptable", TypeName(v))
}

// baseItem is the item of an engine value behind an instance; dict looks for
// __missing__ first.
func (i *Instance) baseItem(b, key starlark.Value) (starlark.Value, error) {
	if d, ok := b.(*starlark.Dict); ok {
		if s := i.class.find("__missing__"); s != nil {
			x, found, err := i.env.Item(d, key)
			if err != nil || i.env.waiting() != nil {
				return nil, i.env.keyError(key, err)
			}
			if found {
				return x, nil
			}
			return callSlot(i.env.Thread, s, i, key)
		}
	}
	switch b.(type) {
	case starlark.Int, starlark.Float:
		return nil, exception.New(exception.TypeError, "'%s' object is not subscriptable", TypeName(i))
	}
	return GetItem(i.env, b, key)
}

// item is C[key]: __getitem__ of the metaclass, or __class_getitem__.
func (c *Class) item(env *Env, key starlark.Value) (starlark.Value, error) {
	if c.meta != nil {
		if s := c.meta.made().overrides.getitem; s != nil {
			return callSlot(env.Thread, s, c, key)
		}
	}
	if s := c.find("__class_getitem__"); s != nil {
		f, err := s.bindClass(env, c)
		if err != nil {
			return nil, err
		}
		return callValue(env.Thread, f, starlark.Tuple{key}, nil)
	}
	return nil, exception.New(exception.TypeError, "type '%s' is not subscriptable", c.name)
}

// sequenceIndex returns the position that key means in v, of whose elements seq tells the number.
// what is "assignment " where something is stored.
func sequenceIndex(env *Env, v, key starlark.Value, seq interface{ Len() int }, what string) (int, error) {
	idx, ok, err := indexOf(env, key)
	if err != nil {
		return 0, err
	}
	name := TypeName(v)
	if !ok {
		if name == "str" {
			return 0, exception.New(exception.TypeError, "string indices must be integers, not '%s'", TypeName(key))
		}
		if name == "bytes" {
			name = "byte"
		}
		return 0, exception.New(exception.TypeError, "%s indices must be integers or slices, not %s", name, TypeName(key))
	}
	small, fits := idx.Int64()
	if !fits || small > math.MaxInt || small < math.MinInt {
		return 0, exception.New(exception.IndexError, "cannot fit 'int' into an index-sized integer")
	}
	i, n := int(small), seq.Len() // an __index__ may have changed it
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return 0, indexError(name, what)
	}
	return i, nil
}

// indexError is CPython's complaint about an index that is too large.
func indexError(name, what string) error {
	switch name {
	case "str":
		name = "string"
	case "range":
		name = "range object"
	case "bytes":
		return exception.New(exception.IndexError, "index out of range")
	}
	if name != "list" {
		what = ""
	}
	return exception.New(exception.IndexError, "%s %sindex out of range", name, what)
}

// Get is x[i] for the engine.
func (i *Instance) Get(key starlark.Value) (starlark.Value, bool, error) {
	v, err := GetItem(i.env, i, key)
	return v, err == nil, err
}

// SetKey is x[i] = v for the engine.
func (i *Instance) SetKey(key, v starlark.Value) error { return SetItem(i.env, i, key, v) }

// Get is C[key] for the engine.
func (c *Class) Get(key starlark.Value) (starlark.Value, bool, error) {
	env := c.env
	if env == nil {
		env = noEnv
	}
	v, err := c.item(env, key)
	return v, err == nil, err
}

// Has lets the engine ask whether something is in a class that has a metaclass.
func (c *Class) Has(y starlark.Value) (bool, error) {
	env := c.env
	if env == nil {
		env = noEnv
	}
	return Contains(env, c, y)
}

// SetItem does v[key] = x.
func SetItem(env *Env, v, key, x starlark.Value) error {
	switch c := v.(type) {
	case *Instance:
		if s := c.class.made().overrides.setitem; s != nil && !valueMethod(s) {
			_, err := callSlot(env.Thread, s, c, key, x)
			return err
		}
		switch b := c.base().(type) {
		case starlark.HasSetIndex, starlark.HasSetKey:
			return SetItem(env, b, key, x)
		}
	case *starlark.List:
		if s, ok := key.(*Slice); ok {
			return setSlice(env, c, s, x)
		}
		i, err := sequenceIndex(env, v, key, c, "assignment ")
		if err != nil {
			return err
		}
		return c.SetIndex(i, x)
	case *text.ByteArray:
		if s, ok := key.(*Slice); ok {
			return setBytes(env, c, s, x)
		}
		i, err := sequenceIndex(env, v, key, c, "")
		if err != nil {
			return err
		}
		return c.SetIndex(i, x)
	case *starlark.Dict:
		return env.keyError(key, env.SetKey(c, key, x))
	case starlark.HasSetKey:
		if err := env.CheckKey(key); err != nil {
			return err
		}
		return env.keyError(key, c.SetKey(key, x))
	case starlark.HasSetIndex:
		i, err := sequenceIndex(env, v, key, c, "assignment ")
		if err != nil {
			return err
		}
		return c.SetIndex(i, x)
	}
	return exception.New(exception.TypeError, "'%s' object does not support item assignment", TypeName(v))
}

// DelItem does del v[key].
func DelItem(env *Env, v, key starlark.Value) error {
	switch c := v.(type) {
	case *Instance:
		if s := c.class.made().overrides.delitem; s != nil && !valueMethod(s) {
			_, err := callSlot(env.Thread, s, c, key)
			return err
		}
		if b := c.base(); b != nil {
			return DelItem(env, b, key)
		}
	case *starlark.Dict:
		_, found, err := env.DeleteKey(c, key)
		if err != nil || env.waiting() != nil {
			return env.keyError(key, err)
		}
		if !found {
			return exception.WithArgs(exception.KeyError, key)
		}
		return nil
	case *starlark.List:
		if s, ok := key.(*Slice); ok {
			return deleteSlice(env, c, s)
		}
		i, err := sequenceIndex(env, v, key, c, "assignment ")
		if err != nil {
			return err
		}
		return spliceList(env, c, i, i+1, nil)
	case *text.ByteArray:
		if s, ok := key.(*Slice); ok {
			return setBytes(env, c, s, nil)
		}
		i, err := sequenceIndex(env, v, key, c, "")
		if err != nil {
			return err
		}
		return c.DeleteIndex(i)
	case keyDeleter:
		return c.DeleteKey(key)
	}
	return exception.New(exception.TypeError, "'%s' object doesn't support item deletion", TypeName(v))
}
