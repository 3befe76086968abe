package multiprocessing

import (
	"fmt"
	"strconv"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines BaseManager and SyncManager. A manager's objects live in a
// child process of its own (server.go), as in CPython. What only coordinates
// processes, such as manager.Lock() and manager.Queue(), is an object of the
// kernel instead, which no server need stand between: manager_sync.go.

// A hub is what all processes know of one manager.
type hub struct {
	address string
	port    *ipc.Port // closed when the manager is shut down or its server ends
}

// alive reports whether the manager serves.
func (h *hub) alive() bool { return !h.port.Closed() }

func (h *hub) shut() { h.port.Close() }

type managerState uint8

const (
	managerInitial managerState = iota
	managerStarted
	managerShutdown
)

// A manager is one process's handle on a manager.
type manager struct {
	hub       *hub
	state     managerState
	owner     bool // this process started it
	process   *object.Instance
	popen     *popen // the process's
	joined    bool   // scripts don't see process any more
	finalizer *finalizer
	address   starlark.Value
	key       starlark.Value // of a manager with an address
	place     *netPlace      // where one listens, once it is known
	method    string         // the start method of its server; "" is the usual one
}

// Transfer implements [pickle.Transferer]: another process can use the manager, but
// only the one that started it ends it.
func (m *manager) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if m.place != nil {
		place, address, key := m.place, m.address, m.key
		return func(*pickle.Unpacker) (any, error) {
			return &manager{state: managerStarted, place: place, address: address, key: key}, nil
		}, nil
	}
	if m.hub == nil {
		return p.Portable("multiprocessing.manager", pickle.Strings("0", ""), nil)
	}
	return p.Portable("multiprocessing.manager", pickle.Strings(strconv.Itoa(int(m.state)), m.hub.address), nil, m.hub.port)
}

func loadManager(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(2)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(s[0])
	m := &manager{state: managerState(n), address: starlark.None}
	if err != nil || m.state > managerShutdown {
		return nil, p.Damaged()
	}
	if m.state != managerInitial {
		port, err := pickle.Object[*ipc.Port](p, 0)
		if err != nil {
			return nil, err
		}
		m.hub = &hub{s[1], port}
	}
	return m, nil
}

var baseManager = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "BaseManager", Module: "multiprocessing.managers",
		Methods: map[string]object.Method{
			"__init__":           managerInit,
			"__getattr__":        managerGetattr,
			"__enter__":          managerEnter,
			"__exit__":           managerExit,
			"start":              managerStart,
			"join":               managerJoin,
			"get_server":         managerGetServer,
			"connect":            managerConnect,
			"_debug_info":        managerDebugInfo,
			"_number_of_objects": managerCount,
			"shutdown":           managerShutdownMethod,
		},
		ClassMethods: map[string]object.Method{"register": managerRegister},
		Properties: map[string]object.Property{
			"address": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				m, err := managerOf(self)
				if err != nil {
					return nil, err
				}
				if m.state == managerInitial || m.place != nil {
					return m.address, nil
				}
				return text.Str(m.hub.address), nil
			}},
			"_process": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				m, err := managerOf(self)
				if err != nil {
					return nil, err
				}
				if m.process == nil {
					return nil, noAttribute(self, "_process")
				}
				if m.joined {
					return starlark.None, nil
				}
				return m.process, nil
			}},
		},
	})
})

var syncManager *object.Lazy[*object.Class]

func init() { syncManager = object.Later(newSyncManager) }

func newSyncManager() *object.Class {
	methods := map[string]object.Method{
		"Pool": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return managerCreate(thread, self, "Pool", nil, args, kwargs)
		},
	}
	for typeid := range builtinTypes {
		methods[typeid] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return managerCreate(thread, self, typeid, nil, args, kwargs)
		}
	}
	for typeid, make := range syncTypes.Get() {
		methods[typeid] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			m, err := startedOf(self)
			if err != nil {
				return nil, err
			}
			if m.place != nil {
				return managerCreate(thread, self, typeid, nil, args, kwargs)
			}
			st := stateOf(thread)
			if !m.hub.alive() {
				return nil, connectionRefused()
			}
			v, err := make(st, m.hub, typeid, args, kwargs)
			if err == nil {
				return v, nil
			}
			if exc, ok := object.AsException(st.env, err); !ok || !exc.Class().IsSubclass(object.ExceptionClass) {
				return nil, err
			}
			return nil, object.Raise(remoteFault(st.env, err))
		}
	}
	return object.NewClass(object.Spec{
		Name: "SyncManager", Module: "multiprocessing.managers", Bases: []*object.Class{baseManager.Get()}, Methods: methods,
	})
}

var (
	managerParams  = params.Method("BaseManager.__init__", "address=, authkey=, serializer=, ctx=, *, shutdown_timeout=")
	startParams    = params.Method("BaseManager.start", "initializer=, initargs=")
	registerParams = params.Method("BaseManager.register", "typeid, callable=, proxytype=, exposed=, method_to_typeid=, create_method=")
)

func managerInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := managerParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	key := given(a[1], starlark.None)
	if key == starlark.None {
		if key, err = processAuthkey(thread, stateOf(thread).currentProcess()); err != nil {
			return nil, err
		}
	} else if _, ok := bytesOnly(key); !ok {
		if key, err = object.CallKw(thread, object.BytesType, starlark.Tuple{key}, nil); err != nil {
			return nil, err
		}
	}
	if s, ok := text.AsString(given(a[2], starlark.String("pickle"))); !ok || s != "pickle" {
		return nil, exception.New(exception.NotImplementedError, "managers of another serializer than 'pickle' are not available")
	}
	self.(*object.Instance).Native = &manager{address: given(a[0], starlark.None), key: key}
	return starlark.None, nil
}

func managerOf(self starlark.Value) (*manager, error) {
	if i, ok := self.(*object.Instance); ok {
		if m, ok := i.Native.(*manager); ok {
			return m, nil
		}
	}
	return nil, noAttribute(self, "_state")
}

// startedOf is managerOf for calls that need the server.
func startedOf(self starlark.Value) (*manager, error) {
	m, err := managerOf(self)
	if err == nil && m.state != managerStarted {
		err = assertion("server not yet started")
	}
	return m, err
}

// notInitial is the error for starting a manager in this state.
func (m *manager) notInitial(env *object.Env) error {
	switch m.state {
	case managerStarted:
		return raiseText(env, processError.Get(), "Already started server")
	case managerShutdown:
		return raiseText(env, processError.Get(), "Manager has shut down")
	}
	return nil
}

func managerStart(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := startParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	return starlark.None, stateOf(thread).startManager(thread, self.(*object.Instance), a[0], a[1])
}

// exitManager is when managers end as the process exits.
const exitManager = 0

// startedManager is Manager().
func (st *state) startedManager(thread *starlark.Thread, method string) (*object.Instance, error) {
	i := object.NewInstance(st.env, syncManager.Get())
	i.Native = &manager{address: starlark.None, method: method}
	return i, st.startManager(thread, i, nil, nil)
}

func (st *state) startManager(thread *starlark.Thread, self *object.Instance, initializer, initargs starlark.Value) error {
	m, err := managerOf(self)
	if err != nil {
		return err
	}
	if err := m.notInitial(st.env); err != nil {
		return err
	}
	initializer = given(initializer, starlark.None)
	if initializer != starlark.None && !callable(initializer) {
		return exception.New(exception.TypeError, "initializer must be a callable")
	}
	positional := starlark.Tuple{}
	if initargs != nil {
		if positional, err = tupleOf(st.env, initargs); err != nil {
			return err
		}
	}
	method := m.method
	if method == "" {
		method = st.startMethod()
	}
	proc, err := st.newProcess(processClasses.Get()[method])
	if err != nil {
		return err
	}
	proc.Set("_name", text.Str(self.Class().Name()+"-"+identity(proc)))
	if m.address != starlark.None {
		return st.startNetManager(thread, self, m, proc, initializer, positional)
	}
	h := &hub{port: newKernel[*ipc.Port](st.env, ipc.Spec{Kind: ipc.KindPort})}
	registry, err := st.registry(self.Class())
	if err != nil {
		return err
	}
	ready := newKernel[*ipc.Event](st.env, ipc.Spec{Kind: ipc.KindEvent})
	told := object.NewInstance(st.env, eventClass.Get())
	told.Native = &event{ready}
	self2 := object.NewInstance(st.env, hubClass.Get())
	self2.Native = h
	st.serving = h.port
	pp, err := st.start(thread, proc, starlark.Tuple{registry, initializer, positional, self2, told}, remoteServer, lifeServer)
	st.serving = nil
	if err != nil {
		return err
	}
	if initializer != starlark.None {
		// What it does is done when start() returns.
		exited := pp.process.Exited()
		if _, err := ipc.Wait(st.in.Task(thread), []ipc.Waitable{ready, exited}, ipc.Forever); err != nil {
			return st.in.Err(thread, err)
		}
		if !ready.IsSet() {
			return exception.New(exception.EOFError, "")
		}
	}
	h.address = fmt.Sprintf("/mpstar/manager-%d", pp.process.Pid())
	m.hub, m.state, m.owner, m.process, m.popen = h, managerStarted, true, proc, pp
	m.finalizer = st.finalize(exitManager, func(thread *starlark.Thread) { m.shutdown(st, thread) })
	return nil
}

// shutdownGrace is how long a server may take to end before it is terminated.
const shutdownGrace = time.Second

func (m *manager) shutdown(st *state, thread *starlark.Thread) error {
	if m.state != managerStarted || !m.owner {
		return nil
	}
	m.state = managerShutdown
	st.cancel(m.finalizer)
	if m.place != nil {
		// A server that is gone cannot be told.
		st.dispatch(thread, m.place, "shutdown", nil, nil)
		st.unlink(m.place)
	} else {
		m.hub.shut()
	}
	done, err := m.popen.wait(thread, st.in.Task(thread).Deadline(shutdownGrace))
	if err != nil {
		return err
	}
	if !done {
		m.popen.terminate()
		if _, err := m.popen.wait(thread, ipc.Forever); err != nil {
			return err
		}
	}
	st.forget(m.process)
	return nil
}

func managerShutdownMethod(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m, err := managerOf(self)
	if err != nil {
		return nil, err
	}
	if m.state == managerInitial || !m.owner && m.state == managerStarted {
		return nil, noAttribute(self, "shutdown")
	}
	return starlark.None, m.shutdown(stateOf(thread), thread)
}

func managerJoin(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := joinParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	m, err := managerOf(self)
	if err != nil {
		return nil, err
	}
	if m.process == nil {
		return nil, noAttribute(self, "_process")
	}
	until, err := deadlineSum(stateOf(thread).in.Task(thread), a[0])
	if err != nil {
		return nil, err
	}
	done, err := m.popen.wait(thread, until)
	m.joined = m.joined || done
	return starlark.None, err
}

func managerEnter(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m, err := managerOf(self)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if m.state == managerInitial {
		if err := st.startManager(thread, self.(*object.Instance), nil, nil); err != nil {
			return nil, err
		}
	}
	if m.state == managerShutdown {
		return nil, m.notInitial(st.env)
	}
	return self, nil
}

func managerExit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m, err := managerOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.None, m.shutdown(stateOf(thread), thread)
}

func managerCount(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m, err := startedOf(self)
	if err != nil {
		return nil, err
	}
	if m.place != nil {
		return stateOf(thread).dispatch(thread, m.place, "number_of_objects", nil, nil)
	}
	return stateOf(thread).ask(thread, m.hub, &request{op: opCount})
}
