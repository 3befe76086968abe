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

// netTypes are the types by typeid, netProxyClasses the classes of their proxies. They do not change once the package
// is initialised.
var (
	netTypes        map[string]netType
	netProxyClasses map[string]*object.Class
)

func init() {
	netTypes = map[string]netType{
		"Event": {module: "threading", class: eventProxy}, "Lock": {module: "threading", class: acquirerProxy},
		"RLock": {module: "threading", class: acquirerProxy}, "Semaphore": {module: "threading", class: acquirerProxy},
		"BoundedSemaphore": {module: "threading", class: acquirerProxy}, "Condition": {module: "threading", class: conditionProxy},
		"Barrier": {module: "threading", class: barrierProxy}, "Queue": {module: "queue"}, "JoinableQueue": {module: "queue"},
		"Pool": {module: "multiprocessing.pool", class: poolProxy, results: map[string]string{"apply_async": "AsyncResult", "map_async": "AsyncResult",
			"starmap_async": "AsyncResult", "imap": "Iterator", "imap_unordered": "Iterator"}},
		"Iterator": {class: iteratorProxy}, "AsyncResult": {},
	}
	own := map[string]*object.Class{"list": listProxy, "dict": dictProxy, "Array": arrayProxy, "Value": valueProxy, "Namespace": namespaceProxy, "set": setProxy}
	for typeid, make := range builtinTypes {
		netTypes[typeid] = netType{make: make, class: own[typeid]}
	}
	d := netTypes["dict"]
	d.results = map[string]string{"__iter__": "Iterator"}
	netTypes["dict"] = d
	netProxyClasses = make(map[string]*object.Class)
	for typeid, t := range netTypes {
		if t.class != nil {
			netProxyClasses[typeid] = t.class
		}
	}
}

// poolProxy is the class of proxies for pools.
var poolProxy = proxyClass("PoolProxy",
	strings.Fields("apply apply_async close imap imap_unordered join map map_async starmap starmap_async terminate"),
	map[string]object.Method{"__enter__": selfMethod, "__exit__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return callProxy(thread, self, "terminate", nil, nil)
	}}, nil)
