package builtin

import (
	"sort"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// The classes of iterator objects.
var (
	listIteratorType         = iteratorType("list_iterator")
	listReverseIteratorType  = iteratorType("list_reverseiterator")
	tupleIteratorType        = iteratorType("tuple_iterator")
	dictKeyIteratorType      = iteratorType("dict_keyiterator")
	dictValueIteratorType    = iteratorType("dict_valueiterator")
	dictItemIteratorType     = iteratorType("dict_itemiterator")
	dictReverseKeyIterator   = iteratorType("dict_reversekeyiterator")
	dictReverseValueIterator = iteratorType("dict_reversevalueiterator")
	dictReverseItemIterator  = iteratorType("dict_reverseitemiterator")
	setIteratorType          = iteratorType("set_iterator")
	rangeIteratorType        = iteratorType("range_iterator")
	strIteratorType          = iteratorType("str_iterator")
	strASCIIIteratorType     = iteratorType("str_ascii_iterator")
	bytesIteratorType        = iteratorType("bytes_iterator")
	bytearrayIteratorType    = iteratorType("bytearray_iterator")
	callableIteratorType     = iteratorType("callable_iterator")
	sequenceIteratorType     = iteratorType("iterator")
	enumerateType            = lazyType("enumerate", newEnumerate)
	zipType                  = lazyType("zip", newZip)
	mapType                  = lazyType("map", newMap)
	filterType               = lazyType("filter", newFilter)
	reversedType             = lazyType("reversed", newReversed)
)

// stateless are the iterators that have no __setstate__.
var stateless = map[string]bool{
	"dict_keyiterator": true, "dict_valueiterator": true, "dict_itemiterator": true, "dict_reversekeyiterator": true,
	"dict_reversevalueiterator": true, "dict_reverseitemiterator": true, "set_iterator": true, "callable_iterator": true,
	"enumerate": true, "map": true, "filter": true,
}

func iteratorSpec(name string) object.Spec {
	return object.Spec{
		Name: name,
		Later: func(s *object.Spec) {
			s.Methods = iteratorMethods(name)
			if !stateless[name] {
				s.Methods["__setstate__"] = setIteratorState
			}
		},
	}
}

func iteratorMethods(name string) methods {
	return methods{
		"__reduce__": reduceIterator,
		"__iter__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return self, none(name, "__iter__", args, kwargs)
		},
		"__next__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := none(name, "__next__", args, kwargs); err != nil {
				return nil, err
			}
			return next(thread, self)
		},
		"__length_hint__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if h, ok := self.(*Iterator).src.(interface{ hint() int }); ok {
				return starlark.MakeInt(h.hint()), nil
			}
			return starlark.MakeInt(0), nil
		},
	}
}

// iteratorType returns the class of iterators that only iter() makes.
func iteratorType(name string) *object.Class {
	spec := iteratorSpec(name)
	spec.Final = true
	spec.New = func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, typeError("cannot create '%s' instances", name)
	}
	return object.NewClass(spec)
}

// lazyType returns the class of iterators that scripts make by calling it.
func lazyType(name string, create func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error)) *object.Class {
	spec := iteratorSpec(name)
	spec.Final = true
	spec.New = create
	return object.NewClass(spec)
}

// next returns next(it); at the end it returns a StopIteration.
func next(thread *starlark.Thread, it starlark.Value) (starlark.Value, error) {
	if it, ok := it.(*Iterator); ok {
		v, ok, err := it.src.next(thread)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, exception.New(exception.StopIteration, "")
		}
		return v, nil
	}
	if _, ok := object.TypeOf(it).Lookup("__next__"); !ok {
		return nil, typeError("'%s' object is not an iterator", object.TypeName(it))
	}
	if v, found, err := special(thread, it, "__next__"); found || err != nil {
		return v, err
	}
	f, err := object.GetAttr(thread, it, "__next__")
	if err != nil {
		return nil, err
	}
	return object.Call(thread, f)
}

// iterOf returns iter(v).
func iterOf(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	if it, ok := v.(*Iterator); ok {
		return it, nil
	}
	if s := sequenceStream(v); s != nil {
		return newIterator(thread, s.class(), s), nil
	}
	if res, found, err := special(thread, v, "__iter__"); found || err != nil {
		if err != nil {
			return nil, err
		}
		if !isIterator(res) {
			return nil, typeError("iter() returned non-iterator of type '%s'", object.TypeName(res))
		}
		return res, nil
	}
	if isIterator(v) {
		return v, nil
	}
	env := object.EnvOf(thread)
	if i, ok := v.(*object.Instance); ok {
		if _, ok := i.Class().Lookup("__getitem__"); ok {
			return newIterator(thread, sequenceIteratorType, &itemStream{env, v, 0, 1}), nil
		}
	}
	if _, ours := v.(object.Typed); ours {
		m, ok := object.TypeOf(v).Lookup("__iter__")
		if !ok {
			return nil, typeError("'%s' object is not iterable", object.TypeName(v))
		}
		f, err := bind(thread, m, v)
		if err != nil {
			return nil, err
		}
		return object.Call(thread, f)
	}
	it, err := object.Iterate(env, v)
	if err != nil {
		return nil, err
	}
	return newIterator(thread, sequenceIteratorType, &foreignStream{env: env, it: it}), nil
}

func isIterator(v starlark.Value) bool {
	_, ok := object.TypeOf(v).Lookup("__next__")
	return ok
}

func classNames(c *object.Class) []string {
	seen := make(map[string]bool)
	var names []string
	for _, b := range c.MRO() {
		b.Own(func(name string, _ starlark.Value) bool {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
			return true
		})
	}
	sort.Strings(names)
	return names
}
