package builtin

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
)

// A dictPart says what of a dict a view or iterator shows.
type dictPart uint8

const (
	dictKeys dictPart = iota
	dictValues
	dictItems
)

var (
	dictKeysType   = viewType("dict_keys", true)
	dictValuesType = viewType("dict_values", false)
	dictItemsType  = viewType("dict_items", true)
)

func (p dictPart) class() *object.Class {
	return [...]*object.Class{dictKeysType, dictValuesType, dictItemsType}[p]
}

func (p dictPart) iteratorType() *object.Class {
	return [...]*object.Class{dictKeyIteratorType, dictValueIteratorType, dictItemIteratorType}[p]
}

func (p dictPart) reverseType() *object.Class {
	return [...]*object.Class{dictReverseKeyIterator, dictReverseValueIterator, dictReverseItemIterator}[p]
}

// A DictView is what d.keys(), d.values() and d.items() return.
type DictView struct {
	env  *object.Env
	dict *starlark.Dict
	part dictPart
}

func newView(thread *starlark.Thread, d *starlark.Dict, part dictPart) *DictView {
	return &DictView{object.EnvOf(thread), d, part}
}

// PythonClass returns dict_keys, dict_values or dict_items.
func (v *DictView) PythonClass() *object.Class { return v.part.class() }

func (v *DictView) elements(env *object.Env) ([]starlark.Value, error) {
	switch v.part {
	case dictKeys:
		return object.Keys(env, v.dict)
	case dictValues:
		return object.Values(env, v.dict)
	}
	elems := make([]starlark.Value, 0, v.dict.Len())
	err := object.EachEntry(env, v.dict, func(key, value starlark.Value) error {
		elems = append(elems, starlark.Tuple{key, value})
		return nil
	})
	return elems, err
}

// Transfer makes a view of a child's copy of the dict. As under CPython a view
// cannot be sent in a message.
func (v *DictView) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if !p.Keep {
		return nil, typeError("cannot pickle '%s' object", v.Type())
	}
	ref, err := p.Pack(v.dict)
	if err != nil {
		return nil, err
	}
	return p.Portable("builtins.dict_view", pickle.Numbers(int(v.part)), []pickle.Ref{ref})
}

func init() {
	pickle.Register("builtins.dict_view", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(1)
		if err != nil || n[0] < 0 || n[0] > int(dictItems) {
			return nil, p.Damaged()
		}
		v, err := p.Value(u, 0)
		if err != nil {
			return nil, err
		}
		d, ok := v.(*starlark.Dict)
		if !ok {
			return nil, p.Damaged()
		}
		return &DictView{u.World.Env(), d, dictPart(n[0])}, nil
	})
}

func (v *DictView) String() string { return displayed(v) }

// Display is what object.Repr shows.
func (v *DictView) Display(env *object.Env) (open string, elems []starlark.Value, close string, err error) {
	elems, err = v.elements(env)
	return v.Type() + "([", elems, "])", err
}

func (v *DictView) Type() string         { return v.part.class().Name() }
func (v *DictView) Freeze()              {}
func (v *DictView) Truth() starlark.Bool { return v.dict.Len() > 0 }
func (v *DictView) Len() int             { return v.dict.Len() }

func (v *DictView) Hash() (uint32, error) {
	if v.part == dictValues {
		return hashID(v), nil
	}
	return 0, typeError("unhashable type: '%s'", v.Type())
}

// Iterate lets the engine loop over the view.
func (v *DictView) Iterate() starlark.Iterator {
	return &viewIterator{dictStreamOf(v.dict, v.part), v.env}
}

// A viewIterator is a dictStream for the engine. It needs no look at the clock: its dict has an end.
type viewIterator struct {
	dictStream
	env *object.Env
}

func (it *viewIterator) Next(p *starlark.Value) bool {
	v, ok, err := it.next(nil)
	if err != nil {
		it.env.Raise(err)
		return false
	}
	if ok {
		*p = v
	}
	return ok
}

func (it *viewIterator) Done() {}

// Attr returns a method, or the dict as mapping.
func (v *DictView) Attr(name string) (starlark.Value, error) { return classAttr(v, name) }

// AttrNames returns the names of the methods.
func (v *DictView) AttrNames() []string { return classNames(v.part.class()) }

// Has reports whether x is among the keys, values or items.
func (v *DictView) Has(x starlark.Value) (bool, error) {
	switch v.part {
	case dictKeys:
		_, found, err := v.env.Item(v.dict, x)
		return found, err
	case dictItems:
		pair, ok := x.(starlark.Tuple)
		if !ok || len(pair) != 2 {
			return false, nil
		}
		val, found, err := v.env.Item(v.dict, pair[0])
		if err != nil || !found {
			return false, err
		}
		return same(v.env, val, pair[1])
	}
	elems, err := v.elements(v.env) // what == calls may change the dict
	if err != nil {
		return false, err
	}
	for _, y := range elems {
		if err := v.env.Tick(); err != nil {
			return false, err
		}
		if ok, err := same(v.env, y, x); err != nil || ok {
			return ok, err
		}
	}
	return false, nil
}

// same reports whether x is y or equals it.
func same(env *object.Env, x, y starlark.Value) (bool, error) {
	if object.Is(x, y) {
		return true, nil
	}
	return object.Equal(env, x, y)
}

// CompareSameType compares keys and items as sets; values are equal only to themselves.
func (v *DictView) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	w, ok := y.(*DictView)
	if v.part == dictValues || !ok {
		switch op {
		case syntax.EQL:
			return ok && v == w, nil
		case syntax.NEQ:
			return !ok || v != w, nil
		}
		return false, typeError("'%s' not supported between instances of '%s' and '%s'", op, v.Type(), object.TypeName(y))
	}
	x1, err := v.asSet()
	if err != nil {
		return false, err
	}
	x2, err := w.asSet()
	if err != nil {
		return false, err
	}
	return compareSets(v.env, op, x1, x2)
}

// CompareWith compares keys and items with sets.
func (v *DictView) CompareWith(op syntax.Token, y starlark.Value) (result, ok bool, err error) {
	other, ok := asSet(y)
	if !ok || v.part == dictValues {
		return false, false, nil
	}
	self, err := v.asSet()
	if err != nil {
		return false, true, err
	}
	result, err = compareSets(v.env, op, self, other)
	return result, true, err
}

// asSet returns the keys or items as a set. It can be stopped.
func (v *DictView) asSet() (*starlark.Set, error) {
	s, err := v.env.NewSet(v.dict.Len())
	if err != nil {
		return nil, err
	}
	err = object.EachEntry(v.env, v.dict, func(key, value starlark.Value) error {
		if v.part == dictItems {
			key = starlark.Tuple{key, value}
		}
		return v.env.AddTo(s, key)
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Binary gives | & - ^ between keys or items and anything iterable. The result is
// a set.
func (v *DictView) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	switch op {
	case syntax.PIPE, syntax.AMP, syntax.MINUS, syntax.CIRCUMFLEX:
	default:
		return nil, nil
	}
	if v.part == dictValues {
		return nil, nil
	}
	self, err := v.asSet()
	if err != nil {
		return nil, err
	}
	other, err := toSet(v.env.Thread, y)
	if err != nil {
		return nil, err
	}
	if side == starlark.Right {
		self, other = other, self
	}
	res, err := combineSets(v.env, op, self, other)
	if res == nil || err != nil {
		return nil, err
	}
	return res, nil
}

func viewType(name string, setlike bool) *object.Class {
	spec := object.Spec{
		Name:  name,
		Final: true,
		New: func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, typeError("cannot create '%s' instances", name)
		},
		Methods: map[string]object.Method{
			"__iter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				v := self.(*DictView)
				return newIterator(thread, v.part.iteratorType(), newDictStream(v.dict, v.part)), none(name, "__iter__", args, kwargs)
			},
			"__len__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.MakeInt(self.(*DictView).Len()), none(name, "__len__", args, kwargs)
			},
			"__contains__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				x, err := single(name, "__contains__", args, kwargs)
				if err != nil {
					return nil, err
				}
				ok, err := self.(*DictView).Has(x)
				return starlark.Bool(ok), err
			},
			"__reversed__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := none(name, "__reversed__", args, kwargs); err != nil {
					return nil, err
				}
				v := self.(*DictView)
				return newIterator(thread, v.part.reverseType(), newReverseDictStream(v.dict, v.part)), nil
			},
		},
	}
	if setlike {
		spec.Methods["isdisjoint"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			x, err := single(name, "isdisjoint", args, kwargs)
			if err != nil {
				return nil, err
			}
			other, err := toSet(thread, x)
			if err != nil {
				return nil, err
			}
			s, err := self.(*DictView).asSet()
			if err != nil {
				return nil, err
			}
			ok, err := relations["isdisjoint"](object.EnvOf(thread), s, other)
			return starlark.Bool(ok), err
		}
	}
	return object.NewClass(spec)
}
