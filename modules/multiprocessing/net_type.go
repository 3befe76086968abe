package multiprocessing

import (
	"strings"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file is what the server of a manager with an address makes for the types that SyncManager has of its own.

// A netType is one of SyncManager's own types in a server.
type netType struct {
	make    func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)
	module  string // or the class of that name, of this module
	class   *object.Class
	results map[string]string // method -> typeid of its result
}

func (t netType) create(thread *starlark.Thread, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch {
	case t.make != nil:
		return t.make(thread, args, kwargs)
	case t.module == "":
		if len(args) != 1 || len(kwargs) > 0 {
			return nil, valueError("Without callable, must have one non-keyword argument")
		}
		return args[0], nil
	}
	m, err := interp.Of(thread).Import(thread, t.module)
	if err != nil {
		return nil, err
	}
	name := typeid
	if name == "JoinableQueue" {
		name = "Queue"
	}
	cls, err := object.GetAttr(thread, m, name)
	if err != nil {
		return nil, err
	}
	return object.CallKw(thread, cls, args, kwargs)
}

func (t netType) types() starlark.Value {
	if t.results == nil {
		return starlark.None
	}
	d := new(starlark.Dict)
	for method, typeid := range t.results {
		d.SetKey(starlark.String(method), starlark.String(typeid))
	}
	return d
}

// netTypes are the types by typeid, netProxyClasses the classes of their proxies.
var (
	netTypes        *object.Lazy[map[string]netType]
	netProxyClasses *object.Lazy[map[string]*object.Class]
)

func init() {
	netTypes = object.Later(newNetTypes)
	netProxyClasses = object.Later(newNetProxyClasses)
}

func newNetTypes() map[string]netType {
	types := map[string]netType{
		"Event": {module: "threading", class: eventProxy.Get()}, "Lock": {module: "threading", class: acquirerProxy.Get()},
		"RLock": {module: "threading", class: acquirerProxy.Get()}, "Semaphore": {module: "threading", class: acquirerProxy.Get()},
		"BoundedSemaphore": {module: "threading", class: acquirerProxy.Get()}, "Condition": {module: "threading", class: conditionProxy.Get()},
		"Barrier": {module: "threading", class: barrierProxy.Get()}, "Queue": {module: "queue"}, "JoinableQueue": {module: "queue"},
		"Pool": {module: "multiprocessing.pool", class: poolProxy.Get(), results: map[string]string{"apply_async": "AsyncResult", "map_async": "AsyncResult",
			"starmap_async": "AsyncResult", "imap": "Iterator", "imap_unordered": "Iterator"}},
		"Iterator": {class: iteratorProxy.Get()}, "AsyncResult": {},
	}
	own := map[string]*object.Class{"list": listProxy.Get(), "dict": dictProxy.Get(), "Array": arrayProxy.Get(), "Value": valueProxy.Get(), "Namespace": namespaceProxy.Get(), "set": setProxy.Get()}
	for typeid, make := range builtinTypes {
		types[typeid] = netType{make: make, class: own[typeid]}
	}
	d := types["dict"]
	d.results = map[string]string{"__iter__": "Iterator"}
	types["dict"] = d
	return types
}

func newNetProxyClasses() map[string]*object.Class {
	classes := make(map[string]*object.Class)
	for typeid, t := range netTypes.Get() {
		if t.class != nil {
			classes[typeid] = t.class
		}
	}
	return classes
}

// poolProxy is the class of proxies for pools.
var poolProxy = object.Later(func() *object.Class {
	return proxyClass("PoolProxy",
		strings.Fields("apply apply_async close imap imap_unordered join map map_async starmap starmap_async terminate"),
		map[string]object.Method{"__enter__": selfMethod, "__exit__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return callProxy(thread, self, "terminate", nil, nil)
		}}, nil)
})
