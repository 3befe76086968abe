package multiprocessing

import (
	"runtime"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines the contexts: objects with the whole API of the package as
// methods, one for each start method. The functions of the package itself are
// those of the default context.

// A context is the native state of a context object: its start method, "" for the
// default context, whose method can be set.
type context struct{ method string }

// Transfer implements [pickle.Transferer].
func (c *context) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.context", pickle.Strings(c.method), nil)
}

// A contextFunc is a function of the package; method is the context's start
// method.
type contextFunc func(thread *starlark.Thread, method string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

// startMethods are all start methods, the default first.
var startMethods = []string{"fork", "spawn", "forkserver"}

// startMethod returns the start method of the default context, choosing it if
// nothing has yet.
func (st *state) startMethod() string {
	if st.method == "" {
		st.method = startMethods[0]
		if m := st.in.Runtime().StartMethod(); m != "" {
			st.method = m
		}
	}
	return st.method
}

func contextParams(name, spec string) *params.List { return params.Method("BaseContext."+name, spec) }

// simple is a context function of fixed parameters.
func simple(name, spec string, f func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error)) contextFunc {
	return starting(name, spec, func(st *state, thread *starlark.Thread, _ string, a []starlark.Value) (starlark.Value, error) {
		return f(st, thread, a)
	})
}

// starting is simple for what starts processes, by the start method of the context.
func starting(name, spec string, f func(st *state, thread *starlark.Thread, method string, a []starlark.Value) (starlark.Value, error)) contextFunc {
	p := contextParams(name, spec)
	return func(thread *starlark.Thread, method string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := p.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		return f(stateOf(thread), thread, method, a)
	}
}

// static is a context function without parameters that CPython's contexts have as a
// static method.
func static(name string, f func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error)) contextFunc {
	p := params.Func(name, "")
	return func(thread *starlark.Thread, _ string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := p.Bind(args, kwargs); err != nil {
			return nil, err
		}
		return f(stateOf(thread), thread, nil)
	}
}

// instance returns i as a Value, or err.
func instance(i *object.Instance, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return i, nil
}

// contextFuncs are the functions that the package and every context have.
var contextFuncs *object.Lazy[map[string]contextFunc]

func newContextFuncs() map[string]contextFunc {
	return map[string]contextFunc{
		"current_process": static("current_process", func(st *state, _ *starlark.Thread, _ []starlark.Value) (starlark.Value, error) {
			return st.currentProcess(), nil
		}),
		"parent_process": static("parent_process", func(st *state, _ *starlark.Thread, _ []starlark.Value) (starlark.Value, error) {
			if p := st.parentObject(); p != nil {
				return p, nil
			}
			return starlark.None, nil
		}),
		"active_children": static("active_children", func(st *state, _ *starlark.Thread, _ []starlark.Value) (starlark.Value, error) {
			st.reap()
			list := make([]starlark.Value, len(st.children))
			for i, c := range st.children {
				list[i] = c.object
			}
			return starlark.NewList(list), nil
		}),
		"cpu_count": simple("cpu_count", "", func(*state, *starlark.Thread, []starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt(runtime.NumCPU()), nil
		}),
		"freeze_support":            simple("freeze_support", "", nothing),
		"allow_connection_pickling": simple("allow_connection_pickling", "", nothing),
		"set_limits":                starting("set_limits", "memory=, cpu=, files=", (*state).setContextLimits),
		"get_limits":                starting("get_limits", "", (*state).contextLimits),

		"set_executable":         simple("set_executable", "executable", nothing),
		"set_forkserver_preload": simple("set_forkserver_preload", "module_names", setForkserverPreload),
		"get_logger": simple("get_logger", "", func(st *state, thread *starlark.Thread, _ []starlark.Value) (starlark.Value, error) {
			return st.getLogger(thread)
		}),
		"log_to_stderr": simple("log_to_stderr", "level=", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return st.logToStderr(thread, a[0])
		}),

		"Lock": simple("Lock", "", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(newSemLock(st.env, lockClass.Get(), nil))
		}),
		"RLock": simple("RLock", "", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(newSemLock(st.env, rlockClass.Get(), nil))
		}),
		"Semaphore": simple("Semaphore", "value=", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(newSemLock(st.env, semaphoreClass.Get(), a[0]))
		}),
		"BoundedSemaphore": simple("BoundedSemaphore", "value=", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(newSemLock(st.env, boundedSemaphoreClass.Get(), a[0]))
		}),
		"Condition": simple("Condition", "lock=", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			i := object.NewInstance(st.env, conditionClass.Get())
			return instance(i, initCondition(i, a[0]))
		}),
		"Event": simple("Event", "", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(newEvent(st.env), nil)
		}),
		"Barrier": simple("Barrier", "parties, action=, timeout=", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			i := object.NewInstance(st.env, barrierClass.Get())
			return instance(i, initBarrier(i, a[0], a[1], a[2], nil))
		}),
		"Queue": simple("Queue", "maxsize=", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(newQueue(st.env, queueClass.Get(), a[0]))
		}),
		"JoinableQueue": simple("JoinableQueue", "maxsize=", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(newQueue(st.env, joinableQueueClass.Get(), a[0]))
		}),
		"SimpleQueue": simple("SimpleQueue", "", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(newQueue(st.env, simpleQueueClass.Get(), nil))
		}),
		"Pipe": simple("Pipe", "duplex=", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			duplex := true
			if a[0] != nil {
				var err error
				if duplex, err = object.Truth(st.env, a[0]); err != nil {
					return nil, err
				}
			}
			return newPipe(st.in, duplex), nil
		}),
		"RawValue": simple("RawValue", "typecode_or_type, *args", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(rawValue(st.env, a[0], a[1].(starlark.Tuple)))
		}),
		"RawArray": simple("RawArray", "typecode_or_type, size_or_initializer", func(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return instance(rawArray(st.env, a[0], a[1]))
		}),
		"Value": simple("Value", "typecode_or_type, *args, lock=", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			obj, err := rawValue(st.env, a[0], a[2].(starlark.Tuple))
			if err != nil {
				return nil, err
			}
			return withLock(thread, obj, a[1])
		}),
		"Array": simple("Array", "typecode_or_type, size_or_initializer, *, lock=", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			obj, err := rawArray(st.env, a[0], a[1])
			if err != nil {
				return nil, err
			}
			return withLock(thread, obj, a[2])
		}),
		"Manager": starting("Manager", "", func(st *state, thread *starlark.Thread, method string, a []starlark.Value) (starlark.Value, error) {
			return instance(st.startedManager(thread, method))
		}),
		"Pool": starting("Pool", "processes=, initializer=, initargs=, maxtasksperchild=, *, daemon=", func(st *state, thread *starlark.Thread, method string, a []starlark.Value) (starlark.Value, error) {
			i := object.NewInstance(st.env, poolClass.Get())
			return instance(i, initPool(thread, i, method, nil, a[0], a[1], a[2], a[3], a[4], false))
		}),

		"get_context":           getContext,
		"get_start_method":      getStartMethod,
		"set_start_method":      setStartMethod,
		"get_all_start_methods": getAllStartMethods,
	}
}

func newBaseContext() *object.Class {
	return object.NewClass(object.Spec{Name: "BaseContext", Module: "multiprocessing.context", Later: func(s *object.Spec) {
		s.Methods = contextMethods()
		s.Values = map[string]starlark.Value{"ProcessError": processError.Get(), "BufferTooShort": bufferTooShort.Get(),
			"TimeoutError": timeoutError.Get(), "AuthenticationError": authenticationError.Get()}
		s.Properties = map[string]object.Property{"reducer": {Get: contextReducer, Set: setContextReducer,
			Doc: "The module that says how objects cross; it cannot be replaced."}}
	}})
}

var (
	baseContext    *object.Lazy[*object.Class]
	contextClasses map[string]*object.Lazy[*object.Class] // by start method
)

func init() {
	contextFuncs = object.Later(newContextFuncs)
	baseContext = object.Later(newBaseContext)
	contextClasses = map[string]*object.Lazy[*object.Class]{
		"":           contextSubclass("DefaultContext", "", processClass),
		"fork":       contextSubclass("ForkContext", "fork", forkProcess),
		"spawn":      contextSubclass("SpawnContext", "spawn", spawnProcess),
		"forkserver": contextSubclass("ForkServerContext", "forkserver", forkServerProcess),
	}
}

// contextSubclass is the class of the contexts with a start method; "" is that of the default context.
func contextSubclass(name, method string, process *object.Lazy[*object.Class]) *object.Lazy[*object.Class] {
	return object.Later(func() *object.Class {
		spec := object.Spec{Name: name, Module: "multiprocessing.context", Bases: []*object.Class{baseContext.Get()}}
		spec.Later = func(s *object.Spec) {
			s.Values = map[string]starlark.Value{"Process": process.Get()}
			if method == "" {
				s.Methods = map[string]object.Method{allMethods: contextMethod(allMethods)}
			} else {
				s.Values["_name"] = starlark.String(method)
			}
		}
		if method == "" {
			spec.New = cannotCreate("multiprocessing.context." + name)
		}
		return object.NewClass(spec)
	})
}

// contextMethods are the functions as methods of a context.
func contextMethods() map[string]object.Method {
	funcs := contextFuncs.Get()
	methods := make(map[string]object.Method, len(funcs))
	for name := range funcs {
		if name != allMethods {
			methods[name] = contextMethod(name)
		}
	}
	return methods
}

// allMethods is the function that only the default context has as a method.
const allMethods = "get_all_start_methods"

func contextMethod(name string) object.Method {
	f := contextFuncs.Get()[name]
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		i, ok := self.(*object.Instance)
		if !ok || !i.Class().IsSubclass(baseContext.Get()) {
			return nil, noAttribute(self, name)
		}
		c, ok := i.Native.(*context)
		if ok {
			return f(thread, c.method, args, kwargs)
		}
		// One that a script has made, of a class of its own, say.
		switch {
		case name == "Pool":
			return scriptContextPool(thread, i, args, kwargs)
		case name == "get_context" && len(args)+len(kwargs) == 0:
			return self, nil
		}
		return f(thread, contextName(i.Class()), args, kwargs)
	}
}

// contextName returns the start method of a class of contexts, "" if it has none of its own.
func contextName(cls *object.Class) string {
	if v, ok := cls.Lookup("_name"); ok {
		if s, ok := text.AsString(v); ok {
			return s
		}
	}
	return ""
}

var contextPoolParams = contextParams("Pool", "processes=, initializer=, initargs=, maxtasksperchild=, *, daemon=")

// scriptContextPool makes a pool whose workers are of the class that the context says.
func scriptContextPool(thread *starlark.Thread, c *object.Instance, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := contextPoolParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	i := object.NewInstance(c.Env(), poolClass.Get())
	return instance(i, initPool(thread, i, "", c, a[0], a[1], a[2], a[3], a[4], false))
}

// contextReducer is the attribute reducer: the module that, in CPython, pickles
// what goes to another process.
func contextReducer(thread *starlark.Thread, _ starlark.Value) (starlark.Value, error) {
	return stateOf(thread).in.Import(thread, "multiprocessing.reduction")
}

func setContextReducer(*starlark.Thread, starlark.Value, starlark.Value) error {
	return exception.New(exception.NotImplementedError, "the reducer of a context cannot be replaced: mpstar copies what goes to another process")
}

// setForkserverPreload checks its argument; there is nothing that could be loaded
// ahead for a child that begins with all that its parent has.
func setForkserverPreload(st *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
	names, err := object.Elements(st.env, a[0])
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		if _, ok := text.AsString(n); !ok {
			return nil, exception.New(exception.TypeError, "module_names must be a list of strings")
		}
	}
	return starlark.None, nil
}

func nothing(*state, *starlark.Thread, []starlark.Value) (starlark.Value, error) {
	return starlark.None, nil
}

// context returns the context object of a start method.
func (st *state) context(method string) *object.Instance {
	if c, ok := st.contexts[method]; ok {
		return c
	}
	c := object.NewInstance(st.env, contextClasses[method].Get())
	c.Native = &context{method}
	if st.contexts == nil {
		st.contexts = make(map[string]*object.Instance)
	}
	st.contexts[method] = c
	return c
}

// knownMethod returns the start method that v names.
func knownMethod(env *object.Env, v starlark.Value) (string, error) {
	if s, ok := text.AsString(object.Unwrap(v)); ok {
		for _, m := range startMethods {
			if s == m {
				return m, nil
			}
		}
	}
	shown, err := object.Repr(env, v)
	if err != nil {
		return "", err
	}
	return "", exception.New(exception.ValueError, "cannot find context for %s", shown)
}

// methodParams are the parameters of a function that the default context
// overrides.
type methodParams struct{ base, def *params.List }

func newMethodParams(name, spec string) methodParams {
	return methodParams{contextParams(name, spec), params.Method("DefaultContext."+name, spec)}
}

func (p methodParams) bind(method string, args starlark.Tuple, kwargs []starlark.Tuple) ([]starlark.Value, error) {
	if method == "" {
		return p.def.Bind(args, kwargs)
	}
	return p.base.Bind(args, kwargs)
}

var (
	getContextParams     = newMethodParams("get_context", "method=")
	getStartMethodParams = newMethodParams("get_start_method", "allow_none=")
	setStartMethodParams = newMethodParams("set_start_method", "method, force=")
)

func getContext(thread *starlark.Thread, method string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := getContextParams.bind(method, args, kwargs)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if isNone(a[0]) {
		if method == "" {
			method = st.startMethod()
		}
		return st.context(method), nil
	}
	if method, err = knownMethod(st.env, a[0]); err != nil {
		return nil, err
	}
	return st.context(method), nil
}

func getStartMethod(thread *starlark.Thread, method string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := getStartMethodParams.bind(method, args, kwargs)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if method == "" {
		if st.method == "" && a[0] != nil {
			allow, err := object.Truth(st.env, a[0])
			if err != nil {
				return nil, err
			}
			if allow {
				return starlark.None, nil
			}
		}
		method = st.startMethod()
	}
	return starlark.String(method), nil
}

func setStartMethod(thread *starlark.Thread, method string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := setStartMethodParams.bind(method, args, kwargs)
	if err != nil {
		return nil, err
	}
	if method != "" {
		return nil, valueError("cannot set start method of concrete context")
	}
	st := stateOf(thread)
	force := false
	if a[1] != nil {
		if force, err = object.Truth(st.env, a[1]); err != nil {
			return nil, err
		}
	}
	if st.method != "" && !force {
		return nil, exception.New(exception.RuntimeError, "context has already been set")
	}
	if a[0] == starlark.None {
		if force {
			st.method = ""
		} else {
			st.method = st.startMethod()
		}
		return starlark.None, nil
	}
	if method, err = knownMethod(st.env, a[0]); err != nil {
		return nil, err
	}
	st.method = method
	return starlark.None, nil
}

func getAllStartMethods(thread *starlark.Thread, _ string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("DefaultContext.get_all_start_methods", args, kwargs); err != nil {
		return nil, err
	}
	list := make([]starlark.Value, len(startMethods))
	for i, m := range startMethods {
		list[i] = starlark.String(m)
	}
	return starlark.NewList(list), nil
}
