package multiprocessing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is the server of a manager that listens on an address: the other side of net_proxy.go. Each peer has a
// thread of the interpreter. The objects are what CPython's server has: threading's locks, queue.Queue and so on.

// A netServer belongs to whoever holds the lock of its process.
type netServer struct {
	st       *state
	ln       *listening
	key      string
	registry *starlark.Dict // typeid -> entry, as managerRegister makes them
	sync     bool           // it serves SyncManager's own types too
	objects  map[string]*netEntry
	owned    map[string]*netEntry // those that objects of the server itself refer to
	lastID   int
	stop     *ipc.Event
	local    server // for calling methods
}

// newNetServer binds the address of a manager.
func (st *state) newNetServer(registry *starlark.Dict, sync bool, address, key starlark.Value) (*netServer, error) {
	k, ok := bytesOnly(key)
	if !ok {
		shown, err := object.Repr(st.env, key)
		if err != nil {
			return nil, err
		}
		cls, err := object.Repr(st.env, object.TypeOf(key))
		if err != nil {
			return nil, err
		}
		return nil, exception.New(exception.TypeError, "Authkey %s is type %s, not bytes", shown, cls)
	}
	at, err := st.addressFor(address, starlark.None, true)
	if err != nil {
		return nil, err
	}
	ln, err := st.listen(at, k)
	if err != nil {
		return nil, err
	}
	return &netServer{st: st, ln: ln, key: k, registry: registry, sync: sync, objects: make(map[string]*netEntry),
		owned: make(map[string]*netEntry), stop: ipc.NewEvent(), local: server{st: st}}, nil
}

// serve serves until a client says shutdown. Ctrl-C ends it, unless it is ignored.
func (s *netServer) serve(thread *starlark.Thread, ignore bool) error {
	in := s.st.in
	s.st.netServer = s
	defer func() {
		s.st.letGo(s.ln)
		s.ln.Close()
	}()
	in.Go(in.ThreadName("accepter"), true, func(thread *starlark.Thread) error {
		for {
			conn, _, err := s.ln.accept(thread)
			if err != nil {
				if in.Dying() || s.ln.gone() {
					return nil
				}
				continue
			}
			in.Go(in.ThreadName("handle_request"), true, func(thread *starlark.Thread) error {
				c := conn.Native.(*connection)
				defer c.end.Close()
				s.handle(thread, c)
				return nil
			})
		}
	})
	for {
		err := s.stop.Wait(in.Task(thread), ipc.Forever)
		if err == nil {
			return nil
		}
		if err = in.Err(thread, err); in.Dying() || !ignore {
			return err
		}
	}
}

// format is the traceback of an error as CPython's server sends it.
func (s *netServer) format(err error) starlark.Value {
	return text.Str(faultTrace(s.st.env, err))
}

// receive receives a request: four values, the first an ident or None.
func (s *netServer) receive(thread *starlark.Thread, c *connection) (ident starlark.Value, name string, args starlark.Tuple, kwargs []starlark.Tuple, err error) {
	m, err := c.recv(thread)
	if err != nil {
		return nil, "", nil, nil, errPeerGone{err}
	}
	v, err := s.st.valueOf(thread, m)
	if err != nil {
		return nil, "", nil, nil, err
	}
	parts, err := object.Elements(s.st.env, v)
	if err != nil {
		return nil, "", nil, nil, err
	}
	if len(parts) != 4 {
		return nil, "", nil, nil, exception.New(exception.ValueError, "a request has 4 parts, not %d", len(parts))
	}
	name, ok := text.AsString(parts[1])
	if !ok {
		return nil, "", nil, nil, exception.New(exception.TypeError, "the name of a method is a str, not %s", object.TypeName(parts[1]))
	}
	if args, err = tupleOf(s.st.env, parts[2]); err != nil {
		return nil, "", nil, nil, err
	}
	kw, err := dictOf(thread, parts[3])
	if err != nil {
		return nil, "", nil, nil, err
	}
	return parts[0], name, args, kw.Items(), nil
}

// errPeerGone ends the service of a peer.
type errPeerGone struct{ error }

func returned(v starlark.Value) starlark.Tuple { return starlark.Tuple{starlark.String("#RETURN"), v} }

// handle serves a new connection: one request to the server itself.
func (s *netServer) handle(thread *starlark.Thread, c *connection) {
	_, name, args, kwargs, err := s.receive(thread, c)
	if _, gone := err.(errPeerGone); gone {
		return
	}
	var v starlark.Value = starlark.None
	if err == nil {
		if name == "accept_connection" {
			if len(args) == 1 {
				if c.sendValue(thread, returned(starlark.None)) == nil {
					s.serveClient(thread, c)
				}
				return
			}
			err = exception.New(exception.TypeError, "accept_connection() takes a name")
		} else {
			v, err = s.perform(thread, name, args, kwargs)
		}
	}
	if s.st.in.Dying() {
		return
	}
	answer := returned(v)
	if err != nil {
		answer = starlark.Tuple{starlark.String("#TRACEBACK"), s.format(err)}
	}
	if err := c.sendValue(thread, answer); err != nil {
		c.sendValue(thread, starlark.Tuple{starlark.String("#TRACEBACK"), s.format(err)})
	}
	if name == "shutdown" {
		s.stop.Set()
	}
}

// perform does what is asked of the server itself.
func (s *netServer) perform(thread *starlark.Thread, name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	want := map[string]int{"incref": 1, "decref": 1, "get_methods": 1, "dummy": 0, "shutdown": 0, "number_of_objects": 0, "debug_info": 0}
	n, ok := want[name]
	if name == "create" {
		if len(args) == 0 {
			return nil, exception.New(exception.TypeError, "create() needs a typeid")
		}
		typeid, _ := text.AsString(args[0])
		ident, e, err := s.create(thread, typeid, args[1:], kwargs)
		if err != nil {
			return nil, err
		}
		return starlark.Tuple{text.Str(ident), e.names()}, nil
	}
	if !ok {
		return nil, assertion(text.Repr(name) + " unrecognized")
	}
	if len(args) != n || len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "%s() takes %d arguments, not %d", name, n, len(args))
	}
	var ident string
	if n == 1 {
		ident, _ = text.AsString(args[0])
	}
	switch name {
	case "incref":
		return starlark.None, s.incref(ident)
	case "decref":
		return starlark.None, s.decref(ident)
	case "get_methods":
		t, ok := tokenOf(args[0])
		e := s.objects[t.ident]
		if !ok || e == nil {
			return nil, exception.WithArgs(exception.KeyError, text.Str(t.ident))
		}
		return e.names(), nil
	case "number_of_objects":
		return starlark.MakeInt(len(s.objects)), nil
	case "debug_info":
		return s.debugInfo()
	}
	return starlark.None, nil
}

func (s *netServer) debugInfo() (starlark.Value, error) {
	var lines []string
	for ident, e := range s.objects {
		shown, err := object.Str(s.st.env, e.m.v)
		if err != nil {
			return nil, err
		}
		if len(shown) > 75 {
			shown = shown[:75]
		}
		lines = append(lines, fmt.Sprintf("  %s:       refcount=%d\n    %s", ident, e.refs, shown))
	}
	slices.Sort(lines)
	return text.Str(strings.ToValidUTF8(strings.Join(lines, "\n"), "")), nil
}

// serveClient serves the calls of one thread of a client.
func (s *netServer) serveClient(thread *starlark.Thread, c *connection) {
	for !s.stop.IsSet() {
		ident, name, args, kwargs, err := s.receive(thread, c)
		if _, gone := err.(errPeerGone); gone || s.st.in.Dying() {
			return
		}
		kind, v := "#TRACEBACK", starlark.Value(nil)
		if err != nil {
			v = s.format(err)
		} else {
			id, _ := text.AsString(ident)
			kind, v = s.call(thread, id, name, args, kwargs)
		}
		if s.st.in.Dying() {
			return
		}
		err = c.sendValue(thread, starlark.Tuple{starlark.String(kind), v})
		if err == nil {
			continue
		}
		if s.st.in.Dying() || c.sendValue(thread, starlark.Tuple{starlark.String("#UNSERIALIZABLE"), s.format(err)}) != nil {
			return
		}
	}
}

// call calls a method of an object, and returns the two parts of the answer.
func (s *netServer) call(thread *starlark.Thread, ident, name string, args starlark.Tuple, kwargs []starlark.Tuple) (string, starlark.Value) {
	e := s.objects[ident]
	if e == nil {
		e = s.owned[ident]
	}
	if e == nil {
		return "#TRACEBACK", s.format(exception.WithArgs(exception.KeyError, text.Str(ident)))
	}
	if !slices.Contains(e.exposed, name) {
		if name == "__repr__" || name == "__str__" || name == "#GETVALUE" {
			v, err := s.local.invoke(thread, e.m, name, args, kwargs)
			if err != nil {
				return "#TRACEBACK", s.format(err)
			}
			return "#RETURN", v
		}
		shown, _ := object.Repr(s.st.env, object.TypeOf(e.m.v))
		names, _ := object.Repr(s.st.env, e.names())
		return "#TRACEBACK", s.format(exception.New(exception.AttributeError, "method %s of %s object is not in exposed=%s", text.Repr(name), shown, names))
	}
	v, err := s.invoke(thread, e, name, args, kwargs)
	if err != nil {
		exc, ok := object.AsException(s.st.env, err)
		if !ok || !exc.Class().IsSubclass(object.ExceptionClass) {
			return "#TRACEBACK", s.format(err)
		}
		return "#ERROR", exc
	}
	if e.types == nil {
		return "#RETURN", v
	}
	typeid, ok, err := e.types.Get(text.Str(name))
	if err != nil || !ok {
		return "#RETURN", v
	}
	id, _ := text.AsString(typeid)
	made, entry, err := s.create(thread, id, starlark.Tuple{v}, nil)
	if err != nil {
		return "#TRACEBACK", s.format(err)
	}
	return "#PROXY", starlark.Tuple{entry.names(), newToken(s.st.env, id, s.ln.address, made)}
}

func (s *netServer) invoke(thread *starlark.Thread, e *netEntry, name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if name == "__iter__" && len(args) == 0 {
		fn, err := object.GetAttr(thread, e.m.v, name)
		if err != nil {
			return nil, err
		}
		return object.Call(thread, fn)
	}
	return s.local.invoke(thread, e.m, name, args, kwargs)
}

// serverClass is the class of what get_server() returns.
var serverClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Server", Module: "multiprocessing.managers", New: cannotCreate("multiprocessing.managers.Server"),
		Methods: map[string]object.Method{
			"serve_forever": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("Server.serve_forever", args, kwargs); err != nil {
					return nil, err
				}
				err := self.(*object.Instance).Native.(*netServer).serve(thread, false)
				if err != nil {
					exc, ok := object.AsException(object.EnvOf(thread), err)
					if !ok || !exc.Class().IsSubclass(object.KeyboardInterrupt) {
						return nil, err
					}
				}
				return nil, exception.WithArgs(exception.SystemExit, starlark.MakeInt(0))
			},
		},
		Properties: map[string]object.Property{
			"address": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				return self.(*object.Instance).Native.(*netServer).ln.address, nil
			}},
			"stop_event": {Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				i := object.NewInstance(object.EnvOf(thread), eventClass.Get())
				i.Native = &event{self.(*object.Instance).Native.(*netServer).stop}
				return i, nil
			}},
		},
	})
})

// netServerLife is the life of a server process that start() starts for a manager with an address.
func netServerLife(child *state, thread *starlark.Thread, extra starlark.Value) error {
	parts := extra.(starlark.Tuple)
	tell := parts[6].(*object.Instance).Native.(*connection)
	if parts[1] != starlark.None {
		if _, err := object.CallKw(thread, parts[1], parts[2].(starlark.Tuple), nil); err != nil {
			return err
		}
	}
	s, err := child.newNetServer(parts[0].(*starlark.Dict), bool(parts[3].Truth()), parts[4], parts[5])
	if err != nil {
		return err
	}
	if err := tell.sendValue(thread, s.ln.address); err != nil {
		return err
	}
	tell.end.Close()
	return s.serve(thread, true)
}
