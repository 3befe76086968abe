package multiprocessing

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines the proxies of SyncManager's own types.

var listProxy = object.Later(func() *object.Class {
	return proxyClass("ListProxy",
		strings.Fields(`__add__ __contains__ __delitem__ __getitem__ __len__ __mul__ __reversed__ __rmul__ __setitem__
		append count extend index insert pop remove reverse sort __imul__`),
		map[string]object.Method{
			"__iter__":     iterateByIndex,
			"__reversed__": iterateOver("__reversed__"),
			"__iadd__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				_, err := callProxy(thread, self, "extend", args, nil)
				return self, err
			},
			"__imul__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				_, err := callProxy(thread, self, "__imul__", args, nil)
				return self, err
			},
		}, nil)
})

var dictProxy = object.Later(func() *object.Class {
	return proxyClass("DictProxy",
		strings.Fields(`__contains__ __delitem__ __getitem__ __iter__ __len__ __setitem__ clear copy get items keys pop popitem
		setdefault update values`),
		map[string]object.Method{"__iter__": iterateOver("__iter__")}, nil)
})

var arrayProxy = object.Later(func() *object.Class {
	return proxyClass("ArrayProxy", strings.Fields(`__len__ __getitem__ __setitem__`),
		map[string]object.Method{"__iter__": iterateByIndex}, nil)
})

var valueProxy = object.Later(func() *object.Class {
	return proxyClass("ValueProxy", []string{"get", "set"}, nil, map[string]object.Property{"value": {
		Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			return callProxy(thread, self, "get", nil, nil)
		},
		Set: func(thread *starlark.Thread, self, v starlark.Value) error {
			_, err := callProxy(thread, self, "set", starlark.Tuple{v}, nil)
			return err
		},
	}})
})

var namespaceProxy = object.Later(func() *object.Class {
	return proxyClass("NamespaceProxy", []string{"__getattribute__", "__setattr__", "__delattr__"},
		map[string]object.Method{
			// A name that begins with an underscore is the proxy's own.
			"__getattribute__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return plainMethod("__getattribute__")(thread, self, args)
			},
			"__getattr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if name, _ := text.AsString(args[0]); strings.HasPrefix(name, "_") {
					return nil, noAttribute(self, name)
				}
				return callProxy(thread, self, "__getattribute__", args, nil)
			},
			"__setattr__": namespaceAttr("__setattr__"),
			"__delattr__": namespaceAttr("__delattr__"),
		}, nil)
})

func namespaceAttr(method string) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if name, _ := text.AsString(args[0]); strings.HasPrefix(name, "_") {
			return plainMethod(method)(thread, self, args)
		}
		return callProxy(thread, self, method, args, nil)
	}
}

// plainMethod is object's own method of that name.
func plainMethod(name string) func(*starlark.Thread, starlark.Value, starlark.Tuple) (starlark.Value, error) {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple) (starlark.Value, error) {
		fn, ok := object.ObjectType.Lookup(name)
		if !ok {
			return nil, noAttribute(self, name)
		}
		return object.CallKw(thread, fn, append(starlark.Tuple{self}, args...), nil)
	}
}

// proxyClasses are the classes of the proxies, by typeid.
var proxyClasses *object.Lazy[map[string]*object.Class]

func init() { proxyClasses = object.Later(newProxyClasses) }

func newProxyClasses() map[string]*object.Class {
	return map[string]*object.Class{
		"list": listProxy.Get(), "dict": dictProxy.Get(), "Array": arrayProxy.Get(), "Value": valueProxy.Get(), "Namespace": namespaceProxy.Get(),
		"set": setProxy.Get(), "Pool": poolProxy.Get(), "Iterator": iteratorProxy.Get(),
	}
}

// builtinTypes make the objects of SyncManager's own types, in the server.
var builtinTypes = map[string]func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error){
	"list": func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return object.CallKw(thread, object.ListType, args, kwargs)
	},
	"dict": func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return object.CallKw(thread, object.DictType, args, kwargs)
	},
	"Array":     newManagedArray,
	"Value":     newManagedValue,
	"Namespace": newNamespace,
	"set": func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return object.CallKw(thread, object.SetType, args, kwargs)
	},
}

// iteratorProxy is the class of proxies for iterators and generators.
var iteratorProxy = object.Later(func() *object.Class {
	return proxyClass("IteratorProxy", strings.Fields("__next__ send throw close"), map[string]object.Method{"__iter__": selfMethod}, nil)
})

func selfMethod(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return self, nil
}

// setProxy is the class of proxies for sets, which CPython's managers have from 3.14 on.
var setProxy = object.Later(func() *object.Class {
	return proxyClass("SetProxy",
		strings.Fields(`__and__ __contains__ __iter__ __len__ __or__ __rand__ __ror__ __rsub__ __rxor__ __sub__ __xor__ __ge__ __gt__ __le__ __lt__
		__iand__ __ior__ __isub__ __ixor__ add clear copy difference difference_update discard intersection intersection_update isdisjoint
		issubset issuperset pop remove symmetric_difference symmetric_difference_update union update`),
		map[string]object.Method{"__iter__": iterateOver("__iter__"), "__iand__": inPlace("intersection_update"), "__ior__": inPlace("update"),
			"__isub__": inPlace("difference_update"), "__ixor__": inPlace("symmetric_difference_update")}, nil)
})

// inPlace is an operator that changes the object: the method of that name, then the proxy itself.
func inPlace(method string) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		_, err := callProxy(thread, self, method, args, kwargs)
		return self, err
	}
}

// A proxyIterator goes through a proxy for a sequence, asking for one element
// after the other, or through a list that was asked for at once.
type proxyIterator struct {
	of   starlark.Value   // the proxy, or nil
	list []starlark.Value // in place of it
	next int
}

var (
	byIndex = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "iterator", New: cannotCreate("iterator"), Methods: proxyIteratorMethods.Get()})
	})
	overList = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "IteratorProxy", Module: "multiprocessing.managers", Bases: []*object.Class{iteratorProxy.Get()},
			Methods: proxyIteratorMethods.Get()})
	})
)

var proxyIteratorMethods = object.Later(func() map[string]object.Method {
	return map[string]object.Method{
		"__iter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return self, nil
		},
		"__next__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			it, ok := self.(*object.Instance).Native.(*proxyIterator)
			if !ok {
				return nil, noAttribute(self, "_token")
			}
			if it.of == nil {
				if it.next >= len(it.list) {
					return nil, exception.New(exception.StopIteration, "")
				}
				it.next++
				return it.list[it.next-1], nil
			}
			v, err := callProxy(thread, it.of, "__getitem__", starlark.Tuple{starlark.MakeInt(it.next)}, nil)
			if err != nil {
				exc, ok := object.AsException(object.EnvOf(thread), err)
				if ok && exc.Class().IsSubclass(object.IndexError) {
					return nil, exception.New(exception.StopIteration, "")
				}
				return nil, err
			}
			it.next++
			return v, nil
		},
	}
})

func iterateByIndex(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i := object.NewInstance(object.EnvOf(thread), byIndex.Get())
	i.Native = &proxyIterator{of: self}
	return i, nil
}

// iterateOver is an iterator over the list that a method of the object gives.
func iterateOver(method string) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v, err := callProxy(thread, self, method, nil, nil)
		if err != nil {
			return nil, err
		}
		env := object.EnvOf(thread)
		list, err := object.Elements(env, v)
		if err != nil {
			return nil, err
		}
		i := object.NewInstance(env, overList.Get())
		i.Native = &proxyIterator{list: list}
		return i, nil
	}
}
