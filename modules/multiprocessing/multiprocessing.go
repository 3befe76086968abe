// Package multiprocessing is Python's multiprocessing for scripts: processes that are child interpreters, and what passes between them.
// An application gets it with all other modules by [github.com/mpstar/mpstar/modules.All].
//
// What Go code itself calls are [FromChannel], [ToChannel] and [Channels], which make a Go channel one end of a script's queue or pipe:
//
//	jobs := make(chan int)
//	cfg := runtime.Config{Modules: modules.All(), Globals: map[string]any{"jobs": multiprocessing.FromChannel(jobs)}}
//
// A Go function among the Globals, or of a module that runtime.NewModule makes, can be the target of a Process and the function of a Pool; one
// that returns a pointer to a struct can be registered with a BaseManager. Scripts see the behaviour of CPython 3.11; docs/compatibility.md lists
// what differs.
//
// The other functions are for packages of this module that have processes of their own, such as concurrent.futures.
//
// # Files
//
//	Process, current_process ...   process.go popen.go process_main.go state.go
//	contexts, start methods        context.go
//	Queue, JoinableQueue ...       queue.go
//	Pipe, Connection, wait         connection.go wait.go
//	Lock, RLock, Semaphore ...     lock.go condition.go event.go barrier.go
//	Value, Array                   shared.go synchronized.go, modules/ctypes
//	SharedMemory, ShareableList    shared_memory.go shared_memory.py
//	Pool, AsyncResult, imap        pool.go pool_core.go pool_worker.go job.go result.go imap.go
//	multiprocessing.dummy          dummy.py dummy_connection.py
//	multiprocessing.reduction      reduction.py
//	Manager and proxies            manager.go server.go proxy.go
//	Listener, Client               listener.go client.go address.go challenge.go wire.go frame.go
//	managers with an address       net_manager.go net_server.go net_proxy.go
//
// The classes are native classes of [object]: immutable, and shared by all
// interpreters. An instance's Native is a handle on an object of the kernel
// ([ipc]), and going to another process is getting a new handle on the same
// object. What changes hangs off the interpreter (state) or is guarded by a mutex
// (pool, job).
package multiprocessing

import (
	_ "embed"
	"maps"
	"slices"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	threadqueue "github.com/mpstar/mpstar/modules/queue"
	"go.starlark.net/starlark"
)

// Modules returns the package and its submodules, for [interp.Config].
func Modules() []interp.Def {
	defs := []interp.Def{{Name: "multiprocessing", Init: initPackage},
		{Name: "multiprocessing.dummy", Source: dummySource}, {Name: "multiprocessing.dummy.connection", Source: dummyConnectionSource},
		{Name: "multiprocessing.reduction", Doc: "How what goes to another process is pickled.", Source: reductionSource}}
	defs = append(defs, sharedMemoryDefs...)
	for _, name := range missing {
		defs = append(defs, interp.Def{Name: "multiprocessing." + name, Init: func(*interp.Interp, *object.Module) error {
			return exception.New(exception.ImportError, "multiprocessing.%s is not available yet", name)
		}})
	}
	for i := range submodules {
		m := &submodules[i]
		defs = append(defs, interp.Def{Name: "multiprocessing." + m.name, Init: func(in *interp.Interp, mod *object.Module) error {
			for _, c := range m.classes() {
				mod.Set(c.Name(), c)
			}
			for name, v := range m.others() {
				if t, ok := v.(listOf); ok {
					v = starlark.NewList(slices.Clone(t.Tuple)) // each interpreter's own
				}
				mod.Set(name, v)
			}
			for _, name := range m.functions {
				mod.Set(name, m.function(name))
			}
			if m.all != noExports {
				mod.Set("__all__", starlark.NewList(m.names()))
			} else {
				mod.Set("__all__", starlark.Tuple{})
			}
			return nil
		}})
	}
	return defs
}

// multiprocessing.dummy is made of threads, and written in the language.
var (
	//go:embed dummy.py
	dummySource string
	//go:embed dummy_connection.py
	dummyConnectionSource string
)

// reductionSource is multiprocessing.reduction. What it registers is found by interp.Interp.Reducers.
//
//go:embed reduction.py
var reductionSource string

// A submodule is what one module of the package holds.
type submodule struct {
	name      string
	classes   func() []*object.Class
	functions []string // of the default context
	values    *object.Lazy[starlark.StringDict]
	all       string // __all__, "" for all of the above
}

// others returns the values.
func (m *submodule) others() starlark.StringDict {
	if m.values == nil {
		return nil
	}
	return m.values.Get()
}

// listOf is a value of a submodule that is a list of these.
type listOf struct{ starlark.Tuple }

// names returns __all__.
func (m *submodule) names() []starlark.Value {
	var names []string
	if m.all != "" {
		names = strings.Fields(m.all)
	} else {
		for _, c := range m.classes() {
			names = append(names, c.Name())
		}
		names = append(names, m.functions...)
		names = append(names, slices.Sorted(maps.Keys(m.others()))...)
	}
	list := make([]starlark.Value, len(names))
	for i, n := range names {
		list[i] = starlark.String(n)
	}
	return list
}

// sharedParams are the parameters of functions that the package's modules have
// under the same name as its contexts, and how many of them the context's take.
var sharedParams = object.Later(func() map[string]*params.List {
	return map[string]*params.List{
		"Pipe":          params.Func("Pipe", "duplex="),
		"Value":         params.Func("Value", "typecode_or_type, *args, lock=, ctx="),
		"Array":         params.Func("Array", "typecode_or_type, size_or_initializer, *, lock=, ctx="),
		"RawValue":      params.Func("RawValue", "typecode_or_type, *args"),
		"RawArray":      params.Func("RawArray", "typecode_or_type, size_or_initializer"),
		"get_logger":    params.Func("get_logger", ""),
		"log_to_stderr": params.Func("log_to_stderr", "level="),
	}
})

// function is a function of a submodule: the default context's, for which the
// ctx of its own parameters is left out.
func (m *submodule) function(name string) starlark.Value {
	p := sharedParams.Get()[name]
	if p == nil {
		return contextFunction(name)
	}
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := p.Bind(args, kwargs); err != nil {
			return nil, err
		}
		for i, kw := range kwargs {
			if key, _ := starlark.AsString(kw[0]); key == "ctx" {
				kwargs = slices.Concat(kwargs[:i], kwargs[i+1:])
				break
			}
		}
		return contextFuncs.Get()[name](thread, "", args, kwargs)
	})
}

// noExports is the all of a module whose __all__ is empty.
const noExports = " "

// missing are CPython's public submodules that are not there yet.
var missing = []string{"resource_tracker", "forkserver", "spawn", "heap"}

var submodules = []submodule{
	utilModule,
	{name: "process", classes: func() []*object.Class {
		return []*object.Class{baseProcess.Get(), authenticationString.Get()}
	},
		functions: []string{"current_process", "active_children", "parent_process"},
		all:       "BaseProcess current_process active_children parent_process"},
	{name: "context",
		classes: func() []*object.Class {
			return []*object.Class{processError.Get(), bufferTooShort.Get(), timeoutError.Get(), authenticationError.Get(),
				processClass.Get(), forkProcess.Get(), spawnProcess.Get(), forkServerProcess.Get()}
		},
		all: noExports},
	{name: "connection", classes: func() []*object.Class {
		return []*object.Class{connectionClass.Get(), listenerClass.Get(), bufferTooShort.Get(), authenticationError.Get()}
	}, functions: []string{"Pipe"},
		values: object.Later(connectionNames), all: "Client Listener Pipe wait"},
	{name: "queues", classes: func() []*object.Class {
		return []*object.Class{queueClass.Get(), joinableQueueClass.Get(), simpleQueueClass.Get()}
	},
		values: object.Later(func() starlark.StringDict {
			return starlark.StringDict{"Empty": threadqueue.Empty.Get(), "Full": threadqueue.Full.Get()}
		}),
		all: "Queue SimpleQueue JoinableQueue"},
	{name: "synchronize",
		classes: func() []*object.Class {
			return []*object.Class{semLockClass.Get(), lockClass.Get(), rlockClass.Get(), semaphoreClass.Get(), boundedSemaphoreClass.Get(),
				conditionClass.Get(), eventClass.Get(), barrierClass.Get()}
		},
		values: object.Later(func() starlark.StringDict {
			return starlark.StringDict{"SEM_VALUE_MAX": starlark.MakeInt(maxQueue)}
		}),
		all: "Lock RLock Semaphore BoundedSemaphore Condition Event"},
	{name: "sharedctypes", classes: func() []*object.Class {
		return []*object.Class{synchronizedBase.Get(), synchronizedClass.Get(), synchronizedArray.Get(), synchronizedString.Get()}
	},
		functions: []string{"Value", "Array", "RawValue", "RawArray"},
		values: object.Later(func() starlark.StringDict {
			return starlark.StringDict{"synchronized": object.NewFunc("synchronized", synchronizedFunc), "copy": object.NewFunc("copy", copyFunc)}
		}),
		all: "RawValue RawArray Value Array copy synchronized"},
	{name: "pool", classes: func() []*object.Class {
		return []*object.Class{poolClass.Get(), threadPoolClass.Get(), applyResultClass.Get(), mapResultClass.Get(),
			imapIteratorClass.Get(), imapUnorderedIteratorClass.Get(), remoteTraceback.Get(),
			maybeEncodingError.Get(), workerDied.Get()}
	},
		values: object.Later(func() starlark.StringDict {
			return starlark.StringDict{"AsyncResult": applyResultClass.Get(), "TimeoutError": timeoutError.Get(),
				"INIT": starlark.String("INIT"), "RUN": starlark.String("RUN"), "CLOSE": starlark.String("CLOSE"), "TERMINATE": starlark.String("TERMINATE")}
		}),
		all: "Pool ThreadPool"},
	{name: "managers", values: object.Later(proxyFunctions),
		classes: func() []*object.Class {
			return []*object.Class{baseManager.Get(), syncManager.Get(), sharedMemoryManager.Get(), baseProxy.Get(), remoteError.Get(),
				namespaceProxy.Get(), listProxy.Get(), dictProxy.Get(), arrayProxy.Get(), valueProxy.Get(),
				tokenClass.Get(), setProxy.Get(), serverClass.Get(), poolProxy.Get(), acquirerProxy.Get(),
				conditionProxy.Get(), eventProxy.Get(), barrierProxy.Get(), iteratorProxy.Get(), namespaceClass.Get(),
				managedValue.Get()}
		}},
}

// packageFunctions are the names of the package that are functions, in CPython's
// order of __all__.
var packageFunctions = []string{"Array", "Barrier", "BoundedSemaphore", "Condition", "Event", "JoinableQueue", "Lock", "Manager",
	"Pipe", "Pool", "Queue", "RLock", "RawArray", "RawValue", "Semaphore", "SimpleQueue", "Value", "active_children",
	"allow_connection_pickling", "cpu_count", "current_process", "freeze_support", "get_all_start_methods", "get_context", "get_logger",
	"get_start_method", "log_to_stderr", "parent_process", "set_executable", "set_forkserver_preload", "set_start_method"}

// packageValues are the functions, in the order of their names: the same for all interpreters. A child makes those that it gets by name.
var packageValues = func() []*object.Lazy[starlark.Value] {
	values := make([]*object.Lazy[starlark.Value], len(packageFunctions))
	for i, name := range packageFunctions {
		values[i] = object.Later(func() starlark.Value { return contextFunction(name) })
	}
	return values
}()

const exported = `Array AuthenticationError Barrier BoundedSemaphore BufferTooShort Condition Event JoinableQueue
	Lock Manager Pipe Pool Process ProcessError Queue RLock RawArray RawValue Semaphore SimpleQueue TimeoutError Value
	active_children allow_connection_pickling cpu_count current_process freeze_support get_all_start_methods get_context
	get_logger get_start_method log_to_stderr parent_process reducer set_executable set_forkserver_preload set_start_method`

func initPackage(in *interp.Interp, m *object.Module) error {
	m.Set("Process", processClass.Get())
	for _, cls := range []*object.Class{processError.Get(), bufferTooShort.Get(), timeoutError.Get(), authenticationError.Get()} {
		m.Set(cls.Name(), cls)
	}
	for i, name := range packageFunctions {
		m.Set(name, packageValues[i].Get())
	}
	var names []starlark.Value
	for _, name := range strings.Fields(exported) {
		names = append(names, starlark.String(name))
	}
	m.Set("__all__", starlark.NewList(names))
	m.Set("__path__", starlark.NewList(nil))
	submodule := m.Missing
	m.Missing = func(name string) (starlark.Value, error) {
		if name == "reducer" {
			name = "reduction" // which of CPython's submodules it is until a script replaces it
		}
		return submodule(name)
	}
	m.Set("SUBDEBUG", starlark.MakeInt(levelSubDebug))
	m.Set("SUBWARNING", starlark.MakeInt(levelSubWarning))
	return nil
}

// contextFunction is a function of the package: the default context's.
func contextFunction(name string) starlark.Value {
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return contextFuncs.Get()[name](thread, "", args, kwargs)
	})
}

// unavailable is a name of CPython's that is not there yet: using it says so.
func unavailable(name, what string) starlark.Value {
	short := name[strings.LastIndexByte(name, '.')+1:]
	m := unavailableMethod(name, what)
	return object.NewFunc(short, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return m(thread, nil, args, kwargs)
	})
}

// unavailableMethod is unavailable for a method.
func unavailableMethod(name, what string) object.Method {
	return func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exception.New(exception.NotImplementedError, "%s is not available yet: mpstar has no %s", name, what)
	}
}
