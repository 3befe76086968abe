package multiprocessing

import (
	"runtime"
	"slices"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is the client's side of managers that listen on an address, in CPython's protocol, so that the
// other side may be CPython. A request is a pickled tuple of an object's ident, a method's name, positional
// and keyword arguments; the answer is a pair of a kind, such as '#RETURN', and a value. Requests without an
// ident, one for each connection, go to the server itself: net_server.go has the list. Calls of methods go over a connection
// that one has turned into that of a thread of the client, since the server's locks know their owners by it.

// A netPlace is where a manager listens, and what it takes to talk to it. It does not change.
type netPlace struct {
	at  netAddress
	key string
}

// A netObject names an object of such a manager.
type netObject struct {
	place *netPlace
	ident string
	owned bool // the server of the object is in this process
}

// A linkKey names a connection for calls of methods: each thread has its own.
type linkKey struct {
	network, where string
	thread         *interp.Thread
}

// placeOf returns the place of an address.
func (st *state) placeOf(address, key starlark.Value) (*netPlace, error) {
	at, err := st.addressFor(address, starlark.None, false)
	if err != nil {
		return nil, err
	}
	k, ok := bytesOnly(key)
	if !ok {
		return nil, exception.New(exception.TypeError, "authkey should be a byte string")
	}
	return &netPlace{at, k}, nil
}

// dispatch asks the server itself for something.
func (st *state) dispatch(thread *starlark.Thread, place *netPlace, name string, args starlark.Tuple, kwargs *starlark.Dict) (starlark.Value, error) {
	i, err := st.dial(thread, place.at, true, place.key)
	if err != nil {
		return nil, err
	}
	c := i.Native.(*connection)
	defer func() { c.end.Close() }() // by way of the handle, which must be there until then
	return st.dispatchOn(thread, c, name, args, kwargs)
}

func (st *state) dispatchOn(thread *starlark.Thread, c *connection, name string, args starlark.Tuple, kwargs *starlark.Dict) (starlark.Value, error) {
	kind, v, err := st.request(thread, c, starlark.None, name, args, kwargs)
	if err != nil {
		return nil, err
	}
	if kind == "#RETURN" {
		return v, nil
	}
	return nil, st.remoteFailure(kind, v)
}

// request sends a request and receives the answer.
func (st *state) request(thread *starlark.Thread, c *connection, ident starlark.Value, name string, args starlark.Tuple, kwargs *starlark.Dict) (kind string, v starlark.Value, err error) {
	if args == nil {
		args = starlark.Tuple{}
	}
	if kwargs == nil {
		kwargs = new(starlark.Dict)
	}
	if err := c.sendValue(thread, starlark.Tuple{ident, starlark.String(name), args, kwargs}); err != nil {
		return "", nil, err
	}
	m, err := c.recv(thread)
	if err != nil {
		return "", nil, err
	}
	answer, err := st.valueOf(thread, m)
	if err != nil {
		return "", nil, err
	}
	if t, ok := answer.(starlark.Tuple); ok && len(t) == 2 {
		if kind, ok := text.AsString(t[0]); ok {
			return kind, t[1], nil
		}
	}
	return "", nil, exception.New(exception.ValueError, "the manager's answer is not a pair of a kind and a value")
}

// remoteFailure is the error that an answer brings.
func (st *state) remoteFailure(kind string, v starlark.Value) error {
	switch kind {
	case "#ERROR":
		if exc, ok := v.(*object.Instance); ok && exc.Class().IsSubclass(object.BaseException) {
			return object.Raise(exc)
		}
		return exception.New(exception.TypeError, "exceptions must derive from BaseException")
	case "#TRACEBACK", "#UNSERIALIZABLE":
		s, ok := text.AsString(v)
		if !ok {
			return exception.New(exception.TypeError, "Result %s (kind '%s') type is %s, not str", v, kind, object.TypeName(v))
		}
		if kind == "#UNSERIALIZABLE" {
			s = "Unserializable message: " + s + "\n"
		}
		return raiseText(st.env, remoteError.Get(), s)
	}
	return exception.New(exception.ValueError, "Unrecognized message type %s", text.Repr(kind))
}

// link returns the running thread's connection for calls of methods.
func (st *state) link(thread *starlark.Thread, place *netPlace) (linkKey, *connection, error) {
	th := st.in.Running()
	key := linkKey{place.at.network, place.at.where, th}
	if c := st.links[key]; c != nil && !c.end.Closed() && !c.end.Orphaned() {
		return key, c, nil
	}
	for k, c := range st.links {
		if k.thread.Done().IsSet() || c.end.Orphaned() {
			c.end.Close()
			delete(st.links, k)
		}
	}
	i, err := st.dial(thread, place.at, true, place.key)
	if err != nil {
		return key, nil, err
	}
	c := i.Native.(*connection)
	name := nameOf(st.currentProcess())
	if !th.Main() {
		name += "|" + th.Name()
	}
	if _, err := st.dispatchOn(thread, c, "accept_connection", starlark.Tuple{text.Str(name)}, nil); err != nil {
		c.end.Close()
		return key, nil, err
	}
	if st.links == nil {
		st.links = make(map[linkKey]*connection)
	}
	st.links[key] = c
	return key, c, nil
}

// unlink closes the connections to a place.
func (st *state) unlink(place *netPlace) {
	for k, c := range st.links {
		if k.network == place.at.network && k.where == place.at.where {
			c.end.Close()
			delete(st.links, k)
		}
	}
}

// callNet calls a method of an object of a manager that listens on an address.
func (st *state) callNet(thread *starlark.Thread, r *remote, name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if s := st.netServer; s != nil && r.net.owned {
		kind, v := s.call(thread, r.net.ident, name, args, kwargs)
		return st.netAnswer(thread, r, kind, v)
	}
	keywords := new(starlark.Dict)
	for _, kv := range kwargs {
		if err := keywords.SetKey(kv[0], kv[1]); err != nil {
			return nil, err
		}
	}
	key, c, err := st.link(thread, r.net.place)
	if err != nil {
		return nil, err
	}
	kind, v, err := st.request(thread, c, text.Str(r.net.ident), name, args, keywords)
	if err != nil {
		// The next answer that came would not be that of the next request.
		c.end.Close()
		delete(st.links, key)
		return nil, err
	}
	return st.netAnswer(thread, r, kind, v)
}

func (st *state) netAnswer(thread *starlark.Thread, r *remote, kind string, v starlark.Value) (starlark.Value, error) {
	switch kind {
	case "#RETURN":
		return v, nil
	case "#PROXY":
		if t, ok := v.(starlark.Tuple); ok && len(t) == 2 {
			if token, ok := tokenOf(t[1]); ok {
				exposed, err := st.names(t[0])
				if err != nil {
					return nil, err
				}
				var proxytype starlark.Value
				if r.registry != nil {
					if e, ok, _ := r.registry.Get(text.Str(token.typeid)); ok {
						proxytype = e.(starlark.Tuple)[3]
					}
				}
				return st.netProxy(&netObject{place: r.net.place, ident: token.ident, owned: r.net.owned}, token.typeid, exposed, proxytype, r.registry)
			}
		}
		return nil, exception.New(exception.ValueError, "the manager's answer names no object")
	}
	return nil, st.remoteFailure(kind, v)
}

// names returns a sequence of strings.
func (st *state) names(v starlark.Value) ([]string, error) {
	elems, err := object.Elements(st.env, v)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(elems))
	for _, e := range elems {
		if s, ok := text.AsString(e); ok {
			names = append(names, s)
		}
	}
	return names, nil
}

// createNet makes a new object in the server of a manager that listens on an address.
func (st *state) createNet(thread *starlark.Thread, m *manager, registry *starlark.Dict, typeid string, proxytype starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	keywords := new(starlark.Dict)
	for _, kv := range kwargs {
		if err := keywords.SetKey(kv[0], kv[1]); err != nil {
			return nil, err
		}
	}
	v, err := st.dispatch(thread, m.place, "create", slices.Concat(starlark.Tuple{text.Str(typeid)}, args), keywords)
	if err != nil {
		return nil, err
	}
	t, ok := v.(starlark.Tuple)
	if !ok || len(t) != 2 {
		return nil, exception.New(exception.ValueError, "the manager's answer names no object")
	}
	ident, _ := text.AsString(t[0])
	exposed, err := st.names(t[1])
	if err != nil {
		return nil, err
	}
	return st.netProxy(&netObject{place: m.place, ident: ident}, typeid, exposed, proxytype, registry)
}

// netProxy makes a proxy that has a reference of its own in the server.
func (st *state) netProxy(o *netObject, typeid string, exposed []string, proxytype starlark.Value, registry *starlark.Dict) (starlark.Value, error) {
	cls, own := netProxyClasses.Get()[typeid]
	if c, ok := proxytype.(*object.Class); ok {
		cls, own = c, true
	} else if proxytype == starlark.Value(autoProxyFunc.Get()) {
		cls, own = nil, false
	}
	if cls == nil {
		var err error
		if cls, err = st.autoProxy(typeid, exposed); err != nil {
			return nil, err
		}
	}
	r := &remote{net: o, typeid: typeid, registry: registry}
	if !own {
		r.exposed = append([]string{}, exposed...)
	}
	i := object.NewInstance(st.env, cls)
	i.Native = &proxy{remote: r}
	if !o.owned {
		st.releaseLater(r)
	}
	return i, initProxy(i, r)
}

// releaseLater gives the reference of r back when nothing refers to r any more.
func (st *state) releaseLater(r *remote) {
	in := st.in
	runtime.AddCleanup(r, func(o *netObject) { go releaseNet(in, o) }, r.net)
}

// releaseNet gives back a proxy's reference.
func releaseNet(in *interp.Interp, o *netObject) {
	in.Attach("decref", func(t *starlark.Thread) error {
		st := stateOf(t)
		st.dispatch(t, o.place, "decref", starlark.Tuple{text.Str(o.ident)}, nil)
		return nil
	})
}

// netOf returns the proxy behind self if its manager listens on an address.
func netOf(self starlark.Value) *proxy {
	if i, ok := self.(*object.Instance); ok {
		if p, ok := i.Native.(*proxy); ok && p.remote.net != nil {
			return p
		}
	}
	return nil
}

// inServer reports whether a proxy of one of the classes for kernel objects is one for an object of a manager's server: of a manager that listens on
// an address, or of a registered class.
func inServer(self starlark.Value) bool {
	_, ok := self.(*object.Instance).Native.(*proxy)
	return ok
}

// orRemote makes a method of a proxy for a kernel object one that serves also a proxy for an object of
// a manager's server.
func orRemote(name string, local object.Method) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if !inServer(self) {
			return local(thread, self, args, kwargs)
		}
		switch name {
		case "__enter__":
			return callProxy(thread, self, "acquire", nil, nil)
		case "__exit__":
			return callProxy(thread, self, "release", nil, nil)
		case "wait_for":
			return waitForRemote(thread, self, args, kwargs)
		}
		return callProxy(thread, self, name, args, kwargs)
	}
}

func waitForRemote(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := proxyWaitFor.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	task := interp.Of(thread).Task(thread)
	until, err := deadlineSum(task, a[1])
	if err != nil {
		return nil, err
	}
	for {
		v, err := object.Call(thread, a[0])
		if err != nil {
			return nil, err
		}
		if ok, err := object.Truth(object.EnvOf(thread), v); ok || err != nil {
			return v, err
		}
		var left starlark.Value = starlark.None
		if until != ipc.Forever {
			d := until.Sub(task.Now())
			if d <= 0 {
				return v, nil
			}
			left = starlark.Float(d.Seconds())
		}
		if _, err := callProxy(thread, self, "wait", starlark.Tuple{left}, nil); err != nil {
			return nil, err
		}
	}
}
